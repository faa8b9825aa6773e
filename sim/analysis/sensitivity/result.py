"""What a study of sensitivity finds: a small object with tables, a DataFrame and a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.analysis.sensitivity.indices import MAIN, Estimates
from sim.analysis.sensitivity.inputs import LUCK, Input
from sim.analysis.sensitivity.problem import EXTRA, Factor
from sim.arrays import Array
from sim.extras import need
from sim.schema import Scenario

QUIET = 0.05
"""What the dummy's index must stay below: more, and luck is taken for an effect."""
END = 0.2
"""The lowest and the highest fifth of an input are its ends."""


@dataclass(frozen=True)
class Row:
    """An input's indices for one measure."""

    factor: Factor
    estimates: Estimates
    low_end: float | None
    """mean of the measure where the input lies in its lowest fifth, or a rule has its first value"""
    high_end: float | None
    """the same of its highest fifth, or the rule's last value; both None for several inputs taken together"""


@dataclass(frozen=True)
class Screening:
    """What chose the inputs that are looked at one by one: PAWN's distances in ordinary worlds."""

    worlds: int
    kept: tuple[str, ...]


@dataclass(frozen=True, repr=False, kw_only=True)
class Sensitivity:
    """How far each uncertain value decides measures of a scenario."""

    scenario: Scenario
    strategies: Mapping[str, str]
    method: str
    measures: tuple[str, ...]
    seed: int
    n: int
    """base rows (sobol), trajectories (morris) or worlds (pawn)"""
    each: int
    """worlds of a run"""
    runs: int
    """of the model, those of the screening left out"""
    worlds: int
    """played in all, those of the screening among them"""
    inputs: tuple[Input, ...]
    """every uncertain value, before any are taken together"""
    factors: tuple[Factor, ...]
    """what the indices are of"""
    indices: Mapping[str, Mapping[str, Estimates]]
    """by measure and factor"""
    units: Mapping[str, int]
    """how many of the n are complete, by measure: the others have a run in which no world defines it"""
    x: Array
    """(run, factor) the uniform number of each factor; NaN where it is several"""
    y: Array
    """(run, measure)"""
    screening: Screening | None = None
    seconds: float = 0.0
    ends: Mapping[str, Mapping[str, tuple[float, float]]] = field(
        default_factory=dict[str, dict[str, tuple[float, float]]]
    )

    def __repr__(self) -> str:
        what = ", ".join(self.measures)
        return (
            f"<Sensitivity of {self.scenario.id} ({what}) by {self.method}: n {self.n:,}, {self.runs:,} runs "
            f"of {self.each:,} worlds, seed {self.seed}>"
        )

    def rows(self, measure: str) -> list[Row]:
        """Every factor's indices for a measure, the largest first, the dummy last. KeyError: no such measure."""
        found, main = self.indices[measure], MAIN[self.method]
        ends = self.ends.get(measure, {})
        rows = [Row(f, found[f.id], *(ends.get(f.id) or (None, None))) for f in self.factors if f.id in found]
        return sorted(rows, key=lambda row: (row.factor.id == LUCK, -row.estimates[main].value))

    def dummy(self, measure: str) -> float:
        """The index of the dummy, which changes only the luck."""
        return self.indices[measure][LUCK][MAIN[self.method]].value

    def quiet(self, measure: str) -> bool:
        """Does the dummy stay below .05, as it must for the others to be believed?"""
        return self.dummy(measure) < QUIET

    def enough_worlds(self, measure: str) -> int:
        """Worlds of a run with which the dummy of a noisy measure would stay below .05.

        The variance of luck goes as one over them, the size of a step as one over their root.
        """
        share = min(self.dummy(measure), 0.99)
        if self.method == "morris":
            return int(np.ceil(self.each * (share / QUIET) ** 2 * 1.2))
        return int(np.ceil(self.each * share / (1.0 - share) * (1.0 - QUIET) / QUIET * 1.2))

    def to_pandas(self) -> Any:
        """A row per measure and input, a column per index and end of its interval."""
        return need("pandas", EXTRA).DataFrame([*plain_rows(self)])

    @property
    def plot(self) -> "Plots":
        """Figures: `.plot.tornado()`."""
        return Plots(self)


@dataclass(frozen=True)
class Plots:
    """Figures of a study."""

    of: Sensitivity

    def tornado(self, measure: str | None = None) -> Any:
        """The largest inputs, and where each takes a measure between its ends: a matplotlib Figure.

        measure   the first one, if none is named
        """
        from sim.analysis.sensitivity.figure import tornado

        return tornado(self.of, self.of.measures[0] if measure is None else measure)


def plain_rows(found: Sensitivity) -> list[dict[str, object]]:
    """Every index as plain values; None where there is none."""
    out: list[dict[str, object]] = []
    for measure in found.measures:
        for rank, row in enumerate(found.rows(measure), 1):
            entry: dict[str, object] = {
                "measure": measure,
                "rank": rank,
                "input": row.factor.id,
                "name": row.factor.name,
                "kind": row.factor.kind,
                "values": len(row.factor.columns),
            }
            for name, estimate in row.estimates.items():
                entry |= {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
            out.append(entry | {"low_end": row.low_end, "high_end": row.high_end})
    return out


def end_means(
    factors: Sequence[Factor], rules: Mapping[str, int], x: Array, y: Array
) -> dict[str, tuple[float, float]]:
    """The mean of a measure at the two ends of each factor that is one value.

    rules   how many values a rule has, by its key
    x       (run, factor)   uniform; NaN where a factor is several values
    y       (run,)

    >>> one = Factor("a", "a", "value", (0,))
    >>> end_means([one], {}, np.arange(10)[:, None] / 10.0, np.arange(10.0))
    {'a': (0.5, 8.5)}
    """
    out: dict[str, tuple[float, float]] = {}
    for i, factor in enumerate(factors):
        u = x[:, i]
        if factor.id == LUCK or np.isnan(u).any():
            continue
        part = 1.0 / rules[factor.id] if factor.id in rules else END
        ends = (part, 1.0 - part) if factor.id in rules else np.quantile(u, (END, 1.0 - END))
        low, high = y[(u <= ends[0]) & ~np.isnan(y)], y[(u >= ends[1]) & ~np.isnan(y)]
        if len(low) and len(high):
            out[factor.id] = (float(low.mean()), float(high.mean()))
    return out


def step_ends(
    factors: Sequence[Factor], found: Mapping[str, Estimates], y: Array
) -> dict[str, tuple[float, float]]:
    """The same from Morris's steps: the mean, less and more by half the change over the range."""
    middle = float(np.nanmean(y))
    half = {f.id: found[f.id]["mu"].value / 2.0 for f in factors if f.id != LUCK and len(f.columns) == 1}
    return {id_: (middle - change, middle + change) for id_, change in half.items()}

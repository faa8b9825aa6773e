"""The results of a run: columns per world, and what they say together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array, Index
from sim.measures import Finished
from sim.schema import Scenario
from sim.setting import Setting

TENSION_BINS = 101
Z95 = 1.959964


@dataclass(frozen=True)
class Summary:
    """A measure over worlds; worlds in which it is not defined are left out, `n` says how many count."""

    n: int
    mean: float | None
    sd: float | None
    p05: float | None
    p50: float | None
    p95: float | None


def summary(values: Array) -> Summary:
    """Mean, standard deviation and quantiles of what is defined.

    >>> summary(np.array([1.0, 3.0, np.nan])).mean
    2.0
    """
    x = values[~np.isnan(values)]
    if not len(x):
        return Summary(0, None, None, None, None, None)
    low, mid, high = (float(q) for q in np.quantile(x, [0.05, 0.5, 0.95]))
    sd = float(x.std(ddof=1)) if len(x) > 1 else 0.0
    return Summary(len(x), float(x.mean()), sd, low, mid, high)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927), which stays inside 0 and 1.

    >>> [round(x, 3) for x in wilson(0, 100)]
    [0.0, 0.037]
    """
    if n == 0:
        return 0.0, 1.0
    p, z2 = hits / n, Z95 * Z95
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * np.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # at no hits, and at nothing but hits, rounding may leave the share itself a hair outside
    return max(0.0, min(p, float(middle - half))), min(1.0, max(p, float(middle + half)))


def counts(values: Array, bins: int) -> NDArray[np.int64]:
    """How often each whole number 0 .. bins - 1 occurs in each week. (week, bin)

    values   (world, week)
    """
    whole = np.clip(np.rint(values), 0, bins - 1).astype(np.int64)
    return np.stack([np.bincount(whole[:, w], minlength=bins) for w in range(whole.shape[1])])


def count_quantile(table: NDArray[np.int64], q: float) -> Index:
    """The smallest number that a share q of the worlds does not exceed, per week. (week,)"""
    reach = np.cumsum(table, axis=-1)
    return (reach < q * reach[:, -1:]).sum(-1)


@dataclass(frozen=True, repr=False)
class Results:
    """Finished worlds of one run."""

    scenario: Scenario
    setting: Setting
    seed: int
    seconds: float
    interrupted: bool
    outcome: Index
    """(world,) index into the scenario's outcome classes"""
    columns: dict[str, Array]
    """(world,) measures by name"""
    recognised_week: Index
    """(world, actor)"""
    mission_backed: Array
    """(world, actor)"""
    heads: NDArray[np.int64]
    """(week, count) worlds in which so many members have recognised by then"""
    tension: NDArray[np.int64]
    """(week, points)"""
    stance: Array
    """(world, actor) expressed readiness, the mean of the weeks until the declaration or an agreement"""
    strategies: Mapping[str, str] = field(default_factory=dict[str, str])
    """names of the strategies played, by actor id or `all`; doctrine for who is not named"""

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        setting: Setting,
        seed: int,
        parts: Sequence[Finished],
        seconds: float,
        interrupted: bool = False,
        strategies: Mapping[str, str] | None = None,
    ) -> "Results":
        """Put finished blocks together, in block order."""
        members = int(setting.member.sum()) + 1
        names = list(parts[0].measures)
        return cls(
            scenario=scenario,
            setting=setting,
            seed=seed,
            seconds=seconds,
            interrupted=interrupted,
            outcome=np.concatenate([p.outcome for p in parts]),
            columns={name: np.concatenate([p.measures[name] for p in parts]) for name in names},
            recognised_week=np.concatenate([p.recognised_week for p in parts]),
            mission_backed=np.concatenate([p.mission_backed for p in parts]),
            heads=sum((counts(p.heads, members) for p in parts), np.int64(0)),  # type: ignore[arg-type]
            tension=sum((counts(p.tension, TENSION_BINS) for p in parts), np.int64(0)),  # type: ignore[arg-type]
            stance=np.concatenate([p.stance for p in parts]),
            strategies=strategies or {},
        )

    def __repr__(self) -> str:
        shares = ", ".join(f"{name} {share:.3f}" for name, share in self.outcomes().items())
        return f"<Results of {self.scenario.id}: {self.worlds:,} worlds, seed {self.seed}; {shares}>"

    @property
    def worlds(self) -> int:
        """How many worlds were finished."""
        return len(self.outcome)

    def outcomes(self) -> dict[str, float]:
        """Share of worlds per outcome class; they sum to 1."""
        tally = np.bincount(self.outcome, minlength=len(self.scenario.outcomes))
        return {name: int(n) / self.worlds for name, n in zip(self.scenario.outcomes, tally, strict=True)}

    def intervals(self) -> dict[str, tuple[float, float]]:
        """95 % interval per outcome class."""
        tally = np.bincount(self.outcome, minlength=len(self.scenario.outcomes))
        return {
            name: wilson(int(n), self.worlds) for name, n in zip(self.scenario.outcomes, tally, strict=True)
        }

    def measures(self) -> dict[str, Summary]:
        """Every measure, summed up."""
        return {name: summary(values) for name, values in self.columns.items()}

    def monday(self, week: int) -> date:
        """The Monday of a week."""
        return self.setting.start + timedelta(weeks=week)

    def recognition(self) -> dict[str, tuple[float, date | None]]:
        """Per state that may recognise: probability at the horizon, and the date by which half the worlds have it.

        The date is None where fewer than half ever do.
        """
        out: dict[str, tuple[float, date | None]] = {}
        last = self.setting.weeks - 1
        for i in np.flatnonzero(self.setting.recogniser):
            weeks = np.sort(self.recognised_week[:, i])
            middle = int(weeks[(len(weeks) - 1) // 2])
            half = self.monday(middle) if middle <= last else None
            out[self.setting.actors[i]] = float((weeks <= last).mean()), half
        return out

    def stances(self) -> dict[str, float]:
        """Per state that may recognise: its expressed readiness until the declaration, mean over worlds, points."""
        mean = self.stance.mean(0)
        return {self.setting.actors[i]: float(mean[i]) for i in np.flatnonzero(self.setting.recogniser)}

    def column(self, name: str) -> Array:
        """A measure per world by the name it has in `run --json`: `incidents`, `recognition.CY`, `stance.CY`,
        `mission.SK`, `outcomes.settlement`. (world,), NaN where it is not defined

        KeyError: no such measure.
        """
        if name in self.columns:
            return self.columns[name]
        kind, _, who = name.partition(".")
        if kind == "outcomes":
            return (self.outcome == list(self.scenario.outcomes).index(who)).astype(np.float64)
        seat = self.setting.actors.index(who) if who in self.setting.actors else None
        if seat is None or kind not in ("recognition", "stance", "mission"):
            raise KeyError(name)
        if kind == "recognition":
            return (self.recognised_week[:, seat] < self.setting.weeks).astype(np.float64)
        return (self.stance if kind == "stance" else self.mission_backed)[:, seat]

    def mission(self) -> dict[str, float | None]:
        """Per member: probability that it backs the mission at its last vote; None if it never votes."""
        out: dict[str, float | None] = {}
        for i in np.flatnonzero(self.setting.member):
            voted = self.mission_backed[:, i]
            voted = voted[~np.isnan(voted)]
            out[self.setting.actors[i]] = float(voted.mean()) if len(voted) else None
        return out

    def recognisers_by(self, week: int) -> Summary:
        """Members that have recognised by the end of a week."""
        table = self.heads[week]
        return summary(np.repeat(np.arange(len(table)), table).astype(np.float64))

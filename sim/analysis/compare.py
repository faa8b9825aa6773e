"""Arms held side by side on the same luck: world k of each differs by what was set alone.

Each arm is compared with the first one, world by world. What is kept does not grow with the worlds: means and
variances of every column and of its difference, a hash of what happened, and how spread out it is.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.footprint import Footprint
from sim.analysis.paired import Pairs
from sim.analysis.sides import (
    Said,
    blocks,
    common_seed,
    common_worlds,
    fits,
    played_by,
    remarks,
    side,
)
from sim.analysis.sweep import Value, value_of
from sim.analysis.units import SHARE, unit
from sim.arrays import Array
from sim.compile import compile_setting
from sim.ensemble import Plots
from sim.extras import need
from sim.measures import Finished
from sim.schema import Scenario
from sim.setting import Setting
from sim.spread import Spread
from sim.strategies import Strategy
from sim.worlds import Progress, Workers, held_back, job_of

if TYPE_CHECKING:
    import pandas

OUTCOME, MEASURE, STATE = "outcome", "measure", "state"
"""Kinds of what is compared: how a world ends; what is measured in it; whether a state has recognised."""

Key = tuple[str, str]
"""Kind and name of what is compared."""


@dataclass(frozen=True)
class Paired(Value):
    """The share or the mean of an arm, its difference to the first arm, and what the common luck saves."""

    saved: float | None
    """variance of the difference without common luck, over its variance with it; None where no world differs"""


@dataclass(frozen=True)
class Compared:
    """One arm, and how far it lies from the first."""

    letter: str
    name: str
    scenario: Scenario
    strategies: Mapping[str, str]
    """names of the strategies, by actor or `all`; doctrine for who is not named"""
    values: Mapping[Key, Paired]
    left: Footprint

    @property
    def agreement_rate(self) -> float:
        """Share of the worlds in which the parties agree on anything, the pact among it."""
        counted = next(iter(self.values.values())).n
        return self.left.agreed / counted if counted else 0.0


@dataclass(frozen=True, repr=False)
class Comparison:
    """Arms on the same luck; each is compared with the first."""

    arms: tuple[Compared, ...]
    worlds: int
    seed: int
    requested: int
    notes: tuple[str, ...]
    """what else has to be known: worlds of an arm that are left out, other dates"""
    seconds: float

    @property
    def scenario(self) -> Scenario:
        """That of the first arm."""
        return self.arms[0].scenario

    @property
    def plot(self) -> Plots:
        """Figures: `outcomes` and `measures`, how far each arm lies from the first."""
        from sim.analysis import compare_figure

        return Plots(
            {
                "outcomes": lambda: compare_figure.outcomes(self),
                "measures": lambda: compare_figure.amounts(self, ()),
            }
        )

    def to_pandas(self) -> "pandas.DataFrame":
        """A row per arm and outcome, measure or state: value, difference to the first arm, interval, what luck saves.

        MissingExtra: pandas is not installed.
        """
        from sim.analysis.compare_files import COLUMNS, rows

        return need("pandas", "notebook").DataFrame(list(rows(self)), columns=list(COLUMNS))

    def __repr__(self) -> str:
        names = ", ".join(arm.name for arm in self.arms)
        return f"<Comparison of {names}: {self.worlds:,} worlds each, seed {self.seed}>"

    def _repr_html_(self) -> str:
        from sim.analysis.compare_tables import html

        return html(self)

    @property
    def interrupted(self) -> bool:
        """Was it stopped before all worlds were compared?"""
        return self.worlds < self.requested

    def keys(self, kind: str) -> list[Key]:
        """What of a kind all arms have."""
        return [key for key in self.arms[0].values if key[0] == kind]


def compare(
    *arms: Said,
    worlds: int | None = None,
    seed: int | None = None,
    strategies: Mapping[str, Strategy | str] | None = None,
    workers: Workers = None,
    progress: Progress | None = None,
) -> Comparison:
    """Hold arms side by side on the same luck.

    arms         two or more: "kosovo_2007", ("kosovo_2007", {"rules.council.veto": False}), a Scenario, the
                 results of `run`, a folder that `finalstatus run --out` wrote; the first is the base
    worlds       of each arm; by default as many as all arms on hand have, or 4,000. An arm that has more is
                 compared over its first ones, which are the same worlds
    seed         of the arms that are played; by default that of the arms on hand, or 1
    strategies   of the arms that are played, as in `sim.worlds.run`
    progress     is told the worlds compared so far, of all arms

    NotComparable: arms that cannot share their luck: other actors, another seed. Ctrl-C keeps what is
    compared; with nothing compared it is raised.

    >>> found = compare("kosovo_2007", ("kosovo_2007", {"rules.council.veto": False}), worlds=8, workers=1)
    >>> found.arms[1].values["measure", "declared"].difference.n
    8
    """
    began = time.perf_counter()
    sides = [side(arm, strategies or {}) for arm in arms]
    fits(sides)
    shared, wanted = common_seed(sides, seed), common_worlds(sides, worlds)
    jobs = {i: job_of(s.scenario, shared, s.strategies) for i, s in enumerate(sides) if s.there is None}
    settings = [jobs[i][0].setting if i in jobs else compile_setting(s.scenario) for i, s in enumerate(sides)]
    adding = [Adding(s.scenario, setting) for s, setting in zip(sides, settings, strict=True)]
    done = 0
    try:
        rows = blocks(sides, {i: job for i, (job, _) in jobs.items()}, wanted, workers)
        with closing(rows):
            for row in rows:
                with held_back():
                    add(adding, row)
                    done += len(row[0].outcome)
                if progress:
                    progress(done * len(sides))
    except KeyboardInterrupt:
        if not done:
            raise
    names = [jobs[i][1] if i in jobs else played_by(s) for i, s in enumerate(sides)]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return Comparison(
        arms=tuple(
            Compared(letter, s.name, s.scenario, who, values_of(each, adding), each.left)
            for letter, s, who, each in zip(letters, sides, names, adding, strict=False)
        ),
        worlds=done,
        seed=shared,
        requested=wanted,
        notes=tuple(remarks(sides, settings, wanted)),
        seconds=time.perf_counter() - began,
    )


def columns(scenario: Scenario, setting: Setting, part: Finished) -> dict[Key, Array]:
    """Everything that is compared of some worlds. (world,)"""
    out: dict[Key, Array] = {
        (OUTCOME, id_): (part.outcome == i).astype(np.float64) for i, id_ in enumerate(scenario.outcomes)
    }
    out |= {(MEASURE, name): values.astype(np.float64) for name, values in part.measures.items()}
    if setting.declarer.any():
        for i in np.flatnonzero(setting.recogniser).tolist():
            out[STATE, setting.actors[i]] = (part.recognised_week[:, i] < setting.weeks).astype(np.float64)
    return out


class Adding:
    """One arm that is being added up."""

    def __init__(self, scenario: Scenario, setting: Setting) -> None:
        self.scenario, self.setting = scenario, setting
        self.left = Footprint(scenario, setting)
        self.spreads: dict[Key, Spread] = {}
        self.pairs: dict[Key, Pairs] = {}

    def add(self, part: Finished, found: Mapping[Key, Array], base: Mapping[Key, Array]) -> None:
        """The next worlds, and the same of the first arm."""
        self.left.add(part)
        for key, values in found.items():
            self.spreads.setdefault(key, Spread()).add(values)
            if found is not base and key in base:
                self.pairs.setdefault(key, Pairs()).add(base[key], values)


def add(adding: Sequence[Adding], row: Sequence[Finished]) -> None:
    """The next block of worlds of all arms."""
    found = [columns(a.scenario, a.setting, part) for a, part in zip(adding, row, strict=True)]
    for each, part, own in zip(adding, row, found, strict=True):
        each.add(part, own, found[0])


def values_of(own: Adding, all_: Iterable[Adding]) -> dict[Key, Paired]:
    """What an arm leads to, by what all arms have."""
    out: dict[Key, Paired] = {}
    for key, spread in own.spreads.items():
        if all(key in other.spreads for other in all_):
            kind = SHARE if key[0] != MEASURE else unit(key[1])
            pairs = own.pairs.get(key)
            apart = pairs.difference(kind == SHARE) if pairs else None
            value = value_of(spread.summary(), kind, apart)
            out[key] = Paired(**vars(value), saved=pairs.saved() if pairs else None)
    return out

"""The results of a run that stay in memory: a row per world, and what the worlds say together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np

from sim.arrays import Array, Index
from sim.measures import Finished
from sim.schema import Scenario
from sim.setting import Setting
from sim.totals import Adding, Totals


@dataclass(frozen=True, repr=False, kw_only=True)
class Results(Totals):
    """Finished worlds of one run, one by one."""

    outcome: Index
    """(world,) index into the scenario's outcome classes"""
    columns: dict[str, Array]
    """(world,) measures by name"""
    recognised_week: Index
    """(world, actor)"""
    mission_backed: Array
    """(world, actor)"""
    stance: Array
    """(world, actor) expressed readiness, the mean of the weeks until the declaration or an agreement"""

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        setting: Setting,
        seed: int,
        parts: Sequence[Finished],
        seconds: float | None,
        interrupted: bool = False,
        strategies: Mapping[str, str] | None = None,
    ) -> "Results":
        """Put finished blocks together, in block order."""
        adding = Adding(scenario, setting, seed, strategies or {})
        for part in parts:
            adding.add(part)
        together = adding.totals(seconds, interrupted)
        return cls(
            **{f.name: getattr(together, f.name) for f in fields(Totals)},
            outcome=np.concatenate([p.outcome for p in parts]),
            columns={name: np.concatenate([p.measures[name] for p in parts]) for name in parts[0].measures},
            recognised_week=np.concatenate([p.recognised_week for p in parts]),
            mission_backed=np.concatenate([p.mission_backed for p in parts]),
            stance=np.concatenate([p.stance for p in parts]),
        )

    def column(self, name: str) -> Array:
        """A measure per world by the name it has in `run --json`: `incidents`, `recognition.CY`, `stance.CY`,
        `mission.SK`, `outcomes.settlement`. (world,), NaN where it is not defined

        KeyError: no such measure.
        """
        return named(name, self.scenario, self.setting, self, self.columns)


class Worlds(Protocol):
    """Finished worlds: a run's, or a block of them."""

    @property
    def outcome(self) -> Index:
        """(world,)"""
        ...

    @property
    def recognised_week(self) -> Index:
        """(world, actor)"""
        ...

    @property
    def mission_backed(self) -> Array:
        """(world, actor)"""
        ...

    @property
    def stance(self) -> Array:
        """(world, actor)"""
        ...


def named(
    name: str, scenario: Scenario, setting: Setting, worlds: Worlds, measures: Mapping[str, Array]
) -> Array:
    """A measure per world, as `Results.column` has it. KeyError: no such measure. (world,)"""
    if name in measures:
        return measures[name]
    kind, _, who = name.partition(".")
    if kind == "outcomes" and who in scenario.outcomes:
        return (worlds.outcome == list(scenario.outcomes).index(who)).astype(np.float64)
    seat = setting.actors.index(who) if who in setting.actors else None
    if seat is None or kind not in ("recognition", "stance", "mission"):
        raise KeyError(name)
    if kind == "recognition":
        return (worlds.recognised_week[:, seat] < setting.weeks).astype(np.float64)
    return (worlds.stance if kind == "stance" else worlds.mission_backed)[:, seat]

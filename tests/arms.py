"""Two arms on the same luck, and how far apart they are."""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from situations import met

from sim.arrays import Array
from sim.schema import Scenario
from sim.setting import Setting
from sim.state import Moves, State, Traits, View, head
from sim.strategies import Strategy
from sim.strategies.doctrine import doctrine
from sim.worlds import DRAW_BLOCK, Job, draw_traits

Z99 = 2.575829


@dataclass(frozen=True)
class Effect:
    """The paired difference of two arms, its standard error, and the spread of the measure."""

    mean: float
    error: float
    sd: float

    def rises(self, least: float = 0.05) -> bool:
        """Above zero with 99 % confidence, and by at least so many standard deviations."""
        return self.mean - Z99 * self.error > 0 and self.mean >= least * self.sd

    def falls(self, least: float = 0.05) -> bool:
        return Effect(-self.mean, self.error, self.sd).rises(least)


def effect(base: Array, other: Array) -> Effect:
    """Other minus base, over the worlds in which both are defined.

    A share must move by one percentage point, anything else by 0.05 standard deviations: for a share the
    spread is set so that the two come to the same.
    """
    both = ~(np.isnan(base) | np.isnan(other))
    d = other[both] - base[both]
    share = bool(np.isin(base[both], (0.0, 1.0)).all())
    sd = 0.01 / 0.05 if share else float(base[both].std())
    return Effect(float(d.mean()), float(d.std() / np.sqrt(len(d))), sd)


def watch(
    job: Job, weeks: int, worlds: int = DRAW_BLOCK, block: int = 0
) -> tuple[Setting, Traits, list[State]]:
    """Play a block for some weeks; the states that the seats see on each Monday."""
    setting = job.setting
    traits = head(draw_traits(job.scenario, setting, job.seed, block), worlds)
    beats = met(setting, traits, weeks, job.strategies, job.seed, block)
    return setting, traits, [state for state, _, beat in beats if beat == "talk"]


def declares_in(week: int) -> Strategy:
    """Doctrine, but it declares in one week and in no other."""

    def strategy(view: View) -> Moves:
        moves = doctrine(view)
        return replace(
            moves, declare=np.broadcast_to(view.declarer & (view.week == week), moves.declare.shape)
        )

    return strategy


def lobbies(target: int, points: float) -> Strategy:
    """Doctrine, but all lobbying goes to one state."""

    def strategy(view: View) -> Moves:
        moves = doctrine(view)
        at = np.full_like(moves.lobby_target, target)
        return replace(moves, lobby_target=at, lobby_points=np.full_like(moves.lobby_points, points))

    return strategy


def with_sessions(scenario: Scenario, more: int) -> Scenario:
    """The scenario with further sessions, spread over its first weeks."""
    first = next(e for e in scenario.events.values() if e.kind == "session" and e.date)
    dates = [first.date + timedelta(weeks=i) for i in range(more)]
    extra = {f"session_{i}": first.model_copy(update={"date": day}) for i, day in enumerate(dates)}
    return scenario.model_copy(update={"events": {**scenario.events, **extra}})

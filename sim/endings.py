"""What is looked at in the end of a course of events: a seat's score, and how far each of its goals was met."""

from collections.abc import Callable

import numpy as np

from sim.arrays import NEVER, Array, Mask
from sim.goals import aims
from sim.idle import idle
from sim.rules.recognition import weekly_hazard
from sim.schema import Scenario
from sim.score import Aims, score
from sim.setting import Setting
from sim.state import State, Traits, replace

Objective = Callable[[Setting, Traits, State, int], Array]
"""What a seat has of a game that has gone so far. (...)"""


class Earned:
    """The score of a seat at the end of the game; of one that is looked at earlier, with what is likely to follow.

    It notes beside it how far the seat's goals were met, and whether it has recognised, when it was asked last.

    end   the week after the last one of the game
    """

    def __init__(self, aims: Aims, end: int) -> None:
        self.aims, self.end = aims, end
        self.credit: Array = np.zeros(0)
        """(..., goal) 0..1"""
        self.recognised: Mask = np.zeros(0, dtype=np.bool_)
        """(...) whether the seat has recognised by then"""

    def __call__(self, setting: Setting, traits: Traits, state: State, seat: int) -> Array:
        """An objective: points. (...)"""
        last = in_one_stride(setting, traits, state, self.end)
        found = score(self.aims, setting, traits, last)
        self.credit, self.recognised = found.credit[..., seat, :], last.recognised[..., seat]
        return found.total[..., seat]


def scores(scenario: Scenario, setting: Setting, end: int) -> Objective:
    """The score of a seat, see `Earned`."""
    return Earned(aims(scenario, setting), end)


def in_one_stride(setting: Setting, traits: Traits, state: State, end: int) -> State:
    """The weeks that are left, as if nothing else happened in them: hazards of recognition as they stand run on."""
    left = end - state.week
    if left <= 0 or not state.declared.any():
        return replace(state, week=max(end, state.week))
    nothing = idle(state.stance.shape, len(setting.packages))
    rate = weekly_hazard(setting, traits, state, nothing)
    wait = np.maximum(traits.recognise_at - state.hazard_sum, 0.0) / np.maximum(rate, 1e-9)
    when = state.week + np.minimum(np.ceil(wait) + np.rint(traits.procedure), NEVER)
    soon = (rate > 0.0) & (state.recognised_week >= NEVER) & (when < end)
    week = np.where(soon, when, state.recognised_week).astype(np.int64)
    return replace(state, week=end, recognised_week=week)


__all__ = ["Earned", "Objective", "in_one_stride", "scores"]

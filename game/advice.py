"""Advice: what a seat's staff makes of a plan, and what it would do itself.

Worlds are run forward from what the seat can know (`sim.forecast`), with every plan in the same worlds on the same
luck. A plan is held against doing nothing, and against what doctrine, the seat's ministry, would do at this beat;
from then on doctrine moves for it whichever it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.acts import Act, to_acts, to_moves
from sim.arrays import Array
from sim.endings import in_one_stride
from sim.forecast import Forecaster
from sim.goals import aims, goals, roles
from sim.idle import idle
from sim.schema import Scenario
from sim.score import Aims, score
from sim.secrecy import Known
from sim.setting import Setting
from sim.state import Moves, State, Traits, View
from sim.strategies.doctrine import doctrine
from sim.strategies.planner import OPTIONS, changed

WORLDS = 128
"""Courses of events that odds are taken from."""
CLEAR = 2.0
"""Standard errors from which on a difference is told."""
HALF = 0.5
"""Share of a goal from which on it counts as met."""
ROUGH, FEW = 32, 3
"""Courses of events in which everything is tried for a hint; how much of it is then tried in `WORLDS`."""
HANDFUL = 20
"""Plans that are tried for a hint, at most."""


@dataclass(frozen=True)
class Change:
    """By how much one plan comes out above another, on the same luck."""

    gain: float
    error: float
    """standard error of the gain"""

    @property
    def clear(self) -> bool:
        """Is it more than luck?"""
        return self.gain != 0.0 and abs(self.gain) > CLEAR * self.error


@dataclass(frozen=True)
class Prospect:
    """What a plan makes of one thing: the chance of a goal, 0..1, or the points of the score."""

    mean: float
    spread: float
    """standard error of the mean"""
    nothing: Change
    """against doing nothing"""
    usual: Change
    """against the ministry's usual moves"""


@dataclass(frozen=True)
class Odds:
    """What the staff makes of a plan."""

    planned: bool
    """whether anything was chosen"""
    worlds: int
    goals: Mapping[str, Prospect]
    """the chance that more than half of each goal is met, by what the goal says"""
    points: Prospect

    @property
    def clear(self) -> bool:
        """Is anything clearly other than with nothing chosen, or with the ministry's usual moves?"""
        return any(p.nothing.clear or p.usual.clear for p in (*self.goals.values(), self.points))


@dataclass(frozen=True)
class Hint:
    """What the staff would do."""

    acts: Sequence[Act]
    points: Change
    """of the score, against what has been chosen so far"""
    goal: str
    """the goal that gains most by it"""
    before: float
    """the chance of that goal as things stand"""
    after: float
    """its chance with the hint"""
    moved: bool
    """whether that chance changes by more than luck"""


class Watch:
    """The seat's score in the end, and how far each of its goals was met."""

    def __init__(self, aims: Aims) -> None:
        self.aims, self.end = aims, 0
        self.credit: Array = np.zeros(0)

    def __call__(self, setting: Setting, traits: Traits, state: State, seat: int) -> Array:
        """An objective of `sim.forecast`; it also notes the goals."""
        found = score(self.aims, setting, traits, in_one_stride(setting, traits, state, self.end))
        self.credit = found.credit[..., seat, :]
        return found.total[..., seat]


class Staff:
    """Who reckons for the seats of a scenario under its rules; what is drawn for that is drawn once."""

    def __init__(self, scenario: Scenario, setting: Setting) -> None:
        held = roles(scenario, setting)
        self.setting, self._goals = setting, goals(scenario, held)
        self._watch = Watch(aims(scenario, setting, held))
        self._forecaster = Forecaster(scenario, setting, objective=self._watch)
        self._watch.end = self._forecaster.end

    def odds(self, knows: Known, view: View, acts: Sequence[Act]) -> Odds:
        """What comes of a seat's acts at the beat of its view."""
        plans = [self._plan(view, knows.seat, []), doctrine(view), self._plan(view, knows.seat, acts)]
        points, chances = self._played(knows, view, plans, WORLDS)
        return Odds(
            planned=bool(acts),
            worlds=WORLDS,
            goals={text: prospect(met) for text, met in chances.items()},
            points=prospect(points),
        )

    def hint(
        self, knows: Known, view: View, acts: Sequence[Act], more: Sequence[Sequence[Act]]
    ) -> Hint | None:
        """The best of some plans, where it is clearly better than what has been chosen; None where none is.

        acts   what has been chosen so far
        more   what each plan adds to that; it must be legal
        """
        so_far = self._plan(view, knows.seat, acts)
        plans = [so_far, *(self._plan(view, knows.seat, [*acts, *added]) for added in more)]
        points = self._forecaster.forecast(knows, view.beat, plans, ROUGH).values
        order: list[int] = np.argsort(-(points - points[:1]).mean(-1), kind="stable").tolist()
        best = [i for i in order if i][:FEW]
        if not best:
            return None
        points, chances = self._played(knows, view, [plans[i] for i in (0, *best)], WORLDS)
        at = int(points[1:].mean(-1).argmax()) + 1
        gain = change(points[at], points[0])
        if not gain.clear or gain.gain < 0.0:
            return None
        worth = {text: goal.weight for text, goal in self._texts(knows.seat).items()}
        goal = max(chances, key=lambda text: worth[text] * change(chances[text][at], chances[text][0]).gain)
        met = chances[goal]
        return Hint(
            acts=more[best[at - 1] - 1],
            points=gain,
            goal=goal,
            before=float(met[0].mean()),
            after=float(met[at].mean()),
            moved=change(met[at], met[0]).clear,
        )

    def _plan(self, view: View, seat: int, acts: Sequence[Act]) -> Moves:
        return to_moves(self.setting, seat, acts, view.week, view.beat)

    def _texts(self, seat: int) -> dict[str, Any]:
        """The goals of a seat by what they say, in their places on the goal axis."""
        return {goal.text: goal for goal in self._goals[self.setting.actors[seat]].values()}

    def _played(
        self, knows: Known, view: View, plans: Sequence[Moves], worlds: int
    ) -> tuple[Array, dict[str, Array]]:
        """The points of every plan, and by goal whether it was more than half met. (plan, world)"""
        points: list[Array] = []
        credit: list[Array] = []
        for plan in plans:  # one by one: what is watched belongs to the plan that was played last
            points.append(self._forecaster.forecast(knows, view.beat, [plan], worlds).values[0])
            credit.append(self._watch.credit.reshape(worlds, -1))
        met = (np.stack(credit) > HALF).astype(np.float64)
        return np.stack(points), {text: met[..., slot] for slot, text in enumerate(self._texts(knows.seat))}


def prospect(values: Array) -> Prospect:
    """(plan, world): doing nothing, the usual moves, and the plan that is asked about."""
    own = values[-1]
    spread = float(own.std(ddof=1)) / float(np.sqrt(len(own)))
    return Prospect(float(own.mean()), spread, change(own, values[0]), change(own, values[1]))


def change(values: Array, other: Array) -> Change:
    """(world,) each, on the same luck."""
    apart = values - other
    return Change(float(apart.mean()), float(apart.std(ddof=1)) / float(np.sqrt(len(apart))))


def ideas(setting: Setting, view: View) -> list[list[Act]]:
    """What a seat could do at the beat of its view: what doctrine does, act by act, and what a planner would try."""
    seat, nothing = int(view.seat[0]), idle((1,), len(setting.packages), len(setting.actors))

    def acts(moves: Moves) -> list[Act]:
        return to_acts(setting, moves, 0, seat, view.beat)

    found = [[act] for act in acts(doctrine(view))]
    found += [acts(changed(nothing, other)) for other in OPTIONS[view.beat](view, nothing)]
    return [one for i, one in enumerate(found) if one and one not in found[:i]]


__all__ = ["Change", "Hint", "Odds", "Prospect", "Staff", "ideas"]

"""Advice: what a seat's staff makes of a plan, and what it would do itself.

Worlds are run forward from what the seat can know (`sim.forecast`), with every plan in the same worlds on the same
luck. A plan is held against doing nothing, and against what doctrine, the seat's ministry, would do.

What is assumed of the seat itself is what the judgement at the end assumes (`sim.judgement`): in the week at hand
what is still to be decided is decided as its ministry would; then its standing orders act until the next sitting;
from there on its ministry decides. The ministry's usual moves go on as such in the weeks between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.acts import Act, to_acts, to_moves
from sim.arrays import NEVER, Array
from sim.endings import Earned
from sim.forecast import Forecaster, Interim
from sim.goals import aims, goals, roles
from sim.histories import game_weeks
from sim.idle import idle
from sim.schema import Goal, Scenario
from sim.secrecy import Known
from sim.setting import Setting
from sim.sittings import Planned
from sim.standing import standing
from sim.state import Moves, View
from sim.strategies.doctrine import doctrine
from sim.strategies.planner import OPTIONS, changed

WORLDS = 128
"""Courses of events that odds are taken from."""
CLEAR = 2.0
"""Standard errors from which on a difference is told."""
COUNTS = 0.1
"""Points of the score below which a difference does not count, however sure it is."""
ROUGH, FEW = 32, 3
"""Courses of events in which everything is tried for a hint; how much of it is then tried in `WORLDS`."""
HANDFUL = 20
"""Plans that are tried for a hint, at most."""


@dataclass(frozen=True)
class Change:
    """By how much one plan comes out above another, on the same luck, in points of the score."""

    gain: float
    error: float
    """standard error of the gain"""

    @property
    def clear(self) -> bool:
        """Is it more than luck, and enough to count?"""
        return abs(self.gain) >= COUNTS and abs(self.gain) > CLEAR * self.error


@dataclass(frozen=True)
class Prospect:
    """What a plan makes of the score, or of one goal of it, in points."""

    mean: float
    error: float
    """standard error of the mean"""
    low: float
    """a quarter of the courses of events come to less"""
    high: float
    """a quarter come to more"""
    nothing: Change
    """against doing nothing"""
    usual: Change
    """against the ministry's usual moves"""
    most: float = 100.0
    """what there is to be had"""
    chance: float | None = None
    """of having all of it, 0..1, where it is all or nothing; None where there is something in between"""


@dataclass(frozen=True)
class Odds:
    """What the staff makes of a plan."""

    planned: bool
    """whether anything was chosen"""
    worlds: int
    goals: Mapping[str, Prospect]
    """the points that each goal is expected to bring, by what the goal says"""
    points: Prospect
    orders: Sequence[Act] = ()
    """the standing orders that act until the next sitting"""
    until: date | None = None
    """the week of that sitting; None if there is none"""
    about: bool = False
    """whether that week is a guess, because it is not public yet"""
    recognises: float | None = None
    """chance that the seat itself recognises, 0..1; None where it cannot, or has"""

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
    """the points of that goal as things stand"""
    after: float
    """its points with the hint"""
    most: float
    """what it brings at most"""
    moved: bool
    """whether that changes by more than luck"""


@dataclass(frozen=True)
class Brief:
    """What a staff reckons from."""

    knows: Known
    view: View
    """of the beat at which a plan is weighed"""
    orders: Sequence[Act] = ()
    """the seat's standing orders"""
    next: Planned | None = None
    """its next sitting; None if there is none"""

    @property
    def until(self) -> int:
        """The week of that sitting, or the middle of those that it may begin in; NEVER if there is none."""
        return NEVER if self.next is None else (self.next.first + self.next.latest) // 2


class Staff:
    """Who reckons for the seats of a scenario under its rules; what is drawn for that is drawn once."""

    def __init__(self, scenario: Scenario, setting: Setting) -> None:
        held = roles(scenario, setting)
        self.setting, self._goals = setting, goals(scenario, held)
        self._earned = Earned(aims(scenario, setting, held), game_weeks(scenario, setting))
        self.forecaster = Forecaster(scenario, setting, objective=self._earned)
        self._last: Brief | None = None
        self._kept: dict[int, tuple[Array, dict[str, Array]]] = {}
        """what the odds of every plan are held against, for the last brief, by the number of courses"""

    def odds(self, brief: Brief, acts: Sequence[Act], worlds: int | None = None) -> Odds:
        """What comes of a seat's acts at the beat of its brief, in so many courses of events (`WORLDS`)."""
        worlds, seat = worlds or WORLDS, brief.knows.seat
        then = self._interim(brief)
        usual, usually = self._beside(brief, worlds)
        points, earned = self._played(brief, [(self._plan(brief, acts), then)], worlds)
        points = np.concatenate([usual, points])
        earned = {text: np.concatenate([usually[text], values]) for text, values in earned.items()}
        worth = self._worth(seat)
        return Odds(
            planned=bool(acts),
            worlds=worlds,
            goals={text: prospect(values, worth[text]) for text, values in earned.items()},
            points=prospect(points, 100.0),
            orders=list(brief.orders),
            until=None if brief.next is None else self.setting.calendar[brief.until],
            about=brief.next is not None and brief.next.first < brief.next.latest,
            recognises=self._recognises(brief.knows),
        )

    def hint(self, brief: Brief, acts: Sequence[Act], more: Sequence[Sequence[Act]]) -> Hint | None:
        """The best of some plans, where it is clearly better than what has been chosen; None where none is.

        acts   what has been chosen so far
        more   what each plan adds to that; it must be legal
        """
        then = self._interim(brief)
        plans = [self._plan(brief, acts), *(self._plan(brief, [*acts, *added]) for added in more)]
        found = self.forecaster.forecast(brief.knows, brief.view.beat, plans, ROUGH, then=then)
        points = found.values
        order: list[int] = np.argsort(-(points - points[:1]).mean(-1), kind="stable").tolist()
        best = [i for i in order if i][:FEW]
        if not best:
            return None
        points, earned = self._played(brief, [(plans[i], then) for i in (0, *best)], WORLDS)
        at = int(points[1:].mean(-1).argmax()) + 1
        gain = change(points[at], points[0])
        if not gain.clear or gain.gain < 0.0:
            return None
        goal = max(earned, key=lambda text: change(earned[text][at], earned[text][0]).gain)
        values = earned[goal]
        return Hint(
            acts=more[best[at - 1] - 1],
            points=gain,
            goal=goal,
            before=float(values[0].mean()),
            after=float(values[at].mean()),
            most=self._worth(brief.knows.seat)[goal],
            moved=change(values[at], values[0]).clear,
        )

    def _beside(self, brief: Brief, worlds: int) -> tuple[Array, dict[str, Array]]:
        """What comes of doing nothing and of the usual moves; played once for a brief, whatever is then asked of it."""
        if self._last is not brief:
            self._last, self._kept = brief, {}
        if worlds not in self._kept:
            plans = [(self._plan(brief, ()), self._interim(brief)), (doctrine(brief.view), None)]
            self._kept[worlds] = self._played(brief, plans, worlds)
        return self._kept[worlds]

    def _plan(self, brief: Brief, acts: Sequence[Act]) -> Moves:
        return to_moves(self.setting, brief.knows.seat, acts, brief.view.week, brief.view.beat)

    def _interim(self, brief: Brief) -> Interim:
        return Interim(standing(self.setting, brief.knows.seat, brief.orders), brief.until)

    def _recognises(self, knows: Known) -> float | None:
        """In which share of the courses that were played last the seat itself recognises; None if it cannot, or has."""
        if not self.setting.recogniser[knows.seat] or knows.state.recognised_week[knows.seat] < NEVER:
            return None
        return float(self._earned.recognised.mean())

    def _own(self, seat: int) -> list[Goal]:
        """The goals of a seat, in their places on the goal axis."""
        return [*self._goals[self.setting.actors[seat]].values()]

    def _worth(self, seat: int) -> dict[str, float]:
        """What each goal of a seat brings at most, by what it says."""
        return {goal.text: goal.weight for goal in self._own(seat)}

    def _played(
        self, brief: Brief, plans: Sequence[tuple[Moves, Interim | None]], worlds: int
    ) -> tuple[Array, dict[str, Array]]:
        """The points of every plan and how its seat goes on, and by goal what of them it brings. (plan, world)"""
        points: list[Array] = []
        credit: list[Array] = []
        for plan, then in plans:  # one by one: what is noted belongs to the plan that was played last
            found = self.forecaster.forecast(brief.knows, brief.view.beat, [plan], worlds, then=then)
            points.append(found.values[0])
            credit.append(self._earned.credit.reshape(worlds, -1))
        met = np.stack(credit)
        own = {
            goal.text: goal.weight * met[..., slot] for slot, goal in enumerate(self._own(brief.knows.seat))
        }
        return np.stack(points), own


def prospect(values: Array, most: float) -> Prospect:
    """Points in courses of events, where so many are to be had.

    values   (plan, world): doing nothing, the usual moves, and the plan that is asked about
    """
    own = values[-1]
    low, high = np.quantile(own, (0.25, 0.75)).tolist()
    all_or_nothing = bool(((values == 0.0) | (values == most)).all())
    return Prospect(
        mean=float(own.mean()),
        error=float(own.std(ddof=1)) / float(np.sqrt(len(own))),
        low=low,
        high=high,
        nothing=change(own, values[0]),
        usual=change(own, values[1]),
        most=most,
        chance=float((own == most).mean()) if all_or_nothing else None,
    )


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


__all__ = ["COUNTS", "Brief", "Change", "Hint", "Odds", "Prospect", "Staff", "ideas"]

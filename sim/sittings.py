"""Sittings: the weeks in which people at a table decide; standing orders act in between.

A sitting begins in the week of a day, or so many weeks after an event, and lasts until the next one begins.
Where the event is drawn, what is public about it is its range, until the week in which it happens.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from sim.arrays import NEVER
from sim.compile import drawn_weeks, week_of
from sim.schema import Scenario, Sitting
from sim.state import Traits


@dataclass(frozen=True)
class Planned:
    """One sitting of a game."""

    number: int
    """from 1, those before the opening counted"""
    first: int
    """the week in which it begins; at the earliest, where that is not public yet"""
    latest: int
    """the week in which it begins at the latest: `first` where that is public"""
    last: int
    """the last week before the next one, as far as is public at the latest"""
    question: str
    declared: str
    """the question once independence has been declared"""


@dataclass(frozen=True)
class Start:
    """When a sitting begins: in this world, and as far as is public."""

    name: str
    low: int
    high: int
    sitting: Sitting


def last_week(scenario: Scenario) -> int:
    """The last week of a game at the table: that of `game_end`, or of the horizon if that comes first."""
    return week_of(scenario, min(scenario.calendar.game_end, scenario.rules.horizon))


def sittings(scenario: Scenario, traits: Traits, week: int | None = None) -> list[Planned]:
    """The sittings of one world.

    week   the present week: later dates are told as far as they are public by then; None tells them all
    """
    last = last_week(scenario)
    ordered = sorted(starts(scenario, traits, last, week), key=together)
    plan = [span(list(same)) for _, same in groupby(ordered, key=together)]
    out: list[Planned] = []
    for i, (first, latest, question, declared) in enumerate(plan):
        after = plan[i + 1][1] if i + 1 < len(plan) else last + 1
        if after > 0:  # the others are over before the game opens
            end = max(after - 1, latest, 0)
            out.append(Planned(i + 1, max(first, 0), max(latest, 0), end, question, declared))
    return out


def starts(scenario: Scenario, traits: Traits, last: int, week: int | None) -> Iterator[Start]:
    """When each sitting of a scenario begins; those whose event does not come, or too late, are left out."""
    planned = scenario.calendar.sittings
    if not planned:
        every = Sitting(question=scenario.question or scenario.title)
        yield from (Start("", w, w, every) for w in range(last + 1))
    for name, sitting in planned.items():
        if sitting.start is not None:
            at = week_of(scenario, sitting.start)
            when: tuple[int, int, int] | None = (at, at, at)
        else:
            when = None if sitting.event is None else event_week(scenario, traits, sitting.event)
        if when is None or when[0] + sitting.weeks > last:
            continue
        happens, low, high = when
        before = min(sitting.weeks, 0)  # a sitting before its event tells when that comes
        public = week is None or week >= happens + before
        soonest = happens if week is None else week + 1 - before
        low, high = (happens, happens) if public else (max(low, soonest), max(high, soonest))
        yield Start(name, low + sitting.weeks, high + sitting.weeks, sitting)


def event_week(scenario: Scenario, traits: Traits, name: str) -> tuple[int, int, int] | None:
    """The week of an event in one world, a vote counted from its first round, and between which weeks it was drawn."""
    event = scenario.events[name]
    if event.date is not None:
        week = week_of(scenario, event.date)
        return week, week, week
    drawn = drawn_weeks(scenario, event.kind)
    at, days = next((i, days) for i, (e, days) in enumerate(drawn) if e is event)
    weeks = {
        "session": traits.session_week,
        "summit": traits.summit_week,
        "council": traits.council_week,
        "election": np.atleast_1d(traits.election_week),
        "referendum": np.atleast_1d(traits.referendum_week),
    }.get(event.kind)
    if weeks is None or at >= weeks.shape[-1]:
        return None
    week = int(weeks[at])
    low, high = days[0] // 7, days[2] // 7
    return None if week >= NEVER else (week - event.runoff_weeks, low, high)


def together(start: Start) -> tuple[int, str]:
    """Sittings that are known to begin in the same week are one; a date that is not public stands by itself."""
    return start.high, "" if start.low == start.high else start.name


def span(same: list[Start]) -> tuple[int, int, str, str]:
    """First week, latest week and questions of sittings that begin together."""
    questions = dict.fromkeys(s.sitting.question for s in same)
    later = dict.fromkeys(s.sitting.declared or s.sitting.question for s in same)
    return min(s.low for s in same), same[0].high, " ".join(questions), " ".join(later)


def sitting_in(plan: list[Planned], week: int) -> Planned | None:
    """The sitting that a week lies in, the dates of all being known."""
    return next((s for s in reversed(plan) if s.first <= week), None)


__all__ = ["Planned", "last_week", "sitting_in", "sittings"]

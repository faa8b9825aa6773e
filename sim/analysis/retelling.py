"""A trace as lines for people, or as one JSON object."""

from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import wrap
from typing import Any

from sim.analysis.reasons import Reason, Shown, finite, laid_out, plain
from sim.trace import Told, Trace

GAP = 14
"""Columns that the date takes."""


def lines(told: Trace, width: int = 100) -> Iterator[str]:
    """The whole trace as lines of at most `width` characters; weeks in which nothing happens are folded."""
    scenario, idle, shown = told.scenario, list[Told](), dict[tuple[str, str], Reason]()
    yield scenario.title
    yield f"world {told.world:,} of {scenario.id}, seed {told.seed}"
    yield ""
    for week in told.weeks:
        if week.sentences or week.reasons:
            yield from folded(idle)
            idle = []
            yield from told_week(week, width, shown)
            shown |= {(r.of, r.name): r for r in week.reasons}
        else:
            idle.append(week)
    yield from folded(idle)
    yield ""
    yield from wrap(ending(told), width)


def dated(day: date) -> str:
    """A day, in eleven characters."""
    return f"{day.day:2d} {day:%b %Y}"


def folded(idle: list[Told]) -> Iterator[str]:
    """Weeks in which nothing happens, as one line."""
    if idle:
        first, last = idle[0], idle[-1]
        number = f"week {first.number}" if first is last else f"weeks {first.number} to {last.number}"
        yield f"{dated(first.monday)}   {number}: nothing happens"


def told_week(week: Told, width: int, shown: Shown) -> Iterator[str]:
    """One week: its sentences, then reasons.

    shown   the reasons printed before, whose terms are not repeated
    """
    head, gap, room = f"{dated(week.monday)}   ", " " * GAP, max(width - GAP, 30)
    for line in wrap(" ".join(week.sentences) or "Nothing happens, but this has moved:", room):
        yield f"{head}{line}"
        head = gap
    yield from (f"{gap}{line}" for line in laid_out(week.reasons, room, shown))


def ending(told: Trace) -> str:
    """The class of the outcome."""
    name = told.scenario.outcomes[told.outcome].name
    horizon = told.scenario.rules.horizon
    return f"Outcome by {horizon.day} {horizon:%b %Y}: {name} ({told.outcome})"


# ------------------------------------------------------------------ as JSON


def content(told: Trace, strategies: Mapping[str, str]) -> dict[str, Any]:
    """The whole trace as one JSON object; what is not a number is null."""
    return {
        "scenario": told.scenario.id,
        "seed": told.seed,
        "world": told.world,
        "set": told.scenario.settings,
        "strategies": strategies,
        "outcome": told.outcome,
        "measures": {name: finite(float(value)) for name, value in told.measures.items()},
        "weeks": [
            {
                "week": week.number,
                "monday": week.monday.isoformat(),
                "sentences": week.sentences,
                "reasons": [plain(r) for r in week.reasons],
            }
            for week in told.weeks
        ],
    }

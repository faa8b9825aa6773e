"""A game gone through once more from its log: how it stood at every beat, as one seat saw it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from game.session import Session
from game.text.sight import Sight, sight
from sim.goals import roles
from sim.log.lines import Played
from sim.state import State, Traits


@dataclass(frozen=True)
class Frame:
    """One beat of a game that is gone through again."""

    line: int
    """the last line of the log that had been played"""
    seen: Sight
    traits: Traits
    state: State
    """what was really so: to be shown only when the game is over"""


def frames(session: Session, seat: str) -> Iterator[Frame]:
    """The game at the beginning of every week, as a seat saw it; news since the week before."""
    role = roles(session.table.scenario, session.setting)[seat]
    past: Sight | None = None
    week = -1
    for line, now in session.again():
        if now.finished or not (line == 1 or (isinstance(now.log.events[-1], Played) and now.week != week)):
            continue
        since = max(week, 0)
        week = now.week
        seen = sight(now, seat, role, since=since, past=None if past is None else replace(past, past=None))
        past = seen
        yield Frame(line, seen, now.table.traits, now.table.state)


__all__ = ["Frame", "frames"]

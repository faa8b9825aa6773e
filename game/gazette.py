"""What is new for a seat: the headlines that everybody reads, and what only the seat itself knows or sees."""

from collections.abc import Sequence

from game.press import Headline, headlines
from game.session import Session
from game.text.headlines import new_promises, told, turns
from game.text.sight import Sight

OWN = frozenset({"came out", "hint", "lie"})
"""News that no paper has: what a seat has found out by itself."""
WEIGHT = ("declared", "agreed", "recognised", "vote", "election", "promise", "follows", "date", "visit")
"""Beginnings of kinds that stand first on a page, the weightiest first."""


def chronicle(session: Session) -> list[Headline]:
    """The headlines of a game so far, week by week: the same for every seat."""
    table = session.table
    number = table.seed * 1009 + table.world
    return headlines(table.scenario, table.setting, session.public(), number)


def since(lines: Sequence[Headline], week: int) -> list[Headline]:
    """The headlines from a week on, the weightiest first."""
    return sorted((one for one in lines if one.week >= week), key=weight)


def weight(line: Headline) -> int:
    """Where a headline stands on the page."""
    return next((n for n, kind in enumerate(WEIGHT) if line.kind.startswith(kind)), len(WEIGHT))


def own(sight: Sight) -> list[str]:
    """What only the seat knows: what it has found out, private promises, who has turned by what it reads."""
    found = [item for item in sight.news if item["what"] in OWN or item.get("how") == "private"]
    return [*told(sight, found), *new_promises(sight, public=False), *turns(sight)]


__all__ = ["chronicle", "own", "since"]

"""What one seat has before its eyes at a beat: all that a screen is made from. Nothing in it is State.

A view, and what the seat knows (`sim.secrecy.known`: what is public as it stands, of what is own its own row, and
nothing of the rest); so a sentence cannot give away what is not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from game.session import Session
from sim.acts import Act
from sim.acts.deciding import SIDES
from sim.news import News
from sim.rules.legality import MOVE
from sim.schema import Scenario
from sim.secrecy import Known, known
from sim.setting import Setting
from sim.sittings import Planned, last_week
from sim.state import View
from sim.typed import Names, names_of, prices_of
from sim.view import Desk

AGAINST = frozenset({"title_holder", "title_patron", "doubter"})
"""What is against recognition, of what a seat can be for its goals."""


@dataclass(frozen=True)
class Sight:
    """One seat at one beat."""

    scenario: Scenario
    setting: Setting
    seat: str
    at: int
    """its index among the actors"""
    role: str
    """what it is for its goals"""
    level: str
    view: View
    desk: Desk
    known: Known
    sitting: Planned | None
    """the sitting that begins this week; None in between"""
    plan: tuple[Planned, ...]
    asked: str
    """the question of the sitting, as the scenario puts it to all"""
    reasons: tuple[str, ...]
    news: tuple[News, ...]
    """since the seat decided last"""
    orders: tuple[Act, ...] | None
    drafted: tuple[Act, ...] = ()
    """what it has chosen so far at this beat"""
    left: float = 0.0
    """points of capital left after that"""
    paying: int = 0
    """paid moves among it"""
    past: "Sight | None" = None
    """what it had before its eyes when it decided last"""

    @property
    def week(self) -> int:
        """The week, from 0."""
        return self.view.week

    @property
    def beat(self) -> str:
        """talk, answer or decide"""
        return self.view.beat

    @property
    def names(self) -> Names:
        """Every way to name an actor."""
        return names_of(self.setting, {a: x.aliases for a, x in self.scenario.actors.items()})

    @property
    def last(self) -> int:
        """The last week of the game."""
        return last_week(self.scenario)

    @property
    def side(self) -> str:
        """The side it takes where it names none: who holds the title, its patron and doubters are against."""
        against = self.role in AGAINST or float(self.setting.side[self.at]) < 0.0
        return SIDES[1] if against else SIDES[0]

    def name(self, who: int | str) -> str:
        """What an actor is called, by index or id."""
        return self.setting.names[who] if isinstance(who, int) else self.scenario.actors[who].name

    def listed(self, who: Sequence[int | str]) -> str:
        """Actors in a sentence."""
        return ", ".join(self.name(one) for one in who)

    def monday(self, week: int) -> date:
        """The first day of a week."""
        return self.setting.start + timedelta(weeks=week)

    def why_not(self, move: str) -> int:
        """Why a move of the table is not open to the seat, by code of `sim.rules.legality.REASONS`."""
        return int(self.desk.why_not[0, MOVE[move]])

    def package(self, which: int | str) -> str:
        """What a package is called, with the word that types it."""
        id_ = self.setting.packages[which] if isinstance(which, int) else which
        return f"{self.package_name(id_)} ({id_})"

    def package_name(self, id_: str) -> str:
        """What a package is called."""
        if self.setting.pact >= 0 and id_ == self.setting.packages[self.setting.pact]:
            return self.scenario.pact.name if self.scenario.pact else id_
        marks: Mapping[str, object] = self.scenario.issues[self.setting.issues[self.setting.key]].marks
        return getattr(marks.get(id_), "name", id_)


def sight(
    session: Session,
    seat: str,
    role: str = "other",
    *,
    since: int = 0,
    drafted: Sequence[Act] = (),
    past: Sight | None = None,
) -> Sight:
    """What a seat has before its eyes now.

    since   the week from which on news count as new
    """
    table, setting = session.table, session.setting
    at = setting.actors.index(seat)
    view = session.view(seat)
    desk = view.desk
    assert desk is not None, "a seat at a table has its papers"
    planned = session.sitting
    orders = session.orders(seat)
    prices = prices_of(setting, at, drafted, session.beat) if drafted else []
    return Sight(
        scenario=table.scenario,
        setting=setting,
        seat=seat,
        at=at,
        role=role,
        level=session.level,
        view=view,
        desk=desk,
        known=known(setting, table.traits, table.state, at),
        sitting=planned if planned is not None and planned.first == session.week else None,
        plan=tuple(session.sittings()),
        asked=session.question,
        reasons=tuple(session.reasons(seat)),
        news=tuple(session.news(seat, since)),
        orders=None if orders is None else tuple(orders),
        drafted=tuple(drafted),
        left=float(desk.capital[0]) - sum(prices),
        paying=sum(one > 0.0 for one in prices),
        past=past,
    )

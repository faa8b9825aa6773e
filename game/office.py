"""The office of a seat: how often its staff may be asked for advice, and what it is told of the game."""

from collections.abc import Sequence

from game.advice import HANDFUL, Brief, Hint, Odds, Staff, ideas
from game.calls import Calls
from game.levels import LEVELS
from game.orders import joined
from sim.acts import Act
from sim.faults import IllegalMove
from sim.log.lines import Advised
from sim.log.whole import Log
from sim.secrecy import Known, as_all_know, known
from sim.sittings import sitting_in
from sim.table import Table


class Office:
    """Asks the staff for the people of a game, as far as a level allows. Who has asked stands in the log."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._staff: Staff | None = None

    def questions_left(self, calls: Calls, level: str, seat: str) -> int | None:
        """How often the staff of a seat still tells odds this sitting; None for as often as it is asked."""
        most = LEVELS[level].questions
        if most is None:
            return None
        plan = calls.sittings()
        asked = [e for e in self._advised(seat, "odds") if sitting_in(plan, e.week) == calls.sitting]
        return max(most - len(asked), 0)

    def hints_left(self, level: str, seat: str) -> int:
        """How many hints the staff of a seat still gives in the game."""
        return max(LEVELS[level].hints - len(self._advised(seat, "hint")), 0)

    def _advised(self, seat: str, what: str) -> list[Advised]:
        """When a seat has asked its staff; what was undone counts, since what was heard is known."""
        events = [e for e in self.log.events if isinstance(e, Advised)]
        return [e for e in events if (e.seat, e.what) == (seat, what)]

    def brief(self, calls: Calls, level: str, seat: str, orders: Sequence[Act]) -> Brief:
        """What the staff of a seat reckons odds from. IllegalMove: it has been asked often enough this sitting."""
        if self.questions_left(calls, level, seat) == 0:
            most = LEVELS[level].questions
            raise IllegalMove(
                f"your staff has answered {most} questions this sitting: expected no more until the next"
            )
        return briefed(calls, level, seat, orders)

    def odds(self, calls: Calls, level: str, seat: str, acts: Sequence[Act], orders: Sequence[Act]) -> Odds:
        """What the staff of a seat makes of a plan. IllegalMove: it has been asked often enough this sitting."""
        return self._called(calls.table).odds(self.brief(calls, level, seat, orders), acts)

    def hint(
        self, calls: Calls, level: str, seat: str, acts: Sequence[Act], orders: Sequence[Act]
    ) -> Hint | None:
        """What the staff would do beside some acts. IllegalMove: the level gives no hints, or none is left."""
        most, table = LEVELS[level].hints, calls.table
        if not most:
            giving = " or ".join(name for name, one in LEVELS.items() if one.hints)
            raise IllegalMove(f"hints are given at the level {giving}: at {level} your staff tells odds")
        if not self.hints_left(level, seat):
            raise IllegalMove(f"your staff has given its {most} hints: expected no more in this game")
        brief = briefed(calls, level, seat, orders)
        more = [
            added
            for added in ideas(table.setting, brief.view)
            if len(joined(table, seat, acts, added)) == len(acts) + len(added)
        ]
        return self._called(table).hint(brief, acts, more[:HANDFUL])

    def _called(self, table: Table) -> Staff:
        """The staff, called together when it is first asked."""
        self._staff = self._staff or Staff(table.scenario, table.setting)
        return self._staff


def briefed(calls: Calls, level: str, seat: str, orders: Sequence[Act]) -> Brief:
    """What the staff of a seat reckons from."""
    table = calls.table
    return Brief(told_of(table, level, seat), table.view(seat), list(orders), calls.next_sitting())


def told_of(table: Table, level: str, seat: str) -> Known:
    """What the staff of a seat knows: what the seat does, or less where the staff errs."""
    knows = known(table.setting, table.traits, table.state, table.setting.actors.index(seat))
    return as_all_know(table.setting, knows) if LEVELS[level].errs else knows


__all__ = ["Office", "briefed", "told_of"]

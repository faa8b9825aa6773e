"""A game without a screen: who sits where, when they are asked, what their standing orders are, and its log.

People decide at sittings. In the weeks between, their standing orders act, unless something wakes them: a
declaration, a note to them, a promise broken, tension, a text that they must answer. Every face drives this.
Whatever a session knows it can rebuild from its log alone; undo, fork and load play a part of the log again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from game.advice import Brief, Hint, Odds
from game.calls import Calls
from game.levels import LEVELS, at_level, level_named, others
from game.office import Office, briefed
from game.orders import joined, ordered, readable
from game.rewind import check_line, first_run, forked, undone_to, why_not
from sim.acts import Act, to_acts
from sim.faults import IllegalMove, LogError, nearest
from sim.log.lines import (
    PERSON,
    Advised,
    Event,
    Level,
    Orders,
    Played,
    Seated,
    Submitted,
    Undone,
    Withdrawn,
)
from sim.log.reading import reopen
from sim.log.replay import apply, header_of, table_of
from sim.log.whole import Log
from sim.news import News
from sim.scenario import laid_over, load
from sim.schema import Scenario
from sim.setting import Setting
from sim.sittings import Planned, last_week
from sim.state import Moves, View
from sim.strategies import STRATEGIES, Strategy, find, name_of
from sim.strategies.doctrine import doctrine
from sim.table import Table, listed, well_formed


class Session:
    """One game with people in some of its seats, and its log.

    scenario     a shipped name, a path, or a Scenario
    seats        the seats that people hold, by id, name or alias, or one of them; none to watch
    seed, world  which world of which run
    rules        settings laid over the scenario
    strategies   of simulated seats, over those of the level
    level        attache, ambassador or minister
    path         the file that the game is kept in, line by line; None to keep it in memory until `save`

    ScenarioError, IllegalMove, StrategyError, LogError, ValueError: it cannot be begun so.

    >>> game = Session("kosovo_2007", ["Slovakia"], seed=7)
    >>> game.sitting.number, game.awaiting()
    (1, ['SK'])
    """

    def __init__(
        self,
        scenario: Scenario | str = "kosovo_2007",
        seats: Iterable[str] | str = (),
        *,
        seed: int = 1,
        world: int = 0,
        rules: Mapping[str, object] | None = None,
        strategies: Mapping[str, Strategy | str] | None = None,
        level: str = "ambassador",
        path: Path | str | None = None,
        letters: bool = True,
    ) -> None:
        loaded = load(scenario, rules) if isinstance(scenario, str) else laid_over(scenario, rules or {})
        loaded = at_level(loaded, level_named(level))
        plays = others(loaded, seed, LEVELS[level], strategies or {})
        weeks, seats = last_week(loaded) + 1, [seats] if isinstance(seats, str) else seats
        table = Table(loaded, seed, world, strategies=plays, humans=seats, weeks=weeks, letters=letters)
        names = {seat: name_of(strategy) for seat, strategy in plays.items() if strategy is not doctrine}
        source = scenario if isinstance(scenario, str) else None
        self._open(table, Log.begun(header_of(table, source, names, level), path), plays)

    def _open(self, table: Table, log: Log, strategies: Mapping[str, Strategy] | None = None) -> None:
        self.log, self._strategies = log, dict(strategies or {})
        self._office = Office(log)
        self._rebuild(table)

    @classmethod
    def load(
        cls,
        path: Path | str,
        *,
        scenario: Scenario | str | None = None,
        strategies: Mapping[str, Strategy] | None = None,
    ) -> "Session":
        """The game that a file keeps, to be played on; the file grows with it. LogError: why it cannot be.

        scenario     the scenario that the game is expected to be of; None for what the file says
        strategies   functions for strategies that the file names but that are not listed
        """
        log = reopen(path)
        out = object.__new__(cls)
        out._open(table_of(log.header, scenario, strategies, log.name), log, strategies)
        return out

    # ------------------------------------------------------------ rebuilding

    def _rebuild(self, opening: Table) -> None:
        """Play the lines that stand, from the opening."""
        self.table = opening.anew()
        self._at_level(self.log.header.level, 1)
        self._orders: dict[str, list[Act]] = {}
        self._decided = 1
        """the last line in which a person decided"""
        self._calls = Calls(self.table)
        for line, event in self.log.standing():
            self._apply(event, line)

    def _apply(self, event: Event, line: int) -> None:
        """Play an event of the log, and keep account of it."""
        apply(self.table, event, f"{self.log.name}, line {line}", self._strategies)
        self._note(event, line)

    def _note(self, event: Event, line: int) -> None:
        """Keep account of an event that has taken effect at the table: orders, level, who is asked."""
        match event:
            case Orders(acts=None):
                self._orders.pop(event.seat, None)
            case Orders():
                self._orders[event.seat] = list(event.acts or [])
            case Level():
                self._at_level(event.level, line)
            case Played():
                self._calls.news += [(event.week, news) for news in self.table.news]
                if event.beat == "decide":
                    self._calls.new_week(line)
                else:
                    self._calls.mid_week(line)
            case Submitted(by="person"):
                self._decided = line
            case Seated():
                self._calls.mid_week(line)
            case _:
                pass

    def _at_level(self, level: str, line: int) -> None:
        if level not in LEVELS:
            known = nearest(level, LEVELS)
            raise LogError(f"{self.log.name}, line {line}: expected a level, found {level!r}; {known}")
        self.level: str = level

    # ------------------------------------------------------------ what there is

    @property
    def setting(self) -> Setting:
        """Who is who, and the calendar."""
        return self.table.setting

    @property
    def week(self) -> int:
        """The week that is being played, from 0."""
        return self.table.week

    @property
    def beat(self) -> str:
        """talk, answer or decide"""
        return self.table.beat

    @property
    def humans(self) -> list[str]:
        """The seats that people hold."""
        return list(self.table.humans)

    @property
    def finished(self) -> bool:
        """Is the game over? It ends with the week of `[calendar] game_end`."""
        return self.table.finished

    @property
    def outcome(self) -> str | None:
        """The class of the outcome, None before the end."""
        return self.table.outcome

    @property
    def measures(self) -> dict[str, float]:
        """The measures after the last week that was played."""
        return self.table.measures

    @property
    def sitting(self) -> Planned | None:
        """The sitting that the week lies in."""
        return self._calls.sitting

    @property
    def question(self) -> str:
        """The question of the sitting that the week lies in."""
        return self._calls.question

    @property
    def first_run(self) -> bool:
        """Was it played from beginning to end, without going back past a beat that was played, nor from a fork?"""
        return first_run(self.log)

    def sittings(self) -> list[Planned]:
        """The sittings of the game, drawn dates as far as they are public by now."""
        return self._calls.sittings()

    def news(self, seat: str, since: int = 0) -> list[News]:
        """What happened from a week on, as far as a seat knows of it: what is public, and what concerns it."""
        return self._calls.heard(self.table.seat(seat), since)

    def public(self) -> list[tuple[int, News]]:
        """What has happened for all to see, by the week in which it did."""
        return [(week, news) for week, news in self._calls.news if news.get("how") != "private"]

    def view(self, seat: str) -> View:
        """What a seat may know at the present beat."""
        return self.table.view(seat)

    def awaiting(self) -> list[str]:
        """The seats whose people are asked at the present beat and have not decided yet."""
        return [seat for seat in self.table.awaiting() if seat in self._calls.awake]

    def reasons(self, seat: str) -> list[str]:
        """Why a seat's people are asked this week; nothing while its standing orders act."""
        return list(self._calls.awake.get(self.table.seat(seat), []))

    def orders(self, seat: str) -> list[Act] | None:
        """The standing orders of a seat; None for those it begins with: votes and answers as doctrine gives them."""
        acts = self._orders.get(self.table.seat(seat))
        return None if acts is None else [dict(act) for act in acts]

    # ------------------------------------------------------------ what people do

    def _do(self, event: Event) -> None:
        """Write an event, then let it take effect: what was acknowledged is in the log."""
        self.log.append(event)
        try:
            self._apply(event, len(self.log.lines))
        except BaseException:
            self._rebuild(self.table)
            raise

    def submit(
        self, seat: str, acts: Sequence[Act] | Moves, week: int | None = None, beat: str | None = None
    ) -> None:
        """Decide for a seat at the present beat. ActError, IllegalMove, LogError: as `Table.check`; nothing changes."""
        moves = self.table.check(seat, acts, week, beat)
        seat = self.table.seat(seat)
        said = self._said(seat, moves) if isinstance(acts, Moves) else well_formed(acts)
        self._do(self._submitted(seat, said, "person"))

    def _said(self, seat: str, moves: Moves) -> list[Act]:
        """Moves of one seat at the present beat, as acts."""
        return to_acts(self.setting, moves, 0, self.setting.actors.index(seat), self.beat)

    def _submitted(self, seat: str, acts: Sequence[Act], by: str) -> Submitted:
        return Submitted.model_validate(
            {"week": self.week, "beat": self.beat, "seat": seat, "acts": list(acts), "by": by}
        )

    def withdraw(self, seat: str) -> None:
        """Take back what a seat has submitted at the present beat. IllegalMove: the level forbids it, or it has not."""
        if LEVELS[self.level].undo == "none":
            raise IllegalMove(f"at the level {self.level} what was decided stands: expected no withdrawal")
        seat = self.table.seat(seat)
        if seat not in self.table.asked() or seat in self.table.awaiting():
            raise IllegalMove(f"{seat} has submitted nothing in week {self.week}, {self.beat}")
        self._do(Withdrawn.model_validate({"week": self.week, "beat": self.beat, "seat": seat}))

    def set_orders(self, seat: str, acts: Sequence[Act] | None) -> None:
        """What a seat does in the weeks in which its people are not asked, as far as it is legal then.

        Votes and answers that the acts leave open are given as doctrine would; None for these alone.

        ActError: an act is malformed at every beat. IllegalMove: nobody sits there.
        """
        seat = self.table.seat(seat)
        if seat not in self.table.humans:
            raise IllegalMove(
                f"{seat} is played by its strategy: expected one of {listed(self.table.humans)}"
            )
        given = [] if acts is None else well_formed(acts)
        for act in given:
            readable(self.setting, self.setting.actors.index(seat), act, self.week, given)
        self._do(Orders(seat=seat, acts=None if acts is None else given))

    def set_level(self, level: str) -> None:
        """Another level from here on: what can be undone; who plays the others was settled at the opening."""
        level_named(level)
        self._do(Level(level=level))

    def take_over(self, seat: str, strategy: str = "doctrine") -> None:
        """A listed strategy plays a seat from here on. IllegalMove, StrategyError, LogError: it cannot."""
        seat = self.table.seat(seat)
        if seat not in self.table.humans:
            raise IllegalMove(
                f"{seat} is played by its strategy: expected one of {listed(self.table.humans)}"
            )
        name = name_of(find(strategy))
        if name not in STRATEGIES:
            raise IllegalMove(
                f"expected a listed strategy, found {strategy!r}; {nearest(strategy, STRATEGIES)}"
            )
        self._do(Seated.model_validate({"week": self.week, "beat": self.beat, "seat": seat, "by": name}))

    def free(self, seat: str) -> None:
        """A person plays a seat from here on. IllegalMove: one does already."""
        seat = self.table.seat(seat)
        if seat in self.table.humans:
            raise IllegalMove(f"{seat} is held by a person already")
        self._do(Seated.model_validate({"week": self.week, "beat": self.beat, "seat": seat, "by": PERSON}))

    # ------------------------------------------------------------ what is played

    def step(self) -> None:
        """Play the present beat, standing orders deciding for who is not asked. IllegalMove: somebody is awaited."""
        if self.finished:
            raise IllegalMove("the game is over: expected no more steps")
        if waits := self.awaiting():
            raise IllegalMove(f"week {self.week}, {self.beat}: expected the moves of {listed(waits)} first")
        for seat in self.table.awaiting():
            self._do(self._submitted(seat, self.ordered(seat), "orders"))
        at = {"week": self.week, "beat": self.beat}
        try:
            self.table.step()
            event = Played.model_validate({**at, "news": self.table.news})
            self.log.append(event)
        except BaseException:
            self._rebuild(self.table)  # what is not in the log has not been played
            raise
        self._note(event, len(self.log.lines))

    def play_to_next(self) -> None:
        """Play until a person is asked, or the game is over. IllegalMove: somebody is awaited now."""
        self.step()
        while not self.finished and not self.awaiting():
            self.step()

    def ordered(self, seat: str) -> list[Act]:
        """What the standing orders of a seat do at the present beat."""
        return ordered(self.table, seat, self._orders.get(seat, []))

    def with_orders(self, seat: str, acts: Sequence[Act]) -> list[Act]:
        """Acts of a seat, and of its standing orders what goes with them."""
        said = {act["move"] for act in acts}
        return joined(self.table, seat, acts, [act for act in self.ordered(seat) if act["move"] not in said])

    # ------------------------------------------------------------ advice

    def questions_left(self, seat: str) -> int | None:
        """How often the staff of a seat still tells odds this sitting; None for as often as it is asked."""
        return self._office.questions_left(self._calls, self.level, self.table.seat(seat))

    def hints_left(self, seat: str) -> int:
        """How many hints the staff of a seat still gives in this game."""
        return self._office.hints_left(self.level, self.table.seat(seat))

    def odds(self, seat: str, acts: Sequence[Act] = ()) -> Odds:
        """What the staff of a seat makes of a plan at the present beat; how exactly it is told is for the level.

        ActError, IllegalMove: as `submit`; or the staff has been asked often enough.
        """
        self.table.check(seat, acts := list(acts))
        seat = self.table.seat(seat)
        found = self._office.odds(self._calls, self.level, seat, acts, self._orders.get(seat, []))
        self._do(self._advised(seat, "odds"))
        return found

    def ask(self, seat: str, acts: Sequence[Act] = ()) -> Brief:
        """What odds of a plan are reckoned from, for who reckons them elsewhere: it counts as a question. As `odds`."""
        self.table.check(seat, list(acts))
        seat = self.table.seat(seat)
        found = self._office.brief(self._calls, self.level, seat, self._orders.get(seat, []))
        self._do(self._advised(seat, "odds"))
        return found

    def foreseen(self, seat: str) -> Brief:
        """What odds would be reckoned from, for a staff that prepares itself: nobody is told, so it is no question."""
        seat = self.table.seat(seat)
        return briefed(self._calls, self.level, seat, self._orders.get(seat, []))

    def hint(self, seat: str, acts: Sequence[Act] = ()) -> Hint | None:
        """What the staff of a seat would do beside what has been chosen; None, which costs no hint, if nothing.

        ActError, IllegalMove: as `submit`; or the level gives no hints, or there are none left.
        """
        self.table.check(seat, acts := list(acts))
        seat = self.table.seat(seat)
        found = self._office.hint(self._calls, self.level, seat, acts, self._orders.get(seat, []))
        if found is not None:
            self._do(self._advised(seat, "hint"))
        return found

    def _advised(self, seat: str, what: str) -> Advised:
        return Advised.model_validate({"week": self.week, "beat": self.beat, "seat": seat, "what": what})

    # ------------------------------------------------------------ going back

    @property
    def undoable(self) -> bool:
        """Is there something that `undo` takes back?"""
        return self._back_to() is not None

    def _back_to(self) -> int | None:
        """The line to which `undo` goes back at this level; None for none."""
        return undone_to(self.log, self.level, self._calls.floors, self._decided)

    def undo(self) -> None:
        """Take back: the whole sitting, or what was submitted at this beat, by level. IllegalMove: nothing to undo."""
        to = self._back_to()
        if to is None:
            raise IllegalMove(why_not(self.level))
        self._go_back(to)

    def undo_to(self, line: int) -> None:
        """Go back to a line of the log, the last to stand. IllegalMove: the level forbids it, or no such line."""
        check_line(self.log, self.level, line)
        self._go_back(line)

    def _go_back(self, line: int) -> None:
        self.log.append(Undone(to=line))
        self._rebuild(self.table)

    def again(self) -> Iterator[tuple[int, "Session"]]:
        """The game once more, in memory, line by line: the line that has been played, and the game as it then stood.

        It is one session that goes on; who wants to keep something of it looks at it at once.
        """
        out = object.__new__(Session)
        out._open(self.table.anew(), Log.begun(self.log.header), self._strategies)
        yield 1, out
        for line, event in self.log.standing():
            out.log.append(event)
            out._apply(event, len(out.log.lines))
            yield line, out

    # ------------------------------------------------------------ files

    def save(self, path: Path | str) -> None:
        """Keep the game in a new file from now on. LogError: there is one already, or it cannot be written."""
        path = Path(path)
        if self.log.path is not None and path.absolute() == self.log.path.absolute():
            return
        self.log.save(path)

    def fork(self, path: Path | str | None = None, line: int | None = None) -> "Session":
        """Another game that begins as this one, with the lines that stand, up to `line` if one is given.

        IllegalMove: there is no such line. LogError: as `save`.
        """
        out = object.__new__(Session)
        out._open(self.table, forked(self.log, path, line), self._strategies)
        return out


__all__ = ["LEVELS", "Session"]

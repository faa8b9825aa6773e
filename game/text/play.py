"""A game in a terminal: a line goes in, paragraphs come out. The same seed and lines print the same game."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from textwrap import TextWrapper

from game.session import Session
from game.text import screen
from game.text import words as w
from game.text.commands import Command, Misread, read_line
from game.text.debrief import debrief
from game.text.menu import ballots, menu
from game.text.odds import QUESTIONS, Staff
from game.text.phrases import day, hint, number
from game.text.refusals import misread, plain, refusal
from game.text.sight import Sight, sight
from sim.acts import SPECS, Act, ActError
from sim.faults import IllegalMove, LogError, ScenarioError, StrategyError
from sim.goals import aims, roles
from sim.score import Score, score
from sim.typed import read, said

WIDTH = 80
REFUSALS = (ActError, IllegalMove, LogError, Misread, ScenarioError, StrategyError)
IRREVERSIBLE = "declare"


class Game:
    """One person's game: what it shows, and what a line does to it."""

    def __init__(self, session: Session, fast: bool = False) -> None:
        self.fast = fast
        self._staff: Staff | None = None
        self._take(session)

    def _take(self, session: Session) -> None:
        """Play this session from here on."""
        if not session.humans:
            raise Misread(w.SAID["not a person's"].format(file=session.log.name))
        self.session, self.seat = session, session.humans[0]
        self.role = roles(session.table.scenario, session.setting)[self.seat]
        self.quitting = False
        self._staff = None
        self._anew()
        if not session.finished and not session.awaiting():
            session.play_to_next()

    def _anew(self) -> None:
        """Nothing chosen, nothing remembered."""
        self.drafted: list[Act] = []
        self.past: Sight | None = None
        self.since = self.session.week
        self._asked = 0
        self._warned = False

    # ------------------------------------------------------------ what is seen

    @property
    def over(self) -> bool:
        """Is there nothing left to type?"""
        return self.quitting or self.session.finished

    def sight(self) -> Sight:
        """What the seat has before its eyes."""
        return sight(
            self.session, self.seat, self.role, since=self.since, drafted=self.drafted, past=self.past
        )

    def opening(self) -> Iterator[str]:
        """What is shown when the game begins or goes on: a sitting, or the debrief."""
        if self.session.log.notice:
            yield w.SAID["notice"].format(text=self.session.log.notice)
        yield from self._shown()

    def _shown(self, week: int = -1, done: Sequence[Act] = ()) -> Iterator[str]:
        """The screen of the present beat; `week` is the one that was shown last, `done` what was done at its beat."""
        if self.session.finished:
            yield from debrief(self.session, self.seat, self.role, self.fast)
        elif self.session.week == week:
            yield from screen.beat(self.sight(), done)
        else:
            yield from screen.opening(self.sight())

    def scored(self, seen: Sight) -> Score:
        """The score of what the seat knows."""
        return score(aims(seen.scenario, seen.setting), seen.setting, seen.known.traits, seen.known.state)

    # ------------------------------------------------------------ a line

    def do(self, line: str) -> Iterator[str]:
        """What a line does, and what is said of it. A line that cannot be understood changes nothing."""
        if not line.strip() or line.strip().startswith("#"):
            return
        try:
            command = read_line(line, menu(self.sight()))
            yield from self._commands()[command.word](command.rest)
        except REFUSALS as e:
            yield w.SAID["refused"].format(reason=plain(e))

    def _commands(self) -> dict[str, Callable[[str], Iterable[str]]]:
        return {
            "act": self._act,
            "help": self._help,
            "status": self._see(screen.status),
            "news": self._see(screen.news),
            "notes": self._see(screen.notes),
            "ledger": self._see(screen.ledger),
            "calendar": self._see(screen.calendar),
            "moves": self._moves,
            "why": self._why,
            "look": self._look,
            "goals": self._goals,
            "score": self._score,
            "odds": self._odds,
            "done": self._done,
            "skip": self._skip,
            "standing": self._standing,
            "undo": self._undo,
            "save": self._save,
            "load": self._load,
            "quit": self._quit,
        }

    def _see(self, show: Callable[[Sight], list[str]]) -> Callable[[str], Iterable[str]]:
        """A screen that takes nothing more."""

        def see(rest: str) -> Iterable[str]:
            nothing_more(show.__name__, rest)
            return show(self.sight())

        return see

    def _help(self, rest: str) -> Iterable[str]:
        topic = rest.strip().casefold()
        if topic in w.HELP:
            return w.HELP[topic].split("\n")
        return self._why(rest)

    def _moves(self, rest: str) -> Iterable[str]:
        if rest.strip().casefold() == "closed":
            return screen.shut(self.sight())
        nothing_more("moves", rest)
        return screen.moves(self.sight())

    def _why(self, rest: str) -> Iterable[str]:
        if not rest:
            raise Misread(w.SAID["move"])
        seen = self.sight()
        text = rest.strip()
        if text.isdecimal() and 1 <= int(text) <= len(menu(seen)):
            text = menu(seen)[int(text) - 1].word
        word = text.casefold().replace(" ", "_")
        move = SPECS[word].move if word in SPECS else word
        if move not in seen.scenario.moves:
            known = [*seen.scenario.moves, *SPECS, *(k for k in w.HELP if k)]
            raise Misread(w.SAID["unknown"].format(word=text, hint=hint(word, known)))
        return screen.why(seen, move)

    def _look(self, rest: str) -> Iterable[str]:
        seen = self.sight()
        if not rest:
            raise Misread(w.SAID["seat"])
        found = seen.names.get(rest.strip().strip('"').casefold())
        if found is None:
            known = hint(rest, [*seen.setting.names, *seen.setting.actors])
            raise Misread(w.SAID["seat of"].format(scenario=seen.scenario.id, found=rest, hint=known))
        return screen.look(seen, found)

    def _goals(self, rest: str) -> Iterable[str]:
        nothing_more("goals", rest)
        seen = self.sight()
        return screen.goals(seen, self.scored(seen))

    def _score(self, rest: str) -> Iterable[str]:
        nothing_more("score", rest)
        seen = self.sight()
        return screen.score(seen, self.scored(seen))

    def _odds(self, rest: str) -> Iterator[str]:
        nothing_more("odds", rest)
        seen = self.sight()
        most = QUESTIONS[seen.level]
        if most and self._asked >= most:
            raise Misread(w.ODDS["none left"].format(most=most))
        self._staff = self._staff or Staff(seen)
        yield from self._staff.ask(seen)
        self._asked += 1
        if most:
            yield w.ODDS["left"].format(left=most - self._asked)

    # ------------------------------------------------------------ acts

    def _act(self, rest: str) -> Iterator[str]:
        seen = self.sight()
        try:
            act = read(seen.setting, seen.at, rest, seen.names, seen.side)
        except ActError as e:
            raise Misread(misread(seen, e)) from None
        if why := refusal(self.session, self.seat, seen, act):
            raise Misread(why)
        self.drafted.append(act)
        self._warned = False
        yield w.SCREEN["added"].format(act=said(act), left=number(self.sight().left))

    def _undo(self, rest: str) -> Iterator[str]:
        if rest.strip().casefold() == "act":
            if not self.drafted:
                raise Misread(w.SAID["nothing chosen"])
            yield w.SCREEN["dropped"].format(act=said(self.drafted.pop()))
            return
        nothing_more("undo", rest)
        if self.drafted:
            self.drafted.clear()
            yield w.SAID["all taken"]
            return
        self.session.undo()
        self._anew()
        yield w.SAID["went back"].format(day=day(self.session.table.monday))
        yield from self._shown()

    # ------------------------------------------------------------ going on

    def _done(self, rest: str) -> Iterator[str]:
        nothing_more("done", rest)
        seen = self.sight()
        if not self._warned and (warning := self._warning(seen)):
            self._warned = True
            yield warning
            return
        self.session.submit(self.seat, self.drafted)
        yield from self._go_on(seen)

    def _warning(self, seen: Sight) -> str | None:
        """What should be said once before a beat is over."""
        if any(act["move"] == IRREVERSIBLE for act in self.drafted):
            return w.SAID["confirm declare"]
        voted = {act["on"] for act in self.drafted if act["move"] == "vote"}
        open_ = (
            [w.BALLOTS[name] for name in ballots(seen) if name not in voted] if seen.beat == "decide" else []
        )
        return w.SAID["confirm vote"].format(on=", ".join(open_)) if open_ else None

    def _go_on(self, seen: Sight) -> Iterator[str]:
        """Play to where the seat is asked next."""
        week = seen.week
        self.drafted, self._warned = [], False
        self.session.play_to_next()
        if self.session.week != week:
            self.past, self.since, self._asked = without_past(seen), week, 0
        yield ""
        yield from self._shown(week, seen.drafted)

    def _skip(self, rest: str) -> Iterator[str]:
        """To the next sitting: what has been chosen is done, votes and answers are as the standing orders give them."""
        nothing_more("skip", rest)
        seen, week = self.sight(), self.session.week
        while not self.session.finished and self.session.week == week:
            self.session.submit(self.seat, self._with_orders())
            self.drafted = []
            self.session.play_to_next()
        self.past, self.since, self._asked, self._warned = without_past(seen), week, 0, False
        yield ""
        yield from self._shown()

    def _with_orders(self) -> list[Act]:
        """What has been chosen, and of the standing orders what goes with it."""
        acts = list(self.drafted)
        chosen = {act["move"] for act in acts}
        for act in self.session.ordered(self.seat):
            if act["move"] in chosen:
                continue
            try:
                self.session.table.check(self.seat, [*acts, act])
            except (ActError, IllegalMove):
                continue
            acts.append(act)
        return acts

    def _standing(self, rest: str) -> Iterable[str]:
        if not rest:
            return screen.orders(self.sight())
        if rest.strip().casefold() == "none":
            self.session.set_orders(self.seat, None)
            return [w.SAID["orders default"]]
        seen = self.sight()
        acts = [
            read(seen.setting, seen.at, part, seen.names, seen.side)
            for part in rest.split(";")
            if part.strip()
        ]
        self.session.set_orders(self.seat, [act for act in acts if act["move"] != "hold"])
        return [w.SAID["orders"], *screen.orders(self.sight())]

    # ------------------------------------------------------------ files

    def _save(self, rest: str) -> Iterable[str]:
        if not rest:
            raise Misread(w.SAID["file"].format(word="save"))
        self.session.save(rest.strip().strip('"'))
        return [w.SAID["saved"].format(file=rest.strip())]

    def _load(self, rest: str) -> Iterator[str]:
        if not rest:
            raise Misread(w.SAID["file"].format(word="load"))
        self._take(Session.load(rest.strip().strip('"')))
        name = self.session.setting.names[self.session.setting.actors.index(self.seat)]
        yield w.SAID["loaded"].format(file=rest.strip(), seat=name, day=day(self.session.table.monday))
        yield from self.opening()

    def _quit(self, rest: str) -> Iterable[str]:
        nothing_more("quit", rest)
        self.quitting = True
        return [w.SAID["bye"]]


def nothing_more(word: str, rest: str) -> None:
    """Misread: a command that takes nothing was given something."""
    if rest:
        raise Misread(w.SAID["extra"].format(word=word, found=rest))


def without_past(seen: Sight) -> Sight:
    """A sight that remembers nothing before it."""
    return replace(seen, past=None)


# ------------------------------------------------------------------ lines in, lines out


def wrapped(paragraph: str, width: int = WIDTH) -> str:
    """A paragraph in lines, its blanks at the beginning kept.

    >>> wrapped("  one two three", 10).splitlines()
    ['  one two', '    three']
    """
    blanks = " " * (len(paragraph) - len(paragraph.lstrip()))
    return TextWrapper(
        width=width,
        initial_indent=blanks,
        subsequent_indent=blanks + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    ).fill(paragraph.strip())


def play(game: Game, lines: Iterable[str], say: Callable[[str], None]) -> None:
    """Play a game by lines until it is over or they end."""
    for paragraph in game.opening():
        say(wrapped(paragraph))
    for line in lines:
        if game.over:
            break
        for paragraph in game.do(line):
            say(wrapped(paragraph))
        if game.over:
            return
    if not game.over:
        for text in farewell(game):
            say(wrapped(text))


def farewell(game: Game) -> Iterator[str]:
    """What is said when the input ends in mid-game."""
    yield w.SAID["end"].format(day=day(game.session.table.monday))
    if (path := game.session.log.path) is not None:
        yield w.SAID["kept"].format(file=path)


__all__ = ["Command", "Game", "play", "wrapped"]

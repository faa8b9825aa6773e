"""A game in a terminal: a line goes in, paragraphs come out. The same seed and lines print the same game."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from textwrap import TextWrapper

from game.session import Session
from game.text import account, dossier, letters, manual, screen
from game.text import words as w
from game.text.advising import ODDS
from game.text.asking import BINDING
from game.text.binding import binding, left_open, votes_left, warnings
from game.text.commands import Command, Misread, read_line
from game.text.debrief import Told, parts
from game.text.helping import HELP
from game.text.menu import find, menu, ways
from game.text.odds import hinted, told, unmoved
from game.text.phrases import day, hint, number
from game.text.refusals import misread, plain, refusal
from game.text.sight import Sight, sight
from sim.acts import SPECS, Act, ActError
from sim.acts.deciding import SIDES
from sim.faults import IllegalMove, LogError, ScenarioError, StrategyError
from sim.goals import aims, roles
from sim.rules.legality import REASONS, ROLE
from sim.score import Score, score
from sim.typed import read, said

WIDTH, NARROWEST = 80, 40
"""Columns of a line, at most and at least."""
ACTS_TOPIC = "acts"
"""What `help` is asked for what can be promised."""
REFUSALS = (ActError, IllegalMove, LogError, Misread, ScenarioError, StrategyError)


class Game:
    """One person's game: what it shows, and what a line does to it."""

    def __init__(self, session: Session, fast: bool = False, asks: bool = False) -> None:
        self.fast, self.asks = fast, asks
        self._take(session)

    def _take(self, session: Session) -> None:
        """Play this session from here on."""
        if not session.humans:
            raise Misread(w.SAID["not a person's"].format(file=session.log.name))
        self.session, self.seat = session, session.humans[0]
        self.role = roles(session.table.scenario, session.setting)[self.seat]
        self.quitting = False
        self.told: list[Told] = []
        """the debrief, as far as it has been shown"""
        self._anew()
        if not session.finished and not session.awaiting():
            session.play_to_next()

    def _anew(self) -> None:
        """Nothing chosen, nothing remembered."""
        self.drafted: list[Act] = []
        self.past: Sight | None = None
        self.since = self.session.week
        self._confirmed = 0
        self._leaving = False
        self._refused = False
        """was the last line refused? Who undoes it means that line, and nothing of it was done"""

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
            for part, text in parts(self.session, self.seat, self.role, self.fast):
                self.told.append((part, text))
                yield text
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
            self._leaving = self._leaving and command.word == "quit"
            yield from self._commands()[command.word](command.rest)
            self._refused = False
        except REFUSALS as e:
            self._refused = True
            yield w.SAID["refused"].format(reason=plain(e))

    def _commands(self) -> dict[str, Callable[[str], Iterable[str]]]:
        return {
            "act": self._act,
            "help": self._help,
            "status": self._see(screen.status),
            "news": self._see(screen.news),
            "notes": self._see(letters.notes),
            "ledger": self._see(letters.ledger),
            "calendar": self._see(account.calendar),
            "moves": self._moves,
            "why": self._why,
            "look": self._look,
            "goals": self._goals,
            "score": self._score,
            "odds": self._odds,
            "hint": self._hint,
            "level": self._level,
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
        if topic in HELP:
            return HELP[topic].split("\n")
        if topic == ACTS_TOPIC:
            return manual.acts(self.sight())
        return self._why(rest)

    def _moves(self, rest: str) -> Iterable[str]:
        if rest.strip().casefold() == "closed":
            return manual.shut(self.sight())
        nothing_more("moves", rest)
        return manual.moves(self.sight())

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
            known = [*seen.scenario.moves, *SPECS, *(k for k in HELP if k), ACTS_TOPIC]
            raise Misread(w.SAID["unknown"].format(word=text, hint=hint(word, known)))
        return manual.why(seen, move)

    def _look(self, rest: str) -> Iterable[str]:
        seen = self.sight()
        if not rest:
            raise Misread(w.SAID["seat"])
        found = seen.names.get(rest.strip().strip('"').casefold())
        if found is None:
            known = hint(rest, [*seen.setting.names, *seen.setting.actors])
            raise Misread(w.SAID["seat of"].format(scenario=seen.scenario.id, found=rest, hint=known))
        return dossier.look(seen, found)

    def _goals(self, rest: str) -> Iterable[str]:
        nothing_more("goals", rest)
        seen = self.sight()
        return account.goals(seen, self.scored(seen))

    def _score(self, rest: str) -> Iterable[str]:
        nothing_more("score", rest)
        seen = self.sight()
        return account.score(seen, self.scored(seen))

    def _odds(self, rest: str) -> Iterator[str]:
        nothing_more("odds", rest)
        yield from told(self.session.odds(self.seat, self.drafted), self.session.level)
        left = self.session.questions_left(self.seat)
        if left is not None:
            yield ODDS["left"].format(left=left)

    def _level(self, rest: str) -> Iterable[str]:
        nothing_more("level", rest)
        return [w.SAID["level is"].format(level=self.session.level), HELP["level"]]

    def _hint(self, rest: str) -> Iterator[str]:
        nothing_more("hint", rest)
        found = self.session.hint(self.seat, self.drafted)
        yield hinted(self.session.table.scenario, self.session.setting, found)
        yield ODDS["hints left"].format(left=self.session.hints_left(self.seat))

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
        self._confirmed = 0
        binds = binding(seen, act)
        added = w.SCREEN["added"].format(act=said(act), left=number(self.sight().left))
        own = BINDING["own side"] if seen.side in said(act).split() and not names_side(rest) else ""
        yield " ".join(text for text in (added, own, binds, unmoved(seen, act)) if text)

    def _undo(self, rest: str) -> Iterator[str]:
        if rest.strip().casefold() == "act":
            if not self.drafted:
                raise Misread(w.SAID["nothing chosen"])
            self._confirmed = 0
            yield w.SCREEN["dropped"].format(act=said(self.drafted.pop()))
            return
        nothing_more("undo", rest)
        if self.drafted:
            self.drafted.clear()
            yield w.SAID["all taken"]
            return
        if self._refused:
            yield w.SAID["nothing done"]
            return
        self.session.undo()
        self._anew()
        yield w.SAID["went back"].format(day=day(self.session.table.monday))
        yield from self._shown()

    # ------------------------------------------------------------ going on

    def _done(self, rest: str) -> Iterator[str]:
        nothing_more("done", rest)
        seen = self.sight()
        if text := self._asked_first([*votes_left(seen), *warnings(seen)]):
            yield text
            return
        if not self.asks and (left := left_open(seen)):
            yield left
        self.session.submit(self.seat, self.drafted)
        yield from self._go_on(seen)

    def _asked_first(self, questions: Sequence[str]) -> str:
        """The next of some questions that a person is asked before a beat is over; nothing through a pipe."""
        if not self.asks or self._confirmed >= len(questions):
            return ""
        self._confirmed += 1
        return questions[self._confirmed - 1]

    def _go_on(self, seen: Sight) -> Iterator[str]:
        """Play to where the seat is asked next."""
        week = seen.week
        self.drafted, self._confirmed = [], 0
        self.session.play_to_next()
        if self.session.week != week:
            self.past, self.since = without_past(seen), week
        yield ""
        yield from self._shown(week, seen.drafted)

    def _skip(self, rest: str) -> Iterator[str]:
        """To the next sitting: what has been chosen is done, votes and answers are as the standing orders give them."""
        nothing_more("skip", rest)
        seen, week = self.sight(), self.session.week
        if text := self._asked_first(list(warnings(seen))):
            yield text.replace("`done`", "`skip`")
            return
        while not self.session.finished and self.session.week == week:
            self.session.submit(self.seat, self.session.with_orders(self.seat, self.drafted))
            self.drafted = []
            self.session.play_to_next()
        self.past, self.since, self._confirmed = without_past(seen), week, 0
        yield ""
        yield from self._shown()

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
        for act in acts:
            if find(ways(seen), str(act["move"])) is None:
                raise Misread(f"{act['move']}: {REASONS[ROLE]}")
        self.session.set_orders(self.seat, [act for act in acts if act["move"] != "hold"])
        binds = dict.fromkeys(binding(seen, act) for act in acts)
        return [w.SAID["orders"], *screen.orders(self.sight()), *(text for text in binds if text)]

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
        lost = self.lost()
        if self.asks and lost and not self._leaving:
            self._leaving = True
            return [" ".join([*lost, BINDING["leave"]])]
        self.quitting = True
        return [*([] if self.asks else lost), *self.kept(), w.SAID["bye"]]

    def lost(self) -> list[str]:
        """What would be gone if the game were left now, in sentences: acts that were chosen, and a game in no file."""
        acts = "; ".join(said(act) for act in self.drafted)
        unkept = self.session.log.path is None and self.session.week > 0 and not self.session.finished
        return [
            *([BINDING["dropped"].format(acts=acts)] if acts else []),
            *([BINDING["unkept"]] if unkept and self.asks else []),
        ]

    def kept(self) -> list[str]:
        """Where the game is kept, and how it goes on."""
        path = self.session.log.path
        return [] if path is None or self.session.finished else [w.SAID["kept"].format(file=path)]


def nothing_more(word: str, rest: str) -> None:
    """Misread: a command that takes nothing was given something."""
    if rest:
        raise Misread(w.SAID["extra"].format(word=word, found=rest))


def names_side(line: str) -> bool:
    """Does a line name a side?"""
    return any(word.casefold().rpartition("=")[2] in SIDES for word in line.split())


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


def play(game: Game, lines: Iterable[str], say: Callable[[str], None], width: int = WIDTH) -> None:
    """Play a game by lines until it is over or they end.

    width   columns of a line; between 40 and 80 are kept
    """
    width = min(max(width, NARROWEST), WIDTH)
    for paragraph in game.opening():
        say(wrapped(paragraph, width))
    for line in lines:
        if game.over:
            break
        for paragraph in game.do(line):
            say(wrapped(paragraph, width))
        if game.over:
            return
    if not game.over:
        for text in farewell(game):
            say(wrapped(text, width))


def farewell(game: Game) -> Iterator[str]:
    """What is said when the input ends in mid-game."""
    yield w.SAID["end"].format(day=day(game.session.table.monday))
    yield from game.lost()
    yield from game.kept()


__all__ = ["Command", "Game", "play", "wrapped"]

"""The game that the screens show: text mode's, without its printing. Every act is a line that text mode knows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from game.gazette import chronicle, own, since
from game.press import Headline
from game.session import Session
from game.text.binding import votes_left, warnings
from game.text.deeds import deed, deeds
from game.text.dossier import heard
from game.text.headlines import told
from game.text.letters import sent
from game.text.phrases import day
from game.text.play import Game, without_past
from game.text.screen import FIRST, readings
from game.text.sight import Sight
from sim.acts import Act
from sim.goals import roles
from sim.log.lines import Submitted
from sim.typed import said

T = TypeVar("T")

SUFFIX = ".game"
"""The end of the name of a file that keeps a game."""


@dataclass(frozen=True)
class Passed:
    """What happened between two times at which the seat was asked."""

    before: Sight
    done: tuple[Act, ...]
    """what the seat had chosen"""
    same_week: bool
    """whether only a beat went by"""
    heard: tuple[str, ...]
    """what soundings and notes brought"""
    news: tuple[Headline, ...]
    """what everybody reads"""
    own: tuple[str, ...] = ()
    """what only the seat knows of it"""


class Play(Game):
    """One person's game for screens: what a line does is told as sentences, and the screens show the rest."""

    def __init__(self, session: Session, fast: bool = False, seat: str = "") -> None:
        self._seen: Sight | None = None
        self._kept: dict[str, Any] = {}
        self._press: tuple[int, list[Headline]] = (-1, [])
        self._sent: Sight | None = None
        """what the seat saw when it decided, while others have still to decide"""
        super().__init__(session, fast)
        if seat:
            self.seat, self.role = seat, roles(session.table.scenario, session.setting)[seat]

    def _shown(self, week: int = -1, done: Sequence[Act] = ()) -> Iterator[str]:
        """Nothing: screens show where the game stands."""
        return iter(())

    def sight(self) -> Sight:
        """What the seat has before its eyes; made once and kept until something changes."""
        if self._seen is None:
            self._seen = super().sight()
            self._kept.clear()
        return self._seen

    def once(self, name: str, make: Callable[[Sight], T]) -> T:
        """What is made from the sight, made once until something changes."""
        sight = self.sight()
        if name not in self._kept:
            self._kept[name] = make(sight)
        return self._kept[name]

    def press(self) -> list[Headline]:
        """The headlines of the game so far; made anew when a beat has been played."""
        many = len(self.session.log.lines)
        if self._press[0] != many:
            self._press = many, chronicle(self.session)
        return self._press[1]

    def fresh(self) -> list[Headline]:
        """The headlines since the seat decided last, the weightiest first; none before it has."""
        return since(self.press(), self.since) if self.past is not None else []

    def say(self, line: str) -> list[str]:
        """Do what a line says; what is said of it."""
        self._seen = None
        said_of_it = [text for text in self.do(line) if text]
        self._seen = None
        return said_of_it

    def choose(self, line: str) -> tuple[bool, str]:
        """Add the act of a line to the plan: whether it was added, and what is said of it."""
        before = len(self.drafted)
        told_of_it = " ".join(self.say(line))
        return len(self.drafted) > before, told_of_it

    def drop(self, at: int) -> None:
        """Take one act out of the plan."""
        if 0 <= at < len(self.drafted):
            self.drafted.pop(at)
            self._seen = None

    def questions(self, skip: bool = False) -> list[str]:
        """What a person is asked before the beat is over, one after the other."""
        seen = self.sight()
        return [*([] if skip else votes_left(seen)), *warnings(seen)]

    def go_on(self, line: str) -> tuple[Passed | None, str]:
        """End the beat with `done` or `skip`: what happened, or why it could not be ended."""
        before, week, beat, lines = (
            self.sight(),
            self.session.week,
            self.session.beat,
            len(self.session.log.lines),
        )
        told_of_it = " ".join(self.say(line))
        if len(self.session.log.lines) == lines:
            return None, told_of_it
        if self.session.finished:
            return Passed(before, before.drafted, False, (), ()), ""
        same, seen = self.session.week == week, self.sight()
        new = tuple(heard(seen, before.drafted) + sent(seen)) if same and beat == "talk" else ()
        return self._passed(before, same, new), ""

    def _passed(self, before: Sight, same: bool, new: tuple[str, ...] = ()) -> Passed:
        """What has happened since a sight."""
        if same:
            return Passed(before, before.drafted, True, new, ())
        return Passed(before, before.drafted, False, new, tuple(self.fresh()), tuple(own(self.sight())))

    # ------------------------------------------------------------ several people at one table

    def _go_on(self, seen: Sight) -> Iterator[str]:
        """Play to where the seat is asked next; not while other people at the table have still to decide."""
        self._sent = seen
        if self.session.awaiting():
            self.drafted, self._confirmed = [], 0
            return iter(())
        return super()._go_on(seen)

    def caught_up(self) -> Passed | None:
        """What has happened since the seat decided, now that it is asked again; None if it has decided nothing yet."""
        before, self._seen = self._sent, None
        if before is None:
            return None
        same = self.session.week == before.week
        if not same:
            self.past, self.since = without_past(before), before.week
        new = tuple(heard(self.sight(), before.drafted) + sent(self.sight())) if same else ()
        return self._passed(before, same, new)

    # ------------------------------------------------------------ in words

    def deed(self, act: Act) -> str:
        """An act as a sentence begins with it."""
        text = deed(self.session.table.scenario, self.session.setting, act, "do")
        return text[:1].upper() + text[1:]

    def diary(self) -> list[tuple[str, list[str]]]:
        """The whole game so far, the last week first: what became known, and what the seat did."""
        seen, many = self.sight(), self.session.week + 1
        news = [self.session.news(self.seat, week) for week in range(many + 1)]
        mine: dict[int, list[Act]] = {}
        for _, event in self.session.log.standing():
            if isinstance(event, Submitted) and event.seat == self.seat and event.by == "person":
                mine.setdefault(event.week, []).extend(event.acts)
        out: list[tuple[str, list[str]]] = []
        for week in reversed(range(many)):
            of_week = news[week][: len(news[week]) - len(news[week + 1])]
            texts = list(told(seen, of_week))
            if own := mine.get(week):
                did = deeds(self.session.table.scenario, self.session.setting, own, "done")
                texts.append(f"→ {did}")
            if texts:
                out.append((day(seen.monday(week)), texts))
        return out

    def figures(self) -> list[tuple[str, float, float]]:
        """The public numbers of every sitting: name, now, when the seat decided last."""
        seen = self.sight()
        now = readings(seen)
        before = readings(seen.past) if seen.past else now
        return [(name, now[name], before[name]) for name in FIRST]

    def line_of(self, at: int) -> str:
        """An act of the plan as it is typed."""
        return said(self.drafted[at])


def fresh_file(saves: Path, seat: str, scenario: str) -> Path:
    """A name for a new game that no file bears yet. OSError: the folder cannot be made."""
    saves.mkdir(parents=True, exist_ok=True)
    name = Path(scenario).stem
    taken = {path.name for path in saves.glob(f"*{SUFFIX}")}
    return saves / next(
        found for n in range(1, len(taken) + 2) if (found := f"{name}-{seat}-{n:02d}{SUFFIX}") not in taken
    )


__all__ = ["SUFFIX", "Passed", "Play", "fresh_file"]

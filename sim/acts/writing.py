"""How an act is written into the fields of `Moves`, and read back from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.acts.values import Act, ActError, Slot, day_of
from sim.arrays import Array
from sim.idle import idle
from sim.setting import Setting
from sim.state import Moves, replace

ONCE = {
    "sound": "one sounding a week",
    "lobby_target": "one state lobbied a week",
    "lobby_points": "one way to work on a state a week",
    "topic": "one statement a week",
    "press": "one broken word held up a week",
    "expose": "one payment looked for a week",
    "tone": "one statement a week",
    "strength": "one statement a week",
    "vague": "one statement a week",
    "hopeful": "one word on the talks a week",
    "consult": "one measure of work a week",
    "measures": "measures are announced or carried out",
    "sound_on": "one matter sounded out a week",
    "ballots": "one vote on a text",
    "reply": "one answer to a note",
    "reason": "one answer to a note",
    "leak": "one leak a week",
    "group": "one word on groups a week",
    "set_date": "one date a week",
    "date_public": "one date a week",
    "pledge": "one guarantee a week",
    "pledge_public": "one guarantee a week",
    "visit": "one visit a week",
    "draft": "one draft a week",
    "line": "one text of the chair a week",
    "offer": "one offer a week",
    "text": "one text a week",
    "amend": "one amendment a week",
    "assure": "safeguards given to one state a week",
    "practical": "one practical matter a week",
    "recognise": "one word on recognition a week",
    "commit": "one word to your client a week",
}
"""What a seat does once a week at most, in words."""


class Writer:
    """Fields of one seat's moves, filled act by act."""

    def __init__(self, setting: Setting, seat: int, week: int, beat: str) -> None:
        self.setting, self.seat, self.week, self.beat = setting, seat, week, beat
        self.nothing = idle((1,), len(setting.packages), len(setting.actors))
        self.fields: dict[str, Array] = {}
        self.said: dict[tuple[str, tuple[int, ...]], object] = {}

    def own(self, name: str) -> Array:
        """A field that may be written to."""
        if name not in self.fields:
            self.fields[name] = getattr(self.nothing, name).copy()
        return self.fields[name]

    def put(self, name: str, value: int | float, at: tuple[int, ...] = ()) -> None:
        """Set a field of the seat, or one place in it. ActError: another act has set it to something else."""
        if self.said.setdefault((name, at), value) != value:
            raise ActError(
                f"contradicts another act of the same week: {ONCE.get(name, name.replace('_', ' '))}"
            )
        self.own(name)[(0, *at)] = value

    def value(self, name: str) -> Any:
        """What the seat's field holds so far; an array where it has axes of its own."""
        field: Any = self.fields.get(name, getattr(self.nothing, name))
        return field[0]

    def later(self, week: int, where: str) -> None:
        """ActError: a day is not after the week that is being played."""
        if week <= self.week:
            raise ActError(f"{where}: expected a day after this week, found {day_of(self.setting, week)}")

    def made(self) -> Moves:
        """The moves."""
        return replace(self.nothing, **self.fields)


class Reader:
    """Fields of one seat's moves, read back as acts."""

    def __init__(self, setting: Setting, moves: Moves, at: int, seat: int, beat: str) -> None:
        self.setting, self.moves, self.at, self.seat, self.beat = setting, moves, at, seat, beat

    def get(self, name: str) -> Any:
        """A field of the seat, as plain values."""
        value: Any = getattr(self.moves, name)[self.at]
        return value.tolist()

    def actor(self, i: int) -> str:
        """An actor's id."""
        return self.setting.actors[i]

    def package(self, i: int) -> str:
        """A package's name."""
        return self.setting.packages[i]

    def day(self, week: int) -> str:
        """The Monday of a week."""
        return day_of(self.setting, week)


Write = Callable[[Writer, Act], None]
Read = Callable[[Reader], list[Act]]
Ways = tuple[Write, Read]
"""How an act is written, and how it is read back."""


@dataclass(frozen=True)
class Spec:
    """One way to use a move: its beat, the values that go with it, and how it stands in `Moves`."""

    move: str
    beat: str
    slots: tuple[Slot, ...]
    write: Write
    read: Read
    doc: str
    free: bool = False
    """costs nothing and does not count"""
    beside: str = ""
    """the word that has to be said at the same beat, if any"""


def spec(
    move: str,
    beat: str,
    slots: Sequence[Slot],
    ways: Ways,
    doc: str,
    *,
    free: bool = False,
    beside: str = "",
) -> Spec:
    """A row of the list."""
    return Spec(move, beat, tuple(slots), ways[0], ways[1], doc, free, beside)


def flag(field: str) -> Ways:
    """An act that is made or not: one field, true or false."""

    def write(w: Writer, act: Act) -> None:
        w.put(field, True)

    def read(r: Reader) -> list[Act]:
        return [{}] if r.get(field) else []

    return write, read


def pointed(field: str, name: str, show: Callable[[Reader, int], object]) -> Ways:
    """An act with one value, where -1 in the field says that it is not made."""

    def write(w: Writer, act: Act) -> None:
        w.put(field, act[name])

    def read(r: Reader) -> list[Act]:
        return [{name: show(r, r.get(field))}] if r.get(field) >= 0 else []

    return write, read


def fixed(field: str, value: int) -> Ways:
    """An act that puts one value into a field that several acts share."""

    def write(w: Writer, act: Act) -> None:
        w.put(field, value)

    def read(r: Reader) -> list[Act]:
        return [{}] if r.get(field) == value else []

    return write, read


def code_of(codes: Mapping[str, int], said: int) -> int:
    """What stands for a word, by its place among the words.

    >>> code_of({"yes": 1, "no": -1}, 1)
    -1
    """
    return list(codes.values())[said]


def coded(field: str, name: str, codes: dict[str, int], nothing: int) -> Ways:
    """An act with one word, each standing for a value of the field.

    nothing   the value of the field that says that the act is not made
    """
    words = {code: word for word, code in codes.items()}

    def write(w: Writer, act: Act) -> None:
        w.put(field, code_of(codes, act[name]))

    def read(r: Reader) -> list[Act]:
        return [] if r.get(field) == nothing else [{name: words[r.get(field)]}]

    return write, read


def dated(field: str, public: str, name: str) -> Ways:
    """An act with a day to come, in private or in public."""

    def write(w: Writer, act: Act) -> None:
        w.later(act[name], name)
        w.put(field, act[name])
        w.put(public, act["public"])

    def read(r: Reader) -> list[Act]:
        week = r.get(field)
        return [{name: r.day(week)} | ({"public": True} if r.get(public) else {})] if week >= 0 else []

    return write, read


def listed(field: str, name: str) -> Ways:
    """An act that names some of the packages."""

    def write(w: Writer, act: Act) -> None:
        for package in act[name]:
            w.put(field, True, (package,))

    def read(r: Reader) -> list[Act]:
        named = [r.package(i) for i, yes in enumerate(r.get(field)) if yes]
        return [{name: named}] if named else []

    return write, read

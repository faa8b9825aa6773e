"""What every screen is: it takes an event and says which screen is next, and lays itself out. No pygame."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from game.layout import Box
from game.screens.app import App


@dataclass(frozen=True)
class Press:
    """Something was clicked, or Enter or its key was pressed: the command of its box."""

    command: str


@dataclass(frozen=True)
class Key:
    """A key that no box asks for: its name in lower case, such as `backspace`."""

    name: str


@dataclass(frozen=True)
class Typed:
    """Text was typed while an entry was focused."""

    command: str
    """of the entry"""
    text: str


@dataclass(frozen=True)
class Scroll:
    """An area was scrolled to an offset."""

    area: str
    offset: int


@dataclass(frozen=True)
class Slide:
    """A slider was moved."""

    command: str
    value: float
    """0..1"""


@dataclass(frozen=True)
class Done:
    """A job is over, or has a first result."""

    job: str
    result: object


Event = Press | Key | Typed | Scroll | Slide | Done
Command = Callable[[str], "Screen | None"]


class Screen:
    """One screen. `parent` is where Esc goes; None where it goes nowhere."""

    name = ""

    def __init__(self, app: App, parent: "Screen | None" = None) -> None:
        self.app, self.parent = app, parent
        self.scrolls: dict[str, int] = {}

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """Everything on it."""
        raise NotImplementedError

    def commands(self) -> Mapping[str, Command]:
        """What it can be asked for: by the first word of a command, what takes the rest."""
        return {}

    def handle(self, event: Event) -> "Screen":
        """Which screen is next; itself, if it stays."""
        match event:
            case Press(command):
                verb, _, rest = command.partition(" ")
                act = self.commands().get(verb)
                return (act(rest) if act else None) or self
            case Scroll(area, offset):
                self.scrolls[area] = max(offset, 0)
            case Key("escape"):
                return self.back() or self
            case Key(name):
                self.keyed(name)
            case Typed(command, text):
                self.typed(command, text)
            case Slide(command, value):
                self.slid(command, value)
            case Done(job, result):
                return self.done(job, result) or self
        return self

    def back(self) -> "Screen | None":
        """Where Esc goes."""
        return self.parent

    def keyed(self, name: str) -> None:
        """A key that no box asks for."""

    def typed(self, command: str, text: str) -> None:
        r"""Text for an entry; a backspace comes as `\b`."""

    def slid(self, command: str, value: float) -> None:
        """A slider was moved."""

    def done(self, job: str, result: object) -> "Screen | None":
        """A job has a result."""
        return self.parent.done(job, result) and None if self.parent else None


__all__ = ["Command", "Done", "Event", "Key", "Press", "Screen", "Scroll", "Slide", "Typed"]

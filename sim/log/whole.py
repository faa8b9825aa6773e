"""A log in memory, with the file that it is kept in; and which of its lines stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.log.files import create, extend
from sim.log.lines import Event, Header, Undone, last_check, written


@dataclass
class Log:
    """A log in memory, and the file that it is kept in, if any.

    notice   what a person should be told about the file, such as a last line that was dropped
    """

    header: Header
    events: list[Event]
    lines: list[bytes]
    check: str
    path: Path | None = None
    notice: str | None = None

    @classmethod
    def begun(cls, header: Header, path: Path | str | None = None, events: Iterable[Event] = ()) -> "Log":
        """A new log; nothing that is there already is written over. LogError: it cannot be written there."""
        first = written(header, "")
        out = cls(header, [], [first], last_check(first))
        for event in events:
            out._add(event)
        if path is not None:
            out.path = Path(path)
            create(out.path, b"".join(out.lines))
        return out

    @property
    def name(self) -> str:
        """What the log is called in messages."""
        return "the log" if self.path is None else str(self.path)

    @property
    def data(self) -> bytes:
        """The log as it stands in a file."""
        return b"".join(self.lines)

    def append(self, event: Event) -> None:
        """Write one line and sync it. LogError: it cannot be written; the log is as before."""
        line = written(event, self.check)
        if self.path is not None:
            extend(self.path, line, sum(map(len, self.lines)))
        self._add(event, line)

    def save(self, path: Path) -> None:
        """Keep the log in a new file from now on. LogError: there is one already, or it cannot be written."""
        create(path, self.data)
        self.path = path

    def _add(self, event: Event, line: bytes | None = None) -> None:
        line = written(event, self.check) if line is None else line
        self.lines.append(line)
        self.events.append(event)
        self.check = last_check(line)

    def standing(self) -> list[tuple[int, Event]]:
        """The events that stand, with their lines: before a line `undone`, those up to the one it names."""
        return standing(self.events)


def standing(events: Sequence[Event]) -> list[tuple[int, Event]]:
    """See `Log.standing`; the first event stands in line 2."""
    above, now = {1: 0}, 1
    for line, event in enumerate(events, start=2):
        if isinstance(event, Undone):
            now = event.to
        else:
            above[line], now = now, line
    kept: list[tuple[int, Event]] = []
    while now > 1:
        kept.append((now, events[now - 2]))
        now = above[now]
    return kept[::-1]

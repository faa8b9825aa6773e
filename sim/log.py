"""The log of a game: JSON lines from which the game is played again. A game is its log.

The first line says which game it is; every later one is an event: what a seat submitted, what a person
decided about the game, and after every beat that was played what happened in it, as facts, never as
computed numbers. Each line carries a short checksum of itself and of all lines before it. A file grows by
one synced line at a time; a last line without its end is dropped and kept beside the file. To go back is a line
too: the lines that stand are those up to the one it names, and what follows it.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sim.acts import Act, ActError
from sim.faults import IllegalMove, LogError, ScenarioError, StrategyError
from sim.schema import Scenario
from sim.storage import own_version
from sim.strategies import STRATEGIES, Strategy
from sim.table import Table

FORMAT = "finalstatus log"
VERSION = 1
LIMIT = 20_000_000
"""Bytes; a larger file is refused unread."""
END = re.compile(rb',"check":"([0-9a-f]{12})"\}')
CHECK = 12
"""Hexadecimal digits of a line's checksum."""


class Line(BaseModel):
    """Every line: frozen, strict, and an unknown key is damage."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Header(Line):
    """Which game it is."""

    format: Literal["finalstatus log"] = "finalstatus log"
    version: int = VERSION
    scenario: str
    source: str | None
    """name or path that the scenario was loaded by; None if it was handed over"""
    hash: str
    """of the scenario as loaded"""
    rules: dict[str, str]
    """what was laid over it, by full key"""
    seed: Annotated[int, Field(ge=0)]
    world: Annotated[int, Field(ge=0)]
    weeks: Annotated[int, Field(ge=1)]
    """how many are played"""
    strategies: dict[str, str]
    humans: list[str]
    level: str
    finalstatus: str
    numpy: str
    letters: bool = True
    """whether simulated seats write to people"""
    forked: bool = False
    """whether it began as a part of another game"""


Beat = Literal["talk", "answer", "decide"]


class Submitted(Line):
    """A seat decided."""

    kind: Literal["acts"] = "acts"
    week: int
    beat: Beat
    seat: str
    acts: list[dict[str, Any]]
    by: Literal["person", "orders"] = "person"
    """whether a person decided it, or its standing orders"""


class Withdrawn(Line):
    """A seat took back what it had submitted."""

    kind: Literal["withdrawn"] = "withdrawn"
    week: int
    beat: Beat
    seat: str


class Played(Line):
    """A beat was played."""

    kind: Literal["played"] = "played"
    week: int
    beat: Beat
    news: list[dict[str, Any]] = []


class Seated(Line):
    """From here on a seat is played by a person, or by a strategy."""

    kind: Literal["seat"] = "seat"
    week: int
    beat: Beat
    seat: str
    by: str
    """`person`, or the name of a strategy"""


class Orders(Line):
    """The standing orders of a seat; None for those it begins with."""

    kind: Literal["orders"] = "orders"
    seat: str
    acts: list[dict[str, Any]] | None


class Level(Line):
    """The level is another from here on."""

    kind: Literal["level"] = "level"
    level: str


class Undone(Line):
    """The game went back: of the lines before this one, those up to line `to` stand."""

    kind: Literal["undone"] = "undone"
    to: Annotated[int, Field(ge=1)]


Event = Submitted | Withdrawn | Played | Seated | Orders | Level | Undone
EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
PERSON = "person"


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 of a scenario as loaded, with what was laid over it."""
    # a key that is new, and stands at its default, changes no game
    plain_values = scenario.model_dump(mode="json", exclude_defaults=True)
    content = json.dumps(plain_values, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def header_of(table: Table, source: str | None, strategies: Mapping[str, str], level: str = "") -> Header:
    """The first line of a game's log.

    source       name or path of the scenario, None if it was handed over
    strategies   names of strategies by seat, where they are not doctrine
    """
    return Header(
        scenario=table.scenario.id,
        source=source,
        hash=scenario_hash(table.scenario),
        rules=dict(table.scenario.settings),
        seed=table.seed,
        world=table.world,
        weeks=table.weeks,
        strategies=dict(strategies),
        humans=list(table.first_humans),
        letters=table.letters,
        level=level,
        finalstatus=own_version(),
        numpy=np.__version__,
    )


# ---------------------------------------------------------------- lines


def written(line: Line, before: str) -> bytes:
    """A line as it stands in a file, its checksum chained to that of the line before.

    ActError: it holds values that are not plain.
    """
    try:
        body = json.dumps(line.model_dump(), separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        text = body.encode()
    except (ValueError, TypeError, RecursionError) as e:
        raise ActError(f"expected plain values (text, numbers, true or false), found others: {e}") from None
    return text[:-1] + f',"check":"{checksum(text, before)}"}}\n'.encode()


def checksum(body: bytes, before: str) -> str:
    """The first digits of SHA-256 over the checksum before and a line without its own."""
    return hashlib.sha256(before.encode() + body).hexdigest()[:CHECK]


def read_line(data: bytes, before: str, where: str) -> tuple[dict[str, Any], str]:
    """The values of a line without its end, and its checksum. LogError: it is damaged."""
    tail = END.search(data, max(len(data) - CHECK - 12, 0))
    values = plain(data, where)
    if tail is None or tail.end() != len(data):
        raise LogError(f"{where}: expected a checksum at the end of the line, found none; the log is damaged")
    check = tail[1].decode()
    if check != checksum(data[: tail.start()] + b"}", before):
        raise LogError(
            f"{where}: expected the checksum of what is written, found {check!r}; the log was altered"
        )
    values.pop("check", None)
    return values, check


def plain(data: bytes, where: str) -> dict[str, Any]:
    """The JSON object of a line. LogError: there is none."""
    try:
        found: Any = json.loads(data)
    except (ValueError, RecursionError):
        raise LogError(f"{where}: expected JSON, found {shown(data)}; the log is damaged") from None
    if not isinstance(found, dict):
        raise LogError(f"{where}: expected an object in {{ }}, found {shown(data)}; the log is damaged")
    return cast(dict[str, Any], found)


def shown(data: bytes) -> str:
    """The beginning of a line, as it can be printed."""
    text = data[:40].decode("utf-8", "replace")
    return repr(text if len(data) <= 40 else f"{text}...")


def first_wrong(error: ValidationError) -> str:
    """What is wrong with the values of a line, the first of it."""
    one = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in one["loc"])
    return f"{place}: {one['msg'].lower()}" if place else one["msg"].lower()


# ---------------------------------------------------------------- a whole log


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


def last_check(line: bytes) -> str:
    """The checksum at the end of a line."""
    return line[-CHECK - 3 : -3].decode()


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


def parse(data: bytes, name: str = "the log") -> Log:
    """A log from its bytes; a last line without its end is left out, with a notice. LogError: any other damage."""
    if not data:
        raise LogError(f"{name}: expected a log of Final Status, found an empty file")
    *whole, torn = data.split(b"\n")
    if not whole:
        raise LogError(f"{name}: expected a log of Final Status, found no whole line but {shown(torn)}")
    header, check = read_header(whole[0], name)
    log = Log(header, [], [whole[0] + b"\n"], check)
    for number, line in enumerate(whole[1:], start=2):
        where = f"{name}, line {number}"
        values, log.check = read_line(line, log.check, where)
        try:
            event = EVENT.validate_python(values)
        except ValidationError as e:
            raise LogError(f"{where}: expected an event of a game; {first_wrong(e)}") from None
        if isinstance(event, Undone) and event.to >= number:
            raise LogError(f"{where}: expected a line before this one to go back to, found {event.to}")
        log.events.append(event)
        log.lines.append(line + b"\n")
    if torn:
        log.notice = f"{name}: the last line has no end; it was dropped, {shown(torn)}"
    return log


def read_header(data: bytes, name: str) -> tuple[Header, str]:
    """The first line of a log. LogError: it is none, or one of a later version."""
    where = f"{name}, line 1"
    values = plain(data, where)
    if values.get("format") != FORMAT:
        raise LogError(f"{where}: expected a log of Final Status, found {shown(data)}")
    if isinstance(version := values.get("version"), int) and version > VERSION:
        raise LogError(
            f"{where}: expected a log of version {VERSION} or before, found version {version}; update first"
        )
    values, check = read_line(data, "", where)
    try:
        return Header.model_validate(values), check
    except ValidationError as e:
        raise LogError(f"{where}: expected the header of a game; {first_wrong(e)}") from None


# ---------------------------------------------------------------- files


def read(path: Path | str) -> Log:
    """The log in a file, which is not touched. LogError: it cannot be read, or is damaged."""
    path = Path(path)
    try:
        if path.stat().st_size > LIMIT:
            raise LogError(
                f"{path}: expected at most {LIMIT:,} bytes, found {path.stat().st_size:,}; refused unread"
            )
        data = path.read_bytes()
    except (OSError, ValueError) as e:
        raise e if isinstance(e, LogError) else LogError(f"{path}: cannot be read: {reason(e)}") from None
    return parse(data, str(path))


def reopen(path: Path | str) -> Log:
    """The log in a file, to be written on; what a last line without its end holds is kept beside, as NAME.torn."""
    path = Path(path)
    log = read(path)
    log.path = path
    if log.notice:
        beside = path.with_name(f"{path.name}.torn")
        try:
            whole = len(log.data)
            torn = path.read_bytes()[whole:]
            with beside.open("ab") as f:
                f.write(torn + b"\n")
                synced(f.fileno())
            with path.open("r+b") as f:
                f.truncate(whole)
                synced(f.fileno())
        except OSError as e:
            raise LogError(f"{path}: cannot be mended: {reason(e)}") from None
        log.notice += f"; it is kept in {beside.name}"
    return log


def create(path: Path, data: bytes) -> None:
    """Write a new file and sync it, folder included. LogError: there is one already, or it cannot be written."""
    try:
        with path.open("xb") as f:
            f.write(data)
            f.flush()
            synced(f.fileno())
        sync_folder(path.parent)
    except FileExistsError:
        raise LogError(f"{path}: expected a new file, found one there; choose another name") from None
    except (OSError, ValueError) as e:
        raise LogError(f"{path}: cannot be written: {reason(e)}") from None


def extend(path: Path, line: bytes, size: int) -> None:
    """Add a line to a file of a size and sync it. LogError: the file is another one by now, or cannot be written."""
    try:
        with path.open("r+b", buffering=0) as f:
            if f.seek(0, os.SEEK_END) != size:
                raise LogError(f"{path}: expected the log as this game left it; another program writes to it")
            try:
                if f.write(line) != len(line):
                    raise OSError("no space left")
                synced(f.fileno())
            except OSError:
                with suppress(OSError):
                    f.truncate(size)
                raise
    except OSError as e:
        raise LogError(f"{path}: cannot be written: {reason(e)}; nothing of this was done") from None


def synced(handle: int) -> None:
    """Wait until a file is on the disk."""
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Wait until a new name in a folder is on the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def reason(e: Exception) -> str:
    """What the system says, in lower case."""
    said = getattr(e, "strerror", None) or str(e)
    return said[:1].lower() + said[1:]


# ---------------------------------------------------------------- playing again


def table_of(
    header: Header,
    scenario: Scenario | str | None = None,
    strategies: Mapping[str, Strategy] | None = None,
    name: str = "the log",
) -> Table:
    """The game of a header, at its opening.

    scenario     the scenario that the game is expected to be of; None for what the header says
    strategies   functions for the strategies that the log names but that are not listed

    LogError: it is of another scenario, or the scenario has changed since, or a strategy is not known.
    """
    source = scenario if scenario is not None else header.source
    if source is None:
        raise LogError(
            f"{name}: expected the scenario {header.scenario!r} to be handed over; the log names no file"
        )
    try:
        there = {} if isinstance(source, str) else source.settings
        table = Table(
            source,
            header.seed,
            header.world,
            rules={key: value for key, value in header.rules.items() if there.get(key) != value},
            strategies={
                seat: known(plays, seat, strategies or {}, name) for seat, plays in header.strategies.items()
            },
            humans=header.humans,
            weeks=header.weeks,
            letters=header.letters,
        )
    except ScenarioError as e:
        raise LogError(f"{name}: the scenario {source!r} cannot be loaded: {e.faults[0]}") from None
    except (IllegalMove, ValueError) as e:
        raise e if isinstance(e, LogError) else LogError(f"{name}, line 1: {e}") from None
    if table.scenario.id != header.scenario:
        raise LogError(f"{name}: expected a game of {table.scenario.id!r}, found one of {header.scenario!r}")
    if scenario_hash(table.scenario) != header.hash:
        raise LogError(
            f"{name}: expected the scenario {header.scenario!r} as it was when the game began; it has changed since"
        )
    return table


def known(plays: str, seat: str, given: Mapping[str, Strategy], name: str = "the log") -> Strategy:
    """A strategy that a log names: a listed one, or one that the caller hands over. A log never loads code."""
    if seat in given:
        return given[seat]
    if plays not in STRATEGIES:
        raise LogError(
            f"{name}: {seat} is played by {plays!r}, which a log cannot load; hand the strategy over"
        )
    return STRATEGIES[plays]


def apply(table: Table, event: Event, where: str, strategies: Mapping[str, Strategy] | None = None) -> None:
    """Play one line of a log at a table. LogError: it does not follow from the lines before."""
    if isinstance(event, Submitted | Withdrawn | Played | Seated) and (event.week, event.beat) != (
        table.week,
        table.beat,
    ):
        raise LogError(
            f"{where}: expected week {table.week}, {table.beat}; found week {event.week}, {event.beat}"
        )
    try:
        if isinstance(event, Submitted):
            table.submit(event.seat, event.acts)
        elif isinstance(event, Withdrawn):
            table.withdraw(event.seat)
        elif isinstance(event, Seated) and event.by == PERSON:
            table.free(event.seat)
        elif isinstance(event, Seated):
            table.take_over(event.seat, known(event.by, event.seat, strategies or {}))
        elif isinstance(event, Played):
            table.step()
            agrees(table, event, where)
    except (ActError, IllegalMove, StrategyError) as e:
        raise LogError(f"{where}: cannot be played again: {e}") from None


def agrees(table: Table, event: Played, where: str) -> None:
    """LogError: the beat brings other news than when it was played, since the rules have changed."""
    if table.news != event.news:
        raise LogError(
            f"{where}: week {event.week} goes otherwise than when it was played; the game is one of other rules"
        )


def replay(
    log: Log | Sequence[bytes | str] | Path,
    *,
    scenario: Scenario | str | None = None,
    strategies: Mapping[str, Strategy] | None = None,
    start: Table | None = None,
) -> Table:
    """Play the lines of a log again: a whole log or a prefix of it; the table as it then was.

    log          a log, its lines, or the file that it is in
    scenario     as `table_of`; so is `strategies`
    start        a table of the same game, which saves drawing the world again

    LogError: the log is damaged, or does not play.
    """
    if isinstance(log, Path):
        log = read(log)
    elif not isinstance(log, Log):
        log = parse(b"".join(one.encode() if isinstance(one, str) else one for one in log))
    table = table_of(log.header, scenario, strategies, log.name) if start is None else start.anew()
    for line, event in log.standing():
        apply(table, event, f"{log.name}, line {line}", strategies)
    return table


__all__ = ["Act", "Header", "Log", "parse", "read", "reopen", "replay"]

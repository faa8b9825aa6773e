"""Reading a log: only a last line without its end is forgiven; any other damage is refused, and named by its line."""

import json
import re
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from sim.faults import LogError, reason
from sim.log.files import cut_off
from sim.log.lines import CHECK, EVENT, VERSION, Header, Undone, checksum
from sim.log.whole import Log

FORMAT = "finalstatus log"
LIMIT = 20_000_000
"""Bytes; a larger file is refused unread."""
END = re.compile(rb',"check":"([0-9a-f]{12})"\}')


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
        log.notice += f"; it is kept in {cut_off(path, len(log.data)).name}"
    return log


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

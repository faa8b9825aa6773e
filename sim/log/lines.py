"""What a line of a log is: the header, the events, and the checksum that chains each line to the one before."""

import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from sim.acts import ActError

VERSION = 1
CHECK = 12
"""Hexadecimal digits of a line's checksum."""
PERSON = "person"


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


class Advised(Line):
    """A seat asked its staff; to go back does not take that back."""

    kind: Literal["advised"] = "advised"
    week: int
    beat: Beat
    seat: str
    what: Literal["odds", "hint"]


class Undone(Line):
    """The game went back: of the lines before this one, those up to line `to` stand."""

    kind: Literal["undone"] = "undone"
    to: Annotated[int, Field(ge=1)]


Event = Submitted | Withdrawn | Played | Seated | Orders | Level | Advised | Undone
EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])


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


def last_check(line: bytes) -> str:
    """The checksum at the end of a line."""
    return line[-CHECK - 3 : -3].decode()

"""What a scenario states is made of: numbers, stances, and the evidence that they rest on."""

from datetime import date as Day
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["stated", "reported", "inferred", "structural", "design"]
Number = Annotated[float, Field(allow_inf_nan=False)]
Points = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class Table(BaseModel):
    """Every table of a scenario: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(Table):
    """A value as low, mode and high."""

    low: Number
    mode: Number
    high: Number


class Evidence(Table):
    """What a value rests on: one coded item of a report, or one structural fact."""

    document: str
    paragraph: int | None = None
    kind: Kind
    speaker: str
    interest: str = "neutral"
    known_by: Day
    paraphrase: Annotated[str, Field(min_length=8)]
    scale: str | None = None
    word: str | None = None
    strength: str | None = None


class Stance(Table):
    """A value of an actor: a word of the rubric, or low, mode and high; always with evidence."""

    word: str | None = None
    low: Number | None = None
    mode: Number | None = None
    high: Number | None = None
    unit: str | None = None
    evidence: Annotated[list[str], Field(min_length=1)]
    inferred: Annotated[str, Field(min_length=8)] | None = None
    """why the word follows from items that were coded on another scale"""
    inherited: bool = False

"""What is at stake: issues and their marks, the pact, the legal ground, and the places that may follow."""

from typing import Annotated

from pydantic import Field

from sim.schema.values import Points, Range, Table


class Mark(Table):
    """A named place on an issue; where `settles`, a settlement can lie there."""

    value: Points
    name: str
    settles: bool = False
    text: bool = False
    """the mediators' own text: it goes to the voters if they tabled no other"""
    terms: dict[str, Points] = {}
    """where a settlement at this mark lies on other issues; on the rest the parties meet"""
    evidence: Annotated[list[str], Field(min_length=1)]


class Issue(Table):
    """A scale from 0 to 100 with named marks."""

    name: str
    low_end: str
    high_end: str
    key: bool = False
    marks: dict[str, Mark] = {}


class Pact(Table):
    """The status-neutral pact, if the talks may end in one."""

    name: str
    evidence: Annotated[list[str], Field(min_length=1)]


class Ground(Table):
    """The legal ground that acts in the field rest on, if there is one (a resolution in force)."""

    name: str
    evidence: Annotated[list[str], Field(min_length=1)]


class Flashpoint(Table):
    """A place that may follow: chance in the quarter after an orderly declaration, and what raises it."""

    name: str
    chance: Range
    haste: Range
    precedent: Range
    local: bool = False
    """lies in the disputed place, so that a party's call for calm is heard there"""
    evidence: Annotated[list[str], Field(min_length=1)]

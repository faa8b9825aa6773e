"""Who takes part: actors and their kinds, what they say or are, and what moves those who have said nothing."""

from datetime import date as Day
from typing import Annotated, Literal

from pydantic import Field

from sim.schema.values import Number, Range, Stance, Table

Role = Literal[
    "party",
    "declarer",
    "title_holder",
    "patron",
    "mediator",
    "chair",
    "eu_member",
    "council",
    "permanent",
    "contributor",
    "voter",
    "candidate",
]


class Stances(Table):
    """What an actor says or is, beside the issues of the talks."""

    recognition: Stance | None = None
    mission: Stance | None = None
    guarantee: Stance | None = None
    talks: Stance | None = None
    timing: Stance | None = None
    vulnerability: Stance | None = None
    firmness: Stance | None = None
    backing: Stance | None = None
    limbo: Stance | None = None
    hope: Stance | None = None
    law: Stance | None = None
    polls: Stance | None = None
    """share of its voters who would say yes to the mediators' own text, by polls before the vote, per cent"""
    pretext: Stance | None = None


class Actor(Table):
    """One negotiator, or a voter of the Council that does not negotiate."""

    name: Annotated[str, Field(min_length=1)]
    aliases: list[str] = []
    kind: str | None = None
    roles: list[Role] = []
    client: str | None = None
    follows: str | None = None
    standing: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    votes: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    population: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    lobbies: bool = False
    large: bool = False
    """has a larger purse than other seats of its kind"""
    speaker: str = "government"
    drivers: dict[str, Number] = {}
    ideal: dict[str, Stance] = {}
    position: dict[str, Stance] = {}
    salience: dict[str, Stance] = {}
    red_line: Stance | None = None
    hard: bool = False
    stance: Stances = Stances()
    evidence: list[str] = []


class ActorKind(Table):
    """What an actor of this kind takes where it has nothing of its own."""

    roles: list[Role] = []
    ideal: dict[str, Stance] = {}
    position: dict[str, Stance] = {}
    salience: dict[str, Stance] = {}
    stance: Stances = Stances()


class Kinds(Table):
    """The kinds of a file, checked apart from the actors that take from them."""

    kinds: dict[str, ActorKind] = {}


class Headcount(Table):
    """A count of members for recognition: it weights the draws of the members that no report names."""

    word: str | None = None
    low: Number | None = None
    mode: Number | None = None
    high: Number | None = None
    evidence: Annotated[list[str], Field(min_length=1)]


class Driver(Table):
    """A structural variable that moves members without a stance of their own, per unit."""

    name: str
    unit: str
    source: str
    known_by: Day
    recognition: Range
    vulnerability: Range
    near: Number | None = None
    """from how many units on an actor lies near the title holder"""
    evidence: Annotated[list[str], Field(min_length=1)]

"""What happened afterwards: the only reader of `scenarios/history`.

Only the scorecard and the debrief import this module (a test reads the imports): nothing that plays a world
may know what happened.
"""

import tomllib
from datetime import date as Day
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from sim.faults import Fault, ScenarioError
from sim.schema import Scenario, Table

Text = Annotated[str, Field(min_length=2)]
Answer = Literal["endorsed", "blocked or short of votes", "more talks"]


class Fact(Table):
    """Something that happened or did not, and where that was found."""

    source: Text
    doubtful: Text | None = None
    """what the sources leave open"""


class Recognised(Fact):
    """A state that recognised, and on which day."""

    date: Day


class Declaration(Fact):
    """The declaration."""

    date: Day
    text: Text


class Agreement(Fact):
    """Whether the parties had agreed by a day."""

    by: Day
    reached: bool
    text: Text


class Mission(Fact):
    """The members' mission: when it was adopted, None for never, and who abstained."""

    date: Day | None = None
    abstained: list[str]
    text: Text


class Council(Fact):
    """What the Security Council answered to the declarer's side."""

    answer: Answer
    text: Text


class Election(Fact):
    """The vote at the title holder's home."""

    date: Day
    challenger_won: bool
    text: Text


class Violence(Fact):
    """Whether a flashpoint of the scenario caught fire within 13 weeks of the declaration, and when at the latest."""

    flashpoint: str
    happened: bool
    date: Day
    text: Text


class Happening(Fact):
    """One event of the timeline, in a plain sentence."""

    date: Day
    place: Text
    kind: Text
    actors: list[str] = Field(default_factory=list[str])
    text: Annotated[str, Field(min_length=12)]


class History(Table):
    """A file of `scenarios/history`."""

    title: Text
    declarer: str
    title_holder: str
    declaration: Declaration
    agreement: Agreement
    mission: Mission
    council: Council
    election: Election
    violence: Violence
    baselines: dict[str, list[str]]
    """baselines of the scorecard that name states: who refuses, all others recognise"""
    recognised: dict[str, Recognised]
    not_recognised: dict[str, Fact]
    events: dict[str, Happening]

    @model_validator(mode="after")
    def consistent(self) -> Self:
        """Nobody recognises before there is a state to recognise, or twice over; nobody abstains unknown."""
        known = {*self.recognised, *self.not_recognised}
        wrong = [
            f"recognised.{who}: expected {self.declaration.date} or later, found {fact.date}"
            for who, fact in self.recognised.items()
            if fact.date < self.declaration.date
        ]
        wrong += [
            f"not_recognised.{who}: expected in one of the two lists, found in both"
            for who in self.not_recognised
            if who in self.recognised
        ]
        named = {"mission.abstained": self.mission.abstained, **self.baselines}
        wrong += [
            f"{place}: expected states recorded here, found {who!r}"
            for place, states in named.items()
            for who in states
            if who not in known
        ]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    @property
    def states(self) -> set[str]:
        """Every state whose recognition is recorded, either way."""
        return {*self.recognised, *self.not_recognised}

    def tells_of(self, scenario: Scenario) -> bool:
        """Is this the history of a scenario: the same two parties, all its members recorded, its flashpoint there?"""
        roles = {role: {a for a, x in scenario.actors.items() if role in x.roles} for role in ROLES}
        return (
            roles["declarer"] == {self.declarer}
            and roles["title_holder"] == {self.title_holder}
            and bool(roles["eu_member"])
            and roles["eu_member"] <= self.states
            and self.violence.flashpoint in scenario.flashpoints
            and scenario.calendar.start <= self.declaration.date
        )


ROLES = ("declarer", "title_holder", "eu_member")


def read(text: str, name: str = "history") -> History:
    """A history out of the text of a TOML file.

    ScenarioError: what is wrong with it, every fault at once, each with its place.
    """
    try:
        return History.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as e:
        raise ScenarioError([Fault(name, "", f"expected TOML: {e}")]) from e
    except ValidationError as e:
        raise ScenarioError([Fault(name, place(error["loc"]), said(error)) for error in e.errors()]) from e


def place(loc: tuple[int | str, ...]) -> str:
    """Where in the file, dotted."""
    return ".".join(map(str, loc))


def said(error: ErrorDetails) -> str:
    """What pydantic says of a value, with what was found; a table is not quoted whole."""
    message = error["msg"].removeprefix("Value error, ")
    text, found = message[:1].lower() + message[1:], error["input"]
    return text if isinstance(found, dict) else f"{text}; found {found!r}"


@cache
def histories() -> dict[str, History]:
    """The shipped histories, by name."""
    folder = files("scenarios").joinpath("history")
    entries = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name
    )
    return {e.name.removesuffix(".toml"): read(e.read_text(encoding="utf-8"), e.name) for e in entries}


def history_of(scenario: Scenario) -> History | None:
    """What happened afterwards, where a shipped history tells of the scenario's parties.

    >>> from sim.scenario import load
    >>> found = history_of(load("kosovo_2007"))
    >>> found and len(found.recognised)
    23
    """
    return next((h for h in histories().values() if h.tells_of(scenario)), None)

"""What happens when: events, terms of office, and the weeks in which people at the table decide."""

from datetime import date as Day
from typing import Annotated, Literal

from pydantic import Field

from sim.schema.actors import Role
from sim.schema.values import Table


class Event(Table):
    """A dated event: on a date, or drawn between low and high."""

    kind: Literal["session", "report", "summit", "council", "election", "visit", "referendum"]
    name: str
    date: Day | None = None
    low: Day | None = None
    mode: Day | None = None
    high: Day | None = None
    actor: str | None = None
    target: str | None = None
    runoff_weeks: Annotated[int, Field(ge=0, le=52)] = 0
    evidence: Annotated[list[str], Field(min_length=1)]


class Term(Table):
    """Who holds a role from one date until another."""

    roles: Annotated[list[Role], Field(min_length=1)]
    actors: Annotated[list[str], Field(min_length=1)]
    start: Day
    end: Day
    evidence: Annotated[list[str], Field(min_length=1)]


class Sitting(Table):
    """A week in which people decide at the table: the week of a day, or so many weeks after an event.

    It lasts until the next one begins. An event that is drawn falls in another week in every world; a vote
    with a run-off counts from its first round.
    """

    question: Annotated[str, Field(min_length=8)]
    """as "occasion: what is to be decided?"; what stands before the colon is shown to every seat"""
    start: Day | None = None
    event: str | None = None
    weeks: Annotated[int, Field(ge=-52, le=52)] = 0
    """weeks after the event, before it if negative"""
    declared: str = ""
    """the question once independence has been declared; without it the same"""


class Calendar(Table):
    """From when to when, in weeks that begin on Monday; when people at the table decide in between."""

    start: Day
    game_end: Day
    sittings: dict[str, Sitting] = {}
    """by key, in any order; without any, every week is one"""
    wake_tension: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 10.0
    """points by which tension has risen since a person decided last, so that the person is asked again"""

"""The schema of a scenario file: pydantic models, frozen, nothing unknown let through.

`sim.scenario.load` reads a file into these; `scenarios/README.md` explains how to write one.
"""

from datetime import date as Day
from typing import Annotated

from pydantic import Field

from sim.schema.actors import Actor, ActorKind, Driver, Headcount, Kinds, Role, Stances
from sim.schema.calendar import Calendar, Event, Sitting, Term
from sim.schema.goals import COMMON, GOAL_ROLES, Bound, Goal, Outcome
from sim.schema.issues import Flashpoint, Ground, Issue, Mark, Pact
from sim.schema.moves import Amount, Mechanism, Move
from sim.schema.rules import RuleSet
from sim.schema.values import Evidence, Kind, Range, Stance, Table

__all__ = [
    "COMMON",
    "GOAL_ROLES",
    "Actor",
    "ActorKind",
    "Amount",
    "Bound",
    "Calendar",
    "Driver",
    "Event",
    "Evidence",
    "Flashpoint",
    "Goal",
    "Ground",
    "Headcount",
    "Issue",
    "Kind",
    "Kinds",
    "Mark",
    "Mechanism",
    "Move",
    "Outcome",
    "Pact",
    "Range",
    "Role",
    "RuleSet",
    "Scenario",
    "Sitting",
    "Stance",
    "Stances",
    "Table",
    "Term",
]


class Scenario(Table):
    """A whole scenario, read and checked."""

    title: str
    summary: str
    question: str = ""
    information_date: Day
    calendar: Calendar
    issues: Annotated[dict[str, Issue], Field(min_length=1, max_length=8)]
    actors: Annotated[dict[str, Actor], Field(min_length=2, max_length=200)]
    evidence: dict[str, Evidence] = {}
    events: dict[str, Event] = {}
    terms: dict[str, Term] = {}
    headcounts: dict[str, Headcount] = {}
    drivers: dict[str, Driver] = {}
    flashpoints: dict[str, Flashpoint] = {}
    pact: Pact | None = None
    ground: Ground | None = None
    status_quo: dict[str, Stance] = {}
    declared: dict[str, Stance] = {}
    outcomes: Annotated[dict[str, Outcome], Field(min_length=1)]
    goals: dict[str, dict[str, Goal]] = {}
    """by role (see GOAL_ROLES) or actor id; a role without any has the goals of `goals.toml`"""
    rules: RuleSet = RuleSet()
    mechanisms: dict[str, Mechanism]
    moves: dict[str, Move] = {}
    purse: dict[str, Amount] = {}
    settings: dict[str, str] = {}
    """what was laid over the files, by full key; no file may state it"""
    id: str = "scenario"

    def effective_rules(self) -> dict[str, object]:
        """The rules in force as plain values, and the mechanisms that were set beside them."""
        names = [key.removeprefix("mechanisms.") for key in self.settings if key.startswith("mechanisms.")]
        fixed = {"mechanisms": {name: self.mechanisms[name].mode for name in names}} if names else {}
        return {**self.rules.settings(), **fixed}

"""How a game is judged: classes of finished worlds, and what the seats play for."""

from typing import Annotated

from pydantic import Field

from sim.schema.values import Number, Table


class Bound(Table):
    """A condition on a measure of a finished world."""

    min: Number | None = None
    max: Number | None = None


class Outcome(Table):
    """A class of finished worlds: the first whose conditions all hold."""

    name: str
    when: dict[str, Bound] = {}


class Goal(Table):
    """Something that a seat plays for: it earns its weight from the target on, nothing up to the floor."""

    text: Annotated[str, Field(min_length=8)]
    """what the player reads: a plain sentence"""
    measure: str
    target: Number
    floor: Number
    weight: Annotated[float, Field(gt=0, le=55, allow_inf_nan=False)]
    evidence: list[str] = []


COMMON = "common"
"""The goals that all seats share."""

GOAL_ROLES = (
    "title_holder",
    "declarer",
    "party",
    "title_patron",
    "declarer_patron",
    "chair",
    "doubter",
    "pioneer",
    "other",
    COMMON,
)
"""For whom a scenario may state goals, beside actors by their ids; `sim.goals` says who is what."""

"""What the game is played with: the strengths of its mechanisms, its moves, and what they cost."""

from typing import Annotated, Literal

from pydantic import Field

from sim.schema.values import Kind, Number, Table


class Mechanism(Table):
    """The strength of a mechanism."""

    low: Number
    mode: Number
    high: Number
    unit: str
    kind: Kind
    source: str
    why: str
    off: Number | None = None
    """the value at which it does nothing, for `--set mechanisms.NAME=off`"""
    evidence: list[str] = []


class Amount(Table):
    """A number of the game, played at its mode; low and high say how far tests of the game may move it."""

    low: Number
    mode: Number
    high: Number
    unit: str = "points"
    why: str = ""


class Move(Table):
    """What a seat can do: who may, when, what it costs, and what it does in words a player can read."""

    name: str
    who: Annotated[list[str], Field(min_length=1)]
    beat: Literal["talk", "decide"]
    cost: Amount
    locked: bool = False
    """not open to a seat with too little standing at home"""
    visible: Literal["own", "both", "group", "all"]
    systems: list[str]
    does: str
    counter: str = ""

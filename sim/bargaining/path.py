"""What a model finds when it stands alone: where actors stand round by round, and where it ends."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.bargaining.table import Table


@dataclass(frozen=True)
class Exchanges:
    """Bilateral exchanges in the order in which they are realised; -1 and 0 behind the last. Shapes (..., slot)."""

    round: Index
    """from 1"""
    first: Index
    """actor that moves on `supplied`"""
    supplied: Index
    """issue that the first actor gives way on"""
    second: Index
    """actor that moves on `returned`"""
    returned: Index
    """issue that the second actor gives way on"""
    gain: Array
    """utility gain of each of the two"""
    first_move: Array
    """how far the first actor moves on `supplied`, units of the issue, signed"""
    second_move: Array
    """how far the second moves on `returned`"""


@dataclass(frozen=True)
class Path:
    """What a model returns. A model that moves nobody repeats the first positions."""

    position: Array
    """(..., round, actor, issue) entry 0 is the table's, then one for each round"""
    outcome: Array
    """(..., issue) what the model comes to; where `agreed` is false it does not count"""
    agreed: Mask | None = None
    """(...) None: always"""
    win: Array | None = None
    """(..., round, actor, issue) chance that an actor's position prevails, as the model has it, 0..1"""
    exchanges: Exchanges | None = None
    text: Array | None = None
    """(..., round, issue) what lies on the table, for models with one text or offer"""


Solve = Callable[[Table, int, str], Path]
"""A model standing alone: table, rounds to play, variant (one of the solver's) -> path."""


@dataclass(frozen=True)
class Solver:
    """A model in the list of those that stand alone."""

    solve: Solve
    about: str
    """what it does, in a line"""
    variants: tuple[str, ...] = ("",)
    """names of its variants, the usual one first; ("",) where there is one only"""
    rounds: int = 10
    """rounds played unless said otherwise"""
    unanimous: bool = False
    """does an agreement need everybody, unless the table says who has a veto?"""


def standing(table: Table, rounds: int) -> Array:
    """Positions of actors whom a model does not move. (..., round, actor, issue), rounds + 1"""
    shape = (*table.shape, rounds + 1, *table.position.shape[-2:])
    return np.broadcast_to(table.position[..., None, :, :], shape)

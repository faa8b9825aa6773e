"""Some worlds out of many, taken as often as is wanted; what nobody has written to stays one number, broadcast."""

from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, cast

import numpy as np

from sim.arrays import Array, Index, untouched
from sim.state import WORLDLESS, Moves, replace

S = TypeVar("S")


def at_rows(item: S, rows: Index) -> S:
    """Some worlds out of arrays with a leading world axis; one may be taken several times.

    What nobody has written to stays one number, broadcast.
    """
    new: dict[str, Any] = {}
    for f in fields(cast(Any, item)):
        value: Any = getattr(item, f.name)
        if is_dataclass(value):
            new[f.name] = at_rows(value, rows)
        elif isinstance(value, np.ndarray) and f.name not in WORLDLESS:
            plain = cast(Array, value)
            shape = (len(rows), *plain.shape[1:])
            new[f.name] = np.broadcast_to(plain.flat[0], shape) if blank(plain) else plain[rows]
    return replace(item, **new)


def blank(values: Array) -> bool:
    """Has nobody written to it, of any world?"""
    return untouched(values) and values.size > 0


def emptied(item: S, opening: S) -> S:
    """What stands everywhere as at the opening, where nobody had written to it, becomes one number again: no rule
    looks through a ledger, notes or soundings in which there is nothing.
    """
    new: dict[str, Any] = {}
    for f in fields(cast(Any, item)):
        value, first = getattr(item, f.name), getattr(opening, f.name)
        if is_dataclass(value):
            new[f.name] = emptied(value, first)
        elif isinstance(value, np.ndarray) and blank(first) and not blank(cast(Array, value)):
            plain, start = cast(Array, value), first.flat[0]
            if np.array_equal(plain, np.broadcast_to(start, plain.shape), equal_nan=plain.dtype.kind == "f"):
                new[f.name] = np.broadcast_to(start, plain.shape)
    return replace(item, **new)


def like(moves: Moves, shaped: Moves) -> Moves:
    """The moves of one world, as often as others have worlds.

    What was chosen is written out in full: one number broadcast would count as nothing done (`untouched`).
    """

    def spread(name: str) -> Any:
        own, wanted = getattr(moves, name), getattr(shaped, name)
        many = np.broadcast_to(own, wanted.shape)
        return many if untouched(own) else np.array(many)

    return Moves(**{f.name: spread(f.name) for f in fields(Moves)})


__all__ = ["at_rows", "blank", "emptied", "like"]

"""What is done to numbers, written down: a list of operations on numbers that have a name each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Refs = NDArray[np.int64]
"""Names of numbers, or KNOWN."""
Operand = tuple[Refs, Any]
"""Names, and the numbers themselves where the name is KNOWN."""
KNOWN = -1
"""In place of a number's name: it is known beforehand."""


@dataclass(frozen=True)
class Op:
    """One operation on several numbers: the i-th result is what `does` makes of the i-th of each operand.

    An operand of two axes gives several numbers to each result.
    """

    does: str
    start: int
    """the name of the first result; the others follow"""
    inputs: tuple[Operand, ...]
    dtype: np.dtype[Any]
    week: int

    @property
    def size(self) -> int:
        """How many results."""
        return len(self.inputs[0][0])


@dataclass(frozen=True)
class Leaf:
    """Uniform numbers of a stream: `size` a world, the first of which is called `start`."""

    stream: str
    week: int
    start: int
    size: int


@dataclass
class Tape:
    """What has been done so far."""

    ops: list[Op] = field(default_factory=list[Op])
    leaves: list[Leaf] = field(default_factory=list[Leaf])
    count: int = 0
    week: int = 0
    """under which operations are filed"""
    done: dict[Any, Refs] = field(default_factory=dict[Any, Refs])

    def leaf(self, stream: str, week: int, n: int) -> Refs:
        """Names for the uniform numbers of a stream. (n,)"""
        self.leaves.append(Leaf(stream, week, self.count, n))
        self.count += n
        return np.arange(self.count - n, self.count)

    def apply(self, does: str, operands: Sequence[Operand], values: NDArray[Any]) -> Refs:
        """Write down an elementwise operation; of what is known beforehand nothing is written.

        values   the results in one world: for what is known the results in any
        """
        shape = values.shape
        flat = [(spread(r, shape), spread(v, shape)) for r, v in operands]
        out = np.full(values.size, KNOWN, dtype=np.int64)
        live = flat[0][0] >= 0
        for r, _ in flat[1:]:
            live = live | (r >= 0)
        if does in SHORT and values.size:
            SHORT[does](flat, out, live)
        if live.all() and values.size:
            out = self.add(does, flat, values.dtype)
        elif live.any():
            out[live] = self.add(does, [(r[live], v[live]) for r, v in flat], values.dtype)
        return out.reshape(shape)

    def fold(self, does: str, refs: Refs, known: Any, values: NDArray[Any]) -> Refs:
        """Write down a reduction along the last axis."""
        n = refs.shape[-1]
        refs, known = refs.reshape(-1, n), known.reshape(-1, n)
        live = (refs >= 0).any(-1)
        if does in ("any", "all"):  # one that is known may decide
            live &= ~((refs < 0) & (known == (does == "any"))).any(-1)
        out = np.full(values.size, KNOWN, dtype=np.int64)
        if live.any():
            out[live] = self.add(does, [(refs[live], known[live])], values.dtype)
        return out.reshape(values.shape)

    def pick(self, at: Operand, refs: Refs, known: Any) -> tuple[Refs, Any]:
        """Write down a choice: one of several numbers, by its place. Places below 0 count from the end.

        at            (...)
        refs, known   (..., n)
        """
        (names, places), n = at, refs.shape[-1]
        where = (places + n * (places < 0))[..., None]
        values = np.take_along_axis(known, where, -1)[..., 0]
        out = np.where(names < 0, np.take_along_axis(refs, where, -1)[..., 0], KNOWN).reshape(-1)
        live = (names >= 0).reshape(-1)
        if live.any():
            chosen = (names.reshape(-1)[live], places.reshape(-1)[live])
            among = (refs.reshape(-1, n)[live], known.reshape(-1, n)[live])
            out[live] = self.add("pick", [chosen, among], values.dtype)
        return out.reshape(values.shape), values

    def add(self, does: str, operands: list[Operand], dtype: np.dtype[Any]) -> Refs:
        """Names for the results; the same operation on the same numbers is written down once."""
        key = (does, dtype.char, *(part for operand in operands for part in told(operand)))
        found = self.done.get(key)
        if found is not None:
            return found
        where = None
        if not any(in_a_row(r) for r, _ in operands):
            first, where = distinct(operands)
            if where is not None:
                operands = [(r[first], v[first]) for r, v in operands]
        self.ops.append(Op(does, self.count, tuple(operands), dtype, self.week))
        n = len(operands[0][0])
        out = np.arange(self.count, self.count + n)
        self.count += n
        out = out if where is None else out[where]
        self.done[key] = out
        return out


def spread(values: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """An array broadcast to a shape, and flat."""
    if values.shape == shape:
        return values.reshape(-1)
    out = np.empty(shape, dtype=values.dtype)
    out[...] = values
    return out.reshape(-1)


def told(operand: Operand) -> tuple[bytes, ...]:
    """What tells an operand from others: its names, and the numbers that are known."""
    r, v = operand
    known = r < 0
    if not known.any():
        return (r.tobytes(),)
    return (r.tobytes(), v.dtype.char.encode(), v[known].tobytes())


def in_a_row(refs: Refs) -> bool:
    """Are they one number, or numbers that follow each other, so that none is there twice?"""
    return refs.ndim == 1 and (
        len(refs) == 1
        or (refs[0] >= 0 and refs[-1] - refs[0] == len(refs) - 1 and bool((np.diff(refs) == 1).all()))
    )


def distinct(operands: Sequence[Operand]) -> tuple[Refs, Refs | None]:
    """The first of each set of equal results; and which of those each result is, None if all differ."""
    n = len(operands[0][0])
    columns = [r.reshape(n, -1) for r, _ in operands]
    columns += [np.where(r < 0, bits(v), 0).reshape(n, -1) for r, v in operands if (r < 0).any()]
    whole = np.ascontiguousarray(np.concatenate(columns, axis=1))
    rows = whole.view(np.dtype((np.void, whole.dtype.itemsize * whole.shape[1]))).reshape(-1)
    seen: dict[bytes, int] = {}
    where = np.array([seen.setdefault(row.tobytes(), len(seen)) for row in rows])
    if len(seen) == n:
        return where, None
    return np.unique(where, return_index=True)[1], where


def bits(values: NDArray[Any]) -> NDArray[np.int64]:
    """Numbers as bits, so that NaN equals itself and -0 is not 0."""
    return values.view(np.int64) if values.dtype == np.float64 else values.astype(np.int64)


# ------------------------------------------------------------------ what needs no operation

Short = Callable[[Sequence[Operand], Refs, NDArray[np.bool_]], None]
"""Sets the results that are one of the operands, and takes them and what is known out of those that are live."""


def alias(out: Refs, live: NDArray[np.bool_], where: NDArray[np.bool_], to: Refs) -> None:
    """Some results are numbers that there are already."""
    if where.any():
        out[where] = to[where]
        live &= ~where


def short_gate(stops: bool) -> Short:
    """And (which a known no decides), or (which a known yes decides)."""

    def short(operands: Sequence[Operand], out: Refs, live: NDArray[np.bool_]) -> None:
        (ra, a), (rb, b) = operands
        known_a, known_b = ra < 0, rb < 0
        live &= ~((known_a & (a == stops)) | (known_b & (b == stops)))
        alias(out, live, live & known_a, rb)
        alias(out, live, live & known_b, ra)
        alias(out, live, live & (ra == rb), ra)

    return short


def short_where(operands: Sequence[Operand], out: Refs, live: NDArray[np.bool_]) -> None:
    """A choice that is known, or between the same."""
    (rc, c), (ra, a), (rb, b) = operands
    known = rc < 0
    alias(out, live, live & known & c, ra)
    alias(out, live, live & known & ~c, rb)
    alias(out, live, live & (ra == rb) & ((ra >= 0) | (bits(a) == bits(b))), ra)


def short_neutral(neutral: float, either: bool) -> Short:
    """An operation with a number that changes nothing: times 1, less 0, over 1."""

    def short(operands: Sequence[Operand], out: Refs, live: NDArray[np.bool_]) -> None:
        (ra, a), (rb, b) = operands
        alias(out, live, live & (rb < 0) & (b == neutral) & ~np.signbit(b), ra)
        if either:
            alias(out, live, live & (ra < 0) & (a == neutral), rb)

    return short


SHORT: dict[str, Short] = {
    "bitwise_and": short_gate(False),
    "bitwise_or": short_gate(True),
    "where": short_where,
    "multiply": short_neutral(1.0, True),
    "subtract": short_neutral(0.0, False),
    "divide": short_neutral(1.0, False),
}

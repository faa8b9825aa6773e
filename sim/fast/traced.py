"""Arrays that write down what is done to them.

Rules are pure functions on arrays that never mention the number of worlds. Run on one world of such arrays, they leave
behind what they do to any (`Tape`). Nothing is written twice; the rules stay the one source of truth.

The first axis is that of the worlds, of length 1. A rule may ask whether some world has something (`any`) only in order
to save work; here what is not known for sure may be so in some worlds and not in others.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, cast

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

from sim.fast.tape import KNOWN, Refs, Tape


class NotTraced(TypeError):  # noqa: N818  (not a fault of anybody: another way is taken)
    """Something was done to a traced array that cannot be written down."""


class Traced(NDArrayOperatorsMixin):
    """An array of numbers that have names, and what they are in one world."""

    __array_priority__ = 1000

    def __init__(self, tape: Tape, refs: Refs, values: NDArray[Any]) -> None:
        self.tape, self.refs, self.values = tape, refs, values

    @property
    def shape(self) -> tuple[int, ...]:
        """As of any array."""
        return self.values.shape

    @property
    def ndim(self) -> int:
        """As of any array."""
        return self.values.ndim

    @property
    def size(self) -> int:
        """As of any array."""
        return self.values.size

    @property
    def dtype(self) -> np.dtype[Any]:
        """As of any array."""
        return self.values.dtype

    @property
    def strides(self) -> tuple[int, ...]:
        """Never those of one number broadcast (`sim.arrays.untouched`)."""
        return (8,) * max(self.ndim, 1)

    def __len__(self) -> int:
        return len(self.values)

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise NotTraced(
            "expected a function that takes arrays of any kind, found one that makes its own of them"
        )

    def __bool__(self) -> bool:
        raise NotTraced("expected a rule that is the same in every world, found one that looks at a number")

    __iter__ = None

    # ---- form
    def formed(self, change: Callable[[Any], Any]) -> Any:
        """The same change of form to names and numbers."""
        return settled(self.tape, change(self.refs), change(self.values))

    def __getitem__(self, key: Any) -> Any:
        return self.formed(lambda a: a[key])

    def __setitem__(self, key: Any, value: Any) -> None:
        refs, values = lifted(converted(self.tape, value, self.dtype))
        self.refs, self.values = self.refs.copy(), self.values.copy()
        self.refs[key], self.values[key] = refs, values

    def copy(self) -> "Traced":
        """As of any array."""
        return Traced(self.tape, self.refs, self.values)

    def reshape(self, *shape: Any) -> Any:
        """As of any array."""
        return self.formed(lambda a: a.reshape(*shape))

    def astype(self, dtype: Any) -> Any:
        """As of any array."""
        return converted(self.tape, self, np.dtype(dtype))

    # ---- reductions
    def sum(self, axis: Any = None, keepdims: bool = False, where: Any = True) -> Any:
        """As of any array."""
        return reduced(self, np.add, axis, keepdims, where=where)

    def prod(self, axis: Any = None, keepdims: bool = False) -> Any:
        """As of any array."""
        return reduced(self, np.multiply, axis, keepdims)

    def max(self, axis: Any = None, keepdims: bool = False, initial: Any = None, where: Any = True) -> Any:
        """As of any array."""
        return reduced(self, np.maximum, axis, keepdims, initial, where)

    def min(self, axis: Any = None, keepdims: bool = False, initial: Any = None, where: Any = True) -> Any:
        """As of any array."""
        return reduced(self, np.minimum, axis, keepdims, initial, where)

    def any(self, axis: Any = None, keepdims: bool = False) -> Any:
        """As of any array."""
        return reduced(self, np.logical_or, axis, keepdims)

    def all(self, axis: Any = None, keepdims: bool = False) -> Any:
        """As of any array."""
        return reduced(self, np.logical_and, axis, keepdims)

    def argmax(self, axis: int) -> Any:
        """As of any array."""
        return folded(self, "argmax", np.argmax, axis)

    def argmin(self, axis: int) -> Any:
        """As of any array."""
        return folded(self, "argmin", np.argmin, axis)

    # ---- NumPy's protocols
    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        out = kwargs.pop("out", (None,))[0]
        if method == "reduce":
            return reduced(inputs[0], ufunc, kwargs.pop("axis", 0), **kwargs)
        if method != "__call__" or kwargs or not (out is None or isinstance(out, Traced)):
            raise NotTraced(
                f"expected a plain call of {ufunc.__name__}, found {method} with {sorted(kwargs)}"
            )
        result = elementwise(self.tape, ufunc, inputs)
        if out is None:
            return result
        out.refs, out.values = lifted(converted(self.tape, result, out.dtype))
        return out

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        if func in FUNCTIONS:
            return FUNCTIONS[func](self.tape, *args, **kwargs)
        if func in FORMING:
            parts, *rest = args
            if isinstance(parts, list | tuple):  # put together, arrays take one type
                dtype = np.result_type(*(x.dtype for x in cast(Sequence[Any], parts)))
                both = [lifted(converted(self.tape, x, dtype)) for x in cast(Sequence[Any], parts)]
                return settled(self.tape, *(func([b[i] for b in both], *rest, **kwargs) for i in (0, 1)))
            return settled(self.tape, *(func(a, *rest, **kwargs) for a in lifted(parts)))
        raise NotTraced(f"expected a function that can be traced, found {func.__name__}")


def settled(tape: Tape, refs: Any, values: Any) -> Any:
    """A traced array; a plain one if all its numbers are known."""
    refs, values = np.asarray(refs), np.asarray(values)
    return Traced(tape, refs, values) if (refs >= 0).any() else np.array(values)


def lifted(x: Any) -> tuple[Refs, Any]:
    """Names and numbers of any array."""
    if isinstance(x, Traced):
        return x.refs, x.values
    values = np.asarray(x)
    return np.full(values.shape, KNOWN, dtype=np.int64), values


def converted(tape: Tape, x: Any, dtype: np.dtype[Any]) -> Any:
    """An array as another type."""
    if not isinstance(x, Traced):
        return np.asarray(x).astype(dtype)
    if x.dtype == dtype:
        return x
    values = x.values.astype(dtype)
    return settled(tape, tape.apply(f"cast:{x.dtype.char}", [lifted(x)], values), values)


GATES: dict[Any, Any] = {
    np.logical_and: np.bitwise_and,
    np.logical_or: np.bitwise_or,
    np.logical_not: np.invert,
}
YES_NO = np.dtype(np.bool_)


def elementwise(tape: Tape, ufunc: Any, inputs: Sequence[Any]) -> Any:
    """What a ufunc does, on operands of the types that its loop takes."""
    if ufunc in GATES:
        ufunc, inputs = GATES[ufunc], [converted(tape, x, YES_NO) for x in inputs]
    if (
        ufunc is np.power and not getattr(inputs[1], "ndim", 0) and inputs[1] in (0.5, 2.0)
    ):  # which NumPy does so, too
        ufunc, inputs = np.sqrt if inputs[1] == 0.5 else np.square, inputs[:1]
    takes, gives = types_of(ufunc, tuple(type_of(x) for x in inputs))
    operands = [lifted(converted(tape, x, dtype)) for x, dtype in zip(inputs, takes, strict=True)]
    values = np.asarray(ufunc(*(v for _, v in operands)))
    assert values.dtype == gives
    return settled(tape, tape.apply(ufunc.__name__, operands, values), values)


def type_of(x: Any) -> Any:
    """What NumPy goes by when it chooses a loop: a type; of a plain number only whether it is whole."""
    if isinstance(x, Traced | np.ndarray | np.generic):
        return cast(Any, x).dtype
    return int if type(x) is int else float if type(x) is float else YES_NO


@lru_cache(maxsize=4096)
def types_of(ufunc: Any, kinds: tuple[Any, ...]) -> tuple[list[np.dtype[Any]], np.dtype[Any]]:
    """The types that a ufunc takes and gives for operands of some types."""
    *takes, gives = ufunc.resolve_dtypes((*kinds, None))
    return takes, gives


FOLDS: dict[Any, str] = {
    np.add: "sum",
    np.multiply: "prod",
    np.maximum: "max",
    np.minimum: "min",
    np.bitwise_or: "any",
    np.bitwise_and: "all",
}
"""Reductions, by what they go through their numbers with."""


def reduced(
    x: Any, ufunc: Any, axis: Any, keepdims: bool = False, initial: Any = None, where: Any = True
) -> Any:
    """A reduction along axes; over the worlds only whether some have it, or all."""
    tape = x.tape
    given = list(range(x.ndim)) if axis is None else np.atleast_1d(axis).tolist()
    axes: list[int] = sorted((a % x.ndim for a in given), reverse=True)
    if 0 in axes:
        return foreseen(x, ufunc, tuple(axes), keepdims)
    if len(axes) > 1 and ufunc is np.add and x.dtype.kind == "f":
        raise NotTraced("expected a sum along one axis, found several: the order in which NumPy adds them up")
    if where is not True:
        x = chosen(tape, where, x, 0 if initial is None else initial)
    if ufunc in GATES:
        ufunc, x = GATES[ufunc], converted(tape, x, YES_NO)
    if ufunc is np.add and x.dtype == YES_NO:
        x = converted(tape, x, np.dtype(np.int64))
    for a in axes:
        # of numbers that do not lie side by side NumPy makes one running sum
        does = "run" if ufunc is np.add and a < x.ndim - 1 else FOLDS[ufunc]
        x = np.moveaxis(x, a, -1)
        if initial is not None:
            x = np.concatenate([x, np.full((*x.shape[:-1], 1), initial, dtype=x.dtype)], axis=-1)
        x = folded(x, does, ufunc.reduce, -1) if isinstance(x, Traced) else ufunc.reduce(x, axis=-1)
        x = np.expand_dims(x, a) if keepdims else x
    return x


def folded(x: Traced, does: str, how: Callable[..., Any], axis: int) -> Any:
    """A reduction along the last axis."""
    if axis not in (-1, x.ndim - 1):
        raise NotTraced(f"expected {does} along the last axis, found {axis!r}")
    values = np.asarray(np.cumsum(x.values, axis=-1)[..., -1] if does == "run" else how(x.values, axis=-1))
    return settled(x.tape, x.tape.fold(does, x.refs, x.values, values), values)


def foreseen(x: Traced, ufunc: Any, axes: tuple[int, ...], keepdims: bool) -> Any:
    """Whether some world has it, or all: what is not known for sure is so in some and not in others."""
    if ufunc not in GATES:
        raise NotTraced(f"expected a rule that knows of one world, found {ufunc.__name__} over all")
    guess = np.where(x.refs >= 0, ufunc is np.logical_or, x.values.astype(np.bool_))
    return ufunc.reduce(guess, axis=axes, keepdims=keepdims)


def chosen(tape: Tape, cond: Any, a: Any, b: Any) -> Any:
    """np.where."""
    plain = [x.values if isinstance(x, Traced) else x for x in (cond, a, b)]
    values = np.where(*plain)
    operands = [
        lifted(converted(tape, cond, YES_NO)),
        *(lifted(converted(tape, x, values.dtype)) for x in (a, b)),
    ]
    return settled(tape, tape.apply("where", operands, values), values)


def picked(tape: Tape, values: Any, at: Any, axis: int) -> Any:
    """np.take_along_axis."""
    refs, known = lifted(values)
    if not isinstance(at, Traced):
        return settled(tape, np.take_along_axis(refs, at, axis), np.take_along_axis(known, at, axis))
    axis %= refs.ndim
    beside = np.broadcast_shapes(*(np.delete(x.shape, axis).tolist() for x in (refs, at)))
    last: Any = np.moveaxis(cast(Any, at), axis, -1)
    places: Any = np.broadcast_to(last, (*beside, last.shape[-1]))
    full = (*places.shape, refs.shape[axis])
    among = (np.broadcast_to(np.moveaxis(x, axis, -1)[..., None, :], full) for x in (refs, known))
    return np.moveaxis(settled(tape, *tape.pick(lifted(places), *among)), -1, axis)


def cumulated(tape: Tape, x: Traced, axis: int) -> Any:
    """np.cumsum along the last axis."""
    parts = [x[..., 0]]
    for i in range(1, x.shape[axis]):
        parts.append(parts[-1] + x[..., i])
    return np.stack(parts, axis=-1)


def clipped(tape: Tape, x: Any, low: Any, high: Any) -> Any:
    """np.clip."""
    return np.minimum(np.maximum(x, low), high)


def taken(tape: Tape, x: Traced, at: Any, axis: int | None = None) -> Any:
    """np.take, at places that are known."""
    return x.formed(lambda a: np.take(a, at, axis=axis))


def full_like(tape: Tape, x: Traced, value: Any, dtype: Any = None) -> Any:
    """np.full_like: known numbers, which can no more be written to than others."""
    return np.full(x.shape, value, dtype=dtype or x.dtype)


def alike(value: Any) -> Callable[..., Any]:
    """np.zeros_like and np.ones_like."""

    def like(tape: Tape, x: Traced, dtype: Any = None) -> Any:
        return full_like(tape, x, value, dtype)

    return like


def made(values: Callable[..., Any]) -> Callable[..., Any]:
    """np.zeros(shape, like=...) and others: numbers that are known, in an array that can be written to."""

    def make(tape: Tape, *args: Any, **kwargs: Any) -> Traced:
        return Traced(tape, *lifted(values(*args, **kwargs)))

    return make


def copied(tape: Tape, x: Any) -> Traced:
    """np.array(x, like=...): an array that can be written to."""
    return x.copy() if isinstance(x, Traced) else Traced(tape, *lifted(np.array(x)))


FUNCTIONS: dict[Any, Callable[..., Any]] = {
    np.where: chosen,
    np.clip: clipped,
    np.take: taken,
    np.take_along_axis: picked,
    np.cumsum: cumulated,
    np.zeros_like: alike(0),
    np.ones_like: alike(1),
    np.full_like: full_like,
    np.zeros: made(np.zeros),
    np.full: made(np.full),
    np.array: copied,
}
"""What NumPy's functions are for a traced array."""

FORMING = {
    np.stack, np.concatenate, np.moveaxis, np.swapaxes, np.repeat, np.broadcast_to, np.expand_dims, np.reshape,
}  # fmt: skip
"""Functions that only move numbers about."""

"""From a tape to sections: what is never used is dropped, and weeks in which the same is done share one code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.fast.tape import Op, Operand, Refs, Tape

FOREVER = 1 << 31
"""The week in which what is asked for is used."""


@dataclass(frozen=True)
class Step:
    """An operation as far as it is used: its results, and what it takes, a column of names for each operand."""

    does: str
    results: Refs
    operands: list[Operand]
    dtype: np.dtype[Any]
    takes: np.dtype[Any]
    """the type of its operands (of the last, where they differ)"""


@dataclass(frozen=True)
class Section:
    """The steps of a week."""

    week: int
    steps: list[Step]
    results: Refs
    """of all steps, in order: the i-th is number i of the section"""
    lasting: NDArray[np.bool_]
    """which of them are used in later weeks"""
    key: int
    """the same for sections that can share their code"""


@dataclass(frozen=True)
class Uses:
    """Which numbers are used, and in which week last; -1 for never. By name."""

    last: NDArray[np.int64]

    def mark(self, refs: Refs, week: int) -> None:
        """Numbers that a week uses."""
        used = refs[refs >= 0]
        self.last[used] = np.maximum(self.last[used], week)


def sections(tape: Tape, outputs: Refs) -> tuple[list[Section], Uses]:
    """The steps on which some numbers rest, by week in order."""
    uses = Uses(np.full(tape.count, -1, dtype=np.int64))
    uses.mark(outputs, FOREVER)
    steps: dict[int, list[Step]] = {}
    for op in reversed(tape.ops):
        step = used(op, uses)
        if step is not None:
            steps.setdefault(op.week, []).append(step)
    number = np.full(tape.count + 1, -2, dtype=np.int64)
    number[-1] = -1
    return [section(week, steps[week][::-1], uses, number) for week in sorted(steps)], uses


def used(op: Op, uses: Uses) -> Step | None:
    """An operation without the results that nobody uses."""
    kept = np.flatnonzero(uses.last[op.start : op.start + op.size] >= 0)
    if not len(kept):
        return None
    operands: list[Operand] = []
    for r, v in op.inputs:
        own_r, own_v = (r, v) if len(kept) == len(r) else (r[kept], v[kept])
        uses.mark(own_r, op.week)
        operands += [(own_r, own_v)] if r.ndim == 1 else list(zip(own_r.T, own_v.T, strict=True))
    return Step(op.does, op.start + kept, operands, op.dtype, op.inputs[-1][1].dtype)


def section(week: int, steps: list[Step], uses: Uses, number: Refs) -> Section:
    """The steps of a week as a section.

    number   room for the number of each name; -2 all over, and -1 behind them for what is known
    """
    results = np.concatenate([step.results for step in steps])
    number[results] = np.arange(len(results))
    key = hash(tuple(shape_of(step, number) for step in steps))
    number[results] = -2
    return Section(week, steps, results, uses.last[results] > week, key)


def shape_of(step: Step, number: Refs) -> tuple[Any, ...]:
    """What steps have in common that can share their code: all but which numbers they begin with."""
    return (
        step.does,
        step.dtype.char,
        len(step.results),
        *(number[np.maximum(r, -1)].tobytes() for r, _ in step.operands),
    )


def shared(all_: Sequence[Section]) -> list[list[Section]]:
    """Sections that share their code."""
    groups: dict[int, list[Section]] = {}
    for one in all_:
        groups.setdefault(one.key, []).append(one)
    return list(groups.values())

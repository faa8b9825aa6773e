"""Where everything stands: rows of the arena for what lasts, and each week's table of offsets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.fast.chance import TOGETHER
from sim.fast.code import BITS, TILE, WIDE, Asked, Code, Writer, width
from sim.fast.operations import DECLARED, kind
from sim.fast.program import Section, Uses, shared
from sim.fast.tape import Refs


@dataclass(frozen=True)
class Layout:
    """A program: the code of its sections, and where everything stands."""

    codes: list[Code]
    calls: list[tuple[str, int]]
    """week by week: the code, and where its table begins"""
    table: NDArray[np.int32]
    outside: list[str]
    """functions of NumPy that the code calls"""
    known: list[tuple[int, Any]]
    """offsets and numbers of rows that stay as they are"""
    outputs: Refs
    """offsets of what is asked for"""
    arena: int
    frame: int
    """bytes"""


class Rows:
    """Rows of the arena, given back in the week in which they are used for the last time."""

    def __init__(self, inputs: Refs, names: int) -> None:
        self.top = -(-len(inputs) // TOGETHER) * TOGETHER * WIDE
        self.free: dict[int, list[int]] = {WIDE: [], BITS: []}
        self.ending: dict[int, list[tuple[int, int]]] = {}
        self.at = np.full(names, -1, dtype=np.int64)
        self.at[inputs] = np.arange(len(inputs)) * WIDE
        self.facts: dict[tuple[str, bytes], tuple[int, Any]] = {}
        self.unused = self.fresh()

    def fresh(self) -> int:
        """A row that nothing else ever stands in."""
        self.top += WIDE
        return self.top - WIDE

    def keep(self, name: int, size: int, until: int) -> None:
        """A row for a number that lasts."""
        if not self.free[size]:
            start = self.fresh()
            self.free[size] += range(start, start + WIDE, size)
        self.at[name] = self.free[size].pop()
        self.ending.setdefault(until, []).append((int(self.at[name]), size))

    def known(self, value: Any, k: str) -> int:
        """The row of a number that is known."""
        key = (k, np.asarray(value).tobytes())
        if key not in self.facts:
            self.facts[key] = (self.fresh(), value)
        return self.facts[key][0]

    def end(self, week: int) -> None:
        """Give back what was used for the last time."""
        for row, size in self.ending.pop(week, []):
            self.free[size].append(row)


def laid_out(all_: Sequence[Section], uses: Uses, inputs: Refs, outputs: Refs) -> Layout:
    """The code of some sections, and their tables.

    inputs    names of the uniform numbers that are used: the first rows of the arena
    outputs   names of what is asked for: numbers, no yes or no
    """
    outside: list[str] = []
    groups = shared(all_)
    codes = {group[0].key: Writer(f"section{n}", group, outside).written() for n, group in enumerate(groups)}
    rows = Rows(inputs, len(uses.last))
    tables: list[Any] = []
    calls: list[tuple[str, int]] = []
    for one in all_:
        code = codes[one.key]
        calls.append((code.name, sum(len(t) for t in tables)))
        tables.append(table_of(one, code, uses, rows))
        rows.end(one.week)
    arena = rows.top
    whole = np.concatenate(tables)
    whole = np.where(whole < 0, arena - 1 - whole, whole).astype(
        np.int32
    )  # the frame stands behind the arena
    frame = max(code.frame for code in codes.values())
    return Layout(
        list(codes.values()), calls, whole, outside, list(rows.facts.values()), rows.at[outputs], arena, frame
    )


def table_of(section: Section, code: Code, uses: Uses, rows: Rows) -> Refs:
    """The table of one week: offsets in the arena; -1 less those in the frame."""
    for step in section.steps:
        size = width(kind(step.dtype))
        for name in step.results[uses.last[step.results] > section.week].tolist():
            rows.keep(name, size, int(uses.last[name]))
    lasting = dict(zip(section.results.tolist(), section.lasting.tolist(), strict=True))
    frame = dict(zip(section.results.tolist(), code.rows.tolist(), strict=True))

    def told(asked: Asked) -> list[int]:
        step = section.steps[asked.step]
        if asked.column < 0:
            return [int(rows.at[name]) if lasting[name] else rows.unused for name in step.results.tolist()]
        r, v = step.operands[asked.column]
        n, k = 1 if asked.once else len(r), kind(v.dtype)
        return [
            rows.known(value, k) if name < 0 else -1 - frame[name] if name in frame else int(rows.at[name])
            for name, value in zip(r[:n].tolist(), v[:n], strict=True)
        ]

    return np.array([at for asked in code.asked for at in told(asked)], dtype=np.int64)


HEAD = f"""
{DECLARED}
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
@worlds = internal constant [1 x i64] [i64 {TILE}]
@strides = internal constant [4 x i64] [i64 8, i64 8, i64 8, i64 8]
attributes #0 = {{ nounwind "min-legal-vector-width"="512" "prefer-vector-width"="512" }}
"""


def program(layout: Layout) -> str:
    """The text of all code; `play` calls section after section."""
    play = ["define void @play(ptr %arena, ptr %table, ptr %outside) {"]
    play.append(f"%frame = getelementptr i8, ptr %arena, i64 {layout.arena}")
    for i, (name, start) in enumerate(layout.calls):
        play.append(f"%t{i} = getelementptr i32, ptr %table, i64 {start}")
        play.append(f"call void @{name}(ptr %arena, ptr %frame, ptr %t{i}, ptr %outside)")
    play += ["ret void", "}"]
    return "\n".join([HEAD, *(code.text for code in layout.codes), *play])

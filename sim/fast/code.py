"""The code of a section: its loops over numbers, and in each over the worlds of a tile.

A number of a world is a row of a tile of worlds: TILE numbers side by side. What a section works out on the way
stands in its frame, in rows that are given back; what lasts, what came before and what is known stands in rows of the
arena. Where these are differs from week to week, and is said by the week's table of offsets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.fast.needed import Literals, guards
from sim.fast.operations import LANES, VB, VECTOR, Lines, kind, literal
from sim.fast.order import Loop, begins_of, loops
from sim.fast.program import Section
from sim.fast.tape import Refs

TILE = 64
"""Worlds of a tile: the yes and no of all of them are one word of the machine."""
WIDE, BITS = TILE * 8, 64
"""Bytes of a row of numbers; of a row of yes and no, which has a line of the cache to itself."""


def width(k: str) -> int:
    """Bytes of a row."""
    return BITS if k == "?" else WIDE


@dataclass(frozen=True)
class Place:
    """Where one column of operands, or of results, is found."""

    how: str
    """made in this loop; known; in the frame one after the other (here), or one for all (one); in the table one after
    the other (each), or one for all (entry)"""
    k: str
    at: int = 0
    """the step that makes it, the offset in the frame, or the place in the table"""
    value: Any = None


@dataclass(frozen=True)
class Asked:
    """What a table has to say, from one of its places on: where the numbers of a column of operands are."""

    step: int
    column: int
    """-1 for the step's results, which last"""
    once: bool
    """one offset, the same for all"""


@dataclass(frozen=True)
class Code:
    """The code of sections that share it."""

    name: str
    text: str
    asked: list[Asked]
    entries: int
    frame: int
    """bytes"""
    rows: Refs
    """offset in the frame of each result of the section, -1 where it never leaves its loop"""


class Frame:
    """Bytes that are taken and given back."""

    def __init__(self) -> None:
        self.free: list[tuple[int, int]] = [(0, 1 << 40)]
        self.most = 0

    def take(self, size: int) -> int:
        """The first place that is large enough."""
        i = next(i for i, (start, end) in enumerate(self.free) if end - start >= size)
        start, end = self.free[i]
        self.free[i] = (start + size, end)
        self.most = max(self.most, start + size)
        return start

    def give(self, start: int, size: int) -> None:
        """Back, and together with what is free beside it."""
        spans = sorted([*self.free, (start, start + size)])
        self.free = [spans[0]]
        for begin, end in spans[1:]:
            if begin <= self.free[-1][1]:
                self.free[-1] = (self.free[-1][0], max(end, self.free[-1][1]))
            else:
                self.free.append((begin, end))


class Writer(Lines):
    """Writes the code of sections that share it."""

    def __init__(self, name: str, sections: Sequence[Section], outside: list[str]) -> None:
        super().__init__()
        self.name, self.sections, self.outside = name, sections, outside
        self.section = sections[0]
        self.steps = self.section.steps
        self.begins = begins_of(self.section)
        self.at = {
            name: (i, j) for i, step in enumerate(self.steps) for j, name in enumerate(step.results.tolist())
        }
        self.lasting = np.any([s.lasting for s in sections], axis=0)
        self.asked: list[Asked] = []
        self.entries = 0
        self.rows: dict[int, int] = {}
        self.offsets = np.full(self.begins[-1], -1, dtype=np.int64)

    def written(self) -> Code:
        """The code."""
        plan = loops(self.section, guards(self.sections))
        until, frame = self.kept(plan), Frame()
        for g, loop in enumerate(plan):
            for i in loop.steps:
                if i in until:
                    size = width(kind(self.steps[i].dtype))
                    self.rows[i] = frame.take(size * loop.size)
                    self.offsets[self.begins[i] : self.begins[i + 1]] = self.rows[i] + size * np.arange(
                        loop.size
                    )
            self.loop(g, loop)
            for i in [i for i, last in until.items() if last == g]:
                frame.give(self.rows[i], width(kind(self.steps[i].dtype)) * len(self.steps[i].results))
        text = "\n".join(
            [
                f"define void @{self.name}(ptr %arena, ptr %frame, ptr %table, ptr %outside) #0 {{",
                "%args = alloca [4 x ptr], align 16",
                "br label %g0",
                *self.lines,
                f"g{len(plan)}:",
                "ret void",
                "}",
            ]
        )
        return Code(self.name, text, self.asked, self.entries, frame.most, self.offsets)

    def kept(self, plan: Sequence[Loop]) -> dict[int, int]:
        """The steps whose results have to stand in the frame, and the loop up to which they do."""
        made = {i: g for g, loop in enumerate(plan) for i in loop.steps}
        until: dict[int, int] = {}
        for g, loop in enumerate(plan):
            used = {int(np.searchsorted(self.begins, e, side="right")) - 1 for e, _ in loop.guard}
            for i in loop.steps:
                if not loop.native:
                    until[i] = max(until.get(i, g), g)
                for r, _ in self.steps[i].operands:
                    used |= {self.at[name][0] for name in r.tolist() if name in self.at}
            for i in used:
                if made[i] != g or not loop.native:
                    until[i] = g
        return until

    # ---- where operands are
    def find(self, i: int, c: int, loop: Loop) -> Place:
        """Where a column of operands is."""
        r, v = self.steps[i].operands[c]
        k = kind(v.dtype)
        makers = {self.at.get(name, (-1, 0))[0] for name in r.tolist()}
        if len(makers) == 1 and (maker := makers.pop()) >= 0:
            if maker in loop.steps:
                return Place("made", k, maker)
            j = np.array([self.at[name][1] for name in r.tolist()])
            first = self.rows[maker] + width(k) * int(j[0])
            if (j == j[0]).all():
                return Place("one", k, first)
            if (np.diff(j) == 1).all():
                return Place("here", k, first)
        columns = [s.steps[i].operands[c] for s in self.sections]
        alike = all(same_for_all(*column) for column in columns)
        if alike and loop.native and (r < 0).all() and len({own[:1].tobytes() for _, own in columns}) == 1:
            return Place("known", k, value=v[0])
        return self.ask(i, c, k, len(r), alike)

    def ask(self, i: int, c: int, k: str, n: int, once: bool) -> Place:
        """Have the table say where a column is."""
        self.asked.append(Asked(i, c, once))
        self.entries += 1 if once else n
        return Place("entry" if once else "each", k, self.entries - (1 if once else n))

    def pointer(self, place: Place, index: str) -> str:
        """Where the row of one of the numbers of a column begins."""
        if place.how in ("one", "here"):
            at = str(place.at)
            if place.how == "here" and index:
                away = self.do(f"mul i64 {index}, {width(place.k)}")
                at = self.do(f"add i64 {away}, {place.at}")
            return self.do(f"getelementptr i8, ptr %frame, i64 {at}")
        slot = self.do(f"add i64 {index}, {place.at}") if place.how == "each" and index else str(place.at)
        entry = self.do(f"getelementptr i32, ptr %table, i64 {slot}")
        offset = self.do(f"load i32, ptr {entry}, align 4")
        return self.do(f"getelementptr i8, ptr %arena, i32 {offset}")

    # ---- loops
    def loop(self, g: int, loop: Loop) -> None:
        """One loop over numbers; with one number there is none."""
        places = {
            (i, c): self.find(i, c, loop) for i in loop.steps for c in range(len(self.steps[i].operands))
        }
        stores = [
            (i, Place("here", kind(self.steps[i].dtype), self.rows[i])) for i in loop.steps if i in self.rows
        ]
        last = [i for i in loop.steps if self.lasting[self.begins[i] : self.begins[i + 1]].any()]
        stores += [(i, self.ask(i, -1, kind(self.steps[i].dtype), loop.size, False)) for i in last]
        self.say(f"g{g}:")
        before, index = f"g{g}", ""
        if loop.guard:
            self.guard(g, loop.guard)
            before = f"b{g}"
        found: dict[Place, str] = {}
        if loop.size > 1:
            self.point(found, [p for p in places.values() if p.how in ("one", "entry")], "")
            index = f"%i{g}"
            self.say(f"br label %l{g}")
            self.say(f"l{g}:")
            self.say(f"{index} = phi i64 [0, %{before}], [%in{g}, %x{g}]")
            before = f"l{g}"
        self.point(found, [*places.values(), *(p for _, p in stores)], index)
        if loop.native:
            self.worlds(g, before, loop, places, stores, found)
        else:
            self.by_numpy(g, loop, places, stores, found)
        if loop.size > 1:
            self.say(f"%in{g} = add i64 {index}, 1")
            done = self.do(f"icmp eq i64 %in{g}, {loop.size}")
            self.say(f"br i1 {done}, label %g{g + 1}, label %l{g}")
        else:
            self.say(f"br label %g{g + 1}")

    def point(self, found: dict[Place, str], places: Sequence[Place], index: str) -> None:
        """Work out where rows begin, each once."""
        for place in places:
            if place.how not in ("made", "known") and place not in found:
                found[place] = self.pointer(place, index)

    def guard(self, g: int, literals: Literals) -> None:
        """Go on to the next loop if no world of the tile needs this one."""
        masks: list[str] = []
        for e, yes in sorted(literals):
            row = self.do(f"getelementptr i8, ptr %frame, i64 {self.offsets[e]}")
            mask = self.do(f"load i{TILE}, ptr {row}, align 8")
            masks.append(mask if yes else self.do(f"xor i{TILE} {mask}, -1"))
        whole = masks[0]
        for mask in masks[1:]:
            whole = self.do(f"and i{TILE} {whole}, {mask}")
        some = self.do(f"icmp ne i{TILE} {whole}, 0")
        self.say(f"br i1 {some}, label %b{g}, label %g{g + 1}")
        self.say(f"b{g}:")

    def worlds(
        self,
        g: int,
        before: str,
        loop: Loop,
        places: dict[tuple[int, int], Place],
        stores: Sequence[tuple[int, Place]],
        found: dict[Place, str],
    ) -> None:
        """All steps of a loop on LANES worlds of the tile at a time."""
        self.say(f"br label %t{g}")
        self.say(f"t{g}:")
        self.say(f"%w{g} = phi i64 [0, %{before}], [%wn{g}, %t{g}]")
        wide = self.do(f"shl i64 %w{g}, 6")
        values: dict[Place, str] = {}

        def value(place: Place) -> str:
            if place.how == "known":
                return literal(place.value, place.k)
            if place not in values:
                values[place] = self.load(found[place], place.k, f"%w{g}", wide)
            return values[place]

        for i in loop.steps:
            step = self.steps[i]
            out = self.operation(step, [value(places[i, c]) for c in range(len(step.operands))])
            values[Place("made", kind(step.dtype), i)] = out
            for j, place in stores:
                if i == j:
                    self.store(found[place], out, place.k, f"%w{g}", wide)
        self.say(f"%wn{g} = add i64 %w{g}, 1")
        done = self.do(f"icmp eq i64 %wn{g}, {TILE // LANES}")
        self.say(f"br i1 {done}, label %x{g}, label %t{g}")
        self.say(f"x{g}:")

    def load(self, row: str, k: str, t: str, wide: str) -> str:
        """LANES worlds of a row."""
        at = self.do(f"getelementptr i8, ptr {row}, i64 {t if k == '?' else wide}")
        if k == "?":
            return self.do(f"bitcast i8 {self.do(f'load i8, ptr {at}, align 1')} to {VB}")
        return self.do(f"load {VECTOR[k]}, ptr {at}, align 64")

    def store(self, row: str, value: str, k: str, t: str, wide: str) -> None:
        """LANES worlds into a row."""
        at = self.do(f"getelementptr i8, ptr {row}, i64 {t if k == '?' else wide}")
        if k == "?":
            self.say(f"store i8 {self.do(f'bitcast {VB} {value} to i8')}, ptr {at}, align 1")
        else:
            self.say(f"store {VECTOR[k]} {value}, ptr {at}, align 64")

    def by_numpy(
        self,
        g: int,
        loop: Loop,
        places: dict[tuple[int, int], Place],
        stores: Sequence[tuple[int, Place]],
        found: dict[Place, str],
    ) -> None:
        """NumPy's own loops over the worlds of a row."""
        for i in loop.steps:
            step = self.steps[i]
            if any(kind(dtype) != "d" for dtype in (step.dtype, *(v.dtype for _, v in step.operands))):
                raise NotImplementedError(f"expected {step.does} of float64, found {step.takes}")
            if step.does not in self.outside:
                self.outside.append(step.does)
            at = 2 * self.outside.index(step.does)
            first, *more = (found[place] for j, place in stores if i == j)
            for c, row in enumerate([*(found[places[i, c]] for c in range(len(step.operands))), first]):
                self.say(f"store ptr {row}, ptr {self.do(f'getelementptr ptr, ptr %args, i64 {c}')}")
            loop_, data = (
                self.do(f"load ptr, ptr {self.do(f'getelementptr ptr, ptr %outside, i64 {n}')}")
                for n in (at, at + 1)
            )
            self.say(f"call void {loop_}(ptr %args, ptr @worlds, ptr @strides, ptr {data})")
            for row in more:
                self.say(f"call void @llvm.memcpy.p0.p0.i64(ptr {row}, ptr {first}, i64 {WIDE}, i1 false)")
        self.say(f"br label %x{g}")
        self.say(f"x{g}:")


def same_for_all(r: Refs, v: Any) -> bool:
    """Is a column of operands one number?"""
    return bool((r == r[0]).all()) and (r[0] >= 0 or v.tobytes() == v[:1].tobytes() * len(v))

"""A compiled game: what a worker needs to play blocks of it, the same to the bit as by the rules on arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sim.fast.chance import CODE, TOGETHER, drawing, leaps, seeds, words
from sim.fast.code import TILE, WIDE
from sim.fast.layout import laid_out, program
from sim.fast.machine import Machine, compiled, numpys_loop, processor
from sim.fast.program import sections
from sim.fast.recorded import recorded
from sim.fast.tape import Refs, Tape
from sim.fast.traced import lifted
from sim.measures import Finished
from sim.worlds import DRAW_BLOCK, Job


@dataclass(frozen=True)
class Column:
    """One array of what comes out: which of its numbers are outputs, and what the others are."""

    name: str
    """a field of `Finished`, or a measure"""
    measure: bool
    at: Refs
    """places among the outputs, -1 for what is known"""
    known: NDArray[Any]


@dataclass(frozen=True, eq=False)
class Kernel:
    """A compiled game."""

    code: bytes
    table: NDArray[np.int32]
    outside: list[str]
    known: list[tuple[int, Any]]
    outputs: Refs
    arena: int
    frame: int
    streams: list[tuple[int, int]]
    """of the uniform numbers that are used: crc32 of the name, and week"""
    which: NDArray[np.int32]
    """stream of each row of uniform numbers"""
    leaps: NDArray[np.uint64]
    columns: list[Column]
    processor: str
    """what it was compiled for"""


def compiled_game(job: Job) -> Kernel:
    """The game of a job, compiled. NotTraced: its rules or strategies do what cannot be written down."""
    tape, done = recorded(job)
    columns, outputs = asked_for(done)
    all_, uses = sections(tape, outputs)
    inputs, streams, which, places = drawn(tape, uses.last >= 0)
    layout = laid_out(all_, uses, inputs, outputs)
    return Kernel(
        code=compiled(program(layout) + CODE + drawing(TILE)),
        table=layout.table,
        outside=layout.outside,
        known=layout.known,
        outputs=layout.outputs,
        arena=layout.arena,
        frame=layout.frame,
        streams=streams,
        which=np.array(which, dtype=np.int32),
        leaps=leaps(places),
        columns=columns,
        processor=processor(),
    )


def asked_for(done: Finished) -> tuple[list[Column], Refs]:
    """The arrays that come out, and the names of the numbers in them, each once."""
    arrays: list[tuple[str, bool, Any]] = [(name, True, x) for name, x in done.measures.items()]
    arrays += [(f.name, False, getattr(done, f.name)) for f in fields(Finished) if f.name != "measures"]
    refs = [lifted(x)[0][0] for _, _, x in arrays]
    outputs = np.unique(np.concatenate([r.reshape(-1) for r in refs]))
    outputs = outputs[outputs >= 0]
    columns: list[Column] = []
    for (name, measure, x), r in zip(arrays, refs, strict=True):
        place = np.asarray(np.searchsorted(outputs, r), dtype=np.int64)
        columns.append(Column(name, measure, np.where(r >= 0, place, -1), lifted(x)[1][0]))
    return columns, outputs


def drawn(
    tape: Tape, used: NDArray[np.bool_]
) -> tuple[Refs, list[tuple[int, int]], list[int], list[tuple[int, int]]]:
    """The uniform numbers that are used: their names, their streams, the stream of each, and its place in it."""
    names: list[int] = []
    streams: list[tuple[int, int]] = []
    which: list[int] = []
    places: list[tuple[int, int]] = []
    for leaf in tape.leaves:
        for place in np.flatnonzero(used[leaf.start : leaf.start + leaf.size]).tolist():
            stream = (crc32(leaf.stream.encode()), leaf.week)
            if not streams or streams[-1] != stream:
                streams.append(stream)
            names.append(leaf.start + place)
            which.append(len(streams) - 1)
            places.append((place, leaf.size))
    short = -len(names) % TOGETHER
    return np.array(names, dtype=np.int64), streams, which + which[-1:] * short, places + places[-1:] * short


class Player:
    """Plays blocks of a compiled game."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        machine = Machine(kernel.code)
        self.machine = machine
        self.seed, self.draw, self.play = (
            machine.function(*f) for f in (("seed", 5), ("draw", 3), ("play", 3))
        )
        size = kernel.arena + kernel.frame
        raw = np.zeros(size + WIDE, dtype=np.uint8)
        self.memory = raw[-raw.ctypes.data % WIDE :][:size]
        for at, value in kernel.known:
            self.know(at, np.asarray(value))
        self.arena = self.memory[: kernel.arena].view(np.float64).reshape(-1, TILE)
        self.outside = np.array([x for name in kernel.outside for x in numpys_loop(name)], dtype=np.int64)
        self.chance = np.zeros((len(kernel.which), 6), dtype=np.uint64)

    def know(self, at: int, value: NDArray[Any]) -> None:
        """Fill a row with a number that is known."""
        if value.dtype == np.bool_:
            self.memory[at : at + TILE // 8] = 255 if value else 0
        else:
            plain = value.astype(np.int64) if value.dtype.kind == "i" else value
            self.memory[at : at + WIDE].view(plain.dtype)[:] = plain

    def block(self, seed: int, block: int, worlds: int = DRAW_BLOCK) -> Finished:
        """The first worlds of a draw block, from opening to horizon."""
        kernel, n = self.kernel, len(self.kernel.which)
        keys = [[*words(seed), crc, *words(block), week] for crc, week in kernel.streams]
        starts = seeds(np.array(keys, dtype=np.uint32))
        address = [x.ctypes.data for x in (self.chance, kernel.which, kernel.leaps, starts)]
        self.seed(*address, n)
        out = np.empty((len(kernel.outputs), -(-worlds // TILE) * TILE))
        rows = kernel.outputs // WIDE
        for start in range(0, worlds, TILE):
            self.draw(self.chance.ctypes.data, self.memory.ctypes.data, n)
            self.play(self.memory.ctypes.data, kernel.table.ctypes.data, self.outside.ctypes.data)
            out[:, start : start + TILE] = self.arena[rows]
        return finished(kernel.columns, out[:, :worlds])


def finished(columns: Sequence[Column], out: NDArray[np.float64]) -> Finished:
    """What comes out, in its arrays.

    out   (output, world)
    """
    worlds, whole = out.shape[1], out.view(np.int64)
    found: dict[str, Any] = {}
    measures: dict[str, Any] = {}
    for column in columns:
        live = column.at >= 0
        values = np.empty((worlds, *column.at.shape), dtype=column.known.dtype)
        values[:] = column.known
        source = out if column.known.dtype == np.float64 else whole
        values[:, live] = source[column.at[live]].T
        (measures if column.measure else found)[column.name] = values
    return Finished(measures=measures, **found)

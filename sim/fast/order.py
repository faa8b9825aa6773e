"""In which order the steps of a section are done, and which of them in one loop."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.fast.needed import Literals
from sim.fast.operations import native
from sim.fast.program import Section

MOST = 48
"""Steps in one loop."""


@dataclass(frozen=True)
class Loop:
    """Steps with as many results each, that are needed when the same holds."""

    size: int
    steps: list[int]
    native: bool
    """done here; not by a loop of NumPy"""
    guard: Literals


@dataclass(frozen=True)
class Needs:
    """What a step waits for: steps of its section."""

    all: set[int]
    aligned: set[int]
    """those that may stand in one loop with it: its i-th result takes their i-th"""


def needs(section: Section, guards: Sequence[Literals]) -> list[Needs]:
    """What each step waits for: what it takes, and what says whether it is needed."""
    steps, begins = section.steps, begins_of(section)
    owner = {name: i for i, step in enumerate(steps) for name in step.results.tolist()}
    out: list[Needs] = []
    for step, guard in zip(steps, guards, strict=True):
        asked = {int(np.searchsorted(begins, e, side="right")) - 1 for e, _ in guard}
        aligned: set[int] = set()
        crossed = set(asked)
        for r, _ in step.operands:
            mine = {owner[name] for name in r.tolist() if name in owner}
            whole = len(mine) == 1 and np.array_equal(r, steps[next(iter(mine))].results)
            (aligned if whole else crossed).update(mine)
        out.append(Needs(aligned | crossed, aligned - crossed))
    return out


def begins_of(section: Section) -> np.ndarray:
    """The number of the first result of each step, and of all of them."""
    return np.cumsum([0, *(len(step.results) for step in section.steps)])


def loops(section: Section, guards: Sequence[Literals]) -> list[Loop]:
    """All steps in loops, what comes first in the section as early as can be."""
    steps, waits_for = section.steps, needs(section, guards)
    waits = [len(need.all) for need in waits_for]
    users: list[list[int]] = [[] for _ in steps]
    for i, need in enumerate(waits_for):
        for j in need.all:
            users[j].append(i)

    def like(i: int, loop: Loop) -> bool:
        same = len(steps[i].results) == loop.size and native(steps[i].does) == loop.native
        return same and guards[i] == loop.guard

    ready = [i for i, n in enumerate(waits) if not n]
    out: list[Loop] = []
    while ready:
        first = min(ready)
        loop = Loop(len(steps[first].results), [], native(steps[first].does), guards[first])
        inside: set[int] = set()
        later: list[int] = []
        heapq.heapify(ready)
        while ready and len(loop.steps) < MOST:
            i = heapq.heappop(ready)
            within = waits_for[i].all & inside
            if not like(i, loop) or (within and not (loop.native and within <= waits_for[i].aligned)):
                later.append(i)
                continue
            loop.steps.append(i)
            inside.add(i)
            for user in users[i]:
                waits[user] -= 1
                if not waits[user]:
                    heapq.heappush(ready, user)
        ready += later
        out.append(loop)
    return out

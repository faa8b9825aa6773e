"""When an operation is needed at all: what stands on the side of a choice that no world of a tile takes is skipped."""

from collections.abc import Sequence

import numpy as np

from sim.fast.program import Section

Literal = tuple[int, bool]
"""A yes or no of the section, by its local number, and which of the two it is."""
Literals = frozenset[Literal]

NOTHING: Literals = frozenset()
FIRST = 2
"""Yes-or-nos that a guard is made of, and one more: each costs a look at it."""


def guards(sections: Sequence[Section]) -> list[Literals]:
    """For each step what must hold, in some world of a tile, for it to be needed; all of it in the same world.

    sections   those that share a code
    """
    section = sections[0]
    steps = section.steps
    local = {e: i for i, e in enumerate(section.results.tolist())}
    lasting = np.any([s.lasting for s in sections], axis=0).tolist()
    start, owner = [0], []
    for i, step in enumerate(steps):
        start.append(start[-1] + len(step.results))
        owner += [i] * len(step.results)
    operands = [
        [[local.get(e, -1) for e in refs.tolist()] for refs, _ in step.operands] for step in steps
    ]
    true, false = implied(section, operands, start)

    def when(e: int, yes: bool) -> Literals:
        if e < 0 or e not in true:
            return NOTHING
        return true[e] if yes else false[e]

    needed: list[Literals | None] = [NOTHING if stays else None for stays in lasting]
    out: list[Literals] = [NOTHING] * len(steps)
    for i in range(len(steps) - 1, -1, -1):
        step = steps[i]
        of = [needed[e] for e in range(start[i], start[i + 1])]
        known = [n for n in of if n is not None]
        guard = frozenset.intersection(*known) if known else NOTHING
        guard = frozenset(x for x in guard if owner[x[0]] < i)
        out[i] = guard
        columns = operands[i]
        for c, column in enumerate(columns):
            for j, e in enumerate(column):
                if e < 0:
                    continue
                more = guard
                if step.does == "where" and c:
                    more = guard | when(columns[0][j], c == 1)
                elif step.does == "bitwise_and":
                    more = guard | when(columns[1 - c][j], True)
                elif step.does == "bitwise_or":
                    more = guard | when(columns[1 - c][j], False)
                before = needed[e]
                needed[e] = more if before is None else before & more
    return [least(g, true, false) for g in out]


def implied(
    section: Section, operands: list[list[list[int]]], start: list[int]
) -> tuple[dict[int, Literals], dict[int, Literals]]:
    """What holds where a yes or no of the section is yes, and where it is no: itself, and what it is made of."""
    true: dict[int, Literals] = {}
    false: dict[int, Literals] = {}
    for i, step in enumerate(section.steps):
        if step.dtype.kind != "b":
            continue
        for j in range(len(step.results)):
            e = start[i] + j
            parts = [column[j] for column in operands[i]]
            yes, no = frozenset([(e, True)]), frozenset([(e, False)])
            t = [true.get(p, NOTHING) for p in parts]
            f = [false.get(p, NOTHING) for p in parts]
            if step.does in ("bitwise_and", "all"):
                yes = yes.union(*t)
            elif step.does in ("bitwise_or", "any"):
                no = no.union(*f)
            elif step.does == "invert":
                yes, no = yes | f[0], no | t[0]
            true[e], false[e] = yes, no
    return true, false


def least(guard: Literals, true: dict[int, Literals], false: dict[int, Literals]) -> Literals:
    """The same without what follows from the rest of it: the first ones, which are of the world as a whole, and the last."""
    follows: set[Literal] = set()
    for e, yes in guard:
        follows |= (true[e] if yes else false[e]) - {(e, yes)}
    rest = sorted(guard - follows)
    return frozenset([*rest[:FIRST], *rest[-1:]])

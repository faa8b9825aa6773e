"""When a step is needed at all: what stands on the side of a choice that no world of a tile takes is left out.

A step whose results are all used on one side of a choice, or beside a yes or no that decides without them, is needed
only where that holds. It is then guarded, and its results have no meaning in worlds in which it does not.
"""

from collections.abc import Sequence

import numpy as np

from sim.fast.program import Section

Literal = tuple[int, bool]
"""A yes or no of the section, by its number, and which of the two it is."""
Literals = frozenset[Literal]

NOTHING: Literals = frozenset()
FIRST = 2
"""Yes-or-nos that a guard is made of, and one more: each costs a look at it."""


class Implied:
    """What holds where a yes or no of the section is yes, and where it is no: itself, and what it is made of."""

    def __init__(self, section: Section, operands: list[list[list[int]]]) -> None:
        self.yes: dict[int, Literals] = {}
        self.no: dict[int, Literals] = {}
        e = 0
        for step, columns in zip(section.steps, operands, strict=True):
            for j in range(len(step.results)):
                if step.dtype.kind == "b":
                    self.learn(e, step.does, [column[j] for column in columns])
                e += 1

    def learn(self, e: int, does: str, parts: list[int]) -> None:
        """One yes or no, made of others."""
        yes, no = (frozenset([(e, x)]) for x in (True, False))
        if does in ("bitwise_and", "all"):
            yes = yes.union(*(self.where(p, True) for p in parts))
        elif does in ("bitwise_or", "any"):
            no = no.union(*(self.where(p, False) for p in parts))
        elif does == "invert":
            yes, no = yes | self.where(parts[0], False), no | self.where(parts[0], True)
        self.yes[e], self.no[e] = yes, no

    def where(self, e: int, yes: bool) -> Literals:
        """What holds where it is yes, or no; nothing is known of what comes from outside the section."""
        return (self.yes if yes else self.no).get(e, NOTHING)

    def least(self, guard: Literals) -> Literals:
        """The same without what follows from the rest: the first ones, which are of a whole world, and the last."""
        follows = {x for e, yes in guard for x in self.where(e, yes) if x != (e, yes)}
        rest = sorted(guard - follows)
        return frozenset([*rest[:FIRST], *rest[-1:]])


def guards(sections: Sequence[Section]) -> list[Literals]:
    """For each step what must hold in some world of a tile for it to be needed; all of it in the same world.

    sections   those that share a code
    """
    section, steps = sections[0], sections[0].steps
    number = {name: i for i, name in enumerate(section.results.tolist())}
    operands = [[[number.get(name, -1) for name in r.tolist()] for r, _ in step.operands] for step in steps]
    maker = np.repeat(np.arange(len(steps)), [len(step.results) for step in steps]).tolist()
    implied = Implied(section, operands)
    lasting = np.any([one.lasting for one in sections], axis=0)
    needed: dict[int, Literals] = {int(e): NOTHING for e in np.flatnonzero(lasting)}
    out: list[Literals] = [NOTHING] * len(steps)
    end = len(maker)
    for i in range(len(steps) - 1, -1, -1):
        begin = end - len(steps[i].results)
        own = [needed[e] for e in range(begin, end) if e in needed]
        guard = own[0].intersection(*own[1:]) if own else NOTHING
        out[i] = frozenset(x for x in guard if maker[x[0]] < i)  # what is known before it
        for c, column in enumerate(operands[i]):
            for j, e in enumerate(column):
                if e >= 0:
                    more = out[i] | beside(steps[i].does, operands[i], c, j, implied)
                    needed[e] = needed.get(e, more) & more
        end = begin
    return [implied.least(guard) for guard in out]


def beside(does: str, columns: list[list[int]], c: int, j: int, implied: Implied) -> Literals:
    """What must hold for an operand of a step to matter."""
    if does == "where" and c:
        return implied.where(columns[0][j], c == 1)
    if does in ("bitwise_and", "bitwise_or"):
        return implied.where(columns[1 - c][j], does == "bitwise_and")
    return NOTHING

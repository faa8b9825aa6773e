"""What is played with: every strength, every move and every amount of the purse is there, and no other."""

from collections.abc import Iterator
from dataclasses import fields

from sim.arrays import MOVES
from sim.faults import nearest
from sim.mechanisms import Mechanisms
from sim.mending import Problem
from sim.slots import Draft

PURSE = ("party", "patron", "large", "other", "chair", "leader", "carried", "paid_moves", "home_locked")
"""What a purse is made of."""


def mechanisms(draft: Draft) -> Iterator[Problem]:
    """Every mechanism of the model has a strength, and there is no other."""
    known = [f.name for f in fields(Mechanisms)]
    for name in draft.scenario.mechanisms:
        if name not in known:
            yield ("mechanisms", name), f"unknown mechanism {name!r}; {nearest(name, known)}"
    for name in known:
        if name not in draft.scenario.mechanisms:
            yield ("mechanisms", name), "expected this mechanism, found nothing"


def the_game(draft: Draft) -> Iterator[Problem]:
    """Every move of the table stands there, and every amount of the purse, and there is no other."""
    here = {"moves": (draft.scenario.moves, MOVES), "purse": (draft.scenario.purse, PURSE)}
    for table, (given, known) in here.items():
        for name in given:
            if name not in known:
                yield (table, name), f"unknown entry {name!r}; {nearest(name, known)}"
        for name in known:
            if name not in given:
                yield (table, name), "expected this entry, found nothing"
    for name, amount in draft.scenario.purse.items():
        if amount.mode < 0.0:
            yield ("purse", name, "mode"), f"expected 0 or more, found {amount.mode:g}"
    for name, move in draft.scenario.moves.items():
        if move.cost.mode < 0.0:
            yield ("moves", name, "cost", "mode"), f"expected 0 or more, found {move.cost.mode:g}"


def own_tables(draft: Draft) -> Iterator[Problem]:
    """What belongs to a run is not stated in a file."""
    if draft.scenario.settings:
        yield ("settings",), "settings belong to a run (--set); expected them under [rules] or [mechanisms]"

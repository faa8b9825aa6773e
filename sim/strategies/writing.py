"""Writing: what a simulated seat proposes in notes to the seats of people.

In an ensemble seats that follow doctrine write to nobody, because nobody is there who would read it in another way
than they do. At a table they write to people: each asks for what it would most like the other to do, and offers for
it what costs it least and should please the other most, by what all know.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.arrays import ASK, BARGAIN, Array, Index, Mask
from sim.ledger import NO_MEASURES, NOT_DECLARE, OPEN, STOP_LOBBYING, TERM
from sim.rules.chance import spread
from sim.state import Desk, Moves, View, replace
from sim.strategies.answering import able, act_of, added, bound_otherwise, clause_of, cost_terms, could_give, wanted
from sim.strategies.worth import Clause, direction, leans

AHEAD = 20
"""Weeks for which something is asked or offered."""
WORTH_A_NOTE = 2.0
"""Utility points from which on a seat writes for something."""
MOST_COST = 3.0
"""Utility points that it would give for it at most."""
OFTEN, SELDOM = 0.25, 0.04
"""Chance a sitting that a party, a patron or a chair writes; and that another member does."""
FIRST = 2000
"""The first of the numbers that a seat's luck is spread into for this."""
TELLING = 5.0
"""Utility points that an act which serves the other's side fully is taken to be worth to it."""
KINDNESS = {NO_MEASURES: 2.0, NOT_DECLARE: 1.0, STOP_LOBBYING: 1.5}
"""The same of acts that serve no side by themselves, or please a state in between."""

Strategy = Callable[[View], Moves]


@dataclass(frozen=True)
class Writing:
    """A strategy whose seats also write to some others."""

    strategy: Strategy
    to: tuple[int, ...]
    """indices of the seats that are written to"""

    def __call__(self, view: View) -> Moves:
        """The strategy's moves, and at the talk beat its letters."""
        moves = self.strategy(view)
        return letters(view, moves, self.to) if view.beat == "talk" else moves


def letters(view: View, moves: Moves, to: tuple[int, ...]) -> Moves:
    """Moves with a note to at most one of the seats in `to`."""
    desk = view.desk
    if desk is None or not to or view.settled.all():
        return moves
    note, a, b = moves.note.copy(), moves.note_a.copy(), moves.note_b.copy()
    free = note[..., 0, 0] == 0
    for turn, who in enumerate(to):
        asks, asked, given = proposal(view, desk, who)
        sends = free & asks & in_the_mood(view, turn) & (view.seat != who)
        if not sends.any():
            continue
        offers = given[..., 0] >= 0
        head = np.stack([np.where(offers, BARGAIN, ASK), np.full_like(asked[..., 0], who), np.zeros_like(asked[..., 0])], -1)
        note[..., 0, :] = np.where(sends[..., None], head, note[..., 0, :])
        a[..., 0, :] = np.where(sends[..., None], asked, a[..., 0, :])
        b[..., 0, :] = np.where(sends[..., None] & offers[..., None], given, b[..., 0, :])
        free = free & ~sends
    return replace(moves, note=note, note_a=a, note_b=b)


def in_the_mood(view: View, turn: int) -> Mask:
    """Whether a seat finds the time to write this week. (..., seat)"""
    leading = view.party | view.patron | view.chair
    return spread(view.luck, FIRST + turn, 1)[..., 0] < np.where(leading, OFTEN, SELDOM)


def proposal(view: View, desk: Desk, who: int) -> tuple[Mask, Index, Index]:
    """What each seat would ask of an actor, and what it would give for it.

    returns   whether it is worth a note (..., seat); what is asked and what is given (..., seat, term), act -1 for
    nothing
    """
    until = np.full(view.luck.shape, view.week + AHEAD)
    like = Clause(*(np.full(view.luck.shape, -1) for _ in range(3)), until=until)
    asked, gain = wanted(view, desk, like, who)
    clause = clause_of(asked)
    open_: Mask = (gain >= WORTH_A_NOTE) & (asked[..., 0] >= 0) & ~promised_already(desk, who, clause)
    given = best_gift(view, desk, like, who, clause)
    return open_, asked, given


def promised_already(desk: Desk, who: int, clause: Clause) -> Mask:
    """Has the other given its word on this already, as far as the seat knows? (..., seat)"""
    ledger = desk.ledger
    same: Mask = (ledger.maker == who) & (ledger.act == clause.act[..., None]) & (ledger.state == OPEN)
    return same.any(-1)


def best_gift(view: View, desk: Desk, like: Clause, who: int, asked: Clause) -> Index:
    """Of what a seat can give, what should please the other most for what it costs. (..., seat, term)"""
    best = np.zeros(view.luck.shape)
    out = np.full((*view.luck.shape, TERM), -1, dtype=np.int64)
    acts = sorted({pair for seat in view.seat.tolist() for pair in could_give(view, seat)})
    for act, level in acts:
        one = act_of(act, like, level=level, thing=who if act == STOP_LOBBYING else -1)
        cost = -added(cost_terms(view, desk, one, who))
        pleases = TELLING * direction(one) * leans(view, who) + KINDNESS.get(act, 0.0)
        fine = able(view, one) & ~bound_otherwise(view, desk, one, who) & (cost <= MOST_COST) & fits(one, asked)
        worth: Array = np.where(fine, pleases - np.maximum(cost, 0.0), -np.inf)
        better: Mask = worth > best
        best = np.where(better, worth, best)
        numbers = np.stack([one.act, one.object, one.level, one.until], axis=-1)
        out = np.where(better[..., None], numbers, out)
    return out


def fits(one: Clause, asked: Clause) -> Mask:
    """What is given must not be the contrary of what is asked. (..., seat)"""
    return direction(one) * direction(asked) >= 0.0

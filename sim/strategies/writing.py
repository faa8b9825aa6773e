"""Writing: what a simulated seat proposes in notes to the seats of people.

In an ensemble seats that follow doctrine write to nobody, because nobody is there who would read it in another way
than they do. At a table they write to people: each asks for what it would most like the other to do, and offers for
it what costs it least and should please the other most, by what all know.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.arrays import ASK, BARGAIN, EXHAUSTED, MISSION, NEVER, Array, Index, Mask
from sim.ledger import (
    ACT_RECOGNISE,
    ACT_REINFORCE,
    COORDINATE,
    KEEP_PATH_OPEN,
    NO_MEASURES,
    NOT_DECLARE,
    NOT_RECOGNISE,
    OPEN,
    STOP_LOBBYING,
    TERM,
    VOTE_YES,
)
from sim.rules.chance import spread
from sim.state import Desk, Moves, View, replace
from sim.strategies.answering import able, act_of, added, bound_otherwise, clause_of, cost_terms, wanted
from sim.strategies.worth import Clause, direction, getting, leans

AHEAD = 12
"""Weeks for which something is asked or offered."""
WORTH_A_NOTE = 2.0
"""Utility points from which on a seat writes for something."""
GIVES = 0.5
"""Share of what it gains that it would give for it at most."""
OFTEN, SELDOM = 0.25, 0.04
"""Chance a sitting that a party, a patron or a chair writes; and that another member does."""
FIRST = 2000
"""The first of the numbers that a seat's luck is spread into for this."""
TELLING = 5.0
"""Utility points that an act which serves the other's side fully is taken to be worth to it."""
KINDNESS = {
    NO_MEASURES: 2.0,
    NOT_DECLARE: 1.0,
    STOP_LOBBYING: 1.5,
    ACT_REINFORCE: 1.5,
    KEEP_PATH_OPEN: 0.5,
}
"""The same of acts that serve no side by themselves, or please a state in between."""

Strategy = Callable[[View], Moves]


@dataclass(frozen=True)
class Writing:
    """A strategy whose seats also write to some others."""

    strategy: Strategy
    to: tuple[int, ...]
    """indices of the seats that are written to"""
    last: int = NEVER
    """the last week of the game: nothing is asked or offered for longer"""

    def __call__(self, view: View) -> Moves:
        """The strategy's moves, and at the talk beat its letters."""
        moves = self.strategy(view)
        return letters(view, moves, self.to, self.last) if view.beat == "talk" else moves


def letters(view: View, moves: Moves, to: tuple[int, ...], last: int = NEVER) -> Moves:
    """Moves with a note to at most one of the seats in `to`, about nothing after the week `last`."""
    desk = view.desk
    if desk is None or not to or view.settled.all():
        return moves
    note, a, b = moves.note.copy(), moves.note_a.copy(), moves.note_b.copy()
    free = note[..., 0, 0] == 0
    for turn, who in enumerate(to):
        asks, asked, given = proposal(view, desk, who, last)
        sends = free & asks & in_the_mood(view, turn) & (view.seat != who)
        if not sends.any():
            continue
        offers = given[..., 0] >= 0
        head = np.stack(
            [np.where(offers, BARGAIN, ASK), np.full_like(asked[..., 0], who), np.zeros_like(asked[..., 0])],
            -1,
        )
        note[..., 0, :] = np.where(sends[..., None], head, note[..., 0, :])
        a[..., 0, :] = np.where(sends[..., None], asked, a[..., 0, :])
        b[..., 0, :] = np.where(sends[..., None] & offers[..., None], given, b[..., 0, :])
        free = free & ~sends
    return replace(moves, note=note, note_a=a, note_b=b)


def in_the_mood(view: View, turn: int) -> Mask:
    """Whether a seat finds the time to write this week. (..., seat)"""
    leading = view.party | view.patron | view.chair
    return spread(view.luck, FIRST + turn, 1)[..., 0] < np.where(leading, OFTEN, SELDOM)


def proposal(view: View, desk: Desk, who: int, last: int = NEVER) -> tuple[Mask, Index, Index]:
    """What each seat would ask of an actor, and what it would give for it.

    returns   whether it is worth a note (..., seat); what is asked and what is given (..., seat, term), act -1 for
    nothing
    """
    until = np.full(view.luck.shape, min(view.week + AHEAD, last))
    like = Clause(*(np.full(view.luck.shape, -1) for _ in range(3)), until=until)
    asked, gain = best_ask(view, desk, like, who)
    clause = clause_of(asked)
    sensible = plausible(view, clause, who) & ~promised_already(desk, who, clause)
    open_: Mask = sensible & (gain >= WORTH_A_NOTE) & (asked[..., 0] >= 0)
    given = best_gift(view, desk, like, who, clause, gain)
    return open_, asked, given


FAR = 70.0
"""Points of stance from which on nobody asks a state for the contrary."""


def plausible(view: View, clause: Clause, who: int) -> Mask:
    """Nobody asks a patron for what its own side would never forgive, or a state for the contrary of all it says."""
    said, side = view.stance[..., who, None], float(view.sides[who])
    hopeless = (clause.act == ACT_RECOGNISE) & ((side < 0.0) | (said < -FAR))
    idle = (clause.act == NOT_RECOGNISE) & ((side != 0.0) | (said > FAR))
    done = clause.act == NOT_DECLARE
    return ~np.asarray(hopeless | idle | (done & (view.declared | view.settled)[..., None]))


def best_ask(view: View, desk: Desk, like: Clause, who: int) -> tuple[Index, Array]:
    """What a seat would most like an actor to do: what it could be asked for in return, or a vote among the members.

    returns   (..., seat, term), and utility points (..., seat)
    """
    term, best = wanted(view, desk, like, who)
    if not view.recogniser[who] or view.sides[who] != 0.0 or view.declared.all():
        return term, best
    for ballot in () if view.path_offered.all() else (MISSION, EXHAUSTED):  # a summit has decided on both
        one = act_of(VOTE_YES, like, thing=ballot)
        gain = np.where(view.member | view.mediator, getting(view, desk, one, who), 0.0)
        better: Mask = gain > best
        numbers = np.stack([one.act, one.object, one.level, one.until], axis=-1)
        term, best = np.where(better[..., None], numbers, term), np.where(better, gain, best)
    return term, best


def promised_already(desk: Desk, who: int, clause: Clause) -> Mask:
    """Has the other given its word on this already, as far as the seat knows? (..., seat)"""
    ledger = desk.ledger
    same: Mask = (ledger.maker == who) & (ledger.act == clause.act[..., None]) & (ledger.state == OPEN)
    return np.asarray(same.any(-1))


def best_gift(view: View, desk: Desk, like: Clause, who: int, asked: Clause, gain: Array) -> Index:
    """Of what a seat can give, what should please the other most for what it costs. (..., seat, term)"""
    best = np.full(view.luck.shape, -np.inf)
    out = np.full((*view.luck.shape, TERM), -1, dtype=np.int64)
    for act, level, whose in gifts(view):
        one = act_of(act, like, level=level, thing=who if act == STOP_LOBBYING else -1)
        cost = -added(cost_terms(view, desk, one, who))
        pleases = TELLING * direction(one) * leans(view, who) + KINDNESS.get(act, 0.0)
        fine = whose & able(view, one) & ~bound_otherwise(view, desk, one, who) & (cost <= GIVES * gain)
        fine = fine & fits(one, asked)
        worth: Array = np.where(fine & (pleases > 0.0), pleases - 0.5 * np.maximum(cost, 0.0), -np.inf)
        better: Mask = worth > best
        best = np.where(better, worth, best)
        numbers = np.stack([one.act, one.object, one.level, one.until], axis=-1)
        out = np.where(better[..., None], numbers, out)
    return out


def gifts(view: View) -> list[tuple[int, int, Mask]]:
    """What can be given: acts with their levels, and the seats from which each means something. (..., seat)"""
    member = view.member & (view.side == 0.0)
    return [
        (NOT_RECOGNISE, -1, member),
        (KEEP_PATH_OPEN, -1, view.chair | view.member),
        (NOT_DECLARE, -1, view.declarer & ~view.declared[..., None]),
        (NO_MEASURES, -1, view.title_holder),
        (STOP_LOBBYING, -1, view.lobbies),
        (ACT_REINFORCE, -1, view.contributor),
        (COORDINATE, 1, member),
    ]


def fits(one: Clause, asked: Clause) -> Mask:
    """What is given must not be the contrary of what is asked. (..., seat)"""
    return np.asarray(direction(one) * direction(asked) >= 0.0)

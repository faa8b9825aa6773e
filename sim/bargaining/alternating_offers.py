"""Alternating offers: whoever proposes gives the others just what waiting would be worth to them.

Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. *Econometrica* 50(1), 97-109; finite horizons, by
backward induction, Stahl, I. (1972). *Bargaining Theory*. Several parties under unanimity, as in Osborne, M. J., &
Rubinstein, A. (1990). *Bargaining and Markets*, 63-65, in stationary strategies: whoever refuses proposes next. Points
on a scale: Banks, J. S., & Duggan, J. (2000). A bargaining model of collective choice. *American Political Science
Review* 94(1), 73-88: who proposes is drawn anew each round, here with the chance capability x salience.

Differs: standing alone issues are settled one by one, with a common discount factor, and the outcome is the mean of
what each would propose and get. Binmore, K. (1987) shows that both forms come to the Nash solution as rounds grow
short. In the talks of a scenario the proposer of a session is drawn; packages are a list, and if nothing on it beats
waiting for everybody, the proposer waits.
"""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, Index, Mask, added
from sim.bargaining.case import Case
from sim.bargaining.path import Path
from sim.bargaining.table import SLACK, Table

DISCOUNT = 0.95
"""What is left of a gain that comes a round later."""
SESSIONS = 12
"""Rounds that the whole talks of a scenario stand for."""
LEAST = 1e-9
"""Utility points that do not count."""


# ---------------------------------------------------------------- shares of a cake


def shares(discount: Array) -> Array:
    """What each party would keep of a cake if it proposed, with no end to the talks and one veto each.

    A refuser proposes next, so the proposer leaves j just d_j w_j: w_i = 1 - sum over j of d_j w_j, which gives
    w_i = 1 / ((1 - d_i) (1 + sum of d_j / (1 - d_j))). Two parties: (1 - d_2) / (1 - d_1 d_2); n alike:
    1 / (1 + (n - 1) d).

    discount   (..., party)   0 or more and below 1
    returns    (..., party)   of a cake of 1

    >>> shares(np.array([0.9, 0.9])).round(4)
    array([0.5263, 0.5263])
    """
    wait = 1.0 - discount
    return 1.0 / (wait * (1.0 + (discount / wait).sum(-1, keepdims=True)))


def last_shares(discount: Array, rounds: int) -> Array:
    """What the first of two proposers keeps if they alternate and nothing is left after the last round.

    By backward induction: w = 1 in the last round, before it w = 1 - d_other w'.

    discount   (..., party)   of two; the first proposes in round 1
    returns    (...)          0..1

    >>> last_shares(np.array([0.9, 0.9]), 3).round(4)
    np.float64(0.91)
    """
    keeps = np.ones(discount.shape[:-1])
    for turn in range(rounds - 1, 0, -1):
        responder = turn % 2
        keeps = 1.0 - discount[..., responder] * keeps
    return keeps


def traded(weight: Array, patience: Array, rounds: int) -> tuple[Array, Array]:
    """Two parties with opposed interests on several issues, offering in turn until the last round.

    Each issue can be shared; a share brings a party its weight there. The proposer keeps what it can and gives the
    other just what waiting is worth to it, beginning with what the other wants most for what it costs: so offers are
    efficient. By backward induction; without an agreement both have nothing.

    weight     (..., party, issue)   of two parties, each adding up to 1
    patience   (..., party)          discount factors, 0..1
    returns    (..., party), (..., issue)   gains under the first offer, which is taken; the first party's shares

    >>> gain, share = traded(np.array([[0.75, 0.25], [0.25, 0.75]]), np.array([0.9, 0.9]), 26)
    >>> share.round(3)
    array([1.   , 0.077])
    """
    order = np.argsort(weight[..., 0, :] / np.maximum(weight[..., 1, :], LEAST), axis=-1, kind="stable")
    mine, yours = (np.take_along_axis(weight[..., party, :], order, -1) for party in (0, 1))
    gives = given_first(mine, yours), given_first(yours[..., ::-1], mine[..., ::-1])
    waiting = [np.zeros(weight.shape[:-2]), np.zeros(weight.shape[:-2])]
    for turn in range(rounds - 1, -1, -1):
        who, other = turn % 2, 1 - turn % 2
        due = patience[..., other] * waiting[other]
        waiting[other] = due
        waiting[who] = 1.0 - added(gives[who].mine * paid_out(gives[who], due))
    back = np.argsort(order, axis=-1, kind="stable")
    share = np.take_along_axis(1.0 - paid_out(gives[0], waiting[1]), back, -1)
    return np.stack(waiting, axis=-1), share


@dataclass(frozen=True)
class Giving:
    """What a proposer can give, in the order in which it gives. Shapes (..., issue)."""

    mine: Array
    """what each issue is worth to the proposer"""
    before: Array
    """what the other has got before it"""
    yours: Array
    """what it is worth to the other, 0 counting as next to nothing"""


def given_first(mine: Array, yours: Array) -> Giving:
    """The issues in the order in which they are given."""
    theirs = np.ascontiguousarray(yours)
    return Giving(np.ascontiguousarray(mine), theirs.cumsum(-1) - theirs, np.maximum(theirs, LEAST))


def paid_out(giving: Giving, due: Array) -> Array:
    """The share of each issue that is given, in order, until so much is reached. (..., issue), 0..1"""
    return np.minimum(np.maximum((due[..., None] - giving.before) / giving.yours, 0.0), 1.0)


# ---------------------------------------------------------------- packages


def propose(case: Case) -> Index:
    """What the party that is drawn to propose would table, with as many sessions to come as there are; -1 if nothing.

    Who would rather wait tables what it would propose in the next round in which anything passes. The chance of
    proposing is the power. (...)
    """
    best = proposals(case.gain, case.feasible, chances(case.power), sessions_left(case.elapsed))
    drawn = np.take_along_axis(best, proposer(case.power, case.chance)[..., None], -1)[..., 0]
    return np.where(case.feasible.any(-1), drawn, -1)


def proposer(power: Array, chance: Array) -> Index:
    """Who is drawn: the weightiest by the lowest numbers, whatever the order in which the parties are listed. (...)

    >>> proposer(np.array([[1.0, 3.0], [1.0, 3.0]]), np.array([0.7, 0.8]))
    array([1, 0])
    """
    order = np.argsort(-power, axis=-1, kind="stable")
    until = np.take_along_axis(chances(power), order, -1).cumsum(-1)
    place = np.minimum((chance[..., None] >= until).sum(-1), until.shape[-1] - 1)
    return np.take_along_axis(order, place[..., None], -1)[..., 0]


def chances(weight: Array) -> Array:
    """The chance of each to propose. (..., party), adding up to 1"""
    whole = weight.sum(-1, keepdims=True)
    return np.where(whole > 0.0, weight / np.where(whole > 0.0, whole, 1.0), 1.0 / weight.shape[-1])


def sessions_left(elapsed: Array) -> Array:
    """Sessions that are still to come, this one with them: 1..SESSIONS. (...)"""
    return 1.0 + np.rint((SESSIONS - 1) * (1.0 - elapsed))


def proposals(gain: Array, feasible: Mask, chance: Array, left: Array) -> Index:
    """What each party would propose with so many rounds left, by backward induction.

    Everybody says yes to what gains it as much as waiting for a round does, discounted. After the last round there is
    no agreement, which gains nobody anything.

    gain       (..., party, package)   over no agreement, 0 or more
    feasible   (..., package)
    chance     (..., party)            of proposing, adding up to 1
    left       (...)                   rounds, 1 or more
    returns    (..., party)            package
    """
    own = np.where(feasible[..., None, :], gain, -1.0)
    waiting = np.zeros_like(chance)
    chosen: Index = own.argmax(-1)
    for ahead in range(1, SESSIONS + 1):
        floor = DISCOUNT * waiting
        passes = feasible & (gain >= floor[..., None] - LEAST).all(-2)
        best: Index = np.where(passes[..., None, :], own, -1.0).argmax(-1)
        some = np.asarray(passes.any(-1))
        chosen = np.where(((ahead <= left) & some)[..., None], best, chosen)
        got = np.take_along_axis(gain, best[..., None, :], -1)
        waiting = np.where(some[..., None], (got * chance[..., None, :]).sum(-1), floor)
    return chosen


# ---------------------------------------------------------------- points on a scale


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Standing alone: positions are what each would propose in the first round; the outcome is their mean."""
    return offered(table, table.weight, rounds)


def offered(table: Table, weight: Array, rounds: int) -> Path:
    """The same with other weights for the chance to propose. weight (..., actor, issue), 0 or more"""
    start, span = table.start, table.span
    away = (table.position - start[..., None, :]) / span[..., None, :]
    place, weight = (np.ascontiguousarray(np.swapaxes(x, -1, -2)) for x in (away, weight))
    cares = np.swapaxes(table.salience, -1, -2) > 0.0
    asked = cares if table.veto is None else cares & table.veto[..., None, :]
    reach = np.where(asked, 1.0 - table.floor()[..., None, :], np.inf)
    made, agreed = induced(place, reach, chances(weight), max(rounds, 1))
    first = (made * chances(weight)).sum(-1)
    shown = start[..., None, :] + np.swapaxes(made, -1, -2) * span[..., None, :]
    path = [np.broadcast_to(table.position, shown.shape), *[shown] * rounds]
    return Path(np.stack(path, axis=-3), start + first * span, np.asarray(agreed.all(-1)))


def induced(place: Array, reach: Array, chance: Array, rounds: int) -> tuple[Array, Mask]:
    """What each would propose in the first of so many rounds, and whether there is anything that all would sign.

    In the last round all say yes within `reach` of their own; before it, within what is as good as waiting. What all
    would sign is an interval, and a proposer takes the point of it that is nearest to its own.

    place, reach, chance   (..., actor)   reach infinite for who is not asked
    returns                (..., actor), (...)
    """
    asked = np.isfinite(reach)
    room = np.where(asked, reach, 0.0)
    waiting = np.zeros_like(place)
    made = place
    agreed = np.ones(place.shape[:-1], bool)
    for ahead in range(rounds):
        near = np.where(asked, room - DISCOUNT * waiting, np.inf)
        low, high = (place - near).max(-1), (place + near).min(-1)
        agreed = agreed if ahead else np.asarray(low <= high + SLACK)
        gap = 0.5 * np.maximum(low - high, 0.0)
        made = np.minimum(np.maximum(place, (low - gap)[..., None]), (high + gap)[..., None])
        away = np.abs(place[..., :, None] - made[..., None, :])
        gain = room - (away * chance[..., None, :]).sum(-1)
        waiting = np.where(agreed[..., None] & asked, np.maximum(gain, 0.0), 0.0)
    return made, agreed

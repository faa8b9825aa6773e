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

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.bargaining.case import Case
from sim.bargaining.path import Path, standing
from sim.bargaining.table import Table

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
    array([1.   , 0.021])
    """
    first, second = weight[..., 0, :], weight[..., 1, :]
    mine, yours, back = in_order(first, second)
    frontier = steps(mine, yours), steps(yours[..., ::-1], mine[..., ::-1])
    waiting = [np.zeros(weight.shape[:-2]), np.zeros(weight.shape[:-2])]
    for turn in range(rounds - 1, -1, -1):
        who = turn % 2
        other = 1 - who
        due = patience[..., other] * waiting[other]
        waiting = [due, due]
        waiting[who] = kept(*frontier[who], due)
    given = paid_out(yours, waiting[1])
    share = np.take_along_axis(1.0 - given, back, -1)
    return np.stack(waiting, axis=-1), share


def in_order(first: Array, second: Array) -> tuple[Array, Array, Index]:
    """Both parties' weights in the order in which the first gives way, and the places of the issues in it."""
    order = np.argsort(first / np.maximum(second, LEAST), axis=-1, kind="stable")
    mine, yours = (np.take_along_axis(w, order, -1) for w in (first, second))
    return mine, yours, np.argsort(order, axis=-1, kind="stable")


def steps(mine: Array, yours: Array) -> tuple[Array, Array]:
    """The corners of what can be kept and given: what has been given before each issue, and the issues themselves."""
    return mine, yours


def kept(mine: Array, yours: Array, due: Array) -> Array:
    """What a proposer keeps after giving so much in the order of the issues. (...)"""
    return (mine * (1.0 - paid_out(yours, due))).sum(-1)


def paid_out(yours: Array, due: Array) -> Array:
    """The share of each issue that is given, in order, until so much is reached. (..., issue), 0..1"""
    before = yours.cumsum(-1) - yours
    return np.clip((due[..., None] - before) / np.maximum(yours, LEAST), 0.0, 1.0)

"""Kalai-Smorodinsky: everybody gets the same share of the most that it could gain; and the egalitarian solution.

Kalai, E., & Smorodinsky, M. (1975). Other solutions to Nash's bargaining problem. *Econometrica* 43(3), 513-518.
Kalai, E. (1977). Proportional solutions to bargaining situations. *Econometrica* 45(7), 1623-1630: equal gains, in
units that can be compared; here gains weighted by salience.

Differs: among a few packages no two gains need be alike, so the least share is made as large as it can be (Imai 1983
goes on to the next least; so do ties here). Standing alone, issues are settled one by one, each as if it were the only
one; who does not care for an issue has no say on it. Power does not count: the source has none.
"""

import numpy as np

from sim.arrays import Array, Index
from sim.bargaining.case import Case
from sim.bargaining.path import Path, standing
from sim.bargaining.table import Table

LEAST = 1e-9
"""A share of the most that could be gained is one of at least so many utility points."""


def propose(case: Case) -> Index:
    """The feasible package whose least share of what could be gained is the largest; -1 if there is none. (...)"""
    gain = case.gain
    most = gain.max(-1, keepdims=True)
    share = np.where(most > LEAST, gain / np.maximum(most, LEAST), 1.0)
    return fairest(np.where(case.feasible[..., None, :], share, -np.inf), case)


def fairest(share: Array, case: Case) -> Index:
    """The feasible package of the largest least share; of equals that of the next least, then the first. (...)

    share   (..., party, package)
    """
    ranked = np.sort(share, axis=-2)
    open_ = case.feasible
    for place in range(ranked.shape[-2]):
        value = np.where(open_, ranked[..., place, :], -np.inf)
        open_ = open_ & (value >= value.max(-1, keepdims=True))
    return np.where(case.feasible.any(-1), open_.argmax(-1), -1)


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Standing alone: `proportional` (Kalai-Smorodinsky) or `egalitarian`; nobody moves."""
    place = np.ascontiguousarray(np.swapaxes(table.position, -1, -2))
    salience = np.ascontiguousarray(np.swapaxes(table.salience, -1, -2))
    reach = np.broadcast_to(1.0 - table.floor()[..., None, :], place.shape)
    away = np.swapaxes((table.position - table.start[..., None, :]) / table.span[..., None, :], -1, -2)
    point, share = (equal_gains if variant == "egalitarian" else equal_shares)(away, reach, salience)
    cares = (salience > 0.0).any(-1)
    point = np.where(cares, point, 0.5 * (away.min(-1) + away.max(-1)))
    return Path(
        standing(table, rounds),
        table.start + np.clip(point, away.min(-1), away.max(-1)) * table.span,
        np.asarray(((share >= 0.0) | ~cares).all(-1)),
    )


def equal_shares(place: Array, reach: Array, salience: Array) -> tuple[Array, Array]:
    """The point at which the worst off has the largest share of what it could gain, and that share.

    Who could gain up to `reach` gets the share t at points within (1 - t) reach of its own. Two such neighbourhoods
    meet from 1 - t = (x_i - x_j) / (reach_i + reach_j) on; the last pair to meet decides.

    place      (..., actor)   share of the scale, 0..1
    reach      (..., actor)   1 less the reservation value, 0..1
    salience   (..., actor)   who has 0 does not count
    returns    (...)          share of the scale, and 0..1; below 0 where even no agreement is better

    >>> point, share = equal_shares(np.array([0.0, 1.0]), np.array([1.0, 0.5]), np.ones(2))
    >>> round(float(point), 4), round(float(share), 4)
    (0.6667, 0.3333)
    """
    both = (salience > 0.0)[..., :, None] & (salience > 0.0)[..., None, :]
    apart = place[..., :, None] - place[..., None, :]
    room = reach[..., :, None] + reach[..., None, :]
    given = np.where(room > 0.0, apart / np.where(room > 0.0, room, 1.0), np.where(apart > 0.0, 2.0, 0.0))
    point, needed = last_to_meet(np.where(both, given, -1.0), place, reach)
    return point, 1.0 - needed


def last_to_meet(given: Array, place: Array, reach: Array) -> tuple[Array, Array]:
    """Where the last pair meets, and what it needs to: the point lies `needed` x reach below the upper of the two.

    given     (..., actor, actor)   what the pair of upper and lower needs, 0..1
    returns   (...) each
    """
    pairs = given.reshape(*given.shape[:-2], -1)
    n = place.shape[-1]
    last = pairs.argmax(-1)
    needed = np.maximum(pairs.max(-1), 0.0)
    upper, lower = last // n, last % n
    x, k = (np.take_along_axis(v, upper[..., None], -1)[..., 0] for v in (place, reach))
    y, m = (np.take_along_axis(v, lower[..., None], -1)[..., 0] for v in (place, reach))
    room = np.where(k + m > 0.0, k + m, 1.0)
    return np.where(k + m > 0.0, (m * x + k * y) / room, 0.5 * (x + y)), needed


def equal_gains(place: Array, reach: Array, salience: Array) -> tuple[Array, Array]:
    """The point at which the least gain is the largest, gains counted by salience; and that gain.

    The gain s (reach - distance) is g or more within reach - g / s of the own point; two such neighbourhoods meet as
    long as g <= (reach_i + reach_j - (x_i - x_j)) / (1 / s_i + 1 / s_j). Shapes as in `equal_shares`.

    >>> point, gain = equal_gains(np.array([0.0, 1.0]), np.ones(2), np.array([1.0, 0.5]))
    >>> round(float(point), 4), round(float(gain), 4)
    (0.6667, 0.3333)
    """
    s = np.where(salience > 0.0, salience, 1.0)
    both = (salience > 0.0)[..., :, None] & (salience > 0.0)[..., None, :]
    apart = place[..., :, None] - place[..., None, :]
    room = reach[..., :, None] + reach[..., None, :] - apart
    gain = np.where(both, room / (1.0 / s[..., :, None] + 1.0 / s[..., None, :]), np.inf)
    pairs = gain.reshape(*gain.shape[:-2], -1)
    least = pairs.min(-1)
    near = reach - np.where(np.isfinite(least), least, 0.0)[..., None] / s
    counts = (salience > 0.0) | ~(salience > 0.0).any(-1, keepdims=True)
    low = np.where(counts, place - near, -np.inf).max(-1)
    high = np.where(counts, place + near, np.inf).min(-1)
    return 0.5 * (low + high), least

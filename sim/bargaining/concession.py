"""Time-dependent concession: what a party still asks as its own time runs out.

Faratin, P., Sierra, C., & Jennings, N. R. (1998). Negotiation decision functions for autonomous agents.
*Robotics and Autonomous Systems* 24(3-4), 159-182: the polynomial and the exponential form. The forms that answer in
kind are strategies: `sim.strategies.tit_for_tat`.

Differs: standing alone all actors concede at once, each offering what brings it nearest to the weighted mean of all at
no less than it asks; an offer that all would take at their next turn is agreed, of several their mean by capability x
salience. Who weighs more than the mean concedes later, who weighs less earlier. Issues are settled one by one.
"""

from itertools import pairwise

import numpy as np

from sim.arrays import Array, Mask
from sim.bargaining.compromise import weighted_mean
from sim.bargaining.path import Path
from sim.bargaining.table import SLACK, Table

FIRST = 0.05
"""Share conceded at once, standing alone."""
SLOWEST, FASTEST = 0.1, 10.0
"""Bounds of the pace, standing alone: as boulware and as conceding as in the source."""


def conceded(elapsed: Array, first: Array, pace: Array) -> Array:
    """The share of the way from the best to the reservation value that is given up: the polynomial tactic.

    alpha(t) = first + (1 - first) (t / T)^(1 / pace). Pace below 1 is boulware (late), 1 linear, above 1
    conceder (early).

    elapsed   (...)   t / T, 0..1; T is the party's *own* expected end of the talks
    first     (...)   share conceded at once, 0..1
    pace      (...)   > 0
    returns   (...)   0..1

    >>> conceded(np.array([0.0, 0.5, 1.0]), np.array(0.2), np.array(1.0))
    array([0.2, 0.6, 1. ])
    """
    t = np.clip(elapsed, 0.0, 1.0)
    return first + (1.0 - first) * np.power(t, 1.0 / np.maximum(pace, 1e-3))


def conceded_by_power(elapsed: Array, first: Array, pace: Array) -> Array:
    """The same by the exponential tactic: alpha(t) = exp((1 - t / T)^pace ln first). Shapes as in `conceded`.

    Pace below 1 is conceder here, above 1 boulware: exponents stand the other way round than in the polynomial form.
    A first share of 0 counts as one in a thousand.

    >>> conceded_by_power(np.array([0.0, 0.5, 1.0]), np.array(0.25), np.array(1.0))
    array([0.25, 0.5 , 1.  ])
    """
    left = 1.0 - np.clip(elapsed, 0.0, 1.0)
    return np.exp(np.power(left, pace) * np.log(np.maximum(first, 1e-3)))


def target(best: Array, floor: Array, elapsed: Array, first: Array, pace: Array) -> Array:
    """The utility that a party asks: it falls from the best package to the reservation value, never below.

    best, floor   (...)   utility points; where nothing beats the floor, the floor
    returns       (...)   utility points

    >>> target(np.array(100.0), np.array(40.0), np.array(1.0), np.array(0.0), np.array(1.0))
    np.float64(40.0)
    """
    top = np.maximum(best, floor)
    return floor + (1.0 - conceded(elapsed, first, pace)) * (top - floor)


# ---------------------------------------------------------------- standing alone


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Standing alone, by the `polynomial` or the `exponential` tactic: positions are the offers of each round.

    Without an agreement by the last round there is none.
    """
    start, span = table.start[..., None, :], table.span[..., None, :]
    place = np.ascontiguousarray(np.swapaxes((table.position - start) / span, -1, -2))
    weight = np.ascontiguousarray(np.swapaxes(table.weight, -1, -2))
    cares = np.swapaxes(table.salience, -1, -2) > 0.0
    asked = cares if table.veto is None else cares & table.veto[..., None, :]
    middle = weighted_mean(place, weight)[..., None]
    reach, pace = 1.0 - table.floor()[..., None, :], pace_of(weight)
    turns = [asks(turn, rounds, pace, variant) * reach for turn in range(1, rounds + 2)]
    made, settled, point = [place], np.zeros(middle.shape[:-1], bool), middle[..., 0]
    for now, then in pairwise(turns):
        offer = place + np.clip(middle - place, -now, now)
        taken = np.asarray(accepted(place, offer, then, asked) & ~settled[..., None])
        point = np.where(taken.any(-1), weighted_mean(offer, share(weight, taken)), point)
        made.append(np.where(settled[..., None], point[..., None], offer))
        settled = settled | taken.any(-1)
    made[-1] = np.where(settled[..., None], point[..., None], made[-1]) if rounds else made[-1]
    path = [table.position, *(start + np.swapaxes(p, -1, -2) * span for p in made[1:])]
    outcome = table.start + point * table.span
    return Path(np.stack(path, axis=-3), outcome, np.asarray(settled.all(-1)))


def pace_of(weight: Array) -> Array:
    """The pace of each: the mean weight over its own, within bounds. (..., actor)

    >>> pace_of(np.array([1.0, 3.0]))
    array([2.        , 0.66666667])
    """
    mean = weight.sum(-1, keepdims=True) / weight.shape[-1]
    fast = weight * FASTEST <= mean
    return np.where(fast, FASTEST, np.maximum(mean / np.where(fast, 1.0, weight), SLOWEST))


def asks(turn: int, rounds: int, pace: Array, variant: str) -> Array:
    """The share of what there is to give that each has given up at a turn, 1..rounds; all of it after. (..., actor)"""
    elapsed = np.full_like(pace, min(turn / max(rounds, 1), 1.0))
    first = np.full_like(pace, FIRST)
    if variant == "exponential":
        return conceded_by_power(elapsed, first, 1.0 / pace)
    return conceded(elapsed, first, pace)


def accepted(place: Array, offer: Array, given_up: Array, asked: Mask) -> Mask:
    """Which offers all would take who are asked. place, offer, given_up, asked (..., actor), returns (..., offer)"""
    away = np.abs(offer[..., :, None] - place[..., None, :])
    return np.asarray(((away <= given_up[..., None, :] + SLACK) | ~asked[..., None, :]).all(-1))


def share(weight: Array, taken: Mask) -> Array:
    """The weights of those whose offers are taken; alike where none of them has any. (..., actor)"""
    w = np.where(taken, weight, 0.0)
    return np.where(taken & ~(w > 0.0).any(-1, keepdims=True), 1.0, w)

"""Time-dependent concession: what a party still asks as its own time runs out.

Faratin, P., Sierra, C., & Jennings, N. R. (1998). Negotiation decision functions for autonomous agents.
*Robotics and Autonomous Systems* 24(3-4), 159-182.
"""

import numpy as np

from sim.arrays import Array


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


def target(best: Array, floor: Array, elapsed: Array, first: Array, pace: Array) -> Array:
    """The utility that a party asks: it falls from the best package to the reservation value, never below.

    best, floor   (...)   utility points; where nothing beats the floor, the floor
    returns       (...)   utility points

    >>> target(np.array(100.0), np.array(40.0), np.array(1.0), np.array(0.0), np.array(1.0))
    np.float64(40.0)
    """
    top = np.maximum(best, floor)
    return floor + (1.0 - conceded(elapsed, first, pace)) * (top - floor)

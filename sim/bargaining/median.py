"""The weighted median: the position that neither side can outweigh.

Black, D. (1948). On the rationale of group decision-making. *Journal of Political Economy* 56(1), 23-34:
with single-peaked preferences the median beats every other position, here counted in weights, not heads.

Differs: where two positions split the weights in half, every point between them is as good; their midpoint
is taken. In the talks the feasible package nearest to it is proposed, because the parties may walk out.
"""

import numpy as np

from sim.arrays import Array, Index
from sim.bargaining.case import Case, weights
from sim.bargaining.path import Path, standing
from sim.bargaining.table import Table

SLACK = 1e-9
"""Share of all weight by which a sum of weights may miss one half and still be one half."""


def propose(case: Case) -> Index:
    """The feasible package nearest to the weighted median of what the negotiators say; -1 if none. (...)"""
    return case.nearest(weighted_median(case.position, case.weight))


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Standing alone: the weighted median of the first positions, issue by issue; nobody moves."""
    place, weight = (np.ascontiguousarray(np.swapaxes(x, -1, -2)) for x in (table.position, table.weight))
    return Path(standing(table, rounds), weighted_median(place, weight))


def weighted_median(position: Array, weight: Array) -> Array:
    """The position with at most half of the weight on either side; between two such, their midpoint.

    position   (..., actor)   0..100
    weight     (..., actor)   capability x salience, 0 or more; all count alike where all are 0
    returns    (...)          0..100

    >>> weighted_median(np.array([100.0, 0.0, 40.0]), np.array([1.0, 1.0, 1.0]))
    np.float64(40.0)
    >>> weighted_median(np.array([100.0, 0.0, 40.0]), np.array([2.0, 1.0, 1.0]))
    np.float64(70.0)
    """
    order = position.argsort(-1, kind="stable")
    place = np.take_along_axis(position, order, -1)
    below = np.take_along_axis(weights(weight), order, -1).cumsum(-1)
    share = below / below[..., -1:]
    low: Index = (share >= 0.5 - SLACK).argmax(-1)
    high: Index = (share > 0.5 + SLACK).argmax(-1)
    ends = np.take_along_axis(place, np.stack([low, high], axis=-1), -1)
    return 0.5 * (ends[..., 0] + ends[..., 1])

"""The compromise: the mean of all positions, weighted by capability and salience.

Van den Bos, J. M. M. (1991). *Dutch EC decision making*. Achen, C. H. (2006). Institutional realism and
bargaining models. In R. Thomson et al. (eds), *The European Union Decides*, 86-123, who shows that it
comes near the Nash solution when no agreement is very bad for all.

Differs in the talks: there is an outside option there, so the mean itself is not the outcome; what is proposed
is the feasible package nearest to it. Standing alone, with vetoes: a mean that a veto holder likes less than no
agreement fails.
"""

import numpy as np

from sim.arrays import Array, Index
from sim.bargaining.case import Case, weights
from sim.bargaining.path import Path, standing
from sim.bargaining.table import Table


def propose(case: Case) -> Index:
    """The feasible package nearest to the weighted mean of what the negotiators say; -1 if none. (...)"""
    return case.nearest(weighted_mean(case.position, case.weight))


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Standing alone: the weighted mean of the first positions, issue by issue; nobody moves."""
    place, weight = (np.ascontiguousarray(np.swapaxes(x, -1, -2)) for x in (table.position, table.weight))
    return Path(standing(table, rounds), weighted_mean(place, weight))


def weighted_mean(position: Array, weight: Array) -> Array:
    """The mean by weight: sum c s x / sum c s; the plain mean where all weights are 0.

    position   (..., actor)   0..100
    weight     (..., actor)   capability x salience, 0 or more
    returns    (...)          0..100

    >>> weighted_mean(np.array([0.0, 50.0, 100.0]), np.array([1.0, 1.0, 2.0]))
    np.float64(62.5)
    """
    w = weights(weight)
    return (w * position).sum(-1) / w.sum(-1)

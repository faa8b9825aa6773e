"""Effort: the compromise of those who try; how hard an actor tries goes with how much it cares.

Our own. Its parts are known: the mean of all positions by weight (Van den Bos 1991; Achen 2006); effort that is
chosen, not given (Tullock, G. (1980). Efficient rent seeking. In J. M. Buchanan et al. (eds), *Toward a Theory of
the Rent-Seeking Society*, 97-112); and square roots of size as the measure of power among states (Penrose, L. S.
(1946). The elementary statistics of majority voting. *Journal of the Royal Statistical Society* 109(1), 53-57).

An actor gains s for each unit by which the outcome comes nearer, and an effort e costs it e^2 / (2 k), so it brings
e = k s to the table. All then agree on the compromise of those who are there, each counted by its effort and by how
much it cares: weight k s^2. What its resources are worth in effort grows with their square root, k = sqrt(c): the
second army convinces less than the first. Chosen among few on half of the DEU III data, see tests/deu/README.md.
"""

import numpy as np

from sim.arrays import Array, Index
from sim.bargaining.case import Case
from sim.bargaining.compromise import weighted_mean
from sim.bargaining.path import Path, standing
from sim.bargaining.table import Table

CARE = 2.0
"""Exponent of salience: once for the effort that is made, once for what it is made for."""
RESOURCE = 0.5
"""Exponent of capability."""


def propose(case: Case) -> Index:
    """The feasible package nearest to the compromise by effort; -1 if there is none. (...)"""
    return case.nearest(weighted_mean(case.position, effort(case.capability, case.salience)))


def solve(table: Table, rounds: int, variant: str) -> Path:
    """The compromise by effort, issue by issue; nobody moves."""
    place = np.ascontiguousarray(np.swapaxes(table.position, -1, -2))
    weight = effort(table.capability[..., None], table.salience)
    return Path(
        standing(table, rounds), weighted_mean(place, np.ascontiguousarray(np.swapaxes(weight, -1, -2)))
    )


def effort(capability: Array, salience: Array) -> Array:
    """What an actor counts for: the square root of what it has, times the square of what it cares.

    >>> import numpy as np
    >>> effort(np.array([4.0, 1.0]), np.array([0.5, 1.0]))
    array([0.5, 1. ])
    """
    return np.power(capability, RESOURCE) * np.power(salience, CARE)

"""Effort: who cares most gets to speak, and speaks to all: alternating offers whose proposers are drawn by effort.

Our own, of known parts. Effort is chosen (Tullock, G. (1980). Efficient rent seeking. In J. M. Buchanan et al. (eds),
*Toward a Theory of the Rent-Seeking Society*, 97-112): an actor gains s for each unit by which the outcome comes
nearer, and an effort e costs it e^2 / (2 k), so it makes the effort k s. It counts for what it does and for how much it
minds: k s^2. What resources are worth in effort grows with their square root, k = sqrt(c), as the fair measure of
power among states does (Penrose, L. S. (1946). The elementary statistics of majority voting. *Journal of the Royal
Statistical Society* 109(1), 53-57). No agreement is costly to all, so nobody is passed over: who proposes has to leave
everybody as much as waiting would (Banks & Duggan 2000, see `sim.bargaining.alternating_offers`).

Against the compromise it differs in two things: exponents of 1/2 and 2 in place of 1 and 1, and that a proposal has to
be borne by all. It was chosen among few on half of the DEU III data: `tests/deu.py` tells what that choice is worth.
"""

import numpy as np

from sim.arrays import Array, Index
from sim.bargaining.alternating_offers import chances, induced, offered
from sim.bargaining.case import Case
from sim.bargaining.path import Path
from sim.bargaining.table import Table

CARE = 2.0
"""Exponent of salience: once for the effort that is made, once for what it is made for."""
RESOURCE = 0.5
"""Exponent of capability."""
ROUNDS = 26
"""Rounds that the talks may take, unless said otherwise."""
SCALE = 100.0


def propose(case: Case) -> Index:
    """The feasible package nearest to what all negotiators would come to; -1 if there is none. (...)"""
    chance = chances(effort(case.capability, case.salience))
    made, _ = induced(case.position / SCALE, np.ones_like(case.position), chance, ROUNDS)
    return case.nearest(SCALE * (made * chance).sum(-1))


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Standing alone: positions are what each would propose in the first round; the outcome is their mean."""
    return offered(table, effort(table.capability[..., None], table.salience), rounds)


def effort(capability: Array, salience: Array) -> Array:
    """What an actor counts for: the square root of what it has, times the square of what it cares.

    >>> effort(np.array([4.0, 1.0]), np.array([0.5, 1.0]))
    array([0.5, 1. ])
    """
    return np.power(capability, RESOURCE) * np.power(salience, CARE)

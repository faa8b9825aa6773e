"""The Nash solution: the package with the largest product of gains over no agreement.

Nash, J. F. (1950). The bargaining problem. *Econometrica* 18(2), 155-162; with unequal powers Kalai, E.
(1977). Nonsymmetric Nash solutions and replications of 2-person bargaining. *International Journal of Game
Theory* 6(3), 129-133.

Differs: the packages are a list, not a convex set, and there are no lotteries over them; so the axioms hold
for the choice among what is on the list. Powers are capability x salience.
"""

import numpy as np

from sim.arrays import Array, Index
from sim.bargaining.case import Case

LEAST = 1e-9
"""A gain of nothing counts as this many utility points, so that its logarithm is finite."""


def propose(case: Case) -> Index:
    """The feasible package of the largest sum a ln(u - d), the first of equals; -1 if there is none. (...)"""
    product = np.where(case.feasible, log_product(case.gain, case.power), -np.inf)
    return np.where(case.feasible.any(-1), product.argmax(-1), -1)


def log_product(gain: Array, power: Array) -> Array:
    """The logarithm of the Nash product: sum a ln(u - d).

    gain      (..., party, package)   u - d, utility points, 0 or more
    power     (..., party)            a, 0 or more
    returns   (..., package)

    Gains of 20 and 5 make the same product as 10 and 10; with twice the power of the first party, 2000
    against 1000.

    >>> gain = np.array([[20.0, 10.0], [5.0, 10.0]])
    >>> np.exp(log_product(gain, np.array([1.0, 1.0]))).round(6)
    array([100., 100.])
    >>> np.exp(log_product(gain, np.array([2.0, 1.0]))).round(6)
    array([2000., 1000.])
    """
    return (power[..., None] * np.log(np.maximum(gain, LEAST))).sum(-2)

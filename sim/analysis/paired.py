"""How far one arm lies from another on the same luck: differences world by world, with their intervals."""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.spread import Z95


@dataclass(frozen=True)
class Difference:
    """The mean over worlds of an arm less the base, with its standard error and 95 % interval."""

    n: int
    """worlds in which both are defined; the others are left out"""
    mean: float
    error: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Does the interval leave out nought?"""
        return self.low > 0.0 or self.high < 0.0


def difference(base: Array, arm: Array, share: bool = False) -> Difference | None:
    """The paired difference of two columns of the same worlds; None where fewer than two worlds have both.

    base, arm   (world,)   NaN where it is not defined in a world
    share       the columns hold 0 and 1 alone; the interval is then Bonett & Price's (2012) for paired
                shares, which is not empty where no world differs. Else mean +- 1.96 standard errors

    >>> found = difference(np.array([1.0, 2.0, np.nan]), np.array([2.0, 5.0, 1.0]))
    >>> found.n, found.mean, round(found.error, 6)
    (2, 2.0, 1.0)
    """
    both = ~(np.isnan(base) | np.isnan(arm))
    d = arm[both] - base[both]
    n = len(d)
    if n < 2:
        return None
    mean = float(d.mean())
    error = float(d.std(ddof=1)) / float(np.sqrt(n))
    if share:
        return Difference(n, mean, error, *bonett_price(int((d > 0).sum()), int((d < 0).sum()), n))
    return Difference(n, mean, error, mean - Z95 * error, mean + Z95 * error)


def bonett_price(gained: int, lost: int, n: int) -> tuple[float, float]:
    """95 % interval of a difference of paired shares: Laplace estimates of both kinds of change.

    Bonett & Price (2012), "Adjusted Wald confidence interval for a difference of binomial proportions based
    on paired data", Journal of Educational and Behavioral Statistics 37(4).

    gained, lost   worlds that have it in the arm alone, in the base alone

    >>> [round(x, 4) for x in bonett_price(0, 0, 98)]
    [-0.0277, 0.0277]
    """
    up, down = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    middle = up - down
    half = Z95 * float(np.sqrt((up + down - middle * middle) / (n + 2)))
    return max(-1.0, middle - half), min(1.0, middle + half)

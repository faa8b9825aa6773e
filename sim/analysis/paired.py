"""How far one arm lies from another on the same luck: differences world by world, with their intervals."""

from dataclasses import dataclass, field

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
    return spanned(n, float(d.mean()), float(d.std(ddof=1)), changes(d) if share else None)


def changes(d: Array) -> tuple[int, int]:
    """In how many worlds the arm alone has it, and in how many the base alone."""
    return int((d > 0).sum()), int((d < 0).sum())


def spanned(n: int, mean: float, sd: float, changed: tuple[int, int] | None) -> Difference:
    """A mean difference with its error and its interval.

    changed   of a share, the worlds of `changes`; None for an amount
    """
    error = sd / float(np.sqrt(n))
    if changed is not None:
        return Difference(n, mean, error, *bonett_price(*changed, n))
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


@dataclass
class Moments:
    """Number, mean and squares about the mean of values that come in pieces: Chan, Golub & LeVeque (1983), eq. 2.1."""

    n: int = 0
    mean: float = 0.0
    squares: float = 0.0

    def add(self, values: Array) -> None:
        """Some more values. (world,)"""
        n = len(values)
        if not n:
            return
        mean = float(values.mean())
        apart, all_ = mean - self.mean, self.n + n
        self.squares += float(((values - mean) ** 2).sum()) + apart * apart * (self.n * n / all_)
        self.mean += apart * (n / all_)
        self.n = all_


@dataclass
class Pairs:
    """A column of two arms, block by block, in a memory that does not grow.

    >>> pairs = Pairs()
    >>> pairs.add(np.array([1.0, 2.0, np.nan]), np.array([2.0, 5.0, 1.0]))
    >>> pairs.difference().mean, pairs.saved()
    (2.0, 2.5)
    """

    apart: Moments = field(default_factory=Moments)
    base: Moments = field(default_factory=Moments)
    arm: Moments = field(default_factory=Moments)
    gained: int = 0
    lost: int = 0

    def add(self, base: Array, arm: Array) -> None:
        """Some more worlds, NaN where it is not defined in one. (world,)"""
        both = ~(np.isnan(base) | np.isnan(arm))
        d = arm[both] - base[both]
        self.apart.add(d)
        self.base.add(base[both])
        self.arm.add(arm[both])
        gained, lost = changes(d)
        self.gained, self.lost = self.gained + gained, self.lost + lost

    def difference(self, share: bool = False) -> Difference | None:
        """The paired difference; None where fewer than two worlds have both."""
        n = self.apart.n
        if n < 2:
            return None
        sd = (self.apart.squares / (n - 1)) ** 0.5
        return spanned(n, self.apart.mean, sd, (self.gained, self.lost) if share else None)

    def saved(self) -> float | None:
        """How many times the variance of the difference would be what it is, were the arms' luck not the same:
        the variances of both arms, added, over that of the difference. An unpaired comparison needs as many times
        the worlds for an interval as narrow. None where no world differs.
        """
        if self.apart.n < 2 or self.apart.squares <= 0.0:
            return None
        return (self.base.squares + self.arm.squares) / self.apart.squares

"""How a measure spreads over worlds: mean, standard deviation and quantiles, in a memory that does not grow."""

from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array

Z95 = 1.959964
CHUNK = 65_536
"""Worlds whose values are kept one by one before they are counted."""
KEYS = 16_384
"""Different values that are counted apart; where there are more, each is rounded to as many bits as fit."""
BITS = 52
"""Bits of the fraction of a float64."""
POINTS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Summary:
    """A measure over worlds; worlds in which it is not defined are left out, `n` says how many count."""

    n: int
    mean: float | None
    sd: float | None
    p05: float | None
    p50: float | None
    p95: float | None


NOTHING = Summary(0, None, None, None, None, None)


def summary(values: Array) -> Summary:
    """Mean, standard deviation and quantiles of what is defined.

    >>> summary(np.array([1.0, 3.0, np.nan])).mean
    2.0
    """
    x = values[~np.isnan(values)]
    if not len(x):
        return NOTHING
    low, mid, high = (float(q) for q in np.quantile(x, POINTS))
    sd = float(x.std(ddof=1)) if len(x) > 1 else 0.0
    return Summary(len(x), float(x.mean()), sd, low, mid, high)


def summary_of_counts(values: Array, counts: NDArray[np.int64]) -> Summary:
    """The same of values in rising order and how often each occurs. (value,)

    >>> summary_of_counts(np.array([1.0, 3.0]), np.array([1, 1])).p95
    2.9
    """
    n = int(counts.sum())
    if not n:
        return NOTHING
    mean = float((values * counts).sum() / n)
    squares = float((counts * (values - mean) ** 2).sum())
    return Summary(n, mean, (squares / max(n - 1, 1)) ** 0.5, *quantiles(values, counts))


def quantiles(values: Array, counts: NDArray[np.int64]) -> tuple[float, float, float]:
    """5 %, 50 % and 95 %, between two values in proportion, as `np.quantile` has it."""
    reach = np.cumsum(counts)
    at = np.array(POINTS) * (reach[-1] - 1)
    below = np.floor(at)
    first, second = (values[np.searchsorted(reach, k, side="right")] for k in (below, np.ceil(at)))
    low, mid, high = (first + (second - first) * (at - below)).tolist()
    return low, mid, high


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927), which stays inside 0 and 1.

    >>> [round(x, 3) for x in wilson(0, 100)]
    [0.0, 0.037]
    """
    if n == 0:
        return 0.0, 1.0
    p, z2 = hits / n, Z95 * Z95
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * np.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # at no hits, and at nothing but hits, rounding may leave the share itself a hair outside
    return max(0.0, min(p, float(middle - half))), min(1.0, max(p, float(middle + half)))


def rounded(values: Array, bits: int) -> Array:
    """Values with so many bits of their fraction, to the nearest: 11 bits keep whole numbers up to 4,096.

    >>> rounded(np.array([3.0, 1.1, -1.1]), 3).tolist()
    [3.0, 1.125, -1.125]
    """
    drop = BITS - bits
    if drop <= 0:
        return values
    whole = (values + 0.0).view(np.int64)  # + 0.0: a negative zero is a zero
    half = np.int64(1) << (drop - 1)
    return ((whole + half) >> drop << drop).view(np.float64)


class Spread:
    """One measure, filled block by block.

    Up to 65,536 worlds everything is exact. Beyond, mean and standard deviation are exact to rounding, and
    quantiles are those of values rounded to as many bits as leave 16,384 different ones: shares, weeks and
    numbers stay exact, amounts are good to about one part in 4,000. The order of the blocks alone decides
    how values are rounded, so a run that was interrupted says the same as one that was not.

    >>> spread = Spread()
    >>> spread.add(np.array([1.0, np.nan, 3.0]))
    >>> spread.summary().n, spread.summary().p50
    (2, 2.0)
    """

    def __init__(self) -> None:
        self._raw: list[Array] = []
        self._waiting = 0
        self._n, self._mean, self._squares = 0, 0.0, 0.0
        self._bits = BITS
        self._keys = np.zeros(0)
        self._counts = np.zeros(0, dtype=np.int64)

    def add(self, values: Array) -> None:
        """The values of some more worlds. (world,)"""
        self._raw.append(values)
        self._waiting += len(values)
        if self._waiting > CHUNK:
            self._fold()

    def summary(self) -> Summary:
        """What the values say together."""
        if not self._n:
            return summary(np.concatenate([np.zeros(0), *self._raw]))
        all_ = copy(self)  # so that asking moves no rounding
        all_._fold()
        sd = (all_._squares / max(all_._n - 1, 1)) ** 0.5
        return Summary(all_._n, all_._mean, sd, *quantiles(all_._keys, all_._counts))

    def _fold(self) -> None:
        """Count what waits; mean and squares by Chan, Golub & LeVeque (1983), eq. 2.1."""
        x = np.concatenate([np.zeros(0), *self._raw])
        self._raw, self._waiting = [], 0
        x = x[~np.isnan(x)]
        if not len(x):
            return
        n, mean = len(x), float(x.mean())
        apart, all_ = mean - self._mean, self._n + n
        self._squares += float(((x - mean) ** 2).sum()) + apart * apart * (self._n * n / all_)
        self._mean += apart * (n / all_)
        self._n = all_
        keys, counts = np.unique(rounded(x, self._bits), return_counts=True)
        self._merge(np.concatenate([self._keys, keys]), np.concatenate([self._counts, counts]))

    def _merge(self, keys: Array, counts: NDArray[np.int64]) -> None:
        """Values and their counts in rising order, each value once; fewer bits until they fit."""
        while True:
            self._keys, where = np.unique(rounded(keys, self._bits), return_inverse=True)
            if len(self._keys) <= KEYS:
                break
            self._bits = 16 if self._bits == BITS else self._bits - 1
        self._counts = np.zeros(len(self._keys), dtype=np.int64)
        np.add.at(self._counts, where, counts)

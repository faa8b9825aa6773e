"""Chance as an argument: uniform numbers in, what they stand for out."""

import numpy as np

from sim.arrays import POINTS, Array, Mask
from sim.luck import split

HAZARD_CAP = 1.5


def logistic(x: Array) -> Array:
    """1 / (1 + exp(-x)), safe at both ends.

    >>> logistic(np.array([0.0, 1000.0]))
    array([0.5, 1. ])
    """
    return 1.0 / (1.0 + np.exp(-np.clip(x, -40.0, 40.0)))


def exponential(u: Array) -> Array:
    """A standard exponential threshold from a uniform number: a hazard strikes when its sum passes it.

    >>> exponential(np.array([0.0]))
    array([0.])
    """
    return -np.log1p(-u)


def triangular(u: Array, low: Array, mode: Array, high: Array) -> Array:
    """The triangular distribution, inverted.

    u                 (...)   uniform, 0..1
    low, mode, high   (...)   low <= mode <= high

    >>> triangular(np.array([0.0, 0.5, 1.0]), np.array(0.0), np.array(1.0), np.array(2.0))
    array([0., 1., 2.])
    """
    width, rise = high - low, mode - low
    place = u * width
    up = low + np.sqrt(np.maximum(place * rise, 0.0))
    down = high - np.sqrt(np.maximum((1.0 - u) * width * (high - mode), 0.0))
    return np.where(place < rise, up, down)


def hazard(readiness: Array, even: Array, slope: Array) -> Array:
    """Weekly hazard of acting, from an index in points: min(1.5, even x exp(slope x index / 20)).

    A discrete-time proportional hazard (complementary log-log; Beck, Katz & Tucker 1998). `even` is the
    hazard at index 0.

    >>> hazard(np.array([0.0, 20.0]), np.array(0.01), np.array(0.0))
    array([0.01, 0.01])
    """
    return np.minimum(HAZARD_CAP, even * np.exp(slope * readiness / POINTS))


def struck(before: Array, after: Array, threshold: Array) -> Mask:
    """Did the summed hazard pass the threshold in this step?"""
    return (before < threshold) & (after >= threshold)


def spread(luck: Array, first: int, n: int) -> Array:
    """Uniform numbers out of one: the outputs `first` .. `first + n - 1` of SplitMix64 with the luck as its seed.

    Steele, G. L., Lea, D., & Flood, C. H. (2014). Fast splittable pseudorandom number generators. OOPSLA.

    luck      (...)      0..1
    returns   (..., n)   0 up to 1

    >>> spread(np.array([0.25, 0.75]), 0, 3).round(3)
    array([[0.953, 0.611, 0.867],
           [0.91 , 0.28 , 0.694]])
    """
    return split(luck, first, n)

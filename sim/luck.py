"""Many uniform numbers out of one, without a generator."""

import numpy as np

from sim.arrays import Array

ODD = np.uint64(0x9E3779B97F4A7C15)
MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def split(luck: Array, first: int, n: int) -> Array:
    """The outputs `first` .. `first + n - 1` of SplitMix64 with the luck as its seed.

    Steele, G. L., Lea, D., & Flood, C. H. (2014). Fast splittable pseudorandom number generators. OOPSLA.

    luck      (...)      0..1
    returns   (..., n)   0 up to 1

    >>> split(np.array([0.25, 0.75]), 0, 3).round(3)
    array([[0.953, 0.611, 0.867],
           [0.91 , 0.28 , 0.694]])
    """
    steps = np.arange(first + 1, first + n + 1, dtype=np.uint64)
    z = (luck * 2.0**53).astype(np.uint64)[..., None] + ODD * steps
    z = (z ^ (z >> np.uint64(30))) * MIX[0]
    z = (z ^ (z >> np.uint64(27))) * MIX[1]
    z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53

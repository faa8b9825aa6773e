"""Names for arrays, and the few constants that all rules share."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Index = NDArray[np.int64]
Votes = NDArray[np.int8]
"""1 yes, 0 abstain, -1 no"""
Terms = Mapping[str, Array]
"""Signed contributions to an index, by name; their sum in this order is the index."""


def total(terms: Terms) -> Array:
    """The index that terms add up to, added in their order."""
    values = list(terms.values())
    out = values[0]
    for value in values[1:]:
        out = out + value
    return out


NEVER = 9999
"""The week of what has not happened."""

ANCHORS = (0.0, 25.0, 50.0, 75.0, 100.0)
"""Places on the key issue at which an unknown value is drawn; the pact has one more of its own."""

POINTS = 20.0
"""Points of readiness that are 1 on the logit scale."""

BALLOTS = ("more_talks", "endorse", "exhausted", "mission", "recognise")
"""The votes that are held, in the order of their axis."""

MORE_TALKS, ENDORSE, EXHAUSTED, MISSION, RECOGNISE = range(5)

"""A reason: an index, and the signed terms that add up to it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arrays import Array, Terms

DOCTRINE = "doctrine"
"""The strategy whose verdicts the indices give; under any other a note says what is played."""

POINTS, UTILITY, LOGIT, LOG = "points", "utility points", "logit", "log"


@dataclass(frozen=True)
class Reason:
    """An index in a week, the signed terms that add up to it, and what came of it."""

    of: str
    """whose it is: an actor, a flashpoint, the incidents"""
    name: str
    unit: str
    total: float
    terms: dict[str, float]
    verdict: str = ""
    """what it decides, in a word or two"""
    note: str = ""


def part(terms: Terms, *at: int) -> dict[str, float]:
    """The terms of one actor, place or package out of those of all.

    >>> import numpy as np
    >>> part({"stance": np.array([1.0, 2.0])}, 1)
    {'stance': 2.0}
    """
    return {name: float(term[at]) for name, term in terms.items()}


def indexed(of: str, name: str, unit: str, terms: Terms, index: Array, *at: int) -> Reason:
    """One actor's, place's or package's part of an index."""
    return Reason(of, name, unit, float(index[at]), part(terms, *at))


def also(note: str, plays: str) -> str:
    """A note, and what is played if it is not doctrine.

    >>> also("asks 50.0", "hardliner"), also("", "doctrine")
    ('asks 50.0; it plays hardliner', '')
    """
    return "; ".join(filter(None, (note, "" if plays == DOCTRINE else f"it plays {plays}")))


def plain(reason: Reason) -> dict[str, Any]:
    """A reason as JSON has it; what has no end is null."""
    terms = {name: finite(term) for name, term in reason.terms.items()}
    return vars(reason) | {"total": finite(reason.total), "terms": terms}


def finite(value: float) -> float | None:
    """A number, or None for what is none or has no end."""
    return float(value) if np.isfinite(value) else None

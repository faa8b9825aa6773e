"""Predictions of every model for every issue, and how far they are from what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from predicting.reading import Array, Issues
from sim.bargaining import SOLVERS, Table, solve

TOGETHER = ("smp", "exchange")
"""Models that need the issues of a proposal together."""
CONSTANT = 50.0


@dataclass(frozen=True)
class Scored:
    """A model and its errors."""

    name: str
    error: Array
    """(issue,) absolute; NaN where the outcome is not known"""


def forms() -> Iterator[tuple[str, str]]:
    """Every model with its variants; of smp, whose many forms are alike, the usual one."""
    for model, solver in SOLVERS.items():
        for variant in solver.variants[:1] if model == "smp" else solver.variants:
            yield model, variant


def scored(issues: Issues) -> Iterator[Scored]:
    """Every model in turn, then the yardsticks."""
    for model, variant in forms():
        name = f"{model} {variant}".strip()
        yield Scored(name, np.abs(predicted(issues, model, variant) - issues.outcome))
    yield from yardsticks(issues)


def yardsticks(issues: Issues) -> Iterator[Scored]:
    """What is no model: the median of heads, and the middle of the scale."""
    yield Scored("median of heads", np.abs(of_heads(issues) - issues.outcome))
    yield Scored(f"always {CONSTANT:g}", np.abs(CONSTANT - issues.outcome))


def of_heads(issues: Issues) -> Array:
    """The unweighted median, the lower of two in the middle. (issue,)"""
    ranked = np.sort(np.where(issues.known, issues.position, np.inf), axis=-1)
    middle = (issues.known.sum(-1) - 1) // 2
    return np.take_along_axis(ranked, middle[:, None], -1)[:, 0]


def predicted(issues: Issues, model: str, variant: str) -> Array:
    """What a model predicts. (issue,)"""
    out = np.full(len(issues.outcome), np.nan)
    groups = [np.flatnonzero(issues.proposal == p) for p in np.unique(issues.proposal)]
    alone = [np.array([i]) for i in range(len(out))]
    for at in groups if model in TOGETHER else alone:
        out[at] = solve(table_of(issues, at), model, variant).proposal
    return out


def table_of(issues: Issues, at: np.ndarray) -> Table:
    """A table of some issues with those who take part in any of them; who is silent on one does not care for it.

    Saliences that add up to more than 1 are scaled down to it where there are several issues.
    """
    known = issues.known[at]
    here = known.any(0)
    position = np.where(known, issues.position[at], CONSTANT)[:, here].T
    salience = np.where(known, issues.salience[at], 0.0)[:, here].T
    if len(at) > 1:
        salience = salience / np.maximum(salience.sum(-1, keepdims=True), 1.0)
    reference = issues.reference[at]
    return Table(
        issues.capability[here],
        position,
        salience,
        np.zeros(len(at)),
        np.full(len(at), 100.0),
        no_agreement=None if np.isnan(reference).all() else reference,
    )


@dataclass(frozen=True)
class Interval:
    """A difference of two mean absolute errors over the same issues."""

    mean: float
    low: float
    high: float
    """95 %"""
    error: float
    """standard error"""


def compared(issues: Issues, error: Array, base: Array, draws: int, seed: int = 1) -> Interval:
    """Mean absolute error less that of another model, proposals resampled with all their issues."""
    apart, count = by_proposal(issues, error - base)
    some = count > 0
    apart, count = apart[some], count[some]
    chosen = np.random.default_rng(seed).integers(0, len(count), (draws, len(count)))
    means = apart[chosen].sum(-1) / count[chosen].sum(-1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(float(apart.sum() / count.sum()), float(low), float(high), standard_error(apart, count))


def by_proposal(issues: Issues, values: Array) -> tuple[Array, Array]:
    """Sums and numbers of decided issues for each proposal."""
    n = int(issues.proposal.max()) + 1
    good = issues.decided & ~np.isnan(values)
    count = np.bincount(issues.proposal[good], minlength=n).astype(float)
    return np.bincount(issues.proposal[good], values[good], minlength=n), count


def standard_error(sums: Array, count: Array) -> float:
    """Standard error of a mean over issues that come in proposals."""
    k, whole = len(count), count.sum()
    residual = sums - count * (sums.sum() / whole)
    return float(np.sqrt((residual**2).sum() * k / max(k - 1, 1)) / whole)

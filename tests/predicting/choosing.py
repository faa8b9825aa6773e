"""Choose a model of our own, and test the choice on what it has not seen.

Candidates: weights capability^g x salience^k for all pairs of `CAPABILITY` and `SALIENCE`, each as a plain compromise
and as alternating offers in which the weights are the chances to propose. Of those whose error is within one standard
error of the best (of the paired difference: the errors of two models on one issue go together), the simplest is taken.
To learn what such a choice is worth, each proposal is left out in turn, the choice made on the others, and scored on
the one.
"""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from predicting.reading import Array, Issues
from predicting.scoring import by_proposal, standard_error
from sim.bargaining.alternating_offers import chances, induced
from sim.bargaining.compromise import weighted_mean
from sim.bargaining.effort import ROUNDS, SCALE

CAPABILITY = {1.0: 0, 0.5: 1, 0.0: 1, 0.75: 2, 0.25: 2}
"""Exponents of capability and how far each is from plain: as it is, square root, none, others."""
SALIENCE = {1.0: 0, 2.0: 1, 0.0: 1, 0.5: 2, 1.5: 2, 3.0: 2, 2.5: 3}
"""The same of salience: as it is, square, none, others."""
OFFERS = {False: 0, True: 1}
"""Whether a proposal has to be borne by all, and how far that is from plain."""
CANDIDATES = tuple(product(OFFERS, CAPABILITY, SALIENCE))
PLAIN = CANDIDATES.index((False, 1.0, 1.0))
ERROR_POSITION, ERROR_SALIENCE = 10.0, 0.1
"""Standard deviations of the errors of coding that are tried: points of the scale, and of salience."""


@dataclass(frozen=True)
class Choice:
    """What is chosen on one half, and what it is worth."""

    errors: Array
    """(candidate,) mean absolute error of each"""
    chosen: int
    nested: float
    """mean absolute error on the proposals left out"""
    plain: float
    """that of the plain compromise"""
    left_out: Array
    """(issue,) absolute errors of what was chosen without the proposal"""
    taken: dict[int, int]
    """how often each candidate was chosen with a proposal left out"""


def simplicity(candidate: int) -> int:
    """How far a candidate is from the plain compromise."""
    offers, capability, salience = CANDIDATES[candidate]
    return OFFERS[offers] + CAPABILITY[capability] + SALIENCE[salience]


def all_errors(issues: Issues) -> Array:
    """Absolute errors of all candidates. (candidate, issue)"""
    known = issues.known
    position = np.where(known, issues.position, 0.0)
    salience = np.where(known, issues.salience, 1.0)
    weights = {
        (g, k): np.where(known, np.power(issues.capability, g) * np.power(salience, k), 0.0)
        for g, k in product(CAPABILITY, SALIENCE)
    }
    reach = np.where(known, 1.0, np.inf)
    out = []
    for offers, *pair in CANDIDATES:
        weight = weights[pair[0], pair[1]]
        point = by_offers(position, reach, weight) if offers else weighted_mean(position, weight)
        out.append(np.abs(point - issues.outcome))
    return np.array(out)


def by_offers(position: Array, reach: Array, weight: Array) -> Array:
    """The outcome of alternating offers, issue by issue, who is unknown left out. (issue, actor) -> (issue,)"""
    chance = chances(weight)
    made, _ = induced(position / SCALE, reach, chance, ROUNDS)
    return SCALE * (made * chance).sum(-1)


def simplest(issues: Issues, errors: Array, without: int = -1) -> int:
    """The simplest candidate within one standard error of the best, of equals the better one."""
    used = issues.decided & (issues.proposal != without)
    means = errors[:, used].mean(-1)
    best = int(means.argmin())
    within = [i for i in range(len(means)) if near(issues, errors[i] - errors[best], used)]
    return min(within, key=lambda i: (simplicity(i), means[i]))


def near(issues: Issues, apart: Array, used: np.ndarray) -> bool:
    """Is a mean difference no more than its standard error?"""
    sums, count = by_proposal(issues, np.where(used, apart, np.nan))
    some = count > 0
    return bool(sums.sum() / count.sum() <= standard_error(sums[some], count[some]))


def choose(issues: Issues) -> Choice:
    """The choice on all proposals, and the errors of the choices made without each."""
    errors = all_errors(issues)
    left_out, taken = np.full(errors.shape[1], np.nan), dict[int, int]()
    for proposal in np.unique(issues.proposal):
        pick = simplest(issues, errors, int(proposal))
        taken[pick] = taken.get(pick, 0) + 1
        own = issues.proposal == proposal
        left_out[own] = errors[pick, own]
    return Choice(
        errors[:, issues.decided].mean(-1),
        simplest(issues, errors),
        float(np.nanmean(left_out)),
        float(np.nanmean(errors[PLAIN])),
        left_out,
        taken,
    )


def disturbed(issues: Issues, seed: int) -> Issues:
    """The same issues, coded with errors in positions and saliences."""
    draw = np.random.default_rng(seed)
    position = issues.position + draw.normal(0.0, ERROR_POSITION, issues.position.shape)
    salience = issues.salience + draw.normal(0.0, ERROR_SALIENCE, issues.salience.shape)
    return replace(
        issues,
        position=np.clip(position, 0.0, 100.0),
        salience=np.where(issues.known, np.clip(salience, 0.01, 1.0), issues.salience),
    )

"""Proper scores of a probability forecast, and the concordance of an order.

Gneiting & Raftery (2007), "Strictly proper scoring rules, prediction, and estimation", Journal of the American
Statistical Association 102(477): a forecaster scores best by saying what it believes.
"""

import numpy as np

from sim.arrays import Array, Index, Mask


def brier(chance: Array, happened: Array | Mask) -> Array:
    """Squared distance of a probability from what happened: 0 best, 1 worst, 0.25 for even odds.

    Brier (1950), Monthly Weather Review 78(1), as the half form in use for one event. For several classes
    add it up over them (0 best, 2 worst), which is Brier's own form.

    >>> brier(np.array([0.8, 0.5]), np.array([True, False])).round(2).tolist()
    [0.04, 0.25]
    """
    return np.square(chance - happened)


def kept(chance: Array, margin: float) -> Array:
    """Probabilities kept `margin` from certainty.

    >>> kept(np.array([0.0, 0.5, 1.0]), 0.02).tolist()
    [0.02, 0.5, 0.98]
    """
    return np.clip(chance, margin, 1.0 - margin)


def log_score(chance: Array, happened: Array | Mask, margin: float) -> Array:
    """Minus the natural log of the probability given to what happened: 0 best, 0.69 for even odds.

    Good (1952); Gneiting & Raftery (2007), sec. 3. Every forecast is kept `margin` from certainty, the model's
    too: that none of so many worlds has it is no certainty, and one such cell would make the score infinite.

    >>> log_score(np.array([0.5, 0.0]), np.array([True, True]), 0.02).round(3).tolist()
    [0.693, 3.912]
    """
    p = kept(chance, margin)
    return -np.log(np.where(happened, p, 1.0 - p))


def shares(values: Index, size: int) -> Array:
    """How often each whole number 0 .. size - 1 occurs, as shares; what lies beyond counts as the last. (size,)

    >>> shares(np.array([0, 2, 2, 9]), 3).tolist()
    [0.25, 0.0, 0.75]
    """
    return np.bincount(np.minimum(values, size - 1), minlength=size) / len(values)


def crps(chance: Array, observed: Index) -> Array:
    """Continuous ranked probability score of whole numbers: 0 best; the distance itself for a sure forecast.

    The sum over k of (F(k) - [observed <= k])^2; the same as E|X - y| - E|X - X'| / 2 over the ensemble
    (Gneiting & Raftery 2007, eq. 20 and 21). Mass in the last class, beyond the horizon, keeps F below 1 before it.

    chance     (..., value)   shares of 0, 1, 2, ..., adding up to 1
    observed   (...)          the number that came
    returns    (...)          in the unit of the numbers

    >>> crps(np.array([0.0, 0.0, 1.0, 0.0]), np.array(0)).item()
    2.0
    >>> crps(np.array([0.5, 0.0, 0.5]), np.array(1)).item()
    0.5
    """
    reach = np.cumsum(chance, axis=-1)
    values: Index = np.arange(chance.shape[-1], dtype=np.int64)
    came = np.minimum(observed, chance.shape[-1] - 1)  # what never came lies in the last class
    return np.square(reach - (came[..., None] <= values)).sum(-1)


def concordance(early: Array, week: Index, last: int) -> Array:
    """Harrell's C: of the pairs whose order is known, the share that the forecast orders alike.

    Harrell, Califf, Pryor, Lee & Rosati (1982), Journal of the American Medical Association 247(18). Who has
    not come by `last` is censored there: it comes after all who have, and two such are no pair. Two in the same
    week are no pair. A tie in the forecast counts one half. 1 best, 0.5 for no idea, NaN without a pair.

    early     (state,)         the higher, the earlier it is expected
    week      (world, state)   when it came
    returns   (world,)

    >>> concordance(np.array([3.0, 2.0, 1.0]), np.array([[4, 6, 9999]]), 52).tolist()
    [1.0]
    """
    i, j = np.triu_indices(len(early), 1)
    came = np.minimum(week, last + 1)
    first: Array = np.sign(came[:, j] - came[:, i]).astype(np.float64)
    agrees = 0.5 + 0.5 * first * np.sign(early[i] - early[j])
    pairs = (first != 0.0).sum(-1)
    right = np.where(first != 0.0, agrees, 0.0).sum(-1)
    return np.where(pairs > 0, right / np.maximum(pairs, 1), np.nan)

"""Voting power: how often a vote decides, for display.

Shapley, L. S., & Shubik, M. (1954). A method for evaluating the distribution of power in a committee system.
*American Political Science Review* 48(3), 787-792: over all orders in which members may join, how often one is the
one that carries the motion. Banzhaf, J. F. (1965). Weighted voting doesn't work. *Rutgers Law Review* 19, 317-343:
over all ways in which the others may vote, how often one decides.

Exact: coalitions are counted by their weight and size with whole numbers of any length, so that a union of 27
takes a moment. Requirements on the number of members, or on population, beside the weights are not counted.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import comb

from sim.bargaining.table import TableError


def shapley_shubik(weights: Sequence[int], quota: int) -> list[float]:
    """The share of all orders of joining in which each member is the one that reaches the quota. Sums to 1.

    weights   whole numbers, 0 or more
    quota     what a motion needs, at least 1 and at most the sum

    >>> shapley_shubik([3, 2, 2], 4)
    [0.3333333333333333, 0.3333333333333333, 0.3333333333333333]
    >>> [round(x, 3) for x in shapley_shubik([50, 49, 1], 51)]
    [0.667, 0.167, 0.167]
    """
    n = len(weights)
    fit(weights, quota)
    # s!(n - s - 1)!/n! = 1 / (n C(n - 1, s)): orders in which just these s join before
    order = [Fraction(1, n * comb(n - 1, size)) for size in range(n)]
    return [
        float(sum(count * order[size] for size, count in enumerate(row))) for row in swings(weights, quota)
    ]


def banzhaf(weights: Sequence[int], quota: int, normalised: bool = True) -> list[float]:
    """How often each member decides, over all votes of the others: shares of 1, or the chance itself.

    >>> [round(x, 3) for x in banzhaf([50, 49, 1], 51)]
    [0.6, 0.2, 0.2]
    >>> banzhaf([50, 49, 1], 51, normalised=False)
    [0.75, 0.25, 0.25]
    """
    fit(weights, quota)
    counts = [sum(row) for row in swings(weights, quota)]
    whole = sum(counts) if normalised else 2 ** (len(weights) - 1)
    return [float(Fraction(count, whole)) for count in counts]


def fit(weights: Sequence[int], quota: int) -> None:
    """Refuse weights and quotas with which nobody can win, or that are no whole numbers."""
    for weight in weights:
        if weight != int(weight) or weight < 0:
            raise TableError(f"weights: expected whole numbers, 0 or more, found {weight!r}")
    if quota != int(quota) or not 1 <= quota <= sum(weights):
        raise TableError(
            f"quota: expected a whole number from 1 to {sum(weights):,}, the sum, found {quota!r}"
        )


def swings(weights: Sequence[int], quota: int) -> list[list[int]]:
    """For each member, how many coalitions of the others, by size, lose without it and win with it."""
    n, top = len(weights), quota
    counts = [[0] * top for _ in range(n + 1)]  # counts[size][weight below the quota]
    counts[0][0] = 1
    for weight in weights:
        for size in range(n - 1, -1, -1):
            row, above = counts[size], counts[size + 1]
            for total in range(top - 1 - weight, -1, -1):
                if row[total]:
                    above[total + weight] += row[total]
    found: dict[int, list[int]] = {}
    for weight in set(weights):
        without = [list(row) for row in counts]
        for size in range(1, n + 1):  # take the member out again
            for total in range(weight, top):
                without[size][total] -= without[size - 1][total - weight]
        found[weight] = [sum(row[max(top - weight, 0) :]) for row in without[:n]]
    return [found[weight] for weight in weights]

"""Zeuthen: whoever risks less by standing firm gives way, by the least that makes the other risk less.

Zeuthen, F. (1930). *Problems of Monopoly and Economic Warfare*. Harsanyi, J. C. (1956). Approaches to the bargaining
problem before and after the theory of games. *Econometrica* 24(2), 144-157: it comes to the Nash solution.
Rosenschein, J. S., & Zlotkin, G. (1994). *Rules of Encounter*: the monotonic concession protocol. Several parties:
Endriss, U. (2006). Monotonic concession protocols for multilateral negotiation. *AAMAS 2006*, 392-399.

Risk = (u(own offer) - u(worst of the others')) / (u(own offer) - d). Everybody begins with its best. Who has the
least risk, and can, moves to the best for itself of the offers with a larger Nash product than its own and than the
smallest of the others' (or with the largest that there is): between two that just turns the order of their risks. It
is agreed as soon as all find one offer as good as their own; nobody can move any more where all offer the package of
the largest product.

Differs: risks are weighted by power, 1 - (1 - risk)^power, so that with unequal powers it comes to Kalai's
nonsymmetric solution; with equal powers it is the source's. Standing alone, issues are settled one by one, offers lie
on a grid of a hundredth of the scale, power is capability x salience, and of two points as good the lower is taken.
"""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.bargaining.case import Case
from sim.bargaining.nash import LEAST, log_product
from sim.bargaining.path import Path
from sim.bargaining.table import SLACK, Table

GRID = 100
"""Steps into which the scale of an issue is cut, standing alone."""


def risk(own: Array, other: Array, floor: Array) -> Array:
    """The greatest chance of no agreement that is better run than taking the other's offer. (...), 0..1

    own, other, floor   (...)   what the own offer, the other's, and no agreement are worth to it

    >>> risk(np.array([80.0, 80.0, 40.0]), np.array([60.0, 30.0, 50.0]), np.array([40.0, 40.0, 40.0]))
    array([0.5, 1. , 0. ])
    """
    gains = own > floor  # what lies across a red line is worth minus infinity, and is not reckoned with
    gap, gain = (np.where(gains, own, 1.0) - np.where(gains, x, 0.0) for x in (other, floor))
    lost = np.where(gains, gap / gain, np.where(other >= own, 0.0, 1.0))
    return np.minimum(np.maximum(lost, 0.0), 1.0)


def propose(case: Case) -> Index:
    """The feasible package that the parties come to by conceding to each other; -1 if there is none. (...)"""
    return np.where(case.feasible.any(-1), concede(Offers.of(case.gain, case.power, case.feasible))[-1], -1)


@dataclass(frozen=True)
class Offers:
    """What can be offered, and what it is worth. Shapes (..., party, package) unless said otherwise."""

    gain: Array
    """over no agreement, 0 or more"""
    worth: Array
    """power x its logarithm"""
    product: Array
    """(..., package) the logarithm of the Nash product; -inf for what cannot be agreed"""

    @classmethod
    def of(cls, gain: Array, power: Array, open_: Mask) -> "Offers":
        """From gains, powers (..., party) and what can be agreed (..., package)."""
        worth = power[..., None] * np.log(np.maximum(gain, LEAST))
        return cls(gain, worth, np.where(open_, log_product(gain, power), -np.inf))


def concede(on: Offers, rounds: int | None = None) -> list[Index]:
    """Offers round by round, and last of all what is agreed.

    rounds    concessions after which nobody moves any more; None: until nobody would
    returns   (..., party) each; then (...) the package that all accept, the best by the product of several;
              where none is, -1
    """
    own = np.where(np.isfinite(on.product)[..., None, :], on.gain, -1.0)
    offer: Index = own.argmax(-1)
    path = [offer]
    while rounds is None or len(path) <= rounds:
        moved = next_offers(on, offer)
        if np.array_equal(moved, offer):
            break
        offer = moved
        path.append(offer)
    return [*path, agreed(on, offer)]


def next_offers(on: Offers, offer: Index) -> Index:
    """Offers after the next concessions; the same where there is an agreement, or nobody can move. (..., party)"""
    done = agreed(on, offer) >= 0
    mine = of_offers(on.product[..., None, :], offer)
    reach = on.product[..., None, :]
    turns = reach > least_of_others(mine)[..., None] + SLACK
    better = (reach > mine[..., None] + SLACK) & (turns | (reach >= reach.max(-1, keepdims=True) - SLACK))
    can = better.any(-1)
    bears = np.where(can, firmness(on, offer), -np.inf)
    yields = can & (bears >= bears.max(-1, keepdims=True) - SLACK) & ~done[..., None]
    step = np.where(better, on.gain, -1.0).argmax(-1)
    return np.where(yields, step, offer)


def firmness(on: Offers, offer: Index) -> Array:
    """Power x ln(1 - risk) of each: the nearer to 0, the less it would risk by standing firm. (..., party)"""
    theirs = np.take_along_axis(on.worth, np.broadcast_to(offer[..., None, :], square(offer)), -1)
    own = of_offers(on.worth, offer)
    return np.minimum(theirs.min(-1) - own, 0.0)


def agreed(on: Offers, offer: Index) -> Index:
    """The offer that all find as good as their own; of several that of the largest product, then the first. (...)"""
    theirs = np.take_along_axis(on.gain, np.broadcast_to(offer[..., None, :], square(offer)), -1)
    all_take = (theirs >= of_offers(on.gain, offer)[..., None] - SLACK).all(-2)
    product = np.where(all_take, of_offers(on.product[..., None, :], offer), -np.inf)
    best = product >= product.max(-1, keepdims=True)
    first = np.where(all_take & best, offer, on.product.shape[-1]).min(-1)
    return np.where(all_take.any(-1), first, -1)


def square(offer: Index) -> tuple[int, ...]:
    """The shape (..., party, party)."""
    return (*offer.shape, offer.shape[-1])


def of_offers(values: Array, offer: Index) -> Array:
    """What each party's own offer has. values (..., party, package), returns (..., party)"""
    whole = np.broadcast_to(values, (*offer.shape, values.shape[-1]))
    return np.take_along_axis(whole, offer[..., None], -1)[..., 0]


def least_of_others(values: Array) -> Array:
    """The smallest value among the others; what is its own, where there are none. (..., party)

    >>> least_of_others(np.array([3.0, 1.0, 2.0]))
    array([1., 2., 1.])
    """
    if values.shape[-1] < 2:
        return values
    two = np.sort(values, axis=-1)[..., :2]
    return np.where(values <= two[..., :1], two[..., 1:], two[..., :1])


# ---------------------------------------------------------------- standing alone


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Standing alone: offers round by round; the outcome is what is agreed, if a deadline does not come first."""
    away = (table.position - table.start[..., None, :]) / table.span[..., None, :]
    place = np.ascontiguousarray(np.swapaxes(away, -1, -2))
    power = np.ascontiguousarray(np.swapaxes(table.weight, -1, -2))
    power = np.where((power > 0.0).any(-1, keepdims=True), power, 1.0)
    power = power / power.max(-1, keepdims=True)
    low, high = place.min(-1, keepdims=True), place.max(-1, keepdims=True)
    at = low + np.arange(GRID + 1) / GRID * (high - low)
    gain = 1.0 - np.abs(place[..., :, None] - at[..., None, :]) - table.floor()[..., None, :, None]
    counts = power > 0.0
    if table.veto is not None:
        counts = counts & table.veto[..., None, :]
    fits = (gain >= -SLACK) | ~counts[..., None]
    on = Offers.of(np.where(fits, np.maximum(gain, 0.0), 0.0), power, np.asarray(fits.all(-2)))
    *offers, deal = concede(on, rounds if table.deadline is not None else None)
    return Path(
        shown(table, place, at, offers, rounds),
        table.start + at_offer(at, np.maximum(deal, 0)) * table.span,
        np.asarray(((deal >= 0) & fits.all(-2).any(-1)).all(-1)),
    )


def at_offer(at: Array, offer: Index) -> Array:
    """Points of offers. at (..., package), offer (...) -> (...)"""
    return np.take_along_axis(at, offer[..., None], -1)[..., 0]


def shown(table: Table, place: Array, at: Array, offers: list[Index], rounds: int) -> Array:
    """Positions: the table's, then each actor's offer after every concession, the last one to the end.

    returns   (..., round, actor, issue)
    """
    start, span = table.start[..., None, :], table.span[..., None, :]
    few = [offers[min(r, len(offers) - 1)] for r in range(1, rounds + 1)]
    points = [at_offer(np.broadcast_to(at[..., None, :], (*place.shape, at.shape[-1])), o) for o in few]
    moved = [start + np.swapaxes(p, -1, -2) * span for p in points]
    return np.stack([np.broadcast_to(table.position, place.swapaxes(-1, -2).shape), *moved], axis=-3)

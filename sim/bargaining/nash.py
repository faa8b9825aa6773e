"""The Nash solution: the package with the largest product of gains over no agreement.

Nash, J. F. (1950). The bargaining problem. *Econometrica* 18(2), 155-162; with unequal powers Kalai, E.
(1977). Nonsymmetric Nash solutions and replications of 2-person bargaining. *International Journal of Game
Theory* 6(3), 129-133.

Differs: in the talks the packages are a list, not a convex set, and there are no lotteries over them; so the
axioms hold for the choice among what is on the list. Powers are capability x salience. Standing alone the packages
are all points on the scales, over all issues at once; utility falls straight with distance, or with its square.
"""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, Index, added
from sim.bargaining.case import Case, weights
from sim.bargaining.path import Path, standing
from sim.bargaining.table import Table

LEAST = 1e-9
"""A gain of nothing counts as this many utility points, so that its logarithm is finite."""
VARIANTS = ("linear", "quadratic")
BENDS = (1.0, 0.1, 0.01, 1e-6)
"""Standing alone: gains below which the logarithm goes on as a straight line, one after another. So points that
somebody would refuse are left behind step by step."""
SWEEPS = 12
"""Times that every issue is settled anew, the others held fixed, for each of them."""
HALVINGS = 42
"""Steps of the search on one issue: 2^-42 of the scale is left."""
FAINT = 1e-6
"""Part of the greatest power that everybody has at least, so that nobody's refusal is overlooked."""
MISSED = 1e-5
"""Utility by which a reservation value may be missed by search."""


def propose(case: Case) -> Index:
    """The feasible package of the largest sum a ln(u - d), the first of equals; -1 if there is none. (...)"""
    product = np.where(case.feasible, log_product(case.gain, case.power), -np.inf)
    return np.where(case.feasible.any(-1), product.argmax(-1), -1)


def log_product(gain: Array, power: Array) -> Array:
    """The logarithm of the Nash product: sum a ln(u - d).

    gain      (..., party, package)   u - d, utility points, 0 or more
    power     (..., party)            a, 0 or more
    returns   (..., package)

    Gains of 20 and 5 make the same product as 10 and 10; with twice the power of the first party, 2000
    against 1000.

    >>> gain = np.array([[20.0, 10.0], [5.0, 10.0]])
    >>> np.exp(log_product(gain, np.array([1.0, 1.0]))).round(6)
    array([100., 100.])
    >>> np.exp(log_product(gain, np.array([2.0, 1.0]))).round(6)
    array([2000., 1000.])
    """
    return (power[..., None] * np.log(np.maximum(gain, LEAST))).sum(-2)


# ---------------------------------------------------------------- standing alone


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Standing alone: the point on the scales with the largest product of gains; nobody moves.

    The logarithm of the product is concave, and bends sharply only along one issue at a time; so a point that is best
    on each issue, the others held fixed, is best. Who has no veto, where vetoes are named, has nothing to fall back on.
    """
    start, span = table.start, table.span
    place = (table.position - start[..., None, :]) / span[..., None, :]
    floor = table.floor() if table.veto is None else np.where(table.veto, table.floor(), 0.0)
    share = table.salience / table.care[..., None]
    power = weights(table.capability * added(table.salience))
    most = power.max(-1, keepdims=True)
    square = variant == "quadratic"
    floor = 1.0 - (1.0 - floor) ** 2 if square else floor
    game = Game(place, share, np.maximum(power / most, FAINT), floor, square)
    point = 0.5 * (place.min(-2) + place.max(-2))
    issues = place.shape[-1]
    each: Index = np.arange(int(issues))
    for bend in BENDS if issues > 1 else BENDS[-1:]:
        for _ in range(SWEEPS if issues > 1 else 1):
            for issue in range(issues):
                best = settled(game, point, issue, bend)
                point = np.where(np.equal(each, issue), best[..., None], point)
    fits = (game.gain(point) >= -MISSED) | (floor <= 0.0)
    return Path(standing(table, rounds), start + span * point, np.asarray(fits.all(-1)))


@dataclass(frozen=True)
class Game:
    """A table as shares of its scales."""

    place: Array
    """(..., actor, issue) 0..1"""
    share: Array
    """(..., actor, issue) salience, each actor's summing to 1 or 0"""
    power: Array
    """(..., actor)"""
    floor: Array
    """(..., actor)"""
    square: bool

    def gain(self, point: Array) -> Array:
        """(..., actor) utility over no agreement."""
        away = np.abs(point[..., None, :] - self.place)
        return 1.0 - added(self.share * (away * away if self.square else away)) - self.floor

    def slope(self, away: Array, issue: int) -> Array:
        """(..., actor) what a step up on an issue costs each."""
        share: Array = self.share[..., issue]
        return share * (2.0 * away if self.square else np.sign(away))


def settled(game: Game, point: Array, issue: int, bend: float) -> Array:
    """The best value on one issue, found by halving between the outermost positions. (...)"""
    place: Array = game.place[..., issue]
    share: Array = game.share[..., issue]
    low: Array = place.min(-1)
    high: Array = place.max(-1)
    here = np.abs(point[..., None, issue] - place)
    others = game.gain(point) + share * (here * here if game.square else here)  # without this issue
    for _ in range(HALVINGS):
        middle: Array = 0.5 * (low + high)
        away: Array = middle[..., None] - place
        gain = others - share * (away * away if game.square else np.abs(away))
        # how the logarithm of the product falls with the point
        falls = added(game.power * game.slope(away, issue) / np.maximum(gain, bend))
        low, high = np.where(falls <= 0.0, middle, low), np.where(falls >= 0.0, middle, high)
    return 0.5 * (low + high)

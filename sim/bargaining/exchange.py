"""The exchange model: two actors trade an issue that matters less to each for one that matters more.

Stokman, F. N., & Van Oosten, R. (1994). The exchange of voting positions: an object-oriented model of policy
networks. In B. Bueno de Mesquita & F. Stokman (eds), *European Community Decision Making*, 105-127; in the form in
which both gain alike. The randomised form follows Dijkstra, J., Van Assen, M. A. L. M., & Stokman, F. N. (2018).

Without exchanges an issue would come out at O, the mean by capability x salience. Two actors can trade a pair of
issues on which they stand on opposite sides of O. Each gives way on the issue that is relatively less salient to
it: one goes all the way to the other's position, the other as far as makes both gain the same, or the other way
round where that is too far. The trade of the highest gain comes first, then what is left is counted anew.

Details that the published list of exchanges fixes: sides of O are those of the first positions of a round, and an
actor gives way toward what its partner said at first, from where it stands by then itself. Nobody turns back on an
issue.

Variants: `equal_gain`; `random`, in which trades are struck in a random order instead of by gain; `crossing`, in
which no move takes O beyond the position of the actor that asks for it. Differs: of trades with the same gain one
is drawn with the table's uniform number. After a round actors keep part of what they moved: they start the next at
x + (0.4 (1 - s) + 0.1) (y - x). Who would pass its reservation value takes no part in that trade.
"""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.bargaining.path import Exchanges, Path
from sim.bargaining.sums import along
from sim.bargaining.table import SLACK, Table
from sim.luck import split

VARIANTS = ("equal_gain", "random", "crossing")
LEAST_GAIN = 1e-9
"""Trades worth less are not made; on a scale of 1."""
EQUAL = 1e-9
"""Gains nearer than this, as a share of the best, are the same."""
MOST = 2_000
"""Trades in a round at most; far more than actors and issues leave room for."""


@dataclass(frozen=True)
class Round:
    """What stays the same in a round of trades. Positions are shares of the scales."""

    table: Table
    begun: Array
    """(..., actor, issue) positions at its beginning: what actors say they want"""
    side: Array
    """(..., actor, issue) -1 below the expected outcome, 1 above"""
    first: Index
    """(pair) the first issue of each pair: what the first actor asks for and the second gives way on"""
    second: Index
    """(pair) the second: what the first actor gives way on"""
    variant: str


@dataclass(frozen=True)
class Trades:
    """All trades that are open. Shapes (..., actor, actor, pair)."""

    gain: Array
    """utility gain of each side, hundredths of the scale; below 0 where there is no trade"""
    asked: Array
    """where the second actor would stand on the first issue"""
    given: Array
    """where the first actor would stand on the second issue"""


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Positions after the trades of each round, and the mean by capability x salience of the last."""
    start, span = table.start[..., None, :], table.span[..., None, :]
    issues: Index = np.arange(int(table.position.shape[-1]))
    first, second = np.nonzero(issues[:, None] < issues)
    begun = (table.position - start) / span
    positions, made = [table.position], list[Exchanges]()
    for done in range(rounds):
        side = np.sign(begun - expected(table, begun)[..., None, :])
        voted, trades = traded(Round(table, begun, side, first, second, variant), done)
        stays = (voted == begun) & (done == 0)
        positions.append(np.where(stays, table.position, start + span * voted))
        made += trades
        begun = begun + (0.4 * (1.0 - table.salience) + 0.1) * (voted - begun)
    path = np.stack(positions, axis=-3)
    return Path(path, expected(table, positions[-1]), exchanges=in_order(made, table))


def expected(table: Table, position: Array) -> Array:
    """The mean by capability x salience; the plain mean on an issue where nobody has weight. (..., issue)"""
    weight = np.where((table.weight > 0.0).any(-2, keepdims=True), table.weight, 1.0)
    return along(weight * position, -2) / along(weight, -2)


def traded(now: Round, done: int) -> tuple[Array, list[Exchanges]]:
    """Make trades until none is left that is worth it; positions then, and the trades in order."""
    voted, turned = now.begun, np.zeros_like(now.begun)
    made: list[Exchanges] = []
    while len(now.first) and len(made) < MOST:
        choice = trades(now, voted, turned)
        at, found = picked(now, choice.gain, done * MOST + len(made))
        if not found.any():
            break
        one, two, pair = np.unravel_index(at, choice.gain.shape[-3:])
        p, q = np.take(now.first, pair), np.take(now.second, pair)
        gain, asked, given = (at_place(x, at) for x in (choice.gain, choice.asked, choice.given))
        first_move, second_move = given - value(voted, one, q), asked - value(voted, two, p)
        made.append(
            Exchanges(
                round=np.where(found, done + 1, 0),
                first=np.where(found, one, -1),
                supplied=np.where(found, q, -1),
                second=np.where(found, two, -1),
                returned=np.where(found, p, -1),
                gain=np.where(found, gain, 0.0),
                first_move=np.where(found, first_move, 0.0),
                second_move=np.where(found, second_move, 0.0),
            )
        )
        for who, issue, goal, move in ((one, q, given, first_move), (two, p, asked, second_move)):
            cell = spot(voted, who, issue) & found[..., None, None]
            voted = np.where(cell, goal[..., None, None], voted)
            turned = np.where(cell, np.sign(move)[..., None, None], turned)
    return voted, made


def spot(values: Array, who: Index, issue: Index) -> Mask:
    """(..., actor, issue) which cell is meant."""
    actors, issues = values.shape[-2:]
    each_actor: Index = np.arange(int(actors))
    each_issue: Index = np.arange(int(issues))
    row = np.equal(each_actor[:, None], who[..., None, None])
    return np.asarray(row & np.equal(each_issue, issue[..., None, None]))


def value(values: Array, who: Index, issue: Index) -> Array:
    """(...) what stands in a cell of (..., actor, issue)."""
    return at_place(values, who * values.shape[-1] + issue, 2)


def at_place(values: Array, at: Index, axes: int = 3) -> Array:
    """(...) the entry at a place counted along the last axes."""
    flat = values.reshape(*values.shape[:-axes], -1)
    return np.take_along_axis(flat, at[..., None], -1)[..., 0]


def picked(now: Round, gain: Array, step: int) -> tuple[Index, Mask]:
    """The trade that is made next, and whether there is one: of equals one by chance. Two of (...)

    gain   (..., actor, actor, pair)
    """
    flat = gain.reshape(*gain.shape[:-3], -1)
    best = flat.max(-1)
    level = np.where(now.variant == "random", 0.0, best - EQUAL * np.abs(best))
    among = (flat > 0.0) & (flat >= level[..., None])
    number = np.floor(split(now.table.luck(), step, 1)[..., 0] * among.sum(-1))
    at: Index = (among & (among.cumsum(-1) == number[..., None] + 1.0)).argmax(-1)
    return at, best > 0.0


def trades(now: Round, voted: Array, turned: Array) -> Trades:
    """What every trade would come to.

    turned   (..., actor, issue)   the way each has gone already: -1, 0 or 1
    """
    table, salience, weight = now.table, now.table.salience, now.table.weight
    total = np.broadcast_to(along(weight, -2)[..., None, :], weight.shape)

    def first(values: Array, issue: Index) -> Array:
        return np.take(values, issue, axis=-1)[..., :, None, :]

    def other(values: Array, issue: Index) -> Array:
        return np.take(values, issue, axis=-1)[..., None, :, :]

    p, q = now.first, now.second
    opposed = (first(now.side, p) * other(now.side, p) < 0.0) & (
        first(now.side, q) * other(now.side, q) < 0.0
    )
    # the first gives way on what is relatively less salient to it
    suits = first(salience, q) * other(salience, p) < other(salience, q) * first(salience, p)
    asked = first(now.begun, p) - other(voted, p)
    given = other(now.begun, q) - first(voted, q)
    onward = (other(turned, p) * asked >= 0.0) & (first(turned, q) * given >= 0.0)
    power_p, power_q = other(weight / fit(total), p), first(weight / fit(total), q)
    most_p, most_q = np.abs(asked) * power_p, np.abs(given) * power_q
    if now.variant == "crossing":
        middle = np.broadcast_to(expected(table, voted)[..., None, :], weight.shape)
        most_p = np.minimum(most_p, np.maximum(np.sign(asked) * (first(now.begun - middle, p)), 0.0))
        most_q = np.minimum(most_q, np.maximum(np.sign(given) * (other(now.begun - middle, q)), 0.0))
    # for both to gain alike the two outcomes shift in this ratio
    ratio = (first(salience, p) + other(salience, p)) / fit(first(salience, q) + other(salience, q))
    too_far = most_p * ratio > most_q
    shift_p = np.where(too_far, most_q / fit(ratio), most_p)
    shift_q = np.where(too_far, most_q, most_p * ratio)
    gain = np.abs(shift_q * first(salience, q) - shift_p * first(salience, p))
    goal_p = reached(other(voted, p), asked, shift_p / fit(power_p))
    goal_q = reached(first(voted, q), given, shift_q / fit(power_q))
    fine = opposed & suits & onward & (gain > LEAST_GAIN)
    if table.reservation is not None:
        lost = table.loss(table.start[..., None, :] + table.span[..., None, :] * voted)
        fine = (
            fine & bearable(now, lost, voted, goal_p, "second") & bearable(now, lost, voted, goal_q, "first")
        )
    return Trades(np.where(fine, 100.0 * gain, -1.0), goal_p, goal_q)


def reached(begun: Array, way: Array, length: Array) -> Array:
    """Where a move of some length along a way ends: at its end, to the bit, where it is as long as that."""
    whole = length >= np.abs(way) * (1.0 - EQUAL)
    return np.where(whole, begun + way, begun + np.sign(way) * length)


def bearable(now: Round, lost: Array, voted: Array, goal: Array, who: str) -> Mask:
    """Does the actor that moves still do as well as without an agreement? (..., actor, actor, pair)

    lost   (..., actor)                what its position costs each as yet
    goal   (..., actor, actor, pair)   where the first or second actor would stand
    """
    table = now.table
    issue = now.second if who == "first" else now.first
    ideal = (table.position - table.start[..., None, :]) / table.span[..., None, :]
    share = table.salience / table.care[..., None]

    def of(values: Array) -> Array:
        cells = np.take(values, issue, axis=-1)
        return cells[..., :, None, :] if who == "first" else cells[..., None, :, :]

    left = 1.0 - table.floor() - lost
    room = left[..., :, None, None] if who == "first" else left[..., None, :, None]
    more = of(share) * (np.abs(goal - of(ideal)) - np.abs(of(voted) - of(ideal)))
    return np.asarray(more <= room + SLACK)


def fit(values: Array) -> Array:
    """Numbers to divide by: 1 in place of 0."""
    return np.where(values > 0.0, values, 1.0)


def in_order(made: list[Exchanges], table: Table) -> Exchanges:
    """The trades on a last axis, those of a table without gaps, moves in the units of the issues."""
    shape = (*table.shape, len(made))
    order: Index = np.empty(shape, np.int64)
    if made:
        order = (np.stack([trade.round for trade in made], axis=-1) == 0).argsort(-1, kind="stable")

    def whole(values: list[Index]) -> Index:
        return np.take_along_axis(np.stack(values, axis=-1), order, -1) if made else np.empty(shape, np.int64)

    def amount(values: list[Array]) -> Array:
        return np.take_along_axis(np.stack(values, axis=-1), order, -1) if made else np.empty(shape)

    supplied, returned = whole([t.supplied for t in made]), whole([t.returned for t in made])
    on_first = np.take_along_axis(table.span, np.maximum(supplied, 0), -1)
    on_second = np.take_along_axis(table.span, np.maximum(returned, 0), -1)
    return Exchanges(
        round=whole([t.round for t in made]),
        first=whole([t.first for t in made]),
        supplied=supplied,
        second=whole([t.second for t in made]),
        returned=returned,
        gain=amount([t.gain for t in made]),
        first_move=amount([t.first_move for t in made]) * on_first,
        second_move=amount([t.second_move for t in made]) * on_second,
    )

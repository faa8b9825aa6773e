"""The challenge model: who can expect to win over whom, and who gives way to whom, round by round.

Bueno de Mesquita, B. (1994). Political forecasting: an expected utility method. In B. Bueno de Mesquita &
F. Stokman (eds), *European Community Decision Making*, 71-104; in the form of Scholz, J. B., Calbert, G. J., &
Smith, G. A. (2011). Unravelling Bueno de Mesquita's group decision model. *Journal of Theoretical Politics*
23(4), 510-531.

Two variants. `paper` is what the paper says: the chance that i beats j is the share of the votes between the
two that goes to i. `code` is what the paper's own program does, which its table and figure come from: the same
votes over the votes on all pairs together, no capitulation, and among compromises that at the lowest point.

Differs: an actor whom nobody challenges is left to itself (Q = 1 in the papers' terms). Several issues are
solved one by one. Where positions or dangers do not differ nothing is divided; of equal moves the one to the
lower position is taken; expected gains within 1e-12 of nothing are nothing. Nobody moves past a reservation
value. Chances and risks are found anew in each round; the range stays that of the first positions.
"""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.bargaining.median import weighted_median
from sim.bargaining.path import Path
from sim.bargaining.table import Table

VARIANTS = ("paper", "code")
NOTHING = 1e-12
"""An expected gain this near to 0 is none; scales of utility run from -2 to 2."""
GRAIN = 1e9
"""Moves are compared in parts of the range of this fineness."""
CELLS = 65_536
"""Tables are taken in blocks of about this many pairs of actors, which stay in the processor's cache."""
KINDS = 4.0 * GRAIN
"""Between kinds of offers on the scale on which they are compared; moves take up a quarter of it at most."""


@dataclass(frozen=True)
class Contest:
    """One issue of many tables, with tables on the last axis."""

    weight: Array
    """(actor, table) capability x salience"""
    salience: Array
    """(actor, table) 0..1"""
    span: Array
    """(table) range of the first positions"""
    by_pair: bool
    """are votes counted against those between the same two, as in the paper?"""


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Positions of all rounds, the chance of each position to beat another, and the last weighted median."""
    actors, issues = table.position.shape[-2:]
    place, weight, salience = (flat(x) for x in (table.position, table.weight, table.salience))
    count = place.shape[-1]
    path = np.empty((2, rounds + 1, actors, count))
    # reservation values are set on all issues together, so that such tables are not cut apart
    step = count if table.reservation is not None else max(1, CELLS // actors**2)
    for begin in range(0, count, step):
        part = slice(begin, begin + step)
        first, heavy, cares = (np.ascontiguousarray(x[:, part]) for x in (place, weight, salience))
        contest = Contest(heavy, cares, ranges(first), variant == "paper")
        played(contest, first, path[..., part], table)
    position, win = (np.ascontiguousarray(lifted(x, table.shape, issues)) for x in path)
    end, weights = (
        np.ascontiguousarray(np.swapaxes(x, -1, -2)) for x in (position[..., -1, :, :], table.weight)
    )
    return Path(position, weighted_median(end, weights), win=win)


def played(contest: Contest, place: Array, path: Array, table: Table) -> None:
    """Play all rounds of a block, and write positions and chances into the path. path (2, round, actor, table)

    Where nobody has moved nobody will, so such tables are laid aside.
    """
    active: Index = np.arange(int(place.shape[-1]))
    for done in range(path.shape[1]):
        away = distances(contest, place)
        chance = chances(contest, away, None)
        now = np.stack([place, prevailing(chance, away)])
        path[:, done][..., active] = now
        if done + 1 == path.shape[1]:
            return
        goal = moved(contest, place, away, chance)
        if table.reservation is not None:
            place = flat(table.kept(lifted(goal, table.shape, table.position.shape[-1])))
            continue
        moves = (goal != place).any(0)
        place = goal
        if not moves.all():
            path[:, done + 1 :, :, active[~moves]] = now[..., ~moves][:, None]
            active, place = active[moves], np.compress(moves, place, axis=-1)
            contest = of_some(contest, moves)
        if not len(active):
            return


def of_some(contest: Contest, which: Mask) -> Contest:
    """The contest on some of the tables."""
    weight, salience = (np.compress(which, x, axis=-1) for x in (contest.weight, contest.salience))
    return Contest(weight, salience, contest.span[which], contest.by_pair)


def flat(values: Array) -> Array:
    """(..., actor, issue) -> (actor, table): the last axis runs over tables and issues."""
    return np.ascontiguousarray(np.moveaxis(values, -2, 0)).reshape(values.shape[-2], -1)


def lifted(values: Array, shape: tuple[int, ...], issues: int) -> Array:
    """(..., actor, table) -> (leading axes of tables, ..., actor, issue): the reverse of `flat`."""
    *before, actors, _ = values.shape
    whole = values.reshape(*before, actors, *shape, issues)
    to_front = range(len(before) + 1, len(before) + 1 + len(shape))
    return np.moveaxis(whole, tuple(to_front), tuple(range(len(shape))))


def ranges(place: Array) -> Array:
    """(table) the range of the positions; 1 where all stand at one."""
    width = place.max(0) - place.min(0)
    return np.where(width > 0.0, width, 1.0)


def distances(contest: Contest, place: Array) -> Array:
    """How far the first actor is from the second, as a share of the range. (actor, actor, table), 0..1"""
    return np.abs(place[:, None] - place[None, :]) / contest.span


def spread(values: Array, shape: tuple[int, ...]) -> Array:
    """(actor, actor, table) each first actor's value against all second ones, written out.

    Powers of arrays that are written out are the same to the bit for one table and for many.
    """
    return np.ascontiguousarray(np.broadcast_to(values[:, None], shape))


def chances(contest: Contest, away: Array, risk: Array | None) -> Array:
    """The chance that the first actor's position beats the second's. (actor, actor, table), 0..1

    Actor k votes c s (|x_k - x_l|^r - |x_k - x_j|^r) / X^r for j against l. The votes for j are the sum of what
    is above 0; they are counted as sum max(cost of j, cost of l) - sum cost of j, which is the same. Where
    nobody's vote is worth anything chances are even in the paper's form, nothing in that of its program;
    against an equal position there is none.

    away   (actor, actor, table)   distances
    risk   (actor, table), None: 1 for all
    """
    cost = away if risk is None else np.power(away, spread(risk, away.shape))
    cost = contest.weight[:, None] * cost
    dearer, room = np.zeros_like(away), np.empty_like(away)
    for voter in cost:
        dearer += np.maximum(voter[None, :], voter[:, None], out=room)
    votes = np.maximum(np.subtract(dearer, summed(cost)[:, None], out=dearer), 0.0, out=dearer)
    cast = votes + votes.swapaxes(0, 1) if contest.by_pair else 2.0 * summed(summed(votes))[None, None]
    voted = cast > 0.0
    if voted.all():
        return votes / cast
    silent = np.where(away > 0.0, 0.5, 0.0) if contest.by_pair else 0.0
    return np.where(voted, votes / np.where(voted, cast, 1.0), silent)


def expected(contest: Contest, away: Array, chance: Array, risk: Array) -> tuple[Array, Array]:
    """What the first actor expects to gain, as it sees it: by challenging the second, and if it is challenged.

    E(U_ij) = s_j (P U_s + (1 - P) U_f) + (1 - s_j) U_s - U_q, with U_s = 2 - 4 (1/2 - d/2)^r,
    U_f = 2 - 4 (1/2 + d/2)^r, U_q = 2 - 4 (1/2)^r, d the distance as a share of the range. The second number
    is E(U_ji): what the other would gain by challenging, seen with the first actor's risk.

    returns   two of (actor, actor, table)
    """
    half, power = 0.5 * away, spread(risk, away.shape)
    won, lost = np.power(0.5 - half, power), np.power(0.5 + half, power)
    gain = 4.0 * (np.power(np.full_like(risk, 0.5), risk)[:, None] - won)
    stake = 4.0 * (lost - won)
    failing = 1.0 - chance
    own = gain - failing * stake * contest.salience[None, :]
    return own, gain - failing.swapaxes(0, 1) * stake * contest.salience[:, None]


def danger(contest: Contest, away: Array, chance: Array) -> Array:
    """What all others together expect to gain by challenging an actor, sum of E(U_ji). (actor, table)

    At r = 1, where U_s = 2 d, U_f = -2 d and U_q = 0. From its own position nobody is a danger to it.
    """
    threat = 2.0 * away * (1.0 - 2.0 * contest.salience[:, None] * (1.0 - chance.swapaxes(0, 1)))
    return summed(threat.swapaxes(0, 1))


def risks(danger: Array) -> Array:
    """Willingness to take risks: 2 for the safest, 1/2 for the most endangered, 1 where all are alike. (actor, table)

    R = (2 D - max D - min D) / (max D - min D), r = (1 - R / 3) / (1 + R / 3).

    >>> risks(np.array([[-8.0], [0.0], [8.0]])).ravel()
    array([2. , 1. , 0.5])
    """
    most, least = danger.max(0), danger.min(0)
    spread = most - least > NOTHING
    tilt = np.where(spread, 2.0 * danger - most - least, 0.0) / np.where(spread, most - least, 1.0)
    return (1.0 - tilt / 3.0) / (1.0 + tilt / 3.0)


def moved(contest: Contest, place: Array, away: Array, chance: Array) -> Array:
    """Where actors stand after a round: each takes the best of the offers it gets, all at once. (actor, table)"""
    risk = risks(danger(contest, away, chance))
    own, others = expected(contest, away, chances(contest, away, risk), risk)
    confronted = (own > NOTHING) & (others > own + NOTHING)
    weak = (others > NOTHING) & (own < -NOTHING)
    compromise = weak & (others > -own)
    here, there = place[:, None], place[None, :]
    part = np.divide(-own, others, out=np.ones_like(own), where=compromise)
    target = np.where(compromise, here + (there - here) * part, there)
    kind = np.where(confronted, 0.0, np.where(compromise, KINDS, np.inf))
    if contest.by_pair:
        kind = np.where(weak & ~compromise, 2.0 * KINDS, kind)
        length = away * part
    else:
        middle = here + (there - here) / (1.0 + part)  # (|a| x_i + |b| x_j) / (|a| + |b|), part = |a| / |b|
        length = np.where(compromise, (middle - place.min(0)) / contest.span, away)
    return chosen(kind + np.rint(length * GRAIN), target, place)


def chosen(rank: Array, target: Array, place: Array) -> Array:
    """The target of the lowest rank, of equals the lowest; the own place without an offer. (actor, table)"""
    best = rank.min(1)
    lowest = np.where(rank == best[:, None], target, np.inf).min(1)
    return np.where(np.isinf(best), place, lowest)


def prevailing(chance: Array, away: Array) -> Array:
    """The mean chance to beat those who stand elsewhere; 1 where nobody does. (actor, table), 0..1"""
    elsewhere = summed((away > 0.0).swapaxes(0, 1).astype(np.float64))
    won = summed(chance.swapaxes(0, 1))
    return np.where(elsewhere > 0.0, won, 1.0) / np.maximum(elsewhere, 1.0)


def summed(values: Array) -> Array:
    """The sum over the first axis, in order, however many tables there are."""
    out = values[0].copy()
    for value in values[1:]:
        out += value
    return out

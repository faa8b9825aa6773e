"""The Spatial Model of Politics: actors with weight bargain over several issues at once, two by two.

Wise, B. P., Lester, L., & Efird, B. (2015). *An Introduction to the KAPSARC Toolkit for Behavioral Analysis (KTAB)
using one-dimensional spatial models* and *Multidimensional bargaining using KTAB*, KAPSARC discussion papers;
it grows out of Bueno de Mesquita (1994), see `challenge`.

In a turn each actor challenges the one it expects to gain most from. Challenger and challenged then have a bargain
between them, in which each weighs by its salience and its chance to win. Each of the two takes up, out of all
bargains it is part of and things as they are, what is most likely to win among all actors. What actors want moves
along with what they say, as in the program's usual setting.

Differs: where the salience of an actor sums to more than 1 all are scaled down alike. Where nobody votes, chances
are even; where all are equally likely to win, all are neutral to risk; so agreement at the start and issues with
two positions do no harm. Positions nearer than 0.00045 of the scale count as one where chances are shown. The
outcome is the mean of the last positions by their chances. Nobody moves past a reservation value.
"""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, Index, Mask, added
from sim.bargaining.path import Path
from sim.bargaining.sums import along
from sim.bargaining.table import Table

LEAST_VOTE = 1e-8
"""Weight behind every position even without a supporter."""
LEAST_GAIN = 1e-5
"""Nobody challenges for less."""
LEAST_SHIFT = 1e-6
"""What each keeps of itself in a bargain, so that two positions never fall quite together."""
DECIMALS = 4
"""Of a position as a share of its scale."""
ALIKE = 4.5e-4
"""Positions nearer than this share of the scale are shown as one; no whole number of the last decimal."""
REST = 0.02
"""Play ends when actors move less than this share of what they moved at first."""
THIRD = 1.0 / 3.0
"""How much of another's attitude to risk an actor sees; for the rest it takes its own."""
DOUBLINGS = 10
"""A Markov chain is followed for 2^10 steps, each time twice as many at once."""


@dataclass(frozen=True)
class Form:
    """Choices that the model leaves open."""

    votes: str = "proportional"
    """how a vote grows with the difference: proportional, cubic, half and half, binary"""
    power: int = 1
    """of the coalitions when they contest: 1, 2 or 4"""
    chain: bool = False
    """are chances to win those of a Markov chain among positions?"""
    risk: str = "mid"
    """range of attitudes to risk: mid -1/2..1, high 0..1, full -1..1"""
    committed: bool = True
    """does a third party weigh what it gets from the winner it has joined? Else it votes for whom it likes better"""


FORMS: dict[str, Form] = {
    "semi_commitment": Form(),
    "preference": Form(committed=False),
    "cubic": Form(votes="cubic"),
    "half": Form(votes="half"),
    "binary": Form(votes="binary"),
    "square": Form(power=2),
    "quartic": Form(power=4),
    "markov": Form(chain=True),
    "risk_high": Form(risk="high"),
    "risk_full": Form(risk="full"),
}
"""Variants by name; each differs from the usual one, the first, in one thing. The second is the alternative to
the usual rule for third parties, under which one may back the farther side."""
VARIANTS = tuple(FORMS)


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Positions and chances to win of all turns; after the talks have come to rest nobody moves."""
    form, place, salience = (
        FORMS[variant],
        (table.position - start(table)) / scale(table),
        shares(table.salience),
    )
    positions, wins, first = [place], list[Array](), np.zeros(table.shape)
    running = np.ones(table.shape, bool)
    for turn in range(rounds):
        attitude, chance = outlook(form, table.capability, salience, place)
        wins.append(chance)
        moved = turned(form, table.capability, salience, place, attitude)
        if table.reservation is not None:
            moved = (table.kept(moved * scale(table) + start(table)) - start(table)) / scale(table)
        moved = np.where(running[..., None, None], moved, place)
        change = added(np.sqrt(added((moved - place) ** 2)))
        first = change if not turn else first
        running = running & (change > REST * first)
        place = moved
        positions.append(place)
        if not running.any():
            break
    wins.append(outlook(form, table.capability, salience, place)[1])
    path = np.stack(positions, axis=-3) * scale(table)[..., None, :, :] + start(table)[..., None, :, :]
    path[..., 0, :, :] = table.position
    win = np.stack(wins, axis=-2)[..., None]
    counted = wins[-1] * speakers(place)
    last = path[..., -1, :, :]
    outcome = along(counted[..., None] * last, -2) / along(counted, -1)[..., None]
    outcome = np.clip(outcome, last.min(-2), last.max(-2))  # a mean may be out by a last bit
    return Path(path, outcome, win=np.broadcast_to(win, path.shape))


def start(table: Table) -> Array:
    """(..., 1, issue) where scales begin."""
    return table.start[..., None, :]


def scale(table: Table) -> Array:
    """(..., 1, issue) how long they are."""
    return table.span[..., None, :]


def shares(salience: Array) -> Array:
    """Salience so scaled that no actor's sums to more than 1. (..., actor, issue)"""
    most = added(salience).max(-1)
    return salience / np.maximum(most, 1.0)[..., None, None]


def distance(salience: Array, seen: Array) -> Array:
    """How far each actor is from each of several points: sqrt(sum S^2 (x - y)^2 / sum S^2).

    seen      (..., actor, point, issue)   how far on each issue, shares of the scales
    returns   (..., actor, point)          0..1; 0 for who cares for nothing
    """
    square = salience**2
    care = added(square)
    care = np.where(care > 0.0, care, 1.0)
    return np.sqrt(added(square[..., None, :] * seen**2) / care[..., None])


def worth(distance: Array, attitude: Array) -> Array:
    """Utility of a point: (1 - d)(1 + d R), d up to 1; R above 0 shuns risk.

    >>> worth(np.array([0.0, 0.5, 1.0]), np.array(1.0))
    array([1.  , 0.75, 0.  ])
    """
    return (1.0 - distance) * (1.0 + np.minimum(distance, 1.0) * attitude)


def apart(place: Array) -> Array:
    """(..., actor, actor, issue) how far the first is from the second."""
    return place[..., :, None, :] - place[..., None, :, :]


def ballot(form: Form, difference: Array) -> Array:
    """How strongly an actor votes for a difference in utility."""
    if form.votes == "cubic":
        return difference**3
    if form.votes == "half":
        return 0.5 * (difference + difference**3)
    return np.sign(difference) if form.votes == "binary" else difference


def beating(form: Form, weight: Array, utility: Array) -> Array:
    """The chance of each option to beat each other one, by the coalitions behind the two.

    weight    (..., actor)
    utility   (..., actor, option)
    returns   (..., option, option)   0..1, a half against itself
    """
    better = ballot(form, utility[..., :, None] - utility[..., None, :])
    coalition = LEAST_VOTE + along(np.maximum(weight[..., None, None] * better, 0.0), -3)
    for _ in range(form.power.bit_length() - 1):
        coalition = coalition * coalition
    return coalition / (coalition + np.swapaxes(coalition, -1, -2))


def prevailing(form: Form, beats: Array, among: Mask) -> Array:
    """The chance of each option to win among several, from the chances of each against each.

    Usually the chance to beat all others, taken together to 1; or where a Markov chain comes to rest in which an
    option keeps its place, or takes another's, as it beats it.

    beats     (..., option, option)
    among     (..., option)           which options count
    returns   (..., option)           sums to 1; 0 for those that do not count
    """
    both = among[..., None, :] & among[..., :, None]
    if not form.chain:
        product = np.where(among, 1.0, 0.0)
        each = np.where(both, beats, 1.0)
        for other in range(beats.shape[-1]):
            # an option against itself is a half for all, which taking together to 1 makes good
            product = product * each[..., other]
        return product / along(product, -1)[..., None]
    kept = np.where(both, beats, 0.0)
    own = np.where(np.eye(int(beats.shape[-1]), dtype=bool), along(kept, -1)[..., None], 0.0)
    step = (own + kept) / np.maximum(among.sum(-1), 1)[..., None, None]
    for _ in range(DOUBLINGS):
        step = along(step[..., :, :, None] * step[..., None, :, :], -2)
    chance = along(np.where(among[..., None, :], step, 0.0), -1)
    return chance / along(chance, -1)[..., None]


def attitudes(form: Form, chance: Array) -> Array:
    """How much actors shun risk, from their chances to win: who is likely to win has much to lose.

    mid: R = (3 p - (max + 2 min)) / (2 (max - min)), from -1/2 to 1.  (..., actor)

    >>> attitudes(Form(), np.array([0.0, 0.5, 1.0]))
    array([-0.5 ,  0.25,  1.  ])
    """
    most, least = chance.max(-1, keepdims=True), chance.min(-1, keepdims=True)
    width = most - least
    differ = width > 1e-12
    share = np.where(differ, chance - least, 0.0) / np.where(differ, width, 1.0)
    low = {"mid": -0.5, "high": 0.0, "full": -1.0}[form.risk]
    return np.where(differ, low + (1.0 - low) * share, 0.0)


def spokesman(place: Array) -> Index:
    """Who speaks for each actor's position: of those that are alike the one at the lowest point. (..., actor)"""
    near = (np.abs(apart(place)) < ALIKE).all(-1)
    issue: Index = np.arange(int(place.shape[-1]))
    slope = np.sqrt(1.0 + issue)  # so that two hardly ever lie equally high
    height = np.where(near, added(place * slope)[..., None, :], np.inf)
    return height.argmin(-1)


def speakers(place: Array) -> Mask:
    """Who speaks for somebody. (..., actor)"""
    each: Index = np.arange(int(place.shape[-2]))
    return np.asarray(np.equal(spokesman(place)[..., :, None], each).any(-2))


def outlook(form: Form, weight: Array, salience: Array, place: Array) -> tuple[Array, Array]:
    """Attitudes to risk, and then the chance of each actor's position to win. Two of (..., actor)

    Attitudes follow from chances without any; the chances that are shown follow from the attitudes, and count a
    position that several hold once.
    """
    far = distance(salience, apart(place))
    everyone = np.ones(place.shape[:-1], bool)
    attitude = attitudes(form, prevailing(form, beating(form, weight, worth(far, np.zeros(()))), everyone))
    chance = prevailing(form, beating(form, weight, worth(far, attitude[..., None])), speakers(place))
    return attitude, np.take_along_axis(chance, spokesman(place), -1)


def challenged(form: Form, weight: Array, utility: Array, salience: Array) -> tuple[Array, Array]:
    """What challengers expect to gain, and their chance to win, as they see it. Two of (..., actor, actor)

    Principals vote with weight and salience for their own position against the other's; a third party likewise,
    or, half committed, compares what it gets if the side it joins wins or loses. The gain of i against j is
    (1 - S_j) 2 U_ii + S_j (p 2 U_ii + (1 - p) 2 U_ij) - (U_ii + U_ij).

    weight     (..., actor)                  capability
    utility    (..., viewer, actor, actor)   what the third actor's position is worth to the second, as seen
    salience   (..., actor)                  of all issues together, 0..1
    """
    count = utility.shape[-1]
    stake = (weight * salience)[..., None, None, :]
    # axes from here on: ..., challenger and viewer i, challenged j, voter m
    own = np.diagonal(utility, axis1=-2, axis2=-1)[..., :, None, :]
    of_first = np.stack([utility[..., i, :, i] for i in range(count)], axis=-2)[..., :, None, :]
    of_second = np.swapaxes(utility, -1, -2)
    plain = stake * ballot(form, of_first - of_second)
    voter: Index = np.arange(int(count))
    principal: Mask = np.equal(voter, voter[:, None, None]) | np.equal(voter, voter[:, None])
    for_first, for_second = np.maximum(plain, 0.0), np.maximum(-plain, 0.0)
    if form.committed:
        behind = along(np.where(principal, for_first, 0.0), -1)[..., None] + for_first
        against = along(np.where(principal, for_second, 0.0), -1)[..., None] + for_second
        guess = even(behind, against)
        joined = guess * (2.0 * of_first + own) + (1.0 - guess) * 3.0 * of_second
        other = 3.0 * guess * of_first + (1.0 - guess) * (2.0 * of_second + own)
        third = stake * ballot(form, joined - other)
        for_first = np.where(principal, for_first, np.maximum(third, 0.0))
        for_second = np.where(principal, for_second, np.maximum(-third, 0.0))
    chance = even(along(for_first, -1), along(for_second, -1))
    mine = np.stack([utility[..., i, i, i] for i in range(count)], axis=-1)[..., None]
    theirs = np.stack([utility[..., i, i, :] for i in range(count)], axis=-2)
    resists = salience[..., None, :]
    fought = 2.0 * (chance * mine + (1.0 - chance) * theirs)
    return (1.0 - resists) * 2.0 * mine + resists * fought - (mine + theirs), chance


def even(behind: Array, against: Array) -> Array:
    """The share of the votes behind one side; a half where there are none."""
    cast = behind + against
    return np.where(cast > 0.0, behind, 0.5) / np.where(cast > 0.0, cast, 1.0)


def turned(form: Form, weight: Array, salience: Array, place: Array, attitude: Array) -> Array:
    """Where actors stand after a turn. (..., actor, issue), shares of the scales"""
    count = place.shape[-2]
    if count == 1:
        return place
    far = distance(salience, apart(place))
    seen = (1.0 - THIRD) * attitude[..., :, None] + THIRD * attitude[..., None, :]
    gain, chance = challenged(form, weight, worth(far[..., None, :, :], seen[..., None]), added(salience))
    gain = np.where(np.eye(count, dtype=bool), -np.inf, gain)
    rival: Index = gain.argmax(-1)
    challenges = gain.max(-1) > LEAST_GAIN
    odds = np.take_along_axis(chance, rival[..., None], -1)
    opposite = np.take_along_axis(place, rival[..., None], -2)
    pull = salience**2 * odds**2
    drag = np.take_along_axis(salience, rival[..., None], -2) ** 2 * (1.0 - odds) ** 2
    whole = pull + drag + LEAST_SHIFT
    to_first = np.round(((pull + LEAST_SHIFT) * place + drag * opposite) / whole, DECIMALS)
    to_second = np.round((pull * place + (LEAST_SHIFT + drag) * opposite) / whole, DECIMALS)
    return taken(form, weight, salience, place, attitude, Bargains(rival, challenges, to_first, to_second))


@dataclass(frozen=True)
class Bargains:
    """One for each challenger; the last axes are (challenger)."""

    rival: Index
    """(..., challenger)"""
    real: Mask
    """(..., challenger)"""
    to_first: Array
    """(..., challenger, issue) where the challenger would move"""
    to_second: Array
    """(..., challenger, issue) where its rival would move"""


def taken(
    form: Form, weight: Array, salience: Array, place: Array, attitude: Array, bargains: Bargains
) -> Array:
    """Where actors stand once each has taken up its likeliest bargain, or none. (..., actor, issue)

    What a bargain is worth to an actor is the mean of what all positions would be worth, with the two moved. Both
    choose for themselves, so that a bargain may bind one side only.
    """
    count = place.shape[-2]
    actor: Index = np.arange(int(count))
    first = np.broadcast_to(np.eye(count, dtype=bool), (*place.shape[:-2], count, count))
    second = np.equal(bargains.rival[..., None], actor)
    after = np.where(first[..., None], bargains.to_first[..., None, :], place[..., None, :, :])
    after = np.where(second[..., None], bargains.to_second[..., None, :], after)
    states = np.concatenate([after, place[..., None, :, :]], axis=-3)  # the last option is to leave things
    flat = states.reshape(*place.shape[:-2], (count + 1) * count, place.shape[-1])
    far = distance(salience, place[..., :, None, :] - flat[..., None, :, :])
    each = worth(far, attitude[..., None]).reshape(*far.shape[:-1], count + 1, count)
    utility = along(each, -1) / count
    beats = beating(form, weight, utility)
    party = np.swapaxes((first | second) & bargains.real[..., None], -1, -2)
    open_to = np.concatenate([party, np.ones((*party.shape[:-1], 1), bool)], axis=-1)
    likely = prevailing(form, beats[..., None, :, :], open_to)
    chosen: Index = np.where(open_to, likely, -1.0).argmax(-1)
    mine = np.equal(chosen, actor)
    goal = np.where(mine[..., None], bargains.to_first, place)
    follows = (chosen < count) & ~mine
    other = np.take_along_axis(bargains.to_second, np.minimum(chosen, count - 1)[..., None], -2)
    return np.where(follows[..., None], other, goal)

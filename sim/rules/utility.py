"""What a package is worth to an actor, in points from 0 to 100, and what crossing a red line costs."""

import numpy as np

from sim.arrays import ANCHORS, Array, Mask, Terms, added, in_columns, same
from sim.setting import Setting
from sim.state import State, Traits

WORST, BEST = 0.0, 100.0


def worth(distance: Array, risk: Array) -> Array:
    """Utility of an outcome at a weighted distance from the ideal.

    City-block distance with a risk attitude: v + risk * v * (1 - v), v = 1 - distance / 100. A quadratic
    stands in for the usual power function: it is concave for the risk averse, convex for the risk
    seeking, rises all the way, and needs only + and x.

    distance   (...)   0..100
    risk       (...)   -1 seeks risk .. 1 shuns it
    returns    (...)   points, 0 worst to 100 best

    >>> worth(np.array([0.0, 50.0, 100.0]), np.array(0.0))
    array([100.,  50.,   0.])
    >>> worth(np.array(50.0), np.array(1.0))
    np.float64(75.0)
    """
    v = 1.0 - distance / 100.0
    return BEST * (v + risk * v * (1.0 - v))


def utility(outcome: Array, ideal: Array, salience: Array, risk: Array) -> Array:
    """Utility of one outcome to every actor.

    outcome          (..., issue)          0..100
    ideal, salience  (..., actor, issue)   0..100, weights that sum to 1
    risk             (..., actor)
    returns          (..., actor)          points

    >>> utility(np.array([40.0, 0.0]), np.array([[0.0, 0.0]]), np.array([[0.5, 0.5]]), np.array([0.0]))
    array([80.])
    """
    distance = added(np.abs(outcome[..., None, :] - ideal) * salience)
    return worth(distance, risk)


def crossed(status: Array, ideal: Array, red_line: Array) -> Mask:
    """Is this status farther from the ideal than the red line is?

    A stated red line is a position with a cost of crossing it at home (Fearon 1994, 1997), not a wall.

    >>> crossed(np.array(75.0), np.array([100.0, 20.0]), np.array([95.0, 40.0]))
    array([ True,  True])
    """
    return np.abs(status - ideal) > np.abs(red_line - ideal)


def package_outcome(setting: Setting, traits: Traits, package: int) -> Array:
    """Where a package lies on every issue.

    A coordinate that the scenario leaves open is settled between the parties: halfway between what they
    say they want, or, where issues may be traded for one another (`rules.linkage`), at the position of the party
    that cares more about it, which is the efficient trade under city-block utility.

    returns   (..., issue)
    """
    fixed = setting.package_value[package]
    care = np.take(traits.salience, setting.parties, axis=-2)
    if setting.rules.linkage:
        care = np.where(care >= care.max(-2, keepdims=True, initial=0.0), care, 0.0)
    else:
        care = np.ones_like(care)
    said = np.take(traits.position, setting.parties, axis=-2)
    between: Array = (care * said).sum(-2) / np.maximum(care.sum(-2), 1e-9)
    return np.where(np.isnan(fixed), between, fixed)


def private_value(setting: Setting, traits: Traits, status: Array | None) -> Array:
    """What nobody outside knows of how an actor values a package: a random utility (McFadden 1974).

    Drawn at a few places on the key issue and read between them, so that neighbouring packages are
    valued alike and a finer grid brings no new luck; the pact (`status` None) has a draw of its own.

    returns   (..., actor)   utility points
    """
    scale = traits.mechanism.unknown_value[..., None]
    if status is None:
        return scale * traits.private[..., -1]
    place = np.clip(status / 25.0, 0.0, len(ANCHORS) - 1.0)[..., None, None]
    near = np.maximum(1.0 - np.abs(place - np.arange(len(ANCHORS))), 0.0)
    return scale * added(traits.private[..., :-1] * near)


def settlement_terms(setting: Setting, traits: Traits) -> Terms:
    """What every package that fixes the key issue is worth, term by term.

    What it brings on the issues, what nobody outside knows of it, and the cost of crossing a red line:
    red_line_cost x firmness / 100, without end where the line is documented as inviolable. The entry of the
    pact, which leaves the key issue open, is 0 here: `outside.pact_terms` has it.

    returns   terms of shape (..., actor, package), utility points
    """
    ideal, line = traits.ideal[..., setting.key], traits.red_line
    wall = np.where(traits.hard, np.inf, traits.mechanism.red_line_cost[..., None] * traits.firmness / 100.0)
    nothing = np.zeros_like(line)
    worth_it, unknown, beyond = ([nothing] * len(setting.packages) for _ in range(3))
    for package in range(len(setting.packages)):
        if package == setting.pact:
            continue
        outcome = package_outcome(setting, traits, package)
        status = outcome[..., setting.key]
        worth_it[package] = utility(outcome, traits.ideal, traits.salience, traits.risk)
        unknown[package] = private_value(setting, traits, status)
        beyond[package] = np.where(crossed(status[..., None], ideal, line), -wall, 0.0)
    return {
        "what it brings on the issues": stacked(worth_it, nothing),
        "what nobody outside knows": stacked(unknown, nothing),
        "a red line crossed": stacked(beyond, nothing),
    }


def stacked(columns: list[Array], like: Array) -> Array:
    """(..., actor, package) out of a column per package; no package, no column."""
    return np.stack(columns, axis=-1) if columns else np.zeros((*like.shape, 0))


def home_terms(setting: Setting, traits: Traits, state: State) -> Terms:
    """What any package costs or brings a government beside its content (Putnam 1988).

    A party without standing at home has to bring home more: `mandate` x (1 - H / 100). A challenger's
    government asks more of any package. Where issues may be linked, every package carries the candidate's
    path, as far as it still has to go.

    returns   terms of shape (..., actor), utility points
    """
    m, n = traits.mechanism, len(setting.actors)
    none = same(0.0, state.home.shape, np.float64)
    weak = 1.0 - np.take(state.home, setting.parties, axis=-1) / 100.0
    lost = (state.challenger_won > 0)[..., None] & setting.title_holder
    ahead = (m.path_value * (1.0 - state.path / 100.0))[..., None]
    linked = setting.candidate & setting.rules.linkage
    return {
        "standing at home": in_columns(setting.parties, -m.mandate[..., None] * weak, n),
        "a challenger's government": np.where(lost, -m.hardened[..., None], 0.0) if lost.any() else none,
        "the path that comes with it": np.where(linked, ahead, 0.0) if linked.any() else none,
    }


def party_gain(setting: Setting, state: State) -> Array:
    """What a package brings the worst off among the parties over no agreement. (..., package), utility points"""
    worth_it = np.take(state.package_utility, setting.parties, axis=-2)
    gain: Array = worth_it - np.take(state.no_deal, setting.parties, axis=-1)[..., None]
    return np.clip(gain.min(-2), -100.0, 100.0)


def others_gain(setting: Setting, state: State) -> Array:
    """What a package brings the worst off of the other parties, where `information` is public; else NaN.

    For who is no party itself, the worst off of them all.

    returns   (..., actor, package)   utility points over no agreement
    """
    shape = state.package_utility.shape
    if setting.rules.information == "private" or len(setting.parties) < 2:
        return np.broadcast_to(np.nan, shape)
    gain = state.package_utility - state.no_deal[..., None]
    out = np.broadcast_to(party_gain(setting, state)[..., None, :], shape).copy()
    for party in setting.parties:
        rest = setting.parties[setting.parties != party]
        out[..., party, :] = np.take(gain, rest, axis=-2).min(-2)
    return out


def zone_width(setting: Setting, state: State) -> Array:
    """Width of the zone of possible agreement: what the worse-off party gains in the best package.

    The largest, over packages, of the smallest gain over the outside option among the parties (Raiffa 1982):
    max over packages of min over parties of (U - d). Above 0 there is a package that both prefer to no
    agreement; below 0 it is how far they are from one.

    returns   (...)   utility points; 0 where the scenario has no parties or no packages
    """
    if not setting.packages or not setting.party.any():
        return np.zeros_like(state.legitimacy)
    return party_gain(setting, state).max(-1)

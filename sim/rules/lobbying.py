"""Lobbying of third states, and visits."""

import numpy as np

from sim.arrays import Array
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

FULL = 3.0
"""Points of capital at which a lobbyist spends all it can on one state in a week."""


def effort(points: Array) -> Array:
    """Effect of points on one target: the first counts in full, each further one half.

    >>> effort(np.array([0.0, 1.0, 3.0, -3.0]))
    array([ 0.,  1.,  2., -2.])
    """
    size = np.abs(points)
    return np.sign(points) * (np.minimum(size, 1.0) + 0.5 * np.maximum(size - 1.0, 0.0))


def beside_the_strongest(setting: Setting) -> Array:
    """Each actor's standing as a share of that of the strongest lobbyist. (actor,)"""
    return setting.standing / max(float(setting.standing[setting.lobbyists].max(initial=0.0)), 1e-9)


def pressure(setting: Setting, traits: Traits, moves: Moves) -> Array:
    """Net lobbying of the week on each actor: rivals on the same state net out.

    Each lobbyist's effort counts with its standing beside that of the strongest, and as far as it is believed:
    the sum of lobby_step x effort x standing / strongest standing x credence.

    returns   (..., actor)   points
    """
    m = traits.mechanism
    everyone = np.arange(len(setting.actors))
    out = np.zeros_like(traits.recognition)
    weight = beside_the_strongest(setting)
    for i in setting.lobbyists:
        force = effort(moves.lobby_points[..., i]) * weight[i] * traits.credence[..., i]
        hit = moves.lobby_target[..., i, None] == everyone
        out = out + np.where(hit, (m.lobby_step * force)[..., None], 0.0)
    return out


def other_files(setting: Setting, traits: Traits, moves: Moves) -> Array:
    """What lobbyists offer beside their words: energy, trade, another file (`rules.side_payments`).

    It moves its target by `side_payment` toward the payer's side for as long as it is offered, and counts
    with the payer's standing beside that of the strongest and with what it spends, full at three points;
    rivals net out.

    returns   (..., actor)   points
    """
    rules, out = setting.rules, np.zeros_like(traits.recognition)
    if not (rules.side_payments and rules.lobbying and moves.side_payment.any()):
        return out
    everyone = np.arange(len(setting.actors))
    weight = beside_the_strongest(setting)
    for i in setting.lobbyists:
        spent = np.clip(moves.lobby_points[..., i] / FULL, -1.0, 1.0)
        worth = traits.mechanism.side_payment * weight[i] * spent
        hit = (moves.lobby_target[..., i, None] == everyone) & moves.side_payment[..., i, None]
        out = out + np.where(hit, worth[..., None], 0.0)
    return out


def lobby(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """Lobbying and visits move the target's readiness, fade by half every few weeks, and have a ceiling.

    lobbied' = lobbied x 0.5^(1 / lobby_half_life) + pressure + visit, cut at `lobby_cap` either way. A visit (a
    dated event of the scenario: who goes where) counts `visit_step` toward the visitor's side, as far as a
    patron stands behind its client. Where `lobbying.enabled` is false nobody is moved.
    """
    m = traits.mechanism
    fading = np.power(0.5, 1.0 / m.lobby_half_life)[..., None]
    paid = other_files(setting, traits, moves)
    new = pressure(setting, traits, moves) if setting.rules.lobbying else np.zeros_like(state.lobbied)
    guest, host = int(setting.visitor[state.week]), int(setting.visited[state.week])
    if guest >= 0 and setting.rules.lobbying:
        behind = m.visit_step * setting.side[guest] * setting.rules.patronage[guest]
        at = np.arange(len(setting.actors)) == host
        new = new + np.where(at, behind[..., None], 0.0)
    cap = m.lobby_cap[..., None]
    return replace(state, lobbied=np.clip(state.lobbied * fading + new, -cap, cap), paid=paid)

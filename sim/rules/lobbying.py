"""Lobbying of third states, visits, and what is offered beside words."""

import numpy as np

from sim.arrays import DOUBTERS, MATTERS, PIONEERS, Array, Index, Mask, same, some, total, untouched
from sim.rules.stance import fellows, swayed_by
from sim.rules.statements import campaigned, leans, voice
from sim.rules.wear import welcome
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

FULL = 3.0
"""Points of capital at which a lobbyist spends all it can on one state in a week."""
ANSWER = 2
"""Weeks within which a visit answers a rival's to the same capital."""
PLAIN = 2.0
"""Degrees of strength of a statement that a visit counts as."""
READINESS = 1
"""What a visitor finds out about: index in MATTERS."""


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


def who(made: Mask) -> Index:
    """The seats that do something in any world: what the others would add is nought. (seat,)

    made   (..., actor)
    """
    return np.flatnonzero(made.reshape(-1, made.shape[-1]).any(0))


def reach(setting: Setting, traits: Traits, at: Index) -> Array:
    """How much is behind the lobbying of some seats. (..., seat)

    Its standing beside that of the strongest lobbyist, or `party_voice` for a party, which has no recognition
    to give but a case that everybody has to hear.
    """
    return np.where(
        setting.party[at], traits.mechanism.party_voice[..., None], beside_the_strongest(setting)[at]
    )


def credit(setting: Setting, traits: Traits, state: State) -> Array:
    """How far its lobbying counts: K / K0, x `group_lobby` for each fellow pioneer. (..., actor)"""
    if untouched(state.group):
        return voice(traits, state)
    together = np.power(traits.mechanism.group_lobby[..., None], fellows(setting, state, PIONEERS))
    return voice(traits, state) * together


def pressure(setting: Setting, traits: Traits, state: State, moves: Moves) -> Array:
    """Net lobbying of the week on each actor: rivals on the same state net out.

    Any seat may lobby: the sum over all of them of lobby_step x effort x reach x credence x credit.

    returns   (..., actor)   points
    """
    out = np.zeros_like(traits.recognition)
    if untouched(moves.lobby_target):
        return out
    seats = who(moves.lobby_target >= 0)
    weight, counts = reach(setting, traits, seats), credit(setting, traits, state)
    for at, i in enumerate(seats):
        force = (
            effort(moves.lobby_points[..., i]) * weight[..., at] * traits.credence[..., i] * counts[..., i]
        )
        target = moves.lobby_target[..., i]
        gained = np.where(target >= 0, traits.mechanism.lobby_step * force, 0.0)
        out = _with_added(out, target, gained)
    return out


def other_files(setting: Setting, traits: Traits, moves: Moves) -> tuple[Array, Mask]:
    """What lobbyists offer beside their words: energy, trade, another file (`rules.side_payments`).

    It moves its target by `side_payment` toward the payer's side for as long as it is offered, and counts
    with the payer's standing beside that of the strongest and with what it spends, full at three points;
    rivals net out.

    returns   points, and who is paid anything, both (..., actor)
    """
    rules, shape = setting.rules, traits.recognition.shape
    if not (rules.side_payments and rules.lobbying and some(moves.side_payment)):
        return same(0.0, shape, np.float64), same(False, shape, np.bool_)
    out, paid = np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    weight = beside_the_strongest(setting)
    for i in setting.lobbyists:
        spent = np.clip(moves.lobby_points[..., i] / FULL, -1.0, 1.0)
        worth = traits.mechanism.side_payment * weight[i] * spent
        target = moves.lobby_target[..., i]
        hit = (target >= 0) & moves.side_payment[..., i]
        out = _with_added(out, target, np.where(hit, worth, 0.0))
        paid = paid | (_named(target, shape[-1]) & (hit & (spent != 0.0))[..., None])
    return out, paid


def _named(target: Index, actors: int) -> Mask:
    """Which actor is named in each world; none where it is -1. (...) -> (..., actor)"""
    return target[..., None] == np.arange(actors)


def _with_added(values: Array, target: Index, points: Array) -> Array:
    """What actors have, and so many points more for the one that is named in each world.

    values   (..., actor)
    target   (...)          -1 for nobody
    points   (...)
    """
    return np.where(_named(target, values.shape[-1]), values + points[..., None], values)


def lobby(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """Lobbying and visits move the target's readiness, fade by half every few weeks, and have a ceiling.

    lobbied' = lobbied x 0.5^(1 / lobby_half_life) + pressure, cut at `lobby_cap` either way. A dated visit (an
    event of the scenario: who goes where) counts `visit_step` toward the visitor's side, as far as a patron
    stands behind its client. A visit by a move is a public act, remembered like one (`visits`): it is added
    to `swayed`. A government that gets another file has something to show: H + bribe_home in the first week of
    a payment. Where `lobbying.enabled` is false nobody is moved.
    """
    m = traits.mechanism
    fading = np.power(0.5, 1.0 / m.lobby_half_life)[..., None]
    points, paid = other_files(setting, traits, moves)
    calls = called_on(setting, moves)
    lobbied = state.lobbied * fading
    if setting.rules.lobbying:
        new = {"words": pressure(setting, traits, state, moves), "visit": dated_visit(setting, traits, state)}
        lobbied = lobbied + total(new)
        state = be_received(setting, traits, state, calls)
    cap = m.lobby_cap[..., None]
    state = replace(receive(setting, state, calls), lobbied=np.clip(lobbied, -cap, cap))
    if not some(paid):
        return replace(state, paid=points)
    shown = np.minimum(state.home + m.bribe_home[..., None], 100.0)
    first = paid & (state.paid == 0.0)
    return replace(state, paid=points, home=np.where(first, shown, state.home))


def dated_visit(setting: Setting, traits: Traits, state: State) -> Array:
    """What the visit brings that the scenario has for this week. (..., actor), points"""
    guest, host = int(setting.visitor[state.week]), int(setting.visited[state.week])
    if guest < 0:
        return same(0.0, state.lobbied.shape, np.float64)
    behind = traits.mechanism.visit_step * setting.side[guest] * setting.rules.patronage[guest]
    at = np.arange(len(setting.actors)) == host
    return np.where(at, behind[..., None], 0.0)


def called_on(setting: Setting, moves: Moves) -> Mask | None:
    """Who visits whom by a move; None if nobody does. (..., visitor, host)"""
    if untouched(moves.visit) or not (moves.visit >= 0).any():
        return None
    n = len(setting.actors)
    return (moves.visit[..., None] == np.arange(n)) & ~np.eye(n, dtype=np.bool_)


def visits(setting: Setting, traits: Traits, state: State, calls: Mask | None) -> Array:
    """What visits by a move bring their hosts.

    visit_move toward what the visitor is for, x K / K0, as far as a patron stands behind its client. One that
    answers a rival's visit of the last two weeks takes back `visit_cancel` of it; two in one week net out. A
    group of doubters, two or more, shields its members from a share `group_shield`. A capital that has had
    visits from the same side lately hears little new (`wear.welcome`).

    returns   (..., actor)   points
    """
    if calls is None:
        return np.zeros_like(state.lobbied)
    m, toward = traits.mechanism, leans(setting, state)
    recent = (state.visited_week >= 0) & (state.week - state.visited_week <= ANSWER)
    before = np.where(recent, state.visited_side, 0.0)
    shield = np.zeros_like(state.lobbied)
    if not untouched(state.group):
        shielded = (state.group == DOUBTERS) & (fellows(setting, state, DOUBTERS) >= 1)
        shield = np.where(shielded, m.group_shield[..., None], 0.0)
    worth = m.visit_move[..., None] * toward * voice(traits, state) * setting.rules.patronage
    out = np.zeros_like(state.lobbied)
    for i in who(np.logical_or.reduce(calls, axis=-1)):
        answers = before * toward[..., i, None] < 0.0
        counts = np.where(answers, m.visit_cancel[..., None], 1.0) * (1.0 - shield)
        counts = counts * welcome(traits, state, toward[..., i, None])
        out = out + np.where(calls[..., i, :], worth[..., i, None] * counts, 0.0)
    return out


def be_received(setting: Setting, traits: Traits, state: State, calls: Mask | None) -> State:
    """The hosts are swayed; a mediator that travels for one side while the talks are open costs the process
    `partisan_legitimacy` as a statement of the second strength does.
    """
    if calls is None:
        return state
    brought = visits(setting, traits, state, calls)
    partisan = (calls.any(-1) & setting.mediator[state.week]).sum(-1)
    lost = campaigned(traits, state, PLAIN * partisan)
    return replace(state, swayed=swayed_by(traits, state, brought), legitimacy=state.legitimacy - lost)


def receive(setting: Setting, state: State, calls: Mask | None) -> State:
    """The host remembers who came; the visitor has seen for itself how near to recognising the host is."""
    if calls is None:
        return state
    came = calls.any(-2)
    side = np.where(calls, leans(setting, state)[..., :, None], 0.0).sum(-2)
    about: Mask = np.isin(np.arange(len(MATTERS)), READINESS)
    seen: Mask = calls[..., None] & about
    return replace(
        state,
        visited_week=np.where(came, state.week, state.visited_week),
        visited_side=np.where(came, np.sign(side), state.visited_side),
        sounded=np.where(seen, state.sounded + 1, state.sounded),
        heard=np.where(seen, state.readiness[..., None, :, None], state.heard),
    )

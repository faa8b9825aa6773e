"""Patrons and their clients: how far a patron says it stands behind its own, and what that word is worth to it."""

import numpy as np

from sim.arrays import Array, Mask, same, untouched
from sim.rules.word import weight_of_word
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

SILENT, STEPPED_BACK = -2, -1
"""Levels of commitment below 0: it has said nothing, it has stepped back. The others are 0..3, the third a vow."""


def speaks(setting: Setting, moves: Moves) -> Mask:
    """Which patrons with a client say how far they stand behind it. (..., actor)"""
    return setting.patron & (setting.side != 0.0) & (moves.commit > SILENT)


def commit(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A patron commits itself to its client, or steps back; to name less than before is stepping back, too.

    Commitment is what it said last. Stepping back costs its word, K' = K - step_back, once; who has stepped back
    loses nothing more until it has committed itself again. Each level that is new lifts its client at home, H +
    commit_home, where the client is the declarer makes planning easier, Q + commit_coordination, and costs the
    process, L - commit_legitimacy, while a mediator gives it and the talks are open.
    """
    if untouched(moves.commit):
        return state
    spoken = speaks(setting, moves)
    less = moves.commit < np.maximum(state.commitment, 0)
    back = spoken & less & (state.commitment != STEPPED_BACK)
    lost = np.where(back, traits.mechanism.step_back[..., None], 0.0)
    new = np.where(spoken, np.maximum(moves.commit - np.maximum(state.commitment, 0), 0), 0)
    m, heard = traits.mechanism, np.where(client_of(setting), new[..., None, :], 0).sum(-1)
    plans = np.where(setting.declarer, heard, 0).sum(-1)
    partial = np.where(setting.mediator[state.week], new, 0).sum(-1)
    cost = np.where(state.talks_open, m.commit_legitimacy * partial, 0.0)
    return replace(
        state,
        commitment=np.where(spoken, moves.commit, state.commitment),
        credibility=np.maximum(state.credibility - lost, 0.0),
        home=np.minimum(state.home + m.commit_home[..., None] * heard, 100.0),
        coordination=np.minimum(state.coordination + m.commit_coordination * plans, 100.0),
        legitimacy=np.maximum(state.legitimacy - cost, 0.0),
    )


def client_of(setting: Setting) -> Mask:
    """Who is whose client: the party on a patron's side. (actor, patron), none for who is no patron"""
    beside = setting.side[:, None] * setting.side > 0.0
    return beside & setting.party[:, None] & setting.patron


def behind(setting: Setting, state: State) -> Array:
    """The highest level to which a patron of its own has committed itself. (..., actor) 0..3, 0 for who is no client"""
    if untouched(state.commitment):
        return np.zeros(state.commitment.shape)
    level = np.maximum(state.commitment, 0)[..., None, :]
    return np.where(client_of(setting), level, 0).max(-1).astype(np.float64)


def patrons_word(setting: Setting, traits: Traits, state: State) -> Array:
    """What a client adds to its outside option because of what its patrons have said.

    The sum over its patrons of backing_step x level x K / its start x `rules.patronage`; a patron that has stepped
    back counts as one level below nothing. A believed commitment stiffens the client (Fearon 1997).

    returns   (..., actor)   utility points; 0 while nothing has been said
    """
    if untouched(state.commitment):
        return same(0.0, state.commitment.shape, np.float64)
    level = np.where(state.commitment == SILENT, 0, state.commitment)
    word = level * weight_of_word(traits, state) * setting.rules.patronage
    heard = np.where(client_of(setting), word[..., None, :], 0.0).sum(-1)
    return traits.mechanism.backing_step[..., None] * heard

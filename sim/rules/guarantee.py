"""The guarantee not to recognise for a time: who gives it, and how far it can be believed."""

import numpy as np

from sim.arrays import POINTS, Array, Mask
from sim.rules.chance import logistic
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace


def credibility(setting: Setting, traits: Traits, state: State) -> Array:
    """The chance that a member which has promised not to recognise would still not do so when it is tested.

    A commitment problem (Fearon 1998; Powell 2006): the logistic of minus its readiness, plus what having
    given its word is worth to it. `guarantee.credibility` overrides it.

    returns   (..., actor)   0..1
    """
    if setting.rules.guarantee_credibility is not None:
        return np.full_like(state.stance, setting.rules.guarantee_credibility)
    pledge = traits.mechanism.pledge[..., None] * traits.reliability / 60.0
    return logistic((pledge - state.stance) / POINTS)


def given(setting: Setting, moves: Moves, state: State) -> Mask:
    """Who is asked to keep a guarantee: nobody, those who offer it, or every member. (..., actor)"""
    kind = setting.rules.guarantee_kind
    if kind == "given":
        return np.broadcast_to(setting.member, state.stance.shape)
    if kind == "negotiable":
        return moves.guarantee & setting.member
    signed = (state.agreed == setting.pact) & (setting.pact >= 0)
    return signed[..., None] & setting.member & (kind == "in_pact")


def weigh_guarantee(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """Renew the guarantee's credibility and who is bound by it.

    G is the sum over those who give it of vote share x credibility. A member is bound if its own uniform
    number lies below its credibility: the same member in the same world, whatever else is changed. The
    guarantee is tested once: with the declaration it stands as it is.
    """
    over = state.declared | state.settled
    if over.all():
        return state
    gives = given(setting, moves, state)
    kept = credibility(setting, traits, state)
    share = np.where(setting.member, setting.votes, 0.0)
    total = max(float(share.sum()), 1e-9)
    g = (np.where(gives, kept, 0.0) * share).sum(-1) / total
    holds = gives & (traits.keeps_word < kept)
    return replace(
        state,
        guarantee=np.where(over, state.guarantee, g),
        bound=np.where(over[..., None], state.bound, holds),
    )

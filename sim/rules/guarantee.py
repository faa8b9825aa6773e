"""The guarantee not to recognise for a time: who gives it, and how far it can be believed."""

import numpy as np

from sim.arrays import POINTS, Array, Mask
from sim.ledger import NOT_RECOGNISE
from sim.rules.chance import logistic
from sim.rules.word import nothing_promised, pledged, standing_words, weight_of_word
from sim.setting import Setting
from sim.state import State, Traits, replace


def credibility(setting: Setting, traits: Traits, state: State) -> Array:
    """The chance that a member which has promised not to recognise would still not do so when it is tested.

    A commitment problem (Fearon 1998; Powell 2006): the logistic of minus its expressed stance, plus what
    having given its word is worth to it: logistic((pledge x credence x K / K0 - stance) / 20), K its credibility
    and K0 where that started. `guarantee.credibility` overrides it.

    returns   (..., actor)   0..1
    """
    if setting.rules.guarantee_credibility is not None:
        return np.full_like(state.stance, setting.rules.guarantee_credibility)
    pledge = traits.mechanism.pledge[..., None] * traits.credence * weight_of_word(traits, state)
    return logistic((pledge - state.stance) / POINTS)


def offered(setting: Setting, traits: Traits) -> Mask:
    """Who would guarantee it in a pact: the willing where it is negotiable, every member where it is given or
    belongs to the pact, nobody where it is barred. (..., actor)
    """
    kind = setting.rules.guarantee_kind
    willing = (
        traits.guarantee > 0.0 if kind == "negotiable" else np.full_like(setting.member, kind != "barred")
    )
    return np.broadcast_to(setting.member & willing, traits.guarantee.shape)


def strength(setting: Setting, traits: Traits, state: State) -> Array:
    """Credibility of the guarantee that is offered: vote share x credibility, summed over who offers it. (...)"""
    return shared_by(setting, offered(setting, traits), credibility(setting, traits, state))


def shared_by(setting: Setting, giver: Mask, credible: Array) -> Array:
    """Vote share x credibility, summed over the members that give a guarantee. (...), 0..1

    giver, credible   (..., actor)
    """
    share = np.where(setting.member, setting.votes, 0.0)
    kept = np.where(giver, credible, 0.0)
    return (kept * share).sum(-1) / max(float(share.sum()), 1e-9)


def believed_strength(setting: Setting, traits: Traits, state: State) -> Array:
    """Credibility of the guarantee that is offered, as each actor sees it: who would give it is public only in part.

    Where each member decides for itself, it knows its own mind, and of the others how likely they are to
    give it (`Setting.expected_willing`): g = sum of share x credibility x chance that it is given. Where the
    rule says who gives it, that is `strength` for everybody.

    returns   (..., actor)   0..1
    """
    if setting.rules.guarantee_kind != "negotiable":
        return np.broadcast_to(strength(setting, traits, state)[..., None], state.stance.shape)
    share = np.where(setting.member, setting.votes, 0.0)
    kept = credibility(setting, traits, state) * (share / max(float(share.sum()), 1e-9))
    expected = (kept * setting.expected_willing).sum(-1)
    return expected[..., None] + kept * (offered(setting, traits) - setting.expected_willing)


def weigh_guarantee(setting: Setting, traits: Traits, state: State) -> State:
    """Renew the guarantee that binds now, and who holds to it.

    Under `guarantee.kind = given` every member has given it. Under any other kind it is an offer that takes effect
    with the signature of the pact, and is weighed as part of that (`outside.pact_terms`); without a pact only
    those are bound who have promised it (`weigh_pledges`). A member is bound if its own uniform number lies below
    its credibility: the same member in the same world, whatever else is changed. The guarantee that is given by
    rule is tested once: with the declaration it stands as it is.
    """
    over = state.declared | state.settled
    if setting.rules.guarantee_kind != "given":
        return weigh_pledges(setting, traits, state)
    if over.all():
        return state
    holds = offered(setting, traits) & (traits.keeps_word < credibility(setting, traits, state))
    return replace(
        state,
        guarantee=np.where(over, state.guarantee, strength(setting, traits, state)),
        bound=np.where(over[..., None], state.bound, holds),
    )


def weigh_pledges(setting: Setting, traits: Traits, state: State) -> State:
    """The guarantee that members have promised one by one, while their promises are open.

    G = vote share x credibility, summed over the members of whose promise all know; x `pledge_leaked` while one that
    came out before its maker would say it in public is open. Who has promised, in public or
    not, does not drift into recognising for as long as its own uniform number lies below its credibility; to
    recognise of its own accord breaks its word.
    """
    if nothing_promised(state):
        return state
    credible = credibility(setting, traits, state)
    bound = pledged(setting, state) & (traits.keeps_word < credible)
    known = pledged(setting, state, public=True)
    strong = shared_by(setting, known, credible)
    spoilt = standing_words(setting, state, NOT_RECOGNISE) & state.ledger.leaked[..., None, :]
    strong = np.where(spoilt.any((-2, -1)), strong * traits.mechanism.pledge_leaked, strong)
    return replace(state, guarantee=strong, bound=bound)

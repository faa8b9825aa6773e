"""What states say about recognition, and how it moves before and after a declaration."""

import numpy as np

from sim.arrays import DOUBTERS, Array, Mask, Terms, added, nought, same, total, untouched, with_columns
from sim.setting import Setting
from sim.state import State, Traits, replace

MOST_OPEN = 0.95
"""Nobody is moved by the others alone."""
FIRMLY = -50.0
"""Points of readiness below which a state is firmly opposed: what the rubric calls very hard, and worse."""


def weighed(values: Array, weight: Array) -> Array:
    """The weighted sum over actors.

    values   (..., actor)
    weight   (actor,)
    returns  (...)

    >>> weighed(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    np.float64(11.0)
    """
    return added(values * weight)


def reference(setting: Setting, stance: Array, following: Array) -> Array:
    """What a member looks to: the vote-weighted mean of all members, and its leader if it follows one.

    The weighted mean makes the influence matrix of rank one, so no matrix is needed.

    stance      (..., actor)   expressed, points
    following   (...)          share of the look that goes to the leader, 0..1
    returns     (..., actor)
    """
    weight = np.where(setting.member, setting.votes, 0.0)
    mean = (weighed(stance, weight) / max(float(weight.sum()), 1e-9))[..., None]
    out = np.repeat(mean, len(weight), axis=-1)
    led = np.flatnonzero(setting.follower)
    if len(led):
        share, leaders = following[..., None], np.take(stance, setting.leader[led], axis=-1)
        return with_columns(out, led, (1.0 - share) * mean + share * leaders)
    return out


def openness(setting: Setting, traits: Traits) -> Array:
    """How much a member lets itself be moved, 0..1 (..., actor), before `rules.influence.unity`.

    Influence times the memory of the split of the 1990s, less for those who put their stance firmly:
    influence x (0.5 + 0.5 memory) x (1 - firmness / 100).
    """
    m = traits.mechanism
    loose = 1.0 - traits.firmness / 100.0
    lam = (m.influence * (0.5 + 0.5 * m.memory))[..., None] * loose
    return np.where(setting.member, np.minimum(lam, MOST_OPEN), 0.0)


def reluctance(setting: Setting, traits: Traits) -> Array:
    """How far a coded stance x falls short of favouring (50 points): 0 for who favours, 1 at 0 and below.

    1 - clip(x, 0, 50) / 50. (..., actor), 0..1
    """
    return np.where(setting.recogniser, 1.0 - np.clip(traits.recognition, 0.0, 50.0) / 50.0, 0.0)


def sway(setting: Setting, traits: Traits) -> Array:
    """How far a bandwagon pulls a state: fully, but for the opposed, who are as sticky as they put it firmly.

    1 for who leans toward recognition, 1 - firmness for who is coded against it, 0 for the title holder's
    side. (..., actor), 0..1
    """
    sticky = np.where(traits.recognition < 0.0, traits.firmness / 100.0, 0.0)
    return np.where(setting.side >= 0, 1.0 - sticky, 0.0)


def exposure(traits: Traits) -> Array:
    """What the precedent costs a state at full presence: own vulnerability, less where the memory of 1999
    makes the case an exception: precedent_weight x (1 - remedial) x vulnerability / 100. (..., actor), points
    """
    m = traits.mechanism
    return (m.precedent_weight * (1.0 - m.remedial))[..., None] * traits.vulnerability / 100.0


def without_patron(setting: Setting, traits: Traits) -> Array:
    """Readiness at the opening under `rules.patronage`: a patron that steps back waits for the Council.

    p x own readiness + (1 - p) x `unbacked`, for the declarer's patrons and the members, as far as that
    is lower than what they say. At 1 nothing changes.

    returns   (..., actor)   points
    """
    p = setting.rules.patronage
    backs = setting.member | (setting.patron & (setting.side > 0))
    apart = np.minimum(traits.recognition, traits.mechanism.unbacked[..., None])
    return np.where(backs, p * traits.recognition + (1.0 - p) * apart, traits.recognition)


def motive(setting: Setting, traits: Traits) -> Array:
    """The stance beneath the coded one: what it would say if nobody else were there.

    The coded stance is read as the resting point of influence, x = (1 - s) motive + s reference, and the
    motive recovered from it; so at the opening nothing moves, and what moves later has a cause.

    returns   (..., actor)   points
    """
    s = traits.openness
    x = traits.recognition
    return (x - s * reference(setting, x, traits.mechanism.following)) / (1.0 - s)


def influence_terms(setting: Setting, traits: Traits, state: State) -> Terms:
    """One step of Friedkin & Johnsen (1990): anchored to the motive, drawn to the reference.

    x' = (1 - s)(motive + legitimacy_weight (L - L0) reluctance + reach (lobbied + paid + swayed)) + s
    reference(x), with
    s = min(openness x `rules.influence.unity`, 0.95), and reach 1, or `firm_lobby` for the firmly opposed.
    Legitimacy gained since the opening raises the motive of those who are reluctant: that everything
    was tried is their reason to go along. Lobbying reaches the firmly opposed in part (`firm_lobby`), with
    words and with other files offered beside them; so do public acts.

    returns   terms of shape (..., actor), points; they add up to the new expressed stance
    """
    m = traits.mechanism
    s = np.minimum(traits.openness * setting.rules.unity, MOST_OPEN)
    own = 1.0 - s
    gained = (m.legitimacy_weight * (state.legitimacy - m.legitimacy_start))[..., None]
    reach = own * np.where(traits.recognition < FIRMLY, m.firm_lobby[..., None], 1.0)
    return {
        "own motive": own * traits.motive,
        "others' stances": s * reference(setting, state.stance, m.following),
        "legitimacy of the process": own * gained * traits.reluctance,
        "lobbying": _as_far_as(reach, state.lobbied),
        "other files": _as_far_as(reach, state.paid),
        "public acts": _as_far_as(reach, state.swayed),
    }


def _as_far_as(share: Array, points: Array) -> Array:
    """A share of some points; where nobody has any there is nothing to work out. Same shape"""
    return points if nought(points) else share * points


def swayed_by(traits: Traits, state: State, points: Array) -> Array:
    """What public acts have brought, with some points more, which may be below 0; there is a ceiling either way.

    points    (..., actor)   points of readiness
    returns   (..., actor)   swayed + points, cut at `swayed_cap`
    """
    cap = traits.mechanism.swayed_cap[..., None]
    return np.clip(state.swayed + points, -cap, cap)


def waverers(setting: Setting, state: State) -> Mask:
    """Who has not made up its mind: neither firmly for nor firmly against in public, on nobody's side. (..., actor)"""
    return setting.recogniser & (setting.side == 0.0) & (np.abs(state.stance) < -FIRMLY)


def influence(setting: Setting, traits: Traits, state: State) -> State:
    """Stances move by one step of influence, and stay on their scale."""
    moved = np.clip(total(influence_terms(setting, traits, state)), -100.0, 100.0)
    return replace(state, stance=np.where(setting.recogniser, moved, state.stance))


def recognised_share(setting: Setting, state: State) -> Array:
    """Share of the members' votes that has recognised, 0..1, shape (...)."""
    weight = np.where(setting.member, setting.votes, 0.0)
    return weighed(state.recognised.astype(np.float64), weight) / max(float(weight.sum()), 1e-9)


def fellows(setting: Setting, state: State, group: int) -> Array:
    """How many others of its group of members stand beside each of them; who has recognised stands with no doubter.

    group     DOUBTERS or PIONEERS
    returns   (..., actor)   0 for who is not in it
    """
    if untouched(state.group):
        return np.zeros(state.group.shape)
    inside = (state.group == group) & setting.member
    if group == DOUBTERS:
        inside = inside & ~state.recognised
    n = inside.sum(-1, keepdims=True)
    return np.where(inside, n - 1.0, 0.0)


def company(setting: Setting, traits: Traits, state: State) -> Array:
    """What a group of doubters leaves of the pull of those who have gone, members and great powers: group_pressure to
    the power of its other members.

    returns   (..., actor)   factor, 1 outside the group
    """
    if untouched(state.group):
        return np.ones(state.group.shape)
    return np.power(traits.mechanism.group_pressure[..., None], fellows(setting, state, DOUBTERS))


def event_terms(setting: Setting, traits: Traits, state: State) -> Terms:
    """What events add to readiness: every term is 0 at the opening, so that nothing is counted twice.

    Head-count past the state's own threshold (Granovetter 1978), recognitions by the permanent members of
    the Council, which weigh most (Coggins 2011), and coordination, each as far as the state can be swayed;
    own vulnerability x how present the precedent has become (less where the memory of 1999 makes the case
    an exception: `remedial`); a declaration before the vote or the time that a state asked to wait for;
    and the Council's cover.

    head-count   heads_weight x unity x max(share - threshold, 0) / (1 - threshold) x sway, for members; less
                 in the company of other doubters (`company`)
    great powers great_weight x gone / n x sway: gone of the n that may and do not stand behind the title
                 holder, itself apart; less in the company of other doubters, too
    coordination coordination_weight x (Q - Q0) / 100 x sway, after a declaration
    precedent    -exposure x (1 - eased) x (P - P0) / 100, eased the share that a state has taken away at home
    the others   -eve_weight, -haste_weight, +cover_weight x law, each where it applies

    returns   terms of shape (..., actor), points
    """
    m = traits.mechanism
    pull, none = traits.sway, same(0.0, state.stance.shape, np.float64)
    pace = m.coordination_weight * (state.coordination - m.coordination_start) / 100.0
    present = (state.precedent - m.precedent_start)[..., None] / 100.0
    declared, cover = state.declared, state.cover[..., None]
    eve = (declared & (state.week < traits.election_week))[..., None] & setting.waits_for_vote
    after = declared.any()
    return {
        "head-count": head_count(setting, traits, state),
        "great powers": great_powers(setting, traits, state),
        "coordination": np.where(declared, pace, 0.0)[..., None] * pull if after else none,
        "precedent at home": _spared(state, -traits.exposure * present),
        "before the vote": penalty(eve, m.eve_weight),
        "too early": penalty(_too_early(setting, traits, state), m.haste_weight) if after else none,
        "cover of the Council": -penalty(cover & (traits.law > 0.0), m.cover_weight) * traits.law
        if cover.any()
        else none,
    }


def head_count(setting: Setting, traits: Traits, state: State) -> Array:
    """What the members that have recognised add to the readiness of the others; see `event_terms`. (..., actor)"""
    if not (state.recognised & setting.member).any():
        return same(0.0, state.stance.shape, np.float64)
    share = recognised_share(setting, state)[..., None]
    past = np.maximum(share - traits.threshold, 0.0) / np.maximum(1.0 - traits.threshold, 1e-9)
    weight = np.where(setting.member, traits.mechanism.heads_weight[..., None] * setting.rules.unity, 0.0)
    pull = weight * past * traits.sway
    return pull if untouched(state.group) else pull * company(setting, traits, state)


def great_powers(setting: Setting, traits: Traits, state: State) -> Array:
    """What the permanent members that have recognised add to it. (..., actor)"""
    great = setting.permanent & setting.recogniser & (setting.side >= 0)
    at = np.flatnonzero(great)
    gone = np.take(state.recognised_week, at, axis=-1) <= state.week
    if not gone.any():
        return same(0.0, state.stance.shape, np.float64)
    heads = gone.sum(-1, keepdims=True)
    others = np.repeat(heads / max(len(at), 1), len(great), axis=-1)
    others = with_columns(others, at, (heads - gone) / max(len(at) - 1, 1))
    pull = traits.mechanism.great_weight[..., None] * others * traits.sway
    return pull if untouched(state.group) else pull * company(setting, traits, state)


def _too_early(setting: Setting, traits: Traits, state: State) -> Mask:
    """Whom the declaration came too early for, but for those who wait for the vote. (..., actor)"""
    return state.declared[..., None] & (state.week < traits.timing) & ~setting.waits_for_vote


def _spared(state: State, points: Array) -> Array:
    """What is left of a burden beside what a state has taken away of it at home. (..., actor)"""
    return points if nought(state.eased) else points * (1.0 - state.eased)


def penalty(applies: Mask, weight: Array) -> Array:
    """Minus a world's weight for the actors it applies to, 0 for the rest. (..., actor)"""
    if not applies.any():
        return same(0.0, applies.shape, np.float64)
    return np.where(applies, -weight[..., None], 0.0)


def readiness_terms(setting: Setting, traits: Traits, state: State) -> Terms:
    """The whole index, term by term: the expressed stance, and what events add to it. (..., actor), points."""
    return {"stance": state.stance, **event_terms(setting, traits, state)}


def weigh_readiness(setting: Setting, traits: Traits, state: State) -> State:
    """Renew every state's index of readiness; 20 points are 1 on the logit scale."""
    return replace(state, readiness=total(readiness_terms(setting, traits, state)))


def unity(setting: Setting, state: State) -> Array:
    """Unity of the members: what the head-count says, and what their own acts add to it or take. (...), 0..100"""
    return np.clip(counted_unity(setting, state.stance) + state.cohesion, 0.0, 100.0)


def counted_unity(setting: Setting, stance: Array) -> Array:
    """Unity of the members from the head-count: 0 when votes split in halves, 100 when all lean the same way.

    100 |2 y - 1|, y the share of the members' votes whose stance is above 0. (...), 0..100
    """
    weight = np.where(setting.member, setting.votes, 0.0)
    share = weighed((stance > 0.0).astype(np.float64), weight) / max(float(weight.sum()), 1e-9)
    return 100.0 * np.abs(2.0 * share - 1.0)

"""Declaring: now, or later with more coordination, or not at all."""

import numpy as np

from sim.arrays import NEVER, Array, Mask, Terms
from sim.rules.chance import hazard, struck
from sim.rules.outside import expected_recognition, weeks_to_act
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

AHEAD = (1.0, 4.0, 12.0)
"""Weeks at which the declarer looks ahead."""


def coordination_gain(setting: Setting, traits: Traits, state: State, effort: Array) -> Array:
    """Points of coordination that a week of consultation brings, less as it nears 100.

    Consultation itself counts, and every backer who has agreed counts more:
    effort x (consult_step + commit_step x backers) x (1 - Q / 100).

    effort    (...)   0..1
    returns   (...)
    """
    m = traits.mechanism
    step = m.consult_step + m.commit_step * state.backers
    return effort * step * (1.0 - state.coordination / 100.0)


def consult(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A week of consultation: coordination rises, and backers agree to the date one by one.

    A state may agree from the time on that it asked to wait for (less `commit_lead` weeks), and after
    the vote if it waits for that; its hazard of agreeing, effort x commit_rate x exp(hazard_slope x R / 20),
    grows with its readiness R. Agreeing is for good.
    """
    over = state.declared | state.settled
    if over.all():
        return state
    m = traits.mechanism
    effort = np.where(setting.declarer, moves.consult, 0.0).sum(-1) * ~over
    rise = coordination_gain(setting, traits, state, effort)
    timely = state.week + m.commit_lead[..., None] >= traits.timing
    after = (state.week + m.commit_lead >= traits.election_week)[..., None] | ~setting.waits_for_vote
    ready = (state.readiness > 0.0) & setting.recogniser & timely & after & ~state.bound
    rate = hazard(state.readiness, m.commit_rate[..., None], m.hazard_slope[..., None])
    summed = state.commit_sum + np.where(ready, effort[..., None] * rate, 0.0)
    committed = state.committed | (ready & struck(state.commit_sum, summed, traits.commit_at))
    return replace(
        state,
        coordination=np.clip(state.coordination + rise, 0.0, 100.0),
        commit_sum=summed,
        committed=committed,
        backers=np.where(over, state.backers, committed_share(setting, state, committed)),
    )


def committed_share(setting: Setting, state: State, committed: Mask) -> Array:
    """Share of the backers' standing that has agreed in advance; backers are those who lean toward it. (...)"""
    backs = (state.stance > 0.0) & setting.recogniser
    weight = np.where(backs, setting.standing, 0.0)
    return np.where(committed, weight, 0.0).sum(-1) / np.maximum(weight.sum(-1), 1e-9)


def weigh_declaration(setting: Setting, traits: Traits, state: State) -> Terms:
    """What declaring now has over the best later week, for the declarer, term by term.

    The value of declaring w weeks from now: d^w (F_w (independence - status quo) - isolation (1 - F_w) -
    crash (1 - Q_w)) - what waiting costs. Coordination is expected to grow by consultation, and F with it
    and with the passing of dates that backers asked to wait for. Waiting costs limbo, dearer every week
    after the date (S29), and dearer for who has less standing at home than `home_restless`:
    limbo_cost x limbo / 100 x (1 + limbo_growth x weeks past the date + max(1 - H / home_restless, 0)) a week.

    returns   terms of shape (...), utility points; their sum above 0 says: now
    """
    now = np.zeros_like(state.legitimacy)
    over = state.declared | state.settled
    if over.all() or not setting.declarer.any():
        return {"recognition": now, "crash": now, "waiting": now}
    here = _value(setting, traits, state, now)
    later = [_value(setting, traits, state, now + w) for w in AHEAD]
    worth = np.stack([v["recognition"] + v["crash"] - v["waiting"] for v in later], axis=-1)
    best = worth.argmax(-1)
    out: dict[str, Array] = {}
    for name in ("recognition", "crash", "waiting"):
        chosen = np.take_along_axis(np.stack([v[name] for v in later], axis=-1), best[..., None], axis=-1)[
            ..., 0
        ]
        gain = chosen - here[name] if name == "waiting" else here[name] - chosen
        out[name] = np.where(over, 0.0, gain)
    return out


def _value(setting: Setting, traits: Traits, state: State, weeks: Array) -> dict[str, Array]:
    """What declaring some weeks from now is worth, apart for recognition, the crash, and waiting."""
    m = traits.mechanism
    own = setting.declarer
    gain = traits.declared_utility - traits.status_quo_utility
    step = coordination_gain(setting, traits, state, np.ones_like(weeks)) / 100.0
    room = 1.0 - state.coordination / 100.0
    loose = room * np.power(1.0 - np.clip(step / np.maximum(room, 1e-9), 0.0, 1.0), weeks)
    lift = m.coordination_weight * (room - loose)
    # A backer that waits for the vote counts as early until it is past; its date is in `timing`.
    share, _ = expected_recognition(setting, traits, state, lift, weeks)
    kept = np.power(m.discount, weeks)
    limbo = np.where(own, traits.limbo, 0.0).sum(-1) / 100.0 * m.limbo_cost
    since = np.maximum(state.week - state.deadline, 0)
    grown = 1.0 + m.limbo_growth * since
    standing = np.where(own, state.home, 0.0).sum(-1)
    restless = np.maximum(m.home_restless - standing, 0.0) / m.home_restless
    return {
        "recognition": kept * (share * np.where(own, gain, 0.0).sum(-1) - m.isolation_cost * (1.0 - share)),
        "crash": -kept * m.crash_cost * loose,
        "waiting": limbo * (grown + restless) * weeks,
    }


def may_declare(setting: Setting, traits: Traits, state: State) -> Mask:
    """Whether the rules allow a declaration this week.

    free: any time. coordinated: once half of the backers' standing has agreed. after_election: once the
    vote is past. barred: never. Nobody declares twice, or after an agreement.
    """
    rule = setting.rules.declaration
    ok = ~state.declared & ~state.settled
    if rule == "coordinated":
        return ok & (state.backers >= 0.5)
    if rule == "after_election":
        return ok & (state.week > np.where(traits.election_week >= NEVER, -1, traits.election_week))
    return ok & (rule != "barred")


def talks_failed(setting: Setting, traits: Traits, state: State) -> Mask:
    """Has the time come at which the declarer said it would act if there is no agreement? (...)"""
    return weeks_to_act(setting, traits, state) <= 0.0


def declare(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The declaration, irreversible: it opens recognition, ends the talks, and shakes the region.

    Tension rises by `tension_declared` x (1 - Q), and more before the vote.
    """
    m = traits.mechanism
    wants = (moves.declare & setting.declarer).any(-1)
    now = wants & may_declare(setting, traits, state)
    haste = 1.0 - state.coordination / 100.0
    eve = np.where(state.week < traits.election_week, m.tension_eve, 0.0)
    eve = np.where(traits.election_week >= NEVER, 0.0, eve)
    jump = m.tension_declared * haste + eve
    return replace(
        state,
        declared_week=np.where(now, state.week, state.declared_week),
        talks_open=state.talks_open & ~now,
        tension=np.minimum(state.tension + np.where(now, jump, 0.0), 100.0),
    )

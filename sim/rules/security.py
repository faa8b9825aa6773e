"""Security: tension, incidents, the troops that damp them, and places that may catch fire."""

import numpy as np

from sim.arrays import NEVER, Array, Terms, some, total, untouched
from sim.rules.statements import LAW
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, replace

HEAT = 20.0
"""Points of tension that multiply the rate of incidents by e."""
FLASH_HEAT = 40.0
"""The same for the hazard that a place follows: tension here reaches a place elsewhere half as well."""
CALMED = 3
"""Weeks for which a call for calm is heard, that of the call counted."""


def calls_for_calm(setting: Setting, traits: Traits, state: State) -> Array:
    """The log of what the parties' calls for calm of the last three weeks leave of the hazards in the place.

    The sum of log(calm_hazard) x how far each was heard; log(calm_both) x the mean of that where all the
    parties called in one week, for then nobody is left to play to.

    returns   (...)   log, 0 without a call
    """
    if untouched(state.calm_week):
        return np.zeros_like(state.tension)
    m = traits.mechanism
    called = setting.party & (state.calm_week >= 0)
    lasts = called & (state.week - state.calm_week < CALMED)
    alone, both = (np.log(np.maximum(f, 1e-9)) for f in (m.calm_hazard, m.calm_both))
    heard = np.where(lasts, state.calm_force, 0.0)
    weeks = np.take(state.calm_week, setting.parties, axis=-1)
    all_called = np.take(lasts, setting.parties, axis=-1).all(-1) & (len(setting.parties) > 1)
    at_once = all_called & (weeks == weeks[..., :1]).all(-1)
    share: Array = heard.sum(-1)
    return np.where(at_once, both * share / max(len(setting.parties), 1), alone * share)


def incident_terms(setting: Setting, traits: Traits, state: State) -> Terms:
    """The log of the rate of incidents over the opening's, term by term.

    (T - T0) / 20, elasticity x log(reference / troops), and log(1 - `mission_calm`) once the members' mission
    has its police and judges in place, `mission_deploys` weeks after the decision; and the parties' calls
    for calm.

    returns   terms of shape (...), log
    """
    m = traits.mechanism
    there = state.week >= state.mission_week + m.mission_deploys
    return {
        "tension": (state.tension - m.tension_start) / HEAT,
        "troops": m.kfor_elasticity
        * np.log(np.maximum(m.troops_reference, 1.0) / np.maximum(state.troops, 1.0)),
        "the members' mission": np.where(there, np.log(np.maximum(1.0 - m.mission_calm, 1e-9)), 0.0),
        "calls for calm": calls_for_calm(setting, traits, state),
    }


def incident_rate(setting: Setting, traits: Traits, state: State) -> Array:
    """Incidents a week: base x exp((T - T0) / 20) x (reference / troops) ^ elasticity x (1 - calm). (...)"""
    return traits.mechanism.incident_rate * np.exp(total(incident_terms(setting, traits, state)))


def keep_order(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """Tension falls by half every few weeks toward the floor that memory sets; an incident raises it.

    T' = floor + (T - floor) x 0.5^(1 / tension_half_life), + `incident_step` where one strikes; a week's
    chance of one is 1 - exp(-rate). Troops grow by `reinforcement`, at most to twice the force of the rules.
    Troops are reinforced when violence breaks out (`security.reinforce = on_violence`), or when a
    contributor decides it (`by_move_only`), or never.
    """
    m = traits.mechanism
    strikes = shocks.incident < 1.0 - np.exp(-incident_rate(setting, traits, state))
    fading = np.power(0.5, 1.0 / m.tension_half_life)
    calm = m.tension_floor + (state.tension - m.tension_floor) * fading
    tension = np.clip(calm + np.where(strikes, m.incident_step, 0.0), 0.0, 100.0)
    by_violence = setting.rules.reinforce == "on_violence"
    sent = strikes if by_violence else (moves.reinforce & setting.contributor).any(-1)
    more = np.where(sent & (setting.rules.reinforce != "never"), m.reinforcement, 0.0)
    return replace(
        state,
        tension=tension,
        tension_peak=np.maximum(state.tension_peak, np.maximum(state.tension, tension)),
        incidents=state.incidents + strikes,
        troops=np.minimum(state.troops + more, 2.0 * setting.rules.kfor),
    )


def send_troops(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A contributor sends troops by a move, beside those that violence brings (`on_violence`).

    T - reinforce_tension at once, + `reinforcement` troops in the week after, at most to twice the force of
    the rules. A statement on law by the title holder's side in that week takes protest_legitimacy off the
    process. Under `by_move_only` troops come as `keep_order` has it, under `never` not at all.
    """
    if untouched(state.sent) and not some(moves.reinforce):
        return state
    m = traits.mechanism
    sends = (moves.reinforce & setting.contributor).any(-1) & (setting.rules.reinforce == "on_violence")
    protest = ((moves.topic == LAW) & (moves.tone < 0.0) & (setting.side < 0.0)).any(-1) & sends
    more = np.where(state.sent == state.week, m.reinforcement, 0.0)
    return replace(
        state,
        troops=np.minimum(state.troops + more, 2.0 * setting.rules.kfor),
        sent=np.where(sends, state.week + 1, np.where(state.sent == state.week, NEVER, state.sent)),
        tension=np.maximum(state.tension - np.where(sends, m.reinforce_tension, 0.0), 0.0),
        legitimacy=np.maximum(state.legitimacy - np.where(protest, m.protest_legitimacy, 0.0), 0.0),
    )


def flash_terms(setting: Setting, traits: Traits, state: State) -> Terms:
    """The log of a place's hazard over its own after an orderly declaration, term by term.

    Tension counts at any time. After a declaration: haste (1 - Q), the precedent, places that have caught
    fire already, and fading by half every `flash_fade` weeks, so that the length of the run does not decide.
    Without a declaration, or when what it stirred has faded, a place may catch fire too, seldom
    (`quiet_share`).

    max(T - T0, 0) / 40 + haste (1 - Q / 100) + precedent P / 100 + contagion x other places alight
    - ln 2 x weeks since / flash_fade; ln(quiet_share) in place of all but the first where that is more. In a
    place that the parties can reach, their calls for calm (`calls_for_calm`) count at any time.

    returns   terms of shape (..., flashpoint), log
    """
    m = traits.mechanism
    lit = (state.flash_week < NEVER).astype(np.float64)
    since = np.maximum(state.week - state.declared_week, 0)
    stirred = {
        "haste": traits.flash_haste * (1.0 - state.coordination / 100.0)[..., None],
        "the precedent": state.precedent[..., None] / 100.0 * traits.flash_precedent,
        "other places": (lit.sum(-1, keepdims=True) - lit) * m.contagion[..., None],
        "time since": np.broadcast_to((np.log(0.5) * since / m.flash_fade)[..., None], lit.shape),
    }
    quiet = np.log(np.maximum(m.quiet_share, 1e-12))[..., None]
    after = state.declared[..., None] & (total(stirred) > quiet)
    heat = np.maximum(state.tension - m.tension_start, 0.0)[..., None] / FLASH_HEAT
    return {
        "tension": np.broadcast_to(heat, lit.shape),
        **{name: np.where(after, term, 0.0) for name, term in stirred.items()},
        "nothing stirs it": np.where(after, 0.0, quiet),
        "calls for calm": np.where(setting.local, calls_for_calm(setting, traits, state)[..., None], 0.0),
    }


def flash_hazard(setting: Setting, traits: Traits, state: State) -> Array:
    """Weekly hazard that a place follows, `Traits.flash_base` x exp(`flash_terms`). (..., flashpoint)"""
    index = np.clip(total(flash_terms(setting, traits, state)), -40.0, 40.0)  # nothing is surer than sure
    return traits.flash_base * np.exp(index)


def spread(setting: Setting, traits: Traits, state: State) -> State:
    """Places catch fire when their summed hazard passes their threshold; each one heats the region."""
    m = traits.mechanism
    before = state.flash_sum
    after = before + flash_hazard(setting, traits, state)
    lights = (before < traits.flash_at) & (after >= traits.flash_at)
    week = np.where(lights, state.week, state.flash_week)
    tension = np.minimum(state.tension + m.tension_flash * lights.sum(-1), 100.0)
    return replace(state, flash_sum=after, flash_week=week, tension=tension)


def precedent(setting: Setting, traits: Traits, state: State) -> State:
    """How present the precedent is: raised by the title holder's side's warnings, as far as they are loud,
    heard and believed, by recognitions without the Council, and by every place that has caught fire.

    P = P0 + precedent_voice x (warns + alone) + precedent_flash x places alight, cut to 0..100. Warnings
    (firmness / 100 x patronage x trust, the loudest) count from the declaration on; `alone` is the share of
    those that may recognise which have, 0 under the Council's cover.
    """
    m = traits.mechanism
    side = np.flatnonzero(setting.side < 0)
    firm, heard = np.take(traits.firmness, side, axis=-1), np.take(traits.trust, side, axis=-1)
    warns = (firm / 100.0 * setting.rules.patronage[side] * heard).max(-1, initial=0.0)
    eligible = max(int(setting.recogniser.sum()), 1)
    alone = np.where(state.cover, 0.0, state.recognised.sum(-1) / eligible)
    lit = (state.flash_week < NEVER).sum(-1)
    level = m.precedent_start + m.precedent_voice * (warns * state.declared + alone) + m.precedent_flash * lit
    return replace(state, precedent=np.clip(level, 0.0, 100.0))

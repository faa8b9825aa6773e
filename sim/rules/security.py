"""Security: tension, incidents, the troops that damp them, and places that may catch fire."""

import numpy as np

from sim.arrays import NEVER, Array
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, replace


def incident_rate(setting: Setting, traits: Traits, state: State) -> Array:
    """Incidents a week: base x exp((T - T0) / 20) x (reference / troops) ^ elasticity. (...)"""
    m = traits.mechanism
    heat = np.exp((state.tension - m.tension_start) / 20.0)
    damp = np.power(m.troops_reference / np.maximum(state.troops, 1.0), m.kfor_elasticity)
    return m.incident_rate * heat * damp


def keep_order(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """Tension falls by half every few weeks toward the floor that memory sets; an incident raises it.

    Troops are reinforced when violence breaks out (`security.reinforce = on_violence`), or when a
    contributor decides it (`by_move_only`), or never.
    """
    m = traits.mechanism
    strikes = shocks.incident < 1.0 - np.exp(-incident_rate(setting, traits, state))
    fading = np.power(0.5, 1.0 / m.tension_half_life)
    calm = m.tension_floor + (state.tension - m.tension_floor) * fading
    tension = np.clip(calm + np.where(strikes, m.incident_step, 0.0), 0.0, 100.0)
    sent = (moves.reinforce & setting.contributor).any(-1)
    sent = strikes if setting.rules.reinforce == "on_violence" else sent
    more = np.where(sent & (setting.rules.reinforce != "never"), m.reinforcement, 0.0)
    return replace(
        state,
        tension=tension,
        tension_peak=np.maximum(state.tension_peak, np.maximum(state.tension, tension)),
        incidents=state.incidents + strikes,
        troops=np.minimum(state.troops + more, 2.0 * setting.rules.kfor),
    )


def flash_hazard(setting: Setting, traits: Traits, state: State) -> Array:
    """Weekly hazard that a place follows: after a declaration, more with haste, with recognitions that lack
    the Council, with tension, and when others have caught fire. It fades by half every
    `flash_fade` weeks, so that the length of the run does not decide. (..., flashpoint)
    """
    since = np.maximum(state.week - state.declared_week, 0)
    fresh = np.power(0.5, since / traits.mechanism.flash_fade)[..., None]
    haste = np.where(state.declared, 1.0 - state.coordination / 100.0, 0.0)[..., None]
    heat = np.maximum(state.tension - traits.mechanism.tension_start, 0.0)[..., None] / 40.0
    lit = (state.flash_week < NEVER).astype(np.float64)
    others = (lit.sum(-1, keepdims=True) - lit) * traits.mechanism.contagion[..., None]
    example = state.precedent[..., None] / 100.0 * traits.flash_precedent
    rate = traits.flash_base * np.exp(traits.flash_haste * haste + heat + others + example)
    quiet = traits.mechanism.quiet_share[..., None] * traits.flash_base * np.exp(heat)
    return np.where(state.declared[..., None], np.maximum(rate * fresh, quiet), quiet)


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
    """How present the precedent is: raised by the title holder's side's warnings while they are loud, by
    recognitions without the Council, and by every place that has caught fire.
    """
    m = traits.mechanism
    warns = (
        np.where(setting.side < 0, traits.firmness * setting.rules.patronage, 0.0).max(-1, initial=0.0)
        / 100.0
    )
    eligible = max(int(setting.recogniser.sum()), 1)
    alone = np.where(state.cover, 0.0, state.recognised.sum(-1) / eligible)
    lit = (state.flash_week < NEVER).sum(-1)
    level = m.precedent_start + m.precedent_voice * (warns * state.declared + alone) + m.precedent_flash * lit
    return replace(state, precedent=np.clip(level, 0.0, 100.0))

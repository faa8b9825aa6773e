"""Imagined worlds: what a seat cannot tell from the world that it is in.

What is public stands as it is, a seat's own values are its own, and the rest is as it was drawn, from what anybody
could read in the reports. What is hidden but bound to what everybody sees is made to fit: the motives beneath the
stances give the stances that are expressed, thresholds that have not been passed are drawn anew.

How ready a state is to recognise is what it says until a declaration, in these worlds as in the real one; only what
a declaration will add to it is drawn.
"""

from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import numpy as np

from sim.arrays import NEVER, Array, total
from sim.papers import bands
from sim.rows import blank
from sim.rules import weigh_options
from sim.rules.guarantee import weigh_guarantee
from sim.rules.outside import expected_end
from sim.rules.stance import FIRMLY, MOST_OPEN, influence_terms, motive, sway, weigh_readiness
from sim.secrecy import STATE, TRAITS, Known, Secrecy, own_row
from sim.setting import Setting
from sim.state import State, Traits, replace

T = TypeVar("T", Traits, State)


def imagined_traits(setting: Setting, drawn: Traits, known: Known) -> Traits:
    """Traits as drawn where a seat knows nothing; motives that give the stances coded at the opening."""
    traits = filled(drawn, known.traits, known.seat, TRAITS)
    fits = replace(traits, motive=motive(setting, traits), sway=sway(setting, traits))
    return filled(fits, known.traits, known.seat, TRAITS)


def imagined_state(setting: Setting, traits: Traits, drawn: State, known: Known) -> tuple[Traits, State]:
    """The State that a seat sees, and beneath it what would look the same; with the traits that go with it.

    What the seat cannot see begins as at the opening. Hazards have no memory: who has not acted yet is as far
    from acting as anybody, so sums begin at 0 on thresholds drawn anew.
    """
    seat = known.seat
    state = filled(drawn, known.state, seat, STATE)
    lit, own = state.flash_week < NEVER, np.arange(len(setting.actors)) == seat
    state = replace(
        state,
        flash_sum=np.where(lit, traits.flash_at + 1.0, 0.0),
        capital=np.where(own, state.capital, setting.income[state.week]),
        paid_moves=np.where(own, state.paid_moves, 0.0),
    )
    ends = np.where(own_row("expected_end", state.expected_end, seat), state.expected_end, np.nan)
    ends = np.where(np.isnan(ends), expected_end(setting, traits, state), ends)
    traits, state = fitted(setting, traits, replace(state, expected_end=ends), seat)
    state = weigh_readiness(setting, traits, state)
    return traits, weighed(setting, traits, state, known)


def out_of_band(setting: Setting, traits: Traits, state: State, seat: int) -> Array:
    """How far imagined worlds lie from what a seat has been told: by how much the wishes and the readiness of those
    it has sounded out miss the bands in which it believes them, together. (row,), points; 0 for what fits
    """
    low, high = bands(setting, traits, state, np.array([seat]))
    truth = np.stack([traits.ideal[..., setting.key], state.readiness], axis=-1)
    miss = np.maximum(np.maximum(low[..., 0, :, :] - truth, truth - high[..., 0, :, :]), 0.0)
    told = np.take(state.sounded, seat, axis=-3) > 0
    return np.where(told, miss, 0.0).sum(-1).sum(-1)


def fitted(setting: Setting, traits: Traits, state: State, seat: int) -> tuple[Traits, State]:
    """Lobbying and motives beneath the stances that everybody hears.

    What a stance has moved since the opening, beyond what the process explains, is put down to lobbying as far
    as that can go, and the rest to a motive that is other than was thought; so next week's influence
    finds the stances where they are.
    """
    m = traits.mechanism
    held = 1.0 - np.minimum(traits.openness * setting.rules.unity, MOST_OPEN)
    reach = held * np.where(traits.recognition < FIRMLY, m.firm_lobby[..., None], 1.0)
    cap = m.lobby_cap[..., None]
    other = setting.recogniser & (np.arange(len(setting.actors)) != seat)

    def gap(traits: Traits, state: State) -> Array:
        moved = state.stance - total(influence_terms(setting, traits, state))
        return np.where(setting.recogniser, moved, 0.0)

    pressed = state.lobbied + gap(traits, state) / np.maximum(reach, 1e-9)
    state = replace(state, lobbied=np.where(other, np.clip(pressed, -cap, cap), state.lobbied))
    return replace(traits, motive=traits.motive + gap(traits, state) / held), state


def weighed(setting: Setting, traits: Traits, state: State, known: Known) -> State:
    """Everybody's outside option and packages as things stand; what was settled or declared stays as it was."""
    over = state.declared | state.settled
    before = replace(
        state, declared_week=np.full_like(state.declared_week, NEVER), agreed=np.full_like(state.agreed, -1)
    )
    if setting.rules.guarantee_kind == "given":
        before = weigh_guarantee(setting, traits, before)
    weighs = weigh_options(setting, traits, before)
    signs = weighs.package_utility >= weighs.no_deal[..., None]
    own = {
        "no_deal": weighs.no_deal,
        "package_utility": weighs.package_utility,
        "would_sign": signs & (state.sessions > 0)[..., None, None],
        "bound": weighs.bound,
    }
    kept = {
        name: np.where(own_row(name, value, known.seat), getattr(known.state, name), value)
        for name, value in own.items()
    }
    return replace(
        state,
        **kept,
        zone=weighs.zone,
        forecast=np.where(over, state.forecast, weighs.forecast),
        forecast_free=np.where(over, state.forecast_free, weighs.forecast_free),
        declare_index=np.where(over, 0.0, weighs.declare_index),
    )


def filled(drawn: T, seen: T, seat: int, secrecy: Secrecy) -> T:
    """What a seat knows of one world laid over worlds that are drawn."""
    out: dict[str, Any] = {}
    for f in fields(drawn):
        if f.name not in secrecy.hidden:
            own = f.name in secrecy.own
            out[f.name] = laid_over(
                getattr(drawn, f.name), getattr(seen, f.name), f.name, seat if own else -1
            )
    return replace(drawn, **out)


def laid_over(drawn: Any, seen: Any, name: str, seat: int) -> Any:
    """One field: numbers where they are known, the row of a seat where it is its own (`seat` >= 0), else all of it."""
    if is_dataclass(drawn):
        names = [f.name for f in fields(drawn)]
        parts = {part: laid_over(getattr(drawn, part), getattr(seen, part), "", -1) for part in names}
        return replace(drawn, **parts)
    if not np.shape(drawn):
        return seen
    values: Array = np.asarray(seen)
    if blank(drawn) and nobody_knows(drawn.flat[0], values, name, seat):
        return drawn
    if values.dtype.kind == "f":
        return np.where(np.isnan(values), drawn, values)
    if seat >= 0:
        return np.where(own_row(name, values, seat), values, drawn)
    return np.broadcast_to(values, np.shape(drawn))


def nobody_knows(value: Any, seen: Array, name: str, seat: int) -> bool:
    """Is there nothing in a field beside the one value it began with?"""
    if seen.dtype.kind == "f":
        return bool(np.isnan(seen).all())
    known_of = own_row(name, seen, seat) if seat >= 0 else np.ones(seen.shape, dtype=np.bool_)
    return bool(np.where(known_of, seen == value, True).all())


__all__ = ["imagined_state", "imagined_traits", "out_of_band"]

"""Sounding out: what another seat really wants, as far as it tells the truth, and what that does to beliefs."""

import numpy as np

from sim.arrays import MATTERS, Array, Index, Mask, untouched
from sim.rules.chance import spread
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, replace

WISH, READINESS = range(len(MATTERS))

FIRST = 1000
"""Where the numbers for soundings begin among those that a seat's luck is spread into."""

LEAST_SHIFT, MORE_SHIFT = 20.0, 20.0
"""Points by which a false answer lies off the truth: so many, and up to so many more."""

SCALE = ((0.0, 100.0), (-100.0, 100.0))
"""Ends of the scale of each matter."""


def leaning(setting: Setting, state: State) -> Array:
    """Where an actor's interest lies, as all can see: its side, else the side that its stance is on.

    returns   (..., actor)   1, 0 or -1
    """
    return np.where(setting.side != 0.0, setting.side, np.sign(state.stance))


def sound_out(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """Each seat that sounds out another is told something of its wish on the key issue, or of its readiness.

    True with `candour_kin` if their interests run together (one side, or stances on one side of 0), else with
    `candour_rival`. A false answer lies 20 to 40 points off, toward what the one who is asked would like to be
    believed: further to its own side; who leans nowhere says what the other likes to hear. Chance is the luck
    of the one who is asked, spread by who asks. A lie is not found out by itself.

    Sets `sounded` and `heard`.
    """
    if untouched(moves.sound):
        return state
    n = len(setting.actors)
    asks = (moves.sound >= 0) & (moves.sound < n) & (moves.sound != np.arange(n)) & (moves.sound_on >= 0)
    if not asks.any():
        return state
    counted, heard = state.sounded, state.heard
    lean = leaning(setting, state)
    for seat in range(n):
        asking = asks[..., seat]
        if asking.any():
            at = np.where(asking, moves.sound[..., seat], seat)[..., None]
            on = moves.sound_on[..., seat]
            said = answer(setting, traits, state, shocks, lean, seat, at, on)
            hit = asking[..., None, None] & (at == np.arange(n))[..., None]
            counted, heard = told(
                counted, heard, seat, hit & (on[..., None, None] == np.arange(len(MATTERS))), said
            )
    return replace(state, sounded=counted, heard=heard)


def told(counted: Index, heard: Array, seat: int, hit: Mask, said: Array) -> tuple[Index, Array]:
    """One more answer that a seat has been given.

    hit    (..., actor, matter)   of whom, on what
    said   (...)                  what it was told
    """
    actors: int = heard.shape[-2]
    own: Mask = np.equal(np.arange(actors), seat)[:, None, None]
    here: Mask = own & hit[..., None, :, :]
    return np.where(here, counted + 1, counted), np.where(here, said[..., None, None, None], heard)


def truth(setting: Setting, traits: Traits, state: State) -> tuple[Array, Array]:
    """The true wish on the key issue and the true readiness of every actor. (..., actor) each"""
    return traits.ideal[..., setting.key], state.readiness


def answer(
    setting: Setting,
    traits: Traits,
    state: State,
    shocks: Shocks,
    lean: Array,
    seat: int,
    at: Index,
    on: Index,
) -> Array:
    """What a seat is told by the one whom it asks.

    at        (..., 1)   index of who is asked
    on        (...)      the matter
    returns   (...)      points on the scale of the matter
    """
    m = traits.mechanism
    of_it = np.take_along_axis

    def theirs(field: Array) -> Array:
        return of_it(field, at, axis=-1)[..., 0]

    own, other = lean[..., seat], theirs(lean)
    chance = spread(theirs(shocks.luck), FIRST + 2 * seat, 2)
    honest = chance[..., 0] < np.where(own * other > 0.0, m.candour_kin, m.candour_rival)
    toward = np.where(other != 0.0, other, np.where(own != 0.0, own, 1.0))
    shift = np.where(honest, 0.0, toward * (LEAST_SHIFT + MORE_SHIFT * chance[..., 1]))
    wish, ready = truth(setting, traits, state)
    values = [np.clip(theirs(field) + shift, *SCALE[i]) for i, field in enumerate((wish, ready))]
    return np.where(on == WISH, values[WISH], values[READINESS])

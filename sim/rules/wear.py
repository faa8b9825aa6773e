"""What wears off: the same thing done again soon counts less, until it has been forgotten.

A capital that was visited last month has heard it all; a parliament that has just been asked has little to add; who
speaks every week is not listened to. Each has its own memory, and all memories fade alike.
"""

import numpy as np

from sim.arrays import Array, Mask, untouched
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

SPEAKING, CONSULTING, SETTLING = range(3)
"""What a seat tires others with by itself."""
WEARING = 3
"""How many of those there are."""
SIDES = 2
"""From where a host has had visits: from who is for the title holder, from who is for the declarer."""


def freshness(traits: Traits, state: State, what: int) -> Array:
    """What is left of a seat's next statement, consultation or settlement at home: wear_left to the power of how
    much of what went before is remembered. (..., actor), 1 for who has not done it before
    """
    if untouched(state.worn):
        return np.ones(state.stance.shape)
    return np.power(traits.mechanism.wear_left[..., None], state.worn[..., what])


def welcome(traits: Traits, state: State, toward: Array) -> Array:
    """What is left of a visit to each capital from somebody of a side, by the visits from that side before.

    toward    (..., 1)   which side the guest is for, above 0 the declarer's
    returns   (..., actor)   1 where nobody of that side has been
    """
    if untouched(state.called):
        return np.ones(state.stance.shape)
    before = np.where(toward > 0.0, state.called[..., 1], state.called[..., 0])
    return np.power(traits.mechanism.wear_left[..., None], before)


def remember(setting: Setting, traits: Traits, state: State, moves: Moves, calls: Mask | None) -> State:
    """What was done this week is added to what is remembered, and all of it fades by half every wear_half_life weeks.

    calls   (..., visitor, host)   who visited whom by a move; None for nobody
    """
    spoke, asked, settles = moves.topic >= 0, moves.at_home, moves.reassure
    busy = bool(spoke.any() or asked.any() or settles.any())
    if untouched(state.worn) and untouched(state.called) and not busy and calls is None:
        return state
    left = np.power(0.5, 1.0 / traits.mechanism.wear_half_life)[..., None, None]
    did = np.stack([spoke, asked, settles], axis=-1).astype(np.float64)
    called = state.called
    if calls is not None:
        toward = np.where(setting.side != 0.0, setting.side, np.sign(state.stance))[..., :, None]
        came = [(calls & (toward < 0.0)).sum(-2), (calls & (toward > 0.0)).sum(-2)]
        called = called + np.stack(came, axis=-1).astype(np.float64)
    return replace(state, worn=(state.worn + did) * left, called=called * left)

"""How a seat leans before a vote: the signed terms behind a yes, an abstention or a no.

A strategy reads its own leaning from its view and adds what it makes of it; the votes' own errors are
`Traits.vote_error`.
"""

from collections.abc import Callable

import numpy as np

from sim.arrays import BALLOTS, Array, Mask, Terms, total
from sim.rules.stance import unity
from sim.setting import Setting
from sim.state import State, Traits


def backed(setting: Setting) -> Array:
    """How far a seat's leaning is that of a patron who stands behind the title holder: 1 for the others. (actor,)"""
    return np.where(setting.side < 0, setting.rules.patronage, 1.0)


def for_more_talks(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward more talks: what they are still worth to it, as far as a patron stands behind its client."""
    return {"worth of more talks": 2.0 * (traits.talks - 50.0) * backed(setting)}


def for_exhausted(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward calling the talks exhausted: the same the other way round."""
    return {"worth of more talks": -2.0 * (traits.talks - 50.0) * backed(setting)}


def for_endorsing(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward endorsing the declarer's wish in the Council: readiness, scaled likewise."""
    return {"readiness to recognise": state.readiness * backed(setting)}


def for_mission(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward the members' mission: decided apart from recognition, as far as the two are told apart.

    Its own stance on the mission, the pull of a united membership, what is left of its stance on
    recognition (`decoupling`), and, where no resolution in force gives a legal ground, what acting without
    one costs those who hold to law: mission + mission_unity x unity / 100 + (1 - decoupling) x readiness
    - cover_weight x law where there is none.
    """
    m = traits.mechanism
    grounded = state.cover | setting.ground
    return {
        "own stance on the mission": traits.mission,
        "unity of the members": (m.mission_unity * unity(setting, state.stance) / 100.0)[..., None]
        * np.ones_like(traits.mission),
        "stance on recognition": (1.0 - m.decoupling)[..., None] * state.readiness,
        "no legal ground": np.where(grounded[..., None], 0.0, -m.cover_weight[..., None] * traits.law),
    }


def for_recognition(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward recognising together: its own readiness."""
    return {"readiness to recognise": state.readiness}


Leaning = Callable[[Setting, Traits, State], Terms]

LEANINGS: tuple[Leaning, ...] = (for_more_talks, for_endorsing, for_exhausted, for_mission, for_recognition)
"""One for each of `BALLOTS`, in their order; terms of shape (..., actor), points."""


def leanings(setting: Setting, traits: Traits, state: State, due: Mask) -> Array:
    """Leanings of all seats in the votes that are held this week; 0 where none is.

    due       (..., ballot)
    returns   (..., actor, ballot)   points
    """
    out = np.zeros((*state.readiness.shape, len(BALLOTS)))
    for ballot, terms in enumerate(LEANINGS):
        if due[..., ballot].any():
            held = due[..., ballot, None]
            out[..., ballot] = np.where(held, total(terms(setting, traits, state)), 0.0)
    return out

"""How a seat leans before a vote: the signed terms behind a yes, an abstention or a no.

A strategy reads its own leaning from its view and adds what it makes of it; the votes' own errors are
`Traits.vote_error`.
"""

from collections.abc import Callable

import numpy as np

from sim.arrays import BALLOTS, Array, Mask, Terms, same, some, total, voted_on
from sim.rules.stance import unity
from sim.setting import Setting
from sim.state import State, Traits


def backed(setting: Setting) -> Array:
    """How far a seat's leaning is that of a patron who stands behind the title holder: 1 for the others. (actor,)"""
    return np.where(setting.side < 0, setting.rules.patronage, 1.0)


def worked_on(setting: Setting, state: State) -> Array:
    """What lobbying, other files and public acts have done to a voter of the Council, that has no other say: points.

    Whoever may recognise is moved in its readiness instead. (..., actor), above 0 toward the declarer's side
    """
    voter = ~setting.recogniser & ~setting.party
    return np.where(voter, state.lobbied + state.paid + state.swayed, 0.0)


def for_more_talks(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward more talks: what they are still worth to it, as far as a patron stands behind its client; voters of
    the Council can be lobbied, and who is elected to it hears the title holder ask for more time.
    """
    elected = setting.council[state.week] & ~setting.permanent
    return {
        "worth of more talks": 2.0 * (traits.talks - 50.0) * backed(setting),
        "lobbying": -worked_on(setting, state),
        "asked for more time": np.where(elected, state.contested[..., None], 0.0),
    }


def for_exhausted(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward calling the talks exhausted: the same the other way round."""
    return {"worth of more talks": -2.0 * (traits.talks - 50.0) * backed(setting)}


def for_endorsing(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward endorsing the declarer's wish in the Council: readiness, scaled likewise; voters can be lobbied."""
    return {
        "readiness to recognise": state.readiness * backed(setting),
        "lobbying": worked_on(setting, state),
    }


def for_mission(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward the members' mission: decided apart from recognition, as far as the two are told apart.

    Its own stance on the mission, the pull of a united membership, what is left of its stance on
    recognition (`decoupling`), and, where no resolution in force gives a legal ground, what acting without
    one costs those who hold to law: mission + mission_unity x unity / 100 + (1 - decoupling) x readiness
    - cover_weight x law where there is none. Where the Council has confirmed the ground, law speaks for it:
    + cover_weight x law.
    """
    m = traits.mechanism
    grounded = state.cover | state.grounded | setting.ground
    said = np.where(state.grounded, m.cover_weight, 0.0)[..., None]
    none = same(0.0, traits.mission.shape, np.float64)
    return {
        "own stance on the mission": traits.mission,
        "unity of the members": united(setting, traits, state),
        "stance on recognition": (1.0 - m.decoupling)[..., None] * state.readiness,
        "no legal ground": none
        if grounded.all()
        else np.where(grounded[..., None], 0.0, -m.cover_weight[..., None] * traits.law),
        "the Council's word for it": said * traits.law if some(state.grounded) else none,
    }


def for_recognition(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward recognising together: its own readiness."""
    return {"readiness to recognise": state.readiness}


def open_question(setting: Setting, state: State) -> Array:
    """How well a text suits a seat that leaves the question open: the better, the less its mind is made up.

    (100 - |readiness|) / 2. (..., actor), points
    """
    return 0.5 * (100.0 - np.minimum(np.abs(state.readiness * backed(setting)), 100.0))


def for_ground(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward a mission under the resolution in force: a text that leaves the question open and holds to law."""
    return {
        "own stance on the mission": traits.mission * backed(setting),
        "a text that leaves the question open": open_question(setting, state),
        "regard for law": traits.mechanism.cover_weight[..., None] * traits.law,
    }


def for_taking_note(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward taking note and going home: it suits who wants nothing decided here, less who wants more talks.

    A quarter of what the worth of more talks does to a vote on them, for nothing is decided.
    """
    return {
        "worth of more talks": -0.5 * (traits.talks - 50.0) * backed(setting),
        "a text that leaves the question open": open_question(setting, state),
        "lobbying": worked_on(setting, state),
    }


def for_timing(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward a common line on timing: who leans toward recognition would rather go together; the others see it
    apart from recognition as far as they tell the two apart, and want it while it means waiting as they asked.

    max(readiness, 0) + (1 - decoupling) min(readiness, 0) + haste_weight before the time it asked for
    + mission_unity x unity / 100.
    """
    m = traits.mechanism
    apart = (1.0 - m.decoupling)[..., None]
    waits = state.week < traits.timing
    return {
        "readiness to recognise": np.maximum(state.readiness, 0.0) + apart * np.minimum(state.readiness, 0.0),
        "the time it asked for": np.where(waits, m.haste_weight[..., None], 0.0),
        "unity of the members": united(setting, traits, state),
    }


def for_path(setting: Setting, traits: Traits, state: State) -> Terms:
    """Toward holding out the path to the candidate: who wants the union at work in the region, and who doubts that
    the other side should win everything.
    """
    return {
        "own stance on the mission": traits.mission,
        "doubts about recognition": np.maximum(-state.readiness, 0.0),
        "unity of the members": united(setting, traits, state),
    }


def united(setting: Setting, traits: Traits, state: State) -> Array:
    """The pull of a united membership: mission_unity x unity / 100. (..., actor), points"""
    pull = (traits.mechanism.mission_unity * unity(setting, state) / 100.0)[..., None]
    return np.broadcast_to(pull, traits.mission.shape)


Leaning = Callable[[Setting, Traits, State], Terms]

LEANINGS: tuple[Leaning, ...] = (
    for_more_talks,
    for_endorsing,
    for_exhausted,
    for_mission,
    for_recognition,
    for_ground,
    for_taking_note,
    for_timing,
    for_path,
)
"""One for each of `BALLOTS`, in their order; terms of shape (..., actor), points."""


def leanings(setting: Setting, traits: Traits, state: State, due: Mask) -> Array:
    """Leanings of all seats in the votes that are held this week; 0 where none is.

    due       (..., ballot)
    returns   (..., actor, ballot)   points
    """
    called = voted_on(due)
    if not len(called):
        return same(0.0, (*state.readiness.shape, len(BALLOTS)), np.float64)
    out: list[Array] = [np.zeros_like(state.readiness)] * len(BALLOTS)
    for ballot, terms in enumerate(LEANINGS):
        if ballot in called:
            out[ballot] = np.where(due[..., ballot, None], total(terms(setting, traits, state)), 0.0)
    return np.moveaxis(np.stack(out), 0, -1)  # each ballot's in one place

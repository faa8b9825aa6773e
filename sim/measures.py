"""What a finished world reports: measures, and the class of its outcome.

Every measure is a function of the final State and of a few values noted along the way; shape `(...)`.
"""

from dataclasses import dataclass

import numpy as np

from sim.arrays import NEVER, Array, Index, Mask
from sim.schema import Bound, Outcome
from sim.setting import Setting
from sim.state import State, Traits

Measures = dict[str, Array]

MONTH = 4
"""Weeks after a declaration that count as its first month."""


@dataclass(frozen=True)
class Noted:
    """What is noted week by week, as far as it cannot be read off the last state. `(..., week)`."""

    zone: Array
    tension: Array
    declarer_option: Array
    holder_option: Array
    declarer_gain: Array
    """what the pact is worth to the declarer over no agreement; NaN without a pact"""
    holder_gain: Array
    patron_gain: Array
    """the same for the title holder's patron"""


@dataclass(frozen=True)
class Finished:
    """Finished worlds."""

    outcome: Index
    """(...) index of the outcome class"""
    measures: Measures
    recognised_week: Index
    """(..., actor)"""
    mission_backed: Array
    """(..., actor) 1 backed the mission at its last vote, 0 did not, NaN never voted"""
    heads: Index
    """(..., week) members that have recognised by the end of each week"""
    tension: Array
    """(..., week) at the end of each week"""


def week_or_nan(week: Index) -> Array:
    """A week as a number, NaN for never."""
    return np.where(week >= NEVER, np.nan, week.astype(np.float64))


def at_last_session(traits: Traits, values: Array) -> Array:
    """The value in the week of the last scheduled session; of the first week if none is scheduled. (...)"""
    last = traits.session_week.max(-1, initial=0, where=traits.session_week < values.shape[-1])
    return np.take_along_axis(values, last[..., None], axis=-1)[..., 0]


def pact_acceptance(traits: Traits, noted: Noted) -> Measures:
    """Whether the pact was worth more than no agreement at the last session, to each side. (...)"""
    sides = {
        "pact_suits_declarer": noted.declarer_gain,
        "pact_suits_title_holder": noted.holder_gain,
        "pact_suits_its_patron": noted.patron_gain,
    }
    gains = {name: at_last_session(traits, gain) for name, gain in sides.items()}
    return {name: np.where(np.isnan(gain), np.nan, gain >= 0.0) for name, gain in gains.items()}


def measure(setting: Setting, traits: Traits, state: State, noted: Noted) -> Measures:
    """Every measure of finished worlds, by name, in the order they are printed."""
    member, last = setting.member, state.week - 1
    done = state.recognised_week <= last
    votes = np.where(member, setting.votes, 0.0)
    people = np.where(member, setting.population, 0.0)
    soon = state.recognised_week < (state.declared_week + MONTH)[..., None]
    declared = state.declared_week < NEVER
    pact = (state.agreed == setting.pact) & (setting.pact >= 0)
    place = np.append(setting.package_value[:, setting.key], np.nan)
    lit = state.flash_week <= last
    out: Measures = {
        "settled": ((state.agreed >= 0) & ~pact).astype(np.float64),
        "pact": pact.astype(np.float64),
        "status": place[state.agreed],
        "agreement_by_deadline": (state.agreed_week <= min(setting.date_week, last)).astype(np.float64),
        "agreement_week": week_or_nan(state.agreed_week),
        "zopa_width": at_last_session(traits, noted.zone),
        "declarer_outside_option": at_last_session(traits, noted.declarer_option),
        "title_holder_outside_option": at_last_session(traits, noted.holder_option),
        **pact_acceptance(traits, noted),
        "sessions": state.sessions,
        "legitimacy": state.legitimacy,
        "exhausted": state.exhausted.astype(np.float64),
        "talks_alive": (state.talks_open & ~declared).astype(np.float64),
        "declared": declared.astype(np.float64),
        "declaration_week": week_or_nan(state.declared_week),
        "coordination": state.coordination,
        "backers": np.where(declared, state.backers, 0.0),
        "recognisers": done.sum(-1).astype(np.float64),
        "eu_recognisers": (done & member).sum(-1).astype(np.float64),
        "eu_recognisers_first_month": np.where(declared, (done & soon & member).sum(-1), np.nan),
        "eu_votes_share": np.where(done, votes, 0.0).sum(-1) / max(float(votes.sum()), 1e-9),
        "eu_population_share": np.where(done, people, 0.0).sum(-1) / max(float(people.sum()), 1e-9),
        "mission": (state.mission_week < NEVER).astype(np.float64),
        "mission_week": week_or_nan(state.mission_week),
        "mission_abstainers": (state.mission_abstained & member).sum(-1).astype(np.float64),
        "council_endorsed": state.cover.astype(np.float64),
        "council_blocked": (state.council == 1).astype(np.float64),
        "challenger_won": np.where(state.challenger_won < 0, np.nan, state.challenger_won),
        "path": state.path,
        "tension_peak": state.tension_peak,
        "incidents": state.incidents,
        "flashpoints": lit.sum(-1).astype(np.float64),
    }
    for i, name in enumerate(setting.flashpoints):
        out[f"flashpoint_{name}"] = lit[..., i].astype(np.float64)
        since = state.flash_week[..., i] - state.declared_week
        quarter = lit[..., i] & (since >= 0) & (since < 13)
        out[f"flashpoint_{name}_13_weeks"] = np.where(declared, quarter, np.nan)
    return out


CONDITIONS = (
    "settled",
    "pact",
    "status",
    "declared",
    "backers",
    "coordination",
    "mission",
    "recognisers",
    "eu_recognisers",
    "council_endorsed",
    "talks_alive",
    "exhausted",
    "sessions",
    "incidents",
    "flashpoints",
)
"""The measures that a scenario's outcome classes may name."""


def within(measures: Measures, conditions: dict[str, Bound]) -> Mask:
    """Do all conditions hold? A measure that is not defined in a world (NaN) holds none. (...)"""
    first = next(iter(measures.values()))
    ok: Mask = np.ones(first.shape, dtype=np.bool_)
    for name, bound in conditions.items():
        value = measures[name]
        low = -np.inf if bound.min is None else bound.min
        high = np.inf if bound.max is None else bound.max
        ok = ok & (value >= low) & (value <= high)
    return ok


def classify(measures: Measures, outcomes: dict[str, Outcome]) -> Index:
    """The first class whose conditions hold; the last one takes what is left. (...)"""
    first = next(iter(measures.values()))
    out = np.full(first.shape, len(outcomes) - 1, dtype=np.int64)
    for i, outcome in reversed(list(enumerate(outcomes.values()))):
        out = np.where(within(measures, outcome.when), i, out)
    return out

"""What a finished world reports: measures, and the class of its outcome.

Every measure is a function of the final State and of a few values noted along the way; shape `(...)`.
"""

from dataclasses import dataclass

import numpy as np

from sim.arrays import NEVER, Array, Index, Mask, looked_up
from sim.diary import Noted
from sim.rules.aspirations import LOST
from sim.rules.ratification import in_force
from sim.rules.stance import unity
from sim.schema import Bound, Outcome
from sim.setting import Setting
from sim.state import State, Traits

Measures = dict[str, Array]

MONTH, QUARTER = 4, 13
"""Weeks after a declaration that count as its first month, and as its first quarter."""


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
    stance: Array
    """(..., actor) expressed readiness, the mean of the weeks until the declaration, an agreement or the horizon"""


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


def bargaining(setting: Setting, state: State) -> Measures:
    """How near the talks came to a deal: the table at the last session, what was asked, what was given up.

    `conceded` is the share of the way from the best package to the own outside option that a party had given
    up in what it asked for at the last session. `nash_product` is the geometric mean of what the parties
    gain by what they agreed on over no agreement (Nash 1950), 0 without an agreement. `left_on_table` is
    what all of them could still have gained by another package: the distance from the Pareto frontier. (...)
    """
    if not setting.packages or not setting.party.any():
        return {}
    held, settled = state.sessions > 0, state.agreed >= 0
    here = settled[..., None] & (np.arange(len(setting.packages)) == state.agreed[..., None])
    worth = np.maximum(np.take(state.package_utility, setting.parties, axis=-2), LOST)
    got = np.where(here[..., None, :], worth, 0.0).sum(-1)
    gain = np.maximum(got - np.take(state.no_deal, setting.parties, axis=-1), 0.0)
    more = (worth - got[..., None]).min(-2).max(-1)
    out: Measures = {
        "table_width": np.where(held, state.table_width, np.nan),
        "nash_product": np.where(settled, np.power(gain.prod(-1), 1.0 / len(setting.parties)), 0.0),
        "left_on_table": np.maximum(np.where(settled, more, state.zone), 0.0),
    }
    for name, seats in (("declarer", setting.declarers), ("title_holder", setting.title_holders)):
        if len(seats):
            out[f"{name}_demand"] = np.where(held, np.take(state.demand, seats, axis=-1).sum(-1), np.nan)
            out[f"{name}_conceded"] = np.where(held, np.take(state.conceded, seats, axis=-1).sum(-1), np.nan)
    return out


def soft_landing(state: State, noted: Noted) -> Array:
    """How softly a declaration landed: half the coordination it had, half the calm of the quarter after it.

    0 a crash .. 100; calm is 100 less the highest tension of the 13 weeks. NaN without a declaration. (...)
    """
    weeks: Index = np.arange(noted.tension.shape[-1], dtype=np.int64)
    since = weeks - state.declared_week[..., None]
    peak = np.where((since >= 0) & (since < QUARTER), noted.tension, 0.0).max(-1)
    landed = 0.5 * state.coordination + 0.5 * (100.0 - peak)
    return np.where(state.declared_week < NEVER, landed, np.nan)


def referendum_measures(setting: Setting, state: State) -> Measures:
    """What the voters said, under a rule by which they are asked; nothing under any other. (...)

    Where no referendum was held the shares of yes are not defined, and nobody has refused.
    """
    if setting.rules.ratification == "none":
        return {}
    held = state.voted >= 0
    no = held[..., None] & (state.yes < setting.rules.ratification_share) & setting.party
    out: Measures = {
        "referendum_held": held.astype(np.float64),
        "ratified": (in_force(setting, state) >= 0).astype(np.float64),
        "refusals": no.sum(-1).astype(np.float64),
    }
    for i in np.flatnonzero(setting.party).tolist():
        name = setting.actors[i].lower()
        out[f"yes_share_{name}"] = np.where(held, state.yes[..., i], np.nan)
        out[f"refused_{name}"] = no[..., i].astype(np.float64)
    return out


def measure(setting: Setting, traits: Traits, state: State, noted: Noted) -> Measures:
    """Every measure of finished worlds, by name, in the order they are printed."""
    member, last = setting.member, state.week - 1
    done = state.recognised_week <= last
    votes = np.where(member, setting.votes, 0.0)
    people = np.where(member, setting.population, 0.0)
    soon = state.recognised_week < (state.declared_week + MONTH)[..., None]
    declared = state.declared_week < NEVER
    agreed = in_force(setting, state)
    pact = (agreed == setting.pact) & (setting.pact >= 0)
    place = np.append(setting.package_value[:, setting.key], np.nan)
    lit = state.flash_week <= last
    out: Measures = {
        "settled": ((agreed >= 0) & ~pact).astype(np.float64),
        "pact": pact.astype(np.float64),
        "status": looked_up(place, agreed),
        "agreement_by_deadline": (state.agreed_week <= min(setting.date_week, last)).astype(np.float64),
        "agreement_week": week_or_nan(state.agreed_week),
        **referendum_measures(setting, state),
        "zopa_width": at_last_session(traits, noted.zone),
        "declarer_outside_option": at_last_session(traits, noted.declarer_option),
        "title_holder_outside_option": at_last_session(traits, noted.holder_option),
        **pact_acceptance(traits, noted),
        **bargaining(setting, state),
        "ripe_weeks": noted.ripe.sum(-1),
        "sessions": state.sessions,
        "texts": state.texts,
        "legitimacy": state.legitimacy,
        "exhausted": state.exhausted.astype(np.float64),
        "talks_alive": (state.talks_open & ~declared).astype(np.float64),
        "declared": declared.astype(np.float64),
        "declaration_week": week_or_nan(state.declared_week),
        "coordination": state.coordination,
        "backers": np.where(declared, state.backers, 0.0),
        "forecast": state.forecast,
        "soft_landing": soft_landing(state, noted),
        "recognisers": done.sum(-1).astype(np.float64),
        "eu_recognisers": (done & member).sum(-1).astype(np.float64),
        "eu_recognisers_first_month": np.where(declared, (done & soon & member).sum(-1), np.nan),
        "eu_votes_share": np.where(done, votes, 0.0).sum(-1) / max(float(votes.sum()), 1e-9),
        "eu_population_share": np.where(done, people, 0.0).sum(-1) / max(float(people.sum()), 1e-9),
        "eu_unity": unity(setting, state),
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
        quarter = lit[..., i] & (since >= 0) & (since < QUARTER)
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
    "referendum_held",
    "ratified",
    "refusals",
    "talks_alive",
    "exhausted",
    "sessions",
    "incidents",
    "flashpoints",
)
"""The measures that a scenario's outcome classes may name, beside `PER_PARTY`."""

PER_PARTY = ("yes_share_", "refused_")
"""The beginnings of measures that each party has, before its id in small letters."""


def within(measures: Measures, conditions: dict[str, Bound]) -> Mask:
    """Do all conditions hold? A measure that is not defined, in a world (NaN) or under the rules, holds none. (...)"""
    first = next(iter(measures.values()))
    undefined = np.full(first.shape, np.nan)
    ok: Mask = np.ones(first.shape, dtype=np.bool_)
    for name, bound in conditions.items():
        value = measures.get(name, undefined)
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

"""What a seat can be scored on: one number per actor, read off a state.

Every measure is a function of State and Traits alone, so that a game at the table, a world of an ensemble
and a branch of a forecast are measured alike. Shares are in per cent. NaN stands for what is not defined
(how a declaration landed that never came); it earns nothing.
"""

from collections.abc import Callable, Iterable

import numpy as np

from sim.arrays import NEVER, Array, Mask
from sim.rules.outside import weight_of
from sim.rules.patronage import SILENT
from sim.rules.ratification import in_force
from sim.rules.stance import unity, weighed
from sim.setting import Setting
from sim.state import State, Traits

QUARTER = 13
"""Weeks after a declaration in which recognition counts as given to it: ninety days."""

HAND = 0.15
"""Share of its own vulnerability by which a vote for a mission without the Council's word weighs on who cast it."""

HELD_OUT = 0.3
"""What an abstention on the mission counts for who would not stand alone, beside another member."""
YIELDED = 0.75
"""What having held out to the last is worth to who would not recognise, and did in the end."""

FLASHPOINT = "flashpoint_"
"""The beginning of the measures that each flashpoint has, before its name."""

Measure = Callable[[Setting, Traits, State], Array]


def recognised(state: State) -> Mask:
    """Who has recognised by the end of the last week that was played. (..., actor)"""
    return state.recognised_week < state.week


def settled(setting: Setting, state: State) -> Mask:
    """Is a package in force that fixes the key issue? (...)"""
    package = in_force(setting, state)
    return (package >= 0) & (package != setting.pact)


def share(setting: Setting, weight: Array, of: Mask, who: Mask) -> Array:
    """The share, by weight, that some have among those who count, per cent. (...)

    weight   (actor,)
    of       (actor,)       who counts
    who      (..., actor)
    """
    counted = np.where(of, weight, 0.0)
    return 100.0 * weighed(who.astype(np.float64), counted) / max(float(counted.sum()), 1e-9)


def standing_recognising(setting: Setting, state: State) -> Array:
    """Share of the standing of all who may recognise that has. (...), per cent"""
    return share(setting, setting.standing, setting.recogniser, recognised(state))


def standing_90_days(setting: Setting, state: State) -> Array:
    """The same, of those who did within ninety days of the declaration; 0 without one. (...), per cent"""
    soon = recognised(state) & (state.recognised_week < (state.declared_week + QUARTER)[..., None])
    return share(setting, setting.standing, setting.recogniser, soon)


def status_reached(setting: Setting, traits: Traits, state: State) -> Array:
    """Where the key issue stands: where a package in force puts it; else, after a declaration, as far along the
    way from the status quo to full recognition as the standing that recognises; else the status quo.

    returns   (...)   0..100
    """
    quo, new = traits.status_quo[..., setting.key], traits.declared[..., setting.key]
    way = standing_recognising(setting, state) / 100.0 * (weight_of(setting) > 0.0)
    alone = np.where(state.declared, quo + way * (new - quo), quo)
    place = np.append(setting.package_value[:, setting.key], np.nan)[in_force(setting, state)]
    return np.where(settled(setting, state), place, alone)


def client_status(setting: Setting, traits: Traits, state: State) -> Array:
    """How near the status comes to what the party of one's own side wants: 100 less the distance from its ideal.

    Parties are their own clients. NaN for who stands on neither side. (..., actor), 0..100
    """
    reached = status_reached(setting, traits, state)
    out = np.full(traits.recognition.shape, np.nan)
    for sign, seats in ((1.0, setting.declarers), (-1.0, setting.title_holders)):
        if len(seats):
            wanted = np.take(traits.ideal[..., setting.key], seats, axis=-1).sum(-1)
            near = 100.0 - np.abs(reached - wanted)
            out = np.where(setting.side == sign, near[..., None], out)
    return out


def client_stood_by(setting: Setting, traits: Traits, state: State) -> Array:
    """`client_status`, and two points beside it for each level at which a patron stands behind its client in the
    end; two points off for one that has stepped back. NaN for who stands on neither side. (..., actor)
    """
    level = np.where(state.commitment == SILENT, 0, state.commitment)
    return client_status(setting, traits, state) + 2.0 * np.where(setting.patron, level, 0)


def own_outcome(setting: Setting, traits: Traits, state: State) -> Array:
    """What the end of the game is worth to each: the package in force, or a declaration as far as it is
    recognised, or the status quo (which a pact leaves as it is). (..., actor), utility points, at least 0
    """
    quo, new = traits.status_quo_utility, traits.declared_utility
    way = (standing_recognising(setting, state) / 100.0)[..., None]
    out = np.where(state.declared[..., None], quo + way * (new - quo), quo)
    package = in_force(setting, state)
    for i in range(len(setting.packages)):
        if i != setting.pact:
            worth = np.maximum(traits.settlement[..., i], 0.0)
            out = np.where((package == i)[..., None], worth, out)
    return out


def landing(setting: Setting, traits: Traits, state: State) -> Array:
    """How softly things came down: an agreement as calmly as the tensest week allowed; a declaration half by
    that calm and half by how far it was coordinated. NaN where neither came. (...), 0 a crash .. 100
    """
    calm = 100.0 - state.tension_peak
    declared = np.where(state.declared_week < NEVER, 0.5 * state.coordination + 0.5 * calm, np.nan)
    return np.where(in_force(setting, state) >= 0, calm, declared)


def weeks_waited(setting: Setting, traits: Traits, state: State) -> Array:
    """Weeks from the date of the deadline until the declaration or the agreement, or until now. (...), at least 0"""
    date = min(setting.date_week, state.week)
    end = np.minimum(np.minimum(state.declared_week, state.agreed_week), state.week)
    return np.maximum(end - date, 0).astype(np.float64)


def votes_withheld(setting: Setting, traits: Traits, state: State) -> Array:
    """Share of the members' votes that have not recognised. (...), per cent"""
    return 100.0 - share(setting, setting.votes, setting.member, recognised(state))


def forum_kept(setting: Setting, traits: Traits, state: State) -> Array:
    """How far the status was settled where it belongs in the eyes of those who hold to law: all of it where a
    package is in force or the Council has endorsed, else less the standing that recognised without it. (...), per cent
    """
    alone = 100.0 - standing_recognising(setting, state)
    return np.where((in_force(setting, state) >= 0) | state.cover, 100.0, alone)


def doubters(setting: Setting, traits: Traits, state: State) -> Array:
    """Members that have not recognised and do not lean toward it. (...)"""
    holds = setting.member & ~recognised(state) & (state.stance < 0.0)
    return holds.sum(-1).astype(np.float64)


def mission_backing(setting: Setting, traits: Traits, state: State) -> Array:
    """Share of the members that voted for the mission when it was decided; 0 where it was not. (...), per cent"""
    backed = (state.mission_backed & setting.member).sum(-1) / max(int(setting.member.sum()), 1)
    return np.where(state.mission_week < NEVER, 100.0 * backed, 0.0)


def mission_footing(setting: Setting, traits: Traits, state: State) -> Array:
    """Steps of legal footing under the mission: 0 there is no mission, 1 the members alone stand behind it, 2 a
    resolution in force can be read to carry it, 3 the Council has given its word. (...)
    """
    footing = np.where(state.cover, 3.0, 1.0 + float(setting.ground))
    return np.where(state.mission_week < NEVER, footing, 0.0)


def council_answer(setting: Setting, traits: Traits, state: State) -> Array:
    """What the Council said, in steps away from cover: 0 it endorsed, 1 it never voted or a veto stopped it, 2 the
    votes fell short, 3 it asked for more talks. A word on the mission alone, or taking note, is no answer: 1. (...)
    """
    return np.array([1.0, 1.0, 2.0, 3.0, 0.0, 1.0, 1.0])[state.council]


def recognition_as_wished(setting: Setting, traits: Traits, state: State) -> Array:
    """How far a state did about recognition what it was for at the opening: 1, else 0. (..., actor), 0..1

    Who was against it and has recognised all the same has `YIELDED` of the share of the weeks since the declaration
    through which it held out. Where an agreement is in force there was nothing left to decide: 1.
    """
    gone = recognised(state)
    wished = gone == (traits.recognition > 0.0)
    since = np.maximum(state.week - state.declared_week, 1)[..., None]
    held = np.clip((state.recognised_week - state.declared_week[..., None]) / since, 0.0, 1.0)
    late = np.where(gone & (traits.recognition <= 0.0), YIELDED * held, 0.0)
    return np.where(wished | settled(setting, state)[..., None], 1.0, late)


def mission_as_wished(setting: Setting, traits: Traits, state: State) -> Array:
    """Whether the mission came out as a member's own stance wants it, and whether its own hand was in it: half for
    each. Who wants it has a hand in it by a yes, by half with an abstention; who does not, by keeping out of it.
    While nothing has been put to the vote the second half counts half.

    returns   (..., actor) 0..1
    """
    decided, wants = (state.mission_week < NEVER)[..., None], traits.mission > 0.0
    backed, silent = state.mission_backed, state.mission_abstained
    voted = (backed | silent).any(-1, keepdims=True)
    helped = np.where(backed, 1.0, np.where(silent, 0.5, 0.0))
    own = np.where(voted, np.where(wants, helped, np.where(backed, 0.0, 1.0)), 0.5)
    return 0.5 * (decided == wants) + 0.5 * own


def recognised_with(setting: Setting, traits: Traits, state: State) -> Array:
    """How many other members have recognised, for who has itself; all others where an agreement is in force,
    since then nobody stands alone; 0 for who has not. (..., actor)
    """
    done = recognised(state)
    others = (done & setting.member).sum(-1)[..., None] - (done & setting.member)
    alone = np.where(done, others, 0)
    everybody = int(setting.member.sum()) - setting.member
    return np.where(settled(setting, state)[..., None], everybody, alone).astype(np.float64)


def company(setting: Setting, traits: Traits, state: State) -> Array:
    """How many other members have made the same choice on recognition. (..., actor)

    An abstention on the mission counts as a hand held out to both camps: part of a partner more
    (`HELD_OUT`), and two at least.
    """
    done = recognised(state)
    yes: Array = (done & setting.member).sum(-1)[..., None].astype(np.float64)
    no = float(setting.member.sum()) - yes
    same = np.where(done, yes, no) - setting.member.astype(np.float64)
    return np.where(state.mission_abstained, np.maximum(same + HELD_OUT, 2.0), same)


def exposure_risen(setting: Setting, traits: Traits, state: State) -> Array:
    """By how much the precedent presses harder on a state than at the opening: its vulnerability, less what it has
    reassured away, times the precedent's presence now, less both at the opening. Who voted for a mission that stands
    on no word of the Council has had a hand in it: HAND of its vulnerability more. (..., actor), points
    """
    alone = (state.mission_week < NEVER) & ~state.cover & ~state.grounded
    hand = np.where(state.mission_backed & alone[..., None], HAND, 0.0)
    before = traits.vulnerability * (traits.mechanism.precedent_start / 100.0)[..., None]
    now = traits.vulnerability * (1.0 - state.eased) * ((state.precedent / 100.0)[..., None] + hand)
    return now - before


def government_kept(setting: Setting, traits: Traits, state: State) -> Array:
    """1 where no vote has brought the challenger in. (...)"""
    return (state.challenger_won < 1).astype(np.float64)


WORLD: dict[str, Measure] = {
    "council_endorsed": lambda s, t, x: x.cover.astype(np.float64),
    "council_answer": council_answer,
    "declared": lambda s, t, x: x.declared.astype(np.float64),
    "settled": lambda s, t, x: settled(s, x).astype(np.float64),
    "status_reached": status_reached,
    "votes_withheld": votes_withheld,
    "standing_recognising": lambda s, t, x: standing_recognising(s, x),
    "standing_90_days": lambda s, t, x: standing_90_days(s, x),
    "recognisers": lambda s, t, x: recognised(x).sum(-1).astype(np.float64),
    "eu_recognisers": lambda s, t, x: (recognised(x) & s.member).sum(-1).astype(np.float64),
    "doubters": doubters,
    "forum_kept": forum_kept,
    "landing": landing,
    "weeks_waited": weeks_waited,
    "coordination": lambda s, t, x: x.coordination,
    "eu_unity": lambda s, t, x: unity(s, x),
    "legitimacy": lambda s, t, x: x.legitimacy,
    "exhausted": lambda s, t, x: x.exhausted.astype(np.float64),
    "mission": lambda s, t, x: (x.mission_week < NEVER).astype(np.float64),
    "mission_backing": mission_backing,
    "mission_footing": mission_footing,
    "path": lambda s, t, x: x.path,
    "path_gained": lambda s, t, x: x.path - t.mechanism.path_start,
    "government_kept": government_kept,
    "tension_peak": lambda s, t, x: x.tension_peak,
    "incidents": lambda s, t, x: x.incidents,
    "flashpoints": lambda s, t, x: (x.flash_week < x.week).sum(-1).astype(np.float64),
    "safeguarded": lambda s, t, x: x.safeguarded.astype(np.float64),
    "practical": lambda s, t, x: x.practical.astype(np.float64),
}
"""Measures that are the same for all. (...)"""

SEAT: dict[str, Measure] = {
    "recognition_as_wished": recognition_as_wished,
    "own_outcome": own_outcome,
    "client_status": client_status,
    "client_stood_by": client_stood_by,
    "recognised_with": recognised_with,
    "company": company,
    "exposure_risen": exposure_risen,
    "mission_as_wished": mission_as_wished,
    "standing_at_home": lambda s, t, x: x.home,
    "credibility": lambda s, t, x: x.credibility,
}
"""Measures that each seat has of its own. (..., actor)"""


def known(flashpoints: Iterable[str]) -> tuple[str, ...]:
    """The measures that a goal may name, in a scenario with these flashpoints."""
    return (*WORLD, *SEAT, *(f"{FLASHPOINT}{name}" for name in flashpoints))


def measured(name: str, setting: Setting, traits: Traits, state: State) -> Array:
    """One measure by its name, for every actor. (..., actor)"""
    if name in SEAT:
        return SEAT[name](setting, traits, state)
    if name in WORLD:
        whole = WORLD[name](setting, traits, state)
    else:
        place = setting.flashpoints.index(name.removeprefix(FLASHPOINT))
        whole = (state.flash_week[..., place] < state.week).astype(np.float64)
    return np.broadcast_to(whole[..., None], traits.recognition.shape)

"""Outside options: what each side expects if there is no agreement, and what the pact is worth beside it.

They are endogenous. The declarer's rests on a forecast of who would recognise, the title holder's on the
title that a blocked Council keeps for it; a patron's promise moves both, and with them the zone of
possible agreement. Waiting has a price that grows, so the threat to declare hardens with time.
"""

import numpy as np

from sim.arrays import NEVER, POINTS, Array, Index, Terms, in_columns, with_columns
from sim.rules.chance import logistic
from sim.rules.guarantee import believed_strength
from sim.rules.patronage import patrons_word
from sim.rules.utility import private_value
from sim.rules.word import believed_shift, nothing_promised
from sim.setting import Setting
from sim.state import State, Traits


def expected_recognition(
    setting: Setting, traits: Traits, state: State, lift: Array, delay: Array
) -> tuple[Array, Array]:
    """The share of standing that would recognise a declaration: everybody's public estimate.

    Each state counts with its standing times the logistic of its *expressed* stance, as far as its word is
    heard and believed (`Traits.trust`; who is not heard counts as even odds), moved by what it has promised in
    public (`word.believed_shift`) and by what the forecaster assumes: `lift` points from better coordination,
    less what a declaration before the time a state has asked for would cost. A guarantee takes its members out.

    p = logistic((trust x stance + promised + lift - haste_weight where too early) / 20); F = sum of standing x p over
    the sum of standing, the members' part times (1 - guarantee).

    lift, delay   (...)   points; weeks from now
    returns       two of (...), 0..1: with the guarantee that stands, and as if there were none

    Nobody who may recognise: 0.
    """
    early = state.week + delay[..., None] < traits.timing
    cost = np.where(early, traits.mechanism.haste_weight[..., None], 0.0)
    said = traits.trust * state.stance
    if not nothing_promised(state):
        said = said + believed_shift(setting, traits, state)
    chance = logistic((said + lift[..., None] - cost) / POINTS)
    weight = np.where(setting.recogniser, setting.standing, 0.0) / max(weight_of(setting), 1e-9)
    members = (np.where(setting.member, weight, 0.0) * chance).sum(-1)
    others = (np.where(setting.member, 0.0, weight) * chance).sum(-1)
    return members * (1.0 - state.guarantee) + others, members + others


def weight_of(setting: Setting) -> float:
    """The standing of all who may recognise."""
    return float(np.where(setting.recogniser, setting.standing, 0.0).sum())


def weeks_to_act(setting: Setting, traits: Traits, state: State) -> Array:
    """Weeks until the declarer could act on its threat: to the deadline, or to its own end of the talks.

    With `deadline.triggers_outside_option` the date lets it act; without, or without a date, the talks
    end only when the declarer itself gives up on them. Under `declaration = after_election` not before the
    week after the vote; under `barred` it cannot act, and the wait is as long as it thinks talks last.

    returns   (...)   weeks, 0 when it can act now
    """
    end = np.take(state.expected_end, setting.declarers, axis=-1).sum(-1)
    wait = np.maximum(end - state.week, 0.0)
    if setting.rules.declaration == "after_election":
        vote = np.where(traits.election_week >= NEVER, state.week, traits.election_week + 1)
        return np.maximum(wait, vote - state.week)
    if setting.rules.declaration == "barred":
        return np.maximum(wait, traits.mechanism.talks_last)
    return wait


def expected_end(setting: Setting, traits: Traits, state: State) -> Array:
    """The week in which each actor expects the talks to end.

    A hard date binds those who accept it; the title holder's side, which calls it artificial (worth of
    more talks above 60), expects them to go on, as far as it believes its own words: for
    `talks_last` x (0.5 + worth of more talks / 100) weeks, which no horizon of a run can move: its own end.

    date; own without a date; date + denial x max(own - date, 0) for who denies it (the title holder's side,
    worth of more talks above 60); (date + own) / 2 for the others under a soft one.

    returns   (..., actor)   week
    """
    rules, everyone = setting.rules, np.arange(len(setting.actors))
    dated = rules.deadline_kind != "none" and rules.deadline_triggers
    if not dated:
        return _own_end(traits, everyone)
    date = state.deadline[..., None].astype(np.float64)
    soft = rules.deadline_kind == "soft"
    out = (date + _own_end(traits, everyone)) / 2.0 if soft else np.repeat(date, len(everyone), axis=-1)
    holders = np.flatnonzero(setting.side < 0)
    beyond = np.maximum(_own_end(traits, holders) - date, 0.0)
    later = date + traits.mechanism.denial[..., None] * beyond
    denies = np.take(traits.talks, holders, axis=-1) > 60.0
    return with_columns(out, holders, np.where(denies, later, np.take(out, holders, axis=-1)))


def _own_end(traits: Traits, at: Index) -> Array:
    """How long some actors think that talks last if no date ends them. (..., seat), weeks"""
    return traits.mechanism.talks_last[..., None] * (0.5 + np.take(traits.talks, at, axis=-1) / 100.0)


def side_forecast(setting: Setting, traits: Traits, forecast: Array) -> Array:
    """Recognition as each side feels it: F, and F x (1 - title_kept x backing) for the title holder's side.

    A veto behind it keeps the title on paper and the new state out of the United Nations, so the title
    holder loses `title_kept` x backing less of what recognition would cost it.

    returns   (..., actor)   0..1
    """
    holders = np.flatnonzero(setting.side < 0)
    out = np.repeat(forecast[..., None], len(setting.actors), axis=-1)
    behind = np.take(title_backing(setting, traits), holders, axis=-1)
    shelter = traits.mechanism.title_kept[..., None] * behind
    return with_columns(out, holders, forecast[..., None] * (1.0 - shelter))


def title_backing(setting: Setting, traits: Traits) -> Array:
    """How far a permanent patron with a veto stands behind the title holder, as each actor sees it.

    A patron knows its own mind; the others go by what its words are worth (`Setting.expected_backing`).

    returns   (..., actor)   0..1; of several patrons the one that stands behind it most
    """
    guards = setting.patron & (setting.side < 0) & setting.permanent
    if not (setting.rules.council_veto and guards.any()):
        return np.zeros_like(traits.backing)
    share = np.where(guards, setting.rules.patronage / 100.0, 0.0)
    other = ~np.eye(len(guards), dtype=np.bool_)
    seen = np.where(other, setting.expected_backing * share, 0.0).max(-1)
    return np.maximum(seen, traits.backing * share)


def no_deal_terms(setting: Setting, traits: Traits, state: State) -> Terms:
    """What each actor expects without an agreement, term by term.

    status quo + d^w F (declared - status quo) - d^w (isolation x (1 - F) + crash x (1 - Q)) - limbo, with w
    the weeks until the threat can be carried out, F the forecast as the actor's side feels it, Q the
    coordination; isolation, crash and limbo are the declarer's own costs. Where declaring is barred there
    is no threat, and only the status quo and limbo are left. To a client what its patrons have said in the game
    is added (`patronage.patrons_word`).

    returns   terms of shape (..., actor), utility points
    """
    m = traits.mechanism
    quo, new = traits.status_quo_utility, traits.declared_utility
    wait = weeks_to_act(setting, traits, state)
    threat = 0.0 if setting.rules.declaration == "barred" else 1.0
    kept = threat * np.power(m.discount, wait)[..., None]
    felt = side_forecast(setting, traits, state.forecast)
    own, n = setting.declarers, len(setting.actors)
    loose = 1.0 - state.coordination / 100.0
    alone = (m.isolation_cost * (1.0 - state.forecast))[..., None]
    crash = (m.crash_cost * loose)[..., None]
    limbo = m.limbo_cost[..., None] * np.take(traits.limbo, own, axis=-1) / 100.0 * wait[..., None]
    return {
        "status quo": quo,
        "independence as recognised": kept * felt * (new - quo),
        "isolation": in_columns(own, -kept * alone, n),
        "crash": in_columns(own, -kept * crash, n),
        "limbo until then": in_columns(own, -limbo, n),
        "the patron's word": patrons_word(setting, traits, state),
    }


def pact_terms(setting: Setting, traits: Traits, state: State) -> Terms:
    """What a status-neutral pact is worth: practical ties, the status quo while it lasts, and what comes after.

    It has no place on the status scale. The model is the 1972 treaty between two German states: 18 years
    and an end from outside. The title holder's side pays for signing with the province as an equal, and
    gains only as far as a guarantee keeps recognitions away meanwhile; to both parties it is worth practical_pact more
    once they have struck a practical deal; the declarer gives up declaring
    and pays for as many weeks of limbo as it looks ahead (`pact_limbo_weeks`), less what practical ties
    relieve.

    title holder's side   quo + F' (1 - g)(new - quo) - signing_cost + practical_gain + private
    declarer's side       quo + d^pact_weeks after_pact (new - quo)
                          - limbo_cost pact_limbo_weeks pact_limbo limbo / 100 + practical_gain + private
    F' is the forecast without a guarantee as the side feels it, g the credibility of the one in the pact as
    far as it can be known who would give it (`guarantee.believed_strength`).

    returns   terms of shape (..., actor), utility points
    """
    m, n = traits.mechanism, len(setting.actors)
    quo = traits.status_quo_utility
    holds, gives_up = np.flatnonzero(setting.side < 0), np.flatnonzero(setting.side > 0)

    def new_status(at: Index) -> Array:
        return np.take(traits.declared_utility, at, axis=-1) - np.take(quo, at, axis=-1)

    felt = np.take(side_forecast(setting, traits, state.forecast_free), holds, axis=-1)
    shield = np.take(believed_strength(setting, traits, state), holds, axis=-1)
    settled = np.where(state.practical > 0, m.practical_pact, 0.0)[..., None]
    later = np.power(m.discount, m.pact_weeks)[..., None]
    weeks = (m.limbo_cost * m.pact_limbo_weeks * m.pact_limbo)[..., None]
    after = later * m.after_pact[..., None] * new_status(gives_up)
    limbo = -weeks * np.take(traits.limbo, gives_up, axis=-1) / 100.0
    return {
        "status quo": quo,
        "recognition meanwhile": in_columns(holds, felt * (1.0 - shield) * new_status(holds), n),
        "independence after it": in_columns(gives_up, after, n),
        "signing as equals": in_columns(holds, -m.signing_cost[..., None], n),
        "limbo while it lasts": in_columns(gives_up, limbo, n),
        "practical ties": np.broadcast_to(m.practical_gain[..., None], quo.shape),
        "what has been settled already": in_columns(setting.parties, settled, n),
        "what nobody outside knows": private_value(setting, traits, None),
    }

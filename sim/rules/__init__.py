"""The rules of play: pure functions on arrays, and the order in which they are applied.

A week has three beats. `open_week` brings everything a seat may look at up to date; the seats speak (`talk`: notes,
soundings, offers, texts); who has been written to answers (`answer`); the seats decide, all at once (`resolve`).
Nothing here knows how many worlds there are, who an actor is, or where luck comes from.
"""

from collections.abc import Callable

import numpy as np

from sim.arrays import BALLOTS, NEVER, REMEMBERED, Array, Terms, same, total, untouched
from sim.rules import (
    aspirations,
    council,
    declaration,
    guarantee,
    home,
    leaks,
    leaning,
    legality,
    lobbying,
    members,
    notes,
    outside,
    parties,
    patronage,
    promises,
    purse,
    ratification,
    recognition,
    resistance,
    security,
    sounding,
    stance,
    statements,
    talks,
    utility,
    wear,
)
from sim.rules.fresh import fresh
from sim.setting import Setting
from sim.state import Account, Moves, Shocks, State, Traits, replace

Decide = Callable[[State, str], Moves]
"""Who decides: the moves of all actors in a state, at a beat (talk, answer or decide)."""


def step(setting: Setting, traits: Traits, state: State, shocks: Shocks, decide: Decide) -> State:
    """One week: the seats find what there is, speak, decide all at once, and what they did takes effect.

    Rules resolve, agents decide: `decide` is asked at every beat, and nothing else is asked of anybody. For the
    terms behind a week call `account` on the state that the last beat is asked about.
    """
    return go_on(setting, traits, open_week(setting, traits, state), shocks, decide, "talk")


def go_on(setting: Setting, traits: Traits, state: State, shocks: Shocks, decide: Decide, beat: str) -> State:
    """The rest of a week from one of its beats on, the moves of that beat included."""
    if beat == "talk":
        state = talk(setting, traits, state, decide(state, "talk"), shocks)
    if beat != "decide" and notes_wait(state):
        state = answer(setting, traits, state, decide(state, "answer"))
    return resolve(setting, traits, state, decide(state, "decide"), shocks)


def notes_wait(state: State) -> bool:
    """Has anybody written to anybody this week, so that there is something to answer?"""
    return not untouched(state.note) and bool((state.note[..., 0] > 0).any())


def open_week(setting: Setting, traits: Traits, state: State) -> State:
    """The calendar, the purse, the stances, the forecasts: what the seats find on Monday."""
    state = purse.refill(setting, state)
    over = state.declared | state.settled
    if not over.all():
        end = np.where(over[..., None], state.expected_end, outside.expected_end(setting, traits, state))
        state = replace(state, expected_end=end)
    state = talks.clock(setting, traits, state)
    state = replace(state, session=talks.session_held(setting, traits, state))
    state = stance.influence(setting, traits, state)
    state = stance.weigh_readiness(setting, traits, state)
    return weigh_options(setting, traits, state)


def weigh_options(setting: Setting, traits: Traits, state: State) -> State:
    """Forecast, outside options, packages, the zone, and whether declaring beats waiting."""
    over = state.declared | state.settled
    if over.all():
        return replace(state, declare_index=np.zeros_like(state.declare_index))
    now = np.zeros_like(state.legitimacy)
    forecast, free = outside.expected_recognition(setting, traits, state, now, now)
    forecast, free = np.where(over, state.forecast, forecast), np.where(over, state.forecast_free, free)
    state = replace(state, forecast=forecast, forecast_free=free)
    expects = total(outside.no_deal_terms(setting, traits, state))
    state = replace(state, no_deal=np.where(over[..., None], state.no_deal, expects))
    state = replace(state, package_utility=weigh_packages(setting, traits, state))
    index = total(declaration.weigh_declaration(setting, traits, state))
    zone = np.where(over, state.zone, utility.zone_width(setting, state))
    return replace(state, zone=zone, declare_index=index)


def weigh_packages(setting: Setting, traits: Traits, state: State) -> Array:
    """What every package is worth to everybody this week. (..., actor, package), utility points"""
    over = state.declared | state.settled
    beside = total(utility.home_terms(setting, traits, state))
    moved = np.flatnonzero(setting.party | setting.title_holder | setting.candidate)
    packages = traits.settlement.copy()
    packages[..., moved, :] += np.take(beside, moved, axis=-1)[..., None]
    if not untouched(state.softened):
        packages = packages + total(home.softened_terms(setting, traits, state))
    if setting.pact >= 0:
        packages[..., setting.pact] = total(outside.pact_terms(setting, traits, state)) + beside
    return np.where(over[..., None, None], state.package_utility, packages) if over.any() else packages


def package_terms(setting: Setting, traits: Traits, state: State) -> Terms:
    """The terms behind `weigh_packages`, those of the pact among them. (..., actor, package), utility points"""
    out = dict(utility.settlement_terms(setting, traits))
    each = np.arange(len(setting.packages)) == setting.pact
    if setting.pact >= 0:
        for name, term in outside.pact_terms(setting, traits, state).items():
            there = np.where(each, term[..., None], 0.0)
            out[name] = out[name] + there if name in out else there
    out.update(home.softened_terms(setting, traits, state))
    for name, term in utility.home_terms(setting, traits, state).items():
        out[name] = np.broadcast_to(term[..., None], (*term.shape, len(each)))
    return out


def talk(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """The first beat: notes and soundings; drafts, lines and practical matters; what is tabled and offered."""
    moves, state = legality.spend(setting, traits, state, moves, "talk")
    state = notes.post(setting, traits, state, moves)
    state = sounding.sound_out(setting, traits, state, moves, shocks)
    state = council.draft(setting, traits, state, moves)
    state = members.put_line(setting, traits, state, moves)
    state = parties.put_forward(setting, traits, state, moves)
    state = talks.table(setting, traits, state, moves, shocks)
    state = talks.confer(setting, traits, state, moves)
    return aspirations.hear(setting, state, moves)


def answer(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The second beat: what those who have been written to say."""
    return notes.hear_answers(setting, traits, state, moves)


def resolve(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """The last beat: everything that was decided takes effect, in this order; then the week is over.

    Words first (notes, statements, lobbying, patrons), then the talks, the members, the Council, the declaration,
    recognition, security, home; at the end the week's promises are judged, and what leaks comes out.
    """
    moves, state = legality.spend(setting, traits, state, moves, "decide")
    before = state
    state = speak(setting, traits, state, moves, shocks)
    state = negotiate(setting, traits, state, moves)
    state = decide_together(setting, traits, state, moves)
    state = ratification.ratify(setting, traits, state, moves)
    state = act(setting, traits, state, moves)
    state = keep_peace(setting, traits, state, moves, shocks)
    state = answer_at_home(setting, traits, state, moves, shocks)
    state = wear.remember(setting, traits, state, moves, lobbying.called_on(setting, moves))
    state = promises.judge(setting, traits, before, moves, state)
    state = sounding.find_out(setting, traits, before, moves, state)
    state = leaks.leak(setting, traits, state, moves, shocks)
    return replace(state, week=state.week + 1)


def speak(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """Promises are written down; statements, lobbying, visits and patrons' words take effect."""
    state = notes.settle(setting, traits, state, moves)
    state = promises.pledge(setting, traits, state, moves)
    state = promises.vow(setting, traits, state, moves)
    state = statements.speak(setting, traits, state, moves, shocks)
    state = leaks.deny(setting, traits, state, moves, shocks)
    state = promises.press(setting, traits, state, moves)
    state = lobbying.lobby(setting, traits, state, moves)
    return patronage.commit(setting, traits, state, moves)


def negotiate(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The talks: what was offered, who left, what is signed, what the session leaves behind, the report."""
    state = guarantee.weigh_guarantee(setting, traits, state)
    state = parties.offered(setting, traits, state)
    state = parties.walk_out(setting, traits, state, moves)
    state = parties.deal(setting, traits, state, moves)
    state = talks.agree(setting, state, moves)
    state = statements.let_down(setting, traits, state)
    state = talks.good_faith(setting, traits, state, moves)
    state = resistance.contest(setting, traits, state, moves)
    state = talks.prolong(setting, traits, state, moves)
    return talks.report(setting, traits, state, moves)


def decide_together(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The members and the Council: what they vote on this week."""
    state = members.fade_cohesion(setting, traits, state)
    state = members.summit(setting, traits, state, moves)
    state = members.decide_mission(setting, traits, state, moves)
    state = members.carry_line(setting, traits, state, moves)
    state = members.join_group(setting, traits, state, moves)
    state = members.sign_path(setting, traits, state, moves)
    state = resistance.refuse_path(setting, traits, state, moves)
    return council.vote(setting, traits, state, moves)


def act(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The declaration is prepared and made, measures follow, states recognise."""
    state = declaration.consult(setting, traits, state, moves)
    state = declaration.set_date(setting, traits, state, moves)
    state = declaration.safeguards(setting, traits, state, moves)
    state = declaration.declare(setting, traits, state, moves)
    state = resistance.carry_measures(setting, traits, state, moves)
    return recognition.recognise(setting, traits, state, moves)


def keep_peace(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """Calm and troops, the precedent, the places that may follow, the week's incidents."""
    state = parties.calm(setting, traits, state, moves)
    state = security.precedent(setting, traits, state)
    state = security.spread(setting, traits, state)
    state = security.send_troops(setting, traits, state, moves)
    return security.keep_order(setting, traits, state, moves, shocks)


def answer_at_home(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """The second level: the vote that is due, parliaments and parties, minorities and partners."""
    state = home.hold_election(setting, traits, state, shocks)
    state = home.at_home(setting, traits, state, moves)
    state = home.reassure(setting, traits, state, moves)
    state = home.hold_out(setting, traits, state)
    return home.keep_house(setting, traits, state)


def account(setting: Setting, traits: Traits, state: State) -> Account:
    """The terms behind the week's decisions, read off the state the seats decided in (after `talk`)."""
    return Account(
        readiness=stance.readiness_terms(setting, traits, state),
        stance=stance.influence_terms(setting, traits, state),
        no_deal=outside.no_deal_terms(setting, traits, state),
        declaration=declaration.weigh_declaration(setting, traits, state),
        vote=home.vote_terms(setting, traits, state),
        package=package_terms(setting, traits, state),
        ask=aspirations.ask_terms(state),
        ballots={
            name: terms(setting, traits, state) for name, terms in zip(BALLOTS, leaning.LEANINGS, strict=True)
        },
        flash=security.flash_terms(setting, traits, state),
        incident=security.incident_terms(setting, traits, state),
        tabled=talks.on_table(setting, state),
    )


def own_pace(setting: Setting, traits: Traits, state: State) -> Array:
    """How early an actor concedes: the drawn pace, later for the firm, earlier for who believes in a deal.

    returns   (..., actor)   > 0; below 1 is boulware, above 1 conceder
    """
    loose = 1.5 - traits.firmness / 100.0
    return traits.mechanism.pace[..., None] * loose * (0.5 + state.hope)


def opening(setting: Setting, traits: Traits) -> State:
    """The state before the first week."""
    m = traits.mechanism
    world = m.legitimacy_start
    n_packages, flat = len(setting.packages), np.zeros_like(world)
    none = np.full(world.shape, -1, dtype=np.int64)
    never = np.full(world.shape, NEVER, dtype=np.int64)
    actor = np.zeros_like(traits.recognition)
    no, nobody = np.zeros(world.shape, dtype=np.bool_), np.zeros(actor.shape, dtype=np.bool_)
    return State(
        week=0,
        deadline=np.full(world.shape, setting.rules.deadline_week, dtype=np.int64),
        expected_end=actor,
        talks_open=np.ones(world.shape, dtype=np.bool_) & bool(setting.party.any()),
        session=no,
        sessions=flat,
        text=none,
        offer=np.full(actor.shape, -1, dtype=np.int64),
        agreed=none,
        agreed_week=never,
        last_text=none,
        offers=same(-1, (*world.shape, len(setting.parties), REMEMBERED), np.int64),
        foreseen=np.full(world.shape, np.nan),
        would_sign=np.zeros((*actor.shape, n_packages), dtype=np.bool_),
        voted=none,
        vote_week=never,
        yes=actor,
        hope=traits.hope,
        legitimacy=m.legitimacy_start,
        exhausted=no,
        stance=traits.recognition,
        lobbied=actor,
        paid=same(0.0, actor.shape, np.float64),
        precedent=m.precedent_start,
        readiness=traits.recognition,
        forecast=flat,
        forecast_free=flat,
        guarantee=flat,
        bound=nobody,
        no_deal=actor,
        package_utility=traits.settlement,
        zone=flat,
        table_width=np.full(world.shape, -100.0),
        texts=flat,
        demand=actor,
        conceded=actor,
        declare_index=flat,
        coordination=m.coordination_start,
        committed=nobody,
        commit_sum=actor,
        backers=flat,
        declared_week=never,
        hazard_sum=actor,
        recognised_week=np.full(actor.shape, NEVER, dtype=np.int64),
        cover=no,
        council=np.zeros(world.shape, dtype=np.int64),
        mission_week=never,
        mission_backed=nobody,
        mission_abstained=nobody,
        path=m.path_start,
        path_signed=no,
        challenger_won=none,
        home=np.broadcast_to(m.home_start[..., None], actor.shape),
        tension=m.tension_start,
        tension_peak=m.tension_start,
        incidents=flat,
        troops=np.full(world.shape, setting.rules.kfor),
        flash_sum=np.zeros_like(traits.flash_at),
        flash_week=np.full(traits.flash_at.shape, NEVER, dtype=np.int64),
        **fresh(setting, traits),
    )


__all__ = ["Terms", "account", "open_week", "opening", "resolve", "talk", "weigh_options"]

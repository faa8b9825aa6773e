"""Moves of the parties by play: offers, walking out, practical deals, calm, the date, resistance."""

from dataclasses import replace

import numpy as np
import pytest

from sim import gauges
from sim.arrays import DOUBTERS, LINE_PATH, LINES, NEVER, TOPICS, total
from sim.compile import compile_setting
from sim.idle import idle
from sim.ledger import NOT_DECLARE, OPEN
from sim.rules import (
    declaration,
    home,
    members,
    open_week,
    opening,
    outside,
    parties,
    resistance,
    security,
    stance,
    talks,
)
from sim.scenario import load
from sim.state import Moves, head, take
from sim.strategies.doctrine import doctrine
from sim.views import observe
from sim.worlds import draw_shocks, draw_traits

WORLDS = 16


@pytest.fixture(scope="module")
def kosovo():
    scenario = load("kosovo_2007")
    setting = compile_setting(scenario)
    traits = head(draw_traits(scenario, setting, 1, 0), WORLDS)
    return setting, traits, open_week(setting, traits, opening(setting, traits))


@pytest.fixture
def at_table(kosovo):
    """A session, with the parties' first offers: the province autonomous, and independent."""
    setting, _, state = kosovo
    return replace(
        state, session=np.ones(WORLDS, bool), offer=offers(setting, RS="autonomy", XK="independence")
    )


def nobody(setting) -> Moves:
    return idle((WORLDS, len(setting.actors)), len(setting.packages))


def seat(setting, code):
    return setting.actors.index(code)


def offers(setting, **by):
    out = np.full((WORLDS, len(setting.actors)), -1)
    for code, package in by.items():
        out[:, seat(setting, code)] = setting.packages.index(package)
    return out


def does(setting, moves, code, **fields):
    """The same moves, and what one seat does beside them."""
    new = {}
    for name, value in fields.items():
        new[name] = field = getattr(moves, name).copy()
        field[..., seat(setting, code)] = value
    return replace(moves, **new)


def alone(setting, code, **fields):
    return does(setting, nobody(setting), code, **fields)


def says(setting, moves, code, topic, tone, strength=2.0):
    return does(setting, moves, code, topic=TOPICS.index(topic), tone=tone, strength=strength)


def of(setting, array, code):
    return array[:, seat(setting, code)]


def worlds(value, kind=np.int64):
    return np.full(WORLDS, value, kind)


# ------------------------------------------------------------------ offers, walking out


def test_a_first_offer_concedes_nothing_and_each_step_after_it_counts(kosovo, at_table):
    setting, traits, _ = kosovo
    m, serbia = traits.mechanism, seat(setting, "RS")
    first = parties.offered(setting, traits, at_table)
    assert np.allclose(first.legitimacy, at_table.legitimacy)
    gives = replace(first, offer=offers(setting, RS="supervised"))
    moved = parties.offered(setting, traits, gives)
    assert np.allclose(moved.legitimacy, at_table.legitimacy + m.offer_legitimacy)
    assert np.allclose(moved.home[:, serbia], at_table.home[:, serbia] - m.offer_home)
    wavers = stance.waverers(setting, at_table)
    assert (moved.swayed[wavers] < 0).all()
    assert (moved.swayed[~wavers] == 0).all()


def test_who_goes_toward_the_other_wins_waverers_for_its_own_cause(kosovo, at_table):
    setting, traits, _ = kosovo
    first = parties.offered(setting, traits, at_table)
    moved = parties.offered(setting, traits, replace(first, offer=offers(setting, XK="supervised")))
    assert (moved.swayed[stance.waverers(setting, at_table)] > 0).all()
    doubted = replace(first, credibility=first.credibility / 2.0, offer=offers(setting, XK="supervised"))
    less = parties.offered(setting, traits, doubted).swayed
    assert np.allclose(less, moved.swayed / 2.0)


def test_what_is_taken_back_and_offered_again_is_not_conceded_twice(kosovo, at_table):
    setting, traits, _ = kosovo
    state = parties.offered(setting, traits, at_table)
    for package in ("supervised", "independence", "supervised", "pact"):
        state = parties.offered(setting, traits, replace(state, offer=offers(setting, XK=package)))
    assert np.allclose(state.legitimacy, at_table.legitimacy + traits.mechanism.offer_legitimacy)


def test_walking_out_pleases_at_home_and_the_blame_falls_on_the_walker(kosovo, at_table):
    setting, traits, _ = kosovo
    m, state = traits.mechanism, replace(at_table, offer=offers(setting))
    left = parties.walk_out(setting, traits, state, alone(setting, "RS", walk_out=True))
    assert np.allclose(of(setting, left.home, "RS"), of(setting, state.home, "RS") + m.walk_home)
    assert np.allclose(left.legitimacy, state.legitimacy - m.walk_legitimacy)
    wavers = stance.waverers(setting, state)
    assert np.allclose(left.swayed[wavers], np.broadcast_to(m.walk_sway[:, None], wavers.shape)[wavers])
    assert of(setting, left.walked_out, "RS").all()
    other = parties.walk_out(setting, traits, state, alone(setting, "XK", walk_out=True))
    assert (other.swayed[wavers] < 0).all()


def test_the_other_that_stays_and_offers_makes_the_blame_weigh_more(kosovo, at_table):
    setting, traits, _ = kosovo
    leaves = alone(setting, "RS", walk_out=True)
    silent = replace(at_table, offer=offers(setting))
    stays = replace(at_table, offer=offers(setting, XK="independence"))
    roomy = replace(traits, mechanism=replace(traits.mechanism, swayed_cap=np.full(WORLDS, 100.0)))
    plain = parties.walk_out(setting, roomy, silent, leaves).swayed
    more = parties.walk_out(setting, roomy, stays, leaves).swayed
    assert np.allclose(more, plain * traits.mechanism.walk_blame[:, None])
    both = parties.walk_out(setting, roomy, stays, does(setting, leaves, "XK", walk_out=True)).swayed
    assert np.allclose(both, 0.0)


def test_nobody_walks_out_of_a_session_that_is_not_held(kosovo):
    setting, traits, state = kosovo
    quiet = replace(state, session=np.zeros(WORLDS, bool))
    left = parties.walk_out(setting, traits, quiet, alone(setting, "RS", walk_out=True))
    assert not left.walked_out.any()
    assert np.allclose(left.legitimacy, state.legitimacy)


# ------------------------------------------------------------------ practical deals, calm


def test_a_practical_deal_calms_and_refusing_it_leaves_only_a_loss(kosovo):
    setting, traits, state = kosovo
    m = traits.mechanism
    put = parties.put_forward(setting, traits, state, alone(setting, "RS", practical=2))
    joined = parties.deal(setting, traits, put, alone(setting, "XK", join_practical=True))
    assert np.allclose(joined.tension, state.tension - m.practical_tension)
    assert np.allclose(joined.legitimacy, state.legitimacy + m.practical_legitimacy)
    assert (joined.practical == 1).all()
    refused = parties.deal(setting, traits, put, nobody(setting))
    assert np.allclose(refused.tension, state.tension)
    assert np.allclose(refused.legitimacy, state.legitimacy - m.practical_refused)
    assert (refused.practical == 0).all()
    own = parties.deal(setting, traits, put, alone(setting, "RS", join_practical=True))
    assert (own.practical == 0).all()


def test_two_parties_that_put_the_same_forward_have_a_deal(kosovo):
    setting, traits, state = kosovo
    same = does(setting, alone(setting, "RS", practical=1), "XK", practical=1)
    put = parties.put_forward(setting, traits, state, same)
    assert (parties.deal(setting, traits, put, nobody(setting)).practical == 1).all()
    over = parties.put_forward(setting, traits, put, nobody(setting))
    assert (over.practical_offer == -1).all()


def test_a_call_for_calm_makes_incidents_and_danger_rarer_for_three_weeks(kosovo):
    setting, traits, state = kosovo
    m = traits.mechanism
    called = parties.calm(setting, traits, state, alone(setting, "RS", calm=True))
    assert np.allclose(called.tension, state.tension - m.calm_tension)
    assert np.allclose(of(setting, called.home, "RS"), of(setting, state.home, "RS") - m.calm_home)
    for weeks, factor in ((0, m.calm_hazard), (2, m.calm_hazard), (3, np.ones(WORLDS))):
        later = replace(called, week=state.week + weeks)
        assert np.allclose(np.exp(security.incident_terms(setting, traits, later)["calls for calm"]), factor)
    assert (
        security.incident_rate(setting, traits, called) < security.incident_rate(setting, traits, state)
    ).all()


def test_a_call_for_calm_reaches_the_place_itself_and_no_other(kosovo):
    setting, traits, state = kosovo
    called = parties.calm(setting, traits, state, alone(setting, "XK", calm=True))
    term = security.flash_terms(setting, traits, called)["calls for calm"]
    assert setting.local.any()
    assert not setting.local.all()
    assert (term[:, setting.local] < 0).all()
    assert (term[:, ~setting.local] == 0).all()


def test_both_parties_at_once_calm_more_than_one_after_the_other(kosovo):
    setting, traits, state = kosovo
    serbia, kosovo_ = alone(setting, "RS", calm=True), alone(setting, "XK", calm=True)
    both = does(setting, serbia, "XK", calm=True)
    at_once = parties.calm(setting, traits, state, both)
    first = parties.calm(setting, traits, state, serbia)
    apart = parties.calm(setting, traits, replace(first, week=state.week + 1), kosovo_)
    at_once = np.exp(security.calls_for_calm(setting, traits, at_once))
    apart = np.exp(security.calls_for_calm(setting, traits, apart))
    assert np.allclose(at_once, traits.mechanism.calm_both)
    assert np.allclose(apart, traits.mechanism.calm_hazard**2)


def test_a_loud_statement_against_it_drowns_part_of_a_call_for_calm(kosovo):
    setting, traits, state = kosovo
    calls = alone(setting, "RS", calm=True)
    heard = parties.calm(setting, traits, state, calls)
    drowned = parties.calm(setting, traits, state, says(setting, calls, "US", "clarity", 1.0, 3.0))
    assert (drowned.tension > heard.tension).all()
    loud, free = (security.calls_for_calm(setting, traits, s) for s in (drowned, heard))
    assert np.allclose(loud, free * (1.0 - traits.mechanism.rebuttal))


# ------------------------------------------------------------------ coordination and the date


def test_a_backer_that_works_on_it_brings_coordination_by_its_standing(kosovo):
    setting, traits, state = kosovo
    plans = alone(setting, "XK", consult=1.0)
    plain = declaration.consult(setting, traits, state, plans).coordination
    us = declaration.consult(setting, traits, state, does(setting, plans, "US", back=True)).coordination
    france = declaration.consult(setting, traits, state, does(setting, plans, "FR", back=True)).coordination
    assert np.allclose(us - plain, traits.mechanism.back_step)
    assert (france > plain).all()
    assert (france < us).all()
    idle_ = declaration.consult(setting, traits, state, alone(setting, "US", back=True))
    assert np.allclose(idle_.coordination, state.coordination)
    rival = declaration.consult(setting, traits, state, does(setting, plans, "RU", back=True)).coordination
    assert np.allclose(rival, plain)


def test_a_rivals_visit_keeps_a_backer_from_it(kosovo):
    setting, traits, state = kosovo
    plans = does(setting, alone(setting, "XK", consult=1.0), "FR", back=True)
    week, side = np.array(state.visited_week), np.array(state.visited_side)
    week[:, seat(setting, "FR")], side[:, seat(setting, "FR")] = state.week, -1.0
    busy = declaration.consult(setting, traits, replace(state, visited_week=week, visited_side=side), plans)
    free = declaration.consult(setting, traits, state, plans)
    assert (busy.coordination < free.coordination).all()


def named(setting, week, public):
    return alone(setting, "XK", set_date=week, date_public=public)


def test_a_private_date_makes_planning_possible_once(kosovo):
    setting, traits, state = kosovo
    told = declaration.set_date(setting, traits, state, named(setting, 12, public=False))
    assert np.allclose(told.coordination, state.coordination + traits.mechanism.date_coordination)
    assert (told.date_set == 12).all()
    assert not told.date_public.any()
    again = declaration.set_date(setting, traits, told, named(setting, 14, public=False))
    assert np.allclose(again.coordination, told.coordination)
    assert np.allclose(again.credibility, state.credibility)
    past = declaration.set_date(setting, traits, replace(told, week=13), nobody(setting))
    assert (past.date_set == NEVER).all()
    assert np.allclose(past.coordination, state.coordination)


def test_a_public_date_pleases_at_home_heats_the_region_and_every_delay_costs(kosovo):
    setting, traits, state = kosovo
    m = traits.mechanism
    told = declaration.set_date(setting, traits, state, named(setting, 30, public=True))
    assert np.allclose(of(setting, told.home, "XK"), of(setting, state.home, "XK") + m.date_home)
    assert np.allclose(told.tension, state.tension + m.date_tension)
    later = declaration.set_date(setting, traits, told, named(setting, 34, public=False))
    assert later.date_public.all()
    assert np.allclose(of(setting, later.home, "XK"), of(setting, told.home, "XK") - m.date_delayed)
    assert np.allclose(
        of(setting, later.credibility, "XK"), of(setting, told.credibility, "XK") - m.date_delayed
    )
    kept = declaration.set_date(setting, traits, replace(told, week=30), nobody(setting))
    assert np.allclose(kept.home, told.home)
    missed = declaration.set_date(setting, traits, replace(told, week=31), nobody(setting))
    assert np.allclose(of(setting, missed.home, "XK"), of(setting, told.home, "XK") - m.date_delayed)
    assert not missed.date_public.any()


def test_a_public_date_after_the_vote_costs_nobody_who_asked_to_wait(kosovo):
    setting, traits, state = kosovo
    france = seat(setting, "FR")
    early = declaration.set_date(setting, traits, state, named(setting, 5, public=True))
    assert np.allclose(early.swayed[:, france], -traits.mechanism.date_early)
    late = declaration.set_date(setting, traits, state, named(setting, 50, public=True))
    assert (late.swayed[:, france] == 0).all()
    secret = declaration.set_date(setting, traits, state, named(setting, 5, public=False))
    assert (secret.swayed == 0).all()


def test_who_declares_before_the_date_it_gave_in_public_is_believed_less_everywhere(kosovo):
    setting, traits, state = kosovo
    told = declaration.set_date(setting, traits, state, named(setting, 50, public=True))
    declares = alone(setting, "XK", declare=True)
    soon = declaration.declare(setting, traits, told, declares)
    assert (soon.declared_week == state.week).all()
    lost = soon.swayed - told.swayed
    assert np.allclose(lost[:, setting.recogniser], -traits.mechanism.date_broken[:, None])
    in_time = declaration.declare(setting, traits, replace(told, week=50), declares)
    assert np.allclose(in_time.swayed, told.swayed)
    forward = declaration.set_date(setting, traits, told, named(setting, 45, public=True))
    assert (forward.swayed[:, setting.recogniser] < told.swayed[:, setting.recogniser]).all()


def test_who_declares_against_an_open_promise_to_wait_pays_the_same(kosovo):
    setting, traits, state = kosovo
    book, first = state.ledger, np.arange(state.ledger.state.shape[-1]) == 0
    promised = replace(
        book,
        maker=np.where(first, seat(setting, "XK"), book.maker),
        act=np.where(first, NOT_DECLARE, book.act),
        until=np.where(first, 6, book.until),
        state=np.where(first, OPEN, book.state),
    )
    declares, bound = alone(setting, "XK", declare=True), replace(state, ledger=promised)
    broken = declaration.declare(setting, traits, bound, declares)
    assert np.allclose(broken.swayed[:, setting.recogniser], -traits.mechanism.date_broken[:, None])
    after = declaration.declare(setting, traits, replace(bound, week=7), declares)
    assert np.allclose(after.swayed, 0.0)


def test_safeguards_win_waverers_most_of_all_who_hold_to_law(kosovo):
    setting, traits, state = kosovo
    m = traits.mechanism
    bound = declaration.safeguards(setting, traits, state, alone(setting, "XK", safeguards=True))
    wavers = stance.waverers(setting, state)
    expected = np.minimum(m.safeguard_sway[:, None] * (1.0 + traits.law), m.swayed_cap[:, None])
    assert np.allclose(bound.swayed, np.where(wavers, expected, 0.0))
    assert np.allclose(bound.tension, state.tension - m.safeguard_tension)
    assert np.allclose(of(setting, bound.home, "XK"), of(setting, state.home, "XK") - m.safeguard_home)
    again = declaration.safeguards(setting, traits, bound, alone(setting, "XK", safeguards=True))
    assert np.allclose(bound.tension - again.tension, m.safeguard_tension / 3.0)


def test_the_title_holders_word_that_they_are_not_theirs_to_give_halves_safeguards(kosovo):
    setting, traits, state = kosovo
    binds = alone(setting, "XK", safeguards=True)
    free = declaration.safeguards(setting, traits, state, binds)
    denied = declaration.safeguards(setting, traits, state, says(setting, binds, "RS", "law", -1.0))
    assert np.allclose(denied.swayed, free.swayed * (1.0 - traits.mechanism.rebuttal)[:, None])
    assert np.allclose(denied.home, free.home)


# ------------------------------------------------------------------ the title holder


def test_asking_for_more_time_costs_the_process_and_is_heard_in_the_council(kosovo):
    setting, traits, state = kosovo
    m, asks = traits.mechanism, alone(setting, "RS", contest=True)
    refused = resistance.contest(setting, traits, state, asks)
    assert np.allclose(refused.legitimacy, state.legitimacy - m.contest_legitimacy)
    assert np.allclose(refused.contested, m.contest_votes)
    assert (refused.deadline == state.deadline).all()
    assert np.allclose(resistance.contest(setting, traits, refused, asks).contested, m.contest_votes)
    after = replace(state, week=int(state.deadline[0]) + 1)
    assert np.allclose(resistance.contest(setting, traits, after, asks).legitimacy, state.legitimacy)


def test_an_offer_of_the_other_party_takes_the_argument_for_more_time_away(kosovo):
    setting, traits, state = kosovo
    asks = alone(setting, "RS", contest=True)
    lively = replace(state, offer=offers(setting, XK="independence"))
    assert (resistance.contest(setting, traits, lively, asks).contested == 0).all()
    own = replace(state, offer=offers(setting, RS="autonomy"))
    assert (resistance.contest(setting, traits, own, asks).contested > 0).all()


def test_mediators_grant_more_time_where_the_date_is_extendable_and_one_no_is_enough(kosovo):
    setting, traits, state = kosovo
    extendable = replace(setting, rules=replace(setting.rules, deadline_kind="extendable"))
    willing = alone(setting, "RS", contest=True)
    for code in np.array(setting.actors)[setting.mediator[state.week]]:
        willing = does(setting, willing, code, extend=True)
    granted = resistance.contest(extendable, traits, state, willing)
    weeks = np.rint(traits.mechanism.longer_weeks)
    assert np.allclose(granted.deadline - state.deadline, weeks)
    assert np.allclose(granted.legitimacy, state.legitimacy)
    one_no = resistance.contest(extendable, traits, state, does(setting, willing, "US", extend=False))
    assert (one_no.deadline == state.deadline).all()
    assert (one_no.legitimacy < state.legitimacy).all()


def test_a_date_contested_in_its_own_week_is_moved_once(kosovo):
    setting, traits, state = kosovo
    extendable = replace(setting, rules=replace(setting.rules, deadline_kind="extendable"))
    today = replace(state, week=int(state.deadline[0]))
    willing = replace(alone(setting, "RS", contest=True), extend=np.ones_like(state.refused))
    asked = resistance.contest(extendable, traits, today, willing)
    assert np.allclose(asked.legitimacy, today.legitimacy)
    moved = talks.prolong(extendable, traits, asked, willing)
    assert np.allclose(moved.deadline - today.deadline, np.rint(traits.mechanism.longer_weeks))


def test_measures_frighten_who_lies_near_first_as_words_then_as_deeds(kosovo):
    setting, traits, state = kosovo
    m, near = traits.mechanism, setting.near & setting.recogniser
    said = resistance.carry_measures(setting, traits, state, alone(setting, "RS", measures=1))
    assert np.allclose(said.swayed[:, near], -m.measures_sway[:, None])
    assert (said.swayed[:, ~near] == 0).all()
    assert np.allclose(of(setting, said.home, "RS"), of(setting, state.home, "RS") + m.measures_home)
    done = resistance.carry_measures(setting, traits, said, alone(setting, "RS", measures=2))
    assert np.allclose(done.swayed[:, near], -(m.measures_sway + m.measures_felt)[:, None])
    assert np.allclose(done.path, np.maximum(state.path - m.measures_path, 0.0))
    assert np.allclose(done.tension, state.tension + m.measures_tension)
    assert (done.measures_stage == 2).all()
    hasty = resistance.carry_measures(setting, traits, state, alone(setting, "RS", measures=2))
    assert (hasty.measures_stage == 0).all()
    assert np.allclose(hasty.swayed, 0.0)


def test_measures_cost_the_path_twice_where_the_members_have_held_it_out_together(kosovo):
    setting, traits, state = kosovo
    far = replace(state, path=worlds(60.0, float), measures_stage=worlds(1))
    carries = alone(setting, "RS", measures=2)
    plain = resistance.carry_measures(setting, traits, far, carries)
    held = np.zeros_like(far.carried)
    held[..., LINES.index(LINE_PATH)] = True
    held_out = resistance.carry_measures(setting, traits, replace(far, carried=held), carries)
    assert np.allclose(far.path - held_out.path, 2.0 * (far.path - plain.path))


def test_measures_announced_and_not_carried_out_are_called_a_bluff(kosovo):
    setting, traits, state = kosovo
    announced = resistance.carry_measures(setting, traits, state, alone(setting, "RS", measures=1))
    declared = replace(announced, declared_week=worlds(10), week=13)
    patient = resistance.carry_measures(setting, traits, declared, nobody(setting))
    assert np.allclose(patient.credibility, state.credibility)
    called = resistance.carry_measures(setting, traits, replace(declared, week=14), nobody(setting))
    lost = of(setting, state.credibility, "RS") - of(setting, called.credibility, "RS")
    assert np.allclose(lost, traits.mechanism.measures_bluff)
    once = resistance.carry_measures(setting, traits, replace(called, week=15), nobody(setting))
    assert np.allclose(once.credibility, called.credibility)
    carried = resistance.carry_measures(
        setting, traits, replace(declared, week=14), alone(setting, "RS", measures=2)
    )
    assert np.allclose(carried.credibility, state.credibility)


def test_measures_are_an_answer_to_a_declaration_and_so_are_troops(kosovo):
    setting, traits, state = kosovo
    declared = declaration.declare(setting, traits, state, alone(setting, "XK", declare=True))
    near = setting.near & setting.recogniser
    threatened = resistance.carry_measures(setting, traits, declared, alone(setting, "RS", measures=1))
    assert (threatened.swayed[:, near] < declared.swayed[:, near]).all()
    calmer = security.send_troops(setting, traits, declared, alone(setting, "DE", reinforce=True))
    assert (calmer.tension < declared.tension).all()


def test_refusing_the_path_sets_it_back_and_doubters_think_twice(kosovo):
    setting, traits, state = kosovo
    m, refuses = traits.mechanism, alone(setting, "RS", refuse_path=True)
    early = resistance.refuse_path(setting, traits, replace(state, week=0), refuses)
    assert not early.path_refused.any()
    held_out = replace(state, week=20, path=worlds(50.0, float))
    refused = resistance.refuse_path(setting, traits, held_out, refuses)
    assert refused.path_refused.all()
    assert np.allclose(refused.path, 50.0 - m.refuse_path_loss)
    doubts = stance.waverers(setting, state) & (state.stance < 0)
    assert (refused.swayed[doubts] < 0).all()
    assert (refused.swayed[~doubts] == 0).all()
    again = resistance.refuse_path(setting, traits, refused, refuses)
    assert np.allclose(again.path, refused.path)
    group = np.array(state.group)
    group[:, seat(setting, "CY")] = DOUBTERS
    listed = resistance.refuse_path(setting, traits, replace(held_out, group=group), refuses)
    assert (of(setting, listed.swayed, "CY") < 0).all()
    chance = [home.challenger_chance(setting, traits, s) for s in (held_out, refused)]
    assert (chance[1] > chance[0]).all()


# ------------------------------------------------------------------ one world and many

PARTIES = {
    "offered": lambda s, t, x, m: parties.offered(s, t, x),
    "walk_out": parties.walk_out,
    "put_forward": parties.put_forward,
    "deal": parties.deal,
    "calm": parties.calm,
    "consult": declaration.consult,
    "set_date": declaration.set_date,
    "safeguards": declaration.safeguards,
    "contest": resistance.contest,
    "carry_measures": resistance.carry_measures,
    "refuse_path": resistance.refuse_path,
    "declare": declaration.declare,
}


def leaves(item):
    return {k: v for k, v in vars(item).items() if isinstance(v, np.ndarray)}


def any_moves(setting, rng, week):
    """Moves drawn at random, for every seat, so that every rule has something to do."""
    at = (WORLDS, len(setting.actors))
    flags = (
        "walk_out",
        "join_practical",
        "calm",
        "back",
        "safeguards",
        "contest",
        "refuse_path",
        "date_public",
    )
    return replace(
        nobody(setting),
        **{name: rng.random(at) < 0.4 for name in flags},
        declare=rng.random(at) < 0.1,
        practical=rng.integers(-1, 3, at),
        consult=rng.random(at),
        set_date=np.where(rng.random(at) < 0.4, week + rng.integers(-1, 4, at), -1),
        measures=rng.integers(0, 3, at),
        topic=rng.integers(-1, len(TOPICS), at),
        tone=rng.choice([-1.0, 1.0], at),
        strength=rng.integers(1, 4, at).astype(float),
    )


def test_with_everybody_moving_a_world_is_the_same_alone_and_among_others(kosovo):
    setting, traits, state = kosovo
    rng = np.random.default_rng(3)
    for week in range(8):
        moves = any_moves(setting, rng, week)
        offer = np.where(setting.party, rng.integers(-1, len(setting.packages), state.offer.shape), -1)
        state = replace(state, week=week, session=rng.random(WORLDS) < 0.6, offer=offer)
        for name, rule in PARTIES.items():
            batch = rule(setting, traits, state, moves)
            for k in (0, 7, 15):
                one = rule(setting, take(traits, k), take(state, k), take(moves, k))
                for field, value in leaves(batch).items():
                    np.testing.assert_array_equal(value[k], getattr(one, field), f"{name} {field}")
                    assert value.dtype == getattr(one, field).dtype, (name, field)
            state = batch
        for k in (0, 7, 15):
            for terms in (security.incident_terms, security.flash_terms):
                one = total(terms(setting, take(traits, k), take(state, k)))
                np.testing.assert_array_equal(total(terms(setting, traits, state))[k], one)
        for field in ("home", "credibility", "legitimacy", "tension", "coordination", "path"):
            value = getattr(state, field)
            assert value.min() >= 0.0, field
            assert value.max() <= 100.0, field


@pytest.mark.parametrize("name", [name for name in PARTIES if name != "consult"])
def test_where_nobody_moves_nothing_moves(name, kosovo):
    setting, traits, state = kosovo
    after = PARTIES[name](setting, traits, state, nobody(setting))
    for field, value in leaves(state).items():
        np.testing.assert_array_equal(value, getattr(after, field), field)


# ------------------------------------------------------------------ after a declaration; the path; the open text


@pytest.fixture
def declared(kosovo):
    """Two weeks after a declaration that nobody has recognised yet."""
    setting, traits, state = kosovo
    return setting, traits, replace(state, week=12, declared_week=worlds(10))


def test_a_practical_deal_brings_the_open_text_nearer_for_both_parties(kosovo):
    setting, traits, state = kosovo
    before = total(outside.pact_terms(setting, traits, state))
    after = total(outside.pact_terms(setting, traits, replace(state, practical=worlds(1))))
    gain = np.where(setting.party, traits.mechanism.practical_pact[:, None], 0.0)
    assert np.allclose(after - before, gain)


def test_a_deal_is_the_common_good_of_all(kosovo):
    setting, traits, state = kosovo
    measured = gauges.measured("practical", setting, traits, replace(state, practical=worlds(1)))
    assert (measured == 1.0).all()


def test_a_simulated_party_joins_in_now_and_then_if_its_house_stands_behind_it(kosovo):
    setting, traits, state = kosovo
    put = alone(setting, "XK", practical=1)
    state = parties.put_forward(setting, traits, state, put)
    seats, shocks = np.arange(len(setting.actors)), head(draw_shocks(setting, 1, 0, 0), WORLDS)

    def joins(state, luck):
        view = observe(
            setting, traits, state, replace(shocks, luck=np.full_like(shocks.luck, luck)), seats, "decide"
        )
        return of(setting, doctrine(view).join_practical, "RS")

    assert joins(state, 0.0).all()
    assert not joins(state, 1.0).any()
    assert not joins(replace(state, home=np.full_like(state.home, 40.0)), 0.0).any()
    calm = replace(state, tension=state.tension * 0.0)
    assert not joins(calm, 0.01).any(), "nothing presses it"


def test_after_a_declaration_calm_and_deals_bring_those_nearer_that_have_not_recognised(declared):
    setting, traits, state = declared
    watch = stance.waverers(setting, state)
    gone = state.recognised_week.copy()
    gone[:, seat(setting, "PL")] = 11
    state = replace(state, recognised_week=gone)
    called = parties.calm(setting, traits, state, alone(setting, "XK", calm=True))
    put = parties.put_forward(setting, traits, state, alone(setting, "XK", practical=1))
    dealt = parties.deal(setting, traits, put, alone(setting, "RS", join_practical=True))
    for done, points in ((called, traits.mechanism.calm_sway), (dealt, traits.mechanism.practical_sway)):
        left = watch & ~state.recognised
        assert np.allclose(done.swayed, np.where(left, points[:, None], 0.0))
    before = replace(state, declared_week=worlds(NEVER))
    assert (parties.calm(setting, traits, before, alone(setting, "XK", calm=True)).swayed == 0.0).all()
    assert (parties.calm(setting, traits, state, alone(setting, "RS", calm=True)).swayed == 0.0).all()


def test_after_a_declaration_safeguards_reach_who_holds_to_law_beside_the_waverers(declared):
    setting, traits, state = declared
    binds = alone(setting, "XK", safeguards=True)
    law = setting.recogniser & (setting.side == 0.0) & (traits.law > 0.0) & ~stance.waverers(setting, state)
    assert law.any()
    assert (declaration.safeguards(setting, traits, state, binds).swayed[law] > 0.0).all()
    earlier = replace(state, declared_week=worlds(NEVER))
    assert (declaration.safeguards(setting, traits, earlier, binds).swayed[law] == 0.0).all()


def test_safeguards_given_by_name_move_a_firm_state_and_open_what_it_has_shut(declared):
    setting, traits, state = declared
    cyprus = seat(setting, "CY")
    firm = replace(traits, recognition=np.full_like(traits.recognition, -80.0))
    shut = np.zeros_like(state.refused)
    shut[:, cyprus] = True
    state = replace(state, refused=shut)
    gives = alone(setting, "XK", assure=cyprus)
    done = declaration.safeguards(setting, firm, state, gives)
    assert not done.refused.any()
    m = firm.mechanism
    reach = done.swayed[:, cyprus] * m.firm_lobby
    assert (reach <= m.safeguard_given + 1e-9).all()
    assert (reach > 0.0).all()
    assert (np.delete(done.swayed, cyprus, axis=1) == 0.0).all()
    assert (of(setting, done.home, "XK") < of(setting, state.home, "XK")).all()
    twice = declaration.safeguards(setting, firm, done, gives)
    assert np.allclose(twice.swayed, done.swayed), "once to each"
    mild = replace(traits, recognition=np.full_like(traits.recognition, -20.0))
    denied = declaration.safeguards(setting, mild, state, says(setting, gives, "RS", "law", -1.0))
    free = declaration.safeguards(setting, mild, state, gives)
    assert (denied.swayed[:, cyprus] < free.swayed[:, cyprus]).all()


def test_a_patron_that_stands_behind_the_candidate_makes_its_signature_dearer(kosovo):
    setting, traits, state = kosovo
    late = replace(state, week=int(traits.summit_week.max()))
    signs, costs = alone(setting, "RS", sign_path=True), []
    for level in (-2, 1, 3):
        said = replace(
            late,
            commitment=np.where(np.arange(len(setting.actors)) == seat(setting, "RU"), level, -2)
            + np.zeros_like(late.commitment),
        )
        done = members.sign_path(setting, traits, said, signs)
        assert done.path_signed.all()
        costs.append(of(setting, late.home, "RS") - of(setting, done.home, "RS"))
    m = traits.mechanism
    assert np.allclose(costs[0], m.path_home)
    assert np.allclose(costs[1], m.path_home * (1.0 + m.path_patron))
    assert np.allclose(costs[2], m.path_home * (1.0 + 3.0 * m.path_patron))


def test_a_path_that_a_text_of_the_chair_holds_out_can_be_refused(kosovo):
    setting, traits, state = kosovo
    held_out = state.carried.copy()
    held_out[..., LINES.index(LINE_PATH)] = True
    early = replace(state, carried=held_out)
    refuses = alone(setting, "RS", refuse_path=True)
    assert resistance.refuse_path(setting, traits, early, refuses).path_refused.all()
    assert not resistance.refuse_path(setting, traits, state, refuses).path_refused.any()

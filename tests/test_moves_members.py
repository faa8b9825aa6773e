"""Moves of members and of whoever may recognise, by play: a situation, then what is expected, counter-moves too."""

from dataclasses import fields, replace

import numpy as np
import pytest

from sim import gauges
from sim.arrays import (
    BALLOTS,
    DOUBTERS,
    DRAFTS,
    EXHAUSTED,
    LINE_PATH,
    LINE_TIMING,
    LINES,
    MISSION,
    NEVER,
    PIONEERS,
    untouched,
)
from sim.compile import compile_setting
from sim.rules import council, members, open_week, opening, patronage, purse, stance, talks
from sim.rules.deeds import votes_held
from sim.rules.recognition import recognise, weekly_hazard
from sim.scenario import load
from sim.state import head, take
from sim.strategies.doctrine import doctrine
from sim.strategies.hold import idle
from sim.views import observe
from sim.worlds import draw_shocks, draw_traits

WORLDS = 8
DAY = 12
"""A week in which independence has been declared."""


@pytest.fixture(scope="module")
def kosovo():
    scenario = load("kosovo_2007")
    setting = compile_setting(scenario)
    traits = head(draw_traits(scenario, setting, 1, 0), WORLDS)
    return setting, traits, open_week(setting, traits, opening(setting, traits))


@pytest.fixture
def nothing(kosovo):
    setting, _, state = kosovo
    return idle(state.stance.shape, len(setting.packages), len(setting.actors))


@pytest.fixture
def after(kosovo):
    """Two weeks after a declaration, with nobody's own time come yet."""
    setting, traits, state = kosovo
    slow = replace(
        traits,
        recognise_at=np.full_like(traits.recognise_at, 1e2),
        procedure=np.zeros_like(traits.procedure),
    )
    return setting, slow, replace(state, week=DAY, declared_week=np.full_like(state.declared_week, DAY - 2))


def at(setting, code):
    return setting.actors.index(code)


def does(setting, moves, name, **who):
    """The moves with a field set for some actors."""
    field = getattr(moves, name).copy()
    for code, value in who.items():
        field[..., at(setting, code)] = value
    return replace(moves, **{name: field})


def votes(setting, moves, ballot, default=1, **who):
    """Everybody's vote on one ballot."""
    ballots = moves.ballots.copy()
    ballots[..., ballot] = default
    for code, vote in who.items():
        ballots[..., at(setting, code), ballot] = vote
    return replace(moves, ballots=ballots)


def under(setting, **rules):
    return replace(setting, rules=replace(setting.rules, **rules))


# ------------------------------------------------------------------ 27 doubters and pioneers


def joined(kosovo, nothing, which, *codes):
    setting, traits, state = kosovo
    return members.join_group(
        setting, traits, state, does(setting, nothing, "group", **dict.fromkeys(codes, which))
    )


def pull(setting, traits, state, code):
    """What the head-count does to a member when half of the others have gone."""
    gone = np.where(setting.member & (np.arange(len(setting.actors)) % 2 == 0), 0, NEVER)
    gone[at(setting, code)] = NEVER
    week = np.broadcast_to(gone, state.recognised_week.shape)
    eager = replace(traits, threshold=np.zeros_like(traits.threshold), sway=np.ones_like(traits.sway))
    ahead = replace(state, recognised_week=week)
    return stance.event_terms(setting, eager, ahead)["head-count"][..., at(setting, code)]


def test_in_the_company_of_doubters_the_head_count_pulls_less(kosovo, nothing):
    setting, traits, state = kosovo
    away = [c for c in ("CY", "GR", "SK", "RO", "ES") if at(setting, c) % 2]
    one, other = away[:2]
    alone = pull(setting, traits, state, one)
    assert (alone > 0.0).all()
    founded = joined(kosovo, nothing, DOUBTERS, one)
    np.testing.assert_array_equal(pull(setting, traits, founded, one), alone, err_msg="one is no company")
    two = joined(kosovo, nothing, DOUBTERS, one, other)
    np.testing.assert_allclose(pull(setting, traits, two, one), alone * traits.mechanism.group_pressure)
    great = lambda s: stance.great_powers(setting, traits, s)[..., at(setting, one)]  # noqa: E731
    france = np.where(np.arange(len(setting.actors)) == at(setting, "FR"), 0, NEVER)
    ahead = replace(two, recognised_week=np.broadcast_to(france, two.recognised_week.shape))
    free = replace(ahead, group=state.group)
    np.testing.assert_allclose(great(ahead), great(free) * traits.mechanism.group_pressure)
    pioneers = joined(kosovo, nothing, PIONEERS, one, other)
    np.testing.assert_array_equal(pull(setting, traits, pioneers, one), alone)


def test_whoever_is_bought_out_of_a_group_takes_its_shelter_along_and_pays_with_its_word(kosovo, nothing):
    setting, traits, _ = kosovo
    both = joined(kosovo, nothing, DOUBTERS, "GR", "SK")
    leader, other = at(setting, "GR"), at(setting, "SK")
    assert (both.group_leader[..., DOUBTERS] == leader).all(), "of two founders the one of more standing"
    left = members.join_group(setting, traits, both, does(setting, nothing, "group", SK=-1))
    assert (left.group[..., other] == 0).all()
    assert (left.credibility[..., other] < both.credibility[..., other]).all()
    assert (left.cohesion > both.cohesion).all()
    shelter = lambda s: stance.company(setting, traits, s)[..., leader]  # noqa: E731
    assert (shelter(left) > shelter(both)).all()
    headless = members.join_group(setting, traits, both, does(setting, nothing, "group", GR=-1))
    assert (headless.group_leader[..., DOUBTERS] == other).all()
    np.testing.assert_array_equal(headless.credibility, both.credibility, err_msg="a leader owes nobody")
    empty = members.join_group(setting, traits, headless, does(setting, nothing, "group", SK=-1))
    assert (empty.group_leader == -1).all()
    np.testing.assert_array_equal(empty.cohesion, headless.cohesion, err_msg="alone one was no group")


def test_a_doubter_that_has_recognised_shelters_nobody(kosovo, nothing):
    setting, traits, _ = kosovo
    both = joined(kosovo, nothing, DOUBTERS, "GR", "SK")
    week = both.recognised_week.copy()
    week[..., at(setting, "SK")] = 0
    alone = stance.company(setting, traits, replace(both, recognised_week=week))
    assert (alone[..., at(setting, "GR")] == 1.0).all()


def test_only_members_form_groups_and_who_joins_one_leaves_the_other(kosovo, nothing):
    setting, traits, _ = kosovo
    assert joined(kosovo, nothing, DOUBTERS, "RU").group[..., at(setting, "RU")].max() == 0
    doubter = joined(kosovo, nothing, DOUBTERS, "GR", "SK")
    turned = members.join_group(setting, traits, doubter, does(setting, nothing, "group", GR=PIONEERS))
    assert (turned.group[..., at(setting, "GR")] == PIONEERS).all()
    assert (turned.group_leader[..., DOUBTERS] == at(setting, "SK")).all()
    assert (turned.group_leader[..., PIONEERS] == at(setting, "GR")).all()


# ------------------------------------------------------------------ 28 recognising by a move


def test_who_recognises_at_once_does_so_this_week_and_answers_for_it_at_home(after, nothing):
    setting, traits, state = after
    cyprus, waits = at(setting, "CY"), recognise(setting, traits, state, nothing)
    assert (waits.recognised_week == NEVER).all()
    done = recognise(setting, traits, state, does(setting, nothing, "recognise", CY=1))
    assert (done.recognised_week[..., cyprus] == DAY).all()
    cost = state.home[..., cyprus] - done.home[..., cyprus]
    np.testing.assert_allclose(cost, (traits.mechanism.recognise_home * traits.vulnerability[..., cyprus]))
    calmed = replace(state, eased=np.full_like(state.stance, 0.5))
    eased = recognise(setting, traits, calmed, does(setting, nothing, "recognise", CY=1))
    np.testing.assert_allclose(state.home[..., cyprus] - eased.home[..., cyprus], cost / 2.0)
    firm = traits.vulnerability[..., at(setting, "DE")] < traits.vulnerability[..., cyprus]
    safe = recognise(setting, traits, state, does(setting, nothing, "recognise", DE=1))
    assert ((state.home - safe.home)[..., at(setting, "DE")] < cost)[firm].all(), (
        "the opposition there is less"
    )


def test_a_guarantee_that_is_given_and_a_common_position_hold_back_even_who_would_go_at_once(after, nothing):
    setting, traits, state = after
    now, france = does(setting, nothing, "recognise", FR=1), at(setting, "FR")
    bound = replace(state, bound=np.broadcast_to(setting.member, state.bound.shape))
    joint = under(setting, recognition="common_position")
    given = under(setting, guarantee_kind="given")
    for rules, held in ((given, bound), (joint, state)):
        done = recognise(rules, traits, held, now)
        assert (done.recognised_week[..., france] == NEVER).all()
        np.testing.assert_array_equal(done.home, state.home)


def test_a_step_that_is_named_delays_for_three_weeks(after, nothing):
    setting, traits, state = after
    delays, france = does(setting, nothing, "recognise", FR=3), at(setting, "FR")
    usual = weekly_hazard(setting, traits, state, nothing)[..., france]
    now = recognise(setting, traits, state, delays)
    for week in (DAY, DAY + 1, DAY + 2):
        held = weekly_hazard(setting, traits, replace(now, week=week), nothing)[..., france]
        np.testing.assert_allclose(held, usual * traits.mechanism.delay_share)
    free = weekly_hazard(setting, traits, replace(now, week=DAY + 3), nothing)[..., france]
    np.testing.assert_array_equal(free, usual)
    np.testing.assert_allclose(now.hazard_sum[..., france], usual * traits.mechanism.delay_share)


def test_a_state_that_names_a_step_does_not_go_with_the_block_of_the_first_day(after, nothing):
    setting, traits, state = after
    france = at(setting, "FR")
    first = replace(
        state,
        declared_week=np.full_like(state.declared_week, DAY),
        committed=np.broadcast_to(setting.member, state.committed.shape),
        readiness=np.full_like(state.readiness, 10.0),
    )
    assert (recognise(setting, traits, first, nothing).recognised_week[..., france] == DAY).all()
    for word in (3, -1):
        later = recognise(setting, traits, first, does(setting, nothing, "recognise", FR=word))
        assert (later.recognised_week[..., france] == NEVER).all()
        assert (later.recognised_week[..., at(setting, "DE")] == DAY).all()


def test_who_refuses_for_good_cannot_be_moved_any_more_and_stops_a_decision_on_its_way(after, nothing):
    setting, traits, state = after
    spain = at(setting, "ES")
    week = state.recognised_week.copy()
    week[..., spain] = DAY + 2
    refused = recognise(
        setting, traits, replace(state, recognised_week=week), does(setting, nothing, "recognise", ES=-1)
    )
    assert refused.refused[..., spain].all()
    assert (refused.recognised_week[..., spain] == NEVER).all()
    again = recognise(
        setting, traits, replace(refused, week=DAY + 1), does(setting, nothing, "recognise", ES=1)
    )
    assert (again.recognised_week[..., spain] == NEVER).all()
    np.testing.assert_array_equal(again.home[..., spain], refused.home[..., spain])


def test_before_a_declaration_one_can_announce_and_nothing_else(kosovo, nothing):
    setting, traits, state = kosovo
    germany = at(setting, "DE")
    assert (
        recognise(setting, traits, state, does(setting, nothing, "recognise", DE=2))
        .announced[..., germany]
        .all()
    )
    for word in (-1, 1, 3):
        same = recognise(setting, traits, state, does(setting, nothing, "recognise", DE=word))
        assert not same.refused.any()
        assert (same.delayed_until == -1).all()
        assert (same.recognised_week == NEVER).all()
        np.testing.assert_array_equal(same.home, state.home)


def test_on_a_common_day_of_six_members_recognition_heats_nothing_and_brings_them_together(after, nothing):
    setting, traits, state = after
    five = dict.fromkeys(("DE", "FR", "IT", "GB", "BE"), 1)
    few = recognise(setting, traits, state, does(setting, nothing, "recognise", **five))
    assert (few.tension > state.tension).all()
    assert (few.cohesion == state.cohesion).all()
    six = recognise(setting, traits, state, does(setting, nothing, "recognise", **five, AT=1))
    np.testing.assert_array_equal(six.tension, state.tension)
    np.testing.assert_allclose(six.cohesion, 6.0 * traits.mechanism.common_day_unity)


def test_states_that_recognise_in_their_own_time_make_no_common_day(after, nothing):
    setting, traits, state = after
    eager = replace(traits, recognise_at=np.zeros_like(traits.recognise_at))
    done = recognise(setting, eager, state, nothing)
    assert ((done.recognised_week == DAY).sum(-1) >= 6).all()
    assert (done.tension > state.tension).all()
    assert (done.cohesion == state.cohesion).all()


# ------------------------------------------------------------------ 29 a text of the chair


def lined(kosovo, nothing, line, state=None):
    setting, traits, now = kosovo
    return members.put_line(setting, traits, state or now, does(setting, nothing, "line", PT=line))


def voted(kosovo, nothing, line, default=1, state=None, **who):
    """The week after the members have voted on a text of the chair."""
    setting, traits, _ = kosovo
    now = lined(kosovo, nothing, line, state)
    return members.carry_line(setting, traits, now, votes(setting, nothing, line, default, **who))


def test_the_chair_and_nobody_else_puts_a_text_to_the_members_this_week(kosovo, nothing):
    setting, traits, state = kosovo
    other = members.put_line(setting, traits, state, does(setting, nothing, "line", FR=MISSION))
    assert (other.lined == -1).all()
    now = lined(kosovo, nothing, MISSION)
    assert votes_held(setting, traits, now)[..., MISSION].all()
    assert (members.carry_line(setting, traits, now, nothing).lined == -1).all()
    assert untouched(members.carry_line(setting, traits, state, nothing).lined)


def test_a_line_that_is_carried_brings_the_members_together_and_takes_effect(kosovo, nothing):
    setting, traits, state = kosovo
    for line in LINES:
        done = voted(kosovo, nothing, line)
        np.testing.assert_allclose(done.cohesion, traits.mechanism.line_unity)
        assert done.carried[..., LINES.index(line)].all()
    exhausted = voted(kosovo, nothing, EXHAUSTED)
    assert exhausted.exhausted.all()
    assert (exhausted.legitimacy > state.legitimacy).all()
    assert (voted(kosovo, nothing, LINE_TIMING).coordination > state.coordination).all()
    mission = voted(kosovo, nothing, MISSION)
    assert (mission.mission_week == state.week).all()
    assert mission.mission_backed[..., setting.member].all()


def test_the_path_is_held_out_again_to_who_refused_it_but_brings_nearer_once(kosovo, nothing):
    setting, traits, state = kosovo
    refused = replace(state, path_refused=np.ones_like(state.exhausted))
    signs = does(setting, nothing, "sign_path", RS=True)
    late = replace(refused, week=int(traits.summit_week.max()))
    assert not members.sign_path(setting, traits, late, signs).path_signed.any()
    again = voted(kosovo, nothing, LINE_PATH, state=refused)
    assert not again.path_refused.any()
    assert (again.path > state.path).all()
    assert members.sign_path(setting, traits, again, signs).path_signed.all()
    twice = voted(kosovo, nothing, LINE_PATH, state=replace(again, path_refused=refused.path_refused))
    assert not twice.path_refused.any()
    np.testing.assert_array_equal(twice.path, again.path)
    np.testing.assert_array_equal(twice.cohesion, again.cohesion)


def test_nothing_is_decided_twice(kosovo, nothing):
    _, _, state = kosovo
    for line in LINES:
        assert (lined(kosovo, nothing, line, voted(kosovo, nothing, line)).lined == -1).all()
    gone = replace(state, declared_week=np.zeros_like(state.declared_week))
    assert (lined(kosovo, nothing, LINE_TIMING, gone).lined == -1).all()


def test_who_blocks_takes_the_text_and_pays_with_its_word_and_who_abstains_tears_less(kosovo, nothing):
    setting, _, state = kosovo
    cyprus = at(setting, "CY")
    blocked = voted(kosovo, nothing, MISSION, CY=-1)
    assert (blocked.mission_week == NEVER).all(), "the chair's text falls"
    assert (blocked.cohesion < 0.0).all()
    assert (blocked.credibility[..., cyprus] < state.credibility[..., cyprus]).all()
    assert (blocked.home[..., cyprus] > state.home[..., cyprus]).all()
    abstains = voted(kosovo, nothing, MISSION, CY=0)
    assert (abstains.mission_week == state.week).all()
    assert (abstains.cohesion > blocked.cohesion).all()
    assert (abstains.cohesion < voted(kosovo, nothing, MISSION).cohesion).all()
    np.testing.assert_array_equal(
        abstains.credibility, state.credibility, err_msg="bought off, it loses nothing"
    )
    np.testing.assert_array_equal(abstains.home, state.home)


def test_a_large_member_that_abstains_tears_more_than_a_small_one(kosovo, nothing):
    small, large = (voted(kosovo, nothing, MISSION, **{code: 0}).cohesion for code in ("MT", "DE"))
    assert (large < small).all()


def test_where_a_majority_decides_a_no_blocks_nothing(kosovo, nothing):
    setting, traits, state = kosovo
    heads = under(setting, eu_decision="simple_majority")
    done = voted((heads, traits, state), nothing, MISSION, CY=-1)
    assert (done.mission_week == state.week).all()
    np.testing.assert_array_equal(done.credibility, state.credibility)
    np.testing.assert_array_equal(done.home, state.home)


# ------------------------------------------------------------------ unity, and what is said in public


def test_what_the_members_do_adds_to_their_unity_within_its_scale_and_is_forgotten(kosovo):
    setting, traits, state = kosovo
    counted = stance.counted_unity(setting, state.stance)
    np.testing.assert_array_equal(stance.unity(setting, state), counted)
    torn = replace(state, cohesion=np.full_like(state.legitimacy, -10.0))
    np.testing.assert_allclose(stance.unity(setting, torn), np.maximum(counted - 10.0, 0.0))
    together = replace(state, cohesion=np.full_like(state.legitimacy, 500.0))
    assert (stance.unity(setting, together) == 100.0).all()
    week = torn
    for _ in range(10):
        week = members.fade_cohesion(setting, traits, week)
    season = np.power(0.5, 10.0 / traits.mechanism.cohesion_half_life)
    np.testing.assert_allclose(week.cohesion, -10.0 * season)


def test_public_acts_move_stances_as_lobbying_does_and_what_was_eased_at_home_no_longer_bites(kosovo):
    setting, traits, state = kosovo
    said = replace(state, swayed=np.full_like(state.stance, 5.0))
    worked = replace(state, lobbied=np.full_like(state.stance, 5.0))
    terms = stance.influence_terms(setting, traits, said)
    np.testing.assert_array_equal(
        terms["public acts"], stance.influence_terms(setting, traits, worked)["lobbying"]
    )
    near = replace(state, precedent=state.precedent + 40.0)
    calmed = replace(near, eased=np.full_like(state.stance, 0.5))
    bites, eased = (stance.event_terms(setting, traits, s)["precedent at home"] for s in (near, calmed))
    np.testing.assert_allclose(eased, bites / 2.0)


# ------------------------------------------------------------------ one world as many


def busy(setting, state, luck):
    """Moves and a state in which everything of this page happens at once, by chance."""
    shape, n = state.stance.shape, len(setting.packages)
    pick = lambda values, at=shape: luck.choice(np.array(values), at)  # noqa: E731
    moves = replace(
        idle(shape, n, shape[-1]),
        text=pick(range(-1, n)),
        blocks=pick([False, True], (*shape, n)),
        recognise=pick([-1, 0, 1, 2, 3]),
        group=pick([-1, 0, 1, 2]),
        commit=pick([-2, -1, 0, 1, 2, 3]),
        draft=pick([-1, *DRAFTS]),
        line=pick([-1, *LINES]),
        separate_note=pick([False, True]),
        exhausted=pick([False, True]),
        ballots=luck.choice(np.array([-1, 0, 1, 1, 1], dtype=np.int8), (*shape, len(BALLOTS))),
    )
    world = state.legitimacy.shape
    state = replace(
        state,
        session=pick([False, True], world),
        declared_week=pick([state.week, state.week - 1, NEVER], world),
        drafted=pick([-1, *DRAFTS], world),
        drafter=pick(range(shape[-1]), world),
        lined=pick([-1, *LINES], world),
        group=np.where(setting.member, pick([0, 1, 2]), 0),
        commitment=pick([-2, -1, 0, 3]),
        delayed_until=pick([-1, state.week + 1]),
        eased=luck.random(shape),
        swayed=10.0 * luck.random(shape),
        cohesion=luck.random(world),
        credibility=100.0 * luck.random(shape),
        blocks_made=pick([0, 1, 2]),
        readiness=luck.normal(0.0, 30.0, shape),
    )
    return moves, state


BUSY = {
    "draft": lambda s, t, x, m, u: council.draft(s, t, x, m),
    "vote": lambda s, t, x, m, u: council.vote(s, t, x, m),
    "put_line": lambda s, t, x, m, u: members.put_line(s, t, x, m),
    "carry_line": lambda s, t, x, m, u: members.carry_line(s, t, x, m),
    "join_group": lambda s, t, x, m, u: members.join_group(s, t, x, m),
    "fade_cohesion": lambda s, t, x, m, u: members.fade_cohesion(s, t, x),
    "recognise": lambda s, t, x, m, u: recognise(s, t, x, m),
    "table": talks.table,
    "report": lambda s, t, x, m, u: talks.report(s, t, x, m),
    "commit": lambda s, t, x, m, u: patronage.commit(s, t, x, m),
    "open_week": lambda s, t, x, m, u: open_week(s, t, x),
}


@pytest.mark.parametrize("rule", BUSY)
def test_a_move_does_in_one_world_what_it_does_in_it_among_many(rule, kosovo):
    setting, traits, state = kosovo
    for seed in range(3):
        moves, now = busy(
            setting, replace(state, week=(2, 5, setting.report_week)[seed]), np.random.default_rng(seed)
        )
        shocks = head(draw_shocks(setting, 1, 0, 3), WORLDS)
        whole = BUSY[rule](setting, traits, now, moves, shocks)
        for k in range(WORLDS):
            one = BUSY[rule](setting, take(traits, k), take(now, k), take(moves, k), take(shocks, k))
            for f in fields(one):
                part, single = getattr(whole, f.name), getattr(one, f.name)
                if isinstance(part, np.ndarray):
                    np.testing.assert_array_equal(part[k], single, err_msg=f.name)
                    assert part.dtype == np.asarray(single).dtype, f.name


# ------------------------------------------------------------------ 27 what a group is worth, and who joins it


def test_who_leads_a_group_of_three_has_two_points_more_a_week(kosovo, nothing):
    setting, _, state = kosovo
    two, three = (joined(kosovo, nothing, DOUBTERS, *codes) for codes in (("GR", "SK"), ("GR", "SK", "CY")))
    leader = at(setting, "GR")
    usual = purse.refill(setting, state).capital
    np.testing.assert_array_equal(purse.refill(setting, two).capital, usual)
    more = purse.refill(setting, three).capital - usual
    assert (more[..., leader] == setting.purse.leader).all()
    assert (np.delete(more, leader, axis=-1) == 0.0).all()
    left = members.join_group(setting, kosovo[1], three, does(setting, nothing, "group", CY=-1))
    np.testing.assert_array_equal(purse.refill(setting, left).capital, usual, err_msg="one is not enough")


def simulated(setting, traits, state):
    shocks = head(draw_shocks(setting, 1, 0, state.week), WORLDS)
    seats = np.arange(len(setting.actors))
    return doctrine(observe(setting, traits, state, shocks, seats, "decide"))


def test_simulated_members_found_no_group_and_join_one_that_another_has_founded(kosovo, nothing):
    setting, traits, state = kosovo
    assert not simulated(setting, traits, state).group.any()
    m, own = traits.mechanism, setting.member
    for which, code in ((DOUBTERS, "CY"), (PIONEERS, "GB")):
        founded = joined(kosovo, nothing, which, code)
        joins = simulated(setting, traits, founded).group
        if which == DOUBTERS:
            ready = state.readiness < m.joins_doubters[..., None]
        else:
            ready = state.readiness > m.joins_pioneers[..., None]
        wanted = own & ready & (founded.group == 0)
        assert wanted.any()
        np.testing.assert_array_equal(joins, np.where(wanted, which, 0))


# ------------------------------------------------------------------ 26 what a member answers for


def on_mission(kosovo, nothing, **who):
    """The week of a vote on the mission, with every member for it but those named; who wants it at heart or not."""
    setting, traits, state = kosovo
    wants = np.where(np.arange(len(setting.actors)) == at(setting, "CY"), -40.0, 40.0) + np.zeros_like(
        traits.mission
    )
    own = replace(traits, mission=wants)
    week = int(traits.summit_week.min())
    now = replace(state, week=week)
    moves = votes(setting, nothing, MISSION, 1, **who)
    return own, members.decide_mission(setting, own, now, moves)


def test_a_vote_on_the_mission_is_answered_for_at_home_and_among_the_members(kosovo, nothing):
    setting, traits, state = kosovo
    cyprus, slovakia = at(setting, "CY"), at(setting, "SK")
    heard = traits.mechanism.block_home * traits.vulnerability[..., cyprus]
    cap = lambda x: np.clip(x, 0.0, 100.0)  # noqa: E731
    own, along = on_mission(kosovo, nothing)
    np.testing.assert_allclose(along.home[..., cyprus], cap(state.home[..., cyprus] - heard))
    np.testing.assert_allclose(
        along.credibility[..., cyprus], cap(state.credibility[..., cyprus] + own.mechanism.vote_along)
    )
    np.testing.assert_array_equal(
        along.home[..., slovakia], state.home[..., slovakia], err_msg="it wanted it"
    )
    _, silent = on_mission(kosovo, nothing, CY=0)
    np.testing.assert_array_equal(silent.home, state.home)
    np.testing.assert_array_equal(silent.credibility, state.credibility)
    _, stopped = on_mission(kosovo, nothing, CY=-1)
    np.testing.assert_allclose(stopped.home[..., cyprus], cap(state.home[..., cyprus] + heard))
    np.testing.assert_allclose(
        stopped.credibility[..., cyprus], cap(state.credibility[..., cyprus] - own.mechanism.block_word)
    )
    _, against = on_mission(kosovo, nothing, SK=-1)
    np.testing.assert_array_equal(
        against.home[..., slovakia], state.home[..., slovakia], err_msg="not its wish"
    )


def test_a_doubters_vote_on_the_mission_shows_in_what_it_is_scored_by(kosovo, nothing):
    setting, _, _ = kosovo
    cyprus, slovakia = at(setting, "CY"), at(setting, "SK")
    found = {}
    for name, who in (("yes", {}), ("abstain", {"SK": 0, "CY": 0}), ("no", {"SK": -1, "CY": -1})):
        own, done = on_mission(kosovo, nothing, **who)
        found[name] = {
            m: gauges.measured(m, setting, own, done)
            for m in ("mission_as_wished", "exposure_risen", "company")
        }
    wish = {name: found[name]["mission_as_wished"] for name in found}
    assert (wish["yes"][..., slovakia] == 1.0).all()
    assert (wish["abstain"][..., slovakia] == 0.75).all()
    assert (wish["no"][..., slovakia] == 0.0).all()
    assert (wish["yes"][..., cyprus] == 0.0).all()
    assert (wish["abstain"][..., cyprus] == 0.5).all(), "it has no part in it"
    assert (wish["no"][..., cyprus] == 1.0).all()
    exposed = {name: found[name]["exposure_risen"] for name in found}
    assert (exposed["yes"][..., cyprus] > exposed["abstain"][..., cyprus]).all(), "its own hand"
    np.testing.assert_array_equal(exposed["no"][..., cyprus], exposed["abstain"][..., cyprus])
    assert (found["abstain"]["company"][..., cyprus] >= 2.0).all()


def test_refusing_for_good_costs_credit_once_others_have_gone_and_unity_always(after, nothing):
    setting, traits, state = after
    spain, moves = at(setting, "ES"), does(setting, nothing, "recognise", ES=-1)
    first = recognise(setting, traits, state, moves)
    np.testing.assert_array_equal(first.credibility, state.credibility)
    np.testing.assert_allclose(first.cohesion, state.cohesion - traits.mechanism.refuse_unity)
    week = state.recognised_week.copy()
    week[..., at(setting, "DE")] = DAY - 1
    gone = replace(state, recognised_week=week)
    later = recognise(setting, traits, gone, moves)
    cost = (gone.credibility - later.credibility)[..., spain]
    np.testing.assert_allclose(cost, traits.mechanism.refuse_word)
    again = recognise(setting, traits, replace(later, week=DAY + 1), moves)
    np.testing.assert_array_equal(again.credibility[..., spain], later.credibility[..., spain])


# ------------------------------------------------------------------ 29 amending


def test_who_amends_a_text_of_the_chair_neither_blocks_nor_pays_and_it_does_half(kosovo, nothing):
    setting, traits, state = kosovo
    line, slovakia = EXHAUSTED, at(setting, "SK")
    now = lined(kosovo, nothing, line)
    plain = members.carry_line(setting, traits, now, votes(setting, nothing, line))
    blocked = members.carry_line(setting, traits, now, votes(setting, nothing, line, SK=-1))
    assert not blocked.exhausted.any()
    amends = does(setting, votes(setting, nothing, line, SK=-1), "soften", SK=True)
    soft = members.carry_line(setting, traits, now, amends)
    assert soft.exhausted.all()
    half = traits.mechanism.softened_line
    np.testing.assert_allclose(
        soft.legitimacy - state.legitimacy, (plain.legitimacy - state.legitimacy) * half
    )
    np.testing.assert_allclose(soft.cohesion, plain.cohesion * half)
    np.testing.assert_array_equal(soft.credibility[..., slovakia], state.credibility[..., slovakia])
    np.testing.assert_array_equal(soft.home[..., slovakia], state.home[..., slovakia])
    assert (soft.lined == -1).all()


def test_who_amends_the_mission_keeps_apart_from_it(kosovo, nothing):
    setting, traits, _ = kosovo
    moves = does(setting, votes(setting, nothing, MISSION), "soften", CY=True)
    done = members.carry_line(setting, traits, lined(kosovo, nothing, MISSION), moves)
    assert (done.mission_week < NEVER).all()
    assert done.mission_abstained[..., at(setting, "CY")].all()
    assert not done.mission_backed[..., at(setting, "CY")].any()

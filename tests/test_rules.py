"""The rules by play: a situation, then what is expected of it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import first_monday

from sim.arrays import ENDORSE, EXHAUSTED, MISSION, MORE_TALKS, NEVER, RECOGNISE, total
from sim.bargaining import concession
from sim.rules import (
    council,
    declaration,
    guarantee,
    home,
    lobbying,
    members,
    opening,
    outside,
    security,
    stance,
    talks,
)
from sim.rules import utility as utility_rules
from sim.rules.chance import exponential, hazard, logistic, struck, triangular
from sim.rules.home import hold_election, vote_terms
from sim.rules.recognition import recognise
from sim.rules.utility import crossed, utility, zone_width
from sim.strategies.hold import idle

WORLDS = 16


@pytest.fixture(scope="module")
def kosovo():
    return first_monday(WORLDS)


@pytest.fixture
def nothing(kosovo):
    setting, _, state = kosovo
    return idle(state.stance.shape, len(setting.packages))


def at(setting, *codes):
    return np.isin(setting.actors, codes)


def under(setting, **rules):
    return replace(setting, rules=replace(setting.rules, **rules))


# ------------------------------------------------------------------ chance and utility

unit = st.floats(0, 1, exclude_max=True)


@given(u=unit, low=st.floats(-100, 0), mode=st.floats(0, 1), high=st.floats(1, 100))
def test_a_triangular_draw_lies_between_low_and_high(u, low, mode, high):
    assert low - 1e-9 <= triangular(np.array(u), *map(np.array, (low, mode, high))) <= high + 1e-9


@given(u=unit)
def test_a_value_without_a_width_is_that_value(u):
    five = np.array(5.0)
    assert triangular(np.array(u), five, five, five) == 5.0


@given(a=unit, b=unit)
def test_an_exponential_threshold_rises_with_its_number(a, b):
    assert (a <= b) == (exponential(np.array(a)) <= exponential(np.array(b)))


def test_readiness_zero_is_as_likely_as_not_within_a_year():
    weekly = hazard(np.zeros(1), np.array(np.log(2) / 52), np.array(0.7))
    assert 1 - np.exp(-52 * weekly[0]) == pytest.approx(0.5)
    assert logistic(np.zeros(1))[0] == 0.5


@given(
    place=st.floats(0, 100),
    ideal=st.floats(0, 100),
    risk=st.floats(-1, 1),
)
def test_utility_is_worst_at_0_best_at_100_and_falls_with_distance(place, ideal, risk):
    args = np.array([[ideal]]), np.array([[1.0]]), np.array([risk])
    u = utility(np.array([place]), *args)[0]
    nearer = utility(np.array([(place + ideal) / 2]), *args)[0]
    assert -1e-9 <= u <= 100 + 1e-9
    assert nearer >= u - 1e-9


def test_broad_autonomy_crosses_the_line_of_who_wants_nothing_short_of_independence():
    assert crossed(np.array(25.0), np.array([100.0]), np.array([92.0]))[0]
    assert not crossed(np.array(25.0), np.array([25.0]), np.array([48.0]))[0]


# ------------------------------------------------------------------ talks


def test_the_demand_falls_to_the_outside_option_at_the_end_and_never_below():
    best, floor, first, pace = (np.array(x) for x in (90.0, 60.0, 0.05, 0.5))
    path = [
        float(concession.target(best, floor, np.array(t), first, pace)) for t in (0.0, 0.5, 0.9, 1.0, 1.5)
    ]
    assert path == sorted(path, reverse=True)
    assert path[-1] == path[-2] == 60.0


def test_a_boulware_concedes_later_than_a_conceder():
    half = np.array(0.5)
    assert concession.conceded(half, np.array(0.0), np.array(0.2)) < concession.conceded(
        half, np.array(0.0), np.array(5.0)
    )


def test_one_mediator_keeps_a_text_off_the_table_by_consensus_but_not_by_majority(kosovo, nothing):
    setting, _, state = kosovo
    pact = setting.pact
    text = np.where(setting.mediator[0] & setting.chair[0], pact, -1) + np.zeros_like(nothing.text)
    blocks = nothing.blocks.copy()
    blocks[..., at(setting, "RU"), pact] = True
    moves = replace(nothing, text=text, blocks=blocks)
    assert (talks.agreed_by_mediators(setting, moves, state) == -1).all()
    assert (talks.agreed_by_mediators(under(setting, mediation="majority"), moves, state) == pact).all()
    assert (talks.agreed_by_mediators(under(setting, mediation="none"), moves, state) == -1).all()
    assert (talks.agreed_by_mediators(setting, replace(nothing, text=text), state) == pact).all()


def test_what_both_parties_would_sign_is_agreed_and_one_signature_is_not_enough(kosovo, nothing):
    setting, _, state = kosovo
    tabled = replace(state, session=np.ones_like(state.session), text=np.full_like(state.text, setting.pact))
    accepts = nothing.accepts.copy()
    accepts[..., at(setting, "RS"), setting.pact] = True
    alone = talks.agree(setting, tabled, replace(nothing, accepts=accepts))
    accepts = accepts.copy()
    accepts[..., at(setting, "XK"), setting.pact] = True
    both = talks.agree(setting, tabled, replace(nothing, accepts=accepts))
    assert not alone.settled.any()
    assert (both.agreed == setting.pact).all()
    assert not both.talks_open.any()


def test_a_hard_deadline_closes_the_talks_and_without_one_they_go_on(kosovo):
    setting, traits, state = kosovo
    late = replace(state, week=setting.rules.deadline_week + 1)
    assert not talks.clock(setting, traits, late).talks_open.any()
    hopeful = replace(late, expected_end=np.full_like(late.expected_end, 20.0))
    free = replace(hopeful, deadline=np.full_like(late.deadline, NEVER))
    none = under(setting, deadline_kind="none")
    assert talks.clock(none, traits, free).talks_open.all()
    assert not talks.clock(none, traits, replace(free, week=21)).talks_open.any(), "a party expects no more"
    soft = talks.clock(under(setting, deadline_kind="soft"), traits, hopeful)
    assert soft.talks_open.all()
    assert (soft.legitimacy < late.legitimacy).all()


def test_an_extendable_deadline_moves_when_all_mediators_agree(kosovo, nothing):
    setting, traits, state = kosovo
    setting = under(setting, deadline_kind="extendable")
    today = replace(state, week=setting.rules.deadline_week)
    mediator = setting.mediator[today.week]
    all_ = replace(nothing, extend=np.broadcast_to(mediator, nothing.extend.shape))
    but_one = replace(nothing, extend=np.broadcast_to(mediator & ~at(setting, "US"), nothing.extend.shape))
    assert (talks.prolong(setting, traits, today, all_).deadline > today.deadline).all()
    assert (talks.prolong(setting, traits, today, but_one).deadline == today.deadline).all()
    most = under(setting, mediation="majority")
    assert (talks.prolong(most, traits, today, but_one).deadline > today.deadline).all()


def test_a_report_that_all_mediators_sign_raises_legitimacy_and_a_split_one_less(kosovo, nothing):
    setting, traits, state = kosovo
    today = replace(state, week=setting.report_week)
    mediator = setting.mediator[today.week]
    signed = replace(nothing, exhausted=np.broadcast_to(mediator, nothing.exhausted.shape))
    split = replace(
        nothing, exhausted=np.broadcast_to(mediator & ~at(setting, "RU"), nothing.exhausted.shape)
    )
    agreed = talks.report(setting, traits, today, signed).legitimacy
    apart = talks.report(setting, traits, today, split).legitimacy
    assert (agreed > today.legitimacy).all()
    assert (apart < agreed).all()


# ------------------------------------------------------------------ outside options


def test_a_declarer_whom_more_would_recognise_expects_more_of_no_agreement(kosovo):
    setting, traits, state = kosovo
    option = lambda f: total(outside.no_deal_terms(setting, traits, replace(state, forecast=f)))  # noqa: E731
    few, many = option(np.full_like(state.forecast, 0.2)), option(np.full_like(state.forecast, 0.8))
    assert (many[..., setting.declarer] > few[..., setting.declarer]).all()
    assert (many[..., setting.title_holder] < few[..., setting.title_holder]).all()


def test_a_patrons_veto_shelters_the_title_holder(kosovo):
    setting, traits, _ = kosovo
    assert (outside.title_backing(setting, traits) > 0).all()
    assert (outside.title_backing(under(setting, council_veto=False), traits) == 0).all()


def test_a_zone_is_open_when_one_package_is_worth_more_to_both_than_no_agreement(kosovo):
    setting, _, state = kosovo
    generous = state.no_deal[..., None] + np.zeros_like(state.package_utility)
    generous[..., 1] += 5.0
    assert zone_width(setting, replace(state, package_utility=generous)) == pytest.approx(5.0)
    generous[..., setting.title_holder, 1] -= 20.0
    assert (zone_width(setting, replace(state, package_utility=generous)) <= 0).all()


def test_credibility_is_overridden_by_the_rule_and_a_barred_guarantee_is_worth_nothing(kosovo):
    setting, traits, state = kosovo
    sure = under(setting, guarantee_kind="given", guarantee_credibility=1.0)
    done = guarantee.weigh_guarantee(sure, traits, state)
    assert done.guarantee == pytest.approx(1.0)
    assert (done.bound == setting.member).all()
    willing = replace(traits, guarantee=np.full_like(traits.guarantee, 50.0))
    for kind, worth in (("barred", 0.0), ("negotiable", 1.0), ("in_pact", 1.0)):
        rule = under(setting, guarantee_kind=kind, guarantee_credibility=1.0)
        assert guarantee.strength(rule, willing, state) == pytest.approx(worth)
        assert not guarantee.weigh_guarantee(rule, willing, state).bound.any(), (
            "nothing binds before the pact"
        )


# ------------------------------------------------------------------ stances and recognition


def test_at_the_opening_nothing_moves(kosovo):
    setting, traits, _ = kosovo
    first = opening(setting, traits)
    np.testing.assert_allclose(stance.influence(setting, traits, first).stance, first.stance, atol=1e-9)


def test_every_term_of_readiness_but_the_stance_is_zero_at_the_opening(kosovo):
    setting, traits, _ = kosovo
    for name, term in stance.event_terms(setting, traits, opening(setting, traits)).items():
        np.testing.assert_allclose(term, 0.0, atol=1e-9, err_msg=name)


def test_unity_is_full_when_all_lean_one_way_and_none_when_votes_split_in_halves(kosovo):
    setting, _, state = kosovo
    assert stance.unity(setting, replace(state, stance=np.full_like(state.stance, 5.0))) == pytest.approx(
        100.0
    )
    assert stance.unity(setting, replace(state, stance=np.full_like(state.stance, -5.0))) == pytest.approx(
        100.0
    )


def test_the_block_that_agreed_beforehand_goes_on_the_first_day(kosovo, nothing):
    setting, traits, state = kosovo
    agreed = np.broadcast_to(at(setting, "DE", "IT"), state.committed.shape)
    ready = np.full_like(state.readiness, 30.0)
    today = replace(
        state, committed=agreed, readiness=ready, declared_week=np.full_like(state.declared_week, 0)
    )
    first = recognise(setting, traits, today, nothing).recognised_week
    assert (first[..., at(setting, "DE", "IT")] == 0).all()
    before = recognise(
        setting, traits, replace(today, declared_week=np.full_like(state.declared_week, NEVER)), nothing
    )
    assert (before.recognised_week == NEVER).all()


def test_who_refuses_for_good_does_not_recognise_and_who_hurries_does(kosovo, nothing):
    setting, traits, state = kosovo
    today = replace(state, declared_week=np.full_like(state.declared_week, 0))
    never = recognise(setting, traits, today, replace(nothing, recognise=np.full_like(nothing.recognise, -1)))
    now = recognise(setting, traits, today, replace(nothing, recognise=np.full_like(nothing.recognise, 1)))
    assert (never.recognised_week == NEVER).all()
    assert (now.recognised_week[..., setting.recogniser] < 10).all()
    assert (now.recognised_week[..., ~setting.recogniser] == NEVER).all()


def test_a_guarantee_that_is_given_binds_and_one_that_was_promised_can_be_broken(kosovo, nothing):
    setting, traits, state = kosovo
    given = replace(setting, rules=replace(setting.rules, guarantee_kind="given"))
    today = replace(
        state,
        declared_week=np.full_like(state.declared_week, 0),
        bound=np.broadcast_to(setting.member, state.bound.shape),
    )
    hurries = replace(nothing, recognise=np.full_like(nothing.recognise, 1))
    assert (recognise(given, traits, today, hurries).recognised_week[..., setting.member] == NEVER).all()
    assert (recognise(setting, traits, today, nothing).recognised_week[..., setting.member] == NEVER).all()
    assert (recognise(setting, traits, today, hurries).recognised_week[..., setting.member] < 10).all()


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [("free", True), ("barred", False), ("coordinated", False), ("after_election", False)],
)
def test_when_a_declaration_is_allowed(rule, allowed, kosovo):
    setting, traits, state = kosovo
    assert (declaration.may_declare(under(setting, declaration=rule), traits, state) == allowed).all()


def test_consultation_raises_coordination_less_the_higher_it_is(kosovo):
    setting, traits, state = kosovo
    one = np.ones_like(state.coordination)
    low = declaration.coordination_gain(setting, traits, replace(state, coordination=10 * one), one)
    high = declaration.coordination_gain(setting, traits, replace(state, coordination=90 * one), one)
    assert (low > high).all()
    assert (high > 0).all()


# ------------------------------------------------------------------ Council and members


def votes(setting, default=0, **each):
    ballot = np.full(len(setting.actors), default)
    for code, vote in each.items():
        ballot[setting.actors.index(code)] = vote
    return ballot


def test_nine_of_fifteen_pass_a_draft_and_one_permanent_no_stops_it(kosovo):
    setting, *_ = kosovo
    assert setting.council[0].sum() == 15
    yes = votes(setting, 1)
    assert [bool(x) for x in council.passes(setting, 0, yes)] == [True, False]
    assert [bool(x) for x in council.passes(setting, 0, votes(setting, 1, RU=-1))] == [False, True]
    assert [bool(x) for x in council.passes(setting, 0, votes(setting, 1, RU=0))] == [True, False]
    assert [
        bool(x) for x in council.passes(under(setting, council_veto=False), 0, votes(setting, 1, RU=-1))
    ] == [
        True,
        False,
    ]
    elected = dict.fromkeys(("ID", "PA", "ZA", "CG", "GH", "PE", "QA", "SK"), 1)
    assert not council.passes(setting, 0, votes(setting, 0, **elected))[0]
    assert council.passes(setting, 0, votes(setting, 0, **elected, IT=1))[0]


def test_in_january_five_new_members_sit_in_the_council(kosovo):
    setting, *_ = kosovo
    first_monday = 7
    assert {"BF", "CR", "HR", "LY", "VN"} <= set(np.array(setting.actors)[setting.council[first_monday]])
    assert (setting.council.sum(-1) == 15).all(), "fifteen in every week"
    assert (setting.chair.sum(-1) == 1).all(), "and one chair"
    assert "SK" not in set(np.array(setting.actors)[setting.council[8]])
    assert setting.council[8].sum() == 15


def test_the_chair_passes_from_portugal_to_slovenia(kosovo):
    setting, *_ = kosovo
    assert np.array(setting.actors)[setting.chair[0]].tolist() == ["PT"]
    assert np.array(setting.actors)[setting.chair[10]].tolist() == ["SI"]


def test_a_challenger_who_wins_asks_more_of_any_package_and_stirs_the_region(kosovo):
    setting, traits, state = kosovo
    today = replace(traits, election_week=np.zeros_like(traits.election_week))
    wins = type("", (), {"incident": np.ones(WORLDS), "election": np.zeros(WORLDS)})()
    done = hold_election(setting, today, state, wins)
    assert (done.challenger_won == 1).all()
    before, after = (total(utility_rules.home_terms(setting, traits, s)) for s in (state, done))
    assert (after[:, setting.title_holder] < before[:, setting.title_holder]).all()
    assert (after[:, setting.declarer] == before[:, setting.declarer]).all()
    assert (done.tension > state.tension).all()


def test_the_firmly_opposed_are_swayed_less(kosovo):
    setting, traits, _ = kosovo
    pull = stance.sway(setting, traits)
    assert (pull[:, at(setting, "US")] == 1).all()
    assert (pull[:, at(setting, "CY")] < 0.5).all()
    assert (pull[:, at(setting, "RU", "RS")] == 0).all()


def test_the_votes_of_nice_are_345(kosovo):
    setting, *_ = kosovo
    assert setting.votes[setting.member].sum() == 345
    assert setting.member.sum() == 27


def test_constructive_abstention_fails_on_one_no_or_on_a_third_abstaining(kosovo):
    setting, *_ = kosovo
    assert members.decided(setting, votes(setting, 1))
    assert not members.decided(setting, votes(setting, 1, CY=-1))
    assert members.decided(setting, votes(setting, 1, CY=0, GR=0))
    big = dict.fromkeys(("DE", "FR", "GB", "IT"), 0)
    assert not members.decided(setting, votes(setting, 1, **big)), "116 of 345 votes are more than a third"
    assert members.decided(setting, votes(setting, 1, **{**big, "IT": 1}))


def test_unanimity_knows_no_abstention(kosovo):
    setting, *_ = kosovo
    one = under(setting, eu_decision="unanimity")
    assert members.decided(one, votes(setting, 1))
    assert not members.decided(one, votes(setting, 1, CY=0))


def test_a_qualified_majority_needs_255_votes_two_thirds_of_members_and_62_per_cent(kosovo):
    setting, *_ = kosovo
    nice = under(setting, eu_decision="qualified_majority")
    against = dict.fromkeys(("CY", "GR", "SK", "RO", "ES"), -1)
    assert members.decided(nice, votes(setting, 1, **against)), "345 - 64 = 281"
    assert not members.decided(nice, votes(setting, 1, **against, BG=-1, HU=-1, PT=-1)), "281 - 34 = 247"
    big = dict.fromkeys(("DE", "FR", "GB", "IT"), -1)
    assert not members.decided(nice, votes(setting, 1, **big))


def test_a_simple_majority_counts_heads(kosovo):
    setting, *_ = kosovo
    heads = under(setting, eu_decision="simple_majority")
    codes = [c for c, m in zip(setting.actors, setting.member, strict=True) if m]
    assert members.decided(heads, votes(setting, -1, **dict.fromkeys(codes[:14], 1)))
    assert not members.decided(heads, votes(setting, -1, **dict.fromkeys(codes[:13], 1)))


# ------------------------------------------------------------------ home and security


def test_a_declaration_before_the_vote_helps_the_challenger_and_the_path_the_government(kosovo):
    setting, traits, state = kosovo
    declared = replace(state, declared_week=np.zeros_like(state.declared_week))
    assert (vote_terms(setting, traits, declared)["the province declared before it"] > 0).all()
    nearer = replace(state, path=state.path + 20)
    assert (vote_terms(setting, traits, nearer)["the path held out"] < 0).all()


def test_twice_the_troops_about_half_the_incidents(kosovo):
    setting, traits, state = kosovo
    ratio = security.incident_rate(setting, traits, replace(state, troops=2 * state.troops)) / (
        security.incident_rate(setting, traits, state)
    )
    np.testing.assert_allclose(ratio, np.power(0.5, traits.mechanism.kfor_elasticity))


@pytest.mark.parametrize(("rule", "more"), [("on_violence", True), ("by_move_only", True), ("never", False)])
def test_when_troops_are_reinforced(rule, more, kosovo, nothing):
    setting, traits, state = kosovo
    violent = type("", (), {"incident": np.zeros(WORLDS), "election": np.ones(WORLDS)})()
    sends = replace(nothing, reinforce=np.broadcast_to(at(setting, "GB"), nothing.reinforce.shape))
    done = security.keep_order(under(setting, reinforce=rule), traits, state, sends, violent)
    assert (done.incidents == 1).all()
    assert (done.troops > state.troops).all() == more


def test_without_violence_troops_are_reinforced_by_a_move_only(kosovo, nothing):
    setting, traits, state = kosovo
    calm = type("", (), {"incident": np.ones(WORLDS), "election": np.ones(WORLDS)})()
    sends = replace(nothing, reinforce=np.broadcast_to(at(setting, "GB"), nothing.reinforce.shape))
    for rule, more in (("on_violence", False), ("by_move_only", True)):
        done = security.keep_order(under(setting, reinforce=rule), traits, state, sends, calm)
        assert (done.troops > state.troops).all() == more


def test_haste_makes_a_place_likelier_to_follow_and_the_danger_fades(kosovo):
    setting, traits, state = kosovo
    declared = replace(state, declared_week=np.zeros_like(state.declared_week))
    hasty = security.flash_hazard(setting, traits, replace(declared, coordination=np.zeros(WORLDS)))
    orderly = security.flash_hazard(setting, traits, replace(declared, coordination=np.full(WORLDS, 100.0)))
    north = setting.flashpoints.index("north")
    assert (hasty[..., north] > orderly[..., north]).all()
    later = security.flash_hazard(setting, traits, replace(declared, coordination=np.zeros(WORLDS), week=26))
    assert (later[..., north] < hasty[..., north]).all()


def test_a_place_follows_in_the_week_in_which_its_danger_has_added_up_and_heats_the_region(kosovo):
    setting, traits, state = kosovo
    ripe = replace(traits, flash_at=state.flash_sum + 1e-9)
    done = security.spread(setting, ripe, state)
    assert (done.flash_week == state.week).all()
    assert (done.tension > state.tension).all()
    later = security.spread(setting, ripe, replace(done, week=state.week + 1))
    assert (later.flash_week == state.week).all(), "once"


def test_a_place_as_hasty_as_can_be_has_a_hazard_that_is_a_number(kosovo):
    setting, traits, state = kosovo
    wild = replace(traits, flash_haste=np.full_like(traits.flash_haste, 1e6))
    declared = replace(state, declared_week=np.zeros_like(state.declared_week))
    assert np.isfinite(security.flash_hazard(setting, wild, declared)).all()


def test_the_precedent_is_louder_for_every_place_that_has_followed_and_for_warnings_after_a_declaration(
    kosovo,
):
    setting, traits, state = kosovo
    lit = security.precedent(setting, traits, replace(state, flash_week=np.zeros_like(state.flash_week)))
    declared = replace(state, declared_week=np.zeros_like(state.declared_week))
    quiet = security.precedent(setting, traits, state)
    assert (lit.precedent > quiet.precedent).all()
    assert (security.precedent(setting, traits, declared).precedent > quiet.precedent).all()


def test_a_hazard_strikes_once_in_the_week_in_which_its_sum_passes_the_threshold():
    sums = np.array([0.0, 0.4, 0.8, 1.2])
    assert struck(sums[:-1], sums[1:], np.array(0.7)).tolist() == [False, True, False]


def test_standing_at_home_falls_while_nothing_is_declared_after_the_date_and_a_declaration_restores_it(
    kosovo,
):
    setting, traits, state = kosovo
    late = replace(state, week=setting.rules.deadline_week + 1)
    waits = home.keep_house(setting, traits, late).home
    done = home.keep_house(
        setting, traits, replace(late, declared_week=np.full_like(state.declared_week, late.week))
    )
    own = setting.declarer
    assert (waits[:, own] < state.home[:, own]).all()
    assert (done.home[:, own] > state.home[:, own]).all()
    assert (waits[:, ~own] == state.home[:, ~own]).all()


# ------------------------------------------------------------------ lobbying, the summit, the mission


def test_lobbying_moves_its_target_alone_adds_up_to_a_ceiling_and_fades(kosovo, nothing):
    setting, traits, state = kosovo
    us, target = setting.actors.index("US"), setting.actors.index("RO")
    aims, points = nothing.lobby_target.copy(), nothing.lobby_points.copy()
    aims[:, us], points[:, us] = target, 3.0
    moves = replace(nothing, lobby_target=aims, lobby_points=points)
    once = lobbying.lobby(setting, traits, state, moves)
    assert (once.lobbied[:, target] > 0).all()
    assert (np.delete(once.lobbied, target, axis=-1) == 0).all()
    often = once
    for _ in range(30):
        often = lobbying.lobby(setting, traits, often, moves)
    assert (often.lobbied[:, target] <= traits.mechanism.lobby_cap + 1e-9).all()
    assert (lobbying.lobby(setting, traits, once, nothing).lobbied[:, target] < once.lobbied[:, target]).all()
    banned = lobbying.lobby(under(setting, lobbying=False), traits, state, moves)
    assert (banned.lobbied == 0).all()


def test_a_summit_that_calls_the_talks_exhausted_gives_legitimacy_and_holds_out_the_path(kosovo, nothing):
    setting, traits, state = kosovo
    today = replace(state, week=int(traits.summit_week[0, 0]))
    ballots = nothing.ballots.copy()
    ballots[..., EXHAUSTED] = 1
    done = members.summit(setting, traits, today, replace(nothing, ballots=ballots))
    split = members.summit(setting, traits, today, replace(nothing, ballots=-ballots))
    assert done.exhausted.all()
    assert not split.exhausted.any()
    assert (done.legitimacy > split.legitimacy).all()
    assert (split.path > today.path).all()


def test_the_mission_goes_when_the_members_vote_for_it_and_is_voted_on_again_if_not(kosovo, nothing):
    setting, traits, state = kosovo
    today = replace(state, week=int(traits.summit_week[0].min()))
    ballots = nothing.ballots.copy()
    ballots[..., MISSION] = 1
    goes = members.decide_mission(setting, traits, today, replace(nothing, ballots=ballots))
    fails = members.decide_mission(setting, traits, today, replace(nothing, ballots=-ballots))
    assert (goes.mission_week == today.week).all()
    assert (goes.mission_backed == setting.member).all()
    assert (fails.mission_week == NEVER).all()
    weeks = range(today.week + 1, today.week + 10)
    assert any(members.mission_vote_due(setting, traits, replace(fails, week=w)).any() for w in weeks)
    assert not any(members.mission_vote_due(setting, traits, replace(goes, week=w)).any() for w in weeks)


def test_the_candidate_takes_the_path_once_and_not_before_it_is_held_out(kosovo, nothing):
    setting, traits, state = kosovo
    signs = replace(nothing, sign_path=np.broadcast_to(setting.candidate, nothing.sign_path.shape))
    first = int(traits.summit_week.min())
    early = members.sign_path(setting, traits, replace(state, week=first - 1), signs)
    taken = members.sign_path(setting, traits, replace(state, week=first), signs)
    assert not early.path_signed.any()
    assert taken.path_signed.all()
    assert (taken.path > state.path).all()
    again = members.sign_path(setting, traits, replace(taken, week=first + 1), signs)
    assert (again.path == taken.path).all()


def test_an_endorsing_council_gives_cover_and_one_for_more_talks_moves_the_deadline(kosovo, nothing):
    setting, traits, state = kosovo
    today = replace(traits, council_week=np.zeros_like(traits.council_week[:, :1]))
    ballots = nothing.ballots.copy()
    ballots[..., ENDORSE] = 1
    covered = council.vote(setting, today, state, replace(nothing, ballots=ballots))
    assert covered.cover.all()
    ballots = nothing.ballots.copy()
    ballots[..., MORE_TALKS] = 1
    longer = council.vote(setting, today, state, replace(nothing, ballots=ballots))
    assert not longer.cover.any()
    assert longer.talks_open.all()
    assert (longer.deadline >= state.deadline).all()
    blocked = council.vote(
        setting, today, state, replace(nothing, ballots=ballots * votes(setting, 1, RU=-1)[:, None])
    )
    assert (blocked.council == council.BLOCKED).all()


def test_members_recognise_together_or_not_at_all_under_a_common_position(kosovo, nothing):
    setting, traits, state = kosovo
    together = under(setting, recognition="common_position", eu_decision="simple_majority")
    today = replace(state, declared_week=np.zeros_like(state.declared_week))
    ballots = nothing.ballots.copy()
    hurry = np.ones_like(nothing.recognise)
    none = recognise(together, traits, today, replace(nothing, recognise=hurry))
    assert (none.recognised_week[:, setting.member] == NEVER).all()
    ballots[..., RECOGNISE] = 1
    done = recognise(together, traits, today, replace(nothing, ballots=ballots))
    assert (done.recognised_week[:, setting.member] == today.week).all()


def test_nobody_recognises_what_has_not_been_declared_not_even_at_a_threshold_of_nothing(kosovo, nothing):
    setting, traits, state = kosovo
    eager = replace(traits, recognise_at=np.zeros_like(traits.recognise_at))
    week = np.where(np.arange(WORLDS) == 0, 0, NEVER)
    done = recognise(setting, eager, replace(state, declared_week=week), nothing)
    assert (done.recognised_week[1:] == NEVER).all()
    assert (done.recognised_week[0, setting.recogniser] < NEVER).all()


def test_a_session_in_good_faith_gives_legitimacy_and_a_hopeful_mediator_hope(kosovo, nothing):
    setting, traits, state = kosovo
    meets = replace(state, session=np.ones_like(state.session))
    hopeful = replace(nothing, hopeful=np.ones_like(nothing.hopeful))
    silent, said = (talks.good_faith(setting, traits, meets, m) for m in (nothing, hopeful))
    assert (silent.legitimacy > state.legitimacy).all()
    assert (silent.sessions == state.sessions + 1).all()
    assert (said.hope > silent.hope).all()


# ------------------------------------------------------------------ declaring, and what moves a state


def test_a_declaration_ends_the_talks_and_shakes_the_region_the_less_it_is_coordinated(kosovo, nothing):
    setting, traits, state = kosovo
    declares = replace(nothing, declare=np.broadcast_to(setting.declarer, nothing.declare.shape))
    hasty = declaration.declare(setting, traits, replace(state, coordination=np.zeros(WORLDS)), declares)
    orderly = declaration.declare(
        setting, traits, replace(state, coordination=np.full(WORLDS, 100.0)), declares
    )
    assert (hasty.declared_week == state.week).all()
    assert not hasty.talks_open.any()
    assert (hasty.tension > orderly.tension).all()
    by_another = replace(nothing, declare=np.broadcast_to(setting.title_holder, nothing.declare.shape))
    assert (declaration.declare(setting, traits, state, by_another).declared_week == NEVER).all()


def test_backers_agree_to_the_date_in_the_course_of_consultation_and_count_by_their_standing(kosovo, nothing):
    setting, traits, state = kosovo
    consults = replace(nothing, consult=np.ones_like(nothing.consult))
    timely = replace(
        traits, timing=np.zeros_like(traits.timing), commit_at=np.full_like(traits.commit_at, 1e-6)
    )
    late = replace(state, week=int(traits.election_week.max()))
    done = declaration.consult(setting, timely, late, consults)
    assert (done.coordination > state.coordination).all()
    assert (done.backers > 0).all()
    assert not done.committed[:, ~setting.recogniser].any()
    assert (declaration.consult(setting, timely, late, nothing).backers == 0).all()


def test_more_legitimacy_makes_the_reluctant_readier(kosovo):
    setting, traits, state = kosovo
    tried = stance.influence(setting, traits, replace(state, legitimacy=state.legitimacy + 30)).stance
    calm = stance.influence(setting, traits, state).stance
    reluctant = setting.recogniser & (traits.recognition < 0) & (traits.recognition > -90)
    assert (tried[reluctant] > calm[reluctant]).all()


def test_the_cover_of_the_council_makes_a_state_that_minds_the_law_readier_and_haste_less_ready(kosovo):
    setting, traits, state = kosovo
    lawful = replace(traits, law=np.ones_like(traits.law), timing=np.full_like(traits.timing, 99.0))
    ready = lambda s: stance.weigh_readiness(setting, lawful, s).readiness  # noqa: E731
    covered = ready(replace(state, cover=np.ones_like(state.cover)))
    assert (covered > ready(state)).all()
    terms = stance.event_terms(
        setting, lawful, replace(state, declared_week=np.zeros_like(state.declared_week))
    )
    assert (terms["too early"][:, ~setting.waits_for_vote] < 0).all()


def test_sessions_are_held_on_their_days_and_none_after_an_agreement_or_a_declaration(kosovo):
    setting, traits, state = kosovo
    day = replace(state, week=int(traits.session_week[0, 0]), talks_open=np.ones_like(state.talks_open))
    assert talks.session_held(setting, traits, day)[0]
    settled = replace(day, agreed=np.zeros_like(state.agreed))
    declared = replace(day, declared_week=np.zeros_like(state.declared_week))
    assert not talks.session_held(setting, traits, settled).any()
    assert not talks.session_held(setting, traits, declared).any()


def test_where_information_is_public_each_sees_what_a_package_brings_the_others(kosovo):
    setting, _, state = kosovo
    hidden = utility_rules.others_gain(setting, state)
    assert np.isnan(hidden).all()
    seen = utility_rules.others_gain(under(setting, information="public"), state)
    gain = state.package_utility - state.no_deal[..., None]
    rs, xk, us = (setting.actors.index(a) for a in ("RS", "XK", "US"))
    np.testing.assert_array_equal(seen[:, rs], gain[:, xk])
    np.testing.assert_array_equal(seen[:, xk], gain[:, rs])
    np.testing.assert_array_equal(seen[:, us], np.minimum(gain[:, rs], gain[:, xk]).clip(-100, 100))

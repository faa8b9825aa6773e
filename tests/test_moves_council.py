"""Moves of patrons, of mediators and in the Council by play: a situation, then what is expected, counter-moves too."""

from dataclasses import replace

import numpy as np
import pytest

from sim.arrays import ENDORSE, GROUND, MISSION, MORE_TALKS, TAKE_NOTE, total, untouched
from sim.compile import compile_setting
from sim.rules import council, leaning, open_week, opening, outside, patronage, stance, talks, weigh_options
from sim.rules.deeds import votes_held
from sim.scenario import load
from sim.state import head
from sim.strategies.hold import idle
from sim.worlds import draw_shocks, draw_traits

WORLDS = 8


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


def brought(kosovo, nothing, ballot, by="US"):
    """The state in which a draft has been brought to the Council this week."""
    setting, traits, state = kosovo
    return council.draft(setting, traits, state, does(setting, nothing, "draft", **{by: ballot}))


# ------------------------------------------------------------------ 20 a text of the mediators


def at_session(state):
    return replace(state, session=np.ones_like(state.session))


def keeps_off(setting, moves, package, **who):
    blocks = moves.blocks.copy()
    for code in who:
        blocks[..., at(setting, code), package] = True
    return replace(moves, blocks=blocks)


def test_any_mediator_may_put_a_text_and_the_chairs_comes_first(kosovo, nothing):
    setting, _, state = kosovo
    alone = does(setting, nothing, "text", RU=0)
    assert (talks.agreed_by_mediators(setting, alone, state) == 0).all()
    both = does(setting, alone, "text", PT=setting.pact)
    assert (talks.agreed_by_mediators(setting, both, state) == setting.pact).all()
    passed_over = keeps_off(setting, both, setting.pact, US=True)
    assert (talks.agreed_by_mediators(setting, passed_over, state) == 0).all(), (
        "the next one that nobody blocks"
    )


def test_a_seat_that_does_not_mediate_puts_no_text(kosovo, nothing):
    setting, _, state = kosovo
    assert (talks.agreed_by_mediators(setting, does(setting, nothing, "text", FR=1), state) == -1).all()


def test_a_block_takes_a_text_off_the_table_and_the_second_one_costs_its_word_and_the_process(
    kosovo, nothing
):
    setting, traits, state = kosovo
    shocks = head(draw_shocks(setting, 1, 0, 0), WORLDS)
    held, us = at_session(state), at(setting, "US")
    text = does(setting, nothing, "text", RU=0)
    tabled = talks.table(setting, traits, held, text, shocks)
    assert (tabled.text == 0).all()
    blocked = keeps_off(setting, text, 0, US=True)
    once = talks.table(setting, traits, held, blocked, shocks)
    assert (once.text == -1).all()
    np.testing.assert_array_equal(once.credibility, state.credibility, err_msg="the first one is free")
    twice = talks.table(setting, traits, at_session(once), blocked, shocks)
    assert (twice.credibility[..., us] < once.credibility[..., us]).all()
    assert (twice.legitimacy < once.legitimacy).all()
    others = np.arange(len(setting.actors)) != us
    np.testing.assert_array_equal(twice.credibility[..., others], once.credibility[..., others])


def test_a_block_that_another_would_have_cast_anyway_and_one_of_the_chairs_text_cost_nothing(kosovo, nothing):
    setting, traits, state = kosovo
    shocks = head(draw_shocks(setting, 1, 0, 0), WORLDS)
    text = does(setting, nothing, "text", RU=0)
    for moves in (
        keeps_off(setting, text, 0, US=True, PT=True),
        keeps_off(setting, does(setting, nothing, "text", PT=0), 0, US=True),
    ):
        now = at_session(state)
        for _ in range(3):
            now = at_session(talks.table(setting, traits, now, moves, shocks))
        assert (now.blocks_made == 0).all()
        np.testing.assert_array_equal(now.legitimacy, state.legitimacy)


# ------------------------------------------------------------------ 21 the line of the report


def reported(kosovo, moves):
    setting, traits, state = kosovo
    return talks.report(setting, traits, replace(state, week=setting.report_week), moves)


def test_a_separate_note_splits_the_mediators_and_the_others_line_makes_up_for_some_of_it(kosovo, nothing):
    setting, _, _ = kosovo
    agreed = does(setting, nothing, "exhausted", US=True, RU=True, PT=True)
    apart = does(setting, agreed, "separate_note", RU=True)
    signed, split = reported(kosovo, agreed), reported(kosovo, apart)
    assert (split.legitimacy < signed.legitimacy).all()
    assert split.report_note[..., at(setting, "RU")].all()
    assert split.report_note.sum() == WORLDS
    hopeful = does(setting, nothing, "separate_note", RU=True)
    assert (reported(kosovo, hopeful).legitimacy < split.legitimacy).all(), (
        "the others did not call them exhausted"
    )


def test_the_author_of_a_note_does_not_sign_the_report(kosovo, nothing):
    setting, traits, _ = kosovo
    agreed = does(setting, nothing, "exhausted", US=True, RU=True, PT=True)
    without = does(setting, agreed, "exhausted", RU=False)
    apart = does(setting, agreed, "separate_note", RU=True)
    lost = reported(kosovo, without).legitimacy - reported(kosovo, apart).legitimacy
    np.testing.assert_allclose(lost, traits.mechanism.note_legitimacy)


# ------------------------------------------------------------------ 22 commitment


def option(kosovo, state, code):
    setting, traits, _ = kosovo
    return total(outside.no_deal_terms(setting, traits, state))[..., at(setting, code)]


def committed(kosovo, nothing, state=None, **levels):
    setting, traits, now = kosovo
    return patronage.commit(setting, traits, state or now, does(setting, nothing, "commit", **levels))


def test_a_patron_that_says_nothing_adds_nothing(kosovo):
    setting, traits, state = kosovo
    assert (patronage.patrons_word(setting, traits, state) == 0.0).all()


def test_the_further_a_patron_commits_itself_the_more_its_client_expects_without_a_deal(kosovo, nothing):
    setting, traits, state = kosovo
    one, three = committed(kosovo, nothing, US=1), committed(kosovo, nothing, US=3)
    word = outside.no_deal_terms(setting, traits, three)["the patron's word"][..., at(setting, "XK")]
    share = setting.rules.patronage[at(setting, "US")]
    np.testing.assert_allclose(word, 3.0 * traits.mechanism.backing_step * share)
    assert (option(kosovo, three, "XK") > option(kosovo, state, "XK")).all()
    assert (option(kosovo, one, "XK") < option(kosovo, three, "XK")).all()
    np.testing.assert_array_equal(option(kosovo, three, "RS"), option(kosovo, state, "RS"))
    zone = weigh_options(setting, traits, three).zone
    assert (zone <= weigh_options(setting, traits, state).zone).all(), "what both would sign grows no wider"


def test_a_rivals_commitment_makes_up_for_what_a_patron_has_given_its_client(kosovo, nothing):
    def lead(state):
        return option(kosovo, state, "XK") - option(kosovo, state, "RS")

    alone, both = committed(kosovo, nothing, US=2), committed(kosovo, nothing, US=2, RU=2)
    assert (lead(both) < lead(alone)).all()


def test_a_word_counts_as_far_as_it_is_believed_and_not_where_patrons_do_not_count(kosovo, nothing):
    setting, traits, _ = kosovo
    bold = committed(kosovo, nothing, US=3)
    doubted = replace(bold, credibility=bold.credibility / 2.0)
    assert (option(kosovo, doubted, "XK") < option(kosovo, bold, "XK")).all()
    alone = replace(setting, rules=replace(setting.rules, patronage=np.zeros(len(setting.actors))))
    assert (patronage.patrons_word(alone, traits, bold) == 0.0).all()


def test_stepping_back_costs_the_patrons_word_once_and_leaves_its_client_worse_off_than_silence(
    kosovo, nothing
):
    setting, _, state = kosovo
    bold, us = committed(kosovo, nothing, US=3), at(setting, "US")
    back = committed(kosovo, nothing, bold, US=-1)
    assert (back.credibility[..., us] < bold.credibility[..., us]).all()
    assert (option(kosovo, back, "XK") < option(kosovo, state, "XK")).all()
    again = committed(kosovo, nothing, back, US=-1)
    np.testing.assert_array_equal(again.credibility, back.credibility)
    milder = committed(kosovo, nothing, bold, US=1)
    assert (milder.credibility[..., us] < bold.credibility[..., us]).all(), (
        "less than before is stepping back"
    )


def test_who_is_no_patron_commits_itself_to_nobody(kosovo, nothing):
    setting, _, _ = kosovo
    assert (committed(kosovo, nothing, FR=3).commitment[..., at(setting, "FR")] == -2).all()


# ------------------------------------------------------------------ 25 drafts


def test_a_draft_is_put_to_the_vote_this_week_and_no_later(kosovo, nothing):
    setting, traits, state = kosovo
    assert untouched(state.drafted)
    now = brought(kosovo, nothing, GROUND)
    assert votes_held(setting, traits, now)[..., GROUND].all()
    assert not votes_held(setting, traits, state)[..., GROUND].any()
    after = council.vote(setting, traits, now, nothing)
    assert (after.drafted == -1).all()
    assert not votes_held(setting, traits, after)[..., GROUND].any()


def test_only_a_seat_in_the_council_brings_a_draft_and_of_rivals_the_one_of_most_standing(kosovo, nothing):
    setting, traits, state = kosovo
    assert (brought(kosovo, nothing, MORE_TALKS, by="GR").drafted == -1).all()
    rivals = does(setting, nothing, "draft", RU=MORE_TALKS, FR=ENDORSE)
    now = council.draft(setting, traits, state, rivals)
    assert (now.drafted == MORE_TALKS).all()
    assert (now.drafter == at(setting, "RU")).all()
    stronger = does(setting, rivals, "draft", US=ENDORSE)
    assert (council.draft(setting, traits, state, stronger).drafted == ENDORSE).all(), (
        "a rival's draft instead"
    )


def test_no_draft_once_a_package_is_signed_and_none_on_more_talks_once_independence_is_declared(
    kosovo, nothing
):
    setting, traits, state = kosovo
    signed = replace(state, agreed=np.zeros_like(state.agreed))
    gone = replace(state, declared_week=np.zeros_like(state.declared_week))
    moves = does(setting, nothing, "draft", US=MORE_TALKS)
    for late in (signed, gone):
        assert (council.draft(setting, traits, late, moves).drafted == -1).all()
    ground = does(setting, nothing, "draft", US=GROUND)
    assert (council.draft(setting, traits, gone, ground).drafted == GROUND).all()


def test_more_talks_prolong_them_and_say_that_the_old_ones_were_not_enough(kosovo, nothing):
    setting, traits, state = kosovo
    passed = council.vote(
        setting, traits, brought(kosovo, nothing, MORE_TALKS), votes(setting, nothing, MORE_TALKS)
    )
    assert (passed.council == council.TALKS).all()
    assert (passed.legitimacy < state.legitimacy).all()
    assert (passed.deadline >= state.deadline).all()


def test_an_endorsement_gives_cover_and_moves_everybody_and_a_veto_takes_both_away(kosovo, nothing):
    setting, traits, state = kosovo
    now, france = brought(kosovo, nothing, ENDORSE), at(setting, "FR")
    passed = council.vote(setting, traits, now, votes(setting, nothing, ENDORSE))
    assert passed.cover.all()
    assert (passed.swayed[..., setting.recogniser] > 0.0).all()
    vetoed = council.vote(setting, traits, now, votes(setting, nothing, ENDORSE, RU=-1))
    assert (vetoed.council == council.BLOCKED).all()
    assert not vetoed.cover.any()
    assert (vetoed.swayed[..., france] < passed.swayed[..., france]).all()
    ready = stance.influence(setting, traits, passed).stance[..., france]
    assert (ready > stance.influence(setting, traits, state).stance[..., france]).all()


def test_what_fails_costs_its_drafter_at_home_and_a_veto_pleases_at_home_and_moves_waverers(kosovo, nothing):
    setting, traits, state = kosovo
    us, ru = at(setting, "US"), at(setting, "RU")
    now = brought(kosovo, nothing, ENDORSE)
    short = council.vote(setting, traits, now, votes(setting, nothing, ENDORSE, default=0))
    assert (short.council == council.SHORT).all()
    assert (short.home[..., us] < state.home[..., us]).all()
    np.testing.assert_array_equal(short.swayed, state.swayed)
    vetoed = council.vote(setting, traits, now, votes(setting, nothing, ENDORSE, RU=-1))
    assert (vetoed.home[..., ru] > state.home[..., ru]).all()
    wavers = stance.waverers(setting, state)
    np.testing.assert_allclose(
        vetoed.swayed[wavers], np.broadcast_to(traits.mechanism.veto_sway[..., None], wavers.shape)[wavers]
    )
    assert (vetoed.swayed[~wavers] == 0.0).all()


def test_a_ground_in_law_that_the_council_confirms_wins_friends_for_the_mission(kosovo, nothing):
    setting, traits, state = kosovo
    passed = council.vote(setting, traits, brought(kosovo, nothing, GROUND), votes(setting, nothing, GROUND))
    assert (passed.council == council.GROUNDED).all()
    law = traits.law > 0.0
    before = total(leaning.for_mission(setting, traits, state))
    after = total(leaning.for_mission(setting, traits, passed))
    assert (after[law] > before[law]).all()
    nowhere = replace(setting, ground=False)
    doubted = leaning.for_mission(nowhere, traits, state)["no legal ground"]
    assert (doubted[law] < 0.0).all()
    assert (leaning.for_mission(nowhere, traits, passed)["no legal ground"] == 0.0).all()


def test_a_council_that_takes_note_goes_home_before_the_texts_of_its_calendar(kosovo, nothing):
    setting, traits, state = kosovo
    meeting = replace(traits, council_week=np.zeros_like(traits.council_week))
    moves = votes(setting, votes(setting, nothing, ENDORSE), TAKE_NOTE)
    assert council.vote(setting, meeting, state, moves).cover.all()
    noted = council.vote(setting, meeting, brought(kosovo, nothing, TAKE_NOTE), moves)
    assert (noted.council == council.NOTED).all()
    assert not noted.cover.any()
    for name in ("legitimacy", "swayed", "home", "deadline"):
        np.testing.assert_array_equal(getattr(noted, name), getattr(state, name), err_msg=name)


# ------------------------------------------------------------------ 26 votes


def test_a_vote_can_be_won_by_lobbying_the_elected_members_that_have_no_other_say(kosovo):
    setting, traits, state = kosovo
    voters = ~setting.recogniser & ~setting.party
    worked = replace(state, lobbied=np.where(voters, 6.0, 0.0) + np.zeros_like(state.lobbied))
    for terms, sign in ((leaning.for_endorsing, 1.0), (leaning.for_more_talks, -1.0)):
        moved = total(terms(setting, traits, worked)) - total(terms(setting, traits, state))
        np.testing.assert_allclose(moved[..., voters], sign * 6.0)
        assert (moved[..., ~voters] == 0.0).all()
    back = replace(worked, lobbied=worked.lobbied / 2.0)
    lean = total(leaning.for_endorsing(setting, traits, back))[..., voters]
    assert (lean < total(leaning.for_endorsing(setting, traits, worked))[..., voters]).all(), (
        "a rival nets it out"
    )


def test_the_elected_members_hear_the_title_holder_ask_for_more_time(kosovo):
    setting, traits, state = kosovo
    asked = replace(state, contested=np.full_like(state.legitimacy, 6.0))
    moved = total(leaning.for_more_talks(setting, traits, asked)) - total(
        leaning.for_more_talks(setting, traits, state)
    )
    elected = setting.council[state.week] & ~setting.permanent
    np.testing.assert_allclose(moved[..., elected], 6.0)
    assert (moved[..., ~elected] == 0.0).all()


def test_every_ballot_has_a_leaning_and_those_who_hold_to_law_want_a_ground(kosovo):
    setting, traits, state = kosovo
    assert len(leaning.LEANINGS) == votes_held(setting, traits, state).shape[-1]
    assert leaning.LEANINGS[MISSION] is leaning.for_mission
    terms = leaning.for_ground(setting, traits, state)["regard for law"]
    assert (terms[traits.law > 0.0] > 0.0).all()


# ------------------------------------------------------------------ 25 putting off, 26 answering for a vote


def asks_for_time(setting, moves, code="SK"):
    field = moves.put_off.copy()
    field[..., setting.actors.index(code)] = True
    return replace(moves, put_off=field)


def test_a_vote_is_put_off_by_a_week_and_once(kosovo, nothing):
    setting, traits, _ = kosovo
    yes = votes(setting, nothing, MORE_TALKS)
    now = brought(kosovo, nothing, MORE_TALKS)
    later = council.vote(setting, traits, now, asks_for_time(setting, yes))
    assert (later.council == now.council).all()
    np.testing.assert_array_equal(later.home, now.home, err_msg="a draft that waits has not failed")
    week = council.draft(setting, traits, replace(later, week=later.week + 1), nothing)
    assert (week.drafted == MORE_TALKS).all()
    np.testing.assert_array_equal(week.drafter, now.drafter)
    held = council.vote(setting, traits, week, asks_for_time(setting, yes))
    assert (held.council == council.TALKS).all(), "nobody puts it off twice"
    assert (held.waiting == -1).all()
    over = council.draft(setting, traits, replace(held, week=held.week + 1), nothing)
    assert (over.drafted == -1).all()
    outsider = council.vote(setting, traits, now, asks_for_time(setting, yes, "CY"))
    assert (outsider.council == council.TALKS).all(), "it has no seat there"


def test_a_meeting_of_the_calendar_is_put_off_once_too_and_binds_nobody_before_it_is_held(kosovo, nothing):
    setting, traits, state = kosovo
    meeting = replace(traits, council_week=np.zeros_like(traits.council_week))
    moves = votes(setting, nothing, ENDORSE)
    later = council.vote(setting, meeting, state, asks_for_time(setting, moves))
    assert not later.cover.any()
    assert not votes_held(setting, meeting, later)[..., ENDORSE].any()
    week = replace(later, week=state.week + 1)
    assert votes_held(setting, meeting, week)[..., ENDORSE].all()
    assert council.vote(setting, meeting, week, asks_for_time(setting, moves)).cover.all()


def test_more_talks_that_the_council_asks_for_hold_back_who_lives_by_law(kosovo, nothing):
    setting, traits, _ = kosovo
    now = brought(kosovo, nothing, MORE_TALKS)
    done = council.vote(setting, traits, now, votes(setting, nothing, MORE_TALKS))
    law = (traits.law > 0.0) & setting.recogniser & (setting.side == 0.0)
    assert law.any()
    assert (done.swayed[law] < 0.0).all()
    assert (done.swayed[~law] == 0.0).all()


def test_a_doubter_on_the_council_answers_for_its_vote_to_endorse(kosovo, nothing):
    setting, traits, state = kosovo
    slovakia = setting.actors.index("SK")
    assert setting.council[state.week, slovakia]
    meeting = replace(traits, council_week=np.zeros_like(traits.council_week))
    against = traits.recognition[..., slovakia] < 0.0
    assert against.any()
    heard = (traits.mechanism.block_home * traits.vulnerability[..., slovakia])[against]
    along = traits.mechanism.vote_along[against]
    for vote, home, word in ((1, -heard, along), (0, 0.0, 0.0), (-1, heard / 2.0, -along)):
        moves = votes(setting, nothing, ENDORSE, 0, SK=vote)
        done = council.vote(setting, meeting, state, moves)
        np.testing.assert_allclose((done.home - state.home)[..., slovakia][against], home, atol=1e-9)
        np.testing.assert_allclose(
            (done.credibility - state.credibility)[..., slovakia][against], word, atol=1e-9
        )


# ------------------------------------------------------------------ 20 amending a text, 21 a split


def test_a_mediator_moves_anothers_text_by_one_mark(kosovo, nothing):
    setting, _, state = kosovo
    held = replace(state, session=np.ones_like(state.session))
    names = setting.packages

    def tabled(text, toward, blocked=()):
        moves, chair = nothing, int(np.flatnonzero(setting.mediator[0] & setting.chair[0])[0])
        other = int(np.flatnonzero(setting.mediator[0] & ~setting.chair[0])[0])
        texts, amend, blocks = moves.text.copy(), moves.amend.copy(), moves.blocks.copy()
        texts[..., chair] = names.index(text)
        amend[..., other] = names.index(toward)
        for name in blocked:
            blocks[..., chair, names.index(name)] = True
        found = talks.agreed_by_mediators(
            setting, replace(moves, text=texts, amend=amend, blocks=blocks), held
        )
        return {names[i] for i in np.unique(found)}

    assert tabled("pact", "independence") == {"supervised"}, "the open text lies in the middle"
    assert tabled("pact", "autonomy") == {"autonomy"}
    assert tabled("independence", "autonomy") == {"supervised"}
    assert tabled("autonomy", "independence") == {"pact"}
    assert tabled("pact", "pact") == {"pact"}
    assert tabled("pact", "independence", ["supervised"]) == {"pact"}, "what is blocked falls"


def test_a_note_beside_the_report_wins_friends_for_more_talks(kosovo, nothing):
    setting, traits, state = kosovo
    now = replace(state, week=setting.report_week)
    apart = nothing.separate_note.copy()
    apart[..., setting.actors.index("RU")] = True
    done = talks.report(setting, traits, now, replace(nothing, separate_note=apart))
    np.testing.assert_allclose(done.contested, traits.mechanism.contest_votes)
    assert (talks.report(setting, traits, now, nothing).contested == 0.0).all()

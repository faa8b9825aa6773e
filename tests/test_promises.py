"""Promises by play: what is on the ledger, what keeps and what breaks it, what that costs and whom it moves."""

from dataclasses import replace

import numpy as np
import pytest

from sim.arrays import ASK, MISSION
from sim.compile import compile_setting
from sim.idle import idle
from sim.ledger import ACT_RECOGNISE as RECOGNISE
from sim.ledger import ACT_REINFORCE as REINFORCE
from sim.ledger import (
    ACTS,
    BACK,
    BROKEN,
    COORDINATE,
    DECLARE,
    ENTRIES,
    KEPT,
    NO_MEASURES,
    NOT_DECLARE,
    NOT_RECOGNISE,
    OPEN,
    RELEASED,
    STOP_LOBBYING,
    TERM,
    VOTE_NO,
    VOTE_YES,
    Ledger,
)
from sim.rules import open_week, opening
from sim.rules.deeds import BREACHED, DONE
from sim.rules.guarantee import weigh_guarantee
from sim.rules.leaks import deny, leak
from sim.rules.notes import term
from sim.rules.outside import expected_recognition
from sim.rules.particulars import mistakes
from sim.rules.promises import betrayals, fates, judge, pledge, press
from sim.rules.word import (
    cheated,
    contradicts,
    credit,
    nothing_promised,
    paired,
    pledged,
    record,
    threatened,
)
from sim.scenario import load
from sim.state import State, head, take
from sim.worlds import draw_shocks, draw_traits

WORLDS = 8


@pytest.fixture(scope="module")
def game():
    scenario = load("kosovo_2007")
    setting = compile_setting(scenario)
    traits = head(draw_traits(scenario, setting, 1, 0), WORLDS)
    shocks = head(draw_shocks(setting, 1, 0, 0), WORLDS)
    state = open_week(setting, traits, opening(setting, traits))
    nothing = idle(state.stance.shape, len(setting.packages))
    return setting, traits, state, nothing, shocks


def at(setting, code):
    return setting.actors.index(code)


def everywhere(state, value=True):
    return np.full(state.legitimacy.shape, value)


def promised(setting, state, who, to, act, until=10, thing=-1, level=-1, **said):
    said = {name: everywhere(state, value) for name, value in said.items()}
    ledger, place = record(
        state.ledger,
        everywhere(state),
        at(setting, who),
        at(setting, to),
        np.broadcast_to(term(act, until, thing, level), (*state.legitimacy.shape, TERM)),
        state.week,
        **said,
    )
    return replace(state, ledger=ledger), place


def doing(nothing, setting, who, **fields):
    out = {}
    for name, value in fields.items():
        field = getattr(nothing, name).copy()
        field[..., at(setting, who)] = value
        out[name] = field
    return replace(nothing, **out)


def fate(state):
    return state.ledger.state[..., 0]


def k(setting, state, who):
    return state.credibility[..., at(setting, who)]


def test_an_empty_ledger_costs_nothing_and_changes_nothing(game):
    setting, traits, state, nothing, shocks = game
    assert nothing_promised(state)
    assert judge(setting, traits, state, nothing, state) is state
    assert leak(setting, traits, state, nothing, shocks) is state
    assert pledge(setting, traits, state, nothing) is state
    assert weigh_guarantee(setting, traits, state) is state
    assert not cheated(setting, traits, state).any()


def test_every_act_can_be_kept_or_broken():
    assert set(DONE) | set(BREACHED) == set(range(len(ACTS)))


def test_a_promise_takes_the_first_empty_place_then_that_of_the_oldest_settled(game):
    setting, _, state, _, _ = game
    for i in range(ENTRIES):
        state, place = promised(setting, replace(state, week=i), "US", "RS", STOP_LOBBYING, thing=i)
        assert (place == i).all()
    full, place = promised(setting, state, "US", "RS", REINFORCE)
    assert (place == -1).all(), "all promises are open: one more is refused"
    assert (full.ledger.act == state.ledger.act).all()
    fates_ = state.ledger.state.copy()
    fates_[..., [3, 7]] = KEPT
    settled = replace(state, ledger=replace(state.ledger, state=fates_))
    assert (promised(setting, settled, "US", "RS", REINFORCE)[1] == 3).all()


def test_a_troop_promise_asked_for_and_kept_brings_credit_once_a_week(game):
    setting, traits, state, nothing, _ = game
    for to in ("XK", "RS"):
        state, _ = promised(setting, state, "US", to, REINFORCE, asked=True)
    after = judge(setting, traits, state, doing(nothing, setting, "US", reinforce=True), state)
    assert (after.ledger.state[..., :2] == KEPT).all()
    gain = k(setting, after, "US") - k(setting, state, "US")
    assert gain == pytest.approx(traits.mechanism.word_kept)


def test_a_promise_nobody_asked_for_brings_no_credit(game):
    setting, traits, state, nothing, _ = game
    state, _ = promised(setting, state, "US", "XK", REINFORCE)
    after = judge(setting, traits, state, doing(nothing, setting, "US", reinforce=True), state)
    assert (fate(after) == KEPT).all()
    assert (after.credibility == state.credibility).all()


def test_a_public_promise_broken_costs_more_than_a_private_one_and_standing_at_home(game):
    setting, traits, state, nothing, _ = game
    m, lost = traits.mechanism, {}
    for public in (False, True):
        said, _ = promised(setting, state, "US", "XK", REINFORCE, until=0, public=public)
        after = judge(setting, traits, said, nothing, said)
        assert (fate(after) == BROKEN).all()
        lost[public] = k(setting, state, "US") - k(setting, after, "US")
        fell = (state.home - after.home)[..., at(setting, "US")]
        assert fell == pytest.approx(m.vow_broken_home if public else 0.0 * m.vow_broken_home)
    assert (lost[True] > lost[False]).all()
    assert lost[False] == pytest.approx(m.word_broken)


def test_who_was_cheated_believes_less_than_the_others(game):
    setting, traits, state, nothing, _ = game
    state, _ = promised(setting, state, "US", "XK", REINFORCE, until=0)
    after = judge(setting, traits, state, nothing, state)
    seen = credit(setting, traits, after)[..., at(setting, "US"), :]
    gap = seen[..., at(setting, "RS")] - seen[..., at(setting, "XK")]
    assert gap == pytest.approx(np.minimum(traits.mechanism.cheated, seen[..., at(setting, "RS")]))


def test_not_to_declare_is_broken_by_declaring_and_kept_when_its_date_has_come(game):
    setting, traits, state, nothing, _ = game
    state, _ = promised(setting, state, "XK", "DE", NOT_DECLARE, until=state.week, asked=True)
    declared = replace(state, declared_week=np.full_like(state.declared_week, state.week))
    assert (fate(judge(setting, traits, state, nothing, declared)) == BROKEN).all()
    assert (fate(judge(setting, traits, state, nothing, state)) == KEPT).all()
    later, _ = promised(setting, game[2], "XK", "DE", NOT_DECLARE, until=state.week + 1)
    assert (fate(judge(setting, traits, later, nothing, later)) == OPEN).all()


def test_recognition_breaks_a_guarantee_when_it_takes_effect_not_when_it_is_decided(game):
    setting, traits, state, nothing, _ = game
    state, _ = promised(setting, state, "GR", "RS", NOT_RECOGNISE, until=20)
    state = replace(state, declared_week=np.zeros_like(state.declared_week))
    for week, becomes in ((state.week + 3, OPEN), (state.week, BROKEN)):
        gone = state.recognised_week.copy()
        gone[..., at(setting, "GR")] = week
        after = replace(state, recognised_week=gone)
        assert (fate(judge(setting, traits, state, nothing, after)) == becomes).all()


def test_a_promise_not_to_recognise_that_was_never_tested_earns_nothing(game):
    setting, traits, state, nothing, _ = game
    state, _ = promised(setting, state, "GR", "RS", NOT_RECOGNISE, until=state.week, asked=True)
    after = judge(setting, traits, state, nothing, state)
    assert (fate(after) == KEPT).all()
    assert (after.credibility == state.credibility).all()


def summit(traits, state):
    return replace(state, week=int(traits.summit_week.min()))


def test_a_vote_breaks_or_keeps_a_promise_on_the_day_it_is_held(game):
    setting, traits, state, nothing, _ = game
    state = summit(traits, state)
    day = (traits.summit_week == state.week).any(-1)
    ballot = nothing.ballots.copy()
    ballot[..., at(setting, "SK"), MISSION] = 1
    yes = replace(nothing, ballots=ballot)
    for act, becomes in ((VOTE_YES, KEPT), (VOTE_NO, BROKEN), (BACK, KEPT)):
        said, _ = promised(setting, state, "SK", "DE", act, until=state.week + 5, thing=MISSION)
        assert (fate(judge(setting, traits, said, yes, said))[day] == becomes).all()
    said, _ = promised(setting, state, "SK", "DE", BACK, until=state.week + 5, thing=MISSION)
    assert (fate(judge(setting, traits, said, nothing, said)) == OPEN).all(), "an abstention backs nothing"
    said, _ = promised(setting, state, "SK", "DE", VOTE_YES, until=state.week + 5, thing=MISSION)
    assert (fate(judge(setting, traits, said, nothing, said))[day] == BROKEN).all()


def test_a_vote_that_is_never_held_releases(game):
    setting, traits, state, nothing, _ = game
    said, _ = promised(setting, state, "SK", "DE", VOTE_YES, until=state.week, thing=MISSION)
    assert (fate(judge(setting, traits, said, nothing, said)) == RELEASED).all()


def test_to_recognise_is_no_broken_word_where_nothing_was_declared(game):
    setting, traits, state, nothing, _ = game
    said, _ = promised(setting, state, "FR", "XK", RECOGNISE, until=state.week)
    assert (fate(judge(setting, traits, said, nothing, said)) == RELEASED).all()
    declared = replace(said, declared_week=np.zeros_like(said.declared_week))
    assert (fate(judge(setting, traits, declared, nothing, declared)) == BROKEN).all()


def test_coordination_is_kept_by_the_weeks_that_were_promised(game):
    setting, traits, state, nothing, _ = game
    state, _ = promised(setting, state, "FR", "XK", COORDINATE, until=20, level=2)
    works = doing(nothing, setting, "FR", back=True)
    once = judge(setting, traits, state, works, state)
    assert (fate(once) == OPEN).all()
    assert (fate(judge(setting, traits, once, works, once)) == KEPT).all()


def test_lobbying_the_named_state_breaks_the_word_and_lobbying_another_does_not(game):
    setting, traits, state, nothing, _ = game
    state, _ = promised(setting, state, "US", "RU", STOP_LOBBYING, thing=at(setting, "SK"))
    for target, becomes in (("SK", BROKEN), ("GR", OPEN)):
        works = doing(nothing, setting, "US", lobby_target=at(setting, target), lobby_points=1.0)
        assert (fate(judge(setting, traits, state, works, state)) == becomes).all()


def test_announced_measures_break_nothing_carried_out_they_do(game):
    setting, traits, state, nothing, _ = game
    state, _ = promised(setting, state, "RS", "DE", NO_MEASURES)
    for stage, becomes in ((1, OPEN), (2, BROKEN)):
        after = judge(setting, traits, state, doing(nothing, setting, "RS", measures=stage), state)
        assert (fate(after) == becomes).all()


def test_what_was_given_in_return_for_a_broken_promise_is_released(game):
    setting, traits, state, nothing, _ = game
    state, one = promised(setting, state, "RS", "DE", NO_MEASURES)
    state, other = promised(setting, state, "DE", "RS", NOT_RECOGNISE)
    state = replace(state, ledger=paired(state.ledger, one, other))
    after = judge(setting, traits, state, doing(nothing, setting, "RS", measures=2), state)
    assert (after.ledger.state[..., 0] == BROKEN).all()
    assert (after.ledger.state[..., 1] == RELEASED).all()
    assert (k(setting, after, "DE") == k(setting, state, "DE")).all()


def test_what_can_no_longer_be_done_is_released(game):
    setting, traits, state, nothing, _ = game
    said, _ = promised(setting, state, "XK", "RS", NOT_DECLARE)
    signed = replace(said, agreed=np.zeros_like(said.agreed))
    assert (fate(judge(setting, traits, said, nothing, signed)) == RELEASED).all()
    said, _ = promised(setting, state, "MT", "RS", DECLARE)
    assert (fate(judge(setting, traits, said, nothing, said)) == RELEASED).all()


def test_a_public_warning_sleeps_until_it_is_defied_and_must_then_be_carried_out(game):
    setting, traits, state, nothing, _ = game
    asks = np.broadcast_to(term(NOT_DECLARE, 20), (WORLDS, TERM))
    for public, ends in ((True, BROKEN), (False, RELEASED)):
        said, place = promised(setting, state, "US", "XK", REINFORCE, until=state.week, public=public)
        said = replace(said, ledger=threatened(said.ledger, place, asks))
        assert (fate(judge(setting, traits, said, nothing, said)) == OPEN).all(), "it sleeps"
        declared = replace(said, declared_week=np.full_like(said.declared_week, said.week))
        woken = judge(setting, traits, said, nothing, declared)
        assert (fate(woken) == OPEN).all()
        next_week = replace(woken, week=woken.week + 1)
        idle_ = judge(setting, traits, next_week, nothing, next_week)
        assert (fate(idle_) == ends).all()
        acts = judge(setting, traits, next_week, doing(nothing, setting, "US", reinforce=True), next_week)
        assert (fate(acts) == KEPT).all()


def test_a_warning_that_is_heeded_is_over(game):
    setting, traits, state, nothing, _ = game
    said, place = promised(setting, state, "US", "XK", REINFORCE, until=30, public=True)
    asks = np.broadcast_to(term(NOT_DECLARE, state.week), (WORLDS, TERM))
    said = replace(said, ledger=threatened(said.ledger, place, asks))
    assert (fate(judge(setting, traits, said, nothing, said)) == RELEASED).all()


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ((NOT_DECLARE, 20), (DECLARE, 10), True),
        ((NOT_DECLARE, 10), (DECLARE, 20), False),
        ((VOTE_YES, 10, MISSION), (VOTE_NO, 20, MISSION), True),
        ((VOTE_YES, 10, MISSION), (BACK, 20, MISSION), False),
        ((VOTE_YES, 10, MISSION), (VOTE_NO, 20, 1), False),
        ((REINFORCE, 10), (REINFORCE, 12), True),
    ],
)
def test_what_repeats_or_contradicts_an_open_promise_is_seen(game, first, second, clash):
    setting, _, state, _, _ = game
    state, _ = promised(setting, state, "SK", "DE", *first)
    new = np.broadcast_to(term(*second), (WORLDS, TERM))
    assert (contradicts(state.ledger, at(setting, "SK"), at(setting, "DE"), new) == clash).all()


def test_a_guarantee_holds_a_member_back_and_is_believed_by_its_weight(game):
    setting, traits, state, nothing, _ = game
    big = doing(nothing, setting, "DE", pledge=20, pledge_public=True)
    said = weigh_guarantee(setting, traits, pledge(setting, traits, state, big))
    assert pledged(setting, said)[..., at(setting, "DE")].all()
    assert (said.guarantee > 0.0).all()
    small = doing(nothing, setting, "MT", pledge=20, pledge_public=True)
    assert (
        weigh_guarantee(setting, traits, pledge(setting, traits, state, small)).guarantee < said.guarantee
    ).all()
    lost = (state.home - said.home)[..., at(setting, "XK")]
    assert lost == pytest.approx(traits.mechanism.pledge_home)
    assert (said.bound.sum(-1) <= 1).all()


def test_a_private_guarantee_binds_but_nobody_else_can_reckon_with_it(game):
    setting, traits, state, nothing, _ = game
    secret = doing(nothing, setting, "GR", pledge=20)
    said = weigh_guarantee(setting, traits, pledge(setting, traits, state, secret))
    assert pledged(setting, said)[..., at(setting, "GR")].all()
    assert (said.guarantee == 0.0).all()
    assert (said.home == state.home).all()


def test_a_guarantee_ends_with_its_date(game):
    setting, traits, state, nothing, _ = game
    said = pledge(
        setting, traits, state, doing(nothing, setting, "GR", pledge=state.week, pledge_public=True)
    )
    over = judge(setting, traits, said, nothing, said)
    after = weigh_guarantee(setting, traits, replace(over, week=over.week + 1))
    assert (after.guarantee == 0.0).all()
    assert not after.bound.any()


def test_a_public_promise_to_recognise_raises_what_all_expect_a_private_one_does_not(game):
    setting, traits, state, _, _ = game
    now = np.zeros_like(state.legitimacy)
    plain, _ = expected_recognition(setting, traits, state, now, now)
    for act, public, sign in ((RECOGNISE, True, 1), (NOT_RECOGNISE, True, -1), (RECOGNISE, False, 0)):
        said, _ = promised(setting, state, "ES", "XK", act, public=public)
        new, _ = expected_recognition(setting, traits, said, now, now)
        assert (np.sign(new - plain) == sign).all()


def test_a_leaked_promise_binds_in_public_and_may_be_traced(game):
    setting, traits, state, nothing, shocks = game
    state, _ = promised(setting, replace(state, week=1), "GR", "RS", NOT_RECOGNISE)
    state = replace(state, week=5)
    told = leak(setting, traits, state, doing(nothing, setting, "RS", leak=0), shocks)
    assert told.ledger.public[..., 0].all()
    assert (told.leaked == 1).all()
    lost = k(setting, state, "GR") - k(setting, told, "GR")
    assert lost == pytest.approx(traits.mechanism.leak_cost)
    own = k(setting, state, "RS") - k(setting, told, "RS")
    assert (np.isclose(own, 0.0) | np.isclose(own, traits.mechanism.word_broken)).all()
    stranger = leak(setting, traits, state, doing(nothing, setting, "FR", leak=0), shocks)
    assert stranger is state


def test_who_leaks_what_it_was_promised_has_something_to_show_at_home_unless_it_is_traced(game):
    setting, traits, state, nothing, shocks = game
    state, _ = promised(setting, replace(state, week=1), "GR", "RS", NOT_RECOGNISE)
    state, serbia = replace(state, week=5), at(setting, "RS")
    told = leak(setting, traits, state, doing(nothing, setting, "RS", leak=0), shocks)
    shown = (told.home - state.home)[..., serbia]
    traced = k(setting, state, "RS") - k(setting, told, "RS") > 0.0
    assert shown[~traced] == pytest.approx(traits.mechanism.leak_home[~traced])
    assert (shown[traced] == 0.0).all()
    own = leak(setting, traits, state, doing(nothing, setting, "GR", leak=0), shocks)
    assert (own.home == state.home).all(), "nobody is thanked for its own secret"


def test_at_the_table_a_yes_to_the_contrary_of_ones_own_word_is_refused_with_its_reason(game):
    setting, traits, state, nothing, _ = game
    state, _ = promised(setting, state, "SK", "CY", NOT_RECOGNISE, until=30)
    note, asks = state.note.copy(), state.note_a.copy()
    note[..., at(setting, "EE"), 0, :] = (ASK, at(setting, "SK"), 0)
    asks[..., at(setting, "EE"), 0, :] = term(RECOGNISE, 12)
    sent = take(replace(state, note=note, note_a=asks), 0)
    reply = np.zeros((len(setting.actors), 2), dtype=np.int64)
    for says, wrong in ((1, 1), (-1, 0)):
        reply[at(setting, "EE"), 0] = says
        quiet = take(nothing, 0)
        every = np.zeros((len(setting.actors), *reply.shape), dtype=np.int64)
        every[at(setting, "SK")] = reply
        moves = replace(quiet, reply=every)
        found = mistakes(setting, take(traits, 0), sent, at(setting, "SK"), moves, "answer")
        assert len(found) == wrong
        assert not found or "come to nothing" in found[0]


def test_at_the_table_a_patron_does_not_pay_for_a_level_at_which_it_stands_already(game):
    setting, traits, state, nothing, _ = game
    stands = np.array(take(state, 0).commitment)
    stands[at(setting, "RU")] = 3
    one, acts = take(state, 0), doing(take(nothing, 0), setting, "RU", commit=3)
    assert mistakes(setting, take(traits, 0), one, at(setting, "RU"), acts, "decide") == []
    found = mistakes(
        setting, take(traits, 0), replace(one, commitment=stands), at(setting, "RU"), acts, "decide"
    )
    assert len(found) == 1
    assert "level 3 already" in found[0]


def test_who_was_hurt_by_a_leak_may_deny_it_the_week_after_and_gets_half_of_it_back_if_believed(game):
    setting, traits, state, nothing, shocks = game
    greece = at(setting, "GR")
    state, _ = promised(setting, replace(state, week=1), "GR", "RS", NOT_RECOGNISE)
    told = leak(setting, traits, replace(state, week=5), doing(nothing, setting, "RS", leak=0), shocks)
    assert told.exposed[..., greece] == pytest.approx(traits.mechanism.leak_cost)
    assert (np.delete(told.exposed, greece, -1) == 0.0).all(), "who leaked has nothing to deny"
    denies = doing(nothing, setting, "GR", deny=True)
    back = {}
    for word in (0.0, 60.0, 100.0):
        k_now = told.credibility.copy()
        k_now[..., greece] = word
        now = replace(told, credibility=np.minimum(k_now, 90.0))
        said = deny(setting, traits, now, denies, shocks)
        back[word] = said.credibility[..., greece] - now.credibility[..., greece]
        half = traits.mechanism.leak_denied * told.exposed[..., greece]
        assert (np.isclose(back[word], 0.0) | np.isclose(back[word], half)).all()
        assert (said.exposed == 0.0).all(), "once"
        assert said.ledger.public[..., 0].all(), "what is out is out"
    assert (back[0.0] == 0.0).all()
    assert ((back[100.0] > 0.0) >= (back[60.0] > 0.0)).all()
    assert (back[100.0] > 0.0).mean() > 0.5
    quiet = leak(setting, traits, told, nothing, shocks)
    assert (quiet.exposed == 0.0).all(), "a week later nobody asks any more"
    assert np.array_equal(deny(setting, traits, state, denies, shocks).credibility, state.credibility), (
        "where nothing has come out there is nothing to deny"
    )


def test_at_the_table_only_what_came_out_is_denied_and_only_a_broken_word_held_up(game):
    setting, traits, state, nothing, _ = game
    one, first = take(state, 0), take(traits, 0)
    acts = doing(take(nothing, 0), setting, "GR", deny=True, press=at(setting, "RS"))
    found = mistakes(setting, first, one, at(setting, "GR"), acts, "decide")
    assert [line.split(":")[0] for line in found] == ["deny", "press"]
    exposed = one.exposed.copy()
    exposed[at(setting, "GR")] = 5.0
    said, _ = promised(setting, state, "RS", "GR", NO_MEASURES)
    done = judge(setting, traits, said, doing(nothing, setting, "RS", measures=2), said)
    now = replace(take(done, 0), exposed=exposed)
    assert mistakes(setting, first, now, at(setting, "GR"), acts, "decide") == []
    barred = replace(setting, rules=replace(setting.rules, side_payments=False))
    looks = doing(take(nothing, 0), setting, "GR", expose=at(setting, "CY"))
    assert "nobody offers other files" in mistakes(barred, first, now, at(setting, "GR"), looks, "decide")[0]


@pytest.mark.parametrize("public", [False, True])
def test_who_was_cheated_says_so_in_public_and_doubles_the_loss_once(game, public):
    setting, traits, state, nothing, _ = game
    state, _ = promised(setting, state, "RS", "DE", NO_MEASURES, public=public)
    broke = judge(setting, traits, state, doing(nothing, setting, "RS", measures=2), state)
    lost = k(setting, state, "RS") - k(setting, broke, "RS")
    even = broke.credibility.copy()
    even[..., at(setting, "DE")] = traits.mechanism.credibility_start
    broke = replace(broke, credibility=even)
    accuses = doing(nothing, setting, "DE", press=at(setting, "RS"))
    said = press(setting, traits, broke, accuses)
    more = k(setting, broke, "RS") - k(setting, said, "RS")
    assert more == pytest.approx(np.minimum(lost * traits.mechanism.pressed, k(setting, broke, "RS")))
    assert said.ledger.public[..., 0].all(), "now all know"
    assert not betrayals(said.ledger).any()
    assert press(setting, traits, said, accuses) is said
    unheard = even.copy()
    unheard[..., at(setting, "DE")] = 0.0
    mute = press(setting, traits, replace(broke, credibility=unheard), accuses)
    assert (k(setting, mute, "RS") == k(setting, broke, "RS")).all(), (
        "from who is not believed it costs nothing"
    )
    stranger = press(setting, traits, broke, doing(nothing, setting, "FR", press=at(setting, "RS")))
    assert stranger is broke
    kept = press(setting, traits, state, accuses)
    assert kept is state, "an open promise is not broken"


def test_an_act_that_was_sold_to_two_costs_its_maker_when_one_of_them_comes_out(game):
    setting, traits, state, nothing, shocks = game
    state = replace(state, week=1)

    def bargain(state, who, to):
        state, one = promised(setting, state, who, to, NOT_RECOGNISE, until=20)
        state, other = promised(setting, state, to, who, STOP_LOBBYING, until=20, thing=at(setting, who))
        return replace(state, ledger=paired(state.ledger, one, other))

    once = bargain(state, "GR", "RS")
    twice = bargain(once, "GR", "RU")
    gift, _ = promised(setting, once, "GR", "RU", NOT_RECOGNISE, until=20)
    reveals = doing(nothing, setting, "RS", leak=0)
    later = {
        name: leak(setting, traits, replace(before, week=5), reveals, shocks)
        for name, before in (("once", once), ("twice", twice), ("gift", gift))
    }
    lost = {name: k(setting, state, "GR") - k(setting, after, "GR") for name, after in later.items()}
    assert lost["once"] == pytest.approx(traits.mechanism.leak_cost)
    assert lost["gift"] == pytest.approx(lost["once"]), "what was given for nothing was not sold"
    assert lost["twice"] == pytest.approx(lost["once"] + traits.mechanism.sold_twice)


def test_a_guarantee_that_leaks_halves_what_the_guarantees_are_worth_while_it_is_open(game):
    setting, traits, state, nothing, shocks = game
    for who in ("GR", "ES", "RO"):
        state, _ = promised(setting, state, who, "RS", NOT_RECOGNISE, until=20, public=True)
    whole = weigh_guarantee(setting, traits, state)
    state, place = promised(setting, replace(state, week=1), "CY", "RS", NOT_RECOGNISE, until=20)
    state = replace(state, week=5)
    leaked = leak(setting, traits, state, doing(nothing, setting, "CY", leak=int(place[0])), shocks)
    spoilt = weigh_guarantee(setting, traits, leaked)
    told = replace(leaked, ledger=replace(leaked.ledger, leaked=np.zeros_like(leaked.ledger.leaked)))
    complete = weigh_guarantee(setting, traits, told)
    assert spoilt.guarantee == pytest.approx(complete.guarantee * traits.mechanism.pledge_leaked)
    assert (spoilt.guarantee < whole.guarantee).all()
    assert (complete.guarantee > whole.guarantee).all()


def test_what_is_private_comes_out_by_chance_about_as_often_as_it_should(game):
    setting, _, _, nothing, _ = game
    scenario = load("kosovo_2007")
    many = draw_traits(scenario, setting, 2, 0)
    start = opening(setting, many)
    start, _ = promised(setting, start, "GR", "RS", NOT_RECOGNISE)
    told = leak(
        setting, many, start, idle(start.stance.shape, len(setting.packages)), draw_shocks(setting, 2, 0, 0)
    )
    assert told.ledger.public[..., 0].mean() == pytest.approx(many.mechanism.leak_chance.mean(), abs=0.03)
    again = leak(setting, many, replace(start, week=1), nothing, draw_shocks(setting, 2, 0, 1))
    assert not again.ledger.public.any(), "only in the week in which it was made"


def busy(game):
    setting, _, state, nothing, _ = game
    state, one = promised(setting, state, "RS", "DE", NO_MEASURES, asked=True)
    state, other = promised(setting, state, "DE", "RS", NOT_RECOGNISE, public=True)
    state = replace(state, ledger=paired(state.ledger, one, other))
    state, _ = promised(setting, state, "US", "XK", REINFORCE, until=0)
    odd = np.arange(WORLDS) % 2 == 1
    measures, pledge_ = nothing.measures.copy(), nothing.pledge.copy()
    measures[odd, at(setting, "RS")] = 2
    pledge_[~odd, at(setting, "GR")] = 20
    reveals = nothing.leak.copy()
    reveals[..., at(setting, "RS")] = 0
    denies, accuses = nothing.deny.copy(), nothing.press.copy()
    denies[..., at(setting, "DE")] = True
    accuses[..., at(setting, "DE")] = at(setting, "RS")
    return state, replace(
        nothing, measures=measures, pledge=pledge_, leak=reveals, deny=denies, press=accuses
    )


RULES = {
    "pledge": lambda s, t, x, m, u: pledge(s, t, x, m).ledger,
    "judge": lambda s, t, x, m, u: judge(s, t, x, m, x),
    "fates": lambda s, t, x, m, u: fates(s, t, x, m, x),
    "guarantee": lambda s, t, x, m, u: weigh_guarantee(s, t, pledge(s, t, x, m)),
    "leak": leak,
    "deny": lambda s, t, x, m, u: deny(s, t, leak(s, t, x, m, u), m, u),
    "press": lambda s, t, x, m, u: press(s, t, judge(s, t, x, m, x), m),
    "credit": lambda s, t, x, m, u: credit(s, t, judge(s, t, x, m, x)),
    "forecast": lambda s, t, x, m, u: expected_recognition(
        s, t, x, np.zeros_like(x.legitimacy), np.zeros_like(x.legitimacy)
    ),
}


MOVED = (
    "credibility",
    "home",
    "leaked",
    "exposed",
    "guarantee",
    "bound",
    "note",
    "note_a",
    "reply",
    "reason",
    "counter",
)


def arrays(item):
    """What a rule has changed, as arrays: of a state, a ledger, or one array alone."""
    if isinstance(item, tuple):
        return list(item)
    if isinstance(item, State):
        return [np.asarray(getattr(item, name)) for name in MOVED] + arrays(item.ledger)
    return [np.asarray(v) for v in vars(item).values()] if isinstance(item, Ledger) else [np.asarray(item)]


@pytest.mark.parametrize("rule", RULES)
def test_world_k_of_a_batch_is_world_k_alone(game, rule):
    setting, traits, _, _, shocks = game
    state, moves = busy(game)
    many = arrays(RULES[rule](setting, traits, state, moves, shocks))
    for world in (0, 1, WORLDS - 1):
        alone = RULES[rule](
            setting, take(traits, world), take(state, world), take(moves, world), take(shocks, world)
        )
        for batch, one in zip(many, arrays(alone), strict=True):
            assert np.array_equal(batch[world], one, equal_nan=batch.dtype.kind == "f")

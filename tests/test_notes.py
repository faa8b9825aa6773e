"""Notes by play: what is sent, who has to answer, what comes of it; and what a sounding brings to light."""

from dataclasses import replace

import numpy as np
import pytest

from sim.arrays import ASK, BARGAIN, MISSION, PROMISE, WARN, untouched
from sim.compile import compile_setting
from sim.idle import idle
from sim.ledger import ABSTAIN, ACT, ENTRIES, KEEP_PATH_OPEN, KEPT, NO_MEASURES, NOT_RECOGNISE, OPEN, TERM
from sim.ledger import ACT_REINFORCE as REINFORCE
from sim.news import happened
from sim.papers import bands
from sim.rules import open_week, opening
from sim.rules.notes import (
    COUNTER,
    KIND,
    LAW,
    NO,
    PUBLIC,
    REASONS,
    TO,
    YES,
    hear_answers,
    post,
    settle,
    term,
    void,
    waiting,
)
from sim.rules.sounding import READINESS, WISH, find_out, sound_out
from sim.rules.word import credit, nothing_promised, sworn
from sim.scenario import load
from sim.secrecy import known
from sim.state import head, take
from sim.worlds import draw_shocks, draw_traits

WORLDS = 8
NOTHING = np.full(TERM, -1)


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


def writes(nothing, setting, who, to, kind, asked=NOTHING, given=NOTHING, public=0, slot=0):
    """Moves in which a seat sends one note more."""
    note, a, b = nothing.note.copy(), nothing.note_a.copy(), nothing.note_b.copy()
    seat = at(setting, who)
    note[..., seat, slot, KIND], note[..., seat, slot, TO] = kind, at(setting, to)
    note[..., seat, slot, PUBLIC] = public
    a[..., seat, slot, :], b[..., seat, slot, :] = asked, given
    return replace(nothing, note=note, note_a=a, note_b=b)


def answers(nothing, setting, who, to, says, why=0, wants=NOTHING, slot=0):
    """Moves in which a seat answers a note."""
    reply, reason, counter = nothing.reply.copy(), nothing.reason.copy(), nothing.counter.copy()
    here = (..., at(setting, who), at(setting, to), slot)
    reply[here], reason[here], counter[(*here, slice(None))] = says, why, wants
    return replace(nothing, reply=reply, reason=reason, counter=counter)


A, B = term(ABSTAIN, 20, MISSION), term(KEEP_PATH_OPEN, 25)


def exchange(game, says, wants=NOTHING, public=0, takes=False, kind=BARGAIN):
    """A bargain of Germany with Slovakia, from its sending to the ledger."""
    setting, traits, state, nothing, _ = game
    state = post(setting, traits, state, writes(nothing, setting, "DE", "SK", kind, A, B, public))
    state = hear_answers(setting, traits, state, answers(nothing, setting, "SK", "DE", says, LAW, wants))
    take_it = nothing.take_counter.copy()
    take_it[..., at(setting, "DE"), 0] = takes
    return settle(setting, traits, state, replace(nothing, take_counter=take_it))


def test_a_week_without_notes_makes_no_array(game):
    setting, traits, state, nothing, _ = game
    assert post(setting, traits, state, nothing) is state
    assert not waiting(state).any()
    assert hear_answers(setting, traits, state, nothing) is state
    assert settle(setting, traits, state, nothing) is state


def test_last_weeks_notes_are_cleared_away(game):
    setting, traits, state, nothing, _ = game
    sent = post(setting, traits, state, writes(nothing, setting, "DE", "SK", ASK, A))
    assert not untouched(sent.note)
    assert untouched(post(setting, traits, sent, nothing).note)


def test_asks_and_bargains_wait_for_an_answer_promises_and_warnings_do_not(game):
    setting, traits, state, nothing, _ = game
    for kind in (ASK, BARGAIN, PROMISE, WARN):
        sent = post(setting, traits, state, writes(nothing, setting, "DE", "SK", kind, A, B))
        assert (waiting(sent)[..., at(setting, "SK")] == (kind in (ASK, BARGAIN))).all()
        assert waiting(sent).sum(-1).max() <= 1


def test_a_note_to_oneself_or_of_no_known_kind_is_no_note(game):
    setting, traits, state, nothing, _ = game
    for who, to, kind in (("DE", "DE", ASK), ("DE", "SK", 7), ("DE", "SK", -2)):
        sent = post(setting, traits, state, writes(nothing, setting, who, to, kind, A))
        assert not (sent.note[..., KIND] > 0).any()


def test_an_ask_accepted_is_a_promise_that_was_asked_for(game):
    state = exchange(game, YES, kind=ASK)
    setting = game[0]
    ledger = state.ledger
    assert (ledger.state[..., 0] == OPEN).all()
    assert (ledger.state[..., 1] == 0).all()
    assert (ledger.maker[..., 0] == at(setting, "SK")).all()
    assert (ledger.receiver[..., 0] == at(setting, "DE")).all()
    assert (ledger.act[..., 0] == ABSTAIN).all()
    assert ledger.asked[..., 0].all()
    assert not ledger.public.any()


def test_a_bargain_accepted_is_two_promises_each_in_return_for_the_other(game):
    ledger = exchange(game, YES, public=1).ledger
    assert (ledger.state[..., :2] == OPEN).all()
    assert (ledger.given[..., :2] == [1, 0]).all()
    assert ledger.public[..., :2].all()
    assert (ledger.asked[..., :2] == [True, False]).all()


def test_a_refusal_puts_nothing_on_the_ledger_and_gives_a_reason(game):
    state = exchange(game, NO)
    setting = game[0]
    assert nothing_promised(state)
    assert REASONS[int(state.reason[0, at(setting, "DE"), 0])] == "our law forbids it"


def test_a_note_that_nobody_answers_lapses(game):
    assert nothing_promised(exchange(game, 0))


def test_a_counter_offer_taken_replaces_what_was_offered(game):
    wants = term(NO_MEASURES, 15)
    assert nothing_promised(exchange(game, COUNTER, wants))
    ledger = exchange(game, COUNTER, wants, takes=True).ledger
    assert (ledger.act[..., :2] == [ABSTAIN, NO_MEASURES]).all()
    assert ledger.asked[..., :2].all(), "what was countered was asked for"


def test_a_counter_offer_without_an_act_is_a_no(game):
    state = exchange(game, COUNTER, takes=True)
    assert (state.reply[..., at(game[0], "DE"), 0] == NO).all()
    assert nothing_promised(state)


def test_a_promise_stands_without_an_answer_and_repeated_is_nothing_new(game):
    setting, traits, state, nothing, _ = game
    once = writes(nothing, setting, "US", "XK", PROMISE, given=term(REINFORCE, 12))
    for _ in range(2):
        state = settle(setting, traits, post(setting, traits, state, once), nothing)
    assert ((state.ledger.state == OPEN).sum(-1) == 1).all()


def test_a_warning_sleeps_on_the_ledger(game):
    setting, traits, state, nothing, _ = game
    warns = writes(nothing, setting, "US", "RS", WARN, term(NO_MEASURES, 12), term(REINFORCE, 14), public=1)
    ledger = settle(setting, traits, post(setting, traits, state, warns), nothing).ledger
    assert ledger.warned[..., 0].all()
    assert (ledger.condition[..., 0, ACT] == NO_MEASURES).all()


def test_a_date_gone_by_is_nothing_to_promise(game):
    setting, traits, state, nothing, _ = game
    late = writes(nothing, setting, "US", "XK", PROMISE, given=term(REINFORCE, 2))
    state = replace(state, week=3)
    assert ((settle(setting, traits, post(setting, traits, state, late), nothing).ledger.state) == 0).all()


def test_a_bargain_for_which_the_ledger_has_one_place_is_void(game):
    setting, traits, state, nothing, _ = game
    shape = state.ledger.state.shape
    states = np.full(shape, OPEN)
    states[..., 5] = KEPT
    full = replace(state.ledger, state=states, maker=np.full(shape, 3), made=np.zeros(shape, dtype=np.int64))
    crowded = (setting, traits, replace(state, ledger=full), nothing, None)
    assert ((exchange(crowded, YES).ledger.state == OPEN).sum(-1) == ENTRIES - 1).all()


def test_a_note_that_would_come_to_nothing_is_known_as_such(game):
    setting, traits, state, nothing, _ = game
    promise = writes(nothing, setting, "US", "XK", PROMISE, given=term(REINFORCE, 12))
    assert not void(setting, state, promise).any()
    once = settle(setting, traits, post(setting, traits, state, promise), nothing)
    assert void(setting, once, promise)[..., at(setting, "US"), 0].all(), "repeated"
    late = writes(nothing, setting, "US", "XK", ASK, term(REINFORCE, 2))
    assert void(setting, replace(state, week=3), late)[..., at(setting, "US"), 0].all()
    assert sworn(setting, once).sum(-1).max() == 1


# ------------------------------------------------------------------ soundings


def sounding(nothing, setting, who, of, on):
    sound, what = nothing.sound.copy(), nothing.sound_on.copy()
    sound[..., at(setting, who)], what[..., at(setting, who)] = at(setting, of), on
    return replace(nothing, sound=sound, sound_on=what)


def believed(setting, traits, state, who):
    return bands(setting, traits, state, np.array([at(setting, who)]))


def test_nobody_asked_nothing_heard(game):
    setting, traits, state, nothing, shocks = game
    assert sound_out(setting, traits, state, nothing, shocks) is state


def test_a_friend_tells_the_truth_more_often_than_a_rival(game):
    setting, *_ = game
    scenario = load("kosovo_2007")
    traits, shocks = draw_traits(scenario, setting, 3, 0), draw_shocks(setting, 3, 0, 0)
    state = opening(setting, traits)
    nothing = idle(state.stance.shape, len(setting.packages))
    honest = {}
    for who in ("RU", "US"):
        told = sound_out(setting, traits, state, sounding(nothing, setting, who, "RS", WISH), shocks)
        heard = told.heard[:, at(setting, who), at(setting, "RS"), WISH]
        true = traits.ideal[:, at(setting, "RS"), setting.key]
        honest[who] = (heard == true) | (true == 0.0)
    assert honest["RU"].mean() > honest["US"].mean() + 0.02


def test_a_lie_lies_to_the_side_of_who_tells_it(game):
    setting, traits, state, nothing, shocks = game
    for of in ("RU", "US"):
        told = sound_out(setting, traits, state, sounding(nothing, setting, "MT", of, READINESS), shocks)
        off = (
            told.heard[..., at(setting, "MT"), at(setting, of), READINESS]
            - state.readiness[..., at(setting, of)]
        )
        assert (off * setting.side[at(setting, of)] >= 0.0).all()


def test_a_band_halves_with_each_sounding_and_stays_within_what_all_know(game):
    setting, traits, state, nothing, shocks = game
    of = at(setting, "SK")
    asks = sounding(nothing, setting, "DE", "SK", READINESS)
    first_low, first_high = (band[..., 0, of, READINESS] for band in believed(setting, traits, state, "DE"))
    for times in range(3):
        low, high = (band[..., 0, of, READINESS] for band in believed(setting, traits, state, "DE"))
        assert high - low == pytest.approx((first_high - first_low) * 0.5**times)
        assert (low >= first_low - 1e-9).all()
        assert (high <= first_high + 1e-9).all()
        state = sound_out(setting, traits, state, asks, shocks)


def test_a_seat_knows_its_own_mind_and_nothing_more_of_those_it_has_not_asked(game):
    setting, traits, state, nothing, shocks = game
    state = sound_out(setting, traits, state, sounding(nothing, setting, "DE", "SK", READINESS), shocks)
    before = believed(setting, traits, game[2], "DE")
    low, high = believed(setting, traits, state, "DE")
    own = at(setting, "DE")
    assert (low[..., 0, own, READINESS] == state.readiness[..., own]).all()
    assert (low[..., 0, own, :] == high[..., 0, own, :]).all()
    other = at(setting, "FR")
    assert (low[..., 0, other, :] == before[0][..., 0, other, :]).all()
    assert (high[..., 0, other, :] == before[1][..., 0, other, :]).all()


def lied_to(game, who, of, on=READINESS):
    """A state in which `who` has been lied to by `of`, in the worlds in which it was; and those worlds."""
    setting, traits, state, nothing, shocks = game
    told = sound_out(setting, traits, state, sounding(nothing, setting, who, of, on), shocks)
    return told, told.misled[..., at(setting, who), at(setting, of), on] == 1


def luckier(game):
    """More worlds than the others look at, so that some lie and some do not."""
    setting, *_ = game
    scenario = load("kosovo_2007")
    traits, shocks = (
        head(x, 200) for x in (draw_traits(scenario, setting, 3, 0), draw_shocks(setting, 3, 0, 0))
    )
    state = open_week(setting, traits, opening(setting, traits))
    return setting, traits, state, idle(state.stance.shape, len(setting.packages)), shocks


def test_a_second_answer_that_is_true_shows_up_the_first_and_costs_the_liar_credit_with_who_asked(game):
    game = luckier(game)
    setting, traits, state, nothing, _ = game
    told, lied = lied_to(game, "US", "RS", WISH)
    assert 0.1 < lied.mean() < 0.9
    assert np.array_equal(credit(setting, traits, told), credit(setting, traits, state)), "not by itself"
    again = sound_out(
        setting, traits, told, sounding(nothing, setting, "US", "RS", WISH), draw_shocks_of(setting, 1)
    )
    pair = (..., at(setting, "US"), at(setting, "RS"))
    found = again.misled[(*pair, WISH)] == 2
    true = again.heard[(*pair, WISH)] == traits.ideal[:, at(setting, "RS"), setting.key]
    assert (found == (lied & true)).all()
    assert found.any()
    lost = credit(setting, traits, state) - credit(setting, traits, again)
    there = (..., at(setting, "RS"), at(setting, "US"))
    assert lost[there] == pytest.approx(np.where(found, traits.mechanism.cheated, 0.0))
    assert lost.sum() == pytest.approx(lost[there].sum()), "with nobody else"


def draw_shocks_of(setting, week):
    return head(draw_shocks(setting, 3, 0, week), 200)


def test_who_lied_about_its_readiness_is_found_out_by_what_it_does(game):
    game = luckier(game)
    setting, traits, state, nothing, _ = game
    told, lied = lied_to(game, "RS", "DK")
    pair = (..., at(setting, "RS"), at(setting, "DK"), READINESS)
    said = told.heard[pair]
    gone = told.recognised_week.copy()
    gone[..., at(setting, "DK")] = told.week
    recognised = replace(told, recognised_week=gone)
    refused_ = told.refused.copy()
    refused_[..., at(setting, "DK")] = True
    refuses = replace(told, refused=refused_)
    for after, against in ((recognised, said < 0.0), (refuses, said > 0.0)):
        found = find_out(setting, traits, told, nothing, after).misled[pair] == 2
        assert (found == (lied & against)).all()
    assert np.array_equal(find_out(setting, traits, told, nothing, told).misled, told.misled)
    visit = nothing.visit.copy()
    visit[..., at(setting, "RS")] = at(setting, "DK")
    seen = find_out(setting, traits, told, replace(nothing, visit=visit), told).misled[pair]
    assert ((seen == 2) == lied).all(), "who goes there sees for itself"
    assert find_out(setting, traits, state, nothing, state) is state


def test_only_who_was_lied_to_knows_it_and_only_once_it_has_found_out(game):
    game = luckier(game)
    setting, traits, _, nothing, _ = game
    told, _ = lied_to(game, "US", "RS", WISH)
    us, rs = at(setting, "US"), at(setting, "RS")
    assert not known(setting, traits, told, us).state.misled.any()
    again = sound_out(
        setting, traits, told, sounding(nothing, setting, "US", "RS", WISH), draw_shocks_of(setting, 1)
    )
    assert (known(setting, traits, again, us).state.misled[..., us, rs, WISH] == 2).any()
    assert not known(setting, traits, again, rs).state.misled.any()
    world = int(np.flatnonzero(again.misled[..., us, rs, WISH] == 2)[0])
    before, after = take(told, world), take(again, world)
    heard = {"what": "lie", "who": ["RS"], "to": "US", "how": "private"}
    assert heard in happened(setting, before, after, ["US"])
    assert heard not in happened(setting, before, after, ["FR"])


def test_who_is_tempted_lets_the_asker_see_it_and_nobody_else(game):
    setting, traits, state, nothing, shocks = game
    hint = nothing.hint.copy()
    hint[..., at(setting, "DK"), at(setting, "RS")] = True
    asks = replace(sounding(nothing, setting, "RS", "DK", READINESS), hint=hint)
    told = sound_out(setting, traits, state, asks, shocks)
    assert told.hinted[..., at(setting, "RS"), at(setting, "DK")].all()
    assert told.hinted.sum() == len(told.legitimacy)
    other = replace(sounding(nothing, setting, "RU", "DK", READINESS), hint=hint)
    assert not sound_out(setting, traits, state, other, shocks).hinted.any()
    news = happened(setting, take(state, 0), take(told, 0), ["RS"])
    assert {"what": "hint", "who": ["DK"], "to": "RS", "how": "private"} in news
    plain = sound_out(setting, traits, told, sounding(nothing, setting, "RS", "DK", WISH), shocks)
    assert not plain.hinted.any(), "what was seen last counts"


RULES = {
    "post": lambda s, t, x, m, u: post(s, t, x, m),
    "hear_answers": lambda s, t, x, m, u: hear_answers(s, t, post(s, t, x, m), m),
    "settle": lambda s, t, x, m, u: settle(s, t, hear_answers(s, t, post(s, t, x, m), m), m),
    "sound_out": sound_out,
    "find_out": lambda s, t, x, m, u: find_out(s, t, x, replace(m, visit=m.sound), sound_out(s, t, x, m, u)),
}
MOVED = ("note", "note_a", "note_b", "reply", "reason", "counter", "sounded", "heard", "misled", "hinted")


@pytest.mark.parametrize("rule", RULES)
def test_world_k_of_a_batch_is_world_k_alone(game, rule):
    setting, traits, state, nothing, shocks = game
    moves = writes(nothing, setting, "DE", "SK", BARGAIN, A, B)
    moves = writes(moves, setting, "US", "XK", PROMISE, given=term(REINFORCE, 12), slot=1)
    moves = writes(moves, setting, "RU", "CY", WARN, term(NOT_RECOGNISE, 12), term(REINFORCE, 12))
    moves = answers(moves, setting, "SK", "DE", COUNTER, LAW, term(NO_MEASURES, 9))
    moves = sounding(moves, setting, "DE", "SK", READINESS)
    odd = np.arange(WORLDS) % 2 == 1
    note, taken = moves.note.copy(), moves.take_counter.copy()
    note[odd], taken[...] = 0, True
    moves = replace(moves, note=note, take_counter=taken)
    many = RULES[rule](setting, traits, state, moves, shocks)
    for world in range(WORLDS):
        one = RULES[rule](
            setting, take(traits, world), take(state, world), take(moves, world), take(shocks, world)
        )
        for name in MOVED:
            assert np.array_equal(
                getattr(many, name)[world], getattr(one, name), equal_nan=name == "heard"
            ), name
        for name, field in vars(many.ledger).items():
            assert np.array_equal(field[world], getattr(one.ledger, name)), name

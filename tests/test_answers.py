"""How a simulated seat answers notes by play, keeps its word, and when it breaks it."""

from dataclasses import replace

import numpy as np
import pytest

from sim.arrays import ASK, BARGAIN, MISSION
from sim.compile import compile_setting
from sim.idle import idle
from sim.ledger import (
    ABSTAIN,
    ACT,
    ACTS,
    BACK,
    BLOCK,
    BROKEN,
    COMMIT_AT_MOST,
    DECLARE,
    KEEP_PATH_OPEN,
    KEPT,
    NO_MEASURES,
    NOT_DECLARE,
    NOT_RECOGNISE,
    OFFER_AT_LEAST,
    OPEN,
    STOP_LOBBYING,
    TERM,
    UNTIL,
    VOTE_NO,
)
from sim.ledger import ACT_RECOGNISE as RECOGNISE
from sim.ledger import ACT_REINFORCE as REINFORCE
from sim.rules import open_week, opening
from sim.rules.notes import ALLY, COUNTER, NO, REASONS, YES, post, term
from sim.rules.word import record
from sim.scenario import load
from sim.state import head, take
from sim.strategies.answering import (
    CONCILIATORY,
    DOCTRINE,
    HARDLINER,
    adding,
    answer,
    breaks,
    clause_of,
    cost_terms,
    honour,
    temptation,
    thanks,
)
from sim.strategies.hold import hold
from sim.strategies.worth import DOING, GETTING, doing, getting
from sim.strategies.writing import proposal
from sim.table import Table
from sim.views import observe
from sim.worlds import draw_shocks, draw_traits

WORLDS = 64


@pytest.fixture(scope="module")
def game():
    scenario = load("kosovo_2007")
    setting = compile_setting(scenario)
    traits = head(draw_traits(scenario, setting, 1, 0), WORLDS)
    shocks = head(draw_shocks(setting, 1, 0, 0), WORLDS)
    state = open_week(setting, traits, opening(setting, traits))
    return setting, traits, state, shocks


def at(setting, code):
    return setting.actors.index(code)


def sits(game, who, state=None, beat="decide"):
    """What a seat sees, with what lies on its desk."""
    setting, traits, now, shocks = game
    state = now if state is None else state
    seats = np.array([at(setting, who)])
    return observe(setting, traits, state, shocks, seats, beat, papers="all")


def asked(game, who, to, kind, a, b=None, state=None):
    """The state after a note has been sent."""
    setting, traits, now, _ = game
    state = now if state is None else state
    moves = idle(state.stance.shape, len(setting.packages))
    note, ask, give = moves.note.copy(), moves.note_a.copy(), moves.note_b.copy()
    seat = at(setting, who)
    note[..., seat, 0, :] = (kind, at(setting, to), 0)
    ask[..., seat, 0, :] = a
    give[..., seat, 0, :] = [-1] * TERM if b is None else b
    return post(setting, traits, state, replace(moves, note=note, note_a=ask, note_b=give))


def says(game, who, to, kind, a, b=None, temper=DOCTRINE, state=None):
    """What `to` answers to a note of `who`, world by world; and the reasons."""
    setting = game[0]
    sent = asked(game, who, to, kind, a, b, state)
    moves = answer(sits(game, to, sent, "answer"), temper)
    here = (..., 0, at(setting, who), 0)
    return moves.reply[here], moves.reason[here], moves.counter[(*here, slice(None))]


def promised(game, who, to, what, state=None, public=False):
    setting, _, now, _ = game
    state = now if state is None else state
    everywhere = np.ones(WORLDS, dtype=np.bool_)
    terms = np.broadcast_to(what, (WORLDS, TERM))
    ledger, _ = record(
        state.ledger, everywhere, at(setting, who), at(setting, to), terms, state.week, public=public
    )
    return replace(state, ledger=ledger)


def test_every_act_has_a_worth_to_who_does_it_and_to_whom_it_is_done(game):
    setting = game[0]
    assert set(DOING) == set(GETTING) == set(range(len(ACTS)))
    for who in ("RS", "XK", "US", "RU", "SK", "DE"):
        view = sits(game, who)
        for act in range(len(ACTS)):
            clause = clause_of(np.broadcast_to(term(act, 20, 1, 1), (WORLDS, 1, TERM)))
            mine, theirs = doing(view, view.desk, clause), getting(view, view.desk, clause, at(setting, "FR"))
            assert mine.shape == theirs.shape == (WORLDS, 1)
            assert not np.isnan(mine).any()
            assert not np.isnan(theirs).any()
            assert (theirs < 100.0).all()


def test_without_a_note_there_is_no_answer(game):
    view = sits(game, "SK")
    assert answer(view) is hold(view)


def test_who_would_recognise_anyway_says_yes_and_who_would_not_says_no(game):
    friend, _, _ = says(game, "XK", "GB", ASK, term(RECOGNISE, 25))
    foe, why, _ = says(game, "XK", "CY", ASK, term(RECOGNISE, 25))
    assert (friend == YES).mean() > 0.6
    assert (foe == NO).all()
    assert all(REASONS[code] for code in why)


def test_who_would_hold_back_anyway_does_a_great_power_the_favour_and_not_a_second_one_as_gladly(game):
    _, _, state, _ = game
    holds = term(NOT_RECOGNISE, 10)
    great, _, _ = says(game, "RU", "CY", ASK, holds)
    small, _, _ = says(game, "MT", "CY", ASK, holds)
    assert (great == YES).mean() > (small == YES).mean()
    book = replace(
        promised(game, "CY", "RU", term(KEEP_PATH_OPEN, 20)).ledger, asked=np.ones_like(state.ledger.asked)
    )
    again, _, _ = says(game, "RU", "CY", ASK, holds, state=replace(state, ledger=book))
    assert (again == YES).mean() < (great == YES).mean()


def test_nobody_thanks_the_patron_of_a_rival(game):
    setting = game[0]
    view = sits(game, "RS", asked(game, "US", "RS", ASK, term(NO_MEASURES, 10)), "answer")
    assert (thanks(view, view.desk, at(setting, "US")) == 0.0).all()
    assert (thanks(view, view.desk, at(setting, "RU")) > 0.0).all()


def test_letters_ask_for_nothing_after_the_end_of_the_game(game):
    setting, _, state, _ = game
    view = sits(game, "XK", state, "talk")
    _, wants, _ = proposal(view, view.desk, at(setting, "FR"), 5)
    assert (wants[..., UNTIL][wants[..., ACT] >= 0] <= 5).all()
    assert (wants[..., ACT] >= 0).any()


def test_what_a_seat_cannot_do_is_not_its_to_give(game):
    reply, why, _ = says(game, "RS", "MT", ASK, term(NOT_DECLARE, 20))
    assert (reply == NO).all()
    assert {REASONS[code] for code in why} == {"it is not ours to give"}


def test_no_party_crosses_an_inviolable_line_for_any_return(game):
    setting = game[0]
    best = int(np.nanargmax(setting.package_value[:, setting.key]))
    reply, why, _ = says(
        game, "XK", "RS", BARGAIN, term(OFFER_AT_LEAST, 20, level=best), term(NOT_DECLARE, 30)
    )
    assert (reply == NO).all()
    assert "it crosses our red line" in {REASONS[code] for code in why}


def test_a_good_return_turns_a_no_into_a_yes(game):
    alone, _, _ = says(game, "US", "RS", ASK, term(NO_MEASURES, 20))
    paid, _, _ = says(game, "US", "RS", BARGAIN, term(NO_MEASURES, 20), term(NOT_RECOGNISE, 30))
    assert (alone == YES).mean() < (paid == YES).mean()
    assert (paid == YES).mean() > 0.5


def test_the_same_offer_from_who_has_cheated_is_worth_less(game):
    setting, _, state, _ = game
    fallen = state.credibility.copy()
    fallen[..., at(setting, "US")] = 10.0
    broke = replace(state, credibility=fallen)
    bargain = (BARGAIN, term(NO_MEASURES, 20), term(NOT_RECOGNISE, 30))
    trusted, _, _ = says(game, "US", "RS", *bargain)
    distrusted, why, _ = says(game, "US", "RS", *bargain, state=broke)
    assert (distrusted == YES).mean() < (trusted == YES).mean()
    reasons = {REASONS[code] for code in why[distrusted != YES]}
    assert "you have not kept your word with us" in reasons


def test_a_hardliner_wants_more_than_a_doctrine_and_a_conciliatory_seat_less(game):
    bargain = (BARGAIN, term(NO_MEASURES, 20), term(NOT_RECOGNISE, 30))
    yes = [
        (says(game, "DE", "RS", *bargain, temper=t)[0] == YES).mean()
        for t in (CONCILIATORY, DOCTRINE, HARDLINER)
    ]
    assert yes == sorted(yes, reverse=True)
    assert yes[0] > yes[2]


def test_who_is_nearly_content_asks_for_something_that_it_values(game):
    reply, why, wants = says(game, "US", "RS", BARGAIN, term(NO_MEASURES, 20), term(NOT_RECOGNISE, 9))
    counters = reply == COUNTER
    assert counters.any()
    assert np.isin(wants[counters, 0], (NOT_RECOGNISE, COMMIT_AT_MOST)).all()
    assert (wants[~counters] == -1).all()
    assert (why[counters] > 0).all()


def test_a_seat_that_has_promised_the_opposite_says_so(game):
    state = promised(game, "SK", "RS", term(BLOCK, 20, MISSION))
    reply, why, _ = says(game, "DE", "SK", ASK, term(BACK, 20, MISSION), state=state)
    assert (reply == NO).all()
    assert {REASONS[code] for code in why} == {"we have promised otherwise"}


def test_nobody_answers_notes_that_went_to_others(game):
    sent = asked(game, "DE", "SK", ASK, term(ABSTAIN, 20, MISSION))
    view = sits(game, "FR", sent, "answer")
    assert answer(view) is hold(view)


# ------------------------------------------------------------------ keeping and breaking


def test_a_vote_that_was_promised_is_given_on_the_day(game):
    _, traits, state, _ = game
    day = replace(state, week=int(traits.summit_week.min()))
    for what, vote in ((ABSTAIN, 0), (BACK, 1), (VOTE_NO, -1)):
        said = promised(game, "IT", "DE", term(what, 25, MISSION), state=day, public=True)
        view = sits(game, "IT", said)
        kept = ~breaks(view)[..., 0, 0] & view.due[..., MISSION]
        assert kept.any()
        other = replace(hold(view), ballots=np.full_like(hold(view).ballots, 1 if vote < 1 else -1))
        assert (honour(view, other).ballots[kept, 0, MISSION] == vote).all()


def test_who_promised_to_leave_a_state_alone_lobbies_it_no_more(game):
    setting = game[0]
    said = promised(game, "US", "RU", term(STOP_LOBBYING, 20, at(setting, "SK")))
    view = sits(game, "US", said)
    for target, left in (("SK", -1), ("GR", at(setting, "GR"))):
        works = replace(
            hold(view),
            lobby_target=np.full((WORLDS, 1), at(setting, target)),
            lobby_points=np.ones((WORLDS, 1)),
        )
        assert (honour(view, works).lobby_target == left).all()


def test_a_promise_not_to_declare_holds_the_declarer_back_as_long_as_it_pays(game):
    said = promised(game, "XK", "DE", term(NOT_DECLARE, 20), public=True)
    view = sits(game, "XK", said)
    eager = replace(hold(view), declare=np.ones((WORLDS, 1), dtype=np.bool_))
    kept = ~breaks(view)[..., 0]
    assert (honour(view, eager).declare == ~kept).all()
    hopeless = replace(view, declare_index=np.full((WORLDS, 1), 19.0))
    assert temptation(hopeless)[..., 0].min() > temptation(view)[..., 0].min()


def test_a_promise_to_declare_is_kept_in_its_last_week_and_not_before(game):
    said = promised(game, "XK", "US", term(DECLARE, 6))
    for week, expected in ((5, False), (6, True)):
        view = sits(game, "XK", replace(said, week=week))
        may = replace(view, may_declare=np.ones(WORLDS, dtype=np.bool_))
        told = honour(may, hold(may)).declare[..., 0]
        kept = ~breaks(may)[..., 0, 0]
        assert (told == (kept & expected)).all()


def test_troops_that_were_promised_are_sent(game):
    view = sits(game, "GB", promised(game, "GB", "XK", term(REINFORCE, 9)))
    assert honour(view, hold(view)).reinforce.all()


def test_breaking_is_rare_and_rarer_for_a_public_word(game):
    _, _, state, _ = game
    late = replace(state, readiness=np.full_like(state.readiness, 90.0))
    broken = {}
    for public in (False, True):
        said = promised(game, "NL", "RS", term(NOT_RECOGNISE, 30), state=late, public=public)
        view = sits(game, "NL", said)
        broken[public] = breaks(view)[..., 0, 0].mean()
    assert broken[False] > 0.1 > broken[True]
    said = promised(game, "NL", "RS", term(NOT_RECOGNISE, 30), state=state)
    view = sits(game, "NL", said)
    assert breaks(view).mean() < 0.01
    assert (temptation(view)[..., 1:] == 0.0).all()


def test_a_promise_that_is_sold_once_more_brings_nothing_where_that_is_known(game):
    """The United States asks for no measures and gives what it has given already: to it, to all, or to another."""
    bargain = (BARGAIN, term(NO_MEASURES, 20), term(NOT_RECOGNISE, 30))
    sold = {"new": game[2]}
    sold["in public"] = promised(game, "US", "RU", term(NOT_RECOGNISE, 30), public=True)
    sold["in private"] = promised(game, "US", "RU", term(NOT_RECOGNISE, 30))
    sold["for less"] = promised(game, "US", "RU", term(NOT_RECOGNISE, 6), public=True)
    sold["another act"] = promised(game, "US", "RU", term(COMMIT_AT_MOST, 30, level=1), public=True)
    yes = {name: (says(game, "US", "RS", *bargain, state=state)[0] == YES) for name, state in sold.items()}
    alone = says(game, "US", "RS", ASK, term(NO_MEASURES, 20))[0] == YES
    assert yes["new"].mean() > 0.5
    assert (yes["in public"] == alone).all()
    assert (yes["in private"] == yes["new"]).all(), "what it does not know it pays for"
    assert alone.mean() < yes["for less"].mean() <= yes["new"].mean(), "what is added counts"
    assert (yes["another act"] == yes["new"]).all()
    given = promised(game, "US", "RS", term(NOT_RECOGNISE, 30))
    view = sits(game, "RS", given)
    clause = clause_of(np.broadcast_to(term(NOT_RECOGNISE, 30), (WORLDS, 1, TERM)))
    assert (adding(view, view.desk, clause, at(game[0], "US")) == 0.0).all()


def test_who_may_break_its_word_lets_it_be_seen_by_whom_it_gave_it_to(game):
    setting, _, state, _ = game
    late = replace(state, readiness=np.full_like(state.readiness, 90.0))
    view = sits(game, "NL", promised(game, "NL", "RS", term(NOT_RECOGNISE, 30), state=late), beat="talk")
    hint = honour(view, hold(view)).hint[:, 0]
    strained = temptation(view)[:, 0, 0] >= view.desk.habits.hinted
    assert (hint[:, at(setting, "RS")] == strained).all()
    assert strained.any()
    assert hint.sum() == strained.sum(), "nobody else"
    assert (strained >= breaks(view)[:, 0, 0]).all(), "nobody breaks its word out of the blue"
    assert not honour(view, hold(view), always=True).hint.any(), (
        "who never breaks its word has nothing to hint at"
    )
    easy = sits(game, "CY", promised(game, "CY", "RS", term(NOT_RECOGNISE, 30)), beat="talk")
    assert not honour(easy, hold(easy)).hint.any()


def test_the_numbers_by_which_seats_answer_are_those_of_the_world(game):
    setting, traits, state, shocks = game
    bargain = (BARGAIN, term(NO_MEASURES, 20), term(NOT_RECOGNISE, 30))
    for name, value, expected in (("note_margin", 1e3, False), ("note_margin", -1e3, True)):
        m = replace(traits.mechanism, **{name: np.full(WORLDS, value)})
        other = (setting, replace(traits, mechanism=m), state, shocks)
        assert ((says(other, "US", "RS", *bargain)[0] == YES) == expected).all()
    free = replace(traits.mechanism, displeasure=np.zeros(WORLDS))
    loose = (setting, replace(traits, mechanism=free), state, shocks)
    clause = clause_of(np.broadcast_to(term(NOT_DECLARE, 20), (WORLDS, 1, TERM)))
    costs = [cost_terms(v, v.desk, clause, 0)[ALLY] for v in (sits(game, "XK"), sits(loose, "XK"))]
    assert costs[0][:, 0] == pytest.approx(-traits.mechanism.displeasure)
    assert (costs[1] == 0.0).all()
    said = promised(game, "XK", "DE", term(NOT_DECLARE, 20))
    eager = replace(sits(game, "XK", said), declare_index=np.full((WORLDS, 1), 15.0))
    habits = replace(eager.desk.habits, tempted=2.0 * eager.desk.habits.tempted)
    firm = replace(eager, desk=replace(eager.desk, habits=habits))
    assert temptation(firm) == pytest.approx(temptation(eager) / 2.0)


def test_an_open_path_costs_a_member_little(game):
    reply, _, _ = says(
        game, "RS", "DE", BARGAIN, term(KEEP_PATH_OPEN, 20), term(NO_MEASURES, 25), temper=CONCILIATORY
    )
    assert (reply != NO).all()


def test_a_seat_of_a_batch_answers_as_the_world_alone(game):
    setting, traits, _, shocks = game
    state = promised(game, "RS", "DE", term(NO_MEASURES, 20))
    sent = asked(game, "US", "RS", BARGAIN, term(ABSTAIN, 20, 1), term(NOT_RECOGNISE, 30), state=state)
    sent = asked(game, "US", "RS", BARGAIN, term(NO_MEASURES, 20), term(NOT_RECOGNISE, 30), state=sent)
    seats = np.arange(len(setting.actors))

    def played(t, x, u):
        view = observe(setting, t, x, u, seats, "decide", papers="all")
        told = answer(view)
        return (
            told.reply,
            told.reason,
            told.counter,
            temptation(view),
            honour(view, hold(view)).measures,
        )

    many = played(traits, sent, shocks)
    for world in (0, 7, WORLDS - 1):
        one = played(take(traits, world), take(sent, world), take(shocks, world))
        for batch, alone in zip(many, one, strict=True):
            assert np.array_equal(batch[world], alone)


def test_a_bargain_at_the_table_is_answered_kept_and_judged():
    """The declarer waits for a date, its patron recognises after it; troops that the patron promised never come."""
    table = Table("kosovo_2007", seed=1, world=3, humans=["US"])
    talk = [
        {
            "move": "bargain",
            "to": "XK",
            "ask": {"act": "not_declare", "until": "2008-01-14"},
            "give": {"act": "recognise", "until": "2008-06-02"},
        },
        {"move": "promise", "to": "XK", "give": {"act": "reinforce", "until": "2007-12-24"}, "public": True},
    ]
    while table.week < 12:
        if table.awaiting():
            table.submit("US", talk if (table.week, table.beat) == (1, "talk") else [])
        table.step()
    ledger, setting = table.state.ledger, table.setting
    assert ledger.act[:3].tolist() == [NOT_DECLARE, RECOGNISE, REINFORCE]
    assert ledger.state[:3].tolist() == [KEPT, OPEN, BROKEN]
    word = table.state.credibility
    assert word[at(setting, "XK")] > word[at(setting, "DE")] > word[at(setting, "US")]

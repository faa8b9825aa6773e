"""What a seat's staff tells: odds of a plan, hints, and at the end what the ministry would have done instead."""

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice

import numpy as np
import pytest

from game import advice
from game.advice import Brief, Change, Odds, Prospect, Staff
from game.levels import LEVELS
from game.office import told_of
from game.session import Session
from game.text import debrief as debriefing
from game.text.debrief import Decision, best_and_worst, judged, judgement
from game.text.deeds import deed, deeds
from game.text.odds import told
from game.text.play import Game
from game.text.sight import sight
from game.text.words import DEEDS
from sim.acts import SPECS, ActError, example, to_moves
from sim.anew import renewed
from sim.arrays import NEVER
from sim.faults import IllegalMove
from sim.goals import roles
from sim.histories import job_of
from sim.judgement import Judgement, judge
from sim.log.lines import Advised
from sim.rows import at_rows
from sim.standing import standing
from sim.state import copies
from sim.strategies.doctrine import doctrine
from sim.typed import read


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(advice, "WORLDS", 24)
    monkeypatch.setattr(advice, "ROUGH", 8)


@cache
def opened(seat, level):
    return Session("kosovo_2007", seat, seed=7, level=level)


def begin(seat="RU", level="attache"):
    return opened(seat, level).fork()


def to_decide(game, seat="RU"):
    while game.beat != "decide":
        game.submit(seat, [])
        game.play_to_next()
    return game


def to_sitting(game, number, seat="RU"):
    while game.sitting.number < number:
        game.submit(seat, [])
        game.play_to_next()
    return game


LOUD = {"move": "statement", "topic": "precedent", "tone": "against", "strength": 3}


# ---------------------------------------------------------------- seats and levels


def test_one_seat_can_be_named_by_itself():
    assert opened("Russia", "attache").humans == ["RU"]


def test_leaks_questions_hints_and_undo_are_those_of_the_level():
    leak = opened("RU", "ambassador").table.scenario.mechanisms["leak_chance"]
    assert (leak.low, leak.mode, leak.high) == (0.05, 0.10, 0.20)
    chances = {
        level: float(opened("RU", level).table.traits.mechanism.leak_chance)
        for level in ("attache", "minister")
    }
    assert chances == {"attache": 0.05, "minister": 0.20}
    rules = {name: (one.undo, one.told, one.questions, one.hints) for name, one in LEVELS.items()}
    assert rules == {
        "attache": ("sitting", "numbers", None, 3),
        "ambassador": ("beat", "words", 3, 0),
        "minister": ("none", "ranges", 3, 0),
    }


# ---------------------------------------------------------------- how often


def test_an_ambassadors_staff_answers_three_questions_a_sitting_and_not_three_a_week():
    game = begin(level="ambassador")
    for left in (2, 1, 0):
        game.odds("RU")
        assert game.questions_left("RU") == left
    lines = len(game.log.lines)
    with pytest.raises(IllegalMove, match="your staff has answered 3 questions this sitting"):
        game.odds("RU")
    assert len(game.log.lines) == lines
    first = game.sitting.number
    while game.sitting.number == first:
        assert game.questions_left("RU") == 0, "a week in which it is woken belongs to the sitting before"
        game.submit("RU", [])
        game.play_to_next()
    assert game.questions_left("RU") == 3


def test_what_was_asked_stays_asked_after_undo_and_load(tmp_path):
    game = to_decide(begin())
    game.save(tmp_path / "a.jsonl")
    assert game.hint("RU") is not None
    game.submit("RU", [])
    game.play_to_next()
    game.undo()
    assert game.hints_left("RU") == 2, "what was heard is known"
    again = Session.load(tmp_path / "a.jsonl")
    assert (again.hints_left("RU"), again.questions_left("RU")) == (2, None)
    assert [e.what for e in again.log.events if isinstance(e, Advised)] == ["hint"]


def test_an_attache_has_three_hints_a_game_and_the_others_none():
    game = to_decide(begin())
    assert [game.hints_left("RU") for _ in range(3) if game.hint("RU")] == [2, 1, 0]
    with pytest.raises(IllegalMove, match="your staff has given its 3 hints"):
        game.hint("RU")
    for level in ("ambassador", "minister"):
        with pytest.raises(IllegalMove, match=f"hints are given at the level attache: at {level} your staff"):
            begin(level=level).hint("RU")


def test_only_who_decides_now_can_ask_and_only_about_what_may_be_done():
    game = begin()
    for ask in (game.odds, game.hint):
        with pytest.raises(IllegalMove, match="SK is played by its strategy"):
            ask("SK")
    with pytest.raises(ActError):
        to_decide(begin()).odds("RU", [LOUD] * 2)


# ---------------------------------------------------------------- what a hint and odds are


def test_a_hint_is_an_act_that_can_be_done_and_is_better_than_nothing():
    game = to_decide(begin())
    found = game.hint("RU")
    assert found is not None
    assert found.points.gain > advice.CLEAR * found.points.error
    game.submit("RU", found.acts)
    assert game.awaiting() == []


def test_a_hint_is_told_in_one_sentence_with_what_is_typed():
    game = Game(to_decide(begin()), fast=True)
    said = " ".join(game.do("hint"))
    assert said.startswith("Your staff would ")
    assert "points more in the end. Hints left in this game: 2." in said
    line = said.partition("(`")[2].partition("`")[0]
    assert not any(text.startswith("Refused") for part in line.split("; ") for text in game.do(part))


def test_odds_hold_a_plan_against_nothing_and_against_the_ministrys_usual_moves():
    game = to_decide(begin())
    idle, loud = game.odds("RU"), game.odds("RU", [LOUD])
    assert not idle.planned
    assert idle.points.nothing == Change(0.0, 0.0), "nothing beside nothing"
    assert loud.planned
    assert len(loud.goals) == 4
    assert loud.points.nothing.gain == pytest.approx(loud.points.mean - idle.points.mean)
    assert idle.points.usual.gain - loud.points.usual.gain == pytest.approx(-loud.points.nothing.gain)


SURE, SMALL, UNSURE, NONE = Change(2.0, 0.3), Change(0.3, 0.05), Change(2.0, 1.5), Change(0.0, 0.0)


def words(level, nothing, usual, planned=True, chance=None, **more):
    """How a level tells of a goal whose points change so, where the score does not change."""
    peace = Prospect(5.0, 0.4, 3.2, 6.8, nothing, usual, most=10.0, chance=chance)
    score = Prospect(60.0, 1.0, 52.0, 67.0, NONE, NONE)
    return list(told(Odds(planned, 128, {"Peace.": peace}, score, **more), level))


@pytest.mark.parametrize(
    ("level", "says"),
    [
        (
            "attache",
            "Peace. 5 of 10 points (half of the courses: 3.2 to 6.8); 2 points better than doing nothing.",
        ),
        (
            "ambassador",
            "Peace. About half of it: 3 to 7 of 10 points in half of the courses; clearly better than doing nothing.",
        ),
        (
            "minister",
            "Peace. 3 to 7 of 10 points in half of the courses; 1 to 3 points better than doing nothing.",
        ),
    ],
)
def test_a_clear_change_is_told_as_the_level_has_it(level, says):
    _, goal, points, *rest = words(level, SURE, UNSURE)
    assert goal == says
    assert points.startswith("Points in the end: ")
    assert "better" not in points
    assert rest == ["No clear difference to your ministry's usual moves."]


def test_what_is_clear_beside_both_is_told_once():
    assert words("ambassador", SURE, SURE)[1].endswith("; clearly better than either.")


@pytest.mark.parametrize(
    ("level", "says"),
    [
        ("attache", "; a little better (+0.3) than either."),
        ("ambassador", "; a little better than either."),
        ("minister", "; a little better than either."),
    ],
)
def test_a_small_change_is_a_little_and_never_0_points(level, says):
    assert words(level, SMALL, SMALL)[1].endswith(says)


def test_what_is_sure_but_does_not_count_is_no_difference():
    assert not Change(0.05, 0.001).clear
    assert "makes no clear difference, neither" in words("attache", Change(0.05, 0.001), NONE)[-1]


def test_the_range_of_outcomes_is_told_and_the_error_of_the_mean_called_what_it_is():
    points = words("attache", SURE, SURE)[2]
    assert points == "Points in the end: 60 (half of the courses: 52 to 67; standard error of the mean: 1.0)."
    for level in ("ambassador", "minister"):
        assert words(level, SURE, SURE)[2] == "Points in the end: 52 to 67 in half of the courses."


def test_of_a_goal_that_is_met_or_not_the_chance_is_told():
    said = {level: words(level, NONE, NONE, chance=0.5)[1] for level in LEVELS}
    assert said == {
        "attache": "Peace. 5 of 10 points (all of them in 50% of the courses, else none).",
        "ambassador": "Peace. About even: all of its 10 points in 40 to 60% of the courses, else none.",
        "minister": "Peace. All of its 10 points in 40 to 60% of the courses, else none.",
    }
    assert advice.prospect(np.array([[0.0, 10.0]] * 3), 10.0).chance == 0.5
    assert advice.prospect(np.array([[0.0, 10.0], [0.0, 5.0], [0.0, 10.0]]), 10.0).chance is None


def test_what_becomes_of_the_seat_afterwards_is_told_in_a_sentence():
    head = words("attache", SURE, SURE, orders=[{"move": "home"}], until=date(2008, 1, 14))[0]
    assert (
        "It takes it that your standing orders (now: home) act until the next sitting, in the week of 14 January "
        "2008, and that your ministry decides all else that is still to come." in head
    )
    assert "your standing orders (now: none) act until the end." in words("minister", SURE, SURE)[0]


def test_that_a_sounding_of_readiness_does_not_move_the_odds_is_said_where_it_is_chosen():
    game = Game(begin("SK"), fast=True)
    (said,) = game.do("sound_out GR readiness")
    assert said.endswith("this will not move its odds.")
    (said,) = Game(begin("SK"), fast=True).do("sound_out GR wish")
    assert "odds" not in said


# ---------------------------------------------------------------- what is assumed


def test_standing_orders_move_the_odds():
    """Coordination goes on between sittings if somebody orders it, and not by itself."""
    game = to_sitting(to_decide(begin("XK"), "XK"), 6, "XK")
    while game.beat != "decide":
        game.submit("XK", [])
        game.play_to_next()
    without = game.odds("XK").points
    game.set_orders("XK", [{"move": "coordinate"}])
    under = game.odds("XK")
    assert under.points.mean > without.mean
    assert under.orders == [{"move": "coordinate"}]
    later = game.sittings()[6]
    assert later.first < later.latest, "the day of the vote is not public yet"
    assert under.about
    assert game.setting.calendar[later.first] < under.until < game.setting.calendar[later.latest]


def test_what_orders_do_in_a_forecast_is_what_they_do_in_the_game():
    orders = [
        {"move": "coordinate"},
        {"move": "sound_out", "target": "GR", "about": "wish"},
        {"move": "lobby", "target": "IT", "points": 1.0, "aim": "for"},
    ]
    for seat in ("XK", "FR"):
        game = begin(seat)
        able = [act for act in orders if seat == "XK" or act["move"] != "coordinate"]
        game.set_orders(seat, able)
        at = game.setting.actors.index(seat)
        decides = standing(game.setting, at, able)
        for _ in range(16):
            if not game.awaiting():
                game.step()
                continue
            wanted, acts = game.ordered(seat), game._said(seat, decides(game.view(seat)))
            assert sorted(map(str, acts)) == sorted(map(str, wanted)), (game.week, game.beat)
            game.submit(seat, wanted)


def test_doing_as_the_ministry_does_is_no_better_than_the_ministry():
    """Beside its usual moves a plan is held with the ministry in the weeks until the next sitting, too."""
    game = to_decide(begin("RU"))
    usual = game._said("RU", doctrine(game.view("RU")))
    game.set_orders("RU", usual)
    assert usual
    assert not game.odds("RU", usual).points.usual.clear


def on_the_truth(staff, game, seat):
    """A staff that knows everything: its worlds are the true one, with chance that has not shown drawn anew."""
    traits, state = game.table.traits, game.table.state
    look = staff.forecaster

    def imagine(_, rows):
        now = copies(state, len(rows))
        return renewed(copies(traits, len(rows)), now, at_rows(look._prior, rows)), now

    look.imagine = imagine
    return Brief(told_of(game.table, game.level, seat), game.view(seat), [], game._calls.next_sitting())


PLANS = {
    ("XK", 7): ["declare", "home"],
    ("RU", 5): ["commit 3", "vote endorse yes"],
}


@pytest.mark.parametrize(("seat", "number"), PLANS)
def test_odds_and_judgement_agree(seat, number):
    """The same plan, from what is really so: where both are clear, both are good or bad, and about as much so."""
    game = to_sitting(begin(seat), number, seat)
    typed = sight(game, seat, roles(game.table.scenario, game.setting)[seat], since=0)
    monday, job = game.table.ended, job_of(game.table.scenario, 7, {})
    to_decide(game, seat)
    staff, at = Staff(game.table.scenario, game.setting), game.setting.actors.index(seat)
    brief, clear = on_the_truth(staff, game, seat), 0
    weeks = list(range(game.week + 1, brief.until))
    assert seat == "XK" or not weeks, "orders vote in weeks between, and those votes are not known here"
    for line in PLANS[seat, number]:
        acts = [read(game.setting, at, part, typed.names, typed.side) for part in line.split("; ")]
        odds = staff.odds(brief, acts, 48).points.usual
        later = {(w, b): to_moves(game.setting, at, [], w, b) for w in weeks for b in ("talk", "decide")}
        now = {(game.week, "decide"): to_moves(game.setting, at, acts, game.week, "decide")}
        found = judge(job, game.table.traits, monday, seat, now | later, 48)
        if odds.clear and abs(found.mean) > 2.0 * found.error:
            clear += 1
            assert np.sign(odds.gain) == np.sign(found.mean), (line, odds, found)
        assert abs(odds.gain - found.mean) < 3.0 * (odds.error + found.error) + 0.3, (line, odds, found)
    assert clear, "nothing to compare"


# ---------------------------------------------------------------- a staff that errs


def test_a_ministers_staff_reckons_without_what_the_minister_has_found_out():
    told_to = {}
    for level in ("ambassador", "minister"):
        game = begin(level=level)
        game.submit("RU", [{"move": "sound_out", "target": "GR", "about": "readiness"}])
        game.play_to_next()
        told_to[level] = told_of(game.table, level, "RU").state
        at = game.setting.actors.index("RU")
    assert np.isfinite(told_to["ambassador"].heard[at]).any()
    assert not np.isfinite(told_to["minister"].heard).any()
    assert (told_to["minister"].sounded[at] == 0).all()
    for state in told_to.values():
        assert np.isfinite(state.home[at]), "its own accounts it knows"


def test_quiet_words_of_its_own_side_do_not_reach_a_staff_that_errs():
    table = begin("RS", "minister").table
    russia = table.setting.actors.index("RU")
    level, date = np.array(table.state.commitment), np.full_like(table.state.date_set, 9)
    level[russia] = 2
    table.state = replace(table.state, commitment=level, date_set=date)
    seat = {who: {name: told_of(table, name, who).state for name in LEVELS} for who in ("RS", "US")}
    assert int(seat["RS"]["attache"].commitment[russia]) == 2
    assert int(seat["RS"]["minister"].commitment[russia]) == -2
    assert int(seat["US"]["attache"].date_set) == 9
    assert int(seat["US"]["minister"].date_set) == NEVER


# ---------------------------------------------------------------- words for what was done


def test_every_act_can_be_told_as_what_one_would_do_and_as_what_was_done():
    table = begin().table
    for word in SPECS:
        _, acts = example(table.setting, word)
        for act in acts[:1]:
            for form in ("do", "done"):
                text = deed(table.scenario, table.setting, {"move": word, **act}, form)
                assert "{" not in text, word
    assert {key.partition(" ")[0] for key in DEEDS} == set(SPECS)


def test_a_value_can_make_an_act_another():
    table = begin().table
    acts = [
        {"move": "visit", "target": "GR"},
        {"move": "lobby", "target": "ES", "points": 2, "aim": "against"},
        {"move": "vote", "on": "mission", "says": "abstain"},
    ]
    said = deeds(table.scenario, table.setting, acts, "done")
    assert said == "visited Greece, lobbied Spain against recognition and abstained on the mission (members)"
    many = deeds(table.scenario, table.setting, [*acts, {"move": "home"}, {"move": "declare"}], "do")
    assert many.endswith("and 2 things more")


# ---------------------------------------------------------------- the debrief


def decision(week, gain, error=0.1, theirs=True):
    acts = [{"move": "visit", "target": "GR"}]
    other = [{"move": "lobby", "target": "ES", "points": 2}] if theirs else []
    return Decision(week, acts, other, False, Judgement(gain, error, 60.0 + gain, 60.0))


def test_a_judgement_names_what_was_done_and_what_the_ministry_would_have_done():
    game = begin()
    assert judgement(game, decision(0, 1.2, 0.4)) == (
        "Week of 19 November 2007: you visited Greece; your ministry would have lobbied Spain for recognition: "
        "+1.2 points (standard error 0.4)."
    )
    assert judgement(game, decision(0, 0.7, 0.4)).endswith("for recognition: no clear difference.")
    assert "your ministry would have done nothing: -1.0 points" in judgement(
        game, decision(0, -1, theirs=False)
    )


def test_three_best_and_three_worst_decisions_are_told_in_the_order_of_the_game():
    gains = (0.1, 3.0, -2.0, 0.2, 1.0, -1.0, 2.0, -3.0, 0.0)
    found = [decision(week, gain) for week, gain in enumerate(gains)]
    assert [one.week for one in best_and_worst(found)] == [1, 2, 4, 5, 6, 7]
    assert best_and_worst(found[:2]) == found[:2]


def answered(says):
    """Slovakia answers Estonia, which asks it to recognise, and plays on to the next sitting."""
    game = begin("SK")
    game.submit("SK", [])
    game.play_to_next()
    game.submit("SK", [{"move": "reply", "to": "EE", "note": 1, "says": says}])
    while game.sitting.number == 1:
        game.play_to_next() if not game.awaiting() else game.submit("SK", [])
    return game


def test_answers_to_notes_are_judged():
    worth = {}
    for says in ("yes", "no"):
        game = answered(says)
        monday, chosen = next(debriefing.decisions(game, "SK"))
        assert (0, "answer") in chosen
        job = job_of(game.table.scenario, 7, debriefing.others(game, "SK"))
        worth[says] = [
            judge(job, game.table.traits, monday.state, "SK", chosen, 16, said).mean
            for said in (monday.said, None)
        ]
    assert worth["yes"][0] < worth["no"][0] - 1.0, "it binds to recognise"
    assert worth["yes"][1] == worth["no"][1], "without its note there is nothing to answer"


def test_a_sitting_is_judged_with_what_the_standing_orders_did_until_the_next():
    game = to_sitting(begin("XK"), 6, "XK")
    to_decide(game, "XK")
    game.set_orders("XK", [{"move": "coordinate"}])
    game.submit("XK", [])
    game.play_to_next()
    *_, (monday, chosen) = debriefing.decisions(game, "XK")
    weeks = range(monday.state.week, game.week)
    assert len(weeks) > 1
    assert {week for week, _ in chosen} == set(weeks)
    assert [bool(chosen[week, "decide"].consult.any()) for week in weeks] == [
        False,
        *[True] * (len(weeks) - 1),
    ]


def test_what_was_done_at_a_sitting_is_judged_at_the_end(monkeypatch):
    decisions = debriefing.decisions
    monkeypatch.setattr(debriefing, "FAST_LUCKS", 8)
    monkeypatch.setattr(Decision, "clear", True)
    monkeypatch.setattr(debriefing, "decisions", lambda game, seat: islice(decisions(game, seat), 1))
    game = to_decide(begin())
    game.submit("RU", [LOUD])
    game.play_to_next()
    total, how, *told_ = judged(game, "RU", {}, fast=True)
    assert total.startswith("What your moves were worth beside your ministry's")
    assert "on 8 courses of luck" in how
    assert len(told_) == 1
    assert "you issued a statement on precedent against recognition" in told_[0]
    assert "; your ministry would have " in told_[0]

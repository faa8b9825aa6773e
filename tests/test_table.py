"""A game at the table is a world of the ensemble, and a person's seat is a strategy that plays the same moves."""

import itertools
from dataclasses import fields

import numpy as np
import pytest

from sim.acts import ActError, to_moves
from sim.faults import IllegalMove
from sim.ledger import BROKEN
from sim.model import NegotiationModel
from sim.scenario import load
from sim.sittings import sitting_in, sittings
from sim.state import Moves, replace, take
from sim.strategies.hold import hold
from sim.table import Table
from sim.worlds import draw_traits, run

SEED = 5

ASKED = {"act": "not_recognise", "until": "2008-05-31"}
PLOT = {
    "XK": {
        (2, "decide"): [{"move": "coordinate"}],
        (3, "talk"): [{"move": "ask", "to": "RU", "ask": {"act": "abstain", "on": "endorse"}}],
        (4, "talk"): [{"move": "promise", "to": "RS", "give": {"act": "not_declare"}, "public": True}],
        (9, "decide"): [{"move": "declare"}],
    },
    "RU": {
        (3, "answer"): [{"move": "reply", "to": "XK", "says": "no"}],
        (5, "talk"): [{"move": "ask", "to": "CY", "ask": ASKED}, {"move": "sound_out", "target": "SK"}],
    }
    | {(w, "decide"): [{"move": "lobby", "target": "SK", "points": 2, "aim": "against"}] for w in (1, 4, 7)},
}
"""What two seats do, by week and beat; at the others nothing."""


def scripted(seat, script):
    """A strategy that plays a script of acts, for one world or many."""

    def strategy(view):
        nothing = hold(view)
        acts = script.get((view.week, view.beat))
        if not acts:
            return nothing
        moves = to_moves(SETTING, SETTING.actors.index(seat), acts, view.week, view.beat)
        return replace(
            nothing,
            **{
                f.name: np.broadcast_to(getattr(moves, f.name), getattr(nothing, f.name).shape).copy()
                for f in fields(Moves)
            },
        )

    return strategy


SETTING = NegotiationModel("kosovo_2007").setting


def play_out(table, plot):
    while not table.finished:
        for seat in table.awaiting():
            table.submit(seat, plot[seat].get((table.week, table.beat), []))
        table.step()
    return table


@pytest.fixture(scope="module")
def plain():
    return run("kosovo_2007", worlds=1030, seed=SEED, workers=1)


@pytest.fixture(scope="module")
def plotted():
    return play_out(Table("kosovo_2007", SEED, 3, humans=PLOT), PLOT)


def same_as_row(table, results, world):
    assert table.outcome == list(results.scenario.outcomes)[results.outcome[world]]
    np.testing.assert_array_equal(table.ended.recognised_week, results.recognised_week[world])
    for name, value in table.measures.items():
        np.testing.assert_array_equal(value, results.columns[name][world], err_msg=name)


@pytest.mark.parametrize("world", [0, 3, 1027])
def test_a_table_without_people_is_that_world_of_the_ensemble(world, plain):
    table = Table("kosovo_2007", SEED, world)
    while not table.finished:
        assert table.awaiting() == []
        table.step()
    same_as_row(table, plain, world)


def test_a_scripted_seat_at_the_table_is_that_strategy_in_the_ensemble(plotted):
    strategies = {seat: scripted(seat, script) for seat, script in PLOT.items()}
    same_as_row(plotted, run("kosovo_2007", worlds=4, seed=SEED, strategies=strategies, workers=1), 3)
    assert int(plotted.ended.declared_week) == 9, "the plot declares in week 9"
    broken = plotted.ended.ledger.state == BROKEN
    assert (plotted.ended.ledger.maker[broken] == SETTING.actors.index("XK")).any(), (
        "and breaks its word by it"
    )


def test_a_scripted_seat_at_the_table_is_that_strategy_in_the_mesa_face(plotted):
    model = NegotiationModel("kosovo_2007", seed=SEED, world=3)
    for seat, script in PLOT.items():
        model.actor(seat).strategy = scripted(seat, script)
    while model.running:
        model.step()
    assert model.outcome == plotted.outcome
    for name in ("recognised_week", "tension_peak", "legitimacy", "stance", "home", "coordination"):
        np.testing.assert_array_equal(getattr(model.state, name), getattr(plotted.ended, name), err_msg=name)


def test_moves_and_the_acts_that_say_them_are_the_same_to_the_table():
    by_acts, by_moves = (Table("kosovo_2007", SEED, 3, humans=["RU"]) for _ in range(2))
    acts = [{"move": "lobby", "target": "SK", "points": 2, "aim": "against"}]
    russia = SETTING.actors.index("RU")
    for table, said in ((by_acts, acts), (by_moves, to_moves(SETTING, russia, acts, 0, "decide"))):
        to_decide(table).submit("Russia", said)
        table.step()
    np.testing.assert_array_equal(by_acts.state.stance, by_moves.state.stance)


# ---------------------------------------------------------------- whose turn it is


@pytest.fixture(scope="module")
def opening():
    return Table("kosovo_2007", SEED, 3, humans=["Slovakia", "US"])


@pytest.fixture
def table(opening):
    return opening.anew()


def to_decide(table):
    while table.beat != "decide":
        for seat in table.awaiting():
            table.submit(seat, [])
        table.step()
    return table


def fingerprint(table):
    return table.week, table.beat, table.awaiting(), table.state, list(table.news)


def refused(table, error, match, do):
    before = fingerprint(table)
    with pytest.raises(error, match=match) as caught:
        do()
    assert "\n" not in str(caught.value), "one clear line"
    assert fingerprint(table) == before, "nothing changes when it is refused"


def test_the_table_waits_for_its_people_and_for_nobody_else(table):
    to_decide(table)
    assert table.awaiting() == ["US", "SK"]
    table.submit("SK", [])
    assert table.awaiting() == ["US"]
    refused(table, IllegalMove, "expected the moves of US first", table.step)
    table.submit("US", [])
    table.step()
    assert (table.week, table.beat) == (1, "talk")


def test_who_has_submitted_may_take_it_back_until_the_beat_is_played(table):
    to_decide(table).submit("SK", [])
    table.withdraw("Slovakia")
    assert "SK" in table.awaiting()
    refused(table, IllegalMove, "SK has submitted nothing", lambda: table.withdraw("SK"))


def test_a_seat_that_does_not_exist_is_named_with_the_nearest(table):
    to_decide(table)
    refused(table, IllegalMove, "did you mean 'Slovakia'", lambda: table.submit("Slowakia", []))
    with pytest.raises(IllegalMove, match="Atlantis"):
        Table("kosovo_2007", humans=["Atlantis"])


def test_a_voter_is_no_seat():
    voter = next(id_ for id_, a in load("kosovo_2007").actors.items() if "voter" in a.roles)
    with pytest.raises(IllegalMove, match="only votes"):
        Table("kosovo_2007", humans=[voter])


def test_a_seat_that_a_strategy_plays_is_out_of_turn(table):
    to_decide(table)
    refused(table, IllegalMove, "RS is played by its strategy", lambda: table.submit("RS", []))


def test_a_seat_that_has_decided_does_not_decide_again(table):
    to_decide(table).submit("SK", [])
    refused(table, IllegalMove, "has decided already", lambda: table.submit("SK", []))


@pytest.mark.parametrize(("week", "beat"), [(0, "talk"), (3, "decide"), (-1, "decide"), (0, "nonsense")])
def test_moves_for_another_beat_come_too_late_or_too_early(table, week, beat):
    to_decide(table)
    refused(
        table, IllegalMove, "expected moves for week 0, decide", lambda: table.submit("SK", [], week, beat)
    )


def test_nothing_is_submitted_or_played_when_the_game_is_over():
    table = Table("kosovo_2007", SEED, 3, weeks=1)
    while not table.finished:
        table.step()
    for do in (table.step, lambda: table.submit("SK", []), lambda: table.view("SK")):
        refused(table, IllegalMove, "the game is over", do)


MALFORMED = [
    "declare",
    {"move": "declare"},
    None,
    7,
    [7],
    ["declare"],
    [{"move": "conquer"}],
    [{}],
    [{"move": None}],
    [{"move": ["lobby"]}],
    [{"move": "lobby"}],
    [{"move": "lobby", "target": "Atlantis", "points": 1}],
    [{"move": "lobby", "target": "CY", "points": "many"}],
    [{"move": "lobby", "target": "CY", "points": float("nan")}],
    [{"move": "lobby", "target": "CY", "points": 1, "bribe": 1}],
    [{7: "lobby"}],
    [{"move": "hold"}] * 1000,
]


@pytest.mark.parametrize("acts", MALFORMED, ids=lambda acts: str(acts)[:50])
def test_malformed_acts_are_refused_in_one_line(table, acts):
    to_decide(table)
    refused(table, ActError, ".", lambda: table.submit("US", acts))


def test_what_a_seat_may_not_do_is_refused_with_its_reason(table):
    to_decide(table)
    refused(table, IllegalMove, "declare", lambda: table.submit("SK", [{"move": "declare"}]))


def test_everything_that_is_wrong_is_said_at_once(table):
    to_decide(table)
    acts = [{"move": "declare"}, {"move": "calm"}]
    refused(table, IllegalMove, "declare.*calm|calm.*declare", lambda: table.submit("SK", acts))


def test_more_than_the_purse_holds_is_refused(table):
    to_decide(table)
    acts = [
        {"move": "visit", "target": "CY"},
        {"move": "lobby", "target": "CY", "points": 3},
        {"move": "reinforce"},
    ]
    refused(table, IllegalMove, "not enough capital", lambda: table.submit("US", acts))


CONTRADICTIONS = {
    "two shares of one thing": [{"move": "recognise", "how": "now"}, {"move": "recognise", "how": "refuse"}],
    "two targets": [{"move": "lobby", "target": "CY"}, {"move": "lobby", "target": "GR"}],
    "two visits": [{"move": "visit", "target": "CY"}, {"move": "visit", "target": "GR"}],
}


@pytest.mark.parametrize("acts", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_acts_that_contradict_each_other_are_refused(table, acts):
    to_decide(table)
    refused(table, ActError, "act 2: contradicts", lambda: table.submit("US", acts))


def test_nobody_makes_a_promise_to_itself(table):
    seat = table.awaiting()[0]
    note = {"move": "promise", "to": seat, "give": {"act": "not_recognise", "until": "2008-05-01"}}
    refused(table, ActError, "another seat, found your own", lambda: table.submit(seat, [note]))


def test_moves_that_are_no_moves_of_this_view_are_malformed(table):
    to_decide(table)
    wrong = replace(hold(table.view("US")), lobby_points=np.array([99.0]))
    refused(table, ActError, "lobby_points", lambda: table.submit("US", wrong))


# ---------------------------------------------------------------- taking over, looking


def test_a_strategy_may_take_over_a_seat_and_a_person_may_have_it_back(table):
    to_decide(table).submit("SK", [])
    table.take_over("SK", "hardliner")
    assert table.awaiting() == ["US"]
    table.free("Slovakia")
    assert "SK" in table.awaiting()


def test_a_person_sees_what_the_seat_may_know(table):
    view = table.view("SK")
    assert [view.actors[i] for i in view.seat] == ["SK"]
    assert (view.week, view.beat) == (0, table.beat)


def test_the_outcome_is_known_at_the_end_and_measures_from_the_first_week_on():
    table = Table("kosovo_2007", SEED, 3, weeks=2)
    assert table.measures == {}
    assert table.outcome is None
    while not table.finished:
        table.step()
    assert table.outcome in table.scenario.outcomes
    assert table.measures["sessions"] >= 1


# ---------------------------------------------------------------- sittings


@pytest.mark.parametrize(
    ("scenario", "first", "last"), [("kosovo_2007", 1, 12), ("kosovo_2007_12_10", 4, 12)]
)
def test_the_later_scenario_begins_at_the_fourth_of_twelve_sittings(scenario, first, last):
    table = Table(scenario, SEED, 3)
    plan = sittings(table.scenario, table.traits)
    assert [s.number for s in plan] == list(range(first, last + 1))
    assert plan[0].first == 0
    for one, after in itertools.pairwise(plan):
        assert one.first <= one.last == after.first - 1
    assert table.setting.calendar[plan[-1].last].isoformat() == "2008-06-23", "the week of game_end"


@pytest.fixture(scope="module")
def histories():
    """The scenario, and the traits of several worlds of it."""
    scenario = load("kosovo_2007")
    block = draw_traits(scenario, SETTING, SEED, 0)
    return scenario, [take(block, world) for world in range(16)]


def test_two_sittings_follow_the_vote_that_is_drawn(histories):
    scenario, worlds = histories
    for traits in worlds:
        plan = sittings(scenario, traits)
        run_off = int(traits.election_week)
        assert [s.first for s in plan if "First round" in s.question] == [run_off - 2]
        assert [s.first for s in plan if "run-off" in s.question] == [run_off]


def test_of_a_drawn_date_its_range_is_public_and_no_more(histories):
    scenario, worlds = histories
    assert len({int(traits.election_week) for traits in worlds}) > 1
    for week in (0, 3):
        told = [sittings(scenario, traits, week) for traits in worlds]
        assert all(plan == told[0] for plan in told), "nobody can tell the worlds apart by their calendar"
    for traits in worlds:
        first = int(traits.election_week) - 2
        known = sitting_in(sittings(scenario, traits, first), first)
        assert known is not None
        assert known.first == known.latest == first, "public from the week in which it happens"


def test_a_scenario_without_sittings_has_one_every_week():
    table = Table("example")
    plan = sittings(table.scenario, table.traits)
    assert [(s.first, s.last) for s in plan] == [(w, w) for w in range(len(plan))]
    assert plan[0].question == table.scenario.question

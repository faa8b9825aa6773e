"""The tests of the game in short: that each of them can be asked, and those that few worlds answer."""

import balance
import numpy as np
import pytest
from balancing.choices import legal_moves
from balancing.counters import table
from balancing.game import course, forked, game, percentiles
from balancing.letters import posted
from balancing.odds import asked, reliability
from balancing.reading import read
from balancing.strength import faithless, liars, watched


@pytest.fixture(scope="module")
def play():
    return game(2)


def test_every_seat_has_five_legal_paid_moves_at_every_sitting(play):
    assert min(legal_moves(play, 2).values()) >= balance.LEAST


def test_two_moves_of_a_seat_come_apart_on_the_same_luck(play):
    traits, by = course(play, 48)
    loud = {"decide": {"recognise": 2}}
    points = forked(play, traits, by[0], play.seat("SK"), [{}, loud], 48)
    apart = points[0] - points[1]
    assert apart.mean() > 2 * apart.std(ddof=1) / np.sqrt(48)


def test_what_changes_nothing_has_the_same_score_on_the_same_luck(play):
    traits, by = course(play, 4)
    points = forked(play, traits, by[0], play.seat("SK"), [{}, {}], 4)
    assert (points[0] == points[1]).all()


def test_percentiles_count_ties_half():
    assert percentiles(np.array([1.0, 2.0, 2.0, 3.0]), np.array([0.0, 2.0, 4.0])).tolist() == [
        0.0,
        50.0,
        100.0,
    ]


def test_every_counter_move_takes_something_away():
    assert [one for one in table() if not one.shrinks] == []


def test_a_sitting_can_be_read_and_a_game_is_short():
    found = read(("SK",))
    assert found is not None
    assert found.words <= balance.WORDS
    assert found.sittings <= balance.LENGTH
    assert found.choices <= balance.CHOSEN


def test_simulated_seats_say_yes_and_no_and_why():
    found = posted(6)
    for kind in ("ask", "bargain"):
        answers = found.said[kind]
        assert max(answers.values()) <= balance.SHARE / 100 * sum(answers.values())
    assert len(found.reasons) >= 3  # in a few games; the long form asks for eight in 500


def test_odds_are_told_beside_what_came_of_them():
    found = asked(2, 1, worlds=8)
    table = reliability(found, 8)
    assert table.n == sum(row[2] for row in table.rows)
    assert 0 <= table.brier <= 1


def test_a_game_of_the_planner_is_watched():
    found = watched(("XK", 0, 1))
    assert len(found.points) == 1
    assert 0 < found.choices.states <= sum(found.choices.best.values()), "a plan can be of two moves"
    assert found.choices.apart <= found.choices.sittings <= 12


def test_who_breaks_every_word_ends_low(play, monkeypatch, tmp_path):
    monkeypatch.setenv("FINALSTATUS_CACHE", str(tmp_path))
    monkeypatch.setattr("balancing.game.HISTORIES", 500)
    standing, broken = liars(["SK"], 32, game(2))["SK"]
    assert broken >= 5
    assert standing < balance.LIAR
    assert faithless.__doc__


def test_a_test_that_does_not_exist_is_named(capsys):
    with pytest.raises(SystemExit) as left:
        balance.main(["--only", "8"])
    assert left.value.code == 2
    assert "'8'" in capsys.readouterr().err

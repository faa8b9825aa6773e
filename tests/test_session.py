"""People decide at sittings; between them their orders act, until something wakes them. The log holds it all."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played import forward, play, state_hash

from game.levels import LEVELS
from game.session import Session
from sim.acts import ActError
from sim.faults import IllegalMove, LogError
from sim.log.lines import Played, Submitted
from sim.log.replay import replay
from sim.scenario import load
from sim.standing import ANSWERING
from sim.strategies.doctrine import doctrine


@pytest.fixture(scope="module")
def slovakia():
    return Session("kosovo_2007", ["Slovakia"], seed=7, level="attache")


@pytest.fixture(scope="module")
def kosovo():
    return Session("kosovo_2007", ["XK", "SK"], seed=7, level="attache")


@pytest.fixture
def game(slovakia):
    return slovakia.fork()


@pytest.fixture
def two(kosovo):
    return kosovo.fork()


def sit(game, acts=None):
    """Decide at every beat until the next sitting or wake-up; `acts` by seat at the decide beat."""
    week = game.week
    while game.awaiting() and game.week == week:
        for seat in game.awaiting():
            game.submit(seat, (acts or {}).get(seat, []) if game.beat == "decide" else [])
        game.step()
    while not game.finished and not game.awaiting():
        game.step()


def to_week(game, week):
    while game.week < week and not game.finished:
        sit(game)
    return game


# ---------------------------------------------------------------- sittings, orders, waking


@pytest.fixture(scope="module")
def quiet(slovakia):
    """A whole game in which Slovakia does nothing of its own accord; the weeks in which it was asked."""
    game, asked = slovakia.fork(), []
    while not game.finished:
        asked.append((game.week, game.reasons("SK")))
        sit(game)
    return game, asked


def test_a_quiet_game_asks_at_the_sittings_and_seldom_in_between(quiet):
    game, asked = quiet
    planned = {s.first for s in game.sittings()}
    assert len(planned) == 12
    assert planned <= {week for week, _ in asked}
    assert len(asked) < 25, "a game is no form to fill in every week"
    for week, reasons in asked:
        assert reasons
        assert (week in planned) == reasons[0].startswith("sitting")


def test_a_game_ends_in_the_week_of_game_end(quiet):
    game, _ = quiet
    assert game.finished
    assert game.setting.calendar[game.week - 1].isoformat() == "2008-06-23"
    assert game.outcome in game.table.scenario.outcomes
    assert game.measures["tension_peak"] > 0
    for do in (game.step, lambda: game.submit("SK", [])):
        with pytest.raises(IllegalMove, match="the game is over"):
            do()


def test_between_sittings_a_seat_votes_and_answers_as_doctrine_would_and_does_nothing_else(quiet):
    ordered = [e for e in quiet[0].log.events if isinstance(e, Submitted) and e.by == "orders"]
    assert ordered
    assert {act["move"] for e in ordered for act in e.acts} <= set(ANSWERING)


def test_standing_orders_act_between_sittings_while_they_are_legal(game):
    lobbying = {"move": "lobby", "target": "CY", "points": 1}
    reassuring = {"move": "reassure"}
    game.set_orders("SK", [reassuring, lobbying, {"move": "declare"}])
    assert game.orders("Slovakia") == [reassuring, lobbying, {"move": "declare"}]
    to_week(game, 12)
    ordered = [e.acts for e in game.log.events if isinstance(e, Submitted) and e.by == "orders"]
    assert any(reassuring in acts for acts in ordered)
    assert not any(act["move"] == "declare" for acts in ordered for act in acts), "it may not, so it does not"
    game.set_orders("SK", None)
    assert game.orders("SK") is None


def test_orders_that_nobody_can_read_are_refused_when_they_are_given(game):
    for acts in ([{"move": "conquer"}], [{"move": "lobby", "target": "Atlantis"}], "lobby"):
        lines = len(game.log.lines)
        with pytest.raises(ActError):
            game.set_orders("SK", acts)
        assert len(game.log.lines) == lines
    with pytest.raises(IllegalMove, match="RS is played by its strategy"):
        game.set_orders("RS", [])


def declared(game):
    """The game in the week after Kosovo has declared, at the first sitting in which it could."""
    while not game.finished:
        week = game.week
        try:
            sit(game, {"XK": [{"move": "declare"}]})
        except IllegalMove:
            sit(game)
        if bool(game.table.state.declared):
            return game, week
    raise AssertionError("nothing was declared")


def test_a_declaration_wakes_everybody_in_the_week_after(two):
    game, week = declared(two)
    assert game.week == week + 1
    for seat in ("XK", "SK"):
        assert "Kosovo has declared independence" in game.reasons(seat)
    assert "declared" in [n["what"] for n in game.news("SK", week)]
    plan = [s for s in game.sittings() if s.declared != s.question]
    assert game.question == (game.sitting.declared if game.sitting else "")
    assert plan, "after a declaration other questions are asked"


def test_a_broken_public_promise_wakes_people(two):
    to_week(two, 3)
    note = {
        "move": "promise",
        "to": "RS",
        "give": {"act": "not_declare", "until": "2008-05-31"},
        "public": True,
    }
    two.submit("XK", [note])
    game, week = declared(two)
    broken = [n for n in game.news("SK", week) if n["what"] == "promise broken"]
    assert broken == [
        {"what": "promise broken", "who": ["XK"], "to": "RS", "which": "not_declare", "how": "public"}
    ]
    assert "Kosovo has broken its word to Serbia" in game.reasons("SK")


def test_a_note_wakes_the_seat_that_it_goes_to_and_no_other(two):
    ask = {"move": "ask", "to": "SK", "ask": {"act": "not_recognise", "until": "2008-05-31"}}
    to_week(two, 5)
    two.set_orders("XK", [ask])
    while two.awaiting():
        for seat in two.awaiting():
            two.submit(seat, [])
        two.step()
    while not two.awaiting():
        two.step()
    assert two.week == 6, "there is no sitting in the second week of the year's turn"
    assert (two.beat, two.awaiting()) == ("answer", ["SK"])
    assert two.reasons("SK") == ["a note waits for an answer"]
    assert two.reasons("XK") == []


def test_tension_that_has_risen_wakes_people():
    scenario = load("kosovo_2007")
    calendar = scenario.calendar.model_copy(update={"wake_tension": 1.0})
    game = Session(scenario.model_copy(update={"calendar": calendar}), ["SK"], seed=7)
    woken = []
    while not game.finished:
        woken += [r for r in game.reasons("SK") if "tension has risen" in r]
        sit(game)
    assert woken


def test_two_seats_have_their_own_news(two):
    two._calls.news += [
        (0, {"what": "promise kept", "who": ["XK"], "to": "US", "which": "declare", "how": "private"})
    ]
    assert two.news("XK")
    assert not two.news("SK"), "of a private promise only those two know"


def test_what_is_asked_first_is_decided_first(game):
    with pytest.raises(IllegalMove, match="expected the moves of SK first"):
        game.step()
    with pytest.raises(IllegalMove, match="expected the moves of SK first"):
        game.play_to_next()


def test_play_to_next_goes_to_the_next_beat_in_which_somebody_is_asked(game):
    asked = []
    while not game.finished:
        game.submit("SK", [])
        game.play_to_next()
        asked.append((game.week, game.beat))
        assert game.finished or game.awaiting() == ["SK"]
    assert len(set(asked)) == len(asked)


def test_a_game_without_people_is_watched():
    game = Session("example")
    game.play_to_next()
    assert game.finished
    assert game.first_run


# ---------------------------------------------------------------- levels and going back


def test_the_levels_are_three():
    assert list(LEVELS) == ["attache", "ambassador", "minister"]
    with pytest.raises(ValueError, match="did you mean 'minister'"):
        Session("example", level="ministre")


def test_a_level_moves_leaks_within_their_range_and_says_so_in_the_log():
    drawn = load("kosovo_2007").mechanisms["leak_chance"]
    chances = {
        level: Session("kosovo_2007", level=level).table.scenario.mechanisms["leak_chance"]
        for level in LEVELS
    }
    assert [m.mode for m in chances.values()] == [drawn.low, drawn.mode, drawn.high]
    assert chances["ambassador"] == drawn
    own = Session("kosovo_2007", level="minister", rules={"mechanisms.leak_chance": 0.15})
    assert own.table.scenario.mechanisms["leak_chance"].mode == 0.15, "what a person sets comes first"
    assert own.log.header.rules == {"mechanisms.leak_chance": "0.15"}


def test_an_attache_takes_back_a_whole_sitting(game):
    to_week(game, 2)
    start, line = state_hash(game.table), len(game.log.lines)
    sit(game, {"SK": [{"move": "reassure"}]})
    assert game.undoable
    game.undo()
    assert state_hash(game.table) == start
    assert (game.week, game.awaiting()) == (2, ["SK"])
    assert len(game.log.lines) > line, "nothing is cut out of the log: to go back is a line too"
    game.undo()
    assert game.week == 1


def test_an_ambassador_takes_back_until_the_beat_is_played():
    game = Session("kosovo_2007", ["SK"], seed=7)
    assert not game.undoable
    game.submit("SK", [])
    game.undo()
    assert game.awaiting() == ["SK"]
    game.submit("SK", [])
    game.withdraw("SK")
    game.submit("SK", [])
    game.step()
    for do in (game.undo, lambda: game.undo_to(1)):
        with pytest.raises(IllegalMove):
            do()
    assert game.first_run, "what was taken back had not been played"


def test_a_minister_takes_nothing_back():
    game = Session("kosovo_2007", ["SK"], seed=7, level="minister")
    game.submit("SK", [])
    for do in (game.undo, lambda: game.withdraw("SK"), lambda: game.undo_to(1)):
        with pytest.raises(IllegalMove, match="at the level minister"):
            do()
    assert game.awaiting() == []


def test_who_goes_back_plays_no_first_run_any_more(slovakia):
    game = Session("kosovo_2007", ["SK"], seed=7, level="attache")
    forward(game, 3)
    assert game.first_run
    game.undo_to(1)
    assert not game.first_run
    assert not slovakia.fork().first_run


def test_going_back_to_a_line_that_does_not_stand_is_refused(game):
    forward(game, 3)
    for line in (0, 99, -1):
        with pytest.raises(IllegalMove, match="expected a line of the log that stands"):
            game.undo_to(line)


@settings(max_examples=8, deadline=None)
@given(luck=st.integers(0, 2**16), back=st.integers(0, 10_000))
def test_to_go_back_and_play_the_same_gives_the_same_future(kosovo, luck, back):
    game = play(kosovo.fork(), 3, random.Random(luck))
    events, future = [e for _, e in game.log.standing()], state_hash(game.table)
    lines = [n for n, _ in game.log.standing()]
    keep = back % len(lines)
    game.undo_to(lines[keep])
    for event in events[keep + 1 :]:
        if isinstance(event, Submitted) and event.by == "person":
            game.submit(event.seat, event.acts, event.week, event.beat)
        elif isinstance(event, Played):
            if not game.table.awaiting() or not game.awaiting():
                game.step()
        elif event.kind == "orders":
            game.set_orders(event.seat, event.acts)
        elif event.kind == "withdrawn":
            game.withdraw(event.seat)
    assert state_hash(game.table) == future


# ---------------------------------------------------------------- seats that change hands


def test_a_strategy_takes_over_and_a_person_comes_back(two):
    two.take_over("SK", "hardliner")
    assert two.awaiting() == ["XK"]
    forward(two, 4)
    two.free("Slovakia")
    assert two.humans == ["XK", "SK"]
    for do, match in (
        (lambda: two.free("SK"), "held by a person already"),
        (lambda: two.take_over("RS"), "RS is played by its strategy"),
        (lambda: two.take_over("QQ"), "QQ"),
    ):
        with pytest.raises(IllegalMove, match=match):
            do()
    with pytest.raises(ValueError, match="did you mean 'hardliner'"):
        two.take_over("SK", "hardlinre")
    assert state_hash(replay(two.log)) == state_hash(two.table)


def test_a_person_in_the_seat_to_whom_nobody_writes_changes_nothing_but_the_seat():
    """Doctrine's own moves, typed by a person, give doctrine's game."""
    game = Session("kosovo_2007", ["Slovakia"], seed=7, level="attache", letters=False)
    table = game.table.anew()
    table.take_over("SK")
    while table.week < 10:
        table.step()
    while game.week < 10:
        for seat in game.table.awaiting():
            game.table.submit(seat, doctrine(game.table.view(seat)))
        game.table.step()
    assert game.table.measures == pytest.approx(table.measures, abs=0, nan_ok=True)


# ---------------------------------------------------------------- save, load, fork


def test_a_session_is_rebuilt_from_its_log_alone(two, tmp_path):
    play(two, 8, random.Random(3))
    two.set_orders("SK", [{"move": "hold"}])
    two.set_level("ambassador")
    two.save(tmp_path / "two.jsonl")
    again = Session.load(tmp_path / "two.jsonl")
    for name in ("week", "beat", "humans", "level", "question", "sitting", "undoable", "first_run"):
        assert getattr(again, name) == getattr(two, name), name
    for seat in two.humans:
        assert again.reasons(seat) == two.reasons(seat)
        assert again.orders(seat) == two.orders(seat)
        assert again.news(seat) == two.news(seat)
    assert again.awaiting() == two.awaiting()
    assert state_hash(again.table) == state_hash(two.table)


def test_a_game_that_was_saved_grows_with_its_file(game, tmp_path):
    game.save(tmp_path / "a.jsonl")
    forward(game, 2)
    assert (tmp_path / "a.jsonl").read_bytes() == game.log.data
    game.save(tmp_path / "a.jsonl")
    game.save(tmp_path / "b.jsonl")
    forward(game, 1)
    assert (tmp_path / "b.jsonl").read_bytes() == game.log.data
    assert (tmp_path / "a.jsonl").read_bytes() != game.log.data


def test_a_fork_goes_its_own_way(game, tmp_path):
    forward(game, 4)
    line = game.log.standing()[2][0]
    here = state_hash(game.table)
    other = game.fork(tmp_path / "fork.jsonl", line)
    assert other.log.header.forked
    assert len(other.log.lines) == 4
    forward(other, 8)
    assert state_hash(game.table) == here
    assert state_hash(Session.load(tmp_path / "fork.jsonl").table) == state_hash(other.table)
    with pytest.raises(IllegalMove, match="expected a line of the log that stands"):
        game.fork(None, 999)


def test_a_session_on_a_file_that_is_there_is_refused_and_the_file_kept(tmp_path):
    path = tmp_path / "there.jsonl"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(LogError, match="expected a new file"):
        Session("example", path=path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_what_is_refused_leaves_no_line(game):
    lines = len(game.log.lines)
    for do in (
        lambda: game.submit("SK", [{"move": "conquer"}]),
        lambda: game.submit("QQ", []),
        lambda: game.submit("RS", []),
        lambda: game.submit("SK", [], week=5),
        lambda: game.withdraw("SK"),
        lambda: game.set_level("king"),
        game.step,
    ):
        with pytest.raises(ValueError, match=r".") as caught:
            do()
        assert "\n" not in str(caught.value)
        assert len(game.log.lines) == lines


@pytest.mark.parametrize("name", ["example", "cyprus_2004", "kosovo_2007_11_20"])
def test_any_scenario_is_played_to_its_end(name):
    game = Session(name, [next(iter(load(name).actors))], level="attache")
    while not game.finished:
        sit(game)
    assert game.outcome in game.table.scenario.outcomes
    assert state_hash(replay(game.log, start=game.table)) == state_hash(game.table)

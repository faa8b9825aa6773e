"""A game is its log: any prefix plays again to the state it was played to, and damage is refused in one line."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played import forward, play, state_hash

from game.session import Session
from sim.acts import ActError
from sim.faults import LogError
from sim.log.lines import Played, Submitted, Undone
from sim.log.reading import parse, read, reopen
from sim.log.replay import replay
from sim.log.whole import Log, standing
from sim.scenario import load
from sim.strategies.doctrine import doctrine

ROOT = Path(__file__).parents[1]
KEPT = Path(__file__).parent / "logs"


@pytest.fixture(scope="module")
def played():
    """A game in memory, and the hash of its state after every line that was acknowledged."""
    game, seen = Session("kosovo_2007", ["US", "Russia"], seed=5, world=3, level="attache"), {}

    def note(game):
        seen[len(game.log.lines)] = state_hash(game.table)

    note(game)
    play(game, 12, random.Random(4), note)
    assert {type(event).__name__ for event in game.log.events} >= {"Submitted", "Played", "Orders", "Undone"}
    return game, seen


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_prefix_of_a_log_plays_again_to_the_state_it_was_played_to(played, data):
    game, seen = played
    line = data.draw(st.sampled_from(sorted(seen)))
    table = replay(game.log.lines[:line], start=game.table)
    assert state_hash(table) == seen[line]


def test_a_whole_log_plays_again_from_its_lines_alone(played):
    game, seen = played
    assert state_hash(replay(game.log.lines)) == seen[len(game.log.lines)]
    assert state_hash(replay([line.decode() for line in game.log.lines])) == seen[len(game.log.lines)]


def test_the_first_line_says_which_game_it_is(played):
    header = json.loads(played[0].log.lines[0])
    assert header["scenario"] == "kosovo_2007"
    assert (header["seed"], header["world"], header["level"]) == (5, 3, "attache")
    assert header["humans"] == ["US", "RU"]
    assert len(header["hash"]) == 64
    assert header["numpy"] == np.__version__


def test_no_line_holds_a_computed_number(played):
    for line in played[0].log.lines[1:]:
        event = json.loads(line)
        if event["kind"] == "played":
            assert not any(isinstance(v, float) for news in event["news"] for v in news.values())


def test_lines_that_stand_are_those_before_the_line_gone_back_to_and_what_follows():
    def line(week):
        return Played(week=week, beat="talk")

    events = [line(0), line(1), Undone(to=2), line(2), Undone(to=5), line(3), Undone(to=1), line(4)]
    assert [n for n, _ in standing(events[:2])] == [2, 3]
    assert [n for n, _ in standing(events[:4])] == [2, 5]
    assert [n for n, _ in standing(events[:6])] == [2, 5, 7]
    assert [n for n, _ in standing(events)] == [9]


# ---------------------------------------------------------------- files


@pytest.fixture(scope="module")
def original():
    return Session("kosovo_2007", ["SK"], seed=7)


@pytest.fixture
def saved(original, tmp_path):
    """A short game in a file."""
    game = original.fork(tmp_path / "game.jsonl")
    return forward(game, 4)


def refused(path, *words):
    """Loading is refused in one clear line, and the file is left as it was."""
    before = path.read_bytes()
    with pytest.raises(LogError) as caught:
        Session.load(path)
    said = str(caught.value)
    assert "\n" not in said
    assert all(word in said for word in (path.name, *words)), said
    assert path.read_bytes() == before


def test_every_event_is_on_the_disk_when_it_is_acknowledged(saved):
    before = saved.log.path.read_bytes()
    assert before == saved.log.data
    forward(saved, 1)
    assert saved.log.path.read_bytes().startswith(before)
    assert state_hash(replay(saved.log.path)) == state_hash(saved.table)


def test_a_last_line_without_its_end_is_dropped_and_kept_beside(saved):
    path, whole = saved.log.path, saved.log.path.read_bytes()
    last = saved.log.lines[-1]
    for cut in range(1, len(last)):
        path.write_bytes(whole[:-cut])
        log = parse(path.read_bytes(), path.name)
        assert log.lines == saved.log.lines[:-1]
        assert "the last line has no end" in (log.notice or "")
    game = Session.load(path)
    beside = path.with_name("game.jsonl.torn")
    assert beside.name in (game.log.notice or "")
    assert beside.read_bytes() == last[:1] + b"\n"
    assert path.read_bytes() == b"".join(saved.log.lines[:-1])
    forward(game, 2)
    assert Session.load(path).log.notice is None


def test_a_log_that_is_only_read_is_not_touched(saved):
    path = saved.log.path
    path.write_bytes(path.read_bytes()[:-5])
    before = path.read_bytes()
    replay(path)
    assert path.read_bytes() == before
    assert not path.with_name("game.jsonl.torn").exists()


def test_a_log_cut_within_its_first_line_is_no_log(saved):
    path = saved.log.path
    for size in (0, 1, 40, len(saved.log.lines[0]) - 1):
        path.write_bytes(saved.log.data[:size])
        refused(path, "expected a log of Final Status")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: [*lines[:2], b"{not json\n", *lines[3:]], ["line 3", "expected JSON"]),
        (lambda lines: [*lines[:2], b"\n", *lines[3:]], ["line 3", "expected JSON"]),
        (lambda lines: [*lines[:2], b"[1]\n", *lines[3:]], ["line 3", "expected an object"]),
        (lambda lines: [*lines[:2], b"\xff\xfe\n", *lines[3:]], ["line 3"]),
        (lambda lines: lines[:2] + lines[3:], ["line 3", "altered"]),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], ["line 3", "altered"]),
        (lambda lines: [*lines[:1], lines[2], lines[1], *lines[3:]], ["line 2", "altered"]),
        (
            lambda lines: [*lines[:1], lines[1].replace(b'"week":0', b'"week":1'), *lines[2:]],
            ["line 2", "altered"],
        ),
        (lambda lines: [lines[0].replace(b'"seed":7', b'"seed":8'), *lines[1:]], ["line 1", "altered"]),
        (
            lambda lines: [*lines[:1], lines[1].replace(b',"check"', b',"chick"'), *lines[2:]],
            ["line 2", "checksum"],
        ),
        (lambda lines: [b"hello\n", *lines[1:]], ["line 1"]),
        (lambda lines: [b'{"format":"another"}\n', *lines[1:]], ["line 1", "expected a log of Final Status"]),
        (lambda lines: [b"[" * 100_000 + b"\n"], ["line 1"]),
    ],
)
def test_any_other_damage_is_refused(saved, change, words):
    saved.log.path.write_bytes(b"".join(change(saved.log.lines)))
    refused(saved.log.path, *words)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_single_byte_can_be_altered_unseen(played, data):
    lines = played[0].log.lines[:20]
    whole = b"".join(lines)
    at = data.draw(st.integers(0, len(whole) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != whole[at]))
    try:
        log = parse(whole[:at] + bytes([byte]) + whole[at + 1 :])
    except LogError:
        return
    assert whole[at:].count(b"\n") == 0, "only in a last line that has no end"
    assert log.notice


def rewritten(game, **header):
    """The lines of a game under another header, with sums that are right."""
    changed = game.log.header.model_copy(update=header)
    return Log.begun(changed, None, game.log.events).data


def test_a_save_of_a_later_version_asks_for_an_update(saved):
    saved.log.path.write_bytes(rewritten(saved, version=2))
    refused(saved.log.path, "version 1", "found version 2", "update")


def test_a_save_of_another_scenario_is_refused(saved):
    with pytest.raises(LogError, match="expected a game of 'kosovo_2007_12_10', found one of 'kosovo_2007'"):
        Session.load(saved.log.path, scenario="kosovo_2007_12_10")


def test_a_save_of_a_scenario_that_has_changed_is_refused(saved):
    saved.log.path.write_bytes(rewritten(saved, hash="0" * 64))
    refused(saved.log.path, "has changed since")


def test_a_save_of_a_scenario_that_is_gone_is_refused(saved):
    saved.log.path.write_bytes(rewritten(saved, source="gone.toml", scenario="gone"))
    refused(saved.log.path, "gone.toml")


def test_a_save_never_loads_code(saved):
    saved.log.path.write_bytes(rewritten(saved, strategies={"RS": "os:system"}))
    refused(saved.log.path, "os:system", "hand the strategy over")


def test_a_strategy_of_ones_own_is_handed_over_to_the_log_that_names_it(tmp_path):
    def mine(view):
        return doctrine(view)

    game = Session("kosovo_2007", ["SK"], strategies={"RS": mine}, path=tmp_path / "own.jsonl")
    forward(game, 3)
    refused(game.log.path, "hand the strategy over")
    again = Session.load(game.log.path, strategies={"RS": mine})
    assert state_hash(again.table) == state_hash(game.table)


def test_a_log_whose_seats_or_strategies_do_not_exist_is_refused(saved):
    for header in ({"humans": ["QQ"]}, {"strategies": {"QQ": "doctrine"}}, {"level": "king"}):
        saved.log.path.write_bytes(rewritten(saved, **header))
        refused(saved.log.path)


@pytest.mark.parametrize(
    "event",
    [
        Submitted(week=9, beat="talk", seat="SK", acts=[]),
        Submitted(week=2, beat="talk", seat="QQ", acts=[]),
        Submitted(week=2, beat="talk", seat="SK", acts=[{"move": "conquer"}]),
        Played(week=2, beat="talk", news=[{"what": "declared", "who": ["SK"]}]),
    ],
    ids=lambda event: f"{event.kind}",
)
def test_lines_that_do_not_follow_from_those_before_are_refused(saved, event):
    saved.log.path.write_bytes(Log.begun(saved.log.header, None, [*saved.log.events, event]).data)
    refused(saved.log.path, f"line {len(saved.log.lines) + 1}")


def test_a_log_that_goes_back_to_a_line_to_come_is_refused(saved):
    saved.log.path.write_bytes(Log.begun(saved.log.header, None, [Undone(to=2)]).data)
    refused(saved.log.path, "line 2", "go back")


def test_a_game_played_under_settings_and_strategies_loads_as_it_was(tmp_path):
    rules = {"rules.council.veto": False, "rules.deadline.kind": "soft"}
    game = Session(
        "kosovo_2007", ["SK"], seed=3, rules=rules, strategies={"RS": "hardliner"}, path=tmp_path / "g.jsonl"
    )
    forward(game, 6)
    again = Session.load(tmp_path / "g.jsonl")
    assert not again.setting.rules.council_veto
    assert state_hash(again.table) == state_hash(game.table)


def test_a_scenario_that_was_handed_over_is_handed_over_again(tmp_path):
    scenario = load("kosovo_2007", {"rules.council.votes": 10})
    game = forward(Session(scenario, ["SK"], level="attache", path=tmp_path / "g.jsonl"), 3)
    refused(tmp_path / "g.jsonl", "to be handed over")
    assert state_hash(Session.load(tmp_path / "g.jsonl", scenario=scenario).table) == state_hash(game.table)


def test_nothing_is_written_over_another_file(saved, tmp_path):
    other = tmp_path / "thesis.txt"
    other.write_text("three years of work", encoding="utf-8")
    for do in (saved.save, saved.fork, lambda p: Session("example", path=p)):
        with pytest.raises(LogError, match="expected a new file"):
            do(other)
    assert other.read_text(encoding="utf-8") == "three years of work"


def test_two_programs_do_not_write_to_one_log(saved):
    other = Session.load(saved.log.path)
    forward(other, 1)
    before = state_hash(saved.table)
    with pytest.raises(LogError, match="another program writes to it"):
        forward(saved, 1)
    assert state_hash(saved.table) == before
    assert Session.load(saved.log.path).log.data == other.log.data


def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path):
    refused_names = [tmp_path / "missing.jsonl", tmp_path, Path("a\0b")]
    for path in refused_names:
        with pytest.raises(LogError, match="cannot be read"):
            read(path)


def test_a_full_disk_loses_nothing(saved, monkeypatch):
    """The line that could not be synced is taken back, in the file and at the table."""
    monkeypatch.setattr(
        "sim.log.files.synced", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    before, state = saved.log.path.read_bytes(), state_hash(saved.table)
    with pytest.raises(LogError, match="no space left"):
        forward(saved, 1)
    with pytest.raises(LogError, match="no space left"):
        saved.set_orders("SK", [])
    monkeypatch.undo()
    assert saved.log.path.read_bytes() == before
    assert state_hash(saved.table) == state
    forward(saved, 2)
    assert state_hash(Session.load(saved.log.path).table) == state_hash(saved.table)


def test_values_that_are_not_plain_never_reach_the_file(saved):
    before = saved.log.path.read_bytes()
    for value in (float("nan"), {1, 2}, object()):
        with pytest.raises(ActError):
            saved.set_orders("SK", [{"move": "hold", "x": value}])
    assert saved.log.path.read_bytes() == before


# ---------------------------------------------------------------- killed

PLAYER = """
import os, sys
from pathlib import Path
from game.session import Session

opening = Session("kosovo_2007", ["SK"], seed=7)
print("ready", flush=True)
for path in sys.stdin:
    child = os.fork()
    if child == 0:
        game = opening.fork(path.strip())
        while not game.finished:
            for seat in game.awaiting():
                game.submit(seat, [])
                os.write(1, b"%d\\n" % len(game.log.lines))
            game.step()
            os.write(1, b"%d\\n" % len(game.log.lines))
        os._exit(0)
    os.write(1, b"pid %d\\n" % child)
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_a_game_that_is_killed_keeps_all_that_was_acknowledged(original, tmp_path):
    """kill -9 twenty times at random moments, while a program plays and saves."""
    luck = random.Random(20)
    player = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PLAYER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
    )
    assert player.stdin
    assert player.stdout
    try:
        assert player.stdout.readline() == b"ready\n"
        for turn in range(20):
            path = tmp_path / f"{turn}.jsonl"
            player.stdin.write(f"{path}\n".encode())
            player.stdin.flush()
            acknowledged = kill_after(player.stdout, luck.randrange(1, 25), luck.random() * 0.003)
            log = reopen(path)
            assert len(log.lines) >= acknowledged, "what was acknowledged is there"
            if turn % 4 == 0:
                table = replay(log, start=original.table)
                assert state_hash(forward(Session.load(path), 1).table) != state_hash(table), "and plays on"
    finally:
        player.stdin.close()
        player.wait(10)
        player.stdout.close()


def kill_after(said, acknowledgements, seconds):
    """Kill the child that says its number, some acknowledgements later; the last of them."""
    child, last, heard = 0, 1, 0
    while True:
        word = said.readline().split()
        if word[0] == b"pid":
            child = int(word[1])
        elif word[0] == b"dead":
            return last
        else:
            last, heard = int(word[0]), heard + 1
        if child and heard >= acknowledgements:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
            child = 0


# ---------------------------------------------------------------- old logs


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_log_of_an_earlier_day_is_read_and_plays_or_says_why_not(path):
    """The format is kept for good. Where rules or scenario have changed since, the log says so in one line."""
    log = read(path)
    assert log.notice is None
    assert log.header.version == 1
    assert len(log.events) > 20
    try:
        table = replay(log)
    except LogError as e:
        said = str(e)
        assert "\n" not in said
        assert "has changed since" in said or "goes otherwise" in said or "cannot be played again" in said
    else:
        last = [event for _, event in log.standing() if isinstance(event, Played)][-1]
        assert (table.week, table.beat) != (last.week, last.beat)


def test_a_log_is_kept_of_an_earlier_day():
    assert list(KEPT.glob("*.jsonl"))

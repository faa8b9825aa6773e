"""Tournaments: strategies in a seat on common luck, held against doctrine world by world."""

import json
import sys
import time

import numpy as np
import pytest
from typer.testing import CliRunner

import sim.analysis.tournament as module
from sim.analysis.tournament import listed_fields, tournament
from sim.cli import app
from sim.commands.progress import lines_of, progress
from sim.histories import histories
from sim.scenario import load
from sim.strategies import STRATEGIES

runner = CliRunner()
QUICK = ["random", "hardliner"]


@pytest.fixture(scope="module")
def example():
    return load("example")


@pytest.fixture(scope="module")
def seat(example):
    return next(name for name, actor in example.actors.items() if "party" in actor.roles)


@pytest.fixture(scope="module")
def found(example, seat):
    return tournament(example, [seat], 12, strategies=QUICK, workers=1)


def by_name(found):
    return {entry.strategy: entry for entry in found.entries}


def test_the_best_strategy_comes_first_and_doctrine_is_always_there(found):
    means = [entry.mean for entry in found.entries]
    assert means == sorted(means, reverse=True)
    assert set(by_name(found)) == {"doctrine", *QUICK}
    assert not found.interrupted


def test_every_strategy_but_doctrine_is_held_against_it_world_by_world(found):
    entries = by_name(found)
    assert entries["doctrine"].difference is None
    for name in QUICK:
        apart = entries[name].difference
        assert apart.n == 12
        assert apart.mean == pytest.approx(entries[name].mean - entries["doctrine"].mean)
        assert apart.low <= apart.mean <= apart.high
        assert entries[name].low <= entries[name].mean <= entries[name].high


def test_the_scores_are_those_of_the_histories_of_the_seat(example, seat, found, monkeypatch):
    monkeypatch.setenv("FINALSTATUS_CACHE", "")
    usual = histories(example, 12, 1, workers=1).column(seat)
    assert by_name(found)["doctrine"].mean == pytest.approx(float(usual.mean()))


def test_strategy_against_itself_is_played_once_for_all_seats(example):
    seats = [name for name, actor in example.actors.items() if "party" in actor.roles]
    arms = module.all_arms(seats, ["random"], None)
    assert len(arms) == 1 + len(seats)


def test_fields_of_opponents_are_all_that_do_not_look_ahead(example, seat):
    assert set(listed_fields()) == set(STRATEGIES) - {"planner"}
    found = tournament(example, [seat], 4, strategies=["random"], fields=["doctrine", "random"], workers=1)
    assert [(e.field, e.strategy) for e in found.entries if e.strategy == "doctrine"] == [
        ("doctrine", "doctrine"),
        ("random", "doctrine"),
    ]
    assert len(found.entries) == 4


def test_neither_workers_nor_the_size_of_the_pieces_change_anything(example, seat, found, monkeypatch):
    monkeypatch.setattr(module, "DRAW_BLOCK", 5)
    again = tournament(example, [seat], 12, strategies=QUICK, workers=2)
    for one, two in zip(found.entries, again.entries, strict=True):
        assert (one.strategy, one.mean, one.sd) == (two.strategy, two.mean, two.sd)


def test_a_planner_plays_in_pieces_and_the_first_worlds_are_those_of_fewer(example, seat, monkeypatch):
    quick = sys.modules["sim.strategies.planner"]
    monkeypatch.setattr(quick, "ROUGH", 3)
    monkeypatch.setattr(quick, "FINE", 4)
    monkeypatch.setattr(module, "GRAIN", 1)
    done: list[int] = []
    few = tournament(example, [seat], 2, strategies=["planner"], workers=1, progress=done.append)
    assert done == [2, 3, 4]
    monkeypatch.setattr(module, "GRAIN", 10)
    again = tournament(example, [seat], 2, strategies=["planner"], workers=1)
    assert by_name(few)["planner"] == by_name(again)["planner"]


def test_ctrl_c_keeps_what_is_finished(example, seat):
    def stop(done: int) -> None:
        if done > 4:
            raise KeyboardInterrupt

    found = tournament(example, [seat], 4, strategies=QUICK, workers=1, progress=stop)
    assert found.interrupted
    assert [entry.strategy for entry in found.entries] == ["doctrine"]

    def at_once(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tournament(example, [seat], 4, strategies=QUICK, workers=1, progress=at_once)


def test_no_world_and_no_seat_are_refused(example):
    with pytest.raises(ValueError, match="at least 1 world"):
        tournament(example, ["UP"], 0)
    with pytest.raises(ValueError, match="expected a seat"):
        tournament(example, [], 4)


# ------------------------------------------------------------------ the command


def command(*args):
    return runner.invoke(app, ["tournament", *args, "--workers", "1"], env={"COLUMNS": "100"})


def test_the_command_prints_a_table_with_the_best_on_top(example, seat):
    done = command("example", "--seat", seat, "-n", "6", "--play", "random")
    assert done.exit_code == 0, done.output
    assert f"{example.actors[seat].name}, all others doctrine" in done.stdout
    rows = [line.split()[0] for line in done.stdout.splitlines() if line.startswith((" doctrine", " random"))]
    assert sorted(rows) == ["doctrine", "random"]


def test_the_command_gives_one_json_object(seat):
    done = command("example", "--seat", seat, "-n", "3", "--play", "random", "--all", "--json")
    content = json.loads(done.stdout)
    assert content["worlds"] == 3
    assert {e["field"] for e in content["entries"]} == set(listed_fields())
    assert all(np.isfinite(e["mean"]) for e in content["entries"])


def test_where_nobody_watches_a_line_tells_now_and_then_how_far_it_is(capsys):
    with lines_of(20, every=0.02) as report:
        time.sleep(0.05)
        report(10)
        time.sleep(0.1)
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("0 of 20 worlds in 0 s")
    assert told[-1].startswith("10 of 20 worlds in 0 s, about ")
    with progress(20, lines=True) as report:
        report(20)
    assert capsys.readouterr().err == "", "what is quick says nothing"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["example", "--seat", "Nowhere"], "'Nowhere' is not in example"),
        (["example"], "missing option '--seat'"),
        (["kosovo_2007", "--seat", "QA"], "only votes"),
        (["example", "--seat", "UP", "--play", "boulwar"], "did you mean 'boulware'?"),
        (["example", "--seat", "UP", "-n", "0"], "expected a whole number from 1"),
    ],
)
def test_what_is_typed_wrong_is_one_clear_line(args, words):
    done = command(*args)
    assert done.exit_code == 2
    assert words in done.output
    assert "Traceback" not in done.output

"""The same worlds under every combination of settings, and how far each lies from the first."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import commands
import numpy as np
import pytest
from typer.testing import CliRunner

import sim.commands.sweep
import sim.worlds
from sim.analysis.paired import difference
from sim.analysis.sweep import shown_measures, sweep
from sim.analysis.sweep_lines import sheets
from sim.analysis.sweep_tables import tables
from sim.analysis.units import COUNTED, HAPPENS, PARTS, SHARE, unit
from sim.cli import app
from sim.faults import ScenarioError
from sim.spread import wilson

ROOT = Path(__file__).parents[1]
OVER = {"rules.patronage": [0, 0.5], "rules.deadline.kind": ["hard", "none"]}
RULES = {"rules.council.veto": False}
WORLDS = 200
runner = CliRunner()


def call(*args, columns=100):
    return commands.call("sweep", *args, columns=columns)


def refused(*args):
    return commands.refused("sweep", *args)


@pytest.fixture(scope="module")
def found():
    return sweep("kosovo_2007", OVER, worlds=WORLDS, seed=3, rules=RULES, workers=1)


def arm_alone(settings, **more):
    return sim.worlds.run(
        "kosovo_2007", worlds=WORLDS, seed=3, rules={**RULES, **settings}, workers=1, **more
    )


# ------------------------------------------------------------------ what an arm is


def test_the_last_key_runs_fastest_and_the_first_arm_has_no_difference(found):
    grid = [tuple(arm.settings.values()) for arm in found.arms]
    assert grid == [(0, "hard"), (0, "none"), (0.5, "hard"), (0.5, "none")]
    assert all(v.difference is None for v in found.arms[0].measures.values())
    assert all(v.difference is not None for v in found.arms[1].outcomes.values())


def test_an_arm_equals_the_run_with_its_settings_to_the_bit(found):
    for arm in (found.arms[0], found.arms[3]):
        alone = arm_alone(arm.settings)
        assert {name: v.mean for name, v in arm.outcomes.items()} == alone.outcomes()
        assert {name: (v.low, v.high) for name, v in arm.outcomes.items()} == alone.intervals()
        for name, measure in alone.measures().items():
            value = arm.measures[name]
            assert (value.n, value.mean, value.sd) == (measure.n, measure.mean, measure.sd)
            assert (value.p05, value.p50, value.p95) == (measure.p05, measure.p50, measure.p95)


def test_a_difference_is_taken_world_by_world(found):
    base, other = arm_alone(found.arms[0].settings), arm_alone(found.arms[2].settings)
    apart = other.columns["tension_peak"] - base.columns["tension_peak"]
    value = found.arms[2].measures["tension_peak"].difference
    assert value.n == WORLDS
    assert value.mean == apart.mean()
    assert value.error == pytest.approx(apart.std(ddof=1) / np.sqrt(WORLDS))
    assert value.low < value.mean < value.high


def test_a_week_that_one_arm_never_has_is_left_out_of_both(found):
    base, other = arm_alone(found.arms[0].settings), arm_alone(found.arms[3].settings)
    weeks = [r.columns["declaration_week"] for r in (base, other)]
    both = ~np.isnan(weeks[0]) & ~np.isnan(weeks[1])
    value = found.arms[3].measures["declaration_week"].difference
    assert 0 < both.sum() < WORLDS
    assert value.n == both.sum()
    assert value.mean == (weeks[1] - weeks[0])[both].mean()


def test_common_luck_narrows_the_interval_of_the_outside_option(found):
    """Of one luck, an outside option under half the patronage is far closer known than of two."""
    value = found.arms[2].measures["title_holder_outside_option"]
    paired = value.difference.high - value.difference.low
    base = found.arms[0].measures["title_holder_outside_option"]
    unpaired = 2 * 1.959964 * np.sqrt((value.sd**2 + base.sd**2) / WORLDS)
    assert paired < 0.7 * unpaired


def test_an_arm_that_changes_nothing_is_not_sure_to_change_nothing():
    same = difference(np.zeros(98), np.zeros(98), share=True)
    assert (same.mean, same.error) == (0.0, 0.0)
    assert same.low < 0.0 < same.high


def test_the_interval_of_paired_shares_is_the_published_formula():
    base = np.repeat([1.0, 1.0, 0.0, 0.0], [20, 2, 12, 66])
    arm = np.repeat([1.0, 0.0, 1.0, 0.0], [20, 2, 12, 66])
    found = difference(base, arm, share=True)
    up, down = 13 / 102, 3 / 102
    half = 1.959964 * np.sqrt((up + down - (up - down) ** 2) / 102)
    assert found.mean == pytest.approx(0.10)
    assert (found.low, found.high) == pytest.approx((up - down - half, up - down + half))


def test_workers_and_order_of_play_change_nothing(found):
    again = sweep("kosovo_2007", OVER, worlds=WORLDS, seed=3, rules=RULES, workers=2)
    assert again.arms == found.arms


def test_a_strategy_holds_for_all_arms():
    over = {"rules.council.veto": [True, False]}
    found = sweep("kosovo_2007", over, worlds=50, seed=3, strategies={"all": "hardliner"}, workers=1)
    alone = sim.worlds.run(
        "kosovo_2007", 50, 3, rules={"council.veto": False}, strategies={"all": "hardliner"}, workers=1
    )
    assert found.strategies == {"all": "hardliner"}
    assert {name: v.mean for name, v in found.arms[1].outcomes.items()} == alone.outcomes()


def test_what_happens_or_does_not_is_a_share_and_nothing_else_is(play):
    columns = play().columns
    of_voters = play("cyprus_2004", worlds=64).columns
    assert {*HAPPENS, *COUNTED, *PARTS} <= set(columns) | set(of_voters)
    for name, column in columns.items():
        whole = set(np.unique(column[~np.isnan(column)])) <= {0.0, 1.0}
        assert whole or unit(name) != SHARE, name
    assert all(0 <= np.nanmin(columns[name]) <= np.nanmax(columns[name]) <= 1 for name in PARTS)


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), ("--over",)),
        (("--over", "nothing"), ("KEY=V1,V2", "'nothing'")),
        (("--over", "rules.council.vetto=true,false"), ("vetto", "council.veto")),
        (("--over", "rules.council.votes=9,99"), ("at most 15", "99")),
        (("--over", "rules.patronage="), ("rules.patronage", "commas", "''")),
        (("--over", "rules.patronage=0,,1"), ("rules.patronage", "commas", "'0,,1'")),
        (("--over", "rules.patronage=1"), ("rules.patronage", "two or more", "'1'")),
        (("--over", "rules.patronage=0,0.0"), ("rules.patronage", "'0'", "twice")),
        (("--over", "patronage=0,1", "--over", "rules.patronage=0,1"), ("rules.patronage", "twice")),
        (("--over", "rules.patronage=0,1", "--set", "patronage=1"), ("rules.patronage", "all arms")),
        (("--over", "patronage.US=0,1", "--over", "patronage=0,1"), ("would undo rules.patronage.US",)),
        (("--over", "rules.patronage=0:1"), ("start:stop:step", "'0:1'")),
        (("--over", "rules.patronage=0:nan:1"), ("start:stop:step", "'0:nan:1'")),
        (("--over", "rules.patronage=0:1:0"), ("step above 0", "'0:1:0'")),
        (("--over", "rules.patronage=0:1:1e-9"), ("at most 1,000", "1,000,000,001")),
        (
            ("--over", "rules.patronage=0:1:0.01", "--over", "rules.lobbying.capital=0:1:0.01"),
            ("at most 1,000 arms", "101 x 101"),
        ),
        (
            ("--over", "rules.patronage=0,1", "--measure", "tension_peek"),
            ("'tension_peek'", "'tension_peak'"),
        ),
        (("--over", "rules.patronage=0,1", "--strategy", "RS=hard"), ("--strategy", "'hard'", "hardliner")),
        (("kosovo_2008", "--over", "rules.patronage=0,1"), ("kosovo_2008", "kosovo_2007")),
    ],
)
def test_what_is_wrong_is_one_clear_line_before_anything_is_played(args, words, monkeypatch):
    monkeypatch.setattr(sim.worlds, "_played", never_played)
    (line,) = refused(*args)
    assert all(word in line for word in words), line


def never_played(*_):
    raise AssertionError("the sweep began")


def test_every_fault_of_every_arm_comes_at_once():
    lines = refused(
        "--over", "rules.council.votes=9,99,98", "--over", "nothing", "--set", "rules.linkage=perhaps",
        "--strategy", "RS=hard", "--measure", "tension_peek",
    )  # fmt: skip
    for word in ("99", "98", "'nothing'", "perhaps", "'hard'", "'tension_peek'"):
        assert sum(word in line for line in lines) == 1, word
    assert len(lines) == 6


def test_python_hears_of_every_fault_too():
    with pytest.raises(ScenarioError) as caught:
        sweep("kosovo_2007", {"rules.council.votes": [9, 99], "rules.linkage": []}, worlds=5)
    assert "rules.linkage: expected two or more values, found none" in str(caught.value)
    with pytest.raises(ScenarioError, match="at least one key"):
        sweep("kosovo_2007", {}, worlds=5)


# ------------------------------------------------------------------ what is printed


def test_json_tells_of_every_arm(found):
    done = call(
        "--over", "rules.patronage=0:0.5:0.5", "--over", "rules.deadline.kind=hard,none", "--json",
        "--worlds", WORLDS, "--seed", 3, "--set", "rules.council.veto=false", "--workers", 1,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert list(said) == ["scenario", "worlds", "seed", "rules", "strategies", "over", "seconds", "arms"]
    assert said["over"] == {"rules.patronage": ["0", "0.5"], "rules.deadline.kind": ["hard", "none"]}
    assert said["rules"]["council"]["veto"] is False
    assert [tuple(arm["settings"].values()) for arm in said["arms"]][1] == ("0", "none")
    for told, arm in zip(said["arms"], found.arms, strict=True):
        assert {name: v["mean"] for name, v in told["outcomes"].items()} == {
            name: v.mean for name, v in arm.outcomes.items()
        }
    value = said["arms"][2]["measures"]["tension_peak"]
    assert set(value) == {"unit", "n", "mean", "sd", "p05", "p50", "p95", "low", "high", "difference"}
    assert set(value["difference"]) == {"n", "mean", "error", "low", "high"}
    assert said["arms"][0]["measures"]["tension_peak"]["difference"] is None


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_tables_fit_any_width_with_every_cell_whole(found, width):
    from io import StringIO

    from rich.console import Console

    console = Console(file=StringIO(), width=width)
    for part in tables(found, (), width):
        console.print(part)
    text = console.file.getvalue()
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    cells = len(found.arms[0].outcomes) + len(shown_measures(found))
    assert text.count("(base)") == cells
    assert text.count("±") == cells * (len(found.arms) - 1)


def test_the_table_says_what_is_compared_with_what():
    done = call("--over", "rules.council.veto=true,false", "--worlds", 50, "--measure", "sessions")
    assert done.exit_code == 0, done.output
    flat = " ".join(done.stdout.split())
    assert "2 arms of 50 worlds, seed 1" in flat
    assert "difference to the first arm (rules.council.veto=true)" in flat
    assert "sessions, number" in flat
    assert "tension peak" not in flat
    assert "\x1b" not in done.stdout
    assert all(line == line.rstrip() for line in done.stdout.splitlines())


def test_a_measure_that_no_world_defines_is_left_out_of_the_table(found):
    assert shown_measures(found, ["tension_peak", "status"])[0] == "tension_peak"
    nobody = sweep("kosovo_2007", {"council.veto": [True, False]}, 30, rules={"declaration": "barred"})
    assert "declaration_week" not in shown_measures(nobody)


def test_a_scenario_about_something_else_is_swept():
    river = ROOT / "tests" / "broken" / "base.toml"
    done = call(river, "--over", "rules.deadline.kind=hard,none", "--worlds", 30)
    assert done.exit_code == 0, done.output


def test_help_has_examples_and_fits_80_columns():
    done = runner.invoke(app, ["sweep", "--help"], env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})
    assert done.exit_code == 0
    assert "finalstatus sweep kosovo_2007 --over" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


# ------------------------------------------------------------------ files


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("sweep") / "out"
    done = call(
        "--over", "rules.patronage=0,0.5", "--over", "rules.deadline.kind=hard,none", "--worlds", WORLDS,
        "--seed", 3, "--set", "rules.council.veto=false", "--workers", 1, "--out", place,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return place


def test_every_file_is_there_and_no_temporary_one(folder):
    pictures = {f"sweep_{name}.{kind}" for name in ("outcomes", "measures") for kind in ("png", "svg")}
    assert {p.name for p in folder.iterdir()} == pictures | {"sweep.parquet", "manifest.json"}
    assert (folder / "sweep_outcomes.png").read_bytes().startswith(b"\x89PNG")
    text = (folder / "sweep_outcomes.svg").read_text(encoding="utf-8")
    assert "deadline.kind = none" in text
    assert "200 worlds" in text


def test_parquet_has_a_row_per_arm_and_value_and_says_what_its_columns_are(folder, found):
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(folder / "sweep.parquet")
    assert all(field.metadata[b"description"] for field in table.schema)
    rows = table.to_pylist()
    assert len(rows) == 4 * (len(found.arms[0].outcomes) + len(found.arms[0].measures))
    for row in rows:
        arm = found.arms[row["arm"]]
        assert (row["rules.patronage"], row["rules.deadline.kind"]) == tuple(arm.settings.values())
        value = (arm.outcomes if row["kind"] == "outcome" else arm.measures)[row["name"]]
        assert (row["unit"], row["n"], row["mean"], row["low"]) == (
            value.unit, value.n, value.mean, value.low,
        )  # fmt: skip
        apart = value.difference
        assert row["difference"] == (apart.mean if apart else None)
        assert row["difference_high"] == (apart.high if apart else None)


def test_the_manifest_says_how_to_make_it_again(folder):
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert said["over"] == {"rules.patronage": ["0", "0.5"], "rules.deadline.kind": ["hard", "none"]}
    assert (said["seed"], said["worlds"], said["arms"], said["requested"]) == (3, WORLDS, 4, 4)
    assert set(said["versions"]) == {"finalstatus", "python", "numpy"}
    assert set(said["files"]) == {p.name for p in folder.iterdir()} - {"manifest.json"}


def test_one_kind_of_axis_after_another_can_be_drawn_and_kept(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    dates = "2007-12-10,2008-03-10"
    for i, axes in enumerate(
        [
            ("rules.deadline.kind=hard,none", "rules.linkage=true,false"),
            (f"rules.deadline.date={dates}",),
        ]
    ):
        options = [x for axis in axes for x in ("--over", axis)]
        done = call(*options, "--worlds", 20, "--out", tmp_path / str(i))
        assert done.exit_code == 0, done.output
    linkage = parquet.read_table(tmp_path / "0" / "sweep.parquet")["rules.linkage"]
    assert set(linkage.to_pylist()) == {True, False}
    days = parquet.read_table(tmp_path / "1" / "sweep.parquet")["rules.deadline.date"]
    assert {day.isoformat() for day in days.to_pylist()} == set(dates.split(","))


def test_too_many_lines_for_one_figure_have_one_each_for_the_third_key(found):
    from dataclasses import replace

    wide = {
        "rules.patronage": (0, 1),
        "rules.lobbying.capital": (0, 1, 2),
        "rules.council.votes": (8, 9, 10),
    }
    fixed = [point for point, _ in sheets(replace(found, over=wide))]
    assert fixed == [{"rules.council.votes": n} for n in (8, 9, 10)]
    ((point, lines),) = sheets(found)
    assert point == {}
    assert [line.name for line in lines] == ["deadline.kind = hard", "deadline.kind = none"]


# ------------------------------------------------------------------ stopping


@contextmanager
def stopping(total):
    """A progress that is told to stop while the third arm is played."""

    def report(done):
        if done > total / 2:
            raise KeyboardInterrupt

    yield report


def test_ctrl_c_keeps_the_arms_that_are_finished(monkeypatch, tmp_path):
    monkeypatch.setattr(sim.commands.sweep, "progress", stopping)
    args = ("--over", "rules.patronage=0,0.5,0.75,1", "--worlds", 50, "--workers", 1, "--out", tmp_path)
    done = call(*args, "--json")
    assert done.exit_code == 130
    assert done.stderr.strip() == "stopped after 2 of 4 arms; the table is of these"
    said = json.loads(done.stdout)
    assert (said["interrupted"], said["requested"], len(said["arms"])) == (True, 4, 2)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["arms"], manifest["requested"], manifest["interrupted"]) == (2, 4, True)


def test_ctrl_c_before_the_first_arm_is_one_line(monkeypatch, tmp_path):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sim.worlds, "_played", stopped)
    done = call("--over", "rules.patronage=0,1", "--worlds", 50, "--out", tmp_path / "new")
    assert done.exit_code == 130
    assert done.stdout == ""
    assert done.stderr.strip() == "stopped before any arm was finished"
    assert not (tmp_path / "new").exists()


def hears_ctrl_c():
    """What is started in the background of a shell would be deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C in another way")
def test_a_real_ctrl_c():
    command = [sys.executable, "-W", "error", "-m", "game.cli", "sweep", "--over", "rules.patronage=0,1"]
    process = subprocess.Popen(
        [*command, "--worlds", "500000", "--workers", "2"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=hears_ctrl_c,  # noqa: PLW1509  (nothing here has threads)
    )
    with process:
        time.sleep(4.0)
        os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to every process of the group
        try:
            out, err = process.communicate(timeout=60)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130
    assert err == "stopped before any arm was finished\n"
    assert out == ""


def test_a_measure_that_the_first_arm_has_not_has_no_difference():
    found = sweep("kosovo_2007", {"rules.ratification.kind": ["none", "signed_text"]}, worlds=64, workers=1)
    later = found.arms[1].measures["ratified"]
    assert "ratified" not in found.arms[0].measures
    assert later.difference is None
    assert later.n == 64


def test_a_sweep_is_not_written_over_a_run(tmp_path):
    run = CliRunner().invoke(app, ["run", "--worlds", "16", "--out", str(tmp_path / "mine")])
    assert run.exit_code == 0
    before = sorted(p.name for p in (tmp_path / "mine").iterdir())
    done = CliRunner().invoke(
        app,
        [
            "sweep",
            "--worlds",
            "8",
            "--over",
            "rules.council.veto=true,false",
            "--out",
            str(tmp_path / "mine"),
        ],
    )
    assert done.exit_code == 2
    assert "holds a run" in done.stderr
    assert sorted(p.name for p in (tmp_path / "mine").iterdir()) == before


@pytest.mark.parametrize("n", [7, 150, 151, 1000, 4000])
def test_a_share_lies_in_its_own_interval_even_where_it_never_or_always_happens(n):
    for hits in (0, 1, n - 1, n):
        low, high = wilson(hits, n)
        assert 0.0 <= low <= hits / n <= high <= 1.0


def test_a_sweep_over_words_is_drawn_where_some_outcome_never_happens(tmp_path):
    done = call(
        "--over", "rules.declaration=free,coordinated,after_election", "--worlds", 150, "--out", tmp_path
    )
    assert done.exit_code == 0
    assert (tmp_path / "sweep_outcomes.png").stat().st_size > 10_000

"""The command line as a person meets it."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest
from commands import call, refused
from typer.testing import CliRunner

import sim.commands.run
import sim.keeping
import sim.worlds
from sim.cli import app

ROOT = Path(__file__).parents[1]
COMMANDS = (
    "run",
    "resume",
    "worlds",
    "sweep",
    "scenarios",
    "show",
    "rules",
    "check",
    "trace",
    "strategies",
    "systems",
)
runner = CliRunner()


def spawn(*args, cwd=None, **options):
    command = [sys.executable, "-W", "error", "-m", "game.cli", *map(str, args)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    env.pop("COLUMNS", None)
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8", **options}
    return subprocess.Popen(command, cwd=cwd or ROOT, env=env, **options)


def hears_ctrl_c():
    """What is started in the background of a shell would be deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture(scope="module")
def base():
    return sim.worlds.run("kosovo_2007", worlds=300, seed=3, workers=1)


# ------------------------------------------------------------------ run


@pytest.fixture(scope="module")
def printed():
    done = call("run", "--worlds", 300, "--seed", 3, "--workers", 1, "--json")
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_json_has_these_keys_in_this_order(printed):
    assert list(printed) == [
        "scenario", "worlds", "seed", "rules", "strategies", "seconds", "worlds_per_second",
        "outcomes", "measures", "recognition", "stance", "mission",
    ]  # fmt: skip
    assert (printed["scenario"], printed["worlds"], printed["seed"]) == ("kosovo_2007", 300, 3)
    assert printed["rules"]["council"] == {"veto": True, "votes": 9, "members": None}
    assert printed["rules"]["deadline"]["date"] == "2007-12-10"


def test_json_outcomes_sum_to_one_and_equal_the_run(printed, base):
    assert sum(printed["outcomes"].values()) == pytest.approx(1.0, abs=1e-12)
    assert printed["outcomes"] == base.outcomes()


def test_json_measures_are_numbers_or_null(printed, base):
    assert list(printed["measures"]) == list(base.columns)
    for measure in printed["measures"].values():
        assert set(measure) == {"mean", "sd", "p05", "p50", "p95", "n"}
        assert (measure["n"] == 0) == (measure["mean"] is None)


def test_json_tells_of_every_state_that_may_recognise_and_of_every_member(printed, base):
    assert len(printed["recognition"]) == 29
    assert {"US", "RU", "CY"} <= set(printed["recognition"])
    assert len(printed["mission"]) == 27
    for state, entry in printed["recognition"].items():
        assert 0 <= entry["probability"] <= 1
        day = base.recognition()[state][1]
        assert entry["median_date"] == (day.isoformat() if day else None)


def test_the_table_says_what_the_run_found(base):
    done = call("run", "--worlds", 300, "--seed", 3, "--workers", 1)
    assert done.exit_code == 0
    assert "300 worlds, seed 3" in done.stdout
    for text in ("95 % interval", "of 27", "31 Dec 2008", "Slovakia", "highest tension", "median week of"):
        assert text in done.stdout
    assert "\x1b" not in done.stdout
    for outcome in base.scenario.outcomes.values():
        assert outcome.name[:40] in done.stdout


def test_rules_are_set_and_said():
    done = call("run", "--worlds", 50, "--set", "rules.council.veto=false", "--set", "declaration=barred")
    assert "rules.council.veto=false, rules.declaration=barred" in done.stdout.replace("\n", " ")
    assert "in no world" in done.stdout


def test_mechanisms_that_are_set_are_said_and_stand_in_the_rules():
    done = call("run", "--worlds", 20, "--set", "mechanisms.pace=0.5", "--json")
    assert json.loads(done.stdout)["rules"]["mechanisms"] == {"pace": 0.5}
    assert "mechanisms" not in json.loads(call("run", "--worlds", 20, "--json").stdout)["rules"]


@pytest.mark.parametrize(
    "setting", ["discount=3", "challenger_chance=2", "heads_error=0", "tension_half_life=0"]
)
def test_a_mechanism_out_of_reach_is_refused(setting):
    done = call("run", "--worlds", 20, "--set", f"mechanisms.{setting}")
    assert done.exit_code == 2
    assert "expected" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_scenario_about_something_else_prints_neither_recognition_nor_mission():
    river = ROOT / "tests" / "broken" / "base.toml"
    found = json.loads(call("run", river, "--worlds", 50, "--json").stdout)
    assert sum(found["outcomes"].values()) == pytest.approx(1.0)
    assert {"recognition", "mission"}.isdisjoint(found)


def test_a_scenario_without_members_or_declarer_has_no_such_keys(base):
    from dataclasses import replace

    nobody = np.zeros_like(base.setting.member)
    setting = replace(base.setting, member=nobody, declarer=nobody)
    found = sim.commands.run.summary(replace(base, setting=setting))
    assert "mission" not in found
    assert "recognition" not in found


def test_run_without_out_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("run", "--worlds", 20).exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_run_with_json_and_out_does_both(tmp_path):
    done = call("run", "--worlds", 20, "--json", "--out", tmp_path / "new" / "deep")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["worlds"] == 20
    assert (tmp_path / "new" / "deep" / "manifest.json").exists()


# ------------------------------------------------------------------ stopping


@contextmanager
def stopping(total):
    """A progress that is told to stop once a block is finished."""

    def report(done):
        raise KeyboardInterrupt

    yield report


def test_ctrl_c_keeps_what_is_finished(monkeypatch, tmp_path):
    monkeypatch.setattr(sim.commands.run, "progress", stopping)
    done = call("run", "--worlds", 2500, "--workers", 1, "--json", "--out", tmp_path)
    assert done.exit_code == 130
    said = (
        f"stopped after 1,024 of 2,500 worlds; the table is of these; the rest: finalstatus resume {tmp_path}"
    )
    assert done.stderr.strip() == said
    assert json.loads(done.stdout)["worlds"] == 1024
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["worlds"], manifest["requested"], manifest["interrupted"]) == (1024, 2500, True)


def test_ctrl_c_before_the_first_block_is_one_line(monkeypatch, tmp_path):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(sim.keeping, "stream", stopped)
    done = call("run", "--worlds", 2500, "--out", tmp_path / "new")
    assert done.exit_code == 130
    assert done.stdout == ""
    assert done.stderr.strip() == "stopped before any of 2,500 worlds was finished"
    assert not (tmp_path / "new").exists()


@contextmanager
def leaving_nothing_behind(process):
    """A test that fails must not leave its processes to the tests after it."""
    with process:
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C in another way")
@pytest.mark.parametrize(("workers", "seconds"), [(1, 5.0), (2, 5.0), (2, 2.0)])
def test_a_real_ctrl_c(workers, seconds):
    process = spawn(
        "run", "--worlds", 500_000, "--workers", workers, start_new_session=True, preexec_fn=hears_ctrl_c
    )
    with leaving_nothing_behind(process):
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to every process of the group
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.startswith("stopped ")
    assert len(err.splitlines()) == 1
    assert "of 500,000 worlds" in err
    assert "Traceback" not in out + err


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C in another way")
def test_a_second_ctrl_c_finds_nobody_to_wait_for():
    process = spawn(
        "run", "--worlds", 500_000, "--workers", 2, start_new_session=True, preexec_fn=hears_ctrl_c
    )
    with leaving_nothing_behind(process):
        time.sleep(5.0)
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.3)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)  # it waits for every process that holds the pipes
    assert process.returncode in (130, -signal.SIGINT)  # the second may hit while it leaves
    assert "Traceback" not in out + err


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("run", "kosovo_2008"), ("kosovo_2008", "kosovo_2007")),
        (("run", "--set", "rules.council.vetto=false"), ("vetto", "council.veto")),
        (("run", "--set", "rules.council.veto=perhaps"), ("true or false", "perhaps")),
        (("run", "--set", "rules.council.votes=99"), ("15", "99")),
        (("run", "--set", "nothing"), ("KEY=VALUE", "nothing")),
        (("run", "--set", "rules.linkage=true", "--set", "rules.linkage=false"), ("rules.linkage", "twice")),
        (("run", "--worlds", "0"), ("--worlds", "from 1", "'0'")),
        (("run", "--worlds", "many"), ("--worlds", "whole number", "'many'")),
        (("run", "--seed", "-1"), ("--seed", "from 0", "'-1'")),
        (("run", "--seed", "99999999999999999999"), ("--seed", "99999999999999999999")),
        (("run", "--workers", "0"), ("--workers", "'0'")),
        (("run", "--wrolds", "1"), ("--wrolds", "--worlds")),
        (("rnu",), ("rnu", "run")),
        (("show",), ("SCENARIO",)),
        (("show", "kosovo_2007", "Slovenkia"), ("Slovenkia", "Slovenia")),
        (("run", "--strategy", "RS=hardlinr"), ("hardlinr", "hardliner")),
        (("run", "--strategy", "Sebria=hardliner"), ("Sebria", "Serbia")),
        (("run", "--strategy", "hardliner"), ("WHO=NAME", "hardliner")),
        (("run", "--strategy", "RS=random", "--strategy", "Serbia=random"), ("RS", "Serbia")),
        (("trace", "--strategy", "RS=no_such_module:bold"), ("no_such_module",)),
        (("trace", "--strategy", "RS=json:bold"), ("json", "bold")),
        (("trace", "--strategy", "RS=json:__all__"), ("json:__all__", "list")),
        (("trace", "--why", "Slovakai"), ("--why", "Slovakai", "Slovakia")),
        (("trace", "--why", "SK", "--why", "nroth"), ("--why", "nroth", "'north'")),
        (("trace", "--why", "incident"), ("'incident'", "'incidents'")),
        (("trace", "--world", "-1"), ("--world", "'-1'")),
        (("check", "no_such_file.toml"), ("no_such_file.toml",)),
    ],
)
def test_what_is_wrong_is_one_clear_line(args, words):
    (line,) = refused(*args)
    assert all(word in line for word in words), line


def test_several_faults_are_several_lines():
    lines = refused("run", "--set", "rules.council.votes=99", "--set", "rules.linkage=perhaps")
    assert len(lines) == 2


def never_run(*_, **__):
    raise AssertionError("the run began")


def test_a_place_that_cannot_be_written_is_found_before_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(sim.keeping, "stream", never_run)
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    for place in (file, file / "below"):
        (line,) = refused("run", "--out", place)
        assert "expected a folder, found a file" in line
        assert repr(str(file)) in line
    assert file.read_text(encoding="utf-8") == "mine"
    other = tmp_path / "other"
    other.mkdir()
    (other / "manifest.json").write_text("{}", encoding="utf-8")
    (line,) = refused("run", "--out", other)
    assert "manifest.json" in line


def test_a_missing_package_is_named_before_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(sim.keeping, "stream", never_run)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (line,) = refused("run", "--out", tmp_path / "new")
    assert "pip install 'finalstatus[results]'" in line
    assert not (tmp_path / "new").exists()


# ------------------------------------------------------------------ help and small commands


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_and_fits_80_columns(command):
    done = runner.invoke(app, [command, "--help"], env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})
    assert done.exit_code == 0
    assert f"finalstatus {command}" in done.stdout.replace("Usage: finalstatus", "")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_alone_it_prints_help():
    done = call()
    assert done.exit_code == 0
    assert all(command in done.stdout for command in COMMANDS)


def test_help_and_version_are_quick_and_load_nothing_heavy():
    heavy = ("numpy", "matplotlib", "pandas", "scipy", "mesa", "pygame", "pyarrow")
    code = f"import sys, sim.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"
    out, err = spawn("--version").communicate(timeout=30)
    assert out.startswith("finalstatus ")
    assert err == ""


def test_scenarios_are_listed_with_what_they_know():
    out = call("scenarios").stdout
    for name in (
        "kosovo_2007",
        "kosovo_2007_11_20",
        "kosovo_2007_12_10",
        "2007-11-20",
        "Where are the talks",
    ):
        assert name in out
    assert set(json.loads(call("scenarios", "--json").stdout)) >= {"kosovo_2007"}


@pytest.mark.parametrize("text", ["SK", "slovakia", "BRATISLAVA"])
def test_an_actor_is_shown_with_the_evidence_of_every_number(text):
    out = call("show", "kosovo_2007", text).stdout
    assert "Slovakia (SK)" in out
    for part in (
        "low",
        "mode",
        "high",
        "coded 'hard'",
        "B09.1",
        "2007-12-10, paragraph 9",
        "known by 2007-12-10",
    ):
        assert part in out


def test_an_actor_as_json_has_evidence_for_every_stance():
    found = json.loads(call("show", "kosovo_2007", "Cyprus", "--json").stdout)
    assert found["id"] == "CY"
    for stance in found["stances"]:
        assert stance["low"] <= stance["mode"] <= stance["high"]
        assert stance["unit"]
        assert stance["evidence"]
        for item in stance["evidence"]:
            assert set(item) >= {"id", "document", "paragraph", "kind", "speaker", "known_by", "paraphrase"}


def test_a_scenario_is_shown():
    out = call("show", "kosovo_2007").stdout
    for part in ("Calendar", "10 Dec 2007", "Issues", "supervised independence", "title holder", "Cyprus"):
        assert part in out
    assert len(json.loads(call("show", "kosovo_2007", "--json").stdout)["actors"]) > 31


def test_rules_are_listed_with_default_and_values():
    out = call("rules").stdout
    assert "rules.council.veto   (default: true)" in out
    assert "constructive_abstention | unanimity" in out
    assert json.loads(call("rules", "--json").stdout)["rules.council.votes"]["default"] == "9"


def test_check_tells_of_a_file_that_is_right():
    done = call("check", "kosovo_2007")
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    assert "no fault found" in done.stdout
    assert "stances drawn by lot" in done.stdout
    assert call("check", "kosovo_2007", "--seed", 2).stdout != done.stdout
    assert json.loads(call("check", "kosovo_2007", "--json").stdout)["scenario"] == "kosovo_2007"


def test_check_tells_every_fault_of_one_that_is_wrong(tmp_path):
    file = tmp_path / "wrong.toml"
    file.write_text(
        'extends = "kosovo_2007"\n[actors.SK.stance.recognition]\nword = "hardd"\nevidence = ["B09.1"]\n'
        "[rules.council]\nvotes = 99\n",
        encoding="utf-8",
    )
    lines = refused("check", file)
    assert len(lines) >= 2
    assert any("hardd" in line for line in lines)
    assert any("99" in line for line in lines)


# ------------------------------------------------------------------ trace


def test_a_world_is_told_from_opening_to_outcome():
    out = call("trace", "--world", 12).stdout
    assert "world 12 of kosovo_2007, seed 1" in out
    assert "Session 1 of the talks" in out
    assert "nothing happens" in out
    assert "Outcome by 31 Dec 2008" in out
    assert max(map(len, out.splitlines())) <= 100


def test_reasons_are_told_on_demand():
    out = call("trace", "--world", 12, "--why", "slovakia").stdout
    assert "readiness to recognise" in out
    assert "own motive" in out
    out = call("trace", "--world", 12, "--why", "XK").stdout
    for part in ("outside option", "demand", "declaring now against waiting", "isolation"):
        assert part in out
    assert "the challenger at the vote" in call("trace", "--world", 12, "--why", "Belgrade").stdout


def test_a_trace_explains_several_and_is_one_object_as_json():
    asked = ("trace", "--world", 12, "--why", "Slovakia", "--why", "NORTH", "--why", "incidents")
    out = call(*asked).stdout
    assert all(text in out for text in ("northern Kosovo", "hazard over its own", "rate over the opening's"))
    assert max(map(len, out.splitlines())) <= 100
    found = json.loads(call(*asked, "--json", "--set", "rules.linkage=true").stdout)
    assert (found["world"], found["set"]) == (12, {"rules.linkage": "true"})
    of = {reason["of"] for week in found["weeks"] for reason in week["reasons"]}
    assert of == {"Slovakia", "northern Kosovo", "incidents"}


# ------------------------------------------------------------------ pipes


def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    writer = spawn("show", "kosovo_2007", "--json", cwd=tmp_path)
    assert writer.stdout.readline() == "{\n"
    writer.stdout.close()
    err = writer.stderr.read()
    writer.wait(timeout=30)
    writer.stderr.close()
    assert err == ""


def test_piped_output_is_plain_and_of_sensible_width(tmp_path):
    process = spawn("run", "--worlds", 1500, "--workers", 2, cwd=tmp_path)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert err == ""
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 100
    assert all(line == line.rstrip() for line in out.splitlines())
    assert list(tmp_path.iterdir()) == []

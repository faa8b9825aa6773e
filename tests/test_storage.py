"""What `run --out` leaves behind."""

import hashlib
import json

import numpy as np
import pytest

from sim.blocks import Form, documented
from sim.columns import MEASURES, described
from sim.compile import compile_setting
from sim.keeping import keep
from sim.kept import open_run
from sim.scenario import load
from sim.storage import StorageError, digest, write_whole
from sim.worlds import run

parquet = pytest.importorskip("pyarrow.parquet")
PICTURES = ("outcomes", "heads", "declaration", "states", "tension")
WORLDS = 1100
"""Of two blocks of 1,024, the second one short."""


@pytest.fixture(scope="module")
def results():
    return run("kosovo_2007", worlds=WORLDS, seed=5, workers=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("results") / "out"
    keep(place, load("kosovo_2007"), WORLDS, 5, workers=1, block=1024)
    return place


def test_every_file_is_there_and_no_temporary_one(folder):
    pictures = {f"{name}.{kind}" for name in PICTURES for kind in ("png", "svg")}
    others = {"worlds", "manifest.json", "scenario.json", "schema.json"}
    assert {p.name for p in folder.iterdir()} == pictures | others
    assert {p.name for p in (folder / "worlds").iterdir()} == {"000000.parquet", "000001.parquet"}
    assert all(p.stat().st_size > 1000 for p in folder.iterdir())


def test_pictures_are_pictures_and_the_text_of_svg_is_text(folder):
    for name in PICTURES:
        assert (folder / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert "1,100 worlds" in (folder / f"{name}.svg").read_text(encoding="utf-8")


def test_parquet_reads_back_equal_to_the_columns(folder, results):
    found = parquet.read_table(folder / "worlds")
    assert found.num_rows == results.worlds
    assert found["world"].to_pylist() == list(range(WORLDS))
    names = list(results.scenario.outcomes)
    assert found["outcome"].to_pylist() == [names[i] for i in results.outcome]
    for name, values in results.columns.items():
        back = np.array([np.nan if v is None else v for v in found[name].to_pylist()])
        np.testing.assert_array_equal(back, values)


def test_parquet_has_weeks_votes_and_stances_or_null(folder, results):
    found = parquet.read_table(folder / "worlds")
    setting = results.setting
    for i in np.flatnonzero(setting.recogniser):
        week = [None if w >= setting.weeks else int(w) for w in results.recognised_week[:, i]]
        assert found[f"recognised_{setting.actors[i]}"].to_pylist() == week
        stance = found[f"stance_{setting.actors[i]}"].to_numpy()
        np.testing.assert_array_equal(stance, results.stance[:, i].astype(np.float32))
    for i in np.flatnonzero(setting.member):
        vote = [None if np.isnan(v) else bool(v) for v in results.mission_backed[:, i]]
        assert found[f"mission_{setting.actors[i]}"].to_pylist() == vote
    assert "recognised_XK" not in found.column_names
    assert len([c for c in found.column_names if c.startswith("recognised_")]) == 29


def test_what_is_read_back_is_what_was_played(folder, results):
    back = open_run(folder).results()
    np.testing.assert_array_equal(back.outcome, results.outcome)
    np.testing.assert_array_equal(back.heads, results.heads)
    np.testing.assert_array_equal(back.tension, results.tension)
    for name, values in results.columns.items():
        np.testing.assert_array_equal(back.columns[name], values)
    assert back.stances() == results.stances()


def test_totals_say_the_same_in_memory_on_disk_and_read_back(folder, results):
    for found in (open_run(folder).totals(), open_run(folder).results()):
        assert found.measures() == results.measures()
        assert found.outcomes() == results.outcomes()
        assert found.recognition() == results.recognition()
        assert found.mission() == results.mission()
        assert found.stances() == results.stances()
        assert [found.recognisers_by(week) for week in (20, 58)] == [
            results.recognisers_by(week) for week in (20, 58)
        ]


def test_the_manifest_says_how_to_make_them_again(folder, results):
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert found["scenario"] == "kosovo_2007"
    assert found["title"] == results.scenario.title
    assert (found["seed"], found["worlds"], found["requested"]) == (5, WORLDS, WORLDS)
    assert found["interrupted"] is False
    assert set(found["versions"]) == {"finalstatus", "python", "numpy", "pyarrow"}
    assert found["scenario_sha256"] == digest(results.scenario)
    assert all(len(found[f"{what}_sha256"]) == 64 for what in ("scenario", "moves", "code", "results"))
    assert found["rules"]["council"]["votes"] == 9
    assert set(found["files"]) == {p.name for p in folder.iterdir()} - {"manifest.json", "worlds"}
    assert [(b["first"], b["worlds"]) for b in found["blocks"]] == [(0, 1024), (1024, 76)]
    for block in found["blocks"]:
        assert block["sha256"] == hashlib.sha256((folder / block["file"]).read_bytes()).hexdigest()


@pytest.mark.parametrize("ratification", ["none", "signed_text"])
@pytest.mark.parametrize("scenario", ["kosovo_2007", "cyprus_2004", "example"])
def test_every_column_is_described(scenario, ratification):
    loaded = load(scenario, {"ratification.kind": ratification})
    measures = tuple(run(loaded, worlds=2, workers=1).columns)
    form = Form(loaded, compile_setting(loaded), 1, measures)
    assert all(row["what"] and row["unit"] and row["null"] for row in documented(form))
    assert [field.metadata[b"description"].decode() for field in form.schema] == [
        c.text for c in form.columns
    ]


def test_the_schema_beside_the_worlds_is_that_of_the_files(folder):
    rows = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    for file in (folder / "worlds").iterdir():
        schema = parquet.read_schema(file)
        assert [(row["name"], row["type"]) for row in rows] == [(f.name, str(f.type)) for f in schema]
        assert all(
            f.metadata[b"description"].decode() == r["what"] for f, r in zip(schema, rows, strict=True)
        )


def test_the_guide_to_the_columns_names_every_measure():
    from importlib.resources import files

    guide = (files("scenarios") / "RESULTS.md").read_text(encoding="utf-8")
    for name in MEASURES:
        assert f"| `{name}` | {described(load('example'), name)[0]} |" in guide, name
    for name in ("world", "outcome", "recognised_ID", "mission_ID", "stance_ID", "tension"):
        assert f"| `{name}` |" in guide, name


def test_running_again_replaces_file_by_file_and_keeps_what_is_not_ours(tmp_path):
    small = load("cyprus_2004")
    keep(tmp_path, small, 40, 1, workers=1)
    first = {p.name: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "stale.png").write_text("old", encoding="utf-8")
    manifest = json.loads(first["manifest.json"])
    manifest["files"].append("stale.png")
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tmp_path / "worlds" / "000007.parquet").write_bytes(b"of a longer run")
    keep(tmp_path, small, 40, 1, workers=1)
    second = {p.name: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert second.pop("notes.txt") == b"mine"
    assert second == first


def test_the_hash_knows_the_content_and_not_the_rules():
    base = load("kosovo_2007")
    assert digest(base) == digest(load("kosovo_2007", {"rules.council.veto": False}))
    assert digest(base) != digest(load("kosovo_2007_12_10"))


def test_a_file_is_whole_or_absent(tmp_path):
    path = tmp_path / "file.txt"
    path.write_text("old", encoding="utf-8")

    def fails(to):
        to.write_text("half", encoding="utf-8")
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        write_whole(path, fails)
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]
    assert path.read_text(encoding="utf-8") == "old"


def test_a_disk_that_is_full_when_the_figures_are_drawn_is_one_clear_line(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.analysis.plots.save_all", full)
    with pytest.raises(
        StorageError, match=r"cannot write to .*: no space left on device; 40 of 40 worlds are kept"
    ):
        keep(tmp_path, load("cyprus_2004"), 40, workers=1)


def test_a_scenario_without_members_still_has_a_table(results):
    from dataclasses import replace

    from sim.analysis.plots import FIGURES

    nobody = np.zeros_like(results.setting.member)
    few = replace(results, setting=replace(results.setting, member=nobody, declarer=nobody))
    for found, there in ((results, True), (few, False)):
        form = Form(found.scenario, found.setting, 1, tuple(found.columns))
        assert ("mission_CY" in form.schema.names) == there
    assert [name for name, draw in FIGURES.items() if draw(few) is not None] == ["outcomes", "tension"]


def test_tables_fit_any_width_and_any_scenario(results):
    from dataclasses import replace
    from io import StringIO

    from rich.console import Console

    from sim.tables import tables

    nobody = np.zeros_like(results.setting.member)
    few = replace(results, setting=replace(results.setting, member=nobody, declarer=nobody))
    for found in (results, few):
        for width in (60, 80, 120):
            console = Console(file=StringIO(), width=width)
            for part in tables(found, width):
                console.print(part)
            assert max(map(len, console.file.getvalue().splitlines())) <= width


def test_charts_and_columns_tell_the_same(results):
    from sim.analysis import series

    assert sum(bar.share for bar in series.outcome_bars(results)) == pytest.approx(1.0)
    assert all(bar.low <= bar.share <= bar.high for bar in series.outcome_bars(results))
    heads = series.head_fan(results)
    assert heads.p50[-1] == np.quantile(results.columns["eu_recognisers"], 0.5, method="inverted_cdf")
    assert (heads.p05 <= heads.p50).all()
    assert (heads.p50 <= heads.p95).all()
    found = series.declaration_histogram(results)
    assert found.shares.sum() + found.never == pytest.approx(1.0)
    assert found.early <= found.median <= found.late
    states = series.state_probabilities(results)
    assert [s.share for s in states] == sorted((s.share for s in states), reverse=True)
    assert [mark.name for mark in series.landmarks(results)] == ["deadline", "vote (median)"]
    last, heads = series.month_ends(results)[-1]
    assert (last.isoformat(), heads.n) == ("2008-12-31", WORLDS)

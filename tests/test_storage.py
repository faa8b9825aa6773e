"""What `run --out` leaves behind."""

import json

import numpy as np
import pytest

from sim.storage import StorageError, digest, prepare, save, table, write_whole
from sim.worlds import run

parquet = pytest.importorskip("pyarrow.parquet")
PICTURES = ("outcomes", "heads", "declaration", "states", "tension")


@pytest.fixture(scope="module")
def results():
    return run("kosovo_2007", worlds=200, seed=5, workers=1)


@pytest.fixture(scope="module")
def folder(results, tmp_path_factory):
    place = tmp_path_factory.mktemp("results") / "out"
    save(results, prepare(place), 200)
    return place


def test_every_file_is_there_and_no_temporary_one(folder):
    pictures = {f"{name}.{kind}" for name in PICTURES for kind in ("png", "svg")}
    assert {p.name for p in folder.iterdir()} == pictures | {"results.parquet", "manifest.json"}
    assert all(p.stat().st_size > 1000 for p in folder.iterdir() if p.name != "manifest.json")


def test_pictures_are_pictures_and_the_text_of_svg_is_text(folder):
    for name in PICTURES:
        assert (folder / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert "200 worlds" in (folder / f"{name}.svg").read_text(encoding="utf-8")


def test_parquet_reads_back_equal_to_the_columns(folder, results):
    found = parquet.read_table(folder / "results.parquet")
    assert found.num_rows == results.worlds
    assert found["world"].to_pylist() == list(range(200))
    names = list(results.scenario.outcomes)
    assert found["outcome"].to_pylist() == [names[i] for i in results.outcome]
    for name, values in results.columns.items():
        back = np.array([np.nan if v is None else v for v in found[name].to_pylist()])
        np.testing.assert_array_equal(back, values)


def test_parquet_has_weeks_and_votes_or_null(folder, results):
    found = parquet.read_table(folder / "results.parquet")
    setting = results.setting
    for i in np.flatnonzero(setting.recogniser):
        week = [None if w >= setting.weeks else int(w) for w in results.recognised_week[:, i]]
        assert found[f"recognised_{setting.actors[i]}"].to_pylist() == week
    for i in np.flatnonzero(setting.member):
        vote = [None if np.isnan(v) else bool(v) for v in results.mission_backed[:, i]]
        assert found[f"mission_{setting.actors[i]}"].to_pylist() == vote
    assert "recognised_XK" not in found.column_names
    assert len([c for c in found.column_names if c.startswith("recognised_")]) == 29


def test_the_manifest_says_how_to_make_them_again(folder, results):
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert found["scenario"] == "kosovo_2007"
    assert found["title"] == results.scenario.title
    assert (found["seed"], found["worlds"], found["requested"]) == (5, 200, 200)
    assert set(found["versions"]) == {"finalstatus", "python", "numpy"}
    assert found["scenario_sha256"] == digest(results.scenario)
    assert len(found["scenario_sha256"]) == 64
    assert found["rules"]["council"]["votes"] == 9
    assert set(found["files"]) == {p.name for p in folder.iterdir()} - {"manifest.json"}


def test_saving_again_replaces_file_by_file_and_keeps_what_is_not_ours(results, tmp_path):
    save(results, prepare(tmp_path), 200)
    first = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "stale.png").write_text("old", encoding="utf-8")
    manifest = json.loads(first["manifest.json"])
    manifest["files"].append("stale.png")
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    save(results, prepare(tmp_path), 200)
    second = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert second.pop("notes.txt") == b"mine"
    assert second == first


def test_the_hash_knows_the_content_and_not_the_rules():
    from sim.scenario import load

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


def test_a_full_disk_is_one_clear_line(results, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.analysis.plots.save_all", full)
    with pytest.raises(StorageError, match=r"cannot write to .*: no space left on device"):
        save(results, tmp_path, 200)


def test_a_scenario_without_members_still_has_a_table(results):
    from dataclasses import replace

    from sim.analysis.plots import FIGURES

    nobody = np.zeros_like(results.setting.member)
    few = replace(results, setting=replace(results.setting, member=nobody, declarer=nobody))
    assert "mission_CY" in table(results).column_names
    assert "mission_CY" not in table(few).column_names
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
    assert (last.isoformat(), heads.n) == ("2008-12-31", 200)

"""Worlds of a run on disk: listed, told one by one, read by what researchers use."""

import json
import shutil

import numpy as np
import pytest
from commands import call, refused

from sim.keeping import keep
from sim.kept import open_run
from sim.scenario import load
from sim.spread import Spread, summary, summary_of_counts
from sim.worlds import run, sum_up

pytest.importorskip("pyarrow.parquet")
WORLDS = 1500
RULES = {"rules.declaration": "after_election"}


@pytest.fixture(scope="module")
def played():
    return run("kosovo_2007", WORLDS, 7, rules=RULES, strategies={"RS": "hardliner"}, workers=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("kept") / "out"
    loaded = load("kosovo_2007", RULES)
    keep(place, loaded, WORLDS, 7, strategies={"RS": "hardliner"}, workers=1, block=1024)
    return place


# ------------------------------------------------------------------ finding worlds


def test_worlds_that_meet_a_condition_are_listed_and_counted(folder, played):
    where = "outcome = 'unilateral_declaration' and tension_peak > 45"
    done = call("worlds", folder, "--where", where, "--limit", 3, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    peak = played.columns["tension_peak"]
    meant = np.flatnonzero((played.column("outcomes.unilateral_declaration") == 1) & (peak > 45))
    assert len(meant) > 3
    assert found["matching"] == len(meant)
    assert (found["worlds"], found["seed"], found["where"]) == (WORLDS, 7, where)
    assert [row["world"] for row in found["rows"]] == meant[:3].tolist()
    assert [row["tension_peak"] for row in found["rows"]] == peak[meant[:3]].tolist()
    assert {row["outcome"] for row in found["rows"]} == {"unilateral_declaration"}


def test_worlds_of_the_second_block_are_found_by_number(folder, played):
    done = call("worlds", folder, "--where", "world >= 1200 and world < 1202", "--show", "all", "--json")
    rows = json.loads(done.stdout)["rows"]
    assert [row["world"] for row in rows] == [1200, 1201]
    for row in rows:
        for name, values in played.columns.items():
            value = values[row["world"]]
            assert row[name] == (None if np.isnan(value) else value), name
    assert isinstance(rows[0]["mission_CY"], bool)
    assert "tension" not in rows[0]


def test_a_table_says_how_many_there_are_and_how_to_see_one(folder):
    out = call("worlds", folder, "--where", "mission_CY = false", "--show", "recognised_CY").stdout
    head, *_ = out.splitlines()
    assert head.split() == ["world", "outcome", "mission_CY", "recognised_CY"]
    assert "of 1,500 worlds; shown: 10" in out
    assert f"finalstatus trace {folder} --world " in out
    none = call("worlds", folder, "--where", "incidents < 0").stdout
    assert none == "0 of 1,500 worlds; shown: 0\n"
    assert call("worlds", folder).stdout.splitlines()[-2] == "1,500 of 1,500 worlds; shown: 10"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--where", "tension_pek > 60"], "--where: expected a column, found 'tension_pek'; did you mean"),
        (["--where", "outcome = 'pakt'"], "--where: outcome is never 'pakt'"),
        (["--where", "tension > 60"], "--where: expected a column, found 'tension'"),
        (["--show", "recognized_CY"], "--show: expected a column or all, found 'recognized_CY'; did you mean"),
        (["--limit", "0"], "expected a whole number from 1"),
    ],
)  # fmt: skip
def test_what_cannot_be_listed_is_one_line(folder, options, said):
    (line,) = refused("worlds", folder, *options)
    assert said in line


def test_a_run_that_is_not_finished_says_so(folder, tmp_path):
    short = tmp_path / "short"
    shutil.copytree(folder, short)
    manifest = json.loads((short / "manifest.json").read_text(encoding="utf-8"))
    manifest["blocks"] = manifest["blocks"][:1]
    (short / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = call("worlds", short, "--where", "world > 1020", "--json")
    assert json.loads(done.stdout)["matching"] == 3
    assert done.stderr == f"of 1,500 worlds 1,024 are played; the rest: finalstatus resume {short}\n"


# ------------------------------------------------------------------ one world


@pytest.mark.parametrize("world", [0, 1023, 1024, 1499])
def test_a_world_of_a_run_is_opened_as_it_was(folder, played, world):
    found = json.loads(call("trace", folder, "--world", world, "--json").stdout)
    names = list(played.scenario.outcomes)
    assert (found["world"], found["seed"]) == (world, 7)
    assert found["outcome"] == names[played.outcome[world]]
    for name, values in played.columns.items():
        value = values[world]
        assert found["measures"][name] == (None if np.isnan(value) else value), name


def test_the_folder_and_the_scenario_tell_the_same(folder):
    given = ("--seed", 7, "--strategy", "RS=hardliner")
    by_folder = call("trace", folder, "--world", 3).stdout
    assert (
        call("trace", "kosovo_2007,rules.declaration=after_election", "--world", 3, *given).stdout
        == by_folder
    )
    more = ("--set", "rules.declaration=after_election")
    assert call("trace", "kosovo_2007", "--world", 3, *given, *more).stdout == by_folder


def test_what_cannot_be_told_is_one_line(folder, tmp_path):
    (line,) = refused("trace", folder, "--world", WORLDS)
    assert "--world: expected a world of" in line
    assert "from 0 to 1,499, found 1,500" in line
    for option, value in (
        ("--seed", 7),
        ("--set", "rules.council.veto=false"),
        ("--strategy", "RS=doctrine"),
    ):
        (line,) = refused("trace", folder, option, value)
        assert line.startswith(f"error: {option}: ")
        assert "leave it out" in line
    (line,) = refused("trace", tmp_path)
    assert "found no manifest.json of ours" in line


def test_a_world_that_comes_out_otherwise_is_refused(folder, monkeypatch):
    import sim.trace

    finish = sim.trace.finish

    def other(*args):
        done = finish(*args)
        done.measures["tension_peak"] = done.measures["tension_peak"] + 1e-9
        return done

    monkeypatch.setattr(sim.trace, "finish", other)
    (line,) = refused("trace", folder, "--world", 3)
    assert "world 3 comes out otherwise here than in" in line
    assert "tension_peak is" in line
    assert "that was made with finalstatus" in line


# ------------------------------------------------------------------ read by others


def shares(played):
    return {name: round(share * WORLDS) for name, share in played.outcomes().items() if share}


def test_duckdb_reads_it_as_it_stands(folder, played):
    duckdb = pytest.importorskip("duckdb")
    asked = f"""
        select outcome, count(*), avg(tension_peak), count(declaration_week), max(tension[11])
        from '{folder}/worlds/*.parquet' group by outcome
    """
    rows = duckdb.sql(asked).fetchall()
    assert {row[0]: row[1] for row in rows} == shares(played)
    for name, _, peak, declared, tense in rows:
        here = played.column(f"outcomes.{name}") == 1
        assert peak == pytest.approx(played.columns["tension_peak"][here].mean())
        assert declared == (~np.isnan(played.columns["declaration_week"][here])).sum()
        assert 0 <= tense <= 100
    ((days,),) = duckdb.sql(
        f"select count(*) from '{folder}/worlds/*.parquet' where recognised_CY < 40 and not mission_CY"
    ).fetchall()
    at = played.setting.actors.index("CY")
    assert days == ((played.recognised_week[:, at] < 40) & (played.mission_backed[:, at] == 0)).sum()
    described = duckdb.sql(f"describe select * from '{folder}/worlds/*.parquet'").fetchall()
    assert [row[0] for row in described] == open_run(folder).form.schema.names


def test_pandas_and_polars_read_it_as_it_stands(folder, played):
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_parquet(folder / "worlds")
    assert frame["outcome"].value_counts().loc[lambda n: n > 0].to_dict() == shares(played)
    assert frame["world"].tolist() == list(range(WORLDS))
    polars = pytest.importorskip("polars")
    lazy = polars.scan_parquet(folder / "worlds" / "*.parquet")
    assert (
        lazy.select(polars.col("tension_peak").max()).collect().item() == played.columns["tension_peak"].max()
    )
    assert dict(lazy.group_by("outcome").len().collect().rows()) == shares(played)


# ------------------------------------------------------------------ a memory that does not grow


def test_few_values_are_summed_up_exactly(played):
    found = sum_up(played.scenario, WORLDS, 7, strategies={"RS": "hardliner"}, workers=1)
    assert found.measures() == {name: summary(values) for name, values in played.columns.items()}
    assert found.recognition() == played.recognition()


def test_many_values_are_summed_up_in_little_room():
    luck = np.random.Generator(np.random.PCG64(1))
    values = {
        "amount": luck.normal(40.0, 12.0, 300_000),
        "about nothing": luck.normal(0.0, 1e-3, 300_000),
        "number": luck.poisson(4.0, 300_000).astype(float),
        "share": (luck.random(300_000) < 0.3).astype(float),
        "seldom": np.where(luck.random(300_000) < 0.01, luck.random(300_000), np.nan),
    }
    for name, column in values.items():
        spread = Spread()
        for start in range(0, len(column), 1024):
            spread.add(column[start : start + 1024])
        found, exact = spread.summary(), summary(column)
        assert found.n == exact.n
        assert found.mean == pytest.approx(exact.mean, rel=1e-12, abs=1e-15)
        assert found.sd == pytest.approx(exact.sd, rel=1e-10)
        for q in ("p05", "p50", "p95"):
            near = 0.0 if name in ("number", "share") else 3e-4
            assert getattr(found, q) == pytest.approx(getattr(exact, q), rel=near, abs=1e-5), (name, q)
        assert len(spread._keys) <= 16_384


def test_asking_in_between_changes_nothing():
    luck = np.random.Generator(np.random.PCG64(2)).random((200, 1024))
    asked, quiet = Spread(), Spread()
    for k, part in enumerate(luck):
        asked.add(part)
        quiet.add(part)
        if k % 50 == 0:
            asked.summary()
    assert asked.summary() == quiet.summary()


def test_counts_say_what_the_values_do():
    values = np.array([0.0, 2.0, 2.0, 5.0, 5.0, 5.0, 9.0])
    keys, counts = np.unique(values, return_counts=True)
    found, exact = summary_of_counts(keys, counts), summary(values)
    assert (found.n, found.mean) == (exact.n, exact.mean)
    assert found.sd == pytest.approx(exact.sd)
    assert (found.p05, found.p50, found.p95) == pytest.approx((exact.p05, exact.p50, exact.p95))
    assert summary_of_counts(np.arange(3.0), np.zeros(3, dtype=np.int64)).mean is None

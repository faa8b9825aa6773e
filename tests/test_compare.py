"""Arms on the same luck: what differs world by world, how surely, and whether anything happens otherwise."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
from commands import call, refused

from sim.analysis.compare import MEASURE, OUTCOME, STATE, compare
from sim.analysis.footprint import Footprint
from sim.analysis.paired import Pairs, difference
from sim.compile import compile_setting
from sim.keeping import keep
from sim.scenario import load
from sim.worlds import job_of, play_block, run

SCENARIO, WORLDS, SEED = "cyprus_2004", 1500, 3
OTHER = {"rules.linkage": True, "rules.mediation": "none"}


@pytest.fixture(scope="module")
def base():
    return run(SCENARIO, WORLDS, SEED, workers=1)


@pytest.fixture(scope="module")
def arm():
    return run(SCENARIO, WORLDS, SEED, rules=OTHER, workers=1)


@pytest.fixture(scope="module")
def found(base, arm):
    return compare(base, arm, workers=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    pytest.importorskip("pyarrow.parquet")
    place = tmp_path_factory.mktemp("kept") / "out"
    keep(place, load(SCENARIO), WORLDS, SEED, workers=1, block=1024)
    return place


# ------------------------------------------------------------------ what differs


def test_every_outcome_and_measure_is_compared_world_by_world(base, arm, found):
    values = found.arms[1].values
    assert {key[1] for key in values if key[0] == OUTCOME} == set(base.outcomes())
    assert {key[1] for key in values if key[0] == MEASURE} == set(base.columns)
    for (kind, name), value in values.items():
        one, other = (r.column(f"outcomes.{name}" if kind == OUTCOME else name) for r in (base, arm))
        both = ~(np.isnan(one) | np.isnan(other))
        d = other[both] - one[both]
        if len(d) < 2:
            assert value.difference is None
            continue
        assert value.difference.n == len(d)
        assert value.difference.mean == pytest.approx(d.mean(), abs=1e-9)
        assert value.difference.error == pytest.approx(d.std(ddof=1) / np.sqrt(len(d)), abs=1e-9)
        if d.any():
            apart = one[both].var(ddof=1) + other[both].var(ddof=1)
            assert value.saved == pytest.approx(apart / d.var(ddof=1), rel=1e-6)
        else:
            assert value.saved is None


def test_the_intervals_are_those_of_a_sweep(base, arm, found):
    for name, share in (("agreement_by_deadline", True), ("tension_peak", False)):
        known = difference(base.columns[name], arm.columns[name], share)
        assert vars(found.arms[1].values[MEASURE, name].difference) == pytest.approx(vars(known), abs=1e-12)


def test_common_luck_saves_worlds():
    """Two columns that share most of their luck: the factor is what theory says, 1 / (1 - correlation)."""
    rng = np.random.RandomState(5)
    luck, own = rng.normal(size=20_000), rng.normal(size=(2, 20_000))
    pairs = Pairs()
    for part in np.array_split(np.arange(20_000), 7):
        pairs.add(luck[part] + 0.5 * own[0, part], luck[part] + 0.5 * own[1, part] + 0.1)
    assert pairs.saved() == pytest.approx(1 / (1 - 0.8), rel=0.05)
    assert pairs.difference().low < 0.1 < pairs.difference().high


def test_states_are_compared_where_somebody_can_declare(play):
    """Without a veto Slovakia is likelier to recognise; the figure of the difference says how much."""
    one, other = play(worlds=1024), play(rules={"rules.council.veto": False}, worlds=1024)
    both = compare(one, other)
    value = both.arms[1].values[STATE, "SK"]
    assert value.difference.mean == pytest.approx(
        (other.column("recognition.SK") - one.column("recognition.SK")).mean(), abs=1e-12
    )
    assert value.difference.low > 0.05
    assert value.saved > 1.5


# ------------------------------------------------------------------ arms


def test_a_folder_a_scenario_and_results_are_the_same_arm(folder, base):
    same = compare(folder, load(SCENARIO), base, workers=1)
    assert (same.worlds, same.seed) == (WORLDS, SEED)
    assert len({arm.left.digest() for arm in same.arms}) == 1
    assert all(
        v.difference is None or v.difference.mean == 0 for a in same.arms[1:] for v in a.values.values()
    )


def test_arms_of_different_length_share_their_first_worlds(folder):
    short = run(SCENARIO, 600, SEED, workers=1)
    both = compare(folder, short)
    assert both.worlds == 600
    assert both.arms[0].left.digest() == both.arms[1].left.digest()
    (note,) = both.notes
    assert note == f"compared over the first 600 worlds, which all arms have; there are more in {folder}"


def test_what_cannot_share_its_luck_is_refused(folder, tmp_path):
    (line,) = refused("compare", folder, SCENARIO, "--seed", 4)
    assert "expected arms of one seed, found 4 in '--seed' and 3 in " in line
    (line,) = refused("compare", folder, "kosovo_2007")
    assert "expected arms with the same actors, which share their luck" in line
    (line,) = refused("compare", folder)
    assert line == "error: expected from two to 26 arms, found 1"
    (line,) = refused("compare", folder, folder, "--set", "rules.linkage=true")
    assert "every arm is the folder of a run, which says so itself" in line
    (line,) = refused("compare", folder, SCENARIO, "--measure", "tension_peek")
    assert "did you mean 'tension_peak'?" in line
    (line,) = refused("compare", SCENARIO, f"{SCENARIO},rules.linkige=true")
    assert "unknown rule 'linkige'; did you mean 'linkage'?" in line
    (line,) = refused("compare", folder, folder, "--out", folder)
    assert "holds a run; expected another folder for a comparison" in line
    assert not list(tmp_path.iterdir())


def test_a_folder_of_another_version_is_compared_with_a_word_of_warning(folder, tmp_path, base):
    import shutil

    shutil.copytree(folder, tmp_path / "old")
    path = tmp_path / "old" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) | {"code_sha256": "0" * 64}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    both = compare(folder, tmp_path / "old")
    assert any("played by different versions of the model" in note for note in both.notes)


def test_ctrl_c_keeps_what_is_compared(base, arm):
    def report(done):
        raise KeyboardInterrupt

    both = compare(base, arm, progress=report)
    assert (both.worlds, both.requested, both.interrupted) == (1024, WORLDS, True)
    assert both.arms[1].values[MEASURE, "tension_peak"].n == 1024


# ------------------------------------------------------------------ whether anything happens otherwise


@pytest.fixture(scope="module")
def block():
    scenario = load("kosovo_2007")
    job, _ = job_of(scenario, 1, {})
    return scenario, compile_setting(scenario), play_block(job, 0, 200)


def footprint(block, **changes):
    scenario, setting, part = block
    left = Footprint(scenario, setting)
    left.add(replace(part, **changes))
    return left


def test_the_hash_is_of_what_happens_in_which_world(block):
    _, setting, part = block
    known = footprint(block).digest()
    later = part.recognised_week.copy()
    seat = setting.actors.index("DE")
    world = int(np.flatnonzero(later[:, seat] < setting.weeks)[0])
    later[world, seat] += 1
    assert footprint(block, recognised_week=later).digest() != known
    swapped = part.outcome.copy()
    a, b = (int(np.flatnonzero(swapped == k)[0]) for k in np.unique(swapped)[:2])
    swapped[[a, b]] = swapped[[b, a]]
    assert footprint(block, outcome=swapped).digest() != known


def test_the_hash_is_not_of_amounts_nor_of_measures_that_say_nothing(block):
    _, _, part = block
    warmer = {**part.measures, "tension_peak": part.measures["tension_peak"] + 1.0}
    known, moved = footprint(block), footprint(block, measures=warmer)
    assert moved.digest() == known.digest()
    assert known.unlike(moved) == ["tension_peak"]
    more = {**part.measures, "referendum_held": np.zeros(200)}
    assert footprint(block, measures=more).digest() == known.digest()
    held = {**part.measures, "referendum_held": np.ones(200)}
    assert footprint(block, measures=held).digest() != known.digest()


def test_how_often_they_agree_and_on_what(found, base):
    agreed = ~np.isnan(base.columns["agreement_week"])
    arm = found.arms[0]
    assert arm.agreement_rate == pytest.approx(agreed.mean())
    name, share = arm.left.commonest()
    marks = load(SCENARIO).issues[next(k for k, v in load(SCENARIO).issues.items() if v.key)].marks
    value = next(m.value for m in marks.values() if m.name == name)
    assert share == pytest.approx((base.columns["status"][agreed] == value).mean())


def test_equal_hashes_are_explained():
    args = ("--worlds", 300, "--workers", 1, "--json")
    arms = (
        SCENARIO,
        f"{SCENARIO},rules.council.votes=8",
        f"{SCENARIO},rules.linkage=true,rules.mediation=none",
    )
    done = call("compare", *arms, SCENARIO, *args)
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    hashes = [arm["events_sha256"] for arm in said["arms"]]
    assert hashes[0] == hashes[1] == hashes[3] != hashes[2]
    (line,) = said["alike"]
    assert line.startswith(
        "A, B and D have the same events in every world: they differ by council.votes = 9 or 8"
    )
    assert "no measure is another in any world" in line
    assert "no world came to a declaration, without which it cannot tell" in line
    done = call("compare", SCENARIO, SCENARIO, *args)
    assert json.loads(done.stdout)["alike"] == [
        "A and B have the same events in every world: they are the same arm, with nothing set differently"
    ]


# ------------------------------------------------------------------ printed and written


def test_the_table_says_how_it_was_made(folder, tmp_path):
    done = call("compare", folder, f"{SCENARIO},rules.linkage=true", "--workers", 1)
    assert done.exit_code == 0, done.output
    for text in (
        "2 arms of 1,500 worlds on the same luck, seed 3",
        "B - A",
        "luck saves",
        "Bonett & Price (2012)",
        "hash of the events",
    ):
        assert text in done.stdout
    assert not list(tmp_path.iterdir())
    three = call("compare", folder, folder, folder, "--measure", "sessions")
    assert "(base)" in three.stdout
    assert "sessions," in three.stdout


def test_what_is_written_is_what_is_printed(folder, tmp_path):
    pytest.importorskip("matplotlib")
    out = tmp_path / "out"
    args = ("compare", folder, f"{SCENARIO},rules.mediation=none", "--workers", 1, "--out", out)
    done = call(*args, "--json")
    assert done.exit_code == 0, done.output
    printed, kept = json.loads(done.stdout), json.loads((out / "compare.json").read_text(encoding="utf-8"))
    assert printed == kept
    with (out / "compare.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(len(a["outcomes"]) + len(a["measures"]) + len(a["states"]) for a in kept["arms"])
    name, known = next((n, v) for n, v in kept["arms"][1]["measures"].items() if v["saved"])
    row = next(r for r in rows if (r["arm"], r["kind"], r["what"]) == ("B", "measure", name))
    assert float(row["difference_low"]) == known["difference"]["low"]
    assert float(row["saved"]) == known["saved"]
    for name in ("compare_outcomes", "compare_measures"):
        assert (out / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert "<svg" in (out / f"{name}.svg").read_text(encoding="utf-8")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert [arm["events_sha256"] for arm in manifest["compared"]] == [
        a["events_sha256"] for a in kept["arms"]
    ]
    (line,) = refused("run", SCENARIO, "--worlds", 10, "--out", out)
    assert "holds a comparison; expected another folder for a run" in line
    (line,) = refused("compare", out, SCENARIO)
    assert "holds a comparison; expected a run" in line

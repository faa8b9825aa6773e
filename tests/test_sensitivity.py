"""Which uncertain values matter most: known answers, the ensemble's own luck, and the command."""

import json
from math import pi

import commands
import numpy as np
import pytest

from sim.analysis.sensitivity import sensitivity
from sim.analysis.sensitivity.indices import distances, morris, pawn, sobol
from sim.analysis.sensitivity.problem import problem_of, saltelli, trajectories

ISHIGAMI = problem_of(["x1", "x2", "x3"])


def ishigami(u):
    """Ishigami and Homma (1990), a = 7, b = 0.1, on uniform numbers stretched to -pi .. pi."""
    x1, x2, x3 = (pi * (2.0 * u - 1.0)).T
    return np.sin(x1) + 7.0 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def every(design):
    return design.rows(np.arange(design.units * design.unit))


def test_sobol_finds_the_known_indices_of_the_ishigami_function():
    design = saltelli(ISHIGAMI, 1024, seed=1)
    found = sobol(design, ishigami(every(design)))
    first = [found[x]["S1"].value for x in ISHIGAMI.ids]
    total = [found[x]["ST"].value for x in ISHIGAMI.ids]
    assert first == pytest.approx([0.314, 0.442, 0.0], abs=0.03)
    assert total == pytest.approx([0.558, 0.442, 0.244], abs=0.03)
    for x, known in zip(ISHIGAMI.ids, (0.314, 0.442, 0.0), strict=True):
        assert found[x]["S1"].low < known < found[x]["S1"].high


def test_two_values_varied_together_take_the_share_of_both():
    from sim.analysis.sensitivity.problem import Factor, Problem

    together = Problem((Factor("x1 and x3", "", "value", (0, 2)), Factor("x2", "", "value", (1,))), 3)
    design = saltelli(together, 1024, seed=1)
    found = sobol(design, ishigami(every(design)))
    assert found["x1 and x3"]["S1"].value == pytest.approx(0.558, abs=0.03)
    assert found["x2"]["ST"].value == pytest.approx(0.442, abs=0.03)


def test_morris_ranks_by_the_size_of_steps_and_sees_what_only_interacts():
    design = trajectories(ISHIGAMI, 200, seed=1)
    found = morris(design, ishigami(every(design)))
    assert found["x3"]["mu_star"].value > 1.0
    assert sum(found[x]["share"].value for x in ISHIGAMI.ids) == pytest.approx(1.0)
    linear = morris(design, every(design) @ np.array([1.0, 4.0, 0.0]))
    assert linear["x2"]["share"].value == pytest.approx(0.8)
    # from the middle of the lowest quarter to that of the highest: three quarters of the range
    assert linear["x2"]["mu"].value == pytest.approx(4.0 * 0.75)
    assert linear["x3"]["mu_star"].value == pytest.approx(0.0, abs=1e-12)


def test_pawn_ranks_a_sample_that_is_there_already_and_agrees_with_the_quick_distances():
    u = saltelli(problem_of(["x1", "x2", "x3", "luck"]), 1024, seed=2).a
    y = ishigami(u[:, :3])
    found = pawn(["x1", "x2", "x3", "luck"], u, y, shown=3)
    assert found["x2"]["pawn"].value > found["x3"]["pawn"].value > found["luck"]["pawn"].value
    for i, x in enumerate(found):
        at = ["x1", "x2", "x3", "luck"].index(x)
        assert np.median(distances(u[:, at], y)) == pytest.approx(found[x]["pawn"].value, abs=1e-12), i
        assert found[x]["pawn"].low <= found[x]["pawn"].value <= found[x]["pawn"].high


def test_what_never_changes_has_no_index():
    design = saltelli(ISHIGAMI, 8, seed=1)
    found = sobol(design, np.ones(design.units * design.unit))
    assert {e.value for estimates in found.values() for e in estimates.values()} == {0.0}


def test_a_unit_with_a_gap_is_left_out():
    design = saltelli(ISHIGAMI, 256, seed=1)
    y = ishigami(every(design))
    with_gap = y.copy()
    with_gap[7] = np.nan
    whole = sobol(design, y)
    found = sobol(design, with_gap)
    assert found["x2"]["ST"].value == pytest.approx(whole["x2"]["ST"].value, abs=0.02)


# ---------------------------------------------------------------- on the ensemble


@pytest.fixture(scope="module")
def scenario():
    from sim.scenario import load

    return load("kosovo_2007_12_10", {"horizon": "2008-03-31"})


@pytest.fixture(scope="module")
def ordinary(scenario):
    return sensitivity(scenario, ["eu_recognisers", "recognition.CY"], "pawn", n=1024, workers=1)


def test_pawn_takes_ordinary_worlds_as_they_are(ordinary, scenario):
    from sim.worlds import run

    alone = run(scenario, worlds=1024, workers=1)
    assert np.array_equal(ordinary.y[:, 0], alone.column("eu_recognisers"))
    assert np.array_equal(ordinary.y[:, 1], alone.column("recognition.CY"))
    assert ordinary.runs == ordinary.worlds == 1024


def test_every_kind_of_uncertain_value_is_an_input(ordinary, scenario):
    ids = {one.id for one in ordinary.inputs}
    assert {f"mechanism/{n}" for n, m in scenario.mechanisms.items() if m.low < m.high} <= ids
    assert "item/SK/recognition" in ids
    assert "word/recognition/hard" in ids
    assert {one.kind for one in ordinary.inputs} == {
        "stance",
        "rubric",
        "mechanism",
        "move",
        "flashpoint",
        "date",
    }
    assert not {"recognise", "vote", "luck", "headcount"} & ids


def test_a_value_that_is_given_its_end_moves_the_worlds_and_leaves_their_luck(scenario):
    from sim.analysis.sensitivity.ensemble import Layout, evaluate, experiment
    from sim.analysis.sensitivity.study import Repeated
    from sim.worlds import job_of

    job, _ = job_of(scenario, 1, {})
    layout = Layout({"mechanism/tension_floor": (0,)}, (), None)

    def play(u):
        points = np.full((16, 1), u)
        return evaluate(experiment([job], Repeated(points, 1), layout, 1, ["tension_peak", "sessions"]), 1)

    low, high = play(0.001), play(0.999)
    assert (high[:, 0] >= low[:, 0]).all()
    assert high[:, 0].mean() > low[:, 0].mean() + 1.0


@pytest.fixture(scope="module")
def study(scenario):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.analysis.sensitivity.study.SCREEN_WORLDS", 1024)
        return sensitivity(
            scenario, ["tension_peak", "eu_recognisers"], n=16, worlds=24, by="subject", top=2,
            over={"rules.council.veto": [True, False]}, workers=1,
        )  # fmt: skip


def test_sobol_looks_at_the_largest_one_by_one_and_forgets_none(study):
    names = [factor.id for factor in study.factors]
    assert names[0] == "rules.council.veto"
    assert names[-2:] == ["others", "luck"]
    assert len(study.screening.kept) == 2
    assert sum(len(f.columns) for f in study.factors) == sum(one.width for one in study.inputs) + 1
    assert study.runs == 16 * (len(names) + 2)
    assert study.worlds == study.runs * study.each + study.screening.worlds


def test_results_are_a_frame_and_a_figure(study):
    frame = study.to_pandas()
    assert set(frame["measure"]) == {"tension_peak", "eu_recognisers"}
    assert {"S1", "S1_low", "ST_high", "low_end", "rank"} <= set(frame.columns)
    assert list(frame[frame["measure"] == "tension_peak"]["input"])[-1] == "luck"
    texts = [t.get_text() for t in study.plot.tornado("tension_peak").texts]
    assert any("tension" in t for t in texts)


def test_a_dummy_that_changes_only_the_luck_stays_small_with_enough_worlds(study):
    assert study.quiet("tension_peak")
    assert study.dummy("tension_peak") < 0.05
    assert study.enough_worlds("tension_peak") <= study.each * 1.2


def test_a_dummy_tells_of_too_few_worlds(study):
    from dataclasses import replace

    from sim.analysis.sensitivity.indices import Estimate

    loud = {**study.indices["tension_peak"], "luck": {"S1": Estimate(0.0), "ST": Estimate(0.5)}}
    found = replace(study, indices={**study.indices, "tension_peak": loud})
    assert not found.quiet("tension_peak")
    assert found.enough_worlds("tension_peak") == pytest.approx(study.each * 19 * 1.2, abs=1)


def test_a_pilot_finds_how_many_worlds_luck_needs():
    from sim.analysis.sensitivity.study import luck_ratio

    points = saltelli(problem_of(["x", *(f"luck{i}" for i in range(16))]), 256, seed=3).a
    values = points[:, :1] + 2.0 * points[:, 1:]
    assert luck_ratio(values) == pytest.approx(4.0, rel=0.3)


# ---------------------------------------------------------------- the command


def call(*args):
    return commands.call("sensitivity", *args)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--measure", "eu_recogniser"), ("'eu_recogniser' is not a measure", "eu_recognisers")),
        (("--method", "sobel"), ("found 'sobel'", "sobol")),
        (("--n", "100"), ("power of two", "found 100")),
        (("--by", "actor"), ("by value or by subject", "found 'actor'")),
        (("--method", "pawn", "--worlds", "8"), ("1 world a run for pawn", "found 8")),
        (("--save", "xlsx"), ("parquet or csv", "found 'xlsx'")),
        (("--over", "rules.council.veto=true"), ("two or more values", "true")),
        (("--over", "rules.council.vetoo=true,false"), ("unknown rule 'council.vetoo'", "council.veto")),
    ],
)
def test_what_is_wrong_is_one_clear_line(args, words):
    lines = commands.refused("sensitivity", *args)
    assert len(lines) == 1
    for word in words:
        assert word in lines[0]


def test_the_command_prints_and_keeps_a_study(tmp_path):
    out = tmp_path / "study"
    args = [
        "kosovo_2007_12_10",
        "--set",
        "horizon=2008-02-25",
        "--method",
        "pawn",
        "--n",
        "600",
        "--top",
        "4",
    ]
    done = call(*args, "--measure", "tension_peak", "--workers", "1", "--out", str(out), "--save", "csv")
    assert done.exit_code == 0, done.output
    for said in ("N 600 worlds", "600 model runs", "1 worlds per run", "dummy: the luck alone"):
        assert said in done.stdout
    names = {path.name for path in out.iterdir()}
    assert names == {
        "indices.csv", "manifest.json", "samples.csv", "tornado_tension_peak.png", "tornado_tension_peak.svg"
    }  # fmt: skip
    rows = (out / "samples.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 601
    assert rows[0].endswith("luck,measure tension_peak")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["n"], manifest["runs"], manifest["worlds_per_run"]) == (600, 600, 1)
    lines = commands.refused("run", "--worlds", "4", "--out", str(out))
    assert "sensitivity study" in lines[0]


def test_json_is_one_object_and_says_what_was_played():
    args = [
        "kosovo_2007_12_10",
        "--set",
        "horizon=2008-02-25",
        "--method",
        "pawn",
        "--n",
        "200",
        "--top",
        "3",
    ]
    done = call(*args, "--measure", "tension_peak", "--workers", "1", "--json")
    found = json.loads(done.stdout)
    assert found["worlds_per_run"] == 1
    assert found["indices"][-1]["input"] == "luck"
    assert set(found["dummy"]) == {"tension_peak"}


def test_ctrl_c_is_one_line_and_leaves_no_folder(tmp_path, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.analysis.sensitivity.study.Study.run", stopped)
    done = call("kosovo_2007_12_10", "--method", "pawn", "--n", "40", "--out", str(tmp_path / "study"))
    assert done.exit_code == 130
    assert "stopped before the study was finished" in done.stderr
    assert not (tmp_path / "study").exists()

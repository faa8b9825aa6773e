"""Scoring models on decisions of the Union: the layout, the arithmetic, and the half of DEU III that is at hand."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from predicting.choosing import CANDIDATES, PLAIN, all_errors, choose, disturbed, simplest, simplicity
from predicting.reading import read
from predicting.scoring import compared, predicted, yardsticks

from sim.bargaining.effort import CARE, RESOURCE
from sim.bargaining.solvers import RECOMMENDED

ROOT = Path(__file__).parents[1]
TOP = [
    "prnr",
    "isnr",
    "proc",
    "counvte",
    "pcom",
    "pep",
    "pat",
    "pbe",
    "scom",
    "sep",
    "sat",
    "sbe",
    "rp",
    "out",
]
POWERS = ["", "", "", "", "4", "4", "1", "2", "", "", "", "", "", ""]
ROWS = [
    ["p1", "i1", "COD", "QMV", "100", "80", "0", "50", "50", "60", "40", "20", "0", "60"],
    ["p1", "i2", "COD", "QMV", "0", "", "100", "50", "50", "", "40", "0", "", "20"],
    ["p2", "i1", "CNS", "Unan", "100", "0", "100", "0", "90", "10", "50", "30", "0", "100"],
    ["p3", "i1", "CNS", "QMV(10)", "30", "40", "70", "", "50", "60", "40", "20", "100", ""],
]


def write(path, rows=ROWS, top=TOP):
    path.write_text("\n".join("\t".join(row) for row in (top, POWERS, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def issues(tmp_path):
    return read(write(tmp_path / "few.tsv"))


def test_positions_saliences_powers_and_rules_are_read_as_they_stand(issues):
    assert issues.actors == ("com", "ep", "at", "be")
    assert issues.capability.tolist() == [4, 4, 1, 2]
    assert issues.salience[0].tolist() == [0.5, 0.6, 0.4, 0.2]
    assert issues.known[1].tolist() == [True, False, True, False], "silent, or without salience"
    assert issues.proposal.tolist() == [0, 0, 1, 2]
    assert issues.rule == ("COD QMV", "COD QMV", "CNS Unan", "CNS QMV")
    assert issues.decided.tolist() == [True, True, True, False]


def test_a_model_predicts_from_those_who_have_a_position_and_care(issues):
    found = predicted(issues, "compromise", "")
    assert found[0] == pytest.approx((4 * 0.5 * 100 + 4 * 0.6 * 80 + 2 * 0.2 * 50) / (2 + 2.4 + 0.4 + 0.4))
    assert found[1] == pytest.approx(0.4 * 100 / (2 + 0.4))
    assert np.isfinite(predicted(issues, "exchange", "equal_gain")).all()


def test_proposals_are_resampled_and_not_issues(issues):
    error = np.array([1.0, 3.0, 5.0, np.nan])
    apart = compared(issues, error, np.zeros(4), 4000)
    assert apart.mean == 3.0
    assert (apart.low, apart.high) == (2.0, 5.0), "p1 twice, or p2 twice"


def test_the_candidates_hold_the_plain_compromise_and_the_model_that_was_chosen(issues):
    errors = all_errors(issues)
    np.testing.assert_allclose(
        errors[PLAIN][:3], np.abs(predicted(issues, "compromise", "") - issues.outcome)[:3]
    )
    ours = CANDIDATES.index((True, RESOURCE, CARE))
    np.testing.assert_allclose(errors[ours][:3], np.abs(predicted(issues, "effort", "") - issues.outcome)[:3])
    assert simplicity(PLAIN) == 0
    assert min(simplicity(i) for i in range(len(CANDIDATES)) if i != PLAIN) == 1


def test_what_fits_alike_is_decided_for_the_simplest(issues):
    alike = np.tile(np.array([10.0, 12.0, 9.0, np.nan]), (len(CANDIDATES), 1))
    assert simplest(issues, alike) == PLAIN
    better = alike.copy()
    better[-1] -= 5.0
    assert simplest(issues, better) == len(CANDIDATES) - 1


def test_errors_of_coding_stay_on_the_scale_and_leave_out_nobody(issues):
    noisy = disturbed(issues, 1)
    np.testing.assert_array_equal(noisy.known, issues.known)
    assert np.nanmin(noisy.position) >= 0.0
    assert np.nanmax(noisy.position) <= 100.0
    assert (noisy.position != issues.position)[issues.known].any()


@pytest.mark.parametrize(
    ("rows", "top", "words"),
    [
        (ROWS, TOP[:-1], "missing ['out']"),
        ([[*ROWS[0][:4], "many", *ROWS[0][5:]]], TOP, "line 3, pcom: expected a number, found 'many'"),
        ([], TOP, "two more lines"),
    ],
)
def test_a_file_of_another_layout_is_refused_in_one_line(tmp_path, rows, top, words):
    path = write(tmp_path / "odd.tsv", rows, top)
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "deu.py"), str(path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert words in line


@pytest.fixture(scope="module")
def half():
    folder = os.environ.get("FINALSTATUS_MODEL_DATA")
    if not folder:
        pytest.skip("FINALSTATUS_MODEL_DATA names no folder with deu3_development.tsv")
    return read(Path(folder) / "deu3_development.tsv")


def test_on_half_of_deu_three_known_models_err_as_much_as_is_known(half):
    found = {}
    for name, model in (("compromise", "compromise"), ("mean", "mean"), ("effort", "effort")):
        found[name] = np.nanmean(np.abs(predicted(half, model, "") - half.outcome))
    simple = {one.name: np.nanmean(one.error) for one in yardsticks(half)}
    assert found["compromise"] == pytest.approx(26.07, abs=0.006)
    assert found["mean"] == pytest.approx(27.08, abs=0.006)
    assert simple["median of heads"] == pytest.approx(31.72, abs=0.006)
    assert simple["always 50"] == pytest.approx(28.34, abs=0.006)
    assert found["effort"] == pytest.approx(23.99, abs=0.006)


def test_the_choice_on_half_of_deu_three_is_the_model_that_is_recommended(half):
    choice = choose(half)
    assert CANDIDATES[choice.chosen] == (True, RESOURCE, CARE)
    assert choice.nested < choice.plain
    best_other = predicted(half, "alternating_offers", "")
    assert choice.nested < np.nanmean(np.abs(best_other - half.outcome))
    assert RECOMMENDED == "effort"

"""`finalstatus bargain`: tables in all their forms, what is printed, and what is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from papers.published import EMISSION, ROUNDS
from typer.testing import CliRunner

from sim.analysis.bargains import repeated
from sim.bargaining import SOLVERS, solve
from sim.bargaining.reading import read_table
from sim.cli import app
from sim.faults import ScenarioError

ROOT = Path(__file__).parents[1]
TEN = "Actor,Capability,Position,Salience\n" + "".join(
    f"{a},{c},{x},{s}\n" for a, (c, x, s) in EMISSION.items()
)
TWO = """ACTOR,salience_Borders,Position_borders,Position_Status,Power,salience_status,note
Rome,50,10,0,3,80,ours
Paris,20,40,100,2,100,theirs

Bonn,0,90,50,1,10,
"""
KTAB = """Title,"a description, with a comma",3,2,
Actor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,
North, first , 10, 20, 50, 80, 40,
South, second, 20, 60, 30, 10, 60,
East,  third , 30, 90, 10, 40, 20,
"""


def bargain(*args, **files):
    return CliRunner().invoke(app, ["bargain", *map(str, args)])


@pytest.fixture
def write(tmp_path):
    def written(text, name="table.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return written


def as_json(*args):
    done = bargain(*args, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


# ------------------------------------------------------------------ reading


def test_one_issue(write):
    sheet = read_table(write(TEN))
    assert sheet.actors == tuple(EMISSION)
    assert sheet.issues == ("position",)
    np.testing.assert_array_equal(sheet.table.capability, [c for c, _, _ in EMISSION.values()])
    np.testing.assert_array_equal(sheet.table.position[:, 0], [x for _, x, _ in EMISSION.values()])
    np.testing.assert_array_equal(sheet.table.salience[:, 0], [s for _, _, s in EMISSION.values()])
    assert sheet.table.reservation is None


def test_several_issues_in_any_order_and_case_with_salience_to_a_hundred(write):
    sheet = read_table(write(TWO))
    assert sheet.actors == ("Rome", "Paris", "Bonn")
    assert sheet.issues == ("Borders", "Status")
    np.testing.assert_array_equal(sheet.table.position, [[10, 0], [40, 100], [90, 50]])
    np.testing.assert_allclose(sheet.table.salience, [[0.5, 0.8], [0.2, 1.0], [0.0, 0.1]])
    np.testing.assert_array_equal(sheet.table.capability, [3, 2, 1])


def test_the_layout_of_ktab(write):
    sheet = read_table(write(KTAB))
    assert sheet.actors == ("North", "South", "East")
    assert sheet.issues == ("Pstn1", "Pstn2")
    np.testing.assert_allclose(sheet.table.salience, [[0.5, 0.4], [0.3, 0.6], [0.1, 0.2]])
    assert (sheet.table.start == 0.0).all()
    assert (sheet.table.span == 100.0).all()


@pytest.mark.parametrize("mark", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_other_marks_between_cells_and_other_encodings(write, mark, encoding):
    text = TEN.replace("Italy", "Itälia").replace(",", mark).replace("\n", "\r\n")
    sheet = read_table(write(text, encoding=encoding))
    assert sheet.actors[5] == "Itälia"
    assert sheet.table.capability.shape == (10,)


def test_reservation_values_and_vetoes(write):
    text = (
        "actor,capability,position,salience,Reservation,VETO\nA,1,0,1,0.8,yes\nB,1,100,1,,no\nC,2,90,1,0.1,\n"
    )
    table = read_table(write(text)).table
    np.testing.assert_array_equal(table.reservation, [0.8, 0.0, 0.1])
    np.testing.assert_array_equal(table.veto, [True, False, False])
    found = as_json(write(text), "--model", "compromise", "--no-agreement", "33")
    assert found["agreement"] is False
    assert found["outcome"] == [33.0]
    assert found["proposal"] == [70.0]
    without = as_json(write(text), "--model", "compromise")
    assert without["outcome"] == [None]
    done = bargain(write(text), "--model", "compromise")
    assert "no agreement: A would refuse position at 70" in done.stdout
    assert " on the table" in bargain(write(text), "--model", "single_text").stdout


def refused(write, text, *args):
    """The lines of an error, without the name of the file."""
    path = write(text)
    done = bargain(path, *args)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return [line.removeprefix("error: ").removeprefix(f"{path}: ") for line in done.stderr.splitlines()]


HEAD = "Actor,Capability,Position,Salience\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (HEAD + "A,1,2,\nB,1,2,1\n", ["row 2 ('A'), column 'Salience': expected a number, found nothing"]),
        (HEAD + "A,1,2\nB,1,2,1\n", ["row 2 ('A'), column 'Salience': expected a number, found nothing"]),
        (
            HEAD + "A,-1,2,1\nB,1,2,1\n",
            ["row 2 ('A'), column 'Capability': expected a number of 0 or more, found '-1'"],
        ),
        (
            HEAD + "A,1,2,101\nB,1,2,1\n",
            ["row 2 ('A'), column 'Salience': expected a number from 0 to 100, found '101'"],
        ),
        (HEAD + "A,1,2,1\n", ["row 2, column 'Actor': expected two or more actors, found 1"]),
        (HEAD, ["column 'Actor': expected two or more actors, found 0"]),
        (HEAD + "A,1,two,1\nB,1,2,1\n", ["row 2 ('A'), column 'Position': expected a number, found 'two'"]),
        (HEAD + "A,1,nan,1\nB,1,1_0,1\n", [
            "row 2 ('A'), column 'Position': expected a number, found 'nan'",
            "row 3 ('B'), column 'Position': expected a number, found '1_0'",
        ]),
        (HEAD + "A,1,2,1\nb,1,2,1\na,1,3,1\n", ["row 4, column 'Actor': 'a' is there already, in row 2"]),
        (HEAD + ",1,2,1\nb,1,2,1\n", ["row 2, column 'Actor': expected the name of an actor, found nothing"]),
        (HEAD + "A,1,2,1,9\nb,1,2,1\n", ["row 2 ('A'): expected 4 cells as in the header, found 5"]),
        ("Actor,Capability,Positon,Salience\nA,1,2,1\nB,1,2,1\n", [
            "row 1: expected a column 'position', found none; did you mean 'Positon'?"
        ]),
        ("Actor,Power,Position_x,Position_y,Salience_x\nA,1,2,1,1\nB,1,2,1,1\n", [
            "row 1: expected a column 'salience_y', found none; did you mean 'Salience_x'?"
        ]),
        ("Actor,Power,Power,Position,Salience\nA,1,1,2,1\nB,1,1,2,1\n", ["row 1, column 'Power': is there twice"]),
        ("who,what\n1,2\n", ["row 1: expected columns actor, capability, position and salience, found 'who, what'"]),
        ("", ["row 1: expected columns actor, capability, position and salience, found 'nothing'"]),
        (KTAB.replace("50, 80, 40", "70, 80, 40"), [
            "row 3 ('North'), columns 'Sal1', 'Sal2': expected saliences of 100 at most together, found 110"
        ]),
        (KTAB.replace(",3,2,", ",4,2,"), ["row 1: expected 4 actors as stated there, found 3"]),
        (KTAB.replace(" 20, 50", " 120, 50"), [
            "row 3 ('North'), column 'Pstn1': expected a number from 0 to 100, found '120'"
        ]),
    ],
)  # fmt: skip
def test_a_bad_table_gets_a_line_that_names_row_and_column(write, text, lines):
    assert refused(write, text) == lines


def test_all_faults_are_named_at_once(write):
    found = refused(write, HEAD + "A,-1,x,1\nB,,2,200\nA,1,2,1\n")
    assert len(found) == 5
    assert [line.split(" ")[1] for line in found] == ["2", "2", "3", "3", "4,"]


def test_files_that_cannot_be_read(write, tmp_path):
    done = bargain(tmp_path / "none.csv")
    assert done.exit_code == 2
    assert "cannot be read: no such file" in done.stderr
    assert bargain(tmp_path).exit_code == 2
    with pytest.raises(ScenarioError, match="2 MB or less"):
        read_table(write("x" * 2_100_000))
    assert bargain(write("\x00\x01,\x02\n")).exit_code == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--model", "chalenge"], "did you mean 'challenge'?"),
        (["--model", "challenge", "--variant", "papr"], "did you mean 'paper'?"),
        (["--rounds", "-1"], "expected a whole number"),
        (["--noise", "2"], "expected a number from 0 to 1, found '2'"),
        (["--noise", "some"], "expected a number from 0 to 1, found 'some'"),
        (["--worlds", "0"], "expected a whole number"),
        (["--scale", "100"], "expected LOW:HIGH"),
        (["--scale", "5:6"], "leaves out positions, which go from 4 to 10"),
        (["--no-agreement", "1,2"], "expected a number for each of 1 issues"),
    ],
)
def test_what_is_typed_wrong_gets_one_line(write, args, said):
    lines = refused(write, TEN, *args)
    assert len(lines) == 1
    assert said in lines[0]


# ------------------------------------------------------------------ solving


def test_json_has_the_rounds_of_the_paper(write):
    found = as_json(write(TEN), "--model", "challenge", "--variant", "code", "--rounds", 10)
    keys = {"model", "variant", "actors", "issues", "rounds", "median", "mean", "outcome"}
    assert keys <= set(found)
    assert (found["model"], found["variant"]) == ("challenge", "code")
    assert found["actors"] == list(EMISSION)
    assert np.array(found["rounds"]).shape == (11, 10, 1)
    np.testing.assert_allclose(np.array(found["rounds"])[..., 0], ROUNDS, atol=1e-9)
    assert len(found["median"]) == len(found["mean"]) == 11
    assert found["mean"][0] == pytest.approx(7.39, abs=0.001)
    assert found["outcome"] == [7.0]


def test_json_of_several_issues_has_lists_by_issue(write):
    found = as_json(write(TWO), "--model", "exchange", "--rounds", 2)
    assert found["issues"] == ["Borders", "Status"]
    assert np.array(found["rounds"]).shape == (3, 3, 2)
    assert np.array(found["median"]).shape == np.array(found["mean"]).shape == (3, 2)
    assert len(found["outcome"]) == 2
    for trade in found["exchanges"]:
        assert trade["first"] in found["actors"]
        assert trade["gives_way_on"] in found["issues"]


@pytest.mark.parametrize("model", SOLVERS)
def test_every_model_prints_and_says_the_same_in_python(write, model):
    for text in (TEN, TWO, KTAB):
        path = write(text)
        done = bargain(path, "--model", model, "--rounds", 3)
        assert done.exit_code == 0, done.output
        sheet = read_table(path)
        assert all(actor in done.stdout for actor in sheet.actors)
        assert max(map(len, done.stdout.splitlines())) <= 100
        found = as_json(path, "--model", model, "--rounds", 3)
        own = solve(sheet.table, model, rounds=3)
        np.testing.assert_array_equal(np.array(found["rounds"]), own.position)
        if own.agreement:
            np.testing.assert_array_equal(found["outcome"], own.outcome)


def test_without_a_model_the_recommended_one_is_taken(write):
    from sim.bargaining.solvers import RECOMMENDED

    assert as_json(write(TEN))["model"] == RECOMMENDED
    listed = bargain(write(TEN), "--model", "list").stdout
    assert all(name in listed for name in SOLVERS)
    assert "(recommended)" in listed


def test_a_table_printed_tells_rounds_chances_and_outcome(write):
    said = bargain(write(TEN), "--model", "challenge", "--variant", "paper").stdout
    assert "Chance of each position to prevail" in said
    assert "nobody moves after round 3" in said
    assert [line.split() for line in said.splitlines() if line.startswith(" weighted median")] == [
        ["weighted", "median", *["7"] * 4]
    ]
    assert [line.split() for line in said.splitlines()][-1] == ["position", "7"]


# ------------------------------------------------------------------ noise


def test_noise_gives_intervals_that_are_the_same_for_the_same_seed(write):
    args = (write(TEN), "--model", "compromise", "--worlds", 500, "--noise", 0.1)
    found, again = as_json(*args), as_json(*args)
    assert found == again
    spread = found["noise"]["outcome"][0]
    assert found["noise"]["worlds"] == spread["n"] == 500
    assert spread["p05"] < found["outcome"][0] < spread["p95"]
    assert as_json(*args, "--seed", 2)["noise"]["outcome"] != found["noise"]["outcome"]
    assert "95 %" in bargain(*args).stdout


def test_without_noise_all_tables_are_the_same_and_with_more_they_spread_more(write):
    table = read_table(write(TEN)).table
    widths = [
        np.ptp(repeated(table, "compromise", None, None, 200, noise, 1).outcome) for noise in (0.0, 0.05, 0.2)
    ]
    assert widths[0] == 0.0
    assert 0.0 < widths[1] < widths[2]


def test_the_first_tables_are_the_same_however_many_more_there_are(write):
    table = read_table(write(TWO)).table
    few, many = (repeated(table, "median", None, None, n, 0.1, 1) for n in (10, 1_500))
    np.testing.assert_array_equal(few.outcome, many.outcome[:10])
    assert many.outcome.shape == (1_500, 2)
    assert np.isfinite(many.outcome).all()


def test_from_an_empty_folder_as_a_stranger_would(tmp_path):
    (tmp_path / "t.csv").write_text(TEN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "game.cli", "bargain", "t.csv", "--model", "challenge", "--json"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["variant"] == "paper"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.csv"]

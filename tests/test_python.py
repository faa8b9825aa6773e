"""What `import sim` offers: results with a data frame, figures and a table."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.extras import MissingExtra
from sim.faults import NotComparable
from sim.keeping import keep

ROOT = Path(__file__).parents[1]
WORLDS = 300


@pytest.fixture(scope="module")
def results():
    return sim.run("kosovo_2007", worlds=WORLDS, seed=5, workers=1)


def test_every_name_is_there():
    assert {"load", "run", "compare", "sensitivity"} <= set(dir(sim))
    for name in dir(sim):
        assert callable(getattr(sim, name)), name
    with pytest.raises(AttributeError, match="no attribute 'rum'"):
        sim.rum  # noqa: B018


def test_the_frame_is_the_data_set(results, tmp_path):
    """Column by column what `run --out` writes, read by pandas, but for the weekly one and 24 bits of a stance."""
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow.parquet")
    keep(tmp_path, sim.load("kosovo_2007"), WORLDS, 5, workers=1)
    written = pandas.read_parquet(tmp_path / "worlds").set_index("world")
    frame = results.to_pandas()
    assert list(frame.columns) == [name for name in written.columns if name != "tension"]
    assert frame.index.equals(pandas.RangeIndex(WORLDS, name="world"))
    for name in frame:
        mine, theirs = (f[name].astype(object).where(f[name].notna(), None) for f in (frame, written))
        if name.startswith("stance_"):
            assert np.allclose(mine.astype(float), theirs.astype(float), atol=1e-4)
        else:
            assert mine.tolist() == theirs.tolist(), name
    assert frame["outcome"].value_counts(normalize=True).to_dict() == pytest.approx(results.outcomes())


def test_figures_by_name(results, tmp_path):
    pytest.importorskip("matplotlib")
    assert {"outcomes", "heads", "declaration", "states", "tension", "fan", "dates"} <= set(dir(results.plot))
    picture = results.plot.fan()
    assert picture._repr_png_().startswith(b"\x89PNG")
    assert "<svg" in picture.save(tmp_path / "fan.svg").read_text(encoding="utf-8")
    with pytest.raises(AttributeError, match=r"no figure is called 'outcome'; did you mean 'outcomes'\?"):
        results.plot.outcome  # noqa: B018
    nobody = sim.run("cyprus_2004", worlds=20, workers=1)
    with pytest.raises(ValueError, match="expected a scenario with a use for the figure 'heads'"):
        nobody.plot.heads()


def test_a_table_for_a_notebook(results):
    html = results._repr_html_()
    for text in ("kosovo_2007: 300 worlds, seed 5", "Unilateral declaration", "95 % interval"):
        assert text in html
    assert html.count("<tr>") == 1 + len(results.outcomes())
    assert repr(results).startswith("<Ensemble of kosovo_2007: 300 worlds, seed 5; settlement ")


def test_without_pandas(results, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(
        MissingExtra, match=r"pandas is not installed; install it with: pip install 'finalstatus\[notebook\]'"
    ):
        results.to_pandas()


def test_a_script_that_forgets_whether_it_is_main_ends_with_a_word_about_it(tmp_path):
    """Python starts the script anew in every worker; without the question that begins the run in each of them."""
    script = tmp_path / "script.py"
    script.write_text("import sim\nprint(sim.run('cyprus_2004', worlds=3000, workers=2))\n", encoding="utf-8")
    env = {k: v for k, v in os.environ.items() if k != "PYTHONWARNDEFAULTENCODING"} | {
        "PYTHONPATH": str(ROOT)
    }
    command = [sys.executable, str(script)]
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 1
    assert "if __name__ == '__main__':" in done.stderr
    assert "BrokenProcessPool" in done.stderr
    script.write_text(
        "if __name__ == '__main__':\n    " + "; ".join(script.read_text(encoding="utf-8").split("\n")[:2]),
        encoding="utf-8",
    )
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=120, check=True)
    assert "3,000 worlds" in done.stdout


def test_compare(results):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("matplotlib")
    found = sim.compare(results, ("kosovo_2007", {"rules.council.veto": False}), workers=1)
    assert repr(found).endswith("kosovo_2007,rules.council.veto=false: 300 worlds each, seed 5>")
    frame = found.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    row = frame.query("arm == 'B' and what == 'SK'").iloc[0]
    assert row["difference"] == found.arms[1].values["state", "SK"].difference.mean
    assert row["difference_low"] < row["difference"] < row["difference_high"]
    assert found.plot.outcomes()._repr_png_().startswith(b"\x89PNG")
    assert found.plot.measures()._repr_png_().startswith(b"\x89PNG")
    assert "B: kosovo_2007,rules.council.veto=false" in found._repr_html_()
    with pytest.raises(NotComparable, match="expected from two to 26 arms, found 1"):
        sim.compare(results)
    with pytest.raises(NotComparable, match="expected arms of one seed"):
        sim.compare(results, sim.run("kosovo_2007", worlds=8, seed=6, workers=1))

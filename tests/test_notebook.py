"""The notebooks of `scenarios/notebooks/` run from top to bottom, as a reader would run them."""

import base64
import os
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
for needed in ("ipykernel", "matplotlib", "pandas"):
    pytest.importorskip(needed)
ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "scenarios" / "notebooks").glob("*.ipynb"))
PNG = b"\x89PNG\r\n"


@pytest.mark.filterwarnings("ignore")  # those of the client and of zmq; the kernel has its own
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_draws(path, tmp_path, monkeypatch):
    """From an empty folder, with warnings of ours as errors. It plays 4,096 worlds, which takes a while."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONWARNDEFAULTENCODING"}
    env |= {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error:::sim", "IPYTHONDIR": str(tmp_path)}
    book = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env=env)
    pictures = [
        base64.b64decode(out["data"]["image/png"])
        for cell in book.cells
        for out in cell.get("outputs", [])
        if "image/png" in out.get("data", {})
    ]
    assert len(pictures) == 2
    assert all(picture.startswith(PNG) and len(picture) > 10_000 for picture in pictures)
    tables = [
        out["data"]["text/html"]
        for c in book.cells
        for out in c.get("outputs", [])
        if "text/html" in out.get("data", {})
    ]
    assert any("Coordinated independence" in table and "95 % interval" in table for table in tables)
    said = [
        out for c in book.cells for out in c.get("outputs", []) if out["output_type"] in ("stream", "error")
    ]
    assert not said, said


def test_there_is_one_of_ten_cells_and_none_is_kept_with_what_it_once_said():
    assert NOTEBOOKS
    for path in NOTEBOOKS:
        book = nbformat.read(path, as_version=4)
        nbformat.validate(book)
        assert len(book.cells) == 10
        assert book.cells[0].cell_type == "markdown"
        assert all(not c.outputs and c.execution_count is None for c in book.cells if c.cell_type == "code")

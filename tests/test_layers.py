"""Imports point one way, and light commands load nothing heavy."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = ("mesa", "pandas", "scipy", "matplotlib", "pyarrow", "pygame")

LAYERS = [
    (
        "sim.faults",
        "sim.arrays",
        "sim.luck",
        "sim.setting",
        "sim.mechanisms",
        "sim.ledger",
        "sim.view",
        "sim.state",
        "sim.idle",
        "sim.extras",
        "sim.cache",
    ),
    ("sim.schema", "sim.rubric", "sim.bargaining"),
    ("sim.rules",),
    (
        "sim.diary",
        "sim.measures",
        "sim.gauges",
        "sim.score",
        "sim.papers",
        "sim.views",
        "sim.secrecy",
        "sim.news",
    ),
    ("sim.compile", "sim.strategies", "sim.acts", "sim.typed"),
    (
        "sim.storage",
        "sim.sampling",
        "sim.slots",
        "sim.codings",
        "sim.spread",
        "sim.totals",
        "sim.results",
        "sim.reading",
        "sim.mending",
        "sim.overrides",
        "sim.limits",
        "sim.omissions",
        "sim.checks",
        "sim.scenario",
        "sim.check",
        "sim.sittings",
    ),
    (
        "sim.rows",
        "sim.standing",
        "sim.anew",
        "sim.worlds",
        "sim.goals",
        "sim.endings",
        "sim.imagined",
        "sim.forecast",
        "sim.ahead",
        "sim.fast",
    ),
    (
        "sim.model",
        "sim.trace",
        "sim.analysis",
        "sim.columns",
        "sim.blocks",
        "sim.kept",
        "sim.keeping",
        "sim.where",
        "sim.cluster",
        "sim.ensemble",
        "sim.tables",
        "sim.table",
        "sim.log",
    ),
    ("sim.actions", "sim.observation", "sim.env"),
    ("sim.histories", "sim.judgement", "sim.analysis.tournament"),
    ("sim.cli", "sim.commands"),
    ("game",),
]
"""From the bottom up; a module may import its own layer and those below."""


def modules():
    for package in ("sim", "game"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(name):
    found = [
        (len(prefix), i)
        for i, group in enumerate(LAYERS)
        for prefix in group
        if name == prefix or name.startswith(prefix + ".")
    ]
    return max(found)[1] if found else None


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda x: x if isinstance(x, str) else "")
def test_no_import_points_back(name, path):
    if name == "sim":
        return
    own = layer(name)
    assert own is not None, f"{name} stands in no layer: add it to LAYERS"
    for target in imports(path):
        if target.startswith(("sim.", "game.")) or target == "game":
            assert (layer(target) or 0) <= own, f"{name} imports {target}, which lies above it"


def test_only_one_file_has_a_random_generator_and_only_one_imports_mesa():
    for name, path in modules():
        text = path.read_text(encoding="utf-8")
        assert name == "sim.worlds" or "default_rng" not in text, name
        assert name == "sim.model" or not any(t.split(".")[0] == "mesa" for t in imports(path)), name


NAMES = re.compile(
    r"\b(kosovo|serbia|russia|cyprus|slovakia|greece|belgrade|pristina|moscow)\b", re.IGNORECASE
)


def test_nothing_in_sim_names_an_actor_of_a_scenario():
    """Docstrings may give an example, and the command line's help shows the default scenario's."""
    for name, path in modules():
        if not name.startswith("sim") or name.startswith(("sim.cli", "sim.commands")):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, DOCUMENTED)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docs:
                assert not NAMES.search(node.value), (name, node.value)
            if isinstance(node, ast.Name | ast.Attribute | ast.arg):
                word = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "arg", "")
                assert not NAMES.search(str(word).replace("_", " ")), (name, word)


DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)


@pytest.mark.parametrize("code", ["import sim", "import sim.worlds", "import sim.cli", "import game.cli"])
def test_light_imports_load_nothing_heavy(code):
    check = f"{code}, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, cwd=ROOT, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "[]"

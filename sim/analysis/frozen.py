"""What was frozen before the model was first held against history: hashes of everything that moves a forecast.

`scenarios/FROZEN.toml` holds them as they stood then. Nothing in here reads the history.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from sim.scenario import load
from sim.worlds import DRAW_BLOCK, run

FORECASTS = ("kosovo_2007_11_20", "kosovo_2007_12_10")
"""The scenarios that forecast: each knows only what had been reported by its date."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "scenarios": ("kosovo_common.toml", "kosovo_2007.toml", *(f"{name}.toml" for name in FORECASTS)),
    "rubric": ("rubric.toml", "coding/settled.csv"),
    "mechanisms": ("mechanisms.toml",),
    "rules": ("rules", "bargaining"),
    "strategies": ("strategies/doctrine.py", "strategies/hold.py", "views.py"),
    "sampling": ("sampling.py", "compile.py", "worlds.py"),
    "measures": ("measures.py", "diary.py"),
}
"""Files by what they are; the first three groups lie in `scenarios`, the others in `sim`."""

DATA = ("scenarios", "rubric", "mechanisms")


@dataclass(frozen=True)
class Frozen:
    """What FROZEN.toml says."""

    date: str
    hashes: dict[str, str]
    defaults: dict[str, str]
    fingerprints: dict[str, str]


def hashes() -> dict[str, str]:
    """A hash of every group of files as they are now."""
    return {group: digest(group, names) for group, names in GROUPS.items()}


def digest(group: str, names: Iterable[str]) -> str:
    """SHA-256 over the texts of a group's files, in order; a folder stands for its Python files."""
    root = files("scenarios" if group in DATA else "sim")
    out = hashlib.sha256()
    for name in names:
        for entry in texts(root.joinpath(*name.split("/"))):
            out.update(entry.read_text(encoding="utf-8").encode())
    return out.hexdigest()


def texts(entry: Traversable) -> list[Traversable]:
    """A file, or the Python files of a folder by name."""
    if entry.is_file():
        return [entry]
    return sorted((e for e in entry.iterdir() if e.name.endswith(".py")), key=lambda e: e.name)


def defaults() -> dict[str, str]:
    """A hash of the rules in force in every forecast, defaults included."""
    return {name: hash_of(load(name).effective_rules()) for name in FORECASTS}


def hash_of(content: object) -> str:
    """SHA-256 of plain values."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def fingerprint(name: str) -> str:
    """A hash of what is discrete in a block of a forecast's worlds: outcomes, and who recognises when.

    It tells a change that moves results from one that moves lines of code.
    """
    done = run(name, DRAW_BLOCK, 1, workers=1)
    out = hashlib.sha256()
    for column in (done.outcome, done.recognised_week):
        out.update(column.astype("<i8").tobytes())
    return out.hexdigest()


@cache
def frozen() -> Frozen:
    """The shipped FROZEN.toml."""
    raw = tomllib.loads(files("scenarios").joinpath("FROZEN.toml").read_text(encoding="utf-8"))
    return Frozen(str(raw["date"]), raw["hashes"], raw["defaults"], raw["fingerprints"])


def changed() -> list[str]:
    """The groups that are no longer as they were frozen."""
    then, now = frozen(), {**hashes(), **defaults()}
    return [name for name, value in (then.hashes | then.defaults).items() if now.get(name) != value]

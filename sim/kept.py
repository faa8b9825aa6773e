"""A run on disk, read: its manifest, its scenario, its blocks of worlds. The one place that reads the data set.

    manifest.json     what has to be known to make the same worlds again, and every block with its SHA-256
    scenario.json     the scenario that was played, whole, with every setting laid over it
    schema.json       the columns, one by one
    worlds/*.parquet  the worlds, a file per block
    blocks.jsonl      in a run that is not finished: the blocks that are, one per line

A block is read only if it is listed and its content has the hash that is listed with it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.arrays import Array, Mask
from sim.blocks import Form, measures_in
from sim.compile import compile_setting
from sim.faults import reason
from sim.measures import Finished
from sim.results import Results
from sim.schema import Scenario
from sim.setting import Setting
from sim.storage import MANIFEST, RUN, StorageError, digest, digest_of, held, is_ours, read_manifest
from sim.totals import Adding, Totals
from sim.worlds import DRAW_BLOCK

WORLDS, SCENARIO, SCHEMA, JOURNAL = "worlds", "scenario.json", "schema.json", "blocks.jsonl"


@dataclass(frozen=True)
class Entry:
    """A block on disk."""

    file: str
    first: int
    """number of its first world"""
    worlds: int
    sha256: str


@dataclass(frozen=True)
class Plan:
    """What is played in a run, and how it is cut into files."""

    scenario: Scenario
    setting: Setting
    seed: int
    strategies: Mapping[str, str]
    """names of the strategies, by actor id or `all`"""
    worlds: int
    """how many are wanted"""
    block: int
    """worlds in a file, a multiple of 1,024"""

    def __post_init__(self) -> None:
        if self.worlds < 1:
            raise ValueError(f"expected at least 1 world, found {self.worlds!r}")
        if self.block < 1 or self.block % DRAW_BLOCK:
            raise ValueError(f"expected a multiple of {DRAW_BLOCK:,} worlds in a file, found {self.block!r}")

    @property
    def blocks(self) -> int:
        """How many files that makes."""
        return -(-self.worlds // self.block)

    def size(self, block: int) -> int:
        """Worlds in one of them."""
        return min(self.block, self.worlds - block * self.block)

    def whole(self, entry: Entry) -> bool:
        """Does a block hold all the worlds that it should?"""
        return entry.first % self.block == 0 and entry.worlds == self.size(entry.first // self.block)


@dataclass(frozen=True)
class Kept:
    """A run on disk."""

    folder: Path
    manifest: Mapping[str, Any]
    plan: Plan
    entries: tuple[Entry, ...]
    """the blocks that are listed, in order"""

    @property
    def worlds(self) -> int:
        """How many worlds it holds."""
        return sum(entry.worlds for entry in self.entries)

    @cached_property
    def form(self) -> Form:
        """How its blocks are written. StorageError: there is none, or the first one is damaged."""
        if not self.entries:
            raise StorageError(f"{str(self.folder)!r} holds no finished block of worlds yet")
        plan = self.plan
        return Form(plan.scenario, plan.setting, plan.seed, measures_in(self.content(self.entries[0])))

    def content(self, entry: Entry) -> bytes:
        """A block as it was written. StorageError: it is not there, or not the same any more."""
        data = content_of(self.folder, entry)
        if data is None:
            raise StorageError(
                f"{str(self.folder / entry.file)!r} is missing or damaged; play it again with: "
                f"finalstatus resume {self.folder}"
            )
        return data

    def parts(self) -> Iterator[Finished]:
        """All worlds, a draw block at a time."""
        for entry in self.entries:
            yield from pieces(self.form.decode(self.content(entry)))

    def scan(self, names: Sequence[str]) -> Iterator[tuple[Entry, dict[str, tuple[Array, Mask]]]]:
        """Some columns, block by block: numbers, and where they are defined."""
        for entry in self.entries:
            yield entry, self.form.read(self.content(entry), names)

    def row(self, world: int, names: Sequence[str]) -> dict[str, float | None] | None:
        """Some columns of one world; None where they are not defined, and for a world that is not there."""
        for entry in self.entries:
            if entry.first <= world < entry.first + entry.worlds:
                found = self.form.read(self.content(entry), names)
                at = world - entry.first
                return {n: float(v[at]) if defined[at] else None for n, (v, defined) in found.items()}
        return None

    def differs(self, world: int, outcome: str, measures: Mapping[str, Array]) -> str:
        """What is not as it was written down when a world is played again, in words; empty if all of it is."""
        found = self.row(world, ["outcome", *self.form.measures])
        if found is None:
            return ""
        played = {name: None if np.isnan(value) else float(value) for name, value in measures.items()}
        for name, value in {
            "outcome": float(list(self.plan.scenario.outcomes).index(outcome)),
            **played,
        }.items():
            if found.get(name) != value:
                return f"{name} is {value!r}, expected {found.get(name)!r}"
        return ""

    def totals(self) -> Totals:
        """What the worlds say together, in a memory that does not grow with their number."""
        plan = self.plan
        adding = Adding(plan.scenario, plan.setting, plan.seed, plan.strategies)
        for part in self.parts():
            adding.add(part)
        return adding.totals(None, self.worlds < plan.worlds)

    def results(self) -> Results:
        """All worlds in memory, as `sim.worlds.run` hands them out; stances are rounded to 24 bits."""
        plan, parts = self.plan, list(self.parts())
        interrupted = self.worlds < plan.worlds
        return Results.of(plan.scenario, plan.setting, plan.seed, parts, None, interrupted, plan.strategies)


def content_of(folder: Path, entry: Entry) -> bytes | None:
    """A block as it was written; None if it is not there or not the same any more."""
    try:
        data = (folder / entry.file).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == entry.sha256 else None


def pieces(done: Finished) -> Iterator[Finished]:
    """Worlds cut into draw blocks, as they are played: sums are then the same to the bit."""
    for start in range(0, len(done.outcome), DRAW_BLOCK):
        part = slice(start, start + DRAW_BLOCK)
        cut: dict[str, Any] = {
            f.name: getattr(done, f.name) for f in fields(Finished) if f.name != "measures"
        }
        cut = {name: values[part] for name, values in cut.items()}
        yield Finished(**cut, measures={name: values[part] for name, values in done.measures.items()})


def open_run(folder: Path) -> Kept:
    """A run on disk, finished or not. StorageError: it is none, or damaged, or of another version."""
    found = ours(folder)
    scenario = scenario_of(folder, found)
    try:
        strategies = {str(who): str(name) for who, name in found["strategies"].items()}
        seed, worlds, block = (int(found[key]) for key in ("seed", "requested", "block_worlds"))
        plan = Plan(scenario, compile_setting(scenario), seed, strategies, worlds, block)
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise damaged(folder, MANIFEST) from e
    return Kept(folder, found, plan, tuple(listed(folder, found)))


def ours(folder: Path) -> dict[str, Any]:
    """The manifest of a run of ours. StorageError: there is none."""
    if not folder.is_dir():
        raise StorageError(f"expected a folder that `run --out` wrote, found no folder {str(folder)!r}")
    found = read_manifest(folder)
    if not is_ours(found):
        raise StorageError(
            f"expected a folder that `run --out` wrote, found no {MANIFEST} of ours in {str(folder)!r}"
        )
    if held(found) != RUN:
        raise StorageError(f"{str(folder)!r} holds a {held(found)}; expected a run")
    if "block_worlds" not in found:
        raise StorageError(
            f"{str(folder)!r} was written by an older version, in one table; run it again with --out"
        )
    return found


def scenario_of(folder: Path, manifest: Mapping[str, Any]) -> Scenario:
    """The scenario of a run. StorageError: it is not there, or not the one that the manifest tells of."""
    try:
        scenario = Scenario.model_validate_json((folder / SCENARIO).read_bytes())
    except OSError as e:
        raise StorageError(f"cannot read {str(folder / SCENARIO)!r}: {reason(e)}") from e
    except ValueError as e:
        raise damaged(folder, SCENARIO) from e
    if identity(scenario) != {key: manifest.get(key) for key in identity(scenario)}:
        raise StorageError(
            f"{str(folder / SCENARIO)!r} is another scenario than the one that {MANIFEST} tells of"
        )
    return scenario


def identity(scenario: Scenario) -> dict[str, Any]:
    """What tells one scenario with its settings from another, as it stands in a manifest."""
    rules = json.loads(json.dumps(scenario.effective_rules()))
    return {
        "scenario": scenario.id,
        "title": scenario.title,
        "settings": dict(scenario.settings),
        "rules": rules,
        "scenario_sha256": digest(scenario),
        "moves_sha256": digest_of(scenario.model_dump(mode="json", include={"moves", "purse"})),
    }


def listed(folder: Path, manifest: Mapping[str, Any]) -> list[Entry]:
    """The blocks of a run: those of its manifest, or while it is not finished those that are."""
    rows: Any = manifest.get("blocks")
    if rows is None:
        rows = journal(folder)
    try:
        return [entry_of(row) for row in rows]
    except (KeyError, TypeError, ValueError) as e:
        raise damaged(folder, MANIFEST) from e


def journal(folder: Path) -> list[Any]:
    """The blocks of an unfinished run; a line that was cut off is none, and its block is played again."""
    try:
        lines = (folder / JOURNAL).read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    rows: dict[str, Any] = {}
    for line in lines[:-1]:
        try:
            row: Any = json.loads(line)
            rows[entry_of(row).file] = row
        except (KeyError, TypeError, ValueError):
            continue
    return [rows[name] for name in sorted(rows, key=lambda name: int(rows[name]["first"]))]


def entry_of(row: Any) -> Entry:
    """A block as it is listed. KeyError, TypeError, ValueError: it is none, or lies elsewhere."""
    entry = Entry(str(row["file"]), int(row["first"]), int(row["worlds"]), str(row["sha256"]))
    if entry.file != f"{WORLDS}/{Path(entry.file).name}" or entry.first < 0:
        raise ValueError(entry.file)
    return entry


def damaged(folder: Path, name: str) -> StorageError:
    """What to say of a file that is not as it was written."""
    return StorageError(f"{str(folder / name)!r} is damaged: expected it as `run --out` writes it")

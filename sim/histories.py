"""Where a score stands: the scores of every seat in many histories that doctrine played.

One run serves all seats, since doctrine sits in every one of them that no strategy is given for. It is kept in
the user's cache folder; without one that can be written to, it is played anew each time.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.cache import cache_folder
from sim.compile import compile_setting, week_of
from sim.goals import aims, roles, seats
from sim.scenario import load
from sim.schema import Scenario
from sim.score import Aims, Score, score
from sim.setting import Setting
from sim.state import State, Traits, take
from sim.storage import digest, versions, write_whole
from sim.strategies import STRATEGIES, Strategy, name_of
from sim.strategies.doctrine import doctrine
from sim.worlds import DRAW_BLOCK, Job, Progress, block_sizes, by_seat, chosen, names_of, play_to, played

ROUNDING = 6
"""Decimals to which scores are compared, so that two that are equal stay equal on every processor."""

UNREADABLE = (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged file can raise."""


@dataclass(frozen=True, kw_only=True)
class Scored(Job):
    """A job whose worlds are scored when the game ends, and not followed to the horizon."""

    roles: Mapping[str, str]
    """what each seat is for its goals, by actor"""
    aims: Aims
    weeks: int


@dataclass(frozen=True)
class Histories:
    """The scores of every seat in many histories."""

    setting: Setting
    aims: Aims
    roles: Mapping[str, str]
    """what each seat is for its goals, by actor"""
    seats: tuple[str, ...]
    """actors by id"""
    total: Array
    """(world, seat) points"""
    credit: Array
    """(world, seat, goal) how far each goal was met, 0..1"""
    value: Array
    """(world, seat, goal) what was measured; NaN where it is not defined"""

    def percentile(self, seat: str, points: float) -> float:
        """The share of histories in which the seat did worse, those in which it did as well counted half. 0..100"""
        usual, own = np.round(self.column(seat), ROUNDING), round(points, ROUNDING)
        below, level = (usual < own).sum(), (usual == own).sum()
        return float(100.0 * (below + 0.5 * level) / len(usual))

    def median(self, seat: str) -> float:
        """The seat's usual score."""
        return float(np.median(self.column(seat)))

    def quantiles(self, seat: str, shares: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> list[float]:
        """The scores that so large a share of the histories do not exceed."""
        return [float(q) for q in np.quantile(self.column(seat), shares)]

    def column(self, seat: str) -> Array:
        """The scores of a seat. (world,)  KeyError: there is no such seat."""
        if seat not in self.seats:
            raise KeyError(f"expected one of {', '.join(self.seats)}, found {seat!r}")
        return self.total[:, self.seats.index(seat)]

    def slot(self, seat: str, goal: int) -> int:
        """Where on the goal axis the n-th goal of a seat lies, its own ones first, then those of all."""
        held = np.flatnonzero(self.aims.weight[self.setting.actors.index(seat)] > 0.0)
        return int(held[goal])


def game_weeks(scenario: Scenario, setting: Setting) -> int:
    """How many weeks a game has: through the one that `[calendar] game_end` lies in, or to the horizon before it."""
    return max(min(week_of(scenario, scenario.calendar.game_end) + 1, setting.weeks), 1)


def scored(job: Scored, block: int, worlds: int, stopped: Callable[[], bool]) -> Score:
    """The scores of the first worlds of a draw block at the end of the game."""
    traits, state, _ = play_to(job, block, worlds, job.weeks, stopped)
    return score(job.aims, job.setting, traits, state)


def job_of(scenario: Scenario, seed: int, strategies: Mapping[str, Strategy | str]) -> Scored:
    """What it takes to play and score worlds of a scenario."""
    setting = compile_setting(scenario)
    held, who = roles(scenario, setting), by_seat(scenario, strategies)
    return Scored(
        scenario=scenario,
        setting=setting,
        seed=seed,
        strategies=who,
        roles=held,
        aims=aims(scenario, setting, held),
        weeks=game_weeks(scenario, setting),
    )


def histories(
    scenario: Scenario | str,
    worlds: int = 10_000,
    seed: int = 1,
    *,
    strategies: Mapping[str, Strategy | str] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Histories:
    """The scores of all seats in many histories of a scenario, from the cache or else played now.

    strategies   by actor or `all`, as in `sim.worlds.run`; doctrine for the others
    workers      processes; None for as many as there are processors
    progress     called with the number of worlds finished so far
    """
    if worlds < 1:
        raise ValueError(f"expected at least 1 world, found {worlds!r}")
    loaded = load(scenario) if isinstance(scenario, str) else scenario
    played_by = chosen(loaded, strategies or {})
    job = job_of(loaded, seed, played_by)
    path = cache_file(loaded, names_of(played_by), seed, worlds)
    kept = read(path, job, worlds) if path else None
    if kept is None:
        kept = play(job, worlds, workers, progress)
        if path:
            keep(path, kept)
    return Histories(job.setting, job.aims, job.roles, tuple(job.roles), **kept)


Columns = Mapping[str, Array]
"""total, credit and value, of the seats alone"""


def play(job: Scored, worlds: int, workers: int | None, progress: Progress | None) -> Columns:
    """Play the histories and keep what the seats score."""
    at, sizes = seats(job.setting), block_sizes(worlds)
    parts: list[Score] = []
    for part in played([job], sizes, workers or os.cpu_count() or 1, scored):
        parts.append(part)
        if progress:
            progress(sum(sizes[: len(parts)]))
    return {
        "total": np.concatenate([part.total[:, at] for part in parts]),
        "credit": np.concatenate([part.credit[:, at] for part in parts]),
        "value": np.concatenate([part.value[:, at] for part in parts]),
    }


def same_luck(
    scenario: Scenario | str, seed: int, world: int, strategies: Mapping[str, Strategy | str] | None = None
) -> dict[str, float]:
    """What doctrine would have scored in every seat in this very world, by actor; as world `world` of a run.

    strategies   those of the other seats; give the person's own seat doctrine, or none
    """
    loaded = load(scenario) if isinstance(scenario, str) else scenario
    job = job_of(loaded, seed, chosen(loaded, strategies or {}))
    block, place = divmod(world, DRAW_BLOCK)
    traits, state, _ = play_to(job, block, place + 1, job.weeks)
    points = alone(job, traits, state, place).total
    return {job.setting.actors[i]: float(points[i]) for i in seats(job.setting).tolist()}


def alone(job: Scored, traits: Traits, state: State, place: int) -> Score:
    """The score of one world of a block."""
    return score(job.aims, job.setting, take(traits, place), take(state, place))


# ------------------------------------------------------------------ the cache


def cache_file(scenario: Scenario, names: Mapping[str, str], seed: int, worlds: int) -> Path | None:
    """The file for exactly these histories; none where nothing is kept, or a strategy is a person's own,
    since what it does can change under the same name.
    """
    folder = cache_folder()
    if folder is None or any(name not in STRATEGIES for name in names.values()):
        return None
    played_by = {who: name for who, name in names.items() if name != name_of(doctrine)}
    content = {
        "scenario": digest(scenario),
        "rules": scenario.effective_rules(),
        "strategies": played_by,
        "seed": seed,
        "worlds": worlds,
        "versions": versions(),
        "program": program(),
    }
    text = json.dumps(content, sort_keys=True)
    return folder / f"histories-{hashlib.sha256(text.encode()).hexdigest()[:32]}.npz"


@cache
def program() -> str:
    """A hash of the code and of the shipped data beside the scenario that decide a score."""
    root, out = files("sim"), hashlib.sha256()
    folders = (root, *(root.joinpath(name) for name in ("bargaining", "rules", "strategies")))
    entries = [e for folder in folders for e in sorted(folder.iterdir(), key=lambda e: e.name)]
    data = [e for e in files("scenarios").iterdir() if e.name in ("goals.toml", "moves.toml", "rubric.toml")]
    for entry in [*(e for e in entries if e.name.endswith(".py")), *sorted(data, key=lambda e: e.name)]:
        out.update(entry.read_bytes())
    return out.hexdigest()


def keep(path: Path, kept: Columns) -> None:
    """Write the columns whole; where that is not possible, nothing is kept and nobody needs to know."""

    def write(to: Path) -> None:
        with to.open("wb") as file:
            np.savez_compressed(file, total=kept["total"], credit=kept["credit"], value=kept["value"])

    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, write)


def read(path: Path, job: Scored, worlds: int) -> Columns | None:
    """The columns that a file holds; nothing if there is none, or it is damaged or not what it should be."""
    many, goals = len(seats(job.setting)), job.aims.which.shape[-1]
    shapes = {"total": (worlds, many), "credit": (worlds, many, goals), "value": (worlds, many, goals)}
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            data: dict[str, Any] = {name: held[name] for name in shapes}
    except UNREADABLE:
        return None
    sound = all(data[n].shape == shape and data[n].dtype == np.float64 for n, shape in shapes.items())
    return data if sound and not np.isnan(data["total"]).any() else None

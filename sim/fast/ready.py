"""When a game is played compiled, and where a compiled one is kept for the next run."""

import hashlib
import json
import threading
import zipfile
import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.cache import cache_folder
from sim.extras import MissingExtra
from sim.fast.kernel import Column, Kernel, Player, compiled_game
from sim.fast.machine import processor
from sim.fast.traced import NotTraced
from sim.storage import code_digest, digest, versions, write_whole
from sim.strategies import STRATEGIES, name_of
from sim.worlds import Job, play_block

WORTH = 40_000
"""Worlds from which on a game is compiled: it takes as long as playing them by the rules on arrays."""
SERVES = 2_000
"""Worlds from which on a game that has been compiled before is loaded."""
CHECKED = 8
"""Worlds that are played both ways before a compiled game is trusted."""
UNREADABLE = (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged file can raise."""


def ready(job: Job, worlds: int) -> Job:
    """A job with its game compiled, where that pays for so many worlds and can be done; else as it is.

    The worlds are the same to the bit. It needs LLVM (extra `fast`), and that rules and strategies are such as can be
    written down; strategies of a person's own are not, since what they do can change under the same name.
    """
    named = all(name_of(strategy) in STRATEGIES for strategy in job.strategies.values())
    if job.kernel is not None or worlds < SERVES or not named:
        return job
    try:
        file = kept_in(job)
        kernel = read(file) if file else None
        if kernel is None and worlds >= WORTH:
            kernel = compiled_game(job)
            if not agrees(job, kernel):
                return job
            if file:
                keep(file, kernel)
    except (MissingExtra, NotTraced, NotImplementedError):
        return job
    return replace(job, kernel=kernel)


def agrees(job: Job, kernel: Kernel) -> bool:
    """Are a few worlds the same as by the rules? Asked once of every game, on the machine that compiled it."""
    plays = Player(kernel)
    both = plays.block(job.seed, 0, CHECKED), play_block(replace(job, kernel=None), 0, CHECKED)
    mine, plain = ({**vars(done), **done.measures} for done in both)
    arrays = [name for name in plain if name != "measures"]
    return all(np.array_equal(mine[n], plain[n], equal_nan=plain[n].dtype.kind == "f") for n in arrays)


def kept_in(job: Job) -> Path | None:
    """The file for exactly this game on this processor; none where nothing is kept."""
    folder = cache_folder()
    if folder is None:
        return None
    content = {
        "scenario": digest(job.scenario),
        "rules": job.scenario.effective_rules(),
        "strategies": {who: name_of(strategy) for who, strategy in job.strategies.items()},
        "versions": versions(),
        "program": code_digest(),
        "processor": processor(),
    }
    text = json.dumps(content, sort_keys=True)
    return folder / f"game-{hashlib.sha256(text.encode()).hexdigest()[:32]}.npz"


def keep(file: Path, kernel: Kernel) -> None:
    """Write a compiled game; where that is not possible nobody needs to know."""
    plain = {
        "outside": kernel.outside,
        "known": [(at, np.asarray(value).dtype.char) for at, value in kernel.known],
        "arena": kernel.arena,
        "frame": kernel.frame,
        "streams": kernel.streams,
        "processor": kernel.processor,
        "columns": [(c.name, c.measure) for c in kernel.columns],
    }
    arrays: dict[str, Any] = {name: getattr(kernel, name) for name in ARRAYS}
    arrays["values"] = np.array([float(value) for _, value in kernel.known])
    arrays["code"] = np.frombuffer(kernel.code, dtype=np.uint8)
    for i, column in enumerate(kernel.columns):
        arrays[f"at{i}"], arrays[f"known{i}"] = column.at, column.known

    def write(to: Path) -> None:
        with to.open("wb") as handle:
            np.savez(handle, plain=np.array(json.dumps(plain)), **arrays)

    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, write)


ARRAYS = ("table", "outputs", "which", "leaps")


def read(file: Path) -> Kernel | None:
    """A compiled game from its file; nothing if there is none, or it is damaged."""
    try:
        with file.open("rb") as handle, np.load(handle, allow_pickle=False) as held:
            plain = json.loads(str(held["plain"]))
            return Kernel(
                code=held["code"].tobytes(),
                known=[
                    (at, np.array(value).astype(char)[()])
                    for (at, char), value in zip(plain["known"], held["values"], strict=True)
                ],
                columns=[
                    Column(name, measure, held[f"at{i}"], held[f"known{i}"])
                    for i, (name, measure) in enumerate(plain["columns"])
                ],
                streams=[(name, week) for name, week in plain["streams"]],
                **{name: held[name] for name in ARRAYS},
                **{name: plain[name] for name in ("outside", "arena", "frame", "processor")},
            )
    except UNREADABLE:
        return None


_own = threading.local()


def player(kernel: Kernel) -> Player | None:
    """Who plays a compiled game in this thread; nobody where it was compiled for another processor."""
    if getattr(_own, "kernel", None) is not kernel:
        _own.player = Player(kernel) if kernel.processor == processor() else None
        _own.kernel = kernel
    return _own.player

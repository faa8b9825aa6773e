"""A run onto disk, block by block, so that it can be broken off at any moment and taken up again.

A block is written whole under a temporary name, brought to the disk, renamed, and only then listed with its
SHA-256. Whatever ends a run, the blocks that are listed are whole, and `resume` plays the others.
"""

import hashlib
import json
import os
import platform
import re
import time
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import BrokenExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

from sim.blocks import Form, documented, measures_in
from sim.fast.ready import ready
from sim.faults import ClusterError, reason
from sim.kept import (
    JOURNAL,
    SCENARIO,
    SCHEMA,
    WORLDS,
    Entry,
    Kept,
    Plan,
    content_of,
    identity,
    open_run,
    pieces,
)
from sim.measures import Finished
from sim.schema import Scenario
from sim.storage import (
    MANIFEST,
    StorageError,
    code_digest,
    digest_of,
    prepare,
    put,
    put_bytes,
    read_manifest,
    remove_stale,
    versions,
    write_whole,
)
from sim.strategies import Strategy
from sim.totals import Adding, Totals
from sim.worlds import DRAW_BLOCK, Job, Progress, Workers, held_back, job_of, stream

BLOCK = 16 * DRAW_BLOCK
"""Worlds in a file."""
NAME = re.compile(r"[0-9]{6,}\.parquet")
PART = ".part"
"""Ends the names of files that are being written."""


def keep(
    folder: Path,
    scenario: Scenario,
    worlds: int,
    seed: int = 1,
    *,
    strategies: Mapping[str, Strategy | str] | None = None,
    workers: Workers = None,
    progress: Progress | None = None,
    block: int = BLOCK,
) -> Totals:
    """Play a run onto disk; a finished one that was there is replaced. Arguments as in `sim.worlds.run`.

    block   worlds in a file, a multiple of 1,024

    Ctrl-C stops it and keeps what is finished (`Totals.interrupted`); with nothing finished it is raised.
    StorageError: the folder cannot be written to, is not ours, or holds a run that is not finished.
    """
    job, names = job_of(scenario, seed, strategies or {})
    plan = Plan(scenario, job.setting, seed, names, worlds, block)
    prepare(folder)
    with locked(folder):
        refuse_unfinished(folder)
        writer = Writer(folder, plan)
        began = time.perf_counter()
        try:
            with writer.telling():
                writer.begin({})
                totals = replace(writer.play(job, workers, progress), seconds=time.perf_counter() - began)
                writer.finish(totals)
        finally:
            if not writer.entries:
                writer.undo()
    return totals


def resume(folder: Path, *, workers: Workers = None, progress: Progress | None = None) -> Totals:
    """Play what an interrupted run is short of; blocks that are there and whole are left as they are.

    StorageError: the folder holds no run, one of another version or machine, or cannot be written to.
    """
    kept = open_run(folder)
    prepare(folder, said="")
    check_same(kept)
    plan = kept.plan
    job, _ = job_of(plan.scenario, plan.seed, plan.strategies)
    with locked(folder):
        writer = Writer(folder, plan)
        with writer.telling():
            writer.begin(dict(whole_blocks(kept)))
            totals = writer.play(job, workers, progress)
            writer.finish(totals)
    return totals


def whole_blocks(kept: Kept) -> Iterator[tuple[int, Entry]]:
    """The blocks that need not be played again: those that hold all their worlds and are what they were."""
    for entry in kept.entries:
        if kept.plan.whole(entry) and content_of(kept.folder, entry) is not None:
            yield entry.first // kept.plan.block, entry


def finished(kept: Kept) -> bool:
    """Is nothing missing: was every block listed at the end, and is it what it was?"""
    return "blocks" in kept.manifest and not missing(kept)


def missing(kept: Kept) -> int:
    """How many worlds a run is short of: of blocks that were never written, or are not what they were."""
    return kept.plan.worlds - sum(entry.worlds for _, entry in whole_blocks(kept))


def check_same(kept: Kept) -> None:
    """Refuse to go on with what was begun by another version of what computes the worlds."""
    began, here = kept.manifest, made_by()
    for what, old, new in (
        *((name, began["versions"].get(name), version) for name, version in here["versions"].items()),
        ("processor", began.get("machine"), here["machine"]),
        ("code of the model", began.get("code_sha256"), here["code_sha256"]),
    ):
        if old != new and what != "python":
            raise StorageError(
                f"{str(kept.folder)!r} was begun with another {what}: expected {shown(old)}, found {shown(new)}; "
                "the same worlds come from the same version only"
            )


def shown(version: object) -> str:
    """A version, or the beginning of a hash."""
    return str(version)[:12]


def made_by() -> dict[str, Any]:
    """What computes and writes the worlds."""
    import pyarrow

    return {
        "versions": {**versions(), "pyarrow": pyarrow.__version__},
        "machine": platform.machine(),
        "code_sha256": code_digest(),
    }


def refuse_unfinished(folder: Path) -> None:
    """Nobody's unfinished run is overwritten."""
    if "block_worlds" not in read_manifest(folder):
        if any((folder / WORLDS).glob("*.parquet")):
            raise StorageError(
                f"--out: expected a new folder or one of ours, found {WORLDS!r} in {str(folder)!r}"
            )
        return
    try:
        kept = open_run(folder)
    except StorageError:
        return  # what cannot be read cannot be gone on with either
    if 0 < kept.worlds < kept.plan.worlds:
        raise StorageError(
            f"--out: {str(folder)!r} holds an unfinished run of {kept.plan.scenario.id}, {kept.worlds:,} of "
            f"{kept.plan.worlds:,} worlds; go on with: finalstatus resume {folder}, or give another folder"
        )


class Writer:
    """Writes the blocks of one run, and lists them."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder, self.plan = folder, plan
        self.entries: dict[int, Entry] = {}
        self.waiting: list[Finished] = []
        self.form: Form | None = None

    def begin(self, done: Mapping[int, Entry]) -> None:
        """Say what is played here, list what is there already, and remove everything else that a run left."""
        old = read_manifest(self.folder).get("files", [])
        self.entries = dict(done)
        lines = "".join(line_of(entry) for _, entry in sorted(done.items()))
        write_whole(self.folder / JOURNAL, lambda path: put_bytes(path, lines.encode()))
        self._write_json(MANIFEST, {**self._about(), "interrupted": True})
        remove_stale(self.folder, old, [])
        (self.folder / WORLDS).mkdir(exist_ok=True)
        whole = {Path(entry.file).name for entry in done.values()}
        for path in list((self.folder / WORLDS).iterdir()):
            if path.suffix == PART or (NAME.fullmatch(path.name) and path.name not in whole):
                path.unlink()
        self._write_json(SCENARIO, self.plan.scenario.model_dump(mode="json"))

    def play(self, job: Job, workers: Workers, progress: Progress | None) -> Totals:
        """Play what is missing, write it, and add up everything in the order of the blocks."""
        plan = self.plan
        adding = Adding(plan.scenario, plan.setting, plan.seed, plan.strategies)
        there = frozenset(self.entries)
        interrupted = False
        if workers is None or isinstance(workers, int):
            job = ready(job, plan.worlds - sum(entry.worlds for entry in self.entries.values()))
        with closing(stream(job, self._to_play(there), workers)) as played:
            try:
                for block in range(plan.blocks):
                    parts = self._there(block) if block in there else islice(played, self._draws(block))
                    for part in parts:
                        with held_back():  # a world is both counted and written, or neither
                            adding.add(part)
                            if block not in there:
                                self.waiting.append(part)
                        if progress:
                            progress(adding.worlds())
                    self._write(block)
            except KeyboardInterrupt:
                interrupted = True
        if interrupted:
            self._write((adding.worlds() - 1) // plan.block)
        return adding.totals(None, interrupted)

    def _to_play(self, there: frozenset[int]) -> Iterator[tuple[int, int]]:
        """The draw blocks that are missing, and how many worlds of each."""
        for block in range(self.plan.blocks):
            if block not in there:
                first = block * self.plan.block
                for start in range(first, first + self.plan.size(block), DRAW_BLOCK):
                    yield start // DRAW_BLOCK, min(DRAW_BLOCK, self.plan.worlds - start)

    def _draws(self, block: int) -> int:
        """How many draw blocks a block is made of."""
        return -(-self.plan.size(block) // DRAW_BLOCK)

    def _there(self, block: int) -> Iterator[Finished]:
        """The worlds of a block that is written already."""
        data = content_of(self.folder, self.entries[block])
        if data is None:
            raise OSError(f"{self.entries[block].file} was changed")
        form = self.form = self.form or self._form(measures_in(data))
        yield from pieces(form.decode(data))

    def _form(self, measures: tuple[str, ...]) -> Form:
        return Form(self.plan.scenario, self.plan.setting, self.plan.seed, measures)

    def _write(self, block: int) -> None:
        """Write the worlds that wait as a block, and list it."""
        if not self.waiting:
            return
        form = self.form = self.form or self._form(tuple(self.waiting[0].measures))
        if not (self.folder / SCHEMA).exists():
            self._write_json(SCHEMA, documented(form))
        data = form.encode(self.waiting, block * self.plan.block)
        name = f"{WORLDS}/{block:06d}.parquet"
        write_whole(self.folder / name, lambda path: put_bytes(path, data), PART)
        worlds = sum(len(part.outcome) for part in self.waiting)
        entry = Entry(name, block * self.plan.block, worlds, hashlib.sha256(data).hexdigest())
        with held_back():
            append(self.folder / JOURNAL, line_of(entry))
            self.entries[block] = entry
            self.waiting = []

    def finish(self, totals: Totals) -> None:
        """Draw the figures and write the manifest, with which the run is finished or broken off in order."""
        from sim.analysis.plots import save_all

        if not totals.worlds:
            raise KeyboardInterrupt
        rows = [asdict(entry) for _, entry in sorted(self.entries.items())]
        worlds = sum(entry.worlds for entry in self.entries.values())
        if worlds > totals.worlds:  # broken off before a block that was there already
            totals = open_run(self.folder).totals()
        files = [*(path.name for path in save_all(totals, self.folder)), SCENARIO, SCHEMA]
        self._write_json(
            MANIFEST,
            {
                **self._about(),
                "worlds": worlds,
                "interrupted": worlds < self.plan.worlds,
                "results_sha256": digest_of([row["sha256"] for row in rows]),
                "files": sorted(files),
                "blocks": rows,
            },
        )
        (self.folder / JOURNAL).unlink(missing_ok=True)

    def undo(self) -> None:
        """Take back what was begun, where nothing came of it."""
        with suppress(OSError):
            for name in (MANIFEST, JOURNAL, SCENARIO, SCHEMA):
                (self.folder / name).unlink(missing_ok=True)
            (self.folder / WORLDS).rmdir()

    @contextmanager
    def telling(self) -> Generator[None]:
        """Turn what the machine refuses into one clear line that says what is kept."""
        try:
            yield
        except BrokenExecutor as e:
            raise StorageError(
                f"a worker process was ended from outside, perhaps for want of memory; {self._kept()}"
            ) from e
        except ClusterError as e:
            raise StorageError(f"{e}; {self._kept()}") from e
        except OSError as e:
            raise StorageError(f"cannot write to {str(self.folder)!r}: {reason(e)}; {self._kept()}") from e

    def _kept(self) -> str:
        """What is on the disk, and how to go on."""
        worlds = sum(entry.worlds for entry in self.entries.values())
        if not worlds:
            return "nothing was finished"
        return f"{worlds:,} of {self.plan.worlds:,} worlds are kept; go on with: finalstatus resume {self.folder}"

    def _about(self) -> dict[str, Any]:
        """What has to be known to make the same worlds again."""
        plan = self.plan
        return {
            **identity(plan.scenario),
            "strategies": dict(plan.strategies),
            "seed": plan.seed,
            "requested": plan.worlds,
            "block_worlds": plan.block,
            **made_by(),
        }

    def _write_json(self, name: str, content: object) -> None:
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        write_whole(self.folder / name, lambda path: put(path, text))


def line_of(entry: Entry) -> str:
    """A block in the list of those that are done."""
    return json.dumps(asdict(entry)) + "\n"


def append(path: Path, line: str) -> None:
    """Add a line to a file, and wait until it is on the disk."""
    with path.open("ab") as file:
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def locked(folder: Path) -> Generator[None]:
    """No two processes write one run; the system lifts the lock when one ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as e:
        raise StorageError(f"another process is writing to {str(folder)!r}") from e
    finally:
        os.close(handle)

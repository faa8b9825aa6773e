"""Many worlds: how fast, on how much memory, beside one and two workers and beside Mesa.

    python tests/benching/ensembles.py [--full] [--ten]

Results go to disk. Wall time on a shared machine is noisy: read the ratios, and the processor time a world.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
Row = tuple[str, str, str]
SCENARIO = "kosovo_2007"
CORES = 2
PAIRS = 5
PAIRED = 150_000
"""Worlds of a run that is timed on one worker and on two."""

KEEP = """
import json, resource, sys, time
if __name__ == '__main__':
    from pathlib import Path
    from sim.fast.ready import ready
    from sim.keeping import keep
    from sim.scenario import load
    from sim.worlds import job_of, sum_up

    worlds, workers, out = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    scenario = load('kosovo_2007')
    began = time.perf_counter()
    if out == 'compile':
        ready(job_of(scenario, 1, {})[0], 10**6)
    elif out == 'none':
        sum_up(scenario, worlds, 1, workers=workers)
    else:
        keep(Path(out), scenario, worlds, 1, workers=workers)
    seconds = time.perf_counter() - began
    own, others = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = sum(r.ru_utime + r.ru_stime for r in (own, others))
    print(json.dumps([seconds, cpu, own.ru_maxrss / 1024, others.ru_maxrss / 1024]))
"""

MESA = """
import sys, time
import mesa
from sim.model import NegotiationModel

class Bare(NegotiationModel):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.datacollector = mesa.DataCollector()

if __name__ == '__main__':
    model = Bare if sys.argv[2] == 'off' else NegotiationModel
    began = time.perf_counter()
    mesa.batch_run(model, {'scenario_name': 'kosovo_2007', 'world': list(range(int(sys.argv[1])))},
                   number_processes=2, display_progress=False)
    print(time.perf_counter() - began)
"""


@dataclass(frozen=True)
class Run:
    """What a run took: wall seconds, processor seconds of all its processes, and the peak of each kind in MB."""

    worlds: int
    seconds: float
    cpu: float
    parent: float
    worker: float

    @property
    def rate(self) -> float:
        """Worlds a second."""
        return self.worlds / self.seconds

    @property
    def cost(self) -> float:
        """Microseconds of processor time a world, start of the processes and figures counted in."""
        return 1e6 * self.cpu / self.worlds


class Bench:
    """Runs in processes of their own, on a cache of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "PYTHONPATH": str(ROOT), "FINALSTATUS_CACHE": str(folder / "cache")}

    def line(self, text: str, *arguments: object) -> str:
        """The last line that a script prints."""
        script = self.folder / "script.py"  # workers need a file to import
        script.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(script), *map(str, arguments)],
            capture_output=True, text=True, check=True, encoding="utf-8", env=self.env, cwd=self.folder,
        )  # fmt: skip
        return done.stdout.strip().splitlines()[-1]

    def run(self, worlds: int, workers: int = CORES, out: str = "none") -> Run:
        """A run; `out` is a folder for its results, `none`, or `compile` for nothing but that."""
        return Run(worlds, *json.loads(self.line(KEEP, worlds, workers, out)))

    def mesa(self, worlds: int, collectors: str) -> float:
        """Worlds a second of mesa.batch_run, on as many processes; with collectors `on` or `off`."""
        return worlds / float(self.line(MESA, worlds, collectors))

    def typed(self, *arguments: str) -> float:
        """Wall seconds from typing a command to its last line."""
        import time

        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "game.cli", *arguments],
            check=True, env=self.env, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        return time.perf_counter() - began

    def first_rows(self, out: Path) -> bool:
        """Are the first 1,000 rows of a run on disk those of a run of 1,000?"""
        from pyarrow import parquet

        few = self.folder / "few"
        self.run(1_000, CORES, str(few))
        many, own = (parquet.read_table(sorted((x / "worlds").iterdir())[0]) for x in (out, few))
        return many.slice(0, 1_000).equals(own)


def rows(full: bool = False, ten: bool = False) -> Iterator[Row]:
    """The table, row by row.

    full   a million worlds, too
    ten    and ten million
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(folder)
        empty = bench.typed("run", SCENARIO)
        yield "first table of 10,000 worlds, on an empty cache", f"{empty:.1f} s", "at most 3 s"
        once = bench.run(1, 1, "compile")
        yield "a game compiled, once for each set of rules", f"{once.seconds:.1f} s", ""
        again = bench.run(1, 1, "compile")
        yield "  the next time: loaded", f"{again.seconds:.2f} s", "under 1 s"
        table = min(bench.typed("run", SCENARIO) for _ in range(3))
        yield "first table of 10,000 worlds, compiled before", f"{table:.1f} s", "at most 3 s"
        runs: list[Run] = []
        same = False
        for worlds in (10_000, 100_000, *([1_000_000] if full else []), *([10_000_000] if ten else [])):
            out = folder / "many"
            runs.append(bench.run(worlds, CORES, str(out)))
            yield from told(runs[-1])
            if len(runs) == 2:
                same = bench.first_rows(out)
            shutil.rmtree(out)
        yield "first 1,000 rows of it are those of a run of 1,000", "yes" if same else "NO", "yes"
        few, many = marginal(runs[0], runs[1]), marginal(runs[1], runs[-1]) if len(runs) > 2 else None
        yield "a further world, up to 100,000", f"{few:.1f} us of processor", ""
        if many is not None:
            yield f"a further world, up to {runs[-1].worlds:,}", f"{many:.1f} us of processor", "the same"
            yield "  : the former", f"{many / few:.2f} : 1", "1 : 1"
        one, two = ([bench.run(PAIRED, n).seconds for _ in range(PAIRS)] for n in (1, 2))
        faster = statistics.median(a / b for a, b in zip(one, two, strict=True))
        yield (
            f"two workers : one, median of {PAIRS} runs of {PAIRED:,}",
            f"{faster:.2f} : 1",
            "at least 1.5 : 1",
        )
        best = max(run.rate for run in runs)
        for collectors in ("off", "on"):
            rate = bench.mesa(16, collectors)
            yield f"mesa.batch_run, two processes, collectors {collectors}", f"{rate:.2f} worlds a second", ""
            yield "  ensemble : batch_run", f"{best / rate:,.0f} : 1", "at least 300 : 1"


def told(run: Run) -> Iterator[Row]:
    """A run on disk."""
    aim = "at most 30 s" if run.worlds == 1_000_000 else ""
    yield f"{run.worlds:,} worlds on disk, two workers", f"{run.seconds:.1f} s", aim
    yield "  worlds a second", f"{run.rate:,.0f}", ""
    yield "  processor time a world, all counted in", f"{run.cost:.1f} us", ""
    yield "  peak memory: parent, worker", f"{run.parent:.0f}, {run.worker:.0f} MB", "under 700 MB"


def marginal(few: Run, many: Run) -> float:
    """Microseconds of processor time of each world that the one run has more than the other."""
    return 1e6 * (many.cpu - few.cpu) / (many.worlds - few.worlds)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="a million worlds, too")
    parser.add_argument("--ten", action="store_true", help="and ten million")
    asked = parser.parse_args()
    for what, value, aim in rows(asked.full, asked.ten):
        print(f"{what:58}{value:>26}   {aim}", flush=True)


if __name__ == "__main__":
    main()

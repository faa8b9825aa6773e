"""Measure speed and memory; print, assert nothing.

    python tests/bench.py [--worlds 10000]

Figures on a shared machine are noisy: read the ratios, which are taken in one run.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # where it is started as a script

from benching import tables, window

ROOT = Path(__file__).parents[1]
RUN = "from sim.worlds import run; r = run('kosovo_2007', {n}, 1, workers={w}); print(r.seconds)"
MESA = """
import mesa, time
from sim.model import NegotiationModel
if __name__ == '__main__':
    began = time.perf_counter()
    mesa.batch_run(NegotiationModel, {{'scenario_name': 'kosovo_2007', 'world': list(range({n}))}},
                   number_processes={w}, display_progress=False)
    print(time.perf_counter() - began)
"""


def timed(*command: str) -> tuple[float, float, str]:
    """Wall seconds, peak resident megabytes of the largest process below this one, and the last line printed."""
    began = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, check=True, encoding="utf-8", env=ENV
    )
    seconds = time.perf_counter() - began
    lines = done.stdout.strip().splitlines()
    return seconds, peak(), lines[-1] if lines else ""


ENV = {**os.environ, "PYTHONPATH": str(ROOT)}


def peak() -> float:
    """Largest resident size of any finished child so far, megabytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def script(text: str) -> str:
    """Write a script beside the tests' cache, since spawned workers need a file to import."""
    path = ROOT / "results" / "bench_script.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def row(what: str, value: str, aim: str = "") -> None:
    """One line of the table."""
    print(f"{what:58}{value:>16}   {aim}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--worlds", type=int, default=10_000)
    parser.add_argument("--mesa-worlds", type=int, default=16)
    worlds, few = (args := parser.parse_args()).worlds, args.mesa_worlds
    py = sys.executable
    row("measured", "", "aim")
    bare = statistics.median(timed(py, "-c", "pass")[0] for _ in range(3))
    row("python -c pass", f"{bare:.2f} s")
    load = statistics.median(timed(py, "-c", "import sim")[0] for _ in range(3)) - bare
    row("import sim, beyond that", f"{load:.2f} s", "under 0.5 s")
    help_ = statistics.median(timed(py, "-m", "game.cli", "--help")[0] for _ in range(3))
    row("finalstatus --help", f"{help_:.2f} s", "under 1 s")
    wall, most, line = timed(py, script(guarded(RUN.format(n=worlds, w=2))))
    row(f"{worlds:,} worlds, two workers: run()", f"{float(line):.2f} s", "at most 5 s for 10,000")
    row("  the whole process", f"{wall:.2f} s")
    row("  peak memory of one process", f"{most:.0f} MB", "under 500 MB")
    rate = worlds / float(line)
    row("  worlds a second", f"{rate:,.0f}")
    _, _, one = timed(py, script(guarded(RUN.format(n=worlds // 4, w=1))))
    row(f"{worlds // 4:,} worlds, one process: worlds a second", f"{worlds / 4 / float(one):,.0f}")
    _, _, line = timed(py, script(MESA.format(n=few, w=2)))
    mesa_rate = few / float(line)
    row(f"mesa.batch_run of {few} worlds, two processes: worlds a second", f"{mesa_rate:.2f}")
    row("ensemble : batch_run", f"{rate / mesa_rate:,.0f} : 1")
    for measured in (*tables.rows(), *window.rows()):
        row(*measured)


def guarded(text: str) -> str:
    """A script whose workers do not run it again."""
    return "if __name__ == '__main__':\n    " + text.replace("; ", "\n    ") + "\n"


if __name__ == "__main__":
    main()

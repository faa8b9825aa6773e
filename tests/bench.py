"""Measure speed and memory; print one table, assert nothing.

    python tests/bench.py [--full] [--ten]

Figures on a shared machine are noisy: read the ratios, which are taken in one run, and the processor time.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # where it is started as a script

from benching import ensembles, tables, window  # noqa: E402

ENV = {**os.environ, "PYTHONPATH": str(ROOT)}


def seconds(*arguments: str) -> float:
    """Wall seconds of a call of Python: the median of three."""
    took: list[float] = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, env=ENV, capture_output=True)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def row(what: str, value: str, aim: str = "") -> None:
    """One line of the table."""
    print(f"{what:62}{value:>26}   {aim}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="a million worlds, too: a minute more")
    parser.add_argument("--ten", action="store_true", help="and ten million: ten minutes more")
    asked = parser.parse_args()
    row("measured", "", "aim")
    bare = seconds("-c", "pass")
    row("python -c pass", f"{bare:.2f} s")
    row("import sim, beyond that", f"{seconds('-c', 'import sim') - bare:.2f} s", "under 0.5 s")
    row("finalstatus --help", f"{seconds('-m', 'game.cli', '--help'):.2f} s", "under 1 s")
    for part in (ensembles.rows(asked.full, asked.ten), tables.rows(), window.rows()):
        for measured in part:
            row(*measured)


if __name__ == "__main__":
    main()

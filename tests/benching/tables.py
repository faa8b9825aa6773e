"""Models of bargaining on tables: how long one takes, and how many a second.

    python tests/benching/tables.py

On a busy machine wall time says little; so what the processes spent is counted too, as if both cores were free.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from papers.published import emission

from benching import offers
from sim.bargaining import Table, solve

CORES, BLOCK, BLOCKS, ROUNDS, CHECKED = 2, 5_000, 8, 10, 100


def different(seed: int, count: int) -> Table:
    """Tables around the emission table, no two alike."""
    draw, one = np.random.default_rng(seed), emission()
    return Table(
        one.capability * draw.uniform(0.5, 1.5, (count, 10)),
        draw.uniform(0.0, 100.0, (count, 10, 1)),
        np.minimum(one.salience * draw.uniform(0.5, 1.5, (count, 10, 1)), 1.0),
    )


def solved(seed: int) -> float:
    """Solve a block of tables; how long the processor worked on it, seconds."""
    tables = different(seed, BLOCK)
    began = time.process_time()
    solve(tables, "challenge", "paper", ROUNDS)
    return time.process_time() - began


def agreeing() -> int:
    """How many of some tables come out alike to the bit alone and in a batch."""
    tables = different(1, CHECKED)
    batch = solve(tables, "challenge", "paper", ROUNDS)
    alike = 0
    for k in range(CHECKED):
        one = solve(
            Table(tables.capability[k], tables.position[k], tables.salience[k]), "challenge", "paper", ROUNDS
        )
        alike += bool((one.position == batch.position[k]).all() and (one.outcome == batch.outcome[k]).all())
    return alike


def took(act: Callable[[], object], times: int = 9) -> float:
    """Milliseconds of processor time, the median of several."""
    spent: list[float] = []
    for _ in range(times):
        began = time.process_time()
        act()
        spent.append(1e3 * (time.process_time() - began))
    return statistics.median(spent)


def rows() -> Iterator[tuple[str, str, str]]:
    """What is measured, the figure, the aim."""
    table = emission()
    for variant in ("paper", "code"):
        alone = took(lambda v=variant: solve(table, "challenge", v, ROUNDS))
        yield f"challenge ({variant}), emission table, ten rounds, alone", f"{alone:.1f} ms", "under 5 ms"
    with ProcessPoolExecutor(CORES) as pool:
        list(pool.map(solved, range(CORES)))
        began = time.perf_counter()
        worked = sum(pool.map(solved, range(BLOCKS)))
        wall = time.perf_counter() - began
    count = BLOCK * BLOCKS
    yield "  different tables a second, batch on two cores, wall", f"{count / wall:,.0f}", "at least 20,000"
    yield "  the same by processor time", f"{CORES * count / worked:,.0f}", "at least 20,000"
    yield f"  alike to the bit alone, of {CHECKED}", f"{agreeing()}", f"{CHECKED}"
    draw = np.random.default_rng(3)
    wide = Table(draw.uniform(1, 100, 13), draw.uniform(0, 100, (13, 2)), draw.uniform(0.1, 0.5, (13, 2)))
    yield "smp, 13 x 2 table, until at rest", f"{took(lambda: solve(wide, 'smp')):.0f} ms", "under 50 ms"
    yield "alternating offers, 26 steps, two parties: a second", f"{offers.rate():,.0f}", "at least 100,000"
    theirs = offers.negmas_rate()
    yield "  NegMAS, the same, one by one", "not installed" if theirs is None else f"{theirs:,.0f}", ""


if __name__ == "__main__":
    for what, value, aim in rows():
        print(f"{what:58}{value:>16}   {aim}", flush=True)

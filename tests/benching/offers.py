"""Alternating offers of 26 steps between two parties on four issues: how many negotiations a second.

    python tests/benching/offers.py

A batch on two processes, and, where NegMAS is installed, the same protocol there, one by one. It is never needed: its
licence is AGPL. Figures on a shared machine are noisy: read the ratio.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from sim.bargaining.alternating_offers import traded

STEPS, ISSUES, PARTIES = 26, 4, 2
BLOCK, BLOCKS, CORES = 5_000, 40, 2
NEGMAS_RUNS = 20


def negotiated(seed: int) -> int:
    """Settle a block of negotiations that differ in everybody's weights and patience."""
    draw = np.random.default_rng(seed)
    weight = draw.dirichlet(np.ones(ISSUES), (BLOCK, PARTIES))
    gain, share = traded(weight, draw.uniform(0.8, 1.0, (BLOCK, PARTIES)), STEPS)
    assert gain.shape == (BLOCK, PARTIES)
    assert share.shape == (BLOCK, ISSUES)
    return BLOCK


def rate() -> float:
    """Negotiations a second in a batch on two cores, drawing the parties counted in, starting the processes not."""
    with ProcessPoolExecutor(CORES) as pool:
        list(pool.map(negotiated, range(CORES)))
        began = time.perf_counter()
        done = sum(pool.map(negotiated, range(BLOCKS)))
        return done / (time.perf_counter() - began)


def negmas_rate() -> float | None:
    """The same of NegMAS: two conceding parties with linear utilities; None where it is not installed."""
    if find_spec("negmas") is None:
        return None
    from negmas import AspirationNegotiator, LinearAdditiveUtilityFunction, SAOMechanism, make_issue

    began = time.perf_counter()
    for _ in range(NEGMAS_RUNS):
        issues = [make_issue(values=5, name=f"issue {i}") for i in range(ISSUES)]
        session = SAOMechanism(issues=issues, n_steps=STEPS)
        for sign in (1.0, -1.0):
            values = {issue.name: (lambda x, s=sign: (x if s > 0 else 4 - x) / 4.0) for issue in issues}
            wants = LinearAdditiveUtilityFunction(values=values, issues=issues)
            session.add(AspirationNegotiator(name=f"party {sign:g}"), ufun=wants)
        session.run()
    return NEGMAS_RUNS / (time.perf_counter() - began)


def lines() -> list[str]:
    """What is printed."""
    ours, theirs = rate(), negmas_rate()
    out = [
        f"alternating offers, {STEPS} steps, {ISSUES} issues, batch on {CORES} cores: {ours:,.0f} a second"
    ]
    if theirs is None:
        return [*out, "    NegMAS is not installed"]
    return [*out, f"    NegMAS: {theirs:,.0f} a second; {ours / theirs:,.0f} times"]


if __name__ == "__main__":
    print("\n".join(lines()))

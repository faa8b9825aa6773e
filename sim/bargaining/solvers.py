"""The models that stand alone: a line each."""

from sim.bargaining import (
    alternating_offers,
    challenge,
    compromise,
    concession,
    effort,
    exchange,
    kalai_smorodinsky,
    mean,
    median,
    nash,
    procedural,
    single_text,
    smp,
    zeuthen,
)
from sim.bargaining.path import Solver

SOLVERS: dict[str, Solver] = {
    "compromise": Solver(compromise.solve, "mean of the positions by capability x salience"),
    "mean": Solver(mean.solve, "plain mean of the positions"),
    "median": Solver(median.solve, "weighted median: what neither side can outweigh"),
    "challenge": Solver(
        challenge.solve, "expected utility of challenging each other, round by round", challenge.VARIANTS
    ),
    "smp": Solver(smp.solve, "two by two over all issues at once, with third parties", smp.VARIANTS, 100),
    "exchange": Solver(exchange.solve, "trades of issues by which both gain alike", exchange.VARIANTS, 1),
    "concession": Solver(
        concession.solve,
        "all concede by the clock, who weighs most last, until one offer suits all",
        ("polynomial", "exponential"),
        26,
        unanimous=True,
    ),
    "single_text": Solver(
        single_text.solve, "a mediator changes one text, annealed by what all gain", rounds=60, unanimous=True
    ),
    "alternating_offers": Solver(
        alternating_offers.solve,
        "proposers drawn by weight, by backward induction",
        rounds=26,
        unanimous=True,
    ),
    "nash": Solver(nash.solve, "largest product of gains over no agreement", nash.VARIANTS, unanimous=True),
    "zeuthen": Solver(
        zeuthen.solve, "whoever risks least concedes, up to the Nash product", rounds=60, unanimous=True
    ),
    "kalai_smorodinsky": Solver(
        kalai_smorodinsky.solve,
        "the same share of what each could gain; or equal gains",
        ("proportional", "egalitarian"),
        unanimous=True,
    ),
    "procedural": Solver(
        procedural.solve,
        "a setter proposes under a closed rule",
        ("qualified", "majority", "unanimity"),
    ),
    "effort": Solver(
        effort.solve,
        "alternating offers, proposers drawn by the effort they make",
        rounds=effort.ROUNDS,
        unanimous=True,
    ),
}

RECOMMENDED = "effort"
"""What `finalstatus bargain` takes if no model is named: the least error on decisions left out, see `tests/deu.py`."""

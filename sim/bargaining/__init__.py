"""Bargaining models that a scenario's rule `bargaining` can choose; one file each.

Under `concession` the parties offer and concede by the clock, and the mediators may float a text. Under a
model of `MODELS` the parties make no offers: in each session the model proposes a text, and they answer it.

Every model also stands alone on a position-capability-salience table. `solve(table, model, variant, rounds)`
is the one call for all of them. A model's file has `solve(table, rounds, variant) -> Path` beside `propose`,
and a line in `sim.bargaining.solvers.SOLVERS`:

- `Table`: capability (..., actor), position and salience (..., actor, issue), and for all models reservation
  values, vetoes, a deadline, what stands without an agreement, and a uniform number for models that draw.
  `table.loss`, `table.utility` (0..1), `table.floor()`, `table.content(point)`, `table.kept(moved)`, `table.span`.
- `Path`: position (..., rounds + 1, actor, issue), outcome (..., issue), and where a model has them agreed (...),
  win (..., rounds + 1, actor, issue), exchanges, text (..., rounds + 1, issue).
- `Solver(solve, about, variants, rounds, unanimous)`: a model that needs everybody's consent is `unanimous`.
  It sees to reservation values itself as far as it can; `solve` then asks whoever has a veto, cuts the play at
  the deadline and puts `no_agreement` in place of what is refused.
- Rules of the arrays: elementwise, sums by `sim.arrays.added` or over a C-ordered last axis, so that a table
  is solved alike to the bit alone and among others. No loop over tables. No NaN where a table is fit.

`read_table(path)` reads a CSV file; `sim.analysis.bargains.repeated` solves a table many times over with noise.

>>> import numpy as np
>>> table = Table(np.ones(3), np.array([[0.0], [60.0], [90.0]]), np.ones((3, 1)))
>>> float(solve(table, "median").outcome[0])
60.0
"""

from sim.bargaining import (
    alternating_offers,
    compromise,
    effort,
    foreseen,
    kalai_smorodinsky,
    median,
    nash,
    procedural,
    single_text,
    zeuthen,
)
from sim.bargaining.case import Case, Propose
from sim.bargaining.path import Path, Solver
from sim.bargaining.reading import read_table
from sim.bargaining.solvers import SOLVERS
from sim.bargaining.solving import Solution, solve
from sim.bargaining.table import Table, TableError

MODELS: dict[str, Propose] = {
    "single_text": single_text.propose,
    "nash": nash.propose,
    "compromise": compromise.propose,
    "median": median.propose,
    "alternating_offers": alternating_offers.propose,
    "zeuthen": zeuthen.propose,
    "kalai_smorodinsky": kalai_smorodinsky.propose,
    "procedural": procedural.propose,
    "challenge": foreseen.propose,
    "challenge_code": foreseen.propose,
    "smp": foreseen.propose,
    "exchange": foreseen.propose,
    "exchange_random": foreseen.propose,
    "effort": effort.propose,
}

__all__ = [
    "MODELS",
    "SOLVERS",
    "Case",
    "Path",
    "Propose",
    "Solution",
    "Solver",
    "Table",
    "TableError",
    "read_table",
    "solve",
]

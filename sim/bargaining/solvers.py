"""The models that stand alone: a line each."""

from sim.bargaining import challenge, compromise, mean, median
from sim.bargaining.path import Solver

SOLVERS: dict[str, Solver] = {
    "compromise": Solver(compromise.solve, "mean of the positions by capability x salience"),
    "mean": Solver(mean.solve, "plain mean of the positions"),
    "median": Solver(median.solve, "weighted median: what neither side can outweigh"),
    "challenge": Solver(
        challenge.solve, "expected utility of challenging each other, round by round", challenge.VARIANTS
    ),
}

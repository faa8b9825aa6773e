"""What a study varies, and the designs that lay it out: rows of uniform numbers, a row a run of the model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from sim.arrays import Array, Index
from sim.extras import need

EXTRA = "sensitivity"
LEVELS = 4
"""Levels of Morris's design: the middles of four parts of equal probability."""


@dataclass(frozen=True)
class Factor:
    """What is varied as one: a value, or several together."""

    id: str
    name: str
    kind: str
    columns: tuple[int, ...]
    """which of a row's numbers are its own"""


@dataclass(frozen=True)
class Problem:
    """The factors, and how many numbers a row has."""

    factors: tuple[Factor, ...]
    width: int

    @property
    def ids(self) -> list[str]:
        """Of the factors, in order."""
        return [factor.id for factor in self.factors]


def problem_of(names: Sequence[str]) -> Problem:
    """A problem in which every number of a row is a factor of its own.

    >>> problem_of(["x1", "x2"]).factors[1].columns
    (1,)
    """
    return Problem(tuple(Factor(n, n, "value", (i,)) for i, n in enumerate(names)), len(names))


class Design(Protocol):
    """Rows for runs of the model, in units that an estimate is made of: a base row, or a trajectory."""

    @property
    def units(self) -> int:
        """How many units."""
        ...

    @property
    def unit(self) -> int:
        """Runs in a unit."""
        ...

    def rows(self, runs: Index) -> Array:
        """The uniform numbers of some runs. (run, column)"""
        ...


@dataclass(frozen=True)
class Saltelli:
    """Base rows A and B of a scrambled Sobol sequence, and between them A with one factor at a time taken from B.

    Saltelli et al. (2010); the sequence is scipy's, Owen-scrambled.
    """

    problem: Problem
    a: Array
    b: Array

    @property
    def units(self) -> int:
        """Base rows."""
        return len(self.a)

    @property
    def unit(self) -> int:
        """A, A with one factor of B for each factor, B."""
        return len(self.problem.factors) + 2

    def rows(self, runs: Index) -> Array:
        """The uniform numbers of some runs. (run, column)"""
        base, place = np.divmod(runs, self.unit)
        out = np.where((place == self.unit - 1)[:, None], self.b[base], self.a[base])
        for i, factor in enumerate(self.problem.factors):
            mine, columns = np.flatnonzero(place == i + 1), np.array(factor.columns)
            out[mine[:, None], columns] = self.b[base[mine][:, None], columns]
        return out


def saltelli(problem: Problem, n: int, seed: int) -> Saltelli:
    """The design of Sobol's indices with `n` base rows, a power of two.

    >>> design = saltelli(problem_of(["x1", "x2"]), 4, seed=1)
    >>> a, with_first, with_second, b = design.rows(np.arange(4))
    >>> bool(with_first[0] == b[0] and with_first[1] == a[1] and with_second[1] == b[1])
    True
    """
    if n < 2 or n & (n - 1):
        raise ValueError(f"expected a power of two of at least 2 base rows, found {n!r}")
    sequence = need("scipy.stats.qmc", EXTRA).Sobol(2 * problem.width, scramble=True, rng=seed)
    both: Array = sequence.random(n)
    return Saltelli(problem, both[:, : problem.width].copy(), both[:, problem.width :].copy())


@dataclass(frozen=True)
class Trajectories:
    """Morris's trajectories: from a random corner, one factor after another takes a step of half the range.

    Morris (1991); with several values in one factor Campolongo, Cariboni and Saltelli (2007).
    """

    problem: Problem
    levels: np.ndarray[Any, np.dtype[np.int8]]
    """(run, column) 0 .. 3"""

    @property
    def units(self) -> int:
        """Trajectories."""
        return len(self.levels) // self.unit

    @property
    def unit(self) -> int:
        """Runs of a trajectory."""
        return len(self.problem.factors) + 1

    def rows(self, runs: Index) -> Array:
        """The uniform numbers of some runs: middles of quarters. (run, column)"""
        return (self.levels[runs] + 0.5) / LEVELS

    def steps(self) -> Array:
        """What SALib reads the steps from: the level of each factor's first value, 0..1. (run, factor)"""
        first = [factor.columns[0] for factor in self.problem.factors]
        return self.levels[:, first] / (LEVELS - 1.0)


def trajectories(problem: Problem, n: int, seed: int) -> Trajectories:
    """The design of Morris's screening with `n` trajectories, by SALib.

    >>> design = trajectories(problem_of(["x1", "x2"]), 3, seed=1)
    >>> design.units, design.unit, np.unique(design.rows(np.arange(9))).tolist()
    (3, 3, [0.125, 0.375, 0.625, 0.875])
    """
    if n < 2:
        raise ValueError(f"expected at least 2 trajectories, found {n!r}")
    owner = np.empty(problem.width, dtype=object)
    for factor in problem.factors:
        owner[list(factor.columns)] = factor.id
    described = {
        "num_vars": problem.width,
        "names": [f"x{i}" for i in range(problem.width)],
        "bounds": [[0.0, 1.0]] * problem.width,
        "groups": owner.tolist(),
    }
    found = need("SALib.sample.morris", EXTRA).sample(described, n, num_levels=LEVELS, seed=seed)
    return Trajectories(problem, np.rint(found * (LEVELS - 1)).astype(np.int8))

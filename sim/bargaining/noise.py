"""The same table many times over, as it may be if its numbers are only about right."""

from dataclasses import replace

import numpy as np

from sim.arrays import Array
from sim.bargaining.table import Table, checked


def numbers(table: Table) -> int:
    """How many uniform numbers a table takes."""
    actors, issues = table.position.shape[-2:]
    return 1 + actors * (1 + 2 * issues)


def blurred(table: Table, chance: Array, noise: float) -> Table:
    """Tables around one table: each number moved evenly up or down, by `noise` at most.

    Positions move by that share of the scale, and stay on it; capability and salience by that share of themselves,
    salience up to 1. The first uniform number goes to models that draw.

    table    one table, no leading axes
    chance   (world, number)   uniform, 0 or more and below 1; as many as `numbers` says
    noise    0..1

    >>> one = Table(np.ones(2), np.array([[0.0], [100.0]]), np.ones((2, 1)))
    >>> blurred(one, np.zeros((1, 7)), 0.1).position[0].ravel()
    array([ 0., 90.])
    """
    one = checked(table)
    actors, issues = one.position.shape
    worlds = len(chance)
    swing = noise * (2.0 * chance[:, 1:] - 1.0)
    power = swing[:, :actors]
    place, care = (
        swing[:, begin : begin + actors * issues].reshape(worlds, actors, issues)
        for begin in (actors, actors * (1 + issues))
    )
    low, high = one.start, one.end
    return replace(
        one,
        capability=one.capability * (1.0 + power),
        position=np.clip(one.position + place * (high - low), low, high),
        salience=np.clip(one.salience * (1.0 + care), 0.0, 1.0),
        low=low,
        high=high,
        chance=chance[:, 0],
    )

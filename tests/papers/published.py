"""Tables from print that models of bargaining have to reproduce, and the same tables disturbed."""

import csv
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.bargaining import Table


def model_data(name):
    """A larger table, which is not kept here; the test is skipped where its folder is not named."""
    folder = os.environ.get("FINALSTATUS_MODEL_DATA")
    if not folder:
        pytest.skip(f"FINALSTATUS_MODEL_DATA names no folder with {name}")
    return Path(folder) / name


def permuted(table, order):
    """The same table with its actors in another order."""
    return replace(
        table,
        capability=np.take(table.capability, order, axis=-1),
        position=np.take(table.position, order, axis=-2),
        salience=np.take(table.salience, order, axis=-2),
    )


def strengthened(table, actor):
    """The same table with one actor's capability raised by 5 %."""
    more = np.where(np.arange(table.capability.shape[-1]) == actor, 1.05, 1.0)
    return replace(table, capability=table.capability * more)


# Capability, position, salience of ten members on the years until medium cars had to meet emission standards.
# Bueno de Mesquita, B. (1994), in European Community Decision Making, 71-104; with the danger, the
# attitudes to risk and the mean of each round of Scholz, Calbert & Smith (2011), J. Theor. Politics 23(4), 510-531.
EMISSION = {
    "Netherlands": (0.08, 4, 0.8),
    "Belgium": (0.08, 7, 0.4),
    "Luxembourg": (0.03, 4, 0.2),
    "Germany": (0.16, 4, 0.8),
    "France": (0.16, 10, 0.6),
    "Italy": (0.16, 10, 0.6),
    "UK": (0.16, 10, 0.9),
    "Ireland": (0.05, 7, 0.1),
    "Denmark": (0.05, 4, 1.0),
    "Greece": (0.08, 7, 0.7),
}
DANGER = [
    -5.249283,
    1.428336,
    5.437679,
    -5.249283,
    -2.093933,
    -2.093933,
    -8.640899,
    5.607084,
    -8.811603,
    -2.750413,
]
RISK = [1.405653, 0.754196, 0.508864, 1.405653, 1.046524, 1.046524, 1.964898, 0.5, 2, 1.112125]
MEANS = [7.4, 7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6, 7.3, 7.2]
"""Read off the paper's figure, from before the first round on."""
ROUNDS = [
    [4.0, 7.0, 4.0, 4.0, 10.0, 10.0, 10.0, 7.0, 4.0, 7.0],
    [4.0, 8.415932315426764, 7.0, 4.0, 10.0, 10.0, 10.0, 4.0, 4.0, 7.0],
    [4.0, 9.610859134120188, 8.415932315426764, 4.0, 10.0, 10.0, 10.0, 7.0, 4.0, 7.0],
    [4.0, 9.961979590401311, 9.610859134120188, 4.0, 10.0, 10.0, 10.0, 8.415932315426764, 4.0, 7.0],
    [4.0, 4.800881140632622, 9.961979590401311, 4.0, 10.0, 10.0, 10.0, 9.610859134120188, 4.0, 7.0],
    [4.0, 5.524237694197356, 4.800881140632622, 4.0, 10.0, 10.0, 10.0, 9.961979590401311, 4.0, 7.0],
    [4.0, 7.47204636191629, 5.524237694197356, 4.0, 10.0, 10.0, 10.0, 5.524237694197356, 4.0, 7.0],
    [4.0, 8.824593855262423, 7.47204636191629, 4.0, 10.0, 10.0, 10.0, 7.47204636191629, 4.0, 7.0],
    [4.0, 9.671129769802048, 8.824593855262423, 4.0, 10.0, 10.0, 10.0, 8.824593855262423, 4.0, 7.0],
    [4.0, 4.144849062500606, 9.671129769802048, 4.0, 10.0, 10.0, 10.0, 9.671129769802048, 4.0, 7.0],
    [4.0, 4.291541224979646, 4.144849062500606, 4.0, 10.0, 10.0, 10.0, 4.144849062500606, 4.0, 7.0],
]
"""Positions from before the first round on, as the paper's program has them; actors in the order of the table."""
MEDIANS = [
    7.0,
    8.415932315426764,
    9.610859134120188,
    9.961979590401311,
    9.961979590401311,
    9.961979590401311,
    7.47204636191629,
    8.824593855262423,
    9.671129769802048,
    9.671129769802048,
    7.0,
]


def emission():
    """The table of ten members."""
    c, x, s = np.array(list(EMISSION.values()), float).T
    return Table(c.copy(), x[:, None].copy(), s[:, None].copy())


def exchange_input():
    """Fifteen parties on three issues of the climate talks of 2015; names of actors and issues, and the table."""
    text = model_data("exchange_short_input.csv").read_text(encoding="latin-1")
    rows = [line.split(";") for line in text.splitlines()]
    actors = [row[1] for row in rows if row[0] == "#A"]
    issues = [row[1] for row in rows if row[0] == "#P"]
    cells = np.zeros((len(actors), len(issues), 3))
    for row in rows:
        if row[0] == "#D":
            cells[actors.index(row[1]), issues.index(row[2])] = [float(x) for x in row[3:6]]
    position, salience, power = (cells[..., k].copy() for k in range(3))
    assert (power == power[:, :1]).all()
    return actors, issues, Table(power[:, 0].copy(), position, salience, np.zeros(3), np.full(3, 100.0))


def exchanges_realised():
    """(actor, issue, move) of both sides and the gain of each exchange, in their order."""
    with model_data("exchange_short_realised.csv").open(encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f, delimiter=";"))
    return [({(r[0], r[1]): float(r[6]), (r[2], r[3]): float(r[10])}, float(r[4])) for r in rows]

"""Read a file in the layout of the data set *Decision-making in the European Union* (DEU III).

Arregui, J., & Perarnaud, C., doi 10.34810/data53. Tab-separated; the first line names the columns, the second has the
capabilities (GDP for the states) under the positions. Positions are the columns from `pcom` to the last p..., saliences
those from `scom` on, 0..100; `rp` is the reference point, `out` the outcome, `prnr` the proposal.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
FIRST, SECOND, END = "pcom", "scom", "rp"
NEEDED = ("prnr", "isnr", "proc", "counvte", FIRST, SECOND, END, "out")


@dataclass(frozen=True)
class Issues:
    """All issues of a file."""

    actors: tuple[str, ...]
    capability: Array
    """(actor,)"""
    position: Array
    """(issue, actor) 0..100; NaN where none is known"""
    salience: Array
    """(issue, actor) 0..1; NaN where none is known"""
    reference: Array
    """(issue,) NaN where there is none"""
    outcome: Array
    """(issue,) NaN where it is not known"""
    proposal: NDArray[np.int64]
    """(issue,) number of its proposal, from 0"""
    rule: tuple[str, ...]
    """procedure and voting rule of each"""

    @property
    def known(self) -> NDArray[np.bool_]:
        """(issue, actor) who has a position and a salience above 0."""
        return ~np.isnan(self.position) & (self.salience > 0.0)

    @property
    def decided(self) -> NDArray[np.bool_]:
        """(issue,) whose outcome is known."""
        return ~np.isnan(self.outcome)


def read(path: Path) -> Issues:
    """The issues of a file. ValueError: it is not in that layout, and why."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t"))
    top = lines[0] if lines else []
    missing = [name for name in NEEDED if name not in top]
    if missing or len(lines) < 3:
        raise ValueError(f"expected the columns {', '.join(NEEDED)} and two more lines, missing {missing!r}")
    first, second, end = (top.index(name) for name in (FIRST, SECOND, END))
    rows = lines[2:]
    proposals = {name: i for i, name in enumerate(dict.fromkeys(row[top.index("prnr")] for row in rows))}
    return Issues(
        actors=tuple(name[1:] for name in top[first:second]),
        capability=numbers(lines[1][first:second], 2, top[first:second]),
        position=np.array([numbers(row[first:second], i, top[first:]) for i, row in enumerate(rows, 3)]),
        salience=np.array([numbers(row[second:end], i, top[second:]) for i, row in enumerate(rows, 3)])
        / 100.0,
        reference=np.array([numbers([row[end]], i, [END])[0] for i, row in enumerate(rows, 3)]),
        outcome=np.array([numbers([row[top.index("out")]], i, ["out"])[0] for i, row in enumerate(rows, 3)]),
        proposal=np.array([proposals[row[top.index("prnr")]] for row in rows]),
        rule=tuple(f"{row[top.index('proc')]} {row[top.index('counvte')].split('(')[0]}" for row in rows),
    )


def numbers(cells: list[str], line: int, names: list[str]) -> Array:
    """Numbers of a line, NaN for empty cells."""
    out = np.full(len(cells), np.nan)
    for i, cell in enumerate(cells):
        if cell.strip():
            try:
                out[i] = float(cell)
            except ValueError:
                raise ValueError(f"line {line}, {names[i]}: expected a number, found {cell!r}") from None
    return out

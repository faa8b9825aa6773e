"""Read a position-capability-salience table from a CSV file, and name all its faults at once.

Columns actor, capability (or power), and position and salience, for several issues position_NAME and salience_NAME;
also the layout of the KAPSARC toolkit (KTAB), whose first row has a title and counts and whose columns are Actor,
Description, Power, Pstn1, Sal1, ... on scales of 0 to 100. Headers are read in any case and order. Columns
reservation (0 to 1) and veto (yes or no) may be there; others are passed over.
"""

import csv
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.arrays import Array
from sim.bargaining.table import LARGEST, Table
from sim.faults import Fault, ScenarioError, nearest, reason

MOST_BYTES = 2_000_000
"""Bytes; a table of people and issues is never so large."""
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
POWER = ("capability", "power")
KTAB = re.compile(r"(pstn|sal)(\d+)")
YES, NO = ("yes", "y", "true", "1", "x"), ("", "no", "n", "false", "0")


@dataclass(frozen=True)
class Sheet:
    """A table with the names of its actors and issues."""

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    table: Table


@dataclass(frozen=True)
class Header:
    """Where columns stand, counted from 0, and what they are called in the file."""

    names: tuple[str, ...]
    ktab: bool
    actor: int
    power: int
    issues: tuple[str, ...]
    position: tuple[int, ...]
    salience: tuple[int, ...]
    reservation: int | None
    veto: int | None


def read_table(path: str | Path) -> Sheet:
    """The table in a CSV file.

    Raises ScenarioError with every fault by row and column; rows are counted as a spreadsheet does, from 1 at the top.
    """
    name = str(path)
    rows = list(read_rows(Path(path), name))
    header, top = found_header(rows, name)
    body = [(at, cells) for at, cells in rows if at > top]
    faults = list(check_counts(header, rows, body, name)) if header.ktab else []
    actors, values = list[tuple[int, str]](), list[list[float]]()
    for at, cells in body:
        actors.append((at, cells[header.actor] if header.actor < len(cells) else ""))
        read = Row(header, name, at, cells)
        values.append(read.numbers(faults))
    faults += check_actors(header, actors, name)
    if faults:
        raise ScenarioError(faults)
    return sheet_of(header, [actor for _, actor in actors], np.array(values), name)


def read_rows(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, by their number, without blanks around cells and without empty cells at the end."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ScenarioError(
                [Fault(name, "", f"expected a table of 2 MB or less, found {path.stat().st_size:,} bytes")]
            )
        raw = path.read_bytes()
    except OSError as e:
        raise ScenarioError([Fault(name, "", f"cannot be read: {reason(e)}")]) from e
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    lines = text.splitlines()
    mark = max(",;\t", key=lambda m: max((line.count(m) for line in lines[:2]), default=0))
    try:
        for cells in (reader := csv.reader(lines, delimiter=mark)):
            kept = [cell.strip() for cell in cells]
            while kept and not kept[-1]:
                kept.pop()
            if kept:
                yield reader.line_num, kept
    except csv.Error as e:
        raise ScenarioError([Fault(name, "", f"cannot be read as CSV: {e}")]) from e


def found_header(rows: Sequence[tuple[int, list[str]]], name: str) -> tuple[Header, int]:
    """The header, and the number of its row: the first or second row that has a column `actor`."""
    for at, cells in rows[:2]:
        if "actor" in (cell.casefold() for cell in cells):
            return header_of(cells, name, at), at
    found = ", ".join(rows[0][1][:6]) if rows else "nothing"
    raise ScenarioError(
        [Fault(name, "row 1", f"expected columns actor, capability, position and salience, found {found!r}")]
    )


def header_of(cells: list[str], name: str, at: int) -> Header:
    """Where the columns stand; every column that is missing or there twice is a fault."""
    low = [cell.casefold() for cell in cells]
    faults = [
        Fault(name, f"row {at}, column {cells[i]!r}", "is there twice")
        for i, cell in enumerate(low)
        if cell and cell in low[:i]
    ]
    ktab = {m[1] + m[2]: m for cell in low if (m := KTAB.fullmatch(cell))}
    if ktab:
        issues = sorted({m[2] for m in ktab.values()}, key=int)
        wanted = [(f"pstn{k}", f"sal{k}") for k in issues]
    elif "position" in low or "salience" in low:
        issues, wanted = ["position"], [("position", "salience")]
    else:
        ends = [cell.partition("_")[2] for cell in low if re.match(r"(position|salience)_.", cell)]
        keys = list(dict.fromkeys(ends))
        issues = [written(cells, low, key) for key in keys]
        wanted = [(f"position_{key}", f"salience_{key}") for key in keys] or [("position", "salience")]
    power = next((cell for cell in POWER if cell in low), POWER[0])
    for column in (power, *(c for pair in wanted for c in pair)):
        if column not in low:
            hint = nearest(column, [c for c in cells if c])
            faults.append(Fault(name, f"row {at}", f"expected a column {column!r}, found none; {hint}"))
    if faults:
        raise ScenarioError(faults)
    place = {cell: i for i, cell in reversed(list(enumerate(low)))}
    return Header(
        tuple(cells),
        bool(ktab),
        place["actor"],
        place[power],
        tuple(f"Pstn{k}" for k in issues) if ktab else tuple(issues),
        tuple(place[p] for p, _ in wanted),
        tuple(place[s] for _, s in wanted),
        place.get("reservation"),
        place.get("veto"),
    )


def written(cells: list[str], low: list[str], key: str) -> str:
    """The name of an issue as its column writes it."""
    column = next(c for c, small in zip(cells, low, strict=True) if small.partition("_")[2] == key)
    return column.partition("_")[2]


@dataclass(frozen=True)
class Row:
    """A row, and how its cells are read."""

    header: Header
    name: str
    at: int
    cells: list[str]

    def numbers(self, faults: list[Fault]) -> list[float]:
        """Power, positions, saliences, reservation value and veto; faults are added to the list."""
        head = self.header
        if len(self.cells) > len(head.names):
            problem = f"expected {len(head.names)} cells as in the header, found {len(self.cells)}"
            faults.append(Fault(self.name, self.called(), problem))
        out = [self.number(head.power, 0.0, LARGEST, faults)]
        ends = (0.0, 100.0) if head.ktab else (-LARGEST, LARGEST)
        out += [self.number(i, *ends, faults) for i in head.position]
        saliences = [self.number(i, 0.0, 100.0, faults) for i in head.salience]
        if head.ktab and sum(saliences) > 100.0 + 1e-9 and not any(math.isnan(s) for s in saliences):
            columns = ", ".join(repr(head.names[i]) for i in head.salience)
            problem = f"expected saliences of 100 at most together, found {sum(saliences):g}"
            faults.append(Fault(self.name, f"{self.called()}, columns {columns}", problem))
        out += saliences
        out.append(self.number(head.reservation, 0.0, 100.0, faults, "0"))
        out.append(self.answer(faults))
        return out

    def called(self) -> str:
        """The row by number and actor."""
        who = self.cells[self.header.actor] if self.header.actor < len(self.cells) else ""
        return f"row {self.at} ({who!r})" if who else f"row {self.at}"

    def cell(self, column: int) -> tuple[str, str]:
        """What a cell holds, and where it is."""
        text = self.cells[column] if column < len(self.cells) else ""
        return text, f"{self.called()}, column {self.header.names[column]!r}"

    def number(
        self, column: int | None, low: float, high: float, faults: list[Fault], default: str = ""
    ) -> float:
        """A number within bounds; NaN, with a fault, for anything else."""
        if column is None:
            return float(default)
        text, where = self.cell(column)
        text = text or default
        if not text:
            faults.append(Fault(self.name, where, "expected a number, found nothing"))
            return math.nan
        value = float(text) if NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(value):
            faults.append(Fault(self.name, where, f"expected a number, found {text!r}"))
            return math.nan
        if not low <= value <= high:
            span = "of 0 or more" if value < low == 0.0 and high == LARGEST else f"from {low:g} to {high:g}"
            faults.append(Fault(self.name, where, f"expected a number {span}, found {text!r}"))
            return math.nan
        return value

    def answer(self, faults: list[Fault]) -> float:
        """1 for a veto, else 0."""
        if self.header.veto is None:
            return 0.0
        text, where = self.cell(self.header.veto)
        if text.casefold() not in YES + NO:
            faults.append(Fault(self.name, where, f"expected yes or no, found {text!r}"))
        return float(text.casefold() in YES)


def check_actors(header: Header, actors: Sequence[tuple[int, str]], name: str) -> Iterator[Fault]:
    """Actors without a name or named twice, and too few of them."""
    column, seen = header.names[header.actor], dict[str, int]()
    for at, actor in actors:
        key = actor.casefold()
        if not actor:
            yield Fault(name, f"row {at}, column {column!r}", "expected the name of an actor, found nothing")
        elif key in seen:
            yield Fault(
                name, f"row {at}, column {column!r}", f"{actor!r} is there already, in row {seen[key]}"
            )
        seen.setdefault(key, at)
    if len(actors) < 2:
        where = f"row {actors[-1][0]}, column {column!r}" if actors else f"column {column!r}"
        yield Fault(name, where, f"expected two or more actors, found {len(actors)}")


def check_counts(
    header: Header, rows: Sequence[tuple[int, list[str]]], body: Sequence[tuple[int, list[str]]], name: str
) -> Iterator[Fault]:
    """The numbers of actors and issues that the first row of KTAB's layout states, where it does."""
    at, top = rows[0]
    stated = [cell for cell in top[2:4] if cell.isdigit()]
    if "actor" in (cell.casefold() for cell in top) or len(stated) < 2:
        return
    for said, found, what in zip(stated, (len(body), len(header.issues)), ("actors", "issues"), strict=True):
        if int(said) != found:
            yield Fault(name, f"row {at}", f"expected {said} {what} as stated there, found {found}")


def sheet_of(header: Header, actors: Sequence[str], values: Array, name: str) -> Sheet:
    """The sheet from numbers in rows: saliences and reservation values as shares of 1."""
    k = len(header.issues)
    salience, reservation = values[:, 1 + k : 1 + 2 * k], values[:, 1 + 2 * k]
    hundred = header.ktab or bool((salience > 1.0).any())
    ends = (np.zeros(k), np.full(k, 100.0)) if header.ktab else (None, None)
    table = Table(
        capability=values[:, 0].copy(),
        position=values[:, 1 : 1 + k].copy(),
        salience=salience / 100.0 if hundred else salience.copy(),
        low=ends[0],
        high=ends[1],
        reservation=None
        if header.reservation is None
        else (reservation / 100.0 if (reservation > 1.0).any() else reservation.copy()),
        veto=None if header.veto is None else values[:, 2 + 2 * k] > 0.0,
    )
    return Sheet(tuple(actors), header.issues, table)

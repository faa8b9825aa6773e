"""A sweep as tables for a terminal: a row per arm, in as many tables as fit side by side. Nothing here prints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10
from textwrap import wrap

from rich.console import Group, RenderableType
from rich.text import Text

from sim.analysis.series import listed
from sim.analysis.sweep import Sweep, Value, shown_measures
from sim.analysis.units import SHARE
from sim.overrides import as_typed
from sim.tables import plain_table, titled

GAP = 3
"""Blanks between two columns."""


@dataclass(frozen=True)
class Column:
    """A heading in lines, and a cell per arm, all of one width."""

    heading: str
    cells: tuple[str, ...]
    width: int


def tables(
    sweep: Sweep, measures: Sequence[str], width: int, ascii_only: bool = False
) -> Iterator[RenderableType]:
    """Everything that a sweep prints, from top to bottom.

    measures     names of those to show; the headlines if none is given
    width        of the terminal, in characters
    ascii_only   use what every terminal has
    """
    yield header(sweep)
    settings = [setting_column(sweep, key) for key in sweep.over]
    outcomes = [
        column(f"{name}, %", [arm.outcomes[name] for arm in sweep.arms], ascii_only)
        for name in sweep.arms[0].outcomes
    ]
    names = shown_measures(sweep, measures)
    found = [measure_column(sweep, name, ascii_only) for name in names]
    yield from side_by_side("Outcomes", settings, outcomes, width)
    yield from side_by_side("Measures", settings, found, width)
    yield notes(sweep, names)


def header(sweep: Sweep) -> RenderableType:
    """What was swept."""
    speed = sweep.worlds * len(sweep.arms) / max(sweep.seconds, 1e-9)
    line = (
        f"{sweep.scenario.id}: {len(sweep.arms):,} arms of {sweep.worlds:,} worlds, seed {sweep.seed}, "
        f"{sweep.seconds:.1f} s ({speed:,.0f} worlds a second)"
    )
    over = [f"over {key}: {', '.join(map(as_typed, values))}" for key, values in sweep.over.items()]
    common = sweep.scenario.settings
    rules = [f"set for all arms: {listed(common)}"] if common else []
    who = [f"strategies of all arms: {listed(sweep.strategies)}"] if sweep.strategies else []
    return Group(Text(sweep.scenario.title, style="bold"), *map(Text, (line, *over, *rules, *who)))


def notes(sweep: Sweep, names: Sequence[str]) -> Text:
    """How to read the cells."""
    base = listed({key: as_typed(value) for key, value in sweep.arms[0].settings.items()})
    lines = [
        f"In brackets: the difference to the first arm ({base}), taken world by world on the same luck, with "
        "its 95 % interval. Each interval holds for itself, not for all of them together."
    ]
    partial = [n for n in names if any(arm.measures[n].n < sweep.worlds for arm in sweep.arms)]
    if partial:
        lines.append(
            f"Not every world has one, and a difference takes those that have both: {spaced(partial)}."
        )
    return Text("\n" + "\n".join(lines), style="dim")


def spaced(names: Sequence[str]) -> str:
    """Names in words."""
    return ", ".join(name.replace("_", " ") for name in names)


def setting_column(sweep: Sweep, key: str) -> Column:
    """What an arm sets for a key."""
    short = key.removeprefix("rules.").removeprefix("mechanisms.")
    cells = [as_typed(arm.settings[key]) for arm in sweep.arms]
    width = max(map(len, (*cells, *parts(short))))
    return Column("\n".join(parts(short)), tuple(cells), width)


def parts(key: str) -> list[str]:
    """A dotted key in lines, none of them long.

    >>> parts("deadline.triggers_outside_option")
    ['deadline.', 'triggers_outside_option']
    """
    head, dot, last = key.rpartition(".")
    return [key] if len(key) <= 10 else [part for part in (head + dot, last) if part]


def measure_column(sweep: Sweep, name: str, ascii_only: bool) -> Column:
    """A measure, a cell per arm."""
    values = [arm.measures[name] for arm in sweep.arms]
    share = values[0].unit == SHARE
    return column(f"{name}, {'%' if share else values[0].unit}", values, ascii_only)


def column(heading: str, values: Sequence[Value], ascii_only: bool) -> Column:
    """Values with their differences, points and brackets below one another."""
    factor = 100.0 if values[0].unit == SHARE else 1.0
    places = digits(max(map(half, values)))
    left = ["-" if v.mean is None else f"{factor * v.mean:.{places}f}" for v in values]
    sign = "+-" if ascii_only else "±"
    right = ["(base)"]
    for v in values[1:]:
        d = v.difference
        right.append(f"({signed(factor * d.mean, places)} {sign}{half(v):.{places}f})" if d else "(-)")
    wide, far = max(map(len, left)), max(map(len, right))
    cells = tuple(f"{a:>{wide}} {b:>{far}}" for a, b in zip(left, right, strict=True))
    words = wrap(heading.replace("_", " "), max(wide + 1 + far, 12))
    return Column("\n".join(words), cells, max(wide + 1 + far, *map(len, words)))


def half(value: Value) -> float:
    """Half the width of a difference's interval, shares in points of per cent; nought without one."""
    d = value.difference
    return (100.0 if value.unit == SHARE else 1.0) * (d.high - d.low) / 2 if d else 0.0


def signed(x: float, places: int) -> str:
    """A number with its sign; what is nought as shown has a plus.

    >>> signed(1.25, 1), signed(-0.01, 1), signed(-0.06, 1)
    ('+1.2', '+0.0', '-0.1')
    """
    return f"{round(x, places) + 0.0:+.{places}f}"


def digits(half: float) -> int:
    """Decimal places that show one digit of the widest interval's half, at least one and at most four.

    >>> digits(3.2), digits(0.9), digits(0.02), digits(0.0)
    (1, 1, 2, 1)
    """
    return min(max(-floor(log10(half)), 1), 4) if half > 0.0 else 1


def side_by_side(
    title: str, settings: Sequence[Column], columns: Sequence[Column], width: int
) -> Iterator[Group]:
    """The columns in as few tables as the width allows, each with the settings at its left."""
    room = width - sum(c.width + GAP for c in settings) + 1  # no gap after the last
    for i, part in enumerate(shared_out(columns, room)):
        table = plain_table()
        for c in settings:
            table.add_column(c.heading, justify="left", no_wrap=True)
        for c in part:
            table.add_column(c.heading, justify="right", no_wrap=True)
        for row in zip(*(c.cells for c in (*settings, *part)), strict=True):
            table.add_row(*row)
        yield titled(title if i == 0 else f"{title}, continued", table)


def shared_out(columns: Sequence[Column], room: int) -> list[list[Column]]:
    """Columns in groups that fit, each group as full as it can be."""
    out: list[list[Column]] = []
    for c in columns:
        if out and sum(x.width + GAP for x in (*out[-1], c)) <= room:
            out[-1].append(c)
        else:
            out.append([c])
    return out

"""What `finalstatus bargain` prints: positions, chances and exchanges as tables."""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sim.arrays import Array
from sim.bargaining import Solution, Solver
from sim.bargaining.path import Exchanges
from sim.commands.sheets import grid
from sim.tables import titled

if TYPE_CHECKING:
    from sim.analysis.bargains import Repeated
    from sim.bargaining.reading import Sheet

MOST_COLUMNS = 21
"""Rounds that are printed beside each other at most."""
FIGURE = 8
"""Characters that a column of figures takes."""


def models_sheet(solvers: Mapping[str, Solver], recommended: str) -> RenderableType:
    """All models with their variants."""
    table = grid("model", "variants", "rounds", "what it does")
    for name, solver in solvers.items():
        about = solver.about + (" (recommended)" if name == recommended else "")
        table.add_row(
            name, ", ".join(v for v in solver.variants if v) or "-", str(solver.rounds), Text(about)
        )
    return table


def sheets(
    sheet: "Sheet", solution: Solution, many: "Repeated | None", width: int
) -> Iterator[RenderableType]:
    """Model, positions by issue, chances, exchanges, outcome. width   of the page, characters"""
    variant = f", variant {solution.variant}" if solution.variant else ""
    yield Text(f"{solution.model}{variant}: {len(sheet.actors)} actors", style="bold")
    last, several = settled(solution.position), len(sheet.issues) > 1
    changes = last if solution.text is None else max(last, settled(solution.text[:, None, :]))
    shown = rounds_shown(changes, fitting(sheet, width))
    for k, issue in enumerate(sheet.issues):
        on = f" on {issue}" if several else ""
        yield titled(f"Positions{on}, by round", positions(sheet, solution, k, shown))
        if solution.win is not None and (k == 0 or not same_for_all(solution.win)):
            on = "" if same_for_all(solution.win) else on
            yield titled(
                f"Chance of each position to prevail{on}", chances(sheet, solution.win[..., k], shown)
            )
    if solution.exchanges is None:
        yield Text(rest(solution, last))
    else:
        yield titled("Exchanges, in order", exchanges(sheet, solution.exchanges))
    yield titled("Outcome", outcomes(sheet, solution, many))
    if said := agreement(sheet, solution, many):
        yield Text(said)


def fitting(sheet: "Sheet", width: int) -> int:
    """How many rounds fit beside each other."""
    longest = max(len("weighted median"), *(len(actor) for actor in sheet.actors))
    return min(MOST_COLUMNS, max(2, (width - longest - 2) // FIGURE))


def settled(position: Array) -> int:
    """The last round in which anything moves."""
    moves = (position[1:] != position[:-1]).any((1, 2))
    return int(moves.nonzero()[0][-1]) + 1 if moves.any() else 0


def rounds_shown(last: int, most: int) -> list[int]:
    """Rounds that are printed: all, or as many as fit, the last among them.

    >>> rounds_shown(3, 6), rounds_shown(20, 6)
    ([0, 1, 2, 3], [0, 4, 8, 12, 16, 20])
    """
    if last < most:
        return list(range(last + 1))
    return [round(k * last / (most - 1)) for k in range(most)]


def positions(sheet: "Sheet", solution: Solution, issue: int, shown: list[int]) -> RenderableType:
    """Actors by round, with mean and median below."""
    table = grid("actor", *map(str, shown))
    right(table)
    places = decimals(float(solution.table.span[issue]))

    def figures(values: Array) -> list[str]:
        return [figure(values[r], places) for r in shown]

    for i, actor in enumerate(sheet.actors):
        table.add_row(Text(actor), *figures(solution.position[:, i, issue]))
    table.add_section()
    table.add_row("weighted mean", *figures(solution.mean[:, issue]))
    table.add_row("weighted median", *figures(solution.median[:, issue]))
    if solution.text is not None:
        table.add_row("on the table", *figures(solution.text[:, issue]))
    return table


def chances(sheet: "Sheet", win: Array, shown: list[int]) -> RenderableType:
    """Actors by round."""
    table = grid("actor", *map(str, shown))
    right(table)
    for i, actor in enumerate(sheet.actors):
        table.add_row(Text(actor), *(f"{win[r, i]:.3f}" for r in shown))
    return table


def same_for_all(win: Array) -> bool:
    """Are the chances those of positions on all issues together?"""
    return bool((win == win[..., :1]).all())


def exchange_lines(sheet: "Sheet", made: Exchanges) -> list[dict[str, object]]:
    """Each exchange with names."""
    return [
        {
            "round": int(made.round[k]),
            "first": sheet.actors[made.first[k]],
            "gives_way_on": sheet.issues[made.supplied[k]],
            "by": float(made.first_move[k]),
            "second": sheet.actors[made.second[k]],
            "gives_way_in_return_on": sheet.issues[made.returned[k]],
            "in_return_by": float(made.second_move[k]),
            "gain": float(made.gain[k]),
        }
        for k in range(made.gain.shape[-1])
        if made.first[k] >= 0
    ]


def exchanges(sheet: "Sheet", made: Exchanges) -> RenderableType:
    """Who gives way on what to whom, by how much, and what each gains by it."""
    table = grid("", "round", "actor", "on", "by", "and", "on", "by", "gain")
    right(table, {0, 1, 4, 7, 8})
    for k, line in enumerate(exchange_lines(sheet, made)):
        one, two = float(made.first_move[k]), float(made.second_move[k])
        names = [
            Text(str(line[key])) for key in ("first", "gives_way_on", "second", "gives_way_in_return_on")
        ]
        table.add_row(
            str(k + 1),
            str(line["round"]),
            *names[:2],
            f"{one:+.2f}",
            *names[2:],
            f"{two:+.2f}",
            f"{float(made.gain[k]):.4f}",
        )
    return table if made.gain.shape[-1] else Text("none: nobody can trade with anybody to the gain of both")


def outcomes(sheet: "Sheet", solution: Solution, many: "Repeated | None") -> RenderableType:
    """By issue; with noise how it spreads."""
    extra = ("mean", "5 %", "median", "95 %") if many else ()
    table = grid("issue", "outcome", *extra)
    right(table)
    spreads = many.spreads if many else [None] * len(sheet.issues)
    for k, (issue, spread) in enumerate(zip(sheet.issues, spreads, strict=True)):
        more = (spread.mean, spread.p05, spread.p50, spread.p95) if spread else ()
        places = decimals(float(solution.table.span[k]))
        table.add_row(Text(issue), *(figure(x, places) for x in (float(solution.outcome[k]), *more)))
    return table


def right(table: Table, columns: set[int] | None = None) -> None:
    """Numbers to the right, names on one line."""
    for i, column in enumerate(table.columns):
        column.no_wrap = True
        if i in columns if columns is not None else i:
            column.justify = "right"


def decimals(span: float) -> int:
    """Digits behind the point that tell positions apart on a scale of this length.

    >>> decimals(6.0), decimals(100.0), decimals(5000.0)
    (3, 2, 0)
    """
    return min(6, max(0, 3 - int(math.log10(0.999 * span))))


def figure(value: float | None, places: int) -> str:
    """A number as it is read.

    >>> figure(7.0, 3), figure(-7.123456, 3), figure(None, 3)
    ('7', '-7.123', '-')
    """
    if value is None or not math.isfinite(value):
        return "-"
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rest(solution: Solution, last: int) -> str:
    """How the play ends: at rest, in a cycle, or under way."""
    length, rounds = int(solution.cycle), solution.position.shape[0] - 1
    if not last:
        return "nobody moves" if rounds else ""
    if length > 1:
        return (
            f"positions go round: after round {rounds} as after round {rounds - length}, a cycle of {length}"
        )
    if last < rounds:
        return f"nobody moves after round {last}"
    return f"still moving in round {rounds}"


def agreement(sheet: "Sheet", solution: Solution, many: "Repeated | None") -> str:
    """Is it agreed, who refuses, and how often with noise?"""
    text = "" if bool(solution.agreement) else "no agreement" + refusal(sheet, solution)
    if many:
        text += (
            f"{'; ' if text else ''}{len(many.outcome):,} tables with noise {many.noise:g}, seed {many.seed}"
        )
        text += f": agreed in {100.0 * float(many.agreement.mean()):.1f} %"
    return text


def refusal(sheet: "Sheet", solution: Solution) -> str:
    """Who would refuse what the model comes to, of those whose veto is named."""
    table = solution.table
    if table.veto is None or not np.isfinite(solution.proposal).all():
        return ""
    against = table.veto & ~table.content(solution.proposal)
    names = [actor for actor, refuses in zip(sheet.actors, against, strict=True) if refuses]
    return f": {', '.join(names)} would refuse {point(sheet, solution)}" if names else ""


def point(sheet: "Sheet", solution: Solution) -> str:
    """What the model comes to, in words."""
    spans = solution.table.span
    parts = [
        f"{issue} at {figure(float(solution.proposal[k]), decimals(float(spans[k])))}"
        for k, issue in enumerate(sheet.issues)
    ]
    return ", ".join(parts)

"""A study as tables for a terminal. Nothing here prints."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from sim.analysis.sensitivity.figure import happens
from sim.analysis.sensitivity.indices import MEANS, Estimate
from sim.analysis.sensitivity.inputs import LUCK
from sim.analysis.sensitivity.result import QUIET, Row, Sensitivity
from sim.analysis.series import listed
from sim.tables import plain_table, titled

ROWS = 14
"""Inputs of a table, the dummy beside them."""
COLUMNS = {
    "sobol": {"S1": "first order", "ST": "total"},
    "morris": {"mu_star": "mean change", "share": "share of all", "sigma": "spread"},
    "pawn": {"pawn": "distance", "pawn_max": "largest"},
}

FIFTHS = "the mean where the input lies in its lowest and its highest fifth"
ENDS = {
    "sobol": FIFTHS,
    "pawn": FIFTHS,
    "morris": "the mean, less and more by half the change over the range",
}


def tables(found: Sensitivity, ascii_only: bool = False) -> Iterator[RenderableType]:
    """Everything that a study prints, from top to bottom."""
    yield header(found)
    for measure in found.measures:
        yield of_measure(found, measure, ascii_only)
    yield notes(found, ascii_only)


def header(found: Sensitivity) -> RenderableType:
    """What was studied, and with how much."""
    speed = found.worlds / max(found.seconds, 1e-9)
    units = {"sobol": "base rows", "morris": "trajectories", "pawn": "worlds"}[found.method]
    lines = [
        f"{found.scenario.id}: {found.method} over {len(found.inputs):,} uncertain values, seed {found.seed}",
        f"N {found.n:,} {units}, {found.runs:,} model runs, {found.each:,} worlds per run; "
        f"{found.worlds:,} worlds in all, {found.seconds:.1f} s ({speed:,.0f} worlds a second)",
    ]
    s = found.screening
    if s is not None:
        lines.append(
            f"{len(s.kept)} inputs are looked at one by one, chosen by their distances in {s.worlds:,} "
            "ordinary worlds; all others are one input together"
        )
    if found.scenario.settings:
        lines.append(f"set: {listed(found.scenario.settings)}")
    if found.strategies:
        lines.append(f"strategies: {listed(dict(found.strategies))}")
    return Group(Text(found.scenario.title, style="bold"), *map(Text, lines))


def of_measure(found: Sensitivity, measure: str, ascii_only: bool) -> RenderableType:
    """The largest inputs, and the dummy."""
    rows = found.rows(measure)
    table, factor = plain_table(), 100.0 if happens(measure) else 1.0
    table.add_column("input", justify="left")
    for heading in COLUMNS[found.method].values():
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column(
        "at its low end, %" if happens(measure) else "at its low end", justify="right", no_wrap=True
    )
    table.add_column("high end", justify="right", no_wrap=True)
    for row in [*rows[:-1][:ROWS], rows[-1]]:
        cells = [cell(row.estimates[name], ascii_only) for name in COLUMNS[found.method]]
        name = row.factor.name if row.factor.id != LUCK else f"{row.factor.name} {verdict(found, measure)}"
        table.add_row(
            name.replace("“", '"').replace("”", '"') if ascii_only else name, *cells, *ends(row, factor)
        )
    gap = found.n - found.units[measure]
    missing = f"; {gap:,} of {found.n:,} left out: not defined in a run" if gap else ""
    return titled(f"{measure}{missing}", table)


def verdict(found: Sensitivity, measure: str) -> str:
    """Whether the dummy stays where it must."""
    if found.quiet(measure):
        return f"(below {QUIET:g}, as it must)"
    return f"(NOT below {QUIET:g}: too few worlds)"


def cell(estimate: Estimate, ascii_only: bool) -> str:
    """An index and half its interval."""
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f}"
    sign = "+-" if ascii_only else "±"
    return f"{estimate.value:.3f} {sign}{(estimate.high - estimate.low) / 2:.3f}"


def ends(row: Row, factor: float) -> tuple[str, str]:
    """The measure at the two ends."""
    if row.low_end is None or row.high_end is None:
        return "", ""
    return f"{factor * row.low_end:.2f}", f"{factor * row.high_end:.2f}"


def notes(found: Sensitivity, ascii_only: bool) -> Text:
    """How to read it, and what to do about a dummy that is too loud."""
    sign = "+-" if ascii_only else "±"
    names = [*COLUMNS[found.method]]
    lines = [f"{COLUMNS[found.method][name]}: {MEANS[name]}." for name in names]
    lines.append(f"Ends: {ENDS[found.method]}; {sign} is a 95 % interval.")
    loud = {m: found.enough_worlds(m) for m in found.measures if not found.quiet(m)}
    if loud:
        most = max(loud.values())
        more = f"try --n {4 * found.n}" if found.method == "pawn" else f"try --worlds {most} or more"
        lines.append(f"Luck is taken for an effect in {', '.join(loud)}: {more}.")
    return Text("\n" + "\n".join(lines), style="dim")

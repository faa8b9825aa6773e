"""Figures of a run: one function each, Totals in, matplotlib Figure out. The numbers come from `series`."""

from collections.abc import Callable
from pathlib import Path

from sim.analysis.drawing import (
    BANDS,
    BLUE,
    FAINT,
    GREY,
    INK,
    ORANGE,
    OUTCOME_COLOURS,
    Figure,
    blank,
    day,
    draw_fan,
    percent,
    shares_below,
    time_axis,
    whisker,
    wrapped,
)
from sim.analysis.series import (
    declaration_histogram,
    head_fan,
    outcome_bars,
    state_probabilities,
    tension_fan,
)
from sim.extras import need
from sim.storage import write_whole
from sim.totals import Totals


def check_available() -> None:
    """Raise MissingExtra if figures cannot be drawn here."""
    for module in ("matplotlib.figure", "matplotlib.dates", "matplotlib.backends.backend_agg"):
        need(module, "results")


def outcomes(results: Totals) -> Figure:
    """Bars: where the worlds end, with 95 % intervals."""
    bars = outcome_bars(results)
    title = f"Where it leads by {day(results.scenario.rules.horizon)}"
    height = 2.2 + 0.75 * len(bars)
    figure, axes = blank(results, title, "share of the worlds; the whisker is the 95 % interval", height)
    axes.set_position((0.36, 0.9 / height, 0.54, 1.0 - 1.9 / height))
    for y, bar in enumerate(bars):
        colour = OUTCOME_COLOURS[y % len(OUTCOME_COLOURS)]
        axes.barh(y, 100 * bar.share, height=0.62, color=colour)
        whisker(axes, bar.low, bar.share, bar.high, y)
        axes.text(
            100 * bar.high + 1.5,
            y,
            percent(bar.share),
            va="center",
            fontsize=12,
            fontweight="bold",
            color=INK,
        )
    axes.set_yticks(range(len(bars)), [wrapped(bar.name, 34) for bar in bars], fontsize=11, color=INK)
    axes.invert_yaxis()
    shares_below(axes)
    return figure


def heads(results: Totals) -> Figure | None:
    """A fan: how many members have recognised by the end of each week."""
    band = head_fan(results)
    if band is None:
        return None
    members = int(results.setting.member.sum())
    last, middle = day(results.scenario.rules.horizon), int(band.p50[-1])
    title = f"Half of the worlds count {middle} of {members} members or more by {last}"
    if middle == members:
        title = f"In half of the worlds all {members} members have recognised by {last}"
    if middle == 0:
        title = f"In most worlds none of {members} members has recognised by {last}"
    figure, axes = blank(results, title, f"members that have recognised by the end of each week; {BANDS}")
    axes.set_ylim(0, members * 1.2)
    draw_fan(axes, band, BLUE)
    axes.axhline(members, color=GREY, linewidth=0.8, linestyle=":")
    axes.set_yticks([*range(0, max(members - 1, 1), 5), members])
    time_axis(axes, results, band.days)
    return figure


def tension(results: Totals) -> Figure:
    """A fan: tension at the end of each week."""
    band = tension_fan(results)
    top = int(band.p50.argmax())
    title = f"The middle world is tensest in the week of {day(band.days[top])}"
    figure, axes = blank(results, title, f"tension at the end of each week, points from 0 to 100; {BANDS}")
    axes.set_ylim(0, min(100.0, max(50.0, 1.35 * float(band.p95.max()))))
    draw_fan(axes, band, ORANGE)
    time_axis(axes, results, band.days)
    return figure


def declaration(results: Totals) -> Figure | None:
    """A histogram: in which week independence is declared."""
    found = declaration_histogram(results)
    if found is None:
        return None
    title = (
        f"Declared in {percent(1.0 - found.never)} of the worlds" if found.median else "Declared in no world"
    )
    half = f", in half of them by {day(found.median)}" if found.median else ""
    figure, axes = blank(
        results,
        f"{title}{half}",
        "share of all worlds that declare independence in each week",
    )
    axes.bar(found.days, 100 * found.shares, width=6.0, color=BLUE, linewidth=0, align="edge")
    axes.yaxis.grid(True, color=FAINT, linewidth=0.8)
    axes.set_ylim(0, max(100 * float(found.shares.max()) * 1.25, 1.0))
    axes.yaxis.set_major_formatter("{x:g} %")
    time_axis(axes, results, found.days)
    if found.early and found.late:
        axes.text(
            0.985, 0.80, f"90 % of the declarations lie\nbetween {day(found.early)}\nand {day(found.late)}",
            transform=axes.transAxes, ha="right", va="top", color=BLUE, fontsize=10,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 2.0},
        )  # fmt: skip
    return figure


def states(results: Totals) -> Figure | None:
    """Bars: each state's probability of having recognised at the horizon, with the median date."""
    rows = state_probabilities(results)
    if not rows:
        return None
    height = 2.2 + 0.27 * len(rows)
    more = sum(row.share > 0.5 for row in rows)
    title = f"{more} of {len(rows)} states are likelier than not to recognise by {day(results.scenario.rules.horizon)}"
    subtitle = "share of the worlds with 95 % interval; right: the week by which half of the worlds have it"
    figure, axes = blank(results, title, subtitle, height)
    axes.set_position((0.17, 0.8 / height, 0.60, 1.0 - 1.75 / height))
    for y, row in enumerate(rows):
        axes.barh(y, 100 * row.share, height=0.66, color=BLUE if row.share > 0.5 else ORANGE)
        whisker(axes, row.low, row.share, row.high, y)
        when = f"{row.median.day} {row.median:%b %Y}" if row.median else "not in half"
        for text, x in ((percent(row.share), 1.125), (when, 1.33)):
            at = {"xycoords": ("axes fraction", "data"), "va": "center", "ha": "right"}
            axes.annotate(text, (x, y), fontsize=10, color=INK, **at)
    axes.set_yticks(range(len(rows)), [row.name for row in rows], fontsize=10, color=INK)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    shares_below(axes)
    return figure


FIGURES: dict[str, Callable[[Totals], Figure | None]] = {
    "outcomes": outcomes,
    "heads": heads,
    "declaration": declaration,
    "states": states,
    "tension": tension,
}
"""Figures by the name of their files; one that a scenario has no use for is None."""


def save_all(results: Totals, folder: Path) -> list[Path]:
    """Draw every figure as PNG and SVG (its text kept as text); each file is whole or absent."""
    out: list[Path] = []
    with need("matplotlib", "results").rc_context({"svg.fonttype": "none", "svg.hashsalt": "finalstatus"}):
        for name, draw in FIGURES.items():
            figure = draw(results)
            if figure is not None:
                out += [save(figure, folder / f"{name}{suffix}") for suffix in (".png", ".svg")]
    return out


def save(figure: Figure, path: Path) -> Path:
    """One file of a figure; the same figure gives the same bytes."""
    undated = {"Software": None} if path.suffix == ".png" else {"Date": None}
    write_whole(path, lambda to: figure.savefig(to, metadata=undated))
    return path

"""The tornado: where each input takes a measure between its ends, and its indices beside it."""

from typing import Any

import numpy as np

from sim.analysis.drawing import BLUE, FAINT, GREY, INK, ORANGE, Axes, Figure, frame, tidy, wrapped
from sim.analysis.sensitivity.indices import MAIN
from sim.analysis.sensitivity.inputs import LUCK, OTHERS
from sim.analysis.sensitivity.result import QUIET, Row, Sensitivity
from sim.analysis.units import POINTS, SHARE, WEEK, label, unit
from sim.extras import need

ROWS = 12
"""Inputs that are drawn, the dummy among them."""
WIDTH, HEAD, FOOT, EACH = 9.0 * 1.25, 1.75, 0.95, 0.40
"""Inches: of the figure, above the panels, below them, and of a row."""
CALLED = {
    "sobol": "share of the variance",
    "morris": "share of all effects",
    "pawn": "distance of distributions",
}
HATCH = "////"
MEANS = {WEEK: "mean week, counted from 0", POINTS: "mean, points"}
SAID_OF = {
    "outcomes": "the chance of",
    "recognition": "recognition by",
    "stance": "the stance of",
    "mission": "the mission vote of",
}


def tornado(found: Sensitivity, measure: str) -> Figure:
    """The largest inputs, a row each: the measure's mean at its two ends, and its indices.

    KeyError: not a measure of the study.
    """
    rows = shown(found, measure)
    height = HEAD + FOOT + EACH * len(rows)
    figure = frame(found, title(measure, rows), subtitle(found, measure), height, WIDTH / 9.0)
    low, tall = FOOT / height, EACH * len(rows) / height
    ends = figure.add_axes((0.33, low, 0.36, tall))
    indices = figure.add_axes((0.73, low, 0.23, tall))
    swings(ends, found, measure, rows)
    bars(indices, found, rows)
    legend(figure, height)
    ends.set_yticks(range(len(rows)), [wrapped(row.factor.name, 38) for row in rows], fontsize=10, color=INK)
    indices.set_yticks([])
    for axes in (ends, indices):
        axes.set_ylim(len(rows) - 0.45, -0.55)
    figure.text(0.33, (FOOT + EACH * len(rows) + 0.14) / height, heading(measure), fontsize=10.5, color=INK)
    figure.text(
        0.73, (FOOT + EACH * len(rows) + 0.14) / height, CALLED[found.method], fontsize=10.5, color=INK
    )
    return figure


def shown(found: Sensitivity, measure: str) -> list[Row]:
    """The rows that are drawn: the largest, and the dummy."""
    rows = found.rows(measure)
    return [*[row for row in rows if row.factor.id != LUCK][: ROWS - 1], rows[-1]]


def title(measure: str, rows: list[Row]) -> str:
    """What the figure says."""
    first = next(row for row in rows if row.factor.id != OTHERS)
    what = called(measure)
    return f"{what[:1].upper()}{what[1:]}: what matters most is {first.factor.name}"


def called(measure: str) -> str:
    """A measure in words."""
    kind, dot, rest = measure.partition(".")
    return f"{SAID_OF.get(kind, kind)} {rest.replace('_', ' ')}" if dot else label(measure)


def subtitle(found: Sensitivity, measure: str) -> str:
    """What it was made with."""
    runs = f"{found.runs:,} runs of {found.each:,} worlds" if found.each > 1 else f"{found.runs:,} worlds"
    noise = "" if found.quiet(measure) else f" — too few worlds: the dummy reaches {found.dummy(measure):.2f}"
    return f"{found.method}, n {found.n:,}, {runs}; whiskers: 95 % intervals{noise}"


def heading(measure: str) -> str:
    """Over the left panel."""
    what = "share of the worlds" if happens(measure) else MEANS.get(unit(measure), "mean")
    return f"{what}, at the two ends of each"


def happens(measure: str) -> bool:
    """Is it a share of the worlds?"""
    return unit(measure) == SHARE or measure.startswith(("outcomes.", "recognition.", "mission."))


def swings(axes: Axes, found: Sensitivity, measure: str, rows: list[Row]) -> None:
    """From the mean of all runs to either end of each input: hatched where it is low, plain where it is high."""
    tidy(axes)
    factor = 100.0 if happens(measure) else 1.0
    values = found.y[:, found.measures.index(measure)]
    middle = factor * float(np.nanmean(values))
    seen: list[float] = [middle]
    for y, row in enumerate(rows):
        if row.low_end is None or row.high_end is None:
            axes.text(
                middle,
                y,
                "  several values" if row.factor.id != LUCK else "",
                va="center",
                fontsize=9,
                color=GREY,
            )
            continue
        low, high = factor * row.low_end, factor * row.high_end
        seen += [low, high]
        axes.barh(
            y,
            low - middle,
            left=middle,
            height=0.6,
            color="white",
            edgecolor=ORANGE,
            hatch=HATCH,
            linewidth=1.2,
        )
        axes.barh(
            y, high - middle, left=middle, height=0.6, color=BLUE, edgecolor=BLUE, linewidth=1.2, alpha=0.9
        )
    room = max(max(seen) - min(seen), 1e-9) * 0.08
    axes.set_xlim(min(seen) - room, max(seen) + room)
    axes.axvline(middle, color=INK, linewidth=1.0)
    axes.xaxis.grid(True, color=FAINT, linewidth=0.8)
    if happens(measure):
        axes.xaxis.set_major_formatter("{x:g} %")


def legend(figure: Figure, height: float) -> None:
    """Which end is which."""
    patch = need("matplotlib.patches", "results").Patch
    figure.legend(
        handles=[
            patch(facecolor="white", edgecolor=ORANGE, hatch=HATCH, label="input low (rule: first value)"),
            patch(facecolor=BLUE, edgecolor=BLUE, label="input high (rule: last value)"),
        ],
        loc="upper left", bbox_to_anchor=(0.325, (FOOT - 0.26) / height), ncol=2, fontsize=9, frameon=False,
        labelcolor=INK, borderpad=0.0, columnspacing=1.2,
    )  # fmt: skip


def bars(axes: Axes, found: Sensitivity, rows: list[Row]) -> None:
    """The indices with their intervals: a bar for the one that ranks, a circle for the first order."""
    tidy(axes)
    main = MAIN[found.method]
    top = 0.0
    for y, row in enumerate(rows):
        estimate = row.estimates[main]
        axes.barh(y, estimate.value, height=0.6, color="#cccccc", edgecolor=GREY, linewidth=0.8)
        whisker(axes, estimate, y)
        top = max(top, estimate.high or estimate.value)
        if "S1" in row.estimates:
            axes.plot([row.estimates["S1"].value], [y], "o", color=INK, markersize=4.5)
    axes.axvline(QUIET, color=INK, linewidth=0.9, linestyle=(0, (4, 3)))
    least = min((row.estimates["S1"].value for row in rows if "S1" in row.estimates), default=0.0)
    axes.set_xlim(min(0.0, max(1.3 * least, -0.3)) - 0.02 * top, min(max(top * 1.08, 1.4 * QUIET), 1.3))
    axes.locator_params(axis="x", nbins=4)
    axes.xaxis.grid(True, color=FAINT, linewidth=0.8)
    said = "bar: total, dot: first order; " if found.method == "sobol" else ""
    axes.set_xlabel(
        f"{said}dashed: {QUIET:g}, what\nthe dummy must stay below", fontsize=9, color=GREY, loc="left"
    )


def whisker(axes: Axes, estimate: Any, y: int) -> None:
    """The interval of an index, where it has one."""
    if estimate.low is not None and estimate.high is not None:
        span = [[max(estimate.value - estimate.low, 0.0)], [max(estimate.high - estimate.value, 0.0)]]
        axes.errorbar(estimate.value, y, xerr=span, color=INK, capsize=3.0, elinewidth=1.2, capthick=1.2)

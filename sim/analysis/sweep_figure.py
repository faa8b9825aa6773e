"""Figures of a sweep: a panel per outcome or measure, Sweep in, matplotlib Figure out."""

from collections.abc import Sequence
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from sim.analysis.drawing import FAINT, GREY, INK, Axes, Figure, frame, tidy, wrapped
from sim.analysis.grid import Point
from sim.analysis.plots import save
from sim.analysis.sweep import Sweep, Value, shown_measures
from sim.analysis.sweep_lines import (
    MARKERS,
    STYLES,
    Curve,
    Line,
    curve,
    first_key,
    numeric,
    scaled,
    sheets,
    short,
)
from sim.analysis.units import PART, POINTS, SHARE, label
from sim.extras import need
from sim.overrides import as_typed

SCALE = 1.48
WIDTH = 9.0 * SCALE
ACROSS = 3
"""Panels side by side."""
PANEL, TITLE, FOOT = 2.0, 1.0, 1.0
"""Inches: a panel, the room for its title above, for its axis and the footer below."""


def save_all(sweep: Sweep, folder: Path, measures: Sequence[str]) -> list[Path]:
    """Draw outcomes and measures as PNG and SVG (its text kept as text); each file is whole or absent."""
    groups = {"outcomes": list(sweep.scenario.outcomes), "measures": shown_measures(sweep, measures)}
    out: list[Path] = []
    with need("matplotlib", "results").rc_context({"svg.fonttype": "none", "svg.hashsalt": "finalstatus"}):
        for kind, names in groups.items():
            found = sheets(sweep)
            for i, (fixed, lines) in enumerate(found if names else []):
                number = f"_{i + 1}" if len(found) > 1 else ""
                figure = draw(sweep, kind, names, fixed, lines)
                out += [save(figure, folder / f"sweep_{kind}{number}{s}") for s in (".png", ".svg")]
    return out


def draw(sweep: Sweep, kind: str, names: Sequence[str], fixed: Point, lines: Sequence[Line]) -> Figure:
    """A figure with a panel for each name."""
    key = first_key(sweep)
    amount = "share of the worlds" if kind == "outcomes" else "share or mean of the worlds that have one"
    flat, tall = not numeric(sweep.over[key]), panel_height(sweep, lines)
    span = "bar" if flat else "band"
    where = f", with {Line(fixed, '', 0).name}" if fixed else ""
    rows, legend = ceil(len(names) / ACROSS), legend_rows(lines)
    height = 1.25 + 0.36 * legend + rows * (tall + TITLE) + FOOT
    title = f"{kind.capitalize()} over {short(key)}{where}"
    figure = frame(sweep, title, f"{amount}; {span}: 95 % interval of each arm", height, SCALE)
    margin = 0.75 if not flat else 0.5 + 0.11 * max(len(as_typed(v)) for v in sweep.over[key])
    wide = (WIDTH - margin - 0.35) / ACROSS
    for i, name in enumerate(names):
        row, column = divmod(i, ACROSS)
        low = FOOT + (rows - 1 - row) * (tall + TITLE) + 0.15
        left = margin + column * wide
        room = wide - (0.6 if flat else 0.75)
        axes = figure.add_axes((left / WIDTH, low / height, room / WIDTH, tall / height))
        panel(axes, sweep, kind, name, fixed, lines)
        if flat and column:
            axes.set_yticklabels([])
        if not flat and i + ACROSS >= len(names):
            axes.set_xlabel(short(key), fontsize=14, color=INK)
    if legend:
        add_legend(figure, lines, 1.0 - 1.2 / height)
    return figure


def add_legend(figure: Figure, lines: Sequence[Line], top: float) -> None:
    """The names of the lines below the subtitle."""
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="upper left", bbox_to_anchor=(0.02, top),
        ncol=ceil(len(lines) / legend_rows(lines)),
        fontsize=14, frameon=False, labelcolor=INK, handlelength=3.0,
    )  # fmt: skip


def panel_height(sweep: Sweep, lines: Sequence[Line]) -> float:
    """Inches of a panel; one that lies grows with its rows."""
    values = sweep.over[first_key(sweep)]
    if numeric(values):
        return PANEL
    return max(1.0, len(values) * max(0.45, 0.22 * len(lines)))


def legend_rows(lines: Sequence[Line]) -> int:
    """How many rows the names of the lines take."""
    if len(lines) < 2:
        return 0
    return ceil(len(lines) / max(int((WIDTH - 0.6) / (0.9 + 0.115 * max(len(x.name) for x in lines))), 1))


def panel(axes: Axes, sweep: Sweep, kind: str, name: str, fixed: Point, lines: Sequence[Line]) -> None:
    """One outcome or measure."""
    tidy(axes)
    axes.tick_params(labelsize=13, labelcolor=INK)
    found = [getattr(arm, kind)[name] for arm in sweep.arms]
    share = found[0].unit == SHARE
    unit = f", {found[0].unit}" if found[0].unit in (POINTS, PART) else ""
    called = sweep.scenario.outcomes[name].name if kind == "outcomes" else label(name)
    text = f"{called[:1].upper()}{called[1:]}{unit}"
    axes.set_title(
        wrapped(text, 32 if numeric(sweep.over[first_key(sweep)]) else 26),
        loc="left",
        fontsize=14,
        fontweight="bold",
        color=INK,
        pad=8,
    )
    curves = [curve(sweep, kind, name, {**fixed, **line.settings}) for line in lines]
    key = first_key(sweep)
    if numeric(sweep.over[key]):
        bands(axes, sweep.over[key], lines, curves)
        limits(axes.set_ylim, found)
        axes.yaxis.grid(True, color=FAINT, linewidth=0.9)
        axes.locator_params(axis="y", nbins=5)
    else:
        dots(axes, sweep.over[key], lines, curves)
        limits(axes.set_xlim, found)
        axes.xaxis.grid(True, color=FAINT, linewidth=0.9)
        axes.locator_params(axis="x", nbins=3)
    if share:
        (axes.yaxis if numeric(sweep.over[key]) else axes.xaxis).set_major_formatter("{x:g} %")


def limits(set_limits: Any, found: Sequence[Value]) -> None:
    """Ends of an axis that hold every arm's interval; shares begin at nought."""
    spans = [scaled(v) for v in found if v.n]
    low, high = min((s[1] for s in spans), default=0.0), max((s[2] for s in spans), default=1.0)
    room = 0.08 * (high - low) or 0.5
    if found[0].unit == SHARE:
        set_limits(0.0, min(max(high + room, 4.0), 101.0))
    else:
        set_limits(low - room, high + room)


def bands(axes: Axes, values: Sequence[Any], lines: Sequence[Line], curves: Sequence[Curve]) -> None:
    """Lines with bands over a numeric axis."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    at = [v.toordinal() if isinstance(v, date) else float(v) for v in values]
    x = [at[i] for i in order]
    for line, found in zip(lines, curves, strict=True):
        mean, low, high = zip(*(found[i] for i in order), strict=True)
        axes.fill_between(
            x, low, high, color=line.colour, alpha=0.22 if len(lines) < 4 else 0.12, linewidth=0
        )
        axes.plot(
            x, mean, color=line.colour, linewidth=2.8, marker=MARKERS[line.style % 4], markersize=7,
            linestyle=STYLES[line.style % 4], label=line.name, clip_on=False,
        )  # fmt: skip
    kept = order if len(order) <= 7 else order[:: ceil(len(order) / 6)]
    axes.set_xticks([at[i] for i in kept], [as_typed(values[i]) for i in kept])
    axes.tick_params(axis="x", length=4, color=GREY)


def dots(axes: Axes, values: Sequence[Any], lines: Sequence[Line], curves: Sequence[Curve]) -> None:
    """A row per value, a dot with its interval per line."""
    step = 0.7 / len(lines)
    for j, (line, found) in enumerate(zip(lines, curves, strict=True)):
        rows = [i + (j - (len(lines) - 1) / 2) * step for i in range(len(values))]
        mean, low, high = (list(part) for part in zip(*found, strict=True))
        spans = [
            [m - x for m, x in zip(mean, low, strict=True)],
            [x - m for m, x in zip(mean, high, strict=True)],
        ]
        axes.errorbar(
            mean, rows, xerr=spans, fmt=MARKERS[line.style % 4], color=line.colour, markersize=9,
            capsize=4, elinewidth=2.4, capthick=2.4, label=line.name or None, clip_on=False,
        )  # fmt: skip
    axes.set_yticks(range(len(values)), [as_typed(v) for v in values])
    axes.tick_params(axis="y", pad=10)  # a dot at nought is wider than the gap
    axes.set_ylim(len(values) - 0.45, -0.55)

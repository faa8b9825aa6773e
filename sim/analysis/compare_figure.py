"""Figures of a comparison: how far each arm lies from the first, with what the common luck adds to certainty."""

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any

from sim.analysis.compare import OUTCOME, Comparison, Paired
from sim.analysis.compare_tables import called, measure_keys
from sim.analysis.drawing import BLUE, FAINT, GREY, INK, Axes, Figure, frame, percent, tidy, wrapped
from sim.analysis.plots import save
from sim.analysis.units import SHARE
from sim.extras import need
from sim.spread import Z95

SUBTITLE = "thick: 95 % interval on the same luck; thin: what it would be without; 0: as in A"
MOST = 9
"""Measures in the figure, the first ones of the table."""
ACROSS = 3
SCALE = 1.48


def save_all(found: Comparison, folder: Path, measures: Sequence[str]) -> list[Path]:
    """Draw outcomes and measures as PNG and SVG (its text kept as text); each file is whole or absent."""
    out: list[Path] = []
    with need("matplotlib", "results").rc_context({"svg.fonttype": "none", "svg.hashsalt": "finalstatus"}):
        for name, figure in (("outcomes", outcomes(found)), ("measures", amounts(found, measures))):
            if figure is not None:
                out += [save(figure, folder / f"compare_{name}{s}") for s in (".png", ".svg")]
    return out


def outcomes(found: Comparison) -> Figure:
    """A row per outcome and arm: the difference in points of per cent."""
    keys, arms = found.keys(OUTCOME), found.arms[1:]
    height = 2.6 + 0.34 * len(keys) * (len(arms) + 1) + 0.2 * len(found.arms)
    figure = frame(
        found, "How far the outcomes lie from those of A", f"points of per cent; {SUBTITLE}", height
    )
    legend(figure, found, height, 1.0)
    foot, top = 0.75 / height, 1.05 / height + 0.2 * len(found.arms) / height
    axes = figure.add_axes((0.33, foot, 0.44, 1.0 - foot - top))
    tidy(axes)
    y, ticks = 0.0, list[float]()
    for key in keys:
        ticks.append(y + (len(arms) - 1) / 2)
        for arm in arms:
            interval(axes, arm.values[key], found.arms[0].values[key], y)
            shares = [percent(a.values[key].mean or 0.0) for a in (found.arms[0], arm)]
            beside(axes, f"{arm.letter}   {shares[0]} → {shares[1]}", y)
            y += 1.0
        y += 1.0
    axes.set_yticks(ticks, [wrapped(called(found, key), 32) for key in keys], fontsize=11, color=INK)
    axes.set_ylim(y - 1.2, -0.8)
    finish(axes)
    return figure


def amounts(found: Comparison, measures: Sequence[str]) -> Figure | None:
    """A panel per measure, a row per arm: each measure has its own unit."""
    keys, arms = measure_keys(found, measures)[:MOST], found.arms[1:]
    if not keys:
        return None
    rows, tall = ceil(len(keys) / ACROSS), 0.35 + 0.34 * len(arms)
    height = 2.1 * SCALE + 0.3 * len(found.arms) + rows * (tall + 1.15)
    figure = frame(found, "How far the measures lie from those of A", SUBTITLE, height, SCALE)
    legend(figure, found, height, SCALE)
    top = height - 1.05 * SCALE - 0.3 * len(found.arms) - 0.1
    for i, key in enumerate(keys):
        row, across = divmod(i, ACROSS)
        low = top - (row + 1) * (tall + 1.15) + 0.45
        axes = figure.add_axes((0.06 + across * 0.315, low / height, 0.255, tall / height))
        tidy(axes)
        share = found.arms[0].values[key].unit == SHARE
        unit = "points of per cent" if share else found.arms[0].values[key].unit
        text = wrapped(f"{called(found, key)}, {unit}", 34)
        axes.set_title(
            text[:1].upper() + text[1:], loc="left", fontsize=13, fontweight="bold", color=INK, pad=6
        )
        for y, arm in enumerate(arms):
            interval(axes, arm.values[key], found.arms[0].values[key], y)
        axes.set_yticks(range(len(arms)), [arm.letter for arm in arms], fontsize=13, color=INK)
        axes.set_ylim(len(arms) - 0.4, -0.6)
        axes.tick_params(labelsize=12, labelcolor=INK)
        axes.locator_params(axis="x", nbins=4)
        finish(axes)
    return figure


def interval(axes: Axes, value: Paired, base: Paired, y: float) -> None:
    """A difference: its interval on the same luck, and the wider one without."""
    d = value.difference
    if d is None:
        return
    factor = 100.0 if value.unit == SHARE else 1.0
    wide = Z95 * unpaired(value, base)
    ends = [factor * (d.mean - wide), factor * (d.mean + wide)]
    axes.plot(ends, [y, y], color=GREY, linewidth=1.0, marker="|", markersize=6, clip_on=False)
    axes.plot([factor * d.low, factor * d.high], [y, y], color=BLUE, linewidth=4.0, solid_capstyle="butt")
    axes.plot([factor * d.mean], [y], color=INK, marker="o" if d.clear else "D", markersize=6,
              markerfacecolor=INK if d.clear else "white", clip_on=False)  # fmt: skip


def unpaired(value: Paired, base: Paired) -> float:
    """Standard error of the difference of two means, were their luck not the same."""
    parts = [(v.sd or 0.0) ** 2 / v.n for v in (value, base) if v.n]
    return sum(parts) ** 0.5


def beside(axes: Axes, text: str, y: float) -> None:
    """Text to the right of a row."""
    at: Any = ("axes fraction", "data")
    axes.annotate(text, (1.03, y), xycoords=at, va="center", fontsize=10, color=INK)


def legend(figure: Figure, found: Comparison, height: float, scale: float) -> None:
    """The arms by their letters, below the subtitle."""
    for i, arm in enumerate(found.arms):
        name = arm.name if len(arm.name) <= 100 else f"{arm.name[:99]}…"
        y = 1.0 - (0.98 * scale + (0.2 if scale == 1.0 else 0.3) * i) / height
        figure.text(0.03, y, f"{arm.letter}   {name}", fontsize=9.5 * scale, color=INK, va="center")


def finish(axes: Axes) -> None:
    """A line at nought, which stands for the first arm, and a grid behind."""
    axes.axvline(0.0, color=INK, linewidth=1.0, linestyle=(0, (4, 3)), zorder=0)
    axes.xaxis.grid(True, color=FAINT, linewidth=0.8)
    axes.margins(x=0.08)

"""Figures of a run: one function each, Results in, matplotlib Figure out. The numbers come from `series`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sim.analysis.series import (
    Fan,
    changed_rules,
    declaration_histogram,
    head_fan,
    landmarks,
    listed,
    outcome_bars,
    state_probabilities,
    tension_fan,
)
from sim.extras import need
from sim.results import Results
from sim.storage import write_whole

Figure = Any
Axes = Any

INK, GREY, FAINT = "#222222", "#666666", "#dddddd"
BLUE, ORANGE, GREEN, SKY, PURPLE = "#0072B2", "#D55E00", "#009E73", "#56B4E9", "#CC79A7"
"""Okabe & Ito's palette, told apart with every kind of colour vision."""
OUTCOME_COLOURS = (GREEN, SKY, BLUE, ORANGE, PURPLE)
DPI = 160
BANDS = "dark: half of the worlds, light: 90 %"


def check_available() -> None:
    """Raise MissingExtra if figures cannot be drawn here."""
    for module in ("matplotlib.figure", "matplotlib.dates", "matplotlib.backends.backend_agg"):
        need(module, "results")


def blank(results: Results, title: str, subtitle: str, height: float = 5.2) -> tuple[Figure, Axes]:
    """An empty figure with its title, its subtitle and, in small, what it was made from."""
    figure = need("matplotlib.figure", "results").Figure(figsize=(9.0, height), dpi=DPI, facecolor="white")
    need("matplotlib.backends.backend_agg", "results").FigureCanvasAgg(figure)
    axes = figure.add_axes((0.09, 0.9 / height, 0.80, 1.0 - 1.9 / height))
    top = 1.0 - 0.40 / height
    size = min(15.0, 15.0 * 60 / len(title))
    figure.text(0.03, top, title, fontsize=size, fontweight="bold", color=INK, va="center")
    figure.text(0.03, top - 0.33 / height, subtitle, fontsize=11, color=GREY, va="center")
    figure.text(0.03, 0.16 / height, footer(results), fontsize=8, color=GREY, va="center")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(colors=GREY, labelsize=10, length=0)
    axes.set_axisbelow(True)
    return figure, axes


def footer(results: Results) -> str:
    """What a figure was made from, at most one line."""
    changed = listed(changed_rules(results.scenario.rules))
    rules = f"   ·   {changed}" if changed else ""
    text = f"Final Status   ·   {results.scenario.id}   ·   {results.worlds:,} worlds   ·   seed {results.seed}{rules}"
    return text if len(text) <= 140 else text[:139] + "…"


def day(when: date | None) -> str:
    """A day in words."""
    return f"{when.day} {when:%B %Y}" if when else "never"


def percent(share: float) -> str:
    """A share as per cent, for a label."""
    if 0.0 < share < 0.001:
        return "<0.1 %"
    return f"{100 * share:.1f} %" if 0.0 < share < 1.0 else f"{100 * share:.0f} %"


def outcomes(results: Results) -> Figure:
    """Bars: where the worlds end, with 95 % intervals."""
    bars = outcome_bars(results)
    title = f"Where it leads by {day(results.scenario.rules.horizon)}"
    height = 2.2 + 0.75 * len(bars)
    figure, axes = blank(
        results, title, "share of the worlds in each class; the whisker is the 95 % interval", height
    )
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


def whisker(axes: Axes, low: float, share: float, high: float, y: float) -> None:
    """An interval on a bar that lies."""
    span = [[100 * max(share - low, 0.0)], [100 * max(high - share, 0.0)]]
    axes.errorbar(100 * share, y, xerr=span, color=INK, capsize=3.5, elinewidth=1.3, capthick=1.3)


def shares_below(axes: Axes) -> None:
    """An axis of per cent below, from 0 to 100, with room for a label."""
    axes.set_xlim(0.0, 100.0)
    axes.set_xticks(range(0, 101, 20), [f"{x} %" for x in range(0, 101, 20)])
    axes.xaxis.grid(True, color=FAINT, linewidth=0.8)


def wrapped(text: str, width: int) -> str:
    """Text in lines of at most so many characters."""
    from textwrap import fill

    return fill(text, width)


def heads(results: Results) -> Figure | None:
    """A fan: how many members have recognised by the end of each week."""
    band = head_fan(results)
    if band is None:
        return None
    members = int(results.setting.member.sum())
    last = day(results.scenario.rules.horizon)
    title = f"Half of the worlds count {int(band.p50[-1])} of {members} members or more by {last}"
    figure, axes = blank(results, title, f"members that have recognised by the end of each week; {BANDS}")
    axes.set_ylim(0, members * 1.2)
    draw_fan(axes, band, BLUE)
    axes.axhline(members, color=GREY, linewidth=0.8, linestyle=":")
    axes.set_yticks([*range(0, max(members - 1, 1), 5), members])
    time_axis(axes, results, band.days)
    return figure


def tension(results: Results) -> Figure:
    """A fan: tension at the end of each week."""
    band = tension_fan(results)
    top = int(band.p50.argmax())
    title = f"The middle world is tensest in the week of {day(band.days[top])}"
    figure, axes = blank(results, title, f"tension at the end of each week, points from 0 to 100; {BANDS}")
    axes.set_ylim(0, min(100.0, max(50.0, 1.35 * float(band.p95.max()))))
    draw_fan(axes, band, ORANGE)
    time_axis(axes, results, band.days)
    return figure


def draw_fan(axes: Axes, band: Fan, colour: str) -> None:
    """Median, the middle half and 90 % of the worlds, each labelled where it ends."""
    axes.fill_between(band.days, band.p05, band.p95, color=colour, alpha=0.18, linewidth=0, step="post")
    axes.fill_between(band.days, band.p25, band.p75, color=colour, alpha=0.32, linewidth=0, step="post")
    axes.plot(band.days, band.p50, color=colour, linewidth=2.4, drawstyle="steps-post")
    axes.yaxis.grid(True, color=FAINT, linewidth=0.8)
    label_ends(axes, band, colour)


def label_ends(axes: Axes, band: Fan, colour: str) -> None:
    """The values at the right end, moved apart where they would touch."""
    gap = 0.055 * float(axes.get_ylim()[1])
    high, middle, low = (float(q[-1]) for q in (band.p95, band.p50, band.p05))
    label_end(axes, max(high, middle + gap), f"{high:.0f}   95 %", colour)
    label_end(axes, middle, f"{middle:.0f}   median", colour, "bold")
    label_end(axes, min(low, middle - gap), f"{low:.0f}   5 %", colour)


def label_end(axes: Axes, height: float, text: str, colour: str, weight: str = "normal") -> None:
    """One label beside the right end of a curve."""
    at = (1.012, height)
    axes.annotate(
        text,
        at,
        xycoords=("axes fraction", "data"),
        va="center",
        color=colour,
        fontsize=9.5,
        fontweight=weight,
    )


def declaration(results: Results) -> Figure | None:
    """A histogram: in which week independence is declared."""
    found = declaration_histogram(results)
    if found is None:
        return None
    share = percent(1.0 - found.never)
    half = f", in half of them by {day(found.median)}" if found.median else ""
    figure, axes = blank(
        results,
        f"Declared in {share} of the worlds{half}",
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


def states(results: Results) -> Figure | None:
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


def time_axis(axes: Axes, results: Results, days: tuple[date, ...]) -> None:
    """Months below, and a line for each date worth one."""
    dates = need("matplotlib.dates", "results")
    axes.set_xlim(days[0], days[-1])
    axes.xaxis.set_major_locator(dates.MonthLocator(interval=max(1, round(len(days) / 60))))
    axes.xaxis.set_major_formatter(month)
    axes.tick_params(axis="x", length=4, color=GREY)
    high = axes.get_ylim()[1]
    for i, mark in enumerate(landmarks(results)):
        axes.axvline(mark.day, color=INK, linewidth=1.0, linestyle=(0, (4, 3)))
        text = f"{mark.name}\n{mark.day.day} {mark.day:%b %Y}"
        place = (mark.day, high * (0.985 - 0.105 * (i % 2)))
        box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.0}
        axes.annotate(
            text, place, (4, 0), textcoords="offset points", va="top", fontsize=9, color=INK, bbox=box
        )


def month(x: float, position: int) -> str:
    """A month, with the year below the first one and below every January."""
    when: date = need("matplotlib.dates", "results").num2date(x)
    return f"{when:%b\n%Y}" if position == 0 or when.month == 1 else f"{when:%b}\n "


FIGURES: dict[str, Callable[[Results], Figure | None]] = {
    "outcomes": outcomes,
    "heads": heads,
    "declaration": declaration,
    "states": states,
    "tension": tension,
}
"""Figures by the name of their files; one that a scenario has no use for is None."""


def save_all(results: Results, folder: Path) -> list[Path]:
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

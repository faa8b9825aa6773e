"""What all figures share: their frame, time axes, fans, whiskers, colours."""

from datetime import date, timedelta
from typing import Any, Protocol

from sim.analysis.series import Fan, landmarks, listed
from sim.extras import need
from sim.schema import Scenario
from sim.totals import Totals

Figure = Any
Axes = Any

INK, GREY, FAINT = "#222222", "#666666", "#dddddd"
BLUE, ORANGE, GREEN, SKY, PURPLE = "#0072B2", "#D55E00", "#009E73", "#56B4E9", "#CC79A7"
"""Okabe & Ito's palette, told apart with every kind of colour vision."""
OUTCOME_COLOURS = (GREEN, SKY, BLUE, ORANGE, PURPLE)
DPI = 160
BANDS = "dark: half of the worlds, light: 90 %"


class Made(Protocol):
    """What a figure is made from: worlds of a scenario."""

    @property
    def scenario(self) -> Scenario:
        """With the settings that hold for all of it."""
        ...

    @property
    def worlds(self) -> int:
        """How many."""
        ...

    @property
    def seed(self) -> int:
        """Of all chance."""
        ...


def blank(results: Totals, title: str, subtitle: str, height: float = 5.2) -> tuple[Figure, Axes]:
    """An empty figure with its title, its subtitle and, in small, what it was made from."""
    figure = frame(results, title, subtitle, height)
    axes = figure.add_axes((0.09, 0.9 / height, 0.80, 1.0 - 1.9 / height))
    tidy(axes)
    return figure, axes


def frame(made: Made, title: str, subtitle: str, height: float, scale: float = 1.0) -> Figure:
    """A figure without axes, `scale` times 9 inches wide, its texts as much larger."""
    figure = need("matplotlib.figure", "results").Figure(
        figsize=(9.0 * scale, height), dpi=DPI, facecolor="white"
    )
    need("matplotlib.backends.backend_agg", "results").FigureCanvasAgg(figure)
    top = 1.0 - 0.40 * scale / height
    size = scale * min(15.0, 15.0 * 60 / len(title))
    figure.text(0.03, top, title, fontsize=size, fontweight="bold", color=INK, va="center")
    below = top - 0.33 * scale / height
    figure.text(0.03, below, subtitle, fontsize=11 * scale, color=GREY, va="center")
    figure.text(0.03, 0.16 * scale / height, footer(made), fontsize=8 * scale, color=GREY, va="center")
    return figure


def tidy(axes: Axes) -> None:
    """Axes with a line below and no other."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(colors=GREY, labelsize=10, length=0)
    axes.set_axisbelow(True)


def footer(made: Made) -> str:
    """What a figure was made from, at most one line."""
    changed = listed(made.scenario.settings)
    rules = f"   ·   {changed}" if changed else ""
    text = f"Final Status   ·   {made.scenario.id}   ·   {made.worlds:,} worlds   ·   seed {made.seed}{rules}"
    return text if len(text) <= 140 else text[:139] + "…"


def day(when: date | None) -> str:
    """A day in words."""
    return f"{when.day} {when:%B %Y}" if when else "never"


def percent(share: float) -> str:
    """A share as per cent, for a label."""
    if 0.0 < share < 0.001:
        return "<0.1 %"
    return f"{100 * share:.1f} %" if 0.0 < share < 1.0 else f"{100 * share:.0f} %"


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


def draw_fan(axes: Axes, band: Fan, colour: str) -> None:
    """Median, the middle half and 90 % of the worlds, each labelled where it ends."""
    days = (*band.days, band.days[-1] + timedelta(weeks=1))
    p05, p25, p50, p75, p95 = ([*q, q[-1]] for q in (band.p05, band.p25, band.p50, band.p75, band.p95))
    axes.fill_between(days, p05, p95, color=colour, alpha=0.18, linewidth=0, step="post")
    axes.fill_between(days, p25, p75, color=colour, alpha=0.32, linewidth=0, step="post")
    axes.plot(days, p50, color=colour, linewidth=2.4, drawstyle="steps-post")
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


def time_axis(axes: Axes, results: Totals, days: tuple[date, ...]) -> None:
    """Months below, and a line for each date worth one."""
    dates = need("matplotlib.dates", "results")
    axes.set_xlim(days[0], days[-1] + timedelta(weeks=1))
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

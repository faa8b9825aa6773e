"""The map of recognition: each state's probability by colour, hatching, letter and number."""

from textwrap import fill
from typing import Any

from sim.analysis.drawing import INK, Axes, Figure, day, frame, percent
from sim.analysis.geography import BANDS, PARTIES, Shade, Sheet, load_map, shades
from sim.extras import need
from sim.totals import Totals

FILLS = {
    "A": ("#0072B2", "", "white"),
    "B": ("#8DBFDE", "", "white"),
    "C": ("#F3C6A5", "....", "#8A3D00"),
    "D": ("#D55E00", "////", "white"),
    PARTIES: ("#FFFFFF", "", "white"),
}
"""Colour, hatching and its colour by band: blue likely, orange unlikely, and each told apart in black and white."""
DARK = ("A",)
"""Bands on which text is white."""
LAND, SEA, LINE = "#eeeeee", "#ffffff", "#444444"
HEIGHT = 6.4
SMALL = ("LU", "BE", "NL", "SI", "MT", "XK", "RS", "DK", "EE", "SK", "CY", "LV", "LT", "AT", "CZ", "HU", "IE")
"""States whose label is set smaller."""


def recognition_map(results: Totals) -> Figure | None:
    """The map; None where nobody can declare."""
    found = {shade.id: shade for shade in shades(results)}
    known = [shade for shade in found.values() if shade.share is not None]
    if not known:
        return None
    more = sum(shade.share is not None and shade.share >= 0.5 for shade in known)
    horizon = day(results.scenario.rules.horizon)
    title = f"{more} of {len(known)} states at the table recognise by {horizon} in half of the worlds or more"
    figure = frame(results, title, "per cent of the worlds in which each has recognised by then", HEIGHT)
    atlas = load_map()
    draw(figure.add_axes((0.02, 0.07, 0.655, 0.78)), atlas.europe, found, True)
    draw(figure.add_axes((0.69, 0.54, 0.29, 0.31)), atlas.balkans, found, True)
    draw(figure.add_axes((0.69, 0.335, 0.29, 0.19)), atlas.united_states, found, False)
    legend(figure, atlas.note)
    return figure


def draw(axes: Axes, sheet: Sheet, found: dict[str, Shade], crop: bool) -> None:
    """A sheet: fills, borders, labels."""
    width, height = sheet.size
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_aspect("equal", anchor="N")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor(SEA)
    for side in axes.spines.values():
        side.set_visible(crop)
        side.set_color("#bbbbbb")
    polygon = need("matplotlib.patches", "results").PathPatch
    path = need("matplotlib.path", "results").Path
    for country in sheet.countries.values():
        shade = found.get(country.id)
        colour, hatch, lines = (LAND, "", LAND) if shade is None else FILLS[shade.band]
        whole = path.make_compound_path(*(path(ring, closed=False) for ring in country.rings))
        axes.add_patch(polygon(whole, facecolor=colour, edgecolor=lines, hatch=hatch, linewidth=0.0))
    for line in sheet.lines():
        style = (0, (3, 2)) if line.disputed else "-"
        weight = 1.2 if line.disputed else 0.4
        axes.plot(*line.points.T, color=INK if line.disputed else LINE, linewidth=weight, linestyle=style)
    for country in sheet.countries.values():
        shade = found.get(country.id)
        if shade is not None and 0.03 * height < country.label[1] < 0.97 * height:
            label(axes, sheet, country.label, country.id, shade)


def label(axes: Axes, sheet: Sheet, at: tuple[float, float], name: str, shade: Shade) -> None:
    """A state's id and its number. The page draws a rim around what stands in a group named `halo`."""
    text = name if shade.share is None else f"{name}\n{100 * shade.share:.0f}"
    small = name in SMALL and sheet.name == "europe"
    white = shade.band in DARK
    drawn = axes.text(
        *at, text, ha="center", va="center", fontweight="bold", linespacing=0.95, clip_on=True,
        fontsize=4.8 if small and shade.share is None else 5.6 if small else 7.0, color="white" if white else INK,
    )  # fmt: skip
    drawn.set_gid(f"halo-{'blue' if white else 'white'}-{sheet.name}-{name}")


def legend(figure: Figure, note: str) -> None:
    """What the fills mean, and why one boundary is dashed."""
    patch = need("matplotlib.patches", "results").Patch
    names = {letter: f"{letter}: {of_band(letter)}" for letter in BANDS} | {PARTIES: "the parties"}
    handles: list[Any] = []
    for key, name in names.items():
        colour, hatch, lines = FILLS[key]
        rim = LINE if key == PARTIES else lines
        handles.append(patch(facecolor=colour, edgecolor=rim, hatch=hatch, label=name, linewidth=0.5))
    handles.append(patch(facecolor=LAND, label="not at the table"))
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.685, 0.33), fontsize=8.5, frameon=False,
        labelcolor=INK, handlelength=2.6, handleheight=1.2, labelspacing=0.35,
    )  # fmt: skip
    figure.text(0.692, 0.065, fill(note, 46), fontsize=7.5, color=INK, va="bottom")


def of_band(letter: str) -> str:
    """A band in words.

    >>> of_band("A"), of_band("C"), of_band("D")
    ('90 % or more', '10 % to 50 %', 'below 10 %')
    """
    low, high = BANDS[letter]
    if high == 1.0:
        return f"{percent(low).replace('.0', '')} or more"
    if low == 0.0:
        return f"below {percent(high).replace('.0', '')}"
    return f"{percent(low).replace('.0', '')} to {percent(high).replace('.0', '')}"

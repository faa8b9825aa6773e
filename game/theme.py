"""How the window looks: colours, sizes of type, spacing, and how large all of it is in a window of some size.

Everything is named; a layout says `ink` or `heading`, never a number. Sizes are in units: one unit is one pixel in a
window of 1440 by 900 at scale 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Colour = tuple[int, int, int]

FOR, UNDECIDED, AGAINST = "#0072B2", "#999999", "#D55E00"
"""For recognition, undecided, against: apart under every kind of colour-blindness."""


def rgb(text: str) -> Colour:
    """A colour from how it is written.

    >>> rgb("#0072B2")
    (0, 114, 178)
    """
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


CALM: Mapping[str, Colour] = {
    name: rgb(text)
    for name, text in {
        "paper": "#F4F1EA",
        "panel": "#FFFDF8",
        "band": "#EAE5DA",
        "hover": "#E3DCCC",
        "line": "#D5CDBD",
        "ink": "#1C2733",
        "muted": "#55606B",
        "accent": "#14385A",
        "accent hover": "#1F5282",
        "on accent": "#FFFFFF",
        "on accent muted": "#C9D6E2",
        "focus": "#00796B",
        "scrim": "#1C2733",
        "tip": "#1C2733",
        "on tip": "#FFFFFF",
        "off": "#5E656C",
        "off panel": "#F1EDE4",
        "sea": "#DCE6EB",
        "land": "#ECE7DB",
        "border": "#A79F8F",
        "coast": "#7E8A92",
        "for": FOR,
        "for pale": "#B5D6EA",
        "undecided": UNDECIDED,
        "undecided pale": "#D9D9D9",
        "against": AGAINST,
        "against pale": "#F6CBAC",
        "gain": "#00578A",
        "loss": "#A03C00",
        "warn": "#8A3B00",
    }.items()
}
"""The palette of every day: paper, ink, and one dark blue."""

CONTRAST: Mapping[str, Colour] = {
    **CALM,
    **{
        name: rgb(text)
        for name, text in {
            "paper": "#FFFFFF",
            "panel": "#FFFFFF",
            "band": "#EDEDED",
            "hover": "#D8E8F5",
            "line": "#000000",
            "ink": "#000000",
            "muted": "#1F1F1F",
            "accent": "#00234A",
            "accent hover": "#004A8F",
            "on accent muted": "#FFFFFF",
            "focus": "#B00020",
            "tip": "#000000",
            "off": "#3D3D3D",
            "off panel": "#F2F2F2",
            "sea": "#FFFFFF",
            "land": "#F0F0F0",
            "border": "#000000",
            "coast": "#000000",
            "gain": "#00466F",
            "loss": "#7A2E00",
            "warn": "#7A2E00",
        }.items()
    },
}
"""The palette of high contrast."""

TEXT_ON: Mapping[str, tuple[str, ...]] = {
    "ink": ("paper", "panel", "band", "hover", "sea", "land", "off panel"),
    "muted": ("paper", "panel", "band", "off panel"),
    "off": ("panel", "off panel"),
    "on accent": ("accent", "accent hover"),
    "on accent muted": ("accent",),
    "on tip": ("tip",),
    "gain": ("paper", "panel", "band"),
    "loss": ("paper", "panel", "band"),
    "warn": ("paper", "panel", "band"),
    "accent": ("paper", "panel", "band", "hover"),
}
"""Which colour of text stands on which ground; every pair has a contrast of at least 4.5 to 1."""


@dataclass(frozen=True)
class Style:
    """One size of type."""

    size: float
    """units"""
    bold: bool = False
    leading: float = 1.32
    """height of a line, in sizes"""


STYLES: Mapping[str, Style] = {
    "tiny": Style(11.5),
    "small": Style(13.0),
    "small strong": Style(13.0, bold=True),
    "body": Style(15.0),
    "strong": Style(15.0, bold=True),
    "lead": Style(18.0),
    "figure": Style(20.0, bold=True),
    "heading": Style(19.0, bold=True),
    "title": Style(28.0, bold=True),
    "display": Style(44.0, bold=True, leading=1.15),
}
"""The type scale."""

GAP = {"hair": 2, "tight": 4, "near": 8, "gap": 12, "wide": 18, "far": 28}
"""Spaces, in units."""

SMALLEST, LARGEST = 0.8, 2.0
"""The scale that a person may choose, from and to."""
STEP = 0.1
LEAST, MOST = (1024, 640), (3840, 2160)
"""Sizes of the window that layouts are made for."""
USUAL = (1440, 900)
"""The size at which a unit is a pixel."""
NARROWEST_UNIT, WIDEST_UNIT = 0.9, 2.6
SMALLEST_TYPE = 10
"""Pixels of the smallest letter."""


def unit(size: tuple[int, int], scale: float) -> float:
    """Pixels of one unit: what the window gives, times what the person chose.

    >>> unit((1440, 900), 1.0), unit((1920, 1080), 1.0), unit((1024, 640), 2.0)
    (1.0, 1.2, 1.8)
    """
    fits = min(size[0] / USUAL[0], size[1] / USUAL[1])
    chosen = min(max(scale, SMALLEST), LARGEST)
    return min(max(fits, NARROWEST_UNIT), WIDEST_UNIT) * chosen


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours stand apart, 1 to 21, as WCAG 2.2 has it.

    >>> round(contrast((0, 0, 0), (255, 255, 255)))
    21
    """

    def light(colour: Colour) -> float:
        parts = [c / 255 for c in colour]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def palette(high_contrast: bool) -> Mapping[str, Colour]:
    """The colours in force."""
    return CONTRAST if high_contrast else CALM

"""How wide a string is, and where a paragraph breaks: from the shipped table of advances, without a screen."""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from game.theme import SMALLEST_TYPE, STYLES

MISSING = "?"
"""Stands for a character that the font does not have."""


@dataclass(frozen=True)
class Face:
    """One weight of the font at one size: what each character takes, in pixels."""

    size: int
    bold: bool
    advance: dict[str, int]
    ascent: int
    descent: int

    def width(self, text: str) -> int:
        """Pixels of a string on one line."""
        return sum(map(self.advance.__getitem__, readable(text)))


@cache
def table() -> dict[str, Any]:
    """The advances by weight, as `tests/make_fonts.py` took them."""
    return json.loads(files("game.fonts").joinpath("advances.json").read_text(encoding="utf-8"))


@cache
def face(size: int, bold: bool) -> Face:
    """The font at a size in pixels."""
    found = table()["bold" if bold else "regular"]
    em: int = found["em"]
    given: dict[str, int] = found["advance"]
    own: dict[str, int] = found["hinted"].get(str(size), {})
    advance = {c: own.get(c, int(a * size / em + 0.5)) for c, a in given.items()}
    return Face(size, bold, advance, round(found["ascent"] * size / em), round(found["descent"] * size / em))


@lru_cache(maxsize=8192)
def readable(text: str) -> str:
    r"""A string with what the font lacks replaced.

    >>> readable("Priština, Косовска Митровица"), readable("a\tb")
    ('Priština, Косовска Митровица', 'a b')
    """
    known = face(16, False).advance
    return "".join(c if c in known else " " if c.isspace() else MISSING for c in text)


def pixels(style: str, unit: float) -> int:
    """The size of a style in pixels."""
    return max(round(STYLES[style].size * unit), SMALLEST_TYPE)


def leading(style: str, unit: float) -> int:
    """The height of a line of a style in pixels."""
    return round(pixels(style, unit) * STYLES[style].leading)


def width(text: str, style: str, unit: float) -> int:
    """The width of a string of a style in pixels.

    >>> width("Kosovo", "body", 1.0)
    54
    """
    return face(pixels(style, unit), STYLES[style].bold).width(text)


@lru_cache(maxsize=4096)
def wrap(text: str, style: str, unit: float, most: int) -> tuple[str, ...]:
    """A paragraph in lines none of which is wider than `most` pixels; a word that is wider itself is broken.

    >>> wrap("one two three", "body", 1.0, 60)
    ('one two', 'three')
    """
    own = face(pixels(style, unit), STYLES[style].bold)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in readable(paragraph).split():
            longer = f"{line} {word}" if line else word
            if own.width(longer) <= most:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = broken(own, word, most)
            lines += whole
        lines.append(line)
    return tuple(lines)


def broken(own: Face, word: str, most: int) -> list[str]:
    """A word in pieces that fit."""
    out: list[str] = []
    piece = ""
    for c in word:
        if piece and own.width(piece + c) > most:
            out.append(piece)
            piece = ""
        piece += c
    return [*out, piece]

"""The window's font has every character that is written, under a name of its own; the table of advances is its own."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from game.layout.type import MISSING, face, readable, width, wrap
from game.strings import catalogue

FONTS = Path(__file__).parents[1] / "game" / "fonts"
NAMES = (
    "Mitrovicë, Priština, Gjakovë, Đakovica, Косовска Митровица, Приштина, Θεσσαλονίκη, Łódź, Ålesund, Győr"
)
WEIGHTS = ("Regular", "Bold")


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_character_of_the_window_is_in_the_font(weight):
    has = TTFont(FONTS / f"FinalStatusSans-{weight}.ttf").getBestCmap()
    written = NAMES + "".join(catalogue().values()) + "−×–—…·†←→↑↓■□▲▼●○★✓✗"  # noqa: RUF001
    assert not {c for c in written if not c.isspace() and ord(c) not in has}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_changed_font_does_not_bear_the_name_of_its_source(weight):
    font = TTFont(FONTS / f"FinalStatusSans-{weight}.ttf")
    assert font["name"].getDebugName(1) == "Final Status Sans"
    assert "Bitstream" in (FONTS / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("weight", WEIGHTS)
def test_advances_are_those_of_the_font(weight):
    font = TTFont(FONTS / f"FinalStatusSans-{weight}.ttf")
    names, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    own = face(em, weight == "Bold")  # at its own size a character takes what the font says
    assert all(own.advance[chr(c)] == widths[name][0] for c, name in names.items())


@pytest.mark.parametrize("size", [11, 13, 15, 18, 27, 44, 72])
@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_that_are_drawn(size, bold):
    pygame = pytest.importorskip("pygame")
    pygame.font.init()
    font = pygame.font.Font(FONTS / f"FinalStatusSans-{WEIGHTS[bold]}.ttf", size)
    for text in (NAMES, "Sitting 1 of 12, week of 19 November 2007", *list(catalogue().values())[:120]):
        line = readable(text.replace("\n", " "))
        assert abs(font.size(line)[0] - face(size, bold).width(line)) <= max(2, size // 12), line


def test_what_the_font_lacks_is_shown_as_missing_and_never_breaks():
    assert readable("汉x") == f"{MISSING}x"
    assert wrap("汉" * 50, "body", 1.0, 60)


def test_no_line_is_wider_than_its_column():
    text = "Bundesministerium Косовска-Митровица " * 9
    for most in (20, 60, 200):
        assert all(width(line, "body", 1.0) <= most for line in wrap(text, "body", 1.0, most))

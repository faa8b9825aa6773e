"""Make the window's fonts again: `python tests/make_fonts.py DIR`, where DIR holds DejaVuSans.ttf and its bold.

Latin with diacritics, Greek, Cyrillic and the symbols used, under a name of their own, as the licence asks of a
changed font; and the table of advances, so that the width of a string is known without a screen.
"""

import json
import sys
from pathlib import Path

import pygame
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "game" / "fonts"
NAME = "Final Status Sans"
FILES = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
SYMBOLS = "–—‘’‚“”„†•…‰‹›€№™←↑→↓↔⇄−×÷≈≠≤≥±■□▲△▶▷▼▽◀◁◆◇○●★☆☐☑☒✓✗✎⚑⚖✉⌂⏎⇥⌫"  # noqa: RUF001
BARE = {0xAD, *range(0x483, 0x48A)}
"""A hyphen that is not drawn, and marks that have no width of their own."""
SIZES = range(9, 121)
RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x1CD, 0x1E3), (0x218, 0x21B), (0x2C6, 0x2DD),
          (0x384, 0x3CE), (0x400, 0x45F), (0x490, 0x4F9), (0x1E80, 0x1E85), (0x1EF2, 0x1EF3)]  # fmt: skip


def wanted():
    """The characters that the fonts have."""
    letters = (c for low, high in RANGES for c in range(low, high + 1) if c not in BARE)
    return sorted({*letters, *map(ord, SYMBOLS)})


def made(source, weight):
    """One font, cut down and renamed."""
    font = TTFont(source)
    options = Options()
    options.layout_features, options.hinting, options.notdef_outline = [], True, True
    options.name_IDs, options.name_languages, options.drop_tables = ["*"], [0x409], ["FFTM"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    style = weight.capitalize()
    for record in font["name"].names:
        text = {1: NAME, 2: style, 3: f"{NAME} {style}", 4: f"{NAME} {style}", 6: f"FinalStatusSans-{style}"}
        if record.nameID in text:
            record.string = text[record.nameID]
        elif record.nameID in (16, 17):
            record.string = NAME if record.nameID == 16 else style
    return font


def hinted(path, advance, em):
    """By size in pixels, the characters whose advance on a screen is not the scaled one, rounded."""
    out = {}
    for size in SIZES:
        font = pygame.font.Font(path, size)
        drawn = {c: font.metrics(c)[0][4] for c in advance}
        out[size] = {c: w for c, w in drawn.items() if w != int(advance[c] * size / em + 0.5)}
    return out


def main(folder):
    pygame.font.init()
    table = {}
    for weight, name in FILES.items():
        font = made(Path(folder) / name, weight)
        path = FONTS / f"FinalStatusSans-{weight.capitalize()}.ttf"
        font.save(path)
        widths, names = font["hmtx"], font.getBestCmap()
        head = font["hhea"]
        advance, em = {chr(c): widths[names[c]][0] for c in sorted(names)}, font["head"].unitsPerEm
        table[weight] = {
            "em": em, "ascent": head.ascent, "descent": -head.descent,
            "advance": advance, "hinted": hinted(path, advance, em),
        }  # fmt: skip
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (FONTS / "advances.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])

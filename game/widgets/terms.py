"""A text in which words of the glossary are underlined; each can be pressed."""

from game.layout import Box, Mark, Page, Rect
from game.text.glossary import found_in, words


def underlined(page: Page, rect: Rect, text: str, style: str = "body", colour: str = "ink") -> int:
    """Write a text; a word of the glossary that stands in it is underlined once, says its meaning while it is pointed
    at, and asks for `term KEY`. The height.
    """
    tall = page.text(rect, text, style, colour)
    known: set[str] = set()
    for run in page.runs(rect, text, style, colour):
        for start, end, key in found_in(run.text):
            if key in known:
                continue
            known.add(key)
            x = run.x + page.width(run.text[:start], style) if start else run.x
            wide = page.width(run.text[start:end], style)
            place = Rect(x, run.y, min(wide, rect.right - x), run.h)
            under = place.bottom - max(page.px(2), 1)
            line = Mark("line", (x, under, place.right, under), "accent", max(page.px(1.4), 1))
            page.add(
                Box("term", place, words()[key].name, f"term {key}", tip=words()[key].text, marks=(line,))
            )
    return tall


__all__ = ["underlined"]

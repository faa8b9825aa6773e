"""What a person sets: a line of text, a slider, a number with a step either way."""

from game.layout import Box, Mark, Page, Rect
from game.widgets.buttons import button

CARET = "|"


def entry(page: Page, rect: Rect, text: str, command: str, *, hint: str = "", active: bool = False) -> int:
    """A line of text to type in; its end is shown where it is too long. Its height."""
    tall = page.line() + 2 * page.gap("tight")
    place = Rect(rect.x, rect.y, rect.w, tall)
    inner = place.inset(page.gap("near"), page.gap("tight"))
    shown = text + CARET if active else text
    while shown and page.width(shown) > inner.w:
        shown = shown[1:]
    colour = "ink" if text or active else "muted"
    written = shown or next(iter(page.lines(hint, inner.w)), "")
    runs = page.runs(inner, written, "body", colour) if written else ()
    page.add(Box("entry", place, text or hint, command, tip=hint, look="active" if active else "", runs=runs))
    return tall


def slider(page: Page, rect: Rect, value: float, command: str, label: str) -> int:
    """A slider from 0 to 1; arrows move it where it is focused. Its height."""
    tall = page.px(28)
    place = Rect(rect.x, rect.y, rect.w, tall)
    knob, middle = page.px(8), place.y + tall // 2
    low, high = place.x + knob, place.right - knob
    at = low + round((high - low) * min(max(value, 0.0), 1.0))
    marks = (
        Mark("line", (low, middle, high, middle), "line", page.px(4)),
        Mark("line", (low, middle, at, middle), "accent", page.px(4)),
        Mark("disc", (at, middle, knob), "accent"),
    )
    page.add(Box("slider", place, label, command, marks=marks, value=value))
    return tall


def stepper(page: Page, rect: Rect, shown: str, command: str, *, down: bool = True, up: bool = True) -> int:
    """A value with a step down and up: commands `COMMAND -1` and `COMMAND +1`. Its height."""
    side = page.px(34)
    wide = min(max(page.width(shown, "strong") + 2 * page.gap(), page.px(90)), max(rect.w - 2 * side, 1))
    tall = max(page.height(shown, wide, "strong") + 2 * page.gap("tight"), side)
    edge = "" if down else "edge"
    button(page, Rect(rect.x, rect.y, side, tall), "\u2212", f"{command} -1", look=edge)
    page.text(Rect(rect.x + side, rect.y, wide, tall), shown, "strong", align="middle", middle=True)
    edge = "" if up else "edge"
    button(page, Rect(rect.x + side + wide, rect.y, side, tall), "+", f"{command} +1", look=edge)
    return tall

"""A line with two ends, a band on it, and what is said in public: how beliefs are drawn."""

from dataclasses import dataclass

from game.layout import Box, Mark, Page, Rect


@dataclass(frozen=True)
class Scale:
    """What is drawn."""

    range: tuple[float, float]
    band: tuple[float, float]
    """low and high of what is believed; both alike where it is known"""
    ends: tuple[str, str]
    """what the two ends are called"""
    marks: tuple[float, ...] = ()
    """places with a tick"""
    said: float | None = None
    """what is said in public"""
    text: str = ""
    """all of it in words"""


def scale(page: Page, rect: Rect, made: Scale) -> int:
    """A line with its band, the ends below it, the words below these; the height of all."""
    tall, knob = page.px(26), page.px(6)
    line = Rect(rect.x + knob, rect.y, max(rect.w - 2 * knob, 1), tall)
    middle, (low, high) = rect.y + tall // 2, made.range

    def x(value: float) -> int:
        share = (min(max(value, low), high) - low) / (high - low)
        return line.x + round(line.w * share)

    tick = page.px(5)
    shapes = [Mark("line", (line.x, middle, line.right, middle), "muted", page.px(1))]
    shapes += [
        Mark("line", (x(v), middle - tick, x(v), middle + tick), "muted", page.px(2)) for v in made.marks
    ]
    left, right = x(made.band[0]), x(made.band[1])
    half = page.px(5)
    shapes.append(
        Mark(
            "rect", (left - page.px(2), middle - half, max(right - left, 0) + page.px(4), 2 * half), "accent"
        )
    )
    if made.said is not None:
        at = x(made.said)
        shapes.append(Mark("disc", (at, middle, page.px(6)), "panel"))
        shapes.append(Mark("disc", (at, middle, page.px(4)), "against"))
    page.add(Box("marks", Rect(rect.x, rect.y, rect.w, tall), made.text, tip=made.text, marks=tuple(shapes)))
    y = rect.y + tall
    half = (rect.w - page.gap("near")) // 2
    below = page.text(Rect(rect.x, y, half, rect.h), made.ends[0], "tiny", "muted")
    right_end = Rect(rect.right - half, y, half, rect.h)
    y += max(below, page.text(right_end, made.ends[1], "tiny", "muted", "right"))
    return y + page.text(Rect(rect.x, y, rect.w, rect.h), made.text, "small") - rect.y


__all__ = ["Scale", "scale"]

"""Buttons, chips of which one is chosen, tabs. The key that does the same stands on the button."""

from collections.abc import Sequence
from dataclasses import dataclass

from game.layout import Box, Page, Rect

INK = {"primary": "on accent", "chosen": "on accent", "danger": "on accent"}
"""The colour of a button's text by its look; ink for the others."""


@dataclass(frozen=True)
class Choice:
    """One of several things that can be pressed."""

    label: str
    command: str
    chosen: bool = False
    why: str = ""
    """why it is greyed"""
    key: str = ""
    tip: str = ""
    look: str = ""


def keyed(label: str, key: str) -> str:
    """A label with its key."""
    return f"{label}  [{key}]" if key else label


def button_width(page: Page, label: str, key: str = "", style: str = "strong") -> int:
    """How wide a button on one line is."""
    return page.width(keyed(label, key), style) + 2 * page.gap()


def button_height(page: Page, width: int, label: str, key: str = "", style: str = "strong") -> int:
    """How tall a button of some width is."""
    text = page.height(keyed(label, key), width - 2 * page.gap("near"), style)
    return max(text + 2 * page.gap("tight"), page.px(34))


def button(
    page: Page,
    rect: Rect,
    label: str,
    command: str,
    *,
    key: str = "",
    why: str = "",
    tip: str = "",
    look: str = "",
    style: str = "strong",
    role: str = "button",
    align: str = "middle",
) -> int:
    """A button at the top of a rectangle, as wide as it and at least as tall as its text needs; its height."""
    least = page.height(keyed(label, key), rect.w - 2 * page.gap("near"), style) + 2 * page.gap("tight")
    tall = max(least, rect.h) if rect.h <= page.px(400) else button_height(page, rect.w, label, key, style)
    place = Rect(rect.x, rect.y, rect.w, tall)
    words = keyed(label, key)
    inner = place.inset(page.gap("near"), 0)
    text = page.height(words, inner.w, style)
    at = Rect(inner.x, place.y + (tall - text) // 2, inner.w, text)
    colour = "off" if why else INK.get(look, "ink")
    runs = page.runs(at, words, style, colour, align)
    page.add(Box(role, place, label, command, why, key, why or tip, look, runs))
    return tall


def choices(
    page: Page,
    rect: Rect,
    options: Sequence[Choice],
    *,
    style: str = "small",
    role: str = "chip",
    gap: str = "near",
) -> int:
    """Buttons side by side, on as many lines as they need; the height of all."""
    space, x, y, tallest = page.gap(gap), rect.x, rect.y, 0
    for one in options:
        w = min(button_width(page, one.label, one.key, style), rect.w)
        if x > rect.x and x + w > rect.right:
            x, y, tallest = rect.x, y + tallest + space, 0
        h = max(
            page.height(keyed(one.label, one.key), w - 2 * page.gap("near"), style) + 2 * page.gap("tight"),
            page.px(28),
        )
        look = one.look or ("chosen" if one.chosen else "")
        button(
            page,
            Rect(x, y, w, h),
            one.label,
            one.command,
            key=one.key,
            why=one.why,
            tip=one.tip,
            look=look,
            style=style,
            role=role,
        )
        x, tallest = x + w + space, max(tallest, h)
    return y + tallest - rect.y


def tabs(page: Page, rect: Rect, options: Sequence[Choice]) -> int:
    """Tabs over a panel; the height of all."""
    tall = choices(page, rect, options, style="small strong", role="tab", gap="tight")
    page.fill(Rect(rect.x, rect.y + tall, rect.w, page.gap("hair")), "accent")
    return tall + page.gap("hair")

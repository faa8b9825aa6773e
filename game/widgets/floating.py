"""What lies above the rest: a dialog, a tooltip, a toast."""

from collections.abc import Callable

from game.layout import Box, Page, Rect

DIALOG, TOAST, TIP = 10, 20, 30
"""Layers."""


def dialog(
    page: Page,
    name: str,
    offset: int,
    write: Callable[[Page, Rect], int],
    foot: Callable[[Page, Rect], int],
    *,
    units: float = 560,
) -> None:
    """A panel in the middle, over a scrim: what `write` fills scrolls if it must, what `foot` fills always shows.

    name     of the scrolled area
    offset   pixels that have been scrolled
    units    how wide it is
    """
    page.layer = DIALOG
    page.add(Box("scrim", page.whole))
    margin, edge = page.gap("near"), page.gap("wide")
    wide = min(page.px(units), page.size[0] - 2 * margin)
    inner = wide - 2 * edge
    under = measured(page, inner, foot)
    body = measured(page, inner - page.px(10), write)
    most = page.size[1] - 2 * margin - 3 * edge - under
    tall = min(body, most)
    high = tall + under + 3 * edge
    rect = Rect((page.size[0] - wide) // 2, max((page.size[1] - high) // 2, margin), wide, high)
    page.add(Box("dialog", rect, name))
    page.scroll(name, Rect(rect.x + edge, rect.y + edge, inner, tall), offset, write)
    foot(page, Rect(rect.x + edge, rect.bottom - edge - under, inner, under))
    page.layer = 0


def measured(page: Page, width: int, write: Callable[[Page, Rect], int]) -> int:
    """How tall something will be."""
    trial = Page(page.size, 1.0)
    trial.unit = page.unit
    return max(write(trial, Rect(0, 0, width, 10_000_000)), 1)


def tooltip(size: tuple[int, int], scale: float, text: str, beside: Rect) -> list[Box]:
    """What is said of what is pointed at, below it or above, inside the window."""
    page = Page(size, scale)
    page.layer = TIP
    pad = page.gap("near")
    most = min(page.px(320), size[0] - 4 * pad)
    wide = max(page.width(line, "small") for line in page.lines(text, most, "small"))
    tall = page.height(text, most, "small")
    x = min(max(beside.x, pad), size[0] - wide - 3 * pad)
    y = beside.bottom + page.gap("tight")
    if y + tall + 2 * pad > size[1]:
        y = max(beside.y - tall - 2 * pad - page.gap("tight"), 0)
    rect = Rect(x, y, wide + 2 * pad, tall + 2 * pad)
    runs = page.runs(Rect(x + pad, y + pad, wide, tall), text, "small", "on tip")
    page.add(Box("tip", rect, text, runs=runs))
    return page.boxes


def toast(page: Page, text: str) -> None:
    """A short notice over the left of the foot; it stays until it is read: the next thing done takes it away."""
    page.layer = TOAST
    pad = page.gap()
    most = min(page.px(640), round(page.size[0] * 0.44))
    wide = max(page.width(line) for line in page.lines(text, most))
    tall = page.height(text, most)
    high = min(tall + 2 * pad, page.size[1])
    x, y = page.gap("near"), max(page.size[1] - high - page.gap("tight"), 0)
    runs = page.runs(Rect(x + pad, y + pad, wide, tall), text, "body", "on tip")
    page.add(Box("toast", Rect(x, y, wide + 2 * pad, high), text, "dismiss", runs=runs))
    page.layer = 0

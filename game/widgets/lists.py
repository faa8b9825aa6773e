"""Headings, facts, rows that can be pressed, the log, tables."""

from collections.abc import Sequence

from game.layout import Box, Page, Rect


def heading(page: Page, rect: Rect, text: str, style: str = "small strong", colour: str = "accent") -> int:
    """A heading over what follows; its height with the space below."""
    return page.text(rect, text, style, colour) + page.gap("tight")


def paragraphs(
    page: Page, rect: Rect, texts: Sequence[str], style: str = "body", colour: str = "ink", gap: str = "tight"
) -> int:
    """Texts one below the other; the height of all. Blanks at the beginning of one set it in."""
    y = rect.y
    for text in texts:
        set_in = page.px(6) * (len(text) - len(text.lstrip()))
        place = Rect(rect.x + set_in, y, max(rect.w - set_in, 1), rect.h)
        y += page.text(place, text.strip(), style, colour) + page.gap(gap)
    return y - rect.y


def fact(page: Page, rect: Rect, name: str, value: str, *, style: str = "body", tip: str = "") -> int:
    """A name to the left and what it is to the right, on one line if there is room; the height."""
    wide, tight = page.width(value, style), page.gap("near")
    if wide + page.width(name, style) + tight <= rect.w:
        page.text(Rect(rect.x, rect.y, rect.w - wide - tight, rect.h), name, style, "muted")
        tall = page.text(Rect(rect.right - wide, rect.y, wide, rect.h), value, style)
    else:
        tall = page.text(rect, name, style, "muted")
        tall += page.text(Rect(rect.x, rect.y + tall, rect.w, rect.h), value, style)
    if tip:
        page.add(Box("spot", Rect(rect.x, rect.y, rect.w, tall), f"{name} {value}", tip=tip))
    return tall


def row(
    page: Page,
    rect: Rect,
    title: str,
    note: str = "",
    command: str = "",
    *,
    side: str = "",
    key: str = "",
    why: str = "",
    tip: str = "",
    look: str = "",
    style: str = "strong",
) -> int:
    """Something in a list that can be pressed: a title, what it costs at the side, and a line below. Its height."""
    inner = Rect(rect.x, rect.y, rect.w, rect.h).inset(page.gap("near"), page.gap("tight"))
    words = f"{title}  [{key}]" if key else title
    apart = page.gap("near")
    wide = min(page.width(side, "small"), inner.w * 2 // 5) if side else 0
    left = Rect(inner.x, inner.y, inner.w - wide - (apart if side else 0), inner.h)
    ink, faint = ("off", "off") if why else ("ink", "muted")
    runs = [*page.runs(left, words, style, ink)]
    tall = page.height(words, left.w, style)
    if side:
        drop = page.line(style) - page.line("small")
        at = Rect(inner.right - wide, inner.y + drop, wide, inner.h)
        runs += page.runs(at, side, "small", faint, "right")
        tall = max(tall, page.height(side, wide, "small") + drop)
    below = why or note
    if below:
        place = Rect(inner.x, inner.y + tall, inner.w, inner.h)
        runs += page.runs(place, below, "small", faint)
        tall += page.height(below, inner.w, "small")
    tall += 2 * page.gap("tight")
    place = Rect(rect.x, rect.y, rect.w, tall)
    page.add(Box("row", place, title, command, why, key, tip, look, tuple(runs)))
    return tall


def log(page: Page, rect: Rect, entries: Sequence[tuple[str, Sequence[str]]]) -> int:
    """What happened, by when it did; the height of all."""
    y = rect.y
    for when, texts in entries:
        y += heading(page, Rect(rect.x, y, rect.w, rect.h), when)
        y += paragraphs(page, Rect(rect.x, y, rect.w, rect.h), texts, "small", gap="near")
        y += page.gap("tight")
    return y - rect.y


def table(page: Page, rect: Rect, head: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Columns as wide as what stands in them, the first taking what is left; the height of all."""
    gap, style = page.gap("gap"), "small"
    wide = [
        max(page.width(line[i], style) for line in (head, *rows)) + page.px(2) for i in range(1, len(head))
    ]
    most = rect.w // (len(head) + 1)
    wide = [min(w, most) for w in wide]
    first = max(rect.w - sum(wide) - gap * len(wide), 1)
    y = rect.y
    for n, line in enumerate((head, *rows)):
        x, tall = rect.x, 0
        for w, text in zip((first, *wide), line, strict=True):
            look = "small strong" if n == 0 else style
            align = "left" if x == rect.x else "right"
            text_rect = Rect(x, y, w, rect.h)
            tall = max(tall, page.text(text_rect, text, look, "muted" if n == 0 else "ink", align))
            x += w + gap
        y += tall + page.gap("tight")
        if n == 0:
            page.fill(Rect(rect.x, y - page.gap("hair"), rect.w, 1), "line")
    return y - rect.y

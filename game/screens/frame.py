"""What screens outside a game share: a band with a title above, the buttons at the foot, room between."""

from collections.abc import Sequence

from game.layout import Page, Rect
from game.widgets import Choice, button, button_height, button_width


def frame(page: Page, title: str, foot: Sequence[Choice], note: str = "", units: float = 980) -> Rect:
    """Write the band and the foot; the room between, in the middle and not too wide to read."""
    page.fill(page.whole, "paper")
    wide, edge = page.whole, page.gap("wide")
    if page.units[1] < 480:
        edge = page.gap("near")
    head = page.height(title, wide.w - 2 * edge, "title")
    below = page.height(note, wide.w - 2 * edge, "small") if note else 0
    band, rest = wide.top(head + below + 2 * page.gap("near"))
    page.fill(band, "accent")
    inner = band.inset(edge, page.gap("near"))
    tall = page.text(inner, title, "title", "on accent")
    if note:
        page.text(Rect(inner.x, inner.y + tall, inner.w, below), note, "small", "on accent muted")
    strip, rest = rest.foot(foot_height(page, wide.w - 2 * edge, foot) + 2 * page.gap("near"))
    page.fill(strip, "band")
    buttons(page, strip.inset(edge, page.gap("near")), foot)
    room = rest.inset(edge, page.gap("near"))
    most = min(room.w, page.px(units))
    return Rect(room.x + (room.w - most) // 2, room.y, most, room.h)


def placed(page: Page, width: int, foot: Sequence[Choice]) -> list[list[tuple[Choice, int]]]:
    """Buttons in lines that fit, each with its width."""
    lines: list[list[tuple[Choice, int]]] = [[]]
    gap, used = page.gap("near"), 0
    for one in foot:
        w = min(max(button_width(page, one.label, one.key), page.px(96)), width)
        if lines[-1] and used + w > width:
            lines.append([])
            used = 0
        lines[-1].append((one, w))
        used += w + gap
    return lines


def foot_height(page: Page, width: int, foot: Sequence[Choice]) -> int:
    """How tall buttons side by side are."""
    lines = placed(page, width, foot)
    each = [max((button_height(page, w, c.label, c.key) for c, w in line), default=0) for line in lines]
    return sum(each) + page.gap("near") * (len(each) - 1)


def buttons(page: Page, rect: Rect, foot: Sequence[Choice], align: str = "right") -> int:
    """Buttons side by side, to the right; on several lines if they must. Their height."""
    y, gap = rect.y, page.gap("near")
    for line in placed(page, rect.w, foot):
        used = sum(w for _, w in line) + gap * (len(line) - 1)
        x = rect.right - used if align == "right" else rect.x
        tall = max((button_height(page, w, c.label, c.key) for c, w in line), default=0)
        for one, w in line:
            button(
                page,
                Rect(x, y, w, tall),
                one.label,
                one.command,
                key=one.key,
                why=one.why,
                tip=one.tip,
                look=one.look,
            )
            x += w + gap
        y += tall + gap
    return y - gap - rect.y


__all__ = ["buttons", "foot_height", "frame"]

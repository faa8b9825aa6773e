"""What the mouse points at and the keyboard stands on, among the boxes of a screen. No pygame."""

from collections.abc import Mapping, Sequence

from game.layout import Box, Rect

WAYS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


class Pointing:
    """Hover and focus. The focus is kept by command, so that it survives a new layout."""

    def __init__(self) -> None:
        self.changed: list[int] = []
        """boxes to be drawn again"""
        self.shown = False
        """whether the focus is drawn: only once the keyboard is used"""
        self._lowest = 0
        self._hover = -1
        self._spot: tuple[str, str, Rect] | None = None
        self._focus = -1
        self._key: tuple[str, int] | None = None

    def clear(self) -> None:
        """Nothing is pointed at or focused."""
        self._focus, self._key, self._hover, self._spot, self.shown = -1, None, -1, None, False

    def laid_out(self, boxes: Sequence[Box]) -> None:
        """There are new boxes: find again what was focused."""
        self._lowest = max((box.layer for box in boxes if box.role == "scrim"), default=0)
        if self._hover >= len(boxes):
            self._hover, self._spot = -1, None
        keys = keys_of(boxes)
        self._focus = next((i for i, key in keys.items() if key == self._key and self.open(boxes[i])), -1)

    def open(self, box: Box) -> bool:
        """Is it not under a dialog?"""
        return box.layer >= self._lowest

    # ------------------------------------------------------------ the mouse

    def under(self, boxes: Sequence[Box], x: int, y: int) -> tuple[Box, str] | None:
        """The highest box there that says or does something, and what pressing there asks for."""
        found = self._at(boxes, x, y)
        if found is None:
            return None
        i, spot = found
        return boxes[i], spot[0] if spot else boxes[i].command

    def _at(self, boxes: Sequence[Box], x: int, y: int) -> tuple[int, tuple[str, str] | None] | None:
        for i in sorted(range(len(boxes)), key=lambda i: (boxes[i].layer, i), reverse=True):
            box = boxes[i]
            if not self.open(box) or not box.seen.has(x, y):
                continue
            if box.picture is not None:
                spot = box.picture.at(x, y)
                return (i, spot) if spot else None
            if box.command or box.tip:
                return i, None
            if box.role in ("dialog", "toast"):
                return None
        return None

    def point(self, boxes: Sequence[Box], x: int, y: int) -> None:
        """The mouse is there now."""
        found = self._at(boxes, x, y)
        hover, spot = found if found else (-1, None)
        place = (*spot, Rect(x + 12, y + 4, 1, 18)) if spot else None
        same_spot = (place is None) == (self._spot is None) and (place is None or place[:2] == self._spot[:2])  # type: ignore[index]
        if hover == self._hover and same_spot:
            return
        self.changed += [
            i for i in (self._hover, hover) if i >= 0 and (i >= len(boxes) or boxes[i].role != "map")
        ]
        self.changed += [hover] if spot and not self.changed else []
        self._hover, self._spot = hover, place

    def scrolled(self, boxes: Sequence[Box], x: int, y: int) -> Box | None:
        """The scrolled area there that has more than is seen."""
        found = [
            b
            for b in boxes
            if b.role == "scroll" and self.open(b) and b.rect.has(x, y) and b.length > b.rect.h
        ]
        return found[-1] if found else None

    def largest(self, boxes: Sequence[Box]) -> Box | None:
        """The largest scrolled area that has more than is seen."""
        found = [b for b in boxes if b.role == "scroll" and self.open(b) and b.length > b.rect.h]
        return max(found, key=lambda b: b.rect.w * b.rect.h, default=None)

    # ------------------------------------------------------------ the keyboard

    def focused(self, boxes: Sequence[Box]) -> Box | None:
        """What the keyboard stands on."""
        return boxes[self._focus] if 0 <= self._focus < len(boxes) else None

    def focus_on(self, boxes: Sequence[Box], box: Box, *, seen: bool) -> None:
        """The keyboard stands there now.

        seen   whether it is drawn
        """
        at = next((i for i, one in enumerate(boxes) if one is box), -1)
        if at < 0 or not box.focusable:
            return
        self.changed += [i for i in (self._focus, at) if i >= 0]
        self._focus, self._key, self.shown = at, keys_of(boxes).get(at), seen

    def walk(self, boxes: Sequence[Box], name: str, back: bool) -> Box | None:
        """TAB to the next one, an arrow to the nearest that way; what is focused now."""
        able = [i for i, box in enumerate(boxes) if box.focusable and self.open(box) and reachable(box)]
        if not able:
            return None
        if name == "tab":
            at = able.index(self._focus) + (-1 if back else 1) if self._focus in able else (-1 if back else 0)
            to = able[at % len(able)]
        elif self._focus in able:
            to = nearest(boxes, self._focus, able, WAYS[name])
        else:
            to = able[0]
        self.focus_on(boxes, boxes[to], seen=True)
        return boxes[to]

    # ------------------------------------------------------------ what is drawn

    def states(self) -> Mapping[int, str]:
        """How boxes are drawn, by place."""
        out: dict[int, str] = {}
        if self._hover >= 0:
            out[self._hover] = "hover"
        if self.shown and self._focus >= 0:
            out[self._focus] = out.get(self._focus, "") + " focus"
        return out

    def tip(self, boxes: Sequence[Box]) -> tuple[str, Rect] | None:
        """What is said of what is pointed at, or else focused, and beside what."""
        if self._spot is not None:
            return self._spot[1], self._spot[2]
        for i in (self._hover, self._focus if self.shown else -1):
            if 0 <= i < len(boxes) and boxes[i].tip and boxes[i].seen.h > 0:
                return boxes[i].tip, boxes[i].seen
        return None


def reachable(box: Box) -> bool:
    """Can the keyboard get there? What is scrolled away can be scrolled to; what a toast says is dismissed by Esc."""
    return box.role != "toast"


def keys_of(boxes: Sequence[Box]) -> dict[int, tuple[str, int]]:
    """By place, the command of each box that can be focused, and how many with the same came before."""
    seen: dict[str, int] = {}
    out: dict[int, tuple[str, int]] = {}
    for i, box in enumerate(boxes):
        if box.focusable:
            out[i] = box.command, seen.get(box.command, 0)
            seen[box.command] = seen.get(box.command, 0) + 1
    return out


def nearest(boxes: Sequence[Box], now: int, able: Sequence[int], way: tuple[int, int]) -> int:
    """The nearest box in a direction; the same one if there is none."""
    x, y = boxes[now].rect.centre

    def distance(i: int) -> float:
        cx, cy = boxes[i].rect.centre
        along, across = (cx - x) * way[0] + (cy - y) * way[1], abs((cx - x) * way[1]) + abs((cy - y) * way[0])
        return along + 3.0 * across if along > 0 and i != now else float("inf")

    best = min(able, key=distance)
    return best if distance(best) < float("inf") else now


__all__ = ["Pointing", "keys_of"]

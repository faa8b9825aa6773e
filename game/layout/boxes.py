"""What a layout is made of: rectangles with a role, what they say and do, and where their text stands. No screen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol


@dataclass(frozen=True)
class Rect:
    """A rectangle in pixels; right and bottom are outside."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """The first column to its right."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.h

    @property
    def centre(self) -> tuple[int, int]:
        """Its middle."""
        return self.x + self.w // 2, self.y + self.h // 2

    def has(self, x: int, y: int) -> bool:
        """Does a point lie in it?"""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def meets(self, other: "Rect") -> bool:
        """Do the two have a pixel in common?"""
        return min(self.common(other).w, self.common(other).h) > 0

    def holds(self, other: "Rect") -> bool:
        """Does the other lie in it?"""
        across = self.x <= other.x and other.right <= self.right
        return across and self.y <= other.y and other.bottom <= self.bottom

    def common(self, other: "Rect") -> "Rect":
        """What both have."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        w, h = min(self.right, other.right) - x, min(self.bottom, other.bottom) - y
        return Rect(x, y, max(w, 0), max(h, 0))

    def inset(self, across: int, down: int | None = None) -> "Rect":
        """The same, smaller on every side."""
        down = across if down is None else down
        return Rect(self.x + across, self.y + down, max(self.w - 2 * across, 0), max(self.h - 2 * down, 0))

    def moved(self, dx: int, dy: int) -> "Rect":
        """The same elsewhere."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def top(self, h: int, gap: int = 0) -> tuple["Rect", "Rect"]:
        """A strip from the top, and what is left below a gap.

        >>> Rect(0, 0, 10, 10).top(4, 1)
        (Rect(x=0, y=0, w=10, h=4), Rect(x=0, y=5, w=10, h=5))
        """
        h = min(h, self.h)
        return Rect(self.x, self.y, self.w, h), self._rest(0, h + gap)

    def foot(self, h: int, gap: int = 0) -> tuple["Rect", "Rect"]:
        """A strip from the bottom, and what is left above a gap."""
        h = min(h, self.h)
        return Rect(self.x, self.bottom - h, self.w, h), Rect(
            self.x, self.y, self.w, max(self.h - h - gap, 0)
        )

    def left(self, w: int, gap: int = 0) -> tuple["Rect", "Rect"]:
        """A strip from the left, and what is left over."""
        w = min(w, self.w)
        return Rect(self.x, self.y, w, self.h), self._rest(w + gap, 0)

    def tail(self, w: int, gap: int = 0) -> tuple["Rect", "Rect"]:
        """A strip from the right, and what is left over."""
        w = min(w, self.w)
        return Rect(self.right - w, self.y, w, self.h), Rect(self.x, self.y, max(self.w - w - gap, 0), self.h)

    def columns(self, count: int, gap: int) -> list["Rect"]:
        """So many columns side by side."""
        each = (self.w - gap * (count - 1)) / count
        edges = [self.x + round(i * (each + gap)) for i in range(count)]
        return [Rect(x, self.y, round(each), self.h) for x in edges]

    def _rest(self, dx: int, dy: int) -> "Rect":
        dx, dy = min(dx, self.w), min(dy, self.h)
        return Rect(self.x + dx, self.y + dy, self.w - dx, self.h - dy)


@dataclass(frozen=True)
class Run:
    """One line of text where it stands."""

    x: int
    y: int
    text: str
    style: str
    colour: str
    w: int
    h: int

    @property
    def rect(self) -> Rect:
        """The room that it takes."""
        return Rect(self.x, self.y, self.w, self.h)


@dataclass(frozen=True)
class Mark:
    """One shape: line (x, y, x, y ...), rect, ring (outline of a rect), disc (x, y, radius), poly."""

    kind: str
    points: tuple[int, ...]
    colour: str
    width: int = 0
    """of a line in pixels"""


class Spots(Protocol):
    """Places of a picture that can be pointed at."""

    def at(self, x: int, y: int) -> tuple[str, str] | None:
        """The command and the tip of what lies there."""
        ...


@dataclass(frozen=True)
class Box:
    """One thing on the screen."""

    role: str
    """panel, fill, text, button, tab, chip, row, entry, slider, place, map, scroll, scrim, dialog, tip, toast"""
    rect: Rect
    label: str = ""
    """what it says, as one string"""
    command: str = ""
    """what a click or Enter asks the screen for; it can be focused if it has one"""
    why: str = ""
    """why it is greyed; empty where it is open"""
    key: str = ""
    """the key that does the same"""
    tip: str = ""
    """shown while it is pointed at or focused"""
    look: str = ""
    """a variant of its role: primary, quiet, chosen, danger; the colour of a fill"""
    runs: tuple[Run, ...] = ()
    marks: tuple[Mark, ...] = ()
    clip: Rect | None = None
    """nothing of it is drawn or hit outside"""
    area: str = ""
    """the scrolled area that it lies in"""
    layer: int = 0
    """higher ones lie above; while there is a scrim, only what lies above it is hit or focused"""
    value: float = 0.0
    """of a slider 0..1, of a scroll its offset in pixels"""
    length: int = 0
    """of a scroll: pixels of what is in it"""
    picture: Spots | None = None

    @property
    def focusable(self) -> bool:
        """Can the keyboard go there? What is greyed can be too, to read why."""
        return bool(self.command)

    @property
    def seen(self) -> Rect:
        """The part of it that is seen."""
        return self.rect if self.clip is None else self.rect.common(self.clip)


def moved(box: Box, dx: int, dy: int) -> Box:
    """A box elsewhere, with all that is in it."""
    runs = tuple(replace(run, x=run.x + dx, y=run.y + dy) for run in box.runs)
    marks = tuple(replace(mark, points=shifted(mark, dx, dy)) for mark in box.marks)
    clip = None if box.clip is None else box.clip.moved(dx, dy)
    return replace(box, rect=box.rect.moved(dx, dy), runs=runs, marks=marks, clip=clip)


def shifted(mark: Mark, dx: int, dy: int) -> tuple[int, ...]:
    """The points of a mark elsewhere; sizes stay."""
    p = mark.points
    if mark.kind in ("rect", "ring"):
        return p[0] + dx, p[1] + dy, p[2], p[3]
    if mark.kind == "disc":
        return p[0] + dx, p[1] + dy, p[2]
    return tuple(v + (dy if i % 2 else dx) for i, v in enumerate(p))


def within(boxes: Sequence[Box], clip: Rect, area: str) -> list[Box]:
    """Boxes of a scrolled area."""
    return [
        replace(box, clip=clip if box.clip is None else box.clip.common(clip), area=box.area or area)
        for box in boxes
    ]


__all__ = ["Box", "Mark", "Rect", "Run", "Spots", "moved", "within"]

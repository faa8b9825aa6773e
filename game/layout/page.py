"""A page that a layout writes on: it knows the size of a unit, and collects the boxes."""

from collections.abc import Callable
from dataclasses import replace

from game import theme
from game.layout.boxes import Box, Mark, Rect, Run, moved, within
from game.layout.type import leading, width, wrap


class Page:
    """One screen in the making.

    >>> page = Page((1440, 900), 1.0)
    >>> page.text(page.whole, "Kosovo 2007")
    20
    >>> page.boxes[0].runs[0].text
    'Kosovo 2007'
    """

    def __init__(self, size: tuple[int, int], scale: float) -> None:
        self.size, self.unit = size, theme.unit(size, scale)
        self.boxes: list[Box] = []
        self.layer = 0

    @property
    def whole(self) -> Rect:
        """All of it."""
        return Rect(0, 0, *self.size)

    @property
    def units(self) -> tuple[float, float]:
        """Its size in units: what a layout decides by."""
        return self.size[0] / self.unit, self.size[1] / self.unit

    def px(self, units: float) -> int:
        """Pixels of so many units."""
        return round(units * self.unit)

    def gap(self, name: str = "gap") -> int:
        """A space of the theme in pixels."""
        return max(self.px(theme.GAP[name]), 1)

    def add(self, box: Box) -> Box:
        """Put a box on the page."""
        box = replace(box, layer=self.layer)
        self.boxes.append(box)
        return box

    def line(self, style: str = "body") -> int:
        """The height of a line of text."""
        return leading(style, self.unit)

    def width(self, text: str, style: str = "body") -> int:
        """The width of a text on one line."""
        return width(text, style, self.unit)

    def lines(self, text: str, most: int, style: str = "body") -> tuple[str, ...]:
        """A text in lines that fit."""
        return wrap(text, style, self.unit, max(most, 1))

    def height(self, text: str, most: int, style: str = "body") -> int:
        """The height of a text in a column."""
        return len(self.lines(text, most, style)) * self.line(style)

    def runs(
        self, rect: Rect, text: str, style: str = "body", colour: str = "ink", align: str = "left"
    ) -> tuple[Run, ...]:
        """A text from the top of a rectangle on, wrapped."""
        out: list[Run] = []
        step = self.line(style)
        for i, line in enumerate(self.lines(text, rect.w, style)):
            w = self.width(line, style)
            spare = {"left": 0, "middle": (rect.w - w) // 2, "right": rect.w - w}[align]
            out.append(Run(rect.x + max(spare, 0), rect.y + i * step, line, style, colour, w, step))
        return tuple(out)

    def text(
        self,
        rect: Rect,
        text: str,
        style: str = "body",
        colour: str = "ink",
        align: str = "left",
        *,
        middle: bool = False,
    ) -> int:
        """Write a text at the top of a rectangle, or in its middle; the height that it takes."""
        tall = self.height(text, rect.w, style)
        y = rect.y + max((rect.h - tall) // 2, 0) if middle else rect.y
        place = Rect(rect.x, y, rect.w, tall)
        self.add(Box("text", place, text, runs=self.runs(place, text, style, colour, align)))
        return tall

    def fill(self, rect: Rect, colour: str) -> None:
        """Colour a rectangle."""
        self.add(Box("fill", rect, look=colour))

    def panel(self, rect: Rect, look: str = "") -> Rect:
        """A panel, and the room inside."""
        self.add(Box("panel", rect, look=look))
        return rect.inset(self.gap("gap"), self.gap("near"))

    def marks(self, rect: Rect, marks: list[Mark], label: str = "", tip: str = "") -> None:
        """Shapes; what they say goes into the label."""
        self.add(Box("marks", rect, label, tip=tip, marks=tuple(marks)))

    def scroll(self, name: str, rect: Rect, offset: int, write: Callable[["Page", Rect], int]) -> None:
        """An area that scrolls: `write(page, column)` fills a column as tall as it likes and says where it ends.

        offset   pixels that have been scrolled; what is too much is taken back
        """
        bar = self.px(10)
        inner = Page(self.size, 1.0)
        inner.unit, inner.layer = self.unit, self.layer
        end = write(inner, Rect(rect.x, rect.y, max(rect.w - bar, 1), 10_000_000))
        length = max(end - rect.y, 0)
        offset = max(min(offset, length - rect.h), 0)
        self.boxes.append(
            Box("scroll", rect, name, value=float(offset), length=length, layer=self.layer, area=name)
        )
        self.boxes += within([moved(box, 0, -offset) for box in inner.boxes], rect, name)


__all__ = ["Page"]

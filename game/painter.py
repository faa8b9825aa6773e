"""Draws boxes with pygame. Text and the map are drawn once and kept; of a change only its place is drawn."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import as_file, files

import pygame

from game.layout import Box, Mark, Rect, Run
from game.layout.type import pixels
from game.map import FILLS, Picture
from game.mapping import drawn, faint
from game.theme import STYLES, Colour, palette

MOST_TEXTS, MOST_MAPS = 4000, 4
"""Pieces of text and maps that are kept drawn."""
SCRIM = 130
"""How dark what lies below a dialog is, 0..255."""


def area(rect: Rect) -> pygame.Rect:
    """A rectangle as pygame has it."""
    return pygame.Rect(rect.x, rect.y, rect.w, rect.h)


class Painter:
    """Draws boxes on a surface."""

    def __init__(self, high_contrast: bool = False) -> None:
        self.high_contrast = high_contrast
        self.unit = 1.0
        self._fonts: dict[tuple[int, bool], pygame.font.Font] = {}
        self._texts: OrderedDict[tuple[str, int, bool, Colour], pygame.Surface] = OrderedDict()
        self._maps: OrderedDict[tuple[Picture, bool], pygame.Surface] = OrderedDict()
        self._corners: dict[tuple[object, ...], pygame.Surface] = {}
        self.surface = pygame.Surface((1, 1))
        self._paint: Mapping[str, Callable[[Box, str], None]] = {
            "fill": self._fill,
            "panel": self._panel,
            "button": self._button,
            "chip": self._button,
            "tab": self._tab,
            "row": self._row,
            "entry": self._entry,
            "swatch": self._swatch,
            "place": self._place,
            "map": self._map,
            "art": self._art,
            "scroll": self._scroll,
            "scrim": self._scrim,
            "dialog": self._dialog,
            "tip": self._tip,
            "toast": self._tip,
        }

    @property
    def colours(self) -> Mapping[str, Colour]:
        """The palette in force."""
        return palette(self.high_contrast)

    def draw(
        self,
        surface: pygame.Surface,
        boxes: Sequence[Box],
        states: Mapping[int, str],
        only: pygame.Rect | None = None,
    ) -> None:
        """Draw boxes in their order, those of higher layers last.

        states   by place in `boxes`: `hover`, `focus` or both
        only     draw nothing outside
        """
        self.surface = surface
        bounds = surface.get_rect() if only is None else only.clip(surface.get_rect())
        for i, box in sorted(enumerate(boxes), key=lambda item: item[1].layer):
            seen = area(box.seen).clip(bounds)
            if seen.w <= 0 or seen.h <= 0:
                continue
            surface.set_clip(seen)
            state = states.get(i, "")
            paint = self._paint.get(box.role)
            if paint:
                paint(box, state)
            for mark in box.marks:
                self._mark(mark)
            for run in box.runs:
                self._run(run, seen)
            if "focus" in state:
                surface.set_clip((area(box.clip) if box.clip else bounds).clip(bounds))
                self._ring(box.rect)
        surface.set_clip(None)

    # ------------------------------------------------------------ text

    def _font(self, size: int, bold: bool) -> pygame.font.Font:
        key = (size, bold)
        if key not in self._fonts:
            name = f"FinalStatusSans-{'Bold' if bold else 'Regular'}.ttf"
            with as_file(files("game.fonts").joinpath(name)) as path:
                self._fonts[key] = pygame.font.Font(path, size)
        return self._fonts[key]

    def _run(self, run: Run, seen: pygame.Rect) -> None:
        if run.y > seen.bottom or run.y + run.h < seen.top or not run.text:
            return
        size, bold = pixels(run.style, self.unit), STYLES[run.style].bold
        key = (run.text, size, bold, self.colours[run.colour])
        text = self._texts.get(key)
        if text is None:
            text = self._font(size, bold).render(run.text, True, key[3])
            self._texts[key] = text
            if len(self._texts) > MOST_TEXTS:
                self._texts.popitem(last=False)
        else:
            self._texts.move_to_end(key)
        self.surface.blit(text, (run.x, run.y + (run.h - text.get_height()) // 2))

    # ------------------------------------------------------------ shapes

    def _mark(self, mark: Mark) -> None:
        colour, p = self.colours[mark.colour], mark.points
        if mark.kind == "line":
            pygame.draw.lines(
                self.surface, colour, False, list(zip(p[::2], p[1::2], strict=True)), max(mark.width, 1)
            )
        elif mark.kind == "rect":
            pygame.draw.rect(self.surface, colour, p)
        elif mark.kind == "ring":
            pygame.draw.rect(self.surface, colour, p, max(mark.width, 1), border_radius=self._round(3))
        elif mark.kind == "disc":
            pygame.draw.aacircle(self.surface, colour, p[:2], p[2])
        elif mark.kind == "poly":
            pygame.draw.polygon(self.surface, colour, list(zip(p[::2], p[1::2], strict=True)))

    def _round(self, units: float) -> int:
        return max(round(units * self.unit), 1)

    def _ring(self, rect: Rect) -> None:
        width = self._round(2.5)
        outer = area(rect).inflate(2 * width - 2, 2 * width - 2)
        pygame.draw.rect(self.surface, self.colours["panel"], outer, width, border_radius=self._round(7))
        inner = area(rect).inflate(width, width)
        pygame.draw.rect(self.surface, self.colours["focus"], inner, width, border_radius=self._round(6))

    def _plate(self, rect: Rect, ground: str, edge: str = "", corner: float = 6) -> None:
        """A rounded plate with an edge; its corners are drawn large, made smaller and kept."""
        radius = min(self._round(corner), rect.w // 2, rect.h // 2)
        line = self._round(1) if edge else 0
        colours = self.colours[ground], self.colours[edge or ground]
        key = (radius, line, *colours)
        if key not in self._corners:
            self._corners[key] = disc(radius, line, *colours)
        round_, place = self._corners[key], area(rect)
        inner = place.inflate(-2 * line, -2 * line)
        for whole, colour in ((place, colours[1]), (inner, colours[0])):
            self.surface.fill(colour, whole.inflate(-2 * (radius - (line if whole is inner else 0)), 0))
            self.surface.fill(colour, whole.inflate(0, -2 * (radius - (line if whole is inner else 0))))
        d = round_.get_width() // 2
        for x, y, dx, dy in (
            (place.x, place.y, 0, 0),
            (place.right - d, place.y, d, 0),
            (place.x, place.bottom - d, 0, d),
            (place.right - d, place.bottom - d, d, d),
        ):
            self.surface.blit(round_, (x, y), (dx, dy, d, d))

    # ------------------------------------------------------------ roles

    def _fill(self, box: Box, state: str) -> None:
        self.surface.fill(self.colours[box.look], area(box.rect))

    def _panel(self, box: Box, state: str) -> None:
        self._plate(box.rect, "panel", "line", 4 if box.look == "inset" else 8)

    def _button(self, box: Box, state: str) -> None:
        if box.why:
            self._plate(box.rect, "off panel", "line")
        elif box.look in ("primary", "chosen", "danger"):
            self._plate(box.rect, "accent hover" if "hover" in state else "accent")
        elif box.look == "quiet":
            self._plate(box.rect, "hover" if "hover" in state else "paper", "line")
        else:
            self._plate(box.rect, "hover" if "hover" in state else "panel", "muted")

    def _tab(self, box: Box, state: str) -> None:
        ground = "accent" if box.look == "chosen" else "hover" if "hover" in state else "band"
        corner = self._round(6)
        pygame.draw.rect(
            self.surface,
            self.colours[ground],
            area(box.rect),
            border_top_left_radius=corner,
            border_top_right_radius=corner,
        )

    def _row(self, box: Box, state: str) -> None:
        if box.look == "chosen":
            self._plate(box.rect, "band", "accent")
            edge = pygame.Rect(box.rect.x, box.rect.y, self._round(4), box.rect.h)
            pygame.draw.rect(self.surface, self.colours["accent"], edge, border_radius=self._round(2))
        elif "hover" in state and not box.why:
            self._plate(box.rect, "hover")
        line = pygame.Rect(box.rect.x, box.rect.bottom - 1, box.rect.w, 1)
        self.surface.fill(self.colours["line"], line)

    def _entry(self, box: Box, state: str) -> None:
        self._plate(box.rect, "panel", "accent" if box.look == "active" else "muted", 4)

    def _swatch(self, box: Box, state: str) -> None:
        ring = box.marks[0].points
        place = pygame.Rect(ring)
        ground, strokes, way = FILLS[box.look]
        self.surface.fill(self.colours[ground], place)
        if strokes:
            self._strokes(place, self.colours[strokes], way)
        disc = place.inflate(-place.w // 3, -place.h // 3)
        pygame.draw.rect(self.surface, self.colours["panel"], disc, border_radius=self._round(3))

    def _strokes(self, place: pygame.Rect, colour: Colour, way: str) -> None:
        """Hatch a small rectangle."""
        clip = self.surface.get_clip()
        self.surface.set_clip(place.clip(clip))
        step = self._round(5)
        for x in range(-place.h, place.w, step):
            if way in "/x":
                pygame.draw.line(
                    self.surface, colour, (place.x + x, place.bottom), (place.x + x + place.h, place.y), 2
                )
            if way in "\\x":
                pygame.draw.line(
                    self.surface, colour, (place.x + x, place.y), (place.x + x + place.h, place.bottom), 2
                )
        self.surface.set_clip(clip)

    def _place(self, box: Box, state: str) -> None:
        own, _, band = box.look.rpartition(" ")
        ground = "hover" if "hover" in state else "panel"
        self._plate(box.rect, ground, "", 3)
        colour = {
            "recognised": "for",
            "firm_for": "for",
            "for": "for",
            "undecided": "undecided",
            "party": "ink",
        }
        edge = self.colours[colour.get(band, "against")]
        pygame.draw.rect(self.surface, edge, area(box.rect), self._round(1.4), border_radius=self._round(3))
        if own:
            outer = area(box.rect).inflate(self._round(3), self._round(3))
            clip = self.surface.get_clip()
            self.surface.set_clip(outer)
            pygame.draw.rect(
                self.surface, self.colours["ink"], outer, self._round(2), border_radius=self._round(4)
            )
            self.surface.set_clip(clip)

    def _map(self, box: Box, state: str) -> None:
        assert isinstance(box.picture, Picture)
        key = (box.picture, self.high_contrast)
        if key not in self._maps:
            self._maps[key] = drawn(box.picture, self.colours)
            if len(self._maps) > MOST_MAPS:
                self._maps.popitem(last=False)
        self.surface.blit(self._maps[key], (box.rect.x, box.rect.y))

    def _art(self, box: Box, state: str) -> None:
        """The outlines of Europe, faint, behind the title."""
        key = ("art", box.rect.w, box.rect.h, self.high_contrast)
        if key not in self._corners:
            self._corners[key] = faint(box.rect, self.colours["accent"], self.colours["accent hover"])
        self.surface.blit(self._corners[key], (box.rect.x, box.rect.y))

    def _scroll(self, box: Box, state: str) -> None:
        if box.length <= box.rect.h:
            return
        thumb = thumb_of(box, self.unit)
        pygame.draw.rect(
            self.surface, self.colours["line"], area(track_of(box, self.unit)), border_radius=self._round(3)
        )
        pygame.draw.rect(self.surface, self.colours["muted"], area(thumb), border_radius=self._round(3))

    def _scrim(self, box: Box, state: str) -> None:
        veil = pygame.Surface((box.rect.w, box.rect.h), pygame.SRCALPHA)
        veil.fill((*self.colours["scrim"], SCRIM))
        self.surface.blit(veil, (box.rect.x, box.rect.y))

    def _dialog(self, box: Box, state: str) -> None:
        self._plate(box.rect, "panel", "accent", 10)

    def _tip(self, box: Box, state: str) -> None:
        self._plate(box.rect, "tip", "", 5)


def disc(radius: int, line: int, ground: Colour, edge: Colour) -> pygame.Surface:
    """A disc with an edge, smooth: its quarters are corners."""
    times = 6
    large = pygame.Surface((2 * radius * times, 2 * radius * times), pygame.SRCALPHA)
    large.fill((*edge, 0))
    middle = (radius * times, radius * times)
    pygame.draw.circle(large, (*edge, 255), middle, radius * times)
    if line:
        pygame.draw.circle(large, (*ground, 255), middle, max(radius - line, 0) * times)
    return pygame.transform.smoothscale(large, (2 * radius, 2 * radius))


def track_of(box: Box, unit: float) -> Rect:
    """Where the bar of a scrolled area runs."""
    wide = max(round(5 * unit), 3)
    return Rect(box.rect.right - wide, box.rect.y, wide, box.rect.h)


def thumb_of(box: Box, unit: float) -> Rect:
    """The part of the bar that shows what is seen."""
    track = track_of(box, unit)
    tall = max(round(track.h * box.rect.h / max(box.length, 1)), round(24 * unit))
    room = max(box.length - box.rect.h, 1)
    y = track.y + round((track.h - tall) * box.value / room)
    return Rect(track.x, y, track.w, tall)


__all__ = ["Painter", "area", "thumb_of", "track_of"]

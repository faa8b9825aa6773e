"""Draws the map on a surface of its own: sea, land, hatching, coasts and borders, the dashed line, insets."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pygame

from game.layout import Rect
from game.map import FILLS, Chart, Picture, Points, chart
from game.theme import Colour

FINE = 4_500_000
"""Pixels of a map up to which it is drawn twice as large and made smaller, so that its lines are smooth."""
DASH, BLANK = 5.0, 3.5
"""Units of the strokes of a dashed line, and between them."""
Colours = Mapping[str, Colour]


def drawn(picture: Picture, colours: Colours) -> pygame.Surface:
    """The map of a picture; its top left corner is that of the picture's rectangle."""
    rect = picture.rect
    times = 2 if rect.w * rect.h * 4 <= FINE * 4 else 1
    surface = pygame.Surface((rect.w * times, rect.h * times))
    surface.fill(colours["sea"])
    bands = dict(picture.bands)
    for i, one in enumerate(picture.charts):
        frame = placed(one.rect, rect, times)
        surface.set_clip(frame)
        if i:
            surface.fill(colours["sea"], frame)
        sheet(surface, one, rect, times, bands, colours, picture)
        if i:
            pygame.draw.rect(surface, colours["coast"], frame, max(round(1.2 * times * picture.unit), 1))
    surface.set_clip(None)
    return pygame.transform.smoothscale(surface, (rect.w, rect.h)) if times > 1 else surface


def faint(rect: Rect, ground: Colour, line: Colour) -> pygame.Surface:
    """The states of Europe as a pattern, a shade above the ground."""
    surface = pygame.Surface((rect.w * 2, rect.h * 2))
    surface.fill(ground)
    tall = round(max(rect.h, rect.w / 0.9))
    chart_ = chart(
        "europe", Rect(round(rect.w / 2 - tall * 0.62), (rect.h - tall) // 2, round(tall * 1.05), tall)
    )
    land = tuple((3 * g + li) // 4 for g, li in zip(ground, line, strict=True))
    for rings in chart_.rings.values():
        for ring in rings:
            if len(ring) > 2:
                points = [(2 * x, 2 * y) for x, y in ring]
                pygame.draw.polygon(surface, land, points)
                pygame.draw.lines(surface, ground, True, points, 3)
    return pygame.transform.smoothscale(surface, (rect.w, rect.h))


def placed(part: Rect, whole: Rect, times: int) -> pygame.Rect:
    """A rectangle of the window on the map's own surface."""
    return pygame.Rect((part.x - whole.x) * times, (part.y - whole.y) * times, part.w * times, part.h * times)


def sheet(
    surface: pygame.Surface,
    one: Chart,
    whole: Rect,
    times: int,
    bands: Mapping[str, str],
    colours: Colours,
    picture: Picture,
) -> None:
    """One sheet: every state filled, then every line once."""

    def moved(points: Points) -> list[tuple[int, int]]:
        return [((x - whole.x) * times, (y - whole.y) * times) for x, y in points]

    for id_, rings in one.rings.items():
        ground, strokes, way = FILLS[bands.get(id_, "context")]
        polygons = [moved(ring) for ring in rings if len(ring) > 2]
        for polygon in polygons:
            pygame.draw.polygon(surface, colours[ground], polygon)
        if strokes:
            hatched(surface, polygons, colours[strokes], way, times * picture.unit)
    thin, thick = max(round(1.0 * times * picture.unit), 1), max(round(1.6 * times * picture.unit), 1)
    for points, dashed in one.lines:
        corners = moved(points)
        if dashed:
            dashes(surface, colours["ink"], corners, times * picture.unit, thick)
        else:
            pygame.draw.lines(surface, colours["border"], False, corners, thin)
    if picture.own in one.rings:
        for ring in one.rings[picture.own]:
            pygame.draw.lines(surface, colours["ink"], True, moved(ring), thick)


def hatched(
    surface: pygame.Surface, polygons: Sequence[list[tuple[int, int]]], colour: Colour, way: str, unit: float
) -> None:
    """Strokes over some polygons: leaning one way or the other, `x` for both, `.` for dots."""
    step, width = max(round(8 * unit), 4), max(round(1.8 * unit), 1)
    for polygon in polygons:
        xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
        box = pygame.Rect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)
        box = box.clip(surface.get_clip())
        if box.w < 2 or box.h < 2:
            continue
        mask = pygame.Surface(box.size, pygame.SRCALPHA)
        pygame.draw.polygon(mask, (255, 255, 255, 255), [(x - box.x, y - box.y) for x, y in polygon])
        pattern = pygame.Surface(box.size, pygame.SRCALPHA)
        # strokes run on from state to state, so that neighbours look alike
        first = -((box.x + box.y) % step) if way == "/" else -((box.x - box.y) % step)
        for x in range(first - box.h - step, box.w + box.h + step, step):
            if way in "/x":
                pygame.draw.line(pattern, colour, (x + box.h, 0), (x, box.h), width)
            if way in "\\x":
                pygame.draw.line(pattern, colour, (x, 0), (x + box.h, box.h), width)
        if way == ".":
            for y in range(-(box.y % step), box.h + step, step):
                for x in range(-(box.x % step), box.w + step, step):
                    pygame.draw.circle(pattern, colour, (x, y), width)
        pattern.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        surface.blit(pattern, box.topleft)


def dashes(
    surface: pygame.Surface, colour: Colour, corners: Sequence[tuple[int, int]], unit: float, width: int
) -> None:
    """A dashed line along some corners."""
    stroke, blank = DASH * unit, BLANK * unit
    left, on = stroke, True
    for (ax, ay), (bx, by) in pairwise(corners):
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        done = 0.0
        while done < length:
            part = min(left, length - done)
            if on:
                a = (ax + (bx - ax) * done / length, ay + (by - ay) * done / length)
                b = (ax + (bx - ax) * (done + part) / length, ay + (by - ay) * (done + part) / length)
                pygame.draw.line(surface, colour, a, b, width)
            done, left = done + part, left - part
            if left <= 0.0:
                on = not on
                left = stroke if on else blank


__all__ = ["drawn", "faint"]

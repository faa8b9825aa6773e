"""The map of Europe as the window draws it: outlines in pixels, how each state is filled, where its mark stands.

Pure geometry from the atlas that is packed with the scenarios; the painter draws it. Nothing here is State: who stands
where is handed in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from game.layout import Rect
from sim.analysis.geography import Sheet, load_map

CROPS = {
    "europe": (0.12, 0.02, 0.9, 0.985),
    "balkans": (0.33, 0.2, 0.8, 0.8),
    "united_states": (0.0, 0.0, 1.0, 1.0),
}
"""The part of each sheet that has to be seen: left, top, right and bottom, in shares. More is where there is room."""
OCEAN = 1.4
"""How many times as wide as high a map is from which on the ocean has room for both insets."""
INSET_ONLY = frozenset({"RS", "XK"})
"""States whose mark stands in an inset, where they are large enough."""

BANDS = ("firm_against", "against", "undecided", "for", "firm_for", "recognised")
"""How a state stands to recognition, from its public word or from what is believed."""
EDGES = (-60.0, -20.0, 20.0, 60.0)
"""Points below which each of the first bands ends, as text mode's words have it."""
LETTERS: Mapping[str, str] = {
    "firm_against": "A",
    "against": "a",
    "undecided": "u",
    "for": "f",
    "firm_for": "F",
    "recognised": "R",
    "party": "P",
    "unknown": "?",
}
"""The letter of each band, so that no colour is needed to tell them apart."""
FILLS: Mapping[str, tuple[str, str, str]] = {
    "firm_against": ("against", "against pale", "\\"),
    "against": ("against pale", "against", "\\"),
    "undecided": ("undecided pale", "undecided", "."),
    "for": ("for pale", "for", "/"),
    "firm_for": ("for", "for pale", "/"),
    "recognised": ("for", "", ""),
    "party": ("panel", "undecided", "x"),
    "unknown": ("panel", "", ""),
    "context": ("land", "", ""),
}
"""By band: the colour of the ground, of the strokes over it, and which way these run."""

Points = tuple[tuple[int, int], ...]


def band_of(points: float) -> str:
    """The band of a stance from -100 to 100.

    >>> band_of(-70.0), band_of(0.0), band_of(60.0)
    ('firm_against', 'undecided', 'firm_for')
    """
    if np.isnan(points):
        return "unknown"
    return BANDS[sum(points >= edge for edge in EDGES)]


@dataclass(frozen=True)
class Chart:
    """A sheet of the atlas in pixels."""

    rect: Rect
    rings: Mapping[str, tuple[Points, ...]]
    labels: Mapping[str, tuple[int, int]]
    lines: tuple[tuple[Points, bool], ...]
    """coasts and borders, and whether each is drawn dashed"""

    @property
    def vertices(self) -> int:
        """How many corners are drawn."""
        return sum(len(ring) for rings in self.rings.values() for ring in rings)

    def country(self, x: int, y: int) -> str | None:
        """Whose land lies there."""
        found = (id_ for id_, rings in self.rings.items() if any(inside(ring, x, y) for ring in rings))
        return next(found, None)


def inside(ring: Points, x: int, y: int) -> bool:
    """Does a point lie in a ring?"""
    odd, (px, py) = False, ring[-1]
    for cx, cy in ring:
        if (cy > y) != (py > y) and x < (px - cx) * (y - cy) / (py - cy) + cx:
            odd = not odd
        px, py = cx, cy
    return odd


@lru_cache(maxsize=4)
def lines(name: str) -> tuple[tuple[Sequence[Sequence[float]], bool], ...]:
    """The coasts and borders of a sheet by name, and whether each is drawn dashed."""
    sheet: Sheet = getattr(load_map(), name)
    return tuple((line.points.tolist(), line.disputed) for line in sheet.lines())


@lru_cache(maxsize=24)
def chart(name: str, rect: Rect) -> Chart:
    """A sheet by name, as large as a rectangle lets it be; of Europe what is left over lies to the west, an ocean."""
    sheet: Sheet = getattr(load_map(), name)
    crop = CROPS[name]
    wide, high = (crop[2] - crop[0]) * sheet.size[0], (crop[3] - crop[1]) * sheet.size[1]
    scale = min(rect.w / wide, rect.h / high)
    share = 1.0 if name == "europe" else 0.5
    left = rect.x + (rect.w - wide * scale) * share - crop[0] * sheet.size[0] * scale
    top = rect.y + (rect.h - high * scale) / 2 - crop[1] * sheet.size[1] * scale

    def pixels(points: Sequence[Sequence[float]]) -> Points:
        return tuple((round(left + x * scale), round(top + y * scale)) for x, y in points)

    return Chart(
        rect=rect,
        rings={
            id_: tuple(pixels(ring.tolist()) for ring in one.rings) for id_, one in sheet.countries.items()
        },
        labels={id_: pixels([one.label])[0] for id_, one in sheet.countries.items()},
        lines=tuple((pixels(points), dashed) for points, dashed in lines(name)),
    )


@dataclass(frozen=True)
class Picture:
    """The map in a rectangle: its charts, and the band of every state that has one."""

    rect: Rect
    insets: tuple[tuple[str, Rect], ...]
    bands: tuple[tuple[str, str], ...]
    lit: tuple[str, ...] = ()
    """states in which something has flared up"""
    own: str = ""
    """whose seat it is"""
    unit: float = 1.0
    tips: Mapping[str, str] = field(default_factory=dict[str, str], compare=False, hash=False)

    @property
    def charts(self) -> Iterator[Chart]:
        """Europe, then the insets."""
        yield chart("europe", self.rect)
        for name, rect in self.insets:
            yield chart(name, rect)

    def at(self, x: int, y: int) -> tuple[str, str] | None:
        """The command and the tip of the state that lies there; insets lie above."""
        for one in reversed(list(self.charts)):
            if one.rect.has(x, y):
                found = one.country(x, y)
                return (f"look {found}", self.tips[found]) if found and found in self.tips else None
        return None


def inset_rects(rect: Rect, unit: float) -> tuple[tuple[str, Rect], ...]:
    """Where the insets lie: over the ocean, if the map is wide enough; else the Balkans top right."""
    pad = round(6 * unit)
    side = min(rect.w, rect.h * 1.5)
    us, balkans = round(side * 0.19), round(side * 0.25)
    us_high, balkans_high = round(us * 0.66), round(balkans * 0.96)
    x, y = rect.right - pad - balkans, rect.y + pad
    if rect.w >= OCEAN * rect.h:
        x, y = rect.x + pad, rect.bottom - pad - balkans_high
    return (
        ("united_states", Rect(rect.x + pad, rect.y + pad, us, us_high)),
        ("balkans", Rect(x, y, balkans, balkans_high)),
    )


@lru_cache(maxsize=24)
def places(
    rect: Rect, insets: tuple[tuple[str, Rect], ...], who: tuple[str, ...], size: tuple[int, int]
) -> Mapping[str, Rect]:
    """Where the mark of each state stands: at its label, pushed apart from the others and off the insets."""
    europe, found = chart("europe", rect), dict[str, list[float]]()
    w, h = size
    fixed = [(r.x, r.y, r.w, r.h) for _, r in insets]
    apart = {name: chart(name, r) for name, r in insets}
    kept: dict[str, Rect] = {}
    for id_ in who:
        if id_ in europe.labels and id_ not in INSET_ONLY:
            x, y = europe.labels[id_]
            found[id_] = [float(x - w // 2), float(y - h // 2)]
        else:
            for one in apart.values():
                if id_ in one.labels:
                    x, y = one.labels[id_]
                    side = -w if id_ in load_map().europe.disputed else w // 2  # its outline stays free
                    x = max(x - w // 2 + side * (id_ in INSET_ONLY), rect.x)
                    kept[id_] = Rect(x, y - h // 2, w, h)
    ids = list(found)
    for _ in range(80):
        moved = False
        for i, a in enumerate(ids):
            for b in ids[i + 1 :]:
                moved |= pushed(found[a], found[b], w + 2, h + 2)
        for id_ in ids:
            for block in fixed:
                moved |= off(found[id_], block, w, h)
            at = found[id_]
            at[0] = min(max(at[0], rect.x), rect.right - w)
            at[1] = min(max(at[1], rect.y), rect.bottom - h)
        if not moved:
            break
    marks = {id_: Rect(round(x), round(y), w, h) for id_, (x, y) in found.items()}
    return {**apart_from(marks, [r for _, r in insets], rect), **apart_from(kept, [], rect)}


def apart_from(marks: Mapping[str, Rect], blocks: Sequence[Rect], room: Rect) -> dict[str, Rect]:
    """Marks that still lie over each other go to the nearest free place, one after the other."""
    out: dict[str, Rect] = {}
    for id_, mark in marks.items():
        taken = [*blocks, *out.values()]
        tries = (mark.moved(dx, dy) for dx, dy in around(mark.w, mark.h))
        out[id_] = next(
            (at for at in tries if room.holds(at) and not any(at.meets(other) for other in taken)), mark
        )
    return out


@lru_cache(maxsize=8)
def around(w: int, h: int) -> tuple[tuple[int, int], ...]:
    """Steps away from a place, the nearest first."""
    steps = [(x * w // 2, y * h // 2) for x in range(-24, 25) for y in range(-36, 37)]
    return tuple(sorted(steps, key=lambda step: (step[0] ** 2 + step[1] ** 2, step)))


def pushed(one: list[float], other: list[float], w: int, h: int) -> bool:
    """Move two marks apart the shorter way if they overlap."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    over_x, over_y = w - abs(dx), h - abs(dy)
    if over_x <= 0.0 or over_y <= 0.0:
        return False
    axis, over, sign = (1, over_y, dy) if over_y <= over_x else (0, over_x, dx)
    half = (over / 2 + 0.5) * (1.0 if sign >= 0.0 else -1.0)
    one[axis] -= half
    other[axis] += half
    return True


def off(one: list[float], block: tuple[int, int, int, int], w: int, h: int) -> bool:
    """Move a mark off a block, the shortest way down or to its sides."""
    x, y, bw, bh = block
    if one[0] >= x + bw or one[0] + w <= x or one[1] >= y + bh or one[1] + h <= y:
        return False
    down, left, right = y + bh - one[1], one[0] + w - x, x + bw - one[0]
    if down <= min(left, right):
        one[1] += down + 1.0
    elif left <= right:
        one[0] -= left + 1.0
    else:
        one[0] += right + 1.0
    return True


__all__ = ["BANDS", "FILLS", "LETTERS", "Chart", "Picture", "band_of", "chart", "inset_rects", "places"]

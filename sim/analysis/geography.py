"""Outlines of states for maps: read once from `scenarios/map/`, drawn by the window and by reports alike."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.totals import Totals

FILE = "map/outlines.json"
EARTH_KM = 6371.0
"""Radius of the sphere that the outlines were projected from."""


@dataclass(frozen=True)
class Country:
    """A state on a sheet of the map; a part of it where the sheet's edge cuts it off."""

    id: str
    """ISO alpha-2, as actors have it"""
    name: str
    role: str
    """`eu` a member in 2007, `actor` another negotiator, `context` drawn in grey"""
    rings: tuple[Array, ...]
    """outlines of its parts, each `(vertex, 2)` in units of the sheet; the last vertex joins the first"""
    label: tuple[float, float]
    """where its name may stand"""

    @property
    def vertices(self) -> int:
        """How many corners are drawn."""
        return sum(map(len, self.rings))


@dataclass(frozen=True)
class Line:
    """A stretch of coast or border, each drawn once."""

    points: Array
    """`(vertex, 2)`"""
    disputed: bool
    """drawn dashed: one side of it has no settled status"""


@dataclass(frozen=True)
class Sheet:
    """A part of the world in Lambert's azimuthal equal-area projection; x runs to the right and y down."""

    name: str
    size: tuple[int, int]
    """width and height in units"""
    centre: tuple[float, float]
    """latitude and longitude of the point at which nothing is distorted"""
    box_km: tuple[float, float, float, float]
    """west, east, south and north edge, in km from that point"""
    countries: Mapping[str, Country]
    """by id"""
    disputed: frozenset[str]
    """ids of those whose whole boundary is drawn dashed"""

    @property
    def vertices(self) -> int:
        """How many corners are drawn."""
        return sum(country.vertices for country in self.countries.values())

    def lines(self) -> list[Line]:
        """Every coast and border once, but not where the sheet's edge cuts a state off.

        >>> sheet = load_map().balkans
        >>> sum(len(line.points) - 1 for line in sheet.lines() if line.disputed)
        51
        """
        owners = edge_owners(self)
        seen: set[Edge] = set()
        out: list[Line] = []
        for country in self.countries.values():
            for ring in country.rings:
                out += stretches(self, ring, owners, seen)
        return out

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place lies on the sheet, in its units.

        >>> x, y = load_map().europe.place(10.0, 52.0)  # its centre
        >>> round(x), round(y)
        (4500, 3833)
        """
        phi, lam = np.radians(latitude), np.radians(longitude - self.centre[1])
        phi0 = np.radians(self.centre[0])
        scale = EARTH_KM * np.sqrt(
            2.0 / (1.0 + np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(lam))
        )
        east = scale * np.cos(phi) * np.sin(lam)
        north = scale * (np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(lam))
        west, right, _, top = self.box_km
        unit = self.size[0] / (right - west)
        return float((east - west) * unit), float((top - north) * unit)

    def lonlat(self, points: Array) -> Array:
        """Longitude and latitude of points of the sheet, in degrees. (..., 2)

        >>> load_map().europe.lonlat(np.array([4500.0, 3833.3])).round(2).tolist()
        [10.0, 52.0]
        """
        west, right, _, top = self.box_km
        unit = (right - west) / self.size[0]
        east, north = points[..., 0] * unit + west, top - points[..., 1] * unit
        far = np.maximum(np.hypot(east, north), 1e-9)
        angle = 2.0 * np.arcsin(far / (2.0 * EARTH_KM))
        phi0 = np.radians(self.centre[0])
        sine, cosine = np.sin(angle), np.cos(angle)
        phi = np.arcsin(cosine * np.sin(phi0) + north * sine * np.cos(phi0) / far)
        lam = np.arctan2(east * sine, far * np.cos(phi0) * cosine - north * np.sin(phi0) * sine)
        return np.stack([np.degrees(lam) + self.centre[1], np.degrees(phi)], axis=-1)


@dataclass(frozen=True)
class Atlas:
    """The sheets of the map, and what must be said beside them."""

    europe: Sheet
    balkans: Sheet
    """an inset, with more corners"""
    united_states: Sheet
    """an inset"""
    note: str
    """why a line is dashed"""
    source: str


@cache
def load_map() -> Atlas:
    """The outlines that are packed with the scenarios (see `scenarios/map/README.md`).

    >>> atlas = load_map()
    >>> len({*atlas.europe.countries, *atlas.united_states.countries}), atlas.europe.vertices > 4000
    (62, True)
    """
    raw = json.loads(files("scenarios").joinpath(FILE).read_text(encoding="utf-8"))
    disputed = frozenset(raw["disputed"])
    sheets = {name: sheet_of(name, part, disputed) for name, part in raw["sheets"].items()}
    return Atlas(**sheets, note=raw["note"], source=raw["source"])


def sheet_of(name: str, raw: Mapping[str, Any], disputed: frozenset[str]) -> Sheet:
    """A sheet from its part of the file."""
    countries = {
        key: Country(
            id=key,
            name=c["name"],
            role=c["role"],
            rings=tuple(np.array(ring, dtype=np.float64).reshape(-1, 2) for ring in c["rings"]),
            label=(float(c["label"][0]), float(c["label"][1])),
        )
        for key, c in raw["countries"].items()
    }
    west, east, south, north = raw["box_km"]
    width, height = raw["size"]
    latitude, longitude = raw["centre"]
    return Sheet(
        name=name,
        size=(width, height),
        centre=(latitude, longitude),
        box_km=(west, east, south, north),
        countries=countries,
        disputed=disputed,
    )


Corner = tuple[float, float]
Edge = frozenset[Corner]


def edges_of(ring: Array) -> Iterator[tuple[Corner, Corner]]:
    """The edges of a ring, from corner to corner, round to the first one."""
    corners = [(float(x), float(y)) for x, y in ring]
    yield from zip(corners, [*corners[1:], corners[0]], strict=True)


def edge_owners(sheet: Sheet) -> dict[Edge, set[str]]:
    """Which states an edge bounds: two where it is a border."""
    out: dict[Edge, set[str]] = {}
    for key, country in sheet.countries.items():
        for ring in country.rings:
            for a, b in edges_of(ring):
                out.setdefault(frozenset((a, b)), set()).add(key)
    return out


def on_frame(sheet: Sheet, a: Corner, b: Corner) -> bool:
    """Does an edge run along the edge of the sheet?"""
    width, height = sheet.size
    return any(
        a[axis] == b[axis] == end for axis, ends in ((0, (0, width)), (1, (0, height))) for end in ends
    )


def stretches(sheet: Sheet, ring: Array, owners: Mapping[Edge, set[str]], seen: set[Edge]) -> list[Line]:
    """The parts of a ring that no line has drawn yet, as long as they go without a change."""
    out: list[Line] = []
    run: list[Corner] = []
    dashed = False

    def close() -> None:
        if len(run) > 1:
            out.append(Line(np.array(run), dashed))

    for a, b in edges_of(ring):
        edge = frozenset((a, b))
        drawn = edge in seen or on_frame(sheet, a, b)
        seen.add(edge)
        disputed = bool(owners[edge] & sheet.disputed)
        if drawn or not run or disputed != dashed:
            close()
            run, dashed = [a], disputed
        run = [b] if drawn else [*run, b]
    close()
    return out


@dataclass(frozen=True)
class Shade:
    """How a state is drawn on a map of recognition."""

    id: str
    band: str
    """a key of `BANDS`; `parties` for those who dispute"""
    share: float | None
    """of the worlds in which it has recognised by the horizon; None for the parties"""


BANDS = {"A": (0.9, 1.0), "B": (0.5, 0.9), "C": (0.1, 0.5), "D": (0.0, 0.1)}
"""Letters of probabilities, from at least the one number to below the other."""
PARTIES = "parties"


def shades(results: Totals) -> list[Shade]:
    """Every negotiator that may recognise, and the parties: what a map of recognition shows.

    >>> band(0.9), band(0.4999), band(0.0), band(1.0)
    ('A', 'C', 'D', 'A')
    """
    setting = results.setting
    sits = dict(zip(setting.actors, setting.negotiator.tolist(), strict=True))
    out = [Shade(a, PARTIES, None) for a, p in zip(setting.actors, setting.party.tolist(), strict=True) if p]
    if not setting.declarer.any():
        return out
    return out + [
        Shade(actor, band(share), share) for actor, (share, _) in results.recognition().items() if sits[actor]
    ]


def band(share: float) -> str:
    """The letter of a probability."""
    return next(letter for letter, (low, _) in BANDS.items() if share >= low)

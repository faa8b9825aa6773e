"""The map: what it draws, and where."""

import numpy as np
import pytest

from sim.analysis.geography import load_map
from sim.compile import compile_setting
from sim.scenario import load


@pytest.fixture(scope="module")
def atlas():
    return load_map()


def test_every_state_is_drawn_with_enough_corners(atlas):
    assert len({*atlas.europe.countries, *atlas.united_states.countries}) == 62
    assert atlas.europe.vertices >= 4000
    assert atlas.balkans.vertices > 2500


def test_every_negotiator_stands_on_the_map(atlas):
    drawn = {*atlas.europe.countries, *atlas.united_states.countries}
    scenario = load("kosovo_2007")
    setting = compile_setting(scenario)
    seats = {key for key, sits in zip(setting.actors, setting.negotiator, strict=True) if sits}
    assert len(seats) == 31
    assert seats <= drawn
    members = {key for key, inside in zip(setting.actors, setting.member, strict=True) if inside}
    assert members == {key for key, country in atlas.europe.countries.items() if country.role == "eu"}


def test_cyprus_is_one_island(atlas):
    cyprus = atlas.europe.countries["CY"]
    assert len(cyprus.rings) == 1
    assert not any("Cyprus" in c.name for key, c in atlas.europe.countries.items() if key != "CY")
    x, y = cyprus.rings[0].T
    area = 0.5 * abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1))) * 0.6**2  # a unit is 0.6 km
    assert area == pytest.approx(9250, rel=0.03)


@pytest.mark.parametrize("name", ["europe", "balkans"])
def test_the_disputed_boundary_is_dashed_and_nothing_else(atlas, name):
    sheet = getattr(atlas, name)
    ring = sheet.countries["XK"].rings[0]
    corners = {tuple(p) for p in ring}
    dashed = [line for line in sheet.lines() if line.disputed]
    assert sum(len(line.points) - 1 for line in dashed) == len(ring)
    assert {tuple(p) for line in dashed for p in line.points} == corners
    assert "dashed" in atlas.note


def test_a_border_is_drawn_once_and_the_frame_never(atlas):
    for sheet in (atlas.europe, atlas.balkans, atlas.united_states):
        edges = [frozenset((tuple(a), tuple(b))) for line in sheet.lines()
                 for a, b in zip(line.points[:-1], line.points[1:], strict=True)]  # fmt: skip
        assert len(edges) == len(set(edges))
        width, height = sheet.size
        for edge in edges:
            xs, ys = zip(*edge, strict=True)
            assert set(xs) not in ({0.0}, {width})
            assert set(ys) not in ({0.0}, {height})


@pytest.mark.parametrize(
    ("state", "longitude", "latitude"),
    [
        ("XK", 21.17, 42.67),
        ("RS", 20.46, 44.82),
        ("SK", 19.0, 48.7),
        ("CY", 33.36, 35.17),
        ("PT", -8.0, 39.5),
    ],
)
def test_a_place_lies_in_its_state_and_the_projection_goes_back(atlas, state, longitude, latitude):
    sheet = atlas.europe
    at = sheet.place(longitude, latitude)
    assert any(inside(at, ring) for ring in sheet.countries[state].rings)
    assert sheet.lonlat(np.array(at)) == pytest.approx([longitude, latitude], abs=1e-6)


def inside(at, ring):
    """Even or odd: how often a ray to the right crosses the ring."""
    x, y = at
    a, b = ring, np.roll(ring, -1, axis=0)
    above = (a[:, 1] > y) != (b[:, 1] > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
    return bool((above & (x < cross)).sum() % 2)


def test_labels_stand_apart(atlas):
    sheet = atlas.europe
    labels = [(c.id, np.array(c.label)) for c in sheet.countries.values() if c.role != "context"]
    for i, (one, a) in enumerate(labels):
        for other, b in labels[i + 1 :]:
            assert np.hypot(*(a - b)) > 100, (one, other)

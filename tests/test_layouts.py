"""Every screen in every size and scale: nothing overlaps, nothing is cut off; colours can be told apart and read."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import screens

from game import theme
from game.layout import Rect
from game.map import FILLS, Picture, band_of, chart, inset_rects
from game.screens.panels import chart as panel
from sim.analysis.geography import load_map

SIZES = [(1024, 640), (1366, 768), (1920, 1080), (3840, 2160)]
SCALES = [0.8, 1.0, 1.4, 2.0]
LONG = "Bosnia and Herzegovina's Extraordinarily Long-Named Federation of Косовска Митровица"


@pytest.fixture(scope="module")
def every():
    return screens.every()


def faults(boxes, size):
    """What is wrong with a layout."""
    window = Rect(0, 0, *size)
    for box in boxes:
        room = box.clip or window
        if box.role not in ("place", "map", "art"):
            if box.rect.x < room.x or box.rect.right > room.right:
                yield f"{box.role} {box.label[:40]!r} sticks out: {box.rect} of {room}"
            if box.clip is None and (box.rect.y < 0 or box.rect.bottom > window.bottom):
                yield f"{box.role} {box.label[:40]!r} is cut off: {box.rect}"
        for run in box.runs:
            if not box.rect.holds(run.rect) and box.role != "place":
                yield f"{box.role} {box.label[:40]!r}: {run.text!r} {run.rect} leaves {box.rect}"
    yield from overlaps([b for b in boxes if b.command and b.role not in ("place", "toast")])
    yield from overlaps([b for b in boxes if b.role == "text" and b.label], text=True)
    yield from overlaps([b for b in boxes if b.role == "place"])


def overlaps(boxes, text=False):
    """Boxes of one layer that lie over each other where both are seen."""
    for one, other in combinations(boxes, 2):
        if one.layer == other.layer and one.seen.meets(other.seen):
            if text and not any(a.rect.meets(b.rect) for a in one.runs for b in other.runs):
                continue
            yield f"{one.role} {one.label[:40]!r} {one.seen} over {other.role} {other.label[:40]!r} {other.seen}"


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("scale", SCALES)
def test_nothing_overlaps_and_nothing_is_cut_off(every, size, scale):
    found = [f"{name}: {fault}" for name, s in every.items() for fault in faults(s.layout(size, scale), size)]
    assert not found, "\n".join(found[:12])


@pytest.mark.parametrize("size", [(1024, 640), (1920, 1080)], ids=str)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_longest_names_and_sentences_fit_too(size, scale):
    table = screens.table()
    sight = table.play.sight()
    names = tuple(LONG if i % 3 else "I" for i in range(len(sight.setting.names)))
    table.play._seen = replace(
        sight, setting=replace(sight.setting, names=names), asked=LONG * 2, reasons=(LONG,) * 3
    )
    for name in ("map", "news", "standing", "moves", "plan", "private", "notes", "log"):
        table.panel = name
        found = list(faults(table.layout(size, scale), size))
        assert not found, "\n".join(found[:12])


def test_every_text_can_be_read_on_its_ground():
    for colours in (theme.CALM, theme.CONTRAST):
        for ink, grounds in theme.TEXT_ON.items():
            for ground in grounds:
                assert theme.contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def test_the_colours_of_stances_are_those_agreed_on_and_each_band_has_its_own_look_and_letter():
    assert (theme.FOR, theme.UNDECIDED, theme.AGAINST) == ("#0072B2", "#999999", "#D55E00")
    looks = [
        FILLS[band]
        for band in ("firm_against", "against", "undecided", "for", "firm_for", "recognised", "party")
    ]
    assert len(set(looks)) == len(looks)
    assert [band_of(p) for p in (-100, -60, -20, 19, 20, 60)] == [
        "firm_against", "against", "undecided", "undecided", "for", "firm_for",
    ]  # fmt: skip


def test_the_map_draws_every_country_and_kosovo_dashed():
    rect = Rect(0, 0, 1000, 640)
    europe, (_, balkans) = chart("europe", rect), inset_rects(rect, 1.0)
    us = chart("united_states", inset_rects(rect, 1.0)[0][1])
    assert len({*europe.rings, *us.rings}) == 62
    assert europe.vertices >= 4000
    inset = chart(*balkans)
    assert {"RS", "XK", "MK", "AL"} <= set(inset.rings)
    assert len(europe.rings["CY"]) == len(load_map().europe.countries["CY"].rings)
    assert "CYN" not in europe.rings
    for one in (europe, inset):
        assert any(dashed for _, dashed in one.lines)


@pytest.mark.parametrize("size", [(700, 440), (560, 420), (1500, 900)], ids=str)
def test_pointing_at_a_country_finds_it(size):
    rect = Rect(30, 40, *size)
    picture = Picture(
        rect, inset_rects(rect, 1.0), (), tips={"FR": "France", "XK": "Kosovo", "US": "United States"}
    )
    charts = list(picture.charts)
    x, y = charts[0].labels["FR"]
    assert picture.at(x, y) == ("look FR", "France")
    assert picture.at(*charts[1].labels["US"]) == ("look US", "United States")
    assert picture.at(*charts[2].labels["XK"]) == ("look XK", "Kosovo")


def test_the_map_shows_what_this_seat_believes_and_not_what_is_so():
    """Two worlds with equal public history and other hidden values give the same boxes."""
    tables = [screens.table(), screens.table()]
    session = tables[1].play.session
    other, at = session.table.state.readiness.copy(), session.setting.actors.index("SK")
    other[np.arange(len(other)) != at] += 17.0
    session.table.state = replace(session.table.state, readiness=other)
    for size in ((1440, 900), (1024, 640)):
        assert tables[0].layout(size, 1.0) == tables[1].layout(size, 1.0)
    assert panel.bands(tables[0].play.sight(), True) == panel.bands(tables[1].play.sight(), True)

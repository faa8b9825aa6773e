"""The map with its legend, and what each state says of recognition, or is believed to think."""

from collections.abc import Mapping, Sequence

import numpy as np

from game.layout import Box, Mark, Page, Rect
from game.map import BANDS, LETTERS, Picture, band_of, inset_rects, places
from game.screens.playing import Play
from game.strings import say
from game.text.phrases import number, stance
from game.text.sight import Sight
from game.widgets import Choice, choices
from sim.arrays import MATTERS

READINESS = MATTERS.index("readiness")


def bands(sight: Sight, believed: bool) -> Mapping[str, str]:
    """The band of every state that may recognise, and the parties."""
    out: dict[str, str] = {}
    v = sight.view
    for i, id_ in enumerate(sight.setting.actors):
        if sight.setting.party[i]:
            out[id_] = "party"
        elif v.recognised[i]:
            out[id_] = "recognised"
        elif v.recogniser[i] and sight.setting.negotiator[i]:
            low, high = sight.desk.belief_low[0, i, READINESS], sight.desk.belief_high[0, i, READINESS]
            out[id_] = band_of(float((low + high) / 2 if believed else v.stance[i]))
    return out


def tips(sight: Sight) -> Mapping[str, str]:
    """What is said of each state when it is pointed at."""
    return {id_: tip(sight, i) for i, id_ in enumerate(sight.setting.actors) if sight.setting.negotiator[i]}


def tip(sight: Sight, i: int) -> str:
    """Name and numbers of one state."""
    v, name = sight.view, sight.name(i)
    if sight.setting.party[i]:
        return say("map.party", name=name)
    if v.recognised[i]:
        return say("map.recognised", name=name)
    points = float(v.stance[i])
    text = say("map.stance", name=name, stance=stance(points), points=number(points))
    low, high = sight.desk.belief_low[0, i, READINESS], sight.desk.belief_high[0, i, READINESS]
    if i != sight.at and np.isfinite([low, high]).all():
        text += "\n" + say("map.belief", low=round(float(low)), high=round(float(high)))
    return text


def legend(page: Page, rect: Rect, believed: bool) -> int:
    """Which map is shown, and what its colours, strokes and letters mean; the height."""
    shown = [
        Choice(say("map.public"), "map public", chosen=not believed, key="1"),
        Choice(say("map.believed"), "map believed", chosen=believed, key="2"),
    ]
    y = rect.y + choices(page, rect, shown) + page.gap("tight")
    x, side, tall = rect.x, page.px(16), page.line("small")
    for band in (*reversed(BANDS), "party"):
        text = say(f"band.{band}")
        w = side + page.gap("tight") + page.width(text, "small")
        if x > rect.x and x + w > rect.right:
            x, y = rect.x, y + tall + page.gap("hair")
        swatch = Rect(x, y + (tall - side) // 2, side, side)
        letter = page.runs(
            Rect(x, y + (tall - page.line("tiny")) // 2, side, tall), LETTERS[band], "tiny", "ink", "middle"
        )
        page.add(Box("swatch", Rect(x, y, side, tall), text, look=band, marks=(mark(swatch),), runs=letter))
        page.text(Rect(x + side + page.gap("tight"), y, w - side, tall), text, "small", "muted")
        x += w + page.gap("gap")
    note = say("map.note")
    if x + page.width(note, "small") > rect.right:
        x, y = rect.x, y + tall + page.gap("hair")
    lines = page.text(Rect(x, y, rect.right - x, tall), note, "small", "muted")
    return y + max(lines, tall) - rect.y


def mark(rect: Rect) -> Mark:
    """The frame of a swatch."""
    return Mark("ring", (rect.x, rect.y, rect.w, rect.h), "border", 1)


def europe(page: Page, rect: Rect, play: Play, believed: bool, only: frozenset[str] | None = None) -> None:
    """The map, with a mark for each state that can be pointed at, pressed and focused.

    only   the states that are shown; None for all
    """
    insets, sight = inset_rects(rect, page.unit), play.sight()
    every = bands(sight, believed)
    shown = {id_: band for id_, band in every.items() if only is None or id_ in only}
    told = play.once("tips", tips)
    picture = Picture(rect, insets, tuple(shown.items()), lit(sight), sight.seat, page.unit, told)
    page.add(Box("map", rect, say("map.name"), picture=picture))
    wide = max(page.width(f"{id_} {LETTERS[band]}", "tiny") for id_, band in shown.items()) + 2 * page.px(4)
    size = (wide, page.line("tiny") + page.px(2))
    for id_, place in places(rect, insets, tuple(shown), size).items():
        band = shown[id_]
        text = f"{id_} {LETTERS[band]}"
        at = Rect(place.x, place.y + page.px(1), place.w, place.h)
        runs = page.runs(at, text, "tiny", "ink", "middle")
        look = f"own {band}" if id_ == sight.seat else band
        page.add(Box("place", place, text, f"look {id_}", tip=told[id_], look=look, runs=runs))
    council(page, insets, sight)


def council(page: Page, insets: tuple[tuple[str, Rect], ...], sight: Sight) -> None:
    """Who sits in the Council this week, below the inset of the United States, if there is room over the ocean."""
    above, rect = insets[0][1], insets[0][1]
    sits = np.flatnonzero(sight.setting.council[sight.week])
    great = [sight.setting.actors[i] for i in sits if sight.setting.permanent[i]]
    elected = [sight.setting.actors[i] for i in sits if not sight.setting.permanent[i]]
    pad = page.px(5)
    inner = Rect(above.x + pad, above.bottom + 2 * pad, above.w - 2 * pad, rect.h)
    title = say("map.council")
    lines = [line for group in (great, elected) for line in in_lines(page, inner.w, group)]
    tall = page.height(title, inner.w, "small strong") + page.line("tiny") * len(lines)
    if not great or (inner.y + tall + pad > insets[1][1].y - pad and inner.x < insets[1][1].right):
        return
    frame = Rect(above.x, above.bottom + pad, above.w, tall + 2 * pad)
    page.add(Box("panel", frame, look="inset"))
    head = Rect(inner.x, inner.y, inner.w, page.height(title, inner.w, "small strong"))
    y = inner.y + page.text(head, title, "small strong")
    page.add(Box("spot", head, title, tip=say("map.council tip")))
    for line in lines:
        for id_, x, wide in line:
            place = Rect(inner.x + x, y, wide, page.line("tiny"))
            runs = page.runs(place, id_, "tiny", "ink")
            page.add(Box("term", place, id_, f"look {id_}", tip=sight.name(id_), runs=runs))
        y += page.line("tiny")


def in_lines(page: Page, width: int, ids: Sequence[str]) -> list[list[tuple[str, int, int]]]:
    """Ids side by side in lines that fit: each with where it begins and how wide it is."""
    lines: list[list[tuple[str, int, int]]] = [[]]
    x, blank = 0, page.width("  ", "tiny")
    for id_ in ids:
        wide = page.width(id_, "tiny")
        if lines[-1] and x + wide > width:
            lines.append([])
            x = 0
        lines[-1].append((id_, x, wide))
        x += wide + blank
    return [line for line in lines if line]


def lit(sight: Sight) -> tuple[str, ...]:
    """Places that have followed, by id of the flashpoint."""
    weeks = np.atleast_1d(sight.known.state.flash_week)
    return tuple(
        name for name, week in zip(sight.setting.flashpoints, weeks, strict=False) if week <= sight.week
    )


__all__ = ["bands", "europe", "legend", "tips"]

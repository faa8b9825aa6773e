"""Where things stand: issue tracks, calendar, the public numbers."""

from datetime import date

import numpy as np

from game.layout import Box, Mark, Page, Rect
from game.screens.playing import Play
from game.strings import say
from game.text.account import goal_slots
from game.text.phrases import ahead, day, number
from game.text.sight import Sight
from game.text.words import GAUGES
from game.widgets import heading
from sim.arrays import NEVER
from sim.goals import goals as own_goals


def issues(page: Page, rect: Rect, sight: Sight) -> int:
    """One line per issue: its named marks, who has stated what, what is offered; where it ends."""
    y = rect.y
    for at, issue in enumerate(sight.scenario.issues.values()):
        y += track(page, Rect(rect.x, y, rect.w, rect.h), sight, at, issue.name) + page.gap("near")
    return y


def track(page: Page, rect: Rect, sight: Sight, at: int, name: str) -> int:
    """One issue; its height."""
    issue = list(sight.scenario.issues.values())[at]
    y = rect.y + page.text(rect, name, "small strong")
    tall, knob = page.px(24), page.px(5)
    line = Rect(rect.x + knob, y, max(rect.w - 2 * knob, 1), tall)
    middle = line.y + tall // 2

    def x(points: float) -> int:
        return line.x + round(line.w * min(max(points, 0.0), 100.0) / 100.0)

    shapes = [Mark("line", (line.x, middle, line.right, middle), "muted", page.px(1))]
    marks = sorted(issue.marks.values(), key=lambda mark: mark.value)
    shapes += [
        Mark(
            "line",
            (x(mark.value), middle - page.px(5), x(mark.value), middle + page.px(5)),
            "muted",
            page.px(2),
        )
        for mark in marks
    ]
    position = sight.known.traits.position[..., at]
    told: list[str] = []
    for i in np.flatnonzero(sight.setting.negotiator).tolist():
        points = float(position[i])
        if not np.isfinite(points) or sight.setting.party[i]:
            continue
        shapes.append(Mark("disc", (x(points), middle + page.px(8), page.px(2)), "undecided"))
    for i in np.flatnonzero(sight.setting.party).tolist():
        points = float(position[i])
        colour = "for" if sight.setting.side[i] > 0 else "against"
        shapes.append(Mark("disc", (x(points), middle, knob), colour))
        told.append(say("track.party", name=sight.name(i), points=number(points)))
    if at == sight.setting.key:
        for i, package in enumerate(sight.view.offer.tolist()):
            value = float(sight.setting.package_value[package, at]) if package >= 0 else float("nan")
            if np.isfinite(value):
                p = x(value)
                shapes.append(
                    Mark(
                        "poly",
                        (
                            p - knob,
                            middle - page.px(13),
                            p + knob,
                            middle - page.px(13),
                            p,
                            middle - page.px(5),
                        ),
                        "accent",
                    )
                )
                offered = sight.package_name(sight.setting.packages[int(package)])
                told.append(say("track.offer", name=sight.name(i), package=offered))
    page.add(Box("marks", Rect(rect.x, y, rect.w, tall), name, tip="\n".join(told), marks=tuple(shapes)))
    y += tall
    ends = [issue.low_end, issue.high_end]
    half = (rect.w - page.gap("near")) // 2
    low = page.text(Rect(rect.x, y, half, rect.h), ends[0], "tiny", "muted")
    high = page.text(Rect(rect.right - half, y, half, rect.h), ends[1], "tiny", "muted", "right")
    return y + max(low, high) - rect.y


def calendar(page: Page, rect: Rect, sight: Sight) -> int:
    """The days to the date that is set, the next event, and the whole game on one line; where it ends."""
    y = rect.y + heading(page, rect, say("calendar.title"))
    for text, style in dates(sight):
        y += page.text(Rect(rect.x, y, rect.w, rect.h), text, style)
    y += page.gap("tight")
    tall, knob = page.px(26), page.px(4)
    line = Rect(rect.x + knob, y, max(rect.w - 2 * knob, 1), tall)
    middle = y + tall // 2
    weeks = max(sight.last, 1)

    def x(week: float) -> int:
        return line.x + round(line.w * min(max(week, 0), weeks) / weeks)

    shapes = [
        Mark("line", (line.x, middle, line.right, middle), "line", page.px(4)),
        Mark("line", (line.x, middle, x(sight.week), middle), "accent", page.px(4)),
    ]
    shapes += [
        Mark("disc", (x(planned.first), middle, knob), "accent" if planned.first <= sight.week else "muted")
        for planned in sight.plan
    ]
    deadline = int(sight.known.state.deadline)
    if deadline < NEVER:
        at = x(deadline)
        shapes.append(
            Mark(
                "poly",
                (at - knob, middle - page.px(12), at + knob, middle - page.px(12), at, middle - page.px(4)),
                "against",
            )
        )
    now = x(sight.week)
    shapes.append(Mark("ring", (now - knob * 2, middle - knob * 2, knob * 4, knob * 4), "accent", page.px(2)))
    page.add(
        Box(
            "marks",
            Rect(rect.x, y, rect.w, tall),
            say("calendar.line"),
            tip=say("calendar.tip"),
            marks=tuple(shapes),
        )
    )
    y += tall
    half = rect.w // 2
    low = page.text(Rect(rect.x, y, half, rect.h), brief(sight.monday(0)), "tiny", "muted")
    last = Rect(rect.right - half, y, half, rect.h)
    high = page.text(last, brief(sight.monday(sight.last)), "tiny", "muted", "right")
    return y + max(low, high)


def brief(when: date) -> str:
    """A day as short as it can be."""
    return f"{when.day} {when:%b} {when:%y}"


def dates(sight: Sight) -> list[tuple[str, str]]:
    """The date of the talks and the next event, in words."""
    out: list[tuple[str, str]] = []
    deadline = int(sight.known.state.deadline)
    if deadline < NEVER and sight.view.talks_open:
        weeks = deadline - sight.week
        if weeks > 0:
            out.append((say("calendar.days", days=7 * weeks), "figure"))
            out.append((say("calendar.to deadline", day=day(sight.monday(deadline))), "small"))
        else:
            out.append((say("calendar.deadline", when=ahead(weeks)), "strong"))
    if event := next_event(sight):
        out.append((say("calendar.next", day=day(event[0]), name=event[1]), "small"))
    coming = next((planned for planned in sight.plan if planned.first > sight.week), None)
    if coming is not None:
        low, high = day(sight.monday(coming.first)), day(sight.monday(coming.latest))
        key = "calendar.sitting" if low == high else "calendar.sitting between"
        out.append((say(key, day=low, latest=high), "small"))
    return out


def next_event(sight: Sight) -> tuple[date, str] | None:
    """The next event whose day is public."""
    now = sight.monday(sight.week)
    coming = sorted((e.date, e.name) for e in sight.scenario.events.values() if e.date and e.date >= now)
    return coming[0] if coming else None


def aims(page: Page, rect: Rect, play: Play) -> int:
    """What the seat plays for: each goal with what it is worth, and how much of it would be earned now."""
    sight = play.sight()
    found = play.once("scored", play.scored)
    own = list(own_goals(sight.scenario, {sight.seat: sight.role})[sight.seat].values())
    y = rect.y + heading(page, rect, say("private.goals"))
    for goal, slot in zip(own, goal_slots(sight, found), strict=False):
        earned = float(found.credit[sight.at, slot])
        shown = say("figures.points", weight=number(goal.weight))
        wide = page.width(shown, "small strong")
        page.text(Rect(rect.right - wide, y, wide, rect.h), shown, "small strong", "muted")
        y += page.text(Rect(rect.x, y, rect.w - wide - page.gap("near"), rect.h), goal.text, "small")
        tall = page.px(4)
        middle = y + page.gap("hair") + tall // 2
        to = rect.x + round(rect.w * (min(max(earned, 0.0), 1.0) if np.isfinite(earned) else 0.0))
        shapes = (
            Mark("line", (rect.x, middle, rect.right, middle), "line", tall),
            Mark("line", (rect.x, middle, to, middle), "accent", tall),
        )
        place = Rect(rect.x, y + page.gap("hair"), rect.w, tall)
        page.add(Box("marks", place, goal.text, tip=say("figures.earned"), marks=shapes))
        y += tall + page.gap("near")
    return y


def figures(page: Page, rect: Rect, play: Play) -> int:
    """The public numbers, each with a bar and what it was; where it ends."""
    y = rect.y + heading(page, rect, say("figures.title"))
    many = int(play.sight().setting.recogniser.sum())
    for name, now, before in play.figures():
        top = many if name == "recognisers" else 100
        shown = say("figures.of", value=number(now), top=top)
        if number(before) != number(now):
            shown = say("figures.was", value=number(now), top=top, before=number(before))
        place = Rect(rect.x, y, rect.w, rect.h)
        wide = page.width(shown, "small")
        label = GAUGES[name]
        if page.width(label, "small") + wide + page.gap("near") <= rect.w:
            page.text(place, label, "small", "muted")
            page.text(Rect(rect.right - wide, y, wide, rect.h), shown, "small")
            y += page.line("small")
        else:
            y += page.text(place, label, "small", "muted")
            y += page.text(Rect(rect.x, y, rect.w, rect.h), shown, "small")
        tall = page.px(5)
        middle = y + tall // 2
        to = rect.x + round(rect.w * min(max(now / top, 0.0), 1.0))
        was = rect.x + round(rect.w * min(max(before / top, 0.0), 1.0))
        shapes = (
            Mark("line", (rect.x, middle, rect.right, middle), "line", tall),
            Mark("line", (rect.x, middle, to, middle), "accent", tall),
            Mark("line", (was, y, was, y + tall), "ink", page.px(2)),
        )
        page.add(
            Box(
                "marks",
                Rect(rect.x, y, rect.w, tall),
                f"{label} {shown}",
                tip=say(f"figures.{name}"),
                marks=shapes,
            )
        )
        y += tall + page.gap("near")
    return y


__all__ = ["aims", "calendar", "dates", "figures", "issues", "next_event"]

"""Where things stand for a seat: dates, its goals, its score."""

from collections.abc import Sequence

import numpy as np

from game.text import words as w
from game.text.phrases import ahead, day, number
from game.text.sight import Sight
from sim.arrays import NEVER
from sim.goals import goals as own_goals
from sim.goals import of_role
from sim.schema import COMMON
from sim.score import PARTS as MOST
from sim.score import Score


def calendar(sight: Sight) -> list[str]:
    """Dates, as far as they are public."""
    c = w.CALENDAR
    out = [c["now"].format(day=day(sight.monday(sight.week)), week=sight.week, last=sight.last)]
    if (deadline := int(sight.known.state.deadline)) < NEVER:
        out.append(c["deadline"].format(day=day(sight.monday(deadline)), weeks=ahead(deadline - sight.week)))
    for event in sorted(sight.scenario.events.values(), key=lambda e: str(e.date or e.low)):
        if event.date:
            out.append(c["event"].format(day=day(event.date), name=event.name))
        elif event.low and event.high:
            out.append(c["between"].format(low=day(event.low), high=day(event.high), name=event.name))
    for planned in sight.plan:
        low, high = day(sight.monday(planned.first)), day(sight.monday(planned.latest))
        when = low if low == high else c["from to"].format(low=low, high=high)
        out.append(c["sitting"].format(number=planned.number, day=when, question=planned.question))
    return [*out, c["end"].format(day=day(sight.monday(sight.last)))]


def goals(sight: Sight, found: Score) -> list[str]:
    """What the seat plays for, and where it stands.

    found   scored from what the seat knows
    """
    own = own_goals(sight.scenario, {sight.seat: sight.role})[sight.seat]
    shared = of_role(sight.scenario, COMMON)
    slots = goal_slots(sight, found)
    out = [w.GOALS["head"]]
    for (key, goal), slot in zip(
        [("goal", g) for g in own.values()] + [("common", g) for g in shared.values()], slots, strict=True
    ):
        value = float(found.value[sight.at, slot])
        now = w.GOALS["now"].format(value=number(value)) if np.isfinite(value) else w.GOALS["unknown"]
        scale = w.GOALS["scale"].format(floor=number(goal.floor), target=number(goal.target))
        out.append(w.GOALS[key].format(weight=number(goal.weight), text=goal.text))
        out.append(f"   {now}; {scale}")
    return out


def goal_slots(sight: Sight, found: Score) -> list[int]:
    """Where on the goal axis the goals of the seat lie: its own, then those of all."""
    own = own_goals(sight.scenario, {sight.seat: sight.role})[sight.seat]
    shared = of_role(sight.scenario, COMMON)
    many = found.value.shape[-1]
    return [*range(len(own)), *range(many - len(shared), many)]


def score(sight: Sight, found: Score) -> list[str]:
    """What the seat would have if the game ended now."""
    parts = parts_said(found.part[sight.at].tolist())
    return [w.GOALS["score"].format(total=number(float(np.nansum(found.part[sight.at]))), parts=parts)]


def parts_said(points: Sequence[float]) -> str:
    """The parts of a score in a line."""
    return ", ".join(
        w.GOALS["part"].format(name=w.PARTS[name], points=number(earned), most=number(most))
        for (name, most), earned in zip(MOST.items(), points, strict=True)
    )

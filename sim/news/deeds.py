"""What states and parties did that everybody can see."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np

from sim.arrays import DOUBTERS, NEVER, PIONEERS
from sim.news.fact import News, names, new
from sim.setting import Setting
from sim.state import State

LOUD = 3
"""A level of commitment that is a public promise."""
LEANINGS = (-60.0, -20.0, 20.0, 60.0)
"""Points of expressed readiness at which another word is needed for where a state stands."""


def deeds(setting: Setting, before: State, after: State) -> Iterator[News]:
    """The declaration, recognitions that take effect, incidents, places that follow."""
    week = before.week
    if after.declared_week == week and before.declared_week != week:
        yield {"what": "declared", "who": names(setting, setting.declarer)}
    gone = (after.recognised_week == week) & (after.week > week)
    if gone.any():
        yield {"what": "recognised", "who": names(setting, gone)}
    if after.incidents > before.incidents:
        yield {"what": "incident"}
    lit = (after.flash_week == week) & (before.flash_week != week)
    if lit.any():
        yield {"what": "follows", "which": [setting.flashpoints[i] for i in np.flatnonzero(lit)]}


def parties(setting: Setting, before: State, after: State) -> Iterator[News]:
    """Measures, a public date, safeguards, a path refused, appeals for calm."""
    if after.measures_stage > before.measures_stage:
        stage = "announced" if after.measures_stage == 1 else "carried out"
        yield {"what": "measures", "who": names(setting, setting.title_holder), "which": stage}
    shown = after.date_public & (after.date_set < NEVER)
    if shown and not (before.date_public and before.date_set == after.date_set):
        moved = bool(before.date_public) and before.date_set < NEVER
        day = setting.start + timedelta(weeks=int(after.date_set))
        what = "date moved" if moved else "date"
        yield {"what": what, "who": names(setting, setting.declarer), "which": day.isoformat()}
    if after.safeguarded > before.safeguarded:
        yield {"what": "safeguards", "who": names(setting, setting.declarer)}
    if after.path_refused and not before.path_refused:
        yield {"what": "path refused", "who": names(setting, setting.candidate)}
    if (who := np.asarray(after.calm_week > before.calm_week)).any():
        yield {"what": "calm", "who": names(setting, who)}


def states(setting: Setting, before: State, after: State) -> Iterator[News]:
    """What states said of recognition, which side they took, what they did at home."""
    masks: tuple[tuple[str, Any], ...] = (
        ("announced", new(before.announced, after.announced)),
        ("refused", new(before.refused, after.refused)),
        ("delayed", after.delayed_until > before.delayed_until),
        ("assured", new(before.assured, after.assured)),
        ("reassured", after.reassured_week > before.reassured_week),
        ("committed", new(before.commitment == LOUD, after.commitment == LOUD)),
        ("stepped back", new(before.commitment != LOUD, after.commitment != LOUD)),
        ("doubters", new(before.group == DOUBTERS, after.group == DOUBTERS)),
        ("pioneers", new(before.group == PIONEERS, after.group == PIONEERS)),
        ("left", new(before.group == 0, after.group == 0)),
        ("toward", turned(setting, before, after, 1.0)),
        ("away", turned(setting, before, after, -1.0)),
    )
    for what, mask in masks:
        if (who := np.broadcast_to(mask, (len(setting.actors),))).any():
            yield {"what": what, "who": names(setting, who)}
    if after.leaked > before.leaked:
        yield {"what": "came out", "which": str(int(after.leaked - before.leaked))}


def turned(setting: Setting, before: State, after: State, side: float) -> Any:
    """States that have not recognised and for whose stance another word is needed now, toward a side. (actor,)"""
    was, now = (np.digitize(state.stance * side, LEANINGS) for state in (before, after))
    return setting.recogniser & ~after.recognised & (now > was)

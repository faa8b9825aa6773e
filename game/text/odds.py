"""Advice in words: the staff's odds of a plan, and its hints. How exactly they are told depends on the level."""

from collections.abc import Iterator

import numpy as np

from game.advice import Change, Hint, Odds, Prospect
from game.levels import LEVELS
from game.text import words as w
from game.text.deeds import deeds
from game.text.phrases import number
from sim.schema import Scenario
from sim.setting import Setting
from sim.typed import said

MUCH = {100.0: 10.0, 1.0: 2.0}
"""Points from which on a change is clearly and not a little better or worse: of a chance, of the score."""
RANGE = 10.0
"""Half the width of a band, at least."""
STEP = 5.0
"""The round numbers in which a band ends."""


def told(found: Odds, level: str) -> Iterator[str]:
    """What the staff says of a plan: goal by goal and in points, with what is clearly other than without it."""
    how = LEVELS[level].told
    yield w.ODDS["head" if found.planned else "head nothing"].format(worlds=found.worlds)
    for text, met in found.goals.items():
        yield w.ODDS["goal"].format(text=text, chance=chance(how, met), change=changes(how, met, 100.0))
    yield w.ODDS["score"].format(points=in_points(how, found.points), change=changes(how, found.points, 1.0))
    yield from unclear(found)


def unclear(found: Odds) -> Iterator[str]:
    """One line for what makes no clear difference at all."""
    every = (*found.goals.values(), found.points)
    nothing = found.planned and not any(one.nothing.clear for one in every)
    usual = not any(one.usual.clear for one in every)
    if nothing and usual:
        yield w.ODDS["same"]
    elif nothing:
        yield w.ODDS["same as nothing"]
    elif usual:
        yield w.ODDS["same as usual" if found.planned else "nothing as usual"]


def changes(how: str, found: Prospect, scale: float) -> str:
    """What is clearly other than with nothing chosen, and than with the ministry's usual moves."""
    against = {"than nothing": found.nothing, "than usual": found.usual}
    clear = {than: by_how_much(how, one, scale) for than, one in against.items() if one.clear}
    if len(clear) == 2 and len(set(clear.values())) == 1:
        clear = {"than either": clear["than usual"]}
    return "".join(w.ODDS["change"].format(by=by, than=w.ODDS[than]) for than, by in clear.items())


def by_how_much(how: str, found: Change, scale: float) -> str:
    """A clear change as the level has it: in points, in a word, or in a range of points.

    scale   100 for a chance, 1 for points of the score
    """
    gain, error = abs(found.gain) * scale, found.error * scale
    if how == "numbers":
        size = w.ODDS["gain"].format(value=number(gain))
    elif how == "words":
        size = w.ODDS["clearly" if gain >= MUCH[scale] else "little"]
    else:
        low, high = max(gain - 2.0 * error, 0.0), gain + 2.0 * error
        size = w.ODDS["gain between"].format(low=number(np.floor(low)), high=number(np.ceil(high)))
    return w.ODDS["better" if found.gain > 0 else "worse"].format(how=size)


def band(value: float, spread: float) -> tuple[int, int]:
    """A range around a value, in round numbers."""
    half = max(2.0 * spread, RANGE)
    low, high = np.floor((value - half) / STEP) * STEP, np.ceil((value + half) / STEP) * STEP
    return int(max(low, 0)), int(min(high, 100))


def chance(how: str, found: Prospect) -> str:
    """A chance as the level has it: a number, a word with a band, or a band alone."""
    percent, spread = 100.0 * found.mean, 100.0 * found.spread
    if how == "numbers":
        return w.ODDS["number"].format(value=round(percent), error=round(2.0 * spread))
    low, high = band(percent, spread)
    if how == "ranges":
        return w.ODDS["range percent"].format(low=low, high=high)
    word = next(text for below, text in w.LIKELIHOODS if percent < below)
    return w.ODDS["worded"].format(word=word, low=low, high=high)


def in_points(how: str, found: Prospect) -> str:
    """A score as the level has it."""
    if how == "numbers":
        return w.ODDS["points"].format(value=number(found.mean), error=number(2.0 * found.spread))
    low, high = band(found.mean, found.spread)
    return w.ODDS["range"].format(low=low, high=high)


def hinted(scenario: Scenario, setting: Setting, found: Hint | None) -> str:
    """A hint in one sentence: what the staff would do, how it is typed, and what that would bring."""
    if found is None:
        return w.ODDS["no hint"]
    gain = number(found.points.gain)
    goal = w.ODDS["hint goal"].format(
        goal=found.goal.rstrip("."), before=round(100 * found.before), after=round(100 * found.after)
    )
    return w.ODDS["hint"].format(
        deed=deeds(scenario, setting, found.acts, "do"),
        line="; ".join(said(act) for act in found.acts),
        goal=goal if found.moved else "",
        gain=gain,
    )


__all__ = ["hinted", "told"]

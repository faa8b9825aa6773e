"""Advice in words: the staff's odds of a plan, and its hints. How exactly they are told depends on the level."""

from collections.abc import Iterator

import numpy as np

from game.advice import Change, Hint, Odds, Prospect
from game.levels import LEVELS
from game.text.advising import LIKELIHOODS, ODDS, SHARES
from game.text.deeds import deeds
from game.text.phrases import day, number
from game.text.sight import Sight
from sim.acts import Act
from sim.schema import Scenario
from sim.setting import Setting
from sim.typed import said

MUCH = 1.0
"""Points of the score from which on a change is told in points, and called clear; below, it is a little."""
RANGE = 10.0
"""Half the width of a band of a chance, at least."""
STEP = 5.0
"""The round numbers in which a band ends."""


def told(found: Odds, level: str) -> Iterator[str]:
    """What the staff says of a plan: goal by goal and in points, with what is clearly other than without it."""
    how = LEVELS[level].told
    head = ODDS["head" if found.planned else "head nothing"]
    yield head.format(worlds=found.worlds, assumed=assumed(found))
    for text, met in found.goals.items():
        yield ODDS["goal"].format(text=text, share=share(how, met), change=changes(how, met))
    yield ODDS["score"].format(points=in_points(how, found.points), change=changes(how, found.points))
    yield from unclear(found)
    if found.recognises:
        error = np.sqrt(found.recognises * (1.0 - found.recognises) / found.worlds)
        yield ODDS["recognises"].format(chance=chance(how, found.recognises, float(error)))


def assumed(found: Odds) -> str:
    """What is taken to become of the seat after what is chosen now, in a sentence."""
    orders = "; ".join(said(act) for act in found.orders) or ODDS["no orders"]
    if found.until is None:
        return ODDS["assumed to the end"].format(orders=orders)
    when = ODDS["about" if found.about else "in the week"].format(day=day(found.until))
    return ODDS["assumed"].format(orders=orders, when=when)


def unclear(found: Odds) -> Iterator[str]:
    """One line for what makes no clear difference at all."""
    every = (*found.goals.values(), found.points)
    nothing = found.planned and not any(one.nothing.clear for one in every)
    usual = not any(one.usual.clear for one in every)
    if nothing and usual:
        yield ODDS["same"]
    elif nothing:
        yield ODDS["same as nothing"]
    elif usual:
        yield ODDS["same as usual" if found.planned else "nothing as usual"]


# ------------------------------------------------------------------ changes


def changes(how: str, found: Prospect) -> str:
    """What is clearly other than with nothing chosen, and than with the ministry's usual moves."""
    against = {"than nothing": found.nothing, "than usual": found.usual}
    clear = {than: by_how_much(how, one) for than, one in against.items() if one.clear}
    if len(clear) == 2 and len(set(clear.values())) == 1:
        clear = {"than either": clear["than usual"]}
    return "".join(ODDS["change"].format(by=by, than=ODDS[than]) for than, by in clear.items())


def by_how_much(how: str, found: Change) -> str:
    """A clear change as the level has it: in points, in a word, or in a range of points."""
    way, gain, error = ODDS["better" if found.gain > 0 else "worse"], abs(found.gain), found.error
    if gain < MUCH:
        return ODDS["little by" if how == "numbers" else "little"].format(way=way, value=found.gain)
    if how == "numbers":
        return ODDS["gain"].format(value=number(gain), way=way)
    if how == "words":
        return ODDS["clearly"].format(way=way)
    low, high = max(gain - 2.0 * error, 0.0), gain + 2.0 * error
    return ODDS["gain between"].format(low=number(np.floor(low)), high=number(np.ceil(high)), way=way)


# ------------------------------------------------------------------ how much of it


def share(how: str, found: Prospect) -> str:
    """What of a goal's points is expected, as the level has it: a number and a range, a word and a range, a range."""
    mean, most = number(found.mean), number(found.most)
    if found.chance is not None:
        percent = chance(how, found.chance, found.error / found.most)
        word = called(LIKELIHOODS, 100.0 * found.chance).capitalize()
        return ODDS[CHANCES[how]].format(mean=mean, most=most, word=word, chance=percent)
    word = called(SHARES, 100.0 * found.mean / found.most).capitalize()
    between = exact(found) if how == "numbers" else rough(found)
    return ODDS[AMOUNTS[how]].format(mean=mean, most=most, word=word, range=between)


AMOUNTS = {"numbers": "number", "words": "worded", "ranges": "ranged"}
CHANCES = {"numbers": "chance", "words": "worded chance", "ranges": "ranged chance"}
"""How a level tells of points, and of a goal that is met or not."""


def in_points(how: str, found: Prospect) -> str:
    """A score as the level has it."""
    if how == "numbers":
        return ODDS["points"].format(mean=number(found.mean), range=exact(found), error=f"{found.error:.1f}")
    return ODDS["points ranged"].format(range=rough(found))


def exact(found: Prospect) -> str:
    """Between which points the middle half of the courses of events lies."""
    low, high = number(found.low), number(found.high)
    return ODDS["no range" if low == high else "in half"].format(low=low, high=high)


def rough(found: Prospect) -> str:
    """The same in whole points."""
    low, high = f"{np.floor(found.low):.0f}", f"{np.ceil(found.high):.0f}"
    return low if low == high else ODDS["range"].format(low=low, high=high)


def chance(how: str, share: float, spread: float) -> str:
    """A chance in per cent: a number, or a range around it in round numbers."""
    if how == "numbers":
        return ODDS["exactly"].format(percent=round(100.0 * share))
    half = max(200.0 * spread, RANGE)
    low = np.floor((100.0 * share - half) / STEP) * STEP
    high = np.ceil((100.0 * share + half) / STEP) * STEP
    return ODDS["percent"].format(low=int(max(low, 0)), high=int(min(high, 100)))


def called(names: tuple[tuple[int, str], ...], percent: float) -> str:
    """What so many per cent are called."""
    return next(text for below, text in names if percent < below)


# ------------------------------------------------------------------ soundings and hints


def unmoved(sight: Sight, act: Act) -> str:
    """That a sounding of a state's readiness tells the staff nothing, before there is anything to be ready for."""
    about = str(act["move"]) == "sound_out" and act.get("about") == "readiness"
    return ODDS["sounding"] if about and not sight.known.state.declared else ""


def hinted(scenario: Scenario, setting: Setting, found: Hint | None) -> str:
    """A hint in one sentence: what the staff would do, how it is typed, and what that would bring."""
    if found is None:
        return ODDS["no hint"]
    goal = ODDS["hint goal"].format(
        goal=found.goal.rstrip("."),
        before=number(found.before),
        after=number(found.after),
        most=number(found.most),
    )
    return ODDS["hint"].format(
        deed=deeds(scenario, setting, found.acts, "do"),
        line="; ".join(said(act) for act in found.acts),
        goal=goal if found.moved else "",
        gain=f"{found.points.gain:.1f}" if found.points.gain < MUCH else number(found.points.gain),
    )


__all__ = ["hinted", "told", "unmoved"]

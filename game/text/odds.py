"""Advice about a plan: the chances of a seat's goals with what it has chosen, and with nothing, on the same luck.

Worlds are run forward from what the seat can know. A change within two standard errors is no clear difference; how
exactly anything is said depends on the level.
"""

from dataclasses import dataclass

import numpy as np

from game.text import words as w
from game.text.phrases import number
from game.text.sight import Sight
from sim.acts import to_moves
from sim.arrays import Array
from sim.forecast import Forecaster, in_one_stride
from sim.goals import aims
from sim.goals import goals as own_goals
from sim.idle import idle
from sim.score import Aims, score
from sim.setting import Setting
from sim.state import State, Traits

WORLDS = 128
QUESTIONS = {"attache": 0, "ambassador": 3, "minister": 3}
"""Questions that the staff answers in a sitting; 0 for as many as are asked."""
CLEAR = 2.0
"""Standard errors from which on a difference is told."""
MUCH = 0.10
"""A chance that moves by more is clearly better or worse."""
RANGE = 0.10
"""Half the width of a band, at least."""


class Watch:
    """The seat's score in the end, and how far each of its goals was met."""

    def __init__(self, aims: Aims, end: int) -> None:
        self.aims, self.end = aims, end
        self.credit: Array = np.zeros(0)

    def __call__(self, setting: Setting, traits: Traits, state: State, seat: int) -> Array:
        """An objective of `sim.forecast`; it also notes the goals."""
        found = score(self.aims, setting, traits, in_one_stride(setting, traits, state, self.end))
        self.credit = found.credit[..., seat, :]
        return found.total[..., seat]


class Staff:
    """Who reckons for a seat; what is drawn for a scenario is drawn once."""

    def __init__(self, sight: Sight) -> None:
        self.watch = Watch(aims(sight.scenario, sight.setting), 0)
        self.forecaster = Forecaster(sight.scenario, sight.setting, objective=self.watch)
        self.watch.end = self.forecaster.end

    def ask(self, sight: Sight) -> list[str]:
        """What the staff says of the acts chosen so far."""
        nothing = idle((1,), len(sight.setting.packages), len(sight.setting.actors))
        chosen = to_moves(sight.setting, sight.at, sight.drafted, sight.week, sight.beat)
        plans = [nothing, chosen] if sight.drafted else [nothing]
        totals = self.forecaster.forecast(sight.known, sight.beat, plans, WORLDS).values
        credit = self.watch.credit.reshape(len(plans), WORLDS, -1)
        own = own_goals(sight.scenario, {sight.seat: sight.role})[sight.seat]
        out = [w.ODDS["head"].format(worlds=WORLDS)]
        for slot, goal in enumerate(own.values()):
            met = (credit[..., slot] > 0.5).astype(np.float64)
            told = chance(sight.level, weigh(met))
            out.append(
                w.ODDS["goal"].format(text=goal.text, chance=told, change=changed(sight, weigh(met), MUCH))
            )
        points = weigh(totals)
        return [
            *out,
            w.ODDS["score"].format(points=in_points(sight.level, points), change=changed(sight, points, 2.0)),
        ]


@dataclass(frozen=True)
class Weighed:
    """A mean with the plan, or with nothing where there is none, and what the plan adds to doing nothing."""

    mean: float
    spread: float
    """standard error of the mean"""
    gain: float
    """0 where there is no plan"""
    error: float
    """standard error of the gain"""


def weigh(values: Array) -> Weighed:
    """(plan, world) the first plan is nothing, the last one what is asked about."""
    apart = values[-1] - values[0]
    root = float(np.sqrt(values.shape[-1]))
    spread, error = (float(x.std(ddof=1)) / root for x in (values[-1], apart))
    return Weighed(float(values[-1].mean()), spread, float(apart.mean()), error)


def band(value: float, spread: float, step: float) -> tuple[int, int]:
    """A range around a value, in round numbers."""
    half = max(2.0 * spread, RANGE * 100.0)
    low, high = np.floor((value - half) / step) * step, np.ceil((value + half) / step) * step
    return int(max(low, 0)), int(min(high, 100))


def chance(level: str, found: Weighed) -> str:
    """A chance as the level has it: a number, a word with a band, or a band alone."""
    percent = 100.0 * found.mean
    if level == "attache":
        return w.ODDS["number"].format(value=round(percent), error=round(200.0 * found.spread))
    low, high = band(percent, 100.0 * found.spread, 5.0)
    if level == "minister":
        return w.ODDS["range percent"].format(low=low, high=high)
    word = next(text for below, text in w.LIKELIHOODS if percent < below)
    return w.ODDS["worded"].format(word=word, low=low, high=high)


def in_points(level: str, found: Weighed) -> str:
    """A score as the level has it."""
    if level == "attache":
        return w.ODDS["points"].format(value=number(found.mean), error=number(2.0 * found.spread))
    low, high = band(found.mean, found.spread, 5.0)
    return w.ODDS["range"].format(low=low, high=high)


def changed(sight: Sight, found: Weighed, much: float) -> str:
    """What the plan adds, where it is clear."""
    if not sight.drafted:
        return w.ODDS["nothing"]
    if abs(found.gain) <= CLEAR * found.error or found.gain == 0.0:
        return w.ODDS["same"]
    scale = 100.0 if much < 1.0 else 1.0
    if sight.level == "attache":
        how = w.ODDS["gain"].format(value=number(abs(found.gain) * scale))
    else:
        how = w.ODDS["clearly" if abs(found.gain) >= much else "little"]
    return w.ODDS["better" if found.gain > 0 else "worse"].format(how=how)

"""Are the odds that a seat is told right? Forecasts at some sittings beside what then happened.

Odds are the share of a goal's points that is expected; what happened is the share that it earned. Of a goal that is
met or not, that is the chance that it is met, and whether it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from balancing.game import NAMED, course, game, spread_out
from sim.endings import Earned
from sim.forecast import Forecaster
from sim.idle import idle
from sim.rules import open_week
from sim.score import score
from sim.secrecy import known
from sim.state import take

SEED = 4
SITTINGS = (1, 4, 8)
WORLDS = 64
"""Imagined worlds of a forecast."""
BINS = 10
CHUNK = 64
"""Games that a process plays at a time: a draw block holds a whole number of them."""


@dataclass(frozen=True)
class Told:
    """One seat's odds of one goal at one sitting, and what came of it: shares of its points, 0..1."""

    sitting: int
    seat: str
    goal: str
    odds: float
    came: float


def told(part: tuple[int, int, int]) -> list[Told]:
    """The odds in some games, a seat in each, in turn."""
    first, games, worlds = part
    play = game(SEED)
    earned = Earned(play.job.aims, play.weeks)
    forecaster = Forecaster(play.scenario, play.setting, objective=earned)
    traits, by = course(play, games, first)
    ended = score(play.job.aims, play.setting, traits, by[play.weeks])
    own = ~play.job.aims.shared
    out: list[Told] = []
    for k in range(games):
        seat = NAMED[(first + k) % len(NAMED)]
        at, world = play.seat(seat), take(traits, k)
        slots = np.flatnonzero((play.job.aims.weight[at] > 0) & own)
        plan = play.sittings_of(world)
        for number in SITTINGS:
            if number not in plan:
                continue
            state = open_week(play.setting, world, take(by[plan[number]], k))
            nothing = idle((1,), len(play.setting.packages), len(play.setting.actors))
            forecaster.forecast(known(play.setting, world, state, at), "talk", [nothing], worlds)
            for n, slot in enumerate(slots.tolist()):
                odds = float(earned.credit[:, slot].mean())
                came = float(ended.credit[k, at, slot])
                out.append(Told(number, seat, play.job.aims.names[at][n], odds, came))
    return out


def asked(games: int, processes: int, worlds: int = WORLDS) -> list[Told]:
    """The odds in many games in which all play doctrine."""
    parts = [(k, min(CHUNK, games - k), worlds) for k in range(0, games, CHUNK)]
    return [one for found in spread_out(told, parts, processes, "odds") for one in found]


@dataclass(frozen=True)
class Reliability:
    """Odds of one sitting against what happened."""

    sitting: int
    n: int
    rows: list[tuple[float, float, int, float, float]]
    """from, to, how many, mean odds, mean share that came of it"""
    brier: float
    """mean square of how far the odds lay from what came"""
    base: float
    """the same of a forecast that always tells what that seat's goal earns on average"""
    overall: float
    """the same of one that always tells the average of all"""


def reliability(found: Sequence[Told], sitting: int) -> Reliability:
    """The table of one sitting."""
    here = [t for t in found if t.sitting == sitting]
    odds, came = np.array([t.odds for t in here]), np.array([t.came for t in here])
    keys = [(t.seat, t.goal) for t in here]
    rate = {key: came[[k == key for k in keys]].mean() for key in set(keys)}
    base = np.array([rate[k] for k in keys])
    place = np.minimum((odds * BINS).astype(int), BINS - 1)
    rows: list[tuple[float, float, int, float, float]] = []
    for b in range(BINS):
        inside = place == b
        if inside.any():
            ends = b / BINS, (b + 1) / BINS
            rows.append((*ends, int(inside.sum()), float(odds[inside].mean()), float(came[inside].mean())))
    return Reliability(
        sitting,
        len(here),
        rows,
        float(np.square(odds - came).mean()),
        float(np.square(base - came).mean()),
        float(np.square(came.mean() - came).mean()),
    )


__all__ = ["SITTINGS", "Reliability", "asked", "reliability"]

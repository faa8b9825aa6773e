"""What the drawn stances say before anything is played."""

from dataclasses import dataclass

import numpy as np

from sim.compile import compile_setting
from sim.schema import Scenario
from sim.worlds import DRAW_BLOCK, draw_traits


@dataclass(frozen=True)
class Leaning:
    """Members that would sooner recognise than not at the opening, over drawn worlds."""

    members: int
    p05: float
    median: float
    p95: float
    worlds: int


def leaning_at_opening(scenario: Scenario, seed: int = 1) -> Leaning | None:
    """Members with P(recognise) above one half at the opening: the interval that the rubric gives.

    None for a scenario without members.

    >>> from sim.scenario import load
    >>> leaning_at_opening(load("kosovo_2007")).members
    27
    """
    setting = compile_setting(scenario)
    if not setting.member.any():
        return None
    drawn = draw_traits(scenario, setting, seed, 0).recognition
    heads = (setting.member & (drawn > 0.0)).sum(-1)
    low, middle, high = (float(q) for q in np.quantile(heads, [0.05, 0.5, 0.95]))
    return Leaning(int(setting.member.sum()), low, middle, high, DRAW_BLOCK)


def told(leaning: Leaning) -> str:
    """The interval in a line.

    >>> told(Leaning(27, 21.0, 23.0, 25.0, 1024))
    'members with P(recognise) above one half at the opening: 23 of 27 (5 to 95 %: 21 to 25; 1,024 worlds)'
    """
    span = f"5 to 95 %: {leaning.p05:g} to {leaning.p95:g}; {leaning.worlds:,} worlds"
    return f"members with P(recognise) above one half at the opening: {leaning.median:g} of {leaning.members} ({span})"

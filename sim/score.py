"""The score of a seat: 55 points for its goals, 15 for room at home, 15 for its word, 15 for the common good.

A pure function on `(..., actor)` arrays, for one world and for many to the bit. What a seat plays for is data:
`Aims`, made by `sim.goals` from the scenario.
"""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.gauges import measured
from sim.rules.ratification import in_force
from sim.setting import Setting
from sim.state import State, Traits

PARTS = {"goals": 55.0, "home": 15.0, "word": 15.0, "common": 15.0}
"""What the hundred points of a score are for: how many at most, by part."""


@dataclass(frozen=True)
class Aims:
    """What every actor plays for, as arrays without a world axis; the goals of all come last."""

    measures: tuple[str, ...]
    """what is measured, by name; see `sim.gauges`"""
    names: tuple[tuple[str, ...], ...]
    """per actor the names of its goals, its own and then the common ones"""
    which: Index
    """(actor, goal) index among the measures, -1 where an actor has fewer goals"""
    target: Array
    """(actor, goal) from where on a goal is met in full"""
    floor: Array
    """(actor, goal) up to where it earns nothing"""
    weight: Array
    """(actor, goal) points of the score; 0 where an actor has fewer goals"""
    shared: Mask
    """(goal,) the same for all: the common good"""


@dataclass(frozen=True)
class Score:
    """What a finished game is worth to every seat."""

    part: Array
    """(..., actor, part) points, in the order of PARTS"""
    total: Array
    """(..., actor) 0..100"""
    credit: Array
    """(..., actor, goal) how far each goal is met, 0..1; 0 where there is none"""
    value: Array
    """(..., actor, goal) what was measured; NaN where it is not defined, or there is no goal"""


def score(aims: Aims, setting: Setting, traits: Traits, state: State) -> Score:
    """Score a state as if the game had ended with its last week.

    Each goal earns its weight times its credit, which is linear between floor and target. Home and word earn
    of their fifteen points the share that standing and credibility are of 100; a package in force beyond a
    red line leaves nothing for home.
    """
    value = values(aims, setting, traits, state)
    gained = credit(value, aims.target, aims.floor)
    points = aims.weight * gained
    own = np.where(aims.shared, 0.0, points).sum(-1)
    common = np.where(aims.shared, points, 0.0).sum(-1)
    lost = red_line_crossed(setting, traits, state)
    home = np.where(lost, 0.0, PARTS["home"] * state.home / 100.0)
    word = PARTS["word"] * state.credibility / 100.0
    part = np.stack([own, home, word, common], axis=-1)
    return Score(part=part, total=part.sum(-1), credit=gained, value=value)


def values(aims: Aims, setting: Setting, traits: Traits, state: State) -> Array:
    """What is measured for every goal of every actor; NaN where there is none. (..., actor, goal)"""
    shape = (*traits.recognition.shape, aims.which.shape[-1])
    out = np.full(shape, np.nan)
    for i, name in enumerate(aims.measures):
        column = measured(name, setting, traits, state)
        out = np.where(aims.which == i, column[..., None], out)
    return out


def credit(value: Array, target: Array, floor: Array) -> Array:
    """How far a goal is met: 0 at the floor, 1 at the target, linear between; 0 for what is not defined.

    The target may lie above the floor or below it.

    >>> credit(np.array([20.0, 5.0, np.nan]), np.array([20.0, 2.0, 1.0]), np.array([10.0, 8.0, 0.0]))
    array([1. , 0.5, 0. ])
    """
    gap = np.where(target == floor, 1.0, target - floor)
    return np.clip(np.nan_to_num((value - floor) / gap, nan=0.0), 0.0, 1.0) + 0.0  # no minus before a zero


def red_line_crossed(setting: Setting, traits: Traits, state: State) -> Mask:
    """Is a package in force that lies beyond an actor's red line, seen from what it wants? (..., actor)

    Who wants more than the middle of the scale minds what lies below its line, the others what lies above. A
    pact, which leaves the key issue open, lies beyond nobody's.
    """
    place = np.append(setting.package_value[:, setting.key], np.nan)[in_force(setting, state)]
    below, above = place[..., None] < traits.red_line, place[..., None] > traits.red_line
    return np.where(traits.ideal[..., setting.key] > 50.0, below, above)

"""How far the numbers of a scenario may go that are on no scale of the rubric: far beyond sense, short of overflow."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from sim.mending import Problem
from sim.schema import Mechanism, Range, Scenario

SHARES = ("share", "chance", "how far", "per week", "half the width of risk")
"""Beginnings of the units of mechanisms that lie between 0 and 1."""
BEYOND = 10.0
"""How many times the shipped range a mechanism of a file may reach."""
FAR_BELOW = 100.0
"""How many times smaller than the shipped range a mechanism that cannot be switched off may be."""
SCALE = 100.0
"""The length of the scales whose units are points."""
EFFECT = 100.0
"""Points that a driver may move a state by, per unit."""
LOG = 5.0
"""What may be added to the log of a place's hazard."""


@cache
def shipped() -> dict[str, Mechanism]:
    """The mechanisms as they are shipped."""
    texts = (
        files("scenarios").joinpath(name).read_text(encoding="utf-8")
        for name in ("mechanisms.toml", "moves.toml")
    )
    raw: dict[str, Any] = {k: v for text in texts for k, v in tomllib.loads(text)["mechanisms"].items()}
    return {name: Mechanism.model_validate(entry) for name, entry in raw.items()}


def ends(name: str) -> tuple[float, float]:
    """The least and the most that a mechanism may be: 0 is allowed where it does nothing then, or where the
    shipped range begins there; else it may be a divisor.

    >>> ends("visit_step"), ends("lobby_half_life")
    ((0.0, 90.0), (0.02, 60.0))
    """
    own = shipped()[name]
    low = 0.0 if own.off == 0 else own.low * BEYOND if own.low < 0 else own.low / FAR_BELOW
    most = BEYOND * max(own.high, 0.0)
    if own.unit.startswith(SHARES):
        return low, 1.0
    return (max(low, -SCALE), min(most, SCALE)) if own.unit.startswith("points") else (low, most)


def beyond(scenario: Scenario) -> Iterator[Problem]:
    """Numbers that lie beyond their limits."""
    for name, mechanism in scenario.mechanisms.items():
        if name in shipped():
            given = Range(low=mechanism.low, mode=mechanism.mode, high=mechanism.high)
            yield from outside(("mechanisms", name), given, *ends(name))
    for name, driver in scenario.drivers.items():
        for key, value in (("recognition", driver.recognition), ("vulnerability", driver.vulnerability)):
            yield from outside(("drivers", name, key), value, -EFFECT, EFFECT)
    for name, flash in scenario.flashpoints.items():
        yield from outside(("flashpoints", name, "chance"), flash.chance, 0.0, 100.0)
        for key, value in (("haste", flash.haste), ("precedent", flash.precedent)):
            yield from outside(("flashpoints", name, key), value, -LOG, LOG)


def outside(place: tuple[str, ...], value: Range, low: float, high: float) -> Iterator[Problem]:
    """A problem where the range leaves its limits."""
    if value.low < low or value.high > high:
        yield place, f"expected {low:g} to {high:g}, found {value.low:g} to {value.high:g}"

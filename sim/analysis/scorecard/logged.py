"""The log of scores in `scenarios/SCORES.toml`: the frozen model's, and those after every change that moved one.

To log a change, append what this prints, with the reason:

    python -c "from sim.analysis.scorecard.logged import entry; print(entry('what changed', 'why'))"
"""

import tomllib
from collections.abc import Mapping
from datetime import date as Day
from functools import cache
from importlib.resources import files

from sim.analysis.scorecard.card import scorecard
from sim.analysis.scorecard.plan import plan
from sim.scenario import load
from sim.schema import Table

QUICK = 2048
"""Worlds of the short run by which a test sees that nothing has moved; the other scores are the plan's."""
PLACES = 5

Scores = Mapping[str, Mapping[str, float]]
"""Scores by scenario and id."""


class Entry(Table):
    """Scores after a change; what they were before, the entry before says."""

    date: Day
    what: str
    why: str
    planned: dict[str, dict[str, float]]
    """of the plan's worlds and seed"""
    quick: dict[str, dict[str, float]]
    """of QUICK worlds and the plan's seed"""


@cache
def entries() -> list[Entry]:
    """The log, the frozen model first.

    >>> entries()[0].what
    'the frozen model'
    """
    text = files("scenarios").joinpath("SCORES.toml").read_text(encoding="utf-8")
    return [Entry.model_validate(item) for item in tomllib.loads(text)["entries"]]


def frozen_scores(scenario: str) -> Mapping[str, float]:
    """The frozen model's scores of the plan's worlds; none for a scenario that is not of the plan."""
    return entries()[0].planned.get(scenario, {})


def scores(worlds: int) -> dict[str, dict[str, float]]:
    """The scores of the forecasts now."""
    out: dict[str, dict[str, float]] = {}
    for name in plan().forecasts:
        values = scorecard(load(name), worlds, plan().seed).values()
        out[name] = {key: round(value, PLACES) for key, value in values.items()}
    return out


def entry(what: str, why: str) -> str:
    """A new entry of the log, as TOML."""
    lines = ["[[entries]]", f"date = {Day.today()}", f'what = "{what}"', f'why = "{why}"']
    for kind, worlds in (("planned", plan().worlds), ("quick", QUICK)):
        for name, values in scores(worlds).items():
            lines += [f"[entries.{kind}.{name}]", *(f"{key} = {value}" for key, value in values.items())]
    return "\n".join(lines)


def moved(now: Scores, then: Scores, tolerance: float) -> list[str]:
    """The scores that differ, a line each.

    >>> moved({"x": {"order": 0.5}}, {"x": {"order": 0.6}}, 0.01)
    ['x: order 0.6, now 0.5']
    """
    return [
        f"{name}: {key} {then.get(name, {}).get(key)}, now {value}"
        for name, values in now.items()
        for key, value in values.items()
        if abs(then.get(name, {}).get(key, float("inf")) - value) > tolerance
    ]

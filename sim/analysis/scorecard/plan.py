"""What was fixed in advance: the plan in `scenarios/FROZEN.toml`, committed before the scorecard had code."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from sim.schema import Table


class Plan(Table):
    """Forecasts, size, dates, scores and baselines, as they were written down."""

    forecasts: list[str]
    worlds: int
    seed: int
    dates: list[date]
    undeclared: str
    scores: list[str]
    baselines: list[str]
    kept_from_certainty: float


@cache
def plan() -> Plan:
    """The plan.

    >>> plan().forecasts
    ['kosovo_2007_11_20', 'kosovo_2007_12_10']
    """
    text = files("scenarios").joinpath("FROZEN.toml").read_text(encoding="utf-8")
    return Plan.model_validate(tomllib.loads(text)["plan"])

"""Sweeps: the same worlds under every combination of settings, each arm compared with the first one.

All arms share their seed, so world k of one arm and world k of another differ by the settings alone. The
base is the first arm: the first value of every swept key.
"""

import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from sim.analysis.grid import Point, grid, lay_out
from sim.analysis.paired import Difference, difference
from sim.analysis.units import SHARE, unit
from sim.arrays import Array
from sim.faults import Fault, ScenarioError, nearest
from sim.overrides import plain, prefixed
from sim.results import Results
from sim.scenario import laid_over, load
from sim.schema import Scenario
from sim.spread import Z95, Summary, summary, wilson
from sim.strategies import Strategy
from sim.worlds import Job, Progress, play_block, run_arms

HEADLINES = ("agreement_by_deadline", "declaration_week", "eu_recognisers", "tension_peak", "zopa_width")
"""Measures that are shown where none is asked for."""


@dataclass(frozen=True)
class Value:
    """The share of an outcome or the mean of a measure in one arm; None where no world defines it."""

    unit: str
    n: int
    """worlds in which it is defined"""
    mean: float | None
    sd: float | None
    p05: float | None
    p50: float | None
    p95: float | None
    low: float | None
    """95 % interval of the mean, from the number of worlds alone"""
    high: float | None
    difference: Difference | None
    """to the same in the first arm, world by world; None in the first arm, and where no world has both"""


@dataclass(frozen=True)
class Arm:
    """One combination of settings and what it leads to."""

    settings: Point
    outcomes: dict[str, Value]
    measures: dict[str, Value]


@dataclass(frozen=True)
class Sweep:
    """Finished arms in the order of the grid, the last key running fastest; the first arm is the base."""

    scenario: Scenario
    """with what is set for all arms"""
    strategies: dict[str, str]
    """names of the strategies played in all arms, by actor id or `all`; doctrine for who is not named"""
    over: dict[str, tuple[object, ...]]
    worlds: int
    seed: int
    arms: tuple[Arm, ...]
    planned: int
    """arms of the whole grid"""
    seconds: float

    @property
    def interrupted(self) -> bool:
        """Was it stopped before all arms were finished?"""
        return len(self.arms) < self.planned


def sweep(
    scenario: Scenario | str,
    over: Mapping[str, Sequence[object]],
    worlds: int = 4000,
    seed: int = 1,
    *,
    rules: Mapping[str, object] | None = None,
    strategies: Mapping[str, Strategy | str] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Play the same worlds under every combination of the values in `over`.

    over         values by key: any key that a run's `rules` take
    rules        settings of all arms
    strategies, workers, progress   as in `sim.worlds.run`; progress counts the worlds of all arms

    ScenarioError: what is wrong with any arm, every fault at once, before the first is played. Ctrl-C
    keeps the arms that are finished; with none finished it is raised.

    >>> found = sweep("kosovo_2007", {"rules.council.veto": [True, False]}, worlds=8, workers=1)
    >>> [arm.settings for arm in found.arms]
    [{'rules.council.veto': True}, {'rules.council.veto': False}]
    """
    if worlds < 1:
        raise ValueError(f"expected at least 1 world, found {worlds!r}")
    began = time.perf_counter()
    loaded = load(scenario) if isinstance(scenario, str) else scenario
    axes = {prefixed(key): tuple(plain(v) for v in values) for key, values in over.items()}
    scenarios, faults = lay_out(loaded, over, rules or {})
    if faults:
        raise ScenarioError(faults)
    points, arms, base = grid(axes), list[Arm](), None
    played = run_arms(scenarios, worlds, seed, strategies=strategies, workers=workers, progress=progress)
    try:
        with closing(played):
            for point, results in zip(points, played, strict=True):
                arms.append(summed_up(point, results, base))
                base = base or results
    except KeyboardInterrupt:
        if not arms:
            raise
    common, names = laid_over(loaded, rules or {}), {} if base is None else dict(base.strategies)
    seconds = time.perf_counter() - began
    return Sweep(common, names, axes, worlds, seed, tuple(arms), len(points), seconds)


def unknown_measures(scenario: Scenario, names: Sequence[str]) -> list[Fault]:
    """What is wrong with names of measures; one world is played to know which there are."""
    if not names:
        return []
    from sim.compile import compile_setting

    known = play_block(Job(scenario, compile_setting(scenario), 1, {}), 0, 1).measures
    wrong = [name for name in dict.fromkeys(names) if name not in known]
    return [Fault("measure", "", f"{name!r} is not a measure; {nearest(name, known)}") for name in wrong]


def shown_measures(sweep: Sweep, names: Sequence[str] = ()) -> list[str]:
    """The measures that tables and figures show: those asked for, or the headlines that there are."""
    known = sweep.arms[0].measures
    return [name for name in dict.fromkeys(names or HEADLINES) if name in known and known[name].n]


# ---------------------------------------------------------------- what an arm leads to


def summed_up(point: Point, results: Results, base: Results | None) -> Arm:
    """An arm's outcomes and measures, compared with those of the base."""
    outcomes = {
        name: value(happened(results, i), SHARE, None if base is None else happened(base, i))
        for i, name in enumerate(results.scenario.outcomes)
    }
    measures = {
        name: value(column, unit(name), None if base is None else base.columns.get(name))
        for name, column in results.columns.items()
    }
    return Arm(point, outcomes, measures)


def happened(results: Results, outcome: int) -> Array:
    """Whether each world ends in an outcome, as 0 and 1. (world,)"""
    return (results.outcome == outcome).astype(np.float64)


def value(column: Array, unit: str, base: Array | None) -> Value:
    """A column summed up, with the interval of its mean and its difference to the base's."""
    return value_of(summary(column), unit, None if base is None else difference(base, column, unit == SHARE))


def value_of(found: Summary, unit: str, apart: Difference | None) -> Value:
    """What a summary says, with the interval of its mean."""
    mean, sd = found.mean, found.sd
    if mean is None or sd is None:
        return Value(unit, 0, None, None, None, None, None, None, None, apart)
    half = Z95 * sd / float(np.sqrt(found.n))
    low, high = wilson(round(mean * found.n), found.n) if unit == SHARE else (mean - half, mean + half)
    return Value(unit, found.n, mean, sd, found.p05, found.p50, found.p95, low, high, apart)

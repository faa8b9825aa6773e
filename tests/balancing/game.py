"""The game as the balance tests play it: whole ensembles, one seat's strategy beside doctrine, forks of one world."""

import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from typing import Any, TypeVar

import numpy as np

from sim.analysis.tournament import Part, play_part
from sim.arrays import Array
from sim.histories import Histories, Scored, histories, job_of
from sim.rows import at_rows
from sim.rules import open_week, opening, step
from sim.scenario import load
from sim.schema import Scenario
from sim.score import score
from sim.setting import Setting
from sim.sittings import sittings
from sim.state import Moves, State, Traits, replace
from sim.strategies import Strategy
from sim.worlds import DRAW_BLOCK, decide, draw_shocks, draw_traits, play_week, seat_groups

SCENARIO = "kosovo_2007"
NAMED = ("RS", "XK", "RU", "US", "PT", "CY", "GR", "SK", "DE", "FR", "IT")
"""The seats that the tests of strength are about: the principal ones, the doubters with a name, three others."""
HISTORIES = 10_000
LUCK = 2**31 + 7
"""The draw block of the luck on which forks are played on: no run of worlds has it."""
GRAIN = 10
"""Worlds that a process plays at a time where a strategy looks ahead."""

T = TypeVar("T")
R = TypeVar("R")

Change = Mapping[str, Any]
"""What a seat does otherwise than doctrine: values by field of Moves."""
Plan = Mapping[str, Change]
"""Changes by the beat of the week."""


@dataclass(frozen=True)
class Game:
    """One scenario, who plays what in it, and what it is scored by."""

    job: Scored

    @property
    def scenario(self) -> Scenario:
        return self.job.scenario

    @property
    def setting(self) -> Setting:
        return self.job.setting

    @property
    def weeks(self) -> int:
        return self.job.weeks

    @cached_property
    def usual(self) -> Histories:
        """What doctrine scores in every seat, the measure of a percentile."""
        return histories(self.scenario, HISTORIES, 1, workers=1)

    def seat(self, who: str) -> int:
        return self.setting.actors.index(who)

    def seats(self) -> list[str]:
        """Who can be played."""
        return list(self.job.roles)

    def role(self, who: str) -> str:
        return self.job.roles[who]

    def points(self, traits: Traits, state: State) -> Array:
        """What every actor scores in worlds that have ended. (world, actor)"""
        return score(self.job.aims, self.setting, traits, state).total

    def sittings_of(self, traits: Traits) -> dict[int, int]:
        """The first week of each sitting of one world, by number."""
        return {s.number: s.first for s in sittings(self.scenario, traits)}


def game(seed: int = 1, strategies: Mapping[str, Strategy | str] | None = None) -> Game:
    """The shipped game with strategies by seat, doctrine elsewhere."""
    return Game(job_of(load(SCENARIO), seed, strategies or {}))


def percentiles(usual: Array, points: Array) -> Array:
    """Where scores stand among the usual ones, ties counted half. (score,), 0..100"""
    ordered = np.sort(np.round(usual, 6))
    own = np.round(points, 6)
    below, upto = np.searchsorted(ordered, own, "left"), np.searchsorted(ordered, own, "right")
    return 50.0 * (below + upto) / len(ordered)


def scores(play: Game, worlds: int, first: int = 0) -> Array:
    """What every actor scores in some worlds. (world, actor)"""
    job, out = play.job, []
    for block in range(first // 1024, (first + worlds - 1) // 1024 + 1):
        low, high = max(first - block * 1024, 0), min(first + worlds - block * 1024, 1024)
        part = Part(job.scenario, job.setting, job.seed, job.strategies, job, block, low, high - low)
        out.append(play_part(part, 0, 0, lambda: False))
    return np.concatenate(out)


def played(
    play: Game, worlds: int, see: Callable[[State, Traits], None] | None = None, first: int = 0
) -> tuple[Traits, State]:
    """Some worlds of a run, from `first` on, of one draw block, up to the end of the game; `see` looks at them before
    every week.
    """
    block, low = divmod(first, DRAW_BLOCK)
    setting, job, rows = play.setting, play.job, low + np.arange(worlds)
    traits = at_rows(draw_traits(job.scenario, setting, job.seed, block), rows)
    state, groups = opening(setting, traits), seat_groups(setting, job.strategies)
    for week in range(play.weeks):
        if see:
            see(state, traits)
        shocks = at_rows(draw_shocks(setting, job.seed, block, week), rows)
        state = play_week(setting, traits, state, shocks, groups)
    return traits, state


def course(play: Game, worlds: int, first: int = 0) -> tuple[Traits, dict[int, State]]:
    """An ensemble as it stood before each week, so that it can be played on from there."""
    kept: dict[int, State] = {}
    traits, end = played(play, worlds, lambda state, _: kept.__setitem__(state.week, state), first)
    kept[end.week] = end
    return traits, kept


def opened(play: Game, traits: Traits, state: State) -> State:
    """A world as its seats find it on the Monday."""
    return open_week(play.setting, traits, state)


def forked(
    play: Game, traits: Traits, state: State, seat: int, plans: Sequence[Plan], worlds: int, first: int = 0
) -> Array:
    """A seat's score, each plan played on from the same worlds on the same luck; doctrine afterwards.

    state     of an ensemble, before its week
    worlds    how many of its worlds; from `first` on
    returns   (plan, world)
    """
    setting = play.setting
    rows = first + np.tile(np.arange(worlds), len(plans))
    many, now = at_rows(traits, rows), at_rows(state, rows)
    groups = seat_groups(setting, {})
    shocks = at_rows(draw_shocks(setting, play.job.seed, LUCK, state.week), rows)

    def decided(state: State, beat: str) -> Moves:
        return with_plans(decide(setting, many, state, shocks, groups, beat), seat, plans, beat, worlds)

    now = step(setting, many, now, shocks, decided)
    while now.week < play.weeks:
        shocks = at_rows(draw_shocks(setting, play.job.seed, LUCK, now.week), rows)
        now = play_week(setting, many, now, shocks, groups)
    return score(play.job.aims, setting, many, now).total[:, seat].reshape(len(plans), worlds)


def with_plans(moves: Moves, seat: int, plans: Sequence[Plan], beat: str, lucks: int) -> Moves:
    """The moves of all with what each plan changes in the moves of one seat."""
    new: dict[str, Any] = {}
    for p, plan in enumerate(plans):
        for name, value in plan.get(beat, {}).items():
            if name not in new:
                new[name] = np.array(getattr(moves, name))
            row = np.asarray(value)
            new[name][p * lucks : (p + 1) * lucks, seat] = row[0] if row.ndim and row.shape[0] == 1 else row
    return replace(moves, **new)


def spread_out(work: Callable[[T], R], parts: Sequence[T], processes: int, what: str = "") -> list[R]:
    """The same work on many parts, in so many processes; in their order, with progress on standard error."""
    out: list[R] = []

    def tell(found: R) -> None:
        out.append(found)
        if what:
            print(f"\r  {what[:60]}: {len(out)} of {len(parts)}   ", end="", file=sys.stderr, flush=True)

    if processes == 1 or len(parts) < 2:
        for part in parts:
            tell(work(part))
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            for found in pool.map(work, parts):
                tell(found)
    if what:
        print(file=sys.stderr)
    return out

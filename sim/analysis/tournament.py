"""A tournament: every strategy in a seat, in the same worlds on the same luck, by what the seat scores.

World k of one arm and world k of another differ by the seat's strategy, or by the field of opponents, alone; so
a strategy is held against doctrine world by world. The field is what all the others play: doctrine, or
in turn every strategy that does not look ahead.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby, islice

import numpy as np

from sim.analysis.paired import Difference, difference
from sim.arrays import Array
from sim.histories import Scored, job_of
from sim.rows import at_rows
from sim.rules import opening
from sim.schema import Scenario
from sim.score import score
from sim.spread import Z95
from sim.strategies import STRATEGIES, LooksAhead, Strategy, find, name_of
from sim.strategies.doctrine import doctrine
from sim.worlds import (
    DRAW_BLOCK,
    EVERYONE,
    Job,
    Progress,
    Stopped,
    block_sizes,
    draw_shocks,
    draw_traits,
    play_week,
    played,
    seat_groups,
)

GRAIN = 10
"""Worlds that a process plays at a time where a strategy looks ahead, so that all processors have work."""


@dataclass(frozen=True)
class Entry:
    """One strategy in one seat against one field of opponents."""

    seat: str
    """id of an actor"""
    strategy: str
    field: str
    """what all the others play"""
    n: int
    mean: float
    """points of the seat's score"""
    sd: float
    low: float
    """95 % interval of the mean, from the number of worlds alone"""
    high: float
    difference: Difference | None
    """to doctrine in the same seat and against the same field, world by world; None for doctrine itself"""


@dataclass(frozen=True)
class Tournament:
    """Finished entries, by seat and field, the best first."""

    scenario: Scenario
    entries: tuple[Entry, ...]
    worlds: int
    seed: int
    planned: int
    """entries of the whole tournament"""
    seconds: float

    @property
    def interrupted(self) -> bool:
        """Was it stopped before all entries were finished?"""
        return len(self.entries) < self.planned


@dataclass(frozen=True)
class Arm:
    """Who plays what: a seat's strategy and the field. Where both are the same the seat does not matter (empty)."""

    seat: str
    strategy: str
    field: str


@dataclass(frozen=True)
class Part(Job):
    """Some worlds of a job, as one process plays them."""

    whole: Scored
    block: int
    first: int
    worlds: int


def tournament(
    scenario: Scenario,
    seats: Sequence[str],
    worlds: int = 200,
    seed: int = 1,
    *,
    strategies: Sequence[str] | None = None,
    fields: Sequence[str] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Tournament:
    """Play strategies in seats against fields of opponents; doctrine is always among them.

    seats        ids of actors
    strategies   names, or `module:function`; all that are listed without it
    fields       what all the others play, in turn; doctrine without it
    workers      processes; None for as many as there are processors
    progress     called with the number of worlds finished so far, of all arms

    ValueError: no world, no seat. StrategyError: a strategy that there is not. Ctrl-C keeps the entries that are
    finished; with none finished it is raised.

    >>> from sim.scenario import load
    >>> found = tournament(load("example"), ["UP"], 4, strategies=["random"], workers=1)
    >>> sorted(entry.strategy for entry in found.entries)
    ['doctrine', 'random']
    """
    if worlds < 1 or not seats:
        raise ValueError(f"expected a seat and at least 1 world, found {list(seats)!r} and {worlds!r}")
    began, base = time.perf_counter(), name_of(doctrine)
    wanted = list(pairings(seats, strategies, fields))
    arms = all_arms(seats, strategies, fields)
    finished: list[tuple[Arm, Array]] = []
    try:
        finished.extend(play(scenario, arms, worlds, seed, workers, progress))
    except KeyboardInterrupt:
        if not finished:
            raise
    scores = dict(finished)
    actors = list(scenario.actors)
    entries: list[Entry] = []
    for (seat, field), group in groupby(wanted, key=lambda one: one[:2]):
        done = {n: scores[arm_of(seat, field, n)] for _, _, n in group if arm_of(seat, field, n) in scores}
        columns = {n: found[:, actors.index(seat)] for n, found in done.items()}
        usual = columns.get(base)
        rows = [entry(seat, field, n, column, None if n == base else usual) for n, column in columns.items()]
        entries += sorted(rows, key=lambda e: -e.mean)
    return Tournament(scenario, tuple(entries), worlds, seed, len(wanted), time.perf_counter() - began)


def listed_fields() -> list[str]:
    """The strategies that can be a field of opponents: all that are listed but those that look ahead."""
    return [name for name, strategy in STRATEGIES.items() if not isinstance(strategy, LooksAhead)]


def pairings(
    seats: Sequence[str], strategies: Sequence[str] | None, fields: Sequence[str] | None
) -> Iterator[tuple[str, str, str]]:
    """Seat, field and strategy of every entry."""
    base = name_of(doctrine)
    for seat in dict.fromkeys(seats):
        for field in dict.fromkeys(fields or [base]):
            yield from ((seat, field, name) for name in dict.fromkeys([base, *(strategies or STRATEGIES)]))


def all_arms(
    seats: Sequence[str], strategies: Sequence[str] | None, fields: Sequence[str] | None
) -> list[Arm]:
    """What has to be played; a field that plays a seat's strategy too is one arm for all seats."""
    return list(dict.fromkeys(arm_of(*one) for one in pairings(seats, strategies, fields)))


def arm_of(seat: str, field: str, strategy: str) -> Arm:
    """The arm in which a seat plays a strategy against a field."""
    return Arm("" if strategy == field else seat, strategy, field)


def entry(seat: str, field: str, strategy: str, column: Array, usual: Array | None) -> Entry:
    """A column of scores summed up, and held against doctrine's."""
    n, mean = len(column), float(column.mean())
    sd = float(column.std(ddof=1)) if n > 1 else 0.0
    half = Z95 * sd / float(np.sqrt(n))
    apart = None if usual is None else difference(usual, column)
    return Entry(seat, strategy, field, n, mean, sd, mean - half, mean + half, apart)


# ---------------------------------------------------------------- playing it


def play(
    scenario: Scenario,
    arms: Sequence[Arm],
    worlds: int,
    seed: int,
    workers: int | None,
    progress: Progress | None,
) -> Iterator[tuple[Arm, Array]]:
    """Each arm's scores once all its worlds are finished. (world, actor)"""
    by_arm = [
        list(parts_of(job_of(scenario, seed, plays(arm)), worlds, slow(find(arm.strategy)))) for arm in arms
    ]
    many, done = workers or os.cpu_count() or 1, 0
    with closing(played([part for parts in by_arm for part in parts], [1], many, play_part)) as running:
        for arm, parts in zip(arms, by_arm, strict=True):
            found: list[Array] = []
            for scores in islice(running, len(parts)):
                found.append(scores)
                done += len(scores)
                if progress:
                    progress(done)
            yield arm, np.concatenate(found)


def plays(arm: Arm) -> Mapping[str, Strategy | str]:
    """The strategies of an arm, as a run takes them."""
    return {EVERYONE: arm.field, **({arm.seat: arm.strategy} if arm.seat else {})}


def slow(strategy: Strategy) -> bool:
    """Does it look ahead?"""
    return isinstance(strategy, LooksAhead)


def parts_of(job: Scored, worlds: int, fine: bool) -> Iterator[Part]:
    """The worlds of a job in parts: draw blocks, or pieces of them."""
    grain = GRAIN if fine else DRAW_BLOCK
    for block, n in enumerate(block_sizes(worlds)):
        for first in range(0, n, grain):
            last = min(grain, n - first)
            yield Part(job.scenario, job.setting, job.seed, job.strategies, job, block, first, last)


def play_part(part: Part, _block: int, _worlds: int, stopped: Callable[[], bool]) -> Array:
    """What every actor scores in each world of a part at the end of the game. (world, actor)

    Stopped: `stopped`, which is asked every week, says so.
    """
    setting, rows = part.setting, part.first + np.arange(part.worlds)
    traits = at_rows(draw_traits(part.scenario, setting, part.seed, part.block), rows)
    state, groups = opening(setting, traits), seat_groups(setting, part.strategies)
    for week in range(part.whole.weeks):
        if stopped():
            raise Stopped
        shocks = at_rows(draw_shocks(setting, part.seed, part.block, week), rows)
        state = play_week(setting, traits, state, shocks, groups)
    return score(part.whole.aims, setting, traits, state).total

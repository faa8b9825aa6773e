"""A design played as worlds: some worlds for each run, on luck that the runs of a unit have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from sim.analysis.sensitivity.inputs import Input, level
from sim.analysis.sensitivity.problem import Design
from sim.arrays import Array, Index
from sim.results import named
from sim.worlds import DRAW_BLOCK, Job, Progress, finish, play_to, played, uniforms

LUCKS = 256
"""How many sets of luck the dummy picks from."""


@dataclass(frozen=True)
class Layout:
    """What the numbers of a row stand for."""

    streams: Mapping[str, tuple[int, ...]]
    """columns that are given in place of what a stream would draw"""
    rules: tuple[tuple[int, Input], ...]
    """columns that choose a rule's value"""
    luck: int | None
    """the column that picks the luck; None: every run is the world of its own number, and each has one"""


@dataclass(frozen=True)
class Experiment(Job):
    """A job that plays the runs of a design; its own scenario is the one whose rules are not varied."""

    design: Design
    layout: Layout
    variants: tuple[Job, ...]
    """a job for every combination of the rules, the last rule running fastest"""
    each: int
    """worlds of a run"""
    measures: tuple[str, ...]
    blocks: tuple[tuple[int, Index], ...]
    """the combination of rules of a block, and its runs"""


def experiment(
    variants: Sequence[Job], design: Design, layout: Layout, each: int, measures: Sequence[str]
) -> Experiment:
    """Runs put into blocks of at most 1,024 worlds, each block under one combination of the rules."""
    runs = np.arange(design.units * design.unit)
    which = np.zeros(len(runs), dtype=np.int64)
    for column, rule in layout.rules:
        which = which * len(rule.values) + level(rule, column_of(design, runs, column))
    size = max(DRAW_BLOCK // each, 1)
    blocks = [
        (int(v), mine[start : start + size])
        for v in np.unique(which)
        for mine in [np.flatnonzero(which == v)]
        for start in range(0, len(mine), size)
    ]
    base = {f.name: getattr(variants[0], f.name) for f in fields(Job)}
    return Experiment(
        **base,
        design=design,
        layout=layout,
        variants=tuple(variants),
        each=each,
        measures=tuple(measures),
        blocks=tuple(blocks),
    )


def column_of(design: Design, runs: Index, column: int) -> Array:
    """One number of every row, made a few rows at a time. (run,)"""
    parts = [
        design.rows(runs[start : start + DRAW_BLOCK])[:, column] for start in range(0, len(runs), DRAW_BLOCK)
    ]
    return np.concatenate(parts)


def luck_of(job: Experiment, runs: Index, rows: Array) -> Index:
    """The worlds of the scenario's ordinary run whose luck the worlds of some runs have. (run * each,)

    Runs of a unit share it unless the dummy is varied; the units go through the sets in turn.
    """
    if job.layout.luck is None:
        return runs
    picked = (rows[:, job.layout.luck] * LUCKS).astype(np.int64)
    which = (runs // job.design.unit + picked) % LUCKS
    return (which[:, None] * job.each + np.arange(job.each)).ravel()


def drawn_at(worlds: Index) -> Callable[[int, str, int, int], Array]:
    """What draws a stream's numbers for worlds in any order: seed, stream, week, how many. (world, n)"""
    blocks, place = np.divmod(worlds, DRAW_BLOCK)
    parts = [(int(b), np.flatnonzero(blocks == b)) for b in np.unique(blocks)]

    def draw(seed: int, stream: str, week: int, n: int) -> Array:
        out = np.empty((len(worlds), n))
        for block, mine in parts:
            at = place[mine]
            out[mine] = uniforms(seed, stream, block, week, n, int(at.max()) + 1)[at]
        return out

    return draw


def play_runs(job: Experiment, block: int, worlds: int, stopped: Callable[[], bool]) -> Array:
    """The measures of the runs of a block: the mean of its worlds, NaN where none defines it. (run, measure)"""
    variant, runs = job.blocks[block]
    arm, rows = job.variants[variant], job.design.rows(runs)
    draw = drawn_at(luck_of(job, runs, rows))

    def numbers(seed: int, stream: str, _block: int, week: int, n: int, _worlds: int) -> Array:
        columns = job.layout.streams.get(stream)
        if columns is None:
            return draw(seed, stream, week, n)
        return np.repeat(rows[:, list(columns[:n])], job.each, axis=0)

    setting = arm.setting
    weeks = setting.weeks
    done = finish(arm.scenario, setting, *play_to(arm, 0, worlds, weeks, stopped, numbers))
    found = [named(name, arm.scenario, setting, done, done.measures) for name in job.measures]
    return np.stack([means(values.reshape(len(runs), job.each)) for values in found], axis=-1)


def means(values: Array) -> Array:
    """The mean of what is defined in each row; NaN where nothing is.

    >>> means(np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, np.nan]])).tolist()
    [2.0, nan]
    """
    there = ~np.isnan(values)
    count = there.sum(-1)
    return np.where(count > 0, np.where(there, values, 0.0).sum(-1) / np.maximum(count, 1), np.nan)


def evaluate(job: Experiment, workers: int, progress: Progress | None = None) -> Array:
    """The measures of every run of a design. (run, measure)

    progress   told the worlds finished so far
    """
    sizes = [len(runs) * job.each for _, runs in job.blocks]
    out = np.full((job.design.units * job.design.unit, len(job.measures)), np.nan)
    done = 0
    for (_, runs), found in zip(job.blocks, played([job], sizes, workers, play_runs), strict=True):
        out[runs] = found
        done += len(runs) * job.each
        if progress:
            progress(done)
    return out

"""A study from its question to its answer: `sensitivity(scenario, measures, method)`."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from sim.analysis.grid import lay_out
from sim.analysis.sensitivity import indices
from sim.analysis.sensitivity.ensemble import Layout, evaluate, experiment
from sim.analysis.sensitivity.indices import Estimates
from sim.analysis.sensitivity.inputs import LUCK, OTHERS, Input, inputs_of, values_drawn
from sim.analysis.sensitivity.problem import (
    EXTRA,
    Factor,
    Problem,
    Saltelli,
    Trajectories,
    saltelli,
    trajectories,
)
from sim.analysis.sensitivity.result import Screening, Sensitivity, end_means, step_ends
from sim.arrays import Array, Index
from sim.extras import need
from sim.faults import Fault, ScenarioError, nearest
from sim.overrides import plain, prefixed
from sim.results import named
from sim.scenario import laid_over, load
from sim.schema import Scenario
from sim.strategies import Strategy
from sim.worlds import Job, Progress, job_of, play_block

Method = Literal["sobol", "morris", "pawn"]
METHODS = ("sobol", "morris", "pawn")
BY = ("value", "subject")
N = {"sobol": 256, "morris": 8, "pawn": 10_240}
"""How many base rows, trajectories or worlds where nothing is said."""
EACH = {"sobol": None, "morris": 8, "pawn": 1}
"""Worlds of a run where nothing is said; None: as many as a pilot asks for."""
TOP = 12
"""Inputs that are looked at one by one."""
SCREEN_WORLDS = 10_240
"""Ordinary worlds by which they are chosen."""
MEASURES = ("eu_recognisers", "tension_peak")
"""Where none is asked for."""

Group = tuple[str, str, str, tuple[Input, ...]]
"""Id, name and kind of what is varied as one, and the inputs in it."""


PILOT_POINTS, PILOT_EACH = 128, 16
"""Points of the inputs in the pilot, and worlds at each."""
AIM = 0.035
"""What the dummy's index is brought down to, to stay well below .05."""
EACH_BETWEEN = (8, 512)
"""Worlds of a run that a pilot may ask for."""


@dataclass(frozen=True)
class Repeated:
    """Points, each with runs of its own, one after another."""

    points: Array
    """(point, column)"""
    times: int

    @property
    def units(self) -> int:
        """Runs."""
        return len(self.points) * self.times

    @property
    def unit(self) -> int:
        """One."""
        return 1

    def rows(self, runs: Index) -> Array:
        """The points of some runs. (run, column)"""
        return self.points[runs // self.times]


@dataclass(frozen=True)
class Study:
    """A study that is laid out and can be run."""

    scenario: Scenario
    variants: tuple[Job, ...]
    strategies: Mapping[str, str]
    inputs: tuple[Input, ...]
    groups: tuple[Group, ...]
    measures: tuple[str, ...]
    method: Method
    n: int
    each: int
    top: int
    seed: int

    @property
    def screens(self) -> bool:
        """Is there more than can be looked at one by one?"""
        free = [group for group in self.groups if group[2] != "rule"]
        return self.method == "sobol" and len(free) > self.top + 1

    @property
    def runs(self) -> int:
        """Runs of the model, those of the screening left out."""
        factors = len(self.groups) + 1
        if self.screens:
            rules = sum(group[2] == "rule" for group in self.groups)
            factors = self.top + rules + 2
        return self.n * {"sobol": factors + 2, "morris": factors + 1, "pawn": 1}[self.method]

    @property
    def worlds(self) -> int:
        """Worlds that are played in all."""
        return (SCREEN_WORLDS if self.screens else 0) + self.runs * self.each

    def run(self, workers: int | None = None, progress: Progress | None = None) -> Sensitivity:
        """Play it. `progress` is told the worlds finished so far."""
        began = time.perf_counter()
        found = (by_worlds if self.method == "pawn" else by_design)(
            self, workers or os.cpu_count() or 1, progress
        )
        return replace(found, seconds=time.perf_counter() - began)


def sensitivity(
    scenario: Scenario | str,
    measures: Sequence[str] = MEASURES,
    method: Method = "sobol",
    *,
    n: int | None = None,
    worlds: int | None = None,
    seed: int = 1,
    over: Mapping[str, Sequence[object]] | None = None,
    by: str = "value",
    top: int = TOP,
    rules: Mapping[str, object] | None = None,
    strategies: Mapping[str, Strategy | str] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Which uncertain values of a scenario decide some measures.

    measures   names as `run --json` has them: `eu_recognisers`, `recognition.CY`, `outcomes.settlement`
    method     sobol: shares of the variance, first-order and total. PAWN's distances in ordinary worlds choose the
               `top` inputs; all the others are one input together, so nothing is left out
               morris: mean size of the change when one input takes a step, for every input
               pawn: distance between distributions, from ordinary worlds: no runs beside them
    n          base rows, a power of two (256); trajectories (8); worlds (10,240)
    worlds     of a run, on luck that runs which are compared have in common. For sobol a pilot says how many
               the dummy needs; 8 for morris, 1 for pawn
    over       rules to be varied beside the uncertain values: values by key, each as likely
    by         value: each by itself; subject: all stances of an actor, all words of a scale, ... together
    rules, strategies, workers, progress   as in `sim.run`

    A dummy input changes only the luck. Where its index does not stay below .05 (`quiet`), a run has too few worlds.

    ScenarioError: what is wrong with the rules or the measures. ValueError: with the rest.

    >>> found = sensitivity("example", ["tension_peak"], method="pawn", n=64, top=2, workers=1)
    >>> len(found.to_pandas()), found.factors[-1].id
    (3, 'luck')
    """
    loaded = load(scenario) if isinstance(scenario, str) else scenario
    study = plan_study(
        loaded, measures, method, n=n, worlds=worlds, seed=seed, over=over or {}, by=by, top=top,
        rules=rules or {}, strategies=strategies or {},
    )  # fmt: skip
    return study.run(workers, progress)


def plan_study(
    scenario: Scenario,
    measures: Sequence[str],
    method: Method,
    *,
    n: int | None,
    worlds: int | None,
    seed: int,
    over: Mapping[str, Sequence[object]],
    by: str,
    top: int,
    rules: Mapping[str, object],
    strategies: Mapping[str, Strategy | str],
) -> Study:
    """Lay a study out, before anything is played. Errors as `sensitivity`."""
    check_available()
    check_sizes(method, n, worlds, top, by)
    axes = {prefixed(key): tuple(plain(v) for v in values) for key, values in over.items()}
    scenarios, faults = lay_out(scenario, over, rules) if over else ([laid_over(scenario, rules)], [])
    if faults:
        raise ScenarioError(faults)
    jobs = [job_of(each_scenario, seed, strategies) for each_scenario in scenarios]
    faults = unknown(jobs[0][0], measures)
    if faults:
        raise ScenarioError(faults)
    inputs = tuple(inputs_of(scenarios[0], jobs[0][0].setting, axes))
    each = worlds or EACH[method]
    study = Study(
        scenario=laid_over(scenario, rules),
        variants=tuple(job for job, _ in jobs),
        strategies=jobs[0][1],
        inputs=inputs,
        groups=tuple(grouped(inputs, by)),
        measures=tuple(dict.fromkeys(measures)),
        method=method,
        n=n or N[method],
        each=each or 1,
        top=top,
        seed=seed,
    )
    return study if each else replace(study, each=worlds_needed(study))


def check_available() -> None:
    """Raise MissingExtra if a study cannot be made here."""
    for module in ("SALib.analyze.sobol", "scipy.stats.qmc"):
        need(module, EXTRA)


def check_sizes(method: str, n: int | None, each: int | None, top: int, by: str) -> None:
    """ValueError: a number or a name that a study cannot be made with."""
    if method not in METHODS:
        raise ValueError(f"expected a method, found {method!r}; {nearest(method, METHODS)}")
    if by not in BY:
        raise ValueError(f"expected inputs by value or by subject, found {by!r}")
    if n is not None and method == "sobol" and (n < 2 or n & (n - 1)):
        raise ValueError(f"expected n to be a power of two of at least 2 for sobol, found {n!r}")
    if n is not None and n < 2:
        raise ValueError(f"expected n of at least 2, found {n!r}")
    if each is not None and each < 1:
        raise ValueError(f"expected at least 1 world a run, found {each!r}")
    if method == "pawn" and each is not None and each > 1:
        raise ValueError(f"expected 1 world a run for pawn, which takes worlds one by one, found {each!r}")
    if top < 1:
        raise ValueError(f"expected at least 1 input to be looked at by itself, found {top!r}")


def unknown(job: Job, measures: Sequence[str]) -> list[Fault]:
    """What is wrong with names of measures; one world is played to know which there are."""
    if not measures:
        return [Fault("measure", "", "expected at least one measure, found none")]
    done, setting, scenario = play_block(job, 0, 1), job.setting, job.scenario
    known = [*done.measures, *(f"outcomes.{name}" for name in scenario.outcomes)]
    known += [f"{kind}.{actor}" for kind in ("recognition", "stance", "mission") for actor in setting.actors]
    faults: list[Fault] = []
    for name in dict.fromkeys(measures):
        try:
            named(name, scenario, setting, done, done.measures)
        except KeyError:
            faults.append(Fault("measure", "", f"{name!r} is not a measure; {nearest(name, known)}"))
    return faults


def grouped(inputs: Sequence[Input], by: str) -> list[Group]:
    """What is varied as one: each value, or all of a subject; a rule always by itself."""
    if by == "value":
        return [(one.id, one.name, one.kind, (one,)) for one in inputs]
    subjects: dict[str, list[Input]] = {}
    for one in inputs:
        subjects.setdefault(one.subject, []).append(one)
    return [
        (subject, subject, mine[0].kind, tuple(mine))
        if len(mine) > 1
        else (mine[0].id, mine[0].name, mine[0].kind, (mine[0],))
        for subject, mine in subjects.items()
    ]


def laid_out(groups: Sequence[Group]) -> tuple[Problem, Layout]:
    """The columns of a design: those of the groups one after another, the dummy's last."""
    factors: list[Factor] = []
    streams: dict[str, tuple[int, ...]] = {}
    rules: list[tuple[int, Input]] = []
    width = 0
    for id_, name, kind, inputs in groups:
        first = width
        for one in inputs:
            columns = tuple(range(width, width + one.width))
            if one.values:
                rules.append((width, one))
            else:
                streams[one.id] = columns
            width += one.width
        factors.append(Factor(id_, name, kind, tuple(range(first, width))))
    factors.append(Factor(LUCK, "dummy: the luck alone", LUCK, (width,)))
    return Problem(tuple(factors), width + 1), Layout(streams, tuple(rules), width)


def by_design(study: Study, workers: int, progress: Progress | None) -> Sensitivity:
    """Sobol's indices or Morris's screening: runs laid out for it."""
    groups, screening, done = list(study.groups), None, 0
    if study.screens:
        groups, screening = screened(study, workers, progress)
        done = screening.worlds
    problem, layout = laid_out(groups)
    sobol = study.method == "sobol"
    design = (saltelli if sobol else trajectories)(problem, study.n, study.seed)
    job = experiment(study.variants, design, layout, study.each, study.measures)
    y = evaluate(job, workers, shifted(progress, done))
    x = numbers_of(design)
    found: dict[str, Mapping[str, Estimates]] = {}
    for i, measure in enumerate(study.measures):
        column = y[:, i]
        found[measure] = (
            indices.sobol(design, column) if isinstance(design, Saltelli) else indices.morris(design, column)
        )
    units = {m: len(indices.whole_units(design, y[:, i])) for i, m in enumerate(study.measures)}
    return answer(study, problem.factors, found, units, x, y, screening)


def screened(study: Study, workers: int, progress: Progress | None) -> tuple[list[Group], Screening]:
    """The groups that matter most, and all others as one.

    They are chosen by PAWN's distances in ordinary worlds: for each measure in turn the next largest, until there
    are enough. A group counts as its largest value. Rules are looked at one by one in any case.
    """
    x, y = ordinary(study, SCREEN_WORLDS, workers, progress)
    at = {one.id: i for i, one in enumerate(study.inputs)}
    free = [group for group in study.groups if group[2] != "rule"]
    orders: list[list[Group]] = []
    for column in y.T:
        far = indices.all_distances(x[:, :-1], column)
        orders.append(sorted(free, key=lambda group: -max(far[at[one.id]] for one in group[3])))
    in_turn = dict.fromkeys(group[0] for groups in zip(*orders, strict=True) for group in groups)
    chosen = list(in_turn)[: study.top]
    rules = [group for group in study.groups if group[2] == "rule"]
    kept = [group for group in free if group[0] in chosen]
    rest = tuple(one for group in free if group[0] not in chosen for one in group[3])
    others: Group = (OTHERS, f"all {len(rest):,} other values together", OTHERS, rest)
    return [*rules, *kept, others], Screening(len(y), tuple(chosen))


def worlds_needed(study: Study) -> int:
    """Worlds of a run with which the dummy's index falls to about .035, for the measure with most luck in it.

    From a pilot: points of the inputs, each with several worlds. The variance within points is luck, that between
    them is not (one-way analysis of variance); the luck in the mean of n worlds goes as 1/n.
    """
    problem, layout = laid_out(study.groups)
    points = saltelli(problem, PILOT_POINTS, study.seed).a
    design = Repeated(points, PILOT_EACH)
    y = evaluate(experiment(study.variants, design, layout, 1, study.measures), 1)
    need = [luck_ratio(column.reshape(PILOT_POINTS, PILOT_EACH)) * (1.0 - AIM) / AIM for column in y.T]
    return int(np.clip(np.ceil(max(need) / 8.0) * 8, *EACH_BETWEEN))


def luck_ratio(values: Array) -> float:
    """The variance within points over that between them; points with a gap are left out. (point, world)

    >>> luck_ratio(np.array([[0.0, 2.0], [10.0, 12.0]])) < 0.05
    True
    """
    there = values[~np.isnan(values).any(axis=1)]
    if len(there) < 2:
        return np.inf
    within = float(there.var(axis=1, ddof=1).mean())
    between = float(there.mean(axis=1).var(ddof=1)) - within / there.shape[1]
    return within / max(between, 1e-12) if within else 0.0


def numbers_of(design: Saltelli | Trajectories) -> Array:
    """The uniform number of each factor in each run; NaN where a factor is several values. (run, factor)"""
    runs, factors = np.arange(design.units * design.unit), design.problem.factors
    first = [factor.columns[0] for factor in factors]
    parts = [design.rows(runs[i : i + 1024])[:, first] for i in range(0, len(runs), 1024)]
    out = np.concatenate(parts)
    out[:, [len(factor.columns) > 1 for factor in factors]] = np.nan
    return out


def shifted(progress: Progress | None, done: int) -> Progress | None:
    """Progress of a second stage."""
    if progress is None:
        return None
    told: Callable[[int], None] = progress
    return lambda now: told(done + now)


def by_worlds(study: Study, workers: int, progress: Progress | None) -> Sensitivity:
    """PAWN: from worlds as any run has them."""
    return from_sample(study, *ordinary(study, study.n, workers, progress))


def ordinary(study: Study, worlds: int, workers: int, progress: Progress | None) -> tuple[Array, Array]:
    """Worlds as any run has them: the uniform numbers behind their inputs and the dummy, and their measures."""
    scenario, setting = study.variants[0].scenario, study.variants[0].setting
    x = values_drawn(scenario, setting, study.inputs, study.seed, worlds)
    rules = [(i, one) for i, one in enumerate(study.inputs) if one.values]
    design = Repeated(x[:, [i for i, _ in rules]], 1)
    layout = Layout({}, tuple((k, one) for k, (_, one) in enumerate(rules)), None)
    return x, evaluate(experiment(study.variants, design, layout, 1, study.measures), workers, progress)


def from_sample(study: Study, x: Array, y: Array) -> Sensitivity:
    """PAWN's indices of a sample that is there already.

    x   (world, input + 1)   the last column is the dummy
    y   (world, measure)
    """
    ids = [*(one.id for one in study.inputs), LUCK]
    found = {m: indices.pawn(ids, x, y[:, i], study.top) for i, m in enumerate(study.measures)}
    shown = {id_ for estimates in found.values() for id_ in estimates}
    every = [Factor(one.id, one.name, one.kind, (i,)) for i, one in enumerate(study.inputs)]
    every.append(Factor(LUCK, "dummy: the luck alone", LUCK, (len(every),)))
    factors = tuple(factor for factor in every if factor.id in shown)
    units = {m: int((~np.isnan(y[:, i])).sum()) for i, m in enumerate(study.measures)}
    return answer(study, factors, found, units, x[:, [f.columns[0] for f in factors]], y, None)


def answer(
    study: Study,
    factors: tuple[Factor, ...],
    found: Mapping[str, Mapping[str, Estimates]],
    units: Mapping[str, int],
    x: Array,
    y: Array,
    screening: Screening | None,
) -> Sensitivity:
    """What was found, with the ends of the inputs."""
    rules = {one.id: len(one.values) for one in study.inputs if one.values}
    ends = {
        m: step_ends(factors, found[m], y[:, i])
        if study.method == "morris"
        else end_means(factors, rules, x, y[:, i])
        for i, m in enumerate(study.measures)
    }
    extra = screening.worlds if screening else 0
    return Sensitivity(
        scenario=study.scenario,
        strategies=study.strategies,
        method=study.method,
        measures=study.measures,
        seed=study.seed,
        n=study.n,
        each=study.each,
        runs=len(y),
        worlds=len(y) * study.each + extra,
        inputs=study.inputs,
        factors=factors,
        indices=found,
        units=units,
        x=x,
        y=y,
        screening=screening,
        ends=ends,
    )

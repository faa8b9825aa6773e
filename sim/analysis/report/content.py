"""What a report says, as plain values; the page only lays them out."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import numpy as np

from sim.analysis.scorecard.card import Card, NoHistory, scorecard
from sim.analysis.sensitivity import Sensitivity
from sim.analysis.sensitivity.inputs import values_drawn
from sim.analysis.sensitivity.study import from_sample, plan_study
from sim.analysis.series import (
    Fan,
    Histogram,
    Share,
    declaration_histogram,
    head_fan,
    month_ends,
    outcome_bars,
    state_probabilities,
)
from sim.arrays import Array
from sim.measures import Finished
from sim.results import Results, named
from sim.spread import Summary
from sim.totals import Totals
from sim.worlds import DRAW_BLOCK, Progress

SCORED = 4096
"""Worlds by which the scorecard is reckoned, at most: they are played again for it."""
SAMPLED = 10_240
"""Worlds from which what mattered most is read, at most: the first of the run."""
FEWEST = 1024
"""Worlds below which nothing is said of what mattered most."""
TOP = 10
"""Inputs that are shown."""


@dataclass(frozen=True)
class Report:
    """Everything on the page."""

    totals: Totals
    outcomes: list[Share]
    states: list[Share]
    heads: Fan | None
    months: list[tuple[date, Summary]]
    declarations: Histogram | None
    card: Card | None
    study: Sensitivity | None
    command: str
    """the one that makes it again"""


def measures_of(totals: Totals) -> tuple[str, ...]:
    """What is explained where nobody says: members that recognise and the week of the declaration, or agreement."""
    setting = totals.setting
    if setting.declarer.any() and setting.member.any():
        return ("eu_recognisers", "declaration_week")
    return ("agreement_by_deadline", "tension_peak")


def report(
    totals: Totals,
    columns: Mapping[str, Array],
    command: str,
    measures: Sequence[str],
    progress: Progress | None = None,
) -> Report:
    """What there is to say of a run.

    columns    the `measures` of its first worlds, by name; (world,)
    progress   told the worlds that are played for the scorecard
    """
    found = declaration_histogram(totals)
    heads = head_fan(totals)
    return Report(
        totals=totals,
        outcomes=outcome_bars(totals),
        states=state_probabilities(totals),
        heads=heads,
        months=month_ends(totals) if heads else [],
        declarations=found,
        card=card_of(totals, progress),
        study=study_of(totals, columns, measures),
        command=command,
    )


def first_worlds(
    totals: Totals, parts: Iterator[Finished] | None, measures: Sequence[str]
) -> dict[str, Array]:
    """Measures of the first worlds of a run, up to `SAMPLED` of them. (world,) each

    parts   the run's draw blocks; None where all its worlds are in memory (`Results`)
    """
    if parts is None:
        assert isinstance(totals, Results)  # who hands over no parts has them all
        return {name: totals.column(name)[:SAMPLED] for name in measures}
    blocks = list(islice(parts, SAMPLED // DRAW_BLOCK))
    return {
        name: np.concatenate([named(name, totals.scenario, totals.setting, b, b.measures) for b in blocks])
        for name in measures
    }


def card_of(totals: Totals, progress: Progress | None) -> Card | None:
    """The scorecard; None where nothing is recorded of what happened, or somebody plays other than by doctrine."""
    if totals.strategies:
        return None
    worlds = min(totals.worlds, SCORED)
    try:
        return scorecard(totals.scenario, worlds, totals.seed, progress or (lambda done: None))
    except NoHistory:
        return None


def study_of(totals: Totals, columns: Mapping[str, Array], measures: Sequence[str]) -> Sensitivity | None:
    """What mattered most, by PAWN, from worlds that there are already; None with too few of them."""
    worlds = len(next(iter(columns.values()))) if columns else 0
    if worlds < FEWEST:
        return None
    scenario = totals.scenario
    study = plan_study(
        scenario, measures, "pawn", n=worlds, worlds=1, seed=totals.seed, over={}, by="value", top=TOP, rules={},
        strategies=totals.strategies,
    )  # fmt: skip
    x = values_drawn(scenario, totals.setting, study.inputs, totals.seed, worlds)
    return from_sample(study, x, np.stack([columns[name] for name in measures], axis=-1))


def command_of(
    name: str,
    settings: Mapping[str, str],
    worlds: int,
    seed: int,
    strategies: Mapping[str, str],
    measures: Sequence[str],
) -> str:
    """The command that makes a report of the same worlds.

    >>> command_of("kosovo_2007", {"rules.council.veto": "false"}, 100, 1, {"RS": "hardliner"}, [])
    'finalstatus report kosovo_2007 --worlds 100 --seed 1 --set rules.council.veto=false --strategy RS=hardliner'
    """
    parts = ["finalstatus", "report", name, "--worlds", str(worlds), "--seed", str(seed)]
    for option, given in (("--set", settings), ("--strategy", strategies)):
        for key, value in given.items():
            parts += [option, f"{key}={value}"]
    for measure in measures:
        parts += ["--measure", measure]
    return shlex.join(parts)

"""What the worlds of a run say together, added up block by block: nothing here grows with their number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array, Index
from sim.measures import Finished
from sim.schema import Scenario
from sim.setting import Setting
from sim.spread import Spread, Summary, summary_of_counts, wilson

Counts = NDArray[np.int64]

TENSION_BINS = 101


def counts(values: Array | Index, bins: int) -> Counts:
    """How often each whole number 0 .. bins - 1 occurs in each column. (column, bin)

    values   (world, column)
    """
    whole = np.clip(np.rint(values), 0, bins - 1).astype(np.int64)
    return np.stack([np.bincount(whole[:, w], minlength=bins) for w in range(whole.shape[1])])


def count_quantile(table: Counts, q: float) -> Index:
    """The smallest number that a share q of the worlds does not exceed, per row. (row,)"""
    reach = np.cumsum(table, axis=-1)
    return (reach < q * reach[:, -1:]).sum(-1)


@dataclass(frozen=True, repr=False, kw_only=True)
class Totals:
    """What the finished worlds of one run say together."""

    scenario: Scenario
    setting: Setting
    seed: int
    seconds: float | None
    """what they took to play; None where some of them were played before"""
    interrupted: bool
    strategies: Mapping[str, str] = field(default_factory=dict[str, str])
    """names of the strategies played, by actor id or `all`; doctrine for who is not named"""
    tally: Counts
    """(outcome,) worlds of each outcome class"""
    spreads: Mapping[str, Spread]
    """measures by name"""
    recognised: Counts
    """(actor, week) worlds in which a state recognises in a week; the last entry is for never"""
    declarations: Counts
    """(week,) worlds in which independence is declared"""
    backing: Counts
    """(actor, 2) worlds in which a member did not back the mission at its last vote, and in which it did"""
    heads: Counts
    """(week, count) worlds in which so many members have recognised by then"""
    tension: Counts
    """(week, points)"""
    readiness: Array
    """(actor,) sum over the worlds of the expressed readiness until the declaration or an agreement"""

    def __repr__(self) -> str:
        shares = ", ".join(f"{name} {share:.3f}" for name, share in self.outcomes().items())
        kind = type(self).__name__
        return f"<{kind} of {self.scenario.id}: {self.worlds:,} worlds, seed {self.seed}; {shares}>"

    @property
    def worlds(self) -> int:
        """How many worlds were finished."""
        return int(self.tally.sum())

    def outcomes(self) -> dict[str, float]:
        """Share of worlds per outcome class; they sum to 1."""
        return {
            name: int(n) / self.worlds for name, n in zip(self.scenario.outcomes, self.tally, strict=True)
        }

    def intervals(self) -> dict[str, tuple[float, float]]:
        """95 % interval per outcome class."""
        tally = zip(self.scenario.outcomes, self.tally, strict=True)
        return {name: wilson(int(n), self.worlds) for name, n in tally}

    def measures(self) -> dict[str, Summary]:
        """Every measure, summed up."""
        return {name: spread.summary() for name, spread in self.spreads.items()}

    def monday(self, week: int) -> date:
        """The Monday of a week."""
        return self.setting.start + timedelta(weeks=week)

    def recognition(self) -> dict[str, tuple[float, date | None]]:
        """Per state that may recognise: probability at the horizon, and the date by which half the worlds have it.

        The date is None where fewer than half ever do.
        """
        out: dict[str, tuple[float, date | None]] = {}
        for i in np.flatnonzero(self.setting.recogniser):
            weeks = self.recognised[i]
            middle = int(np.searchsorted(np.cumsum(weeks), (self.worlds - 1) // 2, side="right"))
            half = self.monday(middle) if middle < self.setting.weeks else None
            out[self.setting.actors[i]] = int(weeks[:-1].sum()) / self.worlds, half
        return out

    def stances(self) -> dict[str, float]:
        """Per state that may recognise: its expressed readiness until the declaration, mean over worlds, points."""
        mean = self.readiness / self.worlds
        return {self.setting.actors[i]: float(mean[i]) for i in np.flatnonzero(self.setting.recogniser)}

    def mission(self) -> dict[str, float | None]:
        """Per member: probability that it backs the mission at its last vote; None if it never votes."""
        out: dict[str, float | None] = {}
        for i in np.flatnonzero(self.setting.member):
            no, yes = self.backing[i].tolist()
            out[self.setting.actors[i]] = yes / (no + yes) if no + yes else None
        return out

    def recognisers_by(self, week: int) -> Summary:
        """Members that have recognised by the end of a week."""
        table = self.heads[week]
        return summary_of_counts(np.arange(len(table), dtype=np.float64), table)


class Adding:
    """Totals that are being added up, block by block, in the order of the blocks."""

    def __init__(
        self, scenario: Scenario, setting: Setting, seed: int, strategies: Mapping[str, str]
    ) -> None:
        actors, weeks = len(setting.actors), setting.weeks
        self.scenario, self.setting, self.seed, self.strategies = scenario, setting, seed, strategies
        self.tally = np.zeros(len(scenario.outcomes), dtype=np.int64)
        self.spreads: dict[str, Spread] = {}
        self.recognised = np.zeros((actors, weeks + 1), dtype=np.int64)
        self.declarations = np.zeros(weeks, dtype=np.int64)
        self.backing = np.zeros((actors, 2), dtype=np.int64)
        self.heads = np.zeros((weeks, int(setting.member.sum()) + 1), dtype=np.int64)
        self.tension = np.zeros((weeks, TENSION_BINS), dtype=np.int64)
        self.readiness = np.zeros(actors)

    def add(self, part: Finished) -> None:
        """The next worlds."""
        weeks = self.setting.weeks
        self.tally += np.bincount(part.outcome, minlength=len(self.tally))
        for name, values in part.measures.items():
            self.spreads.setdefault(name, Spread()).add(values)
        self.recognised += counts(part.recognised_week, weeks + 1)
        declared = part.measures["declaration_week"]
        declared = declared[~np.isnan(declared)].astype(np.int64)
        self.declarations += np.bincount(declared, minlength=weeks)[:weeks]
        votes = part.mission_backed
        self.backing += np.stack([(votes == 0).sum(0), (votes == 1).sum(0)], axis=-1)
        self.heads += counts(part.heads, self.heads.shape[1])
        self.tension += counts(part.tension, TENSION_BINS)
        # rounded as it is on disk, so that a run says the same whether it was kept or not
        self.readiness += part.stance.astype(np.float32).sum(0, dtype=np.float64)

    def worlds(self) -> int:
        """How many worlds have been added."""
        return int(self.tally.sum())

    def totals(self, seconds: float | None, interrupted: bool) -> Totals:
        """The totals as they stand."""
        return Totals(
            scenario=self.scenario,
            setting=self.setting,
            seed=self.seed,
            seconds=seconds,
            interrupted=interrupted,
            strategies=self.strategies,
            tally=self.tally,
            spreads=self.spreads,
            recognised=self.recognised,
            declarations=self.declarations,
            backing=self.backing,
            heads=self.heads,
            tension=self.tension,
            readiness=self.readiness,
        )

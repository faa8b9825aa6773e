"""The card: every score of the plan for the model, with what it is to be read beside.

Beside a score stand its Monte Carlo error, its range when one member is left out, where it falls among the
scores that the model's own worlds would have got, and the baselines. No significance is claimed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.analysis.history import History, histories, history_of
from sim.analysis.scorecard.baselines import baselines
from sim.analysis.scorecard.courses import Courses, real, simulated
from sim.analysis.scorecard.forecast import Forecast, of_worlds
from sim.analysis.scorecard.planned import Score, scored
from sim.analysis.scorecard.scores import brier
from sim.arrays import Array
from sim.schema import Scenario

GROUPS = 20
"""Groups of worlds, each of which is left out once for the Monte Carlo error."""


@dataclass(frozen=True)
class Row:
    """A score and what stands beside it."""

    score: Score
    now: float
    error: float | None
    """Monte Carlo standard error; None with fewer worlds than two"""
    left_out: Mapping[str, float]
    """the score with one member left out, by member; empty where it is not made of members"""
    own: float | None
    """share of the model's own worlds that, had they been history, would have scored as badly or worse"""
    own_mean: float | None
    """what the model's own worlds score on average"""
    beside: Mapping[str, float]
    """the baselines that speak of it"""


@dataclass(frozen=True)
class Card:
    """All scores of a scenario."""

    scenario: Scenario
    history: History
    worlds: int
    seed: int
    rows: tuple[Row, ...]
    dates: Mapping[str, Array]
    """Brier score of the members at each date, for the model and the baselines. (date,) each"""
    chances: Mapping[str, float]
    """the model's probability that a member has recognised by the last date"""

    def values(self) -> dict[str, float]:
        """The model's scores by id."""
        return {row.score.id: row.now for row in self.rows}


def silent(done: int) -> None:
    """Say nothing of progress."""


class NoHistory(ValueError):  # noqa: N818
    """Nothing is recorded of what happened to a scenario's parties."""


def recorded(scenario: Scenario) -> History:
    """What happened afterwards. NoHistory: nothing is recorded of it."""
    history = history_of(scenario)
    if history is None:
        kept = ", ".join(h.title for h in histories().values())
        expected = f"expected a scenario whose parties and members have a history here ({kept})"
        raise NoHistory(f"{expected}, found {scenario.id!r}")
    return history


def scorecard(scenario: Scenario, worlds: int, seed: int, progress: Callable[[int], None] = silent) -> Card:
    """Play a scenario and hold it against what happened. NoHistory: nothing is recorded of it."""
    history = recorded(scenario)
    own, ready = simulated(scenario, history, worlds, seed, progress)
    truth = real(scenario, history)
    model, beside = of_worlds(own), baselines(scenario, history, truth, ready)
    said = {"model": model, **beside}
    dates = {name: brier(f.members.chance, truth.by_date[0]).mean(0) for name, f in said.items()}
    last = model.members.chance[:, -1]
    return Card(
        scenario=scenario,
        history=history,
        worlds=worlds,
        seed=seed,
        rows=rows(scored(scenario, history), own, truth, beside),
        dates=dates,
        chances={m: float(p) for m, p in zip(own.members, last, strict=True)},
    )


def rows(
    scores: list[Score], own: Courses, truth: Courses, beside: Mapping[str, Forecast]
) -> tuple[Row, ...]:
    """Every score, with all that stands beside it; the thinner forecasts are made once for all of them."""
    model = of_worlds(own)
    thinner = [of_worlds(own.some(mask)) for mask in groups_left_out(len(own.declared))]
    fewer = {m: (of_worlds(own.without(i)), truth.without(i)) for i, m in enumerate(own.members)}
    out: list[Row] = []
    for score in scores:
        now = one(score, model, truth)
        assert now is not None  # the model says something of everything
        against = score.of(model, own)
        found = np.array([]) if against is None else against[~np.isnan(against)]
        said = {name: one(score, forecast, truth) for name, forecast in beside.items()}
        out.append(
            Row(
                score=score,
                now=now,
                error=jackknife([one(score, f, truth) for f in thinner]),
                left_out={m: v for m, (f, t) in fewer.items() if (v := one(score, f, t)) is not None}
                if score.states
                else {},
                own=share_as_bad(now, found, score.high),
                own_mean=float(found.mean()) if len(found) else None,
                beside={name: value for name, value in said.items() if value is not None},
            )
        )
    return tuple(out)


def one(score: Score, said: Forecast, truth: Courses) -> float | None:
    """A score for a single course of events."""
    found = score.of(said, truth)
    return None if found is None else float(found[0])


def groups_left_out(worlds: int) -> list[np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The worlds without one group of every `GROUPS`, once for each group; none for a single world."""
    groups = min(GROUPS, worlds)
    return [np.arange(worlds) % groups != group for group in range(groups)] if groups > 1 else []


def jackknife(values: list[float | None]) -> float | None:
    """Standard error from the estimates with one group left out each (Quenouille 1949, Tukey 1958).

    >>> jackknife([1.0, 3.0])
    1.0
    """
    found = np.array([v for v in values if v is not None])
    if len(found) < 2:
        return None
    return float(np.sqrt((len(found) - 1) * found.var()))


def share_as_bad(now: float, own: Array, high: bool) -> float | None:
    """The share of own worlds that score as badly as history or worse; equal to within rounding is as badly.

    >>> share_as_bad(0.2, np.array([0.1, 0.2, 0.3, 0.4]), high=False)
    0.75
    """
    if not len(own):
        return None
    worse = own <= now + 1e-9 if high else own >= now - 1e-9
    return float(worse.mean())

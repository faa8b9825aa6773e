"""The numbers behind each chart, so that every face draws the same ones."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sim.arrays import NEVER, Array, Index
from sim.spread import POINTS, Summary, wilson
from sim.totals import Totals, count_quantile


@dataclass(frozen=True)
class Share:
    """A share of the worlds, with its 95 % interval."""

    id: str
    name: str
    share: float
    low: float
    high: float
    median: date | None = None
    """the day by which half of the worlds have it; None where fewer than half ever do"""


@dataclass(frozen=True)
class Fan:
    """Quantiles over worlds, week by week. Each `(week,)`."""

    days: tuple[date, ...]
    """the Monday of each week"""
    p05: Index
    p25: Index
    p50: Index
    p75: Index
    p95: Index


@dataclass(frozen=True)
class Histogram:
    """In which week it happens, as shares of all worlds, and in how many it never does."""

    days: tuple[date, ...]
    shares: Array
    never: float
    early: date | None
    """5 % of the worlds in which it happens have it by this Monday"""
    median: date | None
    late: date | None
    """95 %"""


@dataclass(frozen=True)
class Landmark:
    """A date worth a line on a time axis."""

    day: date
    name: str


def outcome_bars(results: Totals) -> list[Share]:
    """Every outcome class in the scenario's order."""
    spans = results.intervals()
    names = results.scenario.outcomes
    return [Share(k, names[k].name, p, *spans[k]) for k, p in results.outcomes().items()]


def head_fan(results: Totals) -> Fan | None:
    """Members that have recognised by the end of each week; None where nobody is a member or can declare."""
    if not (results.setting.member.any() and results.setting.declarer.any()):
        return None
    return fan(results, results.heads)


def tension_fan(results: Totals) -> Fan:
    """Tension at the end of each week, in whole points."""
    return fan(results, results.tension)


def fan(results: Totals, table: Index) -> Fan:
    """Quantiles of a table of counts. (week, bin)"""
    return Fan(results.setting.calendar, *(count_quantile(table, q) for q in (0.05, 0.25, 0.5, 0.75, 0.95)))


def declaration_histogram(results: Totals) -> Histogram | None:
    """Declarations by week; None where nobody can declare."""
    if not results.setting.declarer.any():
        return None
    tally = results.declarations
    done = int(tally.sum())
    early, median, late = (results.monday(int(w)) for w in middle(tally)) if done else (None,) * 3
    never = 1.0 - done / results.worlds
    return Histogram(results.setting.calendar, tally / results.worlds, never, early, median, late)


def middle(tally: Index) -> Index:
    """5 %, 50 % and 95 % of whole numbers, of which it is counted how often each occurs; each one that occurs.

    >>> middle(np.ones(100)).tolist()
    [4, 49, 94]
    """
    reach = np.cumsum(tally)
    ranks = [max(float(np.ceil(q * reach[-1])), 1.0) for q in POINTS]
    return np.array([int(np.searchsorted(reach, rank)) for rank in ranks])


def state_probabilities(results: Totals) -> list[Share]:
    """Every state that may recognise, the likeliest first; empty where nobody can declare."""
    if not results.setting.declarer.any():
        return []
    n, names = results.worlds, results.setting
    called = dict(zip(names.actors, names.names, strict=True))
    rows = [
        Share(actor, called[actor], p, *wilson(round(p * n), n), median)
        for actor, (p, median) in results.recognition().items()
    ]
    return sorted(rows, key=lambda row: (-row.share, row.median or date.max, row.name))


def month_ends(results: Totals) -> list[tuple[date, Summary]]:
    """The last days of the months of a run, and the members that have recognised by the week they lie in."""
    out: list[tuple[date, Summary]] = []
    days = results.setting.calendar
    for week, monday in enumerate(days):
        last = monday.replace(day=monthrange(monday.year, monday.month)[1])
        if monday + timedelta(days=6) >= last:
            out.append((last, results.recognisers_by(week)))
    return out


def landmarks(results: Totals) -> list[Landmark]:
    """The deadline's date, and the middle of the drawn dates of the vote that decides at home."""
    setting, out = results.setting, list[Landmark]()
    deadline = results.scenario.rules.deadline.date
    if deadline is not None and results.scenario.rules.deadline.kind != "none":
        out.append(Landmark(deadline, "deadline"))
    election = median_election(results)
    if election is not None:
        out.append(Landmark(election, "vote (median)"))
    return [mark for mark in out if setting.start <= mark.day <= setting.calendar[-1]]


def median_election(results: Totals) -> date | None:
    """The middle of the weeks in which the vote is decided, over the worlds of the first draw block."""
    from sim.worlds import draw_traits

    weeks = draw_traits(results.scenario, results.setting, results.seed, 0).election_week
    held = np.sort(weeks[weeks < NEVER])
    return results.monday(int(held[(len(held) - 1) // 2])) if len(held) else None


def listed(settings: dict[str, str]) -> str:
    """Settings as they are typed.

    >>> listed({"rules.council.veto": "false", "mechanisms.pace": "0.5"})
    'rules.council.veto=false, mechanisms.pace=0.5'
    """
    return ", ".join(f"{key}={value}" for key, value in settings.items())

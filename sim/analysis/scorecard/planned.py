"""The scores of the plan: what each one makes of a forecast and of a course of events."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.analysis.history import History
from sim.analysis.scorecard.courses import ANSWERS, Courses
from sim.analysis.scorecard.forecast import Events, Forecast
from sim.analysis.scorecard.plan import plan
from sim.analysis.scorecard.scores import brier, concordance, crps, log_score
from sim.arrays import Array
from sim.schema import Scenario

Scored = Callable[[Forecast, Courses], Array | None]
"""The score of a forecast for each of many courses of events (world,); None where it says nothing of them."""


@dataclass(frozen=True)
class Score:
    """One score of the plan."""

    id: str
    name: str
    line: str
    """the line of the plan that it follows"""
    of: Scored
    states: bool = False
    """whether it is made of the members, so that one can be left out"""
    high: bool = False
    """whether higher is better"""


def of_events(score: Callable[[Events, Courses], Array]) -> Scored:
    """A score of what is said of the events."""
    return lambda said, truth: None if said.events is None else score(said.events, truth)


def answer_score(said: Events, truth: Courses) -> Array:
    """Brier's score over the Council's answers. (world,)"""
    return brier(said.answer, truth.answer[:, None] == np.arange(len(ANSWERS))).sum(-1)


def heads_score(said: Forecast, truth: Courses) -> Array:
    """CRPS of the head-count, mean over the dates. (world,)"""
    dates = range(len(truth.dates))
    return np.mean([crps(said.members.heads[d], truth.heads[:, d]) for d in dates], axis=0)


def member_log(said: Forecast, truth: Courses) -> Array:
    """Log score, mean over members and dates. (world,)"""
    return log_score(said.members.chance, truth.by_date, plan().kept_from_certainty).mean((-2, -1))


AGREEMENT, MISSION, DECLARATION, MEMBERS, HEADS, ORDER, ABSTENTIONS, COUNCIL, VIOLENCE = plan().scores
"""The plan's lines, in its order."""

SCORES = (
    Score("agreement", "agreement in time", AGREEMENT, of_events(lambda s, t: brier(s.agreed, t.agreed))),
    Score("mission", "mission adopted", MISSION, of_events(lambda s, t: brier(s.mission, t.mission))),
    Score(
        "declaration",
        "declaration, weeks",
        DECLARATION,
        of_events(lambda s, t: crps(s.declared, t.declared)),
    ),
    Score(
        "members_brier",
        "members, Brier",
        MEMBERS,
        lambda s, t: brier(s.members.chance, t.by_date).mean((-2, -1)),
        states=True,
    ),
    Score("members_log", "members, log score", MEMBERS, member_log, states=True),
    Score("heads", "head-count, members", HEADS, heads_score, states=True),
    Score(
        "order",
        "order, Harrell's C",
        ORDER,
        lambda s, t: concordance(s.members.early, t.recognised, t.last),
        states=True,
        high=True,
    ),
    Score(
        "abstentions",
        "abstentions, members",
        ABSTENTIONS,
        of_events(lambda s, t: crps(s.abstaining, t.abstaining)),
    ),
    Score("council", "Council's answer", COUNCIL, of_events(answer_score)),
    Score(
        "violence",
        "violence, 13 weeks",
        VIOLENCE,
        of_events(lambda s, t: brier(s.violence, t.violence)),
    ),
)


def scored(scenario: Scenario, history: History) -> list[Score]:
    """The scores that a scenario can be given: one that opens after the deadline cannot foretell an agreement by it."""
    lapsed = scenario.calendar.start >= history.agreement.by
    return [score for score in SCORES if not (lapsed and score.line == AGREEMENT)]

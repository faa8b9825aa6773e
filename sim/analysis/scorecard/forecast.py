"""What a forecaster says, in the form in which it is scored: the model, and every baseline."""

from dataclasses import dataclass

import numpy as np

from sim.analysis.scorecard.courses import ANSWERS, Courses
from sim.analysis.scorecard.scores import shares
from sim.arrays import Array


@dataclass(frozen=True)
class Members:
    """What is said of the members' recognition."""

    chance: Array
    """(member, date) probability of having recognised by the date"""
    heads: Array
    """(date, count) shares of 0, 1, ... members"""
    early: Array
    """(member,) the higher, the earlier it is expected"""


@dataclass(frozen=True)
class Events:
    """What is said of everything else."""

    agreed: Array
    mission: Array
    violence: Array
    """() probabilities"""
    declared: Array
    """(week,) shares of the weeks, the last one for beyond the horizon"""
    abstaining: Array
    """(count,)"""
    answer: Array
    """(answer,) shares of ANSWERS; they add up to less than 1 where some worlds have none"""


@dataclass(frozen=True)
class Forecast:
    """A forecast; a baseline of the plan says nothing of the events."""

    members: Members
    events: Events | None = None


def of_worlds(worlds: Courses) -> Forecast:
    """What many worlds say together.

    A member is expected the earlier, the lower its mean week of recognition; who has not recognised by the
    horizon counts with the week after it.
    """
    size = len(worlds.members) + 1
    week = np.minimum(worlds.recognised, worlds.last + 1)
    members = Members(
        chance=worlds.by_date.mean(0),
        heads=np.stack([shares(column, size) for column in worlds.heads.T]),
        early=-week.mean(0),
    )
    events = Events(
        agreed=worlds.agreed.mean(),
        mission=worlds.mission.mean(),
        violence=worlds.violence.mean(),
        declared=shares(worlds.declared, worlds.last + 2),
        abstaining=shares(worlds.abstaining, size),
        answer=(worlds.answer[:, None] == np.arange(len(ANSWERS))).mean(0),
    )
    return Forecast(members, events)


def of_chances(chances: Array, dates: int) -> Forecast:
    """Probabilities that are the same at every date, members apart from one another given a row.

    chances   (row, member)   each row a possible reading of the evidence, all as likely
    """
    each = chances.mean(0)
    heads = count_shares(chances)
    return Forecast(
        Members(
            np.broadcast_to(each[:, None], (len(each), dates)),
            np.broadcast_to(heads, (dates, len(heads))),
            each,
        )
    )


def count_shares(chances: Array) -> Array:
    """How many of independent events happen (Poisson's binomial), averaged over rows. (count,)

    >>> count_shares(np.array([[0.5, 0.5]])).tolist()
    [0.25, 0.5, 0.25]
    """
    rows, n = chances.shape
    out = np.zeros((rows, n + 1))
    out[:, 0] = 1.0
    for p in chances.T[..., None]:
        out[:, 1:] = out[:, 1:] * (1.0 - p) + out[:, :-1] * p
        out[:, :1] = out[:, :1] * (1.0 - p)
    return out.mean(0)

"""Turning points: between which sittings the goals of a seat came nearer or went away, and what happened then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from game.debrief.words import TURNING
from game.text.phrases import number
from sim.arrays import Array
from sim.histories import Scored
from sim.judgement import played_on
from sim.score import PARTS
from sim.state import State, Traits

LEAST = 5.0
"""Points of 100 by which a turning point moves the goals."""
ERRORS = 3.0
"""Standard errors of the change that it exceeds."""


@dataclass(frozen=True)
class Turn:
    """What became of a seat's goals from one sitting to the next.

    The goals are measured as what they would bring, of 100, if from there on all seats did what doctrine does.
    """

    since: int
    """week of the one sitting"""
    until: int
    """and of the next, or the week after the last one"""
    before: float
    after: float
    error: float
    """standard error of the change"""

    @property
    def clear(self) -> bool:
        """Was it a turning point?

        >>> Turn(0, 3, 40.0, 46.0, 1.5).clear, Turn(0, 3, 40.0, 46.0, 2.5).clear, Turn(0, 3, 40.0, 44.0, 0.1).clear
        (True, False, False)
        """
        change = abs(self.after - self.before)
        return change >= LEAST and change >= ERRORS * self.error


def chances(job: Scored, traits: Traits, states: Sequence[State], seat: str, lucks: int) -> Array:
    """What the seat's own goals bring, of 100, played on from each state by doctrine. (state, luck)

    The n-th course of luck is the same for every state: so a change between two of them is not due to another luck
    in the weeks that both play.
    """
    at = job.setting.actors.index(seat)
    found = [played_on(job, traits, state, seat, {}, lucks).part[:, at, 0] for state in states]
    return 100.0 / PARTS["goals"] * np.stack(found)


def turns(job: Scored, traits: Traits, states: Sequence[State], seat: str, lucks: int) -> Iterator[Turn]:
    """What became of a seat's goals between every two states that follow one another."""
    found = chances(job, traits, states, seat, lucks)
    for (before, after), (was, now) in zip(pairwise(states), pairwise(found), strict=True):
        error = float((now - was).std(ddof=1)) / float(np.sqrt(lucks))
        yield Turn(before.week, after.week, float(was.mean()), float(now.mean()), error)


def said(one: Turn, days: Mapping[int, str], did: str, news: Sequence[str]) -> Iterator[str]:
    """A turning point in sentences: the change, what the seat did in these weeks, and what became known. It is not said
    which of it was the cause: that would take a game without each.

    days   the Monday of each week in words
    did    what the seat did
    """
    yield TURNING["point"].format(
        since=days[one.since],
        until=days[one.until],
        before=number(one.before),
        after=number(one.after),
        error=f"{one.error:.1f}",
    )
    if did:
        yield "  " + TURNING["you"].format(deeds=did)
    yield "  " + (TURNING["news"].format(news=". ".join(news)) if news else TURNING["quiet"])


__all__ = ["ERRORS", "LEAST", "Turn", "chances", "said", "turns"]

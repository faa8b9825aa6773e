"""The baselines of the plan, and one who knows nothing for orientation.

A baseline says who recognises, not when: its probabilities hold at every date, and are kept from certainty
as planned. It says nothing of the other events.
"""

from collections.abc import Mapping

import numpy as np

from sim.analysis.history import History
from sim.analysis.scorecard.courses import ANSWERS, Courses
from sim.analysis.scorecard.forecast import Events, Forecast, Members, of_chances
from sim.analysis.scorecard.plan import plan
from sim.analysis.scorecard.scores import kept
from sim.arrays import POINTS, Array
from sim.rules.chance import logistic
from sim.schema import Scenario

UNIFORM = "uniform 22 of 27"
STRUCTURE = "structure only: closeness, separatism, dispute, by the drivers' modes"
STANCE = "the coded stance alone, without dynamics"
NOTHING = "knowing nothing"
"""Not of the plan: even odds for every event, any week and any number alike."""


def baselines(scenario: Scenario, history: History, truth: Courses, ready: Array) -> Mapping[str, Forecast]:
    """Every baseline of the plan in its order, and who knows nothing.

    ready   (world, member)   readiness at the opening, points
    """
    said = {name: refusing(truth.members, who) for name, who in history.baselines.items()}
    said[UNIFORM] = np.full((1, len(truth.members)), 22.0 / 27.0)
    said[STRUCTURE] = structure(scenario, truth.members)
    said[STANCE] = logistic(ready / POINTS)
    margin, dates = plan().kept_from_certainty, len(truth.dates)
    out = {name: of_chances(kept(said[name], margin), dates) for name in plan().baselines}
    return {**out, NOTHING: nothing(truth)}


def refusing(members: tuple[str, ...], who: list[str]) -> Array:
    """All recognise but some. (1, member)

    >>> refusing(("FR", "CY"), ["CY"]).tolist()
    [[1.0, 0.0]]
    """
    return np.array([[0.0 if member in who else 1.0 for member in members]])


def structure(scenario: Scenario, members: tuple[str, ...]) -> Array:
    """The drivers alone: as likely as not, moved by each driver's mode, on the rubric's logit scale. (1, member)

    What a report says of a member is left aside, for the named ones too.
    """
    points = [
        sum(
            units * scenario.drivers[key].recognition.mode
            for key, units in scenario.actors[m].drivers.items()
        )
        for m in members
    ]
    return logistic(np.array([points]) / POINTS)


def nothing(truth: Courses) -> Forecast:
    """Even odds, any week and any number alike, no order."""
    n, dates = len(truth.members), len(truth.dates)
    half, number = np.array(0.5), np.full(n + 1, 1.0 / (n + 1))
    members = Members(np.full((n, dates), 0.5), np.broadcast_to(number, (dates, n + 1)), np.zeros(n))
    weeks = np.full(truth.last + 2, 1.0 / (truth.last + 2))
    answers = np.full(len(ANSWERS), 1.0 / len(ANSWERS))
    return Forecast(members, Events(half, half, half, weeks, number, answers))

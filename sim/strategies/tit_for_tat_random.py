"""Random absolute tit for tat: a party gives as many utility points as it was given, give or take a few.

Faratin, P., Sierra, C., & Jennings, N. R. (1998). Negotiation decision functions for autonomous agents.
*Robotics and Autonomous Systems* 24(3-4), 159-182: the random absolute behaviour-dependent tactic.

The stray keeps two who imitate each other from standing still for ever. In all else it is `tit_for_tat`. Differs:
points are of the seat's own utility, not of an issue; the stray is drawn from the seat's luck of the week.
"""

from sim.arrays import Array
from sim.rules.chance import spread
from sim.state import Moves, View
from sim.strategies.doctrine import demand, doctrine
from sim.strategies.tit_for_tat import asking, known, received

STRAY = 4.0
"""Utility points by which it may ask more or less than an exact answer (R(M) of the source)."""
LUCK = 640
"""The first of the numbers that strays are drawn from."""


def tit_for_tat_random(view: View) -> Moves:
    """Doctrine that asks what an inexact answer in kind asks."""
    u = spread(view.luck, LUCK + (0 if view.beat == "talk" else 1), 1)[..., 0]
    return doctrine(asking(view, repaid(view, STRAY * (2.0 * u - 1.0))))


def repaid(view: View, stray: Array) -> Array:
    """The demand less what the others gave up at their last step, and a stray. (..., seat), utility points"""
    got = received(view)
    return known(view.demand - (got[..., 0] - got[..., 1]) + stray, demand(view))

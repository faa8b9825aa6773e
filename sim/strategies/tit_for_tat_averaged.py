"""Averaged tit for tat: a party answers what it was given over two sessions, half of it at each of its own.

Faratin, P., Sierra, C., & Jennings, N. R. (1998). Negotiation decision functions for autonomous agents.
*Robotics and Autonomous Systems* 24(3-4), 159-182: the averaged behaviour-dependent tactic.

One large step of the other, or one step back, so counts less than with `tit_for_tat`; in all else it is that.
Differs: the window is two steps, all that is remembered.
"""

from sim.state import Moves, View
from sim.strategies.doctrine import doctrine
from sim.strategies.tit_for_tat import asking, imitated

WINDOW = 2
"""Steps of the other that are answered together."""


def tit_for_tat_averaged(view: View) -> Moves:
    """Doctrine that asks what an averaged answer in kind asks."""
    return doctrine(asking(view, imitated(view, WINDOW)))

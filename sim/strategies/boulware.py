"""Boulware: concedes late, whatever its firmness.

Faratin, P., Sierra, C., & Jennings, N. R. (1998). Negotiation decision functions for autonomous agents.
*Robotics and Autonomous Systems* 24(3-4), 159-182: a time-dependent tactic with an exponent well below 1.

A doctrine seat in all else, so it differs from doctrine for a party alone: the other seats concede nothing.
Differs from the paper: a party that doctrine would let concede later still keeps its own pace.
"""

import numpy as np

from sim.state import Moves, View, replace
from sim.strategies.doctrine import doctrine

LATE = 0.1
"""Exponent of the time tactic: nine tenths of the way into the talks, little more than a third is given up."""


def boulware(view: View) -> Moves:
    """Doctrine at a late pace."""
    return doctrine(replace(view, pace=np.minimum(view.pace, LATE)))

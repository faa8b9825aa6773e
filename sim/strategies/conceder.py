"""Conceder: goes to its reservation value early, whatever its firmness.

Faratin, P., Sierra, C., & Jennings, N. R. (1998). Negotiation decision functions for autonomous agents.
*Robotics and Autonomous Systems* 24(3-4), 159-182: a time-dependent tactic with an exponent well above 1.

A doctrine seat in all else, so it differs from doctrine for a party alone: the other seats concede nothing.
Differs from the paper: a party that doctrine would let concede earlier still keeps its own pace.
"""

import numpy as np

from sim.state import Moves, View, replace
from sim.strategies.doctrine import doctrine

EARLY = 10.0
"""Exponent of the time tactic: a tenth of the way into the talks, four fifths are given up."""


def conceder(view: View) -> Moves:
    """Doctrine at an early pace."""
    return doctrine(replace(view, pace=np.maximum(view.pace, EARLY)))

"""One fact of the news, and the names in it."""

import numpy as np

from sim.arrays import Mask
from sim.setting import Setting

News = dict[str, str | list[str]]
"""One fact: `what`, and `who`, `which`, `to` or `how` where there is one; of a vote also who voted `yes`, `no` and
`abstain`. It goes into a log as it stands."""


def names(setting: Setting, who: Mask) -> list[str]:
    """Ids of actors."""
    return [setting.actors[i] for i in np.flatnonzero(who)]


def new(before: Mask, now: Mask) -> Mask:
    """Who is now what it was not before. (actor,)"""
    return np.asarray(now) & ~np.asarray(before)

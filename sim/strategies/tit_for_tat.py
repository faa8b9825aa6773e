"""Tit for tat: a party gives up as much as it is given.

Faratin, P., Sierra, C., & Jennings, N. R. (1998). Negotiation decision functions for autonomous agents.
*Robotics and Autonomous Systems* 24(3-4), 159-182: the relative behaviour-dependent tactic. Axelrod, R. (1984).
*The Evolution of Cooperation*: nice, provocable, forgiving.

A step is what the best offer of the others is worth to the seat, now against before, in the seat's own utility.
Until the others have made two offers a party asks what doctrine does. It never asks more than its best package or
less than no agreement, so a step back is answered by one. A doctrine seat in all else, so it differs from doctrine
for a party alone.

Differs: a share is one of what the other still withholds, and of what the seat still asks over no agreement, because
first offers are often worth nothing or less, of which there are no shares; several others count as the one whose offer
is best.
"""

import numpy as np

from sim.arrays import Array, Index
from sim.state import Moves, View, replace
from sim.strategies.doctrine import attainable, demand, doctrine

LEAST = 1.0
"""What is withheld counts as at least so many utility points, so that there is a share of it."""


def tit_for_tat(view: View) -> Moves:
    """Relative: the share of what it withholds that the other gave up at its last step."""
    return doctrine(asking(view, imitated(view, 1)))


def worth(view: View, package: Index) -> Array:
    """What a package is worth to each seat, utility points; NaN for none.

    package   (..., seat)
    """
    n = view.utility.shape[-1]
    at = np.take_along_axis(view.utility, np.clip(package, 0, n - 1)[..., None], axis=-1)[..., 0]
    return np.where(package >= 0, at, np.nan)


def received(view: View) -> Array:
    """What the best offer of the other parties was worth to each seat at the last sessions, newest first.

    returns   (..., seat, session)   utility points; NaN where nobody offered anything
    """
    offers = view.offers
    out = np.full((*view.luck.shape, offers.shape[-1]), -np.inf)
    if not view.utility.shape[-1]:
        return np.full_like(out, np.nan)
    for i, party in enumerate(view.parties):
        for back in range(offers.shape[-1]):
            given = np.broadcast_to(offers[..., i, back, None], view.luck.shape)
            value = np.where((view.seat != party) & (given >= 0), worth(view, given), -np.inf)
            out[..., back] = np.maximum(out[..., back], value)
    return np.where(np.isfinite(out), out, np.nan)


def imitated(view: View, steps: int) -> Array:
    """The demand after giving up the share that the others did over so many steps. (..., seat)

    d' = floor + (d - floor) ((best - now) / (best - before))^(1 / steps), `now` and `before` what was received.
    """
    got = received(view)
    now, before = got[..., 0], oldest(got, steps)
    best, floor = top(view), view.no_deal
    kept = np.maximum(best - now, LEAST) / np.maximum(best - before, LEAST)
    steps_seen = np.where(np.isnan(got[..., steps]), 1.0, float(steps))
    asked = floor + np.maximum(view.demand - floor, 0.0) * np.power(kept, 1.0 / steps_seen)
    return known(asked, demand(view))


def oldest(got: Array, steps: int) -> Array:
    """The offer so many steps back, or the oldest that there was since. (..., seat)"""
    before = got[..., steps]
    for back in range(steps - 1, 0, -1):
        before = np.where(np.isnan(before), got[..., back], before)
    return before


def known(asked: Array, otherwise: Array) -> Array:
    """A demand, or another one where it is not known for want of offers. (..., seat)"""
    return np.where(np.isnan(asked), otherwise, asked)


def asking(view: View, asked: Array) -> View:
    """The view of a doctrine seat whose own clock stands where a steady conceder would ask so much.

    asked   (..., seat)   utility points; cut to what lies between no agreement and the best package
    """
    best = top(view)
    room = best - view.no_deal
    share = np.where(room > 0.0, np.clip((best - asked) / np.where(room > 0.0, room, 1.0), 0.0, 1.0), 1.0)
    end = np.where(share > 0.0, (view.week + 1) / np.where(share > 0.0, share, 1.0), np.inf)
    even, none = np.ones_like(view.pace), np.zeros_like(view.first_concession)
    ours = view.party & view.session[..., None]
    return replace(
        view,
        expected_end=np.where(ours, end, view.expected_end),
        pace=np.where(ours, even, view.pace),
        first_concession=none,
    )


def top(view: View) -> Array:
    """The best that a seat sets out to get. (..., seat), utility points"""
    return attainable(view) if view.utility.shape[-1] else view.no_deal

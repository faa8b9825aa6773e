"""Zeuthen: of two parties the one that has more to lose by a breakdown gives way, by the least that turns the tables.

Zeuthen, F. (1930). *Problems of Monopoly and Economic Warfare*. Rosenschein, J. S., & Zlotkin, G. (1994). *Rules of
Encounter*: the monotonic concession protocol with the Zeuthen strategy.

Risk = (u(own offer) - u(the other's)) / (u(own offer) - no agreement). Who has the smaller risk concedes; where both
have the same, both do. A party opens with its best package, and signs what is worth as much to it as what it would
offer next. A doctrine seat in all else, so it differs from doctrine for a party alone.

Differs: a party does not know what the other wants. Where information is private it takes the other to value a package
by how near it lies to what that one says, and no agreement as the farthest package; where it is public it knows what
each package gains the other. The packages are a list, so a concession is the next one that both would sign. Of
several others, the one whose offer is best is answered.
"""

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.bargaining.zeuthen import risk
from sim.state import Moves, View, replace
from sim.strategies.answering import honour
from sim.strategies.doctrine import doctrine, rivals
from sim.strategies.tit_for_tat import asking, received, worth

MIDDLE = 50.0
"""Where a package that leaves the key issue open lies on its scale."""


def zeuthen(view: View) -> Moves:
    """Doctrine, with the offers and answers of the monotonic concession protocol."""
    if not bargains(view):
        return doctrine(view)
    offer = next_offer(view)
    moves = doctrine(asking(view, np.where(offer >= 0, worth(view, offer), view.no_deal)))
    if view.beat != "talk":
        return moves
    ours = view.party & view.session[..., None]
    return honour(view, replace(moves, offer=np.where(ours, offer, moves.offer)))


def bargains(view: View) -> bool:
    """Is there a session in which one of the seats is a party?"""
    return bool(view.session.any() and view.party.any() and view.utility.shape[-1]) and view.beat != "answer"


def next_offer(view: View) -> Index:
    """What each seat offers at its next turn: the same again, or the least concession that turns the tables.

    returns   (..., seat)   package, -1 where nothing beats no agreement
    """
    signs: Mask = view.utility >= view.no_deal[..., None]
    best = np.where(signs.any(-1), np.where(signs, view.utility, -np.inf).argmax(-1), -1)
    last = last_offer(view)
    last = np.where((last >= 0) & (worth(view, last) >= view.no_deal), last, best)
    theirs, got = their_offer(view)
    their_worth = gains_of_the_other(view)
    mine = risk(worth(view, last), got, view.no_deal)
    other_keeps, other_gets = at(their_worth, theirs), at(their_worth, last)
    other = risk(other_keeps, other_gets, np.zeros_like(other_keeps))
    yields = (theirs >= 0) & (last >= 0) & (mine <= other)
    step = least_concession(view, signs, last, got, their_worth, other_keeps)
    return np.where(yields & (step >= 0), step, last)


def least_concession(
    view: View, signs: Mask, last: Index, got: Array, their_worth: Array, other_keeps: Array
) -> Index:
    """Of the packages that are worth more to the other than the last offer, and something to the seat, the best for
    the seat of those after which the other would have the smaller risk; the best of all where none goes so far.

    returns   (..., seat)   package, -1 for none
    """
    other_gets = at(their_worth, last)
    steps = signs & (their_worth > other_gets[..., None]) & (view.utility <= worth(view, last)[..., None])
    own_after = risk(view.utility, got[..., None], view.no_deal[..., None])
    other_after = risk(other_keeps[..., None], their_worth, np.zeros_like(their_worth))
    turns = steps & (own_after > other_after)
    among = np.where(turns.any(-1, keepdims=True), turns, steps)
    return np.where(steps.any(-1), np.where(among, view.utility, -np.inf).argmax(-1), -1)


def last_offer(view: View) -> Index:
    """What each seat offered last; -1 for nothing yet. (..., seat)"""
    own = view.seat[:, None] == view.parties
    at_last = view.offers[..., 0]
    return np.where(own, at_last[..., None, :], -1).max(-1, initial=-1)


def their_offer(view: View) -> tuple[Index, Array]:
    """The best offer of the others at the last session, -1 for none, and what it is worth to the seat. (..., seat)"""
    value = received(view)[..., 0]
    out = np.full(view.luck.shape, -1, dtype=np.int64)
    for i, party in enumerate(view.parties):
        given = np.broadcast_to(view.offers[..., i, 0, None], view.luck.shape)
        this = (view.seat != party) & (given >= 0) & (worth(view, given) >= value)
        out = np.where(this & (out < 0), given, out)
    return out, np.where(out >= 0, value, view.no_deal)


def gains_of_the_other(view: View) -> Array:
    """What each package brings the other over no agreement, as far as the seat knows. (..., seat, package)

    Private: by how near it lies to what the other says, the farthest one bringing nothing.
    """
    if view.information != "private":
        return view.others_gain
    place = np.where(np.isnan(view.package_value), MIDDLE, view.package_value)
    near = -np.abs(place - rivals(view)[..., None])
    return near - near.min(-1, keepdims=True)


def at(values: Array, package: Index) -> Array:
    """The value of a package; that of the first where there is none. (..., seat)"""
    return np.take_along_axis(values, np.maximum(package, 0)[..., None], axis=-1)[..., 0]

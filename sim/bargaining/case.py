"""What a model of the talks is given: what the mediators hear in a session, and what could be signed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.setting import Setting
from sim.state import Shocks, State, Traits

MIDDLE = 50.0
"""Where a spatial model puts a package that leaves the key issue open: as far from one end of the scale as
from the other, because it gives the question to neither side."""


@dataclass(frozen=True)
class Case:
    """A session as a model of the talks sees it. Shapes `(...)` unless said otherwise."""

    utility: Array
    """(..., party, package) utility points; -inf across a hard red line"""
    reservation: Array
    """(..., party) what no agreement is worth, utility points"""
    feasible: Mask
    """(..., package) worth at least no agreement to every party, and across nobody's hard red line"""
    place: Array
    """(..., package) on the key issue, 0..100; NaN for a package that leaves it open"""
    position: Array
    """(..., actor) what each negotiator says on the key issue, 0..100"""
    weight: Array
    """(..., actor) capability x salience of each negotiator, 0 or more"""
    capability: Array
    """(..., actor) what each negotiator brings to the table, 0 or more"""
    salience: Array
    """(..., actor) how much each cares for the key issue, 0..1"""
    power: Array
    """(..., party) capability x salience of the parties"""
    text: Index
    """package tabled last, -1 if none was"""
    elapsed: Array
    """share of the talks that is over, by the party that expects their end first, 0..1"""
    tolerance: Array
    """loss that is borne for the sake of a text, utility points"""
    chance: Array
    """a uniform number, 0 or more and below 1"""
    setter: Array
    """what the mediator whose text comes first says on the key issue, or who weighs most if there is none, 0..100"""
    foreseen: Array
    """where a model that moves positions ends on the key issue, 0..100; NaN under any other rule"""

    @property
    def gain(self) -> Array:
        """(..., party, package) utility above no agreement, utility points; 0 for what is not feasible."""
        floor = self.reservation[..., None]
        return np.where(self.feasible[..., None, :], self.utility, floor) - floor

    def nearest(self, point: Array) -> Index:
        """The feasible package nearest to a point of the key issue, the first of equals; -1 if there is none.

        point   (...)   0..100
        """
        place = np.where(np.isnan(self.place), MIDDLE, self.place)
        away = np.where(self.feasible, np.abs(place - point[..., None]), np.inf)
        return np.where(self.feasible.any(-1), away.argmin(-1), -1)


Propose = Callable[[Case], Index]
"""A model of the talks: the package that is proposed, -1 for none. (...)"""


def feasible(utility: Array, reservation: Array) -> Mask:
    """What every party prefers to no agreement, or likes as much, and none rules out.

    utility       (..., party, package)   utility points
    reservation   (..., party)            utility points
    returns       (..., package)

    >>> feasible(np.array([[60.0, 40.0, -np.inf], [50.0, 90.0, 99.0]]), np.array([50.0, 50.0]))
    array([ True, False, False])
    """
    fine = (utility >= reservation[..., None]) & np.isfinite(utility)
    return np.asarray(fine.all(-2))


def capability(standing: Array, party: Mask) -> Array:
    """What an actor brings to the table: its standing, and for a party never nothing.

    Standing is the weight of an actor's recognition in the eyes of others, which a party does not give.
    But nothing is signed without a party, as no draft passes a permanent member of a council; so a party
    without a standing of its own counts as much as the weightiest actor. Where nobody has any, all count 1.

    standing   (actor,)   0 or more
    returns    (actor,)   0 or more

    >>> capability(np.array([0.0, 50.0, 3.0, 0.0]), np.array([True, False, False, False]))
    array([50., 50.,  3.,  0.])
    """
    most = standing.max(initial=0.0)
    if most <= 0.0:
        return np.ones_like(standing)
    return np.where(party & (standing <= 0.0), most, standing)


def weights(weight: Array) -> Array:
    """The weights, or 1 for each where all are 0, so that a mean is always defined. (..., actor)

    >>> weights(np.array([[2.0, 0.0], [0.0, 0.0]]))
    array([[2., 0.],
           [1., 1.]])
    """
    return np.where((weight > 0.0).any(-1, keepdims=True), weight, 1.0)


def hear(setting: Setting, traits: Traits, state: State, shocks: Shocks) -> Case:
    """What the mediators hear this week. Parties come in the order of the actors, packages in that of the list."""
    utility = np.take(state.package_utility, setting.parties, axis=-2)
    reservation = np.take(state.no_deal, setting.parties, axis=-1)
    power = capability(setting.standing, setting.party)
    weight = power * traits.salience[..., setting.key]
    at_table = np.flatnonzero(setting.party | setting.recogniser)
    end = np.take(state.expected_end, setting.parties, axis=-1).min(-1)
    place = setting.package_value[:, setting.key]
    return Case(
        utility=utility,
        reservation=reservation,
        feasible=feasible(utility, reservation),
        place=np.broadcast_to(place, (*state.text.shape, len(place))),
        position=np.take(traits.position[..., setting.key], at_table, axis=-1),
        weight=weights(np.take(weight, at_table, axis=-1)),
        capability=np.broadcast_to(np.take(power, at_table), (*weight.shape[:-1], len(at_table))),
        salience=np.take(traits.salience[..., setting.key], at_table, axis=-1),
        power=weights(np.take(weight, setting.parties, axis=-1)),
        text=state.last_text,
        elapsed=np.clip((state.week + 1) / np.maximum(end, 1.0), 0.0, 1.0),
        tolerance=traits.mechanism.block_tolerance,
        chance=shocks.talks,
        setter=setter_says(setting, traits, weight, state.week),
        foreseen=state.foreseen,
    )


def setter_says(setting: Setting, traits: Traits, weight: Array, week: int) -> Array:
    """What the mediator whose text comes first says on the key issue: the chair, else of most standing.

    Where nobody mediates, who weighs most.

    weight    (..., actor)   capability x salience
    returns   (...)          0..100
    """
    mediator = setting.mediator[week]
    if mediator.any():
        most = float(setting.standing.max(initial=0.0)) + 1.0
        rank = setting.standing + np.where(setting.chair[week], most, 0.0)
        return traits.position[..., int(np.where(mediator, rank, -1.0).argmax()), setting.key]
    who = weight.argmax(-1)
    return np.take_along_axis(traits.position[..., setting.key], who[..., None], axis=-1)[..., 0]

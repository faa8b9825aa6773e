"""A position-capability-salience table: what every model takes when it stands alone.

An actor has a position on each issue, cares for each issue to some degree, and brings some power. All models
read the same table, and all of them know reservation values, vetoes, a deadline and no agreement.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.arrays import Array, Mask, added

SLACK = 1e-9
"""How far below its reservation value an outcome may seem to lie by rounding, as a share of utility."""


LARGEST = 1e15
"""No number in a table is larger: beyond that neighbours cannot be told apart."""


class TableError(ValueError):
    """A table that cannot be solved, or a model that there is not; the message is fit to show."""


@dataclass(frozen=True)
class Table:
    """Who wants what, how much, with what power. Leading axes `(...)` are other tables of the same actors.

    Positions are what actors say at first, and also what they want (their ideal points). Utility is 1 at the
    own position on all issues and falls straight to 0 at a whole scale's distance on all, weighted by salience.
    """

    capability: Array
    """(..., actor) power, 0 or more, any unit"""
    position: Array
    """(..., actor, issue) any unit"""
    salience: Array
    """(..., actor, issue) 0..1"""
    low: Array | None = None
    """(..., issue) where the scale of an issue begins; None: see `usual`"""
    high: Array | None = None
    """(..., issue) where it ends"""
    reservation: Array | None = None
    """(..., actor) what no agreement is worth, 0..1 of utility; 0 for all if None. Nobody moves past a point
    worth less to it."""
    veto: Mask | None = None
    """(..., actor) whose refusal alone prevents an agreement. None: as the model has it, nobody where weights
    decide, everybody where an agreement needs all."""
    deadline: int | None = None
    """rounds after which nobody moves any more; None: as many as are asked for"""
    no_agreement: Array | None = None
    """(..., issue) where issues stand without an agreement; NaN (none) if None"""
    chance: Array | None = None
    """(...) a uniform number for models that draw, 0 or more and below 1; one half if None"""

    @property
    def shape(self) -> tuple[int, ...]:
        """The leading axes."""
        return self.position.shape[:-2]

    @cached_property
    def weight(self) -> Array:
        """(..., actor, issue) capability x salience."""
        return self.capability[..., None] * self.salience

    @cached_property
    def start(self) -> Array:
        """(..., issue) where the scales begin."""
        lowest = self.position.min(-2)
        return np.minimum(lowest, usual(self.position)[0] if self.low is None else self.low)

    @cached_property
    def end(self) -> Array:
        """(..., issue) where they end."""
        highest = self.position.max(-2)
        return np.maximum(highest, usual(self.position)[1] if self.high is None else self.high)

    @cached_property
    def span(self) -> Array:
        """(..., issue) how long they are; 1 where all hold the same position, so that nothing divides by 0."""
        width = self.end - self.start
        return np.where(width > 0.0, width, 1.0)

    def loss(self, point: Array) -> Array:
        """What a point costs each actor: the salience-weighted mean of its distances as shares of the scales.

        point     (..., issue) one point for all, or (..., actor, issue) each its own
        returns   (..., actor)   0 at the own position, 1 a whole scale away; 0 for who cares for no issue

        >>> one = Table(np.ones(2), np.array([[0.0, 0.0], [100.0, 50.0]]), np.array([[0.9, 0.3], [0.5, 0.5]]))
        >>> one.loss(np.array([50.0, 50.0]))
        array([0.5 , 0.25])
        """
        where = point if point.ndim == self.position.ndim else point[..., None, :]
        away = np.abs(where - self.position) / self.span[..., None, :]
        return added(away * self.salience) / self.care

    @property
    def care(self) -> Array:
        """(..., actor) salience of all issues together; 1 for who cares for none."""
        cares = added(self.salience)
        return np.where(cares > 0.0, cares, 1.0)

    def utility(self, point: Array) -> Array:
        """What a point is worth to each actor: 1 minus its loss. (..., actor)"""
        return 1.0 - self.loss(point)

    def floor(self) -> Array:
        """(..., actor) reservation values, 0..1."""
        none = np.zeros(self.position.shape[:-1])
        return none if self.reservation is None else np.broadcast_to(self.reservation, none.shape)

    def luck(self) -> Array:
        """(...) the uniform number of each table."""
        half = np.full(self.shape, 0.5)
        return half if self.chance is None else np.broadcast_to(self.chance, half.shape)

    def content(self, point: Array) -> Mask:
        """Who prefers a point to no agreement, or likes it as much. point (..., issue), returns (..., actor)"""
        return np.asarray(self.utility(point) >= self.floor() - SLACK)

    def kept(self, moved: Array) -> Array:
        """Moves cut short where they would pass an actor's own reservation value.

        A position that is worth less is drawn straight back toward the actor's first position, until it is
        worth just that. Where no reservation values are given nothing changes.

        moved     (..., actor, issue)
        returns   (..., actor, issue)

        >>> firm = Table(np.ones(2), np.array([[0.0], [100.0]]), np.ones((2, 1)), reservation=np.array([0.9, 0.0]))
        >>> firm.kept(np.array([[50.0], [50.0]]))
        array([[10.],
               [50.]])
        """
        if self.reservation is None:
            return moved
        lost, bearable = self.loss(moved), 1.0 - self.floor()
        share = np.where(lost > bearable, bearable / np.where(lost > 0.0, lost, 1.0), 1.0)
        back = self.position + (moved - self.position) * np.maximum(share, 0.0)[..., None]
        return np.where((share < 1.0)[..., None], back, moved)


ENDS = (100.0, 1.0)
"""Where scales usually end that begin at 0."""


def usual(position: Array) -> tuple[Array, Array]:
    """Where scales begin and end if nobody says: two of (..., issue).

    A table is on a scale of 0 to 100, or 0 to 1, where all positions lie on it and those on some issue reach both
    ends. Otherwise each issue goes from its lowest to its highest position, so that its unit makes no difference.

    position   (..., actor, issue)

    >>> usual(np.array([[0.0, 30.0], [100.0, 70.0]]))
    (array([0., 0.]), array([100., 100.]))
    >>> usual(np.array([[4.0, 30.0], [10.0, 70.0]]))
    (array([ 4., 30.]), array([10., 70.]))
    """
    low, high = position.min(-2), position.max(-2)
    lowest, highest = low, high
    for end in ENDS:
        inside = ((low >= 0.0) & (high <= end)).all(-1, keepdims=True)
        reaches = ((low == 0.0) & (high == end)).any(-1, keepdims=True)
        lowest = np.where(inside & reaches, 0.0, lowest)
        highest = np.where(inside & reaches, end, highest)
    return lowest, highest


def checked(table: Table) -> Table:
    """The table with float arrays of matching shapes; what cannot be solved is refused.

    Raises TableError for shapes that do not match, numbers that are not finite, and values out of range.
    """
    position = np.asarray(table.position, dtype=np.float64)
    if position.ndim < 2 or not position.shape[-2] or not position.shape[-1]:
        raise TableError(
            f"position: expected (..., actor, issue) with one or more of each, found {position.shape}"
        )
    capability = fitting("capability", table.capability, position.shape[:-1])
    salience = fitting("salience", table.salience, position.shape)
    bounds(position, capability, salience)
    reservation = table.reservation
    if reservation is not None:
        reservation = fitting("reservation", reservation, position.shape[:-1])
        within("reservation", reservation, 0.0, 1.0)
    per_issue = (*position.shape[:-2], position.shape[-1])
    ends = [
        None if e is None else fitting(n, e, per_issue) for n, e in (("low", table.low), ("high", table.high))
    ]
    fallback = table.no_agreement
    return Table(
        capability,
        position,
        salience,
        ends[0],
        ends[1],
        reservation,
        None if table.veto is None else np.broadcast_to(np.asarray(table.veto, bool), position.shape[:-1]),
        table.deadline,
        None if fallback is None else fitting("no_agreement", fallback, per_issue),
        None if table.chance is None else fitting("chance", table.chance, position.shape[:-2]),
    )


def fitting(name: str, value: Array, shape: tuple[int, ...]) -> Array:
    """The array in that shape, C-ordered."""
    try:
        return np.ascontiguousarray(np.broadcast_to(np.asarray(value, dtype=np.float64), shape)).reshape(
            shape
        )
    except ValueError:
        raise TableError(f"{name}: expected shape {shape}, found {np.shape(value)}") from None


def bounds(position: Array, capability: Array, salience: Array) -> None:
    """Refuse numbers that are not finite or out of range."""
    if not np.isfinite(position).all():
        raise TableError("position: expected finite numbers")
    within("position", position, -LARGEST, LARGEST)
    within("capability", capability, 0.0, LARGEST)
    within("salience", salience, 0.0, 1.0)


def within(name: str, value: Array, low: float, high: float) -> None:
    """Refuse what is not between two bounds."""
    fine = np.isfinite(value) & (value >= low) & (value <= high)
    if not fine.all():
        found = float(value[~fine].flat[0])
        raise TableError(f"{name}: expected {low:g} to {high:g}, found {found:g}")

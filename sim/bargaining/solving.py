"""Solve a table by a model: one call for all models, for one table or a million."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.bargaining.compromise import weighted_mean
from sim.bargaining.median import weighted_median
from sim.bargaining.path import Exchanges, Path, Solver
from sim.bargaining.solvers import SOLVERS
from sim.bargaining.table import Table, TableError, checked
from sim.faults import nearest

SAME = 1e-9
"""Positions nearer than this, as a share of the scale, count as the same when a path is searched for cycles."""


@dataclass(frozen=True)
class Solution:
    """What a model makes of a table."""

    model: str
    variant: str
    """empty where the model has one form only"""
    table: Table
    """as it was solved: with the vetoes, reservation values and deadline that held"""
    position: Array
    """(..., round, actor, issue) entry 0 is the table's; after the deadline nobody moves"""
    outcome: Array
    """(..., issue) where it ends; without an agreement the table's `no_agreement`, or NaN where it names none"""
    proposal: Array
    """(..., issue) what the model comes to, agreed or not; NaN where it comes to nothing"""
    agreement: Mask
    """(...) is it agreed?"""
    win: Array | None
    """(..., round, actor, issue) chance that an actor's position prevails; None where a model knows no such thing"""
    exchanges: Exchanges | None
    """what was exchanged, for the model of exchange"""
    text: Array | None
    """(..., round, issue) what lay on the table, for models with one text"""

    @cached_property
    def mean(self) -> Array:
        """(..., round, issue) mean of the positions by capability x salience."""
        return weighted_mean(*self._by_issue)

    @cached_property
    def median(self) -> Array:
        """(..., round, issue) weighted median of the positions."""
        return weighted_median(*self._by_issue)

    @property
    def _by_issue(self) -> tuple[Array, Array]:
        place = np.ascontiguousarray(np.swapaxes(self.position, -1, -2))
        weight = np.swapaxes(self.table.weight, -1, -2)[..., None, :, :]
        return place, np.ascontiguousarray(np.broadcast_to(weight, place.shape))

    @cached_property
    def cycle(self) -> Index:
        """(...) length in rounds of the cycle that positions have entered: 1 at rest, 0 still on their way.

        Whoever moves by the positions alone and stands again where all stood before goes round for ever.
        """
        last = self.position[..., -1, :, :]
        span = self.table.span[..., None, :]
        out = np.zeros(self.table.shape, np.int64)
        for length in range(self.position.shape[-3] - 1, 0, -1):
            before = self.position[..., -1 - length, :, :]
            back = (np.abs(last - before) <= SAME * span).all((-1, -2))
            out = np.where(back, length, out)
        return out


def solve(
    table: Table,
    model: str,
    variant: str | None = None,
    rounds: int | None = None,
    *,
    reservation: Array | None = None,
    veto: Mask | None = None,
    deadline: int | None = None,
    no_agreement: Array | None = None,
    chance: Array | None = None,
) -> Solution:
    """Solve a table by a model.

    model, variant   one of SOLVERS, and of its variants; None: the usual one
    rounds           rounds to play, 0 or more; None: as many as are usual for the model
    the others       put in place of the table's own, shapes as there

    Raises TableError for what cannot be solved. The same to the bit for a table alone and among others.

    >>> table = Table(np.ones(3), np.array([[0.0], [60.0], [90.0]]), np.ones((3, 1)))
    >>> solve(table, "compromise").outcome
    array([50.])
    >>> solve(table, "compromise", veto=np.array([0, 0, 1]), reservation=np.array([0, 0, 0.8])).agreement
    np.False_
    """
    solver = solver_of(model)
    if rounds is not None and rounds < 0:
        raise TableError(f"rounds: expected 0 or more, found {rounds}")
    given = {
        "reservation": reservation,
        "veto": veto,
        "deadline": deadline,
        "no_agreement": no_agreement,
        "chance": chance,
    }
    ready = checked(replace(table, **{name: value for name, value in given.items() if value is not None}))
    chosen = variant_of(model, solver, variant)
    asked = solver.rounds if rounds is None else rounds
    played = asked if ready.deadline is None else min(asked, max(ready.deadline, 0))
    return settled(ready, model, chosen, solver.solve(ready, played, chosen), asked)


def settled(table: Table, model: str, variant: str, path: Path, rounds: int) -> Solution:
    """The path with the rounds after the deadline, and with what vetoes leave of it."""
    position = drawn_out(held(table, path.position), rounds, -3)
    always = np.ones(table.shape, bool)
    agreed = always if path.agreed is None else np.broadcast_to(path.agreed, table.shape)
    unanimous = SOLVERS[model].unanimous
    veto = np.full(table.capability.shape, unanimous) if table.veto is None else table.veto
    if table.reservation is not None:
        agreed = agreed & (table.content(path.outcome) | ~veto).all(-1)
    fallback = np.full_like(path.outcome, np.nan) if table.no_agreement is None else table.no_agreement
    return Solution(
        model=model,
        variant=variant,
        table=table,
        position=position,
        outcome=np.where(agreed[..., None], path.outcome, fallback),
        proposal=path.outcome,
        agreement=agreed,
        win=None if path.win is None else drawn_out(path.win, rounds, -3),
        exchanges=path.exchanges,
        text=None if path.text is None else drawn_out(path.text, rounds, -2),
    )


def held(table: Table, position: Array) -> Array:
    """Positions and offers of all rounds, none past the reservation value of whose they are."""
    if table.reservation is None:
        return position
    each = (table.kept(position[..., r, :, :]) for r in range(position.shape[-3]))
    return np.stack(list(each), axis=-3)


def drawn_out(values: Array, rounds: int, axis: int) -> Array:
    """A path up to the deadline, drawn out to all rounds by its last entry."""
    missing = rounds + 1 - values.shape[axis]
    if not missing:
        return values
    last = np.take(values, [-1], axis=axis)
    return np.concatenate([values, np.repeat(last, missing, axis=axis)], axis=axis)


def solver_of(model: str) -> Solver:
    """The model of that name."""
    if model not in SOLVERS:
        raise TableError(f"model: {model!r} is none; {nearest(model, SOLVERS)}")
    return SOLVERS[model]


def variant_of(model: str, solver: Solver, variant: str | None) -> str:
    """The variant of that name; the usual one where none is named."""
    if not variant:
        return solver.variants[0]
    if variant not in solver.variants:
        known = [name for name in solver.variants if name]
        hint = nearest(variant, known) if known else f"{model} has one form only"
        raise TableError(f"variant: {variant!r} is none of {model}; {hint}")
    return variant

"""Names for arrays, and the few constants that all rules share."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Index = NDArray[np.int64]
Votes = NDArray[np.int8]
"""1 yes, 0 abstain, -1 no"""
Terms = Mapping[str, Array]
"""Signed contributions to an index, by name; their sum in this order is the index."""


def total(terms: Terms) -> Array:
    """The index that terms add up to, added in their order; a term that is nought everywhere costs nothing."""
    values = list(terms.values())
    out = values[0]
    for value in values[1:]:
        if value.shape != out.shape or not nought(value):
            out = out + value
    return out


def same(value: float, shape: tuple[int, ...], dtype: type[Any]) -> Any:
    """One value everywhere, stored once; not to be written to."""
    return np.broadcast_to(np.array(value, dtype=dtype), shape)


def untouched(field: Array | Index | Mask | Votes) -> bool:
    """Is it one number, broadcast: what nobody has written to? One number alone counts as touched."""
    return bool(field.ndim) and not any(field.strides)


def nought(field: Array) -> bool:
    """Is it 0 everywhere, and stored once?"""
    return untouched(field) and field.size > 0 and not field.flat[0]


def some(field: Array | Index | Mask | Votes) -> bool:
    """Is there anything but 0 in it? One number that stands for all is looked at once."""
    return bool(field.flat[0]) if untouched(field) and field.size else bool(field.any())


def largest(values: Array) -> Array:
    """The largest along a short last axis, column by column: many times as fast as `max` on an axis of a few.

    >>> largest(np.array([[1.0, 3.0], [2.0, 0.0]]))
    array([3., 2.])
    """
    out: Array = values[..., 0]
    for i in range(1, values.shape[-1]):
        out = np.maximum(out, values[..., i])
    return out


def added(values: Array) -> Array:
    """The sum along the last axis; of fewer than eight column by column: the same bits, many times as fast.

    >>> added(np.array([[1.0, 3.0], [2.0, 0.0]]))
    array([4., 2.])
    """
    if not 0 < values.shape[-1] < 8:
        whole: Array = values.sum(-1)
        return whole
    out: Array = values[..., 0]
    for i in range(1, values.shape[-1]):
        out = out + values[..., i]
    return out


def voted_on(due: Mask) -> Index:
    """The ballots that are held in any world. (ballot,)

    due   (..., ballot)
    """
    return np.flatnonzero(due.reshape(-1, due.shape[-1]).any(0))


def in_columns(at: Index, values: Array, actors: int) -> Array:
    """Values of some actors, and 0 for the others.

    at        (seat,)      indices among the actors
    values    (..., seat)   or (..., 1), the same for all of them
    returns   (..., actor)

    >>> in_columns(np.array([1]), np.array([5.0]), 3)
    array([0., 5., 0.])
    """
    out = np.zeros((*values.shape[:-1], actors), like=values)
    out[..., at] = values
    return out


def with_columns(values: Any, at: Index | np.integer[Any], new: Any) -> Any:
    """A copy with other values for some actors. (..., actor), (seat,), (..., seat)

    >>> with_columns(np.array([1, 2, 3]), np.array([0, 2]), np.array([7, 8]))
    array([7, 2, 8])
    """
    # `like`: where one of the two is an array of another kind (`sim.fast.traced`), so is the copy
    out = np.array(values, like=new if isinstance(values, np.ndarray) else values)
    out[..., at] = new
    return out


def looked_up(table: Any, at: Index) -> Any:
    """`table[at]`, for a table of one axis. (...)

    >>> looked_up(np.array([5, 6, 7]), np.array([2, 0]))
    array([7, 5])
    """
    # NumPy's own brackets do not ask what kind of array stands in them (`sim.fast.traced`)
    return np.take_along_axis(np.broadcast_to(table, (*at.shape, len(table))), at[..., None], axis=-1)[..., 0]


NEVER = 9999
"""The week of what has not happened."""

ANCHORS = (0.0, 25.0, 50.0, 75.0, 100.0)
"""Places on the key issue at which an unknown value is drawn; the pact has one more of its own."""

POINTS = 20.0
"""Points of readiness that are 1 on the logit scale."""

BALLOTS = (
    "more_talks",
    "endorse",
    "exhausted",
    "mission",
    "recognise",
    "ground",
    "take_note",
    "line_timing",
    "line_path",
)
"""The votes that are held, in the order of their axis: two drafts, two lines and a position of the members; then
what only a move brings to the vote (`draft` of a mission under the resolution in force, or taking note;
`caucus_text` on timing and on the path)."""

MORE_TALKS, ENDORSE, EXHAUSTED, MISSION, RECOGNISE, GROUND, TAKE_NOTE, LINE_TIMING, LINE_PATH = range(9)

MOVES = (
    "sound_out",
    "bargain",
    "promise",
    "statement",
    "lobby",
    "leak",
    "home",
    "hold",
    "offer",
    "answer",
    "practical",
    "calm",
    "coordinate",
    "set_date",
    "safeguards",
    "declare",
    "contest_deadline",
    "measures",
    "path",
    "agenda",
    "report_line",
    "commit",
    "visit",
    "side_payment",
    "draft",
    "vote",
    "group",
    "recognise",
    "caucus_text",
    "guarantee",
    "reassure",
    "reinforce",
)
"""What a seat can do, in the order of the table of moves."""

TOPICS = ("law", "precedent", "stability", "clarity", "history", "europe", "hope")
"""What a public statement can be about."""

MATTERS = ("wish", "readiness")
"""What a seat can be sounded out on: its wish on the key issue (0..100), its readiness to recognise (points)."""

PRACTICAL = ("missing persons", "returns", "heritage", "power", "customs")
"""What parties can settle without settling the question."""

DRAFTS = (MORE_TALKS, ENDORSE, GROUND, TAKE_NOTE)
"""The ballots that a draft in the Council can bring to the vote."""

LINES = (EXHAUSTED, LINE_TIMING, MISSION, LINE_PATH)
"""The ballots that a text of the chair can bring to the members' vote."""

DOUBTERS, PIONEERS = 1, 2
"""Groups that members can be in."""

NOTE_KINDS = ("ask", "bargain", "promise", "warn")
ASK, BARGAIN, PROMISE, WARN = 1, 2, 3, 4
"""Kinds of a note; 0 is no note."""

REMEMBERED = 3
"""Sessions whose offers are remembered by those who answer in kind."""

SLOTS = 2
"""Notes that a seat can send in a week."""

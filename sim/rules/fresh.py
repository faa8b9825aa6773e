"""What the moves of a game change, before any has been made.

Arrays over pairs of actors and over promises are broadcast from one number until something is written in them, so
that an ensemble in which nobody writes notes pays nothing for them.
"""

from typing import Any

import numpy as np

from sim.arrays import LINES, MATTERS, NEVER, PRACTICAL, SLOTS, TOPICS, Array, Index, Mask, same
from sim.ledger import ENTRIES, TERM, Ledger
from sim.rules.wear import SIDES, WEARING
from sim.setting import Setting
from sim.state import Traits


def index(value: int, shape: tuple[int, ...]) -> Index:
    """A whole number everywhere."""
    return same(value, shape, np.int64)


def number(value: float, shape: tuple[int, ...]) -> Array:
    """A number everywhere."""
    return same(value, shape, np.float64)


def mask(value: bool, shape: tuple[int, ...]) -> Mask:
    """True or false everywhere."""
    return same(value, shape, np.bool_)


def empty_ledger(world: tuple[int, ...]) -> Ledger:
    """A ledger without a promise.

    world   the axes before the last: () for one world
    """
    at = (*world, ENTRIES)
    none = index(-1, at)
    return Ledger(
        maker=none,
        receiver=none,
        act=none,
        object=none,
        level=number(0.0, at),
        until=index(NEVER, at),
        public=mask(False, at),
        asked=mask(False, at),
        given=none,
        made=index(NEVER, at),
        done=number(0.0, at),
        state=index(0, at),
        condition=index(-1, (*at, TERM)),
        warned=mask(False, at),
        leaked=mask(False, at),
        pressed=mask(False, at),
    )


def fresh(setting: Setting, traits: Traits) -> dict[str, Any]:
    """The fields of `State` that moves change, at the opening."""
    m = traits.mechanism
    world, actor = m.discount.shape, traits.recognition.shape
    pair, n = (*actor, actor[-1], len(MATTERS)), actor[-1]
    notes = (*world, n, SLOTS)
    return {
        "capital": number(0.0, actor),
        "paid_moves": number(0.0, actor),
        "credibility": np.broadcast_to(m.credibility_start[..., None], actor),
        "ledger": empty_ledger(world),
        **no_notes(notes),
        "sounded": index(0, pair),
        "heard": number(np.nan, pair),
        "misled": index(0, pair),
        "hinted": mask(False, (*actor, n)),
        "cohesion": number(0.0, world),
        "eased": number(0.0, actor),
        "reassured_week": index(-1, actor),
        "swayed": number(0.0, actor),
        "topic": index(-1, actor),
        "topic_weeks": index(0, actor),
        "spoken": number(0.0, (*world, len(TOPICS))),
        "commitment": index(-2, actor),
        "visited_week": index(-1, actor),
        "visited_side": number(0.0, actor),
        "worn": number(0.0, (*actor, WEARING)),
        "called": number(0.0, (*actor, SIDES)),
        "group": index(0, actor),
        "group_leader": index(-1, (*world, 3)),
        "delayed_until": index(-1, actor),
        "refused": mask(False, actor),
        "announced": mask(False, actor),
        "date_set": index(NEVER, world),
        "date_public": mask(False, world),
        "safeguarded": index(0, world),
        "measures_stage": index(0, world),
        "measures_week": index(NEVER, world),
        "path_refused": mask(False, world),
        "calm_week": index(-1, actor),
        "calm_force": number(0.0, actor),
        "yielded": index(-1, actor),
        "contested": number(0.0, world),
        "softened": number(0.0, actor),
        "practical": index(0, world),
        "practical_done": mask(False, (*world, len(PRACTICAL))),
        "practical_offer": index(-1, actor),
        "walked_out": mask(False, actor),
        "blocks_made": index(0, actor),
        "drafted": index(-1, world),
        "drafter": index(-1, world),
        "waiting": index(-1, world),
        "waiting_from": index(-1, world),
        "moved_meeting": index(NEVER, world),
        "assured": mask(False, actor),
        "lined": index(-1, world),
        "report_note": mask(False, actor),
        "grounded": mask(False, world),
        "carried": mask(False, (*world, len(LINES))),
        "by_move": mask(False, actor),
        "sent": index(NEVER, world),
        "leaked": index(0, world),
        "exposed": number(0.0, actor),
    }


def no_notes(notes: tuple[int, ...]) -> dict[str, Any]:
    """The fields of `State` that hold the notes of a week, without any.

    notes   shape (..., actor, slot)
    """
    return {
        "note": index(0, (*notes, 3)),
        "note_a": index(-1, (*notes, TERM)),
        "note_b": index(-1, (*notes, TERM)),
        "reply": index(0, notes),
        "reason": index(0, notes),
        "counter": index(-1, (*notes, TERM)),
    }

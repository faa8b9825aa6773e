"""What a seat can know as one flat row of numbers, for machines: from its view and its desk alone."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array, Index, Mask
from sim.ledger import OPEN as STANDING
from sim.rules.legality import OPEN
from sim.state import View

Floats = NDArray[np.float32]

Seen = Callable[[View, int], Array]
"""What of a view, of so many weeks, is shown: (seat, number)."""


def common(value: Array | Mask | Index | float, view: View) -> Array:
    """What is the same for all: a row for every seat. (number,) or one number"""
    return np.broadcast_to(
        np.atleast_1d(np.asarray(value, dtype=np.float64)), (len(view.seat), np.size(value))
    )


def own(value: Array | Mask | Index) -> Array:
    """What each seat has of its own: (seat,) or (seat, ...), as rows."""
    return np.asarray(value, dtype=np.float64).reshape(len(value), -1)


def desk(view: View) -> Any:
    """The papers of a view, which are always there in an environment."""
    return view.desk


FIELDS: Mapping[str, Seen] = {
    "week": lambda v, weeks: common(v.week / weeks, v),
    "session": lambda v, _: common(v.session, v),
    "talks_open": lambda v, _: common(v.talks_open, v),
    "settled": lambda v, _: common(v.settled, v),
    "declared": lambda v, _: common(v.declared, v),
    "may_declare": lambda v, _: common(v.may_declare, v),
    "legitimacy": lambda v, _: common(v.legitimacy / 100.0, v),
    "coordination": lambda v, _: common(v.coordination / 100.0, v),
    "tension": lambda v, _: common(v.tension / 100.0, v),
    "unity": lambda v, _: common(v.unity / 100.0, v),
    "path_offered": lambda v, _: common(v.path_offered, v),
    "challenger_won": lambda v, _: common(v.challenger_won, v),
    "measures_stage": lambda v, _: common(desk(v).measures_stage / 2.0, v),
    "due": lambda v, _: common(v.due, v),
    "text": lambda v, _: common(v.text == np.arange(len(v.package_value)), v),
    "capital": lambda v, _: own(desk(v).capital / 10.0),
    "home": lambda v, _: own(v.home / 100.0),
    "no_deal": lambda v, _: own(v.no_deal / 100.0),
    "utility": lambda v, _: own(v.utility / 100.0),
    "hope": lambda v, _: own(v.hope),
    "readiness": lambda v, _: own(v.readiness / 100.0),
    "declare_index": lambda v, _: own(v.declare_index / 100.0),
    "talks_failed": lambda v, _: own(v.talks_failed),
    "expected_end": lambda v, weeks: own(v.expected_end / weeks),
    "vulnerability": lambda v, _: own(desk(v).vulnerability / 100.0),
    "leaning": lambda v, _: own(v.leaning / 100.0),
    "mediator": lambda v, _: own(v.mediator),
    "chair": lambda v, _: own(v.chair),
    "council": lambda v, _: own(v.council),
    "date_set": lambda v, weeks: own((desk(v).date_set - v.week) / weeks),
    "open": lambda v, _: own(desk(v).why_not == OPEN),
    "notes": lambda v, _: own((desk(v).inbox[..., 0] > 0).sum((-2, -1)) / 10.0),
    "promised": lambda v, _: own(promises(v, desk(v).ledger.maker) / 10.0),
    "promised_it": lambda v, _: own(promises(v, desk(v).ledger.receiver) / 10.0),
    "stance": lambda v, _: common(v.stance / 100.0, v),
    "position": lambda v, _: common(v.position / 100.0, v),
    "recognised": lambda v, _: common(v.recognised, v),
    "announced": lambda v, _: common(desk(v).announced, v),
    "refused": lambda v, _: common(desk(v).refused, v),
    "group": lambda v, _: common(desk(v).group / 2.0, v),
    "credit": lambda v, _: own(desk(v).credit / 100.0),
    "commitment": lambda v, _: own(desk(v).commitment / 3.0),
    "belief_low": lambda v, _: own(desk(v).belief_low / 100.0),
    "belief_high": lambda v, _: own(desk(v).belief_high / 100.0),
}
"""What is observed, by name and in its order, scaled and cut to -1..1; see `sim.view` for each. First the
world, then the seat's own (`open`: by move of the table; `promised`, `promised_it`: its open promises, and
those made to it), then by actor, `belief_low` and `belief_high` by actor and matter. Shares of a game count
in weeks of the horizon."""


def promises(view: View, who: Index) -> Array:
    """How many open promises of the seat's ledger have it as `who`. (seat,)"""
    standing = desk(view).ledger.state == STANDING
    return (standing & (who == view.seat[:, None])).sum(-1).astype(np.float64)


def seen(view: View, weeks: int) -> Floats:
    """The observation of each seat of a view. (seat, number), -1..1"""
    parts = [field(view, weeks) for field in FIELDS.values()]
    flat = np.nan_to_num(np.concatenate(parts, axis=-1), nan=0.0, posinf=1.0, neginf=-1.0)
    return np.clip(flat, -1.0, 1.0).astype(np.float32)


def layout(view: View, weeks: int) -> dict[str, slice]:
    """Where each field stands in an observation."""
    widths = [field(view, weeks).shape[-1] for field in FIELDS.values()]
    ends = np.cumsum(widths).tolist()
    return {name: slice(end - width, end) for name, end, width in zip(FIELDS, ends, widths, strict=True)}

"""Standing orders as a strategy: what a person's seat does in the weeks in which its people are not asked."""

from collections.abc import Mapping, Sequence

from sim.acts import SPECS, Act, ActError, to_moves
from sim.rows import like
from sim.setting import Setting
from sim.state import Moves, View, replace
from sim.strategies import Strategy
from sim.strategies.doctrine import doctrine

ANSWERING: Mapping[str, tuple[str, ...]] = {
    "accept": ("accepts",),
    "vote": ("ballots",),
    "reply": ("reply", "reason", "counter"),
}
"""Moves that standing orders leave to the seat's ministry where they say nothing of them, with their fields."""


def standing(setting: Setting, seat: int, orders: Sequence[Act]) -> Strategy:
    """The strategy of one seat under standing orders: they are carried out as far as they can be, votes and answers
    that they leave open are given as doctrine would, and nothing else is done.

    seat     index among the actors; the strategy is for this seat alone
    orders   acts of any beat; each is done at its own

    >>> from sim.compile import compile_setting
    >>> from sim.scenario import load
    >>> setting = compile_setting(load("kosovo_2007"))
    >>> orders = [{"move": "home"}, {"move": "lobby", "target": "GR", "points": 1, "aim": "against"}]
    >>> strategy = standing(setting, setting.actors.index("CY"), orders)
    """

    def ordered(view: View) -> Moves:
        acts = at_beat(setting, seat, orders, view.week, view.beat)
        given = {str(act["move"]) for act in acts}
        usual = doctrine(view)
        moves = like(to_moves(setting, seat, acts, view.week, view.beat), usual)
        left = [field for word, own in ANSWERING.items() if word not in given for field in own]
        return replace(moves, **{field: getattr(usual, field) for field in left})

    return ordered


def at_beat(setting: Setting, seat: int, orders: Sequence[Act], week: int, beat: str) -> list[Act]:
    """The orders of a beat, one by one as far as they go together and can still be given in that week."""
    kept: list[Act] = []
    for act in orders:
        spec = SPECS.get(str(act.get("move")))
        if spec is None or spec.beat != beat:
            continue
        try:
            to_moves(setting, seat, [*kept, act], week, beat)
        except ActError:
            continue
        kept.append(act)
    return kept


__all__ = ["ANSWERING", "at_beat", "standing"]

"""Standing orders: what a seat does in the weeks in which its people are not asked."""

from collections.abc import Sequence

from sim.acts import SPECS, Act, ActError, to_acts, to_moves
from sim.faults import IllegalMove
from sim.setting import Setting
from sim.standing import ANSWERING
from sim.strategies.doctrine import doctrine
from sim.table import Table


def ordered(table: Table, seat: str, orders: Sequence[Act]) -> list[Act]:
    """What standing orders do at the present beat, as far as it is legal; votes and answers left open as doctrine's."""
    acts = [dict(act) for act in orders]
    given = {act.get("move") for act in acts}
    usual = to_acts(
        table.setting, doctrine(table.view(seat)), 0, table.setting.actors.index(seat), table.beat
    )
    acts += [a for a in usual if a.get("move") in ANSWERING and a.get("move") not in given]
    return joined(table, seat, [], acts)


def joined(table: Table, seat: str, acts: Sequence[Act], more: Sequence[Act]) -> list[Act]:
    """Acts, and of more acts one by one those that can be submitted with them."""
    kept = list(acts)
    for act in more:
        try:
            table.check(seat, [*kept, act])
        except (ActError, IllegalMove):
            continue
        kept.append(act)
    return kept


def readable(setting: Setting, seat: int, act: Act, week: int, among: Sequence[Act] = ()) -> None:
    """ActError: this is no act at its own beat, beside the one of the others that it needs."""
    spec = SPECS.get(str(act.get("move")))
    needs = [one for one in among if spec is not None and one.get("move") == spec.beside]
    to_moves(setting, seat, [*needs[:1], act], week, "decide" if spec is None else spec.beat)


__all__ = ["joined", "ordered", "readable"]

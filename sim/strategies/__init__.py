"""How actors decide: one idea per file, a function `View -> Moves`, the same for one world and for many."""

from sim.faults import StrategyError, nearest
from sim.strategies.boulware import boulware
from sim.strategies.conceder import conceder
from sim.strategies.conciliatory import conciliatory
from sim.strategies.doctrine import doctrine
from sim.strategies.faithful import faithful
from sim.strategies.hardliner import hardliner
from sim.strategies.own import OwnStrategy, Strategy, own_strategy
from sim.strategies.planner import LooksAhead, planner
from sim.strategies.random import random
from sim.strategies.tit_for_tat import tit_for_tat
from sim.strategies.tit_for_tat_averaged import tit_for_tat_averaged
from sim.strategies.tit_for_tat_random import tit_for_tat_random
from sim.strategies.zeuthen import zeuthen

__all__ = ["STRATEGIES", "LooksAhead", "OwnStrategy", "Strategy", "StrategyError", "find", "name_of"]

STRATEGIES: dict[str, Strategy] = {
    "doctrine": doctrine,
    "faithful": faithful,
    "hardliner": hardliner,
    "conciliatory": conciliatory,
    "boulware": boulware,
    "conceder": conceder,
    "tit_for_tat": tit_for_tat,
    "tit_for_tat_averaged": tit_for_tat_averaged,
    "tit_for_tat_random": tit_for_tat_random,
    "zeuthen": zeuthen,
    "random": random,
    "planner": planner,
}
"""The one list of strategies, by name."""

QUIET: frozenset[object] = frozenset(
    {
        doctrine,
        faithful,
        hardliner,
        conciliatory,
        boulware,
        conceder,
        tit_for_tat,
        tit_for_tat_averaged,
        tit_for_tat_random,
        zeuthen,
        random,
    }
)
"""Strategies that write no notes of their own and sound nobody out; they answer what they are asked."""

AT_SESSIONS: frozenset[object] = QUIET - {random}
"""Those among them that have nothing to say at the talk beat of a week without a session."""


def find(name: str) -> Strategy:
    """A listed strategy by its name in any case, or a person's own as `module:function`.

    StrategyError: there is none of that name, with the nearest one.

    >>> find("Boulware") is STRATEGIES["boulware"]
    True
    """
    if name.casefold() in STRATEGIES:
        return STRATEGIES[name.casefold()]
    if ":" in name:
        return own_strategy(name)
    raise StrategyError(
        f"expected a strategy or module:function, found {name!r}; {nearest(name, STRATEGIES)}"
    )


def name_of(strategy: Strategy) -> str:
    """What a strategy is called: its name in the list, else module:function.

    >>> name_of(doctrine)
    'doctrine'
    """
    strategy = getattr(
        strategy, "strategy", strategy
    )  # one that looks ahead, with what it needs of a scenario
    for name, listed in STRATEGIES.items():
        if listed is strategy:
            return name
    if isinstance(strategy, OwnStrategy):
        return strategy.name
    function = getattr(strategy, "__qualname__", type(strategy).__qualname__)
    return f"{getattr(strategy, '__module__', '?')}:{function}"

"""How actors decide: one idea per file, a function `View -> Moves`, the same for one world and for many."""

from collections.abc import Callable

from sim.state import Moves, View
from sim.strategies.doctrine import doctrine

Strategy = Callable[[View], Moves]

STRATEGIES: dict[str, Strategy] = {"doctrine": doctrine}
"""The one list of strategies, by name."""

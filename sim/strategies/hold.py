"""Doing nothing: the moves that every strategy starts from."""

from sim.idle import idle
from sim.state import Moves, View

__all__ = ["hold", "idle"]


def hold(view: View) -> Moves:
    """Abstain from everything."""
    return idle(view.luck.shape, len(view.package_value), len(view.actors))

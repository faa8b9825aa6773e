"""Doing nothing: the moves that every strategy starts from."""

from functools import lru_cache

import numpy as np

from sim.arrays import BALLOTS
from sim.state import Moves, View


@lru_cache(maxsize=64)
def idle(shape: tuple[int, ...], packages: int) -> Moves:
    """No offer, no text, no vote, no declaration, for seats of a shape `(..., seat)`.

    Made once for each shape and shared: not to be written to.
    """
    no, none = np.zeros(shape, dtype=np.bool_), np.full(shape, -1, dtype=np.int64)
    no_package = np.zeros((*shape, packages), dtype=np.bool_)
    return Moves(
        demand=np.zeros(shape),
        offer=none,
        text=none,
        blocks=no_package,
        accepts=no_package,
        hopeful=np.zeros(shape),
        exhausted=no,
        extend=no,
        consult=np.zeros(shape),
        declare=no,
        lobby_target=none,
        lobby_points=np.zeros(shape),
        side_payment=no,
        recognise=np.zeros(shape, dtype=np.int64),
        ballots=np.zeros((*shape, len(BALLOTS)), dtype=np.int8),
        sign_path=no,
        reinforce=no,
    )


def hold(view: View) -> Moves:
    """Abstain from everything."""
    return idle(view.luck.shape, len(view.package_value))

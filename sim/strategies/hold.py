"""Doing nothing: the moves that every strategy starts from."""

import numpy as np

from sim.state import BALLOTS, Moves, View


def hold(view: View) -> Moves:
    """No offer, no text, no vote, no declaration: abstain from everything.

    Fields have shape (..., seat); packages and ballots behind it.
    """
    shape = view.luck.shape
    no, none = np.zeros(shape, dtype=np.bool_), np.full(shape, -1, dtype=np.int64)
    no_package = np.zeros((*shape, len(view.package_value)), dtype=np.bool_)
    return Moves(
        offer=none,
        text=none,
        blocks=no_package,
        accepts=no_package,
        hopeful=np.zeros(shape),
        exhausted=no,
        consult=np.zeros(shape),
        declare=no,
        lobby_target=none,
        lobby_points=np.zeros(shape),
        recognise=np.zeros(shape, dtype=np.int64),
        guarantee=no,
        ballots=np.zeros((*shape, len(BALLOTS)), dtype=np.int64),
        sign_path=no,
        reinforce=no,
    )

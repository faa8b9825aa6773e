"""Luck that is still to come: what of a world is chance and has not shown yet is drawn anew."""

import numpy as np

from sim.arrays import NEVER
from sim.state import State, Traits, replace


def renewed(traits: Traits, state: State, drawn: Traits) -> Traits:
    """A world in which what has happened stands, and chance has not spoken yet of what has not.

    Hazards have no memory: who has not recognised, agreed to a date or flared up by now is as far from it as anybody,
    so its threshold lies a new standard exponential number beyond what has been summed up. Errors of votes and of
    voters are drawn anew. Wishes, strengths and dates stay.

    drawn   traits of as many worlds, of which the chance is taken
    """
    decided, agreed = state.recognised_week < NEVER, state.committed
    return replace(
        traits,
        recognise_at=np.where(decided, traits.recognise_at, state.hazard_sum + drawn.recognise_at),
        commit_at=np.where(agreed, traits.commit_at, state.commit_sum + drawn.commit_at),
        flash_at=np.where(state.flash_week < NEVER, traits.flash_at, state.flash_sum + drawn.flash_at),
        vote_error=drawn.vote_error,
        swing=drawn.swing,
    )


__all__ = ["renewed"]

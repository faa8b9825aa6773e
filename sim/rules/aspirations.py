"""What a session leaves behind: what the parties asked for, and how near the table came to a deal."""

import numpy as np

from sim.arrays import Array, Terms, largest
from sim.rules.talks import on_table
from sim.rules.utility import party_gain
from sim.setting import Setting
from sim.state import Moves, State, replace

LOST = -1000.0
"""What stands for a package across an inviolable line, in utility points."""


def hear(setting: Setting, state: State, moves: Moves) -> State:
    """After the talk beat: each party's demand, the texts tabled so far, and the best that lay on the table.

    The width of the table is what the worse-off party would gain over no agreement in the best package
    that somebody put forward, -100 if nobody did. Where each knows only its own red lines it stays below
    the zone of possible agreement: the price of private information (Myerson & Satterthwaite 1983).
    """
    held = state.session
    if not held.any() or not setting.packages or not setting.party.any():
        return state
    best = np.where(on_table(setting, state), party_gain(setting, state), -100.0).max(-1)
    asked = held[..., None] & setting.party
    return replace(
        state,
        table_width=np.where(held, best, state.table_width),
        texts=state.texts + (held & (state.text >= 0)),
        demand=np.where(asked, moves.demand, state.demand),
        conceded=np.where(asked, given_up(state, moves.demand), state.conceded),
    )


def ask_terms(state: State) -> Terms:
    """What a party asked for at its last session: from its outside option up to its best package, less what it has
    given up of that so far.

    returns   terms of shape (..., actor), utility points
    """
    best = state.no_deal
    if state.package_utility.shape[-1]:
        best = np.maximum(state.package_utility.max(-1), LOST)
    return {
        "outside option": state.no_deal,
        "what its best package brings over it": best - state.no_deal,
        "given up so far": state.demand - best,
    }


def given_up(state: State, demand: Array) -> Array:
    """The share of the way from its best package to its outside option that a demand gives up. (..., actor), 0..1

    1 where no package beats the outside option: there is nothing to give up.
    """
    best = largest(state.package_utility)
    room = best - state.no_deal
    return np.where(room > 0.0, np.clip((best - demand) / np.maximum(room, 1e-9), 0.0, 1.0), 1.0)

"""The second level: standing at home, and the vote in the title holder's country (Putnam 1988)."""

import numpy as np

from sim.arrays import NEVER, POINTS, Array, Terms, total
from sim.rules.chance import logistic
from sim.setting import Setting
from sim.state import Shocks, State, Traits, replace


def vote_terms(setting: Setting, traits: Traits, state: State) -> Terms:
    """The challenger's chance on the logit scale, term by term, each 0 at the opening but the first. (...)"""
    m = traits.mechanism
    chance = np.clip(m.challenger_chance, 1e-6, 1.0 - 1e-6)
    base = np.log(chance / (1.0 - chance))
    return {
        "as it stood": base,
        "the path held out": -m.vote_path * (state.path - m.path_start) / POINTS,
        "tension": m.vote_tension * (state.tension - m.tension_start) / POINTS,
        "the province declared before it": np.where(state.declared, m.vote_loss, 0.0),
    }


def challenger_chance(setting: Setting, traits: Traits, state: State) -> Array:
    """P(the challenger wins) if the vote were this week. (...)"""
    return logistic(total(vote_terms(setting, traits, state)))


def hold_election(setting: Setting, traits: Traits, state: State, shocks: Shocks) -> State:
    """The run-off decides: a challenger who wins gives up the path, asks more of any package, and stirs the region.

    E' = max(E - path_lost, 0), T' = min(T + tension_challenger, 100), H' = min(H, home_lost); what it asks more
    (`hardened`) is in `utility.home_terms`.
    """
    m = traits.mechanism
    today = traits.election_week == state.week
    if not today.any():
        return state
    wins = shocks.election < challenger_chance(setting, traits, state)
    result = np.where(today, np.where(wins, 1, 0), state.challenger_won)
    lost = (today & wins)[..., None] & setting.title_holder
    return replace(
        state,
        challenger_won=result,
        path=np.where(today & wins, np.maximum(state.path - m.path_lost, 0.0), state.path),
        tension=np.where(
            today & wins, np.minimum(state.tension + m.tension_challenger, 100.0), state.tension
        ),
        home=np.where(lost, np.minimum(state.home, m.home_lost[..., None]), state.home),
    )


def keep_house(setting: Setting, traits: Traits, state: State) -> State:
    """The declarer's standing at home falls by the week once the date is past and nothing is declared.

    By half as much if coordination is under way; declaring restores it.
    """
    m = traits.mechanism
    late = (state.week > state.deadline) & ~state.declared & ~state.settled & (state.deadline < NEVER)
    today = state.declared_week == state.week
    if not (late | today).any():
        return state
    busy = np.where(state.coordination > m.coordination_start, 0.5, 1.0)
    loss = np.where(late, m.home_waiting * busy, 0.0)[..., None]
    moved = state.home - loss + np.where(today[..., None], m.home_declared[..., None], 0.0)
    return replace(state, home=np.where(setting.declarer, np.clip(moved, 0.0, 100.0), state.home))

"""Recognition: a block on the first day, then one by one, each in its own time."""

import numpy as np

from sim.arrays import NEVER, RECOGNISE, Array, Index, Mask
from sim.rules.chance import hazard
from sim.rules.members import decided
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace


def weekly_hazard(setting: Setting, traits: Traits, state: State, moves: Moves) -> Array:
    """Each state's hazard of deciding to recognise this week, 0 before a declaration. (..., actor)

    A move can hurry it or refuse for good; a guarantee that is kept holds it at 0.
    """
    m = traits.mechanism
    own = hazard(state.readiness, m.hazard_even[..., None], m.hazard_slope[..., None])
    own = np.where(moves.recognise > 0, 1e3, np.where(moves.recognise < 0, 0.0, own))
    open_ = state.declared[..., None] & setting.recogniser & ~state.bound
    return np.where(open_, own, 0.0)


def first_day(setting: Setting, state: State) -> Mask:
    """The block: states that agreed to the date in advance and still lean toward it. (..., actor)"""
    today = (state.declared_week == state.week)[..., None]
    return today & state.committed & (state.readiness > 0.0) & ~state.bound


def national(setting: Setting, traits: Traits, state: State, moves: Moves) -> tuple[Array, Index]:
    """Each state on its own: the block at once, the others when their summed hazard passes their threshold.

    Between deciding and recognising lies a procedure of some weeks (cabinet, parliament, president). That a
    summed hazard passes a standard exponential number is the discrete-time hazard with a complementary log-log
    link (Beck, Katz & Tucker 1998): in a week it happens with 1 - exp(-hazard).

    returns   the summed hazard and the week of recognition, both (..., actor)
    """
    rate = weekly_hazard(setting, traits, state, moves)
    summed = state.hazard_sum + rate
    decides = (rate > 0.0) & (summed >= traits.recognise_at) & (state.recognised_week >= NEVER)
    when = state.week + np.rint(traits.procedure).astype(np.int64)
    week = np.where(decides, when, state.recognised_week)
    return summed, np.where(first_day(setting, state), np.minimum(week, state.week), week)


def common(setting: Setting, state: State, moves: Moves, week: Index) -> Index:
    """All members together, when the members' rule of decision carries it; until then none of them."""
    carried = decided(setting, moves.ballots[..., RECOGNISE])
    open_ = state.declared & (carried & ~state.bound[..., setting.member].any(-1))
    already = state.recognised_week
    joint = np.where(open_[..., None], np.minimum(already, state.week), already)
    return np.where(setting.member, joint, week)


def recognise(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The week's recognitions; each adds a little tension, save those of the common first day."""
    if not state.declared.any():
        return state
    m = traits.mechanism
    summed, week = national(setting, traits, state, moves)
    if setting.rules.recognition == "common_position":
        week = common(setting, state, moves, week)
    today = week == state.week
    alone = np.where(today & (state.declared_week < state.week)[..., None], 1.0, 0.0).sum(-1)
    tension = np.minimum(state.tension + m.tension_recognition * alone, 100.0)
    return replace(state, hazard_sum=summed, recognised_week=week, tension=tension)

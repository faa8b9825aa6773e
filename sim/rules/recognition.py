"""Recognition: a block on the first day, then one by one, each in its own time."""

import numpy as np

from sim.arrays import NEVER, RECOGNISE, Array, Index, Mask, same, some, untouched
from sim.rules.chance import hazard
from sim.rules.members import decided
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

AT_ONCE, ANNOUNCE, DELAY, REFUSE = 1, 2, 3, -1
"""What a seat can do about recognising; 0 is to let it come in its own time."""

DELAYED = 3
"""Weeks for which a step that is named (cabinet, parliament, president) holds recognition up, the first included."""
CROWD = 6
"""States that recognise in one week on a common day."""


def speak(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """What the seats say about their own recognition: announced before a declaration; delayed or refused after it.

    Refusing is for good, and stops a decision on its way; a step that is named holds it up for three weeks. Who
    refuses what another member has done pays with its word among them, K - refuse_word, and a member that does
    keeps them apart, unity - refuse_unity.
    """
    if untouched(moves.recognise) or not (moves.recognise != 0).any():
        return state
    able = setting.recogniser & ~state.recognised
    open_ = able & state.declared[..., None]
    delays, refuses = open_ & (moves.recognise == DELAY), open_ & (moves.recognise == REFUSE)
    stopped = refuses & (state.recognised_week > state.week)
    if refuses.any():
        state = shut_out(setting, traits, state, refuses & ~state.refused)
    return replace(
        state,
        announced=state.announced | (able & ~state.declared[..., None] & (moves.recognise == ANNOUNCE)),
        delayed_until=np.where(delays, state.week + DELAYED - 1, state.delayed_until),
        refused=state.refused | refuses,
        recognised_week=np.where(stopped, NEVER, state.recognised_week),
    )


def shut_out(setting: Setting, traits: Traits, state: State, refuses: Mask) -> State:
    """What refusing for good costs in the members' eyes, and what it brings at home: H + refuse_home x what is left of
    its vulnerability / 100, for who fears the precedent is thanked for it. refuses: (..., actor) who does so now
    """
    m = traits.mechanism
    gone = (state.recognised & setting.member).any(-1, keepdims=True)
    lost = np.where(refuses & gone, m.refuse_word[..., None], 0.0)
    thanked = m.refuse_home[..., None] * traits.vulnerability / 100.0 * (1.0 - state.eased)
    return replace(
        state,
        home=np.minimum(state.home + np.where(refuses, thanked, 0.0), 100.0),
        credibility=np.maximum(state.credibility - lost, 0.0),
        cohesion=state.cohesion - m.refuse_unity * (refuses & setting.member).sum(-1),
    )


def at_once(setting: Setting, state: State, moves: Moves) -> Mask:
    """Who decides by a move to recognise now, whatever its hazard. (..., actor)

    Under a common position no member does so alone. Who has given its word not to may break it; a guarantee that
    the rules give binds.
    """
    if untouched(moves.recognise):
        return same(False, state.stance.shape, np.bool_)
    wanted = moves.recognise == AT_ONCE
    if not wanted.any():
        return wanted
    joint = setting.member & (setting.rules.recognition == "common_position")
    tied = state.bound & (setting.rules.guarantee_kind == "given")
    may = setting.recogniser & ~joint & ~tied & ~state.refused & (state.recognised_week >= NEVER)
    return wanted & may & state.declared[..., None]


def weekly_hazard(setting: Setting, traits: Traits, state: State, moves: Moves) -> Array:
    """Each state's hazard of deciding to recognise this week, 0 before a declaration. (..., actor)

    A move can make it certain, delay it (x `delay_share` while a step that was named is under way) or refuse for
    good; a guarantee that is kept holds it at 0.
    """
    m = traits.mechanism
    own = hazard(state.readiness, m.hazard_even[..., None], m.hazard_slope[..., None])
    if not untouched(state.delayed_until):
        own = np.where(state.delayed_until >= state.week, own * m.delay_share[..., None], own)
    free = ~state.bound
    if not untouched(moves.recognise):
        own = np.where(moves.recognise == AT_ONCE, 1e3, own)
        free = free | at_once(setting, state, moves)
    open_ = state.declared[..., None] & setting.recogniser & free & ~state.refused
    return np.where(open_, own, 0.0)


def first_day(setting: Setting, state: State) -> Mask:
    """The block: states that agreed to the date in advance, still lean toward it, name no further step. (..., actor)"""
    today = (state.declared_week == state.week)[..., None]
    if not today.any():
        return same(False, state.stance.shape, np.bool_)
    waits = state.refused | (state.delayed_until >= state.week)
    return today & state.committed & (state.readiness > 0.0) & ~state.bound & ~waits


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
    due = state.week + np.rint(traits.procedure).astype(np.int64)
    week = np.where(decides, due, state.recognised_week)
    block = first_day(setting, state)
    return summed, np.where(block, np.minimum(week, state.week), week) if some(block) else week


def common(setting: Setting, state: State, moves: Moves, week: Index) -> Index:
    """All members together, when the members' rule of decision carries it; until then none of them."""
    carried = decided(setting, moves.ballots[..., RECOGNISE])
    open_ = state.declared & (carried & ~state.bound[..., setting.member].any(-1))
    already = state.recognised_week
    joint = np.where(open_[..., None], np.minimum(already, state.week), already)
    return np.where(setting.member, joint, week)


def recognise(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The week's recognitions; each adds a little tension, save those of the common first day.

    Who has decided by a move and recognises on a common day, in one week with at least five others, adds none, and
    members who do bring the members nearer to each other: unity + common_day_unity each.
    """
    state = speak(setting, traits, state, moves)
    if not state.declared.any():
        return state
    m = traits.mechanism
    state = decide_by_move(setting, traits, state, moves)
    summed, week = national(setting, traits, state, moves)
    if setting.rules.recognition == "common_position":
        week = common(setting, state, moves, week)
    today = week == state.week
    heads = today.sum(-1)
    crowd = same(False, week.shape, np.bool_)
    if some(state.by_move):
        crowd = today & state.by_move & (heads >= CROWD)[..., None]
    alone = (heads - crowd.sum(-1) if some(crowd) else heads) * (state.declared_week < state.week)
    tension = np.minimum(state.tension + m.tension_recognition * alone, 100.0)
    state = replace(state, hazard_sum=summed, recognised_week=week, tension=tension)
    if not some(crowd):
        return state
    nearer = m.common_day_unity * (crowd & setting.member).sum(-1)
    return replace(state, cohesion=state.cohesion + nearer)


def decide_by_move(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A government that decides on its own to recognise has to answer for it at home, the more, the more
    vulnerable it is: H' = H - recognise_home x vulnerability x (1 - eased).
    """
    decides = at_once(setting, state, moves)
    if not decides.any():
        return state
    cost = traits.mechanism.recognise_home[..., None] * traits.vulnerability * (1.0 - state.eased)
    return replace(
        state,
        by_move=state.by_move | decides,
        home=np.maximum(state.home - np.where(decides, cost, 0.0), 0.0),
    )

"""What the title holder can do against a date and a declaration, short of violence."""

import numpy as np

from sim.arrays import DOUBTERS, LINE_PATH, LINES, NEVER, Array, Mask, some, untouched
from sim.rules.members import path_offered
from sim.rules.stance import swayed_by, waverers
from sim.rules.statements import voice
from sim.rules.talks import prolong
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

PATIENCE = 4
"""Weeks after a declaration within which announced measures have to follow."""


def contest(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The title holder asks for more time, before the date.

    Where the date is extendable the mediators decide at once, by the rule of mediation (`talks.prolong`).
    Where they refuse or may not: L - contest_legitimacy, and more talks gain contest_votes points of leaning
    among the elected members of the Council, once, unless another party has an offer on the table this week,
    which shows that the talks are alive and takes the argument away.
    """
    if not some(moves.contest):
        return state
    open_ = ~state.settled & ~state.declared & (state.week <= state.deadline) & (state.deadline < NEVER)
    asks = (moves.contest & setting.title_holder).any(-1) & open_
    if not asks.any():
        return state
    m = traits.mechanism
    granted = asks & more_time(setting, traits, state, moves)
    refused = asks & ~granted
    lively = ((state.offer >= 0) & setting.party & ~setting.title_holder).any(-1)
    heard = np.where(refused & ~lively, m.contest_votes, 0.0)
    later = np.rint(m.longer_weeks).astype(np.int64)
    # In the week of the date itself `talks.prolong` moves it, whether anybody asks or not.
    early = granted & (state.deadline > state.week)
    return replace(
        state,
        deadline=state.deadline + np.where(early, later, 0),
        legitimacy=np.maximum(state.legitimacy - np.where(refused, m.contest_legitimacy, 0.0), 0.0),
        contested=np.maximum(state.contested, heard),
    )


def more_time(setting: Setting, traits: Traits, state: State, moves: Moves) -> Mask:
    """Would the mediators move the date if it were this week's? (...)"""
    due = replace(state, deadline=np.full_like(state.deadline, state.week))
    return prolong(setting, traits, due, moves).deadline > state.week


def carry_measures(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """Measures are announced, then carried out; if only announced, they are a bluff that is called.

    Announced: who lies near goes measures_sway x K / K0 away from recognising; H + measures_home.
    Carried out, from the week after: measures_felt more; the path - measures_path, twice that once the members
    have carried a line that holds it out, for there is more to lose; T + measures_tension.
    Called: K - measures_bluff, `PATIENCE` weeks after the declaration, and nobody is threatened any more.
    """
    if untouched(state.measures_stage) and (untouched(moves.measures) or not (moves.measures > 0).any()):
        return state
    m, holder = traits.mechanism, setting.title_holder
    wanted = np.where(holder, moves.measures, 0).max(-1, initial=0)
    announced = (wanted == 1) & (state.measures_stage == 0)
    done = (wanted == 2) & (state.measures_stage == 1)
    late = state.declared & (state.week - state.declared_week >= PATIENCE)
    bluff = late & (state.measures_stage == 1) & ~done
    word = np.where(holder, voice(traits, state), 0.0).max(-1, initial=0.0)
    frightened = np.where(announced, m.measures_sway * word, 0.0) + np.where(done, m.measures_felt, 0.0)
    held_out = state.carried[..., LINES.index(LINE_PATH)]
    loss = np.where(done, m.measures_path * (1.0 + held_out), 0.0)
    near = setting.near & setting.recogniser & ~state.recognised
    stage = np.where(announced, 1, np.where(done, 2, np.where(bluff, 0, state.measures_stage)))
    return replace(
        state,
        swayed=swayed_by(traits, state, np.where(near, -frightened[..., None], 0.0)),
        home=held(state.home + gain(announced, m.measures_home) * holder),
        path=np.maximum(state.path - loss, 0.0),
        tension=np.minimum(state.tension + np.where(done, m.measures_tension, 0.0), 100.0),
        credibility=held(state.credibility - gain(bluff, m.measures_bluff) * holder),
        measures_stage=stage,
        measures_week=np.where(done, state.week, state.measures_week),
    )


def gain(where: Mask, points: Array) -> Array:
    """Points where something holds, for every actor alike. (...) -> (..., 1)"""
    return np.where(where, points, 0.0)[..., None]


def held(points: Array) -> Array:
    """Kept on the scale from 0 to 100."""
    return np.clip(points, 0.0, 100.0)


def refuse_path(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The candidate refuses what the members offer, once: the path - refuse_path_loss; the doubters go
    refuse_path_sway away from recognising: who waver and lean against it, and who stand in their group.

    The vote at home follows the path (`home.vote_terms`).
    """
    if not some(moves.refuse_path):
        return state
    m = traits.mechanism
    held_out = path_offered(traits, state) & ~state.path_signed & ~state.path_refused
    now = (moves.refuse_path & setting.candidate).any(-1) & held_out
    doubts = (waverers(setting, state) & (state.stance < 0.0)) | (state.group == DOUBTERS)
    away = np.where(doubts, -np.where(now, m.refuse_path_sway, 0.0)[..., None], 0.0)
    return replace(
        state,
        path=np.maximum(state.path - np.where(now, m.refuse_path_loss, 0.0), 0.0),
        swayed=swayed_by(traits, state, away),
        path_refused=state.path_refused | now,
    )

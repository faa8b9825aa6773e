"""The second level: standing at home, and the vote in the title holder's country (Putnam 1988)."""

import numpy as np

from sim.arrays import NEVER, POINTS, Array, Terms, some, total, untouched
from sim.rules.chance import logistic
from sim.rules.stance import recognised_share
from sim.rules.statements import LOUD, gainsaid
from sim.rules.utility import crossed, package_outcome, stacked
from sim.rules.wear import CONSULTING, SETTLING, freshness
from sim.rules.word import pledged
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, replace

AMPLE = 20.0
"""Points below the ceiling at which consulting brings what `home_consult` says."""
SOFTER = 2.0
"""Times that a red line may move in a game."""
EASED = 0.5
"""Share of its own vulnerability that a government can take away at most."""
FAST = 5.0
"""Points of readiness gained since the opening above which the opposition at home fights what is settled."""
FAR = 40.0
"""Points of readiness from which on holding out costs no more."""
NAMED = 0.5
"""What a reason that all can see, a step that is under way or a refusal for good, leaves of that cost."""
COMES_BACK = 4
"""Weeks in which what reassuring cost comes back, a quarter each week."""


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
    """The run-off decides: a challenger who wins gives up the path, asks more of any package, and stirs the
    region.

    E' = max(E - path_lost, 0), T' = min(T + tension_challenger, 100), H' = min(H, home_lost); what it asks
    more (`hardened`) is in `utility.home_terms`.
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


def at_home(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """Consulting parliament and parties: H + home_consult x (home_ceiling - H) / 20, at most home_consult,
    unless a rival's statement of full strength drowns it: the better one stands, the less there is to gain,
    and above the ceiling nothing; less, too, where it has been asked lately (`wear.freshness`).

    Who stands above `home_strong` when it asks may move its red line by line_softens away from its ideal,
    twice at most; what that does to packages is in `softened_terms`.
    """
    asks = moves.at_home & ~gainsaid(setting, state, moves, LOUD)
    if not asks.any():
        return state
    m = traits.mechanism
    room = np.clip((m.home_ceiling[..., None] - state.home) / AMPLE, 0.0, 1.0)
    room = room * freshness(traits, state, CONSULTING)
    able = asks & setting.party & ~traits.hard & (state.home > m.home_strong[..., None])
    step, most = m.line_softens[..., None], SOFTER * m.line_softens[..., None]
    return replace(
        state,
        home=np.where(asks, np.minimum(state.home + m.home_consult[..., None] * room, 100.0), state.home),
        softened=np.where(able, np.minimum(state.softened + step, most), state.softened),
    )


def softened_terms(setting: Setting, traits: Traits, state: State) -> Terms:
    """What packages regain that cross a red line as it was drawn, and no longer as it has been softened.

    The cost of crossing, red_line_cost x firmness / 100; a line documented as inviolable does not move.

    returns   terms of shape (..., actor, package), utility points; 0 while no line has moved
    """
    nothing = np.zeros_like(state.softened)
    out = [nothing] * len(setting.packages)
    if not untouched(state.softened) and state.softened.any():
        ideal, line = traits.ideal[..., setting.key], traits.red_line
        moved = line + np.where(line >= ideal, state.softened, -state.softened)
        wall = traits.mechanism.red_line_cost[..., None] * traits.firmness / 100.0
        for package in range(len(setting.packages)):
            if package == setting.pact:
                continue
            status = package_outcome(setting, traits, package)[..., setting.key][..., None]
            again = crossed(status, ideal, line) & ~crossed(status, ideal, moved) & ~traits.hard
            out[package] = np.where(again, wall, 0.0)
    return {"a red line softened": stacked(out, nothing)}


def reassure(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A member settles something with its own minority or partner: it becomes less vulnerable for good.

    eased + reassure_step / vulnerability, at most one half in all; half as much where its stance has risen
    by more than 5 points since the opening, for then its own opposition fights it, and less where it has done so
    lately (`wear.freshness`). H - reassure_home now,
    and a quarter of that back in each of the next four weeks.
    """
    if untouched(state.reassured_week) and not some(moves.reassure):
        return state
    m = traits.mechanism
    ago = state.week - state.reassured_week
    back = (state.reassured_week >= 0) & (ago >= 1) & (ago <= COMES_BACK)
    settles = moves.reassure & setting.member & (traits.vulnerability > 0.0)
    risen = state.stance - traits.recognition > FAST
    step = m.reassure_step[..., None] / np.maximum(traits.vulnerability, 1e-9) * np.where(risen, 0.5, 1.0)
    step = step * freshness(traits, state, SETTLING)
    cost = m.reassure_home[..., None] * (np.where(back, 1.0 / COMES_BACK, 0.0) - settles)
    return replace(
        state,
        eased=np.where(settles, np.minimum(state.eased + step, EASED), state.eased),
        home=np.clip(state.home + cost, 0.0, 100.0),
        reassured_week=np.where(settles, state.week, state.reassured_week),
    )


def hold_out(setting: Setting, traits: Traits, state: State) -> State:
    """After a declaration a state that is ready to recognise, and keeps back by its own act, has to explain that
    every week: to those at home who would go, and beside partners that have gone.

    It keeps back by a promise, by a step that it has named, or by having refused for good. H - holding_out x
    readiness / 20 (at most 40 / 20) x the share of the members' votes that has recognised; half of it with a step
    or a refusal, which are an answer; nothing in the week in which it settles something at home (`reassure`).
    """
    if not state.declared.any():
        return state
    word, shut = pledged(setting, state), state.refused
    delays = state.delayed_until >= state.week
    if not (some(word) or some(shut) or some(delays)):
        return state
    keeps = (word | shut | delays) & setting.recogniser & ~state.recognised & state.declared[..., None]
    settles = (state.reassured_week >= 0) & (state.week - state.reassured_week < 1)
    ready = np.clip(state.readiness, 0.0, FAR) / POINTS * recognised_share(setting, state)[..., None]
    answered = np.where(shut | delays, NAMED, 1.0)
    loss = traits.mechanism.holding_out[..., None] * ready * answered
    return replace(state, home=np.where(keeps & ~settles, np.maximum(state.home - loss, 0.0), state.home))

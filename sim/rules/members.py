"""How the members of the union decide: the vote, the summit, the mission, the path held out to a candidate."""

import numpy as np

from sim.arrays import EXHAUSTED, MISSION, NEVER, Mask, Votes
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

NICE_VOTES, NICE_POPULATION = 255.0 / 345.0, 0.62
ABSTAINING = 1.0 / 3.0


def decided(setting: Setting, ballot: Votes) -> Mask:
    """Does a text carry among the members under `rules.eu_decision`?

    constructive_abstention   no vote against, and those abstaining hold at most a third of the votes
                              (Treaty on European Union, art. 23(1), as in force in 2007)
    unanimity                 no vote against, and no abstention
    qualified_majority        Nice, for foreign policy: 255 of 345 votes, two thirds of the members, and
                              62 % of the population (which any member may ask to be checked)
    simple_majority           more than half of the members

    ballot    (..., actor)   1 yes, 0 abstain, -1 no
    returns   (...)          False where there are no members
    """
    member, votes, people = setting.member, setting.votes, setting.population
    if not member.any():
        return np.zeros(ballot.shape[:-1], dtype=np.bool_)
    yes, no = (ballot > 0) & member, (ballot < 0) & member
    rule = setting.rules.eu_decision
    if rule == "constructive_abstention":
        silent = np.where((ballot == 0) & member, votes, 0.0).sum(-1)
        return ~no.any(-1) & (silent <= ABSTAINING * votes[member].sum())
    if rule == "unanimity":
        return np.logical_and.reduce(yes | ~member, axis=-1)
    if rule == "qualified_majority":
        enough = np.where(yes, votes, 0.0).sum(-1) >= NICE_VOTES * votes[member].sum()
        heads = yes.sum(-1) * 3 >= 2 * int(member.sum())
        crowd = np.where(yes, people, 0.0).sum(-1) >= NICE_POPULATION * people[member].sum()
        return enough & heads & crowd
    return yes.sum(-1) * 2 > int(member.sum())


def summit(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The heads of the members meet: are the talks exhausted? And both sides are told that their future is inside.

    A text that carries raises legitimacy; the path held out moves the candidate's standing on it.
    """
    m = traits.mechanism
    today = (traits.summit_week == state.week).any(-1)
    if not today.any():
        return state
    carried = today & decided(setting, moves.ballots[..., EXHAUSTED]) & ~state.settled
    raised = np.where(carried, m.legitimacy_summit, 0.0)
    return replace(
        state,
        exhausted=state.exhausted | carried,
        legitimacy=np.minimum(state.legitimacy + raised, 100.0),
        path=np.minimum(state.path + np.where(today, m.path_offer, 0.0), 100.0),
    )


def mission_vote_due(setting: Setting, traits: Traits, state: State) -> Mask:
    """The mission is voted on at a summit, and again every few weeks until it carries. (...)"""
    first = traits.summit_week.min(-1, initial=NEVER)
    every = np.maximum(np.rint(traits.mechanism.mission_retry), 1.0)
    again = np.mod(state.week - first, every) < 0.5
    return (state.week >= first) & again & (state.mission_week >= NEVER)


def decide_mission(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The mission, decided apart from recognition: a member may doubt the one and accept the other."""
    due = mission_vote_due(setting, traits, state)
    if not due.any():
        return state
    ballot = moves.ballots[..., MISSION]
    now = due & decided(setting, ballot)
    heard = due[..., None] & setting.member
    return replace(
        state,
        mission_week=np.where(now, state.week, state.mission_week),
        mission_backed=np.where(heard, ballot > 0, state.mission_backed),
        mission_abstained=np.where(heard, ballot == 0, state.mission_abstained),
    )


def sign_path(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The candidate takes what is held out to it, once: an inducement, and a cross-pressure at home."""
    offered = (traits.summit_week <= state.week).any(-1)
    signs = (moves.sign_path & setting.candidate).any(-1) & ~state.path_signed & offered
    step = np.where(signs, traits.mechanism.path_taken, 0.0)
    return replace(state, path=np.minimum(state.path + step, 100.0), path_signed=state.path_signed | signs)

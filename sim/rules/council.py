"""The Security Council: drafts, votes, the veto."""

import numpy as np

from sim.arrays import ENDORSE, MORE_TALKS, NEVER, Mask, Votes
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

BLOCKED, SHORT, TALKS, ENDORSED = 1, 2, 3, 4


def passes(setting: Setting, week: int, ballot: Votes) -> tuple[Mask, Mask]:
    """Does a draft pass, and was it a veto that stopped it?

    Nine of fifteen and no permanent member against (Charter of the United Nations, art. 27), or what
    `rules.council.votes` and `rules.council.veto` say. An abstention of a permanent member is no veto.

    ballot    (..., actor)   1 yes, 0 abstain, -1 no
    returns   two masks (...)
    """
    sits = setting.council[week]
    yes = ((ballot > 0) & sits).sum(-1)
    enough = (yes >= setting.rules.council_votes) & bool(sits.any())
    against = ((ballot < 0) & sits & setting.permanent).any(-1)
    vetoed = enough & against & setting.rules.council_veto
    return enough & ~vetoed, vetoed


def meets(setting: Setting, traits: Traits, state: State) -> Mask:
    """The Council meets on its dated days, and some weeks after a declaration. (...)"""
    after = state.declared_week + np.rint(traits.mechanism.council_after)
    called = (state.declared_week < NEVER) & (after == state.week)
    return called | (traits.council_week == state.week).any(-1)


def vote(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """Two drafts are put to the vote, in this order: more talks, then endorsing what the declarer's side asks.

    Endorsed gives the states that wait for it the Council's cover. More talks prolong the talks. Both
    failing leaves the Council blocked, by a veto or for lack of votes; the resolution in force stays the
    legal ground, and can carry a mission without recognition.
    """
    meeting = meets(setting, traits, state) & ~state.settled & ~state.cover
    if not meeting.any():
        return state
    talks, stopped_a = passes(setting, state.week, moves.ballots[..., MORE_TALKS])
    endorsed, stopped_b = passes(setting, state.week, moves.ballots[..., ENDORSE])
    talks = talks & ~state.declared
    result = np.where(stopped_a | stopped_b, BLOCKED, SHORT)
    result = np.where(endorsed, ENDORSED, np.where(talks, TALKS, result))
    more = meeting & talks & ~endorsed
    longer = state.week + np.rint(traits.mechanism.extension_weeks).astype(np.int64)
    return replace(
        state,
        council=np.where(meeting, result, state.council),
        cover=state.cover | (meeting & endorsed),
        deadline=np.where(more, np.maximum(state.deadline, longer), state.deadline),
        talks_open=state.talks_open | more,
    )

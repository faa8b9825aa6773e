"""The Security Council: drafts, votes, the veto."""

import numpy as np

from sim.arrays import (
    DRAFTS,
    ENDORSE,
    MORE_TALKS,
    NEVER,
    TAKE_NOTE,
    Array,
    Index,
    Mask,
    Votes,
    some,
    untouched,
)
from sim.rules.stance import swayed_by, waverers
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

BLOCKED, SHORT, TALKS, ENDORSED, GROUNDED, NOTED = 1, 2, 3, 4, 5, 6
"""What the Council has answered."""


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
    """The Council meets on its dated days, some weeks after a declaration, and where a meeting was put off to. (...)"""
    after = state.declared_week + np.rint(traits.mechanism.council_after)
    called = (state.declared_week < NEVER) & (after == state.week)
    dated = called | (traits.council_week == state.week).any(-1) | (state.moved_meeting == state.week)
    return dated & (state.moved_meeting != state.week + 1)


def draft(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The talk beat: a member of the Council brings a text to the vote this week, beside what its calendar holds.

    Of several the text of whoever has most standing is put to the vote; the others' drafts fall. Nothing is brought
    to the vote once a package is signed or the Council has endorsed; more talks not once independence is declared.
    A draft whose vote was put off comes before any other.
    """
    if untouched(moves.draft) and untouched(state.drafted) and untouched(state.waiting):
        return state
    over = (state.settled | state.cover)[..., None]
    late = state.declared[..., None] & (moves.draft == MORE_TALKS)
    tables = np.isin(moves.draft, DRAFTS) & setting.council[state.week] & ~over & ~late
    first = np.where(tables, setting.standing, -1.0).argmax(-1)
    some = tables.any(-1)
    chosen = np.take_along_axis(moves.draft, first[..., None], axis=-1)[..., 0]
    now, who = np.where(some, chosen, -1), np.where(some, first, -1)
    if not untouched(state.waiting):
        stale = state.settled | state.cover | (state.declared & (state.waiting == MORE_TALKS))
        again = (state.waiting >= 0) & ~stale
        now, who = np.where(again, state.waiting, now), np.where(again, state.waiting_from, who)
    return replace(state, drafted=now, drafter=who)


def vote(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """What is put to the vote: a draft that a member has brought, and the two texts of the calendar.

    A Council that takes note has ended its debate: the texts of the calendar are then not put to the vote.
    """
    state = put_off(setting, traits, state, moves)
    brought = not untouched(state.drafted)
    noted = closed(setting, state, moves) if brought else np.zeros_like(state.settled)
    state = stand_by(setting, traits, state, moves, noted)
    after = hold_meeting(setting, traits, state, moves, noted)
    if not brought:
        return after
    none = np.full_like(state.drafted, -1)
    return replace(decide_draft(setting, traits, after, moves), drafted=none, drafter=none)


def put_off(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A member of the Council asks for time: what is due this week is voted on a week later, each text once.

    Between the two weeks others may be won, promises run out, and members change.
    """
    if untouched(state.waiting) and not some(moves.put_off):
        return state
    asks = (moves.put_off & setting.council[state.week]).any(-1) & ~state.settled & ~state.cover
    draft = asks & (state.drafted >= 0) & (state.waiting < 0)
    dated = asks & meets(setting, traits, state) & (state.moved_meeting != state.week)
    return replace(
        state,
        waiting=np.where(draft, state.drafted, -1),
        waiting_from=np.where(draft, state.drafter, -1),
        drafted=np.where(draft, -1, state.drafted),
        drafter=np.where(draft, -1, state.drafter),
        moved_meeting=np.where(dated, state.week + 1, state.moved_meeting),
    )


def stand_by(setting: Setting, traits: Traits, state: State, moves: Moves, noted: Mask) -> State:
    """What a state that was against recognising at the opening answers for when endorsing is put to the vote.

    Yes: H - block_home x V, K + vote_along. No: H + half of that, K - vote_along. An abstention is neither. V its
    vulnerability, less what it has eased. Who stands on a side is not asked.

    noted   (...)   the Council has taken note and gone home
    """
    held = (meets(setting, traits, state) & ~noted) | (state.drafted == ENDORSE)
    held = (held & ~state.settled & ~state.cover)[..., None]
    if not held.any():
        return state
    sits = setting.council[state.week] & setting.recogniser & (setting.side == 0.0)
    ballot = np.where(held & sits & (traits.recognition < 0.0), moves.ballots[..., ENDORSE], 0)
    if not ballot.any():
        return state
    m = traits.mechanism
    heard = m.block_home[..., None] * traits.vulnerability * (1.0 - state.eased)
    home = heard * np.where(ballot > 0, -1.0, np.where(ballot < 0, 0.5, 0.0))
    return replace(
        state,
        home=np.clip(state.home + home, 0.0, 100.0),
        credibility=np.clip(state.credibility + m.vote_along[..., None] * ballot, 0.0, 100.0),
    )


def closed(setting: Setting, state: State, moves: Moves) -> Mask:
    """Has the Council taken note? (...)"""
    taken, _ = passes(setting, state.week, moves.ballots[..., TAKE_NOTE])
    return taken & (state.drafted == TAKE_NOTE)


def hold_meeting(setting: Setting, traits: Traits, state: State, moves: Moves, noted: Mask) -> State:
    """Two drafts are put to the vote, in this order: more talks, then endorsing what the declarer's side asks.

    Endorsed gives the states that wait for it the Council's cover. More talks prolong the talks. Both
    failing leaves the Council blocked, by a veto or for lack of votes; the resolution in force stays the
    legal ground, and can carry a mission without recognition.

    noted   (...)   the Council has taken note and gone home
    """
    meeting = meets(setting, traits, state) & ~state.settled & ~state.cover & ~noted
    if not meeting.any():
        return state
    talks, stopped_a = passes(setting, state.week, moves.ballots[..., MORE_TALKS])
    endorsed, stopped_b = passes(setting, state.week, moves.ballots[..., ENDORSE])
    talks = talks & ~state.declared
    result = np.where(stopped_a | stopped_b, BLOCKED, SHORT)
    result = np.where(endorsed, ENDORSED, np.where(talks, TALKS, result))
    state = replace(
        state,
        council=np.where(meeting, result, state.council),
        cover=state.cover | (meeting & endorsed),
    )
    return prolong(traits, state, meeting & talks & ~endorsed)


def prolong(traits: Traits, state: State, more: Mask) -> State:
    """The Council has asked for more talks: they go on for `extension_weeks`, whatever the date was.

    more   (...)   where it has
    """
    longer = state.week + np.rint(traits.mechanism.extension_weeks).astype(np.int64)
    return replace(
        state,
        deadline=np.where(more, np.maximum(state.deadline, longer), state.deadline),
        talks_open=state.talks_open | more,
    )


def decide_draft(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The vote on the text that a member has brought, and what follows from it.

    Passed: more talks prolong the talks and cost legitimacy; endorsing gives the Council's cover and moves every
    state that may recognise; a mission under the resolution in force confirms that ground, so that law speaks for
    the members' mission; taking note changes nothing. Failed: it costs its drafter at home; a veto pleases at the
    home of who casts it, and shows waverers that the Council will not act.

    L' = L - draft_talks_legitimacy; swayed' = swayed + draft_endorsed, - draft_talks_sway x law after more talks,
    + veto_sway for waverers after a veto;
    H' = H - draft_failed_home for the drafter, + veto_home for who vetoes.
    """
    m = traits.mechanism
    ballot = on_draft(state, moves)
    passed, vetoed = passes(setting, state.week, ballot)
    held = state.drafted >= 0
    passed, vetoed = held & passed, held & vetoed
    talks, endorsed, ground, _ = (passed & (state.drafted == which) for which in DRAFTS)
    home = state.home + at_home(setting, traits, state, ballot, held & ~passed, vetoed)
    moved = np.where(endorsed, m.draft_endorsed, 0.0)[..., None] * setting.recogniser
    blocked = np.where(vetoed, m.veto_sway, 0.0)[..., None] * waverers(setting, state)
    early = np.where(talks, m.draft_talks_sway, 0.0)[..., None] * traits.law * (setting.side == 0.0)
    legitimacy = state.legitimacy - np.where(talks, m.draft_talks_legitimacy, 0.0)
    state = replace(
        state,
        home=np.clip(home, 0.0, 100.0),
        council=np.where(held, answer(state, passed, vetoed), state.council),
        cover=state.cover | endorsed,
        grounded=state.grounded | ground,
        swayed=swayed_by(traits, state, moved + blocked - early * setting.recogniser),
        legitimacy=np.maximum(legitimacy, 0.0),
    )
    return prolong(traits, state, talks)


def on_draft(state: State, moves: Moves) -> Votes:
    """The votes on the text that was brought; what they are where none was has no meaning. (..., actor)"""
    which = np.maximum(state.drafted, 0)[..., None, None]
    return np.take_along_axis(moves.ballots, which, axis=-1)[..., 0]


def answer(state: State, passed: Mask, vetoed: Mask) -> Index:
    """What the Council has answered to the text that was brought. (...)"""
    said = np.where(vetoed, BLOCKED, SHORT)
    for which, code in zip(DRAFTS, (TALKS, ENDORSED, GROUNDED, NOTED), strict=True):
        said = np.where(passed & (state.drafted == which), code, said)
    return said


def at_home(
    setting: Setting, traits: Traits, state: State, ballot: Votes, failed: Mask, vetoed: Mask
) -> Array:
    """What the vote on a draft does at home: to its drafter if it failed, to who vetoed it. (..., actor), points"""
    m = traits.mechanism
    own = state.drafter[..., None] == np.arange(len(setting.actors))
    lost = np.where(failed, m.draft_failed_home, 0.0)[..., None] * own
    firm = (ballot < 0) & setting.permanent & setting.council[state.week]
    return np.where(vetoed, m.veto_home, 0.0)[..., None] * firm - lost

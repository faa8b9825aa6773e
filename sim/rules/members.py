"""How the members of the union decide: the vote, the summit, the mission, the path held out to a candidate, what the
chair puts to them; and the groups they form.
"""

import numpy as np

from sim.arrays import (
    DOUBTERS,
    EXHAUSTED,
    LINE_PATH,
    LINE_TIMING,
    LINES,
    MISSION,
    NEVER,
    PIONEERS,
    Array,
    Index,
    Mask,
    Votes,
    untouched,
)
from sim.rules.patronage import behind
from sim.rules.stance import swayed_by
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
    over = np.where(traits.talks < 50.0, 1.0, -1.0)
    state = stand_by(setting, traits, state, today, moves.ballots[..., EXHAUSTED], over)
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
    state = stand_by(setting, traits, state, due, ballot, traits.mission)
    return replace(
        state,
        mission_week=np.where(now, state.week, state.mission_week),
        mission_backed=np.where(heard, ballot > 0, state.mission_backed),
        mission_abstained=np.where(heard, ballot == 0, state.mission_abstained),
    )


def stand_by(setting: Setting, traits: Traits, state: State, held: Mask, ballot: Votes, wish: Array) -> State:
    """What a member answers for, at home and among the others, after a vote of the calendar.

    Yes against its own wish: H - block_home x V, K + vote_along: it has done its partners a favour. A no that
    keeps a text from being carried all by itself: K - block_word, and H + block_home x V if that was its wish. An
    abstention is neither. V its vulnerability, less what it has eased.

    held    (...)          where the vote is held
    wish    (..., actor)   above 0 for who wants what is voted on
    """
    m = traits.mechanism
    against, asked = wish < 0.0, held[..., None] & setting.member & (setting.side == 0.0)
    along, stops = asked & (ballot > 0) & against, asked & blocking(setting, ballot)
    if not (along | stops).any():
        return state
    dear, favour, blame = (points[..., None] for points in (m.block_home, m.vote_along, m.block_word))
    heard = dear * traits.vulnerability * (1.0 - state.eased)
    pleased = heard * (np.where(stops & against, 1.0, 0.0) - along)
    word = np.where(along, favour, 0.0) - np.where(stops, blame, 0.0)
    return replace(
        state,
        home=np.where(asked, np.clip(state.home + pleased, 0.0, 100.0), state.home),
        credibility=np.where(asked, np.clip(state.credibility + word, 0.0, 100.0), state.credibility),
    )


def path_offered(traits: Traits, state: State) -> Mask:
    """Whether the path has been held out: at a summit, or by a text of the chair. (...)"""
    return (traits.summit_week <= state.week).any(-1) | state.carried[..., LINES.index(LINE_PATH)]


def sign_path(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The candidate takes what is held out to it, once: an inducement, and a cross-pressure at home.

    E + path_taken; H - path_home x (1 + path_patron x level), for at home it is read as a sale, the more, the
    further a patron has committed itself (level 0..3); the members go path_sway toward recognising, for the pain is
    bought off. Who has refused it has to wait until the members hold it out again.
    """
    offered = path_offered(traits, state) & ~state.path_refused
    signs = (moves.sign_path & setting.candidate).any(-1) & ~state.path_signed & offered
    if not signs.any():
        return state
    m, sold = traits.mechanism, signs[..., None]
    eased = np.where(sold & setting.member & ~state.recognised, m.path_sway[..., None], 0.0)
    cost = m.path_home[..., None] * (1.0 + m.path_patron[..., None] * behind(setting, state))
    home = np.where(sold & setting.candidate, np.maximum(state.home - cost, 0.0), state.home)
    return replace(
        state,
        path=np.minimum(state.path + np.where(signs, m.path_taken, 0.0), 100.0),
        path_signed=state.path_signed | signs,
        home=home,
        swayed=swayed_by(traits, state, eased),
    )


# ------------------------------------------------------------------ what the chair puts to the members


def put_line(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The talk beat: the chair puts a text to the members this week.

    Nothing is decided twice; but the path can be held out again to who has refused it. Timing is of no interest
    once independence is declared.
    """
    if untouched(moves.line) and untouched(state.lined):
        return state
    line = np.where(setting.chair[state.week], moves.line, -1).max(-1)
    which = line[..., None] == np.array(LINES)
    again = (np.array(LINES) == LINE_PATH) & state.path_refused[..., None]
    no = np.zeros_like(state.exhausted)
    decided_already = np.stack([state.exhausted, no, state.mission_week < NEVER, no], axis=-1)
    done = (state.carried | decided_already) & ~again
    open_ = (which & ~done).any(-1) & ~state.settled & ~(state.declared & (line == LINE_TIMING))
    return replace(state, lined=np.where(open_, line, -1))


def carry_line(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The members vote on the chair's text, by `rules.eu_decision`; carried, it binds them together and takes effect.

    Unity' = unity + line_unity when a text is carried for the first time, - abstain_unity x share of the votes
    x members for each that abstains, - block_unity for each that blocks. A member may amend it instead: it neither
    blocks nor abstains, and keeps apart from the mission; the text is carried in a softer form, in which everything
    that it does counts `softened_line`. Talks exhausted: as at a summit.
    Timing: coordination + line_coordination. The mission: it is decided. The path: it is open again, and the first
    time the candidate comes nearer by path_offer.
    """
    if untouched(state.lined):
        return state
    held = state.lined >= 0
    ballot = np.take_along_axis(moves.ballots, np.maximum(state.lined, 0)[..., None, None], axis=-1)[..., 0]
    amends = moves.soften & setting.member & held[..., None]
    ballot = np.where(amends, 1, ballot)
    carried = held & decided(setting, ballot)
    state = answer_line(setting, traits, state, ballot, held, carried, amends)
    state = settle_line(setting, traits, state, ballot, held, carried, amends)
    return replace(state, lined=np.full_like(state.lined, -1))


def softer(traits: Traits, amends: Mask) -> Array:
    """What is left of what a line does: all of it, or `softened_line` where a member has amended it. (...)"""
    return np.where(amends.any(-1), traits.mechanism.softened_line, 1.0)


def blocking(setting: Setting, ballot: Votes) -> Mask:
    """Whose no keeps a text from being carried all by itself: nobody's where a majority decides. (..., actor)"""
    alone = setting.rules.eu_decision in ("constructive_abstention", "unanimity")
    return (ballot < 0) & setting.member & alone


def answer_line(
    setting: Setting, traits: Traits, state: State, ballot: Votes, held: Mask, carried: Mask, amends: Mask
) -> State:
    """What the vote does to the members' unity, and to who blocks: its word with the others, and at home.

    K' = K - block_word, H' = H + block_home x vulnerability x (1 - eased) for who blocks.
    """
    m = traits.mechanism
    blocks = held[..., None] & blocking(setting, ballot)
    abstains = held[..., None] & (ballot == 0) & setting.member
    votes = np.where(setting.member, setting.votes, 0.0)
    share = votes * (int(setting.member.sum()) / max(float(votes.sum()), 1e-9))
    first = carried & ~(state.carried & (state.lined[..., None] == np.array(LINES))).any(-1)
    torn = m.abstain_unity * np.where(abstains, share, 0.0).sum(-1) + m.block_unity * blocks.sum(-1)
    pleased = m.block_home[..., None] * traits.vulnerability * (1.0 - state.eased)
    word = np.where(blocks, m.block_word[..., None], 0.0)
    return replace(
        state,
        cohesion=state.cohesion + np.where(first, m.line_unity * softer(traits, amends), 0.0) - torn,
        credibility=np.maximum(state.credibility - word, 0.0),
        home=np.minimum(state.home + np.where(blocks, pleased, 0.0), 100.0),
    )


def settle_line(
    setting: Setting, traits: Traits, state: State, ballot: Votes, held: Mask, carried: Mask, amends: Mask
) -> State:
    """What follows from a text of the chair that the members have carried."""
    m = traits.mechanism
    exhausted, timing, mission, path = (carried & (state.lined == which) for which in LINES)
    known, half = state.carried[..., LINES.index(LINE_PATH)], softer(traits, amends)
    raised = np.where(exhausted & ~state.exhausted, m.legitimacy_summit * half, 0.0)
    nearer = np.where(path & ~known, m.path_offer * half, 0.0)
    together = np.where(timing & ~state.declared, m.line_coordination * half, 0.0)
    heard = (held & (state.lined == MISSION))[..., None] & setting.member
    return replace(
        state,
        exhausted=state.exhausted | exhausted,
        legitimacy=np.minimum(state.legitimacy + raised, 100.0),
        coordination=np.minimum(state.coordination + together, 100.0),
        mission_week=np.where(mission, np.minimum(state.mission_week, state.week), state.mission_week),
        mission_backed=np.where(heard, (ballot > 0) & ~amends, state.mission_backed),
        mission_abstained=np.where(heard, (ballot == 0) | amends, state.mission_abstained),
        path_refused=state.path_refused & ~path,
        path=np.minimum(state.path + nearer, 100.0),
        carried=state.carried | np.stack([exhausted, timing, mission, path], axis=-1),
    )


# ------------------------------------------------------------------ groups, and how unity fades


def join_group(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """Members found, join or leave the doubters or the pioneers; who joins one has left the other.

    A group's leader is whoever founded it, of several the one of most standing; when it leaves, who is left of
    most standing. Not to stand alone is worth something at home, H + group_home for who joins, and is lost by
    leaving. Leaving costs the one who does its word, K' = K - leave_word, unless it led the group; and the
    members come nearer to each other when one of them leaves the other doubters: unity + leave_unity.
    """
    if untouched(moves.group) or not (moves.group != 0).any():
        return state
    m = traits.mechanism
    wants = np.where(setting.member, moves.group, 0)
    now = np.where(wants > 0, wants, np.where(wants < 0, 0, state.group))
    leaves = (state.group > 0) & (now != state.group)
    led = np.take_along_axis(state.group_leader, state.group, axis=-1) == np.arange(len(setting.actors))
    doubts = state.group == DOUBTERS
    back = (leaves & doubts).sum(-1) * (doubts.sum(-1) > 1)
    word = np.where(leaves & ~led, m.leave_word[..., None], 0.0)
    return replace(
        state,
        group=now,
        group_leader=leaders(setting, state.group_leader, now),
        cohesion=state.cohesion + m.leave_unity * back,
        credibility=np.maximum(state.credibility - word, 0.0),
        home=np.clip(
            state.home + m.group_home[..., None] * ((now > 0) * 1.0 - (state.group > 0)), 0.0, 100.0
        ),
    )


def leaders(setting: Setting, before: Index, group: Index) -> Index:
    """Who leads each group: who did, while it is in it, else its member of most standing, -1 for nobody.

    before    (..., group)   who led; entry 0 stands for no group
    group     (..., actor)
    """
    out = np.full_like(before, -1)
    each = np.arange(len(setting.actors))
    for which in (DOUBTERS, PIONEERS):
        inside, led = group == which, before[..., which]
        stays = (inside & (each == led[..., None])).any(-1)
        heir = np.where(inside, setting.standing, -1.0).argmax(-1)
        out[..., which] = np.where(stays, led, np.where(inside.any(-1), heir, -1))
    return out


def fade_cohesion(setting: Setting, traits: Traits, state: State) -> State:
    """What the members have done together or against each other fades: by half every `cohesion_half_life` weeks."""
    if untouched(state.cohesion):
        return state
    return replace(state, cohesion=left_of(state.cohesion, traits.mechanism.cohesion_half_life))


def left_of(points: Array, half_life: Array) -> Array:
    """What is left of some points after a week.

    >>> left_of(np.array(8.0), np.array(1.0))
    np.float64(4.0)
    """
    return points * np.power(0.5, 1.0 / half_life)

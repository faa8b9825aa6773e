"""What was done in a week, read against what was promised: one predicate for each act that can be promised."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.arrays import (
    BALLOTS,
    ENDORSE,
    EXHAUSTED,
    GROUND,
    LINE_PATH,
    MORE_TALKS,
    TAKE_NOTE,
    Array,
    Index,
    Mask,
    untouched,
)
from sim.ledger import (
    ABSTAIN,
    ACT,
    ACT_RECOGNISE,
    ACT_REINFORCE,
    BACK,
    BLOCK,
    COMMIT_AT_MOST,
    COORDINATE,
    DECLARE,
    KEEP_PATH_OPEN,
    LEVEL,
    NO_MEASURES,
    NOT_DECLARE,
    NOT_RECOGNISE,
    OBJECT,
    OFFER_AT_LEAST,
    OFFER_AT_MOST,
    STOP_LOBBYING,
    VOTE_NO,
    VOTE_YES,
)
from sim.rules.council import meets, put_off
from sim.rules.members import mission_vote_due
from sim.setting import Setting
from sim.state import Moves, State, Traits

AT_COUNCIL = np.isin(np.arange(len(BALLOTS)), (MORE_TALKS, ENDORSE, GROUND, TAKE_NOTE))
"""(ballot,) votes that are held in the Council; the others are the members'."""


def votes_held(setting: Setting, traits: Traits, state: State) -> Mask:
    """Which ballots are held this week: those of the calendar, and what a draft or the chair has brought.

    returns   (..., ballot)
    """
    council = meets(setting, traits, state)
    summit = (traits.summit_week == state.week).any(-1)
    joint = state.declared & (setting.rules.recognition == "common_position")
    mission = mission_vote_due(setting, traits, state)
    dated = np.stack([council, council, summit, mission, joint, *[np.zeros_like(joint)] * 4], axis=-1)
    if untouched(state.drafted) and untouched(state.lined):
        return dated
    each = np.arange(len(BALLOTS))
    return dated | (state.drafted[..., None] == each) | (state.lined[..., None] == each)


@dataclass(frozen=True)
class Deeds:
    """A week's deeds beside some promises. (..., promise) each, of who made the promise."""

    object: Index
    level: Array
    declared: Mask
    """declared this week"""
    recognised: Mask
    """its recognition takes effect this week"""
    voted: Mask
    """it voted on the text that is named"""
    vote: Array
    lobbied: Mask
    """it worked on the actor that is named"""
    committed: Array
    """level to which it committed itself this week, -2 for nothing"""
    coordinated: Mask
    offered: Array
    """where its offer of the week lies on the key issue; NaN without one, or if it leaves the issue open"""
    mark: Array
    """where the package lies that its promise about an offer names"""
    path_against: Mask
    """it voted against a text that holds out the path"""
    measures: Mask
    """it carried out measures"""
    reinforced: Mask


Predicate = Callable[[Deeds], Mask]

Number = TypeVar("Number", bound=np.generic)

DONE: dict[int, Predicate] = {
    DECLARE: lambda d: d.declared,
    ACT_RECOGNISE: lambda d: d.recognised,
    VOTE_YES: lambda d: d.voted & (d.vote > 0),
    VOTE_NO: lambda d: d.voted & (d.vote < 0),
    ABSTAIN: lambda d: d.voted & (d.vote == 0),
    BACK: lambda d: d.voted & (d.vote > 0),
    BLOCK: lambda d: d.voted & (d.vote < 0),
    COORDINATE: lambda d: d.coordinated,
    OFFER_AT_MOST: lambda d: d.offered <= d.mark,
    OFFER_AT_LEAST: lambda d: d.offered >= d.mark,
    ACT_REINFORCE: lambda d: d.reinforced,
}
"""What keeps a promise to do something."""

BREACHED: dict[int, Predicate] = {
    NOT_DECLARE: lambda d: d.declared,
    NOT_RECOGNISE: lambda d: d.recognised,
    VOTE_YES: lambda d: d.voted & (d.vote <= 0),
    VOTE_NO: lambda d: d.voted & (d.vote >= 0),
    ABSTAIN: lambda d: d.voted & (d.vote != 0),
    BACK: lambda d: d.voted & (d.vote < 0),
    BLOCK: lambda d: d.voted & (d.vote >= 0),
    COMMIT_AT_MOST: lambda d: d.committed > d.level,
    STOP_LOBBYING: lambda d: d.lobbied,
    KEEP_PATH_OPEN: lambda d: d.path_against,
    NO_MEASURES: lambda d: d.measures,
}
"""What breaks a promise at once. To back a text leaves room for an abstention, which neither keeps nor breaks it."""

VOTES = (VOTE_YES, VOTE_NO, ABSTAIN, BACK, BLOCK)
"""Acts that need a vote to be held; without one until their date they are released."""


def named(act: Index, table: dict[int, Predicate], deeds: Deeds) -> Mask:
    """The predicate of each promise's own act. (..., promise)"""
    out = np.zeros(act.shape, dtype=np.bool_)
    for code, predicate in table.items():
        of_it = act == code
        if of_it.any():
            out = out | (of_it & predicate(deeds))
    return out


def by(field: NDArray[Number], maker: Index) -> NDArray[Number]:
    """What the maker of each promise has in an array over actors.

    field     (..., actor)
    maker     (..., promise)   -1 for nobody, who has what the first actor has
    """
    return np.take_along_axis(field, np.maximum(maker, 0), axis=-1)


def deeds_of(
    setting: Setting,
    traits: Traits,
    before: State,
    moves: Moves,
    after: State,
    maker: Index,
    thing: Index,
    level: Array,
) -> Deeds:
    """The week's deeds of who made each promise.

    before, after        the state in which the seats decided, and what came of it in the same week
    maker, thing, level  (..., promise)   who promised, the object and the level that it named
    """
    actor, week = before.stance.shape, before.week
    before, who = put_off(setting, traits, before, moves), np.maximum(maker, 0)
    now = after.declared & ~before.declared
    voted, vote = votes_on(setting, traits, before, moves, maker, thing)
    busy = np.where(setting.declarer, moves.consult > 0.0, moves.back)
    place = np.append(setting.package_value[:, setting.key], np.nan)
    held = votes_held(setting, traits, before)[..., LINE_PATH, None]
    against = held & setting.member & (moves.ballots[..., LINE_PATH] < 0)
    carried = setting.title_holder & (moves.measures == 2)
    works = (by(moves.lobby_points, maker) != 0.0) & (by(moves.lobby_target, maker) == thing) & (thing >= 0)
    return Deeds(
        object=thing,
        level=level,
        declared=now[..., None] & setting.declarer[who],
        recognised=by(after.recognised_week, maker) == week,
        voted=voted,
        vote=vote,
        lobbied=works,
        committed=by(np.broadcast_to(np.where(setting.patron, moves.commit, -2), actor), maker),
        coordinated=by(busy, maker),
        offered=by(place[before.offer], maker),
        mark=place[np.clip(level, -1, len(setting.packages)).astype(np.int64)],
        path_against=by(np.broadcast_to(against, actor), maker),
        measures=by(np.broadcast_to(carried, actor), maker),
        reinforced=by(np.broadcast_to(setting.contributor & moves.reinforce, actor), maker),
    )


def votes_on(
    setting: Setting, traits: Traits, state: State, moves: Moves, maker: Index, thing: Index
) -> tuple[Mask, Array]:
    """Whether the maker of each promise voted on the text that it names, and how. (..., promise) each

    A mediator that is no member votes on "exhausted" with its line in the report.
    """
    held = votes_held(setting, traits, state)
    sits = np.where(AT_COUNCIL, setting.council[state.week][:, None], setting.member[:, None])
    there = held[..., None, :] & sits
    vote = moves.ballots.astype(np.float64)
    if state.week == setting.report_week:
        reports = (setting.mediator[state.week] & ~setting.member)[:, None] & (
            np.arange(len(BALLOTS)) == EXHAUSTED
        )
        there = there | reports
        vote = np.where(reports, np.where(moves.exhausted, 1.0, -1.0)[..., None], vote)
    at = (np.maximum(maker, 0), np.clip(thing, 0, len(BALLOTS) - 1))
    known = (thing >= 0) & (thing < len(BALLOTS))
    flat = at[0] * len(BALLOTS) + at[1]
    size = len(setting.actors) * len(BALLOTS)
    could = there.reshape((*there.shape[:-2], size))
    said = vote.reshape((*vote.shape[:-2], size))
    return known & np.take_along_axis(could, flat, axis=-1), np.take_along_axis(said, flat, axis=-1)


def unconditional(condition: Index) -> Mask:
    """(..., entry) promises that bind without a deed of the receiver."""
    return condition[..., ACT] < 0


def fulfilled(
    setting: Setting, traits: Traits, before: State, moves: Moves, after: State
) -> tuple[Mask, Mask]:
    """Which promises were done, and which breached, by what their makers did in the week. (..., entry) each"""
    ledger = before.ledger
    own = deeds_of(setting, traits, before, moves, after, ledger.maker, ledger.object, ledger.level)
    return named(ledger.act, DONE, own), named(ledger.act, BREACHED, own)


def heeded(setting: Setting, traits: Traits, before: State, moves: Moves, after: State) -> tuple[Mask, Mask]:
    """The same of what warnings ask of their receivers. (..., entry) each"""
    on, nothing = before.ledger.condition, np.zeros(before.ledger.maker.shape, dtype=np.bool_)
    if unconditional(on).all():
        return nothing, nothing
    level = on[..., LEVEL].astype(np.float64)
    theirs = deeds_of(setting, traits, before, moves, after, before.ledger.receiver, on[..., OBJECT], level)
    return named(on[..., ACT], DONE, theirs), named(on[..., ACT], BREACHED, theirs)


def impossible(setting: Setting, before: State, after: State) -> Mask:
    """Promises that their maker can no longer keep or break, whatever it does. (..., entry)

    The whole question is settled; the deed was done before; the talks in which an offer was due are over; it has
    no role in which it could.
    """
    ledger, maker = before.ledger, np.maximum(before.ledger.maker, 0)
    act = ledger.act
    declares = (act == DECLARE) | (act == NOT_DECLARE)
    recognises = (act == ACT_RECOGNISE) | (act == NOT_RECOGNISE)
    offers = (act == OFFER_AT_MOST) | (act == OFFER_AT_LEAST)
    gone = by(before.recognised_week, ledger.maker) < before.week
    can = np.ones(act.shape, dtype=np.bool_)
    for codes, role in roles(setting):
        can = can & (~np.isin(act, codes) | role[maker])
    done = (declares & before.declared[..., None]) | (recognises & gone)
    closed = offers & ~(after.talks_open & ~after.settled)[..., None]
    moot = (declares | recognises) & after.settled[..., None]
    return done | closed | moot | ~can


def roles(setting: Setting) -> list[tuple[tuple[int, ...], Mask]]:
    """Acts, and who has a role to do them. (actor,) each"""
    return [
        ((DECLARE, NOT_DECLARE), setting.declarer),
        ((ACT_RECOGNISE, NOT_RECOGNISE), setting.recogniser),
        ((COMMIT_AT_MOST,), setting.patron),
        ((COORDINATE,), setting.declarer | (setting.recogniser & (setting.side >= 0.0))),
        ((OFFER_AT_MOST, OFFER_AT_LEAST), setting.party),
        ((KEEP_PATH_OPEN,), setting.member),
        ((NO_MEASURES,), setting.title_holder),
        ((ACT_REINFORCE,), setting.contributor),
    ]


def tested(setting: Setting, after: State, act: Index) -> Mask:
    """Whether holding back was put to the test, so that it earns credit: not recognising before anything has been
    declared does not. (..., entry)
    """
    return (act != NOT_RECOGNISE) | after.declared[..., None]


__all__ = ["VOTES", "Deeds", "fulfilled", "heeded", "impossible", "tested", "votes_held"]

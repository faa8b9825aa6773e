"""What stands on the ledger: writing promises down, and what they make others believe. What became of them is
judged in `promises`.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array, Index, Mask, untouched
from sim.ledger import (
    ABSTAIN,
    ACT,
    ACT_RECOGNISE,
    BACK,
    BLOCK,
    BROKEN,
    DECLARE,
    EMPTY,
    ENTRIES,
    KEPT,
    LEVEL,
    NOT_DECLARE,
    NOT_RECOGNISE,
    OBJECT,
    OFFER_AT_LEAST,
    OFFER_AT_MOST,
    OPEN,
    UNTIL,
    VOTE_NO,
    VOTE_YES,
    Ledger,
)
from sim.setting import Setting
from sim.state import State, Traits, replace

Number = TypeVar("Number", bound=np.generic)

TOLD_FALSELY, FOUND_OUT = 1, 2
"""In `State.misled`: a false answer, and one that has been seen through."""

FULL = 1 << 40
"""Stands, among weeks, for a place that is taken by a promise still open."""

OPPOSED = ((DECLARE, NOT_DECLARE), (ACT_RECOGNISE, NOT_RECOGNISE))
"""A deed, and holding back from it: they contradict each other if the deed falls due first."""

WANTED = {VOTE_YES: 1, BACK: 1, ABSTAIN: 0, VOTE_NO: -1, BLOCK: -1}
"""Acts that name a vote, and the vote that they want."""


def nothing_promised(state: State) -> bool:
    """Has nobody promised anything in any of the worlds at hand?"""
    return untouched(state.ledger.maker)


def free_places(ledger: Ledger) -> Index:
    """Places that are not taken by an open promise. (...)"""
    return (ledger.state != OPEN).sum(-1)


def next_place(ledger: Ledger) -> Index:
    """The first empty place, else that of the oldest promise that is settled; -1 if all are open. (...)"""
    rank = np.where(ledger.state == EMPTY, -1, np.where(ledger.state >= KEPT, ledger.made, FULL))
    return np.where(free_places(ledger) > 0, rank.argmin(-1), -1)


def record(
    ledger: Ledger,
    wanted: Mask,
    maker: Index | int,
    receiver: Index | int,
    term: Index,
    week: int,
    *,
    public: Mask | bool = False,
    asked: Mask | bool = False,
) -> tuple[Ledger, Index]:
    """Write a promise down where it is wanted and there is room; with every promise open it is refused.

    wanted, maker, receiver, public, asked   (...)
    term                                     (..., term)   see `sim.ledger.TERM`
    returns                                  the ledger, and the place (...), -1 where nothing was written
    """
    place = np.where(wanted, next_place(ledger), -1)
    here = at_place(place)

    def put(old: NDArray[Number], new: Array | Index | Mask | float) -> NDArray[Number]:
        return np.where(here, np.asarray(new)[..., None], old).astype(old.dtype)

    lost = np.where(ledger.given == np.where(place >= 0, place, -2)[..., None], -1, ledger.given)
    return replace(
        ledger,
        maker=put(ledger.maker, maker),
        receiver=put(ledger.receiver, receiver),
        act=put(ledger.act, term[..., ACT]),
        object=put(ledger.object, term[..., OBJECT]),
        level=put(ledger.level, term[..., LEVEL]),
        until=put(ledger.until, term[..., UNTIL]),
        public=put(ledger.public, public),
        asked=put(ledger.asked, asked),
        given=np.where(here, -1, lost),
        made=put(ledger.made, week),
        done=put(ledger.done, 0.0),
        state=put(ledger.state, OPEN),
        condition=np.where(here[..., None], -1, ledger.condition),
        warned=put(ledger.warned, False),
        leaked=put(ledger.leaked, False),
        pressed=put(ledger.pressed, False),
    ), place


def at_place(place: Index) -> Mask:
    """Which entry a place is; none where it is -1. (..., entry)"""
    return np.equal(place[..., None], np.arange(ENTRIES))


def paired(ledger: Ledger, one: Index, other: Index) -> Ledger:
    """Two promises given in return for each other.

    one, other   (...)   their places, -1 for none
    """
    given = np.where(at_place(one), other[..., None], ledger.given)
    return replace(ledger, given=np.where(at_place(other), one[..., None], given))


def threatened(ledger: Ledger, place: Index, condition: Index) -> Ledger:
    """The promise at a place is a warning, which binds once the receiver has not done what is named.

    condition   (..., term)   act -1 where it binds at once
    """
    here = at_place(place)
    return replace(
        ledger,
        condition=np.where(here[..., None], condition[..., None, :], ledger.condition),
        warned=ledger.warned | here,
    )


# ------------------------------------------------------------------ what cannot be promised beside it


def contradicts(ledger: Ledger, maker: Index | int, receiver: Index | int, term: Index) -> Mask:
    """Would the maker repeat an open promise of its own to the same receiver, or contradict one to anybody?

    Repeated: the same act on the same object. Contradicting: a deed that would fall due before the time to hold
    back from it is over; another vote on the same text; an offer that cannot lie on both sides of two marks.
    Warnings do not count: they may never come to bind.

    maker, receiver   (...)
    term              (..., term)
    returns           (...)
    """
    who, to = np.asarray(maker)[..., None], np.asarray(receiver)[..., None]
    act, thing, level, until = (term[..., i, None] for i in (ACT, OBJECT, LEVEL, UNTIL))
    mine = (ledger.state == OPEN) & (ledger.maker == who) & ~ledger.warned
    same_thing = ledger.object == thing
    repeated = (ledger.act == act) & same_thing & (ledger.receiver == to)
    against = np.zeros(mine.shape, dtype=np.bool_)
    for deed, forbears in OPPOSED:
        against = against | ((act == deed) & (ledger.act == forbears) & (until <= ledger.until))
        against = against | ((act == forbears) & (ledger.act == deed) & (ledger.until <= until))
    votes, theirs = wanted_vote(act), wanted_vote(ledger.act)
    against = against | (same_thing & (votes > -2) & (theirs > -2) & (votes != theirs))
    against = against | ((act == OFFER_AT_MOST) & (ledger.act == OFFER_AT_LEAST) & (level < ledger.level))
    against = against | ((act == OFFER_AT_LEAST) & (ledger.act == OFFER_AT_MOST) & (level > ledger.level))
    return (mine & (repeated | against)).any(-1)


def wanted_vote(act: Index) -> Index:
    """The vote that an act names: 1 yes, 0 abstain, -1 no; -2 if it names none."""
    out = np.full(act.shape, -2, dtype=np.int64)
    for name, vote in WANTED.items():
        out = np.where(act == name, vote, out)
    return out


# ------------------------------------------------------------------ what the word is worth


def among(owner: Index, actors: int) -> Mask:
    """Which actor each entry belongs to. (..., actor, entry)"""
    return owner[..., None, :] == np.arange(actors)[:, None]


def cheated(setting: Setting, traits: Traits, state: State, eyes: Index | None = None) -> Array:
    """Credibility that each actor has lost, beside what all have seen, with whom it has cheated.

    `cheated` points once: with whom it broke its word to, for as long as the broken promise is remembered on the
    ledger; and with who has found out that it was lied to when it sounded it out.

    eyes      (seat,) only in the eyes of these
    returns   (..., actor, actor)   points: of the first, in the eyes of the second
    """
    n = len(setting.actors)
    out = np.zeros((*state.credibility.shape, n if eyes is None else len(eyes)))
    broken = state.ledger.state == BROKEN
    kept = nothing_promised(state) or not broken.any()
    if kept and untouched(state.misled):
        return out
    at, book = np.nonzero(broken & (state.ledger.receiver >= 0)), state.ledger
    hit = np.zeros((*state.credibility.shape, n), dtype=np.bool_)
    hit[(*at[:-1], book.maker[at], book.receiver[at])] = True
    if not untouched(state.misled):
        hit = hit | np.swapaxes((state.misled == FOUND_OUT).any(-1), -1, -2)
    hit = hit if eyes is None else np.take(hit, eyes, axis=-1)
    return np.where(hit, traits.mechanism.cheated[..., None, None], 0.0)


def credit(setting: Setting, traits: Traits, state: State, eyes: Index | None = None) -> Array:
    """How far the word of the first counts in the eyes of the second: what all see, less what it cheated it by.

    eyes      (seat,) only in the eyes of these
    returns   (..., actor, actor)   0..100
    """
    return np.clip(state.credibility[..., None] - cheated(setting, traits, state, eyes), 0.0, 100.0)


def weight_of_word(traits: Traits, state: State) -> Array:
    """How much a word counts beside a government's usual one: K over where it started. (..., actor)"""
    return state.credibility / traits.mechanism.credibility_start[..., None]


def makers(state: State, entries: Mask, actors: int) -> Mask:
    """Who made some of the entries of the ledger. (..., actor) of (..., entry)"""
    at = np.nonzero(entries & (state.ledger.maker >= 0))
    out = np.zeros((*entries.shape[:-1], actors), dtype=np.bool_)
    out[(*at[:-1], state.ledger.maker[at])] = True
    return out


def standing(state: State, act: int) -> Mask:
    """(..., entry) open and unconditional promises of an act."""
    ledger = state.ledger
    binds = (ledger.state == OPEN) & (ledger.act == act) & (ledger.until >= state.week)
    return binds & (ledger.condition[..., ACT] < 0) & ~(ledger.warned & ~ledger.public)


def standing_words(setting: Setting, state: State, act: int) -> Mask:
    """(..., actor, entry) open and unconditional promises of an act, by maker."""
    return among(state.ledger.maker, len(setting.actors)) & standing(state, act)[..., None, :]


def believed_shift(setting: Setting, traits: Traits, state: State) -> Array:
    """What public promises to recognise, or not to, add to what others expect of their makers.

    `promise_belief` x K / its start, up for who has promised to, down for who has promised not to, while the
    promise is open (Schelling 1960).

    returns   (..., actor)   points
    """
    if nothing_promised(state):
        return np.zeros(state.stance.shape)
    heard, n = state.ledger.public, len(setting.actors)
    will = makers(state, standing(state, ACT_RECOGNISE) & heard, n)
    wont = makers(state, standing(state, NOT_RECOGNISE) & heard, n)
    word = traits.mechanism.promise_belief[..., None] * weight_of_word(traits, state)
    return word * (will.astype(np.float64) - wont.astype(np.float64))


def pledged(setting: Setting, state: State, public: bool = False) -> Mask:
    """Who has promised not to recognise for a time, and is still bound by it.

    public    only those of whom all know

    returns   (..., actor)
    """
    if nothing_promised(state):
        return np.zeros(state.stance.shape, dtype=np.bool_)
    words = standing(state, NOT_RECOGNISE)
    return makers(state, words & state.ledger.public if public else words, len(setting.actors))


def sworn(setting: Setting, state: State) -> Mask:
    """Who has a promise open, so that there is a word to keep or to break. (..., actor)"""
    if nothing_promised(state):
        return np.zeros(state.stance.shape, dtype=np.bool_)
    return makers(state, state.ledger.state == OPEN, len(setting.actors))

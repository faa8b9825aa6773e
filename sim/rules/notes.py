"""Notes between seats: asks, bargains, promises and warnings; answers to them; what was agreed goes on the ledger."""

import numpy as np

from sim.arrays import ASK, BARGAIN, NOTE_KINDS, PROMISE, SLOTS, WARN, Index, Mask, untouched
from sim.ledger import ACT, ACTS, LEVEL, OBJECT, TERM, UNTIL, Ledger
from sim.rules.fresh import no_notes
from sim.rules.word import contradicts, free_places, paired, record, threatened
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

YES, NO, COUNTER = 1, -1, 2
"""Answers to a note; 0 is none."""

KIND, TO, PUBLIC = range(3)
"""What a note says of itself."""

REASONS = (
    "",
    "it is worth too little to us",
    "we cannot before the election",
    "it would hurt us at home",
    "our law forbids it",
    "you have not kept your word with us",
    "our ally would not forgive it",
    "we have promised otherwise",
    "it is not ours to give",
    "it crosses our red line",
    "it would set a precedent for our own country",
    "the time for it has passed",
    "it is too early to say",
    "we want to keep our hands free",
    "it would divide us from our partners",
    "it would make the region less safe",
)
"""The reason that a seat gives in public for a no or a counter-offer; the first is none."""

(
    NO_REASON,
    TOO_LITTLE,
    ELECTION,
    AT_HOME,
    LAW,
    WORD_BROKEN,
    ALLY,
    PROMISED,
    NOT_OURS,
    RED_LINE,
    PRECEDENT,
    TOO_LATE,
    TOO_EARLY,
    FREE_HANDS,
    PARTNERS,
    REGION,
) = range(len(REASONS))


def post(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The week's notes are delivered, and last week's are cleared away.

    A note to oneself, to nobody, of no kind, or from or to who does not sit at the table is no note. Where
    nobody writes, no array is made.
    """
    if untouched(moves.note) or not (moves.note[..., KIND] > 0).any():
        if untouched(state.note) and untouched(state.reply):
            return state
        return replace(state, **no_notes(state.reply.shape))
    kind, to = moves.note[..., KIND], moves.note[..., TO]
    n = len(setting.actors)
    self = np.arange(n)[:, None]
    sits = setting.negotiator[:, None] & np.append(setting.negotiator, False)[np.clip(to, -1, n)]
    sent = sits & (kind > 0) & (kind <= len(NOTE_KINDS)) & (to >= 0) & (to < n) & (to != self)
    empty = no_notes(state.reply.shape)
    return replace(
        state,
        **{
            **empty,
            "note": np.where(sent[..., None], moves.note, 0),
            "note_a": np.where(sent[..., None], moves.note_a, -1),
            "note_b": np.where(sent[..., None], moves.note_b, -1),
        },
    )


def unanswered(state: State) -> Mask:
    """Notes that wait for an answer: asks and bargains. (..., sender, slot)"""
    kind = state.note[..., KIND]
    return ((kind == ASK) | (kind == BARGAIN)) & (state.reply == 0)


def waiting(state: State) -> Mask:
    """Who has a note to answer. (..., actor)"""
    n = state.note.shape[-3]
    if untouched(state.note):
        return np.zeros(state.note.shape[:-2], dtype=np.bool_)
    waits, to = unanswered(state), state.note[..., TO]
    return np.stack([(waits & (to == seat)).any((-2, -1)) for seat in range(n)], axis=-1)


def hear_answers(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """Each note that waits is answered by who received it; a counter-offer without an act is a no.

    What is not answered lapses.
    """
    if untouched(state.note) or untouched(moves.reply):
        return state
    waits, to = unanswered(state), np.maximum(state.note[..., TO], 0)
    said, why = received(moves.reply, to), received(moves.reason, to)
    counter = np.stack([received(moves.counter[..., i], to) for i in range(TERM)], axis=-1)
    said = np.where((said == COUNTER) & ~is_act(counter), NO, said)
    said = np.where((said == YES) | (said == NO) | (said == COUNTER), said, 0)
    known = np.where((why >= 0) & (why < len(REASONS)) & (said != YES), why, 0)
    return replace(
        state,
        reply=np.where(waits, said, state.reply),
        reason=np.where(waits, known, state.reason),
        counter=np.where((waits & (said == COUNTER))[..., None], counter, state.counter),
    )


def received(field: Index, to: Index) -> Index:
    """What the receiver of each note said of it.

    field     (..., seat, sender, slot)
    to        (..., sender, slot)   who received it
    returns   (..., sender, slot)
    """
    return np.take_along_axis(field, to[..., None, :, :], axis=-3)[..., 0, :, :]


def is_act(term: Index) -> Mask:
    """Whether a term names an act. (...)"""
    return (term[..., ACT] >= 0) & (term[..., ACT] < len(ACTS))


def settle(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """What was agreed in notes goes on the ledger, sender by sender.

    An ask accepted: its receiver's promise. A bargain accepted, or a counter-offer taken: both promises, each in
    return for the other, or none of them. A promise needs no answer; nor does a warning, which asks for an act
    of the receiver and binds if that is not done. What would repeat or contradict an open promise, and what
    finds no room on the ledger, comes to nothing.
    """
    if untouched(state.note):
        return state
    ledger, takes = state.ledger, moves.take_counter & (state.reply == COUNTER)
    for seat in range(len(setting.actors)):
        for slot in range(SLOTS):
            if (state.note[..., seat, slot, KIND] > 0).any():
                ledger = settled(state, ledger, takes[..., seat, slot], seat, slot)
    return state if ledger is state.ledger else replace(state, ledger=ledger)


def settled(state: State, ledger: Ledger, takes: Mask, seat: int, slot: int) -> Ledger:
    """The ledger after what has come of one note.

    takes   (...)   its sender takes the counter-offer
    """
    note, reply = state.note[..., seat, slot, :], state.reply[..., seat, slot]
    a, b = state.note_a[..., seat, slot, :], state.note_b[..., seat, slot, :]
    kind, to, public = note[..., KIND], note[..., TO], note[..., PUBLIC] > 0
    b = np.where(takes[..., None], state.counter[..., seat, slot, :], b)
    for_nothing = (kind == ASK) & (reply == YES)
    exchanged = ((kind == BARGAIN) & (reply == YES)) | takes
    if (for_nothing | exchanged).any():
        able = lawful(ledger, to, seat, a, state.week)
        both = exchanged & able & lawful(ledger, seat, to, b, state.week) & (free_places(ledger) > 1)
        ledger, one = record(
            ledger, (for_nothing & able) | both, to, seat, a, state.week, public=public, asked=True
        )
        ledger, other = record(ledger, both, seat, to, b, state.week, public=public, asked=takes)
        ledger = paired(ledger, np.where(both, one, -1), other)
    given = ((kind == PROMISE) | (kind == WARN)) & lawful(ledger, seat, to, b, state.week)
    if given.any():
        ledger, place = record(ledger, given, seat, to, b, state.week, public=public)
        ledger = threatened(ledger, np.where(kind == WARN, place, -1), a) if (kind == WARN).any() else ledger
    return ledger


def lawful(ledger: Ledger, maker: Index | int, receiver: Index | int, term: Index, week: int) -> Mask:
    """A term that can still be written down: an act, until a week to come, beside what has been promised. (...)"""
    timely = term[..., UNTIL] >= week
    return is_act(term) & timely & ~contradicts(ledger, maker, receiver, term)


def void(setting: Setting, state: State, moves: Moves) -> Mask:
    """Notes that would come to nothing whatever the answer, for those who say what a seat may do.

    The date is past, what is named is no act, or what the sender would do repeats or contradicts a promise of its
    own that is open.

    returns   (..., seat, slot)
    """
    kind = moves.note[..., KIND]
    out = np.zeros(kind.shape, dtype=np.bool_)
    for seat in range(len(setting.actors)):
        for slot in range(SLOTS):
            sort, to = kind[..., seat, slot], moves.note[..., seat, slot, TO]
            if not (sort > 0).any():
                continue
            a, b = moves.note_a[..., seat, slot, :], moves.note_b[..., seat, slot, :]
            asks: Mask = (sort == ASK) | (sort == BARGAIN)
            gives: Mask = (sort == PROMISE) | (sort == BARGAIN) | (sort == WARN)
            stale = ~is_act(a) | (a[..., UNTIL] < state.week)
            out[..., seat, slot] = (asks & stale) | (gives & ~lawful(state.ledger, seat, to, b, state.week))
    return out


def term(act: int, until: int, thing: int = -1, level: int = -1) -> Index:
    """A term in its order. (term,)

    >>> term(3, 20)
    array([ 3, -1, -1, 20])
    """
    out = np.empty(TERM, dtype=np.int64)
    out[[ACT, OBJECT, LEVEL, UNTIL]] = act, thing, level, until
    return out

"""How a simulated seat answers notes, keeps what it has promised, and when it breaks it.

Score of a note = what it is to do is worth to it + K of who asks / 100 x what it is given in return beside what it
knows to be promised already, less what that costs at home. Yes above a margin, a counter-offer a little below it,
else no, with the reason that weighs most. A promise is broken if that gains half as much again as it costs (Fearon
1994 for the cost). Margins and temptation are strengths of the world (`Habits`); the scale of utility is the code's.
"""

from dataclasses import replace
from typing import Literal

import numpy as np

from sim.arrays import ASK, BALLOTS, BARGAIN, LINE_PATH, SLOTS, Array, Index, Mask
from sim.ledger import (
    ACT,
    ACT_RECOGNISE,
    ACT_REINFORCE,
    BLOCK,
    COMMIT_AT_MOST,
    COORDINATE,
    DECLARE,
    ENTRIES,
    KEEP_PATH_OPEN,
    LEVEL,
    NO_MEASURES,
    NOT_DECLARE,
    NOT_RECOGNISE,
    OBJECT,
    OFFER_AT_LEAST,
    OFFER_AT_MOST,
    OPEN,
    STOP_LOBBYING,
    TERM,
    UNTIL,
    VOTE_NO,
)
from sim.rules.deeds import AT_COUNCIL, VOTES
from sim.rules.notes import (
    ALLY,
    AT_HOME,
    COUNTER,
    ELECTION,
    KIND,
    LAW,
    NO,
    NOT_OURS,
    PARTNERS,
    PRECEDENT,
    PROMISED,
    RED_LINE,
    REGION,
    TOO_LATE,
    TOO_LITTLE,
    WORD_BROKEN,
    YES,
)
from sim.rules.notes import FREE_HANDS as HANDS
from sim.rules.word import contradicts, wanted_vote
from sim.state import Desk, Moves, View
from sim.state import replace as replaced
from sim.strategies.hold import hold
from sim.strategies.worth import (
    CALM,
    THANKS,
    Clause,
    best_fitting,
    direction,
    doing,
    fitting,
    getting,
    lean,
    weight,
)

Temper = Literal["doctrine", "hardliner", "conciliatory"]
"""How much a note must be worth to be accepted, by the name that it has in `Habits`."""

DOCTRINE: Temper = "doctrine"
HARDLINER: Temper = "hardliner"
CONCILIATORY: Temper = "conciliatory"
NEVER_WORTH = 1e6
"""Utility points that stand for what a seat does not do at any price."""
PRECEDENT_PRICE = 20.0
"""Points of its own vulnerability that cost who recognises one utility point; a vote for it costs half."""
LAW_PRICE = 4.0
"""Utility points that recognising costs who holds to law without a word of the Council."""
USUAL_HOME = 60.0
"""Standing at home below which what goes against its own side costs more: a utility point for every ten."""
ELECTION_PRICE = 2.0
"""Utility points that a concession costs a party before its own voters have been asked."""
PARTNERS_PRICE = 2.0
"""Utility points that a member loses among the others by stopping a text of theirs."""
HEAT_PRICE = 10.0
"""Points of tension above the usual that take one utility point off an act that heats the region."""
DISTRUSTED = 45.0
"""Credibility below which a seat says that it does not believe the other."""
PRIVATE_PRICE, PUBLIC_PRICE = 6.0, 14.0
"""What breaking a word costs in utility points: 12 points of credibility at a half each; 20 of them and 8 of standing
at home where all have heard it."""


def clause_of(terms: Index) -> Clause:
    """A checkable act out of the numbers of a term. (..., seat) from (..., seat, term)"""
    return Clause(terms[..., ACT], terms[..., OBJECT], terms[..., LEVEL], terms[..., UNTIL])


def act_of(act: int, like: Clause, thing: int = -1, level: int = -1) -> Clause:
    """One act for every seat, with the date of another."""
    return Clause(*(np.full_like(like.act, value) for value in (act, thing, level)), until=like.until)


# ------------------------------------------------------------------ what a note is worth


def cost_terms(view: View, desk: Desk, clause: Clause, receiver: int) -> dict[int, Array]:
    """What doing an act brings and costs a seat, by the reason that it would give. (..., seat), utility points

    receiver   index of who asks for it
    """
    way, gain = direction(clause), doing(view, desk, clause)
    against = way * lean(view) < 0.0
    toward, recognises = way > 0.0, clause.act == ACT_RECOGNISE
    weak = np.maximum(USUAL_HOME - view.home, 0.0) / 10.0
    exposed = desk.vulnerability / PRECEDENT_PRICE * np.where(recognises, 1.0, np.where(toward, 0.5, 0.0))
    unable = ~able(view, clause)
    walled = np.isneginf(gain)
    return {
        HANDS: np.where(walled | unable, 0.0, gain),
        RED_LINE: np.where(walled, -NEVER_WORTH, 0.0),
        NOT_OURS: np.where(unable, -NEVER_WORTH, 0.0),
        PROMISED: np.where(bound_otherwise(view, desk, clause, receiver), -NEVER_WORTH, 0.0),
        TOO_LATE: np.where(clause.until < view.week, -NEVER_WORTH, 0.0),
        PRECEDENT: -np.where(view.party, 0.0, exposed),
        LAW: np.where(recognises & ~view.party, -LAW_PRICE * desk.law, 0.0),
        AT_HOME: np.where(against, -weak, 0.0),
        ALLY: np.where(view.party & (way * view.side < 0.0), -desk.habits.displeasure[..., None], 0.0),
        ELECTION: np.where(votes_soon(view) & (way * view.side < 0.0), -ELECTION_PRICE, 0.0),
        PARTNERS: np.where(against_partners(view, clause), -PARTNERS_PRICE, 0.0),
        REGION: np.where(recognises & ~view.party, -heated(view), 0.0),
    }


def votes_soon(view: View) -> Mask:
    """A party whose voters are still to be asked. (..., seat)"""
    return view.candidate & (view.challenger_won < 0)[..., None]


def against_partners(view: View, clause: Clause) -> Mask:
    """A no to a text of the members, from one of them. (..., seat)"""
    theirs = (clause.object >= 0) & ~np.isin(clause.object, np.flatnonzero(AT_COUNCIL))
    return view.member & theirs & np.isin(clause.act, (VOTE_NO, BLOCK))


def heated(view: View) -> Array:
    """Utility points by which an act that heats the region is worth less while it is tense. (..., 1)"""
    return (np.maximum(view.tension - CALM, 0.0) / HEAT_PRICE)[..., None]


def able(view: View, clause: Clause) -> Mask:
    """Whether a seat's roles let it do an act at all. (..., seat)"""
    at_council = np.isin(clause.object, np.flatnonzero(AT_COUNCIL))
    roles = {
        (DECLARE, NOT_DECLARE): view.declarer,
        (ACT_RECOGNISE, NOT_RECOGNISE): view.recogniser[view.seat],
        VOTES: np.where(at_council, view.council, view.member | view.mediator),
        (COMMIT_AT_MOST,): view.patron,
        (COORDINATE,): view.declarer | (view.recogniser[view.seat] & (view.side >= 0.0)),
        (OFFER_AT_MOST, OFFER_AT_LEAST): view.party,
        (KEEP_PATH_OPEN,): view.member,
        (NO_MEASURES,): view.title_holder,
        (ACT_REINFORCE,): view.contributor,
    }
    out = np.ones(clause.act.shape, dtype=np.bool_)
    for acts, role in roles.items():
        out = out & (~np.isin(clause.act, acts) | role)
    return out


def bound_otherwise(view: View, desk: Desk, clause: Clause, receiver: int) -> Mask:
    """Whether it has promised this already, or something that contradicts it. (..., seat)"""
    terms = np.stack([clause.act, clause.object, clause.level, clause.until], axis=-1)
    return contradicts(desk.ledger, view.seat, receiver, terms)


def score(
    view: View, desk: Desk, kind: Index, asked: Clause, given: Clause, sender: int
) -> tuple[dict[int, Array], Array]:
    """What a note is worth by the reasons that there are for it, and what it is worth without anything in return.

    kind   (..., seat)   what kind of note it is
    """
    terms = cost_terms(view, desk, asked, sender)
    alone = added(terms)
    back = np.where(kind == BARGAIN, adding(view, desk, given, sender), 0.0)
    trust = desk.credit[..., sender] / 100.0
    harmful = np.minimum(back, 0.0)
    doubt = np.maximum(back, 0.0) * (trust - 1.0)
    named = desk.credit[..., sender] < DISTRUSTED
    pleased = np.where(kind == ASK, thanks(view, desk, sender), 0.0)
    terms[TOO_LITTLE] = np.maximum(back, 0.0) + harmful + pleased + np.where(named, 0.0, doubt)
    terms[WORD_BROKEN] = np.where(named, doubt, 0.0)
    return terms, alone


def thanks(view: View, desk: Desk, who: int) -> Array:
    """What it is worth to a seat to do an actor a favour: by what that counts for in the eyes of others, by how far its
    word is believed, and half as much for every favour that it has done it already and that is still open. A party
    has none to give, and nobody thanks a rival's patron. (..., seat), utility points
    """
    book = desk.ledger
    done = (book.maker == view.seat[:, None]) & (book.receiver == who) & (book.state == OPEN)
    many = (done & book.asked & (book.given < 0)).sum(-1)
    great = 0.0 if who in view.parties else weight(view, who)
    rivals = view.side * float(view.sides[who]) < 0.0
    worth = THANKS * great * desk.credit[..., who] / 100.0 * np.power(0.5, many)
    return np.where(rivals, 0.0, worth)


def adding(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """What it is worth to a seat that `who` promises an act, beside what it knows of: what has been promised to it,
    or to others in public, brings nothing when it is sold once more. (..., seat), utility points
    """
    book = desk.ledger
    same = (book.state == OPEN) & (book.maker == who) & ~book.warned
    same = same & (book.act == clause.act[..., None]) & (book.object == clause.object[..., None])
    worth, known = getting(view, desk, clause, who), np.zeros(view.luck.shape)
    for entry in np.flatnonzero(same.any(tuple(range(same.ndim - 1)))).tolist():
        has = np.where(same[..., entry], getting(view, desk, entry_clause(desk, entry), who), 0.0)
        known = np.where(np.abs(has) > np.abs(known), has, known)
    return np.sign(worth) * np.maximum(np.abs(worth) - np.abs(known), 0.0)


def added(terms: dict[int, Array]) -> Array:
    """The sum of terms in their order."""
    values = list(terms.values())
    out = values[0]
    for value in values[1:]:
        out = out + value
    return out


def reason(terms: dict[int, Array]) -> Index:
    """The reason that weighs most against; that it is worth too little, if none does. (..., seat)"""
    codes = np.array(list(terms), dtype=np.int64)
    each = np.stack([*terms.values()], axis=-1)
    worst = each.argmin(-1)
    against: Mask = np.take_along_axis(each, worst[..., None], axis=-1)[..., 0] < 0.0
    return np.where(against, codes[worst], TOO_LITTLE)


# ------------------------------------------------------------------ answering


def answer(view: View, temper: Temper = DOCTRINE) -> Moves:
    """The answer beat: yes, no or a counter-offer to each note that waits.

    temper   how much a note must be worth to be accepted
    """
    desk = view.desk
    if desk is None or not awaits_answer(desk.inbox[..., KIND]).any():
        return hold(view)
    shape = (*view.luck.shape, len(view.actors), SLOTS)
    margin: Array = getattr(desk.habits, temper)[..., None]
    reply, why = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    counter = np.full((*shape, TERM), -1, dtype=np.int64)
    for sender in range(len(view.actors)):
        for slot in range(SLOTS):
            waits = awaits_answer(desk.inbox[..., sender, slot, KIND])
            if waits.any():
                says, because, wants = considered(view, desk, sender, slot, margin)
                reply[..., sender, slot] = np.where(waits, says, 0)
                why[..., sender, slot] = np.where(waits, because, 0)
                counter[..., sender, slot, :] = np.where(waits[..., None], wants, -1)
    return replaced(hold(view), reply=reply, reason=why, counter=counter)


def awaits_answer(kind: Index) -> Mask:
    """Kinds of notes that ask for an answer."""
    return (kind == ASK) | (kind == BARGAIN)


def considered(view: View, desk: Desk, sender: int, slot: int, margin: Array) -> tuple[Index, Index, Index]:
    """Answer, reason and what is wanted in return for one note, by whichever seat received it. (..., seat[, term])

    margin   (..., 1)   utility points that a note must be worth to be accepted
    """
    kind = desk.inbox[..., sender, slot, KIND]
    asked, given = (clause_of(note[..., sender, slot, :]) for note in (desk.inbox_a, desk.inbox_b))
    terms, alone = score(view, desk, kind, asked, given, sender)
    worth = added(terms)
    wants, gain = wanted(view, desk, asked, sender)
    enough = alone + desk.credit[..., sender] / 100.0 * gain > margin
    yes: Mask = worth > margin
    haggles = ~yes & (worth > margin - desk.habits.haggle[..., None]) & enough
    says = np.where(yes, YES, np.where(haggles, COUNTER, NO))
    return says, np.where(yes, 0, reason(terms)), np.where(haggles[..., None], wants, -1)


def wanted(view: View, desk: Desk, asked: Clause, who: int) -> tuple[Index, Array]:
    """What a seat would have of another in return, until the same week, and what that is worth to it.

    returns   (..., seat, term), and utility points (..., seat)
    """
    best = np.full(view.luck.shape, -np.inf)
    term = np.full((*view.luck.shape, TERM), -1, dtype=np.int64)
    for act, level in could_give(view, who):
        one = act_of(act, asked, level=level)
        if act == STOP_LOBBYING:
            one = replace(one, object=np.broadcast_to(view.seat, one.act.shape))
        gain = adding(view, desk, one, who)
        better: Mask = gain > best
        best = np.where(better, gain, best)
        numbers = np.stack([one.act, one.object, one.level, one.until], axis=-1)
        term = np.where(better[..., None], numbers, term)
    return term, np.maximum(best, 0.0)


def could_give(view: View, who: int) -> list[tuple[int, int]]:
    """Acts, with their levels, that an actor could be asked for in return, by what all know of it."""
    party, side = who in view.parties, float(view.sides[who])
    out: list[tuple[int, int]] = []
    if view.recogniser[who]:
        out += [(ACT_RECOGNISE, -1), (NOT_RECOGNISE, -1)]
    if party and side > 0.0:
        out += [(NOT_DECLARE, -1)]
    if party and side < 0.0:
        out += [(NO_MEASURES, -1)]
    if not party and side != 0.0:
        out += [(COMMIT_AT_MOST, 1), (STOP_LOBBYING, -1)]
    return out


# ------------------------------------------------------------------ keeping and breaking


def own_words(view: View, desk: Desk) -> Mask:
    """Open promises of its own that bind a seat now. (..., seat, entry)"""
    ledger = desk.ledger
    binds = (ledger.state == OPEN) & (ledger.condition[..., ACT] < 0)
    return binds & (ledger.maker == view.seat[:, None])


def entry_clause(desk: Desk, entry: int) -> Clause:
    """What an entry of the ledger promises, for every seat that knows of it. (..., seat)"""
    ledger = desk.ledger
    numbers = (ledger.act, ledger.object, ledger.level.astype(np.int64), ledger.until)
    return Clause(*(field[..., entry] for field in numbers))


def temptation(view: View) -> Array:
    """What breaking each promise of its own would gain, beside `tempted` times what it costs: from 1 on it breaks it.

    Gained is what keeping it costs as things stand now.

    returns   (..., seat, entry)   0 for promises that are not its own
    """
    desk = view.desk
    out = np.zeros((*view.luck.shape, ENTRIES))
    own = None if desk is None else own_words(view, desk)
    if desk is None or own is None or not own.any():
        return out
    for entry in range(ENTRIES):
        mine = own[..., entry]
        if mine.any():
            terms = cost_terms(view, desk, entry_clause(desk, entry), -1)
            burden = -added({k: v for k, v in terms.items() if k not in DUTIES})
            price = np.where(desk.ledger.public[..., entry], PUBLIC_PRICE, PRIVATE_PRICE)
            price = desk.habits.tempted[..., None] * price
            out[..., entry] = np.where(mine, np.maximum(burden, 0.0) / price, 0.0)
    return out


DUTIES = (PROMISED, NOT_OURS, TOO_LATE)
"""Reasons that are none for breaking a word that has been given."""


def breaks(view: View) -> Mask:
    """Promises of its own that a seat does not mean to keep this week. (..., seat, entry)"""
    return temptation(view) >= 1.0


def hinting(view: View, desk: Desk, moves: Moves) -> Moves:
    """Moves in which a seat lets those see that it keeps its word to them with difficulty whom it has promised what
    it would rather not keep: temptation is at the share `hinted` of what breaks a word.
    """
    strained = temptation(view) >= desk.habits.hinted[..., None, None]
    if not strained.any():
        return moves
    to = desk.ledger.receiver[..., None, :] == np.arange(len(view.actors))[:, None]
    return replaced(moves, hint=(to & strained[..., None, :]).any(-1))


def honour(view: View, moves: Moves, *, always: bool = False) -> Moves:
    """Moves changed so that they keep the seat's word, where it means to, or always.

    A promise to do something is kept as soon as it can be; a declaration that was promised, in its last week. Who may
    not keep it lets that be seen at the talk beat, if it is sounded out.
    """
    desk = view.desk
    if desk is None:
        return moves
    kept = own_words(view, desk)
    if not kept.any():
        return moves
    if not always:
        moves = hinting(view, desk, moves) if view.beat == "talk" else moves
        kept = kept & ~breaks(view)
    for entry in range(ENTRIES):
        mine = kept[..., entry]
        if mine.any():
            moves = kept_by(view, moves, mine, entry_clause(desk, entry))
    return moves


def kept_by(view: View, moves: Moves, mine: Mask, clause: Clause) -> Moves:
    """Moves that keep one promise.

    mine   (..., seat)   whose promise it is
    """

    def to(*acts: int) -> Mask:
        return mine & np.isin(clause.act, acts)

    if view.beat == "talk":
        return kept_at_talks(view, moves, to(OFFER_AT_MOST, OFFER_AT_LEAST), clause)
    last = to(DECLARE) & (clause.until <= view.week) & view.may_declare[..., None]
    gone = np.take(view.recognised, view.seat, axis=-1)
    now = to(ACT_RECOGNISE) & view.declared[..., None] & ~gone
    lobbied = to(STOP_LOBBYING) & (moves.lobby_target == clause.object)
    works = to(COORDINATE) & ~view.declared[..., None]
    hurries = moves.recognise > 0
    return replaced(
        moves,
        declare=(moves.declare | last) & ~to(NOT_DECLARE),
        recognise=np.where(now, 1, np.where(to(NOT_RECOGNISE) & hurries, 0, moves.recognise)),
        ballots=kept_votes(view, moves, mine, clause),
        commit=np.where(to(COMMIT_AT_MOST), np.minimum(moves.commit, clause.level), moves.commit),
        lobby_target=np.where(lobbied, -1, moves.lobby_target),
        lobby_points=np.where(lobbied, 0.0, moves.lobby_points),
        side_payment=moves.side_payment & ~lobbied,
        consult=np.where(works & view.declarer, 1.0, moves.consult),
        back=moves.back | (works & ~view.declarer),
        measures=np.where(to(NO_MEASURES) & (moves.measures == 2), 0, moves.measures),
        reinforce=moves.reinforce | to(ACT_REINFORCE),
    )


def kept_votes(view: View, moves: Moves, mine: Mask, clause: Clause) -> np.ndarray:
    """Ballots that keep a promise about a vote. (..., seat, ballot)"""
    votes = mine & np.isin(clause.act, VOTES)
    ballots = moves.ballots
    if votes.any():
        on = votes[..., None] & (clause.object[..., None] == np.arange(len(BALLOTS))) & view.due[..., None, :]
        ballots = np.where(on, wanted_vote(clause.act)[..., None], ballots).astype(np.int8)
    path = mine & (clause.act == KEEP_PATH_OPEN)
    if path.any():
        on = path[..., None] & (np.arange(len(BALLOTS)) == LINE_PATH)
        ballots = np.where(on, np.maximum(ballots, np.int8(0)), ballots)
    return ballots


def kept_at_talks(view: View, moves: Moves, mine: Mask, clause: Clause) -> Moves:
    """An offer that lies where it was promised to lie: the best of those for the seat."""
    if not (mine & view.session[..., None]).any() or not view.utility.shape[-1]:
        return moves
    best = np.where(fitting(view, clause), view.utility, -np.inf).argmax(-1)
    able_ = np.isfinite(best_fitting(view, clause)) & view.session[..., None]
    return replaced(moves, offer=np.where(mine & able_, best, moves.offer))


__all__ = [
    "CONCILIATORY",
    "DOCTRINE",
    "HARDLINER",
    "answer",
    "breaks",
    "honour",
    "temptation",
]

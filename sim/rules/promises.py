"""Promises kept and broken, and the price of it: credibility, standing at home, and who was cheated.

Audience costs (Fearon 1994): a word given in public costs more to break, and at home as well. Reputation is
general as well as particular (Crescenzi 2007): all see that a word was broken, who was cheated minds it more.
"""

import numpy as np

from sim.arrays import ENDORSE, Index, Mask, untouched
from sim.ledger import (
    ACT,
    ACT_RECOGNISE,
    BROKEN,
    COORDINATE,
    FORBEARING,
    KEPT,
    NOT_RECOGNISE,
    OPEN,
    RELEASED,
    TERM,
    UNTIL,
    VOTE_NO,
    Ledger,
)
from sim.rules.deeds import VOTES, by, fulfilled, heeded, impossible, tested, unconditional
from sim.rules.recognition import ANNOUNCE
from sim.rules.statements import LOUD, voice
from sim.rules.word import (
    among,
    believed_shift,
    cheated,
    contradicts,
    credit,
    nothing_promised,
    pledged,
    record,
)
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

__all__ = [
    "believed_shift",
    "cheated",
    "contradicts",
    "credit",
    "happened",
    "judge",
    "pledge",
    "pledged",
    "record",
]

MOST_COMMITTED = 3
"""The level of commitment that is a public promise."""

HOLDS_BACK = tuple(sorted(FORBEARING))


def pledge(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A guarantee is a promise to the title holder not to recognise until a week that is named.

    In public it costs the declarer's standing at home, `pledge_home` each: it did not ask for it; and who is
    vulnerable itself is thanked for it at home: H + pledge_own x V / 100.
    """
    if untouched(moves.pledge):
        return state
    gives = (moves.pledge >= state.week) & setting.recogniser & ~state.recognised
    if not gives.any() or not len(setting.title_holders):
        return state
    ledger, to, heard = state.ledger, int(setting.title_holders[0]), np.zeros(state.legitimacy.shape)
    thanked = np.zeros_like(state.home)
    for seat in np.flatnonzero(setting.recogniser).tolist():
        if not gives[..., seat].any():
            continue
        until = moves.pledge[..., seat]
        none = np.full_like(until, -1)
        term = np.stack([np.full_like(until, NOT_RECOGNISE), none, none, until], axis=-1)
        may = gives[..., seat] & ~contradicts(ledger, seat, to, term)
        public = moves.pledge_public[..., seat]
        ledger, place = record(ledger, may, seat, to, term, state.week, public=public)
        loud = (place >= 0) & public
        heard, thanked[..., seat] = heard + loud, np.where(loud, traits.vulnerability[..., seat] / 100.0, 0.0)
    m = traits.mechanism
    loss = np.where(setting.declarer, (m.pledge_home * heard)[..., None], 0.0)
    gain = m.pledge_own[..., None] * thanked * (1.0 - state.eased)
    return replace(state, ledger=ledger, home=np.clip(state.home - loss + gain, 0.0, 100.0))


VOWED = 26
"""Weeks through which a public vow binds that names no date."""


def vow(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """What is said so loudly that it binds: a public promise for half a year (Schelling 1960, Fearon 1997).

    A recognition announced before a declaration; a statement of full strength that is not vague, by who may
    recognise: to do so, or not to, by its tone; a patron's highest commitment: to recognise, or with a seat that can
    veto, to vote against endorsing. What contradicts an open promise, or repeats it, comes to nothing.
    """
    silent = untouched(moves.topic) and untouched(moves.commit)
    if silent and not (moves.recognise == ANNOUNCE).any():
        return state
    free = setting.recogniser & ~state.recognised & ~state.settled[..., None]
    loud = free & (moves.topic >= 0) & (moves.strength >= LOUD) & ~moves.vague
    announces = free & (moves.recognise == ANNOUNCE) & ~state.declared[..., None]
    sworn_to = setting.patron & (moves.commit >= MOST_COMMITTED) & (state.commitment < MOST_COMMITTED)
    vetoes = sworn_to & (setting.side < 0) & setting.permanent & ~state.cover[..., None]
    ledger = state.ledger
    for_it = announces | (loud & (moves.tone > 0.0)) | (sworn_to & free & (setting.side > 0))
    vows = (
        (for_it, ACT_RECOGNISE, -1, setting.declarers),
        (loud & (moves.tone < 0.0), NOT_RECOGNISE, -1, setting.title_holders),
        (vetoes, VOTE_NO, ENDORSE, setting.title_holders),
    )
    for who, act, thing, to in vows:
        if who.any() and len(to):
            ledger = swear(setting, state, ledger, who, act, thing, int(to[0]))
    return replace(state, ledger=ledger)


def swear(setting: Setting, state: State, ledger: Ledger, who: Mask, act: int, thing: int, to: int) -> Ledger:
    """The ledger with the same public promise of several seats. who: (..., actor)"""
    term = np.broadcast_to(np.array([act, thing, -1, state.week + VOWED]), (*state.legitimacy.shape, TERM))
    for seat in np.flatnonzero(who.any(tuple(range(who.ndim - 1)))).tolist():
        may = who[..., seat] & ~contradicts(ledger, seat, to, term)
        ledger, _ = record(ledger, may, seat, to, term, state.week, public=True)
    return ledger


def happened(
    setting: Setting, traits: Traits, before: State, moves: Moves, after: State
) -> tuple[Mask, Mask]:
    """Which promises were done, and which breached, by what was done in the week. (..., entry) each

    before, after   the state in which the seats decided, and what came of it in the same week
    """
    return fulfilled(setting, traits, replace(before, ledger=after.ledger), moves, after)


def outcome(act: Index, until: Index, done: Mask, breached: Mask, after: State) -> tuple[Mask, Mask, Mask]:
    """What becomes of promised acts by the end of a week: kept, broken, or over without an occasion.

    A deed keeps or breaks a promise. Holding back is kept when its date has come; what was to be done is broken
    then, unless there was no occasion: no vote on the text, nothing declared that could be recognised.

    act, until, done, breached   (..., promise)
    returns                      three of (..., promise), at most one of them true
    """
    forbears, votes = np.isin(act, HOLDS_BACK), np.isin(act, VOTES)
    due = until <= after.week
    kept = ~breached & (done | (forbears & due))
    late = due & ~kept & ~breached
    idle = votes | ((act == ACT_RECOGNISE) & ~after.declared[..., None])
    return kept, breached | (late & ~idle), late & idle


def fates(setting: Setting, traits: Traits, before: State, moves: Moves, after: State) -> Ledger:
    """What becomes of every promise in a week.

    Kept, broken or over by `outcome`; what can no longer be done is released, and so is what was promised in
    return for a promise that is broken or released. A warning sleeps until its receiver has not done what it
    asks; then it binds, in private nobody: not carried out it is released.
    """
    ledger = after.ledger
    before = replace(before, ledger=ledger)
    done, breached = fulfilled(setting, traits, before, moves, after)
    awake = (ledger.state == OPEN) & unconditional(ledger.condition)
    amount = ledger.done + np.where(awake & done, 1.0, 0.0)
    enough = done & ((ledger.act != COORDINATE) | (amount >= ledger.level))
    kept, broken, idle = outcome(ledger.act, ledger.until, enough, breached, after)
    lost = idle | (impossible(setting, before, after) & ~kept & ~breached)
    lost = lost | (broken & ledger.warned & ~ledger.public)
    fate = np.where(lost, RELEASED, np.where(broken, BROKEN, np.where(kept, KEPT, OPEN)))
    ledger, spared = woken(setting, traits, before, moves, after)
    fate = np.where(awake, fate, np.where(spared, RELEASED, ledger.state))
    given = np.take_along_axis(fate, np.maximum(ledger.given, 0), axis=-1)
    let_go = (fate == OPEN) & (ledger.given >= 0) & ((given == BROKEN) | (given == RELEASED))
    return replace(ledger, state=np.where(let_go, RELEASED, fate), done=amount)


def woken(setting: Setting, traits: Traits, before: State, moves: Moves, after: State) -> tuple[Ledger, Mask]:
    """Warnings that their receivers have defied bind from now on, for a week at least; those heeded are over.

    returns   the ledger, and which warnings are over (..., entry)
    """
    ledger = after.ledger
    asleep = (ledger.state == OPEN) & ~unconditional(ledger.condition)
    if not asleep.any():
        return ledger, asleep
    done, breached = heeded(setting, traits, before, moves, after)
    on = ledger.condition
    kept, broken, idle = outcome(on[..., ACT], on[..., UNTIL], done, breached, after)
    defied = asleep & broken
    until = np.where(defied, np.maximum(ledger.until, after.week + 1), ledger.until)
    condition = np.where(defied[..., None], -1, on)
    return replace(ledger, until=until, condition=condition), asleep & (kept | idle)


def judge(setting: Setting, traits: Traits, before: State, moves: Moves, after: State) -> State:
    """The week's promises are judged: kept ones bring credit, broken ones cost it.

    Kept: K + `word_kept`, once a week at most, if the receiver had asked for it and it was put to the test.
    Broken: K - `word_broken`, or K - `word_broken_public` and H - `vow_broken_home` if it was public.

    before   the state in which the seats decided
    after    what came of it, in the same week
    """
    if nothing_promised(after):
        return after
    m = traits.mechanism
    then, ledger = after.ledger, fates(setting, traits, before, moves, after)
    fresh = ledger.state != then.state
    if not fresh.any():
        return replace(after, ledger=ledger)
    honoured = fresh & (ledger.state == KEPT) & ledger.asked & tested(setting, after, ledger.act)
    broken = fresh & (ledger.state == BROKEN)
    price = np.where(ledger.public, m.word_broken_public[..., None], m.word_broken[..., None])
    gain = np.where(of(honoured, ledger, setting).any(-1), m.word_kept[..., None], 0.0)
    loss = np.where(of(broken, ledger, setting), price[..., None, :], 0.0).sum(-1)
    vows = of(broken & ledger.public, ledger, setting).sum(-1)
    return replace(
        after,
        ledger=ledger,
        credibility=np.clip(after.credibility + gain - loss, 0.0, 100.0),
        home=np.clip(after.home - m.vow_broken_home[..., None] * vows, 0.0, 100.0),
    )


def press(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """Who was cheated holds the broken word up in public: it costs its maker credit once more.

    K - what it cost when it was broken x `pressed` x K / K0 of who speaks, once for each promise. From then on all
    know that it was broken.
    """
    if untouched(moves.press) or nothing_promised(state):
        return state
    ledger, m = state.ledger, traits.mechanism
    hit = betrayals(ledger) & (by(moves.press, ledger.receiver) == ledger.maker)
    if not hit.any():
        return state
    price = np.where(ledger.public, m.word_broken_public[..., None], m.word_broken[..., None])
    price = price * m.pressed[..., None] * by(voice(traits, state), ledger.receiver)
    loss = np.where(of(hit, ledger, setting), price[..., None, :], 0.0).sum(-1)
    return replace(
        state,
        ledger=replace(ledger, public=ledger.public | hit, pressed=ledger.pressed | hit),
        credibility=np.clip(state.credibility - loss, 0.0, 100.0),
    )


def betrayals(ledger: Ledger) -> Mask:
    """Broken promises that who was cheated has not held up in public yet. (..., entry)"""
    return (ledger.state == BROKEN) & ~ledger.pressed & (ledger.receiver >= 0)


def of(entries: Mask, ledger: Ledger, setting: Setting) -> Mask:
    """Some promises by who made them. (..., actor, entry)"""
    return among(ledger.maker, len(setting.actors)) & entries[..., None, :]

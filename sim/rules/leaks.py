"""What comes out: private promises, by chance or because a seat wants it, and what is paid beside the words."""

import numpy as np

from sim.arrays import Array, Index, Mask, untouched
from sim.ledger import EMPTY, ENTRIES, OPEN, Ledger
from sim.rules.chance import spread
from sim.rules.lobbying import other_files
from sim.rules.word import among, nothing_promised
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, replace

FIRST = 2000
"""Where the numbers for leaks by chance begin among those that a seat's luck is spread into."""

TRACED, DENIED, FOUND = 2100, 2101, 2102
"""Where the numbers stand that say whether a leak is traced, a denial believed, a payment found."""


def leak(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """The end of a week: private promises and payments that come out, and whom that has cost credit.

    What it has cost each stands in `exposed` for a week, in which it may be denied.
    """
    quiet = untouched(moves.expose) and untouched(state.exposed)
    if nothing_promised(state) and quiet:
        return state
    state, told = reveal(setting, traits, state, moves, shocks)
    state, bought = expose(setting, traits, state, moves, shocks)
    exposed = told + bought
    return replace(state, exposed=exposed) if exposed.any() or state.exposed.any() else state


def reveal(
    setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks
) -> tuple[State, Array]:
    """Private promises become public: some of the week's by chance, others because a seat leaks them.

    A promise made in private this week comes out with `leak_chance`, by the luck of who made it, and what was
    promised in return comes out with it. A seat may leak one that it made or received: the other side loses K
    `leak_cost`; with `leak_traced` it is found out, by its own luck, and loses K `word_broken`; one that
    leaks what it was promised, and is not, has something to show at home, H + `leak_home`. Who is seen to
    have sold one act to two loses K `sold_twice`. From then on the promise binds in public.

    returns   the state, and the credit that it has cost those who may deny it (..., actor)
    """
    nothing = np.zeros(state.credibility.shape)
    if nothing_promised(state):
        return state, nothing
    told, hurt, caught, thanked = named(setting, traits, state, moves, shocks)
    out = told | slipped(traits, state, shocks)
    if not out.any():
        return state, nothing
    twice = among(state.ledger.maker, len(setting.actors)) & resold(state.ledger, out)[..., None, :]
    hurt = hurt + np.where(twice.any(-1), traits.mechanism.sold_twice[..., None], 0.0)
    ledger = replace(state.ledger, public=state.ledger.public | out, leaked=state.ledger.leaked | out)
    credibility = np.clip(state.credibility - hurt - caught, 0.0, 100.0)
    leaked, home = state.leaked + out.sum(-1), np.minimum(state.home + thanked, 100.0)
    return replace(state, ledger=ledger, credibility=credibility, leaked=leaked, home=home), hurt


def resold(ledger: Ledger, out: Mask) -> Mask:
    """Promises that come out while their maker has sold the same act to somebody else, in return for something.

    out   (..., entry)   what comes out
    """
    sold = (ledger.state == OPEN) & (ledger.given >= 0)

    def same(field: Index) -> Mask:
        return field[..., :, None] == field[..., None, :]

    again = same(ledger.maker) & same(ledger.act) & same(ledger.object) & ~same(ledger.receiver)
    return out & sold & (again & sold[..., None, :]).any(-1)


def expose(
    setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks
) -> tuple[State, Array]:
    """Who looks for another file that is being paid to a state finds it with `payment_found`, by its own luck.

    What is found is gone: the points that it brought and, where nothing else is paid, what the state had to show
    for it at home. The members close ranks, E + payment_unity; the payer loses K `payment_word`.

    returns   the state, and the credit that it has cost those who may deny it (..., actor)
    """
    nothing = np.zeros(state.credibility.shape)
    if untouched(moves.expose) or not (moves.expose >= 0).any():
        return state, nothing
    m, everyone = traits.mechanism, np.arange(len(setting.actors))
    _, paid = other_files(setting, traits, moves)
    finds = (moves.expose >= 0) & (spread(shocks.luck, FOUND, 1)[..., 0] < m.payment_found[..., None])
    found = paid & (finds[..., None] & (moves.expose[..., None] == everyone)).any(-2)
    hit = found[..., None, :] & (moves.lobby_target[..., None] == everyone)
    pays = moves.side_payment & (moves.lobby_points != 0.0) & np.isin(everyone, setting.lobbyists)
    out = pays & hit.any(-1)
    if not out.any():
        return state, nothing
    left, still = other_files(setting, traits, replace(moves, side_payment=moves.side_payment & ~out))
    shown = np.where(paid & ~still, m.bribe_home[..., None], 0.0)
    loss = np.where(out, m.payment_word[..., None], 0.0)
    return replace(
        state,
        paid=np.where(out.any(-1)[..., None], left, state.paid),
        home=np.clip(state.home - shown, 0.0, 100.0),
        cohesion=state.cohesion + m.payment_unity * out.sum(-1),
        credibility=np.clip(state.credibility - loss, 0.0, 100.0),
        leaked=state.leaked + out.sum(-1),
    ), loss


def deny(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """Who lost credit by what came out last week may deny it: believed with K / 100, by its own luck, it gets back
    the share `leak_denied` of it. What has come out stays public.
    """
    if untouched(moves.deny) or not moves.deny.any():
        return state
    believed = spread(shocks.luck, DENIED, 1)[..., 0] < state.credibility / 100.0
    back = np.where(moves.deny & believed, traits.mechanism.leak_denied[..., None] * state.exposed, 0.0)
    return replace(
        state,
        credibility=np.minimum(state.credibility + back, 100.0),
        exposed=np.where(moves.deny, 0.0, state.exposed),
    )


def private(ledger: Ledger) -> Mask:
    """(..., entry) promises of which only two know."""
    return (ledger.state != EMPTY) & ~ledger.public


def slipped(traits: Traits, state: State, shocks: Shocks) -> Mask:
    """Which of the week's private promises come out by chance, and with them what was given for them. (..., entry)"""
    ledger = state.ledger
    new = private(ledger) & (ledger.made == state.week)
    if not new.any():
        return new
    luck = np.take_along_axis(shocks.luck, np.maximum(ledger.maker, 0), axis=-1)
    chance = np.stack([spread(luck[..., e], FIRST + e, 1)[..., 0] for e in range(ENTRIES)], axis=-1)
    out = new & (chance < traits.mechanism.leak_chance[..., None])
    other = np.take_along_axis(out, np.maximum(ledger.given, 0), axis=-1) & (ledger.given >= 0)
    return out | (other & private(ledger))


def named(
    setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks
) -> tuple[Mask, Array, Array, Array]:
    """Promises that seats leak, what credibility that costs the other side and who is caught, and what it brings at
    home who leaks what it was promised, unless it is caught.

    returns   (..., entry), and points (..., actor) for each of the three
    """
    ledger, n, m = state.ledger, len(setting.actors), traits.mechanism
    out, hurt = np.zeros(ledger.maker.shape, dtype=np.bool_), np.zeros(state.credibility.shape)
    caught = thanked = hurt
    if untouched(moves.leak) or not (moves.leak >= 0).any():
        return out, hurt, caught, thanked
    made, got = among(ledger.maker, n), among(ledger.receiver, n)
    wanted = moves.leak[..., None] == np.arange(ENTRIES)
    tells = wanted & (made | got) & private(ledger)[..., None, :]
    for seat in range(n):
        hit = tells[..., seat, :]
        if not hit.any():
            continue
        out = out | hit
        others = ((made | got) & hit[..., None, :]).any(-1) & (np.arange(n) != seat)
        hurt = hurt + np.where(others, m.leak_cost[..., None], 0.0)
        traced = hit.any(-1) & (spread(shocks.luck[..., seat], TRACED, 1)[..., 0] < m.leak_traced)
        own = traced[..., None] & (np.arange(n) == seat)
        caught = caught + np.where(own, m.word_broken[..., None], 0.0)
        shows = (hit & got[..., seat, :]).any(-1) & ~traced
        thanked = thanked + np.where(shows[..., None] & (np.arange(n) == seat), m.leak_home[..., None], 0.0)
    return out, hurt, caught, thanked

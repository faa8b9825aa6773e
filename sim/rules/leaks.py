"""Leaks: private promises that become public, by chance or because a seat wants it."""

import numpy as np

from sim.arrays import Array, Mask, untouched
from sim.ledger import EMPTY, ENTRIES, Ledger
from sim.rules.chance import spread
from sim.rules.word import among, nothing_promised
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, replace

FIRST = 2000
"""Where the numbers for leaks by chance begin among those that a seat's luck is spread into."""

TRACED = 2100
"""Where the number that says whether a leak is traced stands."""


def leak(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """Private promises become public: some of the week's by chance, others because a seat leaks them.

    A promise made in private this week comes out with `leak_chance`, by the luck of who made it, and what was
    promised in return comes out with it. A seat may leak one that it made or received: the other side loses K
    `leak_cost`; with `leak_traced` it is found out, by its own luck, and loses K `word_broken`. From then on the
    promise binds in public.
    """
    if nothing_promised(state):
        return state
    told, losses = named(setting, traits, state, moves, shocks)
    out = told | slipped(traits, state, shocks)
    if not out.any():
        return state
    ledger = replace(state.ledger, public=state.ledger.public | out)
    credibility = np.clip(state.credibility - losses, 0.0, 100.0)
    return replace(state, ledger=ledger, credibility=credibility, leaked=state.leaked + out.sum(-1))


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


def named(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> tuple[Mask, Array]:
    """Promises that seats leak, and what credibility that costs.

    returns   (..., entry), and points (..., actor)
    """
    ledger, n, m = state.ledger, len(setting.actors), traits.mechanism
    out, losses = np.zeros(ledger.maker.shape, dtype=np.bool_), np.zeros(state.credibility.shape)
    if untouched(moves.leak) or not (moves.leak >= 0).any():
        return out, losses
    made, got = among(ledger.maker, n), among(ledger.receiver, n)
    wanted = moves.leak[..., None] == np.arange(ENTRIES)
    tells = wanted & (made | got) & private(ledger)[..., None, :]
    for seat in range(n):
        hit = tells[..., seat, :]
        if not hit.any():
            continue
        out = out | hit
        others = ((made | got) & hit[..., None, :]).any(-1) & (np.arange(n) != seat)
        losses = losses + np.where(others, m.leak_cost[..., None], 0.0)
        traced = hit.any(-1) & (spread(shocks.luck[..., seat], TRACED, 1)[..., 0] < m.leak_traced)
        own = traced[..., None] & (np.arange(n) == seat)
        losses = losses + np.where(own, m.word_broken[..., None], 0.0)
    return out, losses

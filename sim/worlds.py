"""Ensembles: draw worlds, run them in blocks. The only file with a random generator."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from zlib import crc32

import numpy as np

from sim.rules import open_week, opening, resolve, talk
from sim.sampling import sample
from sim.schema import Scenario
from sim.state import Array, Index, Moves, Setting, Shocks, State, Traits, take
from sim.strategies import Strategy
from sim.strategies.doctrine import doctrine
from sim.views import observe

DRAW_BLOCK = 1024
"""Worlds that share a random generator; compute blocks are multiples of it."""


def uniforms(seed: int, stream: str, block: int, week: int, n: int) -> Array:
    """The uniform numbers of one stream for one draw block and week. (world, n)"""
    key = [seed, crc32(stream.encode()), block, week]
    return np.random.default_rng(key).random((DRAW_BLOCK, n))


def traits_of(scenario: Scenario, setting: Setting, seed: int, block: int) -> Traits:
    """The traits of the worlds of a draw block."""
    return sample(scenario, setting, lambda name, n: uniforms(seed, name, block, 0, n))


def shocks_of(setting: Setting, seed: int, block: int, week: int) -> Shocks:
    """The luck of a week for the worlds of a draw block."""
    two = uniforms(seed, "week", block, week, 2)
    return Shocks(
        luck=uniforms(seed, "luck", block, week, len(setting.actors)),
        incident=two[:, 0],
        election=two[:, 1],
    )


def gather(parts: list[tuple[Index, Moves]], like: State) -> Moves:
    """The moves of all seats out of the moves of groups of seats."""
    if len(parts) == 1:
        return parts[0][1]
    out: dict[str, np.ndarray] = {}
    actors = like.stance.shape[-1]
    lead = like.stance.shape[:-1]
    for f in fields(Moves):
        first = getattr(parts[0][1], f.name)
        tail = first.shape[len(lead) + 1 :]
        full = np.zeros((*lead, actors, *tail), dtype=first.dtype)
        for seats, moves in parts:
            full[(..., seats, *([slice(None)] * len(tail)))] = getattr(moves, f.name)
        out[f.name] = full
    return Moves(**out)


def decide_all(
    setting: Setting,
    traits: Traits,
    state: State,
    shocks: Shocks,
    beat: str,
    groups: list[tuple[Index, Strategy]],
) -> Moves:
    parts = [(seats, strategy(observe(setting, traits, state, shocks, seats, beat))) for seats, strategy in groups]
    return gather(parts, state)


def seat_groups(setting: Setting, strategies: Mapping[str, Strategy]) -> list[tuple[Index, Strategy]]:
    chosen: dict[int, tuple[Strategy, list[int]]] = {}
    for i, actor in enumerate(setting.actors):
        strategy = strategies.get(actor, doctrine)
        chosen.setdefault(id(strategy), (strategy, []))[1].append(i)
    return [(np.array(seats, dtype=np.int64), strategy) for strategy, seats in chosen.values()]


def play_week(setting, traits, state, shocks, groups):
    state = open_week(setting, traits, state)
    state = talk(setting, state, decide_all(setting, traits, state, shocks, "talk", groups))
    moves = decide_all(setting, traits, state, shocks, "decide", groups)
    return resolve(setting, traits, state, moves, shocks)

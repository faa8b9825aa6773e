"""Test 1: is there something to choose from? Legal paid moves of every seat, and whether two of them come apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from balancing.game import Game, course, forked, game, opened, spread_out
from balancing.options import Option, options
from sim.arrays import MOVES, Array
from sim.rules.legality import legal
from sim.state import State, Traits, take
from sim.worlds import draw_shocks

SEED = 5
SITTINGS = range(1, 10)
LEAST = 5
"""Legal paid moves that every seat should have."""
ROUGH = 48
"""Worlds in which all options of a seat are tried; the two that lie furthest apart go on to fresh ones."""


@dataclass(frozen=True)
class Apart:
    """The two paid moves of a seat at a sitting that lie furthest apart."""

    seat: str
    sitting: int
    best: str
    worst: str
    gain: float
    """points of the seat's expected score"""
    error: float

    @property
    def clear(self) -> bool:
        """Apart by more than two standard errors?"""
        return self.gain > 2.0 * self.error and self.gain > 0.0


def legal_moves(play: Game, worlds: int) -> dict[tuple[str, int], int]:
    """The fewest legal paid moves of each seat at each sitting, in any of some worlds."""
    traits, by = course(play, worlds)
    paid = play.setting.price > 0.0
    out: dict[tuple[str, int], int] = {}
    for k in range(worlds):
        world = take(traits, k)
        plan = play.sittings_of(world)
        for number in SITTINGS:
            state = opened(play, world, take(by[plan[number]], k))
            open_ = (legal(play.setting, world, state) == 0) & paid
            for seat in play.seats():
                key = seat, number
                out[key] = min(out.get(key, len(MOVES)), int(open_[play.seat(seat)].sum()))
    return out


def furthest(part: tuple[str, tuple[int, ...], int]) -> list[Apart]:
    """The two paid moves of a seat that lie furthest apart, at some sittings, in fresh worlds on the same luck."""
    seat, numbers, worlds = part
    play = game(SEED)
    traits, by = course(play, ROUGH + worlds)
    return [found for n in numbers if (found := at_sitting(play, traits, by, seat, n, worlds))]


def at_sitting(
    play: Game, traits: Traits, by: dict[int, State], seat: str, number: int, worlds: int
) -> Apart | None:
    """The same at one sitting; its week is that of the first world."""
    one, at = take(traits, 0), play.seat(seat)
    week = play.sittings_of(one)[number]
    shocks = take(draw_shocks(play.setting, SEED, 0, week), 0)
    every = options(play, one, opened(play, one, take(by[week], 0)), shocks, at)
    paid = one_of_each([option for option in every if option.paid])
    if len(paid) < 2:
        return None
    rough: Array = forked(play, traits, by[week], at, [o.plan for o in paid], ROUGH).mean(-1)
    pair = [paid[int(rough.argmax())], paid[int(rough.argmin())]]
    fine = forked(play, traits, by[week], at, [o.plan for o in pair], worlds, ROUGH)
    apart = fine[0] - fine[1]
    error = float(apart.std(ddof=1) / np.sqrt(worlds))
    return Apart(seat, number, pair[0].move, pair[1].move, float(apart.mean()), error)


def one_of_each(every: Sequence[Option]) -> list[Option]:
    """At most two instances of every move."""
    out: list[Option] = []
    for option in every:
        if sum(o.move == option.move for o in out) < 2:
            out.append(option)
    return out


def gaps(seats: Sequence[str], numbers: Sequence[int], worlds: int, processes: int) -> list[Apart]:
    """The furthest pairs of some seats at some sittings."""
    parts = [(seat, tuple(numbers), worlds) for seat in seats]
    return [one for found in spread_out(furthest, parts, processes, "test 1") for one in found]

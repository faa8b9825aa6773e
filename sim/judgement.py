"""Judgement: what a seat's moves at a sitting were worth beside doctrine's, on the same luck.

Skill apart from luck: from the full state at the sitting the game is played on many times, once with the moves
that were chosen, answers to notes and standing orders until the next sitting among them, and once with doctrine's,
each pair on the same luck of what is to come; doctrine sits in the seat from the next sitting on. What others want
and how strong things work stays as it is; thresholds that have not been passed are luck (`sim.anew`). What the others
said at the first beat of the sitting, before they could know what the seat would do, is as it was: so there are the
same notes to answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from sim.anew import renewed
from sim.arrays import Array
from sim.histories import Scored
from sim.idle import idle
from sim.rows import like
from sim.rules import step
from sim.score import Score, score
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, View, copies
from sim.strategies import Strategy
from sim.strategies.doctrine import doctrine
from sim.worlds import DRAW_BLOCK, Seats, decide, draw_shocks, draw_traits, gather, seat_groups

LUCKS = 512
FORKS = 2**31
"""The draw block whose luck the forks of a game have: one that no run of worlds reaches."""

Chosen = Mapping[tuple[int, str], Moves]
"""What a seat did, by week and beat: `Moves` of one seat in one world, fields of shape (1, ...)."""


@dataclass(frozen=True)
class Judgement:
    """How much better or worse a seat's moves were than doctrine's."""

    mean: float
    """points of the seat's score, above 0 better"""
    error: float
    """standard error of the mean, points"""
    chosen: float
    """mean score with the moves that were chosen"""
    doctrine: float
    """mean score with doctrine's"""


def judge(
    job: Scored,
    traits: Traits,
    state: State,
    seat: str,
    chosen: Chosen,
    lucks: int = LUCKS,
    said: Moves | None = None,
) -> Judgement:
    """Compare the moves of a seat at a sitting with doctrine's, by the score that each leads to.

    job           the game: `sim.histories.job_of` of its scenario, its seed and the others' strategies
    traits, state one world, as it stood before the first week of the sitting
    chosen        the seat's moves; where a week or a beat is missing, doctrine moves
    lucks         on how many courses of luck, 2 to 1,024
    said          what all seats did at the first talk beat, fields of shape (actor, ...); as their strategies have it
                  without it
    """
    if not 2 <= lucks <= DRAW_BLOCK:
        raise ValueError(f"expected 2 to {DRAW_BLOCK:,} courses of luck, found {lucks!r}")
    at = job.setting.actors.index(seat)
    nothing: Chosen = {}
    own = forked(job, traits, state, seat, chosen, lucks, said)[:, at]
    plain = forked(job, traits, state, seat, nothing, lucks, said)[:, at]
    gain = own - plain
    error = float(gain.std(ddof=1)) / float(np.sqrt(lucks))
    return Judgement(float(gain.mean()), error, float(own.mean()), float(plain.mean()))


def forked(
    job: Scored,
    traits: Traits,
    state: State,
    seat: str,
    chosen: Chosen,
    lucks: int,
    said: Moves | None = None,
) -> Array:
    """The scores of all seats at the end of the game, played on from a state on so many courses of luck.

    returns   (luck, actor)
    """
    return played_on(job, traits, state, seat, chosen, lucks, said).total


def played_on(
    job: Scored,
    traits: Traits,
    state: State,
    seat: str,
    chosen: Chosen,
    lucks: int,
    said: Moves | None = None,
) -> Score:
    """The scores in full, as in `forked`; fields of shape (luck, actor, ...)."""
    setting, at = job.setting, job.setting.actors.index(seat)
    now = copies(state, lucks)
    drawn = draw_traits(job.scenario, setting, job.seed, FORKS, lucks)
    many = renewed(copies(traits, lucks), now, drawn)
    groups = seat_groups(setting, {**job.strategies, seat: following(chosen)})
    for week in range(state.week, job.weeks):
        shocks = draw_shocks(setting, job.seed, FORKS, week, lucks)
        heard = said if week == state.week else None
        now = played(setting, many, now, shocks, groups, at, heard)
    return score(job.aims, setting, many, now)


def played(
    setting: Setting, traits: Traits, state: State, shocks: Shocks, groups: Seats, at: int, said: Moves | None
) -> State:
    """One week; at its talk beat the others do what they are said to have done, if anything is said of it."""

    def ask(now: State, beat: str) -> Moves:
        moves = decide(setting, traits, now, shocks, groups, beat)
        return moves if said is None or beat != "talk" else among(said, moves, at)

    return step(setting, traits, state, shocks, ask)


def among(said: Moves, moves: Moves, at: int) -> Moves:
    """What all seats of one world did, with one seat's moves in its place.

    said    fields of shape (actor, ...)
    moves   of all, in as many worlds as are wanted; the seat's own row is taken
    """

    def row(name: str) -> Any:
        behind: int = getattr(said, name).ndim - 1
        return getattr(moves, name)[(..., slice(at, at + 1), *(slice(None),) * behind)]

    own = Moves(**{f.name: row(f.name) for f in fields(Moves)})
    nothing = idle(moves.offer.shape, moves.accepts.shape[-1])
    every = np.arange(said.offer.shape[-1], dtype=np.int64)
    return gather([(every, like(said, moves)), (np.array([at]), own)], nothing)


def instead(
    job: Scored,
    traits: Traits,
    state: State,
    seat: str,
    last: int,
    luck: Callable[[int], Shocks],
    said: Moves | None = None,
) -> Chosen:
    """What doctrine would have done in a seat from a state on, in the very world of the game.

    last   the last week that is looked at
    luck   the shocks of that world, by week
    said   as in `judge`
    """
    done: dict[tuple[int, str], Moves] = {}

    def noted(view: View) -> Moves:
        moves = doctrine(view)
        done[view.week, view.beat] = moves
        return moves

    groups = seat_groups(job.setting, {**job.strategies, seat: noted})
    at, first = job.setting.actors.index(seat), state.week
    for week in range(first, last + 1):
        heard = said if week == first else None
        state = played(job.setting, traits, state, luck(week), groups, at, heard)
    return done


def following(chosen: Chosen) -> Strategy:
    """A strategy that does what was chosen in its weeks and beats, and what doctrine does in all others."""

    def follow(view: View) -> Moves:
        moves = doctrine(view)
        done = chosen.get((view.week, view.beat))
        return moves if done is None else like(done, moves)

    return follow


__all__ = ["LUCKS", "Chosen", "Judgement", "forked", "instead", "judge", "played_on"]

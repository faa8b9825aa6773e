"""Judgement: what a seat's moves at a sitting were worth beside doctrine's, on the same luck.

Skill apart from luck: from the full state at the sitting the game is played on many times, once with the moves
that were chosen and once with doctrine's, each pair on the same luck of the weeks to come; doctrine sits in the
seat from the sitting's end on. What is drawn once for a world (what others want, when they would recognise)
stays as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.histories import Scored
from sim.rows import like
from sim.score import score
from sim.state import Moves, Shocks, State, Traits, View, copies, head
from sim.strategies import Strategy
from sim.strategies.doctrine import doctrine
from sim.worlds import DRAW_BLOCK, draw_shocks, play_week, seat_groups

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
    job: Scored, traits: Traits, state: State, seat: str, chosen: Chosen, lucks: int = LUCKS
) -> Judgement:
    """Compare the moves of a seat at a sitting with doctrine's, by the score that each leads to.

    job           the game: `sim.histories.job_of` of its scenario, its seed and the others' strategies
    traits, state one world, as it stood before the first week of the sitting
    chosen        the seat's moves; where a week or a beat is missing, doctrine moves
    lucks         on how many courses of luck, 2 to 1,024
    """
    if not 2 <= lucks <= DRAW_BLOCK:
        raise ValueError(f"expected 2 to {DRAW_BLOCK:,} courses of luck, found {lucks!r}")
    at = job.setting.actors.index(seat)
    nothing: Chosen = {}
    own = forked(job, traits, state, seat, chosen, lucks)[:, at]
    plain = forked(job, traits, state, seat, nothing, lucks)[:, at]
    gain = own - plain
    error = float(gain.std(ddof=1)) / float(np.sqrt(lucks))
    return Judgement(float(gain.mean()), error, float(own.mean()), float(plain.mean()))


def forked(job: Scored, traits: Traits, state: State, seat: str, chosen: Chosen, lucks: int) -> Array:
    """The scores of all seats at the end of the game, played on from a state on so many courses of luck.

    returns   (luck, actor)
    """
    setting = job.setting
    many, now = copies(traits, lucks), copies(state, lucks)
    groups = seat_groups(setting, {**job.strategies, seat: following(chosen)})
    for week in range(state.week, job.weeks):
        shocks = head(draw_shocks(setting, job.seed, FORKS, week), lucks)
        now = play_week(setting, many, now, shocks, groups)
    return score(job.aims, setting, many, now).total


def instead(
    job: Scored, traits: Traits, state: State, seat: str, last: int, luck: Callable[[int], Shocks]
) -> Chosen:
    """What doctrine would have done in a seat from a state on, in the very world of the game.

    last   the last week that is looked at
    luck   the shocks of that world, by week
    """
    done: dict[tuple[int, str], Moves] = {}

    def noted(view: View) -> Moves:
        moves = doctrine(view)
        done[view.week, view.beat] = moves
        return moves

    groups = seat_groups(job.setting, {**job.strategies, seat: noted})
    for week in range(state.week, last + 1):
        state = play_week(job.setting, traits, state, luck(week), groups)
    return done


def following(chosen: Chosen) -> Strategy:
    """A strategy that does what was chosen in its weeks and beats, and what doctrine does in all others."""

    def follow(view: View) -> Moves:
        moves = doctrine(view)
        done = chosen.get((view.week, view.beat))
        return moves if done is None else like(done, moves)

    return follow

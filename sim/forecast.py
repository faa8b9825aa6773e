"""Forecasts: how a seat's plans would work out, as far as it can know.

A plan is the seat's moves at one beat. Every plan is played forward in the same imagined worlds (`sim.imagined`) on
the same luck, so that two plans differ by the moves alone. An imagined world is made from what the seat knows
(`sim.secrecy.known`) and from nothing else; of several worlds those are played that fit what the seat has sounded
out. In it everybody follows doctrine, the seat itself too once its moves are made; a person's seat follows its
standing orders first, until its people are asked again (`Interim`).

The first worlds of a longer forecast are those of a shorter one, as long as enough of them fit what was heard:
ask for 64, and for 512 where it is close.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from sim.arrays import Array, Index
from sim.compile import week_of
from sim.endings import Objective, scores
from sim.imagined import imagined_state, imagined_traits, out_of_band
from sim.rows import at_rows, blank, emptied
from sim.rules import go_on, opening
from sim.rules.promises import MOST_COMMITTED
from sim.rules.recognition import ANNOUNCE
from sim.rules.statements import LOUD
from sim.schema import Scenario
from sim.secrecy import Known
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, copies, replace
from sim.strategies import Strategy
from sim.strategies.planner import Asked
from sim.worlds import DRAW_BLOCK, Seats, decide, draw_shocks, draw_traits, play_week, seat_groups

SEED = 0xF0CA57
"""Seed of the imagined worlds: the same for everybody, whatever the seed of the game."""
STRIDE = 37
"""Imagined worlds by which a week's forecast lies apart from the week before: no small panel decides a whole game."""
CHOICE = 4
"""Imagined worlds for each that is played, where the seat has sounded somebody out: those that fit what it heard."""
WORLDS, FINE = 64, 512
"""Worlds of a forecast at first, and where it is close."""


@dataclass(frozen=True)
class Interim:
    """How a person's seat is played from the week after a plan until its people are asked again."""

    strategy: Strategy
    until: int
    """the week in which they are"""


@dataclass(frozen=True)
class Outlook:
    """What plans came to, each in the same worlds; the first plan is the one that the others are held against."""

    values: Array
    """(plan, world)"""

    @property
    def mean(self) -> Array:
        """(plan,)"""
        return self.values.mean(-1)

    @property
    def gain(self) -> Array:
        """By how much each plan beats the first on the same luck. (plan,)"""
        return (self.values - self.values[:1]).mean(-1)

    @property
    def error(self) -> Array:
        """Standard error of that difference. (plan,)"""
        apart = self.values - self.values[:1]
        n = apart.shape[-1]
        return apart.std(-1, ddof=1) / np.sqrt(n) if n > 1 else np.full(len(apart), np.nan)

    @property
    def best(self) -> int:
        """Index of the plan with the highest mean, the first of several."""
        return int(self.mean.argmax())


class Forecaster:
    """Forecasts for the seats of one scenario under its rules; what is expensive is drawn once and kept.

    strategies   how the others are expected to decide, by actor id; doctrine for who is not named
    objective    what is looked at in the end; the seat's score without it
    """

    def __init__(
        self,
        scenario: Scenario,
        setting: Setting,
        strategies: Mapping[str, Strategy] | None = None,
        objective: Objective | None = None,
        seed: int = SEED,
    ) -> None:
        self.setting, self.seed, self.strategies = setting, seed, dict(strategies or {})
        self.end = min(week_of(scenario, scenario.calendar.game_end) + 1, setting.weeks)
        self.objective = objective or scores(scenario, setting, self.end)
        self._prior = draw_traits(scenario, setting, seed, 0)
        self.opening = opening(setting, self._prior)
        self.seats = seat_groups(setting, self.strategies)
        self._luck: dict[int, Shocks] = {}

    def forecast(
        self,
        known: Known,
        beat: str,
        plans: Sequence[Moves],
        worlds: int = WORLDS,
        weeks: int | None = None,
        then: Interim | None = None,
    ) -> Outlook:
        """Play every plan forward and look at what the seat has of it in the end.

        known    of one world: arrays without an axis of worlds
        plans    moves of one seat in one world, fields of shape (1, ...)
        worlds   1..1024; the first of more are those of fewer
        weeks    how far to look, this week included; to the end of the game without it
        then     how the seat goes on after this week, for a time; as it is expected to decide without it

        ValueError: no plan, or a number of worlds out of bounds.
        """
        if not plans or not 1 <= worlds <= DRAW_BLOCK:
            raise ValueError(
                f"expected a plan and 1 to {DRAW_BLOCK} worlds, found {len(plans)} and {worlds!r}"
            )
        one = Known(known.seat, copies(known.traits, 1), copies(known.state, 1))
        end = self.end if weeks is None else min(known.state.week + weeks, self.end)
        found = self.prospect(one, beat, worlds).play({0: Asked(plans, 0, worlds)}, end, then)
        return Outlook(found[0])

    def prospect(self, known: Known, beat: str, worlds: int) -> "Prospect":
        """So many imagined worlds of each of some games, as one seat sees them, with the moves of all at a beat.

        known   of some games: arrays with a leading axis of games
        """
        games, week = len(known.state.stance), known.state.week
        heard = bool((np.take(known.state.sounded, known.seat, axis=-3) > 0).any())
        pool = min(CHOICE * worlds, DRAW_BLOCK) if heard else worlds
        rows = np.tile((STRIDE * week + np.arange(pool)) % DRAW_BLOCK, games)
        each = np.repeat(np.arange(games), pool)
        seen = Known(known.seat, at_rows(known.traits, each), at_rows(known.state, each))
        traits, state = self.imagine(seen, rows)
        if heard:
            far = out_of_band(self.setting, traits, state, known.seat).reshape(games, pool)
            kept = np.argsort(far, axis=-1, kind="stable")[:, :worlds]
            kept = (np.arange(games)[:, None] * pool + kept).ravel()
            rows, traits, state = rows[kept], at_rows(traits, kept), at_rows(state, kept)
        moves = decide(self.setting, traits, state, self.shocks(week, rows), self.seats, beat)
        return Prospect(self, known.seat, beat, worlds, rows, traits, state, moves)

    def imagine(self, known: Known, rows: Index) -> tuple[Traits, State]:
        """Worlds that a seat cannot tell from the one it is in; `rows` of those that are drawn.

        known   of one game, or of one for each row
        """
        traits = imagined_traits(self.setting, at_rows(self._prior, rows), known)
        drawn = replace(at_rows(self.opening, rows), hope=traits.hope)
        return imagined_state(self.setting, traits, drawn, known)

    def meanwhile(self, seat: int, then: Interim) -> Seats:
        """Who decides how while a seat goes on so."""
        return seat_groups(self.setting, {**self.strategies, self.setting.actors[seat]: then.strategy})

    def shocks(self, week: int, rows: Index) -> Shocks:
        """The luck of a week in some of the worlds that are drawn."""
        if week not in self._luck:
            self._luck[week] = draw_shocks(self.setting, self.seed, 0, week)
        return at_rows(self._luck[week], rows)


@dataclass(frozen=True)
class Prospect:
    """Imagined worlds of some games at one beat, made once: every plan that is thought of is played in them."""

    look: Forecaster
    seat: int
    beat: str
    worlds: int
    """of each game"""
    rows: Index
    """which of the worlds that are drawn; those of the first game first"""
    traits: Traits
    state: State
    moves: Moves
    """of all, the seat's own too where it follows doctrine"""

    def play(self, asked: Mapping[int, Asked], end: int, then: Interim | None = None) -> dict[int, Array]:
        """What is asked of some games, all of it played at once. By game: (plan, world)

        end    the week before which it ends
        then   how the seat goes on after this week

        What nobody has promised anything in is played apart: it costs half as much.
        """
        spans = {game: game * self.worlds + np.arange(a.first, a.last) for game, a in asked.items()}
        each = np.concatenate([np.tile(spans[game], len(a.plans)) for game, a in asked.items()])
        plans = [plan for a in asked.values() for plan in a.plans]
        whose = np.repeat(np.arange(len(plans)), [a.last - a.first for a in asked.values() for _ in a.plans])
        word = (
            np.array([binds(plan) for plan in plans])[whose]
            | np.any(self.state.ledger.state > 0, axis=-1)[each]
        )
        values = np.empty(len(each))
        for part in (np.flatnonzero(word), np.flatnonzero(~word)):
            if len(part):
                values[part] = self._play(each[part], plans, whose[part], end, then)
        cuts = np.cumsum([len(a.plans) * (a.last - a.first) for a in asked.values()])[:-1]
        parts = zip(asked, np.split(values, cuts), strict=True)
        return {game: part.reshape(len(asked[game].plans), -1) for game, part in parts}

    def _play(
        self, each: Index, plans: Sequence[Moves], whose: Index, end: int, then: Interim | None
    ) -> Array:
        """What the seat has in the end of worlds in which it begins with plans, which one in each. (row,)"""
        traits, state = at_rows(self.traits, each), emptied(at_rows(self.state, each), self.look.opening)
        moves = with_plans(at_rows(self.moves, each), self.seat, plans, whose)
        state = self._to(max(end, state.week + 1), traits, state, moves, self.rows[each], then)
        return self.look.objective(self.look.setting, traits, state, self.seat)

    def _to(
        self, end: int, traits: Traits, state: State, moves: Moves, rows: Index, then: Interim | None
    ) -> State:
        """The rest of the week with these moves at the beat, then whole weeks."""
        setting, look = self.look.setting, self.look
        shocks = look.shocks(state.week, rows)

        def ask(now: State, beat: str) -> Moves:
            return moves if beat == self.beat else decide(setting, traits, now, shocks, look.seats, beat)

        state = go_on(setting, traits, state, shocks, ask, self.beat)
        first = look.seats if then is None else look.meanwhile(self.seat, then)
        while state.week < end:
            seats = look.seats if then is None or state.week >= then.until else first
            state = play_week(setting, traits, state, look.shocks(state.week, rows), seats)
        return state


def with_plans(moves: Moves, seat: int, plans: Sequence[Moves], whose: Index) -> Moves:
    """The moves of all with one seat's plans in its place.

    whose   (row,) which of the plans
    """
    out: dict[str, Any] = {}
    for f in fields(Moves):
        own: list[Array] = [getattr(plan, f.name)[0] for plan in plans]
        out[f.name] = full = getattr(moves, f.name)
        if blank(full) and all((value == full.flat[0]).all() for value in own):
            continue
        out[f.name] = full = np.array(full)
        full[:, seat] = np.stack(own)[whose]
    return Moves(**out)


def binds(plan: Moves) -> bool:
    """Would its seat give its word by it, or ask for that of others?"""
    swears = (plan.topic >= 0) & (plan.strength >= LOUD)
    gives = (plan.pledge >= 0) | (plan.recognise == ANNOUNCE) | (plan.commit >= MOST_COMMITTED) | swears
    return bool(gives.any() or (plan.note[..., 0] > 0).any() or (plan.reply != 0).any())


__all__ = ["FINE", "SEED", "WORLDS", "Forecaster", "Interim", "Outlook", "Prospect"]

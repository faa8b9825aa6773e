"""Forecasts: how a seat's plans would work out, as far as it can know.

A plan is the seat's moves at one beat. Every plan is played forward in the same imagined worlds on the same
luck, so that two plans differ by the moves alone. An imagined world is made from what the seat knows
(`sim.secrecy.known`) and from nothing else: what is public stands as it is, its own values are its own, and
what it does not know is drawn from what anybody could read in the reports (the scenario's own ranges). What is
hidden but bound to what everybody sees is made to fit: the motives beneath the stances give the stances
that are expressed, thresholds that have not been passed are drawn anew; of several worlds those are played that
fit what the seat has sounded out. In an imagined world everybody follows doctrine, the seat itself too once its
moves are made.

The first worlds of a longer forecast are those of a shorter one, as long as enough of them fit what was heard:
ask for 64, and for 512 where it is close.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar, cast

import numpy as np

from sim.arrays import NEVER, Array, Index, Mask, total, untouched
from sim.compile import week_of
from sim.goals import aims
from sim.idle import idle
from sim.papers import bands
from sim.rules import go_on, opening, weigh_options
from sim.rules.deeds import votes_held
from sim.rules.guarantee import weigh_guarantee
from sim.rules.outside import expected_end
from sim.rules.promises import MOST_COMMITTED
from sim.rules.recognition import ANNOUNCE, weekly_hazard
from sim.rules.stance import FIRMLY, MOST_OPEN, influence_terms, motive, sway, weigh_readiness
from sim.rules.statements import LOUD
from sim.schema import Scenario
from sim.score import score
from sim.secrecy import STATE, TRAITS, Known, Secrecy, known, own_row
from sim.setting import Setting
from sim.state import WORLDLESS, Moves, Shocks, State, Traits, View, copies, replace, take
from sim.strategies import Strategy
from sim.strategies.planner import Asked, LooksAhead
from sim.views import observe
from sim.worlds import DRAW_BLOCK, bound_by_word, decide, draw_shocks, draw_traits, play_week, seat_groups

T = TypeVar("T", Traits, State)

SEED = 0xF0CA57
"""Seed of the imagined worlds: the same for everybody, whatever the seed of the game."""
STRIDE = 37
"""Imagined worlds by which a week's forecast lies apart from the week before: no small panel decides a whole game."""
CHOICE = 4
"""Imagined worlds for each that is played, where the seat has sounded somebody out: those that fit what it heard."""
WORLDS, FINE = 64, 512
"""Worlds of a forecast at first, and where it is close."""

Objective = Callable[[Setting, Traits, State, int], Array]
"""What a seat has of a game that has gone so far. (...)"""


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
        self.setting, self.seed = setting, seed
        self.end = min(week_of(scenario, scenario.calendar.game_end) + 1, setting.weeks)
        self.objective = objective or scores(scenario, setting, self.end)
        self._prior = draw_traits(scenario, setting, seed, 0)
        self.opening = opening(setting, self._prior)
        self.seats = seat_groups(setting, strategies or {})
        self._luck: dict[int, Shocks] = {}

    def forecast(
        self, known: Known, beat: str, plans: Sequence[Moves], worlds: int = WORLDS, weeks: int | None = None
    ) -> Outlook:
        """Play every plan forward and look at what the seat has of it in the end.

        known    of one world: arrays without an axis of worlds
        plans    moves of one seat in one world, fields of shape (1, ...)
        worlds   1..1024; the first of more are those of fewer
        weeks    how far to look, this week included; to the end of the game without it

        ValueError: no plan, or a number of worlds out of bounds.
        """
        if not plans or not 1 <= worlds <= DRAW_BLOCK:
            raise ValueError(
                f"expected a plan and 1 to {DRAW_BLOCK} worlds, found {len(plans)} and {worlds!r}"
            )
        one = Known(known.seat, copies(known.traits, 1), copies(known.state, 1))
        end = self.end if weeks is None else min(known.state.week + weeks, self.end)
        found = self.prospect(one, beat, worlds).play({0: Asked(plans, 0, worlds)}, end)
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

    def play(self, asked: Mapping[int, Asked], end: int) -> dict[int, Array]:
        """What is asked of some games, all of it played at once. By game: (plan, world)

        end   the week before which it ends

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
                values[part] = self._play(each[part], plans, whose[part], end)
        cuts = np.cumsum([len(a.plans) * (a.last - a.first) for a in asked.values()])[:-1]
        parts = zip(asked, np.split(values, cuts), strict=True)
        return {game: part.reshape(len(asked[game].plans), -1) for game, part in parts}

    def _play(self, each: Index, plans: Sequence[Moves], whose: Index, end: int) -> Array:
        """What the seat has in the end of worlds in which it begins with plans, which one in each. (row,)"""
        traits, state = at_rows(self.traits, each), emptied(at_rows(self.state, each), self.look.opening)
        moves = with_plans(at_rows(self.moves, each), self.seat, plans, whose)
        state = self._to(max(end, state.week + 1), traits, state, moves, self.rows[each])
        return self.look.objective(self.look.setting, traits, state, self.seat)

    def _to(self, end: int, traits: Traits, state: State, moves: Moves, rows: Index) -> State:
        """The rest of the week with these moves at the beat, then whole weeks."""
        setting, look = self.look.setting, self.look
        shocks = look.shocks(state.week, rows)

        def ask(now: State, beat: str) -> Moves:
            return moves if beat == self.beat else decide(setting, traits, now, shocks, look.seats, beat)

        state = go_on(setting, traits, state, shocks, ask, self.beat)
        while state.week < end:
            state = play_week(setting, traits, state, look.shocks(state.week, rows), look.seats)
        return state


class Ahead:
    """A strategy that looks ahead, with what it needs of one scenario; `sim.worlds.by_seat` makes it.

    It decides for one seat of one world at a time, and only in weeks that have a date; in the others it does what
    it does without a forecast. What it is given of a game is its view and a forecast made from what its seat
    knows. To a worker it goes without what it has drawn.
    """

    def __init__(self, strategy: LooksAhead, scenario: Scenario) -> None:
        self.strategy, self.scenario = strategy, scenario
        self._forecaster: Forecaster | None = None

    def __reduce__(self) -> tuple[type["Ahead"], tuple[LooksAhead, Scenario]]:
        return Ahead, (self.strategy, self.scenario)

    def __call__(self, view: View) -> Moves:
        """Without a game to look into: what it does without a forecast."""
        return self.strategy(view)

    def forecaster(self, setting: Setting) -> Forecaster:
        """What is drawn for this scenario under its rules, made when it is first asked for."""
        if self._forecaster is None or self._forecaster.setting is not setting:
            self._forecaster = Forecaster(self.scenario, setting)
        return self._forecaster

    def moves(
        self, setting: Setting, traits: Traits, state: State, shocks: Shocks, seats: Index, beat: str
    ) -> Moves:
        """The moves of some seats, world by world where there is something to weigh."""
        papers = "letters" if beat == "answer" or bound_by_word(setting, state)[seats].any() else "none"
        out = self.strategy(observe(setting, traits, state, shocks, seats, beat, papers=papers))
        dated = has_date(self.scenario, setting, traits, state)
        at = np.flatnonzero(dated)
        if not len(at):
            return out
        if dated.ndim:
            games = at_rows(traits, at), at_rows(state, at), at_rows(shocks, at)
        else:
            games = copies(traits, 1), copies(state, 1), copies(shocks, 1)
        chosen: list[tuple[tuple[int, ...], Moves]] = []
        for i, seat in enumerate(seats.tolist()):
            made = self._of_seat(setting, *games, seat, beat)
            chosen += [
                ((k, i) if dated.ndim else (i,), one) for k, one in zip(at.tolist(), made, strict=True)
            ]
        return written(out, chosen)

    def _of_seat(
        self, setting: Setting, traits: Traits, state: State, shocks: Shocks, seat: int, beat: str
    ) -> list[Moves]:
        """One seat's moves in each of some games: what they ask is played at once, until all have decided."""
        games = range(len(state.stance))
        courses = [
            self.strategy.choose(
                observe(
                    setting,
                    take(traits, k),
                    take(state, k),
                    take(shocks, k),
                    np.array([seat]),
                    beat,
                    papers="all",
                )
            )
            for k in games
        ]
        done: dict[int, Moves] = {}
        asked: dict[int, Asked] = {}
        prospect: Prospect | None = None
        found: dict[int, Array] = {}
        while len(done) < len(courses):
            for k in [k for k in games if k not in done]:
                try:
                    asked[k] = courses[k].send(found.get(k))
                except StopIteration as end:
                    done[k] = end.value
            asked = {k: a for k, a in asked.items() if k not in done}
            if not asked:
                break
            if prospect is None:
                knows = known(setting, traits, state, seat)
                prospect = self.forecaster(setting).prospect(knows, beat, self.strategy.worlds)
            found = prospect.play(asked, min(self.strategy.until(state.week), prospect.look.end))
        return [done[k] for k in games]


def has_date(scenario: Scenario, setting: Setting, traits: Traits, state: State) -> Mask:
    """Is there something to weigh this week: a session, a vote, a dated event or sitting, a declaration made just now?

    All of it is public. (...)
    """
    week = state.week
    days = [e.date for e in scenario.events.values() if e.date] + [
        s.start for s in scenario.calendar.sittings.values() if s.start
    ]
    fixed = any(week_of(scenario, day) == week for day in days)
    vote = (traits.election_week == week) | (traits.election_week == week + 1)
    due = votes_held(setting, traits, state).any(-1)
    return (
        state.session | due | vote | (state.declared_week == week - 1) | (fixed and not state.settled.all())
    )


def written(moves: Moves, chosen: Sequence[tuple[tuple[int, ...], Moves]]) -> Moves:
    """Moves of a group of seats with those of single seats of single worlds in their place.

    chosen   (world, seat) or (seat,), and moves of shape (1, ...)
    """
    out: dict[str, Any] = {}
    for f in fields(Moves):
        full: Array = getattr(moves, f.name)
        own = [(at, getattr(one, f.name)[0]) for at, one in chosen]
        if blank(full) and all((value == full.flat[0]).all() for _, value in own):
            continue
        out[f.name] = full = np.array(full)
        for at, value in own:
            full[at] = value
    return replace(moves, **out)


S = TypeVar("S")


def at_rows(item: S, rows: Index) -> S:
    """Some worlds out of arrays with a leading world axis; one may be taken several times.

    What nobody has written to stays one number, broadcast.
    """
    new: dict[str, Any] = {}
    for f in fields(cast(Any, item)):
        value: Any = getattr(item, f.name)
        if is_dataclass(value):
            new[f.name] = at_rows(value, rows)
        elif isinstance(value, np.ndarray) and f.name not in WORLDLESS:
            plain = cast(Array, value)
            shape = (len(rows), *plain.shape[1:])
            new[f.name] = np.broadcast_to(plain.flat[0], shape) if blank(plain) else plain[rows]
    return replace(item, **new)


def blank(values: Array) -> bool:
    """Has nobody written to it, of any world?"""
    return untouched(values) and values.size > 0


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


def emptied(item: S, opening: S) -> S:
    """What stands everywhere as at the opening, where nobody had written to it, becomes one number again: no rule
    looks through a ledger, notes or soundings in which there is nothing.
    """
    new: dict[str, Any] = {}
    for f in fields(cast(Any, item)):
        value, first = getattr(item, f.name), getattr(opening, f.name)
        if is_dataclass(value):
            new[f.name] = emptied(value, first)
        elif isinstance(value, np.ndarray) and blank(first) and not blank(cast(Array, value)):
            plain, start = cast(Array, value), first.flat[0]
            if np.array_equal(plain, np.broadcast_to(start, plain.shape), equal_nan=plain.dtype.kind == "f"):
                new[f.name] = np.broadcast_to(start, plain.shape)
    return replace(item, **new)


# ------------------------------------------------------------------ imagined worlds


def imagined_traits(setting: Setting, drawn: Traits, known: Known) -> Traits:
    """Traits as drawn where a seat knows nothing; motives that give the stances coded at the opening."""
    traits = filled(drawn, known.traits, known.seat, TRAITS)
    fits = replace(traits, motive=motive(setting, traits), sway=sway(setting, traits))
    return filled(fits, known.traits, known.seat, TRAITS)


def imagined_state(setting: Setting, traits: Traits, drawn: State, known: Known) -> tuple[Traits, State]:
    """The State that a seat sees, and beneath it what would look the same; with the traits that go with it.

    What the seat cannot see begins as at the opening. Hazards have no memory: who has not acted yet is as far
    from acting as anybody, so sums begin at 0 on thresholds drawn anew.
    """
    seat = known.seat
    state = filled(drawn, known.state, seat, STATE)
    lit, own = state.flash_week < NEVER, np.arange(len(setting.actors)) == seat
    state = replace(
        state,
        flash_sum=np.where(lit, traits.flash_at + 1.0, 0.0),
        capital=np.where(own, state.capital, setting.income[state.week]),
        paid_moves=np.where(own, state.paid_moves, 0.0),
    )
    ends = np.where(own_row("expected_end", state.expected_end, seat), state.expected_end, np.nan)
    ends = np.where(np.isnan(ends), expected_end(setting, traits, state), ends)
    traits, state = fitted(setting, traits, replace(state, expected_end=ends), seat)
    state = weigh_readiness(setting, traits, state)
    return traits, weighed(setting, traits, state, known)


def out_of_band(setting: Setting, traits: Traits, state: State, seat: int) -> Array:
    """How far imagined worlds lie from what a seat has been told: by how much the wishes and the readiness of those
    it has sounded out miss the bands in which it believes them, together. (row,), points; 0 for what fits
    """
    low, high = bands(setting, traits, state, np.array([seat]))
    truth = np.stack([traits.ideal[..., setting.key], state.readiness], axis=-1)
    miss = np.maximum(np.maximum(low[..., 0, :, :] - truth, truth - high[..., 0, :, :]), 0.0)
    told = np.take(state.sounded, seat, axis=-3) > 0
    return np.where(told, miss, 0.0).sum(-1).sum(-1)


def fitted(setting: Setting, traits: Traits, state: State, seat: int) -> tuple[Traits, State]:
    """Lobbying and motives beneath the stances that everybody hears.

    What a stance has moved since the opening, beyond what the process explains, is put down to lobbying as far
    as that can go, and the rest to a motive that is other than was thought; so next week's influence
    finds the stances where they are.
    """
    m = traits.mechanism
    held = 1.0 - np.minimum(traits.openness * setting.rules.unity, MOST_OPEN)
    reach = held * np.where(traits.recognition < FIRMLY, m.firm_lobby[..., None], 1.0)
    cap = m.lobby_cap[..., None]
    other = setting.recogniser & (np.arange(len(setting.actors)) != seat)

    def gap(traits: Traits, state: State) -> Array:
        moved = state.stance - total(influence_terms(setting, traits, state))
        return np.where(setting.recogniser, moved, 0.0)

    pressed = state.lobbied + gap(traits, state) / np.maximum(reach, 1e-9)
    state = replace(state, lobbied=np.where(other, np.clip(pressed, -cap, cap), state.lobbied))
    return replace(traits, motive=traits.motive + gap(traits, state) / held), state


def weighed(setting: Setting, traits: Traits, state: State, known: Known) -> State:
    """Everybody's outside option and packages as things stand; what was settled or declared stays as it was."""
    over = state.declared | state.settled
    before = replace(
        state, declared_week=np.full_like(state.declared_week, NEVER), agreed=np.full_like(state.agreed, -1)
    )
    if setting.rules.guarantee_kind == "given":
        before = weigh_guarantee(setting, traits, before)
    weighs = weigh_options(setting, traits, before)
    signs = weighs.package_utility >= weighs.no_deal[..., None]
    own = {
        "no_deal": weighs.no_deal,
        "package_utility": weighs.package_utility,
        "would_sign": signs & (state.sessions > 0)[..., None, None],
        "bound": weighs.bound,
    }
    kept = {
        name: np.where(own_row(name, value, known.seat), getattr(known.state, name), value)
        for name, value in own.items()
    }
    return replace(
        state,
        **kept,
        zone=weighs.zone,
        forecast=np.where(over, state.forecast, weighs.forecast),
        forecast_free=np.where(over, state.forecast_free, weighs.forecast_free),
        declare_index=np.where(over, 0.0, weighs.declare_index),
    )


def filled(drawn: T, seen: T, seat: int, secrecy: Secrecy) -> T:
    """What a seat knows of one world laid over worlds that are drawn."""
    out: dict[str, Any] = {}
    for f in fields(drawn):
        if f.name not in secrecy.hidden:
            own = f.name in secrecy.own
            out[f.name] = laid_over(
                getattr(drawn, f.name), getattr(seen, f.name), f.name, seat if own else -1
            )
    return replace(drawn, **out)


def laid_over(drawn: Any, seen: Any, name: str, seat: int) -> Any:
    """One field: numbers where they are known, the row of a seat where it is its own (`seat` >= 0), else all of it."""
    if is_dataclass(drawn):
        names = [f.name for f in fields(drawn)]
        parts = {part: laid_over(getattr(drawn, part), getattr(seen, part), "", -1) for part in names}
        return replace(drawn, **parts)
    if not np.shape(drawn):
        return seen
    values: Array = np.asarray(seen)
    if blank(drawn) and nobody_knows(drawn.flat[0], values, name, seat):
        return drawn
    if values.dtype.kind == "f":
        return np.where(np.isnan(values), drawn, values)
    if seat >= 0:
        return np.where(own_row(name, values, seat), values, drawn)
    return np.broadcast_to(values, np.shape(drawn))


def nobody_knows(value: Any, seen: Array, name: str, seat: int) -> bool:
    """Is there nothing in a field beside the one value it began with?"""
    if seen.dtype.kind == "f":
        return bool(np.isnan(seen).all())
    known_of = own_row(name, seen, seat) if seat >= 0 else np.ones(seen.shape, dtype=np.bool_)
    return bool(np.where(known_of, seen == value, True).all())


# ------------------------------------------------------------------ what is looked at


def scores(scenario: Scenario, setting: Setting, end: int) -> Objective:
    """The score of a seat at the end of the game; of one that is looked at earlier, with what is likely to follow.

    end   the week after the last one of the game
    """
    own = aims(scenario, setting)

    def of_seat(setting: Setting, traits: Traits, state: State, seat: int) -> Array:
        return score(own, setting, traits, in_one_stride(setting, traits, state, end)).total[..., seat]

    return of_seat


def in_one_stride(setting: Setting, traits: Traits, state: State, end: int) -> State:
    """The weeks that are left, as if nothing else happened in them: hazards of recognition as they stand run on."""
    left = end - state.week
    if left <= 0 or not state.declared.any():
        return replace(state, week=max(end, state.week))
    nothing = idle(state.stance.shape, len(setting.packages))
    rate = weekly_hazard(setting, traits, state, nothing)
    wait = np.maximum(traits.recognise_at - state.hazard_sum, 0.0) / np.maximum(rate, 1e-9)
    when = state.week + np.minimum(np.ceil(wait) + np.rint(traits.procedure), NEVER)
    soon = (rate > 0.0) & (state.recognised_week >= NEVER) & (when < end)
    week = np.where(soon, when, state.recognised_week).astype(np.int64)
    return replace(state, week=end, recognised_week=week)

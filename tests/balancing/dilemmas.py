"""Sittings with a choice: is there a second plan that is as good as the best, of another kind and for other ends?

At each sitting all that a seat could do is tried alone, and put together to plans that its purse and the week's bound
on paid moves allow. A sitting is a choice if, beside the best plan, one without the move that carries it comes within
noise of it; if both are clearly better than doing nothing; and if each serves a part of the score better than the
other. The game goes on along the best plans, so that what has been used up counts; between sittings the ministry acts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from balancing.game import LUCK, Change, Game, Plan, game, opened, seat_groups, spread_out, with_plans
from balancing.options import beside, moves_in
from sim.arrays import Array
from sim.rows import at_rows
from sim.rules import opening, step
from sim.rules.legality import why_not
from sim.rules.purse import MOVE, PAID
from sim.score import score
from sim.state import Moves, Shocks, State, Traits, View, take
from sim.strategies.doctrine import doctrine
from sim.strategies.planner import OPTIONS, changed, same_moves
from sim.views import observe
from sim.worlds import decide, draw_shocks, draw_traits, play_week

SEED = 8
CLEAR = 0.3
"""Points of the score from which on a plan is clearly better than nothing: less is printed as none."""
NEAR = 0.5
"""Points by which another plan may fall short of the best and still be as good to who has to choose: what the staff
gives or takes at its first look is more."""
APART = 0.1
"""Points of a part of the score by which one plan serves it better."""
TRIED = 12
"""Things to do, the best of those that were tried alone, out of which plans are made."""
KEPT = 3
"""Plans that go on to fresh worlds: the best, and the best without each kind of move that is in the best."""
NOTHING: dict[str, Any] = {
    "lobby_target": -1,
    "lobby_points": 0.0,
    "side_payment": False,
    "consult": 0.0,
    "reinforce": False,
    "sign_path": False,
}
"""What is paid for in what the ministry does by itself, left undone; its votes and answers stand."""


@dataclass(frozen=True, eq=False)
class Thing:
    """One thing to do at a sitting."""

    kind: str
    beat: str
    change: dict[str, Any]
    cost: float
    label: str = ""


@dataclass(frozen=True)
class Weighed:
    """A plan and what it brings over doing nothing."""

    things: tuple[Thing, ...]
    gain: Array
    """(part, world) points of each part of the score"""

    @property
    def kinds(self) -> set[str]:
        return {thing.kind for thing in self.things}

    @property
    def total(self) -> Array:
        """(world,)"""
        return self.gain.sum(0)

    @property
    def mean(self) -> float:
        return float(self.total.mean())


@dataclass(frozen=True)
class Dilemma:
    """What there was to choose from at one sitting."""

    seat: str
    sitting: int
    best: Weighed
    second: Weighed | None
    """the best plan without the move that carries the best one"""
    alone: dict[str, float] = field(default_factory=dict[str, float])
    """what the best of each kind brings by itself"""

    @property
    def choice(self) -> bool:
        """Is there a second plan as good, for other ends?"""
        if self.second is None or not (clear(self.best) and clear(self.second)):
            return False
        gap = self.best.total - self.second.total
        near = max(NEAR, 2.0 * error(gap))
        return bool(gap.mean() <= near) and serves(self.best, self.second) and serves(self.second, self.best)


def error(values: Array) -> float:
    """Standard error of a mean."""
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def clear(plan: Weighed) -> bool:
    """Clearly better than nothing?"""
    return plan.mean >= CLEAR and plan.mean > 2.0 * error(plan.total)


def serves(one: Weighed, other: Weighed) -> bool:
    """Is there a part of the score that one plan serves better than the other, by more than its standard error?"""
    apart = one.gain - other.gain
    mean = apart.mean(-1)
    return bool((mean > np.maximum(APART, apart.std(-1, ddof=1) / np.sqrt(apart.shape[-1]))).any())


# ------------------------------------------------------------------ what there is to do


def things(play: Game, traits: Traits, state: State, seat: int) -> list[Thing]:
    """What one seat of one world could do at a sitting beside its free votes and answers.

    state   of one world, as opened on Monday
    """
    shut = {move: int(why_not(play.setting, traits, state, move)[seat]) for move in MOVE}
    out: list[Thing] = []
    shocks = take(draw_shocks(play.setting, SEED, 0, state.week), 0)
    for beat in ("talk", "decide"):
        view = observe(play.setting, traits, state, shocks, np.array([seat]), beat, papers="all")
        base = doctrine(view)
        quiet = changed(base, NOTHING)
        for change in [*OPTIONS[beat](view, base), *beside(view, beat), *further(view, base, beat)]:
            new = changed(quiet, {k: v for k, v in change.items() if k not in NOTHING or k in worked(change)})
            moves = moves_in(beat, change)
            if same_moves(new, quiet) or any(shut[move] for move in moves):
                continue
            price = sum(
                float(made(new)[0] - made(quiet)[0]) * float(play.setting.price[MOVE[name]])
                for name, (_, made) in PAID[beat].items()
            )
            out.append(Thing(moves[-1], beat, dict(change), max(price, 0.0), told(play, change)))
    return out


def worked(change: Change) -> set[str]:
    """The fields of a change that do something, of those that the ministry pays for by itself."""
    return {name for name in NOTHING if name in change}


def further(view: View, base: Moves, beat: str) -> list[dict[str, Any]]:
    """What the ministry pays for by itself, as things to do like any other."""
    if beat != "decide":
        return []
    names = ("lobby_target", "lobby_points", "side_payment")
    out: list[dict[str, Any]] = []
    if base.lobby_target[0] >= 0:
        out.append({name: getattr(base, name)[0] for name in names})
        out.append({**out[0], "side_payment": False})
    if view.patron[0] or view.party[0] or view.chair[0]:
        out += [{"visit": to} for to in wavering(view)]
    if view.contributor[0]:
        out.append({"reinforce": True})
    if view.candidate[0] and view.path_offered:
        out.append({"sign_path": True})
    return out


def wavering(view: View) -> list[int]:
    """The states on neither side whose words lie nearest to the middle, and that have not recognised."""
    open_ = view.recogniser & (view.sides == 0.0) & ~view.recognised
    far = np.where(open_, np.abs(view.stance), np.inf).reshape(-1)
    near = [int(a) for a in np.argsort(far, kind="stable")[:2] if np.isfinite(far[a])]
    return [a for a in near if a != int(view.seat[0])]


def told(play: Game, change: Change) -> str:
    """A change in a few words."""
    names = play.setting.actors
    out: list[str] = []
    for name, value in change.items():
        flat = np.asarray(value).reshape(-1)
        if name in ("lobby_target", "visit", "sound", "assure"):
            out.append(f"{name} {names[int(flat[0])]}" if flat[0] >= 0 else f"{name} -")
        elif name in ("note", "note_a"):
            out.append(f"{name} {[int(x) for x in flat[:3]]}")
        elif flat.size == 1:
            out.append(f"{name} {flat[0]:g}")
        elif name != "note_b":
            out.append(name)
    return ", ".join(out)


# ------------------------------------------------------------------ plans


def weigh(play: Game, traits: Traits, state: State, seat: int, some: Sequence[Sequence[Thing]]) -> Array:
    """The parts of a seat's score that each plan comes to, doctrine afterwards. (plan, part, world)"""
    plans = [plan_of(things) for things in some]
    setting, worlds = play.setting, len(state.legitimacy)
    rows = np.tile(np.arange(worlds), len(plans))
    many, now = at_rows(traits, rows), at_rows(state, rows)
    groups = seat_groups(setting, {})
    shocks = at_rows(draw_shocks(setting, play.job.seed, LUCK, state.week), rows)
    now = ordered(play, many, now, shocks, seat, plans, worlds)
    while now.week < play.weeks:
        luck = at_rows(draw_shocks(setting, play.job.seed, LUCK, now.week), rows)
        now = play_week(setting, many, now, luck, groups)
    found = score(play.job.aims, setting, many, now)
    goals = (play.job.aims.weight * found.credit)[:, seat]
    parts = np.concatenate([goals, found.part[:, seat, 1:3]], axis=-1)
    return np.moveaxis(parts.reshape(len(plans), worlds, -1), -1, 1)


def plan_of(some: Sequence[Thing]) -> Plan:
    """Several things as one plan, what the ministry pays for left undone."""
    out: dict[str, dict[str, Any]] = {"talk": {}, "decide": dict(NOTHING)}
    for thing in some:
        out[thing.beat].update(thing.change)
    return out


def ordered(
    play: Game, traits: Traits, state: State, luck: Shocks, seat: int, plans: Sequence[Plan], worlds: int
) -> State:
    """A week in which one seat does what its plan says; the first `worlds` worlds by the first plan, and so on."""
    groups = seat_groups(play.setting, {})
    return step(
        play.setting,
        traits,
        state,
        luck,
        lambda s, beat: with_plans(
            decide(play.setting, traits, s, luck, groups, beat), seat, plans, beat, worlds
        ),
    )


def sets(every: Sequence[Thing], gain: Array, purse: float, most: int) -> list[tuple[float, tuple[int, ...]]]:
    """All plans that can be paid for, best first by the sum of what their things bring alone."""
    out: list[tuple[float, tuple[int, ...]]] = []
    for many in range(1, most + 2):
        for some in combinations(range(len(every)), many):
            fields = [name for i in some for name in (every[i].beat + n for n in every[i].change)]
            cost = [every[i].cost for i in some]
            kinds = {every[i].kind for i in some}
            paid = sum(c > 0.0 for c in cost)
            within = sum(cost) <= purse + 1e-9 and paid <= most and many - paid <= 1
            if within and len(kinds) == many and len(set(fields)) == len(fields):
                out.append((float(sum(gain[i] for i in some)), some))
    return sorted(out, reverse=True)


def at_sitting(
    play: Game, traits: Traits, state: State, seat: int, number: int, fresh: int
) -> Dilemma | None:
    """What there is to choose from. The first worlds try things alone, the `fresh` last ones the plans.

    state   of an ensemble, before its week
    """
    worlds = len(state.legitimacy)
    first, last = np.arange(worlds - fresh), np.arange(worlds - fresh, worlds)
    one = take(traits, 0)
    every = things(play, one, opened(play, one, take(state, 0)), seat)
    purse = float(opened(play, traits, state).capital[:, seat].mean())
    if not every:
        return None
    rough, rough_state = at_rows(traits, first), at_rows(state, first)
    parts = weigh(play, rough, rough_state, seat, [[], *([thing] for thing in every)])
    alone: Array = (parts[1:] - parts[:1]).sum(1).mean(-1)
    top = promising(every, alone)
    if not top:
        return None
    picked, gains = [every[i] for i in top], alone[top]
    most = play.setting.purse.paid_moves
    ranked = [tuple(picked[i] for i in some) for _, some in sets(picked, gains, purse, most)]
    tried = ranked[:KEPT]
    for kind in sorted({t.kind for t in ranked[0]}) if ranked else ():
        tried += [p for p in ranked if all(t.kind != kind for t in p)][:KEPT]
    tried = unique(tried)
    fine = weigh(play, at_rows(traits, last), at_rows(state, last), seat, [[], *tried])
    weighed = [Weighed(p, fine[k + 1] - fine[0]) for k, p in enumerate(tried)]
    weighed.sort(key=lambda w: -w.mean)
    best = weighed[0]
    brings = {id(thing): float(gain) for thing, gain in zip(every, alone, strict=True)}
    carries = max(best.things, key=lambda thing: brings[id(thing)]).kind
    others = [w for w in weighed if carries not in w.kinds]
    shown = {f"{t.kind}: {t.label}": float(g) for t, g in zip(picked, gains, strict=True)}
    return Dilemma(play.setting.actors[seat], number, best, others[0] if others else None, shown)


def promising(every: Sequence[Thing], alone: Array) -> list[int]:
    """The best of what was tried alone, at most two of a kind."""
    ranks: list[int] = np.argsort(-alone, kind="stable").tolist()
    out: list[int] = []
    for i in ranks:
        alike = sum(every[k].kind == every[i].kind for k in out)
        if alone[i] > 0.0 and alike < 2 and len(out) < TRIED:
            out.append(i)
    return out


def unique(plans: Sequence[tuple[Thing, ...]]) -> list[tuple[Thing, ...]]:
    """Each plan once, in their order."""
    out: dict[frozenset[int], tuple[Thing, ...]] = {}
    for plan in plans:
        out.setdefault(frozenset(id(t) for t in plan), plan)
    return list(out.values())


def dilemmas(part: tuple[str, tuple[int, ...], int]) -> list[Dilemma]:
    """The sittings of a seat, one after the other, along the best plans."""
    name, numbers, worlds = part
    play = game(SEED)
    setting, seat = play.setting, play.seat(name)
    fresh = 2 * worlds // 3
    traits = at_rows(draw_traits(play.scenario, setting, SEED, 0), np.arange(worlds))
    state = opening(setting, traits)
    weeks = {first: n for n, first in play.sittings_of(take(traits, 0)).items()}
    out: list[Dilemma] = []
    for week in range(play.weeks):
        shocks = at_rows(draw_shocks(setting, play.job.seed, 0, week), np.arange(worlds))
        plan: Plan = {}
        if week in weeks and weeks[week] in numbers:
            found = at_sitting(play, traits, state, seat, weeks[week], fresh)
            plan = plan_of(found.best.things) if found else {}
            out += [found] if found else []
        state = ordered(play, traits, state, shocks, seat, [plan], worlds)
    return out


def choices(seats: Sequence[str], numbers: Sequence[int], worlds: int, processes: int) -> list[Dilemma]:
    """What some seats had to choose from at some sittings."""
    parts = [(seat, tuple(numbers), worlds) for seat in seats]
    return [one for found in spread_out(dilemmas, parts, processes, "choice") for one in found]

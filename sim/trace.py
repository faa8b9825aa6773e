"""One world told week by week, and the terms behind what an actor decides.

The world is that of a run with the same scenario, rules and seed: draw block `world // 1024`, row
`world % 1024`. Nothing here prints.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from textwrap import wrap

from sim.analysis.reasons import Reason, concerns, reasons
from sim.analysis.telling import Week, tell
from sim.compile import compile_setting
from sim.measures import Measures
from sim.rules import opening, step
from sim.schema import Scenario
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, take
from sim.worlds import DRAW_BLOCK, Seats, decide, draw_shocks, draw_traits, finish, note, seat_groups

CHANGED = {"points": 2.0, "utility points": 2.0, "logit": 0.1}
"""How far an index moves before it is worth another look, by unit."""


@dataclass(frozen=True)
class Told:
    """A week that is told: what happened, and why as far as it was asked."""

    number: int
    monday: date
    sentences: list[str]
    reasons: list[Reason] = field(default_factory=list[Reason])


@dataclass(frozen=True)
class Trace:
    """One world from its opening to the horizon."""

    scenario: Scenario
    setting: Setting
    seed: int
    world: int
    weeks: list[Told]
    outcome: str
    measures: Measures


def trace(scenario: Scenario, seed: int, world: int, why: str | None = None) -> Trace:
    """Play world `world` of a run and tell it.

    why   id of the actor whose reasons are wanted
    """
    setting = compile_setting(scenario)
    block, row = divmod(world, DRAW_BLOCK)
    traits = take(draw_traits(scenario, setting, seed, block), row)
    played = list(play(scenario, setting, traits, seed, block, row))
    done = finish(scenario, setting, traits, played[-1].ended, [note(setting, w.ended) for w in played])
    seat = setting.actors.index(why) if why is not None else None
    told = [Told(w.number, setting.start + timedelta(weeks=w.number), tell(w)) for w in played]
    if seat is not None:
        told = explained(played, told, seat)
    return Trace(
        scenario, setting, seed, world, told, list(scenario.outcomes)[int(done.outcome)], done.measures
    )


def play(
    scenario: Scenario, setting: Setting, traits: Traits, seed: int, block: int, row: int
) -> Iterator[Week]:
    """The weeks of one world, as `sim.worlds.play_week` plays them, with what was done in between."""
    state, seats = opening(setting, traits), seat_groups(setting, {})
    for number in range(setting.weeks):
        shocks = take(draw_shocks(setting, seed, block, number), row)
        week, state = play_one(scenario, setting, traits, state, shocks, seats)
        yield week


def play_one(
    scenario: Scenario, setting: Setting, traits: Traits, state: State, shocks: Shocks, seats: Seats
) -> tuple[Week, State]:
    """One week and the state after it; what each beat was asked about is kept."""
    asked: dict[str, tuple[State, Moves]] = {}

    def ask(now: State, beat: str) -> Moves:
        moves = decide(setting, traits, now, shocks, seats, beat)
        asked[beat] = now, moves
        return moves

    ended = step(setting, traits, state, shocks, ask)
    (_, said), (talked, did) = asked["talk"], asked["decide"]
    shown = replace(ended, week=state.week)
    return Week(scenario, setting, traits, state, talked, shown, said, did), ended


# ------------------------------------------------------------------ why


def explained(played: list[Week], told: list[Told], seat: int) -> list[Told]:
    """The weeks with the reasons of a seat, where something of it happens or changes."""
    shown: dict[str, float] = {}
    out: list[Told] = []
    for week, tale in zip(played, told, strict=True):
        found = reasons(week, seat)
        involved = concerns(week, seat)
        kept = [
            r
            for r in found
            if involved or r.name not in shown or abs(r.total - shown[r.name]) >= CHANGED[r.unit]
        ]
        shown |= {r.name: r.total for r in kept}
        out.append(replace(tale, reasons=kept))
    return out


# ------------------------------------------------------------------ as lines


def lines(told: Trace, width: int = 100) -> Iterator[str]:
    """The whole trace as lines of at most `width` characters; weeks in which nothing happens are folded."""
    scenario, idle = told.scenario, list[Told]()
    yield scenario.title
    yield f"world {told.world:,} of {scenario.id}, seed {told.seed}"
    yield ""
    for week in told.weeks:
        if week.sentences or week.reasons:
            yield from folded(idle)
            idle = []
            yield from told_week(week, width)
        else:
            idle.append(week)
    yield from folded(idle)
    yield ""
    yield from wrap(ending(told), width)


def dated(day: date) -> str:
    """A day, in eleven characters."""
    return f"{day.day:2d} {day:%b %Y}"


def folded(idle: list[Told]) -> Iterator[str]:
    """Weeks in which nothing happens, as one line."""
    if idle:
        first, last = idle[0], idle[-1]
        number = f"week {first.number}" if first is last else f"weeks {first.number} to {last.number}"
        yield f"{dated(first.monday)}   {number}: nothing happens"


def told_week(week: Told, width: int) -> Iterator[str]:
    """One week: its sentences, then reasons."""
    head, gap = f"{dated(week.monday)}   ", " " * 14
    for i, line in enumerate(
        wrap(" ".join(week.sentences) or "Nothing happens, but this has moved:", max(width - 14, 30))
    ):
        yield f"{gap if i else head}{line}"
    for item in week.reasons:
        note = f": {item.note}" if item.note else ""
        yield f"{gap}{item.name} {item.total:+.2f} {item.unit}{note}"
        for name, term in item.terms.items():
            if abs(term) >= 0.005:
                yield f"{gap}  {term:+8.2f}  {name}"


def ending(told: Trace) -> str:
    """The class of the outcome."""
    name = told.scenario.outcomes[told.outcome].name
    horizon = told.scenario.rules.horizon
    return f"Outcome by {horizon.day} {horizon:%b %Y}: {name} ({told.outcome})"

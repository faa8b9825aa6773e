"""One world told week by week, and the terms behind what is decided and what happens.

The world is that of a run with the same scenario, rules and seed: draw block `world // 1024`, row
`world % 1024`. Nothing here prints.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sim.analysis.reasons import ACTOR, Reason, Subject, concerns, find_subject, reasons
from sim.analysis.telling import tell
from sim.analysis.week import Week
from sim.compile import compile_setting
from sim.diary import Diary
from sim.measures import Measures
from sim.rules import account, opening, step
from sim.rules.legality import spend
from sim.schema import Scenario
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, take
from sim.strategies import Strategy, name_of
from sim.strategies.doctrine import doctrine
from sim.worlds import (
    DRAW_BLOCK,
    Seats,
    by_seat,
    decide,
    draw_shocks,
    draw_traits,
    finish,
    names_of,
    seat_groups,
)

CHANGED = {"points": 2.0, "utility points": 2.0, "logit": 0.1, "log": 0.25}
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


def trace(
    scenario: Scenario,
    seed: int,
    world: int,
    why: str | Sequence[str] | None = None,
    strategies: Mapping[str, Strategy | str] | None = None,
) -> Trace:
    """Play world `world` of a run and tell it.

    why          whose reasons are wanted: actors, flashpoints, `incidents`, as `find_subject` knows them
    strategies   those of the run, as `sim.worlds.run` takes them

    ValueError: nothing is called so, with the nearest name.
    """
    subjects = [find_subject(scenario, text) for text in ([why] if isinstance(why, str) else why or ())]
    setting = compile_setting(scenario)
    block, row = divmod(world, DRAW_BLOCK)
    traits = take(draw_traits(scenario, setting, seed, block, row + 1), row)
    deciding = by_seat(scenario, strategies or {})
    played = list(play(scenario, setting, traits, seed, block, row, deciding))
    diary = Diary(setting, traits)
    for week in played:
        diary.write(replace(week.ended, week=week.number + 1))
    done = finish(scenario, setting, traits, replace(played[-1].ended, week=setting.weeks), diary.closed())
    told = [Told(w.number, setting.start + timedelta(weeks=w.number), tell(w)) for w in played]
    if subjects:
        told = explained(played, told, subjects, names_of(deciding))
    return Trace(
        scenario, setting, seed, world, told, list(scenario.outcomes)[int(done.outcome)], done.measures
    )


def play(
    scenario: Scenario,
    setting: Setting,
    traits: Traits,
    seed: int,
    block: int,
    row: int,
    strategies: Mapping[str, Strategy],
) -> Iterator[Week]:
    """The weeks of one world, as `sim.worlds.play_week` plays them, with what was done in between."""
    state, seats = opening(setting, traits), seat_groups(setting, strategies)
    for number in range(setting.weeks):
        shocks = take(draw_shocks(setting, seed, block, number, row + 1), row)
        week, state = play_one(scenario, setting, traits, state, shocks, seats)
        yield week


def play_one(
    scenario: Scenario, setting: Setting, traits: Traits, state: State, shocks: Shocks, seats: Seats
) -> tuple[Week, State]:
    """One week and the state after it; what each beat was asked about is kept, and what was open and paid for."""
    asked: dict[str, tuple[State, Moves]] = {}

    def ask(now: State, beat: str) -> Moves:
        moves = decide(setting, traits, now, shocks, seats, beat)
        asked[beat] = now, moves
        return moves

    ended = step(setting, traits, state, shocks, ask)
    (heard, said), (talked, did) = asked["talk"], asked["decide"]
    said, _ = spend(setting, traits, heard, said, "talk")
    did, _ = spend(setting, traits, talked, did, "decide")
    shown = replace(ended, week=state.week)
    return Week(scenario, setting, traits, state, talked, shown, said, did), ended


# ------------------------------------------------------------------ why


def explained(
    played: list[Week], told: list[Told], subjects: Sequence[Subject], plays: Mapping[str, str]
) -> list[Told]:
    """The weeks with the reasons of some subjects, where something of them happens or changes.

    plays   names of strategies by actor id; doctrine for who is not named
    """
    actors, default = played[0].setting.actors, name_of(doctrine)
    shown: dict[tuple[str, str], Reason] = {}
    out: list[Told] = []
    for week, tale in zip(played, told, strict=True):
        kept: list[Reason] = []
        terms = account(week.setting, week.traits, week.talked)
        for subject in dict.fromkeys(subjects):
            strategy = plays.get(actors[subject.at], default) if subject.kind == ACTOR else default
            found, all_ = reasons(week, terms, subject, strategy), concerns(week, subject)
            kept += [r for r in found if all_ or news(r, shown.get((r.of, r.name)))]
        shown |= {(r.of, r.name): r for r in kept}
        out.append(replace(tale, reasons=kept))
    return out


def news(reason: Reason, before: Reason | None) -> bool:
    """Is this worth telling: for the first time, with another verdict, or with an index that has moved?"""
    if before is None or before.verdict != reason.verdict:
        return True
    return reason.total != before.total and abs(reason.total - before.total) >= CHANGED[reason.unit]

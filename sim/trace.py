"""One world told week by week, and the terms behind what an actor decides.

The world is that of a run with the same scenario, rules and seed: draw block `world // 1024`, row
`world % 1024`. Nothing here prints.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from textwrap import wrap

import numpy as np

from sim.analysis.telling import Week, tell
from sim.compile import compile_setting
from sim.measures import Measures
from sim.rules import account, open_week, opening, resolve, talk
from sim.rules.chance import logistic
from sim.rules.stance import influence_terms
from sim.rules.talks import clock
from sim.schema import Scenario
from sim.state import Array, Setting, Terms, Traits, take
from sim.worlds import DRAW_BLOCK, decide, draw_shocks, draw_traits, finish, note, seat_groups

CHANGED = {"points": 2.0, "utility points": 2.0, "logit": 0.1}
"""How far an index moves before it is worth another look, by unit."""


@dataclass(frozen=True)
class Reason:
    """An index of an actor in a week, and the signed terms that add up to it."""

    name: str
    unit: str
    total: float
    terms: dict[str, float]
    note: str = ""


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
        opened = open_week(setting, traits, state)
        said = decide(setting, traits, opened, shocks, seats, "talk")
        talked = talk(setting, opened, said)
        did = decide(setting, traits, talked, shocks, seats, "decide")
        ended = resolve(setting, traits, talked, did, shocks)
        yield Week(scenario, setting, traits, state, talked, replace(ended, week=number), said, did)
        state = ended


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


def concerns(w: Week, seat: int) -> bool:
    """Does something of the seat happen in this week?"""
    setting, now = w.setting, w.number
    return bool(
        w.ended.recognised_week[seat] == now
        or (w.ended.committed & ~w.talked.committed)[seat]
        or setting.visited[now] == seat
        or (setting.party[seat] and w.talked.session)
        or (setting.declarer[seat] and w.ended.declared_week == now)
        or (setting.title_holder[seat] and w.traits.election_week == now)
    )


def reasons(w: Week, seat: int) -> list[Reason]:
    """The indices of a seat in a week with their terms, as they stood when the seats decided."""
    terms = account(w.setting, w.traits, w.talked)
    if not w.setting.party[seat]:
        readiness = reason("readiness to recognise", "points", terms.readiness, seat, w.talked.readiness)
        readiness = replace(readiness, note=patience(w, seat))
        return [readiness, expressed(w, seat)] if w.setting.recogniser[seat] else [readiness]
    out: list[Reason] = []
    if not (w.talked.declared or w.talked.settled):
        option = reason("outside option", "utility points", terms.no_deal, seat, w.talked.no_deal)
        asked = float(terms.target[seat])
        haggle = {"outside option": option.total, "still asked above it": asked - option.total}
        out += [option, Reason("demand", "utility points", asked, haggle)]
        if w.setting.declarer[seat]:
            now = {name: float(term) for name, term in terms.declaration.items()}
            index = float(w.talked.declare_index)
            out.append(Reason("declaring now against waiting", "utility points", index, now, verdict(index)))
    if w.setting.title_holder[seat] and w.talked.challenger_won < 0 and w.traits.election_week >= w.number:
        out.append(vote(terms.vote))
    return out


def reason(name: str, unit: str, terms: Terms, seat: int, index: Array) -> Reason:
    """One actor's part of an index."""
    return Reason(name, unit, float(index[seat]), {k: float(term[seat]) for k, term in terms.items()})


def patience(w: Week, seat: int) -> str:
    """After a declaration: how far the hazard has summed up toward what the world drew for the state."""
    if not w.ended.declared or not w.setting.recogniser[seat]:
        return ""
    summed, drawn = float(w.ended.hazard_sum[seat]), float(w.traits.recognise_at[seat])
    return (
        f"decides when its hazard has summed up to {drawn:.2f}, now {summed:.2f}"
        if summed < drawn
        else "has decided"
    )


def verdict(index: float) -> str:
    """What the declaration index says."""
    return "now" if index >= 0.0 else "wait"


def vote(terms: Terms) -> Reason:
    """The challenger's chance at the vote, on the logit scale."""
    values = {name: float(term) for name, term in terms.items()}
    total = sum(values.values())
    chance = float(logistic(np.array(total)))
    return Reason("the challenger at the vote", "logit", total, values, f"a chance of {100 * chance:.0f} %")


def expressed(w: Week, seat: int) -> Reason:
    """What moved the expressed stance this week; a stance held at the end of its scale has a term for that."""
    before = clock(w.setting, w.traits, w.began)
    moved = influence_terms(w.setting, w.traits, before)
    found = reason("stance, as expressed", "points", moved, seat, w.talked.stance)
    rest = found.total - sum(found.terms.values())
    held = {"held at the end of the scale": rest} if abs(rest) > 1e-9 else {}
    return replace(found, terms={**found.terms, **held})


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
    yield from ending(told)


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
    for i, line in enumerate(wrap(" ".join(week.sentences) or "Nothing happens.", max(width - 14, 30))):
        yield f"{gap if i else head}{line}"
    for item in week.reasons:
        note = f": {item.note}" if item.note else ""
        yield f"{gap}{item.name} {item.total:+.2f} {item.unit}{note}"
        for name, term in item.terms.items():
            if abs(term) >= 0.005:
                yield f"{gap}  {term:+8.2f}  {name}"


def ending(told: Trace) -> Iterator[str]:
    """The class of the outcome."""
    name = told.scenario.outcomes[told.outcome].name
    horizon = told.scenario.rules.horizon
    yield f"Outcome by {horizon.day} {horizon:%b %Y}: {name} ({told.outcome})"

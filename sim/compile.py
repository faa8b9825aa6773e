"""Scenario -> Setting: the file as arrays, the same in all worlds."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from sim.arrays import MOVES, NEVER, Array, Index, Mask
from sim.rubric import rubric
from sim.schema import Actor, Event, RuleSet, Scenario, Stance
from sim.setting import Purse, Rules, Setting

DIVISIBLE_STEP = 5.0


def week_of(scenario: Scenario, day: date) -> int:
    """The week that a day lies in, counted from the scenario's first Monday; before it, negative."""
    return (day - scenario.calendar.start).days // 7


def compile_setting(scenario: Scenario, rules: RuleSet | None = None) -> Setting:
    """The Setting of a scenario under its own or other rules."""
    rules = rules or scenario.rules
    ids = tuple(scenario.actors)
    at = {a: i for i, a in enumerate(ids)}
    weeks = max(week_of(scenario, rules.horizon) + 1, 1)
    issues = tuple(scenario.issues)
    key = next((i for i, k in enumerate(issues) if scenario.issues[k].key), 0)
    names, values = packages(scenario, rules, key)

    def has(role: str) -> Mask:
        return np.array([role in scenario.actors[a].roles for a in ids], dtype=np.bool_)

    mondays = [scenario.calendar.start + timedelta(weeks=week) for week in range(weeks)]

    def by_week(role: str) -> Mask:
        """(week, actor) who holds a role on the Monday of each week."""
        out = np.broadcast_to(has(role), (weeks, len(ids))).copy()
        for term in scenario.terms.values():
            if role in term.roles:
                holds = [term.start <= monday <= term.end for monday in mondays]
                for who in term.actors:
                    out[holds, at[who]] = True
        return out

    def number(field: str) -> Array:
        return np.array([float(getattr(scenario.actors[a], field)) for a in ids])

    party, voter = has("party"), has("voter")
    side = sides(scenario, at, has("declarer"), has("title_holder"))
    visitor, visited = visits(scenario, weeks, at)
    deadline = rules.deadline.date
    council = seated(rules.council.members, ids, weeks, by_week("council") | by_week("permanent"))
    return Setting(
        scenario=scenario.id,
        actors=ids,
        names=tuple(a.name for a in scenario.actors.values()),
        issues=issues,
        packages=names,
        flashpoints=tuple(scenario.flashpoints),
        start=scenario.calendar.start,
        weeks=weeks,
        rules=plain_rules(scenario, rules, side, NEVER if deadline is None else week_of(scenario, deadline)),
        negotiator=~voter,
        party=party,
        parties=np.flatnonzero(party),
        declarer=has("declarer"),
        title_holder=has("title_holder"),
        member=has("eu_member"),
        permanent=has("permanent"),
        contributor=has("contributor"),
        recogniser=~party & ~voter,
        candidate=has("candidate"),
        follower=np.array([scenario.actors[a].follows is not None for a in ids], dtype=np.bool_),
        side=side,
        patron=has("patron"),
        declarers=np.flatnonzero(has("declarer")),
        title_holders=np.flatnonzero(has("title_holder")),
        title_patrons=np.flatnonzero(has("patron") & (side < 0)),
        lobbyists=np.array([at[a] for a in ids if scenario.actors[a].lobbies], dtype=np.int64),
        leader=np.array([at[scenario.actors[a].follows or a] for a in ids], dtype=np.int64),
        standing=number("standing"),
        votes=number("votes"),
        population=number("population"),
        mediator=by_week("mediator"),
        chair=by_week("chair"),
        council=council,
        key=key,
        package_value=values,
        ground=scenario.ground is not None,
        pact=len(names) - 1 if scenario.pact is not None else -1,
        text=own_text(scenario, names, key),
        expected_backing=np.array([mean_of(*coded(scenario, a, "backing")) for a in ids]),
        expected_willing=np.array([above_nought(*coded(scenario, a, "guarantee")) for a in ids]),
        waits_for_vote=np.array([waits(scenario, a) for a in ids], dtype=np.bool_),
        date_week=NEVER if deadline is None else week_of(scenario, deadline),
        report_week=first_week(scenario, "report"),
        visitor=visitor,
        visited=visited,
        income=income(scenario, by_week("chair"), rules.lobbying.capital),
        purse=Purse(
            carried=scenario.purse["carried"].mode,
            paid_moves=round(scenario.purse["paid_moves"].mode),
            leader=scenario.purse["leader"].mode,
            home_locked=scenario.purse["home_locked"].mode,
        ),
        price=np.array([scenario.moves[name].cost.mode for name in MOVES]),
        locked=np.array([scenario.moves[name].locked for name in MOVES], dtype=np.bool_),
        roles=roles_of_moves(scenario, by_week, side, council),
        wish_low=np.array([wish(scenario, a, issues[key])[0] for a in ids]),
        wish_high=np.array([wish(scenario, a, issues[key])[1] for a in ids]),
        near=np.array([lies_near(scenario, a) for a in ids], dtype=np.bool_),
        local=np.array([place.local for place in scenario.flashpoints.values()], dtype=np.bool_),
    )


def income(scenario: Scenario, chair: Mask, factor: float) -> Array:
    """Capital a week: by role, more for the chair, times `rules.lobbying.capital`. Voters have none. (week, actor)"""
    purse = {name: amount.mode for name, amount in scenario.purse.items()}

    def own(actor: Actor) -> float:
        if "voter" in actor.roles:
            return 0.0
        if "party" in actor.roles or "patron" in actor.roles:
            return purse["party" if "party" in actor.roles else "patron"]
        return purse["large" if actor.large or "permanent" in actor.roles else "other"]

    each = np.array([own(actor) for actor in scenario.actors.values()])
    return (each + np.where(chair, purse["chair"], 0.0)) * factor


def roles_of_moves(scenario: Scenario, by_week: Callable[[str], Mask], side: Array, council: Mask) -> Mask:
    """Whose role lets it make a move, by week. (week, actor, move)

    Beside the roles of a scenario a move may name `seat` (who negotiates), `recogniser` (who may recognise),
    `backer` (the same, not on the title holder's side), `lobbyist` (who lobbies, under the rules in force).
    """
    voter = by_week("voter")
    recogniser = ~voter & ~by_week("party")
    lobbies = np.array([actor.lobbies for actor in scenario.actors.values()], dtype=np.bool_)
    named = {
        "seat": ~voter,
        "recogniser": recogniser,
        "backer": recogniser & (side >= 0.0),
        "lobbyist": ~voter & lobbies,
        "member": by_week("eu_member"),
        "council": council,
    }

    def may(name: str) -> Mask:
        roles = scenario.moves[name].who
        return np.any([named[r] if r in named else by_week(r) for r in roles], axis=0) & ~voter

    return np.stack([may(name) for name in MOVES], axis=-1)


def lies_near(scenario: Scenario, actor: str) -> bool:
    """Whether an actor lies near the title holder, by a driver that says from how many units on."""
    drivers = scenario.actors[actor].drivers
    marks = {name: driver.near for name, driver in scenario.drivers.items() if driver.near is not None}
    return any(drivers.get(name, 0.0) >= least for name, least in marks.items())


def seated(members: list[str] | None, ids: tuple[str, ...], weeks: int, by_date: Mask) -> Mask:
    """(week, actor) who sits in the Council: those the rule names all along, else as the terms say."""
    if members is None:
        return by_date
    return np.broadcast_to(np.isin(ids, members), (weeks, len(ids)))


def packages(scenario: Scenario, rules: RuleSet, key: int) -> tuple[tuple[str, ...], Array]:
    """What can be signed: the settling marks of the key issue (every 5 points if divisible, and the mediators'
    own text), then the pact.
    """
    marks = list(scenario.issues.values())[key].marks
    if rules.status.divisible:
        places = {f"{v:g}": float(v) for v in np.arange(0.0, 100.0 + DIVISIBLE_STEP, DIVISIBLE_STEP)}
        places |= {name: mark.value for name, mark in marks.items() if mark.text}
    else:
        places = {name: mark.value for name, mark in marks.items() if mark.settles}
    names = [*places, *(["pact"] if scenario.pact is not None else [])]
    values = np.full((len(names), len(scenario.issues)), np.nan)
    values[: len(places), key] = list(places.values())
    for package, name in enumerate(places):
        terms = marks[name].terms if name in marks else {}
        for i, issue in enumerate(scenario.issues):
            values[package, i] = terms.get(issue, values[package, i])
    return tuple(names), values


def own_text(scenario: Scenario, names: tuple[str, ...], key: int) -> int:
    """Which package is the mediators' own text; -1 if no mark says so."""
    marks = list(scenario.issues.values())[key].marks
    return next((i for i, name in enumerate(names) if name in marks and marks[name].text), -1)


def sides(scenario: Scenario, at: dict[str, int], declarer: Mask, holder: Mask) -> Array:
    """+1 for the declarer and its patrons, -1 for the title holder and its patrons, 0 for the rest."""
    side = declarer.astype(np.float64) - holder.astype(np.float64)
    out = side.copy()
    for name, actor in scenario.actors.items():
        if actor.client is not None:
            out[at[name]] = side[at[actor.client]]
    return out


def waits(scenario: Scenario, actor: str) -> bool:
    """Whether an actor asks to wait for the domestic vote."""
    timing = scenario.actors[actor].stance.timing
    return timing is not None and timing.word == "after_event"


def coded(scenario: Scenario, actor: str, field: str) -> tuple[float, float, float]:
    """Low, mode and high of what an actor's words are worth to who reads them; 0 for who has said nothing."""
    stance: Stance | None = getattr(scenario.actors[actor].stance, field)
    if stance is None:
        return 0.0, 0.0, 0.0
    if stance.word is not None:
        return rubric().hull(field, stance.word, scenario.evidence[stance.evidence[0]].speaker)
    return float(stance.low or 0.0), float(stance.mode or 0.0), float(stance.high or 0.0)


def wish(scenario: Scenario, actor: str, issue: str) -> tuple[float, float]:
    """The ends of what an actor's words on an issue are worth to anybody; the whole scale if it has none."""
    stance = scenario.actors[actor].ideal.get(issue)
    if stance is None:
        return 0.0, 100.0
    if stance.low is None or stance.high is None:
        return 0.0, 100.0
    return float(stance.low), float(stance.high)


def mean_of(low: float, mode: float, high: float) -> float:
    """The mean of a triangular distribution.

    >>> mean_of(60.0, 75.0, 90.0)
    75.0
    """
    return (low + mode + high) / 3.0


def above_nought(low: float, mode: float, high: float) -> float:
    """The share of a triangular distribution that lies above 0.

    >>> above_nought(-25.0, 0.0, 25.0), above_nought(30.0, 55.0, 85.0), above_nought(0.0, 0.0, 0.0)
    (0.5, 1.0, 0.0)
    """
    if low >= 0.0 or high <= 0.0:
        return float(high > 0.0)
    if mode <= 0.0:
        return high * high / ((high - low) * (high - mode))
    return 1.0 - low * low / ((high - low) * (mode - low))


def plain_rules(scenario: Scenario, rules: RuleSet, side: Array, deadline: int) -> Rules:
    """The rules as plain values; patronage per actor, members standing as a group under the key EU."""
    patron = np.ones(len(scenario.actors))
    for i, (name, actor) in enumerate(scenario.actors.items()):
        group = "EU" if "eu_member" in actor.roles else name
        patron[i] = rules.patronage.get(name, rules.patronage.get(group, 1.0))
    return Rules(
        deadline_kind=rules.deadline.kind,
        deadline_week=NEVER if rules.deadline.kind == "none" else deadline,
        deadline_triggers=rules.deadline.triggers_outside_option,
        bargaining=rules.bargaining,
        mediation=rules.mediation,
        recognition=rules.recognition,
        eu_decision=rules.eu_decision,
        council_veto=rules.council.veto,
        council_votes=rules.council.votes,
        guarantee_kind=rules.guarantee.kind,
        guarantee_credibility=rules.guarantee.credibility,
        ratification=rules.ratification.kind,
        ratification_share=rules.ratification.share,
        declaration=rules.declaration,
        lobbying=rules.lobbying.enabled,
        lobbying_capital=rules.lobbying.capital,
        patronage=patron,
        unity=rules.influence.unity,
        kfor=rules.security.kfor,
        reinforce=rules.security.reinforce,
        linkage=rules.linkage,
        side_payments=rules.side_payments,
        information=rules.information,
    )


def first_week(scenario: Scenario, kind: str) -> int:
    """The week of the first dated event of a kind; NEVER if there is none."""
    found = [week_of(scenario, e.date) for e in scenario.events.values() if e.kind == kind and e.date]
    return min(found, default=NEVER)


def visits(scenario: Scenario, weeks: int, at: dict[str, int]) -> tuple[Index, Index]:
    """(week,) who visits whom; -1 for nobody. At most one visit a week."""
    visitor, visited = np.full(weeks, -1, dtype=np.int64), np.full(weeks, -1, dtype=np.int64)
    for event in scenario.events.values():
        if event.kind == "visit" and event.date and event.actor and event.target:
            week = week_of(scenario, event.date)
            if 0 <= week < weeks:
                visitor[week], visited[week] = at[event.actor], at[event.target]
    return visitor, visited


def drawn_weeks(scenario: Scenario, kind: str) -> list[tuple[Event, tuple[int, int, int]]]:
    """Events of a kind with the first, likeliest and last day, in days from the opening."""
    out: list[tuple[Event, tuple[int, int, int]]] = []
    for event in scenario.events.values():
        if event.kind == kind:
            low, mode, high = (event.date or d for d in (event.low, event.mode, event.high))
            if low and mode and high:
                start = scenario.calendar.start
                out.append((event, ((low - start).days, (mode - start).days, (high - start).days)))
    return out

"""Random scenarios that a user could have written: every one goes through the loader's own checks.

Hypothesis chooses the sizes, the calendar and the rules, so that a failure shrinks to few actors, issues and
weeks; the many values of a scenario come from a `random.Random` whose seed it chooses.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, get_args

from hypothesis import strategies as st

from sim.limits import EFFECT, LOG, ends
from sim.measures import CONDITIONS
from sim.overrides import RuleKey, apply, rule_keys
from sim.reading import Raw, Reading
from sim.rubric import rubric
from sim.scenario import checked, load
from sim.schema import Event, Role, Scenario, Stances
from sim.slots import patrons, scale_of

CITED = "N.1"
HUGE = 1e9
ALONE = ("declarer", "title_holder")
"""Roles of one actor at most."""
KINDS = get_args(Event.model_fields["kind"].annotation)
NUMBER = re.compile(r"^(whole )?number(?:, (?:above )?(\S+) to (\S+))?$")


@dataclass(frozen=True)
class Size:
    """How large a scenario is, and how it is filled."""

    actors: int
    issues: int
    weeks: int
    extreme: bool
    """values at the ends of their scales and without a width, else anywhere between"""
    luck: Random


@st.composite
def scenarios(draw: st.DrawFn, extreme: bool = True) -> Scenario:
    """Whole scenarios: who is who, what is at stake, when, and under which rules."""
    size = Size(
        draw(st.integers(2, 60)),
        draw(st.integers(1, 8)),
        draw(st.integers(2, 30) | st.integers(2, 156)),
        extreme,
        Random(draw(st.integers(0, 2**32 - 1))),
    )
    raw = tables(size, date(2007, 1, 1) + timedelta(weeks=draw(st.integers(-3000, 3000))))
    scenario, faults = checked(Reading("made.toml", "made", raw))
    assert scenario is not None
    assert not faults, faults
    for key in rule_keys():
        if key.key != "horizon":
            value = draw(values(key, scenario))
            laid, refused = apply(scenario, {key.key: value})
            scenario = scenario if refused else laid  # a rule that this scenario cannot have stays as it is
    return scenario


def values(rule: RuleKey, scenario: Scenario) -> st.SearchStrategy[Any]:
    """What a rule can be set to, read off its own description."""
    if " | " in rule.allowed:
        return st.sampled_from(rule.allowed.split(" | "))
    if isinstance(rule.default, dict):
        shares = st.dictionaries(
            st.sampled_from(patrons(scenario) or ["nobody"]), st.sampled_from([0, 0.5, 1])
        )
        return shares if rule.key == "patronage" else st.just({})
    if rule.key == "council.members":
        return (
            st.lists(st.sampled_from(list(scenario.actors)), min_size=1, max_size=15, unique=True) | st.none()
        )
    if (number := NUMBER.match(rule.allowed)) is None:
        start = scenario.calendar.start
        return st.dates(start - timedelta(days=30), scenario.rules.horizon + timedelta(days=30)).map(str)
    whole, low, high = number.groups()
    if whole:
        return st.integers(int(low or 0), int(high or 20))
    ends = float(low or 0.0), float(high or 100.0)
    between = st.floats(*ends, exclude_min="above" in rule.allowed)
    return st.sampled_from([ends[1], sum(ends) / 2.0]) | between


# ---------------------------------------------------------------- the file


def tables(size: Size, start: date) -> Raw:
    """A scenario file as tables."""
    luck, ids = size.luck, [f"A{i}" for i in range(size.actors)]
    horizon = start + timedelta(days=7 * size.weeks + luck.randrange(-6, 1))
    issues = ["status" if luck.random() < 0.5 else "key", *(f"issue_{i}" for i in range(1, size.issues))]
    luck.shuffle(issues)
    raw: Raw = {
        "title": "Made up",
        "summary": "A scenario that chance has written.",
        "information_date": start,
        "calendar": {"start": start, "game_end": start + timedelta(days=luck.randrange(1, 900))},
        "evidence": evidence(size, start),
        "issues": {name: issue(size, name in ("status", "key")) for name in issues},
        "drivers": {f"d{i}": driver(size, start) for i in range(luck.randrange(4))},
        "kinds": {f"k{i}": {"stance": stances(size, 0.5), **on_issues(size, issues, 0.2)} for i in range(2)},
        "events": {f"e{i}": event(size, ids, start, horizon) for i in range(luck.randrange(13))},
        "terms": {f"t{i}": term(size, ids, start) for i in range(luck.randrange(6))},
        "flashpoints": {f"f{i}": flashpoint(size) for i in range(luck.randrange(5))},
        "outcomes": outcomes(size),
        "rules": {"horizon": horizon, "deadline": {"date": start + timedelta(days=luck.randint(-30, 400))}},
        "mechanisms": mechanisms(size),
        **game(size),
    }
    raw["actors"] = actors(size, ids, issues, list(raw["drivers"]))
    if luck.random() < 0.5:
        raw["pact"] = {"name": "a pact", "evidence": [CITED]}
    for section in ("status_quo", "declared"):
        raw[section] = {i: stance(size, 0.0, 100.0) for i in issues if luck.random() < 0.7}
    counted = sum("eu_member" in a["roles"] for a in raw["actors"].values())
    if counted:
        raw["headcounts"] = {f"h{i}": stance(size, 0.0, counted) for i in range(luck.randrange(3))}
    return raw


def evidence(size: Size, start: date) -> Raw:
    """Items by speakers of every kind."""
    words = rubric()
    said = [(s, i) for s in words.speakers for i in words.interests]
    size.luck.shuffle(said)
    return {
        name: {
            "document": "The Harbour News",
            "kind": "reported",
            "speaker": speaker,
            "interest": interest,
            "known_by": start - timedelta(days=size.luck.choice([0, 1, 100, 5000])),
            "paraphrase": "Somebody said something",
        }
        for name, (speaker, interest) in zip((CITED, "N.2", "N.3"), said, strict=False)
    }


def three(size: Size, low: float, high: float) -> Raw:
    """Low, mode and high between two ends; where extreme, often at an end or without a width."""
    luck = size.luck
    spread = sorted(luck.uniform(low, high) for _ in range(3))
    at_ends = [[low] * 3, [high] * 3, [low, low, high], [low, high, high], [spread[1]] * 3]
    chosen = luck.choice([*at_ends, spread, spread, spread]) if size.extreme else spread
    return dict(zip(("low", "mode", "high"), chosen, strict=True))


def stance(size: Size, low: float, high: float, scale: str | None = None) -> Raw:
    """A stance in numbers, or by a word of its scale."""
    cited = {"evidence": [size.luck.choice([CITED, "N.2", "N.3"])]}
    if scale and size.luck.random() < 0.4:
        return {"word": size.luck.choice(list(rubric().scales[scale].words)), **cited}
    return {**three(size, low, high), **cited}


def stances(size: Size, often: float) -> Raw:
    """What an actor says or is, beside the issues."""
    out: Raw = {}
    for name in Stances.model_fields:
        if size.luck.random() < often:
            scale = scale_of(name)
            low, high = rubric().scales[scale].range if scale else (0.0, 100.0)
            out[name] = stance(size, low, high, scale)
    return out


def on_issues(size: Size, issues: list[str], often: float) -> Raw:
    """What an actor wants and says on the issues, and how much it cares."""

    def some(high: float) -> Raw:
        return {
            i: stance(size, 0.0, high, "status" if i == "status" and high == 100.0 else None)
            for i in issues
            if size.luck.random() < often
        }

    care = {i: three(size, 1.0, 1000.0) | {"evidence": [CITED]} for i in issues if size.luck.random() < often}
    return {"ideal": some(100.0), "position": some(100.0), "salience": care}


def actors(size: Size, ids: list[str], issues: list[str], drivers: list[str]) -> Raw:
    """Actors with any roles; at most one declares, and at most one holds the title."""
    luck, out = size.luck, dict[str, Any]()
    free, many = [r for r in get_args(Role) if r not in ALONE], luck.choice([0.1, 0.3, 0.6])
    for name in ids:
        others = [a for a in ids if a != name]
        own: Raw = {
            "name": f"Land {name}",
            "roles": [r for r in free if luck.random() < many],
            "standing": amount(size),
            "votes": amount(size),
            "population": amount(size),
            "lobbies": luck.random() < 0.2,
            "speaker": luck.choice(list(rubric().speakers)),
            "drivers": {d: luck.choice([-1, 0, 1, 100]) for d in drivers if luck.random() < 0.3},
            "hard": luck.random() < 0.3,
            "stance": stances(size, 0.6),
            "evidence": [CITED],
            **on_issues(size, issues, 0.6),
        }
        if luck.random() < 0.4:
            own["red_line"] = stance(size, 0.0, 100.0)
        if luck.random() < 0.3:
            own["kind"] = luck.choice(["k0", "k1"])
        for key in ("client", "follows"):
            if luck.random() < 0.3:
                own[key] = luck.choice(others)
        out[name] = own
    for role in ALONE:
        if luck.random() < 0.8:
            out[luck.choice(ids)]["roles"].append(role)
    if luck.random() < 0.7:  # two sides that face one another
        for name, roles in zip(luck.sample(ids, 2), (["party"], ["party"]), strict=True):
            out[name]["roles"] = sorted({*out[name]["roles"], *roles})
    return out


def amount(size: Size) -> float:
    """Standing, votes or population: 0, huge, or something between."""
    between = size.luck.uniform(1.0, 100.0)
    return size.luck.choice([0.0, HUGE, between, between]) if size.extreme else between


def issue(size: Size, key: bool) -> Raw:
    """An issue; on the key issue at least one mark settles."""
    marks = {
        f"m{i}": {
            "value": three(size, 0.0, 100.0)["mode"],
            "name": f"mark {i}",
            "settles": key and (i == 0 or size.luck.random() < 0.7),
            "evidence": [CITED],
        }
        for i in range(size.luck.randrange(int(key), 6))
    }
    return {"name": "An issue", "low_end": "low", "high_end": "high", "key": key, "marks": marks}


def event(size: Size, ids: list[str], start: date, horizon: date) -> Raw:
    """An event of any kind, from a year before the start to the horizon."""
    luck = size.luck
    kind = luck.choice(KINDS)
    days = sorted(start + timedelta(days=luck.randint(-60, (horizon - start).days)) for _ in range(3))
    out: Raw = {"kind": kind, "name": "An event", "evidence": [CITED]}
    if kind in ("report", "visit") or luck.random() < 0.5:
        out["date"] = days[1]
    else:
        out |= zip(("low", "mode", "high"), days, strict=True)
    if kind == "visit":
        out |= {"actor": luck.choice(ids), "target": luck.choice(ids)}
    return out | ({"runoff_weeks": luck.choice([0, 2, 52])} if kind == "election" else {})


def term(size: Size, ids: list[str], start: date) -> Raw:
    """Some actors hold some roles for a time."""
    luck = size.luck
    begin = start + timedelta(days=luck.randint(-100, 400))
    return {
        "roles": luck.sample(["mediator", "chair", "council"], luck.randint(1, 3)),
        "actors": luck.sample(ids, luck.randint(1, min(len(ids), 15))),
        "start": begin,
        "end": begin + timedelta(days=luck.randint(0, 400)),
        "evidence": [CITED],
    }


def driver(size: Size, start: date) -> Raw:
    """A structural variable."""
    points = {"recognition": three(size, -EFFECT, EFFECT), "vulnerability": three(size, -EFFECT, EFFECT)}
    return {
        "name": "a fact",
        "unit": "0 or 1",
        "source": "a book",
        "known_by": start,
        "evidence": [CITED],
        **points,
    }


def flashpoint(size: Size) -> Raw:
    """A place that may follow."""
    return {
        "name": "a place",
        "chance": three(size, 0.0, 100.0),
        "haste": three(size, -LOG, LOG),
        "precedent": three(size, -LOG, LOG),
        "evidence": [CITED],
    }


def outcomes(size: Size) -> Raw:
    """Classes with any conditions; the last takes what is left."""
    luck = size.luck
    out: Raw = {}
    for i in range(luck.randrange(5)):
        low, high = sorted(luck.choice([0.0, 0.5, 1.0, 50.0, 1e6]) for _ in range(2))
        bounds = {c: {"min": low, "max": high} for c in luck.sample(CONDITIONS, luck.randint(1, 3))}
        out[f"class_{i}"] = {"name": f"class {i}", "when": bounds}
    return out | {"rest": {"name": "whatever else"}}


def mechanisms(size: Size) -> Raw:
    """The shipped strengths, some of them set as far off as a file may go."""
    shipped = load("kosovo_2007").mechanisms
    out: Raw = {name: {**m.model_dump(), "evidence": []} for name, m in shipped.items()}
    for name in size.luck.sample(sorted(out), size.luck.choice([0, 3, len(out)]) if size.extreme else 0):
        out[name] |= three(size, *ends(name))
    return out


def game(size: Size) -> Raw:
    """The moves and the purse as shipped; where extreme, some of what they cost and hold is nothing, or very much."""
    shipped = load("kosovo_2007")
    moves: Raw = {name: move.model_dump() for name, move in shipped.moves.items()}
    purse: Raw = {name: amount.model_dump() for name, amount in shipped.purse.items()}
    amounts = [*purse.values(), *(move["cost"] for move in moves.values())]
    for amount in size.luck.sample(amounts, size.luck.choice([0, 3, len(amounts)]) if size.extreme else 0):
        amount.update(three(size, 0.0, 100.0))
    return {"moves": moves, "purse": purse}

"""What must hold in a scenario beyond its schema: scales, evidence and its dates, names, the calendar."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields

from sim.arrays import MOVES
from sim.faults import nearest
from sim.gauges import known as known_gauges
from sim.limits import beyond
from sim.measures import CONDITIONS, PER_PARTY
from sim.mechanisms import Mechanisms
from sim.mending import Problem
from sim.reading import GROUPS, Place
from sim.rubric import rubric
from sim.schema import COMMON, GOAL_ROLES, Event, Goal, Issue, Range, RuleSet, Scenario, Stance
from sim.score import PARTS
from sim.slots import Draft, Slot, citations, members, patrons, slots, worth

PURSE = ("party", "patron", "large", "other", "chair", "leader", "carried", "paid_moves", "home_locked")
"""What a purse is made of."""
COUNTED = 27
"""Members that the words of the scale `count` speak of."""
YEARS = 10
"""The horizon may lie this many years after the start."""
YEAR, MONTH = 366, 31
SALIENCE = 25.0
"""What an issue without salience counts for an actor."""


# ---------------------------------------------------------------- values


def ordered(value: Range) -> str | None:
    """What is wrong with low, mode and high that do not rise."""
    if value.low <= value.mode <= value.high:
        return None
    return f"expected low <= mode <= high, found {value.low:g}, {value.mode:g}, {value.high:g}"


def stance_values(draft: Draft) -> Iterator[Problem]:
    """A stance has a word of its scale, or three numbers on it; if both, they agree with the rubric."""
    for slot in slots(draft):
        yield from one_word(draft, slot) if slot.stance.word is not None else three_numbers(slot)


def three_numbers(slot: Slot) -> Iterator[Problem]:
    """Low, mode and high: all there, rising, on the scale."""
    given = {k: getattr(slot.stance, k) for k in ("low", "mode", "high")}
    missing = [k for k, v in given.items() if v is None]
    if missing:
        also = "a word of the scale, or " if slot.scale else ""
        found = ", ".join(k for k in given if k not in missing) or "none of them"
        yield slot.place, f"expected {also}low, mode and high; found {found}"
        return
    if problem := ordered(Range(**given)):
        yield slot.place, problem
    for key, value in given.items():
        if not slot.low <= value <= slot.high:
            yield (*slot.place, key), f"expected {slot.low:g} to {slot.high:g}, found {value:g}"


def one_word(draft: Draft, slot: Slot) -> Iterator[Problem]:
    """A word: known on its scale; the numbers beside it are those of the rubric."""
    word, place = slot.stance.word, (*slot.place, "word")
    if word is None:
        return
    if slot.scale is None:
        yield place, f"the rubric has no words for this; expected low, mode and high, found the word {word!r}"
    elif word not in rubric().scales[slot.scale].words:
        hint = nearest(word, rubric().scales[slot.scale].words)
        yield place, f"unknown word {word!r} of the scale {slot.scale}; {hint}"
    elif slot.scale == "count" and slot.high != COUNTED:
        yield place, f"{word!r} counts {COUNTED} heads, expected low, mode and high for {slot.high:g} members"
    else:
        yield from stated_beside_word(draft, slot, slot.scale, word)
        yield from said_elsewhere(draft, slot, slot.scale, word)


def said_elsewhere(draft: Draft, slot: Slot, scale: str, word: str) -> Iterator[Problem]:
    """A word is that of a cited item on the same scale, or the stance says why it is inferred."""
    if not isinstance(slot.stance, Stance) or slot.stance.inferred is not None:
        return
    cited = [draft.scenario.evidence[i] for i in slot.stance.evidence if i in draft.scenario.evidence]
    words = rubric().scales
    coded = [i for i in cited if i.scale in words and i.word in words[i.scale].words]
    levels = {item.strength for item in coded} if scale == "firmness" else set[str | None]()
    if coded and word not in levels and not any(i.scale == scale and i.word == word for i in coded):
        said = ", ".join(f"{i.word!r} of the scale {i.scale}" for i in coded)
        yield slot.place, f"expected `inferred` to say why {word!r} follows from {said}; found nothing"


def stated_beside_word(draft: Draft, slot: Slot, scale: str, word: str) -> Iterator[Problem]:
    """Numbers that a stance states beside its word equal the rubric's."""
    stated = (slot.stance.low, slot.stance.mode, slot.stance.high)
    first = draft.scenario.evidence.get(slot.stance.evidence[0])
    if stated == (None, None, None) or first is None or first.speaker not in rubric().speakers:
        return
    expected = worth(scale, word, first.speaker)
    if any(s is None or abs(s - e) > 1e-6 for s, e in zip(stated, expected, strict=True)):
        found = ", ".join("nothing" if s is None else f"{s:g}" for s in stated)
        wanted = ", ".join(f"{e:g}" for e in expected)
        said = f"{word!r} said by a speaker of kind {first.speaker!r}"
        yield slot.place, f"expected low, mode, high of {wanted}, the rubric's for {said}; found {found}"


def ranges(draft: Draft) -> Iterator[Problem]:
    """Low, mode and high of what is not a stance rise."""
    scenario = draft.scenario
    for name, mechanism in scenario.mechanisms.items():
        value = Range(low=mechanism.low, mode=mechanism.mode, high=mechanism.high)
        if problem := ordered(value):
            yield ("mechanisms", name), problem
    for name, driver in scenario.drivers.items():
        for key, value in (("recognition", driver.recognition), ("vulnerability", driver.vulnerability)):
            if problem := ordered(value):
                yield ("drivers", name, key), problem
    for name, flash in scenario.flashpoints.items():
        for key, value in (("chance", flash.chance), ("haste", flash.haste), ("precedent", flash.precedent)):
            if problem := ordered(value):
                yield ("flashpoints", name, key), problem
    yield from beyond(scenario)


def salience_sums(draft: Draft) -> Iterator[Problem]:
    """Something must matter to every actor."""
    for name, actor in draft.scenario.actors.items():
        given = [actor.salience.get(issue) for issue in draft.scenario.issues]
        if sum(SALIENCE if s is None else s.high or 0.0 for s in given) <= 0 and all(
            s is None or s.high is not None for s in given
        ):
            yield ("actors", name, "salience"), "sums to nothing; expected at least one issue to matter"


# ---------------------------------------------------------------- evidence


def evidence(draft: Draft) -> Iterator[Problem]:
    """What is cited is known, and was known by the scenario's information date."""
    known, limit = draft.scenario.evidence, draft.scenario.information_date
    for place, ids in citations(draft):
        for item in ids:
            if item not in known:
                yield (*place, "evidence"), f"unknown evidence {item!r}; {nearest(item, known)}"
            elif known[item].known_by > limit:
                late = f"evidence {item!r} was known by {known[item].known_by}"
                yield (*place, "evidence"), f"{late}, expected by the scenario's information_date, {limit}"
    for name, driver in draft.scenario.drivers.items():
        if driver.known_by > limit:
            text = f"expected by the scenario's information_date, {limit}; found {driver.known_by}"
            yield ("drivers", name, "known_by"), text


def evidence_items(draft: Draft) -> Iterator[Problem]:
    """Speakers, interests and words of the evidence itself are the rubric's."""
    words = rubric()
    for name, item in draft.scenario.evidence.items():
        at = ("evidence", name)
        if item.speaker not in words.speakers:
            yield (
                (*at, "speaker"),
                f"unknown speaker {item.speaker!r}; {nearest(item.speaker, words.speakers)}",
            )
        if item.interest not in words.interests:
            hint = nearest(item.interest, words.interests)
            yield (*at, "interest"), f"unknown interest {item.interest!r}; {hint}"
        strengths = words.scales["firmness"].words
        if item.strength is not None and item.strength not in strengths:
            yield (
                (*at, "strength"),
                f"unknown strength {item.strength!r}; {nearest(item.strength, strengths)}",
            )
        if item.scale is not None and item.scale not in words.scales:
            yield (*at, "scale"), f"unknown scale {item.scale!r}; {nearest(item.scale, words.scales)}"
        elif item.word is not None and (
            item.scale is None or item.word not in words.scales[item.scale].words
        ):
            hint = (
                nearest(item.word, words.scales[item.scale].words) if item.scale else "expected its scale too"
            )
            yield (*at, "word"), f"unknown word {item.word!r}; {hint}"


def numbers_have_evidence(draft: Draft) -> Iterator[Problem]:
    """An actor with numbers of its own cites evidence for them."""
    for name, actor in draft.scenario.actors.items():
        given = [k for k in ("standing", "votes", "population") if getattr(actor, k)]
        given += ["drivers"] if actor.drivers else []
        if given and not actor.evidence:
            yield ("actors", name, "evidence"), f"expected evidence for {', '.join(given)}, found none"


# ---------------------------------------------------------------- who is who


def issues_named(draft: Draft) -> Iterator[Problem]:
    """Stances are on issues that there are; exactly one issue is the key; a settlement has a place."""
    known: Mapping[str, Issue] = draft.scenario.issues
    for slot in slots(draft):
        issue = slot.place[-1]
        on_issue = slot.place[-2] in (*GROUPS[:3], "status_quo", "declared")
        if on_issue and issue not in known:
            yield slot.place, f"unknown issue {issue!r}; {nearest(issue, known)}"
    keys = [name for name, issue in known.items() if issue.key]
    if len(keys) != 1:
        found = ", ".join(keys) or "none"
        yield ("issues", "key"), f"expected exactly one issue with key = true, found {found}"
    has_parties = any("party" in a.roles for a in draft.scenario.actors.values())
    if has_parties and len(keys) == 1 and not any(m.settles for m in known[keys[0]].marks.values()):
        yield ("issues", keys[0], "marks"), "expected at least one mark with settles = true, found none"


def marks_signed(draft: Draft) -> Iterator[Problem]:
    """Terms are on other issues that there are; one mark at most is the mediators' text, and it can be signed."""
    known: Mapping[str, Issue] = draft.scenario.issues
    texts = [name for issue in known.values() for name, mark in issue.marks.items() if mark.text]
    for issue, entry in known.items():
        for name, mark in entry.marks.items():
            at = ("issues", issue, "marks", name)
            if mark.text and not (entry.key and mark.settles):
                yield (*at, "text"), "expected a mark of the key issue with settles = true, found another"
            if mark.text and len(texts) > 1:
                yield (*at, "text"), f"expected one mark with text = true, found {', '.join(texts)}"
            if mark.terms and not (entry.key and mark.settles):
                yield (*at, "terms"), "expected a mark of the key issue with settles = true, found another"
            for other in mark.terms:
                if other not in known:
                    yield (*at, "terms", other), f"unknown issue {other!r}; {nearest(other, known)}"
                elif other == issue:
                    yield (*at, "terms", other), f"expected another issue, found {other!r} itself"


def actors_named(draft: Draft) -> Iterator[Problem]:
    """Whoever an actor, an event or a term names is an actor, and another one."""
    known = draft.scenario.actors
    for name, actor in known.items():
        for key in ("client", "follows"):
            other: str | None = getattr(actor, key)
            if other is not None and other not in known:
                yield ("actors", name, key), f"unknown actor {other!r}; {nearest(other, known)}"
            elif other == name:
                yield ("actors", name, key), f"expected another actor, found {other!r} itself"
    for name, event in draft.scenario.events.items():
        for key in ("actor", "target"):
            other = getattr(event, key)
            if other is not None and other not in known:
                yield ("events", name, key), f"unknown actor {other!r}; {nearest(other, known)}"
    for name, term in draft.scenario.terms.items():
        for other in term.actors:
            if other not in known:
                yield ("terms", name, "actors"), f"unknown actor {other!r}; {nearest(other, known)}"


def actors_described(draft: Draft) -> Iterator[Problem]:
    """Kinds, speakers, drivers are known; nobody is declarer or title holder beside another."""
    scenario = draft.scenario
    for name, actor in scenario.actors.items():
        at = ("actors", name)
        if actor.kind is not None and actor.kind not in draft.kinds:
            yield (*at, "kind"), f"unknown kind {actor.kind!r}; {nearest(actor.kind, draft.kinds)}"
        if actor.speaker not in rubric().speakers:
            hint = nearest(actor.speaker, rubric().speakers)
            yield (*at, "speaker"), f"unknown speaker {actor.speaker!r}; {hint}"
        for key in actor.drivers:
            if key not in scenario.drivers:
                yield (*at, "drivers", key), f"unknown driver {key!r}; {nearest(key, scenario.drivers)}"
    for role in ("declarer", "title_holder"):
        holders = [name for name, actor in scenario.actors.items() if role in actor.roles]
        if len(holders) > 1:
            yield (
                ("actors",),
                f"expected at most one actor with the role {role!r}, found {', '.join(holders)}",
            )
    if scenario.headcounts and not members(scenario):
        yield ("headcounts",), "expected actors with the role 'eu_member' to count, found none"


def names_once(draft: Draft) -> Iterator[Problem]:
    """An id, name or alias leads to one actor."""
    bearers: defaultdict[str, list[tuple[Place, str, str]]] = defaultdict(list)
    for name, actor in draft.scenario.actors.items():
        called = [("id", name), ("name", actor.name), *(("aliases", alias) for alias in actor.aliases)]
        for key, said in called:
            bearers[said.strip().casefold()].append((("actors", name, key), name, said))
    for found in bearers.values():
        first = found[0][1]
        for place, name, said in found[1:]:
            if name != first:
                yield place, f"{said!r} already names actor {first}"


# ---------------------------------------------------------------- calendar, rules, outcomes, mechanisms


def calendar(draft: Draft) -> Iterator[Problem]:
    """Weeks begin on Monday, and things end after they start."""
    scenario, start = draft.scenario, draft.scenario.calendar.start
    if start.weekday() != 0:
        yield ("calendar", "start"), f"expected a Monday, found {start}, a {start:%A}"
    if scenario.calendar.game_end <= start:
        yield (
            ("calendar", "game_end"),
            f"expected a day after the start, {start}; found {scenario.calendar.game_end}",
        )
    for name, term in scenario.terms.items():
        if term.end < term.start:
            yield ("terms", name), f"expected start <= end, found {term.start} and {term.end}"
        for role in term.roles:
            if role not in ("mediator", "chair", "council"):
                yield ("terms", name, "roles"), f"expected mediator, chair or council, found {role!r}"
    for name, event in scenario.events.items():
        yield from event_days(("events", name), event, scenario)
    for name, sitting in scenario.calendar.sittings.items():
        place = ("calendar", "sittings", name)
        if (sitting.start is None) == (sitting.event is None):
            found = "neither" if sitting.start is None else "both"
            yield place, f"expected a start or an event; found {found}"
        if sitting.event is not None and sitting.event not in scenario.events:
            hint = nearest(sitting.event, scenario.events)
            yield (*place, "event"), f"unknown event {sitting.event!r}; {hint}"


def event_days(place: Place, event: Event, scenario: Scenario) -> Iterator[Problem]:
    """An event has a date, or low, mode and high; none lies out of reach of the scenario."""
    drawn = (event.low, event.mode, event.high)
    if event.date is not None and drawn != (None, None, None):
        yield place, "expected a date, or low, mode and high; found both"
    elif event.date is None and None in drawn:
        yield place, "expected a date, or low, mode and high; found neither whole"
    elif event.date is None and list(drawn) != sorted(d for d in drawn if d):
        yield place, f"expected low <= mode <= high, found {', '.join(map(str, drawn))}"
    if event.date is None and event.kind in ("report", "visit"):
        yield place, f"expected a date, since a {event.kind} is not drawn; found none"
    if event.kind == "visit" and (event.actor is None or event.target is None):
        yield place, "expected an actor and a target, since it is a visit; found one of them or none"
    start, horizon = scenario.calendar.start, scenario.rules.horizon
    for key, day in (("date", event.date), ("low", event.low), ("mode", event.mode), ("high", event.high)):
        if day is not None and day.toordinal() < start.toordinal() - YEAR:
            yield (*place, key), f"expected at most a year before the start, {start}; found {day}"
        if day is not None and day > horizon:
            yield (*place, key), f"expected by the horizon, {horizon}; found {day}"


def rules(scenario: Scenario, rules: RuleSet) -> Iterator[Problem]:
    """Rules that need something of the scenario."""
    start = scenario.calendar.start
    if rules.deadline.kind != "none" and rules.deadline.date is None:
        yield (
            ("rules", "deadline", "date"),
            f"expected a date, since deadline.kind is {rules.deadline.kind!r}",
        )
    date = rules.deadline.date
    if date is not None and date.toordinal() < start.toordinal() - MONTH:
        yield (
            ("rules", "deadline", "date"),
            f"expected at most a month before the start, {start}; found {date}",
        )
    if rules.horizon <= start:
        yield ("rules", "horizon"), f"expected a day after the start, {start}; found {rules.horizon}"
    elif rules.horizon.toordinal() > start.toordinal() + YEARS * YEAR:
        yield (
            ("rules", "horizon"),
            f"expected within {YEARS} years of the start, {start}; found {rules.horizon}",
        )
    asked_on_a_day = any(event.kind == "referendum" for event in scenario.events.values())
    if rules.ratification.kind == "last_text" and not asked_on_a_day:
        text = "expected an event of kind 'referendum', the day on which 'last_text' is voted on; found none"
        yield ("rules", "ratification", "kind"), text
    for key in rules.patronage:
        if key not in patrons(scenario):
            yield ("rules", "patronage", key), f"unknown patron {key!r}; {nearest(key, patrons(scenario))}"
    yield from council_members(scenario, rules)


def council_members(scenario: Scenario, rules: RuleSet) -> Iterator[Problem]:
    """Who sits in the Council under the rule: actors of the scenario, each once, and enough to carry a draft."""
    place, members = ("rules", "council", "members"), rules.council.members or []
    known = [called for id_, actor in scenario.actors.items() for called in (id_, actor.name)]
    for who in dict.fromkeys(members):
        if who not in scenario.actors:
            yield place, f"unknown actor {who!r}; {nearest(who, known)}"
        if members.count(who) > 1:
            yield place, f"expected each member once, found {who!r} {members.count(who)} times"
    if rules.council.members is not None and len(members) < rules.council.votes:
        yield place, f"expected {rules.council.votes} members or more (council.votes), found {len(members)}"


def outcomes(draft: Draft) -> Iterator[Problem]:
    """Conditions are on known measures, and every finished world has a class: only the last has none."""
    parties = [name.lower() for name, actor in draft.scenario.actors.items() if "party" in actor.roles]
    known = (*CONDITIONS, *(f"{measure}{party}" for measure in PER_PARTY for party in parties))
    given: list[tuple[str, Mapping[str, object]]] = [(n, o.when) for n, o in draft.scenario.outcomes.items()]
    for i, (name, when) in enumerate(given):
        last = i == len(given) - 1
        if last and when:
            found = ", ".join(when)
            text = (
                f"is the last outcome; expected no condition, so that every world has a class; found {found}"
            )
            yield ("outcomes", name, "when"), text
        if not last and not when:
            yield (
                ("outcomes", name, "when"),
                "expected a condition, since only the last outcome has none; found none",
            )
        for key in when:
            if key not in known:
                yield ("outcomes", name, "when", key), f"unknown measure {key!r}; {nearest(key, known)}"
    for name, outcome in draft.scenario.outcomes.items():
        for key, bound in outcome.when.items():
            if bound.min is None and bound.max is None:
                yield ("outcomes", name, "when", key), "expected min or max, found neither"
            elif bound.min is not None and bound.max is not None and bound.min > bound.max:
                text = f"expected min <= max, found {bound.min:g} and {bound.max:g}"
                yield ("outcomes", name, "when", key), text


def mechanisms(draft: Draft) -> Iterator[Problem]:
    """Every mechanism of the model has a strength, and there is no other."""
    known = [f.name for f in fields(Mechanisms)]
    for name in draft.scenario.mechanisms:
        if name not in known:
            yield ("mechanisms", name), f"unknown mechanism {name!r}; {nearest(name, known)}"
    for name in known:
        if name not in draft.scenario.mechanisms:
            yield ("mechanisms", name), "expected this mechanism, found nothing"


def the_game(draft: Draft) -> Iterator[Problem]:
    """Every move of the table stands there, and every amount of the purse, and there is no other."""
    here = {"moves": (draft.scenario.moves, MOVES), "purse": (draft.scenario.purse, PURSE)}
    for table, (given, known) in here.items():
        for name in given:
            if name not in known:
                yield (table, name), f"unknown entry {name!r}; {nearest(name, known)}"
        for name in known:
            if name not in given:
                yield (table, name), "expected this entry, found nothing"
    for name, amount in draft.scenario.purse.items():
        if amount.mode < 0.0:
            yield ("purse", name, "mode"), f"expected 0 or more, found {amount.mode:g}"
    for name, move in draft.scenario.moves.items():
        if move.cost.mode < 0.0:
            yield ("moves", name, "cost", "mode"), f"expected 0 or more, found {move.cost.mode:g}"


def goals(draft: Draft) -> Iterator[Problem]:
    """Goals are for roles or actors that there are, on known measures, with evidence; those of a seat add up."""
    scenario = draft.scenario
    for whose, stated in scenario.goals.items():
        at = ("goals", whose)
        if whose not in GOAL_ROLES and whose not in scenario.actors:
            hint = nearest(whose, [*GOAL_ROLES, *scenario.actors])
            yield at, f"expected a role or an actor, found {whose!r}; {hint}"
        if whose != COMMON and not 3 <= len(stated) <= 5:
            yield at, f"expected three to five goals, found {len(stated)}"
        whole, found = PARTS[COMMON if whose == COMMON else "goals"], sum(g.weight for g in stated.values())
        if abs(found - whole) > 1e-6:
            yield at, f"expected weights that sum to {whole:g}, found {found:g}"
        for name, goal in stated.items():
            yield from one_goal(scenario, (*at, name), goal)


def one_goal(scenario: Scenario, at: Place, goal: Goal) -> Iterator[Problem]:
    """A goal has a measure, a way from floor to target, and evidence."""
    measures = known_gauges(scenario.flashpoints)
    if goal.measure not in measures:
        yield (*at, "measure"), f"unknown measure {goal.measure!r}; {nearest(goal.measure, measures)}"
    if goal.target == goal.floor:
        yield at, f"expected a target that differs from the floor, found {goal.target:g} for both"
    if not goal.evidence:
        yield (*at, "evidence"), "expected evidence for the goal, found none"


def own_tables(draft: Draft) -> Iterator[Problem]:
    """What belongs to a run is not stated in a file."""
    if draft.scenario.settings:
        yield ("settings",), "settings belong to a run (--set); expected them under [rules] or [mechanisms]"


CHECKS: tuple[Callable[[Draft], Iterable[Problem]], ...] = (
    calendar,
    issues_named,
    marks_signed,
    stance_values,
    ranges,
    salience_sums,
    evidence,
    evidence_items,
    numbers_have_evidence,
    actors_named,
    actors_described,
    names_once,
    outcomes,
    goals,
    mechanisms,
    the_game,
    own_tables,
)


def problems(draft: Draft) -> Iterator[Problem]:
    """Everything that is wrong beyond the schema."""
    for check in CHECKS:
        yield from check(draft)
    yield from rules(draft.scenario, draft.scenario.rules)

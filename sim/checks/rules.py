"""The rules: those that need something of the scenario find it there."""

from collections.abc import Iterator

from sim.checks.calendar import YEAR
from sim.faults import nearest
from sim.mending import Problem
from sim.schema import RuleSet, Scenario
from sim.slots import patrons

YEARS = 10
"""The horizon may lie this many years after the start."""
MONTH = 31


def rules_fit(scenario: Scenario, rules: RuleSet) -> Iterator[Problem]:
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

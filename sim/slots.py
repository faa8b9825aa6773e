"""Where a scenario's stances stand, on what scale, and what a word is worth there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.reading import Place
from sim.rubric import rubric
from sim.schema import Actor, ActorKind, Headcount, Scenario, Stance

SCALES = {"hope": "likelihood"}
"""Fields of an actor whose words stand on a scale of another name."""
MOST = 1e6
"""The most that an issue can weigh; weights are shares in the end."""
EU = "EU"
"""The key under which patronage sets all members at once."""


@dataclass(frozen=True)
class Draft:
    """A scenario before it is let through, with the kinds that its actors take from."""

    scenario: Scenario
    kinds: Mapping[str, ActorKind]


@dataclass(frozen=True)
class Slot:
    """A place for a stance: the rubric's scale for its words, if any, and the ends of its numbers."""

    place: Place
    stance: Stance | Headcount
    scale: str | None
    low: float
    high: float

    @property
    def inherited(self) -> bool:
        """Is it taken from the actor's kind?"""
        return isinstance(self.stance, Stance) and self.stance.inherited


def scale_of(field: str) -> str | None:
    """The rubric's scale for a stance that is not on an issue."""
    name = SCALES.get(field, field)
    return name if name in rubric().scales else None


def scale_of_issue(issue: str) -> str | None:
    """The rubric's scale for the words of an issue: the one of its name, if it runs from 0 to 100."""
    found = rubric().scales.get(issue)
    return issue if found and found.range == (0.0, 100.0) else None


def slots_of(place: Place, holder: Actor | ActorKind) -> Iterator[Slot]:
    """The stances of an actor or a kind."""
    for group, given in (("ideal", holder.ideal), ("position", holder.position)):
        for issue, stance in given.items():
            yield Slot((*place, group, issue), stance, scale_of_issue(issue), 0.0, 100.0)
    for issue, stance in holder.salience.items():
        yield Slot((*place, "salience", issue), stance, None, 0.0, MOST)
    for name in type(holder.stance).model_fields:
        stance: Stance | None = getattr(holder.stance, name)
        if stance is not None:
            scale = scale_of(name)
            low, high = rubric().scales[scale].range if scale else (0.0, 100.0)
            yield Slot((*place, "stance", name), stance, scale, low, high)


def slots(draft: Draft, inherited: bool = False) -> Iterator[Slot]:
    """Every stance that the files state; if `inherited`, also what actors take from their kinds."""
    scenario = draft.scenario
    for name, kind in draft.kinds.items():
        yield from slots_of(("kinds", name), kind)
    for name, actor in scenario.actors.items():
        own = slots_of(("actors", name), actor)
        yield from (slot for slot in own if inherited or not slot.inherited)
        if actor.red_line is not None:
            yield Slot(("actors", name, "red_line"), actor.red_line, None, 0.0, 100.0)
    for section, given in (("status_quo", scenario.status_quo), ("declared", scenario.declared)):
        for issue, stance in given.items():
            yield Slot((section, issue), stance, scale_of_issue(issue), 0.0, 100.0)
    heads = float(len(members(scenario)))
    for name, count in scenario.headcounts.items():
        yield Slot(("headcounts", name), count, "count", 0.0, heads)


def members(scenario: Scenario) -> list[str]:
    """The actors that are members of the union."""
    return [name for name, actor in scenario.actors.items() if "eu_member" in actor.roles]


def patrons(scenario: Scenario) -> list[str]:
    """The keys of the rule `patronage`: every patron, and EU for the members."""
    named = [name for name, actor in scenario.actors.items() if "patron" in actor.roles]
    return [*named, EU] if members(scenario) else named


def citations(draft: Draft, inherited: bool = False) -> Iterator[tuple[Place, list[str]]]:
    """Every place that cites evidence, with the ids."""
    scenario = draft.scenario
    for slot in slots(draft, inherited):
        yield slot.place, slot.stance.evidence
    for issue, entry in scenario.issues.items():
        for name, mark in entry.marks.items():
            yield ("issues", issue, "marks", name), mark.evidence
    for section in ("actors", "events", "terms", "drivers", "flashpoints"):
        for name, entry in getattr(scenario, section).items():
            yield (section, name), entry.evidence
    if scenario.pact is not None:
        yield ("pact",), scenario.pact.evidence
    if scenario.ground is not None:
        yield ("ground",), scenario.ground.evidence
    rules = scenario.rules
    for name, rule in (("deadline", rules.deadline), ("status", rules.status), ("security", rules.security)):
        yield ("rules", name), rule.evidence
    for name, mechanism in scenario.mechanisms.items():
        yield ("mechanisms", name), mechanism.evidence
    for whose, stated in scenario.goals.items():
        for name, goal in stated.items():
            yield ("goals", whose, name), goal.evidence


def worth(scale: str, word: str, speaker: str) -> tuple[float, float, float]:
    """Low, mode and high of a stance with a word. A head-count errs by heads, not by its speaker's width."""
    if scale == "count":
        value = rubric().scales[scale].words[word]
        return value.low, value.mode, value.high
    return rubric().hull(scale, word, speaker)

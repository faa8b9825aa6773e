"""Where a scenario's stances stand, on what scale, and what a word is worth there."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.reading import Place
from sim.rubric import rubric
from sim.schema import Actor, ActorKind, Headcount, Scenario, Stance

SCALES = {"hope": "likelihood"}
"""Fields of an actor whose words stand on a scale of another name."""
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


def scale_of(field: str) -> str | None:
    """The rubric's scale for a stance that is not on an issue."""
    name = SCALES.get(field, field)
    return name if name in rubric().scales else None


def scale_of_issue(issue: str) -> str | None:
    """The rubric's scale for the words of an issue: the one of its name, if it runs from 0 to 100."""
    found = rubric().scales.get(issue)
    return issue if found and found.range == (0.0, 100.0) else None


def slots_of(place: Place, holder: Actor | ActorKind) -> Iterator[Slot]:
    """The stances of an actor or a kind that are its own."""
    for group, given in (("ideal", holder.ideal), ("position", holder.position)):
        for issue, stance in given.items():
            if not stance.inherited:
                yield Slot((*place, group, issue), stance, scale_of_issue(issue), 0.0, 100.0)
    for issue, stance in holder.salience.items():
        if not stance.inherited:
            yield Slot((*place, "salience", issue), stance, None, 0.0, math.inf)
    for name in type(holder.stance).model_fields:
        stance: Stance | None = getattr(holder.stance, name)
        if stance is not None and not stance.inherited:
            scale = scale_of(name)
            low, high = rubric().scales[scale].range if scale else (0.0, 100.0)
            yield Slot((*place, "stance", name), stance, scale, low, high)


def slots(draft: Draft) -> Iterator[Slot]:
    """Every stance that the files state."""
    scenario = draft.scenario
    for name, kind in draft.kinds.items():
        yield from slots_of(("kinds", name), kind)
    for name, actor in scenario.actors.items():
        yield from slots_of(("actors", name), actor)
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


def worth(scale: str, word: str, speaker: str) -> tuple[float, float, float]:
    """Low, mode and high of a stance with a word. A head-count errs by heads, not by its speaker's width."""
    if scale == "count":
        value = rubric().scales[scale].words[word]
        return value.low, value.mode, value.high
    return rubric().hull(scale, word, speaker)

"""What the actors want, with the evidence for it: as a person would look it up."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.schema import Actor, Evidence, Scenario, Stance


@dataclass(frozen=True)
class Said:
    """A stance: a value of an actor, and what it rests on."""

    of: str
    """what it is about"""
    word: str | None
    low: float
    mode: float
    high: float
    inferred: str | None
    evidence: tuple[str, ...]
    """ids"""


@dataclass(frozen=True)
class Sheet:
    """An actor with its stances; those that it takes from its kind are left out and told of once."""

    id: str
    name: str
    roles: str
    own: tuple[Said, ...]


@dataclass(frozen=True)
class Item:
    """An item of evidence."""

    id: str
    paraphrase: str
    speaker: str
    source: str
    """document, with the paragraph"""


def sheets(scenario: Scenario) -> list[Sheet]:
    """Every actor that has stances of its own, in the scenario's order."""
    found = [
        Sheet(id_, actor.name, ", ".join(r.replace("_", " ") for r in actor.roles), tuple(own(actor)))
        for id_, actor in scenario.actors.items()
    ]
    return [sheet for sheet in found if sheet.own]


def silent(scenario: Scenario) -> list[str]:
    """The names of actors that have none: everything is taken from their kind and what moves it."""
    spoke = {sheet.id for sheet in sheets(scenario)}
    return [actor.name for id_, actor in scenario.actors.items() if id_ not in spoke]


def own(actor: Actor) -> Iterator[Said]:
    """The stances that an actor does not take from its kind."""
    for about, stance in stances(actor):
        if not stance.inherited:
            low, mode, high = (float(x or 0.0) for x in (stance.low, stance.mode, stance.high))
            yield Said(about, spoken(stance.word), low, mode, high, stance.inferred, tuple(stance.evidence))


def spoken(word: str | None) -> str | None:
    """A word of the rubric as it is said."""
    return word.replace("_", " ") if word else None


def stances(actor: Actor) -> Iterator[tuple[str, Stance]]:
    """Every stance of an actor: what it is about, itself."""
    for name in type(actor.stance).model_fields:
        stance: Stance | None = getattr(actor.stance, name)
        if stance is not None:
            yield name, stance
    if actor.red_line is not None:
        yield "red line", actor.red_line
    for group in ("position", "ideal", "salience"):
        table: dict[str, Stance] = getattr(actor, group)
        yield from ((f"{group}: {issue}", stance) for issue, stance in table.items())


def items(scenario: Scenario) -> list[Item]:
    """The items that the shown stances rest on, each once, in the order of their ids."""
    used = {item for sheet in sheets(scenario) for said in sheet.own for item in said.evidence}
    return [item_of(id_, scenario.evidence[id_]) for id_ in sorted(used)]


def item_of(id_: str, evidence: Evidence) -> Item:
    """An item of evidence with its place."""
    where = f", paragraph {evidence.paragraph}" if evidence.paragraph is not None else ""
    return Item(id_, evidence.paraphrase, evidence.speaker.replace("_", " "), f"{evidence.document}{where}")

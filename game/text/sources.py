"""What is on record of an actor, from the scenario: which item says it, who spoke, when; the same for every seat."""

from collections.abc import Iterator
from dataclasses import dataclass

from game.text.phrases import day
from sim.schema import Scenario
from sim.schema.actors import Stances
from sim.schema.values import Stance

LAST = ("X.", "D.")
"""Beginnings of the ids that stand last: facts of structure, then our own assumptions."""


@dataclass(frozen=True)
class Item:
    """One piece of evidence."""

    id: str
    text: str
    kind: str
    speaker: str
    """who said it; of facts of structure the document"""
    day: str


def item(scenario: Scenario, id_: str) -> Item | None:
    """A piece of evidence by its id; None if the scenario does not have it."""
    found = scenario.evidence.get(id_)
    if found is None:
        return None
    speaker = found.document if found.speaker == found.kind else found.speaker
    return Item(id_, found.paraphrase, found.kind, speaker, day(found.known_by))


def stances(scenario: Scenario, seat: str) -> Iterator[Stance]:
    """Everything that is stated of an actor."""
    actor = scenario.actors[seat]
    for group in (actor.ideal, actor.position, actor.salience):
        yield from group.values()
    for name in Stances.model_fields:
        if (stance := getattr(actor.stance, name)) is not None:
            yield stance
    if actor.red_line is not None:
        yield actor.red_line


def record(scenario: Scenario, seat: str) -> list[Item]:
    """The evidence on an actor, what is said of it first, our own assumptions last; each once."""
    ids = dict.fromkeys(
        [
            *(id_ for stance in stances(scenario, seat) if not stance.inherited for id_ in stance.evidence),
            *scenario.actors[seat].evidence,
        ]
    )
    ordered = sorted(ids, key=lambda id_: id_[:2] in LAST and LAST.index(id_[:2]) + 1)
    return [found for id_ in ordered if (found := item(scenario, id_)) is not None]


def exposure(scenario: Scenario, seat: str) -> tuple[float, float] | None:
    """Between what the record puts an actor's vulnerability, 0 to 100; None where nothing is on record."""
    stance = scenario.actors[seat].stance.vulnerability
    if stance is None or stance.low is None or stance.high is None:
        return None
    return stance.low, stance.high


__all__ = ["Item", "exposure", "item", "record"]

"""Whose reasons are wanted: an actor, a place that may follow, or the incidents."""

from dataclasses import dataclass

from sim.faults import nearest
from sim.schema import Scenario

ACTOR, FLASHPOINT, INCIDENTS = "actor", "flashpoint", "incidents"


@dataclass(frozen=True)
class Subject:
    """Something whose reasons can be told."""

    kind: str
    """actor, flashpoint or incidents"""
    at: int
    """its index among the actors or the flashpoints"""
    name: str


def find_subject(scenario: Scenario, text: str) -> Subject:
    """An actor (by id, name or alias), a flashpoint (by id or name) or `incidents`, in any case.

    ValueError: nothing is called so, with the nearest of all three.
    """
    called: dict[str, Subject] = {}
    for at, (id_, actor) in enumerate(scenario.actors.items()):
        for name in (actor.name, id_, *actor.aliases):
            called.setdefault(name, Subject(ACTOR, at, actor.name))
    for at, (id_, place) in enumerate(scenario.flashpoints.items()):
        for name in (id_, place.name):
            called.setdefault(name, Subject(FLASHPOINT, at, place.name))
    called.setdefault(INCIDENTS, Subject(INCIDENTS, 0, INCIDENTS))
    for name, subject in called.items():
        if name.casefold() == text.strip().casefold():
            return subject
    raise ValueError(
        f"expected an actor, a flashpoint or incidents of {scenario.id}, found {text!r}; "
        f"{nearest(text, called)}"
    )

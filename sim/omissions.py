"""What a caller takes out of a scenario for a run: `events.visit = off`, `pact = off`, `actors.GR.follows = off`."""

from collections.abc import Callable

from sim.faults import nearest
from sim.mending import Problem, shown
from sim.reading import Place
from sim.schema import Actor, Scenario, Stances

OFF = "off"
TABLES = ("events", "headcounts", "drivers", "flashpoints")
WHOLE = ("pact", "ground")
OF_ACTOR: dict[str, object] = {"follows": None, "lobbies": False, "red_line": None}
"""What an actor may lose beside its stances, and what it has then."""


def is_omission(key: str) -> bool:
    """Does a setting's key name something that can be taken out?"""
    return key.partition(".")[0] in (*TABLES, *WHOLE, "actors")


def omit(scenario: Scenario, key: str, value: object) -> tuple[Scenario, list[Problem]]:
    """The scenario without what `key` names; the only value is `off`.

    `events.NAME`, `headcounts.NAME`, `drivers.NAME`, `flashpoints.NAME`; `pact`, `ground`; of an actor what it
    follows, whether it lobbies, its red line, or a stance, which then has its neutral value.
    """
    place: Place = (*key.split("."),)
    # TOML reads no word `off`; YAML-minded callers may pass False.
    if value not in (OFF, False):
        return scenario, [(place, f"expected {OFF!r}, which takes it out; found {shown(value)}")]
    section = key.partition(".")[0]
    if section in WHOLE:
        return whole(scenario, section, place)
    return of_actor(scenario, place) if section == "actors" else entry(scenario, place)


def whole(scenario: Scenario, section: str, place: Place) -> tuple[Scenario, list[Problem]]:
    """Without the pact, or without the legal ground."""
    if len(place) > 1:
        return scenario, [(place, f"expected {section!r} alone, found {'.'.join(place)!r}")]
    if getattr(scenario, section) is None:
        return scenario, [(place, f"{scenario.id} has none")]
    return scenario.model_copy(update={section: None}), []


def entry(scenario: Scenario, place: Place) -> tuple[Scenario, list[Problem]]:
    """Without one entry of a table; a driver is taken from the actors too."""
    section, *rest = place
    known: dict[str, object] = getattr(scenario, section)
    name = ".".join(rest)
    if not name:
        return scenario, [(place, f"expected one of {', '.join(known)} after {section}., found nothing")]
    if name not in known:
        return scenario, [(place, f"unknown entry {name!r} of {section}; {nearest(name, known)}")]
    update: dict[str, object] = {section: {k: v for k, v in known.items() if k != name}}
    if section == "drivers":
        update["actors"] = changed(
            scenario,
            lambda _, a: a.model_copy(update={"drivers": {k: v for k, v in a.drivers.items() if k != name}}),
        )
    return scenario.model_copy(update=update), []


def changed(scenario: Scenario, change: Callable[[str, Actor], Actor]) -> dict[str, Actor]:
    """The actors, each changed."""
    return {id_: change(id_, actor) for id_, actor in scenario.actors.items()}


def of_actor(scenario: Scenario, place: Place) -> tuple[Scenario, list[Problem]]:
    """Without something of an actor."""
    who, field = (*place[1:], "", "")[:2]
    if who not in scenario.actors:
        return scenario, [(place, f"unknown actor {who!r}; {nearest(who, scenario.actors)}")]
    fields = [*OF_ACTOR, *Stances.model_fields]
    if field not in fields or len(place) != 3:
        return scenario, [(place, f"unknown part {'.'.join(place[2:])!r}; {nearest(field, fields)}")]
    actor = scenario.actors[who]
    if field in OF_ACTOR and getattr(actor, field) == OF_ACTOR[field]:
        return scenario, [(place, f"{who} has none that could be taken out")]
    if field in OF_ACTOR:
        new = actor.model_copy(update={field: OF_ACTOR[field]})
    elif getattr(actor.stance, field) is None:
        return scenario, [(place, f"{who} has no stance of that name")]
    else:
        new = actor.model_copy(update={"stance": actor.stance.model_copy(update={field: None})})
    return scenario.model_copy(update={"actors": {**scenario.actors, who: new}}), []

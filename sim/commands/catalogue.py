"""`finalstatus scenarios` and `finalstatus show`: what there is to run, and what it says of whom."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.options import (
    JsonOption,
    find_actor,
    load_scenario,
    print_all,
    standard_output,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.schema import Actor, Evidence, Scenario, Stance

ShownArgument = Annotated[
    str, typer.Argument(help="Name of a shipped scenario, or path of a file.", metavar="SCENARIO")
]
ActorArgument = Annotated[
    str | None, typer.Argument(help="An actor by id, name or alias, in any case.", metavar="ACTOR")
]


def scenarios(as_json: JsonOption = False) -> None:
    """List the shipped scenarios: name, title, question, and until when they know what was reported."""
    from sim.scenario import load, shipped

    found = {name: load(name) for name in shipped()}
    if as_json:
        print(json.dumps({name: headline(s) for name, s in found.items()}, ensure_ascii=False, indent=2))
        return
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = []
    for name, scenario in found.items():
        about = headline(scenario)
        lines = [Text(f"  {about[key]}") for key in ("title", "question")]
        known = Text(f"  knows what was reported by {about['information_date']}\n")
        parts.append(Group(Text(name, style="bold"), *lines, known))
    print_all(parts, standard_output())


def headline(scenario: "Scenario") -> dict[str, str]:
    """A scenario in a few words."""
    return {
        "title": scenario.title,
        "question": scenario.question,
        "information_date": scenario.information_date.isoformat(),
    }


def show(scenario: ShownArgument, actor: ActorArgument = None, as_json: JsonOption = False) -> None:
    """Show a scenario, or one actor's stances with the evidence for each number."""
    loaded = load_scenario(scenario)
    found = find_actor(loaded, actor) if actor else None
    if as_json:
        content = actor_content(loaded, found) if found else scenario_content(loaded)
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return
    from sim.commands.sheets import actor_sheet, scenario_sheet

    console = standard_output()
    print_all(actor_sheet(loaded, found) if found else scenario_sheet(loaded), console)


def scenario_content(scenario: "Scenario") -> dict[str, object]:
    """A scenario as plain values: what it is about, calendar, issues, actors with their roles."""
    plain = scenario.model_dump(mode="json", exclude_none=True)
    kept = (
        "id",
        "title",
        "summary",
        "question",
        "information_date",
        "calendar",
        "events",
        "issues",
        "outcomes",
        "rules",
    )
    actors = {
        a: {"name": x.name, "aliases": list(x.aliases), "roles": list(x.roles)}
        for a, x in scenario.actors.items()
    }
    return {**{key: plain[key] for key in kept}, "actors": actors}


def stances_of(actor: "Actor") -> "Iterator[tuple[str, str, Stance]]":
    """Every stance of an actor: its group, its name, and itself."""
    for name in type(actor.stance).model_fields:
        stance: Stance | None = getattr(actor.stance, name)
        if stance is not None:
            yield "stance", name, stance
    if actor.red_line is not None:
        yield "red_line", "status", actor.red_line
    for group in ("position", "ideal", "salience"):
        table: dict[str, Stance] = getattr(actor, group)
        yield from ((group, issue, stance) for issue, stance in table.items())


def actor_content(scenario: "Scenario", actor: str) -> dict[str, object]:
    """An actor as plain values: its stances, each with its evidence."""
    entry = scenario.actors[actor]
    plain = entry.model_dump(
        mode="json", include={"name", "aliases", "roles", "client", "follows", "standing", "votes"}
    )
    stances = [
        {
            "group": group,
            "name": name,
            **stance.model_dump(
                mode="json", include={"word", "low", "mode", "high", "inherited", "inferred"}
            ),
            "unit": unit_of(group, name, stance),
            "evidence": [
                {"id": item, **evidence_content(scenario.evidence[item])} for item in stance.evidence
            ],
        }
        for group, name, stance in stances_of(entry)
    ]
    return {"id": actor, **plain, "stances": stances}


def evidence_content(evidence: "Evidence") -> dict[str, object]:
    """An item of evidence as plain values."""
    return evidence.model_dump(
        mode="json", include={"document", "paragraph", "kind", "speaker", "known_by", "paraphrase"}
    )


def unit_of(group: str, name: str, stance: "Stance") -> str:
    """The unit of a stance: its own, or that of the rubric's scale."""
    from sim.rubric import rubric

    if stance.unit:
        return stance.unit
    if group == "salience":
        return "weight"
    scale = rubric().scales.get({"hope": "likelihood"}.get(name, name))
    return scale.unit if scale and group == "stance" else "points, 0 to 100"

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
    """List the shipped scenarios: name, title, question, and until when they know what was reported.

    Those that extend another stand below it.
    """
    from sim.scenario import load, shipped

    found = {name: headline(load(name), base_of(name)) for name in shipped()}
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    print_all(listing(found), standard_output())


def listing(found: "dict[str, dict[str, str | None]]") -> "Iterator[RenderableType]":
    """Scenarios with those that extend them below."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    for name, about in found.items():
        if about["extends"] is not None:
            continue
        yield Text(name, style="bold")
        for line in (about["title"], about["question"]):
            yield Padding(Text(line or ""), (0, 0, 0, 2))
        yield Text(f"  knows what was reported by {about['information_date']}")
        below = Table.grid(padding=(0, 2))
        for variant, its in found.items():
            if variant != name and root_of(found, variant) == name:
                below.add_row(Text(variant, style="bold"), Text(its["question"] or ""))
        if below.row_count:
            yield Text("  built on it:")
            yield Padding(below, (0, 0, 0, 4))
        yield Text("")


def root_of(found: "dict[str, dict[str, str | None]]", name: str) -> str:
    """The scenario at the bottom of a chain of extensions.

    >>> root_of({"a": {"extends": None}, "b": {"extends": "a"}, "c": {"extends": "b"}}, "c")
    'a'
    """
    base = found[name]["extends"]
    return name if base is None else root_of(found, base)


def base_of(name: str) -> str | None:
    """The shipped scenario that one extends; None if it stands by itself."""
    from sim.reading import find, parse
    from sim.scenario import shipped

    base = parse(find(name)).get("extends")
    return base if isinstance(base, str) and base in shipped() else None


def headline(scenario: "Scenario", base: str | None) -> "dict[str, str | None]":
    """A scenario in a few words."""
    return {
        "title": scenario.title,
        "question": scenario.question,
        "information_date": scenario.information_date.isoformat(),
        "extends": base,
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

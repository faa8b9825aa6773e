"""`finalstatus check` and `finalstatus rules`: is a file right, and what can be set."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.options import JsonOption, load_scenario, read_seed, standard_output

if TYPE_CHECKING:
    from sim.scenario import RuleKey

FileArgument = Annotated[
    str, typer.Argument(help="Path of a scenario file, or name of a shipped one.", metavar="FILE")
]


DrawnOption = Annotated[
    int, typer.Option("--seed", parser=read_seed, metavar="N", help="Draws the stances that are shown.")
]


def check(file: FileArgument, seed: DrawnOption = 1, as_json: JsonOption = False) -> None:
    """Check a scenario file: every fault at once, or what it rests on, with stances drawn by lot."""
    from dataclasses import asdict

    from sim.analysis.opening import leaning_at_opening, told
    from sim.check import render, report

    scenario = load_scenario(file)
    found, leaning = report(scenario, seed), leaning_at_opening(scenario, seed)
    if as_json:
        content = {**asdict(found), "leaning": None if leaning is None else asdict(leaning)}
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return
    print(render(found))
    if leaning is not None:
        print(f"\n{told(leaning)}", flush=True)


BESIDE = (
    "Beside rules, --set takes a mechanism (mechanisms.NAME=NUMBER, or off where it can be switched off) and takes "
    "something out of the scenario: events.NAME=off, headcounts.NAME=off, drivers.NAME=off, flashpoints.NAME=off, "
    "pact=off, ground=off, actors.ID.follows=off, actors.ID.STANCE=off."
)


def rules(as_json: JsonOption = False) -> None:
    """List the rules that --set changes: key and default, values, and what it does."""
    from sim.scenario import rule_keys

    keys = rule_keys()
    if as_json:
        content = {f"rules.{k.key}": {"default": default(k), "values": k.allowed, "doc": k.doc} for k in keys}
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return
    from textwrap import fill

    width = standard_output().width
    print("\n\n".join(rule_text(key, width) for key in keys))
    print(f"\n{fill(BESIDE, width)}", flush=True)


def default(key: "RuleKey") -> str | None:
    """A rule's default as it is typed; nothing where it is not set."""
    from sim.overrides import as_typed

    return None if key.default is None or key.default == {} else as_typed(key.default)


def rule_text(key: "RuleKey", width: int) -> str:
    """A rule with its default, its values and what it does."""
    from textwrap import fill

    indent = " " * 4
    body = (
        fill(line, width, initial_indent=indent, subsequent_indent=indent) for line in (key.doc, key.allowed)
    )
    return "\n".join([f"rules.{key.key}   (default: {default(key) or 'not set'})", *body])

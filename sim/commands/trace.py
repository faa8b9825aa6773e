"""`finalstatus trace`: one world, told week by week."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused
from sim.commands.options import (
    DEFAULT,
    JsonOption,
    ScenarioArgument,
    SeedOption,
    SetOption,
    StrategyOption,
    load_scenario,
    read_strategies,
    read_world,
    standard_output,
)

if TYPE_CHECKING:
    from sim.schema import Scenario

WorldOption = Annotated[
    int,
    typer.Option(
        "--world",
        parser=read_world,
        metavar="K",
        help="Which world: the same as world K of a run.",
    ),
]
WhyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--why",
        metavar="WHOSE",
        help="Tell what lies behind it, term by term; may be given again. WHOSE is an actor, a flashpoint, "
        "or incidents.",
    ),
]


def trace(
    scenario: ScenarioArgument = DEFAULT,
    seed: SeedOption = 1,
    world: WorldOption = 0,
    why: WhyOption = None,
    set_: SetOption = None,
    strategy: StrategyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell one world of a run week by week: what happened, and why.

    Give the seed, the rules and the strategies of the run that the world is from.
    """
    loaded = load_scenario(scenario, set_)
    check_subjects(loaded, why)
    strategies = read_strategies(loaded, strategy)
    from sim.analysis.retelling import content, lines
    from sim.trace import trace as follow

    told = follow(loaded, seed, world, why, strategies)
    if as_json:
        said = content(told, strategies)
        print(json.dumps(said, ensure_ascii=False, allow_nan=False, indent=2, default=str), flush=True)
        return
    if loaded.settings:
        print("set for this world: " + ", ".join(f"{k}={v}" for k, v in loaded.settings.items()))
    if strategies:
        print("strategies: " + ", ".join(f"{who}={name}" for who, name in strategies.items()))
    print("\n".join(lines(told, standard_output().width)), flush=True)


def check_subjects(scenario: "Scenario", why: list[str] | None) -> None:
    """Refuse what nobody and nothing is called."""
    from sim.analysis.reasons import find_subject

    for text in why or ():
        try:
            find_subject(scenario, text)
        except ValueError as e:
            raise Refused(f"--why: {e}") from e

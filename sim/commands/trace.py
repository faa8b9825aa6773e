"""`finalstatus trace`: one world, told week by week."""

from typing import Annotated

import typer

from sim.commands.options import (
    DEFAULT,
    ScenarioArgument,
    SeedOption,
    SetOption,
    find_actor,
    load_scenario,
    read_world,
    standard_output,
)

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
    str | None,
    typer.Option(
        "--why", metavar="ACTOR", help="Tell what lies behind this actor's decisions, term by term."
    ),
]


def trace(
    scenario: ScenarioArgument = DEFAULT,
    seed: SeedOption = 1,
    world: WorldOption = 0,
    why: WhyOption = None,
    set_: SetOption = None,
) -> None:
    """Tell one world of a run week by week: what happened, and why.

    Give the seed and the rules of the run that the world is from.
    """
    loaded = load_scenario(scenario, set_)
    actor = find_actor(loaded, why) if why else None
    from sim.trace import lines
    from sim.trace import trace as follow

    told = follow(loaded, seed, world, actor)
    if loaded.settings:
        print("set for this world: " + ", ".join(f"{k}={v}" for k, v in loaded.settings.items()))
    print("\n".join(lines(told, standard_output().width)), flush=True)

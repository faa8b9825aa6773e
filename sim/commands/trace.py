"""`finalstatus trace`: one world, told week by week."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.arm import ArmArgument, ArmSeedOption, read_arm
from sim.commands.errors import Refused
from sim.commands.options import (
    DEFAULT,
    JsonOption,
    SetOption,
    StrategyOption,
    read_world,
    standard_output,
)

if TYPE_CHECKING:
    from sim.kept import Kept
    from sim.schema import Scenario
    from sim.trace import Trace

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
    arm: ArmArgument = DEFAULT,
    seed: ArmSeedOption = None,
    world: WorldOption = 0,
    why: WhyOption = None,
    set_: SetOption = None,
    strategy: StrategyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell one world of a run week by week: what happened, and why.

    Give the folder of the run that the world is from; or its scenario, seed, rules and strategies.
    """
    meant = read_arm(arm, set_, seed, strategy)
    loaded = meant.scenario
    if meant.kept and world >= meant.kept.plan.worlds:
        last = meant.kept.plan.worlds - 1
        raise Refused(f"--world: expected a world of {arm!r}, from 0 to {last:,}, found {world:,}")
    check_subjects(loaded, why)
    from sim.analysis.retelling import content, lines
    from sim.trace import trace as follow

    told = follow(loaded, meant.seed, world, why, meant.strategies)
    if meant.kept:
        check_same_world(meant.kept, told)
    if as_json:
        said = content(told, meant.strategies)
        print(json.dumps(said, ensure_ascii=False, allow_nan=False, indent=2, default=str), flush=True)
        return
    if loaded.settings:
        print("set for this world: " + ", ".join(f"{k}={v}" for k, v in loaded.settings.items()))
    if meant.strategies:
        print("strategies: " + ", ".join(f"{who}={name}" for who, name in meant.strategies.items()))
    print("\n".join(lines(told, standard_output().width)), flush=True)


def check_same_world(kept: "Kept", told: "Trace") -> None:
    """Refuse to tell a world that comes out otherwise than it stands in the folder."""
    if told.world < kept.worlds and (apart := kept.differs(told.world, told.outcome, told.measures)):
        made = ", ".join(f"{name} {version}" for name, version in kept.manifest["versions"].items())
        raise Refused(
            f"world {told.world:,} comes out otherwise here than in {str(kept.folder)!r}: {apart}; "
            f"that was made with {made}"
        )


def check_subjects(scenario: "Scenario", why: list[str] | None) -> None:
    """Refuse what nobody and nothing is called."""
    from sim.analysis.reasons import find_subject

    for text in why or ():
        try:
            find_subject(scenario, text)
        except ValueError as e:
            raise Refused(f"--why: {e}") from e

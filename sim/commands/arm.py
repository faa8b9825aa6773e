"""An ARM: the folder of a run, or a scenario with settings (`kosovo_2007,rules.council.veto=false`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused
from sim.commands.options import from_here, load_scenario, read_seed, read_strategies

if TYPE_CHECKING:
    from sim.kept import Kept
    from sim.schema import Scenario

ArmArgument = Annotated[
    str,
    typer.Argument(
        metavar="ARM",
        help="A folder that `finalstatus run --out` wrote; or a scenario by name or path, with settings: "
        "SCENARIO,KEY=VALUE,...",
    ),
]
ArmSeedOption = Annotated[
    int | None,
    typer.Option(
        "--seed",
        parser=read_seed,
        metavar="N",
        help="Seed of all chance: 1 by default; that of the run where ARM is a folder.",
    ),
]


@dataclass(frozen=True)
class Arm:
    """Which worlds are meant."""

    scenario: "Scenario"
    seed: int
    strategies: Mapping[str, str]
    kept: "Kept | None" = None
    """the run on disk that they are from, if it is one"""


def read_arm(
    text: str,
    pairs: Sequence[str] | None = None,
    seed: int | None = None,
    strategy: Sequence[str] | None = None,
) -> Arm:
    """The worlds that are meant; what a folder says already cannot be said again."""
    if is_folder(text):
        given = {"--set": pairs, "--seed": seed, "--strategy": strategy}
        for option, value in given.items():
            if value not in (None, []):
                raise Refused(
                    f"{option}: {text!r} is the folder of a run, which says so itself; leave it out"
                )
        return kept_arm(Path(text))
    name, *more = [text] if Path(text).exists() else text.split(",")
    loaded = load_scenario(name, [*more, *(pairs or ())])
    return Arm(loaded, 1 if seed is None else seed, read_strategies(loaded, strategy))


def is_folder(text: str) -> bool:
    """Is a folder meant? A shipped scenario of the same name comes first; `./NAME` is the folder."""
    from sim.scenario import shipped

    return Path(text).is_dir() and text not in shipped()


def kept_arm(folder: Path) -> Arm:
    """The run in a folder."""
    from sim.kept import open_run

    kept = open_run(folder)
    from_here(kept.plan.strategies.values())
    return Arm(kept.plan.scenario, kept.plan.seed, kept.plan.strategies, kept)

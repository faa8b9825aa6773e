"""`finalstatus compare`: arms held side by side on the same luck."""

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.arm import ArmSeedOption, is_folder, read_arm
from sim.commands.errors import Refused
from sim.commands.options import (
    JsonOption,
    SetOption,
    StrategyOption,
    print_all,
    read_worlds,
    standard_output,
)
from sim.commands.players import ClusterOption, players
from sim.commands.progress import progress
from sim.commands.run import WorkersOption, read_out, ready, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.compare import Comparison
    from sim.analysis.sides import Side

ArmsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="ARM ARM [ARM ...]",
        help="Two or more: a folder that `finalstatus run --out` wrote; or a scenario by name or path, with "
        "settings: SCENARIO,KEY=VALUE,... The first is what the others are compared with.",
        show_default=False,
    ),
]
ArmWorldsOption = Annotated[
    int | None,
    typer.Option(
        "--worlds", "-n", parser=read_worlds, metavar="N",
        help="Worlds of each arm: as many as all folders hold by default, or 4,000.",
    ),
]  # fmt: skip
ShownOption = Annotated[
    list[str] | None,
    typer.Option(
        "--measure",
        metavar="NAME",
        help="Show this measure instead of those that move most; may be given again. JSON and CSV have all.",
    ),
]
CompareOutOption = Annotated[
    Path | None,
    typer.Option(
        "--out", parser=read_out, metavar="DIR",
        help="Write figures (PNG, SVG), every difference (CSV, JSON) and a manifest there.",
    ),
]  # fmt: skip


def compare(
    arms: ArmsArgument,
    worlds: ArmWorldsOption = None,
    seed: ArmSeedOption = None,
    set_: SetOption = None,
    strategy: StrategyOption = None,
    measure: ShownOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    out: CompareOutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold arms side by side on the same luck: what differs, how surely, and whether anything happens otherwise.

    --set and --strategy hold for every arm that is a scenario. Without --out nothing is written.
    """
    sides = [side_of(text, set_, seed, strategy) for text in arms]
    if (set_ or strategy) and all(side.there for side in sides):
        raise Refused(
            "--set, --strategy: every arm is the folder of a run, which says so itself; leave them out"
        )
    check(sides, seed, worlds, measure or [])
    made = ready(out, "comparison")
    found = None
    try:
        found = compared(sides, worlds, seed, workers, cluster)
    finally:
        if made and out and found is None:
            with suppress(OSError):
                out.rmdir()
    if found is None:
        stop("stopped before any world was compared")
    show(found, measure or [], as_json)
    if out:
        keep(found, measure or [], out, as_json)
    if found.interrupted:
        stop(f"stopped after {found.worlds:,} of {found.requested:,} worlds; the table is of these")


def side_of(text: str, pairs: list[str] | None, seed: int | None, strategy: list[str] | None) -> "Side":
    """An arm as it was typed; what folders say themselves is not said to them again."""
    from sim.analysis.sides import Side

    arm = read_arm(text) if is_folder(text) else read_arm(text, pairs, seed, strategy)
    return Side(text, arm.scenario, arm.strategies, arm.kept)


def check(sides: "Sequence[Side]", seed: int | None, worlds: int | None, measures: "Sequence[str]") -> None:
    """Refuse what cannot be compared before anything is played."""
    from sim.analysis.sides import common_seed, common_worlds, fits
    from sim.analysis.sweep import unknown_measures
    from sim.faults import ScenarioError, nearest
    from sim.kept import Kept

    fits(sides)
    common_seed(sides, seed)
    common_worlds(sides, worlds)
    first = sides[0].there
    if isinstance(first, Kept):
        for name in measures:
            if name not in first.form.measures:
                raise Refused(f"measure: {name!r} is not a measure; {nearest(name, first.form.measures)}")
    elif faults := unknown_measures(sides[0].scenario, measures):
        raise ScenarioError(faults)


def compared(
    sides: "Sequence[Side]", worlds: int | None, seed: int | None, workers: int | None, cluster: str | None
) -> "Comparison | None":
    """The comparison itself, with its progress shown; nothing if it was stopped before a block was finished."""
    from sim.analysis.compare import compare as play
    from sim.analysis.sides import common_worlds

    try:
        total = common_worlds(sides, worlds) * len(sides)
        with players(workers, cluster) as who, progress(total, lines=True) as report:
            return play(*sides, worlds=worlds, seed=seed, workers=who, progress=report)
    except KeyboardInterrupt:
        return None


def show(found: "Comparison", measures: "Sequence[str]", as_json: bool) -> None:
    """Print the comparison: tables for people, or one JSON object."""
    if as_json:
        from sim.analysis.compare_files import content

        print(json.dumps(content(found), ensure_ascii=False, allow_nan=False, indent=2), flush=True)
        return
    from sim.analysis.compare_tables import tables

    console = standard_output()
    plain = not console.encoding.startswith("utf")
    print_all(tables(found, measures, console.width, ascii_only=plain), console)


def keep(found: "Comparison", measures: "Sequence[str]", out: Path, as_json: bool) -> None:
    """Write the comparison and say what was written."""
    from sim.analysis.compare_files import save

    paths = save(found, out, measures)
    if not as_json:
        names = ", ".join(sorted(path.name for path in paths))
        print(f"\nwritten to {out}: {len(paths)} files ({names})", flush=True)

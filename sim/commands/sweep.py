"""`finalstatus sweep`: the same worlds under every combination of settings, each compared with the first."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.grid import Grid, checked
from sim.commands.options import (
    DEFAULT,
    JsonOption,
    ScenarioArgument,
    SeedOption,
    SetOption,
    StrategyOption,
    print_all,
    read_worlds,
    standard_output,
)
from sim.commands.progress import progress
from sim.commands.run import WorkersOption, read_out, ready, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.sweep import Sweep
    from sim.schema import Scenario

OverOption = Annotated[
    list[str],
    typer.Option(
        "--over",
        metavar="KEY=V1,V2,...",
        help="Values of a key, or start:stop:step for numbers; given again, every combination is played. "
        "Any key that --set takes. The first of all is what the others are compared with.",
    ),
]
ArmWorldsOption = Annotated[
    int,
    typer.Option(
        "--worlds", "-n", parser=read_worlds, metavar="N", help="How many worlds to play in each arm."
    ),
]
SweepOutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        parser=read_out,
        metavar="DIR",
        help="Write figures (PNG, SVG), a row per arm and outcome or measure (Parquet) and a manifest there.",
    ),
]
MeasureOption = Annotated[
    list[str] | None,
    typer.Option(
        "--measure", metavar="NAME", help="Show this measure; may be given again. JSON and Parquet have all."
    ),
]


def sweep(
    over: OverOption,
    scenario: ScenarioArgument = DEFAULT,
    worlds: ArmWorldsOption = 4_000,
    seed: SeedOption = 1,
    set_: SetOption = None,
    strategy: StrategyOption = None,
    measure: MeasureOption = None,
    workers: WorkersOption = None,
    out: SweepOutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play the same worlds under every combination of settings, and compare each with the first one.

    Without --out nothing is written. Ctrl-C stops and keeps the arms that are finished.
    """
    loaded, grid = checked(scenario, over, set_, strategy, measure or [])
    made = ready(out, "sweep")
    found = swept(loaded, grid, worlds, seed, workers)
    if found is None:
        if made and out:
            out.rmdir()
        stop("stopped before any arm was finished")
    show(found, measure or [], as_json)
    if out:
        keep(found, measure or [], out, as_json)
    if found.interrupted:
        stop(f"stopped after {len(found.arms):,} of {found.planned:,} arms; the table is of these")


def swept(scenario: "Scenario", grid: Grid, worlds: int, seed: int, workers: int | None) -> "Sweep | None":
    """The sweep itself, with its progress shown; nothing if it was stopped before an arm was finished."""
    from math import prod

    from sim.analysis.sweep import sweep as play

    over, rules, strategies = grid
    try:
        with progress(worlds * prod(map(len, over.values()))) as report:
            return play(
                scenario, over, worlds, seed,
                rules=rules, strategies=strategies, workers=workers, progress=report,
            )  # fmt: skip
    except KeyboardInterrupt:
        return None


def show(found: "Sweep", measures: "Sequence[str]", as_json: bool) -> None:
    """Print the sweep: tables for people, or one JSON object."""
    if as_json:
        print(json.dumps(summary(found), ensure_ascii=False, allow_nan=False, indent=2), flush=True)
        return
    from sim.analysis.sweep_tables import tables

    console = standard_output()
    plain = not console.encoding.startswith("utf")
    print_all(tables(found, measures, console.width, ascii_only=plain), console)


def keep(found: "Sweep", measures: "Sequence[str]", out: Path, as_json: bool) -> None:
    """Write the sweep and say what was written."""
    from sim.analysis.sweep_files import save

    paths = save(found, out, measures)
    if not as_json:
        names = ", ".join(sorted(p.name for p in paths))
        print(f"\nwritten to {out}: {len(paths)} files ({names})", flush=True)


def summary(found: "Sweep") -> dict[str, object]:
    """A sweep as plain values; null where something is not defined."""
    from dataclasses import asdict

    from sim.overrides import as_typed

    out: dict[str, object] = {
        "scenario": found.scenario.id,
        "worlds": found.worlds,
        "seed": found.seed,
        "rules": found.scenario.effective_rules(),
        "strategies": found.strategies,
        "over": {key: [as_typed(v) for v in values] for key, values in found.over.items()},
        "seconds": round(found.seconds, 3),
        "arms": [
            {
                "settings": {key: as_typed(v) for key, v in arm.settings.items()},
                "outcomes": {name: asdict(v) for name, v in arm.outcomes.items()},
                "measures": {name: asdict(v) for name, v in arm.measures.items()},
            }
            for arm in found.arms
        ],
    }
    if found.interrupted:
        out |= {"interrupted": True, "requested": found.planned}
    return out

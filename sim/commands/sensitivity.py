"""`finalstatus sensitivity`: which of the uncertain values decides what."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused
from sim.commands.grid import read_over
from sim.commands.options import (
    DEFAULT,
    JsonOption,
    ScenarioArgument,
    SeedOption,
    SetOption,
    StrategyOption,
    load_scenario,
    print_all,
    read_strategies,
    standard_output,
    whole,
)
from sim.commands.progress import progress
from sim.commands.run import WorkersOption, read_out, ready, stop
from sim.faults import ScenarioError

if TYPE_CHECKING:
    from sim.analysis.sensitivity import Sensitivity
    from sim.analysis.sensitivity.study import Study

MOST = 1_000_000


def read_number(text: str | int) -> int:
    """A number of rows, worlds or inputs."""
    return whole(1, MOST, str(text))


MeasureOption = Annotated[
    list[str] | None,
    typer.Option(
        "--measure",
        "-m",
        metavar="NAME",
        help="What is to be explained; may be given again. As in `run --json`: eu_recognisers, recognition.CY, "
        "outcomes.settlement. Without it: members that recognise, and the highest tension.",
    ),
]
MethodOption = Annotated[
    str,
    typer.Option(
        "--method",
        metavar="NAME",
        help="sobol: shares of the variance; morris: mean effect of a step of every input; pawn: distance of "
        "distributions, from ordinary worlds.",
    ),
]
NOption = Annotated[
    int | None,
    typer.Option(
        "--n", parser=read_number, metavar="N",
        help="Base rows (sobol, a power of two; 256), trajectories (morris; 8) or worlds (pawn; 10240).",
    ),
]  # fmt: skip
EachOption = Annotated[
    int | None,
    typer.Option(
        "--worlds", "-w", parser=read_number, metavar="N",
        help="Worlds per run of the model, whose mean is its result: 8 (morris); sobol: what a pilot asks for.",
    ),
]  # fmt: skip
OverOption = Annotated[
    list[str] | None,
    typer.Option(
        "--over",
        metavar="KEY=V1,V2,...",
        help="A rule to be varied as well, each value as likely; may be given again. Any key that --set takes.",
    ),
]
ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="NAME",
        help="value: each by itself; subject: all stances of an actor, all words of a scale, ... together.",
    ),
]
TopOption = Annotated[
    int,
    typer.Option(
        "--top", parser=read_number, metavar="N",
        help="Inputs that sobol looks at one by one, chosen in ordinary worlds; all others are one input together.",
    ),
]  # fmt: skip
FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--out", parser=read_out, metavar="DIR",
        help="Write indices (CSV), tornado figures (PNG, SVG), samples and a manifest there.",
    ),
]  # fmt: skip
SaveOption = Annotated[
    str,
    typer.Option("--save", metavar="FORMAT", help="How --out writes the samples: parquet or csv."),
]


def sensitivity(
    scenario: ScenarioArgument = DEFAULT,
    measure: MeasureOption = None,
    method: MethodOption = "sobol",
    n: NOption = None,
    worlds: EachOption = None,
    over: OverOption = None,
    by: ByOption = "value",
    top: TopOption = 12,
    seed: SeedOption = 1,
    set_: SetOption = None,
    strategy: StrategyOption = None,
    workers: WorkersOption = None,
    out: FolderOption = None,
    save: SaveOption = "parquet",
    as_json: JsonOption = False,
) -> None:
    """Find which uncertain values decide what comes out: every stance, rubric value, effect of a move and chosen rule.

    A dummy input changes only the luck; where its index does not stay below .05, a run has too few worlds.
    """
    if save not in ("parquet", "csv"):
        raise Refused(f"--save: expected parquet or csv, found {save!r}")
    varied, faults = read_over(over or [])
    if faults:
        raise ScenarioError(faults)
    loaded = load_scenario(scenario, set_)
    strategies = read_strategies(loaded, strategy)
    from sim.analysis.sensitivity.study import MEASURES, plan_study

    try:
        study = plan_study(
            loaded, measure or MEASURES, method, n=n, worlds=worlds, seed=seed,  # pyright: ignore[reportArgumentType]
            over=varied, by=by, top=top, rules={}, strategies=strategies,
        )  # fmt: skip
    except ValueError as e:
        if type(e) is not ValueError:
            raise
        raise Refused(str(e)) from e
    made = ready(out, "sensitivity")
    found = studied(study, workers)
    if found is None:
        if made and out:
            out.rmdir()
        stop("stopped before the study was finished; nothing of it is kept")
    show(found, as_json)
    if out:
        keep(found, out, save, as_json)


def studied(study: "Study", workers: int | None) -> "Sensitivity | None":
    """The study itself, with its progress shown; nothing if it was stopped."""
    try:
        with progress(study.worlds, lines=True) as report:
            return study.run(workers, report)
    except KeyboardInterrupt:
        return None


def show(found: "Sensitivity", as_json: bool) -> None:
    """Print the study: tables for people, or one JSON object."""
    if as_json:
        print(json.dumps(summary(found), ensure_ascii=False, allow_nan=False, indent=2), flush=True)
        return
    from sim.analysis.sensitivity.tables import tables

    console = standard_output()
    print_all(tables(found, ascii_only=not console.encoding.startswith("utf")), console)


def keep(found: "Sensitivity", out: Path, samples: str, as_json: bool) -> None:
    """Write the study and say what was written."""
    from sim.analysis.sensitivity.files import save

    paths = save(found, out, "csv" if samples == "csv" else "parquet")
    if not as_json:
        names = ", ".join(sorted(p.name for p in paths))
        print(f"\nwritten to {out}: {len(paths)} files ({names})", flush=True)


def summary(found: "Sensitivity") -> dict[str, object]:
    """A study as plain values; null where something is not defined."""
    from sim.analysis.sensitivity.files import manifest
    from sim.analysis.sensitivity.result import plain_rows

    return {
        **{
            key: value
            for key, value in manifest(found, []).items()
            if key not in ("files", "versions", "machine")
        },
        "seconds": round(found.seconds, 3),
        "quiet": {measure: found.quiet(measure) for measure in found.measures},
        "indices": plain_rows(found),
    }

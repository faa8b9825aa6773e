"""`finalstatus run`: play many worlds, print what they say, keep them if asked."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from sim.commands.errors import EXIT_STOPPED, complain
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
    read_workers,
    read_worlds,
    standard_output,
)
from sim.commands.players import ClusterOption, players
from sim.commands.progress import progress

if TYPE_CHECKING:
    from sim.schema import Scenario
    from sim.totals import Totals

WorldsOption = Annotated[
    int, typer.Option("--worlds", "-n", parser=read_worlds, metavar="N", help="How many worlds to play.")
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers", parser=read_workers, metavar="N", help="Processes; as many as processors by default."
    ),
]


def read_out(text: str) -> Path:
    """The folder for results; an empty name, as of a variable that is not set, is none."""
    if not text.strip():
        raise typer.BadParameter("expected a folder, found ''")
    return Path(text)


OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        parser=read_out,
        metavar="DIR",
        help="Write figures (PNG, SVG), a row per world (Parquet) and a manifest there, block by block; "
        "`finalstatus resume` finishes what is broken off.",
    ),
]


def run(
    scenario: ScenarioArgument = DEFAULT,
    worlds: WorldsOption = 10_000,
    seed: SeedOption = 1,
    set_: SetOption = None,
    strategy: StrategyOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play many worlds of a scenario and print what they say together.

    Without --out nothing is written. Ctrl-C stops and keeps what is finished.
    """
    loaded = load_scenario(scenario, set_)
    strategies = read_strategies(loaded, strategy)
    made = ready(out)
    totals = None
    try:
        totals = played(loaded, worlds, seed, strategies, workers, cluster, out)
    finally:
        if made and out and totals is None:
            with suppress(OSError):  # worlds that are finished stay there
                out.rmdir()
    if totals is None:
        stop(f"stopped before any of {worlds:,} worlds was finished")
    show(totals, worlds, as_json, next_steps(totals, scenario, out))
    if totals.interrupted:
        stop_short(totals, worlds, out)


def stop_short(totals: "Totals", worlds: int, out: Path | None) -> NoReturn:
    """Say that not all worlds were played, and how to go on where the others are kept."""
    rest = f"; the rest: finalstatus resume {out}" if out else ""
    stop(f"stopped after {totals.worlds:,} of {worlds:,} worlds; the table is of these{rest}")


def stop(line: str) -> NoReturn:
    """Say that the run was stopped, and leave."""
    complain([line], "")
    raise typer.Exit(EXIT_STOPPED)


def ready(out: Path | None, what: str = "run") -> bool:
    """Before a run or a sweep starts: can its results be written? Returns whether a folder was made for them."""
    if out is None:
        return False
    from sim.analysis.plots import check_available
    from sim.extras import need
    from sim.storage import prepare

    need("pyarrow.parquet", "results")
    check_available()
    new = not out.exists()
    prepare(out, what)
    return new


def played(
    scenario: "Scenario",
    worlds: int,
    seed: int,
    strategies: Mapping[str, str],
    workers: int | None,
    cluster: str | None,
    out: Path | None,
) -> "Totals | None":
    """The run itself, with its progress shown; nothing if it was stopped before a block was finished."""
    from sim.worlds import sum_up

    try:
        with players(workers, cluster) as who, progress(worlds) as report:
            if out is None:
                return sum_up(scenario, worlds, seed, strategies=strategies, workers=who, progress=report)
            from sim.keeping import keep

            return keep(out, scenario, worlds, seed, strategies=strategies, workers=who, progress=report)
    except KeyboardInterrupt:
        return None


def show(totals: "Totals", requested: int, as_json: bool, next_: str) -> None:
    """Print what the worlds say: tables for people with a line of what may come next, or one JSON object."""
    if as_json:
        content = summary(totals)
        if totals.interrupted:
            content |= {"interrupted": True, "requested": requested}
        print(json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2), flush=True)
        return
    from sim.tables import tables

    console = standard_output()
    print_all(tables(totals, console.width, ascii_only=not console.encoding.startswith("utf")), console)
    print(f"\n{next_}", flush=True)


def next_steps(totals: "Totals", name: str, out: Path | None) -> str:
    """What a person may want to see next."""
    if out:
        return (
            f"written to {out}: figures, a row per world in {out / 'worlds'}, manifest.json\n"
            f"one of these worlds: finalstatus trace {out} --world 0; which: finalstatus worlds {out}"
        )
    given = "".join(f" --set {key}={value}" for key, value in totals.scenario.settings.items())
    given += "".join(f" --strategy {who}={name_}" for who, name_ in totals.strategies.items())
    return (
        f"one of these worlds: finalstatus trace {name} --seed {totals.seed} --world 0{given}\n"
        "figures and a row per world: the same run with --out DIR"
    )


def summary(results: "Totals") -> dict[str, object]:
    """The results as plain values; null where something is not defined."""
    from dataclasses import asdict

    setting, seconds = results.setting, results.seconds
    out: dict[str, object] = {
        "scenario": results.scenario.id,
        "worlds": results.worlds,
        "seed": results.seed,
        "rules": results.scenario.effective_rules(),
        "strategies": dict(results.strategies),
        "seconds": None if seconds is None else round(seconds, 3),
        "worlds_per_second": None if seconds is None else round(results.worlds / max(seconds, 1e-9), 1),
        "outcomes": results.outcomes(),
        "measures": {name: asdict(measure) for name, measure in results.measures().items()},
    }
    if setting.declarer.any() and setting.member.any():
        out["recognition"] = {
            actor: {"probability": p, "median_date": day.isoformat() if day else None}
            for actor, (p, day) in results.recognition().items()
        }
        out["stance"] = results.stances()
    if setting.member.any():
        out["mission"] = results.mission()
    return out

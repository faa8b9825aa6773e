"""`finalstatus tournament`: all strategies in a seat, on common luck, by what the seat scores."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused
from sim.commands.options import (
    DEFAULT,
    JsonOption,
    ScenarioArgument,
    SeedOption,
    SetOption,
    find_actor,
    load_scenario,
    print_all,
    read_worlds,
    standard_output,
)
from sim.commands.progress import progress
from sim.commands.run import WorkersOption, stop

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from sim.analysis.tournament import Entry, Tournament
    from sim.schema import Scenario

SeatOption = Annotated[
    list[str],
    typer.Option("--seat", metavar="WHO", help="A seat, by id, name or alias; may be given again."),
]
EntryWorldsOption = Annotated[
    int,
    typer.Option(
        "--worlds", "-n", parser=read_worlds, metavar="N", help="How many worlds each strategy plays."
    ),
]
PlayOption = Annotated[
    list[str] | None,
    typer.Option(
        "--play",
        metavar="NAME",
        help="Play this strategy, and doctrine to compare it with; may be given again. All that "
        "`finalstatus strategies` lists without it, or module:function of yours.",
    ),
]
AllOption = Annotated[
    bool,
    typer.Option(
        "--all", help="Against every strategy in all other seats, save those that look ahead; else doctrine."
    ),
]


def tournament(
    seat: SeatOption,
    scenario: ScenarioArgument = DEFAULT,
    worlds: EntryWorldsOption = 200,
    seed: SeedOption = 1,
    set_: SetOption = None,
    play: PlayOption = None,
    all_: AllOption = False,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play all strategies in a seat, in the same worlds, and compare what the seat scores with each.

    Every strategy is held against doctrine world by world. Ctrl-C stops and keeps what is finished.
    """
    loaded = load_scenario(scenario, set_)
    seats = [held(loaded, find_actor(loaded, text)) for text in seat]
    found = played(loaded, list(dict.fromkeys(seats)), worlds, seed, known(play), all_, workers)
    if found is None:
        stop("stopped before any strategy was finished")
    if as_json:
        print(json.dumps(summary(found), ensure_ascii=False, allow_nan=False, indent=2), flush=True)
    else:
        console = standard_output()
        print_all(tables(found, ascii_only=not console.encoding.startswith("utf")), console)
    if found.interrupted:
        stop(f"stopped after {len(found.entries):,} of {found.planned:,} entries; the table is of these")


def held(scenario: "Scenario", actor: str) -> str:
    """The actor, if it is a seat."""
    roles = scenario.actors[actor].roles
    if "voter" in roles:
        raise Refused(f"--seat: expected a seat of {scenario.id}, found {actor}, which only votes")
    return actor


def known(play: "Sequence[str] | None") -> list[str] | None:
    """The names of strategies to play, each of which there is; nothing stands for all."""
    if not play:
        return None
    from sim.strategies import find, name_of

    if any(":" in name for name in play):
        sys.path.insert(0, str(Path.cwd()))  # as `python -m` does; workers are told of it
    return [name_of(find(name)) for name in play]


def played(
    scenario: "Scenario",
    seats: list[str],
    worlds: int,
    seed: int,
    strategies: list[str] | None,
    everywhere: bool,
    workers: int | None,
) -> "Tournament | None":
    """The tournament itself, with its progress shown; nothing if it was stopped before a strategy was finished."""
    from sim.analysis.tournament import all_arms, listed_fields
    from sim.analysis.tournament import tournament as play

    fields = listed_fields() if everywhere else None
    try:
        with progress(worlds * len(all_arms(seats, strategies, fields)), lines=True) as report:
            return play(
                scenario, seats, worlds, seed,
                strategies=strategies, fields=fields, workers=workers, progress=report,
            )  # fmt: skip
    except KeyboardInterrupt:
        return None


def tables(found: "Tournament", ascii_only: bool = False) -> "Iterable[RenderableType]":
    """Everything that is printed, from top to bottom: a table per seat and field, the best strategy first."""
    from itertools import groupby

    from rich.console import Group
    from rich.text import Text

    from sim.tables import plain_table, titled

    line = (
        f"{found.scenario.id}: {len(found.entries):,} entries of {found.worlds:,} worlds, seed {found.seed}, "
        f"{found.seconds:.1f} s"
    )
    yield Group(Text(found.scenario.title, style="bold"), Text(line))
    sign = "+-" if ascii_only else "±"
    for (seat, field), entries in groupby(found.entries, key=lambda e: (e.seat, e.field)):
        table = plain_table("strategy", "score", "beside doctrine", "95 % interval")
        for e in entries:
            table.add_row(e.strategy, f"{e.mean:.1f} {sign}{(e.high - e.low) / 2:.1f}", *beside(e))
        yield titled(f"{found.scenario.actors[seat].name}, all others {field}", table)
    yield Text(
        "\nScore: points of 100 at the end of the game, mean over worlds. Beside doctrine: the difference in the "
        "same worlds. Each interval holds for itself, not for all of them together.",
        style="dim",
    )


def beside(entry: "Entry") -> tuple[str, str]:
    """The difference to doctrine and its interval, in words for a table."""
    d = entry.difference
    return (f"{d.mean:+.2f}", f"{d.low:+.2f} to {d.high:+.2f}") if d else ("-", "-")


def summary(found: "Tournament") -> dict[str, object]:
    """A tournament as plain values; null where something is not defined."""
    from dataclasses import asdict

    out: dict[str, object] = {
        "scenario": found.scenario.id,
        "worlds": found.worlds,
        "seed": found.seed,
        "rules": found.scenario.effective_rules(),
        "seconds": round(found.seconds, 3),
        "entries": [asdict(entry) for entry in found.entries],
    }
    if found.interrupted:
        out |= {"interrupted": True, "requested": found.planned}
    return out

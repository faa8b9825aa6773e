"""`finalstatus resume`: finish a run that was broken off."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.options import JsonOption, from_here
from sim.commands.players import ClusterOption, players
from sim.commands.progress import progress
from sim.commands.run import WorkersOption, next_steps, show, stop, stop_short

if TYPE_CHECKING:
    from sim.kept import Kept
    from sim.totals import Totals

FolderArgument = Annotated[
    Path,
    typer.Argument(metavar="DIR", help="A folder that `finalstatus run --out` wrote.", show_default=False),
]


def resume(
    folder: FolderArgument,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Finish a run that was broken off: by Ctrl-C, a full disk, a power cut or anything else.

    Blocks of worlds that are there and whole are not played again.

    The files are then those of a run that was never broken off, to the byte.
    """
    from sim.analysis.plots import check_available
    from sim.extras import need
    from sim.keeping import finished
    from sim.kept import open_run

    need("pyarrow.parquet", "results")
    check_available()
    kept = open_run(folder)
    from_here(kept.plan.strategies.values())
    totals = kept.totals() if finished(kept) else played(kept, workers, cluster)
    if totals is None:
        stop(f"stopped; {kept.worlds:,} of {kept.plan.worlds:,} worlds are kept in {folder}")
    show(totals, kept.plan.worlds, as_json, next_steps(totals, "", folder))
    if totals.interrupted:
        stop_short(totals, kept.plan.worlds, folder)


def played(kept: "Kept", workers: int | None, cluster: str | None) -> "Totals | None":
    """The rest of the run, with its progress shown; nothing if it was stopped at once."""
    from sim.keeping import resume

    try:
        with players(workers, cluster) as who, progress(kept.plan.worlds) as report:
            return resume(kept.folder, workers=who, progress=report)
    except KeyboardInterrupt:
        return None

"""`finalstatus report`: a run told on one page of HTML."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.arm import ArmArgument, ArmSeedOption, read_arm
from sim.commands.errors import Refused
from sim.commands.options import DEFAULT, SetOption, StrategyOption, read_worlds
from sim.commands.progress import progress
from sim.commands.run import WorkersOption, stop

if TYPE_CHECKING:
    from sim.analysis.report.content import Report
    from sim.commands.arm import Arm
    from sim.kept import Kept

WORLDS = 10_240
OURS = '<meta name="generator" content="Final Status'
"""What tells a report from any other page."""
MOST = 200_000
"""Worlds that a report plays itself; more are kept by a run first."""

FileOption = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="The page; report.html in this folder, or in that of the run."
    ),
]
PlayedOption = Annotated[
    int | None,
    typer.Option(
        "--worlds", "-n", parser=read_worlds, metavar="N",
        help=f"How many worlds to play where ARM is a scenario; {WORLDS:,} by default.",
    ),
]  # fmt: skip
ExplainedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--measure", "-m", metavar="NAME",
        help="What is explained under “what mattered most”; may be given again. Names as in `sensitivity`.",
    ),
]  # fmt: skip


def report(
    arm: ArmArgument = DEFAULT,
    worlds: PlayedOption = None,
    measure: ExplainedOption = None,
    seed: ArmSeedOption = None,
    set_: SetOption = None,
    strategy: StrategyOption = None,
    workers: WorkersOption = None,
    out: FileOption = None,
) -> None:
    """Write one page that tells of a run: outcomes, map, dates, what mattered most, stances with their evidence.

    The page asks no other host for anything, and prints well.
    """
    ready()
    meant = read_arm(arm, set_, seed, strategy)
    if meant.kept is not None and worlds is not None:
        raise Refused(f"--worlds: {arm!r} is the folder of a run, which says so itself; leave it out")
    if (worlds or WORLDS) > MOST:
        raise Refused(
            f"--worlds: expected at most {MOST:,}, found {worlds:,}; keep more by `finalstatus run --out DIR`, then "
            "`finalstatus report DIR`"
        )
    to = target(out, Path(arm) if meant.kept is not None else Path())
    if meant.kept is not None:
        check_same_worlds(meant.kept)
    known_measures(meant, measure or [])
    from sim.analysis.report.page import page
    from sim.storage import StorageError, put, write_whole

    try:
        made = told(meant, arm, worlds or WORLDS, measure or [], workers)
    except KeyboardInterrupt:
        stop("stopped before the report was finished; nothing is written")
    text = page(made)
    try:
        write_whole(to, lambda path: put(path, text))
    except OSError as e:
        raise StorageError(f"--out: cannot write {str(to)!r}: {e.strerror or e}") from e
    print(f"written to {to}", flush=True)


def ready() -> None:
    """Before anything is played: can a report be made here?"""
    from sim.analysis.plots import check_available
    from sim.analysis.sensitivity.study import check_available as can_study
    from sim.extras import need

    check_available()
    need("jinja2", "results")
    can_study()


def check_same_worlds(kept: "Kept") -> None:
    """Refuse a run whose worlds come out otherwise here: the page reckons with some of them again.

    One world tells, as with `trace`.
    """
    from sim.worlds import job_of, play_block

    plan = kept.plan
    try:
        done = play_block(job_of(plan.scenario, plan.seed, plan.strategies)[0], 0, 1)
        outcome = list(plan.scenario.outcomes)[int(done.outcome[0])]
        apart = kept.differs(0, outcome, {name: values[0] for name, values in done.measures.items()})
    except KeyError as e:
        apart = f"the scenario has no {e.args[0]!r}"
    if apart:
        made = ", ".join(f"{name} {version}" for name, version in kept.manifest["versions"].items())
        raise Refused(
            f"the worlds of {str(kept.folder)!r} come out otherwise here: {apart}; that was made with {made}: "
            "run it again with --out"
        )


def target(out: Path | None, folder: Path) -> Path:
    """The file to write; a folder, or one that is not there, is refused before anything is played."""
    to = folder / "report.html" if out is None else out
    if to.is_dir():
        raise Refused(f"--out: expected the name of a file, found the folder {str(to)!r}")
    if not to.parent.is_dir():
        raise Refused(f"--out: expected a folder that is there, found no folder {str(to.parent)!r}")
    if to.exists() and OURS not in to.read_text(encoding="utf-8", errors="replace")[:2000]:
        raise Refused(f"--out: expected a new file or a report of ours, found another file {str(to)!r}")
    return to


def known_measures(arm: "Arm", names: list[str]) -> None:
    """ScenarioError: a measure that there is not, before anything is played."""
    if names:
        from sim.analysis.sensitivity.study import unknown
        from sim.faults import ScenarioError
        from sim.worlds import job_of

        faults = unknown(job_of(arm.scenario, arm.seed, arm.strategies)[0], names)
        if faults:
            raise ScenarioError(faults)


def told(arm: "Arm", name: str, worlds: int, measures: list[str], workers: int | None) -> "Report":
    """The report of an arm, with the progress of what is played for it shown."""
    from sim.analysis.report.content import SCORED, command_of, first_worlds, measures_of, report
    from sim.worlds import run

    scenario, kept = arm.scenario, arm.kept
    played = 0 if kept is not None else worlds
    scored = min(worlds if kept is None else kept.worlds, SCORED)
    with progress(played + scored, lines=True) as tell:
        if kept is not None:
            totals = kept.totals()
            parts = kept.parts()
        else:
            totals = run(
                scenario, worlds, arm.seed, strategies=arm.strategies, workers=workers, progress=tell
            )
            parts = None
            if totals.interrupted:
                raise KeyboardInterrupt
        asked = measures or list(measures_of(totals))
        columns = first_worlds(totals, parts, asked)
        named = scenario.id if kept is not None else name if Path(name).exists() else name.partition(",")[0]
        command = command_of(
            named, scenario.settings, totals.worlds, totals.seed, totals.strategies, measures
        )
        return report(totals, columns, command, asked, lambda done: tell(played + done))

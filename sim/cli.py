"""The command line. Commands live in `sim.commands`; heavy modules are imported when a command runs."""

import os
import sys
from typing import Annotated

import typer

from sim.commands import (
    bargain,
    catalogue,
    checking,
    compare,
    goals,
    report,
    resume,
    run,
    scorecard,
    sensitivity,
    strategies,
    sweep,
    systems,
    tournament,
    trace,
    worlds,
)
from sim.commands.errors import PlainGroup
from sim.storage import own_version

ABOUT = "Simulate the talks on a disputed status as many possible histories, and see where they lead."


def examples(*lines: str) -> str:
    """Examples under the help of a command, a line each."""
    return "\n".join(["Examples:", *(f"  finalstatus {line}" for line in lines)]).replace("[", "\\[")


app = typer.Typer(
    cls=PlainGroup,
    name="finalstatus",
    help=ABOUT,
    epilog=examples("run", "run kosovo_2007 --worlds 2000 --set rules.council.veto=false", "run --help"),
    no_args_is_help=False,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def print_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        print(f"finalstatus {own_version()}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=print_version, is_eager=True, help="Print the version and leave."),
    ] = False,
) -> None:
    """Print help where no command is given."""
    if context.invoked_subcommand is None:
        print(context.get_help())


app.command(
    "run",
    epilog=examples(
        "run",
        "run kosovo_2007_12_10 --worlds 4000 --seed 7",
        "run --set rules.deadline.kind=none --set rules.patronage.US=0.5",
        "run --strategy RS=hardliner --strategy XK=conceder",
        "run --worlds 1_000_000 --out results",
        "run --worlds 10_000_000 --out results --cluster tcp://10.0.0.1:8786",
        "run --json > results.json",
    ),
)(run.run)
app.command(
    "resume",
    epilog=examples(
        "resume results",
        "resume results --workers 1 --json",
        "resume results --cluster tcp://10.0.0.1:8786",
    ),
)(resume.resume)
app.command(
    "worlds",
    epilog=examples(
        "worlds results",
        "worlds results --where \"outcome = 'status_neutral_pact' and tension_peak > 60\" --limit 5",
        "worlds results --where 'recognised_CY < 30 and not mission_CY = true' --show declaration_week",
        "worlds results --where 'declared = 0' --show all --json > undeclared.json",
    ),
)(worlds.worlds)
app.command(
    "compare",
    epilog=examples(
        "compare kosovo_2007 kosovo_2007,rules.council.veto=false",
        "compare kosovo_2007 kosovo_no_deadline kosovo_no_veto --worlds 10_000 --out compared",
        "compare results other_results --measure tension_peak --json > compared.json",
    ),
)(compare.compare)
app.command(
    "sweep",
    epilog=examples(
        "sweep kosovo_2007 --over rules.patronage=0,0.5,1",
        "sweep kosovo_2007 --over rules.patronage=0:1:0.25 --over rules.deadline.kind=hard,none",
        "sweep kosovo_2007 --over mechanisms.pace=0.5,1 --measure tension_peak --out results",
    ),
)(sweep.sweep)
app.command(
    "tournament",
    epilog=examples(
        "tournament kosovo_2007 --seat XK",
        "tournament --seat Serbia --seat Slovakia --worlds 400 --play planner --play hardliner",
        "tournament kosovo_2007_12_10 --seat RU --all --json > tournament.json",
    ),
)(tournament.tournament)
app.command(
    "sensitivity",
    epilog=examples(
        "sensitivity kosovo_2007 --method pawn --measure declaration_week",
        "sensitivity --measure recognition.CY --over rules.council.veto=true,false --out study",
        "sensitivity kosovo_2007_12_10 --method morris --by subject --json > morris.json",
    ),
)(sensitivity.sensitivity)
app.command(
    "report",
    epilog=examples(
        "report kosovo_2007",
        "report results --out page.html",
        "report kosovo_2007,rules.council.veto=false --worlds 20000 --measure declaration_week",
    ),
)(report.report)
app.command("scenarios", epilog=examples("scenarios"))(catalogue.scenarios)
app.command(
    "show", epilog=examples("show kosovo_2007", "show kosovo_2007 slovakia", "show kosovo_2007 SK --json")
)(catalogue.show)
app.command(
    "strategies", epilog=examples("strategies", "run --strategy all=boulware --strategy RS=doctrine")
)(strategies.strategies)
app.command("goals", epilog=examples("goals SK", "goals Kosovo kosovo_2007_12_10 --worlds 2000"))(goals.goals)
app.command(
    "bargain",
    epilog=examples(
        "bargain table.csv",
        "bargain table.csv --model challenge --variant paper --rounds 10",
        "bargain table.csv --model exchange --worlds 1000 --noise 0.1 --json",
        "bargain table.csv --model list",
    ),
)(bargain.bargain)
app.command("rules", epilog=examples("rules"))(checking.rules)
app.command("check", epilog=examples("check my_scenario.toml", "check kosovo_2007 --seed 2"))(checking.check)
app.command(
    "trace",
    epilog=examples(
        "trace kosovo_2007 --seed 1 --world 12",
        "trace results --world 123456",
        "trace kosovo_2007 --world 12 --why Slovakia --why north",
        "trace kosovo_2007 --world 12 --set rules.council.veto=false",
        "trace kosovo_2007 --world 12 --strategy Serbia=hardliner",
        "trace kosovo_2007 --world 12 --why incidents --json > world_12.json",
    ),
)(trace.trace)
app.command("systems", epilog=examples("systems", "systems S16 S27 --worlds 4000", "systems --json"))(
    systems.systems
)
app.command(
    "scorecard",
    epilog=examples(
        "scorecard", "scorecard kosovo_2007_12_10 --worlds 4000", "scorecard --json > scores.json"
    ),
)(scorecard.scorecard)


def main() -> None:
    """Entry point: standard streams never fail over a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    try:
        app(prog_name="finalstatus")
    finally:
        leave_quietly()


def leave_quietly() -> None:
    """Flush while an error can still be caught: a reader that left early (`| head`) is no fault of ours."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

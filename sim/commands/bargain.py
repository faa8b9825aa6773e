"""`finalstatus bargain`: a position-capability-salience table, solved by a model of bargaining."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused
from sim.commands.options import (
    JsonOption,
    SeedOption,
    print_all,
    read_worlds,
    standard_output,
    whole,
)

if TYPE_CHECKING:
    from sim.analysis.bargains import Repeated
    from sim.arrays import Array
    from sim.bargaining import Solution, Table
    from sim.bargaining.reading import Sheet

WORLDS = 1_000
"""Tables solved where noise is asked for and their number is not."""
MOST_WORLDS = 1_000_000
MOST_ROUNDS = 10_000


def read_rounds(text: str | int) -> int:
    """A number of rounds."""
    return whole(0, MOST_ROUNDS, str(text))


def read_some(text: str | int) -> int:
    """A number of tables."""
    return min(read_worlds(text), whole(1, MOST_WORLDS, str(text)))


def read_share(text: str | float) -> float:
    """A number from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 <= value <= 1.0:
        raise typer.BadParameter(f"expected a number from 0 to 1, found {str(text)!r}")
    return value


def bargain(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE.csv",
            help="Columns actor, capability, and position and salience, "
            "for several issues position_NAME and salience_NAME; or KTAB's layout. Columns reservation "
            "(0 to 1) and veto (yes, no) may be there.",
        ),
    ],
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="NAME",
            help="Which model; the recommended one if none "
            "is named. `finalstatus bargain TABLE.csv --model list` tells them.",
        ),
    ] = None,
    variant: Annotated[
        str | None, typer.Option("--variant", metavar="NAME", help="Which form of it.")
    ] = None,
    rounds: Annotated[
        int | None,
        typer.Option(
            "--rounds",
            parser=read_rounds,
            metavar="N",
            help="How many rounds; as many as are usual for the model if none are given.",
        ),
    ] = None,
    deadline: Annotated[
        int | None,
        typer.Option(
            "--deadline",
            parser=read_rounds,
            metavar="N",
            help="After this many rounds nobody moves any more.",
        ),
    ] = None,
    no_agreement: Annotated[
        str | None,
        typer.Option(
            "--no-agreement", metavar="X[,X...]", help="Where each issue stands without an agreement."
        ),
    ] = None,
    scale: Annotated[
        str | None,
        typer.Option(
            "--scale",
            metavar="LOW:HIGH",
            help="Ends of the scale of every issue; 0:100 "
            "if positions reach both ends of that, else each issue's lowest and highest position.",
        ),
    ] = None,
    worlds: Annotated[
        int | None,
        typer.Option(
            "--worlds",
            parser=read_some,
            metavar="N",
            help="Solve so many tables around this one, and show how the outcome spreads.",
        ),
    ] = None,
    noise: Annotated[
        float | None,
        typer.Option(
            "--noise",
            parser=read_share,
            metavar="SHARE",
            help="How far they lie "
            "around it: positions by up to this share of the scale, capability and salience by this share of "
            "themselves.",
        ),
    ] = None,
    seed: SeedOption = 1,
    as_json: JsonOption = False,
) -> None:
    """Solve a position-capability-salience table by a model of bargaining.

    Prints the positions of each round, chances to win or exchanges, and the outcome of each issue.
    """
    from sim.analysis.bargains import repeated
    from sim.bargaining import SOLVERS, TableError, solve
    from sim.bargaining.reading import read_table
    from sim.bargaining.solvers import RECOMMENDED

    console = standard_output()
    if model == "list":
        from sim.commands.bargained import models_sheet

        print_all([models_sheet(SOLVERS, RECOMMENDED)], console)
        return
    sheet = read_table(table)
    try:
        asked = completed(sheet, deadline, no_agreement, scale)
        solution = solve(asked, model or RECOMMENDED, variant, rounds)
        many = None
        if worlds or noise:
            many = repeated(
                asked, solution.model, solution.variant, rounds, worlds or WORLDS, noise or 0.0, seed
            )
    except TableError as e:
        raise Refused(str(e)) from e
    if as_json:
        print(
            json.dumps(content(sheet, solution, many), ensure_ascii=False, allow_nan=False, indent=2),
            flush=True,
        )
        return
    from sim.commands.bargained import sheets

    print_all(sheets(sheet, solution, many, console.width), console)


def completed(sheet: "Sheet", deadline: int | None, no_agreement: str | None, scale: str | None) -> "Table":
    """The table with what was typed beside it."""
    import numpy as np

    table, issues = sheet.table, len(sheet.issues)
    if scale is not None:
        ends = numbers("--scale", scale, ":", "LOW:HIGH such as 0:100")
        if len(ends) != 2 or ends[0] >= ends[1]:
            raise Refused(f"--scale: expected LOW:HIGH such as 0:100, found {scale!r}")
        if (table.position < ends[0]).any() or (table.position > ends[1]).any():
            raise Refused(
                f"--scale: {scale!r} leaves out positions, which go from "
                f"{table.position.min():g} to {table.position.max():g}"
            )
        table = replace(table, low=np.full(issues, ends[0]), high=np.full(issues, ends[1]))
    if no_agreement is not None:
        places = numbers("--no-agreement", no_agreement, ",", "a number for each issue")
        if len(places) not in (1, issues):
            raise Refused(
                f"--no-agreement: expected a number for each of {issues} issues, found {no_agreement!r}"
            )
        table = replace(
            table, no_agreement=np.full(issues, places[0]) if len(places) == 1 else np.array(places)
        )
    return replace(table, deadline=deadline)


def numbers(option: str, text: str, mark: str, wanted: str) -> list[float]:
    """Finite numbers with a mark between them."""
    try:
        found = [float(part) for part in text.split(mark)]
    except ValueError:
        found = [math.nan]
    if not all(map(math.isfinite, found)):
        raise Refused(f"{option}: expected {wanted}, found {text!r}")
    return found


def content(sheet: "Sheet", solution: "Solution", many: "Repeated | None") -> dict[str, object]:
    """What `--json` prints. Where there is one issue, medians and means are numbers; else a list by issue."""
    one = len(sheet.issues) == 1
    out: dict[str, object] = {
        "model": solution.model,
        "variant": solution.variant or None,
        "actors": list(sheet.actors),
        "issues": list(sheet.issues),
        "rounds": plain(solution.position),
        "median": plain(solution.median[:, 0] if one else solution.median),
        "mean": plain(solution.mean[:, 0] if one else solution.mean),
        "outcome": plain(solution.outcome),
        "proposal": plain(solution.proposal),
        "agreement": bool(solution.agreement),
        "cycle": int(solution.cycle),
    }
    if solution.win is not None:
        out["win"] = plain(solution.win)
    if solution.text is not None:
        out["text"] = plain(solution.text)
    if solution.exchanges is not None:
        from sim.commands.bargained import exchange_lines

        out["exchanges"] = exchange_lines(sheet, solution.exchanges)
    if many is not None:
        out["noise"] = many.content(sheet.issues)
    return out


def plain(values: "Array") -> object:
    """Lists of numbers, and null for what is not there."""
    import numpy as np

    whole = values.astype(object)
    whole[~np.isfinite(values)] = None
    listed: object = whole.tolist()
    return listed

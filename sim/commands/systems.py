"""`finalstatus systems`: every system of the reports switched off in turn, and what then moves."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused
from sim.commands.options import JsonOption, SeedOption, print_all, standard_output
from sim.commands.progress import progress
from sim.commands.run import WorkersOption, WorldsOption, stop

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.analysis.paired import Difference
    from sim.analysis.systems import Row

SystemsArgument = Annotated[
    list[str] | None,
    typer.Argument(help="Systems by id, such as S12; all of them by default.", metavar="[SYSTEM]..."),
]


def systems(
    only: SystemsArgument = None,
    worlds: WorldsOption = 2_000,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Switch each system of the reports off in turn, on the same luck, and print what then moves."""
    from sim.analysis.systems import arms_of, measure_systems
    from sim.analysis.systems import systems as listed

    names = known(only or [], list(listed()))
    chosen = {name: s for name, s in listed().items() if not names or name in names}
    try:
        with progress(worlds * len(arms_of(chosen))) as report:
            rows = measure_systems(worlds, seed, names, workers, report)
    except KeyboardInterrupt:
        stop("stopped before all systems were measured")
    except ValueError as e:
        raise Refused(str(e)) from e
    if as_json:
        content = {"worlds": worlds, "seed": seed, "systems": {r.id: plain(r) for r in rows}}
        print(json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2), flush=True)
        return
    console = standard_output()
    print_all([table(rows, worlds, seed)], console)


def known(given: list[str], ids: list[str]) -> list[str]:
    """The systems that were named, in any case."""
    from sim.faults import nearest

    for name in given:
        if name.upper() not in ids:
            raise Refused(f"system: {name!r} is not one of them; {nearest(name.upper(), ids)}")
    return [name.upper() for name in given]


def plain(row: "Row") -> dict[str, object]:
    """A row as plain values."""
    from dataclasses import asdict

    return {
        **row.system.model_dump(),
        "base": row.base,
        "effect": asdict(row.effect),
        "on_the_unrelated": None if row.unrelated is None else asdict(row.unrelated),
        "works": row.works,
        "apart": row.apart,
    }


def table(rows: "list[Row]", worlds: int, seed: int) -> "RenderableType":
    """A row per system: what it is, what is switched off, and what that does to its measure."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    out = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1))
    out.add_column("system, mechanism and its function", overflow="fold", ratio=4)
    out.add_column("switched off", overflow="fold", min_width=32)
    out.add_column("measure, effect and the least it needs", overflow="fold", ratio=3)
    for row in rows:
        s = row.system
        first = Text.assemble((f"{row.id} ", "bold"), s.name, "\n", s.mechanism, "\n", (s.rule, "dim"))
        given = [Text(f"(under {k}={v})", "dim") for k, v in s.given.items()]
        off = Text("\n").join([*(Text(f"{k}={v}") for k, v in s.switch.items()), *given])
        held = "" if row.works and row.apart else "  does not hold"
        said = Text.assemble(
            f"{s.measure} {s.then}\n{effect(row.effect)} {s.unit}\nfrom {row.base:.3g}; least {s.least:g}",
            (held, "bold red"),
        )
        out.add_row(first, off, said)
        out.add_section()
    holding = sum(row.works and row.apart for row in rows)
    head = Text(
        f"{holding} of {len(rows)} systems do what they should; {worlds:,} worlds an arm, seed {seed}"
    )
    note = Text(
        "Effects are differences world by world on the same luck, with their 95 % interval: off less on. "
        "They show that the code does what it says; they do not validate the theory (scenarios/MODEL.md).",
        "dim",
    )
    return Group(head, Text(), out, note)


def effect(found: "Difference") -> str:
    """A difference with half its interval, three digits."""
    return f"{found.mean:+.3g} ±{(found.high - found.low) / 2:.2g}"

"""`finalstatus systems`: every system of the reports switched off in turn, and what then moves."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused
from sim.commands.options import JsonOption, SeedOption, standard_output
from sim.commands.progress import progress
from sim.commands.run import WorkersOption, WorldsOption, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.analysis.paired import Difference
    from sim.analysis.systems import Row

WIDE = 110
"""Characters past which a line is harder to read, however wide the terminal is."""

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
    print("\n".join(lines(rows, worlds, seed, min(standard_output().width, WIDE))), flush=True)


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
        "sd": row.sd,
        "effect": asdict(row.effect),
        "on_the_unrelated": None if row.unrelated is None else asdict(row.unrelated),
        "works": row.works,
        "apart": row.apart,
    }


def lines(rows: "list[Row]", worlds: int, seed: int, width: int) -> "Iterator[str]":
    """Each system in a few lines that no terminal cuts: what it is, what is switched off, what that does."""
    from textwrap import fill

    holding = sum(row.works and row.apart for row in rows)
    yield fill(
        f"{holding} of {len(rows)} switches move their measure as stated; {worlds:,} worlds an arm, seed {seed}",
        width,
    )
    for row in rows:
        s = row.system
        given = "".join(f", both under {k}={v}" for k, v in s.given.items())
        off = ", ".join(f"{k}={v}" for k, v in s.switch.items())
        for first, text in (
            (f"\n{row.id}  ", f"{s.name}: {s.mechanism} ({s.rule})"),
            ("     ", f"off: {off}{given}"),
            ("     ", told(row)),
        ):
            yield fill(text, width, initial_indent=first, subsequent_indent="     ", break_on_hyphens=False)
    yield ""
    yield fill(NOTE, width)


NOTE = (
    "Effects are off less on, world by world on the same luck, with their 95 % interval; sd is the measure's standard "
    "deviation over worlds. A system holds when its measure moves as stated by the least effect or more and by three "
    "paired standard errors, and the unrelated measure stays within three of its own. That shows that the code is "
    "connected as it says; it is no evidence about the world (scenarios/MODEL.md)."
)


def told(row: "Row") -> str:
    """What a system's switch does to its measure, and to the unrelated one."""
    s = row.system
    apart = row.effect.mean / row.sd if row.sd else 0.0
    other = "nothing to compare" if row.unrelated is None else effect(row.unrelated)
    failed = "" if row.works and row.apart else "   DOES NOT HOLD"
    return (
        f"{s.measure} {s.then}: {effect(row.effect)} {s.unit} from {row.base:.3g} "
        f"({apart:+.2f} sd; least {s.least:g}); "
        f"unrelated {s.unrelated}: {other}{failed}"
    )


def effect(found: "Difference") -> str:
    """A difference with half its interval, three digits; exactly nothing is said so."""
    if found.mean == 0.0 and found.error == 0.0:
        return "0"
    return f"{found.mean:+.3g} ±{(found.high - found.low) / 2:.2g}"

"""`finalstatus worlds`: which worlds of a run are such and such."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused, complain
from sim.commands.options import JsonOption, print_all, read_worlds, standard_output
from sim.commands.resume import FolderArgument
from sim.faults import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.arrays import Array, Mask
    from sim.kept import Kept
    from sim.where import Condition, Words

Row = dict[str, object]

WhereOption = Annotated[
    str | None,
    typer.Option(
        "--where",
        metavar="CONDITION",
        help="Comparisons of a column with a number or a quoted word (= != < <= > >=), joined by and, or, not and "
        "parentheses.",
    ),
]
LimitOption = Annotated[
    int, typer.Option("--limit", parser=read_worlds, metavar="N", help="How many to show, the first ones.")
]
ShowOption = Annotated[
    list[str] | None,
    typer.Option(
        "--show", metavar="COLUMN", help="Show this column too; may be given again. `all` shows them all."
    ),
]
ALL = "all"


@dataclass(frozen=True)
class Found:
    """Worlds that meet a condition."""

    matching: int
    rows: list[Row]
    """the first of them, with the columns that are shown"""


def worlds(
    folder: FolderArgument,
    where: WhereOption = None,
    limit: LimitOption = 10,
    show: ShowOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the worlds of a run that meet a condition, and count them.

    Columns are those of the data set; schema.json in DIR says what each is.

    A comparison with what is not defined in a world is not met, as in SQL.
    """
    from sim.kept import open_run

    kept = open_run(folder)
    words = words_of(kept)
    condition = read_condition(where, words)
    shown = shown_columns(condition, show or [], words)
    found = find(kept, condition, shown, limit)
    if kept.worlds < kept.plan.worlds:
        complain(
            [
                f"of {kept.plan.worlds:,} worlds {kept.worlds:,} are played; the rest: finalstatus resume {folder}"
            ],
            "",
        )
    if as_json:
        content = {
            "scenario": kept.plan.scenario.id,
            "seed": kept.plan.seed,
            "worlds": kept.worlds,
            "where": where,
        }
        content |= {"matching": found.matching, "rows": found.rows}
        print(json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2), flush=True)
        return
    print_found(kept, found)


def words_of(kept: "Kept") -> "Words":
    """The columns that can be compared: the words of a text column, None for numbers."""
    from sim.columns import TEXT, WEEKLY

    outcomes = list(kept.plan.scenario.outcomes)
    return {c.name: outcomes if c.kind == TEXT else None for c in kept.form.columns if c.kind != WEEKLY}


def read_condition(where: str | None, words: "Words") -> "Condition | None":
    """The condition that was typed, if any."""
    from sim.where import WhereError, read

    if where is None:
        return None
    try:
        return read(where, words)
    except WhereError as e:
        raise Refused(f"--where: {e}") from e


def shown_columns(condition: "Condition | None", more: "Sequence[str]", words: "Words") -> list[str]:
    """The columns of the list: the world, its outcome, what the condition names, what is asked for."""
    names = ["world", "outcome", *(condition.columns() if condition else ())]
    for name in more:
        if name == ALL:
            names += words
        elif name in words:
            names.append(name)
        else:
            raise Refused(f"--show: expected a column or all, found {name!r}; {nearest(name, words)}")
    return list(dict.fromkeys(names))


def find(kept: "Kept", condition: "Condition | None", shown: list[str], limit: int) -> Found:
    """The first worlds that meet the condition, and how many there are; read block by block."""
    import numpy as np

    kinds = {c.name: c.kind for c in kept.form.columns}
    outcomes, rows, matching = list(kept.plan.scenario.outcomes), list[Row](), 0
    need = ["world"] if condition is None else condition.columns()
    for entry, table in kept.scan(need):
        meant = np.ones(entry.worlds, dtype=np.bool_) if condition is None else condition.holds(table).yes
        matching += int(meant.sum())
        first = np.flatnonzero(meant)[: limit - len(rows)]
        if len(first):
            block = kept.form.read(kept.content(entry), shown)
            rows += [
                {name: plain(name, kinds[name], block[name], i, outcomes) for name in shown} for i in first
            ]
    return Found(matching, rows)


def plain(name: str, kind: str, column: "tuple[Array, Mask]", at: int, outcomes: list[str]) -> object:
    """One value of one world, as it stands in the data set."""
    from sim.columns import TEXT, WEEK, WHOLE, YES_NO

    value, defined = float(column[0][at]), bool(column[1][at])
    if not defined:
        return None
    if kind == TEXT:
        return outcomes[int(value)]
    if kind == YES_NO:
        return bool(value)
    return int(value) if kind in (WEEK, WHOLE) else value


def print_found(kept: "Kept", found: Found) -> None:
    """A table of the worlds for people."""
    from sim.tables import plain_table

    if found.rows:
        table = plain_table(*found.rows[0])
        table.columns[0].justify = "right"
        table.columns[1].justify = "left"
        for row in found.rows:
            table.add_row(*(text_of(value) for value in row.values()))
        print_all([table], standard_output())
        print()
    print(f"{found.matching:,} of {kept.worlds:,} worlds; shown: {len(found.rows):,}")
    if found.rows:
        print(
            f"one of them, week by week: finalstatus trace {kept.folder} --world {found.rows[0]['world']}",
            flush=True,
        )


def text_of(value: object) -> str:
    """A value for a table.

    >>> text_of(None), text_of(True), text_of(0.125), text_of(1234)
    ('-', 'yes', '0.125', '1234')
    """
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) else str(value)

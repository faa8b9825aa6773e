"""Codings: the items of a report as a csv file, one row each, read as evidence."""

import csv
from datetime import date
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

COLUMNS = ("document", "kind", "speaker", "interest", "known_by", "paraphrase", "scale", "word", "strength")


@cache
def shipped_coding(name: str) -> tuple[dict[str, dict[str, Any]], list[tuple[str, str]]]:
    """A shipped coding, read once."""
    return items_of(files("scenarios").joinpath(name).read_text(encoding="utf-8"))


def items_of(text: str) -> tuple[dict[str, dict[str, Any]], list[tuple[str, str]]]:
    """The items of a coding as evidence, by id, and what is wrong with it as (where, problem)."""
    out: dict[str, dict[str, Any]] = {}
    problems: list[tuple[str, str]] = []
    try:
        rows = list(csv.DictReader(StringIO(text, newline=""), strict=True))
    except csv.Error as e:
        return out, [("", f"not csv: {e}")]
    missing = [c for c in ("id", "paragraph", *COLUMNS) if rows and c not in rows[0]]
    if missing or not rows:
        return out, [
            ("", f"expected a header with the columns {', '.join(missing)}" if missing else "no items in it")
        ]
    for row in rows:
        where = f"item {row['id']}"
        if row["id"] in out:
            problems.append((where, "stands twice"))
        try:
            known = {"paragraph": int(row["paragraph"]), "known_by": date.fromisoformat(row["known_by"])}
        except (TypeError, ValueError):
            came = (row["paragraph"], row["known_by"])
            problems.append((where, f"expected a paragraph number and a date, found {came!r}"))
            continue
        out[row["id"]] = {**{c: row[c] for c in COLUMNS if row[c]}, **known}
    return out, problems

"""From what the schema refuses to problems with a name.

Each bad value gets a stand-in, so that one bad part does not hide what is wrong with the others.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.faults import nearest
from sim.reading import GROUPS, Place, Raw, is_list, is_table, table
from sim.schema import Scenario, Table

Problem = tuple[Place, str]
"""Where, and what is wrong there."""

OF_FILES = ("extends", "without", "abstract", "coding", "kinds")
"""Top-level keys that a file may have and a Scenario has not."""

SINGULAR = {
    "actors": "actor",
    "issues": "issue",
    "events": "event",
    "terms": "term",
    "evidence": "evidence",
    "headcounts": "head-count",
    "drivers": "driver",
    "flashpoints": "flashpoint",
    "outcomes": "outcome",
    "mechanisms": "mechanism",
    "kinds": "kind",
}

EXPECTED = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "string_type": "text in quotes",
    "date_type": "a date such as 2007-11-20",
    "list_type": "a list in [ ]",
    "dict_type": "a table",
    "model_type": "a table",
    "finite_number": "a finite number",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "too_short": "{min_length} or more entries",
    "too_long": "{max_length} entries or fewer",
    "string_too_short": "at least {min_length} characters",
}


# ---------------------------------------------------------------- naming a place


def name_place(place: Place, raw: Raw) -> str:
    """A place as a person would name it: by id and name, never by a number in a list.

    >>> name_place(("actors", "RS", "ideal", "status", "low"), {"actors": {"RS": {"name": "Serbia"}}})
    'actor RS (Serbia), ideal.status, low'
    """
    if len(place) < 2 or place[0] not in SINGULAR:
        return ".".join(place)
    section, key, *rest = place
    called = table(table(raw.get(section)).get(key)).get("name")
    named = f"{SINGULAR[section]} {key}" + (f" ({called})" if isinstance(called, str) and called else "")
    if len(rest) > 1 and rest[0] in (*GROUPS, "marks", "when"):
        rest = [".".join(rest[:2]), *rest[2:]]
    return ", ".join([named, *rest])


def shown(value: object) -> str:
    """What was found, cut short."""
    if is_table(value):
        return f"a table with {', '.join(list(value)[:5])}" if value else "an empty table"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


# ---------------------------------------------------------------- what the schema says of a place


def bare(kind: Any) -> Any:
    """A type without Annotated and without None."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, UnionType):
            kind = next(k for k in get_args(kind) if k is not NoneType)
        else:
            return kind


def is_model(kind: Any) -> bool:
    """Is this a table of the schema?"""
    return isinstance(kind, type) and issubclass(kind, Table)


def type_at(loc: Iterable[str | int], kind: Any) -> tuple[Any, bool]:
    """The type that the schema has at a place, and whether something must stand there."""
    needed = True
    for key in loc:
        kind = bare(kind)
        if is_model(kind):
            info = kind.model_fields.get(key)
            if info is None:
                return None, False
            kind, needed = info.annotation, info.is_required()
        elif get_origin(kind) in (dict, list):
            kind, needed = get_args(kind)[-1], get_origin(kind) is dict
        else:
            return None, False
    return bare(kind), needed


def stand_in(kind: Any) -> Any:
    """A harmless value of a type."""
    kind = bare(kind)
    origin = get_origin(kind)
    if origin is Literal:
        return get_args(kind)[0]
    if origin is list:
        return [stand_in(get_args(kind)[0])]
    if origin is dict:
        return {"?": stand_in(get_args(kind)[1])}
    if is_model(kind):
        return {n: stand_in(f.annotation) for n, f in kind.model_fields.items() if f.is_required()}
    return {str: "(not given)", float: 0.0, int: 0, bool: False, date: date(2001, 1, 1)}[kind]


# ---------------------------------------------------------------- errors


def problem(error: ErrorDetails, model: type[Table]) -> str:
    """One error of pydantic in our words: expected, found, nearest."""
    code, found, ctx = error["type"], error["input"], error.get("ctx", {})
    key = str(error["loc"][-1])
    if code == "missing":
        return f"expected {key!r}, found nothing"
    if code == "extra_forbidden":
        return f"unknown key {key!r}; {nearest(key, keys_at(error['loc'][:-1], model))}"
    if code == "literal_error":
        known = re.findall(r"'([^']*)'", str(ctx["expected"]))
        hint = nearest(found, known) if isinstance(found, str) else f"expected one of {', '.join(known)}"
        return f"unknown value {shown(found)}; {hint}"
    if code in EXPECTED:
        ends = {k: f"{v:g}" if isinstance(v, float) else v for k, v in ctx.items()}
        return f"expected {EXPECTED[code].format(**ends)}, found {shown(found)}"
    said = error["msg"]
    return f"{said[:1].lower()}{said[1:]}; found {shown(found)}"


def keys_at(loc: Iterable[str | int], model: type[Table]) -> list[str]:
    """The keys that a table can have."""
    kind, _ = type_at(loc, model)
    keys: list[str] = list(kind.model_fields) if is_model(kind) else []
    if kind is Scenario:
        return [k for k in (*keys, *OF_FILES) if k != "id"]
    return [k for k in keys if k != "inherited"]


def place_of(loc: Iterable[str | int]) -> Place:
    """A place without the numbers of list entries: what was found there names them."""
    return tuple(key for key in loc if isinstance(key, str))


def mend(model: type[Table], raw: Raw, passes: int = 4) -> tuple[Any, list[Problem]]:
    """The table, and every problem that the schema has with it.

    Where there are problems, the table has stand-ins for the bad values, so that the rest of it can be
    checked; it is None if even that fails.
    """
    problems: list[Problem] = []
    for turn in range(passes):
        try:
            return model.model_validate(raw, strict=True), problems
        except ValidationError as e:
            errors = e.errors(include_url=False)
        if turn == 0:
            raw = copied(raw)
            problems = [(place_of(error["loc"]), problem(error, model)) for error in errors]
        for error in reversed(errors):
            replace_value(raw, error["loc"], model)
    return None, problems


def copied(node: Any) -> Any:
    """Tables and lists anew, so that they can be changed."""
    if is_table(node):
        return {k: copied(v) for k, v in node.items()}
    return [copied(v) for v in node] if is_list(node) else node


def replace_value(raw: Raw, loc: tuple[str | int, ...], model: type[Table]) -> None:
    """Put a stand-in where something must be; take out what need not be there."""
    node: Any = raw
    *above, last = loc
    for key in above:
        node = node[key]
    kind, needed = type_at(loc, model)
    if needed and kind is not None:
        node[last] = stand_in(kind)
    else:
        del node[last]


def hidden(places: Iterable[Place], place: Place) -> bool:
    """Does a problem at `place` only follow from one at, just below or above it?"""
    return any(
        place[: len(p)] == p or (p[: len(place)] == place and len(p) - len(place) <= 2) for p in places
    )


def unhidden(first: list[Problem], later: Iterable[Problem]) -> Iterator[Problem]:
    """Of later problems, those that do not merely follow from the first."""
    places = {place for place, _ in first}
    for place, text in later:
        if not hidden(places, place):
            yield place, text

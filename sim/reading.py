"""Read scenario files: bytes -> tables, with everything they extend. A file is data and never runs code."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeGuard

from sim.codings import items_of, shipped_coding
from sim.faults import Fault, ScenarioError, nearest

Raw = dict[str, Any]
Place = tuple[str, ...]
"""Where in a scenario something stands: ("actors", "RS", "ideal", "status", "low")."""

LIMIT = 2_000_000
"""Bytes; a larger file is refused unread."""
DEEPEST = 12
"""Tables within tables; a scenario needs six."""
LONGEST = 10
"""Files in one chain of `extends`."""
APART = ("rubric", "mechanisms", "moves", "systems", "goals", "FROZEN", "SCORES")
"""Shipped TOML files that are no scenarios."""
GROUPS = ("ideal", "position", "salience", "stance")
"""Tables of an actor or a kind that hold stances."""
DOTTED = re.compile(rf"^[\s\[]*(?:[\w\-\"']+\s*\.\s*){{{DEEPEST + 1}}}", re.MULTILINE)
AT = re.compile(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)


@dataclass(frozen=True)
class Source:
    """One file: what to open, what to call it, and where what it names relatively lies."""

    entry: Traversable | Path
    shown: str
    stem: str
    folder: Path | None = None

    def fails(self, problem: str, where: str = "") -> ScenarioError:
        """An error about this file alone."""
        return ScenarioError([Fault(self.shown, where, problem)])


@dataclass
class Reading:
    """What the files say together, before it is checked."""

    shown: str
    stem: str
    raw: Raw = field(default_factory=dict[str, Any])
    origin: dict[Place, str] = field(default_factory=dict[Place, str])
    """which file a place was last set in"""
    coded: dict[str, Raw] = field(default_factory=dict[str, Raw])
    """items of the codings, by id"""
    faults: list[Fault] = field(default_factory=list[Fault])

    def file(self, place: Place) -> str:
        """The file that set a place, or the table it would stand in."""
        for n in range(len(place), 0, -1):
            if place[:n] in self.origin:
                return self.origin[place[:n]]
        return self.shown


def is_table(value: object) -> TypeGuard[Raw]:
    """Is this a TOML table?"""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Is this a TOML list?"""
    return isinstance(value, list)


def table(value: object) -> Raw:
    """A table as it is; anything else as an empty one (the schema reports it)."""
    return value if is_table(value) else {}


# ---------------------------------------------------------------- files


@cache
def library() -> dict[str, Traversable]:
    """The shipped files that a scenario may extend, by name."""
    entries = sorted(files("scenarios").iterdir(), key=lambda e: e.name)
    names = {e.name.removesuffix(".toml"): e for e in entries if e.name.endswith(".toml")}
    return {name: e for name, e in names.items() if name not in APART}


def find(name: str, beside: Source | None = None) -> Source:
    """The file of a shipped name or a path; a path in `extends` counts from the file that says it."""
    if name in library():
        return Source(library()[name], f"{name}.toml", name)
    path = Path(name) if beside is None or beside.folder is None else beside.folder / name
    looks_like_path = name.endswith(".toml") or "/" in name or "\\" in name
    if looks_like_path or exists(path):
        return Source(path, str(path), path.stem, path.parent)
    problem = f"unknown scenario {name!r}; {nearest(name, library() if beside else runnable())}"
    if beside is not None:
        raise beside.fails(problem, "extends")
    raise ScenarioError([Fault(name if name.isprintable() and name else "scenario", "", problem)])


def exists(path: Path) -> bool:
    """Does a path lead to anything? One that the system cannot take does not."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


@cache
def runnable() -> dict[str, Traversable]:
    """The shipped scenarios that can be run by themselves, by name."""
    known = library()
    return {name: known[name] for name in known if parse(find(name)).get("abstract") is not True}


def content(source: Source) -> str:
    """The text of a file: a regular one, of bearable size, in UTF-8."""
    entry = source.entry
    try:
        if entry.is_dir():
            raise source.fails("expected a file, found a directory")
        if not entry.is_file():
            raise source.fails("expected a scenario file, found nothing there")
        if isinstance(entry, Path) and entry.stat().st_size > LIMIT:
            size = entry.stat().st_size
            raise source.fails(f"expected at most {LIMIT:,} bytes, found {size:,}; refused unread")
        with entry.open("rb") as f:
            data: bytes = f.read(LIMIT + 1)
    except ScenarioError:
        raise
    except (OSError, ValueError) as e:
        reason = getattr(e, "strerror", None) or str(e)
        raise source.fails(f"cannot be read: {reason.lower()}") from None
    if len(data) > LIMIT:
        raise source.fails(f"expected at most {LIMIT:,} bytes, found more; refused")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        found = data[e.start : e.start + 1]
        raise source.fails(f"expected UTF-8 text, found the byte {found!r}", f"line {line}") from None


def parse(source: Source) -> Raw:
    """The tables of a TOML file. Shipped files are parsed once; nobody may change what this returns."""
    return _parse_shipped(source) if source.folder is None else _parse(source)


@cache
def _parse_shipped(source: Source) -> Raw:
    return _parse(source)


def _parse(source: Source) -> Raw:
    text = content(source)
    too_deep = f"nested too deep: expected at most {DEEPEST} tables within each other"
    if DOTTED.search(text):
        raise source.fails(too_deep)
    try:
        raw = tomllib.loads(text)
    except RecursionError:
        raise source.fails(too_deep) from None
    except Exception as e:  # whatever tomllib makes of odd bytes, the file is not TOML
        raise not_toml(source, str(e)) from None
    if depth(raw) > DEEPEST:
        raise source.fails(too_deep)
    if not raw:
        raise source.fails("expected a scenario, found an empty file")
    return raw


def not_toml(source: Source, message: str) -> ScenarioError:
    """What the TOML reader says, with the line as the place."""
    found = AT.match(message)
    said, where = (found[1], f"line {found[2]}, column {found[3]}") if found else (message, "")
    if found and found[2] is None:
        where = "end of the file"
    said = re.sub(r"\(([^()]*)\)", lambda m: ".".join(re.findall(r"'([^']*)'", m[1])) or m[0], said)
    return source.fails(f"not TOML: {said[:1].lower()}{said[1:]}", where)


def depth(raw: Raw) -> int:
    """How many tables or lists lie within each other, counted without recursion."""
    deepest = 0
    todo: list[tuple[int, Any]] = [(1, raw)]
    while todo:
        level, node = todo.pop()
        deepest = max(deepest, level)
        below: Any = node.values() if is_table(node) else node
        todo += [(level + 1, x) for x in below if isinstance(x, (dict, list))]
    return deepest


# ---------------------------------------------------------------- extends, without, coding


def read(name: str) -> Reading:
    """A scenario with everything it extends, the nearest file winning."""
    source = find(name)
    reading = Reading(source.shown, source.stem)
    if parse(source).get("abstract") is True:
        hint = ", ".join(runnable())
        reading.faults.append(
            Fault(source.shown, "abstract", f"is to be extended, not run by itself; expected one of {hint}")
        )
    for one in reversed(chain(source)):
        add(reading, one)
    return reading


BELOW = ("moves", "mechanisms")
"""What lies beneath every scenario: the moves, and how strong every mechanism is."""


def chain(source: Source) -> list[Source]:
    """A file, what it extends, what that extends, ..., and at the end the moves and the mechanisms."""
    out = [source]
    while "extends" in (raw := parse(out[-1])):
        above = raw["extends"]
        if not isinstance(above, str):
            raise out[-1].fails(f"expected the name of a scenario or file, found {above!r}", "extends")
        below = find(above, out[-1])
        if identity(below) in [identity(s) for s in out]:
            raise out[-1].fails(f"extends itself, by way of {above!r}", "extends")
        if len(out) >= LONGEST:
            raise out[-1].fails(f"expected at most {LONGEST} files in a chain, found more", "extends")
        if isinstance(below.entry, Path) and below.folder is not None and not exists(below.entry):
            raise out[-1].fails(f"expected a scenario or a file, found nothing at {above!r}", "extends")
        out.append(below)
    return [
        *out,
        *(Source(files("scenarios").joinpath(f"{name}.toml"), f"{name}.toml", name) for name in BELOW),
    ]


def identity(source: Source) -> str:
    """The same for one file, however it is named."""
    return str(source.entry.resolve()) if isinstance(source.entry, Path) else source.shown


def add(reading: Reading, source: Source) -> None:
    """Lay a file over what was read before: first what it leaves out, then what it says."""
    own = {k: v for k, v in parse(source).items() if k not in ("extends", "abstract")}
    without = own.pop("without", [])
    if not is_list(without):
        reading.faults.append(Fault(source.shown, "without", f"expected a list in [ ], found {without!r}"))
        without = []
    for path in without:
        problem = remove(reading.raw, path) if isinstance(path, str) else f"expected text, found {path!r}"
        if problem:
            reading.faults.append(Fault(source.shown, "without", problem))
    if "coding" in own:
        add_coding(reading, source, own.pop("coding"))
    reading.raw = merge(reading.raw, own, (), reading.origin, source.shown)


def remove(raw: Raw, path: str) -> str | None:
    """Take the dotted `path` out; what is wrong if it is not there. Keys may hold dots themselves."""
    node, left = raw, path
    while left not in node:
        head = next((k for k in sorted(node, key=len, reverse=True) if left.startswith(f"{k}.")), None)
        if head is None or not is_table(node[head]):
            return f"{path!r} is not in what this file extends; {nearest(left, node)}"
        node, left = node[head], left[len(head) + 1 :]
    del node[left]
    return None


def merge(
    below: Mapping[str, Any], above: Mapping[str, Any], at: Place, origin: dict[Place, str], file: str
) -> Raw:
    """Tables merge key by key; anything else, and the value of a stance, is replaced."""
    out = dict(below)
    for key, value in above.items():
        place = (*at, key)
        origin[place] = file
        if is_table(value):
            old = out.get(key)
            keep = is_table(old) and not (is_stance(place) and {"word", "low", "mode", "high"} & value.keys())
            out[key] = merge(table(old) if keep else {}, value, place, origin, file)
        else:
            out[key] = value
    return out


def is_stance(place: Place) -> bool:
    """Does a stance stand here, so that a word does not keep the numbers of another?"""
    match place:
        case ("status_quo" | "declared" | "headcounts", _):
            return True
        case ("actors", _, "red_line"):
            return True
        case ("actors" | "kinds", _, group, _):
            return group in GROUPS
        case _:
            return False


def add_coding(reading: Reading, source: Source, name: object) -> None:
    """Read the coding that a file names: beside it, or shipped. Later items replace earlier ones."""

    def fault(problem: str, where: str = "coding", file: str = source.shown) -> None:
        reading.faults.append(Fault(file, where, problem))

    if (
        not isinstance(name, str)
        or not name.endswith(".csv")
        or ".." in Path(name).parts
        or Path(name).is_absolute()
    ):
        return fault(f"expected the name of a csv file in the scenario's own folder, found {name!r}")
    own = source.folder / name if source.folder else None
    if own is not None and exists(own):
        try:
            items, problems = items_of(content(Source(own, str(own), own.stem, own.parent)))
        except ScenarioError as e:
            reading.faults.extend(e.faults)
            return None
        for where, problem in problems:
            fault(problem, where, str(own))
    elif files("scenarios").joinpath(name).is_file():
        items, _ = shipped_coding(name)
    else:
        return fault(f"expected a csv file, found nothing at {name!r}")
    reading.coded.update(items)
    return None

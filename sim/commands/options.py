"""Arguments and options that several commands share, and how what was typed is read."""

import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused
from sim.faults import nearest

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from sim.schema import Scenario

DEFAULT = "kosovo_2007"
MAX_WORLDS = 1_000_000_000
MAX_SEED = 2**63 - 1
PIPED_WIDTH = 100


def whole(low: int, high: int, text: str) -> int:
    """A whole number within bounds; `10_000` and `10,000` are read too.

    >>> whole(1, 100_000, "10,000")
    10000
    """
    plain = text.replace(",", "").replace("_", "")
    if not re.fullmatch(r"-?[0-9]{1,30}", plain) or not low <= int(plain) <= high:
        raise typer.BadParameter(f"expected a whole number from {low:,} to {high:,}, found {text!r}")
    return int(plain)


def read_worlds(text: str | int) -> int:
    """A number of worlds."""
    return whole(1, MAX_WORLDS, str(text))


def read_world(text: str | int) -> int:
    """The number of a world."""
    return whole(0, MAX_WORLDS - 1, str(text))


def read_seed(text: str | int) -> int:
    """A seed."""
    return whole(0, MAX_SEED, str(text))


def read_workers(text: str | int) -> int:
    """A number of processes."""
    return whole(1, 1024, str(text))


ScenarioArgument = Annotated[
    str,
    typer.Argument(
        help="Name of a shipped scenario (`finalstatus scenarios`), or path of a file.",
        metavar="SCENARIO",
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Change a rule; may be given again. `finalstatus rules` lists the keys.",
    ),
]
SeedOption = Annotated[
    int,
    typer.Option(
        "--seed", parser=read_seed, metavar="N", help="Seed of all chance; the same seed, the same worlds."
    ),
]
StrategyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--strategy",
        metavar="WHO=NAME",
        help="Who decides how; may be given again. WHO is an actor or all; NAME one of "
        "`finalstatus strategies`, or module:function of yours.",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on standard output, nothing else.")
]


def settings(pairs: Sequence[str] | None) -> dict[str, object]:
    """KEY=VALUE pairs as a mapping, each value as what it looks like.

    >>> settings(["rules.council.veto=false", "rules.council.votes=8"])
    {'rules.council.veto': False, 'rules.council.votes': 8}
    """
    out: dict[str, object] = {}
    for pair in pairs or ():
        key, sign, text = pair.partition("=")
        if not sign or not key.strip() or not text.strip():
            raise Refused(f"--set: expected KEY=VALUE such as rules.council.veto=false, found {pair!r}")
        if key.strip() in out:
            raise Refused(f"--set: {key.strip()} is given twice")
        out[key.strip()] = value(text.strip())
    return out


def value(text: str) -> object:
    """What a typed value stands for: true or false, a number, a date, or a word.

    >>> value("2008-02-18"), value("0.5"), value("never")
    (datetime.date(2008, 2, 18), 0.5, 'never')
    """
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    for read in (int, float, date.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def load_scenario(name: str, pairs: Sequence[str] | None = None) -> "Scenario":
    """A scenario by name or path, under changed rules."""
    from sim.scenario import load

    overrides = settings(pairs)
    return load(name, overrides) if overrides else load(name)


def read_strategies(scenario: "Scenario", pairs: Sequence[str] | None) -> dict[str, str]:
    """WHO=NAME pairs as names of strategies by actor id or `all`; a person's own module is loaded from here."""
    named: dict[str, str] = {}
    for pair in pairs or ():
        who, sign, name = (part.strip() for part in pair.partition("="))
        if not (sign and who and name):
            raise Refused(f"--strategy: expected WHO=NAME such as all=hardliner, found {pair!r}")
        if who in named:
            raise Refused(f"--strategy: {who} is given twice")
        named[who] = name
    from_here(named.values())
    from sim.worlds import chosen, names_of

    try:
        return names_of(chosen(scenario, named))
    except ValueError as e:
        raise Refused(f"--strategy: {e}") from e


def from_here(names: Iterable[str]) -> None:
    """Let strategies that are named as module:function be found in the folder that the command is called from."""
    if any(":" in name for name in names):
        sys.path.insert(0, str(Path.cwd()))  # as `python -m` does; workers are told of it


def find_actor(scenario: "Scenario", text: str) -> str:
    """The id of an actor by id, name or alias, in any case."""
    known: dict[str, str] = {}
    for actor, entry in scenario.actors.items():
        for called in (actor, entry.name, *entry.aliases):
            known.setdefault(called.casefold(), actor)
    found = known.get(text.strip().casefold())
    if found is None:
        names = [called for a, x in scenario.actors.items() for called in (x.name, a, *x.aliases)]
        raise Refused(f"actor: {text!r} is not in {scenario.id}; {nearest(text, names)}")
    return found


def print_all(parts: "Iterable[RenderableType]", console: "Console") -> None:
    """Print tables one below the other, without blanks at the ends of lines where nobody watches."""
    if console.is_terminal:
        for part in parts:
            console.print(part)
        return
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()), flush=True)


def standard_output() -> "Console":
    """Where tables go: in colour on a terminal, plain and 100 columns wide when piped."""
    from os import environ

    from rich.console import Console

    piped = not sys.stdout.isatty() and not environ.get("COLUMNS")
    return Console(highlight=False, width=PIPED_WIDTH if piped else None)

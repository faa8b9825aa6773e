"""What is typed of a sweep: keys with their values, read and checked before anything is played."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from sim.commands.errors import Refused
from sim.commands.options import read_strategies, settings, value
from sim.faults import Fault, ScenarioError

if TYPE_CHECKING:
    from sim.schema import Scenario

MAX_VALUES = 1000
"""Values of one key; more could never make a grid."""

Over = dict[str, list[object]]


class Grid(NamedTuple):
    """What was typed of a sweep, read and checked."""

    over: Over
    rules: dict[str, object]
    strategies: dict[str, str]


def checked(
    name: str,
    over: Sequence[str],
    pairs: Sequence[str] | None,
    strategy: Sequence[str] | None,
    measures: Sequence[str],
) -> "tuple[Scenario, Grid]":
    """Scenario and grid; everything that is wrong with any of them at once."""
    from sim.analysis.grid import PLACE, lay_out
    from sim.analysis.sweep import unknown_measures
    from sim.scenario import load

    values, faults = read_over(over)
    rules: dict[str, object] = {}
    played: dict[str, str] = {}
    try:
        rules = settings(pairs)
    except Refused as e:
        faults.append(refusal("--set", e))
    try:
        loaded = load(name)
    except ScenarioError as e:
        raise ScenarioError([*faults, *e.faults]) from e
    wrong = lay_out(loaded, values, rules)[1]
    faults += [fault for fault in wrong if values or fault.file != PLACE]
    try:
        played = read_strategies(loaded, strategy)
    except Refused as e:
        faults.append(refusal("--strategy", e))
    faults += unknown_measures(loaded, measures)
    if faults:
        raise ScenarioError(faults)
    return loaded, Grid(values, rules, played)


def refusal(option: str, error: Refused) -> Fault:
    """What is wrong with an option, as one fault among others."""
    return Fault(option, "", str(error).removeprefix(f"{option}: "))


def read_over(texts: Sequence[str]) -> tuple[Over, list[Fault]]:
    """KEY=V1,V2,... as values by key, and what cannot be read.

    >>> read_over(["rules.patronage=0:1:0.5", "rules.linkage=true,false"])[0]
    {'rules.patronage': [0, 0.5, 1], 'rules.linkage': [True, False]}
    """
    out: Over = {}
    faults: list[Fault] = []
    for text in texts:
        key, sign, listed = (part.strip() for part in text.partition("="))
        try:
            if not sign or not key:
                raise Refused(f"expected KEY=V1,V2,... such as rules.patronage=0,0.5,1, found {text!r}")
            if key in out:
                raise Refused(f"{key} is given twice")
            out[key] = values_of(key, listed)
        except Refused as e:
            faults.append(Fault("over", "", str(e)))
    return out, faults


def values_of(key: str, text: str) -> list[object]:
    """The values of one key: what stands between commas, or a range of numbers."""
    if ":" in text:
        return numbers(key, text)
    parts = [part.strip() for part in text.split(",")]
    if not all(parts):
        raise Refused(f"{key}: expected values with commas between them, found {text!r}")
    return [value(part) for part in parts]


def numbers(key: str, text: str) -> list[object]:
    """A range start:stop:step, its stop included where a step falls on it."""
    try:
        start, end, step = (Decimal(part.strip()) for part in text.split(":"))
        count = int((end - start) / step) + 1 if step > 0 else 0
    except (ValueError, InvalidOperation, OverflowError) as e:
        raise Refused(f"{key}: expected start:stop:step such as 0:1:0.25, found {text!r}") from e
    if count < 1:
        raise Refused(f"{key}: expected a step above 0 and a stop after the start, found {text!r}")
    if count > MAX_VALUES:
        raise Refused(f"{key}: expected at most {MAX_VALUES:,} values, found {count:,} in {text!r}")
    return [value(format((start + i * step).normalize(), "f")) for i in range(count)]

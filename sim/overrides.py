"""Settings that a caller lays over a scenario: `rules.council.veto = false`, `mechanisms.pace = 0.5`."""

import tomllib
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, cast, get_args, get_origin

import numpy as np
from pydantic import BaseModel

from sim.checks.rules import rules_fit
from sim.faults import Fault, nearest
from sim.limits import ends
from sim.mending import Problem, bare, mend, shown
from sim.omissions import OFF, is_omission, omit
from sim.reading import Place, Raw, is_table, table
from sim.schema import Amount, Mechanism, RuleSet, Scenario
from sim.slots import EU, patrons

FILE = "settings"
"""What stands for the file in a fault of a setting."""


class RuleKey(NamedTuple):
    """One rule that can be set."""

    key: str
    default: object
    allowed: str
    doc: str


def rule_keys() -> list[RuleKey]:
    """Every rule that can be set: dotted key, default, allowed values, and what it does.

    >>> [k.default for k in rule_keys() if k.key == "council.votes"]
    [9]
    """
    return keys_of(RuleSet, RuleSet(), "")


def keys_of(model: type[BaseModel], default: BaseModel, above: str) -> list[RuleKey]:
    """The rules of one table and of those in it."""
    out: list[RuleKey] = []
    for name, info in model.model_fields.items():
        if name == "evidence":
            continue
        value: Any = getattr(default, name)
        if isinstance(value, BaseModel):
            out += keys_of(type(value), value, f"{above}{name}.")
        else:
            out.append(
                RuleKey(
                    f"{above}{name}", value, allowed(info.annotation, info.metadata), info.description or ""
                )
            )
    return out


def allowed(kind: Any, metadata: list[Any]) -> str:
    """The values that a rule takes, in words."""
    inner = bare(kind)
    if get_origin(inner) is Literal:
        return " | ".join(map(str, get_args(inner)))
    if get_origin(inner) is dict:
        return f"0 to 1, per patron or for all ({EU}: the members)"
    if inner is bool:
        return "true | false"
    if get_origin(inner) is list:
        return "by_date, or ids with commas between them"
    limits = bounds([*metadata, *nested_metadata(kind)])
    if inner in (int, float):
        return f"{'whole number' if inner is int else 'number'}{limits}"
    return "date (YYYY-MM-DD)"


def nested_metadata(kind: Any) -> list[Any]:
    """Constraints that stand on a member of `X | None`."""
    return [m for arg in get_args(kind) for m in [*getattr(arg, "__metadata__", ())]]


def bounds(metadata: list[Any]) -> str:
    """The ends of a number, in words."""
    found: dict[str, float] = {}
    for entry in metadata:
        for part in getattr(entry, "metadata", [entry]):
            for name in ("ge", "gt", "le", "lt"):
                if getattr(part, name, None) is not None:
                    found[name] = getattr(part, name)
    low = next((f"{sign}{found[k]:g}" for k, sign in (("ge", ""), ("gt", "above ")) if k in found), None)
    high = next((f"{found[k]:g}" for k in ("le", "lt") if k in found), None)
    return f", {low} to {high}" if low and high else ""


# ---------------------------------------------------------------- applying them


def apply(scenario: Scenario, settings: Mapping[str, object]) -> tuple[Scenario, list[Fault]]:
    """The scenario with `settings`, and what is wrong with them; with any fault it is left as it was."""
    raw_rules = scenario.rules.model_dump()
    strengths = dict(scenario.mechanisms)
    found: list[Problem] = []
    rest = scenario
    for given, value in settings.items():
        key = given.strip().replace("__", ".")
        if is_omission(key):
            rest, wrong = omit(rest, key, plain(value))
            found += wrong
        elif key.startswith(GAME):
            rest, wrong = set_amount(rest, key, plain(value))
            found += wrong
        elif key.startswith("mechanisms."):
            found += set_mechanism(strengths, key.removeprefix("mechanisms."), plain(value))
        else:
            found += set_rule(scenario, raw_rules, key.removeprefix("rules."), plain(value))
    made, wrong = mend(RuleSet, raw_rules)
    found += [(("rules", *place), text) for place, text in wrong]
    if not found and made is not None:
        found += list(rules_fit(rest, made))
    faults = [Fault(FILE, ".".join(place), text) for place, text in dict.fromkeys(found)]
    if faults or made is None:
        return scenario, faults
    said = {prefixed(key): as_typed(plain(value)) for key, value in settings.items()}
    update = {"rules": made, "mechanisms": strengths, "settings": {**scenario.settings, **said}}
    return rest.model_copy(update=update), []


def as_typed(value: object) -> str:
    """A value as it is typed after `--set key=`."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def prefixed(key: str) -> str:
    """A setting's key in full: `rules.council.veto`, `mechanisms.pace`."""
    key = key.strip().replace("__", ".")
    return key if key.startswith(("rules.", "mechanisms.", *GAME)) or is_omission(key) else f"rules.{key}"


def plain(value: object) -> object:
    """Text is read as a TOML value, else taken as it is: `false`, `0.5`, `2008-03-01`, `soft`."""
    if isinstance(value, np.generic):
        return cast(Any, value).item()
    if not isinstance(value, str):
        return value
    try:
        parsed = tomllib.loads(f"x = {value.strip()}")
    except Exception:  # odd text is text
        return value.strip()
    return parsed["x"] if list(parsed) == ["x"] else value


GAME = ("moves.", "purse.")
"""The beginnings of keys that set a number of the game."""


def set_amount(scenario: Scenario, key: str, value: object) -> tuple[Scenario, list[Problem]]:
    """One number for an amount of the purse, `purse.party`, or for what a move costs, `moves.visit.cost`."""
    table, _, name = key.partition(".")
    name = name.removesuffix(".cost") if table == "moves" else name
    place: Place = (*key.split("."),)
    known: dict[str, Amount] = (
        {n: move.cost for n, move in scenario.moves.items()} if table == "moves" else scenario.purse
    )
    if name not in known or (table == "moves" and not key.endswith(".cost")):
        keys = [f"{table}.{n}.cost" if table == "moves" else f"{table}.{n}" for n in known]
        return scenario, [(place, f"unknown amount {key!r}; {nearest(key, keys)}")]
    amount = known[name]
    most = 2.0 * max(amount.high, 1.0)
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0.0 <= value <= most
    if not fits:
        return scenario, [(place, f"expected a number from 0 to {most:g}, found {shown(value)}")]
    new = amount.model_copy(update={"low": value, "mode": value, "high": value})
    if table == "purse":
        return scenario.model_copy(update={"purse": {**scenario.purse, name: new}}), []
    move = scenario.moves[name].model_copy(update={"cost": new})
    return scenario.model_copy(update={"moves": {**scenario.moves, name: move}}), []


def set_mechanism(strengths: dict[str, Mechanism], name: str, value: object) -> list[Problem]:
    """One number for a mechanism: low, mode and high at once; `off` is the number at which it does nothing."""
    place = ("mechanisms", name)
    if name not in strengths:
        return [(place, f"unknown mechanism {name!r}; {nearest(name, strengths)}")]
    if value == OFF:
        return switch_off(strengths, name)
    made, wrong = mend(
        Mechanism, {**strengths[name].model_dump(), "low": value, "mode": value, "high": value}
    )
    if wrong or made is None:
        word = f" or {OFF!r}" if strengths[name].off is not None else ""
        return [(place, wrong[0][1].replace("a number", f"a number{word}"))]
    (low, high), (least, most) = reach(strengths[name]), ends(name)
    low, high = max(low, least), min(high, most)
    if not low <= made.mode <= high:
        return [(place, f"expected {low:g} to {high:g} (its range and as much again), found {made.mode:g}")]
    strengths[name] = made
    return []


def switch_off(strengths: dict[str, Mechanism], name: str) -> list[Problem]:
    """Set a mechanism to the number at which it does nothing, if it has one."""
    off = strengths[name].off
    if off is None:
        can = [n for n, m in strengths.items() if m.off is not None]
        return [(("mechanisms", name), f"cannot be switched off; {nearest(name, can)}")]
    strengths[name] = strengths[name].model_copy(update={"low": off, "mode": off, "high": off})
    return []


def reach(mechanism: Mechanism) -> tuple[float, float]:
    """How far a mechanism may be set: its range and as much again on either side, but never through 0."""
    width = max(mechanism.high - mechanism.low, 0.25 * abs(mechanism.mode))
    low = mechanism.low - width
    if mechanism.low >= 0:
        low = max(low, mechanism.low / 4.0)
    return low, mechanism.high + width


def set_rule(scenario: Scenario, raw: Raw, key: str, value: object) -> list[Problem]:
    """Set one rule in the raw rules. What is wrong with the value, the schema says later."""
    known = [k.key for k in rule_keys()]
    *above, last = key.split(".")
    place: Place = ("rules", *above, last)
    if key == "patronage" and not is_table(value):
        raw["patronage"] = dict.fromkeys(patrons(scenario), value)
        return []
    if above == ["patronage"]:
        raw["patronage"] = {**raw["patronage"], last: value}
        return []
    if key not in known:
        inside = [k for k in known if k.startswith(f"{key}.")]
        if inside and is_table(value):
            return [p for name, v in value.items() for p in set_rule(scenario, raw, f"{key}.{name}", v)]
        if inside:
            return [(place, f"expected one of {', '.join(inside)}, found {shown(value)} for all of them")]
        return [(place, f"unknown rule {key!r}; {nearest(key, known)}")]
    node = raw
    for part in above:
        node = table(node[part])
    node[last] = value
    return []

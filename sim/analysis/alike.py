"""Why two arms have the same histories: what was set differently, and how far any world came to where it counts."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from sim.analysis.compare import Compared, Comparison
from sim.overrides import as_typed
from sim.schema import Scenario
from sim.storage import digest

REACHED = {
    "bargaining": ("zopa_width", "a zone of possible agreement at the last scheduled session"),
    "mediation": ("texts", "a text of the mediators"),
    "status": ("agreement_week", "an agreement"),
    "ratification": ("agreement_week", "an agreement"),
    "linkage": ("zopa_width", "a zone of possible agreement at the last scheduled session"),
    "guarantee": ("pact_suits_declarer", "a pact worth signing to the declarer"),
    "council": ("declared", "a declaration"),
    "declaration": ("declared", "a declaration"),
    "recognition": ("declared", "a declaration"),
    "eu_decision": ("declared", "a declaration"),
    "influence": ("declared", "a declaration"),
    "security": ("incidents", "an incident"),
}
"""What the rules of a table need to tell, as a measure above nought: no more than a hint at where to look."""


def alike(found: Comparison) -> Iterator[str]:
    """A line for every arm with the same events as an earlier one: why, as far as it can be known."""
    for i, arm in enumerate(found.arms):
        twin = next((a for a in found.arms[:i] if a.left.digest() == arm.left.digest()), None)
        if twin:
            yield f"{twin.letter} and {arm.letter} have the same events in every world: {why(found, twin, arm)}"


def why(found: Comparison, one: Compared, other: Compared) -> str:
    """What the same events come of."""
    apart = differing(one, other)
    if not apart:
        return "they are the same arm, with nothing set differently"
    moved = one.left.unlike(other.left)
    said = [f"they differ by {'; '.join(apart.values())}"]
    if moved:
        names = ", ".join(moved[:4]) + (f" and {len(moved) - 4} more" if len(moved) > 4 else "")
        said.append(f"this moves {names}, but not far enough for an event")
    else:
        said.append("no measure is another in any world, so no world came to where that counts")
    for name, words in hints(apart):
        worlds = [arm.left.positive[name] for arm in (one, other)]
        said.append(f"with {words}: {worlds[0]:,} and {worlds[1]:,} of {found.worlds:,} worlds")
    return "; ".join(said)


def hints(keys: Mapping[str, str]) -> list[tuple[str, str]]:
    """The measures that tell whether rules had an occasion, each once."""
    heads = [key.partition(".")[0] for key in keys]
    return list(dict.fromkeys(REACHED[head] for head in heads if head in REACHED))


def differing(one: Compared, other: Compared) -> dict[str, str]:
    """What was set differently, in words, by the key of the rule."""
    mine, theirs = all_set(one.scenario), all_set(other.scenario)
    out: dict[str, str] = {}
    for key in dict.fromkeys([*mine, *theirs]):
        if mine.get(key) != theirs.get(key):
            out[key] = f"{key} = {shown(mine, key)} and {shown(theirs, key)}"
    for who in dict.fromkeys([*one.strategies, *other.strategies]):
        names = [arm.strategies.get(who, arm.strategies.get("all", "doctrine")) for arm in (one, other)]
        if names[0] != names[1]:
            out[f"strategy {who}"] = f"the strategy of {who} = {names[0]} and {names[1]}"
    if not out and digest(one.scenario) != digest(other.scenario):
        out["scenario"] = f"the scenario itself, {one.scenario.id} and {other.scenario.id}"
    return out


def all_set(scenario: Scenario) -> dict[str, object]:
    """Every rule in force, and what else was set, by dotted key."""
    out = flat(scenario.effective_rules())
    others = {k: v for k, v in scenario.settings.items() if not k.startswith(("rules.", "mechanisms."))}
    return {**out, **others}


def flat(table: Mapping[str, object], above: str = "") -> dict[str, object]:
    """Tables in tables as one, by dotted key.

    >>> flat({"council": {"veto": True}, "linkage": False})
    {'council.veto': True, 'linkage': False}
    """
    out: dict[str, object] = {}
    for key, value in table.items():
        inner = cast(Mapping[str, object], value) if isinstance(value, dict) else None
        out |= {f"{above}{key}": value} if inner is None else flat(inner, f"{above}{key}.")
    return out


def shown(table: Mapping[str, object], key: str) -> str:
    """What is set for a key, as it is typed; or that nothing is."""
    if key not in table:
        return "as in the scenario"
    value: Any = table[key]
    return ", ".join(map(str, cast(list[object], value))) if isinstance(value, list) else as_typed(value)

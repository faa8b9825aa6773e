"""Why two arms have the same histories: what was set differently, and how far any world came to where it counts."""

from collections.abc import Iterator, Mapping, Sequence
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
    """A line for all arms that have the same events: why, as far as it can be known."""
    groups: dict[str, list[Compared]] = {}
    for arm in found.arms:
        groups.setdefault(arm.left.digest(), []).append(arm)
    for arms in groups.values():
        if len(arms) > 1:
            letters = ", ".join(arm.letter for arm in arms[:-1])
            yield f"{letters} and {arms[-1].letter} have the same events in every world: {why(found, arms)}"


def why(found: Comparison, arms: Sequence[Compared]) -> str:
    """What the same events come of."""
    apart = differing(arms)
    if not apart:
        return "they are the same arm, with nothing set differently"
    moved = list(dict.fromkeys(name for arm in arms[1:] for name in arms[0].left.unlike(arm.left)))
    said = [f"they differ by {'; '.join(apart.values())}"]
    if moved:
        names = ", ".join(moved[:4]) + (f" and {len(moved) - 4} more" if len(moved) > 4 else "")
        said.append(f"that moves {names}, but not far enough for an event")
    else:
        said.append("no measure is another in any world")
    said += [occasion(found, arms, name, words) for name, words in hints(apart)]
    agreed = {name for arm in arms for name, n in arm.left.marks.items() if n}
    if len(agreed) == 1:
        said.append("whatever is agreed in them is the same thing")
    return "; ".join(said)


def occasion(found: Comparison, arms: Sequence[Compared], name: str, words: str) -> str:
    """In how many worlds a rule had an occasion to tell."""
    most = max(arm.left.positive[name] for arm in arms)
    if not most:
        return f"no world came to {words}, without which it cannot tell"
    return f"{most:,} of {found.worlds:,} worlds came to {words}, and in these all lead to the same"


def hints(keys: Mapping[str, str]) -> list[tuple[str, str]]:
    """The measures that tell whether rules had an occasion, each once."""
    heads = [key.partition(".")[0] for key in keys]
    return list(dict.fromkeys(REACHED[head] for head in heads if head in REACHED))


def differing(arms: Sequence[Compared]) -> dict[str, str]:
    """What was set differently, in words, by the key of the rule."""
    tables, out = [all_set(arm.scenario) for arm in arms], dict[str, str]()
    for key in dict.fromkeys(key for table in tables for key in table):
        values = list(dict.fromkeys(shown(table, key) for table in tables))
        if len(values) > 1:
            out[key] = f"{key} = {' or '.join(values)}"
    for who in dict.fromkeys(who for arm in arms for who in arm.strategies):
        names = [arm.strategies.get(who, arm.strategies.get("all", "doctrine")) for arm in arms]
        if len(set(names)) > 1:
            out[f"strategy {who}"] = f"the strategy of {who} = {' or '.join(dict.fromkeys(names))}"
    if not out and len({digest(arm.scenario) for arm in arms}) > 1:
        out["scenario"] = f"what else stands in {' or '.join(dict.fromkeys(a.scenario.id for a in arms))}"
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

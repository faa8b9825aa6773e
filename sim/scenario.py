"""Read a scenario: TOML -> Scenario, with everything it extends, or every fault at once."""

from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from sim import reading
from sim.checks import problems
from sim.faults import Fault, ScenarioError
from sim.mending import Problem, mend, name_place, shown, unhidden
from sim.overrides import RuleKey, apply, rule_keys
from sim.reading import GROUPS, Place, Raw, Reading, is_list, is_table, table
from sim.rubric import rubric
from sim.schema import Kinds, Scenario
from sim.slots import Draft, scale_of, scale_of_issue, worth

__all__ = ["RuleKey", "load", "rule_keys", "shipped"]


def shipped() -> dict[str, Traversable]:
    """The shipped scenarios that can be run, by name."""
    return dict(reading.runnable())


def load(name_or_path: str, overrides: Mapping[str, object] | None = None) -> Scenario:
    """A scenario by shipped name or path, with settings laid over it.

    overrides   rules and mechanisms by dotted key, such as {"rules.council.veto": "false"}; see `rule_keys`

    ScenarioError: what is wrong with the files and the settings, every fault at once.

    >>> load("kosovo_2007", {"council.votes": 10}).rules.council.votes
    10
    """
    files = reading.read(str(name_or_path))
    scenario, faults = checked(files)
    if scenario is not None and overrides:
        scenario, wrong = apply(scenario, overrides)
        faults += [f for f in wrong if not any((g.where, g.problem) == (f.where, f.problem) for g in faults)]
    if faults or scenario is None:
        raise ScenarioError(faults)
    return scenario


def laid_over(scenario: Scenario, overrides: Mapping[str, object]) -> Scenario:
    """A scenario that is loaded already with settings laid over it. ScenarioError: what is wrong with them."""
    if not overrides:
        return scenario
    changed, faults = apply(scenario, overrides)
    if faults:
        raise ScenarioError(faults)
    return changed


def checked(files: Reading) -> tuple[Scenario | None, list[Fault]]:
    """The scenario that the files make, and every fault. With faults, stand-ins are in it."""
    raw, first = prepare(files)
    kinds, of_kinds = mend(Kinds, {"kinds": raw.pop("kinds", {})})
    if "actors" in raw:
        raw["actors"] = with_kinds(raw["actors"], kinds)
    scenario, of_schema = mend(Scenario, raw)
    found = [*first, *of_kinds, *of_schema]
    if scenario is not None:
        draft = Draft(scenario, {} if kinds is None else kinds.kinds)
        found += unhidden(found, problems(draft))
    return scenario, files.faults + [named(files, place, text) for place, text in dict.fromkeys(found)]


def named(files: Reading, place: Place, text: str) -> Fault:
    """A problem as a fault: with its file, and its place by name."""
    return Fault(files.file(place), name_place(place, files.raw), text)


# ---------------------------------------------------------------- before the schema


def prepare(files: Reading) -> tuple[Raw, list[Problem]]:
    """The files' tables with the evidence they cite from codings, and numbers beside every word."""
    raw = dict(files.raw)
    found: list[Problem] = []
    if "id" in raw:
        found.append((("id",), f"is the file's name; leave it out, found {shown(raw['id'])}"))
    raw["id"] = files.stem
    if files.coded and is_table(raw.get("evidence", {})):
        cited = set(evidence_in(raw))
        raw["evidence"] = {**{k: v for k, v in files.coded.items() if k in cited}, **raw.get("evidence", {})}
    for section in ("actors", "kinds"):
        if is_table(raw.get(section)):
            raw[section] = {n: filled_actor(raw, (section, n), a, found) for n, a in raw[section].items()}
    for section in ("status_quo", "declared"):
        if is_table(raw.get(section)):
            raw[section] = {n: filled(raw, scale_of_issue(n), s) for n, s in raw[section].items()}
    if is_table(raw.get("headcounts")):
        raw["headcounts"] = {n: filled(raw, "count", s) for n, s in raw["headcounts"].items()}
    return raw, found


def evidence_in(node: Any) -> Iterator[str]:
    """Every id in a list called `evidence`, at any depth."""
    if is_table(node):
        for key, value in node.items():
            if key == "evidence" and is_list(value):
                yield from (x for x in value if isinstance(x, str))
            elif is_table(value):
                yield from evidence_in(value)


def filled_actor(raw: Raw, place: Place, actor: Any, found: list[Problem]) -> Any:
    """An actor or a kind with numbers beside its words."""
    if not is_table(actor):
        return actor
    out = dict(actor)
    for group in GROUPS:
        if not is_table(actor.get(group)):
            continue
        for name, stance in actor[group].items():
            if is_table(stance) and "inherited" in stance:
                found.append(((*place, group, name, "inherited"), "is set by the loader; leave it out"))
        scales = {n: None if group == "salience" else scale(group, n) for n in actor[group]}
        out[group] = {n: filled(raw, scales[n], s) for n, s in actor[group].items()}
    return out


def scale(group: str, name: str) -> str | None:
    """The rubric's scale for a stance of an actor."""
    return scale_of(name) if group == "stance" else scale_of_issue(name)


def filled(raw: Raw, scale: str | None, stance: Any) -> Any:
    """Low, mode and high of a stance that has a word only; what is wrong with the word, a check says."""
    if not is_table(stance) or scale is None:
        return stance
    word, speaker = stance.get("word"), speaker_of(raw, stance.get("evidence"))
    if {"low", "mode", "high"} & stance.keys() or not isinstance(word, str) or speaker is None:
        return stance
    if word not in rubric().scales[scale].words:
        return stance
    low, mode, high = worth(scale, word, speaker)
    return {**stance, "low": low, "mode": mode, "high": high}


def speaker_of(raw: Raw, ids: Any) -> str | None:
    """Who says it: the speaker of the first item of evidence, if the rubric knows it."""
    first: Any = ids[0] if is_list(ids) and ids else None
    item = table(raw.get("evidence")).get(first) if isinstance(first, str) else None
    speaker = table(item).get("speaker")
    return speaker if isinstance(speaker, str) and speaker in rubric().speakers else None


def with_kinds(actors: Any, kinds: Kinds | None) -> Any:
    """Actors with what they take from their kind."""
    if not is_table(actors) or kinds is None:
        return actors
    taken = {name: kind.model_dump(exclude_none=True) for name, kind in kinds.kinds.items()}
    return {name: inherit(actor, taken) for name, actor in actors.items()}


def inherit(actor: Any, kinds: Mapping[str, Raw]) -> Any:
    """An actor with the stances of its kind where it has none of its own, and the roles of both."""
    if not is_table(actor):
        return actor
    name = actor.get("kind")
    kind = kinds.get(name, {}) if isinstance(name, str) else {}
    out = dict(actor)
    for group in GROUPS:
        own: Any = actor.get(group, {})
        if is_table(own):
            taken = {k: {**v, "inherited": True} for k, v in table(kind.get(group)).items()}
            own = {
                k: {j: x for j, x in v.items() if j != "inherited"} if is_table(v) else v
                for k, v in own.items()
            }
            out[group] = {**taken, **own}
    roles, below = actor.get("roles", []), kind.get("roles", [])
    if is_list(roles):
        out["roles"] = [*below, *(r for r in roles if r not in below)]
    return out

"""Read a scenario: TOML -> Scenario, with everything it extends, or every fault at once."""

import csv
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from sim.rubric import rubric
from sim.schema import Scenario

Raw = dict[str, Any]


def shipped() -> dict[str, Traversable]:
    """The shipped scenarios, by name."""
    out: dict[str, Traversable] = {}
    for entry in sorted(files("scenarios").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml") and entry.name not in ("rubric.toml", "mechanisms.toml"):
            out[entry.name.removesuffix(".toml")] = entry
    return out


def load(name: str) -> Scenario:
    """A scenario by shipped name or path."""
    raw = read(name)
    return Scenario.model_validate(raw)


def read(name: str) -> Raw:
    entry: Traversable | Path = shipped()[name] if name in shipped() else Path(name)
    raw = tomllib.loads(entry.read_text(encoding="utf-8"))
    if "extends" in raw:
        parent = read_raw(raw.pop("extends"))
    else:
        parent = tomllib.loads(files("scenarios").joinpath("mechanisms.toml").read_text(encoding="utf-8"))
    merged = merge_scenario(parent, raw)
    return finish(merged, name)


def read_raw(name: str) -> Raw:
    entry: Traversable | Path = shipped()[name] if name in shipped() else Path(name)
    raw = tomllib.loads(entry.read_text(encoding="utf-8"))
    if "extends" in raw:
        return merge_scenario(read_raw(raw.pop("extends")), raw)
    return merge_scenario(tomllib.loads(files("scenarios").joinpath("mechanisms.toml").read_text(encoding="utf-8")), raw)


def merge_scenario(parent: Raw, child: Raw) -> Raw:
    for path in child.pop("without", []):
        table, _, key = path.rpartition(".")
        target: Any = parent
        for part in table.split("."):
            target = target[part]
        del target[key]
    return merge(parent, child)


def merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> Raw:
    """Tables merge key by key; anything else, and a stance as a whole, is replaced."""
    out = deepcopy(dict(below))
    for key, value in above.items():
        old = out.get(key)
        if isinstance(old, dict) and isinstance(value, Mapping) and not is_stance(value):
            out[key] = merge(old, value)
        else:
            out[key] = deepcopy(value)
    return out


def is_stance(value: Mapping[str, Any]) -> bool:
    return "evidence" in value and ("word" in value or "low" in value)


def finish(raw: Raw, name: str) -> Raw:
    out = dict(raw)
    kinds = out.pop("kinds", {})
    coding = out.pop("coding", None)
    for actor in out["actors"].values():
        inherit(actor, kinds.get(actor.get("kind"), {}))
    if coding:
        evidence = coded(coding)
        cited = set(_cited(out))
        out["evidence"] = {**{k: v for k, v in evidence.items() if k in cited}, **out.get("evidence", {})}
    fill(out)
    out["id"] = Path(name).stem
    return out


def inherit(actor: Raw, kind: Raw) -> None:
    for key in ("ideal", "position", "salience", "stance"):
        own = actor.get(key, {})
        below = {k: {**v, "inherited": True} for k, v in kind.get(key, {}).items()}
        actor[key] = {**below, **own}
    actor["roles"] = list(dict.fromkeys([*kind.get("roles", []), *actor.get("roles", [])]))


def coded(path: str) -> dict[str, Raw]:
    text = files("scenarios").joinpath(path).read_text(encoding="utf-8")
    out: dict[str, Raw] = {}
    for row in csv.DictReader(text.splitlines()):
        keep = {k: row[k] for k in ("document", "kind", "speaker", "interest", "known_by", "paraphrase", "scale", "word", "strength")}
        out[row["id"]] = {**keep, "paragraph": int(row["paragraph"])}
    return out


def _cited(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = node.get("evidence")
        out = list(own) if isinstance(own, list) else []
        for value in node.values():
            out += _cited(value)
        return out
    if isinstance(node, list):
        return [x for v in node for x in _cited(v)]
    return []


def fill(raw: Raw) -> None:
    """Low, mode and high of a stance that has a word only."""
    for actor in raw["actors"].values():
        for key in ("ideal", "position", "salience", "stance"):
            for field, stance in actor.get(key, {}).items():
                if "word" in stance and "low" not in stance:
                    scale = {"hope": "likelihood"}.get(field, field)
                    speaker = raw["evidence"][stance["evidence"][0]]["speaker"]
                    low, mode, high = rubric().hull(scale, stance["word"], speaker)
                    stance.update(low=low, mode=mode, high=high)

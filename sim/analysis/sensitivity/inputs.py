"""The uncertain values of a scenario: what a world draws once by a stream of its own, and rules that are varied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.arrays import Array
from sim.overrides import as_typed
from sim.rubric import rubric
from sim.sampling import Sampler, choose, headcount_weights, one_member, sample
from sim.schema import Scenario
from sim.setting import Setting
from sim.worlds import DRAW_BLOCK, uniforms

LUCK = "luck"
"""The dummy: it picks the luck of a run and nothing else."""
OTHERS = "others"
"""All values that are not looked at one by one."""

KINDS = {
    "item": "stance",
    "prior": "stance",
    "driver": "stance",
    "count": "stance",
    "outcome": "stance",
    "word": "rubric",
    "reliability": "rubric",
    "interest": "rubric",
    "mechanism": "mechanism",
    "flashpoint": "flashpoint",
    "event": "date",
}
"""Kinds of values by the beginning of the stream that draws them. Streams without a slash are luck."""


@dataclass(frozen=True)
class Input:
    """A value that is uncertain: drawn once a world, or a rule that is varied."""

    id: str
    """the name of its stream, or the key of the rule"""
    name: str
    kind: str
    """stance, rubric, mechanism, move, flashpoint, date, rule"""
    subject: str
    """whose or of what: what may be varied together"""
    width: int = 1
    """uniform numbers that it takes: one for each candidate where a head-count chooses among several"""
    values: tuple[object, ...] = ()
    """of a rule"""


def inputs_of(scenario: Scenario, setting: Setting, over: Mapping[str, Sequence[object]]) -> list[Input]:
    """Every stance, rubric value, mechanism, effect of a move and date that a world draws; then the chosen rules.

    They are found by drawing a world and noting which streams are asked, so that none can be forgotten. What has
    the same low and high is left out.
    """
    seen: dict[str, int] = {}

    def noted(name: str, n: int) -> Array:
        seen[name] = max(seen.get(name, 0), n)
        return uniforms(1, name, 0, 0, n, 1)

    sample(scenario, setting, noted)
    drawn = [
        of_stream(scenario, name, n) for name, n in seen.items() if "/" in name and varies(scenario, name)
    ]
    rules = [
        Input(key, rule_name(key, values), "rule", key, 1, tuple(values)) for key, values in over.items()
    ]
    return drawn + rules


def varies(scenario: Scenario, stream: str) -> bool:
    """Has a value more than one that it can take? Asked of mechanisms, which can be set from outside."""
    kind, _, name = stream.partition("/")
    return kind != "mechanism" or scenario.mechanisms[name].low < scenario.mechanisms[name].high


def rule_name(key: str, values: Sequence[object]) -> str:
    """A rule with the values that it takes.

    >>> rule_name("rules.council.veto", [True, False])
    'council.veto: true, false'
    """
    listed = ", ".join(map(as_typed, values))
    return f"{key.removeprefix('rules.')}: {listed if len(listed) < 40 else f'{len(values)} values'}"


def of_stream(scenario: Scenario, stream: str, width: int) -> Input:
    """The value behind a stream, with a name for people."""
    kind, *rest = stream.split("/")
    name, subject, sort = " ".join(rest), kind, KINDS.get(kind, "stance")
    if kind in ("item", "reliability"):
        who, what = scenario.actors[rest[0]].name, rest[1:] or ["credibility"]
        name, subject = f"{who}: {spaced(*what)}", who
    elif kind == "word":
        name, subject = f"the word “{spaced(*rest[1:])}” ({spaced(rest[0])})", f"words of {spaced(rest[0])}"
    elif kind == "prior":
        name = subject = f"common leaning of every {spaced(rest[0])} whom no report names"
    elif kind == "interest":
        name = subject = f"what a count by an {spaced(rest[0])} is worth"
    elif kind in ("driver", "count"):
        name, subject = f"{kind}: {spaced(*rest)}", "drivers" if kind == "driver" else "counts"
    elif kind == "outcome":
        name, subject = f"where “{spaced(rest[0])}” lies: {spaced(*rest[1:])}", "outcomes that nobody signs"
    elif kind == "event":
        name = subject = f"date: {rest[0]} {int(rest[1]) + 1}"
    elif kind == "flashpoint":
        place = scenario.flashpoints[rest[0]].name
        name, subject = f"{place}: {spaced(*rest[1:])}", f"flashpoint: {place}"
    elif kind == "mechanism":
        sort = "move" if rest[0] in effects_of_moves() else "mechanism"
        name, subject = spaced(*rest), "effects of moves" if sort == "move" else f"mechanism: {spaced(*rest)}"
    return Input(stream, name, sort, subject, width)


def spaced(*words: str) -> str:
    """Names in words."""
    return " ".join(words).replace("_", " ")


@cache
def effects_of_moves() -> frozenset[str]:
    """The mechanisms that stand with the moves in moves.toml."""
    import tomllib
    from importlib.resources import files

    text = files("scenarios").joinpath("moves.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["mechanisms"])


def values_drawn(
    scenario: Scenario, setting: Setting, inputs: Sequence[Input], seed: int, worlds: int
) -> Array:
    """The uniform numbers behind the inputs in the worlds of a run, which need not be played. (world, input + 1)

    Where a head-count chooses among candidates, the number of the one that it chose. The last column is the dummy:
    a number that a world has and does not use.
    """
    blocks = range(-(-worlds // DRAW_BLOCK))
    return np.concatenate([of_block(scenario, setting, inputs, seed, b) for b in blocks])[:worlds]


def of_block(scenario: Scenario, setting: Setting, inputs: Sequence[Input], seed: int, block: int) -> Array:
    """The same of one draw block."""

    def draw(name: str, n: int) -> Array:
        return uniforms(seed, name, block, 0, n)

    out = np.empty((DRAW_BLOCK, len(inputs) + 1))
    for i, one in enumerate(inputs):
        if one.width == 1:
            out[:, i] = draw(stream_of(one), 1)[:, 0]
    out[:, -1] = draw(f"sensitivity/{LUCK}", 1)[:, 0]
    several = [i for i, one in enumerate(inputs) if one.width > 1]
    if several:
        by = Sampler(scenario, draw, rubric())
        ready = [one_member(scenario, by, name, actor)[0] for name, actor in scenario.actors.items()]
        weights = headcount_weights(scenario, setting, by, np.stack(ready, axis=-1))
        numbers = np.stack([draw(inputs[i].id, inputs[i].width) for i in several], axis=-1)
        out[:, several] = choose(numbers, weights, draw("headcount", 1)[..., 0])
    return out


def stream_of(one: Input) -> str:
    """The stream of an input's uniform numbers; a rule, which nothing draws, gets one of its own."""
    return f"sensitivity/{one.id}" if one.values else one.id


def level(one: Input, u: Array) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Which of a rule's values a uniform number stands for.

    >>> level(Input("k", "k", "rule", "k", 1, (True, False)), np.array([0.2, 0.7])).tolist()
    [0, 1]
    """
    return np.minimum((u * len(one.values)).astype(np.int64), len(one.values) - 1)

"""The grid of a sweep: every combination of values, and what is wrong with any of them."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

from sim.faults import Fault, ScenarioError
from sim.overrides import as_typed, plain, prefixed
from sim.scenario import laid_over
from sim.schema import Scenario

MAX_ARMS = 1000
PLACE = "over"
"""What stands for the file in a fault of a grid."""

Point = dict[str, object]
"""The settings of one arm by key."""


def grid(axes: Mapping[str, Sequence[object]]) -> list[Point]:
    """Every combination of values, the last key running fastest.

    >>> grid({"a": [1, 2], "b": ["x"]})
    [{'a': 1, 'b': 'x'}, {'a': 2, 'b': 'x'}]
    """
    return [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]


def lay_out(
    scenario: Scenario, over: Mapping[str, Sequence[object]], rules: Mapping[str, object]
) -> tuple[list[Scenario], list[Fault]]:
    """The scenario of every arm of the grid, and everything that is wrong with any of them."""
    faults = [*grid_faults(over), *clashes([*rules], [*over])]
    sizes = [len(values) for values in over.values()]
    if prod(sizes) > MAX_ARMS:
        counted = " x ".join(map(str, sizes)) + f" = {prod(sizes):,}"
        faults.append(Fault(PLACE, "", f"expected at most {MAX_ARMS:,} arms, found {counted}"))
        return [], faults
    scenarios: list[Scenario] = []
    for point in grid(over):
        try:
            scenarios.append(laid_over(scenario, {**rules, **point}))
        except ScenarioError as e:
            faults += e.faults
    return scenarios, list(dict.fromkeys(faults))


def grid_faults(over: Mapping[str, Sequence[object]]) -> list[Fault]:
    """What is wrong with a grid before any value is looked at."""
    faults = [] if over else [Fault(PLACE, "", "expected at least one key with its values, found none")]
    for key, values in over.items():
        texts = [as_typed(plain(value)) for value in values]
        if len(texts) < 2:
            found = repr(texts[0]) if texts else "none"
            faults.append(Fault(PLACE, key, f"expected two or more values, found {found}"))
        twice = dict.fromkeys(text for text in texts if texts.count(text) > 1)
        faults += [Fault(PLACE, key, f"the value {text!r} is given twice") for text in twice]
    return faults


def clashes(rules: Sequence[str], over: Sequence[str]) -> list[Fault]:
    """Settings that would undo one another: the same key twice, or a whole after one of its parts."""
    faults: list[Fault] = []
    keys = [prefixed(key) for key in (*rules, *over)]
    for i, key in enumerate(keys[len(rules) :], len(rules)):
        for j, other in enumerate(keys[:i]):
            if key == other:
                how = "is set for all arms as well" if j < len(rules) else "is given twice"
                faults.append(Fault(PLACE, key, how))
            elif other.startswith(f"{key}."):
                faults.append(Fault(PLACE, key, f"would undo {other}, which is given before it"))
    return faults

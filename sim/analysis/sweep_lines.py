"""What the figures of a sweep draw: which arms a line joins, how it looks, and its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import nan, prod
from typing import Any

from sim.analysis.drawing import BLUE, GREEN, INK, ORANGE, PURPLE, SKY
from sim.analysis.grid import Point, grid
from sim.analysis.sweep import Sweep, Value
from sim.analysis.units import SHARE
from sim.extras import need
from sim.overrides import as_typed

MANY = 8
"""Lines in a panel; beyond, the third key has a figure for each of its values."""
COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, INK, "#E69F00")
STYLES, MARKERS = ("-", "--", ":", "-."), ("o", "s", "^", "D")


@dataclass(frozen=True)
class Line:
    """The arms that one line joins, and how it is drawn."""

    settings: Point
    colour: Any
    style: int

    @property
    def name(self) -> str:
        """What the line is called."""
        return ", ".join(f"{short(key)} = {as_typed(v)}" for key, v in self.settings.items())


def short(key: str) -> str:
    """A key without what all keys have."""
    return key.removeprefix("rules.").removeprefix("mechanisms.")


def numeric(values: Sequence[object]) -> bool:
    """Are these places on a line: numbers, or dates?

    >>> numeric((0, 0.5)), numeric((True, False)), numeric(("hard", "none"))
    (True, False, False)
    """
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
    return numbers or all(isinstance(v, date) for v in values)


def first_key(sweep: Sweep) -> str:
    """The key along the axis: the first numeric one, else the first."""
    return next((key for key, values in sweep.over.items() if numeric(values)), next(iter(sweep.over)))


def sheets(sweep: Sweep) -> list[tuple[Point, list[Line]]]:
    """One figure with all lines, or one for each value of what would make them too many."""
    others = {key: values for key, values in sweep.over.items() if key != first_key(sweep)}
    if not others:
        return [({}, [Line({}, BLUE, 0)])]
    second = next(iter(others))
    rest = {key: values for key, values in others.items() if key != second}
    colours = palette(len(others[second]))
    if prod(map(len, others.values())) <= MANY:
        styles = list(enumerate(grid(rest)))
        pairs = list(zip(others[second], colours, strict=True))
        return [({}, [Line({second: v, **point}, c, i) for v, c in pairs for i, point in styles])]
    lines = [Line({second: v}, c, 0) for v, c in zip(others[second], colours, strict=True)]
    return [(point, lines) for point in grid(rest)]


def palette(n: int) -> Sequence[Any]:
    """Colours that every kind of colour vision tells apart; for many, a scale from dark to light."""
    if n <= len(COLOURS):
        return COLOURS[:n]
    scale = need("matplotlib", "results").colormaps["cividis"]
    return [scale(0.95 * i / (n - 1)) for i in range(n)]


Curve = list[tuple[float, float, float]]
"""Mean, low and high at each value of the key along the axis; NaN where there is none."""


def curve(sweep: Sweep, kind: str, name: str, settings: Point) -> Curve:
    """The arms of one line, in the order of the values along the axis."""
    arms = {tuple(arm.settings.values()): getattr(arm, kind)[name] for arm in sweep.arms}
    key, out = first_key(sweep), Curve()
    for value in sweep.over[key]:
        point = {**settings, key: value}
        out.append(scaled(arms.get(tuple(point[k] for k in sweep.over))))
    return out


def scaled(value: Value | None) -> tuple[float, float, float]:
    """Mean, low and high as they are drawn: shares in per cent."""
    if value is None or value.mean is None or value.low is None or value.high is None:
        return nan, nan, nan
    factor = 100.0 if value.unit == SHARE else 1.0
    return factor * value.mean, factor * value.low, factor * value.high

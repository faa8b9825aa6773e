"""The systems of the reports, and what each one does: switched off, the measure it should move moves.

`scenarios/systems.toml` lists them. Both arms of a row share their luck, so that the difference is due to
the switch. Such a row verifies the code; it says nothing of whether the theory is right (MODEL.md).
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from sim.analysis.paired import Difference, difference
from sim.arrays import Array
from sim.results import Results
from sim.scenario import load
from sim.schema import Scenario, Table
from sim.worlds import Progress, run_arms

ERRORS = 3.0
"""How many paired standard errors an effect must pass."""


class System(Table):
    """One system: the reports' situation, the mechanism that stands for it, and what shows that it works."""

    name: str
    situation: str
    rows: Annotated[list[str], Field(min_length=1)]
    """coded items of the reports that it rests on"""
    mechanism: str
    rule: str
    """the function behind it, as module.function below `sim`"""
    given: Annotated[dict[str, str], Field(default_factory=dict)]
    """settings of both arms"""
    switch: Annotated[dict[str, str], Field(min_length=1)]
    """settings that switch it off"""
    measure: str
    """as it stands in `run --json`"""
    then: Literal["rises", "falls"]
    """what the measure does when it is switched off"""
    least: Annotated[float, Field(gt=0)]
    unit: str
    unrelated: str
    """a measure that stays within noise"""


@dataclass(frozen=True)
class Row:
    """What a system does, measured."""

    id: str
    system: System
    base: float
    """mean of the measure with the system"""
    sd: float
    """its standard deviation over worlds"""
    effect: Difference
    """of switching it off"""
    unrelated: Difference | None
    """None where no world has both"""

    @property
    def works(self) -> bool:
        """In the stated direction, past the least effect and past three paired standard errors?"""
        sign = 1.0 if self.system.then == "rises" else -1.0
        moved = sign * self.effect.mean
        return moved >= self.system.least and moved > ERRORS * self.effect.error

    @property
    def apart(self) -> bool:
        """Does the unrelated measure stay within three paired standard errors?"""
        other = self.unrelated
        return other is not None and abs(other.mean) <= ERRORS * other.error


@cache
def systems() -> dict[str, System]:
    """The systems by id, in their order."""
    text = files("scenarios").joinpath("systems.toml").read_text(encoding="utf-8")
    return {name: System.model_validate(entry) for name, entry in tomllib.loads(text)["systems"].items()}


def scenario_of() -> str:
    """The scenario that the rows are measured on."""
    text = files("scenarios").joinpath("systems.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["scenario"])


def function_of(system: System) -> object:
    """The function behind a system. AttributeError or ImportError where there is none."""
    module, _, name = system.rule.rpartition(".")
    return getattr(import_module(f"sim.{module}"), name)


def measure_systems(
    worlds: int = 2_000,
    seed: int = 1,
    only: Sequence[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Row]:
    """Every system, or those named in `only`, measured on the same luck.

    progress   called with the worlds finished so far, of all arms
    """
    chosen = {id_: s for id_, s in systems().items() if not only or id_ in only}
    columns = played(chosen, worlds, seed, workers, progress)
    return [row(id_, s, columns[key(s.given)], columns[key(s.given | s.switch)]) for id_, s in chosen.items()]


def arms_of(chosen: Mapping[str, System]) -> dict[str, dict[str, str]]:
    """The different arms that some systems need, by key; many share a base."""
    settings = [s for system in chosen.values() for s in (system.given, system.given | system.switch)]
    return {key(s): s for s in settings}


def key(settings: Mapping[str, str]) -> str:
    """Settings as a text of their own."""
    return ", ".join(f"{k}={settings[k]}" for k in sorted(settings))


def played(
    chosen: Mapping[str, System], worlds: int, seed: int, workers: int | None, progress: Progress | None
) -> dict[str, dict[str, Array]]:
    """The columns that are needed, by arm and measure."""
    arms = arms_of(chosen)
    needed = {m for s in chosen.values() for m in (s.measure, s.unrelated)}
    scenarios: list[Scenario] = [load(scenario_of(), settings) for settings in arms.values()]
    out: dict[str, dict[str, Array]] = {}
    with closing(run_arms(scenarios, worlds, seed, workers=workers, progress=progress)) as results:
        for name, result in zip(arms, results, strict=True):
            out[name] = dict(columns_of(result, needed))
    return out


def columns_of(result: Results, names: set[str]) -> Iterator[tuple[str, Array]]:
    """Some measures per world."""
    for name in sorted(names):
        yield name, result.column(name)


def row(id_: str, system: System, base: Mapping[str, Array], off: Mapping[str, Array]) -> Row:
    """One system, measured: the arm with it and the arm without. ValueError: no world has the measure in both."""
    found = difference(base[system.measure], off[system.measure], happens(base[system.measure]))
    if found is None:
        raise ValueError(f"{id_}: fewer than two worlds have {system.measure!r} in both arms; play more")
    other = difference(base[system.unrelated], off[system.unrelated], happens(base[system.unrelated]))
    values = base[system.measure]
    return Row(id_, system, float(np.nanmean(values)), float(np.nanstd(values)), found, other)


def happens(values: Array) -> bool:
    """Does a column hold 0 and 1 alone: does it happen in a world, or not?"""
    return bool(np.isin(values[~np.isnan(values)], (0.0, 1.0)).all())

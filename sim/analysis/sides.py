"""The arms of a comparison: what each is, whether they share their luck, and their worlds."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np

from sim.faults import NotComparable
from sim.kept import Kept, open_run, pieces
from sim.measures import Finished
from sim.overrides import as_typed
from sim.results import Results
from sim.scenario import load
from sim.schema import Scenario
from sim.setting import Setting
from sim.storage import code_digest
from sim.strategies import Strategy
from sim.worlds import Job, Workers, block_sizes, side_by_side

WORLDS = 4_000
"""Worlds of each arm where nothing is said and no arm is on disk."""
MAX_ARMS = 26
"""Arms have a letter each."""


@dataclass(frozen=True)
class Side:
    """An arm before it is played: a scenario with who plays how in it, or worlds that are there."""

    name: str
    scenario: Scenario
    strategies: Mapping[str, Strategy | str] = field(default_factory=dict[str, Strategy | str])
    there: Kept | Results | None = None
    """worlds that have been played"""

    @property
    def seed(self) -> int | None:
        """The seed of the worlds that are there."""
        if isinstance(self.there, Results):
            return self.there.seed
        return self.there.plan.seed if self.there else None

    @property
    def worlds(self) -> int | None:
        """How many worlds are there, from the first one without a gap."""
        if self.there is None or isinstance(self.there, Results):
            return self.there.worlds if self.there else None
        reach = 0
        for entry in self.there.entries:
            if entry.first != reach:
                break
            reach += entry.worlds
        return reach


Said = Side | Scenario | Results | Kept | Path | str | tuple[str, Mapping[str, object]]
"""How an arm can be named: the folder of a run or its results; a scenario, or its name, with settings beside it."""


def side(arm: Said, strategies: Mapping[str, Strategy | str]) -> Side:
    """An arm as it was named."""
    if isinstance(arm, Side):
        return arm
    if isinstance(arm, Results):
        return Side(named(arm.scenario), arm.scenario, arm.strategies, arm)
    if isinstance(arm, Scenario):
        return Side(named(arm), arm, strategies)
    if isinstance(arm, tuple):
        return side(load(arm[0], arm[1]), strategies)
    if isinstance(arm, str) and not Path(arm).is_dir():
        return side(load(arm), strategies)
    kept = arm if isinstance(arm, Kept) else open_run(Path(arm))
    return Side(str(kept.folder), kept.plan.scenario, kept.plan.strategies, kept)


def named(scenario: Scenario) -> str:
    """A scenario with its settings, as an ARM is typed."""
    return ",".join([scenario.id, *(f"{k}={as_typed(v)}" for k, v in scenario.settings.items())])


def played_by(side: Side) -> Mapping[str, str]:
    """The names of the strategies of worlds that are there."""
    return (
        side.there.strategies
        if isinstance(side.there, Results)
        else side.there.plan.strategies
        if side.there
        else {}
    )


# ------------------------------------------------------------------ whether they share their luck


def fits(sides: Sequence[Side]) -> None:
    """Refuse arms that cannot share their luck."""
    if not 2 <= len(sides) <= MAX_ARMS:
        raise NotComparable(f"expected from two to {MAX_ARMS} arms, found {len(sides)}")
    first = sides[0]
    for other in sides[1:]:
        if list(other.scenario.actors) != list(first.scenario.actors):
            raise NotComparable(
                f"expected arms with the same actors, which share their luck; {first.name!r} has "
                f"{len(first.scenario.actors)} and {other.name!r} has {len(other.scenario.actors)}"
                + (" others" if len(first.scenario.actors) == len(other.scenario.actors) else "")
            )
    for each in sides:
        if each.worlds == 0:
            raise NotComparable(f"{each.name!r} holds no finished block of worlds yet")


def common_seed(sides: Sequence[Side], seed: int | None) -> int:
    """The seed of all arms. NotComparable: those on hand have different ones, or another than is wanted."""
    given = [("--seed", seed), *((s.name, s.seed) for s in sides)]
    found = [(name, n) for name, n in given if n is not None]
    for name, other in found[1:]:
        if other != found[0][1]:
            raise NotComparable(
                f"expected arms of one seed, found {found[0][1]} in {found[0][0]!r} and {other} in {name!r}; "
                "only worlds of the same luck can be compared one by one"
            )
    return found[0][1] if found else 1


def common_worlds(sides: Sequence[Side], worlds: int | None) -> int:
    """How many worlds all arms have."""
    if worlds is not None and worlds < 1:
        raise ValueError(f"expected at least 1 world, found {worlds!r}")
    there = [n for n in (worlds, *(s.worlds for s in sides)) if n is not None]
    return min(there, default=WORLDS)


def remarks(sides: Sequence[Side], settings: Sequence[Setting], worlds: int) -> Iterator[str]:
    """What else has to be known of a comparison."""
    longer = [s.name for s in sides if s.worlds is not None and s.worlds > worlds]
    if longer:
        yield f"compared over the first {worlds:,} worlds, which all arms have; there are more in {', '.join(longer)}"
    made = {str(s.there.manifest.get("code_sha256")) for s in sides if isinstance(s.there, Kept)}
    if made and any(s.there is None for s in sides):
        made.add(code_digest())
    if len(made) > 1:
        yield "the arms were played by different versions of the model, and part of what differs may come of that"
    for other, setting in zip(sides[1:], settings[1:], strict=True):
        if setting.start != settings[0].start:
            yield (
                f"{sides[0].name} begins on {settings[0].start}, {other.name} on {setting.start}: weeks are counted "
                "from there, and the luck of a week is that of another date"
            )
        if setting.weeks != settings[0].weeks:
            yield f"{sides[0].name} is {settings[0].weeks} weeks long, {other.name} {setting.weeks}"


# ------------------------------------------------------------------ the worlds


def blocks(
    sides: Sequence[Side], jobs: Mapping[int, Job], worlds: int, workers: Workers
) -> Generator[list[Finished]]:
    """The worlds of all arms, a draw block at a time."""
    there = {i: worlds_of(s.there) for i, s in enumerate(sides) if s.there is not None}
    played = side_by_side(list(jobs.values()), worlds, workers)
    try:
        for size in block_sizes(worlds):
            row: list[Finished] = []
            for i in range(len(sides)):
                source = there.get(i, played)
                row.append(first(next(source), size))
            yield row
    finally:
        played.close()


def worlds_of(there: Kept | Results) -> Iterator[Finished]:
    """Worlds that are there, a draw block at a time."""
    if isinstance(there, Kept):
        return there.parts()
    nothing = np.zeros((there.worlds, 0))
    return pieces(
        Finished(
            outcome=there.outcome,
            measures=there.columns,
            recognised_week=there.recognised_week,
            mission_backed=there.mission_backed,
            heads=nothing.astype(np.int64),
            tension=nothing,
            stance=there.stance,
        )
    )


def first(part: Finished, worlds: int) -> Finished:
    """The first worlds of a block."""
    if len(part.outcome) == worlds:
        return part
    cut: dict[str, Any] = {f.name: getattr(part, f.name) for f in fields(Finished) if f.name != "measures"}
    cut = {name: values[:worlds] for name, values in cut.items()}
    return Finished(**cut, measures={name: values[:worlds] for name, values in part.measures.items()})

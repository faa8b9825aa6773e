"""Arms held side by side on the same luck: world k of each differs by what was set alone.

Each arm is compared with the first one, world by world. What is kept does not grow with the worlds: means and
variances of every column and of its difference, a hash of what happened, and how spread out it is.
"""

import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np

from sim.analysis.footprint import Footprint
from sim.analysis.paired import Pairs
from sim.analysis.sweep import Value, value_of
from sim.analysis.units import SHARE, unit
from sim.arrays import Array
from sim.compile import compile_setting
from sim.faults import NotComparable
from sim.kept import Kept, open_run, pieces
from sim.measures import Finished
from sim.overrides import as_typed
from sim.results import Results
from sim.scenario import load
from sim.schema import Scenario
from sim.setting import Setting
from sim.spread import Spread
from sim.strategies import Strategy
from sim.worlds import Job, Progress, Workers, block_sizes, held_back, job_of, side_by_side

WORLDS = 4_000
"""Worlds of each arm where nothing is said and no arm is on disk."""
MAX_ARMS = 26
"""Arms have a letter each."""
OUTCOME, MEASURE, STATE = "outcome", "measure", "state"
"""Kinds of what is compared: how a world ends; what is measured in it; whether a state has recognised."""

Key = tuple[str, str]
"""Kind and name of what is compared."""


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


@dataclass(frozen=True)
class Paired(Value):
    """The share or the mean of an arm, its difference to the first arm, and what the common luck saves."""

    saved: float | None
    """variance of the difference without common luck, over its variance with it; None where no world differs"""


@dataclass(frozen=True)
class Compared:
    """One arm, and how far it lies from the first."""

    letter: str
    name: str
    scenario: Scenario
    strategies: Mapping[str, str]
    """names of the strategies, by actor or `all`; doctrine for who is not named"""
    values: Mapping[Key, Paired]
    left: Footprint

    @property
    def agreement_rate(self) -> float:
        """Share of the worlds in which the parties agree on anything, the pact among it."""
        counted = next(iter(self.values.values())).n
        return self.left.agreed / counted if counted else 0.0


@dataclass(frozen=True)
class Comparison:
    """Arms on the same luck; each is compared with the first."""

    arms: tuple[Compared, ...]
    worlds: int
    seed: int
    requested: int
    notes: tuple[str, ...]
    """what else has to be known: worlds of an arm that are left out, other dates"""
    seconds: float

    @property
    def scenario(self) -> Scenario:
        """That of the first arm."""
        return self.arms[0].scenario

    @property
    def interrupted(self) -> bool:
        """Was it stopped before all worlds were compared?"""
        return self.worlds < self.requested

    def keys(self, kind: str) -> list[Key]:
        """What of a kind all arms have."""
        return [key for key in self.arms[0].values if key[0] == kind]


Said = Side | Scenario | Results | Kept | Path | str | tuple[str, Mapping[str, object]]
"""How an arm can be named: the folder of a run or its results; a scenario, or its name, with settings beside it."""


def compare(
    *arms: Said,
    worlds: int | None = None,
    seed: int | None = None,
    strategies: Mapping[str, Strategy | str] | None = None,
    workers: Workers = None,
    progress: Progress | None = None,
) -> Comparison:
    """Hold arms side by side on the same luck.

    arms         two or more: "kosovo_2007", ("kosovo_2007", {"rules.council.veto": False}), a Scenario, the
                 results of `run`, a folder that `finalstatus run --out` wrote; the first is the base
    worlds       of each arm; by default as many as all arms on hand have, or 4,000. An arm that has more is
                 compared over its first ones, which are the same worlds
    seed         of the arms that are played; by default that of the arms on hand, or 1
    strategies   of the arms that are played, as in `sim.worlds.run`
    progress     is told the worlds compared so far, of all arms

    NotComparable: arms that cannot share their luck: other actors, another seed. Ctrl-C keeps what is
    compared; with nothing compared it is raised.

    >>> found = compare("kosovo_2007", ("kosovo_2007", {"rules.council.veto": False}), worlds=8, workers=1)
    >>> found.arms[1].values["measure", "declared"].difference.n
    8
    """
    began = time.perf_counter()
    sides = [side(arm, strategies or {}) for arm in arms]
    fits(sides)
    shared, wanted = common_seed(sides, seed), common_worlds(sides, worlds)
    jobs = {i: job_of(s.scenario, shared, s.strategies) for i, s in enumerate(sides) if s.there is None}
    settings = [jobs[i][0].setting if i in jobs else compile_setting(s.scenario) for i, s in enumerate(sides)]
    adding = [Adding(s.scenario, setting) for s, setting in zip(sides, settings, strict=True)]
    done = 0
    try:
        rows = blocks(sides, {i: job for i, (job, _) in jobs.items()}, wanted, workers)
        with closing(rows):
            for row in rows:
                with held_back():
                    add(adding, row)
                    done += len(row[0].outcome)
                if progress:
                    progress(done * len(sides))
    except KeyboardInterrupt:
        if not done:
            raise
    names = [jobs[i][1] if i in jobs else played_by(s) for i, s in enumerate(sides)]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return Comparison(
        arms=tuple(
            Compared(letter, s.name, s.scenario, who, values_of(each, adding), each.left)
            for letter, s, who, each in zip(letters, sides, names, adding, strict=False)
        ),
        worlds=done,
        seed=shared,
        requested=wanted,
        notes=tuple(remarks(sides, settings, wanted)),
        seconds=time.perf_counter() - began,
    )


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
    found = [(s.name, s.seed) for s in sides if s.seed is not None]
    if seed is not None:
        found.insert(0, ("--seed", seed))
    for name, other in found[1:]:
        if other != found[0][1]:
            raise NotComparable(
                f"expected arms of one seed, found {found[0][1]} in {found[0][0]!r} and {other} in {name!r}; "
                "only worlds of the same luck can be compared one by one"
            )
    return found[0][1] if found and found[0][1] is not None else 1


def common_worlds(sides: Sequence[Side], worlds: int | None) -> int:
    """How many worlds all arms have."""
    if worlds is not None and worlds < 1:
        raise ValueError(f"expected at least 1 world, found {worlds!r}")
    there = [s.worlds for s in sides if s.worlds is not None]
    return min([*there, *([worlds] if worlds else [])], default=WORLDS)


def remarks(sides: Sequence[Side], settings: Sequence[Setting], worlds: int) -> Iterator[str]:
    """What else has to be known of a comparison."""
    longer = [s.name for s in sides if s.worlds is not None and s.worlds > worlds]
    if longer:
        yield f"compared over the first {worlds:,} worlds, which all arms have; there are more in {', '.join(longer)}"
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
    played = side_by_side(list(jobs.values()), worlds, workers) if jobs else None
    try:
        for size in block_sizes(worlds):
            row: list[Finished] = []
            for i in range(len(sides)):
                source = there[i] if i in there else played
                assert source is not None
                row.append(first(next(source), size))
            yield row
    finally:
        if played is not None:
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


def columns(scenario: Scenario, setting: Setting, part: Finished) -> dict[Key, Array]:
    """Everything that is compared of some worlds. (world,)"""
    out: dict[Key, Array] = {
        (OUTCOME, id_): (part.outcome == i).astype(np.float64) for i, id_ in enumerate(scenario.outcomes)
    }
    out |= {(MEASURE, name): values.astype(np.float64) for name, values in part.measures.items()}
    if setting.declarer.any():
        for i in np.flatnonzero(setting.recogniser).tolist():
            out[STATE, setting.actors[i]] = (part.recognised_week[:, i] < setting.weeks).astype(np.float64)
    return out


class Adding:
    """One arm that is being added up."""

    def __init__(self, scenario: Scenario, setting: Setting) -> None:
        self.scenario, self.setting = scenario, setting
        self.left = Footprint(scenario, setting)
        self.spreads: dict[Key, Spread] = {}
        self.pairs: dict[Key, Pairs] = {}

    def add(self, part: Finished, found: Mapping[Key, Array], base: Mapping[Key, Array]) -> None:
        """The next worlds, and the same of the first arm."""
        self.left.add(part)
        for key, values in found.items():
            self.spreads.setdefault(key, Spread()).add(values)
            if found is not base and key in base:
                self.pairs.setdefault(key, Pairs()).add(base[key], values)


def add(adding: Sequence[Adding], row: Sequence[Finished]) -> None:
    """The next block of worlds of all arms."""
    found = [columns(a.scenario, a.setting, part) for a, part in zip(adding, row, strict=True)]
    for each, part, own in zip(adding, row, found, strict=True):
        each.add(part, own, found[0])


def values_of(own: Adding, all_: Iterable[Adding]) -> dict[Key, Paired]:
    """What an arm leads to, by what all arms have."""
    out: dict[Key, Paired] = {}
    for key, spread in own.spreads.items():
        if all(key in other.spreads for other in all_):
            kind = SHARE if key[0] != MEASURE else unit(key[1])
            pairs = own.pairs.get(key)
            apart = pairs.difference(kind == SHARE) if pairs else None
            value = value_of(spread.summary(), kind, apart)
            out[key] = Paired(**vars(value), saved=pairs.saved() if pairs else None)
    return out

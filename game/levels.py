"""Levels: what a level changes. Nobody cheats, and no purse is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from sim.faults import nearest
from sim.scenario import laid_over
from sim.schema import Scenario
from sim.strategies import STRATEGIES, Strategy
from sim.worlds import EVERYONE, chosen

LEAKS = "leak_chance"
"""The mechanism that a level changes."""


@dataclass(frozen=True)
class Difficulty:
    """What a level changes."""

    undo: str
    """sitting: back to the beginning of a sitting; beat: until the beat is played; none"""
    principals: str
    """who plays the parties and the patrons where no person does"""
    others: tuple[str, ...]
    """who plays the others: one of these for each seat"""
    leaks: str | None
    """which end of its range the chance is taken from that a private act becomes public; None for what is drawn"""
    told: str
    """how exactly the staff tells its odds: numbers, words (each with a band) or ranges"""
    questions: int | None
    """how often a sitting the staff tells odds; None for as often as it is asked"""
    hints: int
    """how often a game the staff says what it would do"""
    errs: bool
    """whether the staff reckons with what everybody knows of the others, and not with what its seat has found out"""


LEVELS: Mapping[str, Difficulty] = {
    "attache": Difficulty("sitting", "faithful", ("faithful",), "low", "numbers", None, 3, errs=False),
    "ambassador": Difficulty("beat", "doctrine", ("doctrine",), None, "words", 3, 0, errs=False),
    "minister": Difficulty(
        "none", "planner", ("doctrine", "hardliner", "conciliatory"), "high", "ranges", 3, 0, errs=True
    ),
}
"""The levels, from the easiest."""


def level_named(level: str) -> Difficulty:
    """A level by name. ValueError: there is none."""
    if level not in LEVELS:
        raise ValueError(f"expected a level, found {level!r}; {nearest(level, LEVELS)}")
    return LEVELS[level]


def at_level(scenario: Scenario, level: Difficulty) -> Scenario:
    """The scenario with what a level sets, unless it was set already."""
    key = f"mechanisms.{LEAKS}"
    if level.leaks is None or key in scenario.settings:
        return scenario
    return laid_over(scenario, {key: getattr(scenario.mechanisms[LEAKS], level.leaks)})


def others(
    scenario: Scenario, seed: int, level: Difficulty, strategies: Mapping[str, Strategy | str]
) -> dict[str, Strategy]:
    """The strategies of all seats: those that were asked for, else those of the level."""
    asked = chosen(scenario, strategies)
    out: dict[str, Strategy] = {}
    for seat, actor in scenario.actors.items():
        mixed = level.others[crc32(f"{seed}/{seat}".encode()) % len(level.others)]
        name = level.principals if {"party", "patron"} & set(actor.roles) else mixed
        out[seat] = asked.get(seat) or asked.get(EVERYONE) or STRATEGIES[name]
    return out


__all__ = ["LEVELS", "Difficulty", "at_level", "level_named", "others"]

"""Who plays for what: the goals of a scenario, and for a role without any the defaults of `goals.toml`, as arrays.

A seat is scored by what it is at the opening, and keeps that to the end: goals that changed hands in the
middle of a game could not be played for. So the member that chairs in the first week has the chair's goals
(the votes that are the chair's to win fall into its term), and those that chair later keep their own.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from sim.arrays import Array, Index
from sim.compile import compile_setting
from sim.schema import COMMON, Goal, Scenario
from sim.score import Aims
from sim.setting import Setting
from sim.worlds import draw_traits

Goals = Mapping[str, Goal]

FALLBACK = {
    "title_holder": "party",
    "declarer": "party",
    "title_patron": "other",
    "declarer_patron": "other",
    "chair": "member",
    "doubter": "member",
    "pioneer": "member",
}
"""Whose goals in `goals.toml` a role has that the scenario states none for; itself where it is not named."""


@cache
def defaults() -> dict[str, dict[str, Goal]]:
    """The shipped `goals.toml`."""
    raw = tomllib.loads(files("scenarios").joinpath("goals.toml").read_text(encoding="utf-8"))
    return {role: {name: Goal(**goal) for name, goal in goals.items()} for role, goals in raw.items()}


def seats(setting: Setting) -> Index:
    """The actors that can be played: all but those that only vote in the Council. (seat,)"""
    return np.flatnonzero(setting.recogniser | setting.party)


def opening_readiness(scenario: Scenario, setting: Setting) -> Array:
    """How ready each actor is to recognise at the opening: the mean of the first 1,024 worlds of seed 1. (actor,)

    What no report says of a member follows from its structure and from the head-counts; the mean of the
    draws is what the scenario makes of all that, and a table of its own overrides it.
    """
    return draw_traits(scenario, setting, 1, 0).recognition.mean(0)


def roles(scenario: Scenario, setting: Setting | None = None) -> dict[str, str]:
    """What each seat is for its goals: a party, a patron of one of the sides, the chair of the opening, a doubter
    (a member whose opening readiness is below 0), a pioneer (every other member), or another.

    >>> from sim.scenario import load
    >>> found = roles(load("kosovo_2007"))
    >>> [found[a] for a in ("RS", "XK", "RU", "US", "PT", "SK", "LU")]
    ['title_holder', 'declarer', 'title_patron', 'declarer_patron', 'chair', 'doubter', 'pioneer']
    """
    setting = setting or compile_setting(scenario)
    doubts = opening_readiness(scenario, setting) < 0.0
    patron = setting.patron & setting.recogniser
    first_that_holds = (
        ("title_holder", setting.party & setting.title_holder),
        ("declarer", setting.party & setting.declarer),
        ("party", setting.party),
        ("title_patron", patron & (setting.side < 0)),
        ("declarer_patron", patron & (setting.side > 0)),
        ("chair", setting.chair[0] & setting.member),
        ("doubter", setting.member & doubts),
        ("pioneer", setting.member),
    )
    return {
        setting.actors[i]: next((role for role, holds in first_that_holds if holds[i]), "other")
        for i in seats(setting).tolist()
    }


def of_role(scenario: Scenario, role: str) -> Goals:
    """The goals of a role: the scenario's, or else the default ones."""
    return scenario.goals.get(role) or defaults()[FALLBACK.get(role, role)]


def goals(scenario: Scenario, held: Mapping[str, str] | None = None) -> dict[str, Goals]:
    """The goals of every seat, by actor: a table of its own, or else those of its role. Without the common ones.

    held   what each seat is, if `roles` has been asked already
    """
    found = roles(scenario) if held is None else held
    return {actor: scenario.goals.get(actor) or of_role(scenario, role) for actor, role in found.items()}


def aims(scenario: Scenario, setting: Setting, held: Mapping[str, str] | None = None) -> Aims:
    """What `sim.score` needs: the goals of every seat, and last those that all share, as arrays.

    held   as in `goals`
    """
    own, common = goals(scenario, held), of_role(scenario, COMMON)
    most = max(map(len, own.values()), default=0)
    rows = [row(own.get(actor, {}), common, most) for actor in setting.actors]
    measures = tuple(dict.fromkeys(goal.measure for line in rows for goal in line if goal))

    def numbers(field: str) -> Array:
        return np.array([[float(getattr(goal, field)) if goal else 0.0 for goal in line] for line in rows])

    at = [[measures.index(goal.measure) if goal else -1 for goal in line] for line in rows]
    return Aims(
        measures=measures,
        names=tuple((*own.get(actor, {}), *common) for actor in setting.actors),
        which=np.array(at, dtype=np.int64),
        target=numbers("target"),
        floor=numbers("floor"),
        weight=numbers("weight"),
        shared=np.arange(most + len(common)) >= most,
    )


def row(own: Goals, common: Goals, most: int) -> Sequence[Goal | None]:
    """The goals of one actor in their places: its own, nothing up to as many as the richest seat has, the common."""
    return [*own.values(), *[None] * (most - len(own)), *common.values()]

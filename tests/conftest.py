"""Ensembles shared by the tests, cached by scenario, rules and seed."""

import os
from collections.abc import Callable, Mapping
from functools import cache

import pytest

from sim.results import Results
from sim.worlds import run

SEED = int(os.environ.get("FINALSTATUS_TEST_SEED", "1"))
WORLDS = 4_000


@cache
def _cached(scenario: str, rules: tuple[tuple[str, object], ...], worlds: int, seed: int) -> Results:
    return run(scenario, worlds, seed, rules=dict(rules), workers=1)


def ensemble(
    scenario: str = "kosovo_2007", rules: Mapping[str, object] | None = None, worlds: int = WORLDS
) -> Results:
    return _cached(scenario, tuple(sorted((rules or {}).items())), worlds, SEED)


@pytest.fixture(scope="session")
def play() -> Callable[..., Results]:
    """`play(scenario, {rule: value})`: an ensemble on this session's luck."""
    return ensemble

"""The situations that tests begin with: a scenario, its worlds, and their weeks as the seats meet them.

Scenarios and draws are made once a session and shared: not to be written to.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from sim.compile import compile_setting
from sim.rules import open_week, opening, step
from sim.scenario import load
from sim.schema import Scenario
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, head
from sim.strategies import Strategy
from sim.worlds import decide, draw_shocks, draw_traits, seat_groups

KOSOVO = "kosovo_2007"
SEED = 1
Rules = tuple[tuple[str, object], ...]


@cache
def _compiled(name: str, rules: Rules) -> tuple[Scenario, Setting]:
    scenario = load(name, dict(rules))
    return scenario, compile_setting(scenario)


@cache
def _block(name: str, rules: Rules) -> Traits:
    return draw_traits(*_compiled(name, rules), SEED, 0)


def laid(rules: Mapping[str, object] | None) -> Rules:
    """Rules that are laid over a scenario, in a form that a cache can keep."""
    return tuple(sorted((rules or {}).items()))


def compiled(name: str = KOSOVO, rules: Mapping[str, object] | None = None) -> tuple[Scenario, Setting]:
    """A scenario and its setting."""
    return _compiled(name, laid(rules))


def drawn(
    worlds: int, name: str = KOSOVO, rules: Mapping[str, object] | None = None
) -> tuple[Setting, Traits]:
    """A setting, and the traits of so many of its worlds."""
    return compiled(name, rules)[1], head(_block(name, laid(rules)), worlds)


def luck(setting: Setting, worlds: int, week: int = 0, seed: int = SEED, block: int = 0) -> Shocks:
    """The luck of so many worlds in a week."""
    return head(draw_shocks(setting, seed, block, week), worlds)


def first_monday(
    worlds: int, name: str = KOSOVO, rules: Mapping[str, object] | None = None
) -> tuple[Setting, Traits, State]:
    """So many worlds on their first Monday."""
    setting, traits = drawn(worlds, name, rules)
    return setting, traits, open_week(setting, traits, opening(setting, traits))


def met(
    setting: Setting,
    traits: Traits,
    weeks: int,
    by: Mapping[str, Strategy] | None = None,
    seed: int = SEED,
    block: int = 0,
) -> Iterator[tuple[State, Shocks, str]]:
    """Every beat of so many weeks as the seats meet it: the state, the luck of its week, and which beat it is.

    by   strategies by seat; who has none plays by doctrine
    """
    state, seats, worlds = opening(setting, traits), seat_groups(setting, dict(by or {})), len(traits.ideal)
    for week in range(weeks):
        shocks, beats = luck(setting, worlds, week, seed, block), list[tuple[State, Shocks, str]]()

        def ask(now: State, beat: str, shocks: Shocks = shocks, beats: list = beats) -> Moves:
            beats.append((now, shocks, beat))
            return decide(setting, traits, now, shocks, seats, beat)

        state = step(setting, traits, state, shocks, ask)
        yield from beats

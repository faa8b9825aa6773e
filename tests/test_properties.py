"""What must hold in any scenario: random ones are played to their horizon, and looked at in every week."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worldmaker import scenarios

from sim.arrays import NEVER, Array, Index
from sim.compile import compile_setting
from sim.measures import CONDITIONS
from sim.results import Results
from sim.rules import account, opening, step, utility
from sim.rules.ratification import in_force
from sim.sampling import sample
from sim.scenario import load
from sim.schema import Scenario
from sim.setting import Setting
from sim.state import Account, Moves, Shocks, State, Traits, head, replace
from sim.strategies import STRATEGIES, Strategy
from sim.worlds import decide, draw_shocks, run, seat_groups

T = TypeVar("T", State, Traits)
WORLDS = 12
EXAMPLES = int(os.environ.get("FINALSTATUS_TEST_EXAMPLES", "40"))
"""Scenarios for the first property; `tests/long.py` asks for more, and for others each time."""


def any_scenario(share: float) -> settings:
    """Settings for a share of the examples; in the plain suite always the same ones."""
    return settings(
        max_examples=round(EXAMPLES * share),
        deadline=None,
        derandomize="FINALSTATUS_TEST_EXAMPLES" not in os.environ,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


SHARES = ("hope", "forecast", "forecast_free", "guarantee", "backers")
HUNDREDS = ("legitimacy", "precedent", "coordination", "path", "home", "tension", "tension_peak")
EITHER_WAY = ("stance", "zone")
"""From -100 to 100."""
GROWING = ("sessions", "incidents", "hazard_sum", "commit_sum", "flash_sum", "tension_peak", "troops")
FOR_GOOD = ("exhausted", "committed", "cover", "path_signed")
ONCE = ("declared_week", "vote_week", "recognised_week", "mission_week", "flash_week")
ALWAYS = set(CONDITIONS) - {"status"}
"""Measures that every world has: the classes of outcomes are made of them."""
BY_PLACE = ("exchange_random",)
"""Models that draw lots by the place of an actor in the list: in another order they draw other trades."""
UNHEARD = ("heard", "foreseen")
"""What is NaN where nothing has been heard, or no model has been played to its end."""
UNBOUNDED = ("package_utility", "settlement", "a red line crossed")
"""What is minus infinity across a hard red line."""


@dataclass(frozen=True)
class Week:
    """A week that was played: as the seats found it when they decided, and how it ended."""

    found: State
    ended: State
    account: Account


def played(
    setting: Setting, traits: Traits, luck: list[Shocks], by: dict[str, Strategy] | None = None
) -> Iterator[Week]:
    """Every week of some worlds, from the opening to the horizon; who has no strategy plays by doctrine."""
    state, seats = opening(setting, traits), seat_groups(setting, by or {})
    for shocks in luck:
        seen: list[State] = []

        def ask(now: State, beat: str, shocks: Shocks = shocks, seen: list[State] = seen) -> Moves:
            seen.append(now)
            return decide(setting, traits, now, shocks, seats, beat)

        state = step(setting, traits, state, shocks, ask)
        yield Week(seen[-1], state, account(setting, traits, seen[-1]))


def drawn(scenario: Scenario, setting: Setting, seed: int, ends: bool = True) -> tuple[Traits, list[Shocks]]:
    """Traits and luck of some worlds; with `ends` all numbers of the first two are the least and the largest."""
    generator = np.random.default_rng(seed)

    def numbers(n: int) -> Array:
        u = generator.random((WORLDS, n))
        if ends:
            u[0], u[1] = 0.0, 1.0 - 2.0**-53
        return u

    traits = sample(scenario, setting, lambda _, n: numbers(n))
    luck = [head(draw_shocks(setting, seed, 0, week), WORLDS) for week in range(setting.weeks)]
    for shocks in luck if ends else []:
        for _, u in numbers_of(shocks):
            u[0], u[1] = 0.0, 1.0 - 2.0**-53
    return traits, luck


# ------------------------------------------------------------------ what is looked at


def numbers_of(item: Any) -> Iterator[tuple[str, Array]]:
    """The arrays of numbers in a state or an account, by name."""
    for f in fields(item):
        value: Any = getattr(item, f.name)
        named = cast(dict[str, Any], value) if isinstance(value, dict) else {"": value}
        for name, array in named.items():
            if getattr(array, "dtype", None) == np.float64:
                yield f"{f.name} {name}".strip(), array


def nothing_is_nan(week: Week) -> None:
    """Only a package across a hard red line is worth minus infinity."""
    for name, array in [*numbers_of(week.ended), *numbers_of(week.account)]:
        if name in UNHEARD:
            continue
        assert not np.isnan(array).any(), name
        if name.endswith(UNBOUNDED):
            assert (array < np.inf).all(), name
        else:
            assert np.isfinite(array).all(), name


def everything_stays_on_its_scale(week: Week) -> None:
    for state in (week.found, week.ended):
        for names, low, high in ((SHARES, 0, 1), (HUNDREDS, 0, 100), (EITHER_WAY, -100, 100)):
            for name in names:
                array = getattr(state, name)
                assert array.min(initial=low) >= low - 1e-9, (name, array.min())
                assert array.max(initial=high) <= high + 1e-9, (name, array.max())
        assert (state.troops > 0).all()


def terms_add_up(week: Week) -> None:
    for terms, index in ((week.account.readiness, week.found.readiness),):
        np.testing.assert_allclose(sum(terms.values()), index, atol=1e-6)


def nobody_signs_less_than_no_agreement(setting: Setting, before: State, week: Week) -> None:
    """Neither below its reservation value nor across its hard red line; voters may overrule who would not sign."""
    by_vote = week.ended.vote_week == week.found.week
    now = week.ended.settled & ~before.settled & ~by_vote
    for world in np.flatnonzero(now):
        package = week.ended.agreed[world]
        worth = week.found.package_utility[world, setting.parties, package]
        assert (worth >= week.found.no_deal[world, setting.parties] - 1e-9).all()
        assert np.isfinite(worth).all()
        assert week.ended.agreed_week[world] == week.found.week


def no_hard_line_is_crossed(setting: Setting, traits: Traits, state: State) -> None:
    for package in set(state.agreed[state.settled].tolist()) - {setting.pact}:
        place = utility.package_outcome(setting, traits, package)[..., setting.key, None]
        beyond = utility.crossed(place, traits.ideal[..., setting.key], traits.red_line)
        held = traits.hard & setting.party & (state.agreed == package)[..., None]
        assert not (beyond & held).any()


def what_is_done_is_done(setting: Setting, before: State, after: State) -> None:
    """A finished world never changes: agreed, declared, recognised stand; what only grows does not shrink."""
    for name in ONCE:
        old, new = getattr(before, name), getattr(after, name)
        past = old < after.week - 1 if name == "recognised_week" else old < NEVER
        assert (new[past] == old[past]).all(), name
        assert ((new >= before.week) | past).all(), f"{name} lies in the past"
    settled, declared = before.settled, before.declared_week < NEVER
    stands = settled & (in_force(setting, after) >= 0) | (settled & (after.vote_week != before.week))
    for name in ("agreed", "agreed_week"):
        old, new = getattr(before, name), getattr(after, name)
        assert (new[stands] == old[stands]).all(), f"{name} changed, and no voter was asked"
        assert (new[settled & ~stands] == (-1 if name == "agreed" else NEVER)).all(), name
    assert (after.declared_week[settled & ~declared] == NEVER).all(), "declared after an agreement"
    assert (after.agreed[declared & ~settled] == -1).all(), "agreed after a declaration"
    assert (after.recognised_week[after.declared_week == NEVER] == NEVER).all(), (
        "recognised before it declared"
    )
    assert not after.talks_open[after.settled | (after.declared_week < NEVER)].any()
    voted = before.challenger_won >= 0
    assert (after.challenger_won[voted] == before.challenger_won[voted]).all()
    for name in FOR_GOOD:
        assert (getattr(after, name) >= getattr(before, name)).all(), name
    for name in GROWING:
        assert (getattr(after, name) >= getattr(before, name)).all(), name


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@any_scenario(1.0)
@given(scenario=scenarios(), seed=st.integers(0, 2**32 - 1))
def test_whatever_the_scenario_no_week_of_it_breaks_a_promise_of_the_model(
    scenario: Scenario, seed: int
) -> None:
    setting = compile_setting(scenario)
    traits, luck = drawn(scenario, setting, seed)
    np.testing.assert_allclose(traits.salience.sum(-1), 1.0)
    for name in ("ideal", "position", "status_quo", "declared"):
        assert ((getattr(traits, name) >= 0) & (getattr(traits, name) <= 100)).all(), name
    for name, array in numbers_of(traits):
        assert np.isfinite(array).all() or name in (*UNBOUNDED, "polls"), name
    before, chosen = opening(setting, traits), np.random.default_rng(seed)
    by = {
        actor: STRATEGIES[chosen.choice(list(STRATEGIES))]
        for actor in setting.actors
        if chosen.random() < 0.3
    }
    for week in played(setting, traits, luck, by):
        nothing_is_nan(week)
        everything_stays_on_its_scale(week)
        terms_add_up(week)
        nobody_signs_less_than_no_agreement(setting, before, week)
        no_hard_line_is_crossed(setting, traits, week.ended)
        what_is_done_is_done(setting, before, week.ended)
        before = week.ended
    assert before.week == setting.weeks


# ------------------------------------------------------------------ another order


@cache
def actor_axes(kind: type[State | Traits]) -> dict[str, list[int]]:
    """The axes of actors of a class's fields, from the end: read off a scenario of a telling length."""
    scenario = load("kosovo_2007")
    setting = compile_setting(scenario)
    generator, n = np.random.default_rng(1), len(setting.actors)
    traits = sample(scenario, setting, lambda _, k: generator.random((3, k)))
    item = traits if kind is Traits else opening(setting, traits)
    shapes = {f.name: np.shape(getattr(item, f.name)) for f in fields(item) if f.name != "mechanism"}
    return {name: [i - len(s) for i, size in enumerate(s) if size == n] for name, s in shapes.items()}


def reordered(item: T, order: Index) -> T:
    """The actors in another order; who is named by its number is nobody, as long as all play by doctrine."""
    new: dict[str, Any] = {}
    for name, axes in actor_axes(type(item)).items():
        for axis in axes:
            new[name] = np.take(new.get(name, getattr(item, name)), order, axis)
    return replace(item, **new)


def arrays_of(state: State) -> Iterator[tuple[str, Array]]:
    """The arrays of a state by name, those of the ledger among them."""
    for f in fields(state):
        value = getattr(state, f.name)
        inside = fields(value) if is_dataclass(value) else ()
        yield from ((f"{f.name}.{g.name}", np.asarray(getattr(value, g.name))) for g in inside)
        if not inside:
            yield f.name, np.asarray(value)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@any_scenario(0.3)
@given(scenario=scenarios(extreme=False), seed=st.integers(0, 2**32 - 1))
def test_actors_listed_in_another_order_have_the_same_history(scenario: Scenario, seed: int) -> None:
    setting = compile_setting(scenario)
    traits, luck = drawn(scenario, setting, seed, ends=False)
    order: Index = np.random.default_rng(seed).permutation(len(setting.actors))
    ids: list[str] = [setting.actors[int(i)] for i in order]
    listed = {a: scenario.actors[a] for a in ids}
    other = compile_setting(scenario.model_copy(update={"actors": listed}))
    shuffled = [replace(u, luck=u.luck[:, order]) for u in luck]
    weeks = zip(played(setting, traits, luck), played(other, reordered(traits, order), shuffled), strict=True)
    for one, two in weeks:
        found = dict(arrays_of(two.ended))
        moved = reordered(one.ended, order)
        seats = [setting.parties.tolist().index(int(order[i])) for i in other.parties]
        moved = replace(moved, offers=moved.offers[:, seats])
        for name, a in arrays_of(moved):
            if name == "foreseen" and setting.rules.bargaining in BY_PLACE:
                continue
            if a.dtype == np.float64:
                np.testing.assert_allclose(found[name], a, rtol=1e-7, atol=1e-7, err_msg=name)
            else:
                np.testing.assert_array_equal(found[name], a, err_msg=name)


# ------------------------------------------------------------------ results


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@any_scenario(0.3)
@given(scenario=scenarios())
def test_no_world_is_lost_and_the_shares_of_the_outcomes_sum_to_one(scenario: Scenario) -> None:
    long, short = (run(scenario, n, seed=3, workers=1) for n in (WORLDS, 5))
    assert len(long.outcome) == long.worlds == WORLDS
    assert abs(sum(long.outcomes().values()) - 1.0) < 1e-12
    assert (long.heads.sum(-1) == WORLDS).all()
    assert (long.tension.sum(-1) == WORLDS).all()
    probabilities_are_probabilities(long)
    for name, column in long.columns.items():
        assert len(column) == WORLDS
        assert not np.isinf(column).any(), name
        assert not np.isnan(column).any() or name not in ALWAYS, name
        np.testing.assert_array_equal(short.columns[name], column[:5], err_msg=name)
    np.testing.assert_array_equal(short.outcome, long.outcome[:5])
    np.testing.assert_array_equal(short.recognised_week, long.recognised_week[:5])


def probabilities_are_probabilities(result: Results) -> None:
    chances = [p for p, _ in result.recognition().values()]
    chances += [p for p in result.mission().values() if p is not None]
    chances += [end for interval in result.intervals().values() for end in interval]
    assert all(0.0 <= p <= 1.0 for p in chances)

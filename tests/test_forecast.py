"""Forecasts are made from what a seat may know, on common luck; the planner chooses by them."""

import pickle
from dataclasses import fields, replace

import numpy as np
import pytest

from sim.ahead import Ahead, has_date
from sim.arrays import NEVER
from sim.compile import compile_setting
from sim.forecast import Forecaster
from sim.model import NegotiationModel
from sim.rules import opening, step
from sim.rules.stance import influence
from sim.scenario import load
from sim.secrecy import STATE, TRAITS, known, own_row
from sim.state import copies, head, take
from sim.strategies import STRATEGIES, find, name_of
from sim.strategies.doctrine import doctrine
from sim.strategies.hold import hold
from sim.strategies.planner import (
    LooksAhead,
    affordable,
    at_decision,
    believed,
    changed,
    paid_for,
    plan,
    planner,
)
from sim.table import Table
from sim.views import observe
from sim.worlds import by_seat, decide, draw_shocks, draw_traits, moves_of, run, seat_groups

WORLDS, LAST = 2, 14


@pytest.fixture(scope="module")
def game():
    """Two worlds of the Kosovo scenario as doctrine plays them: the state of each week and beat."""
    scenario = load("kosovo_2007")
    setting = compile_setting(scenario)
    traits = head(draw_traits(scenario, setting, 1, 0), WORLDS)
    state, met, seats = opening(setting, traits), {}, seat_groups(setting, {})
    for week in range(LAST):
        shocks = head(draw_shocks(setting, 1, 0, week), WORLDS)

        def ask(now, beat, shocks=shocks):
            met[now.week, beat] = now, shocks
            return decide(setting, traits, now, shocks, seats, beat)

        state = step(setting, traits, state, shocks, ask)
    return setting, traits, met


@pytest.fixture(scope="module")
def forecaster(game):
    return Forecaster(load("kosovo_2007"), game[0])


def at_table(game, week, beat, who, world=0):
    """What a seat knows in a week of one world, and its view."""
    setting, traits, met = game
    state, shocks = met[week, beat]
    one = take(traits, world), take(state, world)
    seat = setting.actors.index(who)
    view = observe(setting, *one, take(shocks, world), np.array([seat]), beat, papers="all")
    return known(setting, *one, seat), view


def declaring(view):
    return replace(doctrine(view), declare=np.array([True]))


# ------------------------------------------------------------------ luck


def test_the_first_worlds_of_a_longer_forecast_are_those_of_a_shorter_one(game, forecaster):
    knows, view = at_table(game, 3, "decide", "XK")
    plans = [doctrine(view), declaring(view)]
    few, many = (forecaster.forecast(knows, "decide", plans, n, weeks=4) for n in (16, 48))
    np.testing.assert_array_equal(few.values, many.values[:, :16])


def test_all_plans_meet_the_same_luck(game, forecaster):
    for beat in ("talk", "decide"):
        knows, view = at_table(game, 1, beat, "RS")
        found = forecaster.forecast(knows, beat, [doctrine(view), doctrine(view), hold(view)], 16, weeks=3)
        np.testing.assert_array_equal(found.values[0], found.values[1])
        assert found.gain[1] == found.error[1] == 0.0
        assert found.best in (0, 2)


def test_a_forecast_is_the_same_each_time_it_is_made(game, forecaster):
    knows, view = at_table(game, 5, "decide", "US")
    anew = Forecaster(load("kosovo_2007"), game[0])
    one, two = (f.forecast(knows, "decide", [doctrine(view)], 8, weeks=5) for f in (forecaster, anew))
    np.testing.assert_array_equal(one.values, two.values)


def test_no_plan_and_too_many_worlds_are_refused(game, forecaster):
    knows, view = at_table(game, 1, "decide", "RS")
    with pytest.raises(ValueError, match="found 0 and 64"):
        forecaster.forecast(knows, "decide", [])
    with pytest.raises(ValueError, match="1 to 1024 worlds, found 1 and 2000"):
        forecaster.forecast(knows, "decide", [doctrine(view)], 2000)


# ------------------------------------------------------------------ what is imagined


REDONE = {"readiness", "forecast", "forecast_free", "declare_index", "motive"}
"""What is computed anew, from stances that are heard and strengths that are imagined."""


@pytest.mark.parametrize("who", ["RS", "XK", "RU", "SK"])
@pytest.mark.parametrize("week", [0, 3, 12])
def test_a_seat_cannot_tell_an_imagined_world_from_the_one_it_is_in(game, forecaster, who, week):
    setting = game[0]
    knows, _ = at_table(game, week, "decide", who)
    traits, state = forecaster.imagine(knows, np.arange(6))
    for item, real, secrecy in ((traits, knows.traits, TRAITS), (state, knows.state, STATE)):
        for f in fields(item):
            imagined, actual = getattr(item, f.name), getattr(real, f.name)
            if f.name in REDONE or not isinstance(actual, np.ndarray) or f.name in secrecy.hidden:
                continue
            mine = np.ones(actual.shape, dtype=bool)
            if f.name in secrecy.own:
                mine = np.broadcast_to(own_row(f.name, actual, knows.seat), actual.shape)
            for world in range(6):
                found = imagined[world] if imagined.ndim > actual.ndim else imagined
                np.testing.assert_array_equal(found[mine], actual[mine], err_msg=f.name)
    assert np.isfinite(state.readiness).all()
    assert not np.isnan(state.package_utility).any()
    assert setting.actors[knows.seat] == who


def test_stances_stay_where_they_are_heard_unless_something_happens(game, forecaster):
    setting = game[0]
    for week in (0, 5, 9):
        knows, _ = at_table(game, week, "decide", "DE")
        traits, state = forecaster.imagine(knows, np.arange(16))
        moved = influence(setting, traits, state).stance - state.stance
        assert np.abs(moved).max() < 1e-6, week


def test_who_has_recognised_has_in_every_imagined_world_and_nobody_else(game, forecaster):
    knows, _ = at_table(game, LAST - 1, "decide", "RS")
    _, state = forecaster.imagine(knows, np.arange(8))
    gone = knows.state.recognised_week < NEVER
    assert ((state.recognised_week < NEVER) == gone).all()


# ------------------------------------------------------------------ what comes of a plan


def test_declaring_now_is_a_declaration_in_every_world_and_holding_in_none(game):
    setting = game[0]
    now = Forecaster(
        load("kosovo_2007"), setting, objective=lambda s, t, x, seat: (x.declared_week == 3).astype(float)
    )
    knows, view = at_table(game, 3, "decide", "XK")
    found = now.forecast(knows, "decide", [hold(view), declaring(view)], 16, weeks=2)
    assert found.mean.tolist() == [0.0, 1.0]
    assert found.best == 1


def test_an_offer_at_the_talk_beat_lies_on_the_table_in_every_world(game):
    setting = game[0]
    met = game[2]
    week = next(w for w in range(LAST) if take(met[w, "talk"][0], 0).session)
    serbia = setting.actors.index("RS")
    knows, view = at_table(game, week, "talk", "RS")
    tabled = Forecaster(
        load("kosovo_2007"), setting, objective=lambda s, t, x, seat: x.offer[..., serbia].astype(float)
    )
    plans = [replace(doctrine(view), offer=np.array([p])) for p in (0, 2)]
    assert tabled.forecast(knows, "talk", plans, 4, weeks=1).mean.tolist() == [0.0, 2.0]


def test_the_score_a_seat_is_told_to_expect_is_about_what_doctrine_brings_it(game, forecaster):
    knows, view = at_table(game, 0, "decide", "SK")
    expected = forecaster.forecast(knows, "decide", [doctrine(view)], 128).mean[0]
    assert 20.0 < expected < 100.0


# ------------------------------------------------------------------ the planner


def made_up(view, forecast):
    """The planner's moves where a forecast says (plan, world) of what it asks."""
    course, told = plan(view), None
    while True:
        try:
            asked = course.send(told)
        except StopIteration as end:
            return end.value
        told = forecast(asked.plans, asked.last - asked.first)


def likes(**wanted):
    """A forecast by which each field with its wished value is worth a point, in every world the same."""

    def forecast(plans, worlds):
        worth = [sum(float((getattr(p, k) == v).all()) for k, v in wanted.items()) for p in plans]
        return np.repeat(np.array(worth)[:, None], worlds, axis=1)

    return forecast


def test_the_planner_does_what_the_forecast_likes(game):
    _, view = at_table(game, 3, "decide", "XK")
    assert not doctrine(view).declare[0]
    assert made_up(view, likes(declare=True)).declare[0]
    assert made_up(view, likes(at_home=True)).at_home[0]


def test_two_changes_that_are_good_are_made_together(game):
    _, view = at_table(game, 3, "decide", "XK")
    chosen = made_up(view, likes(safeguards=True, at_home=True))
    assert chosen.safeguards[0]
    assert chosen.at_home[0]


def test_the_planner_stays_with_doctrine_where_nothing_is_clearly_better(game):
    _, view = at_table(game, 3, "decide", "SK")
    base = doctrine(view)
    luck = np.random.default_rng(1)

    def noise(plans, worlds):
        return np.concatenate([np.zeros((1, worlds)), 10.0 * luck.random((len(plans) - 1, worlds)) - 6.0])

    chosen = made_up(view, noise)
    for f in fields(base):
        np.testing.assert_array_equal(getattr(chosen, f.name), getattr(base, f.name))


def test_a_gain_that_rests_on_few_worlds_far_apart_is_believed_in_part():
    sure, shaky, none = believed(np.array([[0.0] * 4, [1.0] * 4, [7.0, -5.0, 7.0, -5.0], [0.0] * 4]))[1:]
    assert sure > shaky
    assert abs(shaky) < 0.2, "one point more with an error of three is next to nothing"
    assert none == 0.0


def test_what_a_plan_costs_is_taken_from_lobbying(game):
    _, view = at_table(game, 0, "decide", "US")
    base = doctrine(view)
    assert base.lobby_target[0] >= 0
    for change in (
        {"at_home": True},
        {"visit": base.lobby_target[0]},
        {"topic": 3, "strength": 2.0, "tone": 1.0},
    ):
        found = paid_for(view, base, change)
        assert found is not None
        assert affordable(view, found[1])
        assert abs(found[1].lobby_points[0]) <= abs(base.lobby_points[0])
    everything = {"at_home": True, "visit": 5, "reinforce": True, "commit": 3, "topic": 3}
    assert paid_for(view, base, everything) is None, "more than three paid moves"


def test_every_option_has_its_turn(game):
    """What is not among the first of the list is tried in some weeks."""
    _, view = at_table(game, 5, "decide", "US")
    base, tried = doctrine(view), []
    for week in range(20):
        later = replace(view, week=week)
        course = plan(later)
        tried += list(next(course).plans)
    for change in at_decision(view, base):
        found = paid_for(view, base, change)
        assert found is None or any(same_but(change, found[1], p) for p in tried), change


def same_but(change, one, two):
    """Do two sets of moves have the same in what a change speaks of? Topics go round, and weeks are counted."""
    return all(
        name in ("topic", "pledge", "set_date") or np.array_equal(getattr(one, name), getattr(two, name))
        for name in change
    )


def test_a_change_of_a_move_touches_nothing_else(game):
    _, view = at_table(game, 3, "decide", "SK")
    base = doctrine(view)
    moved = changed(base, {"reassure": True})
    assert moved.reassure.all()
    assert {f.name for f in fields(base) if (getattr(base, f.name) != getattr(moved, f.name)).any()} == {
        "reassure"
    }


def test_without_a_forecast_the_planner_does_what_doctrine_does():
    scenario = load("kosovo_2007")
    table = Table(scenario, seed=1, humans=["XK"])
    while table.week < 6:
        if table.beat == "decide":
            view = table.view("XK")
            ours, theirs = planner(view), doctrine(view)
            for f in fields(ours):
                np.testing.assert_array_equal(getattr(ours, f.name), getattr(theirs, f.name))
        table.submit("XK", [])
        table.step()


def test_a_planner_goes_by_its_name_wherever_it_is_bound():
    scenario = load("example")
    bound = by_seat(scenario, {"all": "planner"})
    assert {name_of(strategy) for strategy in bound.values()} == {"planner"}
    assert len({id(strategy) for strategy in bound.values()}) == 1
    assert find("planner") is planner is STRATEGIES["planner"]
    again = pickle.loads(pickle.dumps(next(iter(bound.values()))))
    assert isinstance(again, Ahead)
    assert again.strategy == planner


short = LooksAhead(plan, 2, 0)
"""A planner that looks ahead a little: quick, and a process can import it."""


def test_a_planner_of_an_ensemble_is_that_of_each_of_its_worlds(game):
    setting, traits, met = game
    ahead = Ahead(short, load("kosovo_2007"))
    at = np.array([setting.actors.index(a) for a in ("XK", "SK")])
    week, beat = 3, "decide"
    state, shocks = met[week, beat]
    assert has_date(load("kosovo_2007"), setting, traits, state).any()
    many = moves_of(setting, traits, state, shocks, at, ahead, beat)
    for world in range(WORLDS):
        game_ = (take(traits, world), take(state, world), take(shocks, world))
        for i, seat in enumerate(at):
            one = moves_of(setting, *game_, np.array([seat]), ahead, beat)
            for f in fields(one):
                np.testing.assert_array_equal(
                    getattr(many, f.name)[world, i], getattr(one, f.name)[0], err_msg=f.name
                )


def test_in_weeks_without_a_date_the_planner_does_not_look(game, monkeypatch):
    setting, traits, met = game
    quiet = next(
        w
        for w in range(LAST)
        if not has_date(load("kosovo_2007"), setting, traits, met[w, "decide"][0]).any()
    )
    monkeypatch.setattr(Forecaster, "prospect", lambda *_: pytest.fail("looked ahead"))
    state, shocks = met[quiet, "decide"]
    ahead = Ahead(short, load("kosovo_2007"))
    moves_of(setting, traits, state, shocks, np.array([0]), ahead, "decide")


def test_at_a_table_a_planner_plays_as_in_the_ensemble():
    table = Table("example", seed=2, world=1, strategies={"UP": short})
    while not table.finished:
        table.step()
    longer = run("example", 2, 2, strategies={"UP": short}, workers=1)
    for name, value in table.measures.items():
        np.testing.assert_allclose(value, longer.columns[name][1], atol=1e-9, err_msg=name)


def test_an_agent_of_mesa_that_plans_plays_as_in_the_ensemble():
    model = NegotiationModel("example", seed=2, world=1)
    model.actor("UP").strategy = short
    while not model.finished:
        model.step()
    longer = run("example", 2, 2, strategies={"UP": short}, workers=1)
    assert model.outcome == list(longer.scenario.outcomes)[longer.outcome[1]]
    np.testing.assert_array_equal(model.state.recognised_week, longer.recognised_week[1])
    assert float(model.state.tension_peak) == pytest.approx(longer.columns["tension_peak"][1])


def test_a_run_with_a_planner_is_the_same_each_time():
    longer, one = (run("example", n, 2, strategies={"UP": short}, workers=1) for n in (2, 1))
    for name, column in one.columns.items():
        np.testing.assert_array_equal(column, longer.columns[name][:1], err_msg=name)


def test_a_sounding_narrows_the_worlds_in_which_a_plan_is_tried(game, forecaster):
    """Germany has heard from Serbia what it would settle for; the worlds that its staff imagines agree with that."""
    setting, _, _ = game
    knows, _ = at_table(game, 3, "decide", "DE")
    serbia, wish = setting.actors.index("RS"), 0
    sounded, heard = np.array(knows.state.sounded), np.array(knows.state.heard)

    def wishes(seen):
        one = replace(seen, traits=copies(seen.traits, 1), state=copies(seen.state, 1))
        return forecaster.prospect(one, "decide", 48).traits.ideal[:, serbia, setting.key]

    before = wishes(knows)
    sounded[knows.seat, serbia, wish], heard[knows.seat, serbia, wish] = 2, np.quantile(before, 0.8)
    after = wishes(replace(knows, state=replace(knows.state, sounded=sounded, heard=heard)))
    assert abs(after.mean() - np.quantile(before, 0.8)) < abs(before.mean() - np.quantile(before, 0.8))
    assert after.std() < before.std()

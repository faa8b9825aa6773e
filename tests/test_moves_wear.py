"""What wears off, and what it costs to keep back, by play."""

from dataclasses import replace

import numpy as np
import pytest

from sim.arrays import TOPICS, untouched
from sim.compile import compile_setting
from sim.idle import idle
from sim.ledger import NOT_RECOGNISE
from sim.rules import home, lobbying, open_week, opening, recognition, statements, wear
from sim.rules.notes import term
from sim.rules.word import record
from sim.scenario import load
from sim.state import head
from sim.worlds import draw_shocks, draw_traits

WORLDS = 8


@pytest.fixture(scope="module")
def kosovo():
    scenario = load("kosovo_2007")
    setting = compile_setting(scenario)
    traits = head(draw_traits(scenario, setting, 1, 0), WORLDS)
    shocks = head(draw_shocks(setting, 1, 0, 0), WORLDS)
    return setting, traits, open_week(setting, traits, opening(setting, traits)), shocks


def does(setting, **by_seat):
    """Moves in which some seats do something: fields by seat."""
    new, nothing = {}, idle((WORLDS, len(setting.actors)), len(setting.packages))
    for who, what in by_seat.items():
        for name, value in what.items():
            new.setdefault(name, np.array(getattr(nothing, name)))[:, setting.actors.index(who)] = value
    return replace(nothing, **new)


def after(kosovo, state, moves, weeks=1):
    """The state once these moves are remembered, and so many weeks have gone by."""
    setting, traits, _, _ = kosovo
    state = wear.remember(setting, traits, state, moves, lobbying.called_on(setting, moves))
    for _ in range(weeks - 1):
        state = wear.remember(setting, traits, state, does(setting), None)
    return state


def test_a_second_visit_to_one_capital_brings_half_of_the_first_and_another_capital_all_of_it(kosovo):
    setting, traits, state, _ = kosovo
    paris, rome = setting.actors.index("FR"), setting.actors.index("IT")
    go = does(setting, RU={"visit": paris})
    tired = after(kosovo, state, go)

    def brings(state, host):
        calls = lobbying.called_on(setting, does(setting, RU={"visit": host}))
        return np.abs(lobbying.visits(setting, traits, state, calls)[:, host])

    first, second = brings(state, paris), brings(tired, paris)
    assert (second < 0.75 * first).all()
    assert (second > 0.25 * first).all()
    np.testing.assert_allclose(brings(tired, rome), brings(state, rome))
    third = brings(after(kosovo, tired, go), paris)
    assert (third < second).all()
    assert (brings(after(kosovo, state, go, weeks=30), paris) > 0.95 * first).all(), (
        "in the end it is forgotten"
    )


def test_a_visit_from_the_other_side_does_not_tire_a_capital_of_this_one(kosovo):
    setting, traits, state, _ = kosovo
    paris = setting.actors.index("FR")
    came = after(kosovo, state, does(setting, RU={"visit": paris}))
    assert (wear.welcome(traits, came, np.array([1.0]))[:, paris] == 1.0).all()
    assert (wear.welcome(traits, came, np.array([-1.0]))[:, paris] < 1.0).all()


def test_who_speaks_every_week_is_heard_less_whatever_it_speaks_about(kosovo):
    setting, traits, state, shocks = kosovo
    law, clarity = TOPICS.index("law"), TOPICS.index("clarity")
    speaks = does(setting, US={"topic": clarity, "tone": 1.0, "strength": 2.0})
    tired = after(kosovo, state, does(setting, US={"topic": law, "tone": 1.0, "strength": 2.0}))
    fresh = statements.speak(setting, traits, state, speaks, shocks).swayed.sum(-1)
    again = statements.speak(setting, traits, tired, speaks, shocks).swayed.sum(-1)
    assert (again < fresh).all()


def test_a_parliament_that_has_just_been_asked_has_little_to_add(kosovo):
    setting, traits, state, _ = kosovo
    asks, us = does(setting, US={"at_home": True}), setting.actors.index("US")
    gain = lambda s: (home.at_home(setting, traits, s, asks).home - s.home)[:, us]  # noqa: E731
    assert (gain(after(kosovo, state, asks)) < gain(state)).all()
    assert (gain(state) > 0).all()


def test_where_nobody_does_anything_nothing_is_kept_in_mind(kosovo):
    setting, _, state, _ = kosovo
    quiet = after(kosovo, state, does(setting))
    assert untouched(quiet.worn)
    assert untouched(quiet.called)


# ------------------------------------------------------------------ keeping back


def kept_back(kosovo, **fields):
    """Slovakia, ready to recognise when half of the members have, and what it has done about that."""
    setting, _, state, _ = kosovo
    sk = setting.actors.index("SK")
    gone = np.where(setting.member & (np.arange(len(setting.actors)) % 2 == 0), 7, state.recognised_week)
    gone[:, sk] = state.recognised_week[:, sk]
    ready = np.array(state.readiness)
    ready[:, sk] = 20.0
    declared = np.full_like(state.declared_week, 6)
    new = {}
    for name, value in fields.items():
        new[name] = np.array(getattr(state, name))
        new[name][:, sk] = value
    return replace(state, week=9, readiness=ready, recognised_week=gone, declared_week=declared, **new), sk


def loses(kosovo, state, sk):
    setting, traits, _, _ = kosovo
    return (state.home - home.hold_out(setting, traits, state).home)[:, sk]


def test_who_is_ready_and_keeps_back_by_its_word_pays_for_it_at_home_every_week(kosovo):
    setting, _, _, _ = kosovo
    state, sk = kept_back(kosovo)
    assert (loses(kosovo, state, sk) == 0).all(), "who has bound itself to nothing goes when it goes"
    belgrade = setting.actors.index("RS")
    ledger, _ = record(
        state.ledger, np.full(WORLDS, True), sk, belgrade, np.tile(term(NOT_RECOGNISE, 20), (WORLDS, 1)), 3
    )
    bound = replace(state, ledger=ledger)
    assert (loses(kosovo, bound, sk) > 0).all()
    reluctant = replace(bound, readiness=np.full_like(state.readiness, -5.0))
    assert (loses(kosovo, reluctant, sk) == 0).all(), "who would not go anyway has nothing to explain"


def test_a_step_that_is_named_or_a_refusal_is_an_answer_and_so_is_something_settled_at_home(kosovo):
    shut, sk = kept_back(kosovo, refused=True)
    delays, _ = kept_back(kosovo, delayed_until=10)
    settles, _ = kept_back(kosovo, refused=True, reassured_week=9)
    np.testing.assert_allclose(loses(kosovo, shut, sk), loses(kosovo, delays, sk))
    assert (loses(kosovo, shut, sk) > 0).all()
    assert (loses(kosovo, settles, sk) == 0).all()


def test_who_refuses_for_good_pays_abroad_and_is_thanked_at_home_as_far_as_it_is_vulnerable(kosovo):
    setting, traits, _, _ = kosovo
    state, sk = kept_back(kosovo)
    said = recognition.speak(setting, traits, state, does(setting, SK={"recognise": recognition.REFUSE}))
    assert (said.credibility[:, sk] < state.credibility[:, sk]).all()
    assert (said.home[:, sk] > state.home[:, sk]).all()

"""A seat knows what is public and its own; nothing hidden of another reaches it."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from situations import first_monday, luck

from sim.rules import open_week, opening, talk
from sim.strategies.doctrine import doctrine
from sim.views import observe
from sim.worlds import decide, seat_groups

HIDDEN_TRAITS = (
    "ideal",
    "salience",
    "risk",
    "red_line",
    "motive",
    "vulnerability",
    "limbo",
    "recognise_at",
    "keeps_word",
)
HIDDEN_STATE = ("readiness", "no_deal", "home", "hope", "hazard_sum", "commit_sum", "lobbied")


@pytest.fixture(scope="module")
def monday():
    setting, traits, state = first_monday(4)
    shocks = luck(setting, 4)
    moves = decide(setting, traits, state, shocks, seat_groups(setting, {}), "talk")
    return setting, traits, talk(setting, traits, state, moves, shocks), shocks


def changed(values, seat, amount, axis):
    out = np.array(values, dtype=np.float64)
    at = [slice(None)] * out.ndim
    at[axis] = seat
    out[tuple(at)] += amount
    return out


def axis_of(name):
    return -2 if name in ("ideal", "salience") else -1


def same_view(a, b):
    for f in fields(a):
        x, y = getattr(a, f.name), getattr(b, f.name)
        if isinstance(x, np.ndarray):
            np.testing.assert_array_equal(x, y, err_msg=f.name)
        else:
            assert x == y, f.name


@settings(max_examples=40, deadline=None)
@given(
    seat=st.integers(0, 30),
    other=st.integers(0, 30),
    amount=st.floats(-30, 30, allow_nan=False),
    name=st.sampled_from(HIDDEN_TRAITS + HIDDEN_STATE),
    beat=st.sampled_from(["talk", "decide"]),
)
def test_another_actors_hidden_values_change_nothing_a_seat_receives(monday, seat, other, amount, name, beat):
    if seat == other:
        return
    setting, traits, state, shocks = monday
    mine = np.array([seat])
    before = observe(setting, traits, state, shocks, mine, beat)
    if name in HIDDEN_TRAITS:
        traits = replace(traits, **{name: changed(getattr(traits, name), other, amount, axis_of(name))})
    else:
        state = replace(state, **{name: changed(getattr(state, name), other, amount, -1)})
    after = observe(setting, traits, state, shocks, mine, beat)
    same_view(before, after)
    for f in fields(doctrine(before)):
        np.testing.assert_array_equal(getattr(doctrine(before), f.name), getattr(doctrine(after), f.name))


NEVER_SHOWN = ("ideal", "risk", "red_line", "private", "vulnerability", "limbo", "recognise_at", "law")


@settings(max_examples=25, deadline=None)
@given(
    seat=st.integers(0, 30),
    other=st.integers(0, 30),
    amount=st.floats(-20, 20, allow_nan=False),
    name=st.sampled_from(NEVER_SHOWN),
    kind=st.sampled_from(["hard", "none"]),
)
def test_a_monday_computed_anew_from_other_hidden_values_looks_the_same(
    monday, seat, other, amount, name, kind
):
    if seat == other:
        return
    setting, traits, _, shocks = monday
    setting = replace(setting, rules=replace(setting.rules, deadline_kind=kind))
    mine = np.array([seat])

    def view(of):
        state = open_week(setting, of, opening(setting, of))
        return observe(setting, of, state, shocks, mine, "decide")

    axis = -2 if name in ("ideal", "private") else -1
    same_view(
        view(traits), view(replace(traits, **{name: changed(getattr(traits, name), other, amount, axis)}))
    )


def test_a_seat_does_see_its_own(monday):
    setting, traits, state, shocks = monday
    mine = np.array([5])
    before = observe(setting, traits, state, shocks, mine, "decide")
    state = replace(state, readiness=changed(state.readiness, 5, 10.0, -1))
    after = observe(setting, traits, state, shocks, mine, "decide")
    assert (after.readiness != before.readiness).all()


def test_only_the_declarer_sees_what_declaring_is_worth(monday):
    setting, traits, state, shocks = monday
    view = observe(setting, traits, state, shocks, np.arange(len(setting.actors)), "decide")
    assert (view.declare_index[..., ~setting.declarer] == 0).all()
    assert (view.declare_index[..., setting.declarer] != 0).any()

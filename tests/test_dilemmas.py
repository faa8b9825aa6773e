"""Sittings with a choice: when a second plan counts as one, and which plans a purse reaches for."""

import numpy as np
from balancing.dilemmas import CLEAR, NEAR, Dilemma, Thing, Weighed, promising, sets

WORLDS = 50


def plan(kind, *parts):
    """A plan of one thing, and what it brings of each part of the score, with a little luck in it."""
    luck = 0.01 * np.sin(np.arange(WORLDS))
    return Weighed((Thing(kind, "decide", {}, 1.0),), np.array([part + luck for part in parts]))


def choice(best, second):
    return Dilemma("SK", 1, best, second).choice


def test_two_plans_as_good_as_each_other_for_different_ends_are_a_choice():
    assert choice(plan("home", 1.0, 0.0), plan("visit", 0.0, 0.9))


def test_a_second_plan_that_is_worse_or_serves_nothing_better_or_brings_nothing_is_none():
    home = plan("home", 1.0, 0.0)
    assert not choice(home, None)
    assert not choice(home, plan("visit", 0.0, 1.0 - NEAR - 0.1)), "clearly worse"
    assert not choice(home, plan("visit", 0.9, 0.0)), "the same, and less of it"
    little = CLEAR / 2.0
    assert not choice(plan("home", little, 0.0), plan("visit", 0.0, little)), "neither is worth doing"


def test_plans_are_what_the_purse_and_the_bound_on_paid_moves_reach_for():
    every = [
        Thing(kind, "decide", {kind: 1}, cost)
        for kind, cost in zip("abcd", (3.0, 2.0, 1.0, 0.0), strict=True)
    ]
    found = {some for _, some in sets(every, np.ones(4), 5.0, 2)}
    assert (0, 1) in found
    assert (0, 1, 3) in found, "what is free comes beside it"
    assert (0, 1, 2) not in found, "three paid moves, and six points"
    assert sets(every, np.array([1.0, 2.0, 3.0, 4.0]), 5.0, 2)[0][1] == (1, 2, 3), "the best first"


def test_at_most_two_things_of_a_kind_and_none_that_harms_are_put_together():
    every = [Thing(kind, "decide", {}, 1.0) for kind in ("visit", "visit", "visit", "home")]
    assert promising(every, np.array([3.0, 2.0, 1.0, -1.0])) == [0, 1]

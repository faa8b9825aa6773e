"""Zeuthen's concessions reach the largest Nash product.

Harsanyi, J. C. (1956). Approaches to the bargaining problem before and after the theory of games. *Econometrica*
24(2), 144-157, p. 149. Rosenschein, J. S., & Zlotkin, G. (1994). *Rules of Encounter*, ch. 2.
"""

from itertools import pairwise

import numpy as np
import pytest

from sim.bargaining import Table, solve
from sim.bargaining.nash import LEAST
from sim.bargaining.zeuthen import Offers, concede, risk


def test_risk_is_what_is_lost_by_giving_in_as_a_share_of_what_is_lost_by_no_agreement():
    assert risk(np.array(10.0), np.array(4.0), np.array(0.0)) == pytest.approx(0.6)
    assert risk(np.array(10.0), np.array(4.0), np.array(4.0)) == 1.0
    assert risk(np.array(10.0), np.array(12.0), np.array(0.0)) == 0.0


def product(gain, power):
    return (power[:, None] * np.log(np.maximum(gain, LEAST))).sum(0)


@pytest.mark.parametrize("powers", ["alike", "unlike"])
@pytest.mark.parametrize("parties", [2, 3, 5])
def test_concessions_end_at_the_largest_product_of_gains(parties, powers):
    draw = np.random.default_rng(parties)
    for _ in range(150):
        gain = np.round(draw.uniform(0.5, 100, (parties, 12)), 1)
        power = np.ones(parties) if powers == "alike" else draw.uniform(0.2, 1.0, parties)
        deal = concede(Offers.of(gain, power, np.ones(12, bool)))[-1]
        value = product(gain, power)
        assert value[deal] == pytest.approx(value.max(), abs=1e-9)


def test_each_concession_makes_the_other_the_one_with_less_to_risk():
    gain = np.array([[10.0, 8.0, 6.0, 4.0, 2.0], [1.0, 4.0, 6.0, 7.0, 8.0]])
    *offers, deal = concede(Offers.of(gain, np.ones(2), np.ones(5, bool)))
    value = product(gain, np.ones(2))
    assert deal == value.argmax() == 2
    assert offers[0].tolist() == [0, 4], "each begins with its best"
    for before, after in pairwise(offers):
        who = int(np.flatnonzero(before != after)[0])
        other = 1 - who
        mine = risk(gain[who, before[who]], gain[who, before[other]], np.array(0.0))
        theirs = risk(gain[other, before[other]], gain[other, before[who]], np.array(0.0))
        assert mine <= theirs + 1e-12
        assert gain[who, after[who]] < gain[who, before[who]]


def table(capability, position, **other):
    x = np.array(position, float)[:, None]
    ends = {"low": np.array([0.0]), "high": np.array([100.0])}
    return Table(np.array(capability, float), x, np.ones_like(x), **ends, **other)


def test_two_alike_with_nothing_to_fall_back_on_meet_in_the_middle():
    assert solve(table([1, 1], [0, 100]), "zeuthen").outcome[0] == pytest.approx(50.0)
    assert solve(table([1, 1], [20, 60], reservation=np.array([0.8, 0.2])), "zeuthen").outcome[0] < 40.0


def test_with_unequal_powers_it_is_where_the_nonsymmetric_nash_solution_lies():
    three = table([1, 2, 1.5], [10, 35, 90])
    assert solve(three, "zeuthen").outcome[0] == pytest.approx(solve(three, "nash").outcome[0], abs=0.81)


def test_permuted_actors_permute_offers_and_a_power_changed_by_five_per_cent_moves_the_agreement():
    order = [2, 0, 3, 1]
    one = solve(table([1, 2, 1, 3], [0, 40, 100, 70]), "zeuthen")
    other = solve(table([1, 1, 3, 2], [100, 0, 70, 40]), "zeuthen")
    np.testing.assert_array_equal(other.position, one.position[:, order])
    np.testing.assert_array_equal(other.outcome, one.outcome)
    base = solve(table([1, 1], [0, 100]), "zeuthen").outcome[0]
    assert solve(table([1.05, 1], [0, 100]), "zeuthen").outcome[0] < base - 0.9


def test_a_deadline_that_comes_first_leaves_no_agreement():
    two = table([1, 1], [0, 100])
    assert solve(two, "zeuthen").agreement
    assert not solve(two, "zeuthen", deadline=3).agreement

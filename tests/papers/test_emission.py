"""The challenge model on the emission table, in both variants."""

import numpy as np
import pytest
from papers.published import DANGER, MEANS, MEDIANS, RISK, ROUNDS, emission, permuted, strengthened

from sim.bargaining import solve
from sim.bargaining.challenge import Contest, chances, danger, distances, risks

ORDERS = [np.arange(10), np.array([3, 9, 0, 6, 1, 8, 2, 7, 5, 4]), np.arange(10)[::-1]]


def first_round(table, by_pair):
    place, weight, salience = table.position, table.weight, table.salience
    contest = Contest(weight, salience, np.array([6.0]), by_pair)
    away = distances(contest, place)
    return danger(contest, away, chances(contest, away, None))[:, 0]


@pytest.mark.parametrize("order", ORDERS)
def test_danger_and_risk_of_the_first_round_are_those_in_print(order):
    found = first_round(permuted(emission(), order), by_pair=False)
    np.testing.assert_allclose(found, np.array(DANGER)[order], atol=6e-7)
    np.testing.assert_allclose(risks(found[:, None])[:, 0], np.array(RISK)[order], atol=6e-7)


@pytest.mark.parametrize("order", ORDERS)
def test_ten_rounds_of_the_program_to_a_billionth(order):
    found = solve(permuted(emission(), order), "challenge", "code", rounds=10)
    np.testing.assert_allclose(found.position[..., 0], np.array(ROUNDS)[:, order], rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.median[:, 0], MEDIANS, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.mean[:, 0], MEANS, rtol=0, atol=0.1)


@pytest.mark.parametrize("order", ORDERS)
def test_as_the_paper_has_it_all_agree_on_seven_by_the_third_round(order):
    found = solve(permuted(emission(), order), "challenge", "paper", rounds=10)
    assert (found.position[3:] == 7.0).all()
    assert not (found.position[1] == 7.0).all()
    assert (found.median == 7.0).all()
    assert found.outcome == 7.0
    assert found.cycle == 1


def test_in_the_papers_form_one_of_two_wins():
    table = emission()
    contest = Contest(table.weight, table.salience, np.array([6.0]), by_pair=True)
    chance = chances(contest, distances(contest, table.position), None)[..., 0]
    apart = table.position != table.position.T
    np.testing.assert_allclose((chance + chance.T)[apart], 1.0)
    assert (chance[~apart] == 0.0).all()


@pytest.mark.parametrize("actor", range(10))
def test_five_per_cent_more_power_of_one_is_seen(actor):
    other = strengthened(emission(), actor)
    assert not np.allclose(first_round(other, by_pair=False), DANGER, rtol=0, atol=6e-7)
    assert not np.allclose(
        solve(other, "challenge", "code").mean[:, 0], solve(emission(), "challenge", "code").mean[:, 0]
    )
    assert not np.allclose(
        solve(other, "challenge", "paper").mean[0], solve(emission(), "challenge", "paper").mean[0]
    )


def test_a_union_of_two_of_the_cases_is_solved_as_each_alone():
    both = emission()
    twice = type(both)(
        np.stack([both.capability] * 2), np.stack([both.position] * 2), np.stack([both.salience] * 2)
    )
    for variant in ("paper", "code"):
        alone, together = solve(both, "challenge", variant), solve(twice, "challenge", variant)
        np.testing.assert_array_equal(together.position[1], alone.position)

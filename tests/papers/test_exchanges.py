"""The exchange model on the climate talks: the twenty exchanges of the short input, in their order."""

import numpy as np
import pytest
from papers.published import exchange_input, exchanges_realised, permuted, strengthened

from sim.bargaining import solve

ORDERS = [np.arange(15), np.arange(15)[::-1], np.random.default_rng(5).permutation(15)]


def listed(table, actors, issues):
    found = solve(table, "exchange").exchanges
    return [
        (
            {
                (actors[found.first[k]], issues[found.supplied[k]]): found.first_move[k],
                (actors[found.second[k]], issues[found.returned[k]]): found.second_move[k],
            },
            found.gain[k],
        )
        for k in range(found.gain.shape[-1])
    ]


@pytest.mark.parametrize("order", ORDERS)
def test_the_twenty_exchanges_in_order(order):
    actors, issues, table = exchange_input()
    found = listed(permuted(table, order), [actors[i] for i in order], issues)
    expected = exchanges_realised()
    assert len(found) == len(expected) == 20
    for (moves, gain), (their_moves, their_gain) in zip(found, expected, strict=True):
        assert moves == pytest.approx(their_moves, abs=1e-9)
        assert gain == pytest.approx(their_gain, abs=1e-9)


def test_five_per_cent_more_power_of_one_is_seen():
    actors, issues, table = exchange_input()
    usual = [gain for _, gain in exchanges_realised()]
    for actor in range(15):
        gains = [gain for _, gain in listed(strengthened(table, actor), actors, issues)]
        assert len(gains) != 20 or gains != pytest.approx(usual, abs=1e-9), actors[actor]


def test_the_scale_of_a_table_that_shows_both_ends_is_known():
    actors, issues, table = exchange_input()
    bare = type(table)(table.capability, table.position, table.salience)
    assert listed(bare, actors, issues) == listed(table, actors, issues)


def test_with_the_crossing_rule_no_outcome_passes_whoever_asked_for_the_move():
    _, _, table = exchange_input()
    free, bound = solve(table, "exchange"), solve(table, "exchange", "crossing")
    assert bound.exchanges.gain[0] <= free.exchanges.gain[0] + 1e-12
    mean = bound.mean[0]
    first = bound.exchanges
    shift = (
        first.first_move[0]
        * table.weight[first.first[0], first.supplied[0]]
        / table.weight[:, first.supplied[0]].sum()
    )
    asks = table.position[first.second[0], first.supplied[0]]
    assert abs(shift) <= abs(asks - mean[first.supplied[0]]) + 1e-9

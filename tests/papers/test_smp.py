"""The spatial model of politics on KTAB's example of seven actors and three issues."""

import re

import numpy as np
import pytest
from papers.published import model_data, permuted, strengthened

from sim.bargaining import solve
from sim.bargaining.reading import read_table

ORDERS = [np.arange(7), np.arange(7)[::-1], np.array([2, 5, 1, 6, 0, 4, 3])]
TURNS = 10


def table():
    return read_table(model_data("smp_3dim_input.csv")).table


def positions():
    """(turn, actor, issue) as printed, to a tenth."""
    out = np.full((TURNS + 1, 7, 3), np.nan)
    for line in model_data("smp_3dim_positions.txt").read_text(encoding="utf-8").splitlines():
        if line.strip():
            who, issue, rest = re.fullmatch(r"SActor-(\d+), Pstn(\d):(.*)", line).groups()
            out[:, int(who), int(issue) - 1] = [float(x) for x in rest.split()]
    assert np.isfinite(out).all()
    return out


def printed(word):
    lines = model_data("smp_3dim_published.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(":", 1)[1] for line in lines if word in line]


@pytest.mark.parametrize("order", ORDERS)
def test_positions_of_every_turn(order):
    found = solve(permuted(table(), order), "smp", rounds=TURNS)
    assert np.abs(found.position - positions()[:, order]).max() < 0.051


@pytest.mark.parametrize("order", ORDERS)
def test_chances_to_win_of_every_turn(order):
    found = solve(permuted(table(), order), "smp", rounds=TURNS)
    expected = np.array([[float(x) for x in line.split()] for line in printed("prob")]).T
    assert np.abs(found.win[..., 0] - expected[:, order]).max() < 0.000051


def test_the_play_ends_as_the_program_does_when_little_moves():
    found = solve(table(), "smp")
    assert found.position.shape[0] == 101
    moved = np.sqrt((np.diff(found.position, axis=0) ** 2).sum(-1)).sum(-1)
    expected = [float(line.split()[0]) for line in printed("Fractional")]
    np.testing.assert_allclose(moved[:TURNS] / moved[0], expected, atol=2e-4)
    assert (moved[TURNS:] == 0.0).all()


@pytest.mark.parametrize("actor", range(7))
def test_five_per_cent_more_power_of_one_is_seen(actor):
    found = solve(strengthened(table(), actor), "smp", rounds=TURNS)
    expected = np.array([[float(x) for x in line.split()] for line in printed("prob")]).T
    assert np.abs(found.win[0, :, 0] - expected[0]).max() > 0.000051
    assert np.abs(found.position - positions()).max() > 0.051

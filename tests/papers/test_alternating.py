"""Alternating offers: published shares, their limits, and what a change of power or patience does.

Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. *Econometrica* 50(1), 97-109, p. 107: shares.
Stahl, I. (1972). *Bargaining Theory*: finite horizons. Binmore, K. (1987): the limit is the Nash solution.
Osborne, M. J., & Rubinstein, A. (1990). *Bargaining and Markets*, 63-65: several parties under unanimity.
"""

import numpy as np
import pytest

from sim.bargaining import Table, solve
from sim.bargaining.alternating_offers import last_shares, shares, traded

PATIENCE = [(0.9, 0.9), (0.5, 0.9), (0.99, 0.3), (0.95, 0.94), (0.0, 0.5)]


@pytest.mark.parametrize("d", PATIENCE)
def test_the_first_proposer_of_two_keeps_rubinsteins_share(d):
    first, second = shares(np.array(d))
    assert first == pytest.approx((1 - d[1]) / (1 - d[0] * d[1]), rel=1e-12)
    assert second == pytest.approx((1 - d[0]) / (1 - d[0] * d[1]), rel=1e-12)


def test_as_rounds_grow_short_the_share_is_that_of_the_rates_of_impatience():
    r1, r2 = 0.3, 0.7
    for period, near in ((1e-2, 1e-2), (1e-4, 1e-4), (1e-6, 1e-6)):
        found = shares(np.exp(-period * np.array([r1, r2])))
        assert found[0] == pytest.approx(r2 / (r1 + r2), abs=near)
        assert found.sum() == pytest.approx(1.0, abs=near)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 27])
def test_of_n_alike_under_unanimity_the_proposer_keeps_one_over_one_plus_n_less_one_d(n):
    d = 0.9
    assert shares(np.full(n, d)) == pytest.approx(np.full(n, 1 / (1 + (n - 1) * d)), rel=1e-12)


def test_permuted_parties_have_permuted_shares_and_five_per_cent_more_patience_more():
    d = np.array([0.9, 0.7, 0.5, 0.8])
    order = [2, 0, 3, 1]
    np.testing.assert_allclose(shares(d[order]), shares(d)[order], rtol=1e-14)
    more = d * np.array([1.05, 1, 1, 1])
    assert shares(more)[0] > shares(d)[0] + 0.01
    assert (shares(more)[1:] < shares(d)[1:]).all()


def test_by_backward_induction_the_last_proposer_takes_all_and_long_talks_come_to_rubinsteins_share():
    d = np.array([0.9, 0.8])
    assert last_shares(d, 1) == 1.0
    assert last_shares(d, 2) == pytest.approx(1 - 0.8)
    assert last_shares(d, 3) == pytest.approx(1 - 0.8 * (1 - 0.9))
    assert last_shares(d, 4) == pytest.approx(1 - 0.8 * (1 - 0.9 * (1 - 0.8)))
    assert last_shares(d, 200) == pytest.approx((1 - 0.8) / (1 - 0.9 * 0.8), abs=1e-12)


# ------------------------------------------------------------------ two parties on several issues


def test_on_one_issue_trade_is_a_cake():
    d = np.array([0.9, 0.8])
    for rounds in (1, 2, 3, 26, 151):
        gain, share = traded(np.ones((2, 1)), d, rounds)
        assert gain[0] == pytest.approx(last_shares(d, rounds), abs=1e-12)
        assert share[0] == pytest.approx(gain[0], abs=1e-12)


def by_grid(weight, d, rounds, cuts=200):
    """The same by brute force over a fine grid of shares of two issues."""
    part = np.linspace(0, 1, cuts + 1)
    a, b = (x.ravel() for x in np.meshgrid(part, part))
    worth = np.stack([weight[0, 0] * a + weight[0, 1] * b, weight[1, 0] * (1 - a) + weight[1, 1] * (1 - b)])
    waiting = np.zeros(2)
    for turn in range(rounds - 1, -1, -1):
        who, other = turn % 2, 1 - turn % 2
        due = d[other] * waiting[other]
        takes = np.where(worth[other] >= due - 1e-12, worth[who], -1.0)
        best = takes.argmax()
        waiting = np.array([worth[0, best], worth[1, best]])
    return waiting


def test_on_two_issues_each_gives_first_what_the_other_wants_most():
    weight = np.array([[0.7, 0.3], [0.2, 0.8]])
    for rounds in (1, 2, 5, 26):
        gain, share = traded(weight, np.array([0.9, 0.8]), rounds)
        assert gain == pytest.approx(by_grid(weight, [0.9, 0.8], rounds), abs=0.03)
        assert gain[0] == pytest.approx((weight[0] * share).sum())
    assert share[0] == 1.0, "the first keeps whole what it wants more"


def test_many_negotiations_at_once_are_each_the_same_to_the_bit():
    draw = np.random.default_rng(3)
    weight = draw.dirichlet(np.ones(4), (300, 2))
    patience = draw.uniform(0.8, 1.0, (300, 2))
    gain, share = traded(weight, patience, 26)
    for k in range(0, 300, 17):
        one = traded(weight[k], patience[k], 26)
        np.testing.assert_array_equal(gain[k], one[0])
        np.testing.assert_array_equal(share[k], one[1])
    assert ((share >= 0) & (share <= 1)).all()
    turned, _ = traded(weight[..., [3, 1, 0, 2]], patience, 26)
    np.testing.assert_allclose(turned, gain, atol=1e-12)
    patient, _ = traded(weight, np.minimum(patience * np.array([1.05, 1.0]), 1.0), 26)
    assert (patient[:, 0] >= gain[:, 0] - 1e-12).all()
    assert (patient[:, 0] > gain[:, 0] + 1e-3).mean() > 0.5


# ------------------------------------------------------------------ points on a scale


def table(capability, position, **other):
    x = np.array(position, float)[:, None]
    ends = {"low": np.array([0.0]), "high": np.array([100.0])}
    return Table(np.array(capability, float), x, np.ones_like(x), **ends, **other)


def test_in_a_single_round_each_proposes_its_own_wish_and_the_mean_is_the_compromise():
    three = table([1, 2, 1], [0, 40, 100])
    assert solve(three, "alternating_offers", rounds=1).outcome[0] == pytest.approx(45.0)


def test_in_long_talks_all_proposals_draw_together_near_the_nash_solution():
    three = table([1, 2, 1], [0, 40, 100])
    found = solve(three, "alternating_offers", rounds=400)
    spread = np.ptp(found.position[1, :, 0])
    assert spread < 12.0
    nash = solve(three, "nash").outcome[0]
    assert abs(found.outcome[0] - nash) < spread


def test_permuted_actors_permute_what_they_propose_and_a_power_changed_by_five_per_cent_moves_it():
    four, order = table([1, 2, 1, 3], [0, 40, 100, 70]), [2, 0, 3, 1]
    turned = table([1, 1, 3, 2], [100, 0, 70, 40])
    one, other = (solve(t, "alternating_offers") for t in (four, turned))
    np.testing.assert_allclose(other.position, one.position[:, order], atol=1e-9)
    np.testing.assert_allclose(other.outcome, one.outcome, atol=1e-9)
    more = solve(table([1.05, 2, 1, 3], [0, 40, 100, 70]), "alternating_offers")
    assert more.outcome[0] < one.outcome[0] - 0.05


def test_what_one_would_never_sign_is_no_agreement():
    far = table([1, 1], [0, 100], reservation=np.array([0.6, 0.6]))
    assert not solve(far, "alternating_offers").agreement
    near = table([1, 1], [0, 100], reservation=np.array([0.6, 0.3]))
    found = solve(near, "alternating_offers")
    assert found.agreement
    assert 30.0 <= found.outcome[0] <= 40.0

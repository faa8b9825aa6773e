"""Voting power: the Council of 27 under Nice, and the Security Council."""

import json
from itertools import accumulate, permutations, product
from random import Random

import pytest
from papers.published import model_data

from sim.bargaining import TableError
from sim.bargaining.power import banzhaf, shapley_shubik

# Votes under the Treaty of Nice and how many of the 27 have them; 255 of 345 carry a motion. INDEX: published values
# of Shapley and Shubik's index by class of votes.
NICE = {29: 4, 27: 2, 14: 1, 13: 1, 12: 5, 10: 3, 7: 5, 4: 5, 3: 1}
INDEX = [0.086738, 0.079975, 0.039937, 0.036825, 0.034068, 0.028193, 0.019606, 0.011042, 0.008178]
QUOTA = 255
# Normalised indices of Banzhaf by class, to four places; what counts coalitions is checked one by one below.
BANZHAF = [0.0778, 0.0742, 0.0426, 0.0397, 0.0368, 0.0309, 0.0218, 0.0125, 0.0094]


def votes():
    return [weight for weight, members in NICE.items() for _ in range(members)]


def by_class(values):
    return [values[votes().index(weight)] for weight in NICE]


@pytest.mark.parametrize("turn", [1, -1])
def test_shapley_and_shubik_under_nice(turn):
    order = votes()[::turn]
    found = shapley_shubik(order, QUOTA)
    assert sum(order) == 345
    assert sum(found) == pytest.approx(1.0)
    assert by_class(found[::turn]) == pytest.approx(INDEX, abs=6e-7)


@pytest.mark.parametrize("turn", [1, -1])
def test_banzhaf_under_nice(turn):
    found = banzhaf(votes()[::turn], QUOTA)[::turn]
    assert sum(found) == pytest.approx(1.0)
    assert by_class(found) == pytest.approx(BANZHAF, abs=6e-5)


def test_five_per_cent_more_votes_of_one_are_seen():
    more = [votes()[0] * 105 // 100, *votes()[1:]]
    assert shapley_shubik(more, QUOTA)[0] > INDEX[0] + 1e-4
    assert banzhaf(more, QUOTA)[0] != banzhaf(votes(), QUOTA)[0]


def test_the_security_council():
    """Five permanent members without whom nothing passes, ten others, nine of fifteen: as 7 votes, 1 and 39."""
    found = shapley_shubik([7] * 5 + [1] * 10, 39)
    assert found[0] == pytest.approx(0.196270, abs=5e-7)
    assert found[-1] == pytest.approx(0.001865, abs=5e-7)


def test_unions_of_other_sizes_to_the_last_digit():
    known = json.loads(model_data("shapley_shubik.json").read_text(encoding="utf-8"))
    members = {"de fr it uk": 29, "es pl": 27, "ro": 14, "nl": 13, "be cz el hu pt": 12, "at se bu": 10}
    members |= {"dk ie lt sk fi cr": 7, "cy ee lv lu si": 4, "mt": 3}
    weight = {who: w for names, w in members.items() for who in names.split()}
    quotas = {"25": 232, "27": 255, "28": 260}
    for size, quota in quotas.items():
        expected = known[size]
        found = shapley_shubik([weight[who] for who in expected], quota)
        assert found == pytest.approx(list(expected.values()), abs=1e-12), size


@pytest.mark.parametrize("seed", range(8))
def test_small_committees_against_a_count_of_every_order_and_every_vote(seed):
    draw = Random(seed)
    weights = [draw.randrange(0, 9) for _ in range(5)] + [draw.randrange(1, 9)]
    quota = draw.randrange(1, sum(weights) + 1)
    decided, swung = [0] * 6, [0] * 6
    for order in permutations(range(6)):
        sums = list(accumulate(weights[i] for i in order))
        decided[order[next(k for k, total in enumerate(sums) if total >= quota)]] += 1
    for votes_for in product((0, 1), repeat=6):
        for_it = sum(w for w, yes in zip(weights, votes_for, strict=True) if yes)
        for i, yes in enumerate(votes_for):
            swung[i] += bool(yes and for_it >= quota > for_it - weights[i])
    assert shapley_shubik(weights, quota) == pytest.approx([n / 720 for n in decided])
    assert banzhaf(weights, quota, normalised=False) == pytest.approx([n / 32 for n in swung])


def test_by_hand():
    """51 of 100 with 50, 49 and 1: the first decides unless it stands alone against both, or joins first."""
    assert shapley_shubik([50, 49, 1], 51) == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert banzhaf([50, 49, 1], 51, normalised=False) == [0.75, 0.25, 0.25]
    assert banzhaf([3, 0], 2) == [1.0, 0.0]


def test_what_nobody_can_win_is_refused():
    for weights, quota in (([1, 2], 4), ([1, 2], 0), ([1.5, 2], 2), ([-1, 2], 1)):
        with pytest.raises(TableError):
            shapley_shubik(weights, quota)

"""Every value of every rule has an effect: some world ends otherwise than under the default."""

import numpy as np
import pytest
from conftest import ensemble

WORLDS = 1024
VALUES = [
    {"deadline.kind": "soft"},
    {"deadline.kind": "none"},
    {"deadline.kind": "extendable", "mediation": "majority"},
    {"deadline.triggers_outside_option": False},
    {"deadline.date": "2008-01-14"},
    {"status.divisible": True},
    {"bargaining": "single_text"},
    {"bargaining": "nash"},
    {"bargaining": "compromise"},
    {"bargaining": "median"},
    {"mediation": "majority"},
    {"mediation": "none"},
    {"recognition": "common_position"},
    {"recognition": "common_position", "eu_decision": "unanimity"},
    {"recognition": "common_position", "eu_decision": "qualified_majority"},
    {"recognition": "common_position", "eu_decision": "simple_majority"},
    {"council.veto": False},
    {"council.veto": False, "council.votes": 12},
    {"guarantee.kind": "given"},
    {"guarantee.kind": "given", "guarantee.credibility": 0.9},
    {"guarantee.kind": "in_pact"},
    {"guarantee.kind": "barred"},
    {"declaration": "coordinated"},
    {"declaration": "after_election"},
    {"declaration": "barred"},
    {"lobbying.enabled": False},
    {"lobbying.capital": 2},
    {"patronage": 0},
    {"patronage.US": 0.5},
    {"patronage.RU": 0},
    {"patronage.EU": 0},
    {"influence.unity": 0},
    {"security.kfor": 8000},
    {"security.reinforce": "by_move_only"},
    {"security.reinforce": "never"},
    {"linkage": True},
]
NEIGHBOUR = {
    "eu_decision": {"recognition": "common_position"},
    "council.votes": {"council.veto": False},
    "guarantee.credibility": {"guarantee.kind": "given"},
}


def compared_with(rules):
    """The default, or, for a value that works only beside another, that other alone."""
    for key, neighbour in NEIGHBOUR.items():
        if key in rules:
            return neighbour
    return {}


@pytest.mark.parametrize("rules", VALUES, ids=lambda r: ",".join(f"{k}={v}" for k, v in r.items()))
def test_a_value_of_a_rule_changes_some_world(rules):
    base = ensemble(rules=compared_with(rules), worlds=WORLDS)
    other = ensemble(rules=rules, worlds=WORLDS)
    assert sum(other.outcomes().values()) == pytest.approx(1.0)
    same = all(
        np.array_equal(base.columns[name], other.columns[name], equal_nan=True) for name in base.columns
    )
    assert not same


def test_a_barred_declaration_never_comes():
    assert not ensemble(rules={"declaration": "barred"}, worlds=WORLDS).columns["declared"].any()


def test_a_common_position_leaves_no_member_apart():
    result = ensemble(
        rules={"recognition": "common_position", "eu_decision": "simple_majority"}, worlds=WORLDS
    )
    assert set(np.unique(result.columns["eu_recognisers"])) <= {0.0, 27.0}
    assert (result.columns["eu_recognisers"] == 27).any()


def test_one_cyprus_is_enough_to_stop_a_common_position_by_unanimity():
    result = ensemble(rules={"recognition": "common_position", "eu_decision": "unanimity"}, worlds=WORLDS)
    assert (result.columns["eu_recognisers"] == 0).mean() > 0.9

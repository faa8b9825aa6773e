"""Every value of every rule has an effect: some world ends otherwise than under the default."""

import numpy as np
import pytest
from conftest import ensemble

from sim.bargaining import MODELS
from sim.scenario import rule_keys

WORLDS = 1024
VALUES = [
    {"deadline.kind": "soft"},
    {"deadline.kind": "none"},
    {"deadline.triggers_outside_option": False},
    {"deadline.date": "2008-01-14"},
    {"status.divisible": True},
    *({"bargaining": name} for name in MODELS),
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
    {"side_payments": False},
    {"information": "public"},
    {"council.members": "US,GB,FR,CN,BE,IT,PA,SK,ES,PL,AT"},
    {"patronage": 0, "ratification.kind": "signed_text"},
    {"patronage": 0, "ratification.kind": "signed_text", "ratification.share": 0.8},
    {"horizon": "2008-06-30"},
]
NEIGHBOUR = {
    "ratification.share": {"patronage": 0, "ratification.kind": "signed_text"},
    "ratification.kind": {"patronage": 0},
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


def test_an_extendable_date_moves_where_a_majority_of_the_mediators_wants_it():
    """In the report of 20 November one mediator wants more talks and another wants every option tried; by
    10 December the latter no longer does, so there is nobody to extend for."""
    majority = {"mediation": "majority"}
    fixed, moved = (
        ensemble("kosovo_2007_11_20", {**majority, "deadline.kind": kind}, WORLDS).columns["declaration_week"]
        for kind in ("hard", "extendable")
    )
    assert np.nanmean(moved - fixed) > 0.2


ELSEWHERE = {
    "extendable",  # above
    "last_text",  # needs a referendum with a date: tests/test_second_world.py
}


def test_every_rule_that_can_be_set_stands_in_this_table():
    named = {key.split(".")[0] if key.startswith("patronage") else key for rules in VALUES for key in rules}
    assert named == {k.key for k in rule_keys()}


def test_every_word_of_every_rule_stands_in_this_table_or_is_its_default():
    for rule in rule_keys():
        words = rule.allowed.split(" | ") if " | " in rule.allowed else []
        given = {
            str(v).lower() if isinstance(v, bool) else str(v)
            for r in VALUES
            for k, v in r.items()
            if k == rule.key
        }
        default = str(rule.default).lower() if isinstance(rule.default, bool) else str(rule.default)
        assert set(words) <= given | {default} | ELSEWHERE, rule.key


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

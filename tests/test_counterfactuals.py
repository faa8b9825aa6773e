"""What if: each shipped counterfactual moves what it asks about, on the same luck, and says what the reports say."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from arms import effect
from conftest import ensemble

from sim.codings import items_of
from sim.scenario import load, shipped

SCENARIOS = Path(__file__).parents[1] / "scenarios"
WORLDS = 1_000
UP, DOWN = 1, -1
MOVES = [
    ("kosovo_no_deadline", "declaration_week", UP),
    ("kosovo_no_deadline", "declarer_outside_option", DOWN),
    ("kosovo_guarantee_given", "pact", UP),
    ("kosovo_guarantee_given", "pact_suits_title_holder", UP),
    ("kosovo_guarantee_given", "pact_suits_its_patron", UP),
    ("kosovo_no_veto", "council_endorsed", UP),
    ("kosovo_patrons_withdraw", "zopa_width", UP),
    ("kosovo_patrons_withdraw", "pact", UP),
    ("kosovo_bound_union", "mission", UP),
    ("kosovo_bound_union", "eu_recognisers_first_month", UP),
    ("kosovo_in_haste", "declaration_week", DOWN),
    ("kosovo_in_haste", "coordination", DOWN),
    ("kosovo_in_haste", "tension_peak", UP),
    ("kosovo_in_haste", "flashpoint_north_13_weeks", UP),
    ("kosovo_in_haste", "flashpoint_bosnia_13_weeks", UP),
    ("kosovo_soft_landing", "backers", UP),
    ("kosovo_soft_landing", "tension_peak", DOWN),
]
NAMES = sorted({name for name, _, _ in MOVES})
CITED = re.compile(r"((?:[AB]\d\d\.\d(?:, | and )?)+), par\. (\d+)")


@pytest.mark.parametrize(("name", "measure", "sign"), MOVES, ids=str)
def test_a_counterfactual_moves_what_it_asks_about(name, measure, sign):
    base, other = (ensemble(scenario, worlds=WORLDS).columns[measure] for scenario in ("kosovo_2007", name))
    found = effect(base, other)
    assert found.rises() if sign > 0 else found.falls(), found


def test_a_bound_union_recognises_as_one_or_not_at_all():
    heads = ensemble("kosovo_bound_union", worlds=WORLDS).columns["eu_recognisers"]
    assert set(np.unique(heads)) <= {0.0, 27.0}


def test_in_haste_most_declarations_are_unilateral_and_after_a_soft_landing_none():
    shares = {
        name: ensemble(name, worlds=WORLDS).outcomes() for name in ("kosovo_in_haste", "kosovo_soft_landing")
    }
    assert shares["kosovo_in_haste"]["unilateral_declaration"] > 0.5
    assert shares["kosovo_soft_landing"]["unilateral_declaration"] == 0.0


def test_seven_counterfactuals_are_shipped_and_each_has_a_row_above():
    on_2007 = {
        name
        for name, entry in shipped().items()
        if tomllib.loads(entry.read_text(encoding="utf-8")).get("extends") == "kosovo_2007"
    }
    assert on_2007 - {"kosovo_2007_12_10"} == set(NAMES)
    assert len(NAMES) == 7


@pytest.mark.parametrize("name", NAMES)
def test_a_counterfactual_is_small_and_changes_rules_or_mechanisms_alone(name):
    text = (SCENARIOS / f"{name}.toml").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    assert set(tomllib.loads(text)) <= {"extends", "title", "question", "summary", "rules", "mechanisms"}
    scenario, base = load(name), load("kosovo_2007")
    assert (scenario.rules, scenario.mechanisms) != (base.rules, base.mechanisms)
    assert scenario.actors == base.actors
    assert scenario.question.endswith("?")


@pytest.mark.parametrize("name", NAMES)
def test_a_counterfactual_says_what_the_reports_say_of_it_and_where(name):
    coded, faults = items_of((SCENARIOS / "coding" / "settled.csv").read_text(encoding="utf-8"))
    assert not faults
    said = " ".join(load(name).summary.split())
    ids = set(re.findall(r"[AB]\d\d\.\d", said))
    assert len(ids) >= 4
    assert ids <= coded.keys()
    for items, paragraph in CITED.findall(said):
        for item in re.findall(r"[AB]\d\d\.\d", items):
            assert coded[item]["paragraph"] == int(paragraph), item
    assert "report of 20 November" in said or "report of 10 December" in said

"""The 38 systems of the reports, a test each: switched off, the measure it should move moves.

On the same luck, in the stated direction, by the least effect named in scenarios/systems.toml and by more than
three paired standard errors; and a measure that has nothing to do with it stays within noise. Such tests
show that the code does what it says. They validate no theory (scenarios/MODEL.md).
"""

import csv
import re
from contextlib import contextmanager
from importlib.resources import files

import mutants
import pytest
from conftest import SEED, ensemble

from sim.analysis.paired import difference
from sim.analysis.systems import columns_of, function_of, key, measure_systems, row, systems
from sim.commands.run import summary
from sim.worlds import run

WORLDS, FEW = 2_000, 256


def works(id_: str) -> None:
    """Off against on: the system's measure moves as stated, the unrelated one does not."""
    system = systems()[id_]
    names = {system.measure, system.unrelated}
    base, off = (
        dict(columns_of(ensemble(rules=rules, worlds=WORLDS), names))
        for rules in (system.given, system.given | system.switch)
    )
    found = row(id_, system, base, off)
    assert found.works, (system.measure, found.effect)
    assert found.apart, (system.unrelated, found.unrelated)


def test_s01_without_a_mandate_from_home_the_two_principals_have_more_room():
    works("S01")


def test_s02_without_the_troika_no_text_is_tabled():
    works("S02")


def test_s03_without_the_deadline_the_declaration_waits():
    works("S03")


def test_s04_where_exhaustion_is_no_norm_the_reluctant_stay_reluctant():
    works("S04")


def test_s05_parties_that_hoped_for_a_deal_would_ask_less():
    works("S05")


def test_s06_without_the_threat_to_declare_the_outside_option_is_worse():
    works("S06")


def test_s07_without_the_status_neutral_treaty_there_is_less_room():
    works("S07")


def test_s08_without_a_guarantee_serbia_likes_the_treaty_less():
    works("S08")


def test_s09_without_red_lines_the_zone_is_wider():
    works("S09")


def test_s10_a_session_less_on_the_calendar_leaves_the_reluctant_where_they_are():
    works("S10")


def test_s11_without_patrons_few_expect_recognition():
    works("S11")


def test_s12_without_the_pull_of_heads_fewer_members_follow():
    works("S12")


def test_s13_where_nothing_is_hidden_deals_are_found():
    works("S13")


def test_s14_without_contagion_fewer_places_follow():
    works("S14")


def test_s15_without_the_precedent_other_parts_of_the_world_stay_calm():
    works("S15")


def test_s16_without_the_shock_of_a_crash_tension_stays_low():
    works("S16")


def test_s17_without_agreement_in_advance_there_is_no_common_first_day():
    works("S17")


def test_s18_without_the_wish_not_to_be_hasty_the_declaration_comes_sooner():
    works("S18")


def test_s19_without_the_vote_in_serbia_the_declaration_comes_sooner():
    works("S19")


def test_s20_without_the_councils_shelter_serbia_expects_less():
    works("S20")


def test_s21_without_the_veto_the_council_endorses():
    works("S21")


def test_s22_without_resolution_1244_the_mission_lacks_its_ground():
    works("S22")


def test_s23_without_the_unions_police_there_are_more_incidents():
    works("S23")


def test_s24_were_mission_and_recognition_one_issue_slovakia_would_back_it_less():
    works("S24")


def test_s25_without_fears_at_home_more_members_recognise():
    works("S25")


def test_s26_a_greece_that_does_not_look_to_cyprus_is_not_moved_with_it():
    works("S26")


def test_s27_were_law_its_true_reason_cyprus_would_follow_the_council():
    works("S27")


def test_s28_without_the_report_slovakia_is_more_reluctant():
    works("S28")


def test_s29_where_limbo_costs_nothing_kosovo_waits():
    works("S29")


def test_s30_with_a_sixteenth_of_the_force_there_are_more_incidents():
    works("S30")


def test_s31_without_the_summit_the_27_are_less_of_one_mind():
    works("S31")


def test_s32_where_the_path_counts_for_nothing_the_challenger_wins_more_often():
    works("S32")


def test_s33_where_unity_counts_for_nothing_the_27_are_more_divided():
    works("S33")


def test_s34_where_public_words_reach_nobody_less_recognition_is_expected():
    works("S34")


def test_s35_without_the_visit_from_moscow_cyprus_is_less_opposed():
    works("S35")


def test_s36_without_unilateral_action_nobody_recognises():
    works("S36")


def test_s37_if_every_speaker_were_believed_kosovo_would_expect_more():
    works("S37")


def test_s38_without_the_memory_of_1999_fewer_recognise():
    works("S38")


# ------------------------------------------------------------------ through the function it names


@contextmanager
def made_to_change_nothing(function):
    """The function answers as if it were not there, whoever calls it."""
    true = function.__code__, function.__defaults__, function.__kwdefaults__
    mutants.replace(function.__name__, function)
    try:
        yield
    finally:
        function.__code__, function.__defaults__, function.__kwdefaults__ = true


BY_ITSELF = {"S13"}
"""Where nothing is what the function says when nothing is known, there is no playing without it."""


@pytest.mark.parametrize("id_", [name for name in systems() if name not in BY_ITSELF])
def test_the_effect_runs_through_the_function_that_is_named(id_):
    """With that function made to change nothing in both arms, most of the effect is gone."""
    system = systems()[id_]
    settings = (system.given, system.given | system.switch)
    with_it = [ensemble(rules=rules, worlds=WORLDS).column(system.measure) for rules in settings]
    with made_to_change_nothing(function_of(system)):
        without = [
            run("kosovo_2007", FEW, SEED, rules=rules, workers=1).column(system.measure) for rules in settings
        ]
    left, whole = (difference(*arms) for arms in (without, with_it))
    assert left is None or abs(left.mean) < abs(whole.mean) / 2


# ------------------------------------------------------------------ the table itself


def test_every_system_has_a_test_of_its_own():
    tested = {m.group(1).upper() for name in globals() if (m := re.match(r"test_(s\d\d)_", name))}
    assert tested == set(systems()) == {f"S{i:02d}" for i in range(1, 39)}


def test_no_two_systems_share_both_switch_and_measure():
    pairs = [(key(s.given), key(s.switch), s.measure) for s in systems().values()]
    assert len({(switch, measure) for _, switch, measure in pairs}) == len(pairs)


@pytest.mark.parametrize("id_", systems())
def test_the_function_behind_a_system_is_there_and_documented(id_):
    assert systems()[id_].rule.startswith("rules.")
    assert (function_of(systems()[id_]).__doc__ or "").strip()


def test_the_coded_items_that_a_system_rests_on_are_there_and_name_it():
    text = files("scenarios").joinpath("coding", "settled.csv").read_text(encoding="utf-8")
    coded = {entry["id"]: entry for entry in csv.DictReader(text.splitlines())}
    for id_, system in systems().items():
        for item in system.rows:
            assert id_ in coded[item]["systems"], (id_, item)


def test_every_measure_stands_in_the_json_of_a_run():
    found = summary(ensemble(worlds=WORLDS))
    for system in systems().values():
        for name in (system.measure, system.unrelated):
            section, _, who = name.partition(".")
            assert who in found[section] if who else name in found["measures"], name


def test_the_command_measures_what_the_test_measures():
    (alone,) = measure_systems(WORLDS, ensemble(worlds=WORLDS).seed, ["S14"], workers=1)
    system = systems()["S14"]
    base, off = (ensemble(rules=rules, worlds=WORLDS).columns for rules in ({}, system.switch))
    assert alone.effect.mean == pytest.approx((off[system.measure] - base[system.measure]).mean(), abs=1e-12)

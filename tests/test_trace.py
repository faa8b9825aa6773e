"""A world told is the world of the run, and its reasons add up."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from worldmaker import scenarios

from sim.analysis.reasons import find_subject
from sim.analysis.retelling import content, lines
from sim.faults import ScenarioError
from sim.scenario import load
from sim.trace import trace
from sim.worlds import run

WORLDS = (0, 7, 500, 1023, 1024, 1100)


@pytest.fixture(scope="module")
def results():
    return run("kosovo_2007", worlds=1101, seed=4, workers=1)


@pytest.mark.parametrize("world", WORLDS)
def test_a_trace_is_that_world_of_the_run(results, world):
    told = trace(results.scenario, 4, world)
    assert told.outcome == list(results.scenario.outcomes)[results.outcome[world]]
    for name, values in results.columns.items():
        np.testing.assert_allclose(told.measures[name], values[world], rtol=0, atol=1e-9, equal_nan=True)


def names(sentence, state):
    return sentence.startswith("Recognised by") and state in sentence


def test_recognitions_are_told_by_name_in_their_week(results):
    told = trace(results.scenario, 4, 7)
    setting = results.setting
    for i in np.flatnonzero(setting.recogniser):
        week = results.recognised_week[7, i]
        said = [w.number for w in told.weeks if any(names(s, setting.names[i]) for s in w.sentences)]
        assert said == ([week] if week < setting.weeks else [])


def test_a_declaration_is_told_in_its_week(results):
    declared = results.columns["declaration_week"][7]
    told = trace(results.scenario, 4, 7)
    said = [w.number for w in told.weeks if any("declares independence" in s for s in w.sentences)]
    assert said == ([] if np.isnan(declared) else [int(declared)])


@pytest.mark.parametrize("actor", ["SK", "CY", "US", "RU", "XK", "RS"])
@pytest.mark.parametrize("world", [7, 500])
def test_terms_add_up_to_their_index(results, actor, world):
    told = trace(results.scenario, 4, world, why=actor)
    found = [reason for week in told.weeks for reason in week.reasons]
    assert found
    for reason in found:
        assert sum(reason.terms.values()) == pytest.approx(reason.total, abs=1e-9), reason


def test_reasons_are_given_where_something_happens(results):
    setting, world = results.setting, 7
    for actor in ("SK", "SE"):
        week = results.recognised_week[world, setting.actors.index(actor)]
        told = trace(results.scenario, 4, world, why=actor)
        names = {"readiness to recognise", "stance, as expressed"}
        assert {reason.name for reason in told.weeks[0].reasons} == names
        if week < setting.weeks:
            assert names <= {r.name for r in told.weeks[week].reasons}


def test_parties_declarer_and_title_holder_have_reasons_of_their_own(results):
    def indices(actor):
        told = trace(results.scenario, 4, 7, why=actor)
        return {reason.name for week in told.weeks for reason in week.reasons}

    packages = {"full independence", "broad autonomy"}
    at_the_table = {"outside option", "demand"}
    declarer, holder = indices("XK"), indices("RS")
    assert declarer >= at_the_table | packages | {"declaring now against waiting"}
    assert holder >= at_the_table | packages | {"the challenger at the vote"}
    assert "the challenger at the vote" not in declarer
    assert "declaring now against waiting" not in holder


def test_several_can_be_asked_about_and_each_is_told_under_its_name(results):
    told = trace(results.scenario, 4, 7, why=["Slovakia", "north", "sk", "incidents"])
    whose = [reason.of for reason in told.weeks[0].reasons]
    assert list(dict.fromkeys(whose)) == ["Slovakia", "northern Kosovo", "incidents"]
    assert len(whose) == 4
    text = [line.strip() for line in lines(told, 80)]
    assert all(name in text for name in whose)
    assert max(map(len, lines(told, 80))) <= 80


def test_weeks_without_news_are_folded(results):
    told = trace(results.scenario, 4, 7)
    text = list(lines(told, 80))
    idle = [w for w in told.weeks if not w.sentences]
    assert idle
    assert sum("nothing happens" in line for line in text) < len(idle)
    assert max(map(len, text)) <= 80
    assert text[-1].endswith(f"({told.outcome})")


def test_rules_change_the_world_that_is_told():
    barred = trace(load("kosovo_2007", {"rules.declaration": "barred"}), 4, 7)
    assert barred.outcome in ("talks_go_on", "settlement", "status_neutral_pact")
    free = trace(load("kosovo_2007"), 4, 7)
    assert barred.weeks[0].sentences[:3] == free.weeks[0].sentences[:3]  # the session and what is offered


def test_a_trace_as_json_holds_weeks_sentences_and_reasons(results):
    told = trace(results.scenario, 4, 7, why=["Slovakia", "north"], strategies={"RS": "hardliner"})
    found = json.loads(json.dumps(content(told, {"RS": "hardliner"}), allow_nan=False))
    assert list(found) == [
        "scenario", "seed", "world", "set", "strategies", "outcome", "measures", "weeks",
    ]  # fmt: skip
    assert (found["scenario"], found["seed"], found["world"]) == ("kosovo_2007", 4, 7)
    assert found["outcome"] == told.outcome
    assert [w["sentences"] for w in found["weeks"]] == [w.sentences for w in told.weeks]
    for week, kept in zip(found["weeks"], told.weeks, strict=True):
        assert week["monday"] == kept.monday.isoformat()
        assert [(r["of"], r["name"], r["total"]) for r in week["reasons"]] == [
            (r.of, r.name, r.total) for r in kept.reasons
        ]
    some = found["measures"].values()
    assert None in some
    assert all(value is None or isinstance(value, float) for value in some)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@given(scenarios())
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_any_scenario_can_be_told_with_all_its_reasons(scenario):
    told = trace(scenario, 1, 3, [*scenario.actors, *scenario.flashpoints, "incidents"])
    assert max(map(len, lines(told, 80))) <= 80
    assert json.dumps(content(told, {}), allow_nan=False)
    for reason in (reason for week in told.weeks for reason in week.reasons):
        most = max(map(abs, reason.terms.values()))
        assert sum(reason.terms.values()) == pytest.approx(reason.total, rel=1e-9, abs=1e-9 * max(most, 1.0))


# ------------------------------------------------------------------ whose


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("slovakia", "Slovakia"),
        ("sk", "Slovakia"),
        ("NORTH", "northern Kosovo"),
        (" Northern Kosovo ", "northern Kosovo"),
        ("Incidents", "incidents"),
    ],
)
def test_subjects_are_known_by_id_or_name_in_any_case(text, name):
    assert find_subject(load("kosovo_2007"), text).name == name


@pytest.mark.parametrize(
    ("text", "near"), [("Slovakai", "Slovakia"), ("nroth", "north"), ("incident", "incidents")]
)
def test_what_nothing_is_called_is_refused_with_the_nearest(text, near):
    with pytest.raises(ValueError, match=f"found '{text}'; did you mean '{near}'"):
        find_subject(load("kosovo_2007"), text)


# ------------------------------------------------------------------ texts

DRAFTED = {"rules.bargaining": "median"}


def sentences(scenario, rules):
    found = load(scenario, rules)
    return [s for world in (0, 1, 3, 5) for w in trace(found, 20, world).weeks for s in w.sentences]


def test_a_model_of_the_talks_tables_the_text_itself():
    said = sentences("cyprus_2004", DRAFTED)
    assert any(s.startswith("The mediators table a text: ") for s in said)
    assert not any("floats a text" in s for s in said)


def test_without_mediators_the_procedure_tables_the_text():
    said = sentences("cyprus_2004", {**DRAFTED, "rules.mediation": "none"})
    assert any(s.startswith("The procedure tables a text: ") for s in said)
    assert not any("mediators table" in s or "floats" in s for s in said)


def test_without_mediators_and_without_a_model_there_is_no_text():
    assert any("a text: " in s for s in sentences("kosovo_2007", {}))
    assert not any("a text" in s for s in sentences("kosovo_2007", {"rules.mediation": "none"}))


def test_a_scenario_that_another_version_kept_is_refused_in_one_line():
    scenario = load("kosovo_2007")
    fewer = {name: one for name, one in scenario.mechanisms.items() if name != "pace"}
    with pytest.raises(ScenarioError, match=r"mechanisms: expected also pace: .* another version") as caught:
        trace(scenario.model_copy(update={"mechanisms": fewer}), 1, 0)
    assert len(str(caught.value).splitlines()) == 1

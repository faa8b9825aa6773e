"""A world told is the world of the run, and its reasons add up."""

import numpy as np
import pytest

from sim.scenario import load
from sim.trace import lines, trace
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
        names = {reason.name for reason in told.weeks[0].reasons}
        assert names == {"readiness to recognise", "stance, as expressed"}
        if week < setting.weeks:
            assert {r.name for r in told.weeks[week].reasons} == names


def test_parties_declarer_and_title_holder_have_reasons_of_their_own(results):
    def indices(actor):
        told = trace(results.scenario, 4, 7, why=actor)
        return {reason.name for week in told.weeks for reason in week.reasons}

    assert indices("XK") == {"outside option", "demand", "declaring now against waiting"}
    assert indices("RS") == {"outside option", "demand", "the challenger at the vote"}


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
    assert barred.weeks[0].sentences == free.weeks[0].sentences

"""The Mesa face is the ensemble, one world at a time."""

import mesa
import numpy as np
import pytest
from arms import declares_in

from sim.model import Actor, NegotiationModel
from sim.worlds import run


def played(**kwargs):
    model = NegotiationModel("kosovo_2007", **kwargs)
    while model.running:
        model.step()
    return model


@pytest.fixture(scope="module")
def ensemble():
    return run("kosovo_2007", worlds=1030, seed=5, workers=1)


@pytest.mark.parametrize("world", [0, 3, 1027])
def test_a_mesa_run_is_that_world_of_the_ensemble(world, ensemble):
    model = played(seed=5, world=world)
    np.testing.assert_array_equal(model.state.recognised_week, ensemble.recognised_week[world])
    assert model.outcome == list(ensemble.scenario.outcomes)[ensemble.outcome[world]]
    for name, value in (
        ("tension_peak", model.state.tension_peak),
        ("legitimacy", model.state.legitimacy),
        ("coordination", model.state.coordination),
    ):
        assert float(value) == ensemble.columns[name][world]


def test_the_last_row_of_the_collector_is_the_end():
    model = played(seed=5, world=1)
    frame = model.datacollector.get_model_vars_dataframe()
    assert len(frame) == model.setting.weeks + 1
    assert frame["week"].tolist() == list(range(model.setting.weeks + 1))
    assert frame["outcome"].iloc[-1] == model.outcome
    assert frame["outcome"].iloc[0] is None or frame["outcome"].isna().iloc[0]
    agents = model.datacollector.get_agent_vars_dataframe()
    last = agents.xs(model.setting.weeks, level="Step").set_index("code")["recognised"]
    assert last["US"] == bool(model.state.recognised_week[model.actor("US").seat] < model.setting.weeks)


def test_another_strategy_in_a_seat_gives_the_ensemble_with_that_strategy_in_that_seat():
    early = declares_in(4)
    changed = run("kosovo_2007", worlds=3, seed=5, strategies={"XK": early}, workers=1)
    model = NegotiationModel("kosovo_2007", seed=5, world=2)
    model.actor("Kosovo").strategy = early
    while model.running:
        model.step()
    np.testing.assert_array_equal(model.state.recognised_week, changed.recognised_week[2])
    assert float(model.state.tension_peak) == changed.columns["tension_peak"][2]
    assert int(model.state.declared_week) == 4
    assert played(seed=5, world=2).state.declared_week != 4


def test_an_actor_may_override_decide():
    class Silent(Actor):
        def decide(self, view):
            from sim.strategies.hold import hold

            return hold(view)

    model = NegotiationModel("kosovo_2007", seed=5, world=0)
    seat = model.actor("XK").seat
    model.actors[seat] = Silent(model, seat)
    while model.running:
        model.step()
    assert model.outcome == "talks_go_on"


def test_it_works_under_batch_run():
    ensemble = run("kosovo_2007", worlds=2, seed=1, workers=1)
    rows = mesa.batch_run(
        NegotiationModel,
        {"scenario_name": "kosovo_2007", "world": [0, 1], "rules.council.veto": [True]},
        display_progress=False,
    )
    for world in (0, 1):
        last = [r for r in rows if r["world"] == world and r["code"] == "CY"]
        assert len(last) == 1
        assert last[0]["eu_recognisers"] == ensemble.columns["eu_recognisers"][world]
        assert last[0]["recognised"] == bool(
            ensemble.recognised_week[world, ensemble.setting.actors.index("CY")] < ensemble.setting.weeks
        )
        assert last[0]["outcome"] == list(ensemble.scenario.outcomes)[ensemble.outcome[world]]


def test_rules_may_be_given_by_name():
    model = NegotiationModel("kosovo_2007", council__veto=False, deadline__kind="none")
    assert not model.setting.rules.council_veto
    assert model.setting.rules.deadline_kind == "none"


def test_an_unknown_actor_is_named():
    with pytest.raises(KeyError, match="Atlantis"):
        NegotiationModel("kosovo_2007").actor("Atlantis")

"""A run does not depend on how it is run."""

import numpy as np
import pytest
from arms import declares_in
from conftest import ensemble

from sim.worlds import DRAW_BLOCK, run


def equal(a, b, n):
    np.testing.assert_array_equal(a.outcome[:n], b.outcome[:n])
    np.testing.assert_array_equal(a.recognised_week[:n], b.recognised_week[:n])
    for name in a.columns:
        np.testing.assert_array_equal(a.columns[name][:n], b.columns[name][:n], err_msg=name)


def test_the_first_worlds_of_a_long_run_are_those_of_a_short_one():
    equal(run("kosovo_2007", 5_000, 1, workers=1), run("kosovo_2007", 1_000, 1, workers=1), 1_000)


def test_the_number_of_workers_changes_nothing():
    equal(run("kosovo_2007", 2_500, 1, workers=2), run("kosovo_2007", 2_500, 1, workers=1), 2_500)


def test_a_shorter_horizon_leaves_the_earlier_weeks_as_they_are():
    long = ensemble(worlds=DRAW_BLOCK)
    short = run("kosovo_2007", DRAW_BLOCK, ensemble().seed, rules={"horizon": "2008-03-30"}, workers=1)
    weeks = short.setting.weeks
    assert weeks < long.setting.weeks
    early = np.where(long.recognised_week < weeks, long.recognised_week, 0)
    np.testing.assert_array_equal(np.where(short.recognised_week < weeks, short.recognised_week, 0), early)
    np.testing.assert_array_equal(short.heads, long.heads[:weeks])
    np.testing.assert_array_equal(short.tension, long.tension[:weeks])


def test_two_seeds_are_two_runs():
    assert (
        (run("kosovo_2007", 64, 1, workers=1).columns["tension_peak"][0])
        != (run("kosovo_2007", 64, 2, workers=1).columns["tension_peak"][0])
    )


def test_a_rule_that_bears_on_nothing_so_far_leaves_the_luck_as_it_is():
    base = ensemble(worlds=DRAW_BLOCK)
    stronger = run("kosovo_2007", DRAW_BLOCK, base.seed, rules={"security.kfor": 32000}, workers=1)
    for name in ("declaration_week", "eu_recognisers", "zopa_width"):
        np.testing.assert_array_equal(base.columns[name][:64], stronger.columns[name][:64])


def test_outcomes_sum_to_one_and_no_world_is_lost():
    result = ensemble()
    assert sum(result.outcomes().values()) == pytest.approx(1.0)
    assert len(result.outcome) == result.worlds == 4_000
    assert (result.heads.sum(-1) == result.worlds).all()


def test_another_strategy_in_one_seat_changes_the_run():
    base = ensemble(worlds=DRAW_BLOCK)
    early = run("kosovo_2007", DRAW_BLOCK, base.seed, strategies={"XK": declares_in(4)}, workers=1)
    declared = early.columns["declaration_week"]
    assert np.nanmax(declared) == np.nanmin(declared) == 4


def test_ctrl_c_keeps_the_blocks_that_are_finished():
    def stop(done: int) -> None:
        raise KeyboardInterrupt

    result = run("kosovo_2007", 3 * DRAW_BLOCK, 1, workers=1, progress=stop)
    assert result.interrupted
    assert result.worlds == DRAW_BLOCK
    equal(result, run("kosovo_2007", DRAW_BLOCK, 1, workers=1), DRAW_BLOCK)


def test_no_worlds_is_an_error():
    with pytest.raises(ValueError, match="at least 1"):
        run("kosovo_2007", 0)


def test_nothing_is_nan_that_must_not_be():
    undefined = {n for n, v in ensemble().columns.items() if np.isnan(v).any()}
    assert undefined <= {
        "status",
        "agreement_week",
        "declaration_week",
        "eu_recognisers_first_month",
        "flashpoint_north_13_weeks",
        "flashpoint_bosnia_13_weeks",
        "flashpoint_elsewhere_13_weeks",
        "mission_week",
        "soft_landing",
    }

"""Models of the talks: oracles by hand and from print, then each of them in play."""

import csv
import os
from dataclasses import fields, replace
from itertools import combinations
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from conftest import ensemble
from situations import first_monday, luck
from typer.testing import CliRunner

from sim.bargaining import MODELS
from sim.bargaining.case import Case, capability, feasible, hear, weights
from sim.bargaining.compromise import weighted_mean
from sim.bargaining.median import weighted_median
from sim.bargaining.single_text import drawn, kept
from sim.cli import app
from sim.rules import open_week, opening, talk
from sim.schema import RuleSet
from sim.state import take
from sim.strategies.hold import idle
from sim.worlds import decide, play_week, seat_groups

# ------------------------------------------------------------------ the plain numbers

EMISSION = np.array(
    [
        [0.08, 4, 0.8],
        [0.08, 7, 0.4],
        [0.03, 4, 0.2],
        [0.16, 4, 0.8],
        [0.16, 10, 0.6],
        [0.16, 10, 0.6],
        [0.16, 10, 0.9],
        [0.05, 7, 0.1],
        [0.05, 4, 1.0],
        [0.08, 7, 0.7],
    ]
)
"""Capability, position, salience of ten states on the years until medium cars had to meet emission standards.
Bueno de Mesquita (1994); replicated by Scholz, Calbert & Smith (2011), J. Theor. Politics 23(4) 510."""


def test_before_any_round_the_emission_case_has_its_printed_mean_and_median():
    c, x, s = EMISSION.T
    assert weighted_mean(x, c * s) == pytest.approx(7.4, abs=0.05), "read off their figure"
    assert weighted_mean(x, c * s) == pytest.approx(7.389955686853767, abs=1e-12), "their program"
    assert weighted_median(x, c * s) == 7.0


def test_a_heavy_and_a_light_actor_meet_nearer_to_the_heavy_one():
    x, w = np.array([0.0, 100.0]), np.array([0.8 * 50.0, 0.4 * 25.0])
    assert weighted_mean(x, w) == 20.0
    assert weighted_median(x, w) == 0.0


@pytest.mark.parametrize(
    ("position", "weight", "median"),
    [
        ([10, 20, 90], [1, 1, 1], 20),
        ([90, 10, 20], [1, 1, 1], 20),
        ([10, 20, 90, 100], [1, 1, 1, 1], 55),
        ([10, 20, 90], [1, 1, 2], 55),
        ([10, 20, 90], [1, 1, 2.001], 90),
        ([10, 20, 90], [0.1, 0.2, 0.3], 55),
        ([10, 20, 90], [0, 5, 0], 20),
        ([10, 20, 90], [0, 0, 0], 20),
        ([40], [3], 40),
    ],
)
def test_the_weighted_median_has_at_most_half_of_the_weight_on_either_side(position, weight, median):
    assert weighted_median(np.array(position, float), np.array(weight, float)) == median


def test_where_no_weight_is_known_the_mean_counts_heads():
    assert weighted_mean(np.array([0.0, 100.0, 50.0]), np.zeros(3)) == 50.0


def test_the_compromise_errs_on_decisions_of_the_union_as_much_as_it_is_known_to():
    """Mean absolute error on 173 outcomes, 0-100: compromise 26.07, unweighted mean 27.08, always 50 28.34.

    Arregui & Perarnaud, DEU III, doi 10.34810/data53.
    """
    folder = os.environ.get("FINALSTATUS_MODEL_DATA")
    if not folder:
        pytest.skip("FINALSTATUS_MODEL_DATA names no folder with deu3_development.tsv")
    with (Path(folder) / "deu3_development.tsv").open(encoding="utf-8", newline="") as f:
        top, powers, *rows = csv.reader(f, delimiter="\t")
    first, second, end = top.index("pcom"), top.index("scom"), top.index("rp")

    def numbers(row):
        return np.array([float(cell or "nan") for cell in row])

    c = numbers(powers[first:second])
    errors = []
    for row in rows:
        x, s, out = (
            numbers(row[first:second]),
            numbers(row[second:end]),
            float(row[top.index("out")] or "nan"),
        )
        known = ~np.isnan(x) & (s > 0)
        guesses = weighted_mean(x[known], (c * s)[known]), x[known].mean(), 50.0
        errors.append([abs(guess - out) for guess in guesses])
    found = np.array([e for e in errors if not np.isnan(e[0])])
    assert len(found) == 173
    assert found.mean(0) == pytest.approx([26.07, 27.08, 28.34], abs=0.006)


# ------------------------------------------------------------------ models by hand


def case(gains, place=None, **other):
    """Two parties or more with reservation values of 10, 20, ...; a row of gains for each package."""
    gain = np.array(gains, float).T
    reservation = 10.0 * np.arange(1.0, len(gain) + 1)
    utility = gain + reservation[:, None]
    given = Case(
        utility=utility,
        reservation=reservation,
        feasible=feasible(utility, reservation),
        place=np.array(np.linspace(0, 100, gain.shape[1]) if place is None else place, float),
        position=np.array([0.0, 100.0]),
        weight=np.ones(2),
        capability=np.ones(2),
        salience=np.ones(2),
        power=np.ones(len(gain)),
        text=np.array(-1),
        elapsed=np.array(0.5),
        tolerance=np.array(10.0),
        chance=np.array(0.0),
        setter=np.array(50.0),
        foreseen=np.array(50.0),
    )
    return replace(given, **{name: np.array(value) for name, value in other.items()})


@pytest.mark.parametrize("name", MODELS)
def test_what_one_party_would_not_sign_no_model_proposes(name):
    assert MODELS[name](case([(50, -1), (-0.5, 80), (-np.inf, 90)])) == -1
    assert MODELS[name](case([(50, -1), (2, 3), (-np.inf, 90)])) == 1
    assert MODELS[name](case([(50, -1), (0, 0), (-np.inf, 90)])) == 1, "as good as no agreement will do"


def test_nash_takes_the_largest_product_of_gains():
    assert MODELS["nash"](case([(30, 10), (20, 20), (10, 35)])) == 1
    assert MODELS["nash"](case([(30, 10), (20, 20), (10, 50)])) == 2


def test_a_party_of_thrice_the_power_moves_nash_to_its_side():
    deal = [(30, 10), (20, 20), (10, 35)]
    assert MODELS["nash"](case(deal, power=[3.0, 1.0])) == 0
    assert MODELS["nash"](case(deal, power=[1.0, 3.0])) == 2


def test_for_nash_a_little_for_both_beats_all_for_one():
    assert MODELS["nash"](case([(90, 0), (1, 1)])) == 1
    assert MODELS["nash"](case([(90, 0), (-1, 1)])) == 0, "but all for one beats nothing"


def test_compromise_and_median_take_what_is_nearest_and_can_be_signed():
    three = {"position": [0.0, 60.0, 100.0], "weight": [2.0, 1.0, 2.0]}  # mean 52, median 60
    all_can = [(5, 5)] * 4
    place = [25, 55, 62, 100]
    assert MODELS["compromise"](case(all_can, place, **three)) == 1
    assert MODELS["median"](case(all_can, place, **three)) == 2
    but = [(5, 5), (-1, 5), (5, -1), (5, 5)]
    assert MODELS["compromise"](case(but, place, **three)) == 0
    assert MODELS["median"](case(but, place, **three)) == 0


def test_for_a_spatial_model_a_pact_that_leaves_the_question_open_lies_in_the_middle():
    split = {"position": [0.0, 100.0], "weight": [1.0, 1.0]}
    for name in ("compromise", "median"):
        assert MODELS[name](case([(5, 5)] * 3, [25, 75, np.nan], **split)) == 2
        assert MODELS[name](case([(5, 5)] * 3, [49, 51, np.nan], position=[20.0, 78.0])) == 0


def test_a_mediator_takes_up_what_helps_one_and_hurts_nobody_whatever_the_luck():
    for chance in (0.0, 0.5, 0.999999):
        late = case([(5, 5), (9, 5), (90, 4)], text=0, chance=chance, elapsed=1.0)
        assert MODELS["single_text"](late) == 1


def test_a_change_that_costs_one_party_is_kept_the_less_the_later_it_comes():
    """Loss 5, tolerance 10: exp(-5 / (10 (1 - t))) at t = 0, 0.5 and 0.9."""
    luck = (np.arange(20_000) + 0.5) / 20_000
    for elapsed, share in ((0.0, 0.6065), (0.5, 0.3679), (0.9, 0.0067)):
        batch = case([(10, 10), (5, 40)], chance=luck, elapsed=elapsed, text=np.zeros(20_000, np.int64))
        assert (MODELS["single_text"](batch) == 1).mean() == pytest.approx(share, abs=1e-3)


def test_at_the_end_of_the_talks_no_loss_is_borne_for_a_text():
    assert MODELS["single_text"](case([(10, 10), (9.9, 90)], text=0, chance=0.0, elapsed=1.0)) == 0
    assert kept(np.array(0.1), np.array(10.0), np.array(1.0)) == 0.0


def test_what_several_lose_is_counted_together():
    luck = (np.arange(20_000) + 0.5) / 20_000
    three = case([(10, 10, 10), (8, 7, 30)], chance=luck, elapsed=0.0, text=np.zeros(20_000, np.int64))
    assert (MODELS["single_text"](three) == 1).mean() == pytest.approx(np.exp(-0.5), abs=1e-3)


def test_a_first_draft_and_a_change_are_equally_often_each_that_is_open():
    luck = (np.arange(30_000) + 0.5) / 30_000
    deal = [(5, 5), (-1, 9), (5, 5), (5, 5)]
    first = MODELS["single_text"](case(deal, chance=luck))
    assert np.bincount(first, minlength=4).tolist() == [10_000, 0, 10_000, 10_000]
    then = MODELS["single_text"](case(deal, chance=luck, text=np.zeros(30_000, np.int64)))
    assert np.bincount(then, minlength=4).tolist() == [0, 0, 15_000, 15_000]


def test_a_text_that_a_party_would_no_longer_sign_is_dropped_for_a_new_draft():
    assert MODELS["single_text"](case([(-1, 30), (3, 3)], text=0, chance=0.9, elapsed=1.0)) == 1
    assert MODELS["single_text"](case([(-1, 30), (3, -3)], text=0)) == -1


def test_a_text_without_an_alternative_stays():
    assert MODELS["single_text"](case([(5, 5), (-1, 9)], text=0, chance=0.7)) == 0


@pytest.mark.parametrize("n", range(1, 22))
def test_the_largest_uniform_number_still_draws_one_of_the_list(n):
    chosen, left = drawn(np.ones(n, bool), np.array(np.nextafter(1.0, 0.0)))
    assert chosen == n - 1
    assert 0.0 <= left < 1.0


def test_a_party_without_standing_weighs_as_much_as_the_weightiest_and_others_what_they_have():
    party = np.array([True, True, False, False])
    assert capability(np.array([0.0, 7.0, 50.0, 3.0]), party).tolist() == [50.0, 7.0, 50.0, 3.0]
    assert capability(np.zeros(4), party).tolist() == [1.0] * 4


# ------------------------------------------------------------------ what holds for every model


def any_cases(worlds, seed, parties=2, packages=5, actors=6):
    """Random sessions: some packages out of reach, some beyond a hard line, some with equals."""
    draw = np.random.default_rng(seed)
    utility = np.round(draw.uniform(0, 100, (worlds, parties, packages)), draw.integers(0, 3))
    utility = np.where(draw.random(utility.shape) < 0.1, -np.inf, utility)
    reservation = np.round(draw.uniform(0, 60, (worlds, parties)))
    place = np.where(np.arange(packages) == packages - 1, np.nan, np.linspace(0, 100, packages))
    weight = draw.uniform(0, 50, (worlds, actors)) * (draw.random((worlds, actors)) < 0.8)
    can = feasible(utility, reservation)
    return Case(
        utility=utility,
        reservation=reservation,
        feasible=can,
        place=np.broadcast_to(place, (worlds, packages)),
        position=np.round(draw.uniform(0, 100, (worlds, actors))),
        weight=weights(weight),
        capability=draw.uniform(0.1, 50, (worlds, actors)),
        salience=draw.random((worlds, actors)),
        power=draw.uniform(0.1, 50, (worlds, parties)),
        text=np.where(draw.random(worlds) < 0.3, -1, draw.integers(0, packages, worlds)),
        elapsed=draw.random(worlds),
        tolerance=draw.uniform(5, 30, worlds),
        chance=draw.random(worlds),
        setter=draw.uniform(0, 100, worlds),
        foreseen=draw.uniform(0, 100, worlds),
    )


def one(cases, world):
    return Case(**{f.name: getattr(cases, f.name)[world] for f in fields(Case)})


SHAPES = [(2, 5), (2, 1), (3, 4), (9, 22), (1, 3)]


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(("parties", "packages"), SHAPES)
def test_a_proposal_is_feasible_or_none_and_the_same_for_one_world_as_for_many(name, parties, packages):
    for seed in range(8):
        cases = any_cases(64, seed, parties, packages)
        proposed = MODELS[name](cases)
        assert proposed.shape == (64,)
        assert proposed.dtype == np.int64
        can = cases.feasible.any(-1)
        assert ((proposed >= 0) == can).all()
        assert np.take_along_axis(cases.feasible, np.maximum(proposed, 0)[:, None], -1)[can].all()
        alone = [MODELS[name](one(cases, k)) for k in range(64)]
        np.testing.assert_array_equal(proposed, alone)


@pytest.mark.parametrize("number", [weighted_mean, weighted_median])
def test_a_plain_number_is_never_nan_and_the_same_to_the_bit_for_one_world_as_for_many(number):
    cases = any_cases(256, 4, actors=31)
    batch = number(cases.position, cases.weight)
    alone = [number(cases.position[k], cases.weight[k]) for k in range(256)]
    np.testing.assert_array_equal(batch, alone)
    assert ((batch >= 0) & (batch <= 100)).all()


@pytest.mark.parametrize("name", MODELS)
def test_the_order_in_which_parties_and_actors_are_listed_makes_no_difference(name):
    cases = any_cases(512, 11, parties=3, packages=4)
    turned, mixed = [2, 0, 1], [4, 1, 5, 0, 2, 3]
    other = replace(
        cases,
        utility=cases.utility[:, turned],
        reservation=cases.reservation[:, turned],
        power=cases.power[:, turned],
        position=cases.position[:, mixed],
        weight=cases.weight[:, mixed],
        capability=cases.capability[:, mixed],
        salience=cases.salience[:, mixed],
    )
    np.testing.assert_array_equal(MODELS[name](cases), MODELS[name](other))


def test_the_schema_offers_concession_and_every_model_and_nothing_else():
    kind = RuleSet.model_fields["bargaining"].annotation
    assert get_args(kind) == ("concession", *MODELS)


# ------------------------------------------------------------------ in play

WORLDS = 256


@pytest.fixture(scope="module")
def monday():
    """The first Monday of talks without patrons, where a zone is open in many worlds."""
    setting, traits, state = first_monday(WORLDS, rules={"patronage": 0})
    assert state.session.all()
    return setting, traits, replace(state, foreseen=np.full(WORLDS, 60.0)), luck(setting, WORLDS)


def under(setting, **rules):
    return replace(setting, rules=replace(setting.rules, **rules))


def doctrine_moves(setting, traits, state, shocks, beat):
    return decide(setting, traits, state, shocks, seat_groups(setting, {}), beat)


def test_what_the_mediators_hear_is_complete(monday):
    setting, traits, state, shocks = monday
    heard = hear(setting, traits, state, shocks)
    negotiators = int((setting.party | setting.recogniser).sum())
    assert heard.position.shape == heard.weight.shape == (WORLDS, negotiators)
    assert np.isfinite(heard.position).all()
    assert np.isfinite(heard.reservation).all()
    assert (heard.power > 0).all(), "a party is never without weight"
    assert np.isnan(heard.place[:, setting.pact]).all()
    assert 0.05 < heard.feasible.any(-1).mean() < 0.95


@pytest.mark.parametrize("name", MODELS)
def test_in_a_session_a_model_tables_what_both_parties_prefer_and_the_parties_offer_nothing(name, monday):
    setting, traits, state, shocks = monday
    moves = doctrine_moves(setting, traits, state, shocks, "talk")
    assert (moves.offer >= 0).any()
    heard = hear(setting, traits, state, shocks)
    free = idle(state.stance.shape, len(setting.packages))
    said = talk(under(setting, bargaining=name), traits, state, replace(free, offer=moves.offer), shocks)
    assert (said.offer == -1).all()
    np.testing.assert_array_equal(said.text >= 0, heard.feasible.any(-1))
    np.testing.assert_array_equal(said.text, said.last_text)
    gain = state.package_utility - state.no_deal[..., None]
    worth_it = np.take_along_axis(gain, np.maximum(said.text, 0)[:, None, None], -1)[..., 0]
    assert (worth_it[:, setting.parties][said.text >= 0] >= 0).all()


@pytest.mark.parametrize("name", MODELS)
def test_one_mediator_blocks_a_models_text_by_consensus_and_nobody_without_mediation(name, monday):
    setting, traits, state, shocks = monday
    one_mediator = np.flatnonzero(setting.mediator[0])[0]
    free = idle(state.stance.shape, len(setting.packages))
    blocks = free.blocks.copy()
    blocks[:, one_mediator] = True
    against = replace(free, blocks=blocks)

    def text(mediation, moves):
        return talk(under(setting, bargaining=name, mediation=mediation), traits, state, moves, shocks).text

    assert (text("consensus", against) == -1).all()
    assert (text("none", against) >= 0).any()
    for mediation, moves in (("majority", against), ("none", against), ("consensus", free)):
        np.testing.assert_array_equal(text(mediation, moves), text("none", free))


@pytest.mark.parametrize("name", MODELS)
def test_no_party_signs_a_models_text_below_what_no_agreement_is_worth_to_it(name, monday):
    setting, traits, state, shocks = monday
    state = open_week(under(setting, bargaining=name), traits, state)
    moves = doctrine_moves(setting, traits, state, shocks, "talk")
    said = talk(under(setting, bargaining=name), traits, state, moves, shocks)
    accepts = doctrine_moves(setting, traits, said, shocks, "decide").accepts[:, setting.parties]
    assert accepts.any()
    gain = (state.package_utility - state.no_deal[..., None])[:, setting.parties]
    assert (gain[accepts] >= 0).all()


def test_the_text_is_kept_from_one_session_to_the_next_although_the_table_is_cleared(monday):
    setting, traits, state, shocks = monday
    setting = under(setting, bargaining="single_text", mediation="none", deadline_kind="none")
    free = idle(state.stance.shape, len(setting.packages))
    first = talk(setting, traits, state, free, shocks)
    between = talk(setting, traits, replace(first, session=np.zeros_like(state.session)), free, shocks)
    assert (between.text == -1).all()
    np.testing.assert_array_equal(between.last_text, first.text)
    end = replace(between, session=state.session, expected_end=np.ones_like(state.expected_end))
    second = talk(setting, traits, end, free, replace(shocks, talks=np.full(WORLDS, 0.5)))
    had = first.text >= 0
    gain = state.package_utility - state.no_deal[..., None]

    def worth_it(text):
        return np.take_along_axis(gain, np.maximum(text, 0)[:, None, None], -1)[:, setting.parties, 0]

    assert (worth_it(second.text)[had] >= worth_it(first.text)[had]).all(), "at the end nobody bears a loss"


@pytest.mark.parametrize("name", MODELS)
def test_a_week_under_a_model_is_the_same_for_one_world_as_for_many(name, monday):
    setting, traits, _, shocks = monday
    setting = under(setting, bargaining=name)
    seats = seat_groups(setting, {})
    batch = play_week(setting, traits, opening(setting, traits), shocks, seats)
    for k in (0, 7, 100, 255):
        own = take(traits, k)
        alone = play_week(setting, own, opening(setting, own), take(shocks, k), seats)
        own_row = take(batch, k)
        for f in fields(alone):
            if f.name != "ledger":
                np.testing.assert_array_equal(
                    getattr(own_row, f.name), getattr(alone, f.name), err_msg=f.name
                )
        for f in fields(alone.ledger):
            whole, part = getattr(own_row.ledger, f.name), getattr(alone.ledger, f.name)
            np.testing.assert_array_equal(whole, part, err_msg=f.name)


@pytest.mark.parametrize("name", MODELS)
def test_without_patrons_a_model_brings_more_agreements_than_haggling_does(name):
    haggled = ensemble(rules={"patronage": 0}, worlds=512).outcomes()
    drafted = ensemble(rules={"patronage": 0, "bargaining": name}, worlds=512).outcomes()
    agreed = [o["settlement"] + o["status_neutral_pact"] for o in (haggled, drafted)]
    assert agreed[1] > agreed[0] + 0.01


def test_models_settle_at_different_places_where_a_settlement_can_lie_anywhere():
    rules = {"patronage": 0, "status.divisible": True}
    names = (
        *("concession", "single_text", "nash", "compromise", "alternating_offers", "kalai_smorodinsky"),
        *("challenge", "challenge_code", "exchange"),
    )
    places = {
        name: ensemble(rules={**rules, "bargaining": name}, worlds=256).columns["status"] for name in names
    }
    for one_model, other in combinations(names, 2):
        assert not np.array_equal(places[one_model], places[other], equal_nan=True), (one_model, other)


def test_two_models_that_come_to_the_same_theoretically_come_to_the_same_in_play():
    """Zeuthen's concessions end at the largest Nash product, whichever path they take."""
    rules = {"patronage": 0, "status.divisible": True}
    nash, zeuthen = (
        ensemble(rules={**rules, "bargaining": name}, worlds=256) for name in ("nash", "zeuthen")
    )
    for column, values in nash.columns.items():
        np.testing.assert_array_equal(values, zeuthen.columns[column])
    assert np.isfinite(nash.columns["agreement_week"]).mean() > 0.1


def test_models_that_end_beyond_all_that_both_would_sign_propose_the_nearest_of_it():
    rules = {"patronage": 0, "status.divisible": True}
    alike = [
        ensemble(rules={**rules, "bargaining": name}, worlds=256).columns["status"]
        for name in ("compromise", "median", "procedural", "effort")
    ]
    for other in alike[1:]:
        np.testing.assert_array_equal(alike[0], other)
    setting, traits, state = first_monday(WORLDS, rules=rules)
    heard = hear(setting, traits, state, luck(setting, WORLDS))
    highest = np.where(heard.feasible & ~np.isnan(heard.place), heard.place, -np.inf).max(-1)
    can = np.isfinite(highest)
    assert can.any()
    for point in (weighted_mean(heard.position, heard.weight), weighted_median(heard.position, heard.weight)):
        assert (point[can] >= highest[can]).mean() > 0.95


def test_from_the_command_line_a_model_is_a_rule_like_any_other():
    done = CliRunner().invoke(
        app, ["run", "--worlds", "64", "--workers", "1", "--json", "--set", "rules.bargaining=nash"]
    )
    assert done.exit_code == 0, done.output
    assert '"bargaining": "nash"' in done.stdout or '"rules.bargaining": "nash"' in done.stdout
    wrong = CliRunner().invoke(app, ["run", "--worlds", "64", "--set", "rules.bargaining=nahs"])
    assert wrong.exit_code == 2
    assert wrong.stderr.splitlines() == [
        line for line in wrong.stderr.splitlines() if line.startswith("error: ")
    ]
    assert "'nahs'" in wrong.stderr
    assert "nash" in wrong.stderr


# ------------------------------------------------------------------ the newer models by hand


def test_kalai_and_smorodinsky_give_both_the_same_share_of_the_most_they_could_gain():
    """The most: 40 and 10. Shares of the second: 1/2 and 1/2; nash would take 30 and 8."""
    deal = [(40, 1), (30, 8), (20, 5), (1, 10)]
    assert MODELS["kalai_smorodinsky"](case([(40, 0), (20, 5), (0, 10)])) == 1
    assert MODELS["kalai_smorodinsky"](case(deal)) == 1
    assert MODELS["kalai_smorodinsky"](case([(40, 3), (16, 5), (12, 10)])) == 1
    assert MODELS["nash"](case([(40, 3), (16, 5), (12, 10)])) in (0, 2)


def test_the_setter_gets_what_is_nearest_to_it_of_all_that_both_would_sign():
    four = [(5, 5), (5, 5), (-1, 5), (5, 5)]
    assert MODELS["procedural"](case(four, [0, 30, 60, 100], setter=55.0)) == 1
    assert MODELS["procedural"](case(four, [0, 30, 60, 100], setter=80.0)) == 3


def test_with_one_session_left_the_proposer_takes_all_and_with_many_it_leaves_what_waiting_is_worth():
    deal = [(40, 0), (25, 20), (20, 25), (0, 40)]
    assert MODELS["alternating_offers"](case(deal, elapsed=1.0, chance=0.1)) == 0
    assert MODELS["alternating_offers"](case(deal, elapsed=1.0, chance=0.9)) == 3
    assert MODELS["alternating_offers"](case(deal, elapsed=0.0, chance=0.1)) == 1
    assert MODELS["alternating_offers"](case(deal, elapsed=0.0, chance=0.9)) == 2


def test_a_proposer_is_drawn_as_often_as_its_power_has_it():
    deal = case([(40, 0), (0, 40)], elapsed=1.0, power=[3.0, 1.0])
    drawn_by = (np.arange(200) + 0.5) / 200
    found = [MODELS["alternating_offers"](replace(deal, chance=np.array(u))) for u in drawn_by]
    assert np.mean(np.array(found) == 0) == 0.75


@pytest.mark.parametrize("name", ["challenge", "smp", "exchange"])
def test_a_model_that_moves_positions_is_played_once_and_drawn_to_ever_after(name):
    setting, traits, state = first_monday(8, rules={"patronage": 0, "bargaining": name})
    shocks, free = luck(setting, 8), idle(state.stance.shape, len(setting.packages))
    assert np.isnan(state.foreseen).all()
    first = talk(setting, traits, state, free, shocks)
    assert ((first.foreseen >= 0) & (first.foreseen <= 100)).all()
    later = talk(setting, traits, first, free, replace(shocks, talks=1.0 - shocks.talks))
    assert later.foreseen is first.foreseen
    drawn_to = replace(first, foreseen=np.full(8, 0.0))
    low = talk(setting, traits, drawn_to, free, shocks).text
    can = low >= 0
    assert can.any()
    heard = hear(setting, traits, drawn_to, shocks)
    place = np.where(heard.feasible, np.where(np.isnan(heard.place), 50.0, heard.place), np.inf)
    assert (np.take_along_axis(place, low[:, None], -1)[can, 0] == place.min(-1)[can]).all()


def test_under_any_other_rule_nothing_is_foreseen():
    setting, traits, state = first_monday(4, rules={"bargaining": "nash"})
    free = idle(state.stance.shape, len(setting.packages))
    assert np.isnan(talk(setting, traits, state, free, luck(setting, 4)).foreseen).all()

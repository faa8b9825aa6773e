"""The forecasts held against what happened: scores by hand, one reader of the history, and nothing tuned."""

import ast
import json
import re
import tomllib
from datetime import date
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from commands import call

from sim.analysis.frozen import FORECASTS
from sim.analysis.history import Answer, histories, history_of, read
from sim.analysis.scorecard import logged
from sim.analysis.scorecard.baselines import NOTHING, STANCE, STRUCTURE, UNIFORM
from sim.analysis.scorecard.card import groups_left_out, jackknife, scorecard, share_as_bad
from sim.analysis.scorecard.courses import ANSWERS, real, simulated
from sim.analysis.scorecard.forecast import count_shares, of_chances, of_worlds
from sim.analysis.scorecard.plan import plan
from sim.analysis.scorecard.planned import SCORES
from sim.analysis.scorecard.scores import brier, concordance, crps, log_score, shares
from sim.analysis.scorecard.tables import tables
from sim.faults import ScenarioError
from sim.scenario import load, shipped
from sim.tables import day
from sim.worlds import run

ROOT = Path(__file__).parents[1]
FILE = files("scenarios").joinpath("history", "kosovo.toml")
READERS = (
    "sim.analysis.history",
    "sim.analysis.scorecard",
    "sim.analysis.report",
    "game.debrief",
    "game.export",
)


@pytest.fixture(scope="module")
def history():
    return histories()["kosovo"]


@pytest.fixture(scope="module")
def cards():
    return {name: scorecard(load(name), 256, 1) for name in plan().forecasts}


# ------------------------------------------------------------------ scores by hand


def test_brier_rewards_the_sharper_of_two_right_forecasts_and_punishes_the_surer_of_two_wrong_ones():
    said = np.array([0.9, 0.6, 0.4, 0.1])
    assert brier(said, np.array(True)) == pytest.approx([0.01, 0.16, 0.36, 0.81])


@pytest.mark.parametrize("belief", [0.05, 0.3, 0.5, 0.8])
def test_no_forecast_is_expected_to_score_better_than_what_one_believes(belief):
    said = np.linspace(0.02, 0.98, 97)
    yes, no = np.array(True), np.array(False)
    for score in (brier, lambda p, o: log_score(p, o, 0.02)):
        expected = belief * score(said, yes) + (1.0 - belief) * score(said, no)
        assert said[expected.argmin()] == pytest.approx(belief, abs=0.011)


def test_the_log_score_of_an_impossible_event_that_comes_is_that_of_one_in_fifty():
    said = log_score(np.array([0.0, 0.02, 1.0]), np.array([True, True, False]), 0.02)
    assert said == pytest.approx([np.log(50.0)] * 3)


@pytest.mark.parametrize("observed", [0, 3, 7, 11])
def test_crps_is_the_mean_distance_less_half_the_mean_difference_of_two_draws(observed):
    x = np.random.default_rng(5).integers(0, 11, 60)
    by_pairs = np.abs(x - observed).mean() - 0.5 * np.abs(x[:, None] - x).mean()
    assert crps(shares(x, 12), np.array(observed)) == pytest.approx(by_pairs)


def test_worlds_that_never_declare_cost_more_the_earlier_it_came():
    """Half of the worlds in week 2, half beyond a horizon of ten weeks: the mass beyond is not dropped."""
    half = shares(np.array([2, 9999]), 11)
    assert crps(half, np.array(2)) == pytest.approx(8 * 0.25)
    assert crps(half, np.array(10)) == pytest.approx(8 * 0.25)
    never = np.array([9999, 9999])
    assert crps(shares(never, 11), np.array(9999)) == pytest.approx(0.0)
    assert crps(shares(np.array([3, 9999]), 11), np.array(9999)) == pytest.approx(7 * 0.25)
    assert crps(shares(np.array([2, 2]), 11), np.array(2)) == pytest.approx(0.0)


def test_harrells_c_by_hand_with_ties_and_states_that_never_come():
    """Five states in weeks 3, 3, 6, never, never: the pairs of a known order are 2 + 2 + 2 + 2 = 8."""
    week = np.array([[3, 3, 6, 9999, 9999]])
    assert concordance(np.array([9.0, 8.0, 7.0, 2.0, 1.0]), week, 20).tolist() == [1.0]
    assert concordance(np.array([1.0, 2.0, 7.0, 8.0, 9.0]), week, 20).tolist() == [0.0]
    assert concordance(np.zeros(5), week, 20).tolist() == [0.5]
    # right: 0-4, 1-4, 2-4; half: 2-3; wrong: 0-2, 1-2, 0-3, 1-3
    assert concordance(np.array([5.0, 4.0, 6.0, 6.0, 0.0]), week, 20).tolist() == [3.5 / 8]


def test_who_comes_after_the_horizon_is_as_one_who_never_comes():
    early = np.array([3.0, 2.0, 1.0])
    assert concordance(early, np.array([[2, 30, 40]]), 20).tolist() == [1.0]
    assert np.isnan(concordance(early, np.array([[30, 40, 9999]]), 20)).all()


def test_heads_of_independent_states_are_counted_as_by_tossing_every_coin():
    p = np.array([[0.2, 0.7, 0.5]])
    every = [np.array([a, b, c]) for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    by_hand = np.zeros(4)
    for coins in every:
        by_hand[coins.sum()] += np.where(coins, p[0], 1 - p[0]).prod()
    assert count_shares(p) == pytest.approx(by_hand)


def test_the_jackknife_of_a_mean_is_its_standard_error():
    x = np.random.default_rng(2).normal(size=20)
    left_out = [float(x[mask].mean()) for mask in groups_left_out(20)]
    assert jackknife(left_out) == pytest.approx(x.std(ddof=1) / np.sqrt(20))


def test_where_history_falls_is_counted_from_the_bad_end():
    own = np.array([0.1, 0.2, 0.3, 0.4])
    assert share_as_bad(0.4, own, high=False) == 0.25
    assert share_as_bad(0.1, own, high=True) == 0.25
    assert share_as_bad(0.1, np.array([]), high=True) is None


# ------------------------------------------------------------------ the plan is followed


def test_every_line_of_the_plan_has_its_score_and_its_baseline(cards):
    assert plan().forecasts == list(FORECASTS)
    assert {s.line for s in SCORES} == set(plan().scores)
    for card in cards.values():
        assert list(card.rows[-6].beside) == [*plan().baselines, NOTHING]
        assert set(card.dates) == {"model", *plan().baselines, NOTHING}


def test_an_agreement_by_the_deadline_is_scored_for_the_first_forecast_alone(cards):
    first, second = (set(cards[name].values()) for name in plan().forecasts)
    assert first - second == {"agreement"}
    assert second < first


def test_baselines_are_kept_from_certainty_and_say_what_they_are_called(cards):
    for card in cards.values():
        row = next(r for r in card.rows if r.score.id == "members_brier")
        last = {name: values[-1] for name, values in card.dates.items()}
        # 22 recognised: every right cell costs 0.02 squared, every wrong one 0.98 squared
        right, wrong = 0.0004, 0.9604
        assert last["all recognise"] == pytest.approx((22 * right + 5 * wrong) / 27)
        assert last["only Cyprus refuses"] == pytest.approx((23 * right + 4 * wrong) / 27)
        assert last["the three named doubters refuse"] == pytest.approx((25 * right + 2 * wrong) / 27)
        assert last[UNIFORM] == pytest.approx((22 * (5 / 27) ** 2 + 5 * (22 / 27) ** 2) / 27)
        assert row.beside[NOTHING] == pytest.approx(0.25)
        for name, values in card.dates.items():
            assert values.mean() == pytest.approx(row.now if name == "model" else row.beside[name])


def test_structure_and_the_coded_stance_know_the_order_and_the_uniform_one_does_not(cards):
    for card in cards.values():
        order = next(r for r in card.rows if r.score.id == "order").beside
        assert order[UNIFORM] == order["all recognise"] == order[NOTHING] == 0.5
        assert order[STRUCTURE] > 0.5
        assert order[STANCE] > 0.5


def test_a_constant_forecast_holds_at_every_date():
    said = of_chances(np.array([[0.2, 0.4], [0.6, 0.8]]), 3).members
    assert said.chance.tolist() == [[0.4] * 3, [pytest.approx(0.6)] * 3]
    assert said.heads.shape == (3, 3)
    assert said.heads.sum(-1) == pytest.approx(1.0)


# ------------------------------------------------------------------ worlds and history in one shape


@pytest.mark.parametrize("name", ["kosovo_2007_11_20", "kosovo_patrons_withdraw"])
def test_the_worlds_that_are_scored_are_those_of_a_run(name, history):
    scenario, n = load(name), 40
    own, ready = simulated(scenario, history, n, 3, lambda _: None)
    done = run(scenario, n, 3, workers=1)
    columns = done.columns
    assert (own.recognised == done.recognised_week[:, done.setting.member]).all()
    assert (np.where(own.declared > own.last, np.nan, own.declared) == columns["declaration_week"]).sum() == (
        columns["declared"].sum()
    )
    assert (own.agreed == columns["agreement_by_deadline"]).all()
    assert (own.mission == columns["mission"]).all()
    assert (own.abstaining == columns["mission_abstainers"]).all()
    assert ((own.answer == 0) == columns["council_endorsed"]).all()
    assert (own.answer[columns["council_blocked"] > 0] == 1).all()
    assert (own.violence == np.nan_to_num(columns["flashpoint_north_13_weeks"])).all()
    assert (own.heads[:, -1] == columns["eu_recognisers"]).all()
    assert ready.shape == (n, 27)


def test_history_has_the_heads_that_the_sources_give_at_the_end_of_each_month(history):
    """Fifteen members by 5 March 2008 and twenty-two in October, say the sources."""
    truth = real(load("kosovo_2007_11_20"), history)
    assert truth.heads[0].tolist() == [0, 12, 18, 18, 20, 20, 20, 21, 21, 22, 22, 22]
    by_day = [sum(r.date <= end for m, r in history.recognised.items() if m != "US") for end in plan().dates]
    assert truth.heads[0].tolist() == by_day


def test_a_model_that_knew_history_would_score_best(history):
    truth = real(load("kosovo_2007_11_20"), history)
    for score in SCORES:
        found = score.of(of_worlds(truth), truth)
        assert found is not None
        assert found[0] == pytest.approx(
            1.0 if score.high else 0.0 if score.id != "members_log" else -np.log(0.98)
        )


def test_leaving_a_member_out_is_as_if_there_were_26(history):
    truth = real(load("kosovo_2007_11_20"), history)
    assert truth.without(truth.members.index("CY")).heads[0].tolist() == truth.heads[0].tolist()
    assert truth.without(truth.members.index("FR")).heads[0, -1] == 21


def test_every_score_of_members_has_27_neighbours_and_lies_within_its_own_worlds(cards):
    for card in cards.values():
        for row in card.rows:
            assert len(row.left_out) == (27 if row.score.states else 0)
            assert row.own is None or 0.0 <= row.own <= 1.0
            assert row.error is not None


# ------------------------------------------------------------------ the history file


def test_history_covers_the_27_and_the_patrons_and_its_answers_are_the_scored_ones(history):
    scenario = load("kosovo_2007")
    members = {a for a, x in scenario.actors.items() if "eu_member" in x.roles}
    assert history.states == members | {"US", "RU"}
    assert history.mission.abstained == ["CY"]
    assert Answer.__args__ == ANSWERS


def test_the_timeline_is_in_order_and_names_only_actors(history):
    dates = [event.date for event in history.events.values()]
    assert dates == sorted(dates)
    known = set(load("kosovo_2007").actors)
    for name, event in history.events.items():
        assert set(event.actors) <= known, name
        assert event.text.endswith("."), name
    for who, fact in history.recognised.items():
        told = [e for e in history.events.values() if e.kind == "recognition" and who in e.actors]
        assert all(abs((e.date - fact.date).days) <= 45 for e in told), who


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "date = 2008-02-20\nsource",
            "date = 2008-02-10\nsource",
            "expected 2008-02-17 or later, found 2008-02-10",
        ),
        (
            'abstained = ["CY"]',
            'abstained = ["ZZ"]',
            "mission.abstained: expected states recorded here, found 'ZZ'",
        ),
        ("[not_recognised.CY]", "[not_recognised.FR]", "expected in one of the two lists, found in both"),
        ("reached = false", 'reached = "perhaps"', "agreement.reached: input should be a valid boolean"),
        ('answer = "blocked or short of votes"', 'answer = "no"', "council.answer: input should be"),
        ("[declaration]", "[declaration", "expected TOML"),
    ],
)
def test_a_history_that_cannot_be_is_refused_with_its_place(old, new, said):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ScenarioError, match=re.escape(said)):
        read(text.replace(old, new, 1))


def test_histories_are_no_scenarios_and_only_scenarios_of_the_same_parties_have_one():
    assert not {"kosovo", "history"} & set(shipped())
    told = {name for name in shipped() if history_of(load(name))}
    assert {"cyprus_2004", "example"} & told == set()
    assert {"kosovo_2007", *FORECASTS} <= told


# ------------------------------------------------------------------ nobody else looks


def modules():
    for package in ("sim", "game"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def within(name, packages):
    return any(name == p or name.startswith(f"{p}.") for p in packages)


def test_only_the_scorecard_and_the_debrief_read_what_happened():
    seen = set()
    for name, tree in modules():
        looks = any(within(target, ["sim.analysis.history"]) for target in imported(tree))
        spoken = topics(tree)
        opens = any(
            isinstance(node, ast.Constant) and isinstance(node.value, str) and is_folder(node.value)
            for node in ast.walk(tree)
            if node not in spoken
        )
        assert not looks or within(name, READERS), f"{name} imports the history"
        assert not opens or name == "sim.analysis.history", f"{name} opens the folder of the history"
        seen |= {name} if looks or opens else set()
    assert {"sim.analysis.history", "sim.analysis.scorecard.courses"} <= seen


def topics(tree):
    """The words of `TOPICS`: "history" is also one of the things that seats speak about in public."""
    lists = [n for n in ast.walk(tree) if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "TOPICS"]
    return [word for found in lists for word in ast.walk(found)]


def is_folder(text):
    return "history" in re.split(r"[/\\]", text.strip())


def test_nothing_below_the_analysis_imports_the_scorecard():
    for name, tree in modules():
        if any(within(target, ["sim.analysis.scorecard"]) for target in imported(tree)):
            assert within(name, [*READERS, "sim.commands", "game"]), name


def test_no_scenario_knows_a_day_that_only_history_gives(history):
    """Their evidence is no later than what was known, and no file holds a day of what then happened."""
    for name in FORECASTS:
        scenario = load(name)
        for item, evidence in scenario.evidence.items():
            assert evidence.known_by <= scenario.information_date, item
    later = {r.date for r in history.recognised.values()}
    later |= {f.date for f in (history.declaration, history.mission, history.election, history.violence)}
    for path in sorted((ROOT / "scenarios").glob("kosovo*.toml")):
        found = set(
            map(date.fromisoformat, re.findall(r"\b2008-\d\d-\d\d\b", path.read_text(encoding="utf-8")))
        )
        assert not found & later, path.name


# ------------------------------------------------------------------ the log of scores


def test_the_scores_are_those_of_the_last_entry_of_the_log():
    """A change that moves a score is logged with its reason; this is the reminder."""
    moved = logged.moved(logged.scores(logged.QUICK), logged.entries()[-1].quick, 1e-4)
    assert not moved, "\n".join(
        [
            "scores have moved; append an entry to scenarios/SCORES.toml (sim/analysis/scorecard/logged.py):",
            *moved,
        ]
    )


def test_the_log_begins_with_the_frozen_model_and_goes_on_by_date():
    log = logged.entries()
    frozen = tomllib.loads(files("scenarios").joinpath("FROZEN.toml").read_text(encoding="utf-8"))
    assert log[0].what == "the frozen model"
    assert str(log[0].date) >= str(frozen["date"])
    assert all(a.date <= b.date for a, b in pairwise(log))
    for entry in log:
        assert set(entry.planned) == set(entry.quick) == set(plan().forecasts)
        assert all(set(entry.planned[n]) == set(entry.quick[n]) for n in plan().forecasts)


def test_a_score_that_moves_or_is_new_is_named():
    then = {"x": {"order": 0.5}}
    assert logged.moved({"x": {"order": 0.5}}, then, 1e-4) == []
    assert logged.moved({"x": {"order": 0.5, "heads": 1.0}}, then, 1e-4) == ["x: heads None, now 1.0"]


# ------------------------------------------------------------------ as a person meets it


@pytest.mark.parametrize("width", [80, 100])
def test_the_card_fits_the_terminal_and_says_what_it_is(width):
    done = call("scorecard", "--worlds", 60, columns=width)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= width
    assert all(any(line.strip().startswith(s.name) for line in lines) for s in SCORES)
    text = " ".join(done.stdout.split())
    for said in (
        "one history with 27 states",
        "Nothing here tests significance",
        "Doubtful in the sources",
        *map(day, plan().dates),
    ):
        assert said in text
    assert "honest" not in text


def test_a_scenario_that_knows_more_is_scored_and_called_no_honest_forecast():
    done = call("scorecard", "kosovo_2007", "--worlds", 20)
    assert done.exit_code == 0, done.output
    assert "No honest forecast" in done.stdout
    assert "knows what was said until 10 Dec 2007" in " ".join(done.stdout.split())


def test_one_world_has_no_error_and_a_card_all_the_same():
    card = scorecard(load("kosovo_2007_12_10"), 1, 1)
    assert {row.error for row in card.rows} == {None}
    assert len(list(tables(card, {}))) > 3


def test_json_is_one_object_with_every_score_and_nothing_else():
    done = call("scorecard", "kosovo_2007_12_10", "--worlds", 30, "--json")
    assert done.exit_code == 0, done.output
    content = json.loads(done.stdout)
    (only,) = content["scenarios"]
    assert only["of_the_plan"]
    assert set(only["scores"]) == {s.id for s in SCORES} - {"agreement"}
    assert (
        only["scores"]["members_brier"]["frozen"]
        == logged.frozen_scores("kosovo_2007_12_10")["members_brier"]
    )
    assert len(only["members_brier_by_date"]["model"]) == 12


@pytest.mark.parametrize("name", ["cyprus_2004", "example"])
def test_a_scenario_without_a_history_is_refused_in_one_line(name):
    done = call("scorecard", name)
    assert done.exit_code == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: expected a scenario whose parties and members have a history here")
    assert repr(name) in line


def test_help_has_examples():
    done = call("scorecard", "--help")
    assert done.exit_code == 0
    assert "finalstatus scorecard" in done.stdout

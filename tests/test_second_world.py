"""The engine is general: other worlds run through every command, and voters have the last word where a rule says so."""

import datetime
import json
import re
from dataclasses import replace
from pathlib import Path

import commands
import numpy as np
import pytest
from conftest import ensemble
from situations import compiled, first_monday, luck
from test_batching import same

from sim.arrays import NEVER
from sim.compile import compile_setting
from sim.rules import open_week, opening, ratification
from sim.scenario import load
from sim.state import head, take
from sim.strategies.hold import idle
from sim.worlds import decide, draw_traits, run, seat_groups

SCENARIOS = Path(__file__).parents[1] / "scenarios"
PAGE = (SCENARIOS / "README.md").read_text(encoding="utf-8")
WORLDS = 1_000
FEW = 24


def call(*args):
    done = commands.call(*args, columns=110)
    assert done.exit_code == 0, done.output
    return done.stdout


def written(tmp_path, text):
    path = tmp_path / "my_scenario.toml"
    path.write_text(text, encoding="utf-8")
    return path


# ------------------------------------------------------------------ Cyprus 2004


def test_the_second_world_is_about_something_else_altogether():
    cyprus, kosovo = load("cyprus_2004"), load("kosovo_2007")
    negotiators = [a for a in cyprus.actors.values() if "voter" not in a.roles]
    assert 8 <= len(negotiators) <= 16
    assert len({role for a in negotiators for role in a.roles}) >= 3
    assert not set(cyprus.issues) & set(kosovo.issues)
    assert not set(cyprus.outcomes) & set(kosovo.outcomes)
    assert cyprus.rules.ratification.kind != kosovo.rules.ratification.kind == "none"


def test_the_second_world_knows_nothing_of_how_the_votes_went():
    scenario = load("cyprus_2004")
    assert scenario.information_date < datetime.date(2004, 4, 24)
    assert all(item.known_by <= scenario.information_date for item in scenario.evidence.values())


SILLY = re.compile(
    r"member|recogni[sz]|declar|independence|security council|nobody|\bnan\b|membership", re.IGNORECASE
)


@pytest.mark.parametrize("name", ["cyprus_2004", "example"])
def test_a_run_prints_no_row_that_cannot_apply(name):
    out = call("run", name, "--worlds", 100, "--workers", 1)
    assert SILLY.findall(out) == []


def test_a_run_of_the_second_world_prints_its_referendum():
    out = call("run", "cyprus_2004", "--worlds", 100, "--workers", 1)
    for text in (
        "referendum is held",
        "share of yes, Turkish Cypriot side",
        "Greek Cypriots alone refuse",
        "30 Jun 2004",
    ):
        assert text in out
    found = json.loads(call("run", "cyprus_2004", "--worlds", 100, "--workers", 1, "--json"))
    assert sum(found["outcomes"].values()) == pytest.approx(1.0)
    assert {"recognition", "mission"}.isdisjoint(found)


@pytest.mark.parametrize("name", ["cyprus_2004", "example"])
def test_every_other_command_takes_the_second_world_too(name):
    actor = next(iter(load(name).actors))
    assert name in call("scenarios")
    assert load(name).title in call("show", name)
    assert actor in call("show", name, actor)
    assert "no fault found" in call("check", name)
    assert "Outcome by" in call("trace", name, "--world", 3)
    assert "outside option" in call("trace", name, "--world", 3, "--why", actor)


def test_the_list_of_scenarios_has_what_extends_another_below_it():
    listed = call("scenarios").splitlines()
    at = [listed.index(name) for name in ("cyprus_2004", "example", "kosovo_2007", "kosovo_2007_11_20")]
    assert at == sorted(at)
    built = [line for line in listed[at[2] : at[3]] if line.startswith("    kosovo_")]
    assert len(built) == 8
    found = json.loads(call("scenarios", "--json"))
    assert found["kosovo_no_veto"]["extends"] == "kosovo_2007"
    assert found["kosovo_2007_11_20"]["extends"] is None, "what it extends cannot be run by itself"


def test_a_sheet_shows_the_terms_of_the_plan_and_no_deadline_where_there_is_none():
    assert "territory at 59" in " ".join(call("show", "cyprus_2004").split())
    assert re.search(r"deadline +of the talks", call("show", "kosovo_2007"))
    assert not re.search(r"deadline +of the talks", call("show", "kosovo_no_deadline"))


def test_a_trace_tells_the_referendum_with_the_leaders_advice():
    told = " ".join(call("trace", "cyprus_2004", "--world", 5).split())
    assert "Referendum on" in told
    assert re.search(r"Greek Cypriot side \d+ % yes \(advised (to|against)\)", told)
    assert "it is in force" in told or "it lapses" in told


def test_the_share_of_yes_that_is_asked_changes_the_result():
    shares = {
        s: ensemble("cyprus_2004", {"ratification.share": s}, WORLDS).outcomes() for s in (0.3, 0.5, 0.65)
    }
    reunited = {s: found["reunited"] for s, found in shares.items()}
    assert reunited[0.3] > reunited[0.5] + 0.1
    assert reunited[0.5] > reunited[0.65] + 0.1
    assert shares[0.65]["refused_by_both"] > shares[0.3]["refused_by_both"] + 0.1


def test_without_a_vote_what_the_leaders_do_not_sign_comes_to_nothing():
    by_leaders = ensemble("cyprus_2004", {"ratification.kind": "none"}, WORLDS)
    signed = ensemble("cyprus_2004", {"ratification.kind": "signed_text"}, WORLDS)
    asked = ensemble("cyprus_2004", worlds=WORLDS)
    assert by_leaders.outcomes()["no_vote"] == pytest.approx(signed.outcomes()["no_vote"])
    assert asked.outcomes()["no_vote"] == 0.0
    assert (signed.columns["settled"] <= by_leaders.columns["settled"]).all(), (
        "voters can only refuse what is signed"
    )
    assert signed.columns["settled"].sum() < by_leaders.columns["settled"].sum()
    assert not set(by_leaders.columns) & {"referendum_held", "ratified", "refusals"}


def test_every_world_has_the_class_that_its_votes_say():
    c, classes = ensemble("cyprus_2004", worlds=WORLDS), list(load("cyprus_2004").outcomes)
    refusals = c.columns["refused_gc"] + c.columns["refused_tc"]
    np.testing.assert_array_equal(refusals, c.columns["refusals"])
    np.testing.assert_array_equal(c.columns["ratified"], (refusals == 0).astype(float))
    assert (refusals[c.outcome == classes.index("refused_by_both")] == 2).all()
    assert (c.columns["yes_share_gc"] < 0.5)[c.columns["refused_gc"] == 1].all()


# ------------------------------------------------------------------ the rule by play


@pytest.fixture(scope="module")
def cyprus():
    setting, traits, state = first_monday(FEW, "cyprus_2004")
    return setting, traits, state, idle(state.stance.shape, len(setting.packages))


def under(setting, **rules):
    return replace(setting, rules=replace(setting.rules, **rules))


def on_the_day(traits, state):
    return replace(state, week=int(traits.referendum_week[0]))


def signed(state, package, week=0):
    return replace(
        state, agreed=np.full_like(state.agreed, package), agreed_week=np.full_like(state.agreed, week)
    )


def test_where_nobody_is_asked_the_rule_does_nothing(cyprus):
    setting, traits, state, nothing = cyprus
    agreed = signed(state, 0)
    rule = under(setting, ratification="none")
    assert ratification.ratify(rule, traits, agreed, nothing) is agreed
    assert (ratification.in_force(rule, agreed) == 0).all()


def test_what_is_signed_is_not_in_force_before_the_vote(cyprus):
    setting, traits, state, nothing = cyprus
    waiting = ratification.ratify(setting, traits, signed(state, 0), nothing)
    assert waiting.settled.all()
    assert (waiting.voted < 0).all()
    assert (ratification.in_force(setting, waiting) < 0).all()


@pytest.mark.parametrize(("share", "carried"), [(0.0, True), (1.0, False)])
def test_the_vote_carries_a_package_or_ends_the_talks_for_good(cyprus, share, carried):
    setting, traits, state, nothing = cyprus
    rule = under(setting, ratification_share=share)
    after = ratification.ratify(rule, traits, signed(on_the_day(traits, state), 0), nothing)
    assert (after.settled == carried).all()
    assert (ratification.in_force(rule, after) == (0 if carried else -1)).all()
    assert (after.agreed_week == (0 if carried else NEVER)).all()
    assert not after.talks_open.any()
    later = replace(after, week=after.week + 3, talks_open=np.ones_like(after.talks_open))
    again = ratification.ratify(rule, traits, later, nothing)
    assert (again.vote_week == after.vote_week).all(), "the voters are asked once"
    assert (again.talks_open == carried).all()


def test_one_party_that_refuses_is_enough(cyprus):
    setting, traits, state, nothing = cyprus
    one = setting.parties[0]
    worth = state.package_utility + 200.0
    worth[..., one, :] = -200.0
    after = ratification.ratify(
        setting, traits, signed(on_the_day(traits, replace(state, package_utility=worth)), 0), nothing
    )
    assert not after.settled.any()
    assert (after.yes[..., one] < 0.5).all()
    assert (np.delete(after.yes, one, axis=-1)[..., setting.party[1:]] > 0.5).all()


def test_an_unsigned_text_goes_to_the_voters_only_where_the_rule_says_so(cyprus):
    setting, traits, state, _ = cyprus
    today = on_the_day(traits, state)
    assert (ratification.put_to_voters(under(setting, ratification="signed_text"), traits, today) < 0).all()
    assert (ratification.put_to_voters(setting, traits, today) == setting.text).all()
    tabled = replace(today, last_text=np.full_like(today.last_text, 2))
    assert (ratification.put_to_voters(setting, traits, tabled) == 2).all()
    assert (ratification.put_to_voters(setting, traits, signed(tabled, 0)) == 0).all()


def test_what_is_signed_after_the_day_is_voted_on_some_weeks_later(cyprus):
    setting, traits, state, _ = cyprus
    after = int(traits.referendum_week[0]) + 1
    late = signed(replace(state, week=after), 0, week=after)
    held = [
        (ratification.put_to_voters(setting, traits, replace(late, week=after + w)) >= 0) for w in range(17)
    ]
    assert not held[0].any()
    assert np.stack(held).any(0).all()


def test_a_leaders_advice_moves_the_voters(cyprus):
    setting, traits, state, _ = cyprus
    plan = np.full_like(state.agreed, setting.text)
    no, yes = (
        ratification.yes_share(
            setting, traits, replace(state, would_sign=np.full_like(state.would_sign, advice)), plan
        )
        for advice in (False, True)
    )
    assert (yes > no)[..., setting.party].all()


def test_polls_count_for_the_mediators_own_text_alone(cyprus):
    setting, traits, state, _ = cyprus
    few, many = (replace(traits, polls=np.full_like(traits.polls, share)) for share in (0.1, 0.9))
    for package in range(len(setting.packages)):
        at = np.full_like(state.agreed, package)
        low, high = (ratification.yes_share(setting, t, state, at) for t in (few, many))
        assert ((high > low) == (package == setting.text)).all()


def test_a_share_of_yes_is_a_share_even_beyond_an_inviolable_line(cyprus):
    setting, traits, state, _ = cyprus
    wall = replace(state, package_utility=np.full_like(state.package_utility, -np.inf))
    share = ratification.yes_share(setting, traits, wall, np.full_like(state.agreed, setting.text))
    assert ((share >= 0.0) & (share <= 1.0)).all()


def test_the_rule_gives_for_one_world_what_it_gives_for_all(cyprus):
    setting, traits, state, nothing = cyprus
    today = on_the_day(traits, state)
    batch = ratification.ratify(setting, traits, today, nothing)
    for k in (0, 7, FEW - 1):
        same(batch, ratification.ratify(setting, take(traits, k), take(today, k), take(nothing, k)), k)


def test_a_text_lies_where_its_terms_say_and_elsewhere_the_parties_meet():
    scenario, setting = compiled("cyprus_2004")
    plan = scenario.issues["constitution"].marks["plan"]
    row = setting.package_value[setting.text]
    assert row.tolist() == [plan.value, *(plan.terms[issue] for issue in setting.issues[1:])]
    assert np.isnan(setting.package_value[0][1:]).all()
    _, fine = compiled("cyprus_2004", {"status.divisible": True})
    assert fine.package_value[fine.text].tolist() == row.tolist()


def test_in_the_first_world_voters_refuse_some_of_the_few_pacts_that_are_signed():
    alone = {"patronage.US": 0, "patronage.EU": 0}
    signed_pacts = ensemble(rules=alone, worlds=WORLDS).columns["pact"]
    asked = ensemble(rules={**alone, "ratification.kind": "signed_text"}, worlds=WORLDS).columns
    assert signed_pacts.sum() > asked["pact"].sum() > 0


# ------------------------------------------------------------------ the example, and the page that leads to one


def test_the_example_is_forty_lines_three_actors_and_two_issues_and_runs():
    text = (SCENARIOS / "example.toml").read_text(encoding="utf-8")
    scenario = load("example")
    assert len(text.splitlines()) <= 40
    assert (len(scenario.actors), len(scenario.issues)) == (3, 2)
    shares = ensemble("example", worlds=WORLDS).outcomes()
    assert 0.0 < shares["limbo"] < 1.0


def test_the_page_shows_the_example_as_it_is_shipped():
    assert f"```toml\n{(SCENARIOS / 'example.toml').read_text(encoding='utf-8')}```" in PAGE


def test_whoever_follows_the_page_step_by_step_has_a_scenario_that_runs(tmp_path):
    steps = re.findall(r"^```toml step\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    path = written(tmp_path, "\n".join(steps))
    scenario = load(str(path))
    assert (len(steps), len(scenario.actors), len(scenario.issues)) == (6, 4, 2)
    assert "no fault found" in call("check", path)
    out = call("run", path, "--worlds", 300, "--workers", 1)
    assert SILLY.findall(out) == []
    assert "share of yes, Delta" in out


def test_the_steps_of_the_page_take_an_hour():
    minutes = [int(m) for m in re.findall(r"^## \d\. .*\((\d+) minutes\)$", PAGE, re.MULTILINE)]
    assert len(minutes) == 8
    assert sum(minutes) == 60


# ------------------------------------------------------------------ across an inviolable line


def hardened(name, who, **rules):
    """A scenario in which an actor's red line is inviolable."""
    scenario = load(name, rules)
    actor = scenario.actors[who].model_copy(update={"hard": True})
    return scenario.model_copy(update={"actors": {**scenario.actors, who: actor}})


def test_voters_may_carry_what_their_leader_could_never_sign():
    scenario = hardened("cyprus_2004", "GC", **{"ratification.share": 0.05})
    result = run(scenario, 64, 1, workers=1)
    assert result.columns["ratified"].any()
    assert np.isfinite(result.columns["left_on_table"]).all()


def test_where_all_is_known_nobody_offers_what_it_would_not_sign_itself():
    scenario = hardened("example", "LO", information="public")
    setting = compile_setting(scenario)
    traits = head(draw_traits(scenario, setting, 1, 0), 64)
    shocks = luck(setting, 64)
    state = open_week(setting, traits, opening(setting, traits))
    state = replace(state, session=np.ones_like(state.session))
    moves = decide(setting, traits, state, shocks, seat_groups(setting, {}), "talk")
    made = moves.offer >= 0
    worth = np.take_along_axis(state.package_utility, np.maximum(moves.offer, 0)[..., None], axis=-1)[..., 0]
    assert made[:, setting.party].any()
    assert (worth[made] >= moves.demand[made]).all()

"""What a seat plays for, what a finished game is worth to it, and where that stands among doctrine's histories."""

import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from sim import histories as kept
from sim.acts import to_moves
from sim.anew import renewed
from sim.arrays import NEVER
from sim.cli import app
from sim.faults import ScenarioError
from sim.gauges import YIELDED, known, measured
from sim.goals import goals, of_role, roles
from sim.histories import game_weeks, histories, job_of, same_luck
from sim.judgement import forked, instead, judge
from sim.rules import opening
from sim.scenario import load
from sim.schema import COMMON, GOAL_ROLES
from sim.score import PARTS, credit, score
from sim.state import take
from sim.strategies.hold import hold
from sim.worlds import draw_shocks, draw_traits, play_to, play_week, seat_groups

WORLDS = 400
SEATED = ("kosovo_2007", "kosovo_2007_11_20", "kosovo_2007_12_10", "cyprus_2004", "example")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FINALSTATUS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def job():
    return job_of(load("kosovo_2007"), 1, {})


@pytest.fixture(scope="module")
def ended(job):
    """Worlds as they stand when the game ends."""
    traits, state, _ = play_to(job, 0, WORLDS, job.weeks)
    return traits, state


@pytest.fixture(scope="module")
def usual():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINALSTATUS_CACHE", "")
        return histories("kosovo_2007", 1024, workers=1)


def seat(job, name):
    return job.setting.actors.index(name)


def points(job, traits, state, part, name):
    return score(job.aims, job.setting, traits, state).part[..., seat(job, name), list(PARTS).index(part)]


def met(job, traits, state, name, goal):
    """How far a seat's goal is met. (...)"""
    at = seat(job, name)
    slot = int(np.flatnonzero(job.aims.weight[at] > 0)[job.aims.names[at].index(goal)])
    return score(job.aims, job.setting, traits, state).credit[..., at, slot]


# ------------------------------------------------------------------ what seats play for


@pytest.mark.parametrize("name", SEATED)
def test_every_seat_has_three_to_five_goals_that_are_worth_55_points(name):
    scenario = load(name)
    for actor, stated in goals(scenario).items():
        assert 3 <= len(stated) <= 5, actor
        assert sum(goal.weight for goal in stated.values()) == pytest.approx(55), actor
        assert all(goal.text.endswith(".") for goal in stated.values())
    assert sum(goal.weight for goal in of_role(scenario, COMMON).values()) == pytest.approx(15)
    assert not any("voter" in scenario.actors[actor].roles for actor in goals(scenario))


def test_the_thirty_one_seats_are_parties_patrons_a_chair_doubters_and_pioneers():
    found = roles(load("kosovo_2007"))
    assert len(found) == 31
    assert [found[a] for a in ("RS", "XK", "RU", "US")] == [
        "title_holder",
        "declarer",
        "title_patron",
        "declarer_patron",
    ]
    assert {a for a, role in found.items() if role == "doubter"} >= {"CY", "GR", "SK"}
    assert sum(role == "doubter" for role in found.values()) <= 6
    assert {found[a] for a in ("DE", "FR", "GB", "LU", "SE", "SI")} == {"pioneer"}


def test_the_chair_of_the_first_week_has_the_goals_of_the_chair_and_later_ones_keep_their_own():
    for name in ("kosovo_2007", "kosovo_2007_12_10"):
        found = roles(load(name))
        assert [actor for actor, role in found.items() if role == "chair"] == ["PT"]
        assert found["SI"] == "pioneer"


def test_the_forecast_from_the_first_report_plays_for_what_the_first_report_says():
    scenario = load("kosovo_2007_11_20")
    cited = {item for stated in scenario.goals.values() for goal in stated.values() for item in goal.evidence}
    assert cited
    assert all(item.startswith(("A", "X.", "D.")) for item in cited)
    both = load("kosovo_2007").goals
    assert any(
        i.startswith("B") for stated in both.values() for goal in stated.values() for i in goal.evidence
    )


def with_goals(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text('extends = "kosovo_2007"\ntitle = "Mine"\nsummary = "Mine."\n' + text, encoding="utf-8")
    return str(path)


OWN = """
[goals.SK]
one = { text = "Win this.", measure = "own_outcome", target = 80, floor = 20, weight = 30, evidence = ["B09.1"] }
two = { text = "Stay calm.", measure = "flashpoint_north", target = 0, floor = 1, weight = 15, evidence = ["B09.1"] }
three = { text = "Stay trusted.", measure = "credibility", target = 80, floor = 20, weight = 10, evidence = ["B09.1"] }
"""


def test_a_scenario_may_give_one_actor_goals_of_its_own(tmp_path):
    scenario = load(with_goals(tmp_path, OWN))
    assert list(goals(scenario)["SK"]) == ["one", "two", "three"]
    assert list(goals(scenario)["CY"]) == list(goals(load("kosovo_2007"))["CY"])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("own_outcome", "own_outcom", "unknown measure 'own_outcom'; the nearest is 'own_outcome'"),
        ("flashpoint_north", "flashpoint_south", "unknown measure 'flashpoint_south'"),
        ("weight = 30", "weight = 31", "expected weights that sum to 55, found 56"),
        ("goals.SK", "goals.doubters", "expected a role or an actor, found 'doubters'"),
        ("B09.1", "B99.1", "unknown evidence 'B99.1'"),
        ('evidence = ["B09.1"]', "evidence = []", "expected evidence for the goal, found none"),
        ("target = 80, floor = 20, weight = 30", "target = 20, floor = 20, weight = 30", "found 20 for both"),
        ("[goals.SK]", "[goals.SK]\nfour = 4", "expected a table"),
        ("floor = 1,", 'floor = "no",', "expected a number"),
        ("target = 0,", "", "expected"),
    ],
)
def test_goals_that_are_wrong_are_named_with_what_was_expected(tmp_path, old, new, words):
    with pytest.raises(ScenarioError) as caught:
        load(with_goals(tmp_path, OWN.replace(old, new)))
    text = str(caught.value)
    assert words.split(";")[0] in text
    assert "goals." in text


def test_goals_may_not_rest_on_what_was_not_known_yet(tmp_path):
    late = with_goals(tmp_path, OWN).replace("kosovo_2007", "kosovo_2007")
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8").replace("kosovo_2007", "kosovo_2007_11_20")
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="expected by the scenario's information_date, 2007-11-20"):
        load(late)


def test_the_page_names_every_measure_and_every_role():
    page = (Path(__file__).parents[1] / "scenarios" / "README.md").read_text(encoding="utf-8")
    section = page.partition("## Goals")[2].partition("\n## ")[0]
    assert [name for name in (*known(()), *GOAL_ROLES) if f"`{name}`" not in section] == []


# ------------------------------------------------------------------ what a game is worth


def test_credit_runs_from_the_floor_to_the_target_whichever_lies_higher():
    values = np.array([0.0, 10.0, 15.0, 20.0, 99.0, np.nan])
    assert credit(values, np.array(20.0), np.array(10.0)).tolist() == [0, 0, 0.5, 1, 1, 0]
    assert credit(values, np.array(10.0), np.array(20.0)).tolist() == [1, 1, 0.5, 0, 0, 0]


def test_a_score_has_its_hundred_points_in_four_parts(job, ended):
    found = score(job.aims, job.setting, *ended)
    assert sum(PARTS.values()) == 100
    assert (found.part >= 0).all()
    assert (found.part <= np.array(list(PARTS.values())) + 1e-9).all()
    assert np.allclose(found.part.sum(-1), found.total)


def test_one_world_is_scored_as_it_is_among_many_to_the_bit(job, ended):
    many = score(job.aims, job.setting, *ended)
    for k in (0, 7, WORLDS - 1):
        one = score(job.aims, job.setting, take(ended[0], k), take(ended[1], k))
        for f in fields(one):
            assert np.array_equal(getattr(one, f.name), getattr(many, f.name)[k], equal_nan=True), f.name


def test_the_common_good_is_the_same_for_all_seats(job, ended):
    common = score(job.aims, job.setting, *ended).part[..., list(PARTS).index("common")]
    assert (common == common[..., :1]).all()


def test_an_incident_costs_every_seat_alike_and_each_of_three_practical_deals_is_worth_a_point(job, ended):
    traits, state = ended
    before = score(job.aims, job.setting, traits, replace(state, incidents=np.zeros(WORLDS)))
    worse = score(job.aims, job.setting, traits, replace(state, incidents=np.full(WORLDS, 3.0)))
    at = list(PARTS).index("common")
    assert np.allclose(before.part[..., at] - worse.part[..., at], 3.0)
    none = replace(state, practical=np.zeros_like(state.practical))
    one = replace(state, practical=np.ones_like(state.practical))
    gained = (
        score(job.aims, job.setting, traits, one).total - score(job.aims, job.setting, traits, none).total
    )
    assert np.allclose(gained, 1.0)


def test_word_and_room_at_home_count_as_they_stand_at_the_end(job, ended):
    traits, state = ended
    state = replace(
        state, credibility=np.full_like(state.credibility, 80.0), home=np.full_like(state.home, 20.0)
    )
    assert np.allclose(points(job, traits, state, "word", "FR"), 12.0)
    assert np.allclose(points(job, traits, state, "home", "FR"), 3.0)


def test_who_signs_beyond_its_red_line_has_no_room_left_at_home(job, ended):
    traits, state = ended
    independence = job.setting.packages.index("independence")
    signed = replace(state, agreed=np.full(WORLDS, independence))
    assert (points(job, traits, signed, "home", "RS") == 0).all()
    assert (points(job, traits, signed, "home", "XK") > 0).all()
    pact = replace(state, agreed=np.full(WORLDS, job.setting.pact))
    assert (points(job, traits, pact, "home", "RS") > 0).all()


def test_the_councils_word_for_independence_is_what_the_title_holder_fears_and_its_rival_hopes(job, ended):
    traits, state = ended
    with_cover = replace(state, council=np.full(WORLDS, 4), cover=np.ones(WORLDS, dtype=bool))
    more_talks = replace(state, council=np.full(WORLDS, 3), cover=np.zeros(WORLDS, dtype=bool))
    assert (met(job, traits, with_cover, "RS", "forum") == 0).all()
    assert (met(job, traits, more_talks, "RS", "forum") == 1).all()
    mission = state.mission_week < NEVER
    assert (met(job, traits, with_cover, "US", "mission")[mission] == 1).all()
    assert (met(job, traits, more_talks, "US", "mission")[mission] < 1).all()


def test_a_declaration_agreed_with_friends_lands_softer_than_a_hasty_one(job, ended):
    traits, state = ended
    calm = replace(state, tension_peak=np.full(WORLDS, 25.0))
    soft = met(job, traits, replace(calm, coordination=np.full(WORLDS, 90.0)), "XK", "landing")
    crash = met(job, traits, replace(calm, coordination=np.full(WORLDS, 5.0)), "XK", "landing")
    declared = state.declared_week < NEVER
    assert (soft[declared] > crash[declared]).all()
    never = replace(calm, declared_week=np.full(WORLDS, NEVER), agreed=np.full(WORLDS, -1))
    assert (met(job, traits, never, "XK", "landing") == 0).all()


def test_a_doubter_is_scored_by_its_own_wish_and_not_by_what_the_others_do(job, ended):
    traits, state = ended
    cyprus = seat(job, "CY")
    unwilling = (traits.recognition[:, cyprus] < 0) & (state.declared_week < 20)

    def recognising(when):
        week = state.recognised_week.copy()
        week[:, cyprus] = when
        return met(job, traits, replace(state, recognised_week=week), "CY", "recognition")[unwilling]

    assert unwilling.mean() > 0.5
    assert (recognising(NEVER) == 1).all()
    assert (recognising(30) <= YIELDED).all(), "who gave way in the end has held out for some time, no more"
    assert (recognising(30) > recognising(20)).all()


def test_who_stands_alone_is_alone_unless_it_abstained_on_the_mission(job, ended):
    traits, state = ended
    member, cyprus = job.setting.member, seat(job, "CY")
    week = np.where(member, 20, state.recognised_week)
    week[:, cyprus] = NEVER
    alone = replace(state, recognised_week=week, mission_abstained=np.zeros_like(state.mission_abstained))
    assert (measured("company", job.setting, traits, alone)[:, cyprus] == 0).all()
    abstained = replace(alone, mission_abstained=np.ones_like(state.mission_abstained))
    assert (measured("company", job.setting, traits, abstained)[:, cyprus] == 2).all()


def test_reassuring_its_minority_takes_the_weight_of_the_precedent_off_a_doubter(job, ended):
    traits, state = ended
    eased = replace(state, eased=np.full_like(state.eased, 0.5))
    assert (met(job, traits, eased, "SK", "exposure") >= met(job, traits, state, "SK", "exposure")).all()
    assert met(job, traits, eased, "SK", "exposure").mean() > met(job, traits, state, "SK", "exposure").mean()


def test_status_moves_with_who_recognises_and_a_client_is_measured_by_what_it_wants(job, ended):
    traits, state = ended
    nobody = replace(state, recognised_week=np.full_like(state.recognised_week, NEVER))
    all_ = replace(state, recognised_week=np.full_like(state.recognised_week, 5))
    low, high = (measured("status_reached", job.setting, traits, s)[:, 0] for s in (nobody, all_))
    key = job.setting.key
    assert np.allclose(low, traits.status_quo[:, key])
    declared = state.declared
    assert np.allclose(high[declared], traits.declared[declared, key])
    near = measured("client_status", job.setting, traits, all_)
    assert (near[declared][:, seat(job, "US")] > near[declared][:, seat(job, "RU")]).all()
    assert np.isnan(near[:, seat(job, "DE")]).all()


def test_an_opening_scores_without_a_warning(job):
    for name in SEATED:
        scenario = load(name)
        own = job_of(scenario, 1, {})
        traits = draw_traits(scenario, own.setting, 1, 0)
        found = score(own.aims, own.setting, traits, opening(own.setting, traits))
        assert np.isfinite(found.total).all()
        assert ((found.total >= 0) & (found.total <= 100)).all()


def test_a_game_ends_at_game_end_and_not_at_the_horizon():
    scenario = load("kosovo_2007")
    setting = job_of(scenario, 1, {}).setting
    assert game_weeks(scenario, setting) == 32 < setting.weeks
    early = load("kosovo_2007", {"rules.horizon": "2008-01-31"})
    assert job_of(early, 1, {}).weeks == 11


# ------------------------------------------------------------------ where a score stands


def test_no_seat_and_no_goal_is_stuck_where_doctrine_plays(usual):
    for name in usual.seats:
        low, _, middle, _, high = usual.quantiles(name)
        assert usual.column(name).std() > 4, name
        assert 20 < low < middle < high < 95, name
        for goal, title in enumerate(usual.aims.names[usual.setting.actors.index(name)]):
            found = usual.credit[:, usual.seats.index(name), usual.slot(name, goal)]
            assert title == "practical" or 0.03 < found.mean() < 0.97, (name, title)


def test_a_percentile_is_the_share_that_did_worse_with_ties_in_the_middle(usual):
    made = replace(usual, seats=("SK",), total=np.array([[10.0], [20.0], [20.0], [30.0]]))
    assert made.percentile("SK", 5) == 0
    assert made.percentile("SK", 20) == 50
    assert made.percentile("SK", 20.0 + 1e-9) == 50  # the last bit of another processor
    assert made.percentile("SK", 25) == 75
    assert made.percentile("SK", 40) == 100
    assert made.median("SK") == 20
    assert abs(usual.percentile("RS", usual.median("RS")) - 50) < 1
    with pytest.raises(KeyError, match="'XX'"):
        usual.percentile("XX", 50)


def test_doctrines_score_in_a_world_is_that_of_the_run_it_belongs_to(usual):
    for world in (0, 5):
        alone = same_luck("kosovo_2007", 1, world)
        assert list(alone) == list(usual.seats)
        assert list(alone.values()) == usual.total[world].tolist()


def test_histories_are_kept_and_not_played_twice(cache, monkeypatch):
    first = histories("example", 40, workers=1)
    monkeypatch.setattr(kept, "play", never_played)
    again = histories("example", 40, workers=1)
    assert np.array_equal(first.total, again.total)
    assert np.array_equal(first.value, again.value, equal_nan=True)
    assert len(list(cache.iterdir())) == 1


def never_played(*_):
    raise AssertionError("played again")


@pytest.mark.parametrize(
    "other",
    [
        lambda: histories("example", 41, workers=1),
        lambda: histories("example", 40, 2, workers=1),
        lambda: histories("kosovo_2007", 40, workers=1),
        lambda: histories(load("example", {"council.veto": False}), 40, workers=1),
        lambda: histories("example", 40, strategies={"UP": "hardliner"}, workers=1),
    ],
)
def test_other_worlds_rules_or_strategies_have_a_file_of_their_own(cache, monkeypatch, other):
    histories("example", 40, workers=1)
    monkeypatch.setattr(kept, "play", never_played)
    with pytest.raises(AssertionError, match="played again"):
        other()


def test_doctrine_by_name_is_the_same_as_no_strategy(cache, monkeypatch):
    histories("example", 40, workers=1)
    monkeypatch.setattr(kept, "play", never_played)
    histories("example", 40, strategies={"UP": "doctrine"}, workers=1)


def quiet(view):
    return hold(view)


def test_a_strategy_of_ones_own_is_not_kept_since_it_may_change(cache):
    histories("example", 8, strategies={"UP": quiet}, workers=1)
    assert not cache.exists()


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "other", "text"])
def test_a_damaged_file_is_made_anew(cache, harm):
    first = histories("example", 40, workers=1)
    (path,) = cache.iterdir()
    whole = path.read_bytes()
    if harm == "other":
        with path.open("wb") as file:
            np.savez(file, total=np.zeros((3, 3)), credit=np.zeros(2), value=np.zeros(2))
    else:
        middle = len(whole) // 2
        flipped = whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :]
        path.write_bytes({"cut": whole[:middle], "flipped": flipped, "empty": b"", "text": b"hello"}[harm])
    again = histories("example", 40, workers=1)
    assert np.array_equal(first.total, again.total)
    assert [p.name for p in cache.iterdir()] == [path.name]
    assert path.read_bytes()[:2] == b"PK"


def test_without_a_folder_that_can_be_written_it_works_all_the_same(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("in the way", encoding="utf-8")
    for folder in (str(file), str(file / "below"), ""):
        monkeypatch.setenv("FINALSTATUS_CACHE", folder)
        assert len(histories("example", 8, workers=1).total) == 8


def test_the_cache_lies_where_the_user_keeps_caches(tmp_path, monkeypatch):
    assert kept.cache_folder() == tmp_path / "cache"
    monkeypatch.delenv("FINALSTATUS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert kept.cache_folder() == tmp_path / "xdg" / "finalstatus"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert "relative" not in str(kept.cache_folder())


# ------------------------------------------------------------------ judgement


@pytest.fixture(scope="module")
def at_sitting(job):
    """World 3 as it stands before its fifth week."""
    traits = draw_traits(job.scenario, job.setting, 1, 0)
    traits = take(traits, 3)
    state, groups = opening(job.setting, traits), seat_groups(job.setting, {})
    for week in range(4):
        state = play_week(job.setting, traits, state, take(draw_shocks(job.setting, 1, 0, week), 3), groups)
    return traits, state


def moves_of(job, at_sitting, name, **changed):
    """Doctrine's idle moves for one seat with some of them changed."""
    from sim.views import observe

    traits, state = at_sitting
    shocks = take(draw_shocks(job.setting, 1, 0, state.week), 3)
    view = observe(job.setting, traits, state, shocks, np.array([seat(job, name)]), "decide")
    return replace(hold(view), **changed)


def test_who_does_what_doctrine_does_is_judged_at_nothing(job, at_sitting):
    found = judge(job, *at_sitting, "DE", {}, lucks=32)
    assert (found.mean, found.error) == (0, 0)
    assert found.chosen == found.doctrine > 0


def test_a_declarer_that_lets_the_spring_go_by_is_judged_below_doctrine(job, at_sitting):
    idle = moves_of(job, at_sitting, "XK")
    spring = {(week, "decide"): idle for week in range(4, job.weeks)}
    found = judge(job, *at_sitting, "XK", spring, lucks=64)
    assert found.mean + 2 * found.error < -5
    assert found.chosen - found.doctrine == pytest.approx(found.mean)


def test_what_was_chosen_is_done_on_every_course_of_luck(job, at_sitting):
    at = seat(job, "SK")
    consults = to_moves(job.setting, at, [{"move": "home"}], 4, "decide")
    idle = to_moves(job.setting, at, [], 4, "decide")
    found = [judge(job, *at_sitting, "SK", {(4, "decide"): moves}, lucks=32) for moves in (consults, idle)]
    assert found[0].chosen > found[1].chosen, "a parliament that has been asked stands behind its government"


def test_what_doctrine_would_have_done_is_what_it_does_in_that_world(job, at_sitting):
    traits, state = at_sitting

    def luck(week):
        return take(draw_shocks(job.setting, 1, 0, week), 3)

    done = instead(job, traits, state, "RU", 5, luck)
    assert {week for week, _ in done} == {4, 5}
    plain, again = (
        play_week(job.setting, traits, state, luck(4), seat_groups(job.setting, strategies))
        for strategies in ({}, {"RU": lambda view: done[view.week, view.beat]})
    )
    assert np.array_equal(plain.stance, again.stance)
    assert np.array_equal(plain.capital, again.capital)


def test_forks_share_their_luck_and_differ_from_one_another(job, at_sitting):
    once, again = (forked(job, *at_sitting, "DE", {}, 16) for _ in range(2))
    assert np.array_equal(once, again)
    assert once[:, seat(job, "DE")].std() > 0
    assert np.array_equal(forked(job, *at_sitting, "DE", {}, 8), once[:8])
    with pytest.raises(ValueError, match="expected 2 to 1,024 courses of luck, found 1"):
        judge(job, *at_sitting, "DE", {}, lucks=1)


def test_chance_that_has_not_shown_is_drawn_anew_and_nothing_else_is(job):
    """No skill is what a threshold of this one world decided."""
    traits, drawn = (draw_traits(job.scenario, job.setting, seed, 0, 8) for seed in (1, 2))
    state, groups = opening(job.setting, traits), seat_groups(job.setting, {})
    for week in range(20):
        state = play_week(job.setting, traits, state, draw_shocks(job.setting, 1, 0, week, 8), groups)
    anew, gone = renewed(traits, state, drawn), state.recognised_week < NEVER
    assert gone.any(), "some have recognised by then"
    assert not gone.all()
    np.testing.assert_array_equal(anew.recognise_at[gone], traits.recognise_at[gone])
    assert (anew.recognise_at[~gone] > state.hazard_sum[~gone]).all(), "nobody is past its threshold unseen"
    assert (anew.recognise_at[~gone] != traits.recognise_at[~gone]).all()
    np.testing.assert_array_equal(anew.commit_at[state.committed], traits.commit_at[state.committed])
    for name in ("ideal", "vulnerability", "procedure", "election_week", "threshold", "position"):
        np.testing.assert_array_equal(getattr(anew, name), getattr(traits, name), err_msg=name)


# ------------------------------------------------------------------ the command


def call(*args):
    return CliRunner().invoke(app, list(map(str, args)), env={"COLUMNS": "100"})


def test_goals_prints_what_a_seat_plays_for_and_where_doctrine_stands():
    done = call("goals", "Slovakia", "--worlds", 40, "--workers", 1)
    assert done.exit_code == 0, done.output
    assert "Slovakia (SK), a doubter, in kosovo_2007" in done.stdout
    assert "B09.2" in done.stdout
    assert "Doctrine's 40 histories" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_goals_as_json_is_one_object():
    done = call("goals", "XK", "kosovo_2007_11_20", "--worlds", 40, "--workers", 1, "--json")
    said = json.loads(done.stdout)
    assert said["role"] == "declarer"
    assert sum(g["weight"] for g in said["goals"] if not g["common"]) == 55
    assert all(set(g["evidence"]) for g in said["goals"])


def test_every_seat_of_every_kind_of_scenario_can_be_asked():
    for args in (("GC", "cyprus_2004"), ("EC", "cyprus_2004"), ("CO", "example")):
        done = call("goals", *args, "--worlds", 8, "--workers", 1)
        assert done.exit_code == 0, done.output
        assert "the design of the game" in done.stdout


@pytest.mark.parametrize(
    ("who", "words"), [("China", "only votes in the Council"), ("Atlantis", "'Atlantis' is not in")]
)
def test_goals_of_who_has_no_seat_is_one_clear_line(who, words):
    done = call("goals", who)
    assert done.exit_code == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1

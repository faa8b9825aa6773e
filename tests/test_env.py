"""The environments for learners are the game: what they may do, see and gain is what a person in the seat would."""

import sys
import warnings

import numpy as np
import pytest

from sim import extras
from sim.actions import HOLD, USUAL, options
from sim.compile import compile_setting
from sim.env import Negotiation, Seat
from sim.extras import MissingExtra
from sim.goals import aims
from sim.observation import FIELDS
from sim.scenario import load
from sim.score import score
from sim.table import Table

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the package's own tests import games of it that are deprecated
    from gymnasium.utils.env_checker import check_env
    from pettingzoo.test import parallel_api_test, parallel_seed_test

WEEKS = 4


def small(weeks=6):
    return Negotiation("example", weeks=weeks)


def by_chance(rng, observed):
    return {seat: int(rng.choice(np.flatnonzero(o["action_mask"]))) for seat, o in observed.items()}


def rollout(env, seed, rng_seed=0):
    rng = np.random.default_rng(rng_seed)
    observed, _ = env.reset(seed=seed)
    out = [(observed, {}, {}, {})]
    while env.agents:
        observed, rewards, _, cut, infos = env.step(by_chance(rng, observed))
        out.append((observed, rewards, cut, infos))
    return out


# ---------------------------------------------------------------- what the libraries expect


def test_it_is_a_parallel_environment():
    parallel_api_test(small(), num_cycles=20)


def test_a_game_of_all_31_seats_is_one_too():
    env = Negotiation("kosovo_2007", weeks=2)
    assert len(env.possible_agents) == 31
    parallel_api_test(env, num_cycles=2)


def test_equal_seeds_give_equal_games():
    parallel_seed_test(small, num_cycles=10)


def test_a_seat_is_a_gymnasium_environment():
    check_env(Seat("example", "Upper Town", weeks=3), skip_render_check=True)


def test_without_the_packages_one_is_told_how_to_install_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "pettingzoo", None)
    monkeypatch.delitem(sys.modules, "sim.env")
    with pytest.raises(MissingExtra, match=r"pip install 'finalstatus\[rl\]'"):
        import sim.env  # noqa: F401
    assert extras.need("gymnasium", "rl")


# ---------------------------------------------------------------- masks and chance


@pytest.mark.parametrize(("scenario", "weeks"), [("kosovo_2007", WEEKS), ("example", 12), ("cyprus_2004", 5)])
def test_a_player_by_chance_that_heeds_the_mask_is_never_refused(scenario, weeks):
    for _, _, _, infos in rollout(Negotiation(scenario, weeks=weeks), seed=1):
        assert [info for info in infos.values() if info] == []


def test_two_rollouts_of_a_seed_are_the_same_and_of_another_are_not():
    one, other, third = (rollout(small(), seed) for seed in (4, 4, 5))
    for (a, rewards, *_), (b, again, *_) in zip(one, other, strict=True):
        assert rewards == again
        for seat in a:
            np.testing.assert_array_equal(a[seat]["observation"], b[seat]["observation"])
    assert any(
        (a[0][s]["observation"] != b[0][s]["observation"]).any()
        for a, b in zip(one, third, strict=True)
        for s in a[0]
    )


def test_of_what_is_not_open_nothing_is_done_and_one_is_told_why():
    env = Negotiation("kosovo_2007", ["SK"], weeks=2)
    observed, _ = env.reset(seed=3)
    leak = env.labels["SK"].index("leak <secret>")
    assert observed["SK"]["action_mask"][leak] == 0
    *_, infos = env.step({"SK": leak})
    assert "leak" in infos["SK"]["refused"]
    np.testing.assert_array_equal(env.table.ended.capital[env.setting.actors.index("SK")], 3.0)


@pytest.mark.parametrize("action", [-1, 10_000])
def test_an_action_that_there_is_not_is_an_error(action):
    env = Negotiation("example", ["UP"], weeks=2)
    env.reset(seed=1)
    with pytest.raises(ValueError, match="expected an action of UP from 0 to"):
        env.step({"UP": action})


def test_every_action_of_every_seat_is_open_at_some_time():
    env, open_ = Negotiation("kosovo_2007", ["RS", "XK", "US", "RU", "FR", "PT", "SK"], weeks=24), {}
    observed, _ = env.reset(seed=3)
    while env.agents:
        for seat, o in observed.items():
            open_[seat] = open_.get(seat, 0) | o["action_mask"]
        observed, *_ = env.step(dict.fromkeys(env.agents, USUAL))
    for seat, ever in open_.items():
        never = {env.labels[seat][i] for i in np.flatnonzero(ever == 0)}
        assert {name for name in never if not name.startswith(LATE)} == set(), seat


LATE = (
    "leak",
    "deny",
    "press",
    "recognise",
    "side_payment",
    "declare",
    "separate_note",
    "carry_out",
    "join_practical",
    "soften",
)
"""What needs a promise, a declaration, a rule or a deed of others that this game may not bring."""


def test_the_actions_of_a_seat_are_what_its_roles_let_it_do():
    setting = compile_setting(load("kosovo_2007"))
    words = {
        who: {one.label.split()[0] for one in options(setting, setting.actors.index(who))}
        for who in ("RS", "XK", "SK", "US")
    }
    assert "declare" in words["XK"]
    assert not any("declare" in words[who] for who in ("RS", "SK", "US"))
    assert {"hold", "usual", "offer", "walk_out", "contest_deadline"} <= words["RS"]
    assert {"commit", "agenda", "reinforce", "side_payment"} <= words["US"]
    assert {"group", "recognise", "guarantee", "reassure"} <= words["SK"]


# ---------------------------------------------------------------- what is seen and gained


def test_whoever_always_does_the_usual_plays_the_game_of_the_ensemble():
    env = Negotiation("kosovo_2007", weeks=WEEKS)
    env.reset(seed=5, options={"world": 3})
    while env.agents:
        env.step(dict.fromkeys(env.agents, USUAL))
    table = Table("kosovo_2007", 5, 3, weeks=WEEKS)
    while not table.finished:
        table.step()
    for name in ("stance", "home", "credibility", "legitimacy", "tension", "lobbied"):
        np.testing.assert_array_equal(
            getattr(env.table.ended, name), getattr(table.ended, name), err_msg=name
        )


def test_what_a_learner_does_reaches_the_game():
    ends = []
    for label in ("hold", "lobby <nearest> 3 <side>"):
        env = Negotiation("kosovo_2007", ["US"], weeks=3)
        env.reset(seed=5)
        action = env.labels["US"].index(label)
        while env.agents:
            env.step({"US": action})
        ends.append(env.table.ended.lobbied)
    assert (ends[0] != ends[1]).any()


def test_rewards_add_up_to_what_the_score_has_risen_by():
    env = small(weeks=8)
    env.reset(seed=2)
    before = score(aims(env.scenario, env.setting), env.setting, env.table.traits, env.table.ended).total
    gained = dict.fromkeys(env.possible_agents, 0.0)
    while env.agents:
        _, rewards, ended, cut, _ = env.step(dict.fromkeys(env.agents, HOLD))
        gained = {seat: gained[seat] + rewards[seat] for seat in gained}
        assert not any(ended.values())
    assert all(cut.values())
    after = score(aims(env.scenario, env.setting), env.setting, env.table.traits, env.table.ended).total
    for seat, points in gained.items():
        i = env.setting.actors.index(seat)
        assert points == pytest.approx(after[i] - before[i])


def test_every_number_seen_has_a_name():
    env = small()
    observed, _ = env.reset(seed=1)
    assert list(env.fields) == list(FIELDS)
    ends = [part.stop for part in env.fields.values()]
    assert ends[-1] == observed["UP"]["observation"].size
    assert env.fields["week"] == slice(0, 1)
    assert observed["UP"]["observation"][env.fields["home"]][0] == pytest.approx(
        float(env.table.state.home[env.setting.actors.index("UP")]) / 100.0
    )


def test_without_a_seed_the_next_world_is_played():
    env = small()
    env.reset(seed=9)
    assert env.table.world == 0
    env.reset()
    assert (env.table.seed, env.table.world) == (9, 1)


def test_a_game_of_the_table_ends_with_the_week_of_game_end():
    env = Negotiation("kosovo_2007", ["SK"])
    env.reset(seed=1)
    weeks = 0
    while env.agents:
        env.step({"SK": USUAL})
        weeks += 1
    assert env.setting.calendar[weeks - 1].isoformat() == "2008-06-23"


def test_the_others_may_play_otherwise():
    env = Negotiation("example", ["UP"], strategies={"all": "hardliner"}, weeks=2)
    assert set(env.table.strategies) == set(env.setting.actors)
    assert env.possible_agents == ["UP"]

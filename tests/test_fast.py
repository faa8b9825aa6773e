"""Compiled games: the same worlds to the bit as by the rules on arrays; and what happens where there is none."""

import dataclasses

import numpy as np
import pytest

from sim.compile import compile_setting
from sim.fast.chance import seeds, words
from sim.fast.kernel import Player, compiled_game
from sim.fast.machine import numpys_loop
from sim.fast.ready import agrees, keep, kept_in, read, ready
from sim.fast.recorded import recorded
from sim.fast.tape import Tape
from sim.fast.traced import NotTraced, Traced
from sim.measures import Finished
from sim.scenario import load
from sim.worlds import DRAW_BLOCK, Job, play_block

pytest.importorskip("llvmlite")


def job(name="example", rules=None, strategies=None, seed=1):
    scenario = load(name, rules or {})
    return Job(scenario, compile_setting(scenario), seed, strategies or {})


@pytest.fixture(scope="session")
def kosovo():
    return compiled_game(job("kosovo_2007"))


@pytest.fixture(scope="session")
def example():
    return compiled_game(job())


def same(a: Finished, b: Finished) -> list[str]:
    """The arrays in which two blocks differ."""
    mine, other = ({**vars(x), **x.measures} for x in (a, b))
    mine.pop("measures"), other.pop("measures")
    assert list(mine) == list(other)
    return [k for k in mine if mine[k].dtype != other[k].dtype or mine[k].tobytes() != other[k].tobytes()]


# ------------------------------------------------------------------ the same worlds


@pytest.mark.parametrize(("seed", "block", "worlds"), [(1, 0, DRAW_BLOCK), (2, 5, 100), (2**40 + 3, 0, 1)])
def test_a_compiled_game_plays_the_same_worlds_to_the_bit(kosovo, seed, block, worlds):
    plain = play_block(job("kosovo_2007", seed=seed), block, worlds)
    assert not same(plus_zero(Player(kosovo).block(seed, block, worlds)), plus_zero(plain))


def plus_zero(done: Finished) -> Finished:
    """With 0 for -0: which of the two a maximum of both gives is left open by NumPy."""

    def plain(x):
        return x + 0.0 if x.dtype == np.float64 else x

    arrays = {f.name: plain(getattr(done, f.name)) for f in dataclasses.fields(done) if f.name != "measures"}
    return Finished(measures={k: plain(v) for k, v in done.measures.items()}, **arrays)


def test_blocks_can_be_played_in_any_order_and_again(example):
    player = Player(example)
    first, other = player.block(1, 3, 200), player.block(1, 9)
    assert not same(player.block(1, 3, 200), first)
    assert same(other, first)


@pytest.mark.parametrize(
    "rules",
    [
        {"council.veto": False, "deadline.kind": "soft"},
        {"eu_decision": "qualified_majority", "recognition": "common_position"},
        {"guarantee.kind": "given", "mediation": "majority", "council.votes": 5},
        {"information": "public", "status.divisible": True},
        {
            "side_payments": False,
            "lobbying.enabled": False,
            "linkage": True,
            "security.reinforce": "by_move_only",
        },
    ],
    ids=lambda rules: next(iter(rules)),
)
def test_under_any_rules_the_worlds_are_the_same(rules):
    one = job("example", rules)
    played = Player(compiled_game(one)).block(1, 2, 300)
    assert not same(plus_zero(played), plus_zero(play_block(one, 2, 300)))


def test_a_run_is_the_same_whether_its_game_is_compiled_or_not(example):
    plain = job()
    fast = dataclasses.replace(plain, kernel=example)
    assert not same(plus_zero(play_block(fast, 4, 77)), plus_zero(play_block(plain, 4, 77)))


# ------------------------------------------------------------------ luck


def test_luck_is_numpys_own():
    keys = [[1, 2, 3, 4], [0, 0, 0, 0], [7, 2**32 - 1, 12, 59]]
    for key, found in zip(keys, seeds(np.array(keys, dtype=np.uint32)), strict=True):
        assert np.array_equal(found, np.random.SeedSequence(key).generate_state(4, np.uint64))


def test_a_long_seed_takes_more_words():
    long = 2**70 + 5
    key = np.array([[*words(long), 9, 8, 7]], dtype=np.uint32)
    assert np.array_equal(seeds(key)[0], np.random.SeedSequence([long, 9, 8, 7]).generate_state(4, np.uint64))


def test_numpys_loop_is_found_by_its_type():
    assert numpys_loop("exp")[0]
    with pytest.raises(TypeError, match="loop over float64"):
        numpys_loop("left_shift")


# ------------------------------------------------------------------ writing down


def traced(*values):
    tape = Tape()
    return tape, Traced(tape, tape.leaf("x", 0, len(values))[None], np.array([values]))


def test_what_is_known_is_worked_out_and_not_written_down():
    tape, x = traced(0.25, 0.5)
    assert isinstance(np.zeros_like(x) + 1.0, np.ndarray)
    assert np.where(np.array([[True, False]]), 1.0, x).refs.tolist() == [[-1, 1]]
    assert (x * 1.0).refs.tolist() == [[0, 1]]
    assert not tape.ops


def test_the_same_is_written_down_once():
    tape, x = traced(0.25, 0.5)
    assert (x + 1.0).refs.tolist() == (x + 1.0).refs.tolist()
    assert len(tape.ops) == 1


def test_whether_any_world_has_it_is_answered_with_perhaps():
    _, x = traced(0.25, 0.5)
    assert (x > 0.9).any()
    assert not (x > 0.1).all()
    assert ((x > 0.9) & False).any() is np.False_


def test_a_rule_that_looks_at_a_number_is_refused():
    _, x = traced(0.25)
    with pytest.raises(NotTraced):
        bool(x > 0.1)
    with pytest.raises(NotTraced):
        np.asarray(x)
    with pytest.raises(NotTraced):
        x.sum()


def test_the_one_world_that_is_played_while_writing_is_that_of_the_rules():
    _, done = recorded(job())
    plain = play_block(job(), 0, 1)
    tension = done.tension
    assert np.array_equal(tension.values if isinstance(tension, Traced) else tension, plain.tension)


# ------------------------------------------------------------------ when it is done


def test_few_worlds_are_not_worth_it():
    assert ready(job(), 100).kernel is None


def test_a_game_that_was_compiled_is_found_again(tmp_path, monkeypatch, example):
    monkeypatch.setenv("FINALSTATUS_CACHE", str(tmp_path))
    one = job()
    keep(kept_in(one), example)
    found = ready(one, 3000).kernel
    assert found is not None
    assert not same(Player(found).block(1, 1, 70), Player(example).block(1, 1, 70))
    assert ready(job(rules={"council.veto": False}), 3000).kernel is None
    assert ready(job(strategies={"A": lambda view: None}), 3000).kernel is None


def test_a_compiled_game_that_differs_from_the_rules_is_not_trusted(example):
    wrong = dataclasses.replace(example, which=np.zeros_like(example.which))
    assert agrees(job(), example)
    assert not agrees(job(), wrong)


def test_a_damaged_file_counts_as_none(tmp_path, example):
    file = tmp_path / "game.npz"
    assert read(file) is None
    keep(file, example)
    file.write_bytes(file.read_bytes()[:-5000])
    assert read(file) is None


def test_a_game_compiled_for_another_processor_is_left_alone(example):
    plain = job()
    other = dataclasses.replace(plain, kernel=dataclasses.replace(example, processor="another"))
    assert not same(play_block(other, 0, 20), play_block(plain, 0, 20))


def test_what_cannot_be_written_down_is_played_by_the_rules():
    assert ready(job(rules={"bargaining": "nash"}), 1_000_000).kernel is None


def test_without_llvm_the_rules_play(monkeypatch):
    from sim.extras import MissingExtra
    from sim.fast import ready as module

    def missing():
        raise MissingExtra("llvmlite is not installed")

    monkeypatch.setattr(module, "processor", missing)
    assert ready(job(), 1_000_000).kernel is None

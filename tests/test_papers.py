"""What lies on a seat's desk: beliefs that soundings narrow, its own letters and promises, and nothing of others'."""

import numpy as np
import pytest
from situations import compiled, first_monday

from sim.arrays import SLOTS
from sim.ledger import NOT_RECOGNISE, OPEN
from sim.papers import bands, desk
from sim.rules.notes import post
from sim.rules.word import record
from sim.state import replace

_, SETTING = compiled()
WISH, READINESS = 0, 1


def at(who):
    return SETTING.actors.index(who)


@pytest.fixture(scope="module")
def world():
    return first_monday(4)[1:]


def seats(*who):
    return np.array([at(w) for w in who])


def sounded(state, by, whom, matter, told, times=1):
    counts, heard = state.sounded.copy(), state.heard.copy()
    counts[..., at(by), at(whom), matter] = times
    heard[..., at(by), at(whom), matter] = told
    return replace(state, sounded=counts, heard=heard)


def test_before_a_sounding_a_seat_believes_what_the_words_leave_open(world):
    traits, state = world
    low, high = bands(SETTING, traits, state, seats("SK"))
    assert np.allclose(low[:, 0, at("RS"), WISH], SETTING.wish_low[at("RS")])
    assert np.allclose(high[:, 0, at("RS"), WISH], SETTING.wish_high[at("RS")])
    assert (low[:, 0, at("HU"), READINESS] <= state.stance[:, at("HU")]).all()
    assert (high[:, 0, at("HU"), READINESS] >= state.stance[:, at("HU")]).all()


@pytest.mark.parametrize("times", [1, 2, 3])
def test_each_sounding_halves_the_band_and_never_leaves_the_first(world, times):
    traits, state = world
    before = bands(SETTING, traits, state, seats("SK"))
    after = bands(SETTING, traits, sounded(state, "SK", "RS", WISH, 90.0, times), seats("SK"))
    width = [(high - low)[:, 0, at("RS"), WISH] for low, high in (before, after)]
    assert np.allclose(width[1], width[0] / 2**times)
    assert (after[1][:, 0, at("RS"), WISH] <= before[1][:, 0, at("RS"), WISH] + 1e-9).all()
    assert (after[0][:, 0, at("RS"), WISH] >= before[0][:, 0, at("RS"), WISH] - 1e-9).all()


def test_a_sounding_tells_nobody_else_and_nothing_about_others(world):
    traits, state = world
    before = bands(SETTING, traits, state, seats("HU", "SK"))
    after = bands(SETTING, traits, sounded(state, "SK", "RS", WISH, 30.0), seats("HU", "SK"))
    assert (before[0][:, 0] == after[0][:, 0]).all()
    others = np.arange(len(SETTING.actors)) != at("RS")
    assert (before[0][:, 1, others] == after[0][:, 1, others]).all()


def test_of_itself_a_seat_knows_all(world):
    traits, state = world
    low, high = bands(SETTING, traits, state, seats("CY"))
    assert (low[:, 0, at("CY"), WISH] == traits.ideal[:, at("CY"), SETTING.key]).all()
    assert (high[:, 0, at("CY"), READINESS] == state.readiness[:, at("CY")]).all()


def test_a_letter_lies_on_the_desk_of_who_it_is_for_and_on_no_other(world):
    from sim.idle import idle

    traits, state = world
    nothing = idle(state.stance.shape, len(SETTING.packages))
    note, a = nothing.note.copy(), nothing.note_a.copy()
    note[:, at("RU"), 0], a[:, at("RU"), 0] = (1, at("SK"), 0), (NOT_RECOGNISE, -1, 0, 20)
    there = post(SETTING, traits, state, replace(nothing, note=note, note_a=a))
    papers = desk(SETTING, traits, there, seats("SK", "HU"))
    assert (papers.inbox[:, 0, at("RU"), 0, 0] == 1).all()
    assert (papers.inbox_a[:, 0, at("RU"), 0, 0] == NOT_RECOGNISE).all()
    assert not papers.inbox[:, 1].any()
    assert papers.inbox.shape == (4, 2, len(SETTING.actors), SLOTS, 3)


@pytest.mark.parametrize("public", [False, True])
def test_a_private_promise_is_known_to_the_two_alone(world, public):
    traits, state = world
    term = np.broadcast_to(np.array([NOT_RECOGNISE, -1, 0, 20]), (4, 4))
    ledger, _ = record(state.ledger, np.full(4, True), at("SK"), at("RU"), term, 0, public=public)
    papers = desk(SETTING, traits, replace(state, ledger=ledger), seats("SK", "RU", "HU"), "letters")
    assert (papers.ledger.state[:, :2, 0] == OPEN).all()
    assert (papers.ledger.state[:, 2, 0] == (OPEN if public else 0)).all()
    assert (papers.ledger.maker[:, 2, 0] == (at("SK") if public else -1)).all()


def test_a_patrons_private_word_is_known_to_its_own_side(world):
    traits, state = world
    commitment = state.commitment.copy()
    commitment[:, at("RU")] = 2
    quiet = desk(SETTING, traits, replace(state, commitment=commitment), seats("RS", "XK", "SK"))
    loud = commitment.copy()
    loud[:, at("RU")] = 3
    public = desk(SETTING, traits, replace(state, commitment=loud), seats("RS", "XK", "SK"))
    assert quiet.commitment[0, :, at("RU")].tolist() == [2, -2, -2]
    assert public.commitment[0, :, at("RU")].tolist() == [3, 3, 3]

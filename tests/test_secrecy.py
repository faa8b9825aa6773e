"""Who may know what: every field is classified, and nothing hidden of another reaches a seat, by computation either."""

from dataclasses import fields, is_dataclass, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from situations import compiled, drawn, met

from sim.arrays import NEVER, PROMISE
from sim.ledger import OPEN
from sim.rules import outside, weigh_options
from sim.rules.fresh import no_notes
from sim.rules.stance import weigh_readiness
from sim.secrecy import STATE, TRAITS, as_seen, known, own_row
from sim.state import State, Traits, take
from sim.views import observe

WORLDS, WEEKS = 4, (0, 1, 3, 5, 8, 12, 16)
SEATS = ("RS", "XK", "RU", "US", "PT", "SK", "CY", "GR", "LU")


@pytest.mark.parametrize(("kind", "secrecy"), [(Traits, TRAITS), (State, STATE)])
def test_every_field_is_public_own_seen_in_part_or_hidden_and_only_one_of_these(kind, secrecy):
    lists = [secrecy.public, secrecy.own, secrecy.hidden, frozenset(secrecy.partly)]
    named = sorted(name for names in lists for name in names)
    assert named == sorted(f.name for f in fields(kind)), (
        "who adds a field to Traits or State says in sim/secrecy.py who may know it"
    )


@cache
def played():
    """The Kosovo scenario as doctrine plays it: some weeks of four worlds, as the seats meet them."""
    setting, traits = drawn(WORLDS)
    weeks = met(setting, traits, max(WEEKS) + 1)
    return setting, traits, [one for one in weeks if one[0].week in WEEKS and one[2] != "answer"]


@pytest.fixture(scope="module")
def game():
    return played()


def with_others_of(item, other, seat, secrecy):
    """The same public acts and the same own values, with all that is hidden of others from another world."""
    out, actors = {}, len(item.home if isinstance(item, State) else item.recognition)
    for f in fields(item):
        mine, theirs = getattr(item, f.name), getattr(other, f.name)
        if f.name in secrecy.own:
            out[f.name] = np.where(own_row(f.name, mine, seat), mine, theirs)
        elif f.name in secrecy.hidden and mine.shape[-1:] == (actors,):
            out[f.name] = np.where(np.arange(actors) == seat, mine, theirs)
        elif f.name in secrecy.hidden:
            out[f.name] = theirs
    return replace(item, **out)


def on_monday(setting, traits, state):
    """What is computed anew every Monday, computed from other hidden values; what everybody sees stays."""
    return weigh_options(setting, traits, weigh_readiness(setting, traits, state))


def same(a, b, where=""):
    """Equal to the byte."""
    for f in fields(a):
        x, y = getattr(a, f.name), getattr(b, f.name)
        if is_dataclass(x):
            same(x, y, f"{where}{f.name}.")
        elif isinstance(x, np.ndarray | np.generic):
            np.testing.assert_array_equal(x, y, err_msg=where + f.name)
        else:
            assert x == y, where + f.name


@settings(max_examples=40, deadline=None)
@given(
    moment=st.integers(0, 2 * len(WEEKS) - 1),
    who=st.sampled_from(SEATS),
    worlds=st.permutations(range(WORLDS)),
)
def test_other_hidden_values_under_the_same_public_acts_change_no_byte_that_a_seat_receives(
    moment, who, worlds
):
    setting, all_traits, met = played()
    state, shocks, beat = met[moment % len(met)]
    seat = setting.actors.index(who)
    traits, now, luck = (take(x, worlds[0]) for x in (all_traits, state, shocks))
    others, elsewhere = take(all_traits, worlds[1]), take(state, worlds[1])
    mixed = with_others_of(traits, others, seat, TRAITS)
    here = on_monday(setting, traits, now)
    there = on_monday(setting, mixed, with_others_of(now, elsewhere, seat, STATE))
    same(known(setting, traits, here, seat), known(setting, mixed, there, seat))
    at = np.array([seat])
    views = [
        observe(setting, t, s, luck, at, beat, papers="all") for t, s in ((traits, here), (mixed, there))
    ]
    same(*views)


def test_a_view_knows_no_more_than_what_its_seat_is_said_to_know(game):
    """Its own values of this week stand in what it knows, and those of others do not."""
    setting, traits, met = game
    state = met[-1][0]
    seat = setting.actors.index("SK")
    knows = known(setting, traits, state, seat)
    for item, secrecy in ((knows.traits, TRAITS), (knows.state, STATE)):
        for name in secrecy.own:
            values = getattr(item, name)
            if values.dtype.kind == "f":
                others = np.broadcast_to(~own_row(name, values, seat), values.shape)
                assert np.isnan(values[others]).all(), name
    np.testing.assert_array_equal(knows.state.readiness[..., seat], state.readiness[..., seat])
    for name in TRAITS.hidden:
        assert np.isnan(getattr(knows.traits, name)).all(), name


def test_knowledge_of_many_worlds_is_that_of_each(game):
    setting, traits, met = game
    state = met[4][0]
    many = known(setting, traits, state, 0)
    for world in range(WORLDS):
        one = known(setting, take(traits, world), take(state, world), 0)
        same(take(many.state, world), one.state)
        same(take(many.traits, world), one.traits)


# ------------------------------------------------------------------ in part


@pytest.fixture
def monday(game):
    setting, traits, met = game
    return setting, take(traits, 0), take(met[4][0], 0)


def seen(setting, state, who):
    return as_seen(setting, state, setting.actors.index(who), STATE)


def test_a_recognition_that_is_decided_is_its_own_until_it_has_happened(monday):
    setting, _, state = monday
    slovakia = setting.actors.index("SK")
    weeks = np.full_like(state.recognised_week, NEVER)
    weeks[slovakia] = state.week + 3
    state = replace(state, recognised_week=weeks)
    assert seen(setting, state, "SK").recognised_week[slovakia] == state.week + 3
    assert seen(setting, state, "RS").recognised_week[slovakia] == NEVER
    later = replace(state, week=state.week + 3)
    assert seen(setting, later, "RS").recognised_week[slovakia] == state.week + 3


def test_a_date_set_in_private_is_known_to_those_who_might_back_it(monday):
    setting, _, state = monday
    state = replace(state, date_set=np.array(12), date_public=np.array(False))
    assert seen(setting, state, "XK").date_set == seen(setting, state, "DE").date_set == 12
    assert seen(setting, state, "RS").date_set == seen(setting, state, "RU").date_set == NEVER
    assert seen(setting, replace(state, date_public=np.array(True)), "RS").date_set == 12


def test_a_private_promise_is_known_to_its_maker_and_its_receiver(monday):
    setting, _, state = monday
    maker, receiver = (setting.actors.index(a) for a in ("SK", "RU"))
    book = {f.name: np.array(getattr(state.ledger, f.name)) for f in fields(state.ledger)}
    book["maker"][0], book["receiver"][0], book["state"][0], book["public"][0] = maker, receiver, OPEN, False
    state = replace(state, ledger=replace(state.ledger, **book))
    for who, knows in (("SK", True), ("RU", True), ("US", False)):
        assert (seen(setting, state, who).ledger.state[0] == OPEN) == knows, who
    book["public"][0] = True
    state = replace(state, ledger=replace(state.ledger, **book))
    assert seen(setting, state, "US").ledger.maker[0] == maker


def test_a_note_is_known_to_sender_and_receiver_unless_it_is_public(monday):
    setting, _, state = monday
    sender, receiver = (setting.actors.index(a) for a in ("SK", "CY"))
    empty = no_notes((len(setting.actors), state.note.shape[-2]))
    note, wish = np.array(empty["note"]), np.array(empty["note_a"])
    note[sender, 0], wish[sender, 0] = (PROMISE, receiver, 0), 1
    private = replace(state, **empty | {"note": note, "note_a": wish})
    for who, knows in (("SK", True), ("CY", True), ("GR", False)):
        assert bool(seen(setting, private, who).note[sender, 0, 0]) == knows, who
        assert (seen(setting, private, who).note_a[sender, 0, 0] == 1) == knows, who
    note = note.copy()
    note[sender, 0, 2] = 1
    assert seen(setting, replace(private, note=note), "GR").note[sender, 0, 0] == PROMISE


def test_what_declaring_is_worth_is_the_declarers_to_know(monday):
    setting, _, state = monday
    assert seen(setting, state, "XK").declare_index == state.declare_index
    assert np.isnan(seen(setting, state, "US").declare_index)


# ------------------------------------------------------------------ public estimates


def test_a_title_holder_goes_by_what_its_patrons_words_are_worth_and_the_patron_by_its_own_mind(game):
    setting, traits, _ = game
    patron = np.array([a == "RU" for a in setting.actors])
    cool = replace(traits, backing=np.where(patron, 5.0, traits.backing))
    before, after = (outside.title_backing(setting, t) for t in (traits, cool))
    np.testing.assert_array_equal(before[..., ~patron], after[..., ~patron])
    assert after[..., patron] == pytest.approx(0.05)
    assert (before[..., patron] > 0.3).all()
    stands = setting.expected_backing[patron] / 100.0
    np.testing.assert_allclose(before[..., ~patron], np.broadcast_to(stands, before[..., ~patron].shape))


def test_what_others_are_likely_to_guarantee_lies_between_nothing_and_all():
    _, setting = compiled()
    said = setting.member & (setting.expected_willing > 0.0)
    assert said.any()
    assert ((setting.expected_willing >= 0.0) & (setting.expected_willing <= 1.0)).all()
    assert (setting.expected_backing[setting.actors.index("RU")] > 60.0).all()

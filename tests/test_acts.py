"""Acts are moves in words: what is said comes back as it was said, and what cannot be said is refused with a reason."""

from dataclasses import fields
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.acts import SPECS, ActError, example, shown_term, term_of, to_acts, to_moves, told_moves
from sim.arrays import BALLOTS, MOVES
from sim.compile import compile_setting
from sim.ledger import ACTS
from sim.scenario import load
from sim.state import Moves

SETTINGS = {name: compile_setting(load(name)) for name in ("kosovo_2007", "example", "cyprus_2004")}
SETTING = SETTINGS["kosovo_2007"]
BEATS = ("talk", "answer", "decide")
SEATS = [i for i, sits in enumerate(SETTING.negotiator) if sits]


def at(who):
    return SETTING.actors.index(who)


def moves_of(acts, seat="US", week=0, beat="decide"):
    return to_moves(SETTING, at(seat), acts, week, beat)


def same(one, other):
    for field in fields(Moves):
        np.testing.assert_array_equal(
            getattr(one, field.name), getattr(other, field.name), err_msg=field.name
        )


# ---------------------------------------------------------------- what is said comes back


DAYS = st.integers(0, SETTING.weeks * 7 - 1).map(lambda n: (SETTING.start + timedelta(days=n)).isoformat())
ACTORS = st.sampled_from(SETTING.actors)


@st.composite
def terms(draw):
    act = draw(st.sampled_from(ACTS))
    term = {"act": act}
    if act in ("vote_yes", "vote_no", "abstain", "back", "block"):
        term["on"] = draw(st.sampled_from(BALLOTS))
    elif act == "stop_lobbying":
        term["on"] = draw(ACTORS)
    elif act.startswith("offer"):
        term["mark"] = draw(st.sampled_from(["autonomy", "supervised", "independence"]))
    elif act in ("commit_at_most", "coordinate"):
        term["level"] = draw(st.integers(0, 3))
    return term | draw(st.fixed_dictionaries({}, optional={"until": DAYS}))


VALUES = {
    "actor": lambda slot: ACTORS,
    "package": lambda slot: st.sampled_from(SETTING.packages),
    "packages": lambda slot: st.lists(st.sampled_from(SETTING.packages), min_size=1, max_size=3),
    "ballot": lambda slot: st.sampled_from(slot.words),
    "word": lambda slot: st.sampled_from(slot.words),
    "whole": lambda slot: st.integers(int(slot.low), int(slot.high)),
    "number": lambda slot: st.floats(slot.low, min(slot.high, 3.0) if slot.name == "points" else slot.high),
    "week": lambda slot: DAYS,
    "yes": lambda slot: st.booleans(),
    "term": lambda slot: terms(),
}


@st.composite
def acts_of(draw, beat):
    word = draw(st.sampled_from([word for word, spec in SPECS.items() if spec.beat == beat]))
    needed = {s.name: VALUES[s.kind](s) for s in SPECS[word].slots if s.default is None}
    others = {s.name: VALUES[s.kind](s) for s in SPECS[word].slots if s.default is not None}
    return {"move": word} | draw(st.fixed_dictionaries(needed, optional=others))


@st.composite
def said(draw):
    """A seat, a week, a beat and acts that can be said there, drawn one by one."""
    seat, week, beat = draw(st.sampled_from(SEATS)), draw(st.integers(0, 40)), draw(st.sampled_from(BEATS))
    kept = []
    for act in draw(st.lists(acts_of(beat), max_size=8)):
        try:
            to_moves(SETTING, seat, [*kept, act], week, beat)
        except ActError:
            continue
        kept.append(act)
    return seat, week, beat, kept


@settings(max_examples=300, deadline=None)
@given(said())
def test_acts_become_moves_and_the_moves_the_same_acts(drawn):
    seat, week, beat, acts = drawn
    moves = to_moves(SETTING, seat, acts, week, beat)
    again = to_acts(SETTING, moves, 0, seat, beat)
    same(moves, to_moves(SETTING, seat, again, week, beat))


@settings(max_examples=200, deadline=None)
@given(terms())
def test_a_term_is_shown_as_it_was_said(term):
    read = term_of(SETTING, term, "ask")
    assert term_of(SETTING, shown_term(SETTING, read), "ask") == read


def test_two_notes_stay_in_the_order_in_which_they_were_written():
    promise = {"move": "promise", "to": "RU", "give": {"act": "commit_at_most", "level": 1}}
    ask = {"move": "ask", "to": "SK", "ask": {"act": "recognise"}}
    moves = moves_of([promise, ask], beat="talk")
    assert [a["move"] for a in to_acts(SETTING, moves, 0, at("US"), "talk")] == ["promise", "ask"]


def test_nothing_said_is_nothing_done():
    for beat in BEATS:
        assert to_acts(SETTING, moves_of([], beat=beat), 0, at("US"), beat) == []


def test_names_ids_and_case_are_all_understood():
    said_so = [[{"move": "visit", "target": who}] for who in ("SK", "sk", " Slovakia ", "slovakia")]
    for acts in said_so:
        assert int(moves_of(acts).visit[0]) == at("SK")


def test_a_day_may_be_text_a_date_or_a_time():
    days = ("2008-03-05", date(2008, 3, 5), datetime(2008, 3, 5, 12, 0))
    weeks = {int(moves_of([{"move": "guarantee", "until": day}]).pledge[0]) for day in days}
    assert len(weeks) == 1


# ---------------------------------------------------------------- the list


@pytest.mark.parametrize("scenario", SETTINGS)
@pytest.mark.parametrize("word", SPECS)
def test_every_word_has_an_example_that_works(word, scenario):
    setting = SETTINGS[scenario]
    spec = SPECS[word]
    try:
        seat, acts = example(setting, word)
    except ActError:
        assert scenario != "kosovo_2007", "a small scenario may have nobody for it, the large one has"
        return
    assert acts[-1]["move"] == word
    moves = to_moves(setting, setting.actors.index(seat), acts, 0, spec.beat)
    again = to_acts(setting, moves, 0, setting.actors.index(seat), spec.beat)
    assert word in {act["move"] for act in again} or word in ("hold",), "it leaves a trace"


def test_every_move_of_the_table_can_be_said():
    assert [move for move, words in told_moves().items() if not words] == []
    assert {spec.move for spec in SPECS.values()} <= set(MOVES)


def test_every_word_and_every_value_is_explained():
    for word, spec in SPECS.items():
        assert spec.doc, word
        for slot in spec.slots:
            assert slot.doc, (word, slot.name)


# ---------------------------------------------------------------- what cannot be said

NOTE = {"move": "promise", "to": "SK", "give": {"act": "commit_at_most", "level": 1}}

BAD = {
    "no act": ("decide", "lobby", r"expected an act such as .*'lobby'"),
    "no move": ("decide", {}, "expected a move, found nothing"),
    "a move that there is not": ("decide", {"move": "loby"}, r"found 'loby'; did you mean 'lobby'\?"),
    "a move of another beat": (
        "talk",
        {"move": "lobby", "target": "SK"},
        "lobby: is made at the decide beat, not at",
    ),
    "a value missing": ("decide", {"move": "lobby"}, r"lobby: expected target \(whom\), found nothing"),
    "a value too many": ("decide", {"move": "calm", "x": 1}, "calm: unknown value 'x'; it takes none"),
    "a value mistyped": (
        "decide",
        {"move": "visit", "target": "SK", "targett": 1},
        r"visit: unknown value 'targett'; did you mean 'target'\?",
    ),
    "an actor that there is not": (
        "decide",
        {"move": "visit", "target": "Slowakia"},
        r"visit.target: expected an actor, found 'Slowakia'; did you mean 'Slovakia'\?",
    ),
    "an actor as a number": (
        "decide",
        {"move": "visit", "target": 3},
        "visit.target: expected an actor, found 3",
    ),
    "a word that there is not": (
        "decide",
        {"move": "statement", "topic": "lawe"},
        r"statement.topic: expected one of law, .* found 'lawe'; did you mean 'law'\?",
    ),
    "a number out of bounds": (
        "decide",
        {"move": "statement", "topic": "law", "strength": 4},
        "statement.strength: expected a whole number from 1 to 3, found 4",
    ),
    "half a number": (
        "decide",
        {"move": "statement", "topic": "law", "strength": 1.5},
        "statement.strength: expected a whole number from 1 to 3, found 1.5",
    ),
    "true as a number": (
        "decide",
        {"move": "statement", "topic": "law", "strength": True},
        "statement.strength: expected a whole number from 1 to 3, found True",
    ),
    "not a number": (
        "decide",
        {"move": "hope", "chance": float("nan")},
        "hope.chance: expected a number from 0 to 100",
    ),
    "without end": (
        "decide",
        {"move": "leak", "entry": float("inf")},
        "leak.entry: expected a whole number from 0",
    ),
    "yes as a word": (
        "decide",
        {"move": "statement", "topic": "law", "vague": "yes"},
        "statement.vague: expected true or false, found 'yes'",
    ),
    "no day": (
        "decide",
        {"move": "guarantee", "until": "May"},
        "guarantee.until: expected a day as YYYY-MM-DD, found",
    ),
    "a day outside": (
        "decide",
        {"move": "guarantee", "until": "2020-01-01"},
        "guarantee.until: expected a day from 2007-11-19 to .*, found '2020-01-01'",
    ),
    "no list": (
        "decide",
        {"move": "accept", "packages": "pact"},
        "accept.packages: expected a list of packages, found",
    ),
    "an empty list": (
        "decide",
        {"move": "accept", "packages": []},
        "accept.packages: expected a list of packages",
    ),
    "a package that there is not": (
        "talk",
        {"move": "offer", "package": "autonomi"},
        r"offer.package: .* did you mean 'autonomy'\?",
    ),
    "no term": ("talk", NOTE | {"give": "recognise"}, "promise.give: expected an act such as"),
    "an act that there is not": (
        "talk",
        NOTE | {"give": {"act": "recognize"}},
        r"promise.give.act: .* did you mean 'recognise'\?",
    ),
    "a vote on nothing": (
        "talk",
        NOTE | {"give": {"act": "abstain"}},
        "promise.give.on: expected one of more_talks",
    ),
    "a level out of bounds": (
        "talk",
        NOTE | {"give": {"act": "commit_at_most", "level": 9}},
        "promise.give.level: expected a whole number from 0 to 3, found 9",
    ),
    "a term with too much": (
        "talk",
        NOTE | {"give": {"act": "recognise", "level": 1}},
        "promise.give: expected nothing more with 'recognise', found 'level'",
    ),
    "an offer of the pact": (
        "talk",
        NOTE | {"give": {"act": "offer_at_most", "mark": "pact"}},
        "promise.give.mark: expected one of autonomy, supervised, independence, found 'pact'",
    ),
}


@pytest.mark.parametrize(("beat", "act", "match"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_refused_with_its_place_and_the_nearest_thing(beat, act, match):
    with pytest.raises(ActError, match=match) as caught:
        moves_of([{"move": "hold"}, act] if beat == "decide" else [act], beat=beat)
    assert str(caught.value).startswith("act 2: " if beat == "decide" else "act 1: ")
    assert "\n" not in str(caught.value)


def test_what_came_is_quoted_but_not_at_any_length():
    with pytest.raises(ActError) as caught:
        moves_of([{"move": "visit", "target": "x" * 100_000}])
    assert len(str(caught.value)) < 400


SENSELESS = {
    "a note to oneself": ("US", "talk", [NOTE | {"to": "US"}], "to: expected another seat, found your own"),
    "a note to who only votes": ("US", "talk", [NOTE | {"to": "GH"}], "to: .* found GH, which only votes"),
    "a third note": (
        "US",
        "talk",
        [NOTE | {"to": to} for to in ("SK", "CY", "GR")],
        "act 3: expected at most 2 notes a week",
    ),
    "a party that is to recognise": (
        "US",
        "talk",
        [{"move": "ask", "to": "RS", "ask": {"act": "recognise"}}],
        "ask.act: expected what RS can do, found 'recognise'",
    ),
    "to promise what one cannot do": (
        "SK",
        "talk",
        [NOTE | {"to": "RS", "give": {"act": "declare"}}],
        "give.act: expected what SK can do, found 'declare'",
    ),
    "a vote of who does not sit there": (
        "US",
        "talk",
        [{"move": "ask", "to": "IE", "ask": {"act": "vote_yes", "on": "endorse"}}],
        "ask.act: expected what IE can do, found 'vote_yes' on endorse",
    ),
    "a promise until a day that is past": (
        "US",
        "talk",
        [NOTE | {"give": {"act": "commit_at_most", "until": "2007-11-27"}}],
        "give.until: expected a day to come, found 2007-11-26",
    ),
    "to stop lobbying who cannot be lobbied": (
        "US",
        "talk",
        [NOTE | {"give": {"act": "stop_lobbying", "on": "XK"}}],
        "give.on: expected an actor that US could lobby, found XK",
    ),
    "to sound out a party on recognising": (
        "US",
        "talk",
        [{"move": "sound_out", "target": "RS", "about": "readiness"}],
        "about: expected the wish of RS",
    ),
    "to sound out oneself": (
        "US",
        "talk",
        [{"move": "sound_out", "target": "US"}],
        "target: expected another seat",
    ),
    "a visit at home": (
        "US",
        "decide",
        [{"move": "visit", "target": "US"}],
        "target: expected another capital",
    ),
    "a visit to who only votes": (
        "US",
        "decide",
        [{"move": "visit", "target": "GH"}],
        "found GH, which only votes",
    ),
    "to lobby who neither recognises nor votes": (
        "US",
        "decide",
        [{"move": "lobby", "target": "RS"}],
        "target: expected an actor that may recognise or votes in the Council, found RS",
    ),
    "to lobby who has left the Council": (
        "US",
        "decide",
        [{"move": "lobby", "target": "GH"}],
        "may recognise or votes in the Council, found GH",
    ),
    "to lobby with nothing": (
        "US",
        "decide",
        [{"move": "lobby", "target": "SK", "points": 0}],
        "points: expected more",
    ),
    "to lobby with too much": (
        "US",
        "decide",
        [{"move": "lobby", "target": "SK", "points": 4}],
        "points: expected more than 0 and at most 3, found 4",
    ),
    "to pay whom one does not lobby": (
        "US",
        "decide",
        [{"move": "side_payment"}],
        "act 1: expected 'lobby' beside it",
    ),
    "a date that is past": (
        "XK",
        "decide",
        [{"move": "set_date", "day": "2007-12-03"}],
        "day: expected a day after this week, found",
    ),
    "a guarantee for this week": (
        "SK",
        "decide",
        [{"move": "guarantee", "until": "2007-12-17"}],
        "until: expected a day after this week",
    ),
    "a yes that wants something": (
        "SK",
        "answer",
        [{"move": "reply", "to": "US", "says": "yes", "want": {"act": "recognise"}}],
        "want: expected nothing",
    ),
    "a counter-offer that wants nothing": (
        "SK",
        "answer",
        [{"move": "reply", "to": "US", "says": "counter"}],
        "want: expected what you want in return, found nothing",
    ),
    "half the work of a backer": (
        "SK",
        "decide",
        [{"move": "coordinate", "effort": 0.5}],
        "effort: expected nothing",
    ),
}


@pytest.mark.parametrize(("seat", "beat", "acts", "match"), SENSELESS.values(), ids=SENSELESS)
def test_what_makes_no_sense_is_refused(seat, beat, acts, match):
    week = 8 if "left the Council" in match or acts[0].get("target") == "GH" else 4
    with pytest.raises(ActError, match=match):
        moves_of(acts, seat, week, beat)


def test_who_votes_in_the_council_may_be_lobbied_while_it_does():
    assert int(moves_of([{"move": "lobby", "target": "GH"}], week=2).lobby_target[0]) == at("GH")


TWICE = {
    "the same act": ([{"move": "home"}, {"move": "home"}], "act 2: repeats act 1"),
    "the same act said otherwise": (
        [{"move": "visit", "target": "SK"}, {"move": "visit", "target": "Slovakia"}],
        "act 2: repeats act 1",
    ),
    "two votes on one text": (
        [{"move": "vote", "on": "endorse", "says": w} for w in ("abstain", "yes")],
        r"act 2: contradicts .*: one vote on a text",
    ),
    "two statements": (
        [{"move": "statement", "topic": "law"}, {"move": "statement", "topic": "law", "vague": True}],
        "act 2: contradicts",
    ),
    "two measures": ([{"move": "announce_measures"}, {"move": "carry_out_measures"}], "act 2: contradicts"),
    "two commitments": (
        [{"move": "commit", "level": "3"}, {"move": "commit", "level": "step back"}],
        "contradicts",
    ),
    "to leave the table and sign": (
        [{"move": "walk_out"}, {"move": "accept", "packages": ["pact"]}],
        "act 2: contradicts .* who walks out accepts nothing",
    ),
    "to sign the path and refuse it": ([{"move": "refuse_path"}, {"move": "take_path"}], "signed or refused"),
    "to recognise and promise not to": (
        [{"move": "recognise"}, {"move": "guarantee", "until": "2008-05-01"}],
        "does not guarantee that it will not",
    ),
    "to declare and set a date": (
        [{"move": "set_date", "day": "2008-02-01"}, {"move": "declare"}],
        "who declares now sets no date",
    ),
    "to sign the report beside a note of one's own": (
        [{"move": "exhausted"}, {"move": "separate_note"}],
        "takes the place of a line in the report",
    ),
}


@pytest.mark.parametrize(("acts", "match"), TWICE.values(), ids=TWICE)
def test_acts_that_repeat_or_contradict_each_other_are_refused(acts, match):
    for order in (acts, acts[::-1]):
        with pytest.raises(ActError, match=match) as caught:
            moves_of(order, "XK")
        assert str(caught.value).startswith("act 2: ")


def test_votes_on_two_texts_do_not_contradict_each_other():
    acts = [{"move": "vote", "on": on, "says": "no"} for on in ("endorse", "more_talks")]
    assert int((moves_of(acts).ballots < 0).sum()) == 2


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    ),
    st.sampled_from(sorted(SPECS)),
    st.data(),
)
def test_nonsense_is_refused_and_never_a_traceback(nonsense, word, data):
    spec = SPECS[word]
    names = [slot.name for slot in spec.slots]
    act = {"move": word} | dict.fromkeys(names[: data.draw(st.integers(0, len(names)))], nonsense)
    wrong = []
    for one in (act, nonsense):
        try:
            moves_of([one], beat=spec.beat)
        except ActError as e:
            wrong.append(str(e))
    assert all(text.startswith("act 1: ") for text in wrong)

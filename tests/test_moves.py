"""The table of moves: what there is, what it costs, who may make it and when; in an ensemble as at a table."""

import re
import tomllib
from collections import defaultdict
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.acts import to_moves, told_moves
from sim.arrays import MOVES, NEVER, SLOTS, TOPICS
from sim.compile import compile_setting
from sim.idle import idle
from sim.ledger import OPEN
from sim.rules import open_week, opening
from sim.rules.legality import REASONS, complaints, legal, spend
from sim.rules.purse import DECIDE, MOVE, PAID, TALK, refill
from sim.scenario import load
from sim.state import Moves, head, take
from sim.worlds import draw_traits

SCENARIOS = Path(__file__).parents[1] / "scenarios"
TABLE = tomllib.loads((SCENARIOS / "moves.toml").read_text(encoding="utf-8"))
SYSTEMS = [f"S{n:02d}" for n in range(1, 39)]


@cache
def world(scenario="kosovo_2007", worlds=1):
    """A setting, traits and the state of the first Monday, with a leading axis of worlds."""
    loaded = load(scenario)
    setting = compile_setting(loaded)
    traits = head(draw_traits(loaded, setting, 1, 0), worlds)
    return setting, traits, open_week(setting, traits, opening(setting, traits))


SETTING, TRAITS, MONDAY = (w if i == 0 else take(w, 0) for i, w in enumerate(world()))


def at(who):
    return SETTING.actors.index(who)


def moves_of(seat, acts, beat="decide", week=0):
    return to_moves(SETTING, at(seat), acts, week, beat)


# ---------------------------------------------------------------- the table


def test_there_are_the_32_moves_in_their_order():
    assert tuple(TABLE["moves"]) == MOVES
    assert len(MOVES) == 32


def test_every_system_of_the_reports_is_behind_a_move():
    behind = defaultdict(list)
    for name, move in TABLE["moves"].items():
        for system in move["systems"]:
            behind[system].append(name)
    assert [system for system in SYSTEMS if not behind[system]] == []
    assert set(behind) <= set(SYSTEMS)


def test_every_move_says_what_it_does_and_who_sees_it():
    for name, move in TABLE["moves"].items():
        assert move["name"], name
        assert move["does"].endswith("."), name
        assert move["who"], name
        cost = move["cost"]
        assert 0 <= cost["low"] <= cost["mode"] <= cost["high"], name


def test_no_move_is_said_at_a_beat_at_which_it_is_not_made():
    for move, words in told_moves().items():
        assert words, move


FREE = {"hold", "answer", "vote"}
"""Moves that cost nothing and do not count."""


@pytest.mark.parametrize("name", MOVES)
def test_every_paid_move_has_the_fields_that_make_it(name):
    paid = TABLE["moves"][name]["cost"]["mode"] > 0
    assert paid == (name in TALK or name in DECIDE)
    assert paid != (name in FREE)
    for beat in PAID.values():
        own = beat.get(name, ((), None))[0]
        assert set(own) <= {field.name for field in fields(Moves)}


def test_whoever_does_nothing_pays_nothing():
    nothing = idle((len(SETTING.actors),), len(SETTING.packages))
    for beat, moves in PAID.items():
        for name, (_, made) in moves.items():
            assert not made(nothing).any(), (beat, name)


COSTS = {
    "sounding": (1, "SK", "talk", [{"move": "sound_out", "target": "CY"}]),
    "an ask": (1, "SK", "talk", [{"move": "ask", "to": "CY", "ask": {"act": "not_recognise"}}]),
    "a private promise": (
        0,
        "SK",
        "talk",
        [{"move": "promise", "to": "CY", "give": {"act": "not_recognise"}}],
    ),
    "a public promise": (
        1,
        "SK",
        "talk",
        [{"move": "promise", "to": "CY", "give": {"act": "not_recognise"}, "public": True}],
    ),
    "a bargain": (
        1,
        "SK",
        "talk",
        [{"move": "bargain", "to": "CY", "ask": {"act": "not_recognise"}, "give": {"act": "not_recognise"}}],
    ),
    "an offer": (1, "RS", "talk", [{"move": "offer", "package": "pact"}]),
    "a practical deal": (2, "RS", "talk", [{"move": "practical", "on": "returns"}]),
    "to join it": (2, "XK", "decide", [{"move": "join_practical"}]),
    "a text": (1, "US", "talk", [{"move": "agenda", "package": "pact"}]),
    "a draft": (3, "RU", "talk", [{"move": "draft", "on": "more_talks"}]),
    "a line": (3, "PT", "talk", [{"move": "caucus_text", "on": "mission"}]),
    "a word": (2, "SK", "decide", [{"move": "statement", "topic": "law", "strength": 2}]),
    "a denial": (1, "SK", "decide", [{"move": "deny"}]),
    "a broken word held up": (1, "SK", "decide", [{"move": "press", "target": "RU"}]),
    "a word, and a look at who pays whom": (
        2,
        "SK",
        "decide",
        [{"move": "statement", "topic": "law"}, {"move": "expose", "target": "CY"}],
    ),
    "a loud word": (3, "SK", "decide", [{"move": "statement", "topic": "law", "strength": 3}]),
    "three points of lobbying": (3, "US", "decide", [{"move": "lobby", "target": "SK", "points": 3}]),
    "another file beside it": (
        4,
        "US",
        "decide",
        [{"move": "lobby", "target": "SK", "points": 1}, {"move": "side_payment"}],
    ),
    "consulting at home": (3, "SK", "decide", [{"move": "home"}]),
    "a leak": (1, "SK", "decide", [{"move": "leak", "entry": 0}]),
    "nothing": (0, "SK", "decide", [{"move": "hold"}]),
    "an answer": (0, "RS", "decide", [{"move": "accept", "packages": ["pact"]}]),
    "leaving": (0, "RS", "decide", [{"move": "walk_out"}]),
    "calm": (2, "RS", "decide", [{"move": "calm"}]),
    "the declarer's coordination": (2, "XK", "decide", [{"move": "coordinate"}]),
    "a backer's coordination": (1, "US", "decide", [{"move": "coordinate"}]),
    "a date": (1, "XK", "decide", [{"move": "set_date", "day": "2008-02-18"}]),
    "safeguards": (2, "XK", "decide", [{"move": "safeguards"}]),
    "declaring": (3, "XK", "decide", [{"move": "declare"}]),
    "contesting": (2, "RS", "decide", [{"move": "contest_deadline"}]),
    "measures announced": (1, "RS", "decide", [{"move": "announce_measures"}]),
    "measures carried out": (2, "RS", "decide", [{"move": "carry_out_measures"}]),
    "the path": (1, "RS", "decide", [{"move": "take_path"}]),
    "a line in the report": (0, "US", "decide", [{"move": "exhausted"}]),
    "a note of one's own": (1, "RU", "decide", [{"move": "separate_note"}]),
    "commitment": (3, "RU", "decide", [{"move": "commit", "level": "3"}]),
    "stepping back": (0, "RU", "decide", [{"move": "commit", "level": "step back"}]),
    "a visit": (3, "US", "decide", [{"move": "visit", "target": "SK"}]),
    "a vote": (0, "US", "decide", [{"move": "vote", "on": "endorse", "says": "yes"}]),
    "a group": (1, "SK", "decide", [{"move": "group", "which": "doubters"}]),
    "recognising": (1, "SK", "decide", [{"move": "recognise"}]),
    "a guarantee": (2, "SK", "decide", [{"move": "guarantee", "until": "2008-05-01"}]),
    "reassuring": (3, "SK", "decide", [{"move": "reassure"}]),
    "troops": (2, "FR", "decide", [{"move": "reinforce"}]),
}


@pytest.mark.parametrize(("cost", "seat", "beat", "acts"), COSTS.values(), ids=COSTS)
def test_a_move_costs_what_the_table_says(cost, seat, beat, acts):
    moves = moves_of(seat, acts, beat)
    bill = sum(float(made(moves)[0]) * SETTING.price[MOVE[name]] for name, (_, made) in PAID[beat].items())
    assert bill == cost


# ---------------------------------------------------------------- capital


def test_capital_is_income_and_two_points_at_most_that_were_left():
    income = SETTING.income[0]
    for left in (0.0, 2.0, 3.0, 17.0):
        state = refill(SETTING, replace(MONDAY, capital=np.full(len(SETTING.actors), left)))
        np.testing.assert_array_equal(state.capital, income + min(left, 2.0))
        assert not state.paid_moves.any(), "the week's paid moves begin anew"


def test_who_has_how_much_capital():
    assert {who: SETTING.income[0, at(who)] for who in ("US", "RU", "RS", "XK", "FR", "GB", "DE", "SK")} == {
        "US": 6, "RU": 6, "RS": 5, "XK": 5, "FR": 4, "GB": 4, "DE": 4, "SK": 3,
    }  # fmt: skip
    assert not SETTING.income[:, ~SETTING.negotiator].any(), "who only votes has none"


def test_two_points_go_with_the_chair_when_it_changes_hands():
    chairs = SETTING.chair & SETTING.member
    assert len(np.unique(chairs.argmax(-1))) > 1, "the chair changes hands in this scenario"
    for week in range(SETTING.weeks):
        others = SETTING.income[week] - 2.0 * chairs[week]
        np.testing.assert_array_equal(others, SETTING.income[0] - 2.0 * chairs[0])


def test_the_factor_on_what_lobbyists_spend_is_a_factor_on_all_capital():
    double = compile_setting(load("kosovo_2007", {"rules.lobbying.capital": 2.0}))
    np.testing.assert_array_equal(double.income, 2.0 * SETTING.income)


# ---------------------------------------------------------------- what is allowed, and why not


def ledger_with(maker, receiver, public):
    """One open promise on the ledger."""
    ledger = MONDAY.ledger
    first = np.arange(len(ledger.maker)) == 0
    return replace(
        ledger,
        maker=np.where(first, at(maker), ledger.maker),
        receiver=np.where(first, at(receiver), ledger.receiver),
        state=np.where(first, OPEN, ledger.state),
        public=np.where(first, public, ledger.public),
    )


def nobody(value):
    return np.full(len(SETTING.actors), value)


def yes(value):
    return np.array(value)


def under(**rules):
    return replace(SETTING, rules=replace(SETTING.rules, **rules))


HIGH, LEAK = 60.0, [{"move": "leak", "entry": 0}]

CASES = {
    "not its move": ("SK", "decide", [{"move": "declare"}], {}, "declare: your seat does not have this move"),
    "a member in a week in which it does not sit in the Council": (
        "AT", "talk", [{"move": "draft", "on": "more_talks"}], {}, "draft: your seat does not have this move",
    ),
    "too weak at home": (
        "RS", "decide", [{"move": "calm"}], {"home": nobody(29.0)}, "calm: your standing at home is too low for it",
    ),
    "just strong enough at home": ("RS", "decide", [{"move": "calm"}], {"home": nobody(30.0)}, None),
    "weak, but the move is not locked": ("RS", "decide", [{"move": "home"}], {"home": nobody(5.0)}, None),
    "too dear": (
        "SK",
        "decide",
        [{"move": "lobby", "target": "CY", "points": 3}, {"move": "group", "which": "doubters"}],
        {},
        r"group: you have not enough capital left for it \(it costs 1, you have 0\)",
    ),
    "all of the purse": ("SK", "decide", [{"move": "lobby", "target": "CY", "points": 3}], {}, None),
    "what was spent at the beat before counts": (
        "SK", "decide", [{"move": "reassure"}], {"capital": nobody(1.0)}, r"it costs 3, you have 1\)",
    ),
    "four paid moves": (
        "US",
        "decide",
        [{"move": "home"}, {"move": "statement", "topic": "law"}, {"move": "lobby", "target": "SK"},
         {"move": "recognise", "how": "announce"}],
        {},
        r"recognise: you have made all the paid moves that a week allows \(3\)",
    ),
    "three made before": (
        "US", "decide", [{"move": "home"}], {"paid_moves": nobody(3.0)}, "home: you have made all the paid moves",
    ),
    "free ones do not count": (
        "US", "decide", [{"move": "commit", "level": "step back"}], {"paid_moves": nobody(3.0)}, None,
    ),
    "no session": (
        "RS", "talk", [{"move": "offer", "package": "pact"}], {"session": yes(False)}, "there is no session this week",
    ),
    "a session": ("RS", "talk", [{"move": "offer", "package": "pact"}], {"session": yes(True)}, None),
    "all is signed": (
        "RS", "talk", [{"move": "offer", "package": "pact"}], {"agreed": yes(0)}, "an agreement has been signed",
    ),
    "a date for what has been done": (
        "XK",
        "decide",
        [{"move": "set_date", "day": "2008-03-03"}],
        {"declared_week": yes(0)},
        "independence has been declared already",
    ),
    "the report is not due": (
        "RU", "decide", [{"move": "separate_note"}], {}, "the report is not due this week",
    ),
    "the report is due": (
        "RU", "decide", [{"move": "separate_note"}], {"week": SETTING.report_week}, None,
    ),
    "recognised already": (
        "FR", "decide", [{"move": "recognise"}], {"recognised_week": nobody(0)}, "you have recognised already",
    ),
    "no promise": ("SK", "decide", LEAK, {}, "no promise that you could make public is known to you"),
    "a promise of others": (
        "SK", "decide", LEAK, {"ledger": ledger_with("US", "XK", False)}, "no promise that you could make public",
    ),
    "a public promise": (
        "SK", "decide", LEAK, {"ledger": ledger_with("RS", "SK", True)}, "no promise that you could make public",
    ),
    "a promise one was made": ("SK", "decide", LEAK, {"ledger": ledger_with("RS", "SK", False)}, None),
    "nothing offered": (
        "RS", "decide", [{"move": "take_path"}], {"week": 0}, "nothing has been offered to you yet",
    ),
    "signed already": (
        "RS", "decide", [{"move": "take_path"}], {"week": 30, "path_signed": yes(True)}, "you have done it already",
    ),
    "measures twice": (
        "RS", "decide", [{"move": "carry_out_measures"}], {"measures_stage": yes(2)}, "you have done it already",
    ),
    "no date to contest": (
        "RS", "decide", [{"move": "contest_deadline"}], {"deadline": yes(NEVER)}, "the rules in force do not allow it",
    ),
    "nothing forbidden": (
        "SK", "decide", [{"move": "group", "which": "doubters"}, {"move": "statement", "topic": "law"}], {}, None,
    ),
}  # fmt: skip
"""Seat, beat, acts, what is otherwise than on the first Monday, and what a student reads; None for no complaint."""


def heard(setting, state, seat, acts, beat):
    moves = to_moves(setting, at(seat), acts, state.week, beat)
    return complaints(setting, TRAITS, state, at(seat), moves, beat)


@pytest.mark.parametrize(("seat", "beat", "acts", "otherwise", "reason"), CASES.values(), ids=CASES)
def test_what_a_seat_may_not_do_it_is_told_why(seat, beat, acts, otherwise, reason):
    found = heard(SETTING, replace(MONDAY, **otherwise), seat, acts, beat)
    if reason is None:
        assert found == []
    else:
        assert any(re.search(reason, line) for line in found), found


def test_where_there_is_no_lobbying_nobody_lobbies_and_nobody_pays():
    lobbying = [{"move": "lobby", "target": "SK"}]
    assert heard(under(lobbying=False), MONDAY, "US", lobbying, "decide") == [
        "lobby: there is no lobbying under the rules in force"
    ]
    paying = [*lobbying, {"move": "side_payment"}]
    found = heard(under(side_payments=False), MONDAY, "US", paying, "decide")
    assert found == ["side_payment: the rules in force do not allow it now"]


def test_all_that_is_wrong_is_said_at_once():
    acts = [{"move": "declare"}, {"move": "calm"}, {"move": "home"}]
    found = heard(SETTING, MONDAY, "SK", acts, "decide")
    assert [line.split(":")[0] for line in found] == ["calm", "declare"]


def test_a_reason_is_a_plain_sentence():
    for text in REASONS[1:]:
        assert text == text.strip().rstrip(".")
        assert not any(word in text for word in ("_", "index", "array"))


def test_every_negotiator_can_do_something_on_the_first_monday():
    codes = legal(SETTING, TRAITS, MONDAY)
    paid = SETTING.price > 0.0
    assert (((codes == 0) & paid)[SETTING.negotiator].sum(-1) >= 5).all()
    voters = codes[~SETTING.negotiator]
    assert (voters[:, paid] != 0).all(), "who only votes has no paid move"


# ---------------------------------------------------------------- the ensemble and the table agree

N = 6


def random_state(rng, setting, state):
    """A state somewhere in a game: other weeks, purses, standings, promises."""
    shape, flat = state.home.shape, state.legitimacy.shape
    week = int(rng.integers(0, 40))
    odds = rng.random
    ledger = replace(
        state.ledger,
        maker=rng.integers(-1, shape[-1], state.ledger.maker.shape),
        receiver=rng.integers(-1, shape[-1], state.ledger.maker.shape),
        state=rng.integers(0, 5, state.ledger.maker.shape) * (odds(state.ledger.maker.shape) < 0.1),
        public=odds(state.ledger.maker.shape) < 0.5,
    )
    return replace(
        state,
        week=week,
        capital=rng.integers(0, 10, shape).astype(float),
        paid_moves=rng.integers(0, 4, shape).astype(float),
        home=rng.uniform(0.0, 100.0, shape),
        session=odds(flat) < 0.6,
        agreed=np.where(odds(flat) < 0.2, 0, -1),
        declared_week=np.where(odds(flat) < 0.3, week - 1, NEVER),
        recognised_week=np.where(odds(shape) < 0.2, week - 1, NEVER),
        path_signed=odds(flat) < 0.3,
        cover=odds(flat) < 0.2,
        measures_stage=rng.integers(0, 3, flat),
        deadline=np.where(odds(flat) < 0.5, NEVER, week + 1),
        ledger=ledger,
    )


def random_moves(rng, setting, shape):
    """Moves of all seats, of every kind, whether they may or not."""
    actors = shape[-1]
    nothing = idle(shape, len(setting.packages))

    def some(made, value):
        return np.where(rng.random(shape) < 0.25, made, value)

    def pick(n):
        return some(rng.integers(0, n, shape), -1)

    note = rng.integers(0, 5, (*shape, SLOTS, 3)) * (rng.random((*shape, SLOTS, 1)) < 0.3)
    note[..., 1:] = rng.integers(0, 2, (*shape, SLOTS, 2))
    yes_or_no = {
        name: rng.random(shape) < 0.2
        for name in (
            "at_home", "deny", "join_practical", "calm", "back", "safeguards", "declare", "contest", "sign_path",
            "refuse_path", "separate_note", "side_payment", "reassure", "reinforce",
        )
    }  # fmt: skip
    target = pick(actors)
    return replace(
        nothing,
        **yes_or_no,
        sound=pick(actors),
        note=note,
        offer=pick(len(setting.packages)),
        text=pick(len(setting.packages)),
        practical=pick(5),
        draft=pick(2),
        line=pick(2),
        topic=pick(len(TOPICS)),
        strength=rng.integers(1, 4, shape).astype(float),
        lobby_target=target,
        lobby_points=np.where(target >= 0, rng.integers(-3, 4, shape).astype(float), 0.0),
        leak=pick(24),
        press=pick(actors),
        expose=pick(actors),
        consult=some(rng.random(shape), 0.0),
        set_date=pick(40),
        measures=some(rng.integers(0, 3, shape), 0),
        commit=some(rng.integers(-1, 4, shape), -2),
        visit=pick(actors),
        group=some(rng.integers(-1, 3, shape), 0),
        recognise=some(rng.integers(-1, 4, shape), 0),
        pledge=pick(40),
    )


def made_by(moves, seat, beat):
    """The paid moves that a seat makes at a beat, and how much of each."""
    amounts = {name: float(made(moves)[seat]) for name, (_, made) in PAID[beat].items()}
    return {name: amount for name, amount in amounts.items() if amount > 0.0}


def own(moves, seat):
    return Moves(**{f.name: getattr(moves, f.name)[seat : seat + 1] for f in fields(Moves)})


def drawn(seed):
    setting, traits, monday = world("kosovo_2007", N)
    rng = np.random.default_rng(seed)
    state = random_state(rng, setting, monday)
    return setting, traits, state, random_moves(rng, setting, state.home.shape)


SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.sampled_from(["talk", "decide"]))
def test_what_a_table_would_refuse_an_ensemble_drops_and_nothing_else(seed, beat):
    setting, traits, state, moves = drawn(seed)
    traits, state, moves = take(traits, 0), take(state, 0), take(moves, 0)
    kept, after = spend(setting, traits, state, moves, beat)
    for seat in range(len(setting.actors)):
        said = complaints(setting, traits, state, seat, own(moves, seat), beat)
        before, left = made_by(moves, seat, beat), made_by(kept, seat, beat)
        assert bool(said) == (before != left), (setting.actors[seat], said)
        assert complaints(setting, traits, state, seat, own(kept, seat), beat) == [], (
            "what is kept is in order"
        )
    assert (after.capital >= 0.0).all()
    assert (after.paid_moves <= np.maximum(state.paid_moves, setting.purse.paid_moves)).all()


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.sampled_from(["talk", "decide"]))
def test_with_a_full_purse_they_name_the_same_moves(seed, beat):
    """With a tight one they may leave out different ones: an ensemble begins with what only few seats can do."""
    setting, traits, state, moves = drawn(seed)
    traits, state, moves = take(traits, 0), take(state, 0), take(moves, 0)
    rich = replace(
        state, capital=np.full_like(state.capital, 1e6), paid_moves=np.full_like(state.paid_moves, -99.0)
    )
    kept, _ = spend(setting, traits, rich, moves, beat)
    for seat in range(len(setting.actors)):
        said = complaints(setting, traits, rich, seat, own(moves, seat), beat)
        named = {line.split(":")[0] for line in said}
        dropped = made_by(moves, seat, beat).keys() - made_by(kept, seat, beat).keys()
        if "lobby" in dropped:
            dropped.discard("side_payment")  # there is nobody left to pay
            named.discard("side_payment")
        assert named == dropped, setting.actors[seat]


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.sampled_from(["talk", "decide"]))
def test_a_world_of_many_is_treated_as_it_is_alone(seed, beat):
    setting, traits, state, moves = drawn(seed)
    many, paid = spend(setting, traits, state, moves, beat)
    for k in range(N):
        one, alone = spend(setting, take(traits, k), take(state, k), take(moves, k), beat)
        for f in fields(Moves):
            np.testing.assert_array_equal(
                getattr(one, f.name), getattr(take(many, k), f.name), err_msg=f.name
            )
        np.testing.assert_array_equal(alone.capital, paid.capital[k])
        np.testing.assert_array_equal(alone.paid_moves, paid.paid_moves[k])

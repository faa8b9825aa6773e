"""What strangers stumbled over in text mode: examples, questions, warnings, refusals, help, ways out."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from game.session import Session
from game.text import manual, screen
from game.text.headlines import one
from game.text.menu import menu
from game.text.play import NARROWEST, WIDTH, Game, play
from game.text.question import options
from sim.acts import ActError
from sim.arrays import MOVES
from sim.ledger import ACTS
from sim.typed import read

ROOT = Path(__file__).parents[1]


@cache
def opened(seat):
    return Session("kosovo_2007", [seat], seed=7)


def begin(seat="SK", asks=False):
    return Game(opened(seat).fork(), fast=True, asks=asks)


def told(game, *lines):
    return "\n".join(text for line in lines for text in game.do(line))


def to_decide(game):
    while game.session.beat != "decide":
        told(game, "done")
    return game


def weeks(game, last):
    """The sights of a game in which nothing is chosen, up to a week."""
    while game.session.week < last:
        yield game.sight()
        told(game, "done")


def cli(*args, lines="", **env):
    known = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "FINALSTATUS_CACHE": "",
        **env,
    }
    command = [sys.executable, "-W", "error", "-m", "game.cli", *map(str, args)]
    return subprocess.run(
        command, input=lines, capture_output=True, encoding="utf-8", env=known, cwd=ROOT, check=False
    )


# ------------------------------------------------------------------ examples and questions


@pytest.mark.parametrize("seat", ["SK", "RU", "XK", "RS"])
def test_every_example_of_the_menu_can_be_made_now(seat):
    game = begin(seat)
    for seen in weeks(game, 6):
        for way in menu(seen):
            acts = [read(seen.setting, seen.at, way.example, seen.names, seen.side)]
            if way.word == "side_payment":
                acts = [{"move": "lobby", "target": "HU", "points": 1}, *acts]
            game.session.table.check(seat, acts)


@pytest.mark.parametrize("seat", ["SK", "RU", "XK", "RS", "US"])
def test_the_question_offers_what_the_seat_can_do_and_no_more_than_180_words_stand_before_it(seat):
    game = begin(seat)
    while game.session.week < 20:
        seen = game.sight()
        assert screen.count(screen.opening(seen)) <= screen.BUDGET
        if seen.sitting is not None:
            found = options(seen)
            assert 1 <= len(found) <= 3
            if seat in ("XK", "RS"):
                assert "recognise" not in " ".join(found)
            if not seen.view.session:
                assert "make an offer" not in found
        told(game, "skip")


# ------------------------------------------------------------------ sides and bonds


@pytest.mark.parametrize(
    ("seat", "side"), [("SK", "against"), ("RU", "against"), ("RS", "against"), ("FR", "for")]
)
def test_who_names_no_side_takes_its_own_and_it_is_said(seat, side):
    game = to_decide(begin(seat))
    shown = told(game, "lobby HU")
    assert f"Noted: lobby HU {side}." in shown
    assert "Your own side" in shown
    assert f"statement law {side}" in told(game, "statement law")
    assert "Your own side" not in told(game, "undo", "lobby HU for")


def test_what_binds_in_public_says_its_price_and_is_asked_once_where_somebody_sits():
    game = to_decide(begin(asks=True))
    price = "This binds you in public: breaking it costs 20 credit and 8 standing at home."
    assert price in told(game, "statement law 3")
    assert price in told(game, "status")
    week = game.session.week
    assert price in told(game, "done")
    assert game.session.week == week
    told(game, "done")
    assert game.session.week > week


@pytest.mark.parametrize(
    ("seat", "line", "says"),
    [
        ("SK", "recognise announce", "binds you in public"),
        ("SK", "guarantee 2008-03-03 public", "binds you in public"),
        ("SK", "guarantee 2008-03-03", "breaking it costs 9 credit"),
        ("XK", "set_date 2008-03-03 public", "each delay costs 8 credit"),
        ("RU", "commit 3", "binds you in public"),
        ("XK", "declare", "cannot be taken back"),
    ],
)
def test_every_bond_is_told_when_it_is_chosen(seat, line, says):
    assert says in told(to_decide(begin(seat)), line)


def test_through_a_pipe_nothing_is_asked():
    game = begin("XK")
    for _ in range(6):
        told(game, "skip")
    told(to_decide(game), "declare", "done")
    assert any(n["what"] == "declared" for n in game.session.news("XK"))


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("lobby HU 2", "it does not go with what you have chosen, lobby GR against"),
        ("lobby GR", "you have chosen exactly that already"),
        ("reassure", "reassure: "),
        ("recognise", "recognise: nothing has been declared yet"),
        ("accept supervised", "accept: only a party"),
        ("caucus_text mission", "only the chair"),
        ("group", "type for example: group doubters"),
        ("ask HU ask abstain", "found nothing"),
    ],
)
def test_a_refusal_speaks_of_the_act_that_was_typed_in_its_own_words(line, says):
    game = to_decide(begin())
    told(game, "lobby GR", "home")
    said = told(game, line)
    assert said.startswith("Refused: ")
    assert says in said
    for internal in ("None", "lobby target", "report_line", "sound:"):
        assert internal not in said


def test_only_the_chair_is_offered_a_text_for_the_members():
    assert "only the chair puts a text to the members" in told(begin(), "caucus_text mission")
    assert any(way.word == "caucus_text" for way in menu(begin("PT").sight()))


@pytest.mark.parametrize("name", ["easy", "nothere"])
def test_what_is_wrong_is_said_once(name):
    option = {"easy": ["--level", "easy"], "nothere": ["nothere"]}[name]
    said = cli("play", "--text", *option).stderr
    assert said.count(name) == 1
    assert said.count("expected one of") == 1


# ------------------------------------------------------------------ help


def test_help_tells_of_every_move_what_it_costs_and_does_what_answers_it_and_how_it_is_typed():
    game = begin()
    about = game.session.table.scenario.moves
    assert len(MOVES) == 32
    for move in MOVES:
        said = told(game, f"help {move}")
        assert "Costs " in said, move
        assert "Type: " in said, move
        assert about[move].does in said, move
        assert about[move].counter in said, move


def test_help_acts_lists_what_can_be_promised_and_its_examples_can_be_typed():
    game = begin()
    said, seen = told(game, "help acts"), game.sight()
    for act in ACTS:
        assert f"{act}: " in said
        lines = [f"ask {who} ask {manual.term_line(seen, act)}" for who in seen.setting.actors]
        assert any(can_be_typed(seen, i, line) for line in lines for i in (0, 1)), act


def can_be_typed(seen, at, line):
    try:
        return bool(read(seen.setting, at, line, seen.names))
    except ActError:
        return False


# ------------------------------------------------------------------ news


def test_votes_and_visits_are_told_with_who_and_how():
    game = begin()
    seen = game.sight()
    vote = {
        "what": "vote",
        "which": "more_talks",
        "how": "vetoed",
        "yes": ["RU", "SK"],
        "no": ["US"],
        "abstain": ["IT"],
    }
    said = "Vote on more talks (Council): vetoed; 2 for (Russia among them), 1 against (United States), 1 abstaining "
    assert one(seen, vote) == said + "(Italy)."
    visit = {"what": "visit", "who": ["US"], "to": "GR"}
    assert one(seen, visit) == "United States has visited Greece."


def test_a_visit_and_every_vote_of_a_week_are_in_the_news_of_the_table():
    game = begin("RU")
    told(to_decide(game), "visit GR", "done")
    assert {"what": "visit", "who": ["RU"], "to": "GR"} in game.session.news("RU")
    while game.session.week < 5:
        told(game, "skip")
    votes = {str(n["which"]): n for n in game.session.news("RU") if n["what"] == "vote"}
    assert {"exhausted", "mission", "more_talks", "endorse"} <= votes.keys()
    assert sum(len(votes["mission"][word]) for word in ("yes", "no", "abstain")) == 27
    assert sum(len(votes["more_talks"][word]) for word in ("yes", "no", "abstain")) == 15


# ------------------------------------------------------------------ leaving, width, pipes


def test_leaving_says_what_is_lost_and_asks_where_somebody_sits():
    game = to_decide(begin(asks=True))
    told(game, "lobby GR")
    said = told(game, "quit")
    assert "lost: lobby GR against" in said
    assert not game.over
    assert "Goodbye." in told(game, "quit")
    assert game.over
    game = to_decide(begin())
    assert "lost: lobby GR against" in told(game, "lobby GR", "quit")
    assert game.over


@pytest.mark.parametrize(("asked", "most"), [(20, NARROWEST), (52, 52), (200, WIDTH)])
def test_lines_fit_the_width_that_is_asked_for(asked, most):
    out = []
    play(begin(), ["help", "moves", "quit"], out.append, asked)
    longest = max(len(line) for text in out for line in text.splitlines())
    assert most - 12 < longest <= most


def test_a_reader_that_leaves_early_is_no_fault():
    command = f"{sys.executable} -m game.cli moves SK; echo status $? >&2"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", f"({command}) | head -1"], capture_output=True, encoding="utf-8", env=env, check=False
    )
    assert done.stderr.strip() in ("status 0", "status 141")


# ------------------------------------------------------------------ going back, and the level


def test_undo_after_a_refused_line_takes_nothing_back_until_it_is_asked_again():
    game = Game(Session("kosovo_2007", ["SK"], seed=7, level="attache"), fast=True)
    while game.session.week < 1:
        told(game, "done")
    week = game.session.week
    assert "Refused" in told(game, "lobby Atlantis")
    assert "nothing is taken back" in told(game, "undo")
    assert game.session.week == week
    assert "Back to the week" in told(game, "undo")


def test_the_level_tells_what_it_changes_and_that_a_seed_plays_otherwise_at_another():
    game = begin()
    assert "ambassador" in told(game, "level")
    assert "goes another way at another level" in told(game, "help level")

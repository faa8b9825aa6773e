"""A game in a terminal: lines in, sentences out."""

import os
import subprocess
import sys
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from game import advice
from game.commands import play as command
from game.levels import LEVELS
from game.session import Session
from game.text import account, dossier, letters, manual, screen
from game.text import debrief as debriefing
from game.text import play as playing
from game.text import words as w
from game.text.advising import LIKELIHOODS, SHARES
from game.text.helping import HELP
from game.text.menu import closed, menu, ways
from game.text.play import WIDTH, Game, play, wrapped
from sim.acts import SPECS, to_moves
from sim.commands.errors import Refused
from sim.compile import compile_setting
from sim.faults import ScenarioError
from sim.goals import roles
from sim.scenario import load
from sim.secrecy import ACTOR_AXIS, STATE, TRAITS
from sim.state import replace
from sim.strategies.doctrine import doctrine

ROOT = Path(__file__).parents[1]
KOSOVO = compile_setting(load("kosovo_2007"))
ROLES = roles(load("kosovo_2007"), KOSOVO)


def make_small(patch):
    """Few histories, none of them kept; the first decisions alone are judged."""
    decisions = debriefing.decisions
    patch.setenv("FINALSTATUS_CACHE", "")
    patch.setattr(debriefing, "FAST_WORLDS", 40)
    patch.setattr(debriefing, "FAST_LUCKS", 4)
    patch.setattr(debriefing, "decisions", lambda session, seat: islice(decisions(session, seat), 2))
    patch.setattr(playing, "roles", lambda scenario, setting: ROLES)
    patch.setattr(advice, "WORLDS", 16)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    make_small(monkeypatch)


@cache
def opened(seat, level):
    return Session("kosovo_2007", [seat], seed=7, level=level)


def begin(seat="SK", level="ambassador", **options):
    """A game at its opening; a fork of one that was opened before, where nothing else is asked for."""
    if not options:
        return Game(opened(seat, level).fork(), fast=True)
    return Game(Session("kosovo_2007", [seat], seed=7, level=level, **options), fast=True)


def told(game, *lines):
    """What is said of lines, as one text."""
    return "\n".join(text for line in lines for text in game.do(line))


def output(game, lines):
    out = []
    play(game, lines, out.append)
    return "\n".join(out)


def to_decide(game):
    while game.session.beat != "decide":
        told(game, "done")
    return game


def spawn(*args, lines="", **more):
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "FINALSTATUS_CACHE": "",
        **more,
    }
    env = {name: value for name, value in env.items() if value or name == "FINALSTATUS_CACHE"}
    command = [sys.executable, "-W", "error", "-m", "game.cli", "play", *map(str, args)]
    return subprocess.run(
        command, input=lines, capture_output=True, encoding="utf-8", env=env, cwd=ROOT, check=False
    )


# ------------------------------------------------------------------ whole games


SCRIPT = (
    """
# the first sitting
sound_out HU readiness
done
reassure
done
skip
promise RU not_recognise until 2008-03-03
done
statement law against
vote mission yes
done
""".splitlines()
    + ["skip"] * 12
)


@pytest.fixture(scope="module")
def whole():
    with pytest.MonkeyPatch.context() as patch:
        make_small(patch)
        game = Game(Session("kosovo_2007", ["SK"], seed=7), fast=True)
        return game, output(game, SCRIPT)


def test_a_scripted_game_is_played_to_its_debrief(whole):
    game, text = whole
    assert game.session.finished
    assert game.over
    for begins in (
        "Debrief:",
        "Your score:",
        "Percentile",
        "Doctrine in your seat",
        "What the others really wanted",
    ):
        assert begins in text, begins
    assert "Sitting 12 of 12" in text


def test_the_same_seed_and_lines_print_the_same_game(whole):
    again = output(Game(Session("kosovo_2007", ["SK"], seed=7), fast=True), SCRIPT[:-16])
    same = again[: again.index("End of input")].splitlines()
    assert len(same) > 40
    assert same == whole[1].splitlines()[: len(same)]


def test_a_debrief_tells_how_things_came_out(whole):
    game, text = whole
    state = game.session.table.ended
    assert ("Independence was declared" in text) == bool(state.declared_week < 9999)
    assert "Your promises: " in text
    assert f"Violent incidents: {int(state.incidents)}" in text


def test_a_game_through_a_pipe_leaves_cleanly_when_the_input_ends():
    done = spawn("--text", "--seed", 7, lines="done\nhome\n")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "> home" in done.stdout, "what was typed can be read"
    assert done.stdout.splitlines()[-1].startswith("End of input")
    assert not any(ord(c) > 126 or (ord(c) < 32 and c != "\n") for c in done.stdout), "plain characters only"


def test_without_text_the_command_names_it():
    done = spawn(**{"DISPLAY": "", "WAYLAND_DISPLAY": "", "SDL_VIDEODRIVER": ""})
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "no display" in done.stderr
    assert "finalstatus play --text" in done.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"seat": "Slovaki"}, "did you mean 'Slovakia'?"),
        ({"seat": "China"}, "which only votes"),
        ({"level": "easy"}, "expected one of attache, ambassador, minister, found 'easy'"),
        ({"load": Path("nothing.here")}, "cannot be read"),
        ({"scenario": "kosovo_2099"}, "unknown scenario 'kosovo_2099'"),
        ({"load": Path("x"), "seat": "SK"}, "expected no --seat beside it"),
        ({"load": Path("x"), "seed": 3}, "expected no --seed beside it"),
        ({"load": Path("x"), "save": Path("x")}, "the same file"),
        ({"save": Path("/no/folder/x")}, "cannot be written"),
        ({"set_": ["rules.council.vetto=1"]}, "did you mean"),
    ],
)
def test_what_cannot_begin_is_refused_in_one_line(options, says):
    with pytest.raises((Refused, ScenarioError)) as caught:
        command(text=True, **options)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_line_is_wider_than_a_terminal(whole):
    assert max(len(wrapped(text)) for text in whole[1].splitlines()) <= 20 * WIDTH
    assert all(len(line) <= WIDTH for text in whole[1].splitlines() for line in wrapped(text).splitlines())


# ------------------------------------------------------------------ what is shown


@pytest.mark.parametrize("seat", ["RU", "RS", "PT"])
def test_a_sitting_has_at_most_180_words_before_the_first_choice(seat):
    game = begin(seat)
    while game.session.week < 13:
        shown = screen.opening(game.sight())
        assert screen.count(shown) <= screen.BUDGET, "\n".join(shown)
        told(game, "skip")


def test_the_question_of_the_day_the_numbers_and_the_open_moves_are_there():
    game = begin()
    shown = "\n".join(game.opening())
    occasion, _, _ = game.session.question.partition(":")
    assert f"{occasion}: " in shown
    assert "You are Slovakia (SK)" in shown
    for number, way in enumerate(menu(game.sight()), start=1):
        assert f"{number} {way.word} ({way.price}): {way.doc}." in shown


def test_every_act_has_its_effect_in_words_and_every_command_its_help():
    assert set(w.EFFECTS) == set(SPECS)
    game = begin()
    assert set(game._commands()) - {"act"} == {word for word in HELP if word}


def test_what_is_closed_has_its_reason():
    game = begin("XK")
    assert told(game, "moves closed") == "Nothing that your seat has is closed now."
    told(game, "skip", "skip", "skip")
    shut = told(game, "moves closed")
    assert "offer: there is no session this week." in shut
    assert "open at the decide beat" in told(game, "why declare")
    assert "your seat does not have this move" in told(game, "why caucus_text")


def test_every_way_is_either_open_or_closed_and_says_so():
    sight = begin("RU").sight()
    here = [way.word for way in ways(sight) if way.beat == "talk" and way.word != "demand"]
    assert sorted(here) == sorted(way.word for way in [*menu(sight), *closed(sight)])


def test_simulated_seats_answer_notes_in_the_same_sitting_with_a_reason():
    game = begin("RU")
    told(game, "ask CY not_recognise until 2008-05-01", "done")
    shown = "\n".join(letters.notes(to_decide(game).sight()))
    assert "Russia asks Cyprus to not recognise before the end of the week of 28 April 2008." in shown
    assert "Answer of Cyprus: " in shown


def test_a_sounding_is_told_and_narrows_the_dossier():
    game = begin()
    before = told(game, "look HU")
    told(game, "sound_out HU readiness")
    assert "Sounded out: Hungary. You believe its readiness" in told(game, "done")
    assert told(game, "look HU") != before


def test_what_happened_since_the_last_sitting_is_told_in_sentences(whole):
    text = whole[1]
    assert "Vote on the mission (members): carried; " in text
    assert "Recognised by " in text
    assert "Kosovo: independence is declared." in text


# ------------------------------------------------------------------ notes to a person


def writes(view):
    """Doctrine that asks Slovakia for something in the first week."""
    moves = doctrine(view)
    if view.week or view.beat != "talk":
        return moves
    act = {
        "move": "bargain",
        "to": "SK",
        "ask": {"act": "abstain", "on": "mission"},
        "give": {"act": "reinforce"},
    }
    own = to_moves(KOSOVO, KOSOVO.actors.index("DE"), [act], 0, "talk")
    names = ("note", "note_a", "note_b")
    return replace(
        moves, **{n: np.broadcast_to(getattr(own, n), getattr(moves, n).shape).copy() for n in names}
    )


@pytest.mark.parametrize("reply", ["reply DE yes", "reply DE counter want reinforce", "1 DE no"])
def test_a_note_received_waits_for_an_answer(reply):
    game = begin(strategies={"DE": writes})
    shown = told(game, "done")
    assert game.session.beat == "answer"
    assert "Germany to Slovakia: if you will abstain on the mission" in shown
    assert "`reply DE 1 yes`" in shown
    assert told(game, reply).startswith("Noted: reply DE")
    told(game, "done")
    assert game.session.beat == "decide"


def test_a_bargain_that_was_agreed_stands_in_the_ledger():
    game = begin(strategies={"DE": writes})
    told(game, "done", "reply DE yes")
    told(to_decide(game), "done")
    assert "Slovakia to Germany: abstain on the mission (members)" in told(game, "ledger")


# ------------------------------------------------------------------ what is typed


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("help", "Each week has two beats."),
        ("help odds", "Your staff weighs"),
        ("help lobby", "Work on one state"),
        ("moves", "Type: sound_out"),
        ("why 1", "Sound out (sound_out): open."),
        ("why set date", "your seat does not have this move"),
        ("look Moscow", "Russia (RU): a patron"),
        ("look me", "expected a seat of kosovo_2007, found 'me'"),
        ("look SK", "Your own readiness to recognise"),
        ("notes", "No notes."),
        ("ledger", "No promise is known to you."),
        ("goals", "What you play for"),
        ("score", "If the game ended now"),
        ("calendar", "Date set for the talks: 10 December 2007"),
        ("status", "Candidate's path"),
        ("news", "Nothing new."),
        ("standing", "Standing orders: hold"),
        ("standing lobby HU 1; home", "Standing orders: lobby HU 1 against; home"),
        ("standing none", "as at the beginning"),
        ("1 HU readiness", "Noted: sound_out HU readiness. Points left: "),
    ],
)
def test_every_command_answers(line, says):
    assert says in told(begin(), line)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("statsu", "did you mean 'status'?"),
        ("lobbby HU", "did you mean 'lobby'?"),
        ("lobby HU 2", "is made at the decide beat"),
        ("99", "expected a number from 1 to"),
        ("0", "expected a number from 1 to"),
        ("-3", "expected a number from 1 to"),
        ("99999999999999999999", "expected a number from 1 to"),
        ("1", "type for example: sound_out"),
        ("sound_out SK", "expected another seat, found your own"),
        ("sound_out", "sound_out: expected whom, found nothing; type for example: sound_out"),
        ("ask SK abstain mission", "expected another seat, found your own"),
        ("status now", "status takes nothing more; found 'now'"),
        ("done now", "done takes nothing more"),
        ("look", "expected a seat"),
        ("why", "expected a move"),
        ("why not", "unknown command 'not'"),
        ("undo act", "there is no act to take back"),
        ("undo everything", "undo takes nothing more"),
        ("save", "expected the name of a file"),
        ("load", "expected the name of a file"),
        ("load no.such.file", "cannot be read"),
        ("save /no/such/folder/x", "cannot be written"),
        ("save \0", "cannot be written"),
        ("standing fly", "expected a move, found 'fly'"),
        ("\x1b[A", "unknown command"),
        ("x" * 5000, "expected at most 2000 characters"),
        ("Ж", "unknown command 'Ж'"),
        ('"', "unknown command"),
        ("lobby {seat} {0}", "expected an actor, found '{seat}'"),
    ],
)
def test_a_wrong_line_is_refused_in_one_sentence_and_changes_nothing(line, says):
    game = begin()
    before = screen.status(game.sight())
    said = list(game.do(line))
    assert len(said) == 1
    assert said[0].startswith("Refused: ")
    assert says in said[0]
    assert "\n" not in said[0]
    assert screen.status(game.sight()) == before
    assert game.drafted == []


def test_blank_lines_and_remarks_say_nothing():
    game = begin()
    assert list(game.do("")) == list(game.do("   ")) == list(game.do("# a remark")) == []


def test_a_refused_act_leaves_what_was_chosen():
    game = to_decide(begin())
    told(game, "lobby HU 3")
    assert "reassure: it costs 3, and after what you have chosen you have 0 left" in told(game, "reassure")
    assert "lobby: it does not go with what you have chosen, lobby HU 3 against" in told(game, "lobby PL 1")
    assert "So far: lobby HU 3 against." in told(game, "status")


def test_a_vote_that_is_due_is_asked_for_once():
    game = begin()
    game.asks = True
    told(game, "skip", "skip", "skip")
    to_decide(game)
    assert "mission: the mission (members)" in "\n".join(screen.beat(game.sight()))
    week = game.session.week
    assert "You have not voted on" in told(game, "done")
    assert game.session.week == week
    told(game, "done")
    assert game.session.week > week


def test_what_was_promised_about_a_vote_is_recalled_when_it_comes():
    game = begin()
    told(game, "promise PT abstain mission")
    for _ in range(3):
        told(game, "skip")
    to_decide(game)
    assert "You have promised Portugal to abstain on the mission" in "\n".join(screen.beat(game.sight()))


def test_to_declare_is_confirmed_twice_and_may_be_taken_back():
    game = begin("XK")
    game.asks = True
    for _ in range(6):
        told(game, "skip")
    to_decide(game)
    assert told(game, "declare").startswith("Noted: declare.")
    week = game.session.week
    assert "cannot be taken back" in told(game, "done")
    assert "The last question" in told(game, "done")
    assert game.session.week == week
    assert told(game, "undo act") == "Taken back: declare."
    assert "declare" not in told(game, "status")


def test_undo_takes_back_this_beat_then_as_far_as_the_level_allows():
    game = begin(level="attache")
    told(game, "sound_out HU")
    told(to_decide(game), "lobby HU 1", "home")
    assert told(game, "undo") == "All that you chose at this beat is taken back."
    assert "Back to the week of 19 November 2007" in told(game, "undo")
    assert game.session.beat == "talk"
    game = to_decide(begin())
    assert "the beat has been played" in told(game, "undo")


def test_a_game_is_kept_and_goes_on(tmp_path):
    path = tmp_path / "my.game"
    game = begin()
    told(game, "sound_out HU", "done")
    assert "The game is kept in" in told(game, f"save {path}")
    told(to_decide(game), "home", "done")
    other = begin("RU")
    shown = told(other, f"load {path}")
    assert "Slovakia, week of 26 November 2007" in shown
    assert (other.seat, other.session.week) == ("SK", 1)
    assert told(other, "status") != ""
    assert (
        "expected a new file" in told(game, f"save {path.with_name('my.game')} ")
        or game.session.log.path == path
    )


def test_a_game_of_another_scenario_is_refused(tmp_path):
    path = tmp_path / "kept.game"
    begin(path=path)
    with pytest.raises(Refused, match="cyprus_2004"):
        command("cyprus_2004", text=True, load=path)


def test_end_of_input_says_where_the_game_is_kept(tmp_path):
    path = tmp_path / "kept.game"
    text = output(begin(path=path), ["done"])
    assert "End of input: the game stops in the week of 19 November 2007." in text
    assert f"--load {path}" in " ".join(text.split())


def test_quit_leaves():
    game = begin()
    assert told(game, "quit") == "Goodbye."
    assert game.over


# ------------------------------------------------------------------ odds


def test_odds_are_worded_by_level_and_counted():
    ambassador, minister, attache = (begin(level=level) for level in ("ambassador", "minister", "attache"))
    said = told(ambassador, "odds")
    assert any(word in said.lower() for _, word in (*LIKELIHOODS, *SHARES))
    assert "Questions left this sitting: 2." in said
    for _ in range(LEVELS["ambassador"].questions - 1):
        told(ambassador, "odds")
    assert told(ambassador, "odds").startswith("Refused: your staff has answered 3 questions")
    assert "standard error of the mean" in told(attache, "odds")
    ranges = told(minister, "odds")
    assert "standard error" not in ranges
    assert not any(word in ranges.lower() for _, word in (*LIKELIHOODS, *SHARES))


def test_odds_of_a_plan_are_held_against_doing_nothing():
    game = to_decide(begin("XK"))
    assert "with nothing chosen. It takes it that your standing orders (now: none) act until" in told(
        game, "odds"
    )
    told(game, "coordinate")
    said = told(game, "odds")
    assert "doctrine afterwards" not in said
    assert "better" in said or "worse" in said or "no clear difference" in said


# ------------------------------------------------------------------ nothing hidden is shown


def disturbed(item, secrecy, at, seed):
    """Everything that a seat does not know of Traits or State, changed."""
    chance = np.random.RandomState(seed)
    out = {}
    for f in fields(item):
        value = getattr(item, f.name)
        if f.name not in secrecy.own | secrecy.hidden or is_dataclass(value) or not np.ndim(value):
            continue
        new = np.array(value)
        if new.dtype.kind == "f":
            new = new + chance.uniform(-9, 9, new.shape)
        elif new.dtype.kind == "b":
            new = ~new
        else:
            continue
        if f.name in secrecy.own:
            axis = ACTOR_AXIS.get(f.name, -1)
            own = [slice(None)] * new.ndim
            own[axis] = at
            new[tuple(own)] = np.asarray(value)[tuple(own)]
        out[f.name] = new
    return replace(item, **out)


def everything(game):
    """All that a seat can be shown at a beat."""
    sight = game.sight()
    found = game.scored(sight)
    screens = [
        *screen.opening(sight),
        *screen.beat(sight),
        *screen.status(sight),
        *screen.news(sight),
        *manual.moves(sight),
        *manual.shut(sight),
        *letters.notes(sight),
        *letters.ledger(sight),
        *account.calendar(sight),
        *account.goals(sight, found),
        *account.score(sight, found),
    ]
    screens += [text for move in sight.scenario.moves for text in manual.why(sight, move)]
    return screens + [text for other in sight.setting.actors for text in dossier.look(sight, other)]


@pytest.mark.parametrize(("seat", "weeks"), [("RU", 0), ("XK", 1), ("SK", 3), ("RU", 4), ("XK", 7)])
def test_other_hidden_values_change_no_word_that_a_seat_reads(seat, weeks):
    game = begin(seat)
    for _ in range(weeks):
        told(game, "skip")
    table = game.session.table
    at = table.setting.actors.index(seat)
    state, traits = table.state, table.traits
    before = everything(game)
    odds = game.session.odds(seat) if (seat, weeks) == ("SK", 3) else None
    table.state, table.traits = disturbed(state, STATE, at, 1), disturbed(traits, TRAITS, at, 1)
    assert everything(game) == before
    assert odds == (game.session.odds(seat) if odds else None)

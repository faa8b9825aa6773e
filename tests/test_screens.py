"""Screens driven by events, without pygame: a sitting is played by pressing what is shown."""

import ast
import os
import random
from pathlib import Path

import pytest
import screens

from game.advice import Odds
from game.pointing import Pointing, keys_of
from game.screens.base import Done, Key, Press, Screen, Scroll, Slide, Typed
from game.screens.compose import Compose
from game.screens.debrief import Debrief
from game.screens.newgame import NewGame, known, seats
from game.screens.resolution import Resolution
from game.screens.saves import Saves
from game.screens.settingspage import SettingsPage
from game.screens.table import Table
from game.screens.title import Title
from game.screens.told import Asked
from game.settings import Settings
from game.strings import catalogue

ROOT = Path(__file__).parents[1]
SIZE = (1440, 900)
FAMILIES = (
    "level.", "others.", "band.", "tab.", "vote.", "settings.", "title.", "menu.", "figures.",
    "table.end ", "table.done", "table.skip", "headline", "press", "debrief.", "glossary.words.", "guide.", "clipping.",
)  # fmt: skip
"""Beginnings of keys that are put together where they are used."""


def labels(screen):
    return {box.command: box.label for box in screen.layout(SIZE, 1.0) if box.command}


def press(screen, command):
    assert command in labels(screen), f"{command!r} is not on {screen.name}: {sorted(labels(screen))}"
    return screen.handle(Press(command))


def test_a_newcomer_plays_a_sitting_from_the_title_on(tmp_path):
    app = screens.app(tmp_path)
    table = press(Title(app), "play")
    assert isinstance(table, Table)
    assert "SK" in app.notice
    compose = press(table, "move sound_out")
    assert isinstance(compose, Compose)
    compose = press(compose, "set target HU")
    back = press(compose, "add")
    assert back is table
    assert table.play.drafted[0]["target"] == "HU"
    heard = press(table, "done")
    assert isinstance(heard, Resolution)
    assert any("Hungary" in text for text in heard.passed.heard)
    table = press(heard, "continue")
    after = table
    while after is table or isinstance(after, Asked) or after.passed.same_week:
        after = press(after, "done" if after is table else "yes" if isinstance(after, Asked) else "continue")
    assert isinstance(after, Resolution)
    assert after.passed.news
    assert len(list((tmp_path / "saves").glob("*.game"))) == 1


def test_what_was_played_is_kept_and_goes_on_from_the_title(tmp_path):
    app = screens.app(tmp_path)
    table = press(Title(app), "play")
    table.handle(Press("skip"))
    week = table.play.session.week
    assert week > 0
    title = press(table.handle(Press("menu")), "leave")
    again = press(title, "continue")
    assert isinstance(again, Table)
    assert again.play.session.week == week


def test_a_damaged_game_is_listed_with_the_reason_and_left_untouched(tmp_path):
    app = screens.app(tmp_path)
    app.saves.mkdir()
    path = app.saves / "broken.game"
    path.write_text("not a log\n", encoding="utf-8")
    saves = Saves(app, Title(app))
    (row,) = [box for box in saves.layout(SIZE, 1.0) if box.command == "load 0"]
    assert row.why
    assert saves.handle(Press("load 0")) is saves
    assert app.notice
    assert path.read_text(encoding="utf-8") == "not a log\n"


def test_an_act_that_cannot_be_added_says_why():
    table = screens.table()
    for line in ("sound_out HU", "bargain PT ask abstain mission give not_recognise until 2008-03-31"):
        table.add(line)
    table.add("sound_out HU")
    assert len(table.play.drafted) == 2
    assert table.app.notice
    compose = Compose(table.app, table, "sound_out")
    compose.handle(Press("set target HU"))
    (add,) = [box for box in compose.layout(SIZE, 1.0) if box.command == "add"]
    assert add.why


def test_the_plan_can_be_changed_and_taken_back():
    table = screens.table()
    table.add("promise RU not_recognise until 2008-05-05 public")
    press(table, "drop 0")
    assert not table.play.drafted
    table.add("sound_out HU")
    press(table, "undo")
    assert not table.play.drafted
    press(table, "skip")
    assert table.play.session.week > 0
    table.handle(Press("undo"))
    assert table.play.session.week == 0


def test_a_typed_line_does_what_text_mode_does():
    table = screens.table()
    table.handle(Press("type"))
    for letter in "sound_out HUX\b":
        table.handle(Typed("type", letter))
    table.handle(Press("type"))
    assert table.play.drafted == [{"move": "sound_out", "target": "HU"}]
    for letter in "nonsense":
        table.handle(Typed("type", letter))
    table.handle(Press("type"))
    assert "nonsense" in table.app.notice


def test_odds_come_as_an_event_and_vanish_with_the_plan():
    table = screens.table(level="ambassador")
    table.app.counsel.open(table.play.session.table.scenario, table.play.session.setting)
    press(table, "odds")
    assert table.asking
    ((job, found),) = table.app.queue.results
    assert isinstance(found, Odds)
    table.handle(Done(job, found))
    assert table.odds is found
    assert table.play.session.questions_left("SK") == 2
    table.add("sound_out HU")
    assert table.odds is None


def test_votes_and_notes_are_answered_by_pressing():
    table = screens.table(seed=3)
    for _ in range(40):
        boxes = labels(table)
        votes = sorted(c for c in boxes if c.startswith("vote "))
        if votes:
            break
        after = table.handle(Press("done"))
        while isinstance(after, Asked):
            after = after.handle(Press("yes"))
        assert not isinstance(after, Debrief)
    on, says = votes[0].split()[1:]
    table.handle(Press(votes[0]))
    assert {"move": "vote", "on": on, "says": says} in table.play.drafted
    table.handle(Press(f"vote {on} no"))
    assert [act for act in table.play.drafted if act["move"] == "vote" and act["on"] == on] == [
        {"move": "vote", "on": on, "says": "no"}
    ]


def test_new_game_offers_every_seat_and_the_recommended_ones_first(tmp_path):
    found = seats(known()["kosovo_2007"])
    assert len(found) == 31
    assert [id_ for id_, _, first in found if first][:3] == ["SK", "XK", "RS"]
    new = NewGame(screens.app(tmp_path), None)
    for command in ("seat RU", "level minister", "seed +1", "scenario kosovo_2007_12_10"):
        press(new, command)
    table = new.handle(Press("begin"))
    assert isinstance(table, Table), new.app.notice
    session = table.play.session
    assert (session.humans, session.level, session.log.header.seed) == (["RU"], "minister", 2)
    assert session.log.header.scenario == "kosovo_2007_12_10"


def test_a_rule_that_is_none_is_refused_with_a_word():
    new = NewGame(screens.app(), None)
    for letter in "rules.council.vetoo=false":
        new.handle(Typed("rules", letter))
    assert new.handle(Press("begin")) is new
    assert "veto" in new.app.notice


def test_settings_are_kept_and_a_damaged_file_is_as_none(tmp_path):
    app = screens.app(tmp_path)
    page = SettingsPage(app, None)
    page.handle(Press("switch contrast yes"))
    page.handle(Slide("scale", 1.0))
    assert Settings.read(tmp_path) == Settings(scale=2.0, contrast=True)
    (tmp_path / "settings.json").write_text(
        '{"scale": "large", "full": 3, "level": "minister"}', encoding="utf-8"
    )
    assert Settings.read(tmp_path) == Settings(level="minister")
    (tmp_path / "settings.json").write_text("{", encoding="utf-8")
    assert Settings.read(tmp_path) == Settings()


def test_keyboard_reaches_everything_that_can_be_pressed():
    for name, screen in screens.every().items():
        boxes, pointing = screen.layout(SIZE, 1.0), Pointing()
        pointing.laid_out(boxes)
        able = {i for i in keys_of(boxes) if pointing.open(boxes[i]) and boxes[i].role != "toast"}
        reached = set()
        for _ in range(len(able)):
            box = pointing.walk(boxes, "tab", False)
            reached.add(next(i for i, one in enumerate(boxes) if one is box))
        assert reached == able, name


def test_every_key_stands_for_one_thing_on_a_screen():
    for name, screen in screens.every().items():
        pointing, boxes = Pointing(), screen.layout(SIZE, 1.0)
        pointing.laid_out(boxes)
        keys = [box.key for box in boxes if box.key and pointing.open(box)]
        assert len(keys) == len(set(keys)), (name, keys)


def test_every_string_that_is_said_is_in_the_catalogue_and_every_one_there_is_said():
    said, parts = set(), []
    for path in (ROOT / "game").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args:
                for one in ast.walk(node.args[0]):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str) and "." in one.value:
                        (said.add if one is node.args[0] else parts.append)(one.value)
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                parts.append(node.value)
    known_keys = set(catalogue())
    assert {key for key in said if not key.startswith(FAMILIES)} <= known_keys
    unused = {key for key in known_keys - said if not key.startswith(FAMILIES) and key not in parts}
    assert not unused


EVENTS = int(os.environ.get("FINALSTATUS_TEST_EVENTS", "200"))
KINDS = [
    "title",
    "new game",
    "settings",
    "saves",
    "menu",
    "told",
    "table",
    "compose bargain",
    "resolution",
    "debrief",
]


@pytest.mark.parametrize("name", KINDS)
def test_a_monkey_breaks_nothing(name):
    """Random presses, keys, letters and scrolls, on whatever screen they lead to."""
    monkey = random.Random(name)  # the same events each time
    screen = screens.every()[name]
    first = screen
    for _ in range(EVENTS):
        boxes = screen.layout(monkey.choice([(1024, 640), SIZE]), monkey.choice([0.8, 1.0, 2.0]))
        pointing = Pointing()
        pointing.laid_out(boxes)
        able = [box for box in boxes if box.command and pointing.open(box)]
        slow = {
            "begin",
            "play",
            "continue",
            "done",
            "skip",
            "yes",
        }  # games are begun and played, but not at every turn
        able = [box for box in able if box.command.split()[0] not in slow or monkey.random() < 0.15]
        dice = monkey.random()
        if able and dice < 0.7:
            event = Press(monkey.choice(able).command)
        elif dice < 0.8:
            event = Key(monkey.choice(["escape", "backspace", "x", "home"]))
        elif dice < 0.88:
            event = Typed("type", monkey.choice(["a", "ж", "\b", " ", "lobby GR"]))
        elif dice < 0.95:
            event = Scroll(monkey.choice(["moves", "plan", "news", "how", "seats"]), monkey.randrange(4000))
        else:
            event = Slide("scale", monkey.random())
        screen = screen.handle(event)
        assert isinstance(screen, Screen)
        if isinstance(screen, Debrief) and screen is not first:
            screen = first

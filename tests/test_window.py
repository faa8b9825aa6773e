"""The window under a driver that shows nothing: every screen is drawn, mouse and keyboard reach it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import screens

from game.counsel import AtDesk
from game.jobs import AtOnce

ROOT = Path(__file__).parents[1]


@pytest.fixture
def window(tmp_path, monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    from game.window import Window

    made = Window(tmp_path, (1280, 800), fast=True)
    made.app.jobs, made.app.counsel = AtOnce(made._post), AtDesk(made._post)
    made.show()
    yield made
    made.close()


def key(window, name, letter="", mod=0):
    import pygame

    code = pygame.key.key_code(name)
    window.take(pygame.event.Event(pygame.KEYDOWN, key=code, unicode=letter, mod=mod))
    if letter:
        window.take(pygame.event.Event(pygame.TEXTINPUT, text=letter))
    window.take(pygame.event.Event(pygame.KEYUP, key=code, mod=mod))
    window.show()


def click(window, command):
    import pygame

    box = next(box for box in window.boxes if box.command == command)
    x, y = box.seen.centre
    window.take(pygame.event.Event(pygame.MOUSEMOTION, pos=(x, y), rel=(1, 1), buttons=(0, 0, 0)))
    window.show()
    window.take(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1))
    window.take(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=(x, y), button=1))
    window.show()


def pixels(window):
    import pygame

    return pygame.image.tobytes(window.surface, "RGB")


def test_every_screen_is_drawn_and_is_not_empty(window):
    for name, screen in screens.every().items():
        window.screen = screen
        window._stale = True
        window.show()
        assert len(set(pixels(window)[::997])) > 8, name


def test_a_sitting_is_played_by_mouse(window):
    click(window, "play")
    assert window.screen.name == "table"
    click(window, "move sound_out")
    assert window.screen.name == "compose"
    click(window, "add")
    assert window.screen.play.drafted
    click(window, "done")
    assert window.screen.name == "resolution"


def test_a_sitting_is_played_by_keyboard_alone(window):
    key(window, "p", "p")
    assert window.screen.name == "table"
    for _ in range(60):
        key(window, "tab")
        box = window.pointing.focused(window.boxes)
        if box.command == "move sound_out":
            break
    key(window, "return", "\r")
    assert window.screen.name == "compose"
    key(window, "return", "\r")
    assert window.screen.name == "table"
    assert window.screen.play.drafted
    key(window, "d", "d")
    assert window.screen.name == "resolution"
    key(window, "return", "\r")
    key(window, "escape")
    assert window.screen.name == "menu"
    key(window, "escape")
    assert window.screen.name == "table"


def test_a_key_that_is_held_while_a_week_is_played_ends_one_beat_only(window):
    import pygame

    key(window, "p", "p")
    beats = []
    window.screen._end = beats.append
    for _ in range(3):
        window.take(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_d, unicode="d", mod=0))
    window.take(pygame.event.Event(pygame.KEYUP, key=pygame.K_d, mod=0))
    window.take(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_d, unicode="d", mod=0))
    assert beats == ["done", "done"]


def test_a_line_is_typed_into_the_entry(window):
    key(window, "p", "p")
    click(window, "type")
    for letter in "sound_out HU":
        key(window, "space" if letter == " " else "a", letter)
    key(window, "return", "\r")
    assert window.screen.play.drafted == [{"move": "sound_out", "target": "HU"}]


def test_pointing_shows_a_tip_and_going_away_leaves_no_trace(window):
    import pygame

    key(window, "p", "p")
    window.app.notice = ""
    window._stale = True
    window.take(pygame.event.Event(pygame.MOUSEMOTION, pos=(3, 3), rel=(1, 1), buttons=(0, 0, 0)))
    window.show()
    before = pixels(window)
    for role in ("place", "row", "button", "tab", "spot", "marks"):
        box = next(
            b
            for b in window.boxes
            if b.role == role and (b.tip or b.command) and not b.look.startswith("chosen")
        )
        window.take(
            pygame.event.Event(pygame.MOUSEMOTION, pos=box.seen.centre, rel=(1, 1), buttons=(0, 0, 0))
        )
        window.show()
        assert pixels(window) != before, role
        window.take(pygame.event.Event(pygame.MOUSEMOTION, pos=(3, 3), rel=(1, 1), buttons=(0, 0, 0)))
        window.show()
        assert pixels(window) == before, role


def test_text_size_contrast_and_pictures_by_key(window, tmp_path):
    before = pixels(window)
    key(window, "f10")
    assert window.app.settings.scale == 1.1
    key(window, "f8")
    assert window.app.settings.contrast
    assert pixels(window) != before
    key(window, "f12")
    (picture,) = (tmp_path / "screenshots").glob("*.png")
    assert picture.stat().st_size > 1000


def test_a_result_from_another_thread_reaches_the_screen(window):
    import pygame

    heard = []
    window.screen.done = lambda job, result: heard.append((job, result))
    window._post("odds", 7)
    for event in pygame.event.get(window.posted):
        window.take(event)
    assert ("odds", 7) in heard


def test_nothing_is_drawn_while_nothing_changes(window, monkeypatch):
    drawn = []
    monkeypatch.setattr(window.painter, "draw", lambda *a, **k: drawn.append(a))
    for _ in range(5):
        window.show()
    assert not drawn


def test_without_a_display_one_line_points_to_the_terminal(tmp_path):
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    env |= {"PYTHONPATH": str(ROOT), "FINALSTATUS_HOME": str(tmp_path)}
    if sys.platform != "linux":
        pytest.skip("other systems have a display or are not used without one")
    done = subprocess.run(
        [sys.executable, "-m", "game.cli", "play"], capture_output=True, text=True, env=env, cwd=tmp_path, check=False,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 2
    assert "play --text" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1

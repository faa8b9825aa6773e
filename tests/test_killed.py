"""The window is killed at random moments: what it had acknowledged is in the file, and the game goes on from there."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from game.session import Session

ROOT = Path(__file__).parents[1]
PLAYS = """
import sys
from pathlib import Path

if __name__ == "__main__":
    from game.counsel import AtDesk
    from game.screens.opening import begin
    from game.window import Window

    window = Window(Path(sys.argv[1]), (1024, 640), fast=True)
    window.app.counsel = AtDesk(window._post)
    window.app.counsel.open = lambda *given: None
    window.screen = begin(window.app, window.screen, path=Path(sys.argv[2]))
    table = window.screen
    while not table.play.session.finished:
        for command in ("add home", "add hold", "skip", "continue"):
            window.press(command)
            window.show()
            print(len(table.play.session.log.lines), table.play.session.week, flush=True)
"""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_killed_window_loses_nothing(seed, tmp_path):
    script, kept = tmp_path / "plays.py", tmp_path / "kept.game"
    script.write_text(PLAYS, encoding="utf-8")
    env = {**os.environ, "SDL_VIDEODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path), str(kept)], env=env, stdout=subprocess.PIPE, text=True,
        encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    told = [process.stdout.readline()]
    assert told[0], "the window opened"
    time.sleep(random.Random(seed).uniform(0.05, 2.0))
    process.kill()
    told += process.stdout.read().splitlines()
    process.wait(10)
    process.stdout.close()
    whole = [line.split() for line in told if len(line.split()) == 2]
    lines, week = int(whole[-1][0]), int(whole[-1][1])
    game = Session.load(kept)
    assert len(game.log.lines) >= lines
    assert game.week >= week
    if not game.finished and game.awaiting():
        game.submit("SK", [])
        game.step()

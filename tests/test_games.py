"""Whole games that people have played by hand: what was typed still plays them, to the debrief."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GAMES = sorted((ROOT / "tests/games").glob("*.txt"))


def test_there_are_three_games():
    assert [path.stem for path in GAMES] == ["RU", "SK", "XK"]


@pytest.mark.parametrize("path", GAMES, ids=lambda path: path.stem)
def test_a_game_that_was_played_by_hand_plays_again(path):
    typed = path.read_text(encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "game.cli",
        "play",
        "--text",
        "--seat",
        path.stem,
        "--seed",
        "7",
        "--fast",
    ]
    done = subprocess.run(command, input=typed, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("Refused")] == []
    assert "Debrief: " in done.stdout
    assert "Your score: " in done.stdout

"""README has two commands, and what it says of them is so."""

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_there_are_exactly_two_commands():
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 2
    assert all(len(b.strip().splitlines()) == 1 for b in blocks)
    assert blocks[0].strip().endswith("finalstatus run")
    assert blocks[1].strip().endswith("pytest")
    assert README.count("On Windows: `py -m venv") == 2


def test_every_command_it_names_exists():
    named = set(re.findall(r"`finalstatus (\w+)", README))
    done = subprocess.run(
        [sys.executable, "-m", "game.cli", "--help"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert named
    assert all(name in done.stdout for name in named)


def test_it_names_no_path_of_a_machine_and_no_index():
    assert not re.search(r"/(home|root|work|tmp)/|index-url|pypi", README)

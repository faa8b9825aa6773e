"""GAME.md gives the whole game: every move, act, reason, measure and level, with the numbers that are played."""

import re
import tomllib
from importlib.resources import files

import pytest

from game.session import LEVELS
from sim.acts import told_moves
from sim.arrays import MOVES
from sim.gauges import FLASHPOINT, SEAT, WORLD
from sim.ledger import ACTS
from sim.rules.notes import REASONS
from sim.score import PARTS

GAME = files("scenarios").joinpath("GAME.md").read_text(encoding="utf-8")
TOLD = tomllib.loads(files("scenarios").joinpath("moves.toml").read_text(encoding="utf-8"))


def chapter(title: str) -> str:
    """What stands under a heading, up to the next one of its rank."""
    level = len(title) - len(title.lstrip("#"))
    found = re.search(rf"^{re.escape(title)}$(.*?)(?=^#{{1,{level}}} |\Z)", GAME, re.MULTILINE | re.DOTALL)
    return found.group(1) if found else ""


def rows(text: str) -> dict[str, list[str]]:
    """The rows of the tables in a text, by what stands in backquotes in them first."""
    out: dict[str, list[str]] = {}
    for line in text.splitlines():
        named = re.search(r"`(\w+)`", line)
        if line.startswith("|") and named:
            out[named.group(1)] = [cell.strip() for cell in line.strip("|").split("|")]
    return out


@pytest.mark.parametrize(("number", "name"), list(enumerate(MOVES, start=1)))
def test_a_move_has_its_row_and_its_section(number: int, name: str) -> None:
    told, row = TOLD["moves"][name], rows(chapter("# III The 32 moves"))[name]
    cost = "{mode:g} ({low:g} to {high:g})".format(**told["cost"])
    assert row == [
        str(number),
        f"`{name}`" + "*" * told.get("locked", False),
        ", ".join(told["who"]),
        told["beat"],
        cost,
        told["visible"],
    ]
    section = chapter(f"### {number} `{name}`")
    assert [word for word in told_moves()[name] if f"`{word}`" not in section] == []


def test_a_number_before_the_name_of_a_strength_is_its_mode() -> None:
    modes = {name: m["mode"] for name, m in TOLD["mechanisms"].items()}
    text = " ".join(GAME.split())
    said = re.findall(r"([\d.]+) `?([a-z_]{5,})`?(?![\w ]*\d)", text)
    named = [(number, name) for number, name in said if name in modes]
    assert len({name for _, name in named}) > 50
    assert [(number, name) for number, name in named if float(number) != modes[name]] == []


def test_every_act_that_can_be_promised_is_told_and_what_it_is_worth() -> None:
    assert list(rows(chapter("## The 17 acts that can be promised"))) == list(ACTS)
    worth = chapter("## How a simulated seat answers")
    unnamed = [act for act in ACTS if f"`{act}`" not in worth and not act.startswith("offer")]
    assert unnamed == []


def test_every_reason_for_a_no_is_told() -> None:
    assert re.findall(r"^- (.+)$", chapter("## Notes"), re.MULTILINE) == list(REASONS[1:])


def test_every_measure_that_a_goal_can_name_is_told() -> None:
    told = list(rows(chapter("# VI Goals and score")))
    assert told == [*WORLD, *SEAT, f"{FLASHPOINT}NAME"]


def test_the_parts_of_a_score_add_up_as_told() -> None:
    told = re.findall(r"^\| [a-z ]+\| (\d+) ", chapter("# VI Goals and score"), re.MULTILINE)
    assert [float(points) for points in told] == list(PARTS.values())


def test_every_level_is_told() -> None:
    assert list(rows(chapter("## Levels"))) == list(LEVELS)

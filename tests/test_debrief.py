"""After the game: turning points, the same story beside what happened, and the files that tell it."""

from datetime import date
from html.parser import HTMLParser

import numpy as np
import pytest

from game.debrief.beside import rows
from game.debrief.export import check, export, exported, page, transcript
from game.debrief.turning import chances, turns
from game.session import Session
from sim.analysis.history import history_of
from sim.faults import LogError
from sim.histories import job_of

TOLD = [
    ("head", "Debrief: <b>Coordinated</b> independence"),
    ("came_out", "Independence & more."),
    ("score", "Your score: 57 of 100."),
    ("others_wanted", "What the others really wanted:"),
    ("others_wanted", "  Serbia: an outcome near broad autonomy (26)."),
    ("turning", "Turning points: none."),
]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A game in which the seat speaks once and then leaves all to its orders."""
    game = Session("kosovo_2007", ["SK"], seed=7, path=tmp_path_factory.mktemp("kept") / "a.game")
    game.submit("SK", [{"move": "promise", "to": "CY", "give": {"act": "not_recognise", "until": "2008-05-05"}}])
    game.play_to_next()
    while not game.finished:
        game.submit("SK", [])
        game.play_to_next()
    return game


class Asks(HTMLParser):
    """Notes what a page would load, and its text."""

    def __init__(self):
        super().__init__()
        self.loads, self.tags, self.text = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.loads += [value for name, value in attrs if name in ("src", "href", "action", "data")]

    def handle_data(self, data):
        self.text += data


def test_a_page_holds_everything_and_asks_nobody_for_anything(finished):
    found = Asks()
    text = page(exported(finished, "SK", TOLD))
    found.feed(text)
    assert not found.loads
    assert "b" not in found.tags, "what comes from the game is escaped"
    assert "script" not in found.tags
    for part in ("Slovakia: a debrief", "Independence & more.", "Beside 2007 and 2008", "promised Cyprus"):
        assert part in found.text, part
    assert "@media print" in text
    assert "url(" not in text


def test_a_transcript_tells_the_weeks_in_order_and_fits_a_terminal(finished):
    text = transcript(exported(finished, "SK", TOLD))
    assert max(map(len, text.splitlines())) <= 80
    weeks = [line for line in text.splitlines() if line.startswith("Week of ")]
    assert len(weeks) == len(set(weeks)) > 10
    assert weeks[0] == "Week of 19 November 2007"
    assert "promised Cyprus" in " ".join(text.split())


def test_the_game_stands_beside_what_happened(finished):
    history = history_of(finished.table.scenario)
    found = {row.what: row for row in rows(finished)}
    assert found["The declaration"].then == "17 February 2008"
    by = finished.table.scenario.calendar.game_end
    then = sum(fact.date <= by for who, fact in history.recognised.items() if who in finished.setting.actors)
    assert found["Recognised by 29 June 2008"].then.startswith(f"{then} states")
    here = int((finished.table.ended.recognised_week < finished.table.ended.week).sum())
    assert found["Recognised by 29 June 2008"].here.startswith(f"{here} states" if here else "nobody")
    assert by == date(2008, 6, 29)


def test_a_scenario_without_a_history_has_no_second_column(finished, monkeypatch):
    monkeypatch.setattr("game.debrief.beside.history_of", lambda scenario: None)
    assert rows(finished) == []


def test_the_same_state_twice_is_no_turning_point_and_the_end_is_certain(finished):
    table = finished.table
    job = job_of(table.scenario, table.seed, {})
    first, end = table.anew().state, table.ended
    (still,) = turns(job, table.traits, [first, first], "SK", 4)
    assert (still.after - still.before, still.error, still.clear) == (0.0, 0.0, False)
    at_end = chances(job, table.traits, [end], "SK", 4)
    assert np.ptp(at_end) == 0.0
    assert 0.0 <= at_end[0, 0] <= 100.0


def test_files_that_are_not_ours_are_left_alone(finished, tmp_path):
    mine = tmp_path / "mine.html"
    mine.write_text("<html>mine</html>", encoding="utf-8")
    with pytest.raises(LogError, match="found another file"):
        export(finished, "SK", TOLD, mine)
    assert mine.read_text(encoding="utf-8") == "<html>mine</html>"
    with pytest.raises(LogError, match=r"ends in \.html or \.txt"):
        check(tmp_path / "debrief.pdf")
    with pytest.raises(LogError, match="cannot be written"):
        export(finished, "SK", TOLD, tmp_path / "nowhere" / "a.html")
    ours = tmp_path / "ours.txt"
    export(finished, "SK", TOLD, ours)
    export(finished, "SK", TOLD, ours)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.html", "ours.txt"]


def test_a_game_that_is_not_over_has_no_debrief(tmp_path):
    with pytest.raises(LogError, match="expected a game that is over"):
        exported(Session("kosovo_2007", ["SK"], seed=7), "SK", TOLD)

"""`finalstatus moves`: what a seat can do in a week, and whatever can be said can be typed."""

import json

import pytest
from typer.testing import CliRunner

from game.cli import app
from sim.acts import SPECS, ActError, parse
from sim.arrays import MOVES
from sim.compile import compile_setting
from sim.scenario import load
from sim.typed import example, names_of, price, read, said

runner = CliRunner()


def call(*args, columns="80"):
    return runner.invoke(app(), ["moves", *map(str, args)], env={"COLUMNS": columns})


def told(*args):
    done = call(*args, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def by_name(content):
    return {one["move"]: one for one in content["moves"]}


def test_with_all_the_32_moves_are_there_each_with_what_a_player_needs():
    content = told("SK", "--all")
    assert [one["move"] for one in content["moves"]] == list(MOVES)
    for one in content["moves"]:
        assert one["does"]
        assert one["ways"]
        assert one["legal"] == (one["reason"] == ""), one


def test_a_seat_sees_the_moves_of_its_role():
    slovakia, kosovo, russia = (by_name(told(seat)) for seat in ("SK", "Kosovo", "Moscow"))
    assert {"group", "reassure", "recognise", "draft"} <= slovakia.keys()
    assert "declare" not in slovakia
    assert {"declare", "set_date", "offer"} <= kosovo.keys()
    assert {"agenda", "commit", "visit"} <= russia.keys()


def test_what_is_closed_says_why_and_opens_when_its_week_comes():
    early, report = by_name(told("RU")), by_name(told("RU", "--week", "2007-12-03"))
    assert early["report_line"]["reason"] == "the report is not due this week"
    assert report["report_line"]["legal"]


def test_examples_follow_the_week_and_what_has_no_object_now_says_so():
    here = by_name(told("SK"))
    chair = next(m for m in told("SI", "--week", "2008-01-07")["moves"] if m["move"] == "caucus_text")
    member = {way["word"]: way for way in here["caucus_text"]["ways"]}
    assert member["caucus_text"]["reason"] == "only the chair puts a text to the members"
    assert not next(way for way in chair["ways"] if way["word"] == "caucus_text")["reason"]
    assert here["sound_out"]["ways"] != by_name(told("SK", "--week", "2008-03-10"))["sound_out"]["ways"]


def test_a_day_and_the_number_of_its_week_are_the_same():
    assert told("SK", "--week", "2007-12-07") == told("SK", "--week", 2)


@pytest.mark.parametrize("columns", ["80", "60"])
def test_it_fits_the_width_it_is_given(columns):
    lines = call("XK", columns=columns).stdout.splitlines()
    assert max(map(len, lines)) <= int(columns)
    assert not any(line != line.rstrip() for line in lines)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["SX"], "actor: 'SX' is not in kosovo_2007"),
        (["Slovaki"], "did you mean 'Slovakia'?"),
        (["China"], "only votes in the Council"),
        (["SK", "kosovo_2008"], "unknown scenario 'kosovo_2008'"),
        (["SK", "--week", "32"], "expected a week from 0 to 31"),
        (["SK", "--week", "never"], "found 'never'"),
        (["SK", "--week", "2009-01-01"], "found '2009-01-01'"),
        (["SK", "--week=-1"], "found '-1'"),
        ([], "missing argument 'SEAT'"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(args, says):
    done = call(*args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


# ------------------------------------------------------------------ acts as lines


@pytest.fixture(scope="module")
def kosovo():
    return compile_setting(load("kosovo_2007"))


@pytest.mark.parametrize("scenario", ["kosovo_2007", "cyprus_2004", "example"])
def test_every_example_can_be_typed_and_said_again(scenario):
    setting = compile_setting(load(scenario))
    for seat in range(min(8, len(setting.actors))):
        for word in SPECS:
            assert price(setting, seat, word)
            try:
                act = read(setting, seat, example(setting, seat, word))
            except ActError:
                assert scenario == "example", "a world without anybody to work on"
                continue
            assert read(setting, seat, said(act)) == act
            parse(setting, seat, act, SPECS[word].beat)


@pytest.mark.parametrize(
    "line",
    [
        "lobby SK 2 against",
        "lobby Slovakia against 2",
        "lobby 2 aim=against target=SK",
        "LOBBY sk AGAINST points=2",
        "lob SK 2 against",
    ],
)
def test_values_stand_where_they_fit(kosovo, line):
    act = read(kosovo, 0, line)
    assert act == {"move": "lobby", "target": "SK", "points": 2, "aim": "against"}


def test_a_name_of_several_words_and_an_alias_are_understood(kosovo):
    scenario = load("kosovo_2007")
    names = names_of(kosovo, {a: x.aliases for a, x in scenario.actors.items()})
    assert read(kosovo, 0, "sound out United States wish", names)["target"] == "US"
    assert read(kosovo, 0, "visit washington", names)["target"] == "US"


def test_a_bargain_has_two_acts_and_a_promise_one(kosovo):
    assert read(kosovo, 30, "bargain PT ask abstain mission give reinforce until 2008-03-01") == {
        "move": "bargain",
        "to": "PT",
        "ask": {"act": "abstain", "on": "mission"},
        "give": {"act": "reinforce", "until": "2008-03-01"},
    }
    assert read(kosovo, 30, "promise RU not recognise until 2008-05-01 public") == {
        "move": "promise",
        "to": "RU",
        "give": {"act": "not_recognise", "until": "2008-05-01"},
        "public": True,
    }


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("loby SK", "did you mean 'lobby'?"),
        ("lobby", "expected target"),
        ("lobby Slovaka", "did you mean 'Slovakia'?"),
        ("lobby SK 99", "from 0 to 30, found 99"),
        ("lobby SK 2 for 3", "expected nothing more, found '3'"),
        ("lobby SK aim=sideways", "found 'sideways'"),
        ("lobby SK size=2", "unknown value 'size'"),
        ("lobby target=", "expected a value after target="),
        ("lobby SK target=HU", "target is given twice"),
        ("promise RU", "expected give"),
        ("promise RU fly", "expected an act, found 'fly'"),
        ("promise RU recognise until tomorrow", "expected a day as YYYY-MM-DD, found 'tomorrow'"),
        ("promise RU recognise until", "expected a day as YYYY-MM-DD, found ''"),
        ("bargain PT ask abstain", "expected one of"),
        ("set_date 1999-01-01", "expected a day from"),
        ("vote mission maybe", "found 'maybe'"),
        ("", "expected a move, found ''"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_was_expected(kosovo, line, says):
    with pytest.raises(ActError) as caught:
        read(kosovo, 1, line)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)

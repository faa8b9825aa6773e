"""The press: every event that everybody can see has its sentences, and none is told twice within six weeks."""

import re

import pytest
from headlines import ALIKE, game, likest, sentences, told_again

from game.press import AGAIN, NUMBER, UNTOLD, Press, places
from sim.compile import compile_setting
from sim.scenario import load

ACTORS = {"who", "to", "parties", "declarer", "candidate", "against", "great", "waverers"}
BODIES = re.compile(r"\b(Council|Union|[Mm]inisters|members|[Mm]ediators|governments|troika)\b")
KOSOVO = load("kosovo_2007")
SETTING = compile_setting(KOSOVO)
VOTE = {"what": "vote", "yes": ["US", "FR", "GB"], "no": ["RU"], "abstain": ["IT"]}
ITEMS = [
    {"what": "recognised", "who": ["FR"]},
    {"what": "recognised", "who": ["FR", "DE"]},
    {"what": "declared", "who": ["XK"]},
    {"what": "agreed", "which": SETTING.packages[0]},
    {"what": "text", "which": SETTING.packages[1]},
    {"what": "follows", "which": [SETTING.flashpoints[0]]},
    *({"what": "election", "which": who} for who in ("government", "challenger")),
    *({"what": "tension", "which": way} for way in ("up", "down")),
    *({"what": "measures", "who": ["RS"], "which": stage} for stage in ("announced", "carried out")),
    *({"what": "spoke", "who": ["RU"], "which": "europe", "how": side} for side in ("for", "against")),
    *({**VOTE, "which": "more_talks", "how": how} for how in ("carried", "failed", "vetoed")),
    *({**VOTE, "which": "mission", "how": how} for how in ("carried", "failed")),
    {"what": "promised", "who": ["FR"], "to": "US", "which": "recognise", "on": "", "until": "2008-03-03"},
    {"what": "leaked", "who": ["SK"], "to": "RU", "which": "vote_no", "on": "mission", "until": ""},
    *({"what": f"promise {fate}", "who": ["SK"], "to": "RU", "which": "vote_no"}
      for fate in ("kept", "broken", "released", "pressed")),
    {"what": "date", "who": ["XK"], "which": "2008-02-18"},
    {"what": "date moved", "who": ["XK"], "which": "2008-02-18"},
    {"what": "draft", "who": ["FR"], "which": "ground"},
    {"what": "line", "who": ["SI"], "which": "line_path"},
    {"what": "practical", "which": "customs"},
    {"what": "visit", "who": ["RU"], "to": "GR"},
    {"what": "chair", "who": ["SI"]},
    *({"what": what} for what in ("incident", "session", "deadline", "deadline moved", "put off", "exhausted",
                                  "mission", "path")),
    *({"what": what, "who": ["SK"]} for what in (
        "amended", "note", "walked out", "announced", "refused", "delayed", "assured", "reassured", "committed",
        "stepped back", "doubters", "pioneers", "left", "toward", "away", "safeguards", "calm", "path refused",
        "exposed")),
]  # fmt: skip


def told(item, week=2, number=0):
    return Press(KOSOVO, SETTING, number).week(week, [item])


def name(item):
    return " ".join(str(item.get(key, "")) for key in ("what", "which", "how"))


def test_there_are_sentences_enough_for_every_kind_and_no_two_are_alike():
    there = sentences()
    assert len(there) >= 40
    assert sum(map(len, there.values())) >= 120
    assert min(map(len, there.values())) >= 3
    share, one, other = likest()
    assert share <= ALIKE, (one, other)


@pytest.mark.parametrize("item", ITEMS, ids=name)
def test_an_event_becomes_a_sentence_with_nothing_left_open(item):
    (line,) = told(item)
    assert line.text[0] == line.text[0].upper()
    assert not re.search(r"[{}\[\]|]|  | ,|_", line.text)
    assert len(line.text) <= 150


def test_every_kind_of_the_catalogue_is_made_by_some_event():
    made = {told(item)[0].kind for item in ITEMS} | {
        told({"what": "session"}, week=SETTING.date_week + 1)[0].kind
    }
    assert made == set(sentences())


@pytest.mark.parametrize("kind", sorted(sentences()))
def test_a_sentence_names_who_acted(kind):
    for one in sentences()[kind]:
        assert set(places(one)) & ACTORS or BODIES.search(one) or kind == "follows", one
        assert (
            not re.search(r"\b(because|due to|since|owing to)\b", NUMBER.sub("", one))
            or "since only" in one
            or (kind == "promise_broken")
        ), f"gives a cause: {one}"


def test_what_is_private_or_told_by_another_headline_is_no_headline():
    assert not Press(KOSOVO, SETTING).week(1, [{"what": what, "who": ["SK"], "to": "RU"} for what in UNTOLD])


def test_a_sentence_comes_back_after_six_weeks_and_not_before():
    press, item = Press(KOSOVO, SETTING), {"what": "chair", "who": ["SI"]}
    lines = [line.sentence for week in range(AGAIN + 1) for line in press.week(week, [item])]
    assert len(lines) == len(sentences()["chair"]) + 1
    assert lines[-1] == lines[0]


def test_one_acts_and_several_act():
    one, several = (told({"what": "calm", "who": who})[0].text for who in (["RS"], ["RS", "XK"]))
    assert one != several.replace("Serbia and Kosovo", "Serbia")


@pytest.mark.parametrize("scenario", ["kosovo_2007", "cyprus_2004"])
def test_whole_games_are_told_without_a_word_twice_within_six_weeks(scenario):
    for number in range(4):
        lines = game(number, scenario)
        assert len(lines) >= 3
        assert not told_again(lines)
        assert [line.week for line in lines] == sorted(line.week for line in lines)
    assert game(1, scenario) == game(1, scenario)

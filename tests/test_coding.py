"""The two readings of the reports, how they were settled, and that nothing of the reports is left lying."""

import datetime
import sys
from functools import cache
from pathlib import Path

import pytest

from sim.rubric import rubric
from sim.scenario import load, shipped
from sim.slots import Draft, citations

sys.path.insert(0, str(Path(__file__).parent))
from alpha import alpha as krippendorff
from alpha import nominal, ordinal, read, table

FIRST, SECOND, SETTLED = read("first.csv"), read("second.csv"), read("settled.csv")
IDS = list(SETTLED)
JUDGED = ("scale", "word", "strength", "kind", "speaker", "interest")
KINDS = {"stated", "reported", "inferred", "structural"}


@cache
def cited() -> set[str]:
    drafts = [Draft(load(name), {}) for name in shipped()]
    return {item for draft in drafts for _, ids in citations(draft, inherited=True) for item in ids}


def test_both_readings_have_all_93_items() -> None:
    assert len(IDS) == 93
    assert list(FIRST) == IDS
    assert list(SECOND) == IDS


@pytest.mark.parametrize("name", ["first.csv", "second.csv", "settled.csv"])
def test_every_item_has_words_of_the_rubric(name: str) -> None:
    words = rubric()
    for item, row in read(name).items():
        assert row["word"] in words.scales[row["scale"]].words, item
        assert row["strength"] in words.scales["firmness"].words, item
        assert row["kind"] in KINDS, item
        assert row["speaker"] in words.speakers, item
        assert row["interest"] in words.interests, item
        assert len(row["paraphrase"]) >= 8, item


def test_each_reading_is_in_its_own_words() -> None:
    for item in IDS:
        said = [reading[item]["paraphrase"].strip().lower() for reading in (FIRST, SECOND, SETTLED)]
        assert said[0] != said[1], item


def test_no_two_items_of_a_reading_say_the_same() -> None:
    for reading in (FIRST, SECOND, SETTLED):
        said = [row["paraphrase"].strip().lower() for row in reading.values()]
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("item", IDS)
def test_a_disagreement_is_settled_with_a_reason(item: str) -> None:
    a, b, settled = FIRST[item], SECOND[item], SETTLED[item]
    differ = [column for column in JUDGED if a[column] != b[column]]
    if differ:
        assert settled["reason"].strip(), f"{item}: the readings differ on {', '.join(differ)}"


@pytest.mark.parametrize("item", IDS)
def test_where_the_readings_agree_nothing_is_settled_otherwise(item: str) -> None:
    for column in JUDGED:
        if FIRST[item][column] == SECOND[item][column]:
            assert SETTLED[item][column] == FIRST[item][column]


def test_an_item_was_known_by_the_day_of_its_report() -> None:
    for item, row in SETTLED.items():
        known, said = (datetime.date.fromisoformat(row[column]) for column in ("known_by", "document"))
        assert known <= said, item
        assert item[0] == {"2007-11-20": "A", "2007-12-10": "B"}[row["document"]]


@pytest.mark.parametrize("item", IDS)
def test_an_item_is_cited_or_says_why_it_is_not(item: str) -> None:
    unused = SETTLED[item]["unused"].strip()
    if item in cited():
        assert not unused, f"{item} is cited by a scenario and has a text in `unused`"
    else:
        assert unused, f"{item} is cited by no scenario: say why in its column `unused`"


@pytest.mark.parametrize("name", list(shipped()))
def test_the_strength_of_a_stance_is_that_of_the_item_it_cites(name: str) -> None:
    scenario = load(name)
    for actor in scenario.actors.values():
        firmness = actor.stance.firmness
        if firmness is not None and firmness.word is not None:
            assert firmness.word == scenario.evidence[firmness.evidence[0]].strength, actor.name


# ---------------------------------------------------------------- Krippendorff's alpha

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
UNITS = [tuple(v for v in unit if v != ".") for unit in zip(*(o.split() for o in OBSERVERS), strict=True)]
VALUES = ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(("metric", "published"), [(nominal, 0.743), (ordinal, 0.815)])
def test_alpha_is_that_of_the_published_example(metric, published) -> None:
    found = krippendorff(UNITS, metric, VALUES)
    assert found is not None
    assert round(found, 3) == published


def test_alpha_is_one_for_readers_who_agree_and_about_nought_for_those_who_guess() -> None:
    assert krippendorff([("1", "1"), ("2", "2"), ("3", "3")], nominal, VALUES) == 1
    guesses = [(a, b) for a in "12" for b in "12"] * 25
    assert krippendorff(guesses, nominal, VALUES) == pytest.approx(0.0, abs=0.02)


def test_alpha_says_nothing_where_the_readings_do_not_vary() -> None:
    assert krippendorff([("1", "1"), ("1", "1")], nominal, VALUES) is None


def test_alpha_is_reported_for_every_scale_in_use() -> None:
    rows = {title: (n, agree, alpha) for title, n, agree, alpha in table()}
    scales = {row["scale"] for row in FIRST.values()} - {"fact"}
    assert {f"word: {s}" for s in scales} | {"strength", "kind", "speaker", "interest"} == set(rows)
    assert all(0 <= agree <= n for n, agree, _ in rows.values())

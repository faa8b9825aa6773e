"""The rubric: every word rises, stays on its scale, and is explained."""

import re
from pathlib import Path

import pytest

from sim.rubric import Word, rubric
from sim.schema import Stances
from sim.slots import SCALES, worth

SCENARIOS = Path(__file__).parents[1] / "scenarios"
WORDS = [(scale, word) for scale, entry in rubric().scales.items() for word in entry.words]


def value_of(scale: str, word: str) -> Word:
    return rubric().scales[scale].words[word]


@pytest.mark.parametrize(("scale", "word"), WORDS)
def test_a_word_rises_and_stays_on_its_scale(scale: str, word: str) -> None:
    value, (low, high) = value_of(scale, word), rubric().scales[scale].range
    assert low <= value.low <= value.mode <= value.high <= high
    assert value.means


@pytest.mark.parametrize("scale", [s for s in rubric().scales if s != "fact"])
def test_words_of_a_scale_differ(scale: str) -> None:
    modes = [word.mode for word in rubric().scales[scale].words.values()]
    assert len(set(modes)) >= len(modes) - 1
    assert all(word.low < word.high for word in rubric().scales[scale].words.values())


@pytest.mark.parametrize("scale", ["recognition", "firmness", "talks", "likelihood", "forum", "status"])
def test_words_stand_in_order(scale: str) -> None:
    modes = [word.mode for word in rubric().scales[scale].words.values()]
    assert modes == sorted(modes)


@pytest.mark.parametrize(("scale", "word"), WORDS)
@pytest.mark.parametrize("speaker", list(rubric().speakers))
def test_a_speaker_widens_a_word_and_never_past_the_scale(scale: str, word: str, speaker: str) -> None:
    value, (bottom, top) = value_of(scale, word), rubric().scales[scale].range
    low, mode, high = rubric().hull(scale, word, speaker)
    assert bottom <= low <= value.low
    assert value.high <= high <= top
    assert mode == value.mode


def test_who_speaks_for_himself_errs_least_and_who_has_no_name_most() -> None:
    errors = {name: speaker.error for name, speaker in rubric().speakers.items()}
    assert min(errors, key=errors.__getitem__) == "minister"
    assert max(errors, key=errors.__getitem__) == "unnamed"


def test_the_hull_by_hand() -> None:
    """Autonomy is 15 to 35 about 25; a government errs by 5 % of 100 points."""
    assert rubric().hull("status", "autonomy", "government") == (10.0, 25.0, 40.0)
    assert rubric().hull("recognition", "rejects", "government") == (-100.0, -85.0, -55.0)


def test_a_head_count_errs_by_heads_and_not_by_its_speaker() -> None:
    assert worth("count", "well_over_twenty", "unnamed") == (21.0, 23.0, 25.0)


def test_an_advocate_counts_generously_and_a_mediator_sounds_hopeful() -> None:
    interests = rubric().interests
    assert interests["advocate"].heads.mode < 0 < interests["opponent"].heads.mode
    assert interests["mediator"].likelihood.mode < 0


def test_every_field_of_an_actor_has_a_scale_but_those_that_are_numbers_alone() -> None:
    fields = {SCALES.get(name, name) for name in Stances.model_fields}
    assert fields - rubric().scales.keys() == {"law", "pretext", "polls"}


def test_the_page_on_the_rubric_says_the_same_numbers() -> None:
    page = (SCENARIOS / "RUBRIC.md").read_text(encoding="utf-8")
    assert re.search(r"20 points are 1 on the logit scale", page)
    for scale in ("recognition", "mission", "guarantee"):
        assert "20 points are 1 on the logit scale" in rubric().scales[scale].unit or scale == "mission"

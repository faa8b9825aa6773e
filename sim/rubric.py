"""The rubric: what a word of stance is worth, and what speaker and interest do to it (see RUBRIC.md)."""

import tomllib
from functools import cache
from importlib.resources import files

from sim.schema import Range, Table


class Word(Range):
    """A word of a scale."""

    means: str


class Scale(Table):
    """A scale with its words."""

    unit: str
    range: tuple[float, float]
    source: str
    words: dict[str, Word]


class Speaker(Table):
    """Who says it."""

    error: float
    reliability: Range
    means: str


class Interest(Table):
    """Whose interest the speaker has."""

    heads: Range
    likelihood: Range
    means: str


class Rubric(Table):
    """The whole rubric."""

    scales: dict[str, Scale]
    speakers: dict[str, Speaker]
    interests: dict[str, Interest]

    def error(self, scale: str, speaker: str) -> float:
        """Half the width of an item's error, in units of the scale."""
        low, high = self.scales[scale].range
        return self.speakers[speaker].error * (high - low)

    def hull(self, scale: str, word: str, speaker: str) -> tuple[float, float, float]:
        """Low, mode, high of a stance: the word's, widened by the speaker's error, cut at the scale's ends.

        >>> rubric().hull("status", "autonomy", "government")
        (10.0, 25.0, 40.0)
        """
        value, (low, high) = self.scales[scale].words[word], self.scales[scale].range
        width = self.error(scale, speaker)
        return max(low, round(value.low - width, 6)), value.mode, min(high, round(value.high + width, 6))


@cache
def rubric() -> Rubric:
    """The shipped rubric."""
    text = files("scenarios").joinpath("rubric.toml").read_text(encoding="utf-8")
    return Rubric.model_validate(tomllib.loads(text))

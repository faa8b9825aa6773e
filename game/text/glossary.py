"""The words of the game and what they mean, from the catalogue; with the evidence that each rests on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from game.strings import catalogue

FAMILY = "glossary.words."


@dataclass(frozen=True)
class Word:
    """One word of the glossary."""

    key: str
    name: str
    text: str
    see: tuple[str, ...]
    """ids of evidence, and keys of other words"""


@cache
def words() -> Mapping[str, Word]:
    """Every word by key, in the order of their names."""
    known = catalogue()
    keys = {key.removeprefix(FAMILY).rpartition(".")[0] for key in known if key.startswith(FAMILY)}
    found = [
        Word(
            key,
            known[f"{FAMILY}{key}.name"],
            known[f"{FAMILY}{key}.text"],
            tuple(known.get(f"{FAMILY}{key}.see", "").split()),
        )
        for key in keys
    ]
    return {one.key: one for one in sorted(found, key=lambda one: one.name.casefold())}


@cache
def by_name() -> Mapping[str, str]:
    """The key of each word by its name, in small letters."""
    return {one.name.casefold(): one.key for one in words().values()}


@cache
def pattern() -> re.Pattern[str]:
    """Every name of a word, the longest first."""
    names = sorted((one.name for one in words().values()), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(re.escape(name) for name in names)})\b", re.IGNORECASE)


def found_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where words of the glossary stand in a text: from, to, the key.

    >>> [key for _, _, key in found_in("The troika meets again.")]
    ['troika']
    """
    for hit in pattern().finditer(text):
        yield hit.start(), hit.end(), by_name()[hit[0].casefold()]


__all__ = ["Word", "found_in", "words"]

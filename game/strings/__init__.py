"""Every string of the window, by key, from one file per language: `en.toml`; text mode's stand in `game.text`."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGE = "en"
"""The language that has every key; others fall back on it."""


@cache
def catalogue(language: str = LANGUAGE) -> Mapping[str, str]:
    """The strings of a language by key.

    >>> catalogue()["title.name"]
    'Final Status'
    """
    raw = tomllib.loads(files("game.strings").joinpath(f"{language}.toml").read_text(encoding="utf-8"))
    return dict(flat("", raw))


def flat(before: str, raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Tables in tables as keys with dots."""
    for key, value in raw.items():
        if isinstance(value, Mapping):
            yield from flat(f"{before}{key}.", value)  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(value, list):
            yield from flat(f"{before}{key}.", {str(i): one for i, one in enumerate(value)})  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        else:
            yield f"{before}{key}", str(value)


def say(key: str, **places: object) -> str:
    """A string of the window, its named places filled. KeyError: there is none."""
    text = catalogue()[key]
    return text.format(**places) if places else text


@cache
def lists(key: str) -> tuple[str, ...]:
    """The strings of which one is taken, in the order of the file; none where the key is unknown."""
    return tuple(text for name, text in catalogue().items() if name.rpartition(".")[0] == key)


def called(family: str, name: str) -> str:
    """What a named thing is called, such as a strategy that was added; its own name where nothing is said of it."""
    return catalogue().get(f"{family}.{name}", name.replace("_", " ").capitalize())


__all__ = ["called", "catalogue", "lists", "say"]

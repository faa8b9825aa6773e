"""What is typed: the first word of a line, and what it asks for."""

from dataclasses import dataclass

from game.text.helping import HELP
from game.text.menu import Way
from game.text.words import SAID
from sim.acts import SPECS, ActError
from sim.faults import nearest
from sim.typed import Line, folded, move_of

LONGEST = 2_000
"""Characters of a line."""
OTHER_WORDS = {
    "exit": "quit",
    "q": "quit",
    "?": "help",
    "h": "help",
    "next": "done",
    "end": "done",
    "log": "news",
}
"""Words that mean the same."""
KNOWN = tuple(word for word in HELP if word)
"""Every word that is not an act."""


class Misread(ValueError):  # noqa: N818
    """A line that cannot be understood; the message is fit to show."""


@dataclass(frozen=True)
class Command:
    """A line that was understood."""

    word: str
    """a word of `KNOWN`, or `act`"""
    rest: str


def read_line(text: str, menu: list[Way]) -> Command:
    """What a line asks for. Misread: nothing that is known.

    menu   what the numbers stand for
    """
    if len(text) > LONGEST:
        raise Misread(SAID["too long"].format(most=LONGEST, found=len(text)))
    first, _, rest = text.strip().partition(" ")
    word = folded(first)
    word = OTHER_WORDS.get(word, word)
    if word in KNOWN:
        return Command(word, rest.strip())
    if first.lstrip("-").isdecimal():
        return Command("act", numbered(first, rest.strip(), menu))
    try:
        move_of(Line(text))
    except ActError:
        near = nearest(word, [*KNOWN, *SPECS])
        hint = near if near.startswith("did") else SAID["see help"]
        raise Misread(SAID["unknown"].format(word=first, hint=hint)) from None
    return Command("act", text.strip())


def numbered(first: str, rest: str, menu: list[Way]) -> str:
    """The line that a number stands for. Misread: there is none, or it needs values."""
    at = int(first) if len(first) < 4 else 0
    if not 1 <= at <= len(menu):
        raise Misread(SAID["number"].format(most=len(menu), found=first))
    way = menu[at - 1]
    needs = any(slot.default is None for slot in SPECS[way.word].slots)
    if needs and not rest:
        raise Misread(SAID["needs"].format(number=at, word=way.word, example=way.example))
    return f"{way.word} {rest}".strip()

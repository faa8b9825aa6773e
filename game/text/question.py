"""The question of the day, asked of one seat: the occasion, and what that seat can do about it.

A scenario writes the question for everybody, as "occasion: question?". What stands before the colon holds for all;
what to decide is taken from what is open to the seat this week, so that nobody is asked for what it cannot do.
"""

from collections.abc import Callable, Mapping

from game.text.examples import ballots
from game.text.menu import ways
from game.text.sight import Sight
from game.text.words import CHOICES, QUESTION, VOTED_ON

MOST = 3
"""Ways out that a question offers, at most."""

TIMELY: Mapping[str, Callable[[Sight], bool]] = {
    "declare": lambda s: not bool(s.view.talks_open),
    "coordinate": lambda s: not bool(s.view.declared),
    "separate_note": lambda s: s.week == s.setting.report_week,
}
"""Acts that may be open and are still no answer to the day's question."""


def question(sight: Sight) -> str:
    """What a seat is asked at a sitting: the scenario's question where it is one for all, else its own."""
    occasion, colon, _ = sight.asked.partition(":")
    found = options(sight)
    if not colon or not found:
        return sight.asked
    *some, last = found
    either = QUESTION["or"].format(some=", ".join(some), last=last) if some else last
    return QUESTION["ask"].format(occasion=occasion.rstrip(), options=either)


def options(sight: Sight) -> list[str]:
    """What the seat can do this week, the weightiest first."""
    open_ = {way.word for way in ways(sight) if not way.reason}
    out: list[str] = []
    for word in CHOICES:
        timely = TIMELY.get(word)
        if word in open_ and (timely is None or timely(sight)):
            out.append(in_words(sight, word))
    return list(dict.fromkeys(out))[:MOST]


def in_words(sight: Sight, word: str) -> str:
    """One act as a way out."""
    if word == "vote":
        first, *more = ballots(sight)
        return CHOICES["vote"].format(on=VOTED_ON[first] + (QUESTION["more"] if more else ""))
    if word == "recognise":
        return CHOICES[word] if sight.view.declared else QUESTION["announce"]
    return CHOICES[word]

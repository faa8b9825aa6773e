"""The question of the day, asked of one seat: the occasion, and what that seat can do about it.

A scenario writes the question for everybody, as "occasion: question?". What stands before the colon holds for all;
what to decide is taken from what is open to the seat this week, so that nobody is asked for what it cannot do.
"""

from collections.abc import Callable, Mapping

from game.text.asking import CHOICES, DATED, QUESTION, VOTED_ON
from game.text.examples import ballots, for_it
from game.text.menu import ways
from game.text.sight import Sight

MOST = 3
"""Ways out that a question offers, at most."""

TIMELY: Mapping[str, Callable[[Sight], bool]] = {
    "declare": lambda s: not bool(s.view.talks_open),
    "coordinate": lambda s: not bool(s.view.declared) and for_it(s),
    "recognise": lambda s: bool(s.view.declared) or for_it(s),
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
    """What the seat can do this week: what the week brings first, then something else at every sitting."""
    open_ = {way.word for way in ways(sight) if not way.reason}
    first, rest = (
        [in_words(sight, word) for word in words if word in open_ and timely(sight, word)]
        for words in (DATED, CHOICES)
    )
    turn = (sight.sitting.number if sight.sitting else 0) % max(len(rest), 1)
    return list(dict.fromkeys([*first, *rest[turn:], *rest[:turn]]))[:MOST]


def timely(sight: Sight, word: str) -> bool:
    """Is an act an answer to the day's question?"""
    test = TIMELY.get(word)
    return test is None or test(sight)


def in_words(sight: Sight, word: str) -> str:
    """One act as a way out."""
    if word == "vote":
        first, *more = ballots(sight)
        return DATED[word].format(on=VOTED_ON[first] + (QUESTION["more"] if more else ""))
    if word == "recognise" and not sight.view.declared:
        return QUESTION["announce"]
    return (DATED if word in DATED else CHOICES)[word]

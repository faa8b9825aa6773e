"""Pieces of sentences: days, checkable acts, notes, stances."""

from collections.abc import Sequence
from datetime import date, timedelta

from game.text.words import ANSWERS, BALLOTS, CALENDAR, IN_PUBLIC, IN_WEEK, REASON, STANCES, TERMS, THE_END
from game.text.words import NOTE_KINDS as NOTES
from sim.acts import shown_term
from sim.arrays import NOTE_KINDS
from sim.faults import nearest
from sim.ledger import ACT, ACTS, UNTIL
from sim.rules.notes import REASONS
from sim.setting import Setting


def day(when: date) -> str:
    """A day in words.

    >>> day(date(2008, 2, 17))
    '17 February 2008'
    """
    return f"{when.day} {when:%B} {when.year}"


def ahead(weeks: int) -> str:
    """So many weeks from now."""
    if weeks <= 0:
        return CALENDAR["this week" if weeks == 0 else "passed"]
    return CALENDAR["in a week" if weeks == 1 else "in weeks"].format(weeks=weeks)


def number(value: float) -> str:
    """A number as it is read: whole, unless it is small.

    >>> number(61.7), number(2.5), number(-0.2)
    ('62', '2.5', '0')
    """
    whole = abs(value) >= 10.0 or abs(value - round(value)) < 0.05
    text = f"{value:.0f}" if whole or abs(value) < 0.5 else f"{value:.1f}"
    return "0" if text == "-0" else text


def stance(points: float) -> str:
    """What an expressed stance is called."""
    return next(word for below, word in STANCES if points < below)


def term(setting: Setting, numbers: Sequence[int]) -> str:
    """A checkable act in words, from its numbers."""
    if int(numbers[ACT]) < 0:
        return ""
    act = shown_term(setting, numbers)
    thing = next((act[name] for name in ("on", "mark", "level") if name in act), "")
    about = BALLOTS.get(str(thing), str(thing))
    if str(thing) in setting.actors:
        about = setting.names[setting.actors.index(str(thing))]
    last = int(numbers[UNTIL]) >= setting.weeks - 1
    until = THE_END if last else IN_WEEK.format(day=day(setting.start + timedelta(weeks=int(numbers[UNTIL]))))
    return TERMS[ACTS[int(numbers[ACT])]].format(about=about, until=until)


def note(
    setting: Setting, sender: str, receiver: str, head: Sequence[int], a: Sequence[int], b: Sequence[int]
) -> str:
    """A note in words."""
    kind, _, public = (int(v) for v in head)
    text = NOTES[NOTE_KINDS[kind - 1]].format(
        sender=sender, receiver=receiver, a=term(setting, a), b=term(setting, b)
    )
    return text.removesuffix(".") + IN_PUBLIC + "." if public else text


def answer(setting: Setting, receiver: str, says: int, reason: int, counter: Sequence[int], slot: int) -> str:
    """The answer to a note in words."""
    word = {1: "yes", -1: "no", 2: "counter", 0: "none"}[says]
    why = REASON.format(reason=REASONS[reason]) if reason else ""
    return ANSWERS[word].format(receiver=receiver, reason=why, counter=term(setting, counter), slot=slot)


def hint(word: str, known: Sequence[str]) -> str:
    """The nearest of known words."""
    return nearest(word, known)

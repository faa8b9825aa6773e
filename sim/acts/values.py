"""Values of acts: read from what a person or a program says, and shown as they would be said again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sim.arrays import BALLOTS
from sim.faults import nearest
from sim.ledger import (
    ABSTAIN,
    ACTS,
    BACK,
    BLOCK,
    COMMIT_AT_MOST,
    COORDINATE,
    OFFER_AT_LEAST,
    OFFER_AT_MOST,
    STOP_LOBBYING,
    VOTE_NO,
    VOTE_YES,
)
from sim.setting import Setting

Act = dict[str, Any]
"""One thing that a seat does: `move`, and what goes with it."""


class ActError(ValueError):
    """An act that cannot be read: what was expected, what came, where, the nearest valid thing."""


VOTED_ON = frozenset({VOTE_YES, VOTE_NO, ABSTAIN, BACK, BLOCK})
"""Acts of the ledger that are about a ballot."""

MARKED = frozenset({OFFER_AT_MOST, OFFER_AT_LEAST})
"""Acts of the ledger that are about a mark of the key issue."""

TOP_LEVEL = {COMMIT_AT_MOST: 3.0, COORDINATE: 12.0}
"""Acts of the ledger that have a level: a level of commitment, weeks of coordination."""

LEFT_OUT = ()
"""Stands for a value that was not given and need not be."""


@dataclass(frozen=True)
class Slot:
    """One value that goes with an act."""

    name: str
    kind: str
    """actor, package, packages, ballot, word, whole, number, week, yes, term"""
    words: tuple[str, ...] = ()
    """what can be said, where the kind is `word` or `ballot`"""
    low: float = 0.0
    high: float = 0.0
    default: object = None
    """taken where nothing is said; None where it has to be given, `LEFT_OUT` where it may be missing"""
    doc: str = ""


def quoted(value: object) -> str:
    """What came, as it is shown in a message.

    >>> quoted("vetto")
    "'vetto'"
    """
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def hint(value: object, known: Sequence[str]) -> str:
    """The nearest valid thing."""
    return nearest(str(value)[:60], known)


def read_value(setting: Setting, slot: Slot, value: object, where: str) -> Any:
    """A value as the rules take it. ActError: what was expected and what came."""
    if slot.kind in ("word", "ballot"):
        return one_of(value, slot.words, where)
    if slot.kind == "yes":
        return yes_or_no(value, where)
    if slot.kind in ("whole", "number"):
        return number_of(slot, value, where)
    return READERS[slot.kind](setting, value, where)


def yes_or_no(value: object, where: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ActError(f"{where}: expected true or false, found {quoted(value)}")
    return value


def actor_of(setting: Setting, value: object, where: str) -> int:
    """An actor by id or name, in any case."""
    known = {text.casefold(): i for i, text in enumerate(setting.names)}
    known |= {text.casefold(): i for i, text in enumerate(setting.actors)}
    found = known.get(value.strip().casefold()) if isinstance(value, str) else None
    if found is None:
        names = [*setting.names, *setting.actors]
        raise ActError(f"{where}: expected an actor, found {quoted(value)}; {hint(value, names)}")
    return found


def one_of(value: object, words: Sequence[str], where: str) -> int:
    """The place of a word in a list.

    >>> one_of("Step back", ("0", "step back"), "commit.level")
    1
    """
    said = value.strip().casefold().replace(" ", "_") if isinstance(value, str) else value
    folded = [w.casefold().replace(" ", "_") for w in words]
    if said not in folded:
        expected = f"expected one of {', '.join(words)}, found {quoted(value)}"
        near = hint(value, words)
        raise ActError(f"{where}: {expected}; {near}" if near.startswith("did") else f"{where}: {expected}")
    return folded.index(cast(str, said))


def number_of(slot: Slot, value: object, where: str) -> float | int:
    """A number within its bounds.

    >>> number_of(Slot("strength", "whole", low=1.0, high=3.0), 2, "statement.strength")
    2
    """
    whole = slot.kind == "whole"
    number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = number and slot.low <= cast(float, value) <= slot.high
    if not fits or (whole and not float(cast(float, value)).is_integer()):
        kind = "a whole number" if whole else "a number"
        raise ActError(f"{where}: expected {kind} from {slot.low:g} to {slot.high:g}, found {quoted(value)}")
    return int(cast(float, value)) if whole else float(cast(float, value))


def week_of(setting: Setting, value: object, where: str) -> int:
    """The week of a day (YYYY-MM-DD), counted from the scenario's first Monday."""
    try:
        given = value.date() if isinstance(value, datetime) else value
        day = given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError:
        raise ActError(f"{where}: expected a day as YYYY-MM-DD, found {quoted(value)}") from None
    week = (day - setting.start).days // 7
    if not 0 <= week < setting.weeks:
        last = setting.start + timedelta(weeks=setting.weeks, days=-1)
        raise ActError(f"{where}: expected a day from {setting.start} to {last}, found {quoted(value)}")
    return week


def day_of(setting: Setting, week: int) -> str:
    """The Monday of a week: the inverse of `week_of`."""
    return (setting.start + timedelta(weeks=week)).isoformat()


def packages_of(setting: Setting, value: object, where: str) -> list[int]:
    """Packages, in a list that is not empty."""
    if not isinstance(value, list | tuple) or not value:
        raise ActError(f"{where}: expected a list of packages, found {quoted(cast(object, value))}")
    return [package_of(setting, v, where) for v in cast(Sequence[object], value)]


def term_of(setting: Setting, value: object, where: str) -> list[int]:
    """A checkable act: `{"act": "abstain", "on": "mission", "until": "2008-02-01"}`.

    returns   act, object, level, week until which; see `sim.ledger.TERM`
    """
    if not isinstance(value, Mapping):
        example = "{'act': 'recognise', 'until': '2008-03-01'}"
        raise ActError(f"{where}: expected an act such as {example}, found {quoted(value)}")
    given = dict(cast(Mapping[str, object], value))
    act = one_of(given.pop("act", None), ACTS, f"{where}.act")
    thing, level = -1, 0
    if act in VOTED_ON:
        thing = one_of(given.pop("on", None), BALLOTS, f"{where}.on")
    elif act == STOP_LOBBYING:
        thing = actor_of(setting, given.pop("on", None), f"{where}.on")
    elif act in MARKED:
        level = one_of(given.pop("mark", None), marks(setting), f"{where}.mark")
    elif act in TOP_LEVEL:
        slot = Slot("level", "whole", high=TOP_LEVEL[act])
        level = int(number_of(slot, given.pop("level", 1), f"{where}.level"))
    until = given.pop("until", None)
    week = setting.weeks - 1 if until is None else week_of(setting, until, f"{where}.until")
    if given:
        extra = ", ".join(sorted(map(str, given)))
        raise ActError(f"{where}: expected nothing more with {ACTS[act]!r}, found {quoted(extra)}")
    return [act, thing, level, week]


def marks(setting: Setting) -> list[str]:
    """The packages that fix the key issue: all but the pact, which comes last."""
    return list(setting.packages[: setting.pact] if setting.pact >= 0 else setting.packages)


def shown_term(setting: Setting, term: Sequence[int]) -> Act:
    """A checkable act in words: the inverse of `term_of`."""
    act, thing, level, week = (int(v) for v in term)
    out: Act = {"act": ACTS[act]}
    if act in VOTED_ON:
        out["on"] = BALLOTS[thing]
    elif act == STOP_LOBBYING:
        out["on"] = setting.actors[thing]
    elif act in MARKED:
        out["mark"] = setting.packages[level]
    elif act in TOP_LEVEL:
        out["level"] = level
    if week < setting.weeks - 1:
        out["until"] = day_of(setting, week)
    return out


def package_of(setting: Setting, value: object, where: str) -> int:
    """A package by its name."""
    return one_of(value, setting.packages, where)


READERS: dict[str, Callable[[Setting, object, str], Any]] = {
    "actor": actor_of,
    "package": package_of,
    "packages": packages_of,
    "week": week_of,
    "term": term_of,
}
"""How values are read whose kind depends on the scenario."""

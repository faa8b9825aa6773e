"""From acts to the moves of a seat and back, and an example of every act."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import cast

import numpy as np

from sim.acts.deciding import consistent
from sim.acts.specs import SPECS
from sim.acts.values import (
    LEFT_OUT,
    MARKED,
    VOTED_ON,
    Act,
    ActError,
    Slot,
    day_of,
    hint,
    quoted,
    read_value,
    shown_term,
)
from sim.acts.writing import Reader, Spec, Writer
from sim.arrays import MORE_TALKS, MOVES
from sim.ledger import ACTS, STOP_LOBBYING
from sim.setting import Setting
from sim.state import Moves


def parse(setting: Setting, seat: int, act: object, beat: str) -> tuple[Spec, Act]:
    """An act with its values read. ActError: what is wrong with it."""
    if not isinstance(act, Mapping):
        raise ActError(f"expected an act such as {{'move': 'lobby', 'target': 'FR'}}, found {quoted(act)}")
    given = dict(cast(Mapping[str, object], act))
    name = given.pop("move", None)
    if not isinstance(name, str) or name not in SPECS:
        raise ActError(f"expected a move, found {quoted(name)}; {hint(name, list(SPECS))}")
    one = SPECS[name]
    if one.beat != beat:
        raise ActError(f"{name}: is made at the {one.beat} beat, not at the {beat} beat")
    out: Act = {}
    for slot in one.slots:
        if slot.name not in given and slot.default is None:
            raise ActError(
                f"{name}: expected {slot.name}{f' ({slot.doc})' if slot.doc else ''}, found nothing"
            )
        value = given.pop(slot.name, slot.default)
        missing = value is LEFT_OUT and slot.default is LEFT_OUT
        out[slot.name] = None if missing else read_value(setting, slot, value, f"{name}.{slot.name}")
    if given:
        known, extra = [slot.name for slot in one.slots], sorted(map(str, given))[0]
        near = hint(extra, known) if known else "it takes none"
        raise ActError(f"{name}: unknown value {quoted(extra)}; {near}")
    return one, out


def to_moves(setting: Setting, seat: int, acts: Sequence[object], week: int, beat: str) -> Moves:
    """The moves of one seat at one beat, in one world, from its acts. Fields of shape (1,).

    ActError: an act that cannot be read, that repeats another or contradicts it; with its number in the list.

    >>> from sim.compile import compile_setting
    >>> from sim.scenario import load
    >>> setting = compile_setting(load("kosovo_2007"))
    >>> acts = [{"move": "lobby", "target": "Greece"}]
    >>> moves = to_moves(setting, setting.actors.index("US"), acts, 0, "decide")
    >>> setting.actors[moves.lobby_target[0]], float(moves.lobby_points[0])
    ('GR', 1.0)
    """
    writer = Writer(setting, seat, week, beat)
    done: list[tuple[Spec, Act]] = []
    for number, act in enumerate(acts, start=1):
        try:
            said = one, values = parse(setting, seat, act, beat)
            if said in done:
                raise ActError(f"repeats act {done.index(said) + 1}")
            one.write(writer, values)
            consistent(writer)
        except ActError as e:
            raise ActError(f"act {number}: {e}") from None
        done.append(said)
    words = {id(one) for one, _ in done}
    for number, (one, _) in enumerate(done, start=1):
        if one.beside and id(SPECS[one.beside]) not in words:
            raise ActError(f"act {number}: expected {one.beside!r} beside it, found nothing of the kind")
    return writer.made()


def to_acts(setting: Setting, moves: Moves, at: int, seat: int, beat: str) -> list[Act]:
    """The acts of one seat at a beat: what `to_moves` would need to make the same moves again.

    at     the seat's place on the seat axis of the moves
    seat   its index among the actors
    """
    reader = Reader(setting, moves, at, seat, beat)
    return [
        {"move": name, **act} for name, one in SPECS.items() if one.beat == beat for act in one.read(reader)
    ]


# ---------------------------------------------------------------- examples


def example(setting: Setting, word: str) -> tuple[str, list[Act]]:
    """A seat that has a move, and acts with which it makes it: the first of plausible ones that can be read.

    A word that needs another beside it comes with that one. Where no seat has the move, the first one stands
    for it.

    >>> from sim.compile import compile_setting
    >>> from sim.scenario import load
    >>> setting = compile_setting(load("kosovo_2007"))
    >>> example(setting, "offer")
    ('RS', [{'move': 'offer', 'package': 'autonomy'}])
    """
    one = SPECS[word]
    able = np.flatnonzero(setting.roles[..., MOVES.index(one.move)].any(0))
    seat = int(able[0]) if len(able) else int(np.flatnonzero(setting.negotiator)[0])
    beside = example(setting, one.beside)[1] if one.beside else []
    for act in plausible(setting, seat, word):
        try:
            to_moves(setting, seat, [*beside, act], 0, one.beat)
        except ActError:
            continue
        return setting.actors[seat], [*beside, act]
    raise ActError(f"{word}: expected an act that can be made in {setting.scenario}, found none")


def plausible(setting: Setting, seat: int, word: str) -> Iterator[Act]:
    """Acts with a word that might be made, the likelier first, without what goes without saying."""
    slots = [s for s in SPECS[word].slots if s.default is None or s.default not in (False, LEFT_OUT, 0)]
    for values in product(*(values_of(setting, seat, slot) for slot in slots)):
        yield {"move": word} | {slot.name: value for slot, value in zip(slots, values, strict=True)}


def values_of(setting: Setting, seat: int, slot: Slot) -> Sequence[object]:
    """What might be said in a slot, the likelier first."""
    if slot.kind in ("word", "ballot"):
        return slot.words
    if slot.kind == "actor":
        taken = ~(setting.recogniser & (setting.side == 0.0))
        order: list[int] = np.argsort(taken, kind="stable").tolist()
        return [setting.actors[i] for i in order if i != seat]
    if slot.kind in ("package", "packages"):
        return setting.packages if slot.kind == "package" else [[p] for p in setting.packages]
    if slot.kind == "week":
        return [day_of(setting, setting.weeks // 2)]
    if slot.kind == "term":
        return terms(setting)
    return [FIRST.get(slot.name, slot.low) if slot.default is None else slot.default]


FIRST = {"chance": 25.0, "utility": 10.0, "entry": 0}
"""Numbers shown in examples, where none goes without saying."""


def terms(setting: Setting) -> list[Act]:
    """One checkable act of every kind, in words."""
    last, until = 1, setting.weeks // 2
    out: list[Act] = []
    for act in range(len(ACTS)):
        thing = MORE_TALKS if act in VOTED_ON else -1
        if act == STOP_LOBBYING:
            thing = int(np.flatnonzero(setting.recogniser)[0]) if setting.recogniser.any() else 0
        out.append(shown_term(setting, [act, thing, 0 if act in MARKED else last, until]))
    return sorted(out, key=lambda term: term["act"] != "not_recognise")

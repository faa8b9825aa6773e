"""Which acts are open to a seat at a beat, in the order in which they are numbered; and what is closed, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from game.text.examples import ballots, cheats, countered, on_table, reply, typical
from game.text.sight import Sight
from game.text.words import EFFECTS, WHY
from sim.acts import SPECS
from sim.arrays import ENDORSE, MORE_TALKS, NEVER
from sim.rules.legality import CAPITAL, FULL, REASONS, ROLE
from sim.typed import FREE, example, price

UNLISTED = frozenset({"hold", "demand"})
"""What can be typed but is not worth a line."""

PURSE = frozenset({CAPITAL, FULL})
"""Reasons that do not keep a seat from what is free."""


@dataclass(frozen=True)
class Way:
    """One act that can be typed."""

    word: str
    move: str
    beat: str
    price: str
    doc: str
    example: str
    reason: str
    """why it is closed; empty where it is open"""


def ways(sight: Sight) -> list[Way]:
    """Every act of the seat's moves, open or not, at any beat."""
    out: list[Way] = []
    for word, spec in SPECS.items():
        code = sight.why_not(spec.move)
        if code == ROLE:
            continue
        line, cost = line_of(sight, word), price(sight.setting, sight.at, word)
        closed = "" if code in PURSE else REASONS[code]
        closed = closed or ("" if of_use(sight, word) else WHY.get(f"no {word}", WHY["irrelevant"]))
        closed = closed or ("" if cost.startswith(FREE) else REASONS[code])
        out.append(Way(word, spec.move, spec.beat, cost, EFFECTS.get(word, spec.doc), line, closed))
    return out


def line_of(sight: Sight, word: str) -> str:
    """A line that types an act now: about what is there, where there is something."""
    there = typical(sight, word)
    return f"{word} {there}" if there else example(sight.setting, sight.at, word)


def menu(sight: Sight) -> list[Way]:
    """What is open at this beat, in the order of its numbers."""
    return [w for w in ways(sight) if w.beat == sight.beat and not w.reason and w.word not in UNLISTED]


def closed(sight: Sight) -> list[Way]:
    """What the seat has, and cannot do at this beat."""
    return [w for w in ways(sight) if w.beat == sight.beat and w.reason and w.word not in UNLISTED]


def of_use(sight: Sight, word: str) -> bool:
    """Is there something now that an act could be about?"""
    test = USES.get(word)
    return test is None or test(sight)


def put_forward(sight: Sight) -> list[int]:
    """Parties whose practical offer can be joined in."""
    offers = np.broadcast_to(sight.desk.practical_offer, sight.setting.party.shape)
    return [i for i, what in enumerate(offers.tolist()) if what >= 0 and i != sight.at]


def mediates(sight: Sight) -> bool:
    """Does the seat mediate at a session this week?"""
    return bool(sight.setting.mediator[sight.week, sight.at] and sight.view.session)


def can_wait(sight: Sight) -> bool:
    """Is there a vote in the Council this week that can be put off still?"""
    state, week = sight.known.state, sight.week
    draft = state.drafted >= 0 > state.waiting
    return bool(draft or (sight.view.due[..., [MORE_TALKS, ENDORSE]].all() and state.moved_meeting != week))


def extendable(sight: Sight) -> bool:
    """Could the date be moved?"""
    return sight.setting.rules.deadline_kind == "extendable"


def to_recognise(sight: Sight) -> bool:
    """Has it anything to say of recognition still?"""
    return int(sight.known.state.recognised_week[sight.at]) >= NEVER


USES: Mapping[str, Callable[[Sight], bool]] = {
    "reply": lambda s: bool(reply(s)),
    "take_counter": lambda s: bool(countered(s)),
    "accept": lambda s: bool(on_table(s)),
    "walk_out": lambda s: bool(s.view.session),
    "join_practical": lambda s: bool(put_forward(s)),
    "vote": lambda s: bool(ballots(s)),
    "hope": mediates,
    "block": mediates,
    "caucus_text": lambda s: bool(s.view.chair[0]),
    "soften": lambda s: int(s.desk.lined) >= 0 and not s.view.chair[0],
    "put_off": can_wait,
    "extend": extendable,
    "recognise": to_recognise,
    "carry_out_measures": lambda s: int(s.desk.measures_stage) == 1,
    "announce_measures": lambda s: int(s.desk.measures_stage) == 0,
    "deny": lambda s: bool(s.known.state.exposed[s.at] > 0.0),
    "press": lambda s: bool(cheats(s)),
    "expose": lambda s: s.setting.rules.side_payments and s.setting.rules.lobbying,
}
"""Acts that are about something that is not always there; the others always are."""


def find(found: Sequence[Way], word: str) -> Way | None:
    """A way by its word."""
    return next((way for way in found if way.word == word), None)

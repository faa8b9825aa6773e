"""Which acts are open to a seat at a beat, in the order in which they are numbered; and what is closed, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from game.text.sight import Sight
from game.text.words import EFFECTS, WHY
from sim.acts import SPECS
from sim.arrays import BALLOTS, DRAFTS, NEVER
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
        line, cost = typical(sight, word), price(sight.setting, sight.at, word)
        closed = "" if code in PURSE else REASONS[code]
        closed = closed or ("" if of_use(sight, word) else WHY["irrelevant"])
        closed = closed or ("" if cost.startswith(FREE) else REASONS[code])
        out.append(Way(word, spec.move, spec.beat, cost, EFFECTS.get(word, spec.doc), line, closed))
    return out


def typical(sight: Sight, word: str) -> str:
    """A line that types an act now: about what is there, where there is something."""
    there: Sequence[str] = ABOUT[word](sight) if word in ABOUT else ()
    return f"{word} {there[0]}" if there else example(sight.setting, sight.at, word)


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


def countered(sight: Sight) -> bool:
    """Has a note of the seat met a counter-offer?"""
    return bool((sight.desk.reply[0] == 2).any())


def on_table(sight: Sight) -> list[str]:
    """Packages that a party could sign now: the mediators' text, what the others have offered."""
    if not sight.view.session or not sight.setting.party[sight.at]:
        return []
    text = [int(sight.view.text)] if int(sight.view.text) >= 0 else []
    offers = [int(x) for i, x in enumerate(sight.view.offer) if x >= 0 and i != sight.at]
    return [sight.setting.packages[i] for i in dict.fromkeys([*text, *offers])]


def ballots(sight: Sight) -> list[str]:
    """What the seat votes on this week."""
    setting, i, week = sight.setting, sight.at, sight.week
    due: list[bool] = np.atleast_1d(sight.view.due).tolist()
    return [
        name
        for ballot, name in enumerate(BALLOTS)
        if due[ballot] and (setting.council[week, i] if ballot in DRAFTS else setting.member[i])
    ]


def put_forward(sight: Sight) -> list[int]:
    """Parties whose practical offer can be joined in."""
    offers = np.broadcast_to(sight.desk.practical_offer, sight.setting.party.shape)
    return [i for i, what in enumerate(offers.tolist()) if what >= 0 and i != sight.at]


def mediates(sight: Sight) -> bool:
    """Does the seat mediate at a session this week?"""
    return bool(sight.setting.mediator[sight.week, sight.at] and sight.view.session)


def extendable(sight: Sight) -> bool:
    """Could the date be moved?"""
    return sight.setting.rules.deadline_kind == "extendable"


def to_recognise(sight: Sight) -> bool:
    """Has it anything to say of recognition still?"""
    return int(sight.known.state.recognised_week[sight.at]) >= NEVER


def waiting(sight: Sight) -> list[str]:
    """Answers that could be given."""
    inbox = sight.desk.inbox[0, ..., 0]
    return [f"{sight.setting.actors[who]} {slot + 1} yes" for who, slot in np.argwhere(inbox > 0).tolist()]


def private(sight: Sight) -> list[str]:
    """Private promises that the seat is party to, by number."""
    book = sight.desk.ledger
    mine = (book.maker[0] == sight.at) | (book.receiver[0] == sight.at)
    return [str(i) for i in np.flatnonzero(mine & (book.state[0] > 0) & ~book.public[0]).tolist()]


ABOUT: Mapping[str, Callable[[Sight], list[str]]] = {
    "reply": waiting,
    "leak": private,
    "accept": on_table,
    "vote": lambda s: [f"{name} yes" for name in ballots(s)],
    "recognise": lambda s: [] if s.view.declared else ["announce"],
}
"""What goes into an example where there is something that the act would be about."""

USES: Mapping[str, Callable[[Sight], bool]] = {
    "reply": lambda s: bool((s.desk.inbox[0, ..., 0] > 0).any()),
    "take_counter": countered,
    "accept": lambda s: bool(on_table(s)),
    "walk_out": lambda s: bool(s.view.session),
    "join_practical": lambda s: bool(put_forward(s)),
    "vote": lambda s: bool(ballots(s)),
    "hope": mediates,
    "block": mediates,
    "extend": extendable,
    "recognise": to_recognise,
    "carry_out_measures": lambda s: int(s.desk.measures_stage) == 1,
    "announce_measures": lambda s: int(s.desk.measures_stage) == 0,
}
"""Acts that are about something that is not always there; the others always are."""


def find(found: Sequence[Way], word: str) -> Way | None:
    """A way by its word."""
    return next((way for way in found if way.word == word), None)

"""What seats do in public by a move of their own, in plain sentences; nothing in a game of doctrine."""

from collections.abc import Iterator

import numpy as np

from sim.analysis.week import TEXTS, Week
from sim.arrays import DOUBTERS, LINES, NEVER, PIONEERS, PRACTICAL, TOPICS, Array, Index, Mask
from sim.rules.council import BLOCKED, SHORT
from sim.rules.members import decided
from sim.rules.patronage import SILENT, STEPPED_BACK
from sim.rules.promises import MOST_COMMITTED
from sim.rules.statements import HOPE, LOUD

GROUPS = {DOUBTERS: "doubters", PIONEERS: "pioneers"}


def verb(who: Mask, one: str, many: str) -> str:
    """A verb in the number of its subject.

    >>> verb(np.array([True, False]), "calls", "call")
    'calls'
    """
    return one if who.sum() == 1 else many


# ------------------------------------------------------------------ words


def statements(w: Week) -> Iterator[str]:
    """Public statements: who says the same in the same way is named together."""
    heard = w.did.topic >= 0
    keys = np.stack([w.did.topic, np.sign(w.did.tone), w.did.strength >= LOUD, w.did.vague], axis=-1)
    for key in np.unique(keys[heard], axis=0):
        who = heard & (keys == key).all(-1)
        topic, tone, loud, vague = int(key[0]), float(key[1]), bool(key[2]), bool(key[3])
        more = (" at full strength" if loud else "") + (", and leaves open what it means by it" if vague else "")
        yield f"{w.who(who)} {what_is_said(who, topic, tone)}{more}."


def what_is_said(who: Mask, topic: int, tone: float) -> str:
    """The topic of a statement, and which way it speaks."""
    if topic == HOPE:
        told = "hope in the talks" if tone > 0.0 else "no hope in the talks"
        return f"{verb(who, 'voices', 'voice')} {told}"
    side = "for recognition" if tone > 0.0 else "against recognition"
    return f"{verb(who, 'speaks', 'speak')} {side}, on {TOPICS[topic].replace('europe', 'Europe')},"[:-1]


def journeys(w: Week) -> Iterator[str]:
    """Visits that a seat pays by a move."""
    for guest in np.flatnonzero(w.did.visit >= 0):
        host = int(w.did.visit[guest])
        if host != guest:
            yield f"{w.setting.names[guest]} visits {w.setting.names[host]}."


def patrons(w: Week) -> Iterator[str]:
    """A patron that goes as far as a vow, or steps back."""
    now, before = w.ended.commitment, w.talked.commitment
    vows = (now == MOST_COMMITTED) & (before < MOST_COMMITTED)
    leaves = (now == STEPPED_BACK) & (before > SILENT) & (before != STEPPED_BACK)
    for who, said in ((vows, "its whole word to its client"), (leaves, "")):
        for seat in np.flatnonzero(who):
            yield f"{w.setting.names[seat]} {f'commits {said}' if said else 'steps back from its client'}."


# ------------------------------------------------------------------ promises

PROMISED = {
    "declare": "to declare",
    "not_declare": "not to declare",
    "recognise": "to recognise",
    "not_recognise": "not to recognise",
    "vote_yes": "to vote for {text}",
    "vote_no": "to vote against {text}",
    "abstain": "to abstain on {text}",
    "back": "to back {text}",
    "block": "to block {text}",
    "commit_at_most": "to commit itself to its client no further than level {level}",
    "stop_lobbying": "to leave {actor} alone",
    "coordinate": "to work on coordination for {level} weeks",
    "offer_at_most": "to offer {package} or less",
    "offer_at_least": "to offer {package} or more",
    "keep_path_open": "to keep the path open",
    "no_measures": "to carry out no measures",
    "reinforce": "to send troops",
}
"""Checkable acts (`sim.ledger.ACTS`) in words."""


def promised(w: Week, act: int, thing: int, level: float, until: int) -> str:
    """A checkable act in words, with its date."""
    name = list(PROMISED)[act]
    text = PROMISED[name]
    said = text.format(
        text=TEXTS[thing] if "{text}" in text else "",
        actor=w.setting.names[thing] if "{actor}" in text else "",
        package=w.package(int(level)) if "{package}" in text else "",
        level=f"{level:.0f}",
    )
    if until >= w.setting.weeks - 1:
        return f"{said} as long as this lasts"
    forbears = name.startswith(("not_", "no_", "commit", "stop", "keep"))
    return f"{said} {'until' if forbears else 'by'} the week of {w.day(until)}"


def of_entry(w: Week, at: int) -> str:
    """What a place on the ledger promises."""
    book = w.ended.ledger
    return promised(w, int(book.act[at]), int(book.object[at]), float(book.level[at]), int(book.until[at]))


def pair(w: Week, at: int) -> tuple[str, str]:
    """Who made a promise, and to whom."""
    book = w.ended.ledger
    return w.setting.names[int(book.maker[at])], w.setting.names[int(book.receiver[at])]


def pledges(w: Week) -> Iterator[str]:
    """Promises and warnings that are given in public."""
    book = w.ended.ledger
    for at in np.flatnonzero((book.made == w.number) & (book.maker >= 0) & book.public & ~leaked(w)):
        maker, receiver = pair(w, int(at))
        on: Index = book.condition[at]
        if book.warned[at] and on[0] >= 0:
            asked = promised(w, int(on[0]), int(on[1]), float(on[2]), int(on[3]))
            yield (
                f"{maker} warns {receiver} in public: it means {of_entry(w, int(at))}, "
                f"unless {receiver} agrees {asked}."
            )
        else:
            yield f"{maker} promises {receiver} in public {of_entry(w, int(at))}."


def words_kept(w: Week) -> Iterator[str]:
    """Promises that are kept or broken this week, those given in private among them."""
    then, book = w.talked.ledger, w.ended.ledger
    fresh = (book.state != then.state) | (book.made == w.number)
    for at in np.flatnonzero(fresh & (book.maker >= 0)):
        fate = FATES.get(int(book.state[at]))
        if fate:
            maker, receiver = pair(w, int(at))
            private = "" if book.public[at] else ", given in private"
            yield f"{maker} {fate} its word to {receiver} {of_entry(w, int(at))}{private}."


FATES = {2: "keeps", 3: "breaks"}


def leaked(w: Week) -> Mask:
    """(entry,) private promises that have become public this week."""
    if w.ended.leaked == w.talked.leaked:
        return np.zeros(w.ended.ledger.public.shape, dtype=np.bool_)
    then, book = w.talked.ledger, w.ended.ledger
    known = then.public & (then.made == book.made) & (then.maker == book.maker)
    return book.public & ~known & (book.maker >= 0) & ~told_in_public(w)


def told_in_public(w: Week) -> Mask:
    """(entry,) promises of this week that were public from the start, as far as nothing tells them apart."""
    return np.zeros(w.ended.ledger.public.shape, dtype=np.bool_)


def leaks(w: Week) -> Iterator[str]:
    """Private promises that come out."""
    for at in np.flatnonzero(leaked(w)):
        maker, receiver = pair(w, int(at))
        yield f"It becomes known that {maker} has promised {receiver} {of_entry(w, int(at))}."

"""For every act a line that a seat could type now: about somebody, some text, some day that is really there.

A line is made from what the seat sees; whether it may be made at all is the menu's to say.
"""

from collections.abc import Callable, Mapping

import numpy as np

from game.text.sight import Sight
from sim.acts import PRACTICAL
from sim.acts.deciding import SIDES
from sim.arrays import (
    BALLOTS,
    ENDORSE,
    EXHAUSTED,
    GROUND,
    LINE_TIMING,
    LINES,
    MISSION,
    MORE_TALKS,
    NEVER,
    TOPICS,
    Mask,
)
from sim.ledger import ACTS, FORBEARING, OPEN
from sim.rules.deeds import AT_COUNCIL
from sim.rules.promises import betrayals

AHEAD = 8
"""Weeks ahead of the day that an example names, at most."""
NEAR = 15.0
"""Points of readiness from the middle at which a state is the likeliest to be won."""


def for_it(sight: Sight) -> bool:
    """Is the seat's own side for recognition?"""
    return sight.side == SIDES[0]


def ahead(sight: Sight, weeks: int = AHEAD) -> str:
    """A Monday to come, within the game."""
    return sight.monday(max(min(sight.week + weeks, sight.last), sight.week + 1)).isoformat()


def wavering(sight: Sight, among: Mask) -> int:
    """Who of some is not decided yet and leans least, the seat itself apart; -1 for nobody."""
    v = sight.view
    free = among & ~v.recognised & ~sight.desk.refused & (np.arange(len(v.stance)) != sight.at)
    undecided = np.where(free & (v.sides == 0.0), np.abs(v.stance - NEAR), np.inf)
    best = int(undecided.argmin())
    if np.isfinite(undecided[best]):
        return best
    others = np.flatnonzero(sight.setting.negotiator & (np.arange(len(v.stance)) != sight.at))
    return int(others[0]) if len(others) else -1


def waverer(sight: Sight) -> str:
    """The seat that is the likeliest to be won."""
    return sight.setting.actors[wavering(sight, sight.setting.recogniser & sight.setting.negotiator)]


def lobbied(sight: Sight) -> str:
    """Whom to work on, and how hard: what the purse reaches."""
    points = max(min(2, int(sight.left)), 1)
    return f"{waverer(sight)} {points} {sight.side}"


def sounded(sight: Sight) -> str:
    """Whom to sound out, on what."""
    i = wavering(sight, sight.setting.recogniser & sight.setting.negotiator)
    about = "readiness" if sight.setting.recogniser[i] and not sight.view.recognised[i] else "wish"
    return f"{sight.setting.actors[i]} {about}"


def asked(sight: Sight) -> tuple[str, str]:
    """A seat, and something that it could do."""
    i, s = wavering(sight, sight.setting.recogniser & sight.setting.negotiator), sight.setting
    if s.recogniser[i] and not sight.view.recognised[i]:
        word = "recognise by" if for_it(sight) else "not_recognise until"
        return s.actors[i], f"{word} {ahead(sight)}"
    return s.actors[i], f"stop_lobbying {own_subject(sight, i)} until {ahead(sight)}"


def own_subject(sight: Sight, but: int) -> str:
    """A state that one could work on, another than `but`."""
    s = sight.setting
    found = [i for i in np.flatnonzero(s.recogniser).tolist() if i not in (but, sight.at)]
    return s.actors[found[0]]


def given(sight: Sight) -> str:
    """Something that the seat could promise now, and has not."""
    s, i = sight.setting, sight.at
    book, day = sight.desk.ledger, ahead(sight)
    mine = (book.state[0] == OPEN) & (book.maker[0] == i)
    bound = {ACTS[int(act)] for act in book.act[0][mine]}
    free = sight.view.recogniser[i] and not sight.view.recognised[i]
    word = "recognise" if for_it(sight) else "not_recognise"
    could = {
        "not_declare": bool(s.declarer[i]) and not bool(sight.view.declared),
        "no_measures": bool(s.title_holder[i]) and int(sight.desk.measures_stage) < 2,
        word: bool(free) and not bound & {"recognise", "not_recognise"},
        "reinforce": bool(s.contributor[i]),
        "keep_path_open": bool(s.member[i]),
    }
    for act, can in could.items():
        if can and act not in bound:
            until = "until" if ACTS.index(act) in FORBEARING else "by"
            return f"{act} {until} {day}"
    return f"stop_lobbying {own_subject(sight, i)} until {day}"


def note(what: Callable[[Sight], list[str]]) -> Callable[[Sight], str]:
    """A note to whom the seat would ask."""
    return lambda sight: " ".join([asked(sight)[0], *what(sight)])


def package(sight: Sight) -> str:
    """What a party would put forward: what is worth most to it, of what has not been offered."""
    worth = np.where(np.isfinite(sight.view.utility[0]), sight.view.utility[0], -np.inf)
    worth[[int(x) for x in sight.view.offer if x >= 0]] = -np.inf
    return sight.setting.packages[int(worth.argmax())]


def text(sight: Sight) -> str:
    """What a mediator would table: the text that leaves the question open, if there is one."""
    return sight.setting.packages[max(int(sight.view.draft), 0)]


def to_block(sight: Sight) -> str:
    """What is worth least to a mediator."""
    worth = np.where(np.isfinite(sight.view.utility[0]), sight.view.utility[0], np.inf)
    return sight.setting.packages[int(worth.argmin())]


def matter(sight: Sight) -> str:
    """A practical matter that is not settled."""
    done = np.atleast_1d(sight.known.state.practical_done).tolist()
    return next((name for name, is_done in zip(PRACTICAL, done, strict=False) if not is_done), PRACTICAL[0])


def draft(sight: Sight) -> str:
    """A text for the Council that is of one's side."""
    if for_it(sight):
        return BALLOTS[ENDORSE]
    return BALLOTS[GROUND if sight.view.declared else MORE_TALKS]


def line(sight: Sight) -> str:
    """A text for the members that has not been decided on."""
    state = sight.known.state
    shut = {EXHAUSTED: bool(state.exhausted), MISSION: int(state.mission_week) < NEVER}
    shut[LINE_TIMING] = bool(sight.view.declared)
    carried = np.atleast_1d(state.carried).tolist()
    open_ = [b for b, done in zip(LINES, carried, strict=True) if not done and not shut.get(b, False)]
    return BALLOTS[(open_ or list(LINES))[0]]


def joined(sight: Sight) -> str:
    """A group that one is not in, of one's side; or to leave."""
    own = int(sight.desk.group[sight.at])
    if own:
        return "leave"
    return "pioneers" if for_it(sight) else "doubters"


def said_of_recognition(sight: Sight) -> str:
    """What there is to say of recognition now."""
    if not sight.view.declared:
        return "delay" if sight.desk.announced[sight.at] else "announce"
    return "now" if for_it(sight) else "delay"


def stood_behind(sight: Sight) -> str:
    """A level of commitment other than the present one."""
    wide = np.broadcast_to(sight.desk.commitment, (1, len(sight.setting.actors)))
    return "1" if int(wide[0, sight.at]) == 2 else "2"


def statement(sight: Sight) -> str:
    """Something to say: what one has not spoken on last."""
    topics = ("stability", "europe") if for_it(sight) else ("law", "precedent")
    own = int(sight.known.state.topic[sight.at])
    topic = topics[1] if own >= 0 and TOPICS[own] == topics[0] else topics[0]
    return f"{topic} {sight.side} 2"


def reply(sight: Sight) -> list[str]:
    """Answers that could be given."""
    inbox = sight.desk.inbox[0, ..., 0]
    return [f"{sight.setting.actors[who]} {slot + 1} yes" for who, slot in np.argwhere(inbox > 0).tolist()]


def countered(sight: Sight) -> list[str]:
    """One's own notes that have met a counter-offer, by number."""
    return [str(slot + 1) for slot in np.flatnonzero(sight.desk.reply[0] == 2).tolist()]


def private(sight: Sight) -> list[str]:
    """Private promises that the seat is party to, by number."""
    book = sight.desk.ledger
    mine = (book.maker[0] == sight.at) | (book.receiver[0] == sight.at)
    return [str(i) for i in np.flatnonzero(mine & (book.state[0] > 0) & ~book.public[0]).tolist()]


def on_table(sight: Sight) -> list[str]:
    """Packages that a party could sign now: the mediators' text, what the others have offered."""
    if not sight.view.session or not sight.setting.party[sight.at]:
        return []
    own = [int(sight.view.text)] if int(sight.view.text) >= 0 else []
    offers = [int(x) for i, x in enumerate(sight.view.offer) if x >= 0 and i != sight.at]
    return [sight.setting.packages[i] for i in dict.fromkeys([*own, *offers])]


def ballots(sight: Sight) -> list[str]:
    """What the seat votes on this week."""
    setting, i, week = sight.setting, sight.at, sight.week
    due: list[bool] = np.atleast_1d(sight.view.due).tolist()
    return [
        name
        for ballot, name in enumerate(BALLOTS)
        if due[ballot] and (setting.council[week, i] if AT_COUNCIL[ballot] else setting.member[i])
    ]


def cheats(sight: Sight) -> list[str]:
    """Seats that have broken their word to this one, and have not been held to it in public."""
    book = sight.desk.ledger
    hit = betrayals(book)[0] & (book.receiver[0] == sight.at)
    return [sight.setting.actors[int(i)] for i in book.maker[0][hit]]


def first(found: Callable[[Sight], list[str]], more: str = "") -> Callable[[Sight], str]:
    """The first of some things that are there; nothing if none is."""
    return lambda sight: f"{there[0]}{more}" if (there := found(sight)) else ""


VALUES: Mapping[str, Callable[[Sight], str]] = {
    "sound_out": sounded,
    "ask": note(lambda s: ["ask", asked(s)[1]]),
    "bargain": note(lambda s: ["ask", asked(s)[1], "give", given(s)]),
    "promise": note(lambda s: ["give", given(s)]),
    "warn": note(lambda s: ["ask", asked(s)[1], "give", given(s)]),
    "offer": package,
    "agenda": text,
    "block": to_block,
    "practical": matter,
    "draft": draft,
    "caucus_text": line,
    "reply": first(reply),
    "take_counter": first(countered),
    "statement": statement,
    "lobby": lobbied,
    "leak": first(private),
    "press": first(cheats),
    "expose": waverer,
    "accept": first(on_table),
    "set_date": ahead,
    "commit": stood_behind,
    "visit": waverer,
    "vote": first(ballots, " yes"),
    "group": joined,
    "recognise": said_of_recognition,
    "guarantee": ahead,
}
"""What goes with a word."""


def typical(sight: Sight, word: str) -> str:
    """The values that go with a word now; nothing where it takes none, or there is nothing to take."""
    make = VALUES.get(word)
    return make(sight) if make else ""


__all__ = ["ballots", "cheats", "countered", "on_table", "private", "reply", "typical"]

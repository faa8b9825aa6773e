"""Acts of the talk and the answer beat: soundings, notes, replies, drafts and lines."""

from collections.abc import Sequence

import numpy as np

from sim.acts.values import Act, ActError, Slot, day_of, shown_term
from sim.acts.writing import Reader, Ways, Writer, code_of
from sim.arrays import BALLOTS, EXHAUSTED, MATTERS, NOTE_KINDS, SLOTS
from sim.ledger import ACT, ACTS, OBJECT, STOP_LOBBYING, TERM, UNTIL
from sim.rules.deeds import AT_COUNCIL, VOTES, roles
from sim.setting import Setting

READINESS = MATTERS.index("readiness")
ANSWERS = {"yes": 1, "no": -1, "counter": 2}
"""Answers to a note, and what stands for them."""


# ---------------------------------------------------------------- who and what


def seat_named(w: Writer, who: int, where: str) -> None:
    """ActError: it is the seat's own, or nobody sits there: it only votes in the Council."""
    if who == w.seat:
        raise ActError(f"{where}: expected another seat, found your own")
    if not w.setting.negotiator[who]:
        raise ActError(
            f"{where}: expected a seat at the table, found {w.setting.actors[who]}, which only votes"
        )


def can_do(setting: Setting, who: int, term: Sequence[int], week: int) -> bool:
    """Whether an actor's roles let it ever do what a term names, from a week on until the term's own."""
    act, thing = term[ACT], term[OBJECT]
    if act in VOTES:
        span = slice(week, term[UNTIL] + 1)
        reports = thing == EXHAUSTED and bool(setting.mediator[span, who].any())
        sits = setting.council[span, who].any() if AT_COUNCIL[thing] else setting.member[who]
        return bool(sits) or reports
    return all(bool(role[who]) for acts, role in roles(setting) if act in acts)


def works_on(setting: Setting, target: int, week: int) -> bool:
    """Whether there is anything to win with an actor: it may recognise, or will vote in the Council."""
    return bool(setting.recogniser[target] or setting.council[week:, target].any())


def possible(w: Writer, who: int, term: Sequence[int], where: str) -> None:
    """ActError: a term that cannot be: its day is past, or who is to do it never can."""
    s = w.setting
    if term[UNTIL] < w.week:
        raise ActError(f"{where}.until: expected a day to come, found {day_of(s, term[UNTIL])}")
    if not can_do(s, who, term, w.week):
        what = f" on {BALLOTS[term[OBJECT]]}" if term[ACT] in VOTES else ""
        raise ActError(
            f"{where}.act: expected what {s.actors[who]} can do, found {ACTS[term[ACT]]!r}{what}: "
            "it has no role for it"
        )
    if term[ACT] == STOP_LOBBYING and (term[OBJECT] == who or not works_on(s, term[OBJECT], w.week)):
        raise ActError(
            f"{where}.on: expected an actor that {s.actors[who]} could lobby, found {s.actors[term[OBJECT]]}"
        )


# ---------------------------------------------------------------- talk


def write_sound(w: Writer, act: Act) -> None:
    """A sounding."""
    target = act["target"]
    seat_named(w, target, "target")
    if act["about"] == READINESS and not w.setting.recogniser[target]:
        raise ActError(f"about: expected the wish of {w.setting.actors[target]}: it is not one to recognise")
    w.put("sound", target)
    w.put("sound_on", act["about"])


def read_sound(r: Reader) -> list[Act]:
    """Whom the seat sounds out."""
    target = r.get("sound")
    return [{"target": r.actor(target), "about": MATTERS[r.get("sound_on")]}] if target >= 0 else []


def write_note(w: Writer, act: Act, kind: int) -> None:
    """Put a note into the first free slot."""
    to, asked, given = act["to"], act.get("ask"), act.get("give")
    seat_named(w, to, "to")
    if asked:
        possible(w, to, asked, "ask")
    if given:
        possible(w, w.seat, given, "give")
    note = w.own("note")
    free = np.flatnonzero(note[0, :, 0] == 0)
    if not len(free):
        raise ActError(f"expected at most {SLOTS} notes a week, found one more")
    slot = int(free[0])
    note[0, slot] = (kind, to, int(act["public"]))
    w.own("note_a")[0, slot] = asked or [-1] * TERM
    w.own("note_b")[0, slot] = given or [-1] * TERM


def read_notes(r: Reader) -> list[Act]:
    """The notes that the seat sends, in their order and with their own words: which slot one is in counts."""
    out: list[Act] = []
    for (kind, to, public), a, b in zip(r.get("note"), r.get("note_a"), r.get("note_b"), strict=True):
        if kind:
            act: Act = {"move": NOTE_KINDS[kind - 1], "to": r.actor(to)}
            act |= {"ask": shown_term(r.setting, a)} if a[ACT] >= 0 else {}
            act |= {"give": shown_term(r.setting, b)} if b[ACT] >= 0 else {}
            out.append(act | ({"public": True} if public else {}))
    return out


def note(kind: int) -> Ways:
    """A kind of note. All of them are read back with the first kind."""
    return lambda w, act: write_note(w, act, kind), read_notes if kind == 1 else lambda r: []


def ballot_slot(name: str, ballots: Sequence[int]) -> Slot:
    """A ballot out of some."""
    return Slot(name, "ballot", tuple(BALLOTS[b] for b in ballots), doc="what is put to the vote")


def brought(field: str, ballots: Sequence[int]) -> Ways:
    """A ballot that a move brings to the vote."""

    def write(w: Writer, act: Act) -> None:
        on: int = act["on"]
        w.put(field, ballots[on])

    def read(r: Reader) -> list[Act]:
        return [{"on": BALLOTS[r.get(field)]}] if r.get(field) >= 0 else []

    return write, read


def write_demand(w: Writer, act: Act) -> None:
    """The utility that a party asks for."""
    w.put("demand", act["utility"])


def read_demand(r: Reader) -> list[Act]:
    """What the seat asks for."""
    return [{"utility": r.get("demand")}] if r.get("demand") != 0.0 else []


# ---------------------------------------------------------------- answer


def write_reply(w: Writer, act: Act) -> None:
    """Answer a note: yes, no, or a counter-offer."""
    sender, want, at = act["to"], act["want"], (act["to"], act["note"] - 1)
    seat_named(w, sender, "to")
    says = code_of(ANSWERS, act["says"])
    if says == ANSWERS["counter"] and want is None:
        raise ActError("want: expected what you want in return, found nothing")
    if says != ANSWERS["counter"] and want is not None:
        raise ActError("want: expected nothing, since only a counter-offer wants something in return")
    w.put("reply", says, at)
    w.put("reason", act["reason"], at)
    if want is not None:
        possible(w, sender, want, "want")
        w.own("counter")[(0, *at)] = want


def read_reply(r: Reader) -> list[Act]:
    """Answers to the notes received."""
    out: list[Act] = []
    word = {code: says for says, code in ANSWERS.items()}
    reply, reason, counter = r.get("reply"), r.get("reason"), r.get("counter")
    for sender, slot in np.argwhere(np.asarray(reply)).tolist():
        says, why = reply[sender][slot], reason[sender][slot]
        act: Act = {"to": r.actor(sender), "note": slot + 1, "says": word[says]}
        act |= {"want": shown_term(r.setting, counter[sender][slot])} if says == ANSWERS["counter"] else {}
        out.append(act | ({"reason": why} if why else {}))
    return out

"""Moves in words: what one seat does at one beat as a list of acts, each a small table of plain values.

    {"move": "lobby", "target": "SK", "points": 2}
    {"move": "bargain", "to": "CY", "ask": {"act": "abstain", "on": "mission"},
     "give": {"act": "reinforce", "until": "2008-03-01"}, "public": false}

Faces, logs and messages speak acts; rules speak `Moves`. `SPECS` is the one list of what can be said; `to_moves` and
`to_acts` go from one to the other and back without loss.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import numpy as np

from sim.arrays import (
    BALLOTS,
    DRAFTS,
    LINES,
    MATTERS,
    MOVES,
    NOTE_KINDS,
    SLOTS,
    TOPICS,
    Array,
)
from sim.faults import nearest
from sim.idle import idle
from sim.ledger import ACTS, COMMIT_AT_MOST, COORDINATE, OFFER_AT_LEAST, OFFER_AT_MOST, STOP_LOBBYING, TERM
from sim.ledger import ABSTAIN, BACK, BLOCK, VOTE_NO, VOTE_YES
from sim.setting import Setting
from sim.state import Moves, replace

Act = dict[str, Any]
"""One thing that a seat does: `move`, and what goes with it."""


class ActError(ValueError):
    """An act that cannot be read: what was expected, what came, where, the nearest valid thing."""


PRACTICAL = ("missing persons", "returns", "heritage", "power", "customs")
"""What parties can settle without settling the question."""

VOTED_ON = frozenset({VOTE_YES, VOTE_NO, ABSTAIN, BACK, BLOCK})
"""Acts of the ledger that are about a ballot."""


@dataclass(frozen=True)
class Slot:
    """One value that goes with an act."""

    name: str
    kind: str
    """actor, package, ballot, word, whole, number, week, yes, term, note, packages"""
    words: tuple[str, ...] = ()
    """what can be said, where the kind is `word` or `ballot`"""
    low: float = 0.0
    high: float = 0.0
    default: object = None
    """taken where nothing is said; None for a value that has to be given"""
    doc: str = ""


@dataclass(frozen=True)
class Spec:
    """One way to use a move: its beat, the values that go with it, and the fields of `Moves` that it writes."""

    move: str
    beat: str
    slots: tuple[Slot, ...]
    write: Callable[["Writer", Act], None]
    read: Callable[["Reader"], list[Act]]
    doc: str
    free: bool = False
    """costs nothing and does not count"""


TO = Slot("to", "actor", doc="whom the note goes to")
PUBLIC = Slot("public", "yes", default=False, doc="whether all may know")
ASKED = Slot("ask", "term", doc="what the other is to do")
GIVEN = Slot("give", "term", doc="what you will do")
TARGET = Slot("target", "actor", doc="whom")


class Writer:
    """Fields of one seat's moves, filled act by act."""

    def __init__(self, setting: Setting, seat: int, week: int, beat: str) -> None:
        self.setting, self.seat, self.week, self.beat = setting, seat, week, beat
        self.nothing = idle((1,), len(setting.packages), len(setting.actors))
        self.fields: dict[str, Array] = {}

    def own(self, name: str) -> Array:
        """A field that may be written to."""
        if name not in self.fields:
            self.fields[name] = getattr(self.nothing, name).copy()
        return self.fields[name]

    def put(self, name: str, value: object, *, once: bool = True) -> None:
        """Set a field of the seat. ActError: it is set already, to something else."""
        field = self.own(name)
        old, blank = field[0], getattr(self.nothing, name)[0]
        if once and old != blank and old != value:
            raise ActError(f"contradicts another act of the same week ({name.replace('_', ' ')})")
        field[0] = value

    def made(self) -> Moves:
        """The moves."""
        return replace(self.nothing, **self.fields)


class Reader:
    """Fields of one seat's moves, read back as acts."""

    def __init__(self, setting: Setting, moves: Moves, at: int, seat: int, beat: str) -> None:
        self.setting, self.moves, self.at, self.seat, self.beat = setting, moves, at, seat, beat

    def get(self, name: str) -> Any:
        """A field of the seat, as plain values."""
        value = getattr(self.moves, name)[self.at]
        return value.tolist() if isinstance(value, np.ndarray) and value.ndim else value.item()

    def actor(self, i: int) -> str:
        """An actor's id."""
        return self.setting.actors[i]

    def day(self, week: int) -> str:
        """The Monday of a week."""
        return (self.setting.start + timedelta(weeks=week)).isoformat()


# ---------------------------------------------------------------- reading values


def read_value(setting: Setting, slot: Slot, value: object, where: str) -> Any:
    """A value as the rules take it. ActError: what was expected and what came."""
    if slot.kind == "actor":
        return actor_of(setting, value, where)
    if slot.kind == "package":
        return one_of(value, setting.packages, where)
    if slot.kind in ("word", "ballot"):
        return one_of(value, slot.words, where)
    if slot.kind == "yes":
        if isinstance(value, bool):
            return value
        raise ActError(f"{where}: expected true or false, found {value!r}")
    if slot.kind == "week":
        return week_of(setting, value, where)
    if slot.kind == "term":
        return term_of(setting, value, where)
    if slot.kind == "packages":
        return packages_of(setting, value, where)
    return number_of(slot, value, where)


def actor_of(setting: Setting, value: object, where: str) -> int:
    """An actor by id or name, in any case."""
    known = {text.casefold(): i for i, text in enumerate(setting.actors)}
    known |= {text.casefold(): i for i, text in enumerate(setting.names)}
    found = known.get(value.strip().casefold()) if isinstance(value, str) else None
    if found is None:
        names = [*setting.actors, *setting.names]
        raise ActError(f"{where}: expected an actor, found {value!r}; {nearest(str(value), names)}")
    return found


def one_of(value: object, words: Sequence[str], where: str) -> int:
    """The place of a word in a list."""
    said = value.strip().casefold().replace(" ", "_") if isinstance(value, str) else value
    folded = [w.casefold().replace(" ", "_") for w in words]
    if said not in folded:
        raise ActError(
            f"{where}: expected one of {', '.join(words)}, found {value!r}; {nearest(str(value), words)}"
        )
    return folded.index(said)


def number_of(slot: Slot, value: object, where: str) -> float | int:
    """A number within its bounds."""
    whole = slot.kind == "whole"
    kind = "a whole number" if whole else "a number"
    fits = (
        isinstance(value, int | float) and not isinstance(value, bool) and (not whole or value == int(value))
    )
    if not fits or not slot.low <= cast(float, value) <= slot.high:
        raise ActError(f"{where}: expected {kind} from {slot.low:g} to {slot.high:g}, found {value!r}")
    return int(cast(float, value)) if whole else float(cast(float, value))


def week_of(setting: Setting, value: object, where: str) -> int:
    """The week of a day (YYYY-MM-DD), counted from the scenario's first Monday."""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise ActError(f"{where}: expected a day as YYYY-MM-DD, found {value!r}") from None
    week = (day - setting.start).days // 7
    if not 0 <= week < setting.weeks:
        last = setting.start + timedelta(weeks=setting.weeks, days=-1)
        raise ActError(f"{where}: expected a day from {setting.start} to {last}, found {value!r}")
    return week


def packages_of(setting: Setting, value: object, where: str) -> list[int]:
    """Packages, in a list."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ActError(f"{where}: expected a list of packages, found {value!r}")
    return [one_of(v, setting.packages, where) for v in cast(Sequence[object], value)]


def term_of(setting: Setting, value: object, where: str) -> list[int]:
    """A checkable act: `{"act": "abstain", "on": "mission", "until": "2008-02-01"}`."""
    if not isinstance(value, Mapping):
        raise ActError(
            f"{where}: expected an act such as {{'act': 'recognise', 'until': '2008-03-01'}}, found {value!r}"
        )
    given = dict(cast(Mapping[str, object], value))
    act = one_of(given.pop("act", None), ACTS, f"{where}.act")
    thing, level = -1, 0
    if act in VOTED_ON:
        thing = one_of(given.pop("on", None), BALLOTS, f"{where}.on")
    elif act == STOP_LOBBYING:
        thing = actor_of(setting, given.pop("on", None), f"{where}.on")
    elif act in (OFFER_AT_MOST, OFFER_AT_LEAST):
        level = one_of(given.pop("mark", None), setting.packages, f"{where}.mark")
    elif act in (COMMIT_AT_MOST, COORDINATE):
        top = 3.0 if act == COMMIT_AT_MOST else 12.0
        level = int(
            number_of(Slot("level", "whole", low=0.0, high=top), given.pop("level", 1), f"{where}.level")
        )
    until = given.pop("until", None)
    week = setting.weeks - 1 if until is None else week_of(setting, until, f"{where}.until")
    if given:
        raise ActError(f"{where}: expected nothing more, found {', '.join(sorted(given))}")
    return [act, thing, level, week]


def shown_term(setting: Setting, term: Sequence[int]) -> Act:
    """A checkable act in words: the inverse of `term_of`."""
    act, thing, level, week = (int(v) for v in term)
    out: Act = {"act": ACTS[act]}
    if act in VOTED_ON:
        out["on"] = BALLOTS[thing]
    elif act == STOP_LOBBYING:
        out["on"] = setting.actors[thing]
    elif act in (OFFER_AT_MOST, OFFER_AT_LEAST):
        out["mark"] = setting.packages[level]
    elif act in (COMMIT_AT_MOST, COORDINATE):
        out["level"] = level
    if week < setting.weeks - 1:
        out["until"] = (setting.start + timedelta(weeks=week)).isoformat()
    return out


# ---------------------------------------------------------------- the acts


def flag(field: str) -> tuple[Callable[[Writer, Act], None], Callable[[Reader], list[Act]]]:
    """An act that is made or not: one field, true or false."""

    def write(w: Writer, act: Act) -> None:
        w.put(field, True)

    def read(r: Reader) -> list[Act]:
        return [{}] if r.get(field) else []

    return write, read


def pointed(field: str, name: str, show: Callable[[Reader, int], object]) -> tuple[
    Callable[[Writer, Act], None], Callable[[Reader], list[Act]]
]:  # fmt: skip
    """An act with one value, where -1 in the field says that it is not made."""

    def write(w: Writer, act: Act) -> None:
        w.put(field, act[name])

    def read(r: Reader) -> list[Act]:
        return [{name: show(r, r.get(field))}] if r.get(field) >= 0 else []

    return write, read


def fixed(field: str, value: int) -> tuple[Callable[[Writer, Act], None], Callable[[Reader], list[Act]]]:
    """An act that puts one value into a field that several acts share."""

    def write(w: Writer, act: Act) -> None:
        w.put(field, value)

    def read(r: Reader) -> list[Act]:
        return [{}] if r.get(field) == value else []

    return write, read


def write_note(kind: int) -> Callable[[Writer, Act], None]:
    """Put a note into the first free slot."""

    def write(w: Writer, act: Act) -> None:
        note, a, b = w.own("note"), w.own("note_a"), w.own("note_b")
        if act["to"] == w.seat:
            raise ActError("to: expected another seat, found your own")
        free = [slot for slot in range(SLOTS) if note[0, slot, 0] == 0]
        if not free:
            raise ActError(f"expected at most {SLOTS} notes a week, found one more")
        slot = free[0]
        note[0, slot] = (kind, act["to"], int(act.get("public", False)))
        a[0, slot], b[0, slot] = act.get("ask") or [-1] * TERM, act.get("give") or [-1] * TERM

    return write


def read_note(kind: int) -> Callable[[Reader], list[Act]]:
    """The notes of a kind that the seat sends."""

    def read(r: Reader) -> list[Act]:
        out: list[Act] = []
        for (said, to, public), a, b in zip(r.get("note"), r.get("note_a"), r.get("note_b"), strict=True):
            if said == kind:
                act: Act = {"to": r.actor(to)}
                act |= {"ask": shown_term(r.setting, a)} if a[0] >= 0 else {}
                act |= {"give": shown_term(r.setting, b)} if b[0] >= 0 else {}
                out.append(act | ({"public": True} if public else {}))
        return out

    return read


def write_reply(w: Writer, act: Act) -> None:
    """Answer a note: yes, no, or a counter-offer."""
    slot, says = act["note"] - 1, act["says"]
    sender = act["to"]
    w.own("reply")[0, sender, slot] = (1, -1, 2)[says]
    if says == 2:
        if not act.get("want"):
            raise ActError("want: expected what you want in return, found nothing")
        w.own("counter")[0, sender, slot] = act["want"]
    if act.get("reason"):
        w.own("reason")[0, sender, slot] = act["reason"]


def read_reply(r: Reader) -> list[Act]:
    """Answers to the notes received."""
    out: list[Act] = []
    reply, reason, counter = r.get("reply"), r.get("reason"), r.get("counter")
    for sender, row in enumerate(reply):
        for slot, says in enumerate(row):
            if says:
                act: Act = {
                    "to": r.actor(sender),
                    "note": slot + 1,
                    "says": {1: "yes", -1: "no", 2: "counter"}[says],
                }
                act |= {"want": shown_term(r.setting, counter[sender][slot])} if says == 2 else {}
                act |= {"reason": reason[sender][slot]} if reason[sender][slot] else {}
                out.append(act)
    return out


def write_lobby(w: Writer, act: Act) -> None:
    """Lobbying, with the sign of its aim."""
    if act["target"] == w.seat:
        raise ActError("target: expected another actor, found your own seat")
    w.put("lobby_target", act["target"])
    w.put("lobby_points", act["points"] * (1.0 if act["aim"] == 0 else -1.0))


def read_lobby(r: Reader) -> list[Act]:
    """Whom the seat lobbies, and how hard."""
    target, points = r.get("lobby_target"), r.get("lobby_points")
    if target < 0 or points == 0.0:
        return []
    return [{"target": r.actor(target), "points": abs(points), "aim": "for" if points > 0 else "against"}]


def write_payment(w: Writer, act: Act) -> None:
    """Another file beside the lobbying of the same state."""
    w.put("side_payment", True)
    if w.own("lobby_target")[0] < 0:
        raise ActError("expected lobbying of the state that is paid, in the same week and before it")


def write_sound(w: Writer, act: Act) -> None:
    """A sounding."""
    if act["target"] == w.seat:
        raise ActError("target: expected another seat, found your own")
    w.put("sound", act["target"])
    w.put("sound_on", act["about"], once=False)


def read_sound(r: Reader) -> list[Act]:
    """Whom the seat sounds out."""
    target = r.get("sound")
    return [{"target": r.actor(target), "about": MATTERS[r.get("sound_on")]}] if target >= 0 else []


def write_statement(w: Writer, act: Act) -> None:
    """A public statement."""
    w.put("topic", act["topic"])
    w.put("tone", 1.0 if act["tone"] == 0 else -1.0)
    w.put("strength", float(act["strength"]))
    w.put("vague", act["vague"])


def read_statement(r: Reader) -> list[Act]:
    """What the seat says in public."""
    if r.get("topic") < 0:
        return []
    tone = "for" if r.get("tone") > 0 else "against"
    act: Act = {"topic": TOPICS[r.get("topic")], "tone": tone, "strength": int(r.get("strength"))}
    return [act | ({"vague": True} if r.get("vague") else {})]


def write_accepts(w: Writer, act: Act) -> None:
    """Which packages a party would sign."""
    signs = w.own("accepts")
    for package in act["packages"]:
        signs[0, package] = True


def read_accepts(r: Reader) -> list[Act]:
    """Which packages the seat would sign."""
    signed = [r.setting.packages[i] for i, yes in enumerate(r.get("accepts")) if yes]
    return [{"packages": signed}] if signed else []


def write_blocks(w: Writer, act: Act) -> None:
    """Which texts a mediator would not have tabled."""
    blocked = w.own("blocks")
    for package in act["packages"]:
        blocked[0, package] = True


def read_blocks(r: Reader) -> list[Act]:
    """Which texts the seat blocks."""
    blocked = [r.setting.packages[i] for i, yes in enumerate(r.get("blocks")) if yes]
    return [{"packages": blocked}] if blocked else []


def write_offer(w: Writer, act: Act) -> None:
    """An offer of a party, with what it would settle for as its demand."""
    w.put("offer", act["package"])


def write_vote(w: Writer, act: Act) -> None:
    """A vote."""
    w.own("ballots")[0, act["on"]] = (1, 0, -1)[act["says"]]


def read_vote(r: Reader) -> list[Act]:
    """Votes that are not abstentions."""
    return [{"on": BALLOTS[i], "says": "yes" if v > 0 else "no"} for i, v in enumerate(r.get("ballots")) if v]


def write_date(w: Writer, act: Act) -> None:
    """A date for the declaration."""
    if act["day"] <= w.week:
        raise ActError("day: expected a day after this week")
    w.put("set_date", act["day"])
    w.put("date_public", act["public"])


def read_date(r: Reader) -> list[Act]:
    """The date that the seat sets."""
    week = r.get("set_date")
    return [{"day": r.day(week)} | ({"public": True} if r.get("date_public") else {})] if week >= 0 else []


def write_pledge(w: Writer, act: Act) -> None:
    """A guarantee not to recognise before a day."""
    if act["until"] <= w.week:
        raise ActError("until: expected a day after this week")
    w.put("pledge", act["until"])
    w.put("pledge_public", act["public"])


def read_pledge(r: Reader) -> list[Act]:
    """The guarantee that the seat gives."""
    week = r.get("pledge")
    return (
        [{"until": r.day(week)} | ({"public": True} if r.get("pledge_public") else {})] if week >= 0 else []
    )


def write_visit(w: Writer, act: Act) -> None:
    """A visit."""
    if act["target"] == w.seat:
        raise ActError("target: expected another capital, found your own")
    w.put("visit", act["target"])


def write_hope(w: Writer, act: Act) -> None:
    """A mediator's public optimism."""
    w.put("hopeful", act["chance"] / 100.0)


def read_hope(r: Reader) -> list[Act]:
    """How hopeful the seat sounds."""
    return [{"chance": round(100.0 * r.get("hopeful"), 6)}] if r.get("hopeful") > 0.0 else []


def write_work(w: Writer, act: Act) -> None:
    """Work on coordination: the declarer's own, or a backer's."""
    if w.setting.declarer[w.seat]:
        w.put("consult", 1.0)
    else:
        w.put("back", True)


def read_work(r: Reader) -> list[Act]:
    """Whether the seat works on coordination."""
    return [{}] if r.get("consult") > 0.0 or r.get("back") else []


def hold_still(w: Writer, act: Act) -> None:
    """Nothing: what is not spent is carried over."""


def nothing(r: Reader) -> list[Act]:
    """Holding still leaves no trace."""
    return []


COMMITMENTS = ("0", "1", "2", "3", "step back")
AIM = Slot("aim", "word", ("for", "against"), default="for", doc="for recognition, or against it")


def commitment(w: Writer, act: Act) -> None:
    """How far a patron stands behind its client."""
    w.put("commit", (0, 1, 2, 3, -1)[act["level"]])


def shown_commitment(r: Reader) -> list[Act]:
    """The level that the seat commits itself to."""
    level = r.get("commit")
    return [] if level < -1 else [{"level": "step back" if level < 0 else str(level)}]


GROUPS = ("leave", "doubters", "pioneers")


def grouped(w: Writer, act: Act) -> None:
    """Join or leave a group."""
    w.put("group", (-1, 1, 2)[act["which"]])


def shown_group(r: Reader) -> list[Act]:
    """The group that the seat joins or leaves."""
    chosen = r.get("group")
    return [] if chosen == 0 else [{"which": {-1: "leave", 1: "doubters", 2: "pioneers"}[chosen]}]


STEPS = ("now", "announce", "delay", "refuse")


def recognised(w: Writer, act: Act) -> None:
    """Recognise, announce, delay or refuse."""
    w.put("recognise", (1, 2, 3, -1)[act["how"]])


def shown_recognition(r: Reader) -> list[Act]:
    """What the seat does about recognition."""
    how = r.get("recognise")
    return [] if how == 0 else [{"how": {1: "now", 2: "announce", 3: "delay", -1: "refuse"}[how]}]


def ballot_slot(name: str, ballots: Sequence[int]) -> Slot:
    """A ballot out of some."""
    return Slot(name, "ballot", tuple(BALLOTS[b] for b in ballots), doc="what is put to the vote")


def chosen_ballot(field: str, ballots: Sequence[int]) -> tuple[Callable[[Writer, Act], None], Callable[[Reader], list[Act]]]:  # fmt: skip
    """A ballot that a move brings to the vote."""

    def write(w: Writer, act: Act) -> None:
        w.put(field, ballots[act["on"]])

    def read(r: Reader) -> list[Act]:
        return [{"on": BALLOTS[r.get(field)]}] if r.get(field) >= 0 else []

    return write, read


def entry_slot(name: str) -> Slot:
    """An entry of the ledger by its number."""
    return Slot(name, "whole", low=0.0, high=23.0, doc="number of the promise in your ledger")


def package_slot(doc: str) -> Slot:
    """A package by its name."""
    return Slot("package", "package", doc=doc)


def shown_package(r: Reader, i: int) -> object:
    """A package's name."""
    return r.setting.packages[i]


def shown_actor(r: Reader, i: int) -> object:
    """An actor's id."""
    return r.actor(i)


def spec(
    move: str,
    beat: str,
    slots: Sequence[Slot],
    ways: tuple[Callable[[Writer, Act], None], Callable[[Reader], list[Act]]],
    doc: str,
    *,
    free: bool = False,
) -> Spec:
    """A row of the list."""
    return Spec(move, beat, tuple(slots), ways[0], ways[1], doc, free)


SPECS: dict[str, Spec] = {
    "sound_out": spec("sound_out", "talk", [TARGET, Slot("about", "word", MATTERS, default="wish")], (write_sound, read_sound), "sound out a seat"),
    "ask": spec("bargain", "talk", [TO, ASKED, PUBLIC], (write_note(1), read_note(1)), "ask for something, for nothing", free=True),
    "bargain": spec("bargain", "talk", [TO, ASKED, GIVEN, PUBLIC], (write_note(2), read_note(2)), "offer something for something"),
    "promise": spec("promise", "talk", [TO, GIVEN, PUBLIC], (write_note(3), read_note(3)), "promise something for nothing"),
    "warn": spec("promise", "talk", [TO, ASKED, GIVEN, PUBLIC], (write_note(4), read_note(4)), "if you do that, I do this", free=True),
    "offer": spec("offer", "talk", [package_slot("what you offer")], pointed("offer", "package", shown_package), "put a package on the table"),
    "agenda": spec("agenda", "talk", [package_slot("what you would table")], pointed("text", "package", shown_package), "propose a text of the mediators"),
    "block": spec("agenda", "talk", [Slot("packages", "packages")], (write_blocks, read_blocks), "texts that you keep off the table", free=True),
    "practical": spec("practical", "talk", [Slot("on", "word", PRACTICAL)], pointed("practical", "on", lambda r, i: PRACTICAL[i]), "put a practical deal forward"),
    "draft": spec("draft", "talk", [ballot_slot("on", DRAFTS)], chosen_ballot("draft", DRAFTS), "bring a text to the Council this week"),
    "caucus_text": spec("caucus_text", "talk", [ballot_slot("on", LINES)], chosen_ballot("line", LINES), "put a line to the members this week"),
    "reply": spec("bargain", "answer", [
        TO, Slot("note", "whole", low=1.0, high=float(SLOTS), default=1), Slot("says", "word", ("yes", "no", "counter")),
        Slot("want", "term", default=(), doc="what you want in return, with a counter"),
        Slot("reason", "whole", low=0.0, high=99.0, default=0)], (write_reply, read_reply), "answer a note", free=True),
    "take_counter": spec("bargain", "decide", [Slot("note", "whole", low=1.0, high=float(SLOTS), default=1)], (
        lambda w, act: w.own("take_counter")[0].__setitem__(act["note"] - 1, True),
        lambda r: [{"note": i + 1} for i, yes in enumerate(r.get("take_counter")) if yes]), "take a counter-offer to your note", free=True),
    "statement": spec("statement", "decide", [
        Slot("topic", "word", TOPICS), Slot("tone", "word", ("for", "against"), default="for"),
        Slot("strength", "whole", low=1.0, high=3.0, default=1), Slot("vague", "yes", default=False)],
        (write_statement, read_statement), "speak in public"),
    "lobby": spec("lobby", "decide", [TARGET, Slot("points", "number", low=0.0, high=30.0, default=1), AIM], (write_lobby, read_lobby), "work on a state"),
    "side_payment": spec("side_payment", "decide", [], (write_payment, flag("side_payment")[1]), "another file for the state that you lobby"),
    "leak": spec("leak", "decide", [entry_slot("entry")], pointed("leak", "entry", lambda r, i: i), "make a private promise public"),
    "home": spec("home", "decide", [], flag("at_home"), "consult parliament and parties"),
    "hold": spec("hold", "decide", [], (hold_still, nothing), "save your strength", free=True),
    "accept": spec("answer", "decide", [Slot("packages", "packages")], (write_accepts, read_accepts), "packages on the table that you would sign", free=True),
    "walk_out": spec("answer", "decide", [], flag("walk_out"), "leave the session", free=True),
    "join_practical": spec("practical", "decide", [], flag("join_practical"), "join in what the other party has put forward"),
    "calm": spec("calm", "decide", [], flag("calm"), "call your side to calm"),
    "coordinate": spec("coordinate", "decide", [], (write_work, read_work), "work on a coordinated declaration"),
    "set_date": spec("set_date", "decide", [Slot("day", "week"), PUBLIC], (write_date, read_date), "set a date for declaring"),
    "safeguards": spec("safeguards", "decide", [], flag("safeguards"), "bind yourself to minority rights"),
    "declare": spec("declare", "decide", [], flag("declare"), "declare independence"),
    "contest_deadline": spec("contest_deadline", "decide", [], flag("contest"), "ask for more time"),
    "announce_measures": spec("measures", "decide", [], fixed("measures", 1), "announce non-violent measures"),
    "carry_out_measures": spec("measures", "decide", [], fixed("measures", 2), "carry them out"),
    "take_path": spec("path", "decide", [], flag("sign_path"), "sign what the union offers"),
    "refuse_path": spec("path", "decide", [], flag("refuse_path"), "refuse what the union offers"),
    "exhausted": spec("report_line", "decide", [], flag("exhausted"), "call the talks exhausted in the report", free=True),
    "extend": spec("report_line", "decide", [], flag("extend"), "agree to move the date", free=True),
    "hope": spec("statement", "decide", [Slot("chance", "number", low=0.0, high=100.0)], (write_hope, read_hope), "how hopeful you sound at a session, in per cent", free=True),
    "separate_note": spec("report_line", "decide", [], flag("separate_note"), "hand in a note of your own beside the report"),
    "commit": spec("commit", "decide", [Slot("level", "word", COMMITMENTS)], (commitment, shown_commitment), "say how far you stand behind your client"),
    "visit": spec("visit", "decide", [TARGET], (write_visit, pointed("visit", "target", shown_actor)[1]), "visit a capital"),
    "vote": spec("vote", "decide", [Slot("on", "ballot", BALLOTS), Slot("says", "word", ("yes", "abstain", "no"))], (write_vote, read_vote), "vote", free=True),
    "group": spec("group", "decide", [Slot("which", "word", GROUPS)], (grouped, shown_group), "join or leave a group of members"),
    "recognise": spec("recognise", "decide", [Slot("how", "word", STEPS, default="now")], (recognised, shown_recognition), "recognise, announce it, delay it, or refuse"),
    "guarantee": spec("guarantee", "decide", [Slot("until", "week"), PUBLIC], (write_pledge, read_pledge), "promise not to recognise before a day"),
    "reassure": spec("reassure", "decide", [], flag("reassure"), "reassure a minority or partner at home"),
    "reinforce": spec("reinforce", "decide", [], flag("reinforce"), "send troops"),
    "demand": spec("offer", "talk", [Slot("utility", "number", low=-1000.0, high=200.0)], (
        lambda w, act: w.put("demand", act["utility"]),
        lambda r: [{"utility": r.get("demand")}] if r.get("demand") != 0.0 else []), "the utility that you ask for, in points", free=True),
}  # fmt: skip
"""Everything that can be said, by the word for it; several words may belong to one move of the table."""


def parse(setting: Setting, seat: int, act: object, beat: str) -> tuple[Spec, Act]:
    """An act with its values read. ActError: what is wrong with it."""
    if not isinstance(act, Mapping):
        raise ActError(f"expected an act such as {{'move': 'lobby', 'target': 'FR'}}, found {act!r}")
    given = dict(cast(Mapping[str, object], act))
    name = given.pop("move", None)
    if not isinstance(name, str) or name not in SPECS:
        raise ActError(f"expected a move, found {name!r}; {nearest(str(name), SPECS)}")
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
        out[slot.name] = None if value == () else read_value(setting, slot, value, f"{name}.{slot.name}")
    if given:
        known = [slot.name for slot in one.slots]
        extra = sorted(given)[0]
        hint = nearest(extra, known) if known else "it takes none"
        raise ActError(f"{name}: unknown value {extra!r}; {hint}")
    return one, out


def to_moves(setting: Setting, seat: int, acts: Sequence[object], week: int, beat: str) -> Moves:
    """The moves of one seat at one beat, in one world, from its acts. Fields of shape (1,).

    ActError: an act that cannot be read, with its number in the list; two that contradict each other.
    """
    writer = Writer(setting, seat, week, beat)
    for number, act in enumerate(acts, start=1):
        try:
            one, values = parse(setting, seat, act, beat)
            one.write(writer, values)
        except ActError as e:
            raise ActError(f"act {number}: {e}") from None
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


def told_moves() -> dict[str, list[str]]:
    """The words that belong to each move of the table."""
    return {move: [name for name, one in SPECS.items() if one.move == move] for move in MOVES}


assert set(NOTE_KINDS) <= set(SPECS)

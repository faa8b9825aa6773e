"""Acts as a person types them: a line of words for an act, and back.

    lobby SK 2 against
    bargain PT ask abstain mission give reinforce until 2008-03-01
    promise RU not_recognise until 2008-05-01 public
    statement topic=law strength=3

A line begins with a word of `sim.acts.SPECS`. Every value stands where it fits, or as name=value; a checkable act
follows the name of its value (`ask`, `give`, `want`), or stands by itself where there is only one. So a new row of
`SPECS` can be typed without a line here.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from sim.acts import SPECS, VOTED_ON, Act, ActError, Slot, Spec, parse, to_moves
from sim.acts.deciding import SIDES
from sim.arrays import BALLOTS
from sim.faults import nearest
from sim.ledger import ACTS, COMMIT_AT_MOST, COORDINATE, OFFER_AT_LEAST, OFFER_AT_MOST, STOP_LOBBYING
from sim.rules.purse import MOVE, PAID
from sim.setting import Setting

TOKEN = re.compile(r'"([^"]*)"|(\S+)')
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE = re.compile(r"[0-9]+")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
LONGEST = 4
"""Words of the longest name that is looked for."""
SHORTEST = 3
"""Letters with which a word may be cut short."""
TYPICAL = {"level": "2", "which": "doubters", "chance": "40", "utility": "60", "points": "2", "strength": "2"}
"""Values of examples that say more than the first of their kind."""
PER_POINT = "lobby"
"""The one act whose price is for each point of it."""
FREE = "free"
AHEAD = 20
"""Weeks from the opening for which an example names a day."""

Names = Mapping[str, str]
"""What actors are called, in lower case, and their ids."""


def names_of(setting: Setting, aliases: Mapping[str, Sequence[str]] | None = None) -> Names:
    """Every way to name an actor: its id, its name, its aliases."""
    out: dict[str, str] = {}
    for id_, name in zip(setting.actors, setting.names, strict=True):
        for called in (id_, name, *(aliases or {}).get(id_, ())):
            out.setdefault(called.casefold(), id_)
    return out


def folded(text: str) -> str:
    """A word as it is compared: lower case, with underscores."""
    return text.strip().casefold().replace("-", "_").replace(" ", "_")


class Line:
    """What is left to read of a line."""

    def __init__(self, text: str) -> None:
        self.words = [quoted or plain for quoted, plain in TOKEN.findall(text)]

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def head(self) -> str:
        """The next word."""
        return self.words[0]

    def take(self, count: int = 1) -> str:
        """Words from the beginning, as one."""
        taken, self.words = self.words[:count], self.words[count:]
        return " ".join(taken)

    def longest(self, known: Callable[[str], bool]) -> int:
        """How many of the next words together are known; 0 for none. The most of them wins."""
        for count in range(min(LONGEST, len(self.words)), 0, -1):
            if known(" ".join(self.words[:count])):
                return count
        return 0

    def one_of(self, words: Sequence[str]) -> int:
        """How many of the next words are one of these."""
        known = {folded(word) for word in words}
        return self.longest(lambda text: folded(text) in known)


def read(setting: Setting, seat: int, text: str, names: Names | None = None, side: str | None = None) -> Act:
    """The act of a line. ActError: what was expected, what came, the nearest valid thing.

    seat    index of the seat that speaks
    names   as `names_of`; ids and names of the setting without it
    side    for or against, what is meant where the line names no side; None to leave it to `sim.acts`

    >>> from sim.compile import compile_setting
    >>> from sim.scenario import load
    >>> setting = compile_setting(load("kosovo_2007"))
    >>> read(setting, 0, "lobby Slovakia 2 against")
    {'move': 'lobby', 'target': 'SK', 'points': 2, 'aim': 'against'}
    >>> read(setting, 0, "statement law", side="against")
    {'move': 'statement', 'topic': 'law', 'tone': 'against'}
    """
    line = Line(text)
    word = move_of(line)
    act: Act = {
        "move": word,
        **Reading(setting, names or names_of(setting), word, SPECS[word], line, side).values(),
    }
    parse(setting, seat, act, SPECS[word].beat)
    return act


def move_of(line: Line) -> str:
    """The word of `SPECS` that a line begins with, or the only one that its first word begins. ActError: none."""
    if count := line.one_of(tuple(SPECS)):
        return folded(line.take(count))
    begun = folded(line.take()) if line else ""
    found = [word for word in SPECS if word.startswith(begun)] if len(begun) >= SHORTEST else []
    if len(found) != 1:
        raise ActError(f"expected a move, found {begun!r}; {nearest(begun, found or SPECS)}")
    return found[0]


class Reading:
    """The values of one line, each put where it fits."""

    def __init__(
        self, setting: Setting, names: Names, word: str, spec: Spec, line: Line, side: str | None
    ) -> None:
        self.setting, self.names, self.word, self.spec, self.line = setting, names, word, spec, line
        self.side = side
        self.given: Act = {}

    def values(self) -> Act:
        """Everything that the line says, in the order of the act's values."""
        while self.line:
            self._next()
        for slot in self.spec.slots:
            if self.side is not None and slot.words == SIDES:
                self.given.setdefault(slot.name, self.side)
        return {slot.name: self.given[slot.name] for slot in self.spec.slots if slot.name in self.given}

    def _next(self) -> None:
        """Read one value."""
        name, sign, rest = self.line.head.partition("=")
        called = [s for s in self.spec.slots if s.name == folded(name) and s.kind in ("term", "yes")]
        if sign:
            self.line.take()
            slot = self._named(name)
            self.line.words = [*([rest] if rest else []), *self.line.words]
            self._put(slot, self._value(slot))
        elif called:
            self.line.take()
            self._put(called[0], True if called[0].kind == "yes" else self._term(called[0].name))
        else:
            self._placed()

    def _named(self, name: str) -> Slot:
        """The value of a name."""
        for slot in self.spec.slots:
            if folded(name) == slot.name:
                return slot
        known = [slot.name for slot in self.spec.slots]
        hint = nearest(folded(name), known) if known else "it takes none"
        raise ActError(f"{self.word}: unknown value {name!r}; {hint}")

    def _placed(self) -> None:
        """Read a value that stands by itself."""
        left = [slot for slot in self.spec.slots if slot.name not in self.given]
        if folded(self.line.head) == "private" and any(slot.name == "public" for slot in left):
            self.line.take()
            self.given["public"] = False
            return
        if not left:
            raise ActError(f"{self.word}: expected nothing more, found {self.line.head!r}")
        fitting = [slot for slot in left if self._fits(slot)]
        needed = [slot for slot in left if slot.default is None]
        wanted = next(iter((*fitting, *needed, *left)))
        self._put(wanted, self._value(wanted))

    def _put(self, slot: Slot, value: object) -> None:
        if slot.name in self.given:
            raise ActError(f"{self.word}: {slot.name} is given twice")
        self.given[slot.name] = value

    def _fits(self, slot: Slot) -> int:
        """How many of the next words are a value of this kind; 0 if they are none."""
        line = self.line
        if slot.kind == "actor":
            return line.longest(lambda text: text.casefold() in self.names)
        if slot.kind in ("word", "ballot"):
            return line.one_of(slot.words)
        if slot.kind in ("package", "packages"):
            return line.one_of(self.setting.packages)
        if slot.kind == "term":
            return line.one_of(ACTS)
        kinds = {"week": DAY, "whole": WHOLE, "number": NUMBER}
        return int(slot.kind in kinds and bool(kinds[slot.kind].fullmatch(line.head)))

    def _value(self, slot: Slot) -> object:
        """The next words as a value; as they stand where they are none, for `sim.acts` to say what is wrong."""
        if not self.line:
            raise ActError(f"{self.word}: expected a value after {slot.name}=, found nothing")
        if slot.kind == "term":
            return self._term(slot.name)
        if slot.kind == "packages":
            return self._packages()
        count = self._fits(slot)
        text = self.line.take(max(count, 1))
        return self._meant(slot, text) if count or slot.kind == "yes" else text

    def _meant(self, slot: Slot, text: str) -> object:
        """What a text that fits stands for."""
        if slot.kind == "yes":
            return {"yes": True, "true": True, "no": False, "false": False}.get(folded(text), text)
        if slot.kind == "actor":
            return self.names[text.casefold()]
        if slot.kind in ("whole", "number"):
            return float(text) if "." in text else int(text)
        return text if slot.kind == "week" else spelled(text, slot.words or self.setting.packages)

    def _packages(self) -> list[str]:
        """Packages, one after the other, with or without commas; the first that is none is left for others."""
        self.line.words = [part for word in self.line.words for part in word.split(",") if part]
        out: list[str] = []
        while self.line and (count := self.line.one_of(self.setting.packages)):
            out.append(spelled(self.line.take(count), self.setting.packages))
        return out or [self.line.take() if self.line else ""]

    def _term(self, name: str) -> Act:
        """A checkable act: its word, what it is about, and until when."""
        where = f"{self.word}.{name}"
        if not self.line:
            raise ActError(f"{where}: expected an act such as reinforce until 2008-03-01, found nothing")
        count = self.line.one_of(ACTS)
        if not count:
            raise ActError(
                f"{where}: expected an act, found {self.line.head!r}; {nearest(folded(self.line.head), ACTS)}"
            )
        act = spelled(self.line.take(count), ACTS)
        out: Act = {"act": act}
        about = about_of(act)
        while self.line:
            if folded(self.line.head) in ("until", "by"):
                self.line.take()
                out["until"] = self.line.take() if self.line else ""
            elif about and folded(self.line.head) in (about.name, "on", "of"):
                self.line.take()
            elif about and about.name not in out and not self._other_value():
                out[about.name] = self._value(about)
            else:
                break
        return out

    def _other_value(self) -> bool:
        """Does another value of the line begin here?"""
        word = folded(self.line.head.partition("=")[0])
        return word == "private" or any(word == slot.name for slot in self.spec.slots)


def about_of(act: str) -> Slot | None:
    """What goes with a checkable act, under the name that it has in an act; None for nothing."""
    kind = ACTS.index(act)
    if kind in VOTED_ON:
        return Slot("on", "ballot", BALLOTS)
    if kind == STOP_LOBBYING:
        return Slot("on", "actor")
    if kind in (OFFER_AT_MOST, OFFER_AT_LEAST):
        return Slot("mark", "package")
    return Slot("level", "whole") if kind in (COMMIT_AT_MOST, COORDINATE) else None


def spelled(text: str, words: Sequence[str]) -> str:
    """A word as its list spells it."""
    return next((word for word in words if folded(word) == folded(text)), text)


# ------------------------------------------------------------------ back to a line


def said(act: Act) -> str:
    """The line that types an act.

    >>> said({"move": "promise", "to": "RU", "give": {"act": "recognise", "until": "2008-03-03"}, "public": True})
    'promise RU give recognise until 2008-03-03 public'
    """
    spec = SPECS[str(act["move"])]
    words = [str(act["move"])]
    for slot in spec.slots:
        if slot.name in act:
            words += value_said(slot, act[slot.name])
    return " ".join(words)


def value_said(slot: Slot, value: object) -> list[str]:
    """One value as words."""
    if slot.kind == "yes":
        return [slot.name] if value else []
    if isinstance(value, Mapping):
        return [slot.name, term_said(value)]  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, list | tuple):
        return [str(part) for part in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, float):
        return [f"{value:g}"]
    text = str(value)
    return [f'"{text}"' if " " in text and slot.kind != "word" else text]


def term_said(term: Mapping[str, object]) -> str:
    """A checkable act as words."""
    about = [str(term[name]) for name in ("on", "mark", "level") if name in term]
    until = ["until", str(term["until"])] if "until" in term else []
    return " ".join([str(term["act"]), *about, *until])


# ------------------------------------------------------------------ examples and prices


def example(setting: Setting, seat: int, word: str) -> str:
    """A line that types an act, as a seat could type it."""
    parts = [word]
    for slot in SPECS[word].slots:
        if slot.default is None or slot.name in ("points", "says", "about", "tone", "strength"):
            parts += sample(setting, seat, slot)
    return " ".join(parts)


def sample(setting: Setting, seat: int, slot: Slot) -> list[str]:
    """A value of a kind."""
    if slot.kind == "term":
        return [slot.name, own_term(setting, seat) if slot.name == "give" else "abstain mission"]
    package = setting.packages[min(1, len(setting.packages) - 1)]
    by_kind = {
        "package": package,
        "packages": package,
        "week": day_ahead(setting),
        "actor": other(setting, seat),
    }
    whole = f"{min(max(slot.low, 2.0), slot.high):g}"
    return [TYPICAL.get(slot.name) or by_kind.get(slot.kind) or (slot.words[0] if slot.words else whole)]


def other(setting: Setting, seat: int) -> str:
    """Another seat: a member that follows another if there is one, else whom one could work on, else any."""
    for who in (setting.follower, setting.member, setting.recogniser, setting.negotiator):
        found = [i for i, holds in enumerate(who) if holds and i != seat]
        if found:
            return setting.actors[found[0]]
    return setting.actors[0 if seat else 1]


def day_ahead(setting: Setting) -> str:
    """A Monday some months after the opening."""
    return (setting.start + timedelta(weeks=min(AHEAD, setting.weeks - 1))).isoformat()


def own_term(setting: Setting, seat: int) -> str:
    """Something that the seat could promise."""
    of_party = "not_declare" if setting.declarer[seat] else "no_measures"
    act = of_party if setting.party[seat] else "not_recognise"
    return f"{act} until {day_ahead(setting)}"


def price(setting: Setting, seat: int, word: str) -> str:
    """What an act costs, in words.

    >>> from sim.compile import compile_setting
    >>> from sim.scenario import load
    >>> setting = compile_setting(load("kosovo_2007"))
    >>> price(setting, 0, "lobby"), price(setting, 0, "promise"), price(setting, 0, "statement")
    ('1 a point', 'free, in public 1', '1, at strength 3: 3')
    """
    try:
        return priced(setting, seat, word)
    except ActError:  # a scenario in which there is nobody to name in an example
        spec = SPECS[word]
        return points(0.0 if spec.free else float(setting.price[MOVE[spec.move]]))


def priced(setting: Setting, seat: int, word: str) -> str:
    """What an act costs, from an example of it. ActError: none can be made."""
    line = example(setting, seat, word)
    one = cost(setting, seat, line)
    if word == PER_POINT:
        return f"{one / float(TYPICAL['points']):g} a point"
    names = {slot.name for slot in SPECS[word].slots}
    if "strength" in names:
        mild, loud = (cost(setting, seat, f"{word} law strength={n}") for n in (1, 3))
        return f"{points(mild)}, at strength 3: {points(loud)}"
    if "public" in names and (loud := cost(setting, seat, f"{line} public")) != one:
        return f"{points(one)}, in public {points(loud)}"
    return points(one)


def points(cost: float) -> str:
    """A number of points of capital."""
    return f"{cost:g}" if cost else FREE


def cost(setting: Setting, seat: int, line: str) -> float:
    """Points of capital that the act of a line takes."""
    act = read(setting, seat, line)
    spec = SPECS[str(act["move"])]
    before: list[Act] = []
    if act["move"] == "side_payment":  # it stands beside lobbying of the same state
        before = [{"move": "lobby", "target": other(setting, seat), "points": 1}]
    both, alone = (total(setting, seat, acts, spec.beat) for acts in ([*before, act], before))
    return both - alone


def total(setting: Setting, seat: int, acts: Sequence[Act], beat: str) -> float:
    """Points of capital that acts of one beat take together."""
    return sum(prices_of(setting, seat, acts, beat))


def prices_of(setting: Setting, seat: int, acts: Sequence[Act], beat: str) -> list[float]:
    """What each move of the table takes that acts of one beat make, in points; acts of one move are taken together."""
    moves = to_moves(setting, seat, acts, 0, beat)
    return [
        float(made(moves)[0]) * float(setting.price[MOVE[name]])
        for name, (_, made) in PAID[beat].items()
        if float(made(moves)[0]) > 0.0
    ]

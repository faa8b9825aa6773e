"""An act and what goes with it: filled in with what is typical now, changed by pressing, read as a sentence before it
is added to the plan.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from game.layout import Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.told import Over
from game.strings import say
from game.text.binding import binding
from game.text.helping import MEANT
from game.text.letters import letter
from game.text.menu import find, ways
from game.text.phrases import day
from game.text.refusals import plain, refusal
from game.text.words import BALLOTS
from game.widgets import Choice, choices, heading, stepper
from sim.acts import SPECS, Act, ActError, Slot
from sim.acts.speaking import can_do
from sim.acts.values import VOTED_ON
from sim.arrays import BALLOTS as BALLOT_IDS
from sim.ledger import ACTS
from sim.setting import Setting
from sim.typed import about_of, prices_of, read, said

if TYPE_CHECKING:
    from game.screens.table import Table

STEPS = {"effort": 0.25, "chance": 10.0, "utility": 5.0}
"""How far one step goes, by value; 1 for the others."""
TOP = {"points": 3.0, "level": 12.0}
"""Where steps end, where the value's own range is wider than is of use."""
UNTIL = 12
"""Weeks ahead of a day that is chosen first."""


class Compose(Over):
    """One act being filled in."""

    name = "compose"
    units = 640.0

    def __init__(self, app: App, table: "Table", word: str, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(app, table)
        self.table, self.word, self.spec = table, word, SPECS[word]
        self.play = table.play
        self.act: Act = {**self._typical(), **(given or {})}
        if (given or {}).get("says") == "counter":
            first = next(iter(self._can("want")), ACTS[0])
            self.act.setdefault("want", {"act": first, "until": self._day(UNTIL)})
            self._about("want")

    def _typical(self) -> Act:
        """What could be said now, as text mode has it."""
        sight = self.play.sight()
        way = find(ways(sight), self.word)
        try:
            return read(sight.setting, sight.at, way.example if way else self.word, sight.names, sight.side)
        except ActError:
            return {"move": self.word}

    def _day(self, weeks: int) -> str:
        sight = self.play.sight()
        return sight.monday(min(sight.week + weeks, sight.last)).isoformat()

    # ------------------------------------------------------------ layout

    def body(self, page: Page, rect: Rect) -> int:
        """Each value with what it could be, the act as a sentence, its price, why it cannot be."""
        sight = self.play.sight()
        about = sight.scenario.moves[self.spec.move]
        counter = self._countered()
        title = say("compose.counter") if counter else say("compose.title", name=about.name)
        y = rect.y + heading(page, rect, title, "heading", "ink")
        place = Rect(rect.x, y, rect.w, rect.h)
        y += page.text(
            place, counter or about.does, "body" if counter else "small", "ink" if counter else "muted"
        )
        y += page.gap()
        for slot in self._slots():
            y += heading(page, Rect(rect.x, y, rect.w, rect.h), self._title(slot))
            y += self._value(page, Rect(rect.x, y, rect.w, rect.h), slot) + page.gap()
        return y

    def under(self, page: Page, rect: Rect) -> int:
        """The act as a sentence, its price, what it binds to or why it cannot be; the buttons."""
        page.fill(Rect(rect.x, rect.y, rect.w, 1), "line")
        y = rect.y + page.gap("near")
        texts = [
            (self._sentence(), "strong", "ink"),
            (self._price() if self._sentence() else "", "small", "muted"),
            (self.why() or binding(self.play.sight(), self.act), "small", "warn"),
        ]
        for text, style, colour in texts:
            y += page.text(Rect(rect.x, y, rect.w, rect.h), text, style, colour) if text else 0
        y += page.gap("near")
        return y + super().under(page, Rect(rect.x, y, rect.w, rect.h)) - rect.y

    def _slots(self) -> Sequence[Slot]:
        """The values to be chosen; those of an answer that are settled are left out."""
        if self.word == "reply":
            return [slot for slot in self.spec.slots if slot.name == "want"]
        return self.spec.slots

    def _title(self, slot: Slot) -> str:
        return slot.doc[:1].upper() + slot.doc[1:] if slot.doc else slot.name.capitalize()

    def _value(self, page: Page, rect: Rect, slot: Slot) -> int:
        """One value; its height."""
        if slot.kind == "term":
            return self._term(page, rect, slot)
        if slot.kind in ("whole", "number"):
            shown = f"{float(self.act.get(slot.name, slot.default or slot.low or 1)):g}"
            return stepper(page, rect, shown, f"step {slot.name}")
        if slot.kind == "week":
            when = str(self.act.get(slot.name, self._day(UNTIL)))
            return stepper(page, rect, day(date.fromisoformat(when)), f"week {slot.name}")
        return choices(page, rect, self._choices(slot, self.act.get(slot.name, slot.default), slot.name))

    def _choices(self, slot: Slot, now: object, path: str) -> list[Choice]:
        """What a value could be."""
        if slot.kind == "yes":
            return [
                Choice(say("compose.no"), f"set {path} no", not now),
                Choice(say("compose.yes"), f"set {path} yes", bool(now)),
            ]
        chosen = set(now) if isinstance(now, list | tuple) else {now}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return [Choice(text, f"set {path} {value}", value in chosen) for value, text in self._known(slot)]

    def _known(self, slot: Slot) -> list[tuple[str, str]]:
        """The values of a kind, and what they are called."""
        sight = self.play.sight()
        if slot.kind == "actor":
            seats = np.flatnonzero(sight.setting.negotiator).tolist()
            found = [(sight.setting.actors[i], sight.name(i)) for i in seats if i != sight.at]
            return sorted(found, key=lambda item: item[1])
        if slot.kind in ("package", "packages"):
            return [(which, sight.package_name(which)) for which in sight.setting.packages]
        return [(value, BALLOTS.get(value, value.replace("_", " "))) for value in slot.words]

    def _term(self, page: Page, rect: Rect, slot: Slot) -> int:
        """A checkable act: which, about what, until when."""
        term: Mapping[str, Any] = self.act.get(slot.name) or {}
        act = str(term.get("act", ""))
        found = [
            Choice(name.replace("_", " "), f"term {slot.name} act {name}", name == act, tip=MEANT[name])
            for name in self._can(slot.name)
        ]
        y = rect.y + choices(page, rect, found, gap="tight")
        if act:
            y += page.gap("tight")
            y += page.text(Rect(rect.x, y, rect.w, rect.h), MEANT[act], "small", "muted") + page.gap("tight")
        about = about_of(act) if act else None
        if about is not None:
            place = Rect(rect.x, y, rect.w, rect.h)
            if about.kind == "whole":
                y += stepper(page, place, str(term.get(about.name, 1)), f"term {slot.name} {about.name}")
            else:
                options = [
                    Choice(text, f"term {slot.name} {about.name} {value}", term.get(about.name) == value)
                    for value, text in self._known(about)
                ]
                y += choices(page, place, options, gap="tight")
            y += page.gap("tight")
        if act:
            until = str(term.get("until", ""))
            shown = day(date.fromisoformat(until)) if until else say("compose.to the end")
            y += page.text(Rect(rect.x, y, rect.w, rect.h), say("compose.until"), "small", "muted")
            y += stepper(page, Rect(rect.x, y, rect.w, rect.h), shown, f"until {slot.name}")
        return y - rect.y

    def _countered(self) -> str:
        """The note that a counter-offer answers; nothing for another act."""
        if self.act.get("says") != "counter":
            return ""
        sight = self.play.sight()
        return letter(
            sight, sight.setting.actors.index(str(self.act["to"])), int(self.act.get("note", 1)) - 1
        )

    def _can(self, slot: str) -> list[str]:
        """The checkable acts that their doer's roles allow: the seat itself for what is given, else the other."""
        sight = self.play.sight()
        setting = sight.setting
        doer = sight.at if slot == "give" else setting.actors.index(str(self.act.get("to", sight.seat)))
        return [name for name in ACTS if allowed(setting, doer, name, sight.week)]

    def _sentence(self) -> str:
        """The act in words; nothing while it cannot be read."""
        return "" if self._error() else self.play.deed(self.act) + "."

    def _price(self) -> str:
        sight = self.play.sight()
        cost = sum(prices_of(sight.setting, sight.at, [self.act], self.spec.beat))
        return (
            say("compose.free") if not cost else say("compose.cost", cost=f"{cost:g}", left=f"{sight.left:g}")
        )

    def _error(self) -> str:
        """What is wrong with the values themselves."""
        return self.play.once(f"error {self.act}", lambda seen: self._misread())

    def _misread(self) -> str:
        sight = self.play.sight()
        try:
            read(sight.setting, sight.at, said(self.act), sight.names, sight.side)
            prices_of(sight.setting, sight.at, [self.act], self.spec.beat)
        except (ActError, KeyError) as e:
            return plain(e)
        return ""

    def why(self) -> str:
        """Why the act cannot be added; nothing if it can. Found once for an act."""
        return self.play.once(f"why {self.act}", lambda seen: self._refused())

    def _refused(self) -> str:
        if wrong := self._error():
            return wrong
        try:
            return refusal(self.play.session, self.play.seat, self.play.sight(), self.act)
        except ActError as e:
            return plain(e)

    def foot(self) -> Sequence[Choice]:
        """Add it, or not."""
        return [
            Choice(say("button.cancel"), "close", key="Esc"),
            Choice(say("compose.add"), "add", key="Enter", why=self.why(), look="primary"),
        ]

    # ------------------------------------------------------------ commands

    def commands(self) -> Mapping[str, Command]:
        """Setting values, and adding the act."""
        return {
            **super().commands(),
            "set": self._set,
            "step": self._step,
            "week": self._week,
            "term": self._set_term,
            "until": self._until,
            "add": self._add,
        }

    def _slot(self, name: str) -> Slot:
        return next(slot for slot in self.spec.slots if slot.name == name)

    def _set(self, rest: str) -> None:
        name, _, value = rest.partition(" ")
        slot = self._slot(name)
        if slot.kind == "yes":
            self.act[name] = value == "yes"
        elif slot.kind == "packages":
            now = [str(one) for one in self.act.get(name, [])]
            self.act[name] = [one for one in now if one != value] if value in now else [*now, value]
        else:
            self.act[name] = value

    def _step(self, rest: str) -> None:
        name, by = rest.split()
        slot = self._slot(name)
        step = STEPS.get(name, 1.0)
        low, high = (
            slot.low or (step if slot.kind == "number" else 0.0),
            min(slot.high, TOP.get(name, slot.high)),
        )
        now = float(self.act.get(name, slot.default or low)) + int(by) * step
        value = min(max(now, low), high)
        self.act[name] = int(value) if value == int(value) else value

    def _week(self, rest: str) -> None:
        name, by = rest.split()
        self.act[name] = self._later(str(self.act.get(name, self._day(UNTIL))), int(by))

    def _later(self, when: str, by: int) -> str:
        """A Monday a week earlier or later, within the game."""
        sight = self.play.sight()
        first, last = sight.monday(sight.week + 1), sight.monday(max(sight.last, sight.week + 1))
        return min(max(date.fromisoformat(when) + timedelta(weeks=by), first), last).isoformat()

    def _set_term(self, rest: str) -> None:
        name, key, value = rest.split(" ", 2)
        term = dict(self.act.get(name) or {})
        if key == "act":
            until = {"until": term["until"]} if "until" in term else {"until": self._day(UNTIL)}
            term = {"act": value, **until}
        elif value in ("-1", "+1"):
            term[key] = min(max(int(term.get(key, 1)) + int(value), 0), int(TOP["level"]))
        else:
            term[key] = value
        self.act[name] = term
        if key == "act":
            self._about(name)

    def _about(self, name: str) -> None:
        """Fill in what a checkable act is about with the first thing that it could be."""
        term = dict(self.act[name])
        about = about_of(str(term["act"]))
        if about is not None and about.name not in term:
            term[about.name] = 1 if about.kind == "whole" else self._known(about)[0][0]
        self.act[name] = term

    def _until(self, rest: str) -> None:
        name, by = rest.split()
        term = dict(self.act[name])
        term["until"] = self._later(str(term.get("until") or self._day(UNTIL)), int(by))
        self.act[name] = term

    def _add(self, rest: str) -> Screen | None:
        if self.why():
            return None
        self.table.add(said(self.act))
        return self.table


def allowed(setting: Setting, who: int, name: str, week: int) -> bool:
    """Do an actor's roles ever let it do what a checkable act names, whatever it is about?"""
    act, last = ACTS.index(name), setting.weeks - 1
    things = range(len(BALLOT_IDS)) if act in VOTED_ON else [-1]
    return any(can_do(setting, who, (act, thing, 0, last), week) for thing in things)


__all__ = ["Compose"]

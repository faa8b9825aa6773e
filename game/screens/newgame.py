"""A new game: which scenario, whose seat, how hard, who plays the others, which seed, which rules."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from game.layout import Box, Page, Rect
from game.levels import LEVELS
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.brief import Brief
from game.screens.frame import frame
from game.screens.glossary import Glossary
from game.screens.opening import FIRST_SEAT, SCENARIO, begin
from game.strings import called, say
from game.text.words import ROLES
from game.widgets import Choice, choices, entry, heading, row, stepper, toast
from sim.commands.errors import Refused
from sim.commands.options import settings
from sim.compile import compile_setting
from sim.faults import ScenarioError
from sim.goals import goals, roles
from sim.scenario import load, shipped
from sim.schema import Scenario
from sim.strategies import STRATEGIES
from sim.worlds import EVERYONE

RECOMMENDED = ("SK", "XK", "RS", "PT", "SI", "RU", "US")
"""Seats in the order in which they are best learned; the others are for who knows the game."""
HIDDEN = frozenset({"kosovo_common"})
"""What scenarios share, and is none."""
OF_LEVEL = "level"
"""Others play as the level has it."""
MOST_PEOPLE = 5
"""People at one screen."""
TOO_SLOW = frozenset({"planner"})
"""A strategy that looks ahead for every seat would take minutes a week."""


@cache
def known() -> Mapping[str, Scenario]:
    """The shipped scenarios that can be played, the usual one first."""
    names = sorted(shipped(), key=lambda name: (name != SCENARIO, not name.startswith("kosovo_2007"), name))
    found: dict[str, Scenario] = {}
    for name in names:
        if name not in HIDDEN:
            try:
                found[name] = load(name)
            except ScenarioError:
                continue
    return found


@cache
def seats_of(name: str) -> list[tuple[str, str, bool]]:
    """The seats of a shipped scenario."""
    return seats(known()[name])


@cache
def wants(name: str, seat: str, role: str) -> tuple[str, ...]:
    """What a seat plays for, the weightiest first."""
    own = goals(known()[name], {seat: role})[seat].values()
    return tuple(goal.text for goal in sorted(own, key=lambda goal: -goal.weight))


def seats(scenario: Scenario) -> list[tuple[str, str, bool]]:
    """Seats that can be taken: id, what the seat is for its goals, whether it is recommended; those first, in order."""
    setting = compile_setting(scenario)
    held = roles(scenario, setting)
    able = [setting.actors[i] for i in np.flatnonzero(setting.negotiator).tolist()]
    first = [id_ for id_ in RECOMMENDED if id_ in able]
    rest = sorted((id_ for id_ in able if id_ not in first), key=lambda id_: scenario.actors[id_].name)
    return [(id_, held[id_], id_ in first) for id_ in (*first, *rest)]


class NewGame(Screen):
    """What is chosen for a new game."""

    name = "new game"

    def __init__(self, app: App, parent: Screen) -> None:
        super().__init__(app, parent)
        self.scenario = SCENARIO
        self.seats = [FIRST_SEAT]
        self.level, self.others, self.seed = app.settings.level, OF_LEVEL, 1
        self.rules, self.active = "", False
        self.several = False
        """whether several people play at this screen, one after the other"""

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """Scenario and the rest to the left, seats to the right; one below the other where it is narrow."""
        page = Page(size, scale)
        foot = [
            Choice(say("button.back"), "back", key="Esc"),
            Choice(say("menu.glossary"), "glossary", key="G"),
            Choice(say("menu.brief"), "brief", key="B"),
            Choice(say("new.begin"), "begin", key="Enter", look="primary"),
        ]
        body = frame(page, say("new.title"), foot, say("new.note"), units=1180)
        if page.units[0] >= 900:
            left, right = body.left(round(body.w * 0.5), page.gap("wide"))
            page.scroll("how", left, self.scrolls.get("how", 0), self._how)
            page.scroll("seats", right, self.scrolls.get("seats", 0), self._seats)
        else:
            page.scroll("all", body, self.scrolls.get("all", 0), self._all)
        if self.app.notice:
            toast(page, self.app.notice)
        return page.boxes

    def _all(self, page: Page, rect: Rect) -> int:
        y = self._how(page, rect) + page.gap()
        return self._seats(page, Rect(rect.x, y, rect.w, rect.h))

    def _how(self, page: Page, rect: Rect) -> int:
        """Scenario, level, others, seed, rules; where it ends."""

        def at(y: int) -> Rect:
            return Rect(rect.x, y, rect.w, rect.h)

        y = rect.y + heading(page, rect, say("new.level"), "strong", "ink")
        levels = [Choice(say(f"level.{name}"), f"level {name}", name == self.level) for name in LEVELS]
        y += choices(page, at(y), levels, style="strong") + page.gap("tight")
        y += page.text(at(y), say(f"level.{self.level} note"), "small", "muted") + page.gap()
        y += heading(page, at(y), say("new.scenario"), "strong", "ink")
        for name, scenario in known().items():
            look = "chosen" if name == self.scenario else ""
            note = " ".join(scenario.summary.split()) if look else ""
            y += row(page, at(y), scenario.title, note, f"scenario {name}", look=look)
        y += page.gap()
        y += heading(page, at(y), say("new.others"), "strong", "ink")
        found = [OF_LEVEL, *(name for name in STRATEGIES if name not in TOO_SLOW)]
        options = [Choice(called("others", name), f"others {name}", name == self.others) for name in found]
        y += choices(page, at(y), options) + page.gap()
        y += heading(page, at(y), say("new.seed"), "strong", "ink")
        y += stepper(page, at(y), str(self.seed), "seed") + page.gap("tight")
        y += page.text(at(y), say("new.seed note"), "small", "muted") + page.gap()
        y += heading(page, at(y), say("new.rules"), "strong", "ink")
        y += entry(page, at(y), self.rules, "rules", hint=say("new.rules hint"), active=self.active)
        return (
            y
            + page.gap("tight")
            + page.text(at(y + page.gap("tight")), say("new.rules note"), "small", "muted")
        )

    def _seats(self, page: Page, rect: Rect) -> int:
        """Every seat with what it is and what it wants; where they end."""
        scenario = known()[self.scenario]
        y = rect.y + heading(page, rect, say("new.seat"), "strong", "ink")
        people = [
            Choice(say("new.alone"), "people one", not self.several, key="1"),
            Choice(say("new.several"), "people several", self.several, key="2"),
        ]
        y += choices(page, Rect(rect.x, y, rect.w, rect.h), people) + page.gap("tight")
        if self.several:
            held = ", ".join(scenario.actors[id_].name for id_ in self.seats)
            text = say("new.held", names=held)
            y += page.text(Rect(rect.x, y, rect.w, rect.h), text, "small", "muted") + page.gap("tight")
        connoisseurs = False
        for n, (id_, role, first) in enumerate(seats_of(self.scenario), start=1):
            if not first and not connoisseurs and n > 1:
                y += page.gap()
                y += heading(page, Rect(rect.x, y, rect.w, rect.h), say("new.connoisseurs"))
                connoisseurs = True
            name = scenario.actors[id_].name
            title = say("new.numbered", number=n, name=name) if first else name
            texts = wants(self.scenario, id_, role)
            note = " ".join(texts if id_ in self.seats else texts[:1])
            y += row(
                page,
                Rect(rect.x, y, rect.w, rect.h),
                title,
                note,
                f"seat {id_}",
                side=ROLES[role],
                look="chosen" if id_ in self.seats else "",
            )
        return y

    def commands(self) -> Mapping[str, Command]:
        """Choosing, and beginning."""
        return {
            "back": lambda rest: self.parent,
            "begin": self._begin,
            "scenario": self._scenario,
            "seat": self._seat,
            "people": self._people,
            "brief": lambda rest: Brief(self.app, self, known()[self.scenario], self.seats[-1]),
            "glossary": lambda rest: Glossary(self.app, self, known()[self.scenario]),
            "level": self._level,
            "others": self._others,
            "seed": self._seed,
            "rules": self._typing,
            "dismiss": self._dismiss,
        }

    def _scenario(self, rest: str) -> None:
        self.scenario = rest
        able = [id_ for id_, _, _ in seats_of(rest)]
        self.seats = [id_ for id_ in self.seats if id_ in able] or able[:1]

    def _seat(self, rest: str) -> None:
        """The seat; of several people one more, or one less."""
        if not self.several:
            self.seats = [rest]
        elif rest in self.seats:
            self.seats = [id_ for id_ in self.seats if id_ != rest] or self.seats
        elif len(self.seats) < MOST_PEOPLE:
            self.seats = [*self.seats, rest]
        else:
            self.app.notice = say("new.full", most=MOST_PEOPLE)

    def _people(self, rest: str) -> None:
        self.several = rest == "several"
        self.seats = self.seats if self.several else self.seats[:1]

    def _level(self, rest: str) -> None:
        self.level = self.app.settings.level = rest

    def _others(self, rest: str) -> None:
        self.others = rest

    def _seed(self, rest: str) -> None:
        self.seed = max(self.seed + int(rest), 0)

    def _typing(self, rest: str) -> None:
        self.active = not self.active

    def _dismiss(self, rest: str) -> None:
        self.app.notice = ""

    def typed(self, command: str, text: str) -> None:
        """Rules as they are typed."""
        self.active = True
        self.rules = self.rules[:-1] if text == "\b" else self.rules + text

    def _begin(self, rest: str) -> Screen | None:
        self.active = False
        if self.several and len(self.seats) < 2:
            self.app.notice = say("new.too few")
            return None
        try:
            rules = settings(self.rules.split())
        except Refused as e:
            self.app.notice = str(e)
            return None
        self.app.keep()
        return begin(
            self.app,
            self.parent or self,
            scenario=self.scenario,
            seat=self.seats,
            level=self.level,
            seed=self.seed,
            rules=rules,
            strategies=None if self.others == OF_LEVEL else {EVERYONE: self.others},
        )


__all__ = ["NewGame", "known", "seats"]

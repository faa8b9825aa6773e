"""The role brief: who one is, what one plays for, what is on record of it, what can be done, whom to watch."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from game.layout import Box, Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.dossier import Dossier
from game.screens.frame import frame
from game.screens.glossary import Glossary
from game.screens.playing import Play
from game.strings import say
from game.text.dossier import look
from game.text.menu import ways
from game.text.phrases import number
from game.text.sources import record
from game.text.words import ROLES
from game.widgets import Choice, choices, heading, row
from game.widgets.terms import underlined
from sim.compile import compile_setting
from sim.goals import goals, roles
from sim.schema import Scenario
from sim.setting import Setting


class Brief(Screen):
    """What a person should know of a seat before the first move. Without a game, what everybody can read of it."""

    name = "brief"

    def __init__(
        self, app: App, parent: Screen, scenario: Scenario, seat: str, play: Play | None = None
    ) -> None:
        super().__init__(app, parent)
        self.scenario, self.seat, self.play = scenario, seat, play
        self.setting: Setting = play.session.setting if play else compile_setting(scenario)
        self.roles = roles(scenario, self.setting)
        self.role = self.roles[seat]

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """Aims and record to the left, what can be done and whom to watch to the right."""
        page = Page(size, scale)
        foot = [
            Choice(say("button.back"), "back", key="Esc"),
            Choice(say("menu.glossary"), "glossary", key="G"),
        ]
        name = self.scenario.actors[self.seat].name
        body = frame(page, say("brief.title", name=name), foot, ROLES[self.role].capitalize(), units=1180)
        if page.units[0] >= 820:
            left, right = body.columns(2, page.gap("wide"))
            page.scroll("aims", page.panel(left), self.scrolls.get("aims", 0), self._aims)
            page.scroll("means", page.panel(right), self.scrolls.get("means", 0), self._means)
        else:
            page.scroll("all", body, self.scrolls.get("all", 0), self._all)
        return page.boxes

    def _all(self, page: Page, rect: Rect) -> int:
        y = self._aims(page, rect) + page.gap()
        return self._means(page, Rect(rect.x, y, rect.w, rect.h))

    def _aims(self, page: Page, rect: Rect) -> int:
        """The matter at hand, what one plays for, what is on record of the seat."""
        y = self._part(page, rect, rect.y, "brief.matter", [" ".join(self.scenario.summary.split())])
        own = sorted(
            goals(self.scenario, {self.seat: self.role})[self.seat].values(), key=lambda g: -g.weight
        )
        told = [say("brief.goal", weight=number(goal.weight), text=goal.text) for goal in own]
        y = self._part(page, rect, y, "private.goals", [*told, say("brief.rest")])
        y += heading(page, Rect(rect.x, y, rect.w, rect.h), say("brief.record"))
        for one in record(self.scenario, self.seat):
            y += underlined(page, Rect(rect.x, y, rect.w, rect.h), one.text, "small")
            source = say("dossier.source", id=one.id, speaker=one.speaker, kind=one.kind, day=one.day)
            y += page.text(Rect(rect.x, y, rect.w, rect.h), source, "tiny", "muted") + page.gap("near")
        return y

    def _means(self, page: Page, rect: Rect) -> int:
        """What only the seat knows, what its moves are, whom to watch."""
        y = rect.y
        if self.play is not None:
            sight = self.play.sight()
            y = self._part(page, rect, y, "private.own", self.play.once("own", lambda s: look(s, s.seat)))
            y += heading(page, Rect(rect.x, y, rect.w, rect.h), say("brief.moves"))
            for way in self.play.once("ways", ways):
                name = sight.scenario.moves[way.move].name
                title = name if way.word == way.move else f"{name}: {way.word.replace('_', ' ')}"
                y += row(page, Rect(rect.x, y, rect.w, rect.h), title, f"{way.doc}.", side=way.price)
            y += page.gap()
        y += heading(page, Rect(rect.x, y, rect.w, rect.h), say("brief.watch"))
        found = [
            Choice(self.scenario.actors[id_].name, f"look {id_}" if self.play else "", tip=role)
            for id_, role in self.watched()
        ]
        if self.play is not None:
            return y + choices(page, Rect(rect.x, y, rect.w, rect.h), found)
        for one in found:
            y += row(page, Rect(rect.x, y, rect.w, rect.h), one.label, one.tip)
        return y

    def watched(self) -> Iterator[tuple[str, str]]:
        """Who decides most: parties, patrons, who is in the chair; with what each is."""
        s = self.setting
        chosen = s.party | s.patron | s.chair[0]
        for i in np.flatnonzero(chosen & s.negotiator).tolist():
            if s.actors[i] != self.seat:
                yield s.actors[i], ROLES[self.roles[s.actors[i]]]

    def _part(self, page: Page, rect: Rect, y: int, key: str, texts: Sequence[str]) -> int:
        """A heading and sentences; where they end."""
        y += heading(page, Rect(rect.x, y, rect.w, rect.h), say(key))
        for text in texts:
            y += underlined(page, Rect(rect.x, y, rect.w, rect.h), text, "small") + page.gap("tight")
        return y + page.gap("near")

    def commands(self) -> Mapping[str, Command]:
        """Back, to the glossary, to a dossier."""
        return {
            "back": lambda rest: self.parent,
            "glossary": lambda rest: Glossary(self.app, self, self.scenario),
            "term": lambda rest: Glossary(self.app, self, self.scenario, rest),
            "look": lambda rest: Dossier(self.app, self, self.play, rest) if self.play else None,
        }

    def done(self, job: str, result: object) -> Screen | None:
        """What lies behind hears of it."""
        if self.parent:
            self.parent.done(job, result)
        return None


__all__ = ["Brief"]

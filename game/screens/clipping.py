"""A headline, and what it is made from."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from game.layout import Page, Rect
from game.press import Headline
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.dossier import Dossier
from game.screens.told import Over
from game.strings import say
from game.text.phrases import day
from game.widgets import Choice, choices, fact, heading

if TYPE_CHECKING:
    from game.screens.playing import Play

MOST = 4
"""Actors whose dossier is offered."""


class Clipping(Over):
    """One headline with its facts, and the ways to the dossiers of those in it."""

    name = "clipping"
    units = 560.0

    def __init__(self, app: App, parent: Screen, play: "Play", line: Headline) -> None:
        super().__init__(app, parent)
        self.play, self.line = play, line

    def body(self, page: Page, rect: Rect) -> int:
        """The sentence, the week, each fact."""

        def at(y: int) -> Rect:
            return Rect(rect.x, y, rect.w, rect.h)

        sight, line = self.play.sight(), self.line
        y = rect.y + page.text(rect, say("clipping.week", day=day(sight.monday(line.week))), "small", "muted")
        y += page.text(at(y), line.text, "heading") + page.gap()
        y += heading(page, at(y), say("clipping.made"))
        for name, value in line.facts:
            y += fact(page, at(y), say(f"clipping.{name}"), value, style="small") + page.gap("tight")
        y += page.gap("tight") + page.text(
            at(y + page.gap("tight")), say("clipping.no cause"), "small", "muted"
        )
        able = [seat for seat in line.seats if seat in sight.setting.actors][:MOST]
        if able:
            y += page.gap()
            found = [Choice(say("clipping.dossier", name=sight.name(seat)), f"look {seat}") for seat in able]
            y += choices(page, at(y), found)
        return y

    def foot(self) -> Sequence[Choice]:
        """To close it."""
        return [Choice(say("button.close"), "close", key="Enter", look="primary")]

    def commands(self) -> Mapping[str, Command]:
        """Closing it, or going to a dossier."""
        return {
            **super().commands(),
            "look": lambda rest: Dossier(self.app, self.below, self.play, rest),
        }


__all__ = ["Clipping"]

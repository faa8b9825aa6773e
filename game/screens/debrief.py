"""The debrief: what text mode's holds, each part as soon as it has been reckoned."""

from collections.abc import Mapping

from game.layout import Box, Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.frame import frame
from game.screens.playing import Play
from game.strings import say
from game.text.debrief import debrief
from game.text.words import DEBRIEF
from game.widgets import Choice, paragraphs

JOB = "debrief"
OVER = object()
"""Comes last."""


class Debrief(Screen):
    """What came of the game."""

    name = "debrief"

    def __init__(self, app: App, parent: Screen | None, play: Play) -> None:
        super().__init__(app, parent)
        self.play = play
        self.texts: list[str] = []
        self.over = False
        app.jobs.start(JOB, self._reckon)

    def _reckon(self) -> object:
        play = self.play
        yield from debrief(play.session, play.seat, play.role, self.app.fast)
        yield OVER

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """The outcome on top, then the rest as it comes."""
        page = Page(size, scale)
        foot = [Choice(say("button.title"), "leave", key="Esc", look="primary")]
        note = "" if self.over else say("debrief.reckoning")
        title = self.texts[0] if self.texts else say("debrief.title")
        body = frame(page, title, foot, note, units=860)
        page.scroll("debrief", body, self.scrolls.get("debrief", 0), self._body)
        return page.boxes

    def _body(self, page: Page, rect: Rect) -> int:
        shown = [text for text in self.texts[1:] if text != DEBRIEF["counting"]]
        return rect.y + page.gap() + paragraphs(page, Rect(rect.x, rect.y + page.gap(), rect.w, rect.h), shown, gap="near")

    def commands(self) -> Mapping[str, Command]:
        """Back to the title."""
        return {"leave": lambda rest: self.back()}

    def back(self) -> Screen | None:
        """The title, whence a new game begins."""
        from game.screens.title import Title

        self.app.jobs.cancel(JOB)
        self.app.counsel.close()
        return Title(self.app)

    def done(self, job: str, result: object) -> Screen | None:
        """A part of it."""
        if job == JOB:
            if result is OVER or isinstance(result, Exception):
                self.over = True
            if isinstance(result, Exception):
                self.texts.append(str(result))
            elif isinstance(result, str):
                self.texts.append(result)
        return None


__all__ = ["Debrief"]

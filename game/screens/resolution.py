"""What came of a sitting: what happened, what the numbers were and are, what soundings and notes brought."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from game.layout import Box, Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.clipping import Clipping
from game.screens.frame import frame
from game.screens.panels import standing
from game.screens.playing import Passed
from game.strings import say
from game.text.phrases import day
from game.text.words import SCREEN
from game.widgets import Choice, heading, paragraphs, row

if TYPE_CHECKING:
    from game.screens.table import Table


class Resolution(Screen):
    """What happened since the seat decided."""

    name = "resolution"

    def __init__(self, app: App, table: "Table", passed: Passed) -> None:
        super().__init__(app, table)
        self.table, self.passed = table, passed

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """What one did and what happened to the left, the numbers to the right."""
        page = Page(size, scale)
        before, after = self.passed.before, self.table.play.sight()
        title = (
            say("resolution.same")
            if self.passed.same_week
            else say("resolution.title", day=day(after.monday(after.week)))
        )
        note = "" if self.passed.same_week else say("resolution.since", day=day(before.monday(before.week)))
        foot = [Choice(say("button.continue"), "continue", key="Enter", look="primary")]
        body = frame(page, title, foot, note, units=1100)
        if self.passed.same_week or page.units[0] < 820:
            page.scroll("happened", body, self.scrolls.get("happened", 0), self._all)
        else:
            left, right = body.left(round(body.w * 0.62), page.gap("wide"))
            page.scroll("happened", left, self.scrolls.get("happened", 0), self._happened)
            page.scroll("figures", page.panel(right), self.scrolls.get("figures", 0), self._figures)
        return page.boxes

    def _all(self, page: Page, rect: Rect) -> int:
        y = self._happened(page, rect)
        return (
            y if self.passed.same_week else self._figures(page, Rect(rect.x, y + page.gap(), rect.w, rect.h))
        )

    def _figures(self, page: Page, rect: Rect) -> int:
        return standing.figures(page, rect, self.table.play)

    def _happened(self, page: Page, rect: Rect) -> int:
        y = rect.y + page.gap("near")
        passed, play = self.passed, self.table.play

        def part(title: str, texts: list[str], style: str) -> None:
            nonlocal y
            if texts:
                y += heading(page, Rect(rect.x, y, rect.w, rect.h), title, "strong", "accent")
                y += paragraphs(page, Rect(rect.x, y, rect.w, rect.h), texts, style, gap="near") + page.gap()

        part(say("resolution.you"), [f"{play.deed(act)}." for act in passed.done], "body")
        part(say("resolution.heard"), list(passed.heard), "lead")
        if not passed.same_week:
            y += heading(page, Rect(rect.x, y, rect.w, rect.h), say("resolution.news"), "strong", "accent")
            for n, line in enumerate(passed.news):
                when = day(passed.before.monday(line.week))
                y += row(page, Rect(rect.x, y, rect.w, rect.h), line.text, when, f"clip {n}", style="body")
            if not passed.news:
                y += page.text(Rect(rect.x, y, rect.w, rect.h), SCREEN["quiet"], "body", "muted")
            y += page.gap()
            part(say("news.own"), list(passed.own), "body")
        return y

    def commands(self) -> Mapping[str, Command]:
        """Back to the table."""
        return {"continue": lambda rest: self.table, "clip": self._clip}

    def _clip(self, rest: str) -> Screen:
        return Clipping(self.app, self, self.table.play, self.passed.news[int(rest)])


__all__ = ["Resolution"]

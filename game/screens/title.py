"""The first screen: play now, choose a seat, go on with the last game."""

from collections.abc import Mapping
from pathlib import Path

from game.layout import Box, Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.opening import FIRST_LEVEL, FIRST_SEAT, begin, go_on
from game.screens.saves import Saves, kept
from game.screens.settingspage import SettingsPage
from game.strings import say
from game.widgets import button, toast


class Title(Screen):
    """The first screen."""

    name = "title"

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.last: Path | None = next(iter(kept(app.saves)), None)

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """The name, what it is about, and the ways in."""
        page = Page(size, scale)
        page.fill(page.whole, "paper")
        wide, high = page.units
        if wide >= 900 and high >= 520:
            left, right = page.whole.left(round(size[0] * 0.46))
            page.fill(left, "accent")
            page.add(Box("art", left, clip=left))
            inner = left.inset(page.px(56), page.px(40))
            tall = sum(
                page.height(say(key), inner.w, style)
                for key, style in (("title.name", "display"), ("title.line", "lead"), ("title.about", "body"))
            )
            y = inner.y + max((inner.h - tall - page.px(60)) // 2, 0)
            y += (
                page.text(Rect(inner.x, y, inner.w, inner.h), say("title.name"), "display", "on accent")
                + page.gap()
            )
            y += page.text(
                Rect(inner.x, y, inner.w, inner.h), say("title.line"), "lead", "on accent"
            ) + page.gap("wide")
            page.text(Rect(inner.x, y, inner.w, inner.h), say("title.about"), "body", "on accent muted")
            column = min(right.w - 2 * page.px(56), page.px(420))
            trial = Page(size, 1.0)
            trial.unit = page.unit
            tall = self._ways(trial, Rect(0, 0, column, 10_000))
            y = max((size[1] - tall) // 2, page.gap())
            room = Rect(right.x + (right.w - column) // 2, y, column, size[1] - y - page.gap())
            page.scroll("ways", room, self.scrolls.get("ways", 0), self._ways)
        else:
            pad = page.gap()
            tall = page.height(say("title.name"), size[0] - 2 * pad, "title") + 2 * pad
            band, rest = page.whole.top(tall)
            page.fill(band, "accent")
            page.text(band.inset(pad), say("title.name"), "title", "on accent")
            page.scroll("ways", rest.inset(pad), self.scrolls.get("ways", 0), self._ways)
        if self.app.notice:
            toast(page, self.app.notice)
        return page.boxes

    def _ways(self, page: Page, rect: Rect) -> int:
        """The buttons, each with a word on it below; where they end."""
        y = rect.y
        ways = [
            ("play", "P", "primary", ""),
            ("choose", "C", "", ""),
            ("continue", "O", "", "" if self.last else say("title.no game")),
            ("saves", "L", "", "" if self.last else say("title.no game")),
            ("settings", "S", "", ""),
            ("quit", "Q", "quiet", ""),
        ]
        for name, key, look, why in ways:
            place = Rect(rect.x, y, rect.w, page.px(46))
            tall = button(page, place, say(f"title.{name}"), name, key=key, look=look, why=why, style="lead")
            y += tall + page.gap("tight")
            y += page.text(Rect(rect.x, y, rect.w, rect.h), self._note(name), "small", "muted", "middle")
            y += page.gap()
        return y

    def _note(self, name: str) -> str:
        if name == "continue" and self.last:
            return self.last.stem
        return say(f"title.{name} note")

    def commands(self) -> Mapping[str, Command]:
        """The ways in, and out."""
        from game.screens.guided import SEED
        from game.screens.newgame import NewGame

        return {
            "play": lambda rest: begin(
                self.app, self, seat=FIRST_SEAT, level=FIRST_LEVEL, seed=SEED, guided=True
            ),
            "choose": lambda rest: NewGame(self.app, self),
            "continue": lambda rest: go_on(self.app, self, self.last) if self.last else None,
            "saves": lambda rest: Saves(self.app, self),
            "settings": lambda rest: SettingsPage(self.app, self),
            "quit": self._quit,
            "dismiss": self._dismiss,
        }

    def _dismiss(self, rest: str) -> None:
        self.app.notice = ""

    def _quit(self, rest: str) -> None:
        self.app.leaving = True


__all__ = ["Title"]

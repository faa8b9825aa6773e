"""The menu over the table: go on, settings, what each move does, saved games, leave."""

from collections.abc import Mapping, Sequence

from game.layout import Page, Rect
from game.screens.base import Command, Screen
from game.screens.saves import Saves
from game.screens.settingspage import SettingsPage
from game.screens.told import Over, Told
from game.strings import say
from game.text import manual
from game.widgets import Choice, button, heading

WAYS = (("close", "Esc"), ("manual", "M"), ("promises", "P"), ("settings", "S"), ("saves", "L"), ("leave", "T"), ("quit", "Q"))


class Menu(Over):
    """The menu of a game."""

    name = "menu"
    units = 420.0

    def body(self, page: Page, rect: Rect) -> int:
        """A button a way."""
        y = rect.y + heading(page, rect, say("menu.title"), "heading", "ink")
        for name, key in WAYS:
            look = "primary" if name == "close" else ""
            y += button(page, Rect(rect.x, y, rect.w, page.px(36)), say(f"menu.{name}"), name, key=key, look=look)
            y += page.gap("near")
        path = self.below.play.session.log.path  # type: ignore[attr-defined]
        kept = say("menu.kept", file=path.name) if path else say("menu.not kept")
        return y + page.text(Rect(rect.x, y, rect.w, rect.h), kept, "small", "muted")

    def foot(self) -> Sequence[Choice]:
        """The ways are in the body."""
        return []

    def commands(self) -> Mapping[str, Command]:
        """Where each leads."""
        return {
            **super().commands(),
            "settings": lambda rest: SettingsPage(self.app, self.below),
            "saves": lambda rest: Saves(self.app, self.below),
            "manual": lambda rest: self._told("menu.manual", manual.moves),
            "promises": lambda rest: self._told("menu.promises", manual.acts),
            "leave": lambda rest: self._leave(),
            "quit": self._quit,
        }

    def _told(self, key: str, texts: object) -> Screen:
        sight = self.below.play.sight()  # type: ignore[attr-defined]
        return Told(self.app, self.below, say(key), texts(sight))  # type: ignore[operator]

    def _leave(self) -> Screen:
        from game.screens.title import Title

        self.app.counsel.close()
        return Title(self.app)

    def _quit(self, rest: str) -> None:
        self.app.leaving = True


__all__ = ["Menu"]

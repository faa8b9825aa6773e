"""The menu over the table: go on, settings, what each move does, saved games, leave."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from game.layout import Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.brief import Brief
from game.screens.glossary import Glossary
from game.screens.orders import Orders
from game.screens.replay import Replay
from game.screens.saves import Saves
from game.screens.settingspage import SettingsPage
from game.screens.told import Over, Told
from game.screens.why import Why
from game.strings import say
from game.text import manual
from game.text.sight import Sight
from game.widgets import Choice, button, heading

if TYPE_CHECKING:
    from game.screens.table import Table

WAYS = (
    ("close", "Esc"),
    ("brief", "B"),
    ("manual", "M"),
    ("promises", "P"),
    ("orders", "O"),
    ("reasons", "W"),
    ("glossary", "G"),
    ("replay", "R"),
    ("settings", "S"),
    ("saves", "L"),
    ("leave", "T"),
    ("quit", "Q"),
)


class Menu(Over):
    """The menu of a game."""

    name = "menu"
    units = 420.0

    def __init__(self, app: App, table: "Table") -> None:
        super().__init__(app, table)
        self.table = table

    def body(self, page: Page, rect: Rect) -> int:
        """A button a way."""
        y = rect.y + heading(page, rect, say("menu.title"), "heading", "ink")
        for name, key in WAYS:
            look = "primary" if name == "close" else ""
            y += button(
                page, Rect(rect.x, y, rect.w, page.px(36)), say(f"menu.{name}"), name, key=key, look=look
            )
            y += page.gap("near")
        path = self.table.play.session.log.path
        kept = say("menu.kept", file=path.name) if path else say("menu.not kept")
        return y + page.text(Rect(rect.x, y, rect.w, rect.h), kept, "small", "muted")

    def foot(self) -> Sequence[Choice]:
        """The ways are in the body."""
        return []

    def commands(self) -> Mapping[str, Command]:
        """Where each leads."""
        play = self.table.play
        return {
            **super().commands(),
            "brief": lambda rest: Brief(self.app, self.below, play.session.table.scenario, play.seat, play),
            "orders": lambda rest: Orders(self.app, self.below, play),
            "reasons": lambda rest: Why(self.app, self.below, play, play.seat),
            "glossary": lambda rest: Glossary(self.app, self.below, play.session.table.scenario),
            "replay": lambda rest: Replay(self.app, self.below, play.session, play.seat),
            "settings": lambda rest: SettingsPage(self.app, self.below),
            "saves": lambda rest: Saves(self.app, self.below),
            "manual": lambda rest: self._told("menu.manual", manual.moves),
            "promises": lambda rest: self._told("menu.promises", manual.acts),
            "leave": lambda rest: self._leave(),
            "quit": self._quit,
        }

    def _told(self, key: str, texts: Callable[[Sight], list[str]]) -> Screen:
        sight = self.table.play.sight()
        return Told(self.app, self.below, say(key), texts(sight))

    def _leave(self) -> Screen:
        from game.screens.title import Title

        self.app.counsel.close()
        return Title(self.app)

    def _quit(self, rest: str) -> None:
        self.app.leaving = True


__all__ = ["Menu"]

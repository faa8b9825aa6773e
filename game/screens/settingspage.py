"""Text size, contrast, motion, full screen; and the keys that are taken everywhere."""

from collections.abc import Mapping

from game.layout import Box, Page, Rect
from game.screens.base import Command, Screen
from game.screens.frame import frame
from game.strings import say
from game.theme import LARGEST, SMALLEST, STEP
from game.widgets import Choice, choices, heading, paragraphs, slider

SWITCHES = ("contrast", "still", "full")


class SettingsPage(Screen):
    """What a person sets; it holds at once."""

    name = "settings"

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """One setting below the other."""
        page = Page(size, scale)
        body = frame(page, say("settings.title"), [Choice(say("button.back"), "back", key="Esc")], units=720)
        page.scroll("settings", body, self.scrolls.get("settings", 0), self._body)
        return page.boxes

    def _body(self, page: Page, rect: Rect) -> int:
        settings = self.app.settings
        share = (settings.scale - SMALLEST) / (LARGEST - SMALLEST)
        percent = say("settings.percent", value=round(100 * settings.scale))
        y = rect.y + page.gap() + heading(page, rect, say("settings.scale", value=percent), "strong", "ink")
        y += slider(page, Rect(rect.x, y, rect.w, rect.h), share, "scale", percent) + page.gap("tight")
        steps = [
            Choice(say("settings.smaller"), "resize -1", key="F9"),
            Choice(say("settings.larger"), "resize +1", key="F10"),
        ]
        y += choices(page, Rect(rect.x, y, rect.w, rect.h), steps) + page.gap("wide")
        for name in SWITCHES:
            now = bool(getattr(settings, name))
            y += heading(page, Rect(rect.x, y, rect.w, rect.h), say(f"settings.{name}"), "strong", "ink")
            options = [
                Choice(say("compose.no"), f"switch {name} no", not now),
                Choice(say("compose.yes"), f"switch {name} yes", now),
            ]
            y += choices(page, Rect(rect.x, y, rect.w, rect.h), options) + page.gap("tight")
            y += page.text(Rect(rect.x, y, rect.w, rect.h), say(f"settings.{name} note"), "small", "muted")
            y += page.gap("wide")
        y += heading(page, Rect(rect.x, y, rect.w, rect.h), say("settings.keys"), "strong", "ink")
        texts = say("settings.keys list").strip().split("\n")
        y += paragraphs(page, Rect(rect.x, y, rect.w, rect.h), texts, "small") + page.gap("wide")
        y += heading(page, Rect(rect.x, y, rect.w, rect.h), say("settings.folder"), "strong", "ink")
        return y + page.text(Rect(rect.x, y, rect.w, rect.h), str(self.app.home), "small", "muted")

    def commands(self) -> Mapping[str, Command]:
        """Setting things."""
        return {"back": lambda rest: self.parent, "resize": self._resize, "switch": self._switch}

    def _resize(self, rest: str) -> None:
        self.app.settings.larger(int(rest) * STEP)
        self.app.keep()

    def slid(self, command: str, value: float) -> None:
        """The slider of the text size."""
        self.app.settings.scale = round(SMALLEST + value * (LARGEST - SMALLEST), 1)
        self.app.keep()

    def _switch(self, rest: str) -> None:
        name, value = rest.split()
        if name in SWITCHES:
            setattr(self.app.settings, name, value == "yes")
            self.app.keep()


__all__ = ["SettingsPage"]

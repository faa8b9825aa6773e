"""The glossary: the words of the game, what they mean, and which evidence they rest on."""

from collections.abc import Mapping

from game.layout import Box, Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.frame import frame
from game.strings import say
from game.text.glossary import Word, words
from game.text.sources import item
from game.widgets import Choice, choices, entry, heading
from sim.schema import Scenario


class Glossary(Screen):
    """Every word, or those that hold what is typed; one of them first if it is asked for."""

    name = "glossary"

    def __init__(self, app: App, parent: Screen, scenario: Scenario | None = None, key: str = "") -> None:
        super().__init__(app, parent)
        self.scenario, self.key = scenario, key
        self.typing, self.active = "", False

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """What to look for, then the words."""
        page = Page(size, scale)
        body = frame(page, say("glossary.title"), [Choice(say("button.back"), "back", key="Esc")], units=760)
        line, rest = body.top(page.line() + 2 * page.gap("tight"), page.gap())
        entry(page, line, self.typing, "find", hint=say("glossary.find"), active=self.active)
        page.scroll("words", rest, self.scrolls.get("words", 0), self._words)
        return page.boxes

    def shown(self) -> list[Word]:
        """The words that hold what is typed; the one that was asked for first."""
        sought = self.typing.strip().casefold()
        found = [one for one in words().values() if sought in f"{one.name} {one.text}".casefold()]
        return sorted(found, key=lambda one: one.key != self.key)

    def _words(self, page: Page, rect: Rect) -> int:
        y, found = rect.y, self.shown()
        for one in found:
            y += self._word(page, Rect(rect.x, y, rect.w, rect.h), one) + page.gap()
        if not found:
            y += page.text(Rect(rect.x, y, rect.w, rect.h), say("glossary.none"), "body", "muted")
        return y

    def _word(self, page: Page, rect: Rect, one: Word) -> int:
        """One word: its meaning, the evidence, other words beside it; the height."""
        colour = "accent" if one.key == self.key else "ink"
        y = rect.y + heading(page, rect, one.name, "strong", colour)
        y += page.text(Rect(rect.x, y, rect.w, rect.h), one.text)
        for id_ in one.see:
            if self.scenario is not None and (cited := item(self.scenario, id_)) is not None:
                text = say("why.evidence", id=cited.id, text=cited.text, speaker=cited.speaker)
                y += page.text(Rect(rect.x, y, rect.w, rect.h), text, "tiny", "muted")
        beside = [Choice(words()[key].name, f"term {key}") for key in one.see if key in words()]
        if beside:
            y += page.gap("tight")
            y += choices(page, Rect(rect.x, y, rect.w, rect.h), beside, gap="tight")
        return y - rect.y

    def commands(self) -> Mapping[str, Command]:
        """Back, looking for something, going to another word."""
        return {"back": lambda rest: self.parent, "find": self._find, "term": self._term}

    def _find(self, rest: str) -> None:
        self.active = not self.active

    def _term(self, rest: str) -> None:
        self.key, self.typing, self.active = rest, "", False
        self.scrolls.clear()

    def typed(self, command: str, text: str) -> None:
        """What is looked for."""
        self.active = True
        self.typing = self.typing[:-1] if text == "\b" else self.typing + text
        self.scrolls.clear()

    def done(self, job: str, result: object) -> Screen | None:
        """What lies behind hears of it."""
        if self.parent:
            self.parent.done(job, result)
        return None


__all__ = ["Glossary"]

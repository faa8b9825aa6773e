"""A dialog over another screen: sentences to read, or a question with its answers."""

from collections.abc import Mapping, Sequence

from game.layout import Box, Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.frame import buttons, foot_height
from game.strings import say
from game.widgets import Choice, dialog, heading, paragraphs


class Over(Screen):
    """A dialog: what lies below is laid out too, and comes back afterwards."""

    units = 600.0

    def __init__(self, app: App, parent: Screen) -> None:
        super().__init__(app, parent)
        self.below = parent

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """The screen below, and the dialog over it."""
        page = Page(size, scale)
        page.boxes += self.below.layout(size, scale)
        offset = self.scrolls.get(self.name, 0)
        dialog(page, self.name, offset, self.body, self.under, units=self.units)
        return page.boxes

    def under(self, page: Page, rect: Rect) -> int:
        """What always shows below the body; its height."""
        foot = self.foot()
        buttons(page, rect, foot)
        return foot_height(page, rect.w, foot)

    def body(self, page: Page, rect: Rect) -> int:
        """What is in it; where it ends."""
        raise NotImplementedError

    def foot(self) -> Sequence[Choice]:
        """The buttons below."""
        return [Choice(say("button.close"), "close", key="Esc")]

    def commands(self) -> Mapping[str, Command]:
        """Closing it."""
        return {"close": lambda rest: self.below}

    def done(self, job: str, result: object) -> Screen | None:
        """What lies below hears of it."""
        self.below.done(job, result)
        return None


class Told(Over):
    """Sentences to read."""

    name = "told"

    def __init__(self, app: App, parent: Screen, title: str, texts: Sequence[str]) -> None:
        super().__init__(app, parent)
        self.title, self.texts = title, list(texts)

    def body(self, page: Page, rect: Rect) -> int:
        """A title and the sentences."""
        y = rect.y + heading(page, rect, self.title, "heading", "ink") + page.gap("tight")
        return y + paragraphs(page, Rect(rect.x, y, rect.w, rect.h), self.texts, gap="near")

    def foot(self) -> Sequence[Choice]:
        """To close it."""
        return [Choice(say("button.close"), "close", key="Enter", look="primary")]


class Asked(Over):
    """A question before something is done; several, one after the other."""

    name = "asked"

    def __init__(self, app: App, parent: Screen, questions: Sequence[str], yes: Command, label: str) -> None:
        super().__init__(app, parent)
        self.questions, self.yes, self.label = list(questions), yes, label

    def body(self, page: Page, rect: Rect) -> int:
        """The question at hand."""
        y = rect.y + heading(page, rect, say("asked.title"), "heading", "ink")
        return y + page.text(Rect(rect.x, y, rect.w, rect.h), self.questions[0])

    def foot(self) -> Sequence[Choice]:
        """Yes and no."""
        return [
            Choice(say("button.not yet"), "close", key="Esc"),
            Choice(self.label, "yes", key="Y", look="primary"),
        ]

    def commands(self) -> Mapping[str, Command]:
        """Yes leads to the next question, the last yes to what was asked about."""
        return {**super().commands(), "yes": self._yes}

    def _yes(self, rest: str) -> Screen | None:
        if len(self.questions) > 1:
            return Asked(self.app, self.below, self.questions[1:], self.yes, self.label)
        return self.yes(rest) or self.below


__all__ = ["Asked", "Over", "Told"]

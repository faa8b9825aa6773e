"""Standing orders: what a seat does in the weeks in which its person is not asked."""

from collections.abc import Mapping

from game.layout import Box, Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.frame import frame
from game.screens.playing import Play
from game.strings import say
from game.text.menu import Way, ways
from game.text.screen import orders
from game.text.sight import Sight
from game.widgets import Choice, button, entry, heading, paragraphs, row, toast
from sim.acts import ActError
from sim.typed import read, said

UNFIT = frozenset(
    [
        "vote",
        "reply",
        "accept",
        "take_counter",
        "declare",
        "demand",
        "hold",
        "walk_out",
        "leak",
        "join_practical",
        "ask",
        "bargain",
        "promise",
        "warn",
    ]
)
"""Acts that are not offered: notes and answers, which are about what is there once, and what cannot be undone."""


class Orders(Screen):
    """The standing orders of the seat: each can be taken out, others put in."""

    name = "orders"

    def __init__(self, app: App, parent: Screen, play: Play) -> None:
        super().__init__(app, parent)
        self.play = play
        self.typing, self.active = "", False

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """Those in force above, what could be one below."""
        page = Page(size, scale)
        foot = [
            Choice(say("button.back"), "back", key="Esc"),
            Choice(say("orders.clear"), "clear", key="X", why="" if self.lines() else say("orders.none")),
        ]
        body = frame(page, say("orders.title"), foot, say("orders.note"), units=820)
        page.scroll("orders", body, self.scrolls.get("orders", 0), self._body)
        if self.app.notice:
            toast(page, self.app.notice)
        return page.boxes

    def lines(self) -> list[str]:
        """The orders in force, as they are typed."""
        return [said(act) for act in self.play.sight().orders or ()]

    def _body(self, page: Page, rect: Rect) -> int:
        def at(y: int) -> Rect:
            return Rect(rect.x, y, rect.w, rect.h)

        sight = self.play.sight()
        y = rect.y + page.gap("near") + heading(page, at(rect.y + page.gap("near")), say("orders.now"))
        y += paragraphs(page, at(y), orders(sight), "body") + page.gap("tight")
        side = page.px(30)
        for n, act in enumerate(sight.orders or ()):
            inner = Rect(rect.x, y, rect.w - side - page.gap("near"), rect.h)
            tall = page.text(inner, self.play.deed(act), "body")
            cross = Rect(rect.right - side, y, side, side)
            tall = max(tall, button(page, cross, "\u00d7", f"drop {n}", tip=say("plan.drop")))
            y += tall + page.gap("tight")
        y += page.gap() + entry(
            page, at(y + page.gap()), self.typing, "type", hint=say("orders.type"), active=self.active
        )
        y += page.gap() + heading(page, at(y + page.gap()), say("orders.could"))
        for way, text in self.play.once("orderable", self._orderable):
            y += row(page, at(y), text, way.example, f"put {way.example}", side=way.price)
        return y

    def _orderable(self, sight: Sight) -> list[tuple[Way, str]]:
        """Acts that could stand week after week, each once; how they are typed, and in words."""
        found = {way.example: way for way in ways(sight) if way.word not in UNFIT}
        out: list[tuple[Way, str]] = []
        for line, way in found.items():
            try:
                act = read(sight.setting, sight.at, line, sight.names, sight.side)
            except ActError:
                continue
            out.append((way, self.play.deed(act)))
        return out

    def commands(self) -> Mapping[str, Command]:
        """Putting orders in and taking them out."""
        return {
            "back": lambda rest: self.parent,
            "put": lambda rest: self._set([*self.lines(), rest]),
            "drop": lambda rest: self._set([x for n, x in enumerate(self.lines()) if n != int(rest)]),
            "clear": lambda rest: self._set([]),
            "type": self._type,
            "dismiss": self._dismiss,
        }

    def _set(self, lines: list[str]) -> None:
        before = self.lines()
        told = self.play.say(f"standing {'; '.join(lines) if lines else 'none'}")
        self.app.notice = "" if self.lines() != before else " ".join(told)

    def _type(self, rest: str) -> None:
        line, self.typing = self.typing.strip(), ""
        if line:
            self._set([*self.lines(), line])
        else:
            self.active = not self.active

    def _dismiss(self, rest: str) -> None:
        self.app.notice = ""

    def typed(self, command: str, text: str) -> None:
        """Letters of a line."""
        self.active = True
        self.typing = self.typing[:-1] if text == "\b" else self.typing + text

    def done(self, job: str, result: object) -> Screen | None:
        """What lies behind hears of it."""
        if self.parent:
            self.parent.done(job, result)
        return None


__all__ = ["Orders"]

"""Several people at one screen: a curtain falls between them, and each finds the table as its own seat sees it."""

from collections.abc import Mapping

from game.layout import Box, Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.debrief import Debrief
from game.screens.frame import frame
from game.screens.playing import Play
from game.screens.resolution import Resolution
from game.screens.table import Table
from game.session import Session
from game.strings import say
from game.text.phrases import day
from game.text.words import BEATS
from game.widgets import Choice, row


class HotSeat:
    """The tables of the people of one game, one for each seat."""

    def __init__(self, app: App, parent: Screen, session: Session) -> None:
        self.app, self.parent, self.session = app, parent, session
        self.tables: dict[str, Table] = {}
        for seat in session.humans:
            table = Table(app, parent, Play(session, app.fast, seat))
            table.others = self
            self.tables[seat] = table

    def name(self, seat: str) -> str:
        """What a seat is called."""
        return self.session.table.scenario.actors[seat].name

    def following(self) -> Screen:
        """The curtain before whoever is asked next; the end, if the game is over."""
        if self.session.finished:
            return Ended(self.app, self)
        return Curtain(self.app, self, self.session.awaiting()[0])


class Curtain(Screen):
    """Nothing of the game is seen until the next person says that the seat is theirs."""

    name = "curtain"

    def __init__(self, app: App, group: HotSeat, seat: str) -> None:
        super().__init__(app)
        self.group, self.seat = group, seat

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """Whose turn it is, and a button."""
        page = Page(size, scale)
        session = self.group.session
        foot = [
            Choice(say("button.title"), "leave", key="T"),
            Choice(say("curtain.mine", name=self.group.name(self.seat)), "open", key="Enter", look="primary"),
        ]
        when = say("curtain.when", day=day(session.table.monday), beat=BEATS[session.beat])
        body = frame(page, say("curtain.title", name=self.group.name(self.seat)), foot, when, units=620)
        page.scroll("curtain", body, self.scrolls.get("curtain", 0), self._body)
        return page.boxes

    def _body(self, page: Page, rect: Rect) -> int:
        y = rect.y + page.gap("far")
        y += page.text(
            Rect(rect.x, y, rect.w, rect.h), say("curtain.body", name=self.group.name(self.seat)), "lead"
        )
        return y + page.gap("far")

    def commands(self) -> Mapping[str, Command]:
        """Lifting the curtain, or leaving."""
        return {"open": self._open, "leave": lambda rest: self.back()}

    def back(self) -> Screen | None:
        """To the title; the game is kept line by line."""
        from game.screens.title import Title

        self.app.counsel.close()
        return Title(self.app)

    def _open(self, rest: str) -> Screen:
        table = self.group.tables[self.seat]
        passed = table.play.caught_up()
        self.app.notice = ""
        if passed is None or (passed.same_week and not passed.heard):
            return table
        return Resolution(self.app, table, passed)


class Ended(Screen):
    """The game of several people is over: whose debrief is read."""

    name = "ended"

    def __init__(self, app: App, group: HotSeat) -> None:
        super().__init__(app)
        self.group = group

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """A row a seat."""
        page = Page(size, scale)
        foot = [Choice(say("button.title"), "leave", key="Esc")]
        body = frame(page, say("curtain.over"), foot, say("curtain.over note"), units=620)
        page.scroll("ended", body, self.scrolls.get("ended", 0), self._body)
        return page.boxes

    def _body(self, page: Page, rect: Rect) -> int:
        y = rect.y + page.gap()
        for seat in self.group.tables:
            y += row(page, Rect(rect.x, y, rect.w, rect.h), self.group.name(seat), "", f"read {seat}")
            y += page.gap("tight")
        return y

    def commands(self) -> Mapping[str, Command]:
        """Reading one, or leaving."""
        return {"leave": lambda rest: self.back(), "read": self._read}

    def _read(self, rest: str) -> Screen:
        return Debrief(self.app, self.group.parent, self.group.tables[rest].play)

    def back(self) -> Screen | None:
        """To the title."""
        from game.screens.title import Title

        self.app.counsel.close()
        return Title(self.app)


__all__ = ["Curtain", "Ended", "HotSeat"]

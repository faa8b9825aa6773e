"""The debrief: what text mode's holds, each part as soon as it has been reckoned; kept as a page or a transcript."""

from collections.abc import Mapping
from itertools import groupby

from game.layout import Box, Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.frame import frame
from game.screens.playing import Play
from game.strings import say
from game.text.debrief import Told, parts
from game.widgets import Choice, heading, paragraphs, toast
from sim.faults import LogError

JOB = "debrief"
OVER = object()
"""Comes last."""
HEAD, WAIT = "head", "wait"
"""Parts that are not told in the body: the outcome, and that something is being reckoned."""
FOLDER = "debriefs"
"""Where pages and transcripts are kept, in the folder of the app."""


class Debrief(Screen):
    """What came of the game."""

    name = "debrief"

    def __init__(self, app: App, parent: Screen | None, play: Play) -> None:
        super().__init__(app, parent)
        self.play = play
        self.told: list[Told] = []
        self.over = False
        app.jobs.start(JOB, self._reckon)

    def _reckon(self) -> object:
        play = self.play
        yield from parts(play.session, play.seat, play.role, self.app.fast)
        yield OVER

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """The outcome on top, then the rest as it comes."""
        page = Page(size, scale)
        wait = "" if self.over else say("debrief.not yet")
        foot = [
            Choice(say("debrief.page"), "export html", key="H", why=wait, tip=say("debrief.page tip")),
            Choice(say("debrief.transcript"), "export txt", key="T", why=wait),
            Choice(say("button.title"), "leave", key="Esc", look="primary"),
        ]
        note = "" if self.over else say("debrief.reckoning")
        title = " ".join(text for part, text in self.told if part == HEAD) or say("debrief.title")
        body = frame(page, title, foot, note, units=860)
        page.scroll("debrief", body, self.scrolls.get("debrief", 0), self._body)
        if self.app.notice:
            toast(page, self.app.notice)
        return page.boxes

    def _body(self, page: Page, rect: Rect) -> int:
        """Each part below its heading."""
        y = rect.y + page.gap()
        shown = [one for one in self.told if one[0] not in (HEAD, WAIT)]
        for part, texts in groupby(shown, key=lambda one: one[0]):
            y += heading(page, Rect(rect.x, y, rect.w, rect.h), say(f"debrief.{part}"))
            place = Rect(rect.x, y, rect.w, rect.h)
            y += paragraphs(page, place, [text for _, text in texts], gap="near") + page.gap()
        return y

    def commands(self) -> Mapping[str, Command]:
        """Back to the title; what is kept as a file."""
        return {"leave": lambda rest: self.back(), "export": self._export, "dismiss": self._dismiss}

    def _export(self, rest: str) -> None:
        """Keep all of it in a file beside the saves, under the name of the game."""
        from game.debrief.export import export

        session, folder = self.play.session, self.app.home / FOLDER
        name = session.log.path.stem if session.log.path else self.play.seat
        path = folder / f"{name}.{rest}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            export(session, self.play.seat, self.told, path)
            self.app.notice = say("debrief.written", file=path)
        except LogError as e:
            self.app.notice = str(e)
        except OSError as e:
            self.app.notice = f"{folder}: {e.strerror}"

    def _dismiss(self, rest: str) -> None:
        self.app.notice = ""

    def back(self) -> Screen | None:
        """The title, whence a new game begins."""
        from game.screens.title import Title

        self.app.jobs.cancel(JOB)
        self.app.counsel.close()
        return Title(self.app)

    def done(self, job: str, result: object) -> Screen | None:
        """A part of it."""
        if job != JOB:
            return None
        if result is OVER:
            self.over = True
        elif isinstance(result, tuple):
            self.told.append(result)  # pyright: ignore[reportUnknownArgumentType]
        else:
            self.told.append(("came_out", str(result)))
            self.over = True
        return None


__all__ = ["Debrief"]

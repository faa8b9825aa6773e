"""Games that were kept: each with its seat, scenario, level and week, the last one first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from game.layout import Box, Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.frame import frame
from game.screens.opening import REFUSED, go_on
from game.screens.playing import SUFFIX
from game.session import Session
from game.strings import say
from game.widgets import Choice, button, button_width, row, toast
from sim.faults import LogError
from sim.log.lines import Played
from sim.log.reading import read

MOST = 60
"""Games that are listed."""


@dataclass(frozen=True)
class Kept:
    """One game in a file."""

    path: Path
    line: str
    """what it is"""
    wrong: str
    """why it cannot be played on"""


def kept(folder: Path) -> list[Path]:
    """The files of games in a folder, the last one that was played first."""
    if not folder.is_dir():
        return []
    return sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: (-path.stat().st_mtime, path.name))


def about(path: Path) -> Kept:
    """What a file keeps; it is only read."""
    try:
        log = read(path)
    except LogError as e:
        return Kept(path, "", str(e).removeprefix(f"{path}: "))
    weeks = max((event.week for _, event in log.standing() if isinstance(event, Played)), default=0)
    played = datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y-%m-%d %H:%M")
    line = say(
        "saves.line",
        seats=", ".join(log.header.humans),
        scenario=log.header.scenario,
        level=say(f"level.{log.header.level}"),
        week=weeks,
        of=log.header.weeks - 1,
        played=played,
    )
    return Kept(path, f"{line}; {say('saves.forked')}" if log.header.forked else line, "")


class Saves(Screen):
    """The list of games that were kept."""

    name = "saves"

    def __init__(self, app: App, parent: Screen | None) -> None:
        super().__init__(app, parent)
        self.found = [about(path) for path in kept(app.saves)[:MOST]]

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """One row a game."""
        page = Page(size, scale)
        foot = [Choice(say("button.back"), "back", key="Esc")]
        body = frame(page, say("saves.title"), foot, say("saves.note", folder=self.app.saves), units=820)
        page.scroll("saves", body, self.scrolls.get("saves", 0), self._body)
        if self.app.notice:
            toast(page, self.app.notice)
        return page.boxes

    def _body(self, page: Page, rect: Rect) -> int:
        y = rect.y + page.gap("near")
        for n, one in enumerate(self.found):
            label = say("saves.replay")
            side = 0 if one.wrong else button_width(page, label) + page.gap("near")
            place = Rect(rect.x, y, rect.w - side, rect.h)
            tall = row(page, place, one.path.stem, one.line, f"load {n}", why=one.wrong)
            if side:
                beside = Rect(place.right + page.gap("near"), y, side - page.gap("near"), page.px(34))
                tall = max(tall, button(page, beside, label, f"replay {n}", tip=say("saves.replay tip")))
            y += tall + page.gap("tight")
        if not self.found:
            y += page.text(Rect(rect.x, y, rect.w, rect.h), say("saves.none"), "body", "muted")
        return y

    def commands(self) -> Mapping[str, Command]:
        """Loading one."""
        return {
            "back": lambda rest: self.parent,
            "load": self._load,
            "replay": self._replay,
            "dismiss": self._dismiss,
        }

    def _replay(self, rest: str) -> Screen | None:
        """Go through a game again; its file stays as it is."""
        from game.screens.replay import Replay

        try:
            return Replay(self.app, self, Session.load(self.found[int(rest)].path))
        except REFUSED as e:
            self.app.notice = str(e)
            return None

    def _load(self, rest: str) -> Screen | None:
        return go_on(self.app, self.parent or self, self.found[int(rest)].path)

    def _dismiss(self, rest: str) -> None:
        self.app.notice = ""


__all__ = ["Saves", "kept"]

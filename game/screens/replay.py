"""Replay: a game gone through again, week by week, as its seat saw it; and played again from any sitting."""

from collections.abc import Iterator, Mapping
from time import sleep

import numpy as np

from game.layout import Box, Page, Rect
from game.press import Headline
from game.rerun import Frame, frames
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.clipping import Clipping
from game.screens.dossier import Dossier
from game.screens.frame import frame
from game.screens.opening import REFUSED, sit_down
from game.screens.panels import chart, standing
from game.screens.playing import Play, fresh_file
from game.screens.why import Why
from game.session import Session
from game.strings import say
from game.text.phrases import day
from game.text.sight import Sight
from game.widgets import Choice, heading, paragraphs, row, toast
from sim.goals import roles
from sim.sittings import sitting_in

JOB, TICK = "replay", "tick"
SPEEDS = (0.5, 1.0, 2.0, 4.0)
"""Weeks in a second."""


class Still(Play):
    """A game that stands still: what screens read of a beat that is over."""

    def __init__(self, session: Session, seat: str, first: Sight) -> None:
        self.session, self.seat = session, seat
        self.role = roles(session.table.scenario, session.setting)[seat]
        self.fast, self.asks = True, False
        self._anew()
        self._seen, self._sent = first, None
        self._kept = {}
        self._press = (-1, [])

    def show(self, seen: Sight) -> None:
        """Another beat."""
        self._seen = seen
        self._kept.clear()

    def sight(self) -> Sight:
        """What was seen."""
        assert self._seen is not None
        return self._seen

    def press(self) -> list[Headline]:
        """The headlines until then."""
        return [line for line in super().press() if line.week < self.sight().week]

    def fresh(self) -> list[Headline]:
        """The headlines of the week before."""
        return [line for line in self.press() if line.week == self.sight().week - 1]


class Replay(Screen):
    """A game from its beginning on."""

    name = "replay"

    def __init__(self, app: App, parent: Screen | None, session: Session, seat: str = "") -> None:
        super().__init__(app, parent)
        self.session = session
        first = session.setting.actors[int(np.flatnonzero(session.setting.party)[0])]
        self.seat = seat or next(iter(session.humans), first)
        self.frames: list[Frame] = []
        self.at, self.speed, self.running = 0, 1, False
        self.play: Still | None = None
        app.jobs.start(JOB, lambda: frames(session, self.seat))

    # ------------------------------------------------------------ layout

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """News to the left, the map, the numbers to the right; the map alone with the news below where it is narrow."""
        page = Page(size, scale)
        name = self.session.table.scenario.actors[self.seat].name
        body = frame(page, say("replay.title", name=name), self._foot(), self._when(), units=2400)
        if self.play is None:
            page.text(body, say("why.reckoning"), "body", "muted")
        elif page.units[0] >= 900:
            left, rest = body.left(round(body.w * 0.27), page.gap("near"))
            right, middle = rest.tail(round(rest.w * 0.27), page.gap("near"))
            page.scroll("news", page.panel(left), self.scrolls.get("news", 0), self._news)
            chart.europe(page, page.panel(middle), self.play, False)
            page.scroll("figures", page.panel(right), self.scrolls.get("figures", 0), self._figures)
        else:
            page.scroll("all", body, self.scrolls.get("all", 0), self._all)
        if self.app.notice:
            toast(page, self.app.notice)
        return page.boxes

    def _when(self) -> str:
        """The week, and of how many; that it is a game played again, if it is one."""
        if self.play is None:
            return ""
        sight = self.play.sight()
        text = say("replay.when", day=day(sight.monday(sight.week)), week=sight.week, last=sight.last)
        return f"{text}  ·  {say('replay.forked')}" if self.session.log.header.forked else text

    def _foot(self) -> list[Choice]:
        early = "" if self.at > 0 else say("why.first")
        late = "" if self.at < len(self.frames) - 1 else say("why.last")
        still = say("replay.still") if self.app.settings.still else late
        run = "replay.pause" if self.running else "replay.run"
        return [
            Choice(say("button.back"), "back", key="Esc"),
            Choice(say("replay.sitting back"), "sitting -1", key="Q", why=early),
            Choice(say("why.earlier"), "week -1", key="B", why=early),
            Choice(say(run), "run", key="P", why="" if self.running else still),
            Choice(say("why.later"), "week +1", key="N", why=late),
            Choice(say("replay.sitting on"), "sitting +1", key="E", why=late),
            Choice(
                say("replay.speed", value=f"{SPEEDS[self.speed]:g}"),
                "speed",
                key="S",
                tip=say("replay.speed tip"),
            ),
            Choice(say("dossier.why"), "reasons", key="W"),
            Choice(say("replay.fork"), "fork", key="F", tip=say("replay.fork tip"), look="primary"),
        ]

    def _all(self, page: Page, rect: Rect) -> int:
        assert self.play is not None
        tall = round(rect.w * 0.6)
        chart.europe(page, Rect(rect.x, rect.y, rect.w, tall), self.play, False)
        y = self._news(page, Rect(rect.x, rect.y + tall + page.gap(), rect.w, rect.h)) + page.gap()
        return self._figures(page, Rect(rect.x, y, rect.w, rect.h))

    def _news(self, page: Page, rect: Rect) -> int:
        """The headlines of the week before, and what the seat did then."""
        assert self.play is not None
        y = rect.y + heading(page, rect, say("replay.week before"))
        lines = self.play.fresh()
        for n, line in enumerate(lines):
            y += row(page, Rect(rect.x, y, rect.w, rect.h), line.text, "", f"clip {n}", style="body")
        if not lines:
            y += page.text(Rect(rect.x, y, rect.w, rect.h), say("news.none"), "body", "muted")
        y += page.gap() + heading(page, Rect(rect.x, y + page.gap(), rect.w, rect.h), say("replay.did"))
        did = self.play.once("did", self._did)
        return y + paragraphs(page, Rect(rect.x, y, rect.w, rect.h), did, "small")

    def _did(self, sight: Sight) -> list[str]:
        """What the seat did in the week before, people and standing orders apart from simulated seats."""
        from sim.log.lines import Submitted

        play = self.play
        assert play is not None
        acts = [
            act
            for _, event in self.session.log.standing()
            if isinstance(event, Submitted) and event.seat == self.seat and event.week == sight.week - 1
            for act in event.acts
            if act["move"] != "hold"
        ]
        return [f"{play.deed(act)}." for act in acts] or [say("replay.nothing")]

    def _figures(self, page: Page, rect: Rect) -> int:
        assert self.play is not None
        y = standing.figures(page, rect, self.play) + page.gap()
        y = standing.calendar(page, Rect(rect.x, y, rect.w, rect.h), self.play.sight()) + page.gap()
        return standing.issues(page, Rect(rect.x, y, rect.w, rect.h), self.play.sight())

    # ------------------------------------------------------------ commands

    def commands(self) -> Mapping[str, Command]:
        """Going back and forth, alone or by oneself; playing it again."""
        return {
            "back": lambda rest: self.back(),
            "week": self._week,
            "sitting": self._sitting,
            "run": self._run,
            "speed": self._faster,
            "fork": self._fork,
            "clip": self._clip,
            "look": self._look,
            "reasons": lambda rest: Why(self.app, self, self.play, self.seat) if self.play else None,
            "dismiss": self._dismiss,
        }

    def back(self) -> Screen | None:
        """Where it was opened."""
        self.app.jobs.cancel(JOB)
        self._stop()
        return self.parent

    def _show(self, at: int) -> None:
        self.at = min(max(at, 0), len(self.frames) - 1)
        if self.play is not None:
            self.play.show(self.frames[self.at].seen)

    def _week(self, rest: str) -> None:
        self._stop()
        self._show(self.at + int(rest))

    def _sitting(self, rest: str) -> None:
        """To the first week of the sitting before or after; to the end where there is none."""
        self._stop()
        if not self.frames:
            return
        firsts = self._firsts()
        now = self.at
        found = [at for at in firsts if (at < now if int(rest) < 0 else at > now)]
        if int(rest) < 0:
            self._show(max(found, default=0))
        else:
            self._show(min(found, default=len(self.frames) - 1))

    def _firsts(self) -> list[int]:
        """The frames with which a sitting begins."""
        out: list[int] = []
        for n, one in enumerate(self.frames):
            planned = sitting_in(list(one.seen.plan), one.seen.week)
            if planned is not None and planned.first == one.seen.week:
                out.append(n)
        return out

    def _run(self, rest: str) -> None:
        """Let the weeks go by, or stop them."""
        if self.running:
            self._stop()
            return
        self.running = True
        pause = 0.0 if self.app.fast else 1.0 / SPEEDS[self.speed]
        self.app.jobs.start(TICK, lambda: ticks(len(self.frames) - 1 - self.at, pause))

    def _stop(self) -> None:
        self.running = False
        self.app.jobs.cancel(TICK)

    def _faster(self, rest: str) -> None:
        self.speed = (self.speed + 1) % len(SPEEDS)
        if self.running:
            self._stop()
            self._run("")

    def _fork(self, rest: str) -> Screen | None:
        """Another game that begins as this one did, up to the week that is shown; it is marked as one."""
        self._stop()
        if not self.frames:
            return None
        try:
            path = fresh_file(self.app.saves, self.seat, self.session.log.header.scenario)
            again = self.session.fork(path, self.frames[self.at].line)
            self.app.notice = say("replay.again", file=path.name)
            return sit_down(self.app, self.parent or self, again)
        except REFUSED as e:
            self.app.notice = str(e)
            return None

    def _clip(self, rest: str) -> Screen | None:
        return Clipping(self.app, self, self.play, self.play.fresh()[int(rest)]) if self.play else None

    def _look(self, rest: str) -> Screen | None:
        if self.play is None or rest not in self.session.setting.actors:
            return None
        return Dossier(self.app, self, self.play, rest)

    def _dismiss(self, rest: str) -> None:
        self.app.notice = ""

    def done(self, job: str, result: object) -> Screen | None:
        """A week has been gone through, or it is time for the next one; what cannot be played again is told."""
        if job == JOB and isinstance(result, Frame):
            self.frames.append(result)
            if self.play is None:
                self.play = Still(self.session, self.seat, result.seen)
        elif job == JOB and isinstance(result, Exception):
            self.app.notice = str(result)
        elif job == TICK and self.running:
            self._show(self.at + 1)
            self.running = self.at < len(self.frames) - 1
        return None


def ticks(many: int, pause: float) -> Iterator[int]:
    """So many beats of a clock."""
    for n in range(many):
        sleep(pause)
        yield n


__all__ = ["Replay"]

"""Why: the public reasons in play for any actor and week; the true terms beside them once the game is over."""

from collections.abc import Mapping

import numpy as np

from game.layout import Box, Page, Rect
from game.rerun import Frame, frames
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.frame import frame
from game.screens.playing import Play
from game.strings import say
from game.text.phrases import day
from game.text.publicly import reasons
from game.text.sight import Sight
from game.text.sources import item
from game.widgets import Choice, choices, heading, paragraphs, stepper
from sim.arrays import Array, Terms
from sim.rules import account

JOB = "weeks"
ARROWS = {1: "\u25b2", -1: "\u25bc", 0: "\u2013"}
"""Toward recognition, away from it, neither."""
COLOURS = {1: "gain", -1: "loss", 0: "muted"}
LEAST = 0.05
"""Points below which a true term is left out."""


class Why(Screen):
    """The reasons of one actor in one week. While the game goes on, only what the seat may know."""

    name = "why"

    def __init__(self, app: App, parent: Screen, play: Play, who: str) -> None:
        super().__init__(app, parent)
        self.play, self.who = play, who
        self.frames: dict[int, Frame] = {}
        self.last = play.session.week if not play.session.finished else play.session.week - 1
        self.week = self.last
        app.jobs.start(JOB, lambda: frames(play.session, play.seat))

    @property
    def seen(self) -> Sight | None:
        """What the seat saw in the week that is shown; None until it has been gone through."""
        if self.week in self.frames:
            return self.frames[self.week].seen
        return None if self.play.session.finished or self.week != self.last else self.play.sight()

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """The week and the reasons to the left, whose they are to the right."""
        page = Page(size, scale)
        foot = [
            Choice(say("button.back"), "back", key="Esc"),
            Choice(say("why.earlier"), "week -1", key="B", why="" if self.week > 0 else say("why.first")),
            Choice(
                say("why.later"), "week +1", key="N", why="" if self.week < self.last else say("why.last")
            ),
        ]
        over = self.play.session.finished
        name = self.play.session.table.scenario.actors[self.who].name
        note = say("why.over" if over else "why.note")
        body = frame(page, say("why.title", name=name), foot, note, units=1180)
        if page.units[0] >= 820:
            left, right = body.left(round(body.w * 0.6), page.gap("wide"))
            page.scroll("reasons", page.panel(left), self.scrolls.get("reasons", 0), self._reasons)
            page.scroll("whose", page.panel(right), self.scrolls.get("whose", 0), self._whose)
        else:
            page.scroll("all", body, self.scrolls.get("all", 0), self._all)
        return page.boxes

    def _all(self, page: Page, rect: Rect) -> int:
        y = self._reasons(page, rect) + page.gap()
        return self._whose(page, Rect(rect.x, y, rect.w, rect.h))

    def _reasons(self, page: Page, rect: Rect) -> int:
        """The week, then each reason with its arrow and its evidence."""

        def at(y: int, x: int = 0) -> Rect:
            return Rect(rect.x + x, y, rect.w - x, rect.h)

        session = self.play.session
        when = session.setting.calendar[min(self.week, session.setting.weeks - 1)]
        y = rect.y + stepper(page, rect, say("why.week", day=day(when)), "step") + page.gap()
        seen = self.seen
        if seen is None:
            return y + page.text(at(y), say("why.reckoning"), "body", "muted")
        i = seen.setting.actors.index(self.who)
        party = bool(seen.setting.party[i])
        y += heading(page, at(y), say("why.public party" if party else "why.public"))
        found = reasons(seen, i)
        for pull in found:
            side = page.px(22)
            page.text(Rect(rect.x, y, side, rect.h), ARROWS[pull.way], "strong", COLOURS[pull.way])
            y += page.text(at(y, side), pull.text)
            for id_ in pull.evidence:
                if (one := item(seen.scenario, id_)) is not None:
                    text = say("why.evidence", id=one.id, text=one.text, speaker=one.speaker)
                    y += page.text(at(y, side), text, "tiny", "muted")
            y += page.gap("near")
        if not found:
            y += page.text(at(y), say("why.nothing"), "body", "muted") + page.gap()
        if session.finished:
            y += page.gap() + heading(page, at(y + page.gap()), say("why.true"))
            y += paragraphs(page, at(y), true_terms(self.frames[self.week], i), "small")
        return y

    def _whose(self, page: Page, rect: Rect) -> int:
        """Every seat, to choose whose reasons are shown."""
        setting = self.play.session.setting
        names = self.play.session.table.scenario.actors
        y = rect.y + heading(page, rect, say("why.whose"))
        able = [setting.actors[i] for i in np.flatnonzero(setting.negotiator).tolist()]
        found = [
            Choice(names[id_].name, f"who {id_}", id_ == self.who)
            for id_ in sorted(able, key=lambda id_: names[id_].name)
        ]
        return y + choices(page, Rect(rect.x, y, rect.w, rect.h), found, gap="tight")

    def commands(self) -> Mapping[str, Command]:
        """Another week, another actor."""
        return {"back": lambda rest: self.back(), "week": self._step, "step": self._step, "who": self._other}

    def back(self) -> Screen | None:
        """Where it was opened."""
        self.app.jobs.cancel(JOB)
        return self.parent

    def _step(self, rest: str) -> None:
        self.week = min(max(self.week + int(rest), 0), self.last)

    def _other(self, rest: str) -> None:
        self.who = rest

    def done(self, job: str, result: object) -> Screen | None:
        """A week has been gone through."""
        if job == JOB and isinstance(result, Frame):
            self.frames[result.seen.week] = result
        elif job != JOB and self.parent:
            self.parent.done(job, result)
        return None


def true_terms(one: Frame, i: int) -> list[str]:
    """What really moved an actor in a week: each term of its indices. Only for when the game is over."""
    setting = one.seen.setting
    found = account(setting, one.traits, one.state)
    out: list[str] = []
    if setting.party[i]:
        out += terms_said(say("why.no deal"), found.no_deal, i)
    if setting.recogniser[i] and not one.seen.view.recognised[i]:
        out += terms_said(say("why.readiness"), found.readiness, i)
        out += terms_said(say("why.stance"), found.stance, i)
    return out or [say("why.nothing")]


def terms_said(name: str, terms: Terms, i: int) -> list[str]:
    """An index and its terms, the largest first; what comes to nothing is left out."""
    values = {word: float(as_actor(value, i)) for word, value in terms.items()}
    kept = {word: v for word, v in values.items() if np.isfinite(v) and abs(v) >= LEAST}
    ordered = sorted(kept.items(), key=lambda pair: -abs(pair[1]))
    total = sum(kept.values())
    return [
        say("why.index", name=name, total=f"{total:+.1f}"),
        *(say("why.term", name=word, value=f"{v:+.1f}") for word, v in ordered),
    ]


def as_actor(value: Array, i: int) -> Array:
    """The value of one actor of a term, which may be one number for all."""
    return value[..., i] if np.ndim(value) else value


__all__ = ["Why", "true_terms"]

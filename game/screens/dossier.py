"""A dossier: what a seat knows and believes of another, with the evidence and who said it.

Made from its sight alone.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from game.layout import Box, Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.frame import frame
from game.screens.panels.scale import Scale, scale
from game.screens.playing import Play
from game.strings import say
from game.text import dossier as text
from game.text.phrases import day, number
from game.text.sight import Sight
from game.text.sources import exposure, record
from game.text.wishes import would_ask
from game.widgets import Choice, heading, paragraphs
from sim.arrays import MATTERS

WISH, READINESS = MATTERS.index("wish"), MATTERS.index("readiness")
ACTS = 3
"""Acts of it that are told, the last ones."""
SIDE_BY_SIDE = 820.0
"""Units of width from which on evidence stands beside beliefs."""


class Dossier(Screen):
    """What the seat knows and believes of one actor; of itself, what is so."""

    name = "dossier"

    def __init__(self, app: App, parent: Screen, play: Play, who: str) -> None:
        super().__init__(app, parent)
        self.play, self.who = play, who
        self.at = play.sight().setting.actors.index(who)

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """Beliefs to the left, evidence and acts to the right; one below the other where it is narrow."""
        page = Page(size, scale)
        sight = self.play.sight()
        foot = [
            Choice(say("button.back"), "back", key="Esc"),
            Choice(say("dossier.why"), "reasons", key="W"),
        ]
        roles = text.roles(sight, self.at)
        body = frame(page, sight.name(self.at), foot, roles[:1].upper() + roles[1:], units=1180)
        if page.units[0] >= SIDE_BY_SIDE:
            left, right = body.left(round(body.w * 0.48), page.gap("wide"))
            page.scroll("beliefs", page.panel(left), self.scrolls.get("beliefs", 0), self._beliefs)
            page.scroll("record", page.panel(right), self.scrolls.get("record", 0), self._record)
        else:
            page.scroll("all", body, self.scrolls.get("all", 0), self._all)
        return page.boxes

    def _all(self, page: Page, rect: Rect) -> int:
        y = self._beliefs(page, rect) + page.gap()
        return self._record(page, Rect(rect.x, y, rect.w, rect.h))

    def _beliefs(self, page: Page, rect: Rect) -> int:
        """Its wish, readiness and exposure as bands; its ties, its promises, what it would ask."""
        sight, at = self.play.sight(), self.at
        y = rect.y
        for title, band in bands(sight, at):
            y += heading(page, Rect(rect.x, y, rect.w, rect.h), title)
            y += scale(page, Rect(rect.x, y, rect.w, rect.h), band) + page.gap()
        mine = at == sight.at and sight.setting.party[at]
        own = (
            text.beliefs(sight, at)[1:] if mine else []
        )  # the wish is drawn, what packages are worth is told
        ties = [
            *text.spoken(sight, at),
            *own,
            *bonds(sight, at),
            *text.ties(sight, at),
            *text.declared(sight, at),
        ]
        y = self._part(page, rect, y, "dossier.ties", ties)
        promised = text.promises(sight, at) or [say("dossier.no promise")]
        y = self._part(page, rect, y, "dossier.promises", promised)
        asks = self.play.once(f"asks {self.who}", lambda seen: would_ask(seen, at))
        return self._part(page, rect, y, "dossier.asks", asks) if asks else y

    def _record(self, page: Page, rect: Rect) -> int:
        """Its last acts, and the evidence with who said it."""
        sight = self.play.sight()
        acts = [line for line in self.play.press() if self.who in line.seats][-ACTS:]
        told = [say("dossier.act", day=day(sight.monday(one.week)), text=one.text) for one in reversed(acts)]
        y = self._part(page, rect, rect.y, "dossier.acts", told or [say("dossier.no act")])
        y += heading(page, Rect(rect.x, y, rect.w, rect.h), say("dossier.evidence"))
        for one in self.play.once(f"record {self.who}", lambda seen: record(seen.scenario, self.who)):
            y += page.text(Rect(rect.x, y, rect.w, rect.h), one.text, "small")
            source = say("dossier.source", id=one.id, speaker=one.speaker, kind=one.kind, day=one.day)
            y += page.text(Rect(rect.x, y, rect.w, rect.h), source, "tiny", "muted") + page.gap("near")
        return y

    def _part(self, page: Page, rect: Rect, y: int, key: str, texts: Sequence[str]) -> int:
        """A heading and sentences; where they end."""
        y += heading(page, Rect(rect.x, y, rect.w, rect.h), say(key))
        return y + paragraphs(page, Rect(rect.x, y, rect.w, rect.h), texts, "small") + page.gap("near")

    def commands(self) -> Mapping[str, Command]:
        """Back, and to the reasons."""
        return {"back": lambda rest: self.parent, "reasons": self._reasons}

    def _reasons(self, rest: str) -> Screen:
        from game.screens.why import Why

        return Why(self.app, self, self.play, self.who)

    def done(self, job: str, result: object) -> Screen | None:
        """What lies behind hears of it."""
        if self.parent:
            self.parent.done(job, result)
        return None


# ------------------------------------------------------------------ bands


def bands(sight: Sight, at: int) -> list[tuple[str, Scale]]:
    """What is drawn of an actor: its wish, its readiness, its exposure to a precedent."""
    makers: tuple[Callable[[Sight, int], tuple[str, Scale] | None], ...] = (wish, readiness, exposed)
    return [found for make in makers if (found := make(sight, at)) is not None]


def between(sight: Sight, at: int, matter: int) -> tuple[float, float] | None:
    """The band in which the seat believes something of another to lie; None if it believes nothing."""
    low, high = float(sight.desk.belief_low[0, at, matter]), float(sight.desk.belief_high[0, at, matter])
    return (low, high) if np.isfinite([low, high]).all() else None


def in_words(sight: Sight, at: int, low: float, high: float) -> str:
    """A band as a sentence: what is believed, or of oneself what is so."""
    if at == sight.at or number(low) == number(high):
        return say("dossier.is", value=number((low + high) / 2))
    return say("dossier.between", low=number(low), high=number(high))


def wish(sight: Sight, at: int) -> tuple[str, Scale] | None:
    """The wish on the key issue, with its named marks and the position that is stated."""
    band = between(sight, at, WISH)
    if band is None:
        return None
    issue = sight.scenario.issues[sight.setting.issues[sight.setting.key]]
    stated = float(sight.known.traits.position[at, sight.setting.key])
    marks = tuple(sorted(mark.value for mark in issue.marks.values()))
    told = [in_words(sight, at, *band)]
    said = stated if np.isfinite(stated) else None
    if said is not None:
        told.append(say("dossier.says", value=number(stated)))
    made = Scale((0.0, 100.0), band, (issue.low_end, issue.high_end), marks, said, " ".join(told))
    return say("dossier.own wish" if at == sight.at else "dossier.wish", issue=issue.name), made


def readiness(sight: Sight, at: int) -> tuple[str, Scale] | None:
    """Readiness to recognise, with the public word; not of who has recognised."""
    band = between(sight, at, READINESS)
    if band is None or not sight.view.recogniser[at] or sight.view.recognised[at]:
        return None
    said = float(sight.view.stance[at])
    told = f"{in_words(sight, at, *band)} {say('dossier.says', value=number(said))}"
    ends = (say("band.firm_against"), say("band.firm_for"))
    title = say("dossier.own readiness" if at == sight.at else "dossier.readiness")
    return title, Scale((-100.0, 100.0), band, ends, (-60, -20, 20, 60), said, told)


def exposed(sight: Sight, at: int) -> tuple[str, Scale] | None:
    """How much a precedent would hurt it at home: its own is known, others' is on record at most."""
    ends = (say("dossier.unhurt"), say("dossier.hurt"))
    if at == sight.at:
        value = float(sight.desk.vulnerability[0])
        band, told = (value, value), say("dossier.is", value=number(value))
    else:
        found = exposure(sight.scenario, sight.setting.actors[at])
        if found is None:
            return None
        band, told = found, say("dossier.on record", low=number(found[0]), high=number(found[1]))
    title = say("dossier.own exposure" if at == sight.at else "dossier.exposure")
    return title, Scale((0.0, 100.0), band, ends, (), None, told)


def bonds(sight: Sight, at: int) -> list[str]:
    """Whom it stands behind, who stands behind it, whom it follows."""
    actors, id_ = sight.scenario.actors, sight.setting.actors[at]
    own = actors[id_]
    out = [say("dossier.client", name=actors[own.client].name)] if own.client else []
    out += [say("dossier.follows", name=actors[own.follows].name)] if own.follows else []
    behind = [sight.name(one) for one, actor in actors.items() if actor.client == id_]
    after = [sight.name(one) for one, actor in actors.items() if actor.follows == id_]
    out += [say("dossier.patrons", names=", ".join(behind))] if behind else []
    return [*out, *([say("dossier.followed", names=", ".join(after))] if after else [])]


__all__ = ["Dossier", "bands"]

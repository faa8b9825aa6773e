"""The first game: the table as it is, with a card above it that says what to look at; it can be left at any time.

Two sittings as one seat: three cards on the matter, a map of the states that count now, a dossier, a sounding, a
bargain of the chair, what came of it, and what the chair really wanted.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from game.layout import Page, Rect
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.frame import buttons, foot_height
from game.screens.glossary import Glossary
from game.screens.playing import Play
from game.screens.table import Table
from game.screens.told import Over
from game.strings import say
from game.text.binding import price
from game.text.debrief import nearest_mark
from game.text.letters import letter
from game.text.phrases import number, stance, term
from game.text.sight import Sight
from game.widgets import Choice, heading, paragraphs
from game.widgets.terms import underlined
from sim.arrays import NOTE_KINDS

SEED = 6
"""A game in which the chair writes to the seat at the second sitting."""
CARDS = ("dispute", "decide", "want", "map", "dossier")
"""Cards that are read one after the other, before anything has to be done."""
SOUNDED = ("HU", "CY", "PT")
"""Whom the card proposes to sound out."""
SEVEN = ("US", "RU", "RS", "XK", "PT", "CY", "SK")
"""The states that matter now."""


class Guided(Table):
    """The table with a card."""

    def __init__(self, app: App, parent: Screen, play: Play) -> None:
        super().__init__(app, parent, play)
        self.read, self.over, self.told = 0, False, False
        self.bargain: tuple[int, int] | None = None
        """who offered one and in which note"""

    # ------------------------------------------------------------ which card

    @property
    def card(self) -> str:
        """The card that fits where the game stands; none once it is over."""
        session = self.play.session
        if self.over or session.finished or session.week > 1:
            return "" if self.over or session.finished else "end"
        if self.read < len(CARDS):
            return CARDS[self.read]
        if session.week == 0:
            if session.beat != "talk":
                return "wait"
            sounded = any(act["move"] == "sound_out" for act in self.play.drafted)
            return "sounded" if sounded else "sound"
        if session.beat == "decide":
            return "end" if self.told else "terms"
        return "second" if session.beat == "talk" else "bargain"

    @property
    def only(self) -> frozenset[str] | None:
        """The states that the map shows: those that matter now, until somebody is to be sounded out."""
        return frozenset(SEVEN) if self.card in CARDS else None

    def _band(self, page: Page, rest: Rect) -> Rect:
        """The card above the board; the room that is left."""
        card = self.card
        if not card:
            return rest
        pad = page.gap("near")
        foot = self._ways(card)
        narrow = page.units[0] < 820 or len(foot) > 2
        text = self._text(card)
        inner = rest.w - 4 * pad
        trial = Page(page.size, 1.0)
        trial.unit = page.unit
        below = foot_height(trial, inner, foot)
        beside = 0 if narrow else min(page.px(380), inner // 3)
        wide = inner - (beside + pad if beside else 0)
        tall = page.line("small strong") + page.gap("tight") + page.height(text, wide, "body")
        high = tall + pad + below if narrow else max(tall, foot_height(trial, beside, foot))
        high = min(high, round(rest.h * 0.6))
        strip, room = rest.top(high + 2 * pad + pad)
        place = Rect(strip.x + pad, strip.y + pad, strip.w - 2 * pad, strip.h - pad)
        page.panel(place)
        box = place.inset(pad, pad)
        if narrow:

            def write(page: Page, rect: Rect) -> int:
                y = self._written(page, rect, card, text) + pad
                return y + buttons(page, Rect(rect.x, y, rect.w, rect.h), foot, "left")

            page.scroll("card", box, self.scrolls.get("card", 0), write)
            return room
        right, left = box.tail(beside, pad)
        page.scroll("card", left, self.scrolls.get("card", 0), lambda p, r: self._written(p, r, card, text))
        page.scroll(
            "card ways",
            right,
            self.scrolls.get("card ways", 0),
            lambda p, r: r.y + buttons(p, r, foot),
        )
        return room

    def _written(self, page: Page, rect: Rect, card: str, text: str) -> int:
        """The title and the sentences of a card; where they end."""
        y = rect.y + heading(page, rect, say(f"guide.{card} title"))
        return y + underlined(page, Rect(rect.x, y, rect.w, rect.h), text)

    def _text(self, card: str) -> str:
        sight = self.play.sight()
        if card == "bargain":
            found = self._offered(sight)
            if found is None:
                return say("guide.bargain none")
            return say("guide.bargain", note=letter(sight, *found))
        if card == "terms":
            return self._consequence(sight)
        return say(f"guide.{card}")

    def _ways(self, card: str) -> list[Choice]:
        """What can be pressed on a card."""
        skip = Choice(say("guide.skip"), "skip guide", key="K", look="quiet")
        if card == "sound":
            sight = self.play.sight()
            able = [id_ for id_ in SOUNDED if id_ in sight.setting.actors and id_ != sight.seat]
            return [
                *(
                    Choice(say("guide.ask", name=sight.name(id_)), f"add sound_out {id_} about=readiness")
                    for id_ in able
                ),
                skip,
            ]
        if card in CARDS or card in ("terms", "end"):
            return [Choice(say("guide.next"), "next", key="Enter", look="primary"), skip]
        return [skip]

    # ------------------------------------------------------------ the chair's bargain

    def _offered(self, sight: Sight) -> tuple[int, int] | None:
        """The bargain of the chair that waits, else any; who and which note."""
        inbox = sight.desk.inbox[0]
        found = [
            (int(who), int(slot))
            for who, slot in np.argwhere(inbox[..., 0] > 0).tolist()
            if NOTE_KINDS[int(inbox[who, slot, 0]) - 1] in ("bargain", "ask")
        ]
        found.sort(key=lambda one: not sight.setting.chair[sight.week, one[0]])
        self.bargain = found[0] if found else None
        return self.bargain

    def _consequence(self, sight: Sight) -> str:
        """What the answer has brought, with its terms."""
        if self.bargain is None:
            return say("guide.terms none")
        who, slot = self.bargain
        says = int(sight.known.state.reply[who, slot])
        d = sight.desk
        places = {
            "name": sight.name(who),
            "mine": term(sight.setting, d.inbox_a[0, who, slot].tolist()),
            "theirs": term(sight.setting, d.inbox_b[0, who, slot].tolist()),
            "cost": price(sight, "word_broken"),
        }
        return say({1: "guide.terms yes", 2: "guide.terms counter"}.get(says, "guide.terms no"), **places)

    # ------------------------------------------------------------ commands

    def commands(self) -> Mapping[str, Command]:
        """Those of the table, and of the card."""
        return {**super().commands(), "next": self._next, "skip": self._skipped, "term": self._term}

    def _skipped(self, rest: str) -> Screen | None:
        """`skip guide` takes the cards away; `skip` alone is the table's."""
        if rest == "guide":
            self.over = True
            return None
        return self._end("skip")

    def _term(self, rest: str) -> Screen:
        return Glossary(self.app, self, self.play.session.table.scenario, rest)

    def _next(self, rest: str) -> Screen | None:
        self.scrolls.pop("card", None)
        if self.card in CARDS:
            self.read += 1
        elif self.card == "terms":
            self.told = True
        elif self.card == "end":
            self.over = True
            return GuideOver(self.app, self)
        return None

    def _look(self, rest: str) -> Screen | None:
        """A dossier that is opened is the step that its card asks for."""
        if self.card in ("map", "dossier"):
            self.read = len(CARDS)
        return super()._look(rest)


class GuideOver(Over):
    """The small debrief of the first game: what the chair really wanted; go on, or choose a seat."""

    name = "guide over"
    units = 620.0

    def __init__(self, app: App, table: Guided) -> None:
        super().__init__(app, table)
        self.table = table

    def body(self, page: Page, rect: Rect) -> int:
        """What came of it, and what was beneath."""
        y = rect.y + heading(page, rect, say("guide.over title"), "heading", "ink")
        return y + paragraphs(page, Rect(rect.x, y, rect.w, rect.h), self.told(), gap="near")

    def told(self) -> list[str]:
        """The chair's own wish and readiness, which nobody sees in a game that is played for points."""
        session, sight = self.table.play.session, self.table.play.sight()
        setting, table = session.setting, session.table
        i = int(np.flatnonzero(setting.chair[0])[0])
        ready, said = float(table.state.readiness[i]), float(table.state.stance[i])
        sounded = [say("guide.over heard")] if sight.week else []
        return [
            say(
                "guide.over chair",
                name=setting.names[i],
                mark=nearest_mark(session, float(table.traits.ideal[i, setting.key])),
                ready=stance(ready),
                points=number(ready),
                said=number(said),
            ),
            *sounded,
            say("guide.over next"),
        ]

    def foot(self) -> Sequence[Choice]:
        """Go on, or another seat."""
        return [
            Choice(say("guide.choose"), "choose", key="C"),
            Choice(say("guide.go on"), "close", key="Enter", look="primary"),
        ]

    def commands(self) -> Mapping[str, Command]:
        """Where each leads."""
        return {**super().commands(), "choose": self._choose}

    def _choose(self, rest: str) -> Screen:
        from game.screens.newgame import NewGame
        from game.screens.title import Title

        return NewGame(self.app, Title(self.app))


__all__ = ["CARDS", "SEED", "GuideOver", "Guided"]

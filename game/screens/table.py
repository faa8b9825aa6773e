"""The table: the main screen of a game. A map, where things stand, what is new, what can be done, the plan."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from game import gazette
from game.advice import Odds
from game.counsel import JOB
from game.layout import Box, Page, Rect
from game.levels import LEVELS
from game.screens.app import App
from game.screens.base import Command, Screen
from game.screens.clipping import Clipping
from game.screens.compose import Compose
from game.screens.dossier import Dossier
from game.screens.frame import buttons, foot_height
from game.screens.orders import Orders
from game.screens.panels import chart, desk, standing
from game.screens.playing import Play
from game.screens.told import Asked, Told
from game.strings import say
from game.text import manual
from game.text.phrases import day
from game.text.question import question
from game.text.screen import REASONS_TOLD
from game.text.sight import Sight
from game.text.words import BEATS, ROLES, SAID
from game.widgets import Choice, entry, heading, log, paragraphs, row, tabs, toast
from sim.acts import SPECS
from sim.faults import IllegalMove

if TYPE_CHECKING:
    from game.screens.hotseat import HotSeat

WIDE, HIGH = 1060.0, 600.0
"""Units from which on everything stands side by side; below, one panel at a time."""
LEAST_MAP = 190.0
"""Units of height below which a map shows nothing."""
DESK = ("moves", "private", "notes", "log")
"""Panels of the seat's own side, one at a time."""
ALL = ("map", "news", "standing", "moves", "plan", "private", "notes", "log")
"""Panels of a small window, one at a time."""
KEYS = {
    "map": "M",
    "news": "N",
    "standing": "G",
    "moves": "A",
    "plan": "P",
    "private": "F",
    "notes": "L",
    "log": "J",
}


class Table(Screen):
    """The table. `play` is the game that it shows."""

    name = "table"

    def __init__(self, app: App, parent: Screen, play: Play) -> None:
        super().__init__(app, parent)
        self.play = play
        self.tab, self.panel = "moves", "map"
        self.believed = False
        self.typing, self.active = "", False
        self.sought, self.finding = "", False
        self.others: HotSeat | None = None
        """the tables of other people at the same screen"""
        self.odds: Odds | None = None
        self.asking = ""
        self._prepare()

    def _prepare(self) -> None:
        """The staff reckons already what every plan of this beat will be held against."""
        if not self.play.session.finished:
            self.app.counsel.prepare(self.play.session.foreseen(self.play.seat))

    # ------------------------------------------------------------ layout

    def layout(self, size: tuple[int, int], scale: float) -> list[Box]:
        """Everything side by side where there is room, else one panel at a time."""
        page = Page(size, scale)
        page.fill(page.whole, "paper")
        rest = self._head(page, page.whole)
        foot = self._foot()
        pad = page.gap("near")
        tall = foot_height(page, page.size[0] - 2 * pad, foot)
        strip, rest = rest.foot(tall + 2 * pad)
        page.fill(strip, "band")
        buttons(page, strip.inset(pad), foot)
        rest = self._band(page, rest)
        wide, high = page.units
        if wide >= WIDE and high >= HIGH:
            self._side_by_side(page, rest.inset(pad))
        else:
            self._one_by_one(page, rest.inset(pad, page.gap("tight")))
        if self.app.notice:
            toast(page, self.app.notice)
        return page.boxes

    def _band(self, page: Page, rest: Rect) -> Rect:
        """What stands between the head and the board; the room that is left. Nothing at a plain table."""
        return rest

    @property
    def only(self) -> frozenset[str] | None:
        """The states that the map shows; None for all."""
        return None

    def _head(self, page: Page, rect: Rect) -> Rect:
        """When, what is asked, who one is and what one has; what is left below."""
        sight, pad = self.play.sight(), page.gap("near")
        narrow = page.units[0] < WIDE
        own = desk.purse(sight)
        values = [f"{name} {value}" for name, value, _ in own]
        gap = page.gap("gap")
        wide = sum(page.width(text, "small strong") for text in values) + gap * (len(values) - 1)
        wide = min(wide, rect.w - 2 * pad)
        you = say("table.you", name=sight.name(sight.at), role=ROLES[sight.role])
        asked = self.play.once("asked", self._asked)
        if narrow:
            left = rect.w - 2 * pad
            band = page.height(self._when(sight, True), left, "small strong") + page.height(
                "   ".join(values), left, "small"
            )
            strip, rest = rect.top(band + 2 * page.gap("tight"))
            page.fill(strip, "accent")
            y = strip.y + page.gap("tight")
            when = self._when(sight, True)
            y += page.text(Rect(pad, y, left, band), when, "small strong", "on accent")
            page.text(Rect(pad, y, left, band), "   ".join(values), "small", "on accent muted")
            return rest
        right = max(wide, min(page.width(you, "strong"), rect.w // 3))
        left = rect.w - right - 4 * pad
        tall = page.height(self._when(sight), left, "small") + page.height(asked, left, "lead")
        beside = page.height(you, right, "strong") + page.line("small strong") + page.gap("tight")
        strip, rest = rect.top(max(tall, beside) + 2 * pad)
        page.fill(strip, "accent")
        x, y = 2 * pad, strip.y + pad
        y += page.text(Rect(x, y, left, tall), self._when(sight), "small", "on accent muted")
        page.text(Rect(x, y, left, tall), asked, "lead", "on accent")
        x, y = rect.w - pad - right, strip.y + pad
        y += page.text(Rect(x, y, right, beside), you, "strong", "on accent", "right") + page.gap("tight")
        x = rect.w - pad - wide
        for text, (_, _, tip) in zip(values, own, strict=True):
            w = page.width(text, "small strong")
            place = Rect(x, y, w, page.line("small strong"))
            page.text(place, text, "small strong", "on accent muted")
            page.add(Box("spot", place, text, tip=tip))
            x += w + gap
        return rest

    def _when(self, sight: Sight, short: bool = False) -> str:
        """The sitting, the week and the beat."""
        week = day(sight.monday(sight.week))
        if sight.sitting is None:
            key = "table.between short" if short else "table.between"
            return say(key, day=week, beat=BEATS[sight.beat])
        key = "table.sitting short" if short else "table.sitting"
        many = sight.plan[-1].number
        return say(key, number=sight.sitting.number, count=many, day=week, beat=BEATS[sight.beat])

    def _asked(self, sight: Sight) -> str:
        """The question of the day, or why the seat is asked between sittings."""
        if sight.sitting is not None:
            return question(sight)
        why = [text for text in sight.reasons if not text.startswith("sitting ")][:REASONS_TOLD]
        return say("table.asked", why="; ".join(why)) if why else sight.asked

    def _foot(self) -> list[Choice]:
        """What ends the beat, goes back, or leaves."""
        play = self.play
        alone = self.others is None
        able = bool(play.drafted) or (alone and play.session.undoable)
        undo = "" if able else say("table.no undo")
        return [
            Choice(say("button.menu"), "menu", key="Esc"),
            Choice(say("table.undo"), "undo", why=undo, key="U"),
            Choice(
                say("table.skip"),
                "skip",
                why="" if alone else say("table.not alone"),
                key="S",
                tip=say("table.skip tip"),
            ),
            Choice(say(f"table.end {play.session.beat}"), "done", key="D", look="primary"),
        ]

    def _side_by_side(self, page: Page, rect: Rect) -> None:
        """News to the left, the map with where things stand below it, the desk to the right."""
        gap = page.gap("near")
        left, rest = rect.left(round(rect.w * 0.2), gap)
        wanted, news = left.foot(round(left.h * 0.45), gap)
        page.scroll("goals", page.panel(wanted), self.scrolls.get("goals", 0), self._goals)
        right, middle = rest.tail(round(rect.w * 0.3), gap)
        inner = page.panel(news)
        page.scroll("news", inner, self.scrolls.get("news", 0), self._news)
        below, above = middle.foot(max(round(middle.h * 0.34), page.px(150)), gap)
        self._map(page, above)
        tracks, rest = below.left(round(below.w * 0.46), gap)
        page.scroll("issues", page.panel(tracks), self.scrolls.get("issues", 0), self._issues)
        dates, numbers = rest.left((rest.w - gap) // 2, gap)
        page.scroll("calendar", page.panel(dates), self.scrolls.get("calendar", 0), self._calendar)
        page.scroll("figures", page.panel(numbers), self.scrolls.get("figures", 0), self._figures)
        plan, top = right.foot(round(right.h * 0.42), gap)
        tall = tabs(page, top, [self._tab(name, self.tab) for name in DESK])
        _, body = top.top(tall)
        page.add(Box("panel", body))
        self._panel(page, self.tab, body.inset(page.gap("gap"), gap))
        self._panel(page, "plan", page.panel(plan))

    def _one_by_one(self, page: Page, rect: Rect) -> None:
        """Tabs, and one panel."""
        tall = tabs(page, rect, [self._tab(name, self.panel) for name in ALL])
        _, body = rect.top(tall)
        if self.panel == "map":
            self._map(page, body)
        else:
            page.add(Box("panel", body))
            self._panel(page, self.panel, body.inset(page.gap("near"), page.gap("tight")))

    def _tab(self, name: str, chosen: str) -> Choice:
        label = say(f"tab.{name}")
        count = len(self.play.drafted)
        if name == "plan" and count:
            label = f"{label} ({count})"
        return Choice(label, f"tab {name}", name == chosen, key=KEYS[name])

    def _panel(self, page: Page, name: str, rect: Rect) -> None:
        """One scrolled panel by name."""
        page.scroll(name, rect, self.scrolls.get(name, 0), self._writers()[name])

    def _writers(self) -> Mapping[str, Callable[[Page, Rect], int]]:
        return {
            "news": self._news,
            "standing": self._standing,
            "moves": lambda page, rect: desk.moves(page, rect, self.play),
            "private": lambda page, rect: desk.private(page, rect, self.play),
            "notes": lambda page, rect: desk.notes(page, rect, self.play),
            "log": self._log,
            "plan": lambda page, rect: desk.plan(
                page, rect, self.play, self.typing, self.active, self.odds, self.asking
            ),
        }

    def _map(self, page: Page, rect: Rect) -> None:
        """The map under its legend."""
        inner = page.panel(rect)
        trial = Page(page.size, 1.0)
        trial.unit = page.unit
        tall = chart.legend(trial, inner, self.believed)
        if tall > inner.h * 0.45 or inner.h - tall < page.px(LEAST_MAP):  # the map scrolls below its legend
            page.scroll("map", inner, self.scrolls.get("map", 0), self._tall_map)
            return
        strip, rest = inner.top(tall, page.gap("tight"))
        chart.legend(page, strip, self.believed)
        chart.europe(page, rest, self.play, self.believed, self.only)

    def _tall_map(self, page: Page, rect: Rect) -> int:
        y = rect.y + chart.legend(page, rect, self.believed) + page.gap("tight")
        tall = round(rect.w * 0.75)
        chart.europe(page, Rect(rect.x, y, rect.w, tall), self.play, self.believed, self.only)
        return y + tall

    def _news(self, page: Page, rect: Rect) -> int:
        sight = self.play.sight()
        y = rect.y + heading(page, rect, say("news.title"))
        lines, own = self.play.fresh(), self.play.once("own news", gazette.own)
        for n, line in enumerate(lines):
            when = day(sight.monday(line.week))
            y += row(page, Rect(rect.x, y, rect.w, rect.h), line.text, when, f"clip {n}", style="body")
        if own:
            y += page.gap("near") + heading(
                page, Rect(rect.x, y + page.gap("near"), rect.w, rect.h), say("news.own")
            )
            y += paragraphs(page, Rect(rect.x, y, rect.w, rect.h), own, "small", gap="near")
        if not lines and not own:
            y += page.text(
                Rect(rect.x, y, rect.w, rect.h), say("news.first" if sight.past is None else "news.none")
            )
        return y

    def _log(self, page: Page, rect: Rect) -> int:
        """The whole game so far, the last week first; only what holds the words that are looked for."""
        y = (
            rect.y
            + entry(page, rect, self.sought, "find", hint=say("log.find"), active=self.finding)
            + page.gap("near")
        )
        words = self.sought.casefold().split()
        diary = self.play.once("diary", lambda _: self.play.diary())
        kept = [
            (when, found)
            for when, texts in diary
            if (found := [t for t in texts if all(word in f"{when} {t}".casefold() for word in words)])
        ]
        if not kept:
            return y + page.text(Rect(rect.x, y, rect.w, rect.h), say("log.none"), "small", "muted")
        return y + log(page, Rect(rect.x, y, rect.w, rect.h), kept)

    def _goals(self, page: Page, rect: Rect) -> int:
        return standing.aims(page, rect, self.play)

    def _issues(self, page: Page, rect: Rect) -> int:
        return standing.issues(page, rect, self.play.sight())

    def _calendar(self, page: Page, rect: Rect) -> int:
        return standing.calendar(page, rect, self.play.sight())

    def _figures(self, page: Page, rect: Rect) -> int:
        return standing.figures(page, rect, self.play)

    def _standing(self, page: Page, rect: Rect) -> int:
        """All three below each other."""
        asked = self.play.once("asked", self._asked)
        y = rect.y + page.text(rect, asked, "strong") + page.gap()
        for write in (self._calendar, self._figures, self._issues):
            y = write(page, Rect(rect.x, y, rect.w, rect.h)) + page.gap()
        return y

    # ------------------------------------------------------------ commands

    def commands(self) -> Mapping[str, Command]:
        """What can be pressed at the table."""
        return {
            "move": self._move,
            "add": self._add,
            "vote": self._vote,
            "answer": self._answer,
            "counter": self._counter,
            "drop": self._drop,
            "type": self._type,
            "odds": self._odds,
            "hint": lambda rest: self._tell(say("staff.title"), self.play.say("hint")),
            "why": lambda rest: self._tell(
                self.play.session.table.scenario.moves[rest].name, manual.why(self.play.sight(), rest)
            ),
            "look": self._look,
            "clip": self._clip,
            "find": self._find,
            "orders": lambda rest: Orders(self.app, self, self.play),
            "tab": self._to_tab,
            "map": self._which_map,
            "done": lambda rest: self._end("done"),
            "skip": lambda rest: self._end("skip"),
            "undo": self._undo,
            "menu": lambda rest: self.back(),
            "dismiss": self._dismiss,
        }

    def back(self) -> Screen | None:
        """To the menu; the game is kept line by line."""
        from game.screens.menu import Menu

        if self.active or self.finding:
            self.active = self.finding = False
            return None
        return Menu(self.app, self)

    def changed(self) -> None:
        """The plan is another: the odds of the old one are worth nothing."""
        self.odds, self.asking = None, ""
        self.app.counsel.cancel()
        if LEVELS[self.play.session.level].questions is None and self.play.drafted:
            self._odds("")

    def add(self, line: str) -> bool:
        """Add the act of a line to the plan, and say what came of it."""
        added, text = self.play.choose(line)
        self.app.notice = "" if added else text
        if added:
            self.changed()
        return added

    def _add(self, rest: str) -> None:
        self.add(rest)

    def _move(self, rest: str) -> Screen | None:
        """An act that takes nothing is added at once; the others are filled in first."""
        if SPECS[rest].slots:
            return Compose(self.app, self, rest)
        self.add(rest)
        return None

    def _vote(self, rest: str) -> None:
        on = rest.split(maxsplit=1)[0]
        self._instead(lambda act: act["move"] == "vote" and act["on"] == on, f"vote {rest}")

    def _answer(self, rest: str) -> None:
        _, who, slot, *_ = rest.split()
        self._instead(self._is_reply(who, int(slot)), rest)

    def _counter(self, rest: str) -> Screen | None:
        _, who, slot = rest.split()
        self._take_out(self._is_reply(who, int(slot)))
        return Compose(self.app, self, "reply", {"to": who, "note": int(slot), "says": "counter"})

    @staticmethod
    def _is_reply(who: str, slot: int) -> Callable[[dict[str, object]], bool]:
        return lambda act: act["move"] == "reply" and act["to"] == who and act.get("note", 1) == slot

    def _instead(self, same: Callable[[dict[str, object]], bool], line: str) -> None:
        """Put an act in the place of one about the same thing; the same act again takes it out."""
        before = list(self.play.drafted)
        self._take_out(same)
        self.add(line)
        if self.play.drafted == before:
            self._take_out(same)

    def _take_out(self, same: Callable[[dict[str, object]], bool]) -> None:
        for i in reversed(range(len(self.play.drafted))):
            if same(self.play.drafted[i]):
                self.play.drop(i)
        self.changed()

    def _drop(self, rest: str) -> None:
        self.play.drop(int(rest))
        self.changed()

    def _type(self, rest: str) -> Screen | None:
        """A line that was typed: Enter does it."""
        if not self.active:
            self.active = True
            return None
        line, self.typing = self.typing.strip(), ""
        if not line:
            return None
        word = line.split()[0].casefold()
        if word in ("done", "skip", "undo", "odds"):
            return self.commands()[word]("")
        if word in ("quit", "exit", "load"):
            return self.back()
        before = list(self.play.drafted)
        told = self.play.say(line)
        if self.play.drafted != before:
            self.changed()
            return None
        return self._tell(line, told) if told and SAID["refused"][:7] not in told[0] else self._note(told)

    def _note(self, texts: list[str]) -> None:
        self.app.notice = " ".join(texts)

    def typed(self, command: str, text: str) -> None:
        """Letters of a line."""
        if command == "find":
            self.finding = True
            self.sought = self.sought[:-1] if text == "\b" else self.sought + text
            self.scrolls.pop("log", None)
            return
        self.active = True
        self.typing = self.typing[:-1] if text == "\b" else self.typing + text

    def _odds(self, rest: str) -> None:
        """Ask the staff; what it says comes later."""
        play = self.play
        try:
            found = play.session.ask(play.seat, play.drafted)
        except IllegalMove as e:
            self.app.notice = str(e)
            return
        self.odds, self.asking = None, say("staff.reckoning")
        self.app.counsel.ask(found, list(play.drafted))

    def done(self, job: str, result: object) -> Screen | None:
        """The staff has reckoned."""
        if job == JOB:
            if isinstance(result, Odds):
                self.odds, self.asking = result, ""
            else:
                self.asking = say("staff.failed", why=str(result))
        return None

    def _look(self, rest: str) -> Screen | None:
        sight = self.play.sight()
        if rest not in sight.setting.actors:
            return None
        return Dossier(self.app, self, self.play, rest)

    def _clip(self, rest: str) -> Screen:
        return Clipping(self.app, self, self.play, self.play.fresh()[int(rest)])

    def _find(self, rest: str) -> None:
        self.finding = not self.finding

    def _tell(self, title: str, texts: list[str]) -> Screen:
        return Told(self.app, self, title, texts)

    def _to_tab(self, rest: str) -> None:
        self.panel = rest
        if rest in DESK:
            self.tab = rest

    def _which_map(self, rest: str) -> None:
        self.believed = rest == "believed"

    def _dismiss(self, rest: str) -> None:
        self.app.notice = ""

    def _undo(self, rest: str) -> None:
        self.app.notice = " ".join(self.play.say("undo"))
        self.changed()

    def _end(self, line: str) -> Screen | None:
        """End the beat, or play on to the next sitting; what cannot be taken back is asked first."""
        questions = self.play.questions(line == "skip")
        if questions:
            label = say(f"table.{line} anyway")
            return Asked(self.app, self, questions, lambda rest: self._go(line), label)
        return self._go(line)

    def _go(self, line: str) -> Screen | None:
        from game.screens.debrief import Debrief
        from game.screens.resolution import Resolution

        self.app.counsel.cancel()
        self.odds, self.asking, self.active = None, "", False
        passed, refused = self.play.go_on(line)
        if passed is None:
            self.app.notice = refused
            return None
        self.app.notice = ""
        self.scrolls.clear()
        if self.others is not None:
            return self.others.following()
        if self.play.session.finished:
            return Debrief(self.app, self.parent, self.play)
        self._prepare()
        if passed.same_week and not passed.heard:
            self.panel = self.tab = "moves"
            return None
        return Resolution(self.app, self, passed)


__all__ = ["Table"]

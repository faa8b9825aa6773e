"""The window: the only loop. Events of pygame in, boxes of the screen out; nothing is drawn while nothing changes."""

import os
import sys
from pathlib import Path
from time import sleep

import pygame

from game.counsel import Counsel
from game.jobs import Jobs
from game.layout import Box
from game.painter import Painter, area, thumb_of, track_of
from game.pointing import Pointing
from game.screens.app import App
from game.screens.base import Done, Event, Key, Press, Screen, Scroll, Slide, Typed
from game.screens.title import Title
from game.settings import Settings, folder
from game.strings import say
from game.theme import LEAST, MOST, STEP, unit
from game.widgets import TIP, tooltip

PAUSE = 0.012
"""Seconds between two looks for events while there are none: less than a picture takes to be seen, and a tenth of what
`pygame.event.wait` costs, which looks a thousand times a second.
"""
WHEEL = 60.0
"""Units that one notch of the wheel scrolls."""
USUAL = (1440, 900)
SEEN = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
"""Environment variables one of which is set on Linux where there is a display."""
UNSEEN = frozenset({"offscreen", "dummy", "evdev"})
"""Drivers that draw where nobody looks; SDL takes one where there is no other, unless it is asked for."""
GOES_ON = frozenset({"tab", "up", "down", "left", "right", "page up", "page down", "backspace"})
"""Keys that are pressed again and again while they are held."""
LETTERS = {"return": "Enter", "escape": "Esc", "space": "Space"}


class NoDisplay(RuntimeError):  # noqa: N818
    """There is no display to open a window on; the message is fit to show."""


class Window:
    """The window and what it shows."""

    def __init__(
        self, home: Path | None = None, size: tuple[int, int] | None = None, fast: bool = False
    ) -> None:
        check_pygame()
        if sys.platform == "linux" and not any(os.environ.get(name) for name in SEEN):
            raise NoDisplay(say("window.no display", why=say("window.unseen")))
        try:
            pygame.display.init()
        except pygame.error as e:
            raise NoDisplay(say("window.no display", why=e)) from None
        if (driver := pygame.display.get_driver()) in UNSEEN and driver != os.environ.get("SDL_VIDEODRIVER"):
            pygame.display.quit()
            raise NoDisplay(say("window.no display", why=say("window.unseen")))
        pygame.font.init()
        pygame.key.set_repeat(350, 40)
        home = home or folder()
        self.posted = pygame.event.custom_type()
        self.app = App(Settings.read(home), home, Jobs(self._post), Counsel(self._post), fast=fast)
        self.screen: Screen = Title(self.app)
        self.painter = Painter(self.app.settings.contrast)
        self.pointing = Pointing()
        self.boxes: list[Box] = []
        self._dragged: Box | None = None
        self._swallow = ""
        self._held: set[int] = set()
        self._stale = True
        self.surface = self._opened(size)

    def _opened(self, size: tuple[int, int] | None) -> pygame.Surface:
        pygame.display.set_caption(say("window.caption"))
        if size is None:
            desktop = pygame.display.get_desktop_sizes()[0]
            size = (min(USUAL[0], int(desktop[0] * 0.95)), min(USUAL[1], int(desktop[1] * 0.9)))
        size = (min(max(size[0], LEAST[0]), MOST[0]), min(max(size[1], LEAST[1]), MOST[1]))
        return pygame.display.set_mode(size, pygame.RESIZABLE)

    def _post(self, job: str, result: object) -> None:
        """From any thread: a result for the screen."""
        if pygame.display.get_init():
            pygame.event.post(pygame.event.Event(self.posted, job=job, result=result))

    # ------------------------------------------------------------ the loop

    def run(self) -> None:
        """Until it is left."""
        try:
            self.show()
            while not self.app.leaving:
                event = pygame.event.poll()
                if event.type == pygame.NOEVENT:
                    sleep(PAUSE)
                while event.type != pygame.NOEVENT:
                    self.take(event)
                    event = pygame.event.poll()
                self.show()
        finally:
            self.close()

    def close(self) -> None:
        """Leave nothing behind."""
        self.app.counsel.close()
        pygame.display.quit()

    def show(self) -> None:
        """Lay out and draw what has changed since the last time."""
        if self._stale:
            self._lay_out()
            self._draw()
        elif self.pointing.changed:
            self._redraw()

    def _lay_out(self) -> None:
        size, settings = self.surface.get_size(), self.app.settings
        self.painter.high_contrast, self.painter.unit = settings.contrast, unit(size, settings.scale)
        self.boxes = self.screen.layout(size, settings.scale)
        self.pointing.laid_out(self.boxes)
        for box in self.boxes:
            if box.role == "scroll":
                self.screen.scrolls[box.area] = int(box.value)
        self._stale = False

    def _with_tip(self) -> list[Box]:
        """The boxes, and the tip of what is pointed at."""
        tip = self.pointing.tip(self.boxes)
        if tip is None:
            return self.boxes
        text, beside = tip
        return [*self.boxes, *tooltip(self.surface.get_size(), self.app.settings.scale, text, beside)]

    def _draw(self) -> None:
        boxes = self._with_tip()
        self.surface.fill(self.painter.colours["paper"])
        self.painter.draw(self.surface, boxes, self.pointing.states())
        self._tip_place = tip_place(boxes)
        self.pointing.changed = []
        pygame.display.flip()

    def _redraw(self) -> None:
        """Only what was and is pointed at or focused, and the tip."""
        boxes = self._with_tip()
        places = [area(self.boxes[i].seen) for i in self.pointing.changed if i < len(self.boxes)]
        edge = round(8 * self.painter.unit)
        places = [place.inflate(edge, edge) for place in places]
        places += [place for place in (self._tip_place, tip_place(boxes)) if place is not None]
        for place in places:
            self.painter.draw(self.surface, boxes, self.pointing.states(), place)
        self._tip_place = tip_place(boxes)
        self.pointing.changed = []
        pygame.display.update(places)

    # ------------------------------------------------------------ events

    def take(self, event: pygame.event.Event) -> None:
        """One event of pygame."""
        if event.type == pygame.QUIT:
            self.app.leaving = True
        elif event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED, pygame.WINDOWEXPOSED):
            self.surface = pygame.display.get_surface() or self.surface
            self._stale = True
        elif event.type == self.posted:
            self.send(Done(event.job, event.result))
        elif event.type == pygame.MOUSEMOTION:
            self._moved(event.pos)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._pressed(event.pos)
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            self._dragged = None
        elif event.type == pygame.MOUSEWHEEL:
            self._wheel(event.y)
        elif event.type == pygame.KEYDOWN:
            if self._pressed_anew(event.key):
                self._key(event)
        elif event.type == pygame.KEYUP:
            self._held.discard(event.key)
        elif event.type == pygame.WINDOWFOCUSLOST:
            self._held.clear()
        elif event.type == pygame.TEXTINPUT:
            self._text(event.text)

    def send(self, event: Event) -> None:
        """Hand an event to the screen; a new screen begins without focus."""
        before = self.screen
        self.screen = self.screen.handle(event)
        if self.screen is not before:
            self.pointing.clear()
        self._stale = True

    def press(self, command: str) -> None:
        """Ask the screen for something; a notice is read by then."""
        if command != "dismiss":
            self.app.notice = ""
        self.send(Press(command))

    def _moved(self, at: tuple[int, int]) -> None:
        if self._dragged is not None:
            self._drag(at)
        elif not self._stale:
            self.pointing.point(self.boxes, *at)

    def _pressed(self, at: tuple[int, int]) -> None:
        if self._stale:
            self.show()
        for box in self.boxes:
            if (
                box.role == "scroll"
                and box.length > box.rect.h
                and area(track_of(box, self.painter.unit)).inflate(8, 0).collidepoint(at)
                and self.pointing.open(box)
            ):
                self._dragged = box
                self._drag(at)
                return
        self.pointing.point(self.boxes, *at)
        found = self.pointing.under(self.boxes, *at)
        if found is None:
            if self.app.notice:
                self.press("dismiss")
            return
        box, command = found
        self.pointing.focus_on(self.boxes, box, seen=False)
        if box.role == "slider":
            self._dragged = box
            self._drag(at)
        elif command and not box.why:
            self.press(command)

    def _drag(self, at: tuple[int, int]) -> None:
        box = self._dragged
        assert box is not None
        if box.role == "slider":
            self.send(Slide(box.command, min(max((at[0] - box.rect.x) / max(box.rect.w, 1), 0.0), 1.0)))
        else:
            thumb, track = thumb_of(box, self.painter.unit), track_of(box, self.painter.unit)
            share = (at[1] - track.y - thumb.h / 2) / max(track.h - thumb.h, 1)
            self.send(Scroll(box.area, round(min(max(share, 0.0), 1.0) * (box.length - box.rect.h))))

    def _wheel(self, notches: float) -> None:
        box = self.pointing.scrolled(self.boxes, *pygame.mouse.get_pos())
        if box is not None:
            self._scroll(box, -notches * WHEEL * self.painter.unit)

    def _scroll(self, box: Box, by: float) -> None:
        most = max(box.length - box.rect.h, 0)
        offset = round(min(max(box.value + by, 0), most))
        if offset != box.value:
            self.send(Scroll(box.area, offset))

    def _text(self, text: str) -> None:
        if text == self._swallow:
            self._swallow = ""
            return
        box = self.pointing.focused(self.boxes)
        if box is not None and box.role == "entry":
            self.send(Typed(box.command, text))

    def _key(self, event: pygame.event.Event) -> None:
        """A key: everywhere, in an entry, on what is focused, of a button; else for the screen."""
        name = pygame.key.name(event.key)
        if self._everywhere(name, event.mod):
            return
        if self._stale:
            self.show()
        box = self.pointing.focused(self.boxes)
        if box is not None and box.role == "entry" and self._in_entry(box, name):
            return
        if name in ("tab", "up", "down", "left", "right"):
            self._walk(name, bool(event.mod & pygame.KMOD_SHIFT), box)
        elif name in ("page up", "page down"):
            self._page(-1 if name == "page up" else 1)
        elif name in ("return", "space", "enter") and box is not None and self.pointing.shown:
            if not box.why:
                self.press(box.command)
        elif name == "escape" and self.app.notice:
            self.app.notice, self._stale = "", True
        elif not self._shortcut(name, event.unicode):
            self.send(Key(name))

    def _pressed_anew(self, key: int) -> bool:
        """Was a key pressed, or is it one that goes on while it is held? While a week is played the timer of repeated
        keys runs on, and would end the next beat too.
        """
        held = key in self._held
        self._held.add(key)
        return not held or pygame.key.name(key) in GOES_ON

    def _everywhere(self, name: str, mod: int) -> bool:
        settings = self.app.settings
        ctrl = bool(mod & pygame.KMOD_CTRL)
        if name == "f8":
            settings.contrast = not settings.contrast
        elif name == "f9" or (ctrl and name == "-"):
            settings.larger(-STEP)
        elif name == "f10" or (ctrl and name in ("=", "+")):
            settings.larger(STEP)
        elif name == "f11":
            settings.full = not settings.full
            pygame.display.toggle_fullscreen()
        elif name == "f12":
            self.app.notice = say("window.picture", file=self.picture())
        else:
            return False
        self.app.keep()
        self._stale = True
        return True

    def _in_entry(self, box: Box, name: str) -> bool:
        if name == "backspace":
            self.send(Typed(box.command, "\b"))
        elif name in ("return", "enter"):
            self.press(box.command)
        elif name == "escape":
            self.pointing.clear()
            self.send(Key(name))
        else:
            return name not in ("tab", "up", "down", "page up", "page down")
        return True

    def _walk(self, name: str, back: bool, box: Box | None) -> None:
        """The focus goes on; a slider that has it is moved by left and right."""
        if box is not None and box.role == "slider" and name in ("left", "right"):
            step = 0.1 if name == "right" else -0.1
            self.send(Slide(box.command, min(max(box.value + step, 0.0), 1.0)))
            return
        now = self.pointing.walk(self.boxes, name, back)
        if now is None or now.clip is None:
            return
        around = next((b for b in self.boxes if b.role == "scroll" and b.area == now.area), None)
        if around is not None and not around.rect.holds(now.rect):
            above, below = now.rect.y - around.rect.y, now.rect.bottom - around.rect.bottom
            self._scroll(around, above if above < 0 else min(below, above))

    def _page(self, sign: int) -> None:
        box = self.pointing.scrolled(self.boxes, *pygame.mouse.get_pos()) or self.pointing.largest(self.boxes)
        if box is not None:
            self._scroll(box, sign * box.rect.h * 0.85)

    def _shortcut(self, name: str, letter: str) -> bool:
        """Press the button that shows this key."""
        key = LETTERS.get(name) or (
            name.upper() if name.startswith("f") and name[1:].isdecimal() else letter.upper()
        )
        box = next(
            (b for b in self.boxes if b.key == key and key and self.pointing.open(b) and b.command), None
        )
        if box is None:
            return False
        if not box.why:
            self._swallow = letter
            self.press(box.command)
        else:
            self.pointing.focus_on(self.boxes, box, seen=True)
        return True

    def picture(self) -> Path:
        """Keep what is shown as a file."""
        from datetime import datetime

        folder = self.app.home / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{datetime.now():%Y%m%d-%H%M%S}-{self.screen.name.replace(' ', '-')}.png"
        pygame.image.save(self.surface, path)
        return path


def tip_place(boxes: list[Box]) -> pygame.Rect | None:
    """Where the tip is drawn; None where there is none."""
    return next((area(box.rect) for box in boxes if box.layer == TIP), None)


def check_pygame() -> None:
    """Is it pygame-ce? A package that pulls in `pygame` overwrites it silently."""
    if not getattr(pygame, "IS_CE", False):
        raise NoDisplay(say("window.not ce"))


__all__ = ["NoDisplay", "Window"]

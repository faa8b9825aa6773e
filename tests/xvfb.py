"""A real window under a virtual display, driven by xdotool: two whole games, one by mouse, one by keyboard alone.

    python tests/xvfb.py [--short] [--size 1440x900] [--out build/screenshots]

The window tells after each picture where its boxes are; everything that is done to it goes through X. Screenshots are
written on the way. Prints what the log of each game holds.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).parents[1]
TOLD = "boxes.json"
PAID, KINDS, BARGAINS = 15, 8, 2
"""What the log of a whole game holds at least."""


def missing():
    """The programs that are not installed."""
    return [name for name in ("Xvfb", "xdotool") if not shutil.which(name)]


# ------------------------------------------------------------------ the window, in a process of its own


def window(home, size, options):
    """Open the window, and tell after each picture what it shows."""
    from game.screens.opening import begin
    from game.window import Window

    class Telling(Window):
        taken = told = 0

        def take(self, event):
            self.taken += 1
            super().take(event)

        def show(self):
            super().show()
            if self.taken != self.told:
                self.told = self.taken
                self.tell()

        def tell(self):
            boxes = [
                {
                    "role": b.role, "label": b.label, "command": b.command, "why": b.why, "key": b.key,
                    "seen": [b.seen.x, b.seen.y, b.seen.w, b.seen.h], "rect": [b.rect.x, b.rect.y, b.rect.w, b.rect.h],
                    "area": b.area, "length": b.length, "value": b.value, "look": b.look,
                    "open": self.pointing.open(b), "focusable": b.focusable,
                }
                for b in self.boxes
                if b.command or b.role == "scroll"
            ]  # fmt: skip
            focus = self.pointing.focused(self.boxes)
            play = getattr(self.screen, "play", None) or getattr(
                getattr(self.screen, "table", None), "play", None
            )
            now = {
                "taken": self.taken, "screen": self.screen.name, "notice": self.app.notice, "boxes": boxes,
                "focus": focus.command if focus and self.pointing.shown else "",
                "week": play.session.week if play else -1, "beat": play.session.beat if play else "",
                "drafted": play.drafted if play else [],
                "over": bool(getattr(self.screen, "over", False)),
                "at": list(__import__("pygame").mouse.get_pos()),
            }  # fmt: skip
            new = Path(home) / (TOLD + ".new")
            new.write_text(json.dumps(now), encoding="utf-8")
            new.replace(Path(home) / TOLD)

    made = Telling(Path(home), size, fast=True)
    if options:
        made.screen = begin(made.app, made.screen, **options) or made.screen
    made.taken = 1
    made.run()


# ------------------------------------------------------------------ driving it


@contextmanager
def display(size):
    """A virtual display; its name."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read, encoding="utf-8") as said:
            yield f":{said.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


class Stuck(AssertionError):  # noqa: N818
    """The window did not do what it was asked for."""


class Driver:
    """A hand on the mouse or on the keyboard."""

    def __init__(self, name, home, size, out, keyboard, screen, options=None):
        self.home, self.size, self.out, self.keyboard = Path(home), size, Path(out), keyboard
        self.name, self.pictures = name, 0
        self.env = {
            **os.environ, "DISPLAY": screen, "SDL_VIDEO_X11_WMCLASS": "finalstatus", "SDL_VIDEO_WINDOW_POS": "0,0",
            "SDL_FRAMEBUFFER_ACCELERATION": "0", "PYGAME_HIDE_SUPPORT_PROMPT": "1", "PYTHONPATH": str(ROOT),
            "FINALSTATUS_HOME": str(home),
        }  # fmt: skip
        self.env.pop("SDL_VIDEODRIVER", None)
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--window", str(home), json.dumps([*size]), json.dumps(options or {})],
            env=self.env, cwd=ROOT,
        )  # fmt: skip
        self.wait(lambda now: True, 60.0)
        found = self.xdo("search", "--sync", "--class", "finalstatus").split()
        self.xdo("windowfocus", found[-1])
        self.xdo("mousemove", 2, 2)
        time.sleep(0.3)

    def close(self):
        self.process.terminate()
        self.process.wait(10)

    def xdo(self, *words):
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env=self.env,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        if done.returncode:
            raise Stuck(f"xdotool {words}: {done.stderr.strip()}")
        return done.stdout

    def now(self):
        try:
            return json.loads((self.home / TOLD).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def wait(self, wanted, seconds=20.0, after=-1):
        """What the window tells once it is as wanted."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            now = self.now()
            if now and now["taken"] > after and wanted(now):
                return now
            if self.process.poll() is not None:
                raise Stuck(f"the window is gone, status {self.process.returncode}")
            time.sleep(0.01)
        raise Stuck(f"{self.name}: waited in vain; {self.seen()}")

    def seen(self):
        now = self.now() or {}
        return (
            now.get("screen"),
            now.get("notice"),
            [b["command"] for b in now.get("boxes", []) if b["open"]][:60],
        )

    def boxes(self, begins="", now=None):
        """What can be pressed, and begins so."""
        now = now or self.now()
        return [
            b
            for b in now["boxes"]
            if b["open"] and not b["why"] and b["command"].startswith(begins) and b["command"]
        ]

    def do(self, *words):
        """One thing through X; what the window tells after it."""
        before = self.now()["taken"]
        self.xdo(*words)
        self.wait(lambda now: True, 30.0, before)
        time.sleep(0.04)
        return self.now()

    def press(self, command):
        """Press what has a command, by the hand that one has."""
        box = self.find(command)
        (self.by_key if self.keyboard else self.by_mouse)(box, command)

    def find(self, command):
        found = [b for b in self.boxes() if b["command"] == command]
        if not found:
            raise Stuck(f"{self.name}: nothing to press for {command!r}; {self.seen()}")
        return found[0]

    def by_mouse(self, box, command):
        for _ in range(60):
            x, y, w, h = box["seen"]
            if h >= min(box["rect"][3], 12) and w > 0:
                break
            around = next(
                b for b in self.now()["boxes"] if b["role"] == "scroll" and b["area"] == box["area"]
            )
            ax, ay, aw, ah = around["rect"]
            at = self.now()["at"]
            if at != [ax + aw // 2, ay + ah // 2]:
                self.do("mousemove", ax + aw // 2, ay + ah // 2)
            self.do("click", 5 if box["rect"][1] >= ay + ah // 2 else 4)
            box = self.find(command)
        at = [x + w // 2, y + h // 2]
        if self.now()["at"] != at:
            self.do("mousemove", *at)
        self.do("click", 1)

    def by_key(self, box, command):
        if box["key"]:
            self.do("key", {"Enter": "Return", "Esc": "Escape"}.get(box["key"], box["key"].lower()))
            return
        for _ in range(6):
            now = self.now()
            if now["focus"] == command:
                self.do("key", "Return")
                return
            able = [
                b["command"] for b in now["boxes"] if b["open"] and b["focusable"] and b["role"] != "toast"
            ]
            at = able.index(now["focus"]) if now["focus"] in able else -1
            step = (able.index(command) - at) % len(able)
            back = len(able) - step
            key, times = ("Tab", step) if step <= back else ("shift+Tab", back if at >= 0 else back - 1)
            self.do("key", "--delay", "4", *[key] * max(times, 1))
            with suppress(Stuck):
                self.wait(lambda now: now["focus"] == command, 2.0)
        raise Stuck(f"{self.name}: TAB does not lead to {command!r}, but to {self.now()['focus']!r}")

    def picture(self, what):
        """Keep what the display shows."""
        self.out.mkdir(parents=True, exist_ok=True)
        path = self.out / f"{self.name}-{self.pictures:02d}-{what}.png"
        self.pictures += 1
        before = set((self.home / "screenshots").glob("*.png"))
        self.do("key", "F12")
        self.wait(lambda now: ".png" in now["notice"])
        (new,) = set((self.home / "screenshots").glob("*.png")) - before
        shutil.move(new, path)
        self.dismiss()
        return path

    def dismiss(self):
        if self.now()["notice"]:
            if self.keyboard or not self.boxes("dismiss"):
                self.do("key", "Escape")
            else:
                self.press("dismiss")


# ------------------------------------------------------------------ a game


class Game:
    """Plays as a person would who wants to try everything once."""

    def __init__(self, driver, beats=10_000):
        self.d, self.beats = driver, beats
        self.used, self.bargains, self.undone, self.countered = {}, 0, False, 0
        self.pictured = set()

    def once(self, what):
        if what not in self.pictured:
            self.pictured.add(what)
            self.d.picture(what)

    def play(self):
        """To the debrief, or as many beats as are wanted."""
        self.d.wait(lambda now: now["screen"] == "table", 60.0)
        self.d.dismiss()
        self.once("table")
        for _ in range(self.beats):
            now = self.d.now()
            if now["screen"] == "debrief":
                return
            getattr(self, now["beat"])()
            if not self.undone and now["week"] >= 1 and now["beat"] == "talk":
                self.end()
                self.take_back()
                continue
            self.end()

    def finish(self):
        """The debrief, and the file of it."""
        d = self.d
        d.wait(lambda now: now["screen"] == "debrief" and now["over"], 400.0)
        d.picture("debrief")
        d.press("export html")
        d.wait(lambda now: bool(now["notice"]))
        d.picture("kept")
        d.dismiss()
        d.press("leave")
        d.wait(lambda now: now["screen"] == "title")

    def take_back(self):
        """Undo what was just ended; then the game goes on from there."""
        found = self.d.boxes("undo")
        if self.d.now()["screen"] == "table" and found:
            self.d.press("undo")
            self.d.dismiss()
            self.undone = True

    def talk(self):
        if self.bargains < 3:
            self.bargains += self.move("bargain")
        else:
            self.some("talk", 2)

    def answer(self):
        """The first note is countered, the others are turned down or agreed to in turn."""
        for n, one in enumerate(self.d.boxes("counter ")):
            _, _, who, slot = one["command"].split()
            if self.countered < 2 and n == 0:
                self.d.press(one["command"])
                self.d.wait(lambda now: now["screen"] == "compose")
                self.once("counter")
                if self.d.boxes("add"):
                    self.d.press("add")
                    self.countered += 1
                    continue
                self.d.press("close")
            self.d.press(f"answer reply {who} {slot} {'yes' if n % 2 else 'no'}")

    def decide(self):
        for ballot in {b["command"].split()[1] for b in self.d.boxes("vote ")}:
            self.d.press(f"vote {ballot} yes")
        self.some("decide", 3)
        if self.d.boxes("odds") and "odds" not in self.pictured:
            self.d.press("odds")
            time.sleep(3.0)
            self.once("odds")

    def some(self, beat, most):
        """Some moves that have been used least so far."""
        words = [b["command"].split()[1] for b in self.d.boxes("move ")]
        words = [w for w in words if w not in ("hold", "declare", "walk_out", "bargain", "put_off")]
        done = 0
        for word in sorted(words, key=lambda w: self.used.get(w, 0))[:8]:
            if done < most and self.d.boxes(f"move {word}"):
                done += self.move(word)

    def move(self, word):
        """One move with what is typical now; whether it could be made."""
        d = self.d
        if not d.boxes(f"move {word}"):
            return False
        before = len(d.now()["drafted"])
        d.press(f"move {word}")
        now = d.now()
        if now["screen"] == "compose":
            self.once(f"compose {word}".replace(" ", "-"))
            d.press("add" if d.boxes("add") else "close")
        now = d.wait(lambda now: now["screen"] == "table")
        self.used[word] = self.used.get(word, 0) + 1
        d.dismiss()
        return len(d.now()["drafted"]) > before

    def end(self):
        """End the beat; what is asked is confirmed, what happened is read."""
        d = self.d
        start = d.now()
        d.press("done")
        for _ in range(8):
            now = d.wait(
                lambda now: (
                    now["screen"] != "table" or (now["week"], now["beat"]) != (start["week"], start["beat"])
                ),
                60.0,
            )
            if now["screen"] == "asked":
                self.once("asked")
                d.press("yes")
            elif now["screen"] == "resolution":
                self.once("resolution")
                d.press("continue")
                d.wait(lambda now: now["screen"] == "table")
                d.dismiss()
                return
            else:
                return


def contents(path):
    """What the log of a game holds: paid moves by kind, bargains, counters, undos; and what of it stands."""
    sys.path.insert(0, str(ROOT))
    from game.session import Session
    from sim.acts import SPECS
    from sim.log.lines import Submitted, Undone
    from sim.typed import prices_of

    game = Session.load(path)
    seat = game.humans[0]
    at, found, paid = game.setting.actors.index(seat), {"bargains": 0, "counters": 0}, {}
    for _, event in game.log.standing():
        if isinstance(event, Submitted) and event.seat == seat and event.by == "person":
            for act in event.acts:
                price = sum(prices_of(game.setting, at, [act], event.beat))
                kind = SPECS[act["move"]].move
                if price > 0:
                    paid[kind] = paid.get(kind, 0) + 1
                found["bargains"] += act["move"] == "bargain"
                found["counters"] += act.get("says") == "counter"
    undos = sum(isinstance(event, Undone) for event in game.log.events)
    return {**found, "undos": undos, "paid": sum(paid.values()), "kinds": len(paid), "by kind": paid,
            "finished": game.finished, "seat": seat, "weeks": game.week}  # fmt: skip


def whole(name, keyboard, size, out, beats=10_000, options=None):
    """One game; what its log holds."""
    home = mkdtemp(prefix="finalstatus-x-")
    with display(size) as screen:
        driver = Driver(name, home, size, out, keyboard, screen, options)
        try:
            if not options:
                driver.picture("title")
                driver.press("play")
            game = Game(driver, beats)
            game.play()
            if beats >= 10_000:
                game.finish()
            (path,) = (Path(home) / "saves").glob("*.game")
            shutil.copy(path, Path(out) / f"{name}.game")
        finally:
            driver.close()
            shutil.rmtree(home, ignore_errors=True)
    return contents(Path(out) / f"{name}.game")


def main():
    if sys.argv[1:2] == ["--window"]:
        _, _, home, size, options = sys.argv
        window(home, tuple(json.loads(size)), json.loads(options))
        return 0
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--short", action="store_true", help="six beats of each game")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--out", default=str(ROOT / "build" / "screenshots"))
    parser.add_argument("--only", choices=["mouse", "keyboard"])
    args = parser.parse_args()
    if gone := missing():
        print(f"not installed: {', '.join(gone)}", file=sys.stderr)
        return 2
    size = tuple(map(int, args.size.split("x")))
    Path(args.out).mkdir(parents=True, exist_ok=True)
    short = 0
    for name in ("mouse", "keyboard"):
        if args.only in (None, name):
            found = whole(name, name == "keyboard", size, args.out, 6 if args.short else 10_000)
            print(name, json.dumps(found), flush=True)
            enough = (
                found["paid"] >= PAID and found["kinds"] >= KINDS and found["bargains"] >= BARGAINS
                and found["counters"] and found["undos"] and found["finished"]
            )  # fmt: skip
            short += not (enough or args.short)
    return short


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())

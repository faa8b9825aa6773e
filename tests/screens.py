"""Every screen of the window, made once, for the tests of layouts, events and pictures."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from game.counsel import AtDesk
from game.jobs import AtOnce
from game.screens.app import App
from game.screens.compose import Compose
from game.screens.debrief import Debrief
from game.screens.menu import Menu
from game.screens.newgame import NewGame
from game.screens.playing import Play
from game.screens.resolution import Resolution
from game.screens.saves import Saves
from game.screens.settingspage import SettingsPage
from game.screens.table import DESK, Table
from game.screens.title import Title
from game.screens.told import Asked, Told
from game.session import Session
from game.settings import Settings
from game.text.dossier import look


class Queue:
    """Results of jobs, handed to a screen when it is asked for."""

    def __init__(self):
        self.results = []

    def __call__(self, job, result):
        self.results.append((job, result))


def app(home=None):
    """An app that does its work at once, in a folder of its own."""
    home = Path(home or mkdtemp(prefix="finalstatus-"))
    post = Queue()
    made = App(Settings(), home, AtOnce(post), AtDesk(post), fast=True)
    made.queue = post
    return made


def play(seat="SK", level="attache", seed=7, scenario="kosovo_2007"):
    return Play(Session(scenario, [seat], seed=seed, level=level), fast=True)


def table(own=None, **how):
    own = own or app()
    return Table(own, Title(own), play(**how))


@cache
def played():
    """A table some weeks into a game, with promises, notes and news."""
    made = table(seat="SK", level="attache")
    for _ in range(7):
        if made.play.session.beat == "talk":
            made.play.choose("promise RU not_recognise until 2008-05-05 public")
        made.play.go_on("skip" if made.play.session.week > 2 else "done")
    return made


def debriefed(own):
    made = object.__new__(Debrief)
    Debrief.__mro__[1].__init__(made, own, None)
    made.play, made.over = None, False
    made.texts = ["Debrief: a declaration, and most of the union goes along"] + ["A long sentence of words. " * 12] * 9
    return made


def every():
    """Every screen by name, some of them in several states."""
    own = app()
    first = table(own)
    made = {
        "title": Title(own),
        "new game": NewGame(own, Title(own)),
        "settings": SettingsPage(own, Title(own)),
        "saves": Saves(own, Title(own)),
        "menu": Menu(own, first),
        "told": Told(own, first, "Serbia", look(first.play.sight(), "RS")),
        "asked": Asked(own, first, ["This binds you in public. " * 6], lambda rest: None, "Leave it so"),
        "debrief": debriefed(own),
        "table": first,
        "table later": played(),
    }
    for word in ("sound_out", "bargain", "promise", "statement", "lobby", "guarantee", "recognise"):
        made[f"compose {word}"] = Compose(own, first, word)
    for panel in DESK:
        one = table(own)
        one.tab = one.panel = panel
        made[f"table {panel}"] = one
    for panel in ("news", "standing", "plan"):
        one = table(own)
        one.panel = panel
        one.play.choose("bargain PT ask abstain mission give not_recognise until 2008-03-31")
        one.play.choose("promise RU not_recognise until 2008-05-05 public")
        made[f"table {panel}"] = one
    later = table(own)
    passed, _ = later.play.go_on("skip")
    made["resolution"] = Resolution(own, later, passed)
    return made

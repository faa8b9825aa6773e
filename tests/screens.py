"""Every screen of the window, made once, for the tests of layouts, events and pictures."""

from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp

from game.counsel import AtDesk
from game.jobs import AtOnce
from game.screens.app import App
from game.screens.base import Done, Typed
from game.screens.brief import Brief
from game.screens.clipping import Clipping
from game.screens.compose import Compose
from game.screens.debrief import Debrief
from game.screens.dossier import Dossier
from game.screens.glossary import Glossary
from game.screens.guided import CARDS, SEED, Guided, GuideOver
from game.screens.hotseat import Ended, HotSeat
from game.screens.menu import Menu
from game.screens.newgame import NewGame
from game.screens.orders import Orders
from game.screens.playing import Play
from game.screens.replay import Replay
from game.screens.resolution import Resolution
from game.screens.saves import Saves
from game.screens.settingspage import SettingsPage
from game.screens.table import DESK, Table
from game.screens.title import Title
from game.screens.told import Asked, Told
from game.screens.why import Why
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
    """As `some_weeks`, made once: to be looked at, not played on."""
    return some_weeks()


def some_weeks():
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
    made.told = [("head", "Debrief: a declaration, and most of the union goes along")]
    for part in ("came_out", "score", "others_wanted", "turning", "beside"):
        made.told += [(part, "A long sentence of words. " * 12)] * 3
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
        one = Table(own, Title(own), first.play)
        one.tab = one.panel = panel
        made[f"table {panel}"] = one
    chosen = play()
    chosen.choose("bargain PT ask abstain mission give not_recognise until 2008-03-31")
    chosen.choose("promise RU not_recognise until 2008-05-05 public")
    for panel in ("news", "standing", "plan"):
        one = Table(own, Title(own), chosen)
        one.panel = panel
        made[f"table {panel}"] = one
    later = table(own)
    passed, _ = later.play.go_on("skip")
    made["resolution"] = Resolution(own, later, passed)
    return made | {name: make() for name, make in of_the_game(own, played()).items()}


def guided(read=0, beat="", lines=()):
    """The first game, so far."""
    own = app()
    made = Guided(own, Title(own), play(seed=SEED))
    made.read = read
    for line in lines:
        made.play.choose(line)
    while beat and made.play.session.beat != beat:
        made.play.go_on("done")
    return made


def hot_seat(own, *seats):
    """The curtain of a game of several people."""
    return HotSeat(own, Title(own), Session("kosovo_2007", seats, seed=7, level="attache")).following()


def gone_through(screen):
    """A screen that has been given all the weeks that it asked for."""
    results = screen.app.queue.results
    while results:
        screen.handle(Done(*results.pop(0)))
    return screen


def of_the_game(own, later):
    """How screens of a game that has been going on for some weeks are made, by name."""
    scenario = later.play.session.table.scenario

    def searched():
        found = Table(own, Title(own), later.play)
        found.panel = found.tab = "log"
        found.handle(Typed("find", "recognise"))
        return found

    made = {
        f"dossier {who}": partial(Dossier, own, later, later.play, who)
        for who in ("RS", "CY", "SK", "US", "CN")
    }
    made |= {f"guide {card}": partial(guided, n) for n, card in enumerate(CARDS)}
    return made | {
        "clipping": lambda: Clipping(own, later, later.play, later.play.press()[0]),
        "brief": lambda: Brief(own, later, scenario, "SK", later.play),
        "brief before": lambda: Brief(own, Title(own), scenario, "RU"),
        "glossary": lambda: Glossary(own, Title(own), scenario, "troika"),
        "orders": lambda: Orders(own, later, later.play),
        "why": lambda: gone_through(Why(own, later, later.play, "CY")),
        "why of a party": lambda: gone_through(Why(own, later, later.play, "RS")),
        "log found": searched,
        "guide sound": lambda: guided(len(CARDS)),
        "guide sounded": lambda: guided(len(CARDS), lines=["sound_out HU about=readiness"]),
        "guide wait": lambda: guided(len(CARDS), "decide"),
        "guide over": lambda: GuideOver(own, guided(len(CARDS))),
        "curtain": lambda: hot_seat(own, "RS", "XK"),
        "ended": lambda: Ended(own, hot_seat(own, "RS", "XK").group),
        "replay": lambda: gone_through(Replay(own, Title(own), later.play.session)),
        "replay begun": lambda: Replay(own, Title(own), later.play.session),
    }

"""How a game is opened: a new one, kept in a file from its first line, or one that was kept."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from game.screens.app import App
from game.screens.base import Screen
from game.screens.playing import Play, fresh_file
from game.session import Session
from game.strings import say
from game.text.commands import Misread
from sim.faults import IllegalMove, LogError, ScenarioError, StrategyError

SCENARIO, FIRST_SEAT, FIRST_LEVEL = "kosovo_2007", "SK", "attache"
"""What a first game is."""
REFUSED = (LogError, ScenarioError, StrategyError, IllegalMove, Misread, ValueError, OSError)


def begin(
    app: App,
    parent: Screen,
    *,
    scenario: str = SCENARIO,
    seat: str | Sequence[str] = FIRST_SEAT,
    level: str = "ambassador",
    seed: int = 1,
    rules: Mapping[str, object] | None = None,
    strategies: Mapping[str, str] | None = None,
    path: Path | None = None,
    guided: bool = False,
) -> Screen | None:
    """Begin a game and sit down at its table; None, with a notice, if it cannot be begun.

    guided   with cards that say what to look at
    """
    seats = [seat] if isinstance(seat, str) else list(seat)
    try:
        file = path or fresh_file(app.saves, seats[0], scenario)
        session = Session(
            scenario, seats, seed=seed, level=level, rules=rules, strategies=strategies, path=file
        )
    except REFUSED as e:
        app.notice = str(e)
        return None
    return sit_down(app, parent, session, guided)


def go_on(app: App, parent: Screen, path: Path) -> Screen | None:
    """Go on with a game that was kept; None, with a notice, if it cannot be."""
    try:
        session = Session.load(path)
        if session.log.notice:
            app.notice = session.log.notice
        return sit_down(app, parent, session)
    except REFUSED as e:
        app.notice = str(e)
        return None


def sit_down(app: App, parent: Screen, session: Session, guided: bool = False) -> Screen:
    """The table of a game, or the curtain before it if several people play; its debrief if it is over."""
    from game.screens.debrief import Debrief
    from game.screens.guided import Guided
    from game.screens.hotseat import HotSeat
    from game.screens.table import Table

    play = Play(session, app.fast)
    app.counsel.open(session.table.scenario, session.setting)
    if len(session.humans) > 1:
        return HotSeat(app, parent, session).following()
    if session.finished:
        return Debrief(app, parent, play)
    if not app.notice and session.week == 0 and session.log.path is not None:
        app.notice = say("opening.kept", file=session.log.path.name)
    return Guided(app, parent, play) if guided else Table(app, parent, play)


__all__ = ["FIRST_LEVEL", "FIRST_SEAT", "SCENARIO", "begin", "go_on", "sit_down"]

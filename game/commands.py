"""`finalstatus play`: a game with a person in one of its seats."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused
from sim.commands.options import DEFAULT, SetOption, load_scenario, read_seed, settings
from sim.faults import IllegalMove, LogError, nearest

if TYPE_CHECKING:
    from game.session import Session
    from game.text.play import Game

FIRST_SEAT = "SK"
"""The seat that a first game is best played from, where the scenario has it."""

PlayedArgument = Annotated[
    str | None,
    typer.Argument(
        help=f"Name of a shipped scenario, or path of a file; {DEFAULT} without it.", metavar="SCENARIO"
    ),
]
SeedOption = Annotated[
    int | None,
    typer.Option("--seed", parser=read_seed, metavar="N", help="Seed of all chance; 1 without it."),
]
TextOption = Annotated[bool, typer.Option("--text", help="Play in the terminal, or through a pipe.")]
SeatOption = Annotated[
    str | None, typer.Option("--seat", metavar="SEAT", help="A seat by id, name or alias; SK without it.")
]
LevelOption = Annotated[
    str | None, typer.Option("--level", metavar="LEVEL", help="attache, ambassador or minister.")
]
LoadOption = Annotated[
    Path | None, typer.Option("--load", metavar="FILE", help="Go on with a game that was kept.")
]
SaveOption = Annotated[
    Path | None, typer.Option("--save", metavar="FILE", help="Keep the game in a new file as it is played.")
]
FastOption = Annotated[
    bool, typer.Option("--fast", help="Hold the score against 1,000 histories instead of 10,000.")
]
ExportOption = Annotated[
    Path | None,
    typer.Option(
        "--export",
        metavar="FILE",
        help="With --text: write the debrief of the finished game, as a page (.html) or transcript (.txt).",
    ),
]
SizeOption = Annotated[
    str | None, typer.Option("--size", metavar="WIDTHxHEIGHT", help="Size of the window, such as 1920x1080.")
]


def play(
    scenario: PlayedArgument = None,
    text: TextOption = False,
    seat: SeatOption = None,
    seed: SeedOption = None,
    level: LevelOption = None,
    load: LoadOption = None,
    save: SaveOption = None,
    fast: FastOption = False,
    size: SizeOption = None,
    export: ExportOption = None,
    set_: SetOption = None,
) -> None:
    """Play one seat of a scenario, sitting by sitting: in a window, or in the terminal with --text.

    In the terminal: `help` says what can be typed; commands may come through a pipe, and their end leaves.
    """
    if not text:
        given = {"--seat": seat, "--level": level, "--seed": seed, "--set": set_ or None, "--save": save}
        if export is not None:
            raise Refused("--export: expected --text beside it; the window exports from its debrief")
        windowed(scenario, load, fast, size, given)
        return
    from game.debrief.export import check
    from game.debrief.export import export as export_to
    from game.debrief.words import PAGE
    from game.text.play import WIDTH, Game
    from game.text.play import play as run

    piped = not sys.stdin.isatty()
    try:
        if export is not None:
            check(export)
        if load is not None:
            given = {"--seat": seat, "--level": level, "--seed": seed, "--set": set_ or None}
            session = loaded(load, scenario, save, given)
        else:
            first = 1 if seed is None else seed
            session = begun(scenario or DEFAULT, seat, first, level or "ambassador", save, set_)
        game = Game(session, fast or piped, asks=not piped)
    except (LogError, IllegalMove) as e:
        raise Refused(str(e)) from e
    width = get_terminal_size((WIDTH, 24)).columns
    run(game, typed(game, piped), lambda paragraph: print(paragraph, flush=True), width)
    if export is not None:
        try:
            export_to(game.session, game.seat, game.told, export)
        except LogError as e:
            raise Refused(str(e)) from e
        print(PAGE["written"].format(file=export))


def windowed(
    scenario: str | None, load: Path | None, fast: bool, size: str | None, given: Mapping[str, object]
) -> None:
    """The window: at its title, or at once in the game that was asked for.

    given   what was asked for beside scenario and file
    """
    # both before pygame is imported, which reads the one and sets the other
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    os.environ.setdefault("SDL_VIDEO_X11_WMCLASS", "finalstatus")
    from game.screens.opening import begin, go_on
    from game.text.words import SAID
    from game.window import NoDisplay, Window

    own = {name: value for name, value in given.items() if value is not None}
    if load is not None and own:
        option = next(iter(own))
        raise Refused(SAID["load and"].format(what=option.strip("-"), option=option))
    try:
        window = Window(size=read_size(size), fast=fast)
    except NoDisplay as e:
        raise Refused(str(e)) from e
    title = window.screen
    if load is not None:
        window.screen = go_on(window.app, title, load) or title
    elif scenario is not None or own:
        known = load_scenario(scenario or DEFAULT, own.get("--set"))  # type: ignore[arg-type]
        first = FIRST_SEAT if FIRST_SEAT in known.actors else next(iter(known.actors))
        window.screen = (
            begin(
                window.app,
                title,
                scenario=scenario or DEFAULT,
                seat=str(own.get("--seat") or first),
                level=str(own.get("--level") or "ambassador"),
                seed=int(str(own.get("--seed", 1))),
                rules=settings(own.get("--set")),  # type: ignore[arg-type]
                path=own.get("--save"),  # type: ignore[arg-type]
            )
            or title
        )
    if window.screen is title and window.app.notice:
        window.close()
        raise Refused(window.app.notice)
    window.run()


def read_size(text: str | None) -> tuple[int, int] | None:
    """A size of the window. Refused: it is none."""
    if text is None:
        return None
    wide, _, high = text.casefold().partition("x")
    if not (wide.isdecimal() and high.isdecimal()):
        raise Refused(f"--size: expected WIDTHxHEIGHT such as 1920x1080, found {text!r}")
    return int(wide), int(high)


def loaded(path: Path, scenario: str | None, save: Path | None, given: Mapping[str, object]) -> "Session":
    """A game that was kept; it has its own seat, level, seed and rules.

    given   what was asked for beside it
    """
    from game.session import Session
    from game.text.words import SAID

    for option, value in given.items():
        if value is not None:
            raise Refused(SAID["load and"].format(what=option.strip("-"), option=option))
    if save is not None and save.absolute() == path.absolute():
        raise Refused(SAID["both"])
    session = Session.load(path, scenario=scenario)
    if save is not None:
        session.save(save)
    return session


def begun(
    scenario: str, seat: str | None, seed: int, level: str, save: Path | None, set_: list[str] | None
) -> "Session":
    """A new game."""
    from game.session import LEVELS, Session
    from game.text.words import SAID

    if level not in LEVELS:
        close = nearest(level, LEVELS)
        hint = f"; {close}" if close.startswith("did") else ""
        raise Refused(SAID["level"].format(levels=", ".join(LEVELS), found=level, hint=hint))
    known = load_scenario(scenario, set_)
    first = FIRST_SEAT if FIRST_SEAT in known.actors else next(iter(known.actors))
    return Session(scenario, [seat or first], seed=seed, level=level, rules=settings(set_), path=save)


def typed(game: "Game", piped: bool) -> Iterator[str]:
    """Lines as they are typed, after a prompt; what comes through a pipe is shown, so that the game can be read."""
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")
    while not game.over:
        print("> ", end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            print(flush=True)
            return
        if piped:
            print(line.rstrip("\r\n"), flush=True)
        yield line

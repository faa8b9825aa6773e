"""Entry point: the headless commands, and those with a face."""

import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


@cache
def app() -> "typer.Typer":
    """Every command."""
    from game.commands import play
    from game.moves import moves
    from sim.cli import app, examples

    app.command(
        "play",
        epilog=examples(
            "play",
            "play --text",
            "play --text kosovo_2007 --seat RU --seed 7 --level attache",
            "play --text --seat SK --seed 7 < commands.txt",
            "play --text --save my.game",
            "play --text --load my.game",
        ),
    )(play)
    app.command(
        "moves",
        epilog=examples(
            "moves SK", "moves Kosovo --week 2008-01-14", "moves RU kosovo_2007_12_10 --all --json"
        ),
    )(moves)
    return app


def main() -> None:
    """Run the command line; Ctrl-C while it still loads is as quiet as later."""
    try:
        from sim.cli import main as run

        app()
        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

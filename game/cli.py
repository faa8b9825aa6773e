"""Entry point: the headless commands, and those with a face."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C while it still loads is as quiet as later."""
    try:
        from game.commands import play
        from sim.cli import app, examples
        from sim.cli import main as run

        app.command(
            "play",
            epilog=examples(
                "play --text",
                "play --text kosovo_2007 --seat RU --seed 7 --level attache",
                "play --text --seat SK --seed 7 < commands.txt",
                "play --text --save my.game",
                "play --text --load my.game",
            ),
        )(play)
        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

"""Entry point: the headless commands, and later those with a face."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C while it still loads is as quiet as later."""
    try:
        from sim.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

"""Entry point: the headless commands, and later those with a face."""

from sim.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()

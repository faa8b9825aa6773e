"""One clear line on standard error, exit status 2, never a traceback."""

import sys
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from typing import Any, NoReturn

from typer.core import TyperGroup

from sim.extras import MissingExtra
from sim.faults import ClusterError, IllegalMove, LogError, NotComparable, ScenarioError, StrategyError
from sim.storage import StorageError

EXIT_REFUSED = 2
EXIT_STOPPED = 130
EXIT_UNREAD = 141
"""Whoever read the output has left, as with `| head`: what a shell says of it, and no fault."""
OF_A_BROKEN_PIPE = 1
"""What the command line library makes of it; nothing of ours ends so."""

OF_THE_MACHINE: dict[type[BaseException], str] = {
    MemoryError: "the worlds do not fit into memory; ask for fewer with --worlds",
    BrokenExecutor: "a worker process was ended from outside, perhaps for want of memory; try --workers 1",
}


class Refused(ValueError):  # noqa: N818
    """What a person typed cannot be used; the message is fit to show."""


class PlainGroup(TyperGroup):
    """A group of commands whose errors are lines that begin with `error:`."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> NoReturn:
        """Run a command and leave with its exit status."""
        options["standalone_mode"] = False
        try:
            status = super().main(list(sys.argv[1:] if args is None else args), *rest, **options)
        except KeyboardInterrupt:
            complain(["stopped"], "")
            sys.exit(EXIT_STOPPED)
        except SystemExit as e:
            sys.exit(EXIT_UNREAD if e.code == OF_A_BROKEN_PIPE else e.code)
        except Exception as e:
            if type(e).__name__ == "Abort":  # what some versions of typer make of Ctrl-C
                sys.exit(EXIT_STOPPED)
            lines = explained(e)
            if not lines:
                raise
            complain(lines)
            sys.exit(EXIT_REFUSED)
        sys.exit(status if isinstance(status, int) else 0)


def explained(error: Exception) -> list[str]:
    """What to say of an error that is a person's to mend; nothing for a fault of ours."""
    from sim.acts.values import ActError  # here, because it loads numpy, and what goes well needs it not

    if isinstance(error, ScenarioError):
        return [str(fault) for fault in error.faults]
    ours = (
        Refused
        | StorageError
        | MissingExtra
        | NotComparable
        | StrategyError
        | ClusterError
        | LogError
        | IllegalMove
        | ActError
    )
    if isinstance(error, ours):
        return [" ".join(str(error).split())]
    for kind, line in OF_THE_MACHINE.items():
        if isinstance(error, kind):
            return [line]
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        return [f"cannot write: {error.strerror or error}"]
    message = getattr(error, "format_message", None)  # every usage error of the command line has one
    if callable(message):
        said = " ".join(str(message()).split()).rstrip(".")
        return [(said[:1].lower() + said[1:]) or "see --help"]
    return []


def complain(lines: Sequence[str], prefix: str = "error: ") -> None:
    """Lines on standard error."""
    for line in lines:
        print(f"{prefix}{line}", file=sys.stderr)

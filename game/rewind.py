"""Going back: how far a level lets a game be taken back, and a game that begins as a part of another."""

from collections.abc import Sequence
from pathlib import Path

from game.levels import LEVELS
from sim.faults import IllegalMove
from sim.log.lines import Played, Undone
from sim.log.whole import Log

NOTHING = {
    "sitting": "there is no decision to take back",
    "beat": "the beat has been played",
}
"""Why there is nothing to undo, by how far a level goes back."""


def floor(log: Log, level: str) -> int | None:
    """The first line to which one may go back at a level; None if to none."""
    how = LEVELS[level].undo
    if how == "none":
        return None
    played = [line for line, event in log.standing() if isinstance(event, Played)]
    return 1 if how == "sitting" else max(played, default=1)


def undone_to(log: Log, level: str, began: Sequence[int], decided: int) -> int | None:
    """The line to which `undo` goes back at a level; None for none.

    began     lines after which a week began in which a person was asked
    decided   the last line in which a person decided
    """
    if LEVELS[level].undo == "sitting":
        return next((line for line in reversed(began) if line < decided), None)
    lowest = floor(log, level)
    return lowest if lowest is not None and decided > lowest else None


def why_not(level: str) -> str:
    """Why there is nothing to undo at a level."""
    return NOTHING.get(LEVELS[level].undo, f"at the level {level} nothing is taken back")


def check_line(log: Log, level: str, line: int) -> None:
    """IllegalMove: the level forbids to go back to a line, or there is none that stands."""
    standing = {1, *(n for n, _ in log.standing())}
    if line not in standing:
        raise IllegalMove(
            f"expected a line of the log that stands, from 1 to {max(standing)}; found {line!r}"
        )
    lowest = floor(log, level)
    if lowest is None or line < lowest:
        raise IllegalMove(f"at the level {level} what has been played stands: expected no way back")


def first_run(log: Log) -> bool:
    """Was it played from beginning to end, without going back past a beat that was played, nor from a fork?"""
    return not log.header.forked and not any(
        isinstance(event, Undone) and any(isinstance(e, Played) for e in log.events[event.to - 1 : i])
        for i, event in enumerate(log.events)
    )


def forked(log: Log, path: Path | str | None, line: int | None) -> Log:
    """A new log with the lines of another that stand, up to `line` if one is given.

    IllegalMove: there is no such line. LogError: it cannot be written.
    """
    kept = [(n, event) for n, event in log.standing() if line is None or n <= line]
    if line is not None and line not in {1, *(n for n, _ in kept)}:
        raise IllegalMove(f"expected a line of the log that stands, found {line!r}")
    header = log.header.model_copy(update={"forked": True})
    return Log.begun(header, path, [event for _, event in kept])


__all__ = ["check_line", "first_run", "floor", "forked", "undone_to", "why_not"]

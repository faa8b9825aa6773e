"""Faults: what was expected, what came, where, the nearest valid thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a file."""

    file: str
    where: str
    problem: str

    def __str__(self) -> str:
        if self.where:
            return f"{self.file}: {self.where}: {self.problem}"
        return self.problem if repr(self.file) in self.problem else f"{self.file}: {self.problem}"


class ScenarioError(ValueError):
    """A scenario, rubric or setting is wrong; every fault at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(f) for f in self.faults))


def nearest(given: str, known: Iterable[str]) -> str:
    """A hint at the nearest valid name, or the names there are.

    >>> nearest("vetto", ["veto", "votes"])
    "did you mean 'veto'?"
    """
    names = list(known)
    close = get_close_matches(given, names, n=1, cutoff=0.6)
    if not close:
        lower = {name.lower(): name for name in names}
        close = [lower[given.lower()]] if given.lower() in lower else []
    if close:
        return f"did you mean {close[0]!r}?"
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"expected one of {shown}" if names else "none is known here"


def reason(error: Exception) -> str:
    """What the system says of an error, in lower case.

    >>> reason(OSError(28, "No space left on device"))
    'no space left on device'
    """
    said = getattr(error, "strerror", None) or str(error)
    return said[:1].lower() + said[1:]


class StrategyError(ValueError):
    """A strategy that there is not, cannot be loaded, or fails; the message is fit to show."""


class LogError(ValueError):
    """The log of a game that cannot be read, written or played again; the message is fit to show."""


class IllegalMove(ValueError):  # noqa: N818
    """A move that is well formed but not allowed now; the message is fit to show a student."""


class NotComparable(ValueError):  # noqa: N818
    """Arms that do not share their luck; the message is fit to show."""


class ClusterError(RuntimeError):
    """A cluster that cannot be reached, or that cannot play our worlds; the message is fit to show."""

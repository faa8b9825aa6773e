"""The staff of a person's seat, in a process of its own: odds of a plan, first rough, then finer, never freezing the
window. What is asked anew makes what was asked before worthless, and it is dropped.
"""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

from game.advice import Brief, Odds, Staff
from sim.acts import Act
from sim.schema import Scenario
from sim.setting import Setting

FIRST, FINE = 64, 512
"""Courses of events of the first odds, and of those that stay."""
JOB = "odds"

Post = Callable[[str, object], None]

_STAFF: list[Staff] = []
"""The staff of the scenario that is being played, in the process that reckons."""


class Counsel:
    """Asks the staff in another process."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._pool: ProcessPoolExecutor | None = None
        self._asked: list[Future[Odds]] = []
        self._turn = 0
        self._called: Future[bool] | None = None

    @property
    def ready(self) -> bool:
        """Is the staff there, so that an answer takes no more than reckoning?"""
        return self._called is not None and self._called.done()

    def open(self, scenario: Scenario, setting: Setting) -> None:
        """Call the staff of a game together; it takes a second, and nobody waits for it."""
        self.close()
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, context, initializer=called, initargs=(scenario, setting))
        self._called = self._pool.submit(ready)

    def ask(self, brief: Brief, acts: Sequence[Act]) -> None:
        """Have odds posted, first rough ones; what was asked before is dropped."""
        self.cancel()
        if self._pool is None:
            return
        turn = self._turn
        for worlds in (FIRST, FINE):
            future = self._pool.submit(reckoned, brief, list(acts), worlds)
            self._asked.append(future)
            future.add_done_callback(lambda done: self._told(turn, done))

    def _told(self, turn: int, done: "Future[Odds]") -> None:
        if turn == self._turn and not done.cancelled():
            self._post(JOB, done.exception() or done.result())

    def cancel(self) -> None:
        """Nothing that was asked is wanted any more."""
        self._turn += 1
        for future in self._asked:
            future.cancel()
        self._asked.clear()

    def close(self) -> None:
        """Let the staff go."""
        self.cancel()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


class AtDesk(Counsel):
    """Reckons where it stands, with few worlds; for tests."""

    def open(self, scenario: Scenario, setting: Setting) -> None:
        """Call the staff together."""
        called(scenario, setting)

    def ask(self, brief: Brief, acts: Sequence[Act]) -> None:
        """Have odds posted at once."""
        self._post(JOB, reckoned(brief, list(acts), 8))


def called(scenario: Scenario, setting: Setting) -> None:
    """Call the staff of a game together, in the process that reckons."""
    _STAFF[:] = [Staff(scenario, setting)]


def ready() -> bool:
    """Is the staff there?"""
    return bool(_STAFF)


def reckoned(brief: Brief, acts: list[Act], worlds: int) -> Odds:
    """Odds of a plan."""
    return _STAFF[0].odds(brief, acts, worlds)


__all__ = ["FINE", "FIRST", "JOB", "AtDesk", "Counsel"]

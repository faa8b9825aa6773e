"""The staff of a person's seat, in processes of its own: odds of a plan, first rough, then finer, never freezing the
window. What is asked anew makes what was asked before worthless, and it is dropped.
"""

import multiprocessing
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress

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

_BRIEF: dict[bytes, Brief] = {}
"""The brief that came last, by what it was packed as."""


class Counsel:
    """Asks the staff in other processes: one gives first odds, the other those that stay.

    What a process has begun to reckon it finishes, though nobody wants it any more; so rough odds, which are soon
    there, never wait behind fine ones.
    """

    def __init__(self, post: Post) -> None:
        self._post = post
        self._pools: list[ProcessPoolExecutor] = []
        self._asked: list[Future[Odds]] = []
        self._turn = 0
        self._called: list[Future[bool]] = []

    @property
    def ready(self) -> bool:
        """Is the staff there, so that an answer takes no more than reckoning?"""
        return bool(self._called) and all(one.done() for one in self._called)

    def open(self, scenario: Scenario, setting: Setting) -> None:
        """Call the staff of a game together; it takes a second, and nobody waits for it."""
        self.close()
        context = multiprocessing.get_context("spawn")
        self._pools = [
            ProcessPoolExecutor(1, context, initializer=called, initargs=(scenario, setting))
            for _ in (FIRST, FINE)
        ]
        self._called = [pool.submit(ready) for pool in self._pools]

    def prepare(self, brief: Brief) -> None:
        """Have what every plan is held against reckoned beforehand; nothing is posted."""
        if self._pools:
            self._asked.append(self._pools[0].submit(unpacked, pickle.dumps(brief), [], FIRST))

    def ask(self, brief: Brief, acts: Sequence[Act]) -> None:
        """Have odds posted, first rough ones; what was asked before is dropped."""
        self.cancel()
        if self._pools:
            self._reckon(
                self._turn,
                pickle.dumps(brief),
                list(acts),
                list(zip(self._pools, (FIRST, FINE), strict=True)),
            )

    def _reckon(
        self, turn: int, packed: bytes, acts: list[Act], ways: Sequence[tuple[ProcessPoolExecutor, int]]
    ) -> None:
        """Have the first of some odds reckoned, and after it the others: at once each would slow the other down."""
        (pool, worlds), *more = ways

        def told(done: "Future[Odds]") -> None:
            if turn != self._turn or done.cancelled():
                return
            self._post(JOB, done.exception() or done.result())
            if more:
                with suppress(RuntimeError):  # the staff has been let go meanwhile
                    self._reckon(turn, packed, acts, more)

        future = pool.submit(unpacked, packed, acts, worlds)
        self._asked.append(future)
        future.add_done_callback(told)

    def cancel(self) -> None:
        """Nothing that was asked is wanted any more."""
        self._turn += 1
        for future in self._asked:
            future.cancel()
        self._asked.clear()

    def close(self) -> None:
        """Let the staff go."""
        self.cancel()
        for pool in self._pools:
            pool.shutdown(wait=False, cancel_futures=True)
        self._pools, self._called = [], []


class AtDesk(Counsel):
    """Reckons where it stands, with few worlds; for tests."""

    def open(self, scenario: Scenario, setting: Setting) -> None:
        """Call the staff together."""
        called(scenario, setting)

    def prepare(self, brief: Brief) -> None:
        """Nothing: it is soon reckoned."""

    def ask(self, brief: Brief, acts: Sequence[Act]) -> None:
        """Have odds posted at once; none where no staff has been called, as above."""
        if not ready():
            return
        self._post(JOB, reckoned(brief, list(acts), 8))


def called(scenario: Scenario, setting: Setting) -> None:
    """Call the staff of a game together, in the process that reckons."""
    _STAFF[:] = [Staff(scenario, setting)]


def ready() -> bool:
    """Is the staff there?"""
    return bool(_STAFF)


def unpacked(packed: bytes, acts: list[Act], worlds: int) -> Odds:
    """Odds of a plan; a brief that comes again is the one that came before, for which the staff knows much already."""
    if packed not in _BRIEF:
        _BRIEF.clear()
        _BRIEF[packed] = pickle.loads(packed)
    return reckoned(_BRIEF[packed], acts, worlds)


def reckoned(brief: Brief, acts: list[Act], worlds: int) -> Odds:
    """Odds of a plan."""
    return _STAFF[0].odds(brief, acts, worlds)


__all__ = ["FINE", "FIRST", "JOB", "AtDesk", "Counsel"]

"""Workers on other machines: the blocks of a run on the workers of a Dask scheduler.

A block depends on its number and on what is played alone. So what comes of a run is the same to the bit wherever
its blocks are played, in whatever order they are finished, and however often a block is played again because a
worker was lost with it: Dask gives it to another one.
"""

import platform
import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from contextlib import suppress
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sim.extras import need
from sim.faults import ClusterError, reason
from sim.measures import Finished
from sim.storage import code_digest, own_version, versions
from sim.worlds import AHEAD, Job, play_block

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds in which a scheduler has to answer."""
RECOUNT = 2.0
"""Seconds after which the workers are counted again: they come and go."""


class Cluster:
    """The workers of a Dask scheduler, for as long as they are needed; stands for `workers` in a run.

    address   of the scheduler, such as tcp://10.0.0.1:8786

    ClusterError: nobody answers there, or a worker has another version of what computes the worlds; while it
    plays also that the scheduler went away. MissingExtra: Dask is not installed here.

        with Cluster("tcp://10.0.0.1:8786") as cluster:
            results = sim.run("kosovo_2007", worlds=1_000_000, workers=cluster)
    """

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self.address, self.patience = address, patience
        self._client: Any = None
        self._threads, self._counted = 0, -RECOUNT

    def __enter__(self) -> "Cluster":
        distributed = need("distributed", "cluster")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Dask's own, of versions: ours are compared below
            try:
                distributed.comm.get_address_host_port(self.address)  # first: a client half made would hang
                self._client = distributed.Client(
                    self.address, timeout=self.patience, set_as_default=False, name="finalstatus"
                )
            except (OSError, ValueError, TypeError) as e:
                raise ClusterError(
                    f"expected a Dask scheduler at {self.address!r}, found none: {said(e)}"
                ) from e
        try:
            self._check_versions()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError, RuntimeError):
            self._client.close(timeout=2)

    def threads(self) -> int:
        """How many blocks its workers can play at once; 0 while there are none."""
        if time.monotonic() - self._counted >= RECOUNT:
            found: dict[str, int] = self._asked(self._client.nthreads)
            self._threads, self._counted = sum(found.values()), time.monotonic()
        return self._threads

    def stream(self, job: Job, blocks: Iterable[tuple[int, int]]) -> Generator[Finished]:
        """Some draw blocks of a run, one by one in the order given; as `sim.worlds.stream`."""
        tasks, expected = iter(blocks), made_by()
        # what a task has made is made again where it was lost; what is merely sent there is not
        sent = self._client.submit(itself, job, pure=False)
        waiting = deque[Any]()
        try:
            while True:
                room = AHEAD * max(self.threads(), 1) - len(waiting)
                for block, worlds in islice(tasks, max(room, 0 if waiting else 1)):
                    waiting.append(self._client.submit(play, sent, expected, block, worlds, pure=False))
                if not waiting:
                    return
                yield self._asked(waiting.popleft().result)
        finally:
            with suppress(Exception):  # it may be the scheduler that has gone
                self._client.cancel([sent, *waiting], force=True)

    def _check_versions(self) -> None:
        """Refuse workers on which other worlds would come of it; one that joins later is asked by its first block."""
        found: dict[str, Any] = self._asked(lambda: self._client.run(made_by, on_error="return"))
        for worker, made in found.items():
            if isinstance(made, ImportError):
                raise ClusterError(self._unready(f"the worker {worker}", made)) from made
            if isinstance(made, Exception):
                raise ClusterError(f"the worker {worker} of {self.address!r} fails: {said(made)}") from made
            check_same(f"{self.address!r}: the worker {worker}", made_by(), made)

    def _asked(self, ask: Callable[[], T]) -> T:
        """What the cluster answers; what goes wrong with it as one clear line."""
        distributed = need("distributed", "cluster")
        try:
            return ask()
        except ImportError as e:
            raise ClusterError(self._unready("a worker", e)) from e
        except distributed.KilledWorker as e:
            raise ClusterError(
                f"the workers of {self.address!r} were ended from outside over and over, perhaps for want of memory"
            ) from e
        except (OSError, CancelledError, distributed.client.FutureCancelledError) as e:
            raise ClusterError(f"the Dask scheduler at {self.address!r} has gone away: {said(e)}") from e
        except RuntimeError as e:
            if "deserializ" not in str(e).lower():
                raise
            raise ClusterError(self._unready("the scheduler", e)) from e

    def _unready(self, who: str, error: Exception) -> str:
        """What to say where something of ours cannot be loaded over there."""
        return (
            f"{who} of {self.address!r} cannot load what is to be played: {said(error)}; "
            f"install finalstatus {own_version()} there too, and your own strategies if you name any"
        )


def itself(job: Job) -> Job:
    """What is played, as something that a task has made."""
    return job


def play(job: Job, expected: dict[str, str], block: int, worlds: int) -> Finished:
    """On a worker: the first worlds of a draw block. ClusterError: another version of the model is installed here."""
    check_same("a worker", expected, made_by())
    return play_block(job, block, worlds)


@cache
def made_by() -> dict[str, str]:
    """What computes the worlds on this machine; where it is the same, the same worlds come of it."""
    found = versions()
    return {
        "finalstatus": found["finalstatus"],
        "numpy": found["numpy"],
        "processor": platform.machine(),
        "code of the model": code_digest()[:12],
    }


def check_same(who: str, expected: dict[str, str], found: dict[str, str]) -> None:
    """Refuse what would play other worlds.

    >>> check_same("a worker", {"numpy": "2.4.6"}, {"numpy": "2.4.5"})
    Traceback (most recent call last):
    sim.faults.ClusterError: a worker has another numpy: expected '2.4.6', found '2.4.5'; ...
    """
    for what, version in expected.items():
        if found.get(what) != version:
            raise ClusterError(
                f"{who} has another {what}: expected {version!r}, found {found.get(what)!r}; "
                "the same worlds come from the same version only"
            )


def said(error: BaseException) -> str:
    """An error in one line, in lower case."""
    text = reason(error) if isinstance(error, OSError) else str(error)
    line = " ".join((text or type(error).__name__).split())
    return line[:1].lower() + line[1:]

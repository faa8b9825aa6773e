"""Work in the background, so that the window never stands still."""

from collections.abc import Callable, Iterator
from threading import Thread

Post = Callable[[str, object], None]
"""Takes the name of a job and a result of it, from any thread."""


class Jobs:
    """Starts work in threads; what it brings is posted, unless the work was cancelled or begun anew meanwhile."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._turn: dict[str, int] = {}

    def start(self, name: str, work: Callable[[], object]) -> None:
        """Begin a job; what an older one of that name still brings is dropped.

        work   gives a result, or an iterator of results, each of them posted; an error is posted as it is
        """
        turn = self._turn[name] = self._turn.get(name, 0) + 1
        Thread(target=self._run, args=(name, turn, work), daemon=True, name=name).start()

    def cancel(self, name: str) -> None:
        """Drop whatever a job still brings."""
        self._turn[name] = self._turn.get(name, 0) + 1

    def _run(self, name: str, turn: int, work: Callable[[], object]) -> None:
        try:
            found = work()
            for result in found if isinstance(found, Iterator) else [found]:  # pyright: ignore[reportUnknownVariableType]
                if self._turn[name] != turn:
                    return
                self._post(name, result)  # pyright: ignore[reportUnknownArgumentType]
        except Exception as e:
            if self._turn[name] == turn:
                self._post(name, e)


class AtOnce(Jobs):
    """Does the work where it stands; for tests."""

    def start(self, name: str, work: Callable[[], object]) -> None:
        """Do it now."""
        turn = self._turn[name] = self._turn.get(name, 0) + 1
        self._run(name, turn, work)

"""How far a run has come, on standard error: a bar where somebody watches, else nothing, or a line now and then."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from threading import Event, Thread

Report = Callable[[int], None]


def silent(done: int) -> None:
    """Say nothing."""


EVERY = 5.0
"""Seconds between two lines."""


@contextmanager
def lines_of(total: int, every: float = EVERY) -> Generator[Report]:
    """A line on standard error every few seconds, for a log or a screen reader, whether a piece is finished or not."""
    done, began, over = [0], time.monotonic(), Event()

    def tell() -> None:
        while not over.wait(every):
            spent = time.monotonic() - began
            left = f", about {spent * (total - done[0]) / done[0]:,.0f} s left" if done[0] else ""
            text = f"{done[0]:,} of {total:,} worlds in {spent:,.0f} s{left}"
            print(text, file=sys.stderr, flush=True)

    def report(now: int) -> None:
        done[0] = now

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield report
    finally:
        over.set()
        teller.join()


@contextmanager
def progress(total: int, lines: bool = False) -> Generator[Report]:
    """A function that is told how many worlds are finished.

    lines   say so in lines where nobody watches, for what takes long
    """
    if not sys.stderr.isatty():
        with lines_of(total) if lines else nullcontext(silent) as said:
            yield said
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("playing"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("worlds  {task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("playing", total=total, rate="")

        def report(done: int) -> None:
            seconds = bar.tasks[0].elapsed or 0.0
            bar.update(task, completed=done, rate=f"{done / seconds:,.0f} a second" if seconds else "")

        yield report

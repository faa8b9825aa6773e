"""A progress bar on standard error, there only where somebody watches."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

Report = Callable[[int], None]


def silent(done: int) -> None:
    """Say nothing."""


@contextmanager
def progress(total: int) -> Generator[Report]:
    """A function that is told how many worlds are finished."""
    if not sys.stderr.isatty():
        yield silent
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

"""Who plays the worlds of a command: processes of this machine, or the workers of a cluster."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused, complain

if TYPE_CHECKING:
    from sim.worlds import Workers


def read_address(text: str) -> str:
    """The address of a scheduler; an empty one, as of a variable that is not set, is none."""
    if not text.strip():
        raise typer.BadParameter(
            "expected the address of a Dask scheduler such as tcp://10.0.0.1:8786, found ''"
        )
    return text.strip()


ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        parser=read_address,
        metavar="ADDRESS",
        help="Play on the workers of the Dask scheduler there, such as tcp://10.0.0.1:8786; the results are the same.",
    ),
]


@contextmanager
def players(workers: int | None, cluster: str | None) -> "Generator[Workers]":
    """Who plays, as `sim.worlds.run` takes it; a cluster is there when this begins, or it is one clear line."""
    if cluster is None:
        yield workers
        return
    if workers is not None:
        raise Refused("--workers: the cluster has its own; leave it out")
    from sim.cluster import Cluster

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it is one line of ours
    with Cluster(cluster) as found:
        if not found.threads():
            complain([f"no worker at {cluster} yet; waiting for one"], "")
        yield found

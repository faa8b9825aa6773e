"""The game of a job, written down: rules and strategies, run once on arrays that write down what is done to them."""

from typing import Any

import numpy as np

from sim.fast.tape import Tape
from sim.fast.traced import Traced
from sim.measures import Finished
from sim.worlds import Job, finish, play_to, uniforms

AFTER = 1 << 30
"""The week under which the measures are filed."""


def recorded(job: Job) -> tuple[Tape, Finished]:
    """What is done in a game, and what comes out of it: arrays of one world, those that chance has a part in traced.

    NotTraced: a rule or a strategy does what cannot be written down.
    """
    tape = Tape()

    def draw(seed: int, name: str, block: int, week: int, n: int, worlds: int) -> Any:
        if name == "week":
            tape.week = week + 1
        return Traced(tape, tape.leaf(name, week, n)[None], uniforms(seed, name, block, week, n, worlds))

    with np.errstate(all="ignore"):
        played = play_to(job, 0, 1, job.setting.weeks, numbers=draw)
        tape.week = AFTER
        return tape, finish(job.scenario, job.setting, *played)

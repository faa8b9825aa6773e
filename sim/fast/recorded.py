"""The game of a job, written down: its rules and strategies, run once on arrays that write down what is done to them."""

from typing import Any

import numpy as np

from sim.fast.tape import Tape
from sim.fast.traced import Traced
from sim.measures import Finished
from sim.sampling import sample
from sim.state import Shocks
from sim.worlds import Job, finish, play_on, uniforms

AFTER = 1 << 30
"""The week under which the measures are filed."""


def recorded(job: Job) -> tuple[Tape, Finished]:
    """What is done in a game, and what comes out of it: arrays of one world, those that chance has a part in traced.

    NotTraced: a rule or a strategy does what cannot be written down.
    """
    tape, setting = Tape(), job.setting

    def draw(name: str, week: int, n: int) -> Any:
        return Traced(tape, tape.leaf(name, week, n)[None], uniforms(job.seed, name, 0, week, n, 1))

    def luck(week: int) -> Shocks:
        tape.week = week + 1
        pair = draw("week", week, 2)
        own, talks = draw("luck", week, len(setting.actors)), draw("talks", week, 1)
        return Shocks(luck=own, incident=pair[:, 0], election=pair[:, 1], talks=talks[:, 0])

    with np.errstate(all="ignore"):
        traits = sample(job.scenario, setting, lambda name, n: draw(name, 0, n))
        state, noted = play_on(job, traits, luck, setting.weeks)
        tape.week = AFTER
        return tape, finish(job.scenario, setting, traits, state, noted)

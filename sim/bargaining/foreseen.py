"""Models that move positions round by round, in the talks: what they foresee for the question at stake.

The actors at the table play the model among themselves on what they say at the opening, once for a game, for as many
rounds as are usual for it; what it comes to on the key issue is what the talks are drawn to. Each session proposes the
feasible package nearest to it: so reservation values, vetoes and the deadline hold as they do for every other model.

Sources and deviations stand with each model. Differs from all of them: an actor whose saliences add up to more than 1
has them scaled down to that; the key issue alone counts where a model takes issues one by one.
"""

import numpy as np

from sim.arrays import Array, Index
from sim.bargaining.case import Case
from sim.bargaining.solving import solve
from sim.bargaining.table import Table

FORESEEN = {
    "challenge": ("challenge", "paper"),
    "challenge_code": ("challenge", "code"),
    "smp": ("smp", None),
    "exchange": ("exchange", None),
    "exchange_random": ("exchange", "random"),
}
"""Value of the rule -> model and variant; None: the usual one."""
ALONE = ("challenge",)
"""Models that take issues one by one: only the key issue is played."""
FULL_SCALE = 100.0
"""Where the scale of an issue of a scenario ends."""
TOGETHER = 64
"""Worlds that are played at a time, so that a model of triples of actors needs little memory."""


def propose(case: Case) -> Index:
    """The feasible package nearest to what the model foresees; -1 if there is none. (...)"""
    return case.nearest(case.foreseen)


def foresee(rule: str, capability: Array, position: Array, salience: Array, key: int, chance: Array) -> Array:
    """Where the model of a rule ends on the key issue.

    capability   (actor,)               0 or more
    position     (..., actor, issue)    0..100
    salience     (..., actor, issue)    0..1
    chance       (...)                  a uniform number
    returns      (...)                  0..100
    """
    model, variant = FORESEEN[rule]
    if model in ALONE:
        position, salience, key = position[..., key, None], salience[..., key, None], 0
    lead, shape = position.shape[:-2], position.shape[-2:]
    places, cares = (np.ascontiguousarray(x).reshape(-1, *shape) for x in (position, salience))
    cares = cares / np.maximum(cares.sum(-1, keepdims=True), 1.0)
    luck = np.broadcast_to(chance, lead).reshape(-1)
    low, high = np.zeros(shape[-1]), np.full(shape[-1], FULL_SCALE)
    out = np.empty(len(places))
    for first in range(0, len(places), TOGETHER):
        now = slice(first, first + TOGETHER)
        power = np.broadcast_to(capability, places[now].shape[:-1])
        table = Table(power, places[now], cares[now], low, high, chance=luck[now])
        out[now] = solve(table, model, variant).outcome[..., key]
    return np.clip(out, 0.0, FULL_SCALE).reshape(lead)

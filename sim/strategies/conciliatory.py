"""Conciliatory: takes a first step unasked, and answers a step with a larger one.

Osgood, C. E. (1962). *An Alternative to War or Surrender*. University of Illinois Press: graduated
reciprocation in tension reduction (GRIT), small steps of one's own, larger ones in answer, arms kept.

A party gives up a share at once, goes on in even steps, and concedes early once another party has offered
what is worth more to it than no agreement; it signs any mediators' text that is worth as much, and never
less. A mediator floats its text, sounds hopeful, tolerates twice as much and would give more time. It lobbies
nobody. A declarer declares only when well coordinated. A candidate takes the path whoever governs. Voters
abstain where doctrine votes no. Differs from the source: a week remembers no earlier one, so that an answer
lasts as long as the offer lies on the table, and there is no retaliation.
"""

import numpy as np

from sim.arrays import Mask
from sim.state import Moves, View, replace
from sim.strategies.answering import CONCILIATORY, answer, honour
from sim.strategies.doctrine import doctrine

FIRST_STEP = 0.2
"""Share of the way to its reservation value that a party gives up at once."""

EVEN, ANSWERING = 1.0, 5.0
"""Exponent of the time tactic unasked, and in answer to an offer."""

COORDINATED = 50.0
"""Points of coordination from which a declarer declares."""


def conciliatory(view: View) -> Moves:
    """Doctrine with more give, and what a seat that seeks agreement leaves undone."""
    if view.beat == "answer":
        return answer(view, CONCILIATORY)
    moves = doctrine(yielding(view))
    if view.beat == "talk":
        return moves
    mild = replace(
        moves,
        exhausted=np.zeros_like(moves.exhausted),
        extend=moves.extend | view.mediator,
        declare=moves.declare & (view.coordination >= COORDINATED)[..., None],
        lobby_target=np.full_like(moves.lobby_target, -1),
        lobby_points=np.zeros_like(moves.lobby_points),
        side_payment=np.zeros_like(moves.side_payment),
        ballots=np.maximum(moves.ballots, np.int8(0)),
        sign_path=moves.sign_path | (view.candidate & view.path_offered[..., None]),
    )
    return honour(view, mild)


def yielding(view: View) -> View:
    """The view of a doctrine seat that concedes by steps, hopes and tolerates."""
    pace = np.where(met(view), ANSWERING, EVEN)
    certain = np.ones_like(view.float_pact)
    return replace(
        view,
        pace=np.maximum(view.pace, pace),
        first_concession=np.maximum(view.first_concession, FIRST_STEP),
        text_haggle=np.zeros_like(view.text_haggle),
        float_pact=certain,
        mediator_hope=certain,
        block_tolerance=2.0 * view.block_tolerance,
    )


def met(view: View) -> Mask:
    """Has another party offered what is worth more to the seat than no agreement? (..., seat)"""
    offered: Mask = np.equal(view.offer[..., None], np.arange(len(view.package_value)))
    own = np.take(offered, view.seat, axis=-2)
    by_others = offered.sum(-2)[..., None, :] - own > 0
    return (by_others & (view.utility > view.no_deal[..., None])).any(-1)

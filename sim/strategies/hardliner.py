"""Hardliner: asks its best until the last day, spares nobody, waits for nobody.

Siegel, S., & Fouraker, L. E. (1960). *Bargaining and Group Decision Making*. McGraw-Hill: who keeps its
aspiration high gets more, if it gets anything. Bartos, O. J. (1995). Modeling distributive and integrative
negotiations. *Annals of the American Academy of Political and Social Science* 542, 48-60: toughness.

A party concedes nothing before the last week of its talks, and haggles over a mediators' text as over any
offer. A mediator floats nothing, sounds without hope, and blocks every text that leaves its side worse off
than no agreement; one with a side calls for an end or for more talks, as its side wishes. Whoever lobbies
does so to the full. A declarer declares as soon as its date has come or the talks are over. A candidate
signs no path. Voters vote yes or no, and after a declaration states act on their leaning in the same week.
"""

import numpy as np

from sim.arrays import Index, Mask
from sim.state import Moves, View, replace
from sim.strategies.answering import HARDLINER, answer, honour
from sim.strategies.doctrine import doctrine
from sim.strategies.legal import MOST_POINTS

STUBBORN = 0.01
"""Exponent of the time tactic: a week before the end of a year of talks, a seventh is given up."""


def hardliner(view: View) -> Moves:
    """Doctrine without give, and what a tough seat does besides."""
    if view.beat == "answer":
        return answer(view, HARDLINER)
    moves = doctrine(unbending(view))
    if view.beat == "talk":
        return moves
    tough = replace(
        moves,
        exhausted=np.where(view.side == 0.0, moves.exhausted, view.mediator & (view.side > 0.0)),
        extend=np.where(view.side == 0.0, moves.extend, view.mediator & (view.side < 0.0)),
        declare=declares(view),
        lobby_points=np.where(moves.lobby_target >= 0, view.side * MOST_POINTS * view.capital, 0.0),
        recognise=acts_at_once(view),
        sign_path=np.zeros_like(moves.sign_path),
    )
    return honour(view, tough)


def unbending(view: View) -> View:
    """The view of a doctrine seat that neither concedes, nor hopes, nor tolerates, nor abstains."""
    none = np.zeros_like(view.first_concession)
    return replace(
        view,
        pace=np.minimum(view.pace, STUBBORN),
        first_concession=none + 1e-9,  # so that rounding never puts the demand above the best package
        text_haggle=none + 1.0,
        float_pact=none,
        mediator_hope=none,
        block_tolerance=none,
        leaning_band=none,
        vote_stray=none,
    )


def declares(view: View) -> Mask:
    """The declarer, where the rules let it: its own date has come, or the talks are over. (..., seat)"""
    no_more = view.talks_failed | ~view.talks_open[..., None]
    return view.declarer & no_more & view.may_declare[..., None]


def acts_at_once(view: View) -> Index:
    """After a declaration a state recognises in the same week if it leans that way, and else refuses. (..., seat)"""
    may = view.recogniser[view.seat] & view.declared[..., None]
    return np.where(may, np.sign(view.readiness), 0.0).astype(np.int64)

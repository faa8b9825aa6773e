"""Doctrine: does what its coded stance says, as a ministry would; the default of every seat.

Faratin, P., Sierra, C., & Jennings, N. R. (1998). Negotiation decision functions for autonomous agents.
*Robotics and Autonomous Systems* 24(3-4), 159-182: a time-dependent tactic, at a pace of its own.

Parties concede by the clock and sign what meets their next demand; mediators float what leaves the question
open and block what their own side cannot bear; members vote their leaning; patrons lobby the states whose
mind is nearest to being made up.
"""

from typing import Any

import numpy as np

from sim.arrays import (
    BALLOTS,
    DOUBTERS,
    PIONEERS,
    Array,
    Index,
    Mask,
    Votes,
    largest,
    looked_up,
    untouched,
    voted_on,
    with_columns,
)
from sim.bargaining import concession
from sim.rules.deeds import AT_COUNCIL
from sim.state import Moves, View, replace
from sim.strategies.answering import answer, honour
from sim.strategies.hold import hold
from sim.strategies.legal import MOST_POINTS

UNDECIDED = 30.0
"""Points of stance either side of the middle within which a state's mind is nearest to being made up."""
ENDLESS = 1000.0
"""Utility points that stand for what an inviolable red line costs, so that a patron without a client to mind has 0."""

LEANING_AWAY = 0.1
"""What a state that leans toward recognition counts for those who would hold it back: they mind the doubters first."""


def doctrine(view: View) -> Moves:
    """The moves of a seat at the beat of its view."""
    if view.beat == "answer":
        return answer(view)
    return honour(view, propose(view) if view.beat == "talk" else follow_up(view, decide(view)))


def propose(view: View) -> Moves:
    """The talk beat: an offer from a party, a text and its blocks from a mediator."""
    if not view.session.any() or not (view.party | view.mediator).any():
        return hold(view)
    return replace(
        hold(view),
        demand=np.where(view.party & view.session[..., None], demand(view), 0.0),
        offer=best_offer(view),
        text=floated_text(view),
        blocks=blocked_texts(view),
    )


def decide(view: View) -> Moves:
    """The decide beat: answers, votes, lobbying, declaring."""
    target, points = lobbying(view)
    return replace(
        hold(view),
        accepts=answers(view),
        lobby_target=target,
        lobby_points=points,
        side_payment=pays(view, target),
        ballots=ballots(view),
        group=joined(view),
        join_practical=joins_in(view),
        **reports(view),
        **declares(view),
        **reacts(view),
    )


def reports(view: View) -> dict[str, Any]:
    """What a mediator says of the talks: hope in public, and its line in the report."""
    if not view.mediator.any():
        return {}
    return {
        "hopeful": np.where(view.mediator, view.mediator_hope[..., None], 0.0),
        "exhausted": view.mediator & (view.talks < 50.0),
        "extend": view.mediator & (view.talks > 50.0),
    }


def declares(view: View) -> dict[str, Any]:
    """What the declarer does once the talks are over: it works on the date with its backers, and declares."""
    if not view.declarer.any():
        return {}
    talks_over = view.talks_failed & ~view.settled[..., None]
    ready = (view.declare_index >= 0.0) & talks_over & view.may_declare[..., None]
    return {
        "consult": np.where(view.declarer & talks_over, 1.0, 0.0),
        "declare": ready & view.declarer,
    }


def reacts(view: View) -> dict[str, Any]:
    """What the candidate does with the path that is held out to it, and who has troops with the region's alarm."""
    out: dict[str, Any] = {}
    if view.candidate.any():
        kept = view.challenger_won[..., None] <= 0
        out["sign_path"] = view.candidate & kept & view.path_offered[..., None]
    if view.troops_by_move:
        out["reinforce"] = view.contributor & (view.tension > view.alarm)[..., None]
    return out


def follow_up(view: View, moves: Moves) -> Moves:
    """What was said in public is done: a date that was set is kept, and measures follow a declaration against which
    they were announced. Doctrine itself sets no date and announces nothing; who sat here before it may have.
    """
    desk = view.desk
    if desk is None or not (view.declarer | view.title_holder).any():
        return moves
    due = (desk.date_set <= view.week) & view.talks_failed & ~view.settled[..., None]
    threatened = view.title_holder & view.declared[..., None] & (desk.measures_stage == 1)[..., None]
    return replace(
        moves,
        declare=moves.declare | (view.declarer & due & view.may_declare[..., None]),
        measures=np.where(threatened, 2, moves.measures),
    )


def joined(view: View) -> Index:
    """A member joins a group that others have founded, once it is that ready, or that far from it; it founds none.

    returns   (..., seat)   as `Moves.group`
    """
    if untouched(view.group) or not (view.group > 0).any():
        return hold(view).group
    free = view.member & (np.take(view.group, view.seat, axis=-1) == 0)
    there = [(view.group == which).any(-1, keepdims=True) for which in (DOUBTERS, PIONEERS)]
    gone = np.take(view.recognised, view.seat, axis=-1)
    doubts = free & there[0] & ~gone & (view.readiness < view.joins_doubters[..., None])
    leads = free & there[1] & (view.readiness > view.joins_pioneers[..., None])
    return np.where(doubts, DOUBTERS, np.where(leads, PIONEERS, 0))


FIRM_AT_HOME = 45.0
"""Standing at home from which on a party dares to settle something practical with the other."""
USUAL_TENSION = 25.0


def joins_in(view: View) -> Mask:
    """A party joins in what another has put forward now and then: the tenser the region, the likelier; and only while
    its own house stands behind it. (..., seat)
    """
    if untouched(view.practical_offer) or not view.party.any():
        return hold(view).join_practical
    put = (view.practical_offer >= 0).sum(-1, keepdims=True)
    others = put - (np.take(view.practical_offer, view.seat, axis=-1) >= 0) > 0
    chance = (view.practical_joins * view.tension / USUAL_TENSION)[..., None]
    return view.party & others & (view.home >= FIRM_AT_HOME) & (view.luck < chance)


def demand(view: View) -> Array:
    """The utility the seat asks for at its next turn. (..., seat)"""
    best = attainable(view) if view.utility.shape[-1] else view.no_deal
    elapsed = (view.week + 1) / np.maximum(view.expected_end, 1.0)
    return concession.target(best, view.no_deal, elapsed, view.first_concession[..., None], view.pace)


def attainable(view: View) -> Array:
    """The best that a seat sets out to get: its best package; or, where information is public, the best among
    those from which nobody would walk away, if there is one. (..., seat), utility points
    """
    best = largest(view.utility)
    if view.information == "private":
        return best
    shared: Mask = (view.others_gain >= 0.0) & (view.utility >= view.no_deal[..., None])
    within = largest(np.where(shared, view.utility, -np.inf))
    return np.where(shared.any(-1), within, best)


def acceptable(view: View) -> Mask:
    """What a party would sign: what is worth its demand, and never less than no agreement. (..., seat, package)"""
    if not view.session.any() or not view.party.any():
        return np.zeros(view.utility.shape, dtype=np.bool_)
    return (view.utility >= demand(view)[..., None]) & view.party[:, None] & view.session[..., None, None]


def answers(view: View) -> Mask:
    """What a party would sign this week: what meets its demand, or a mediators' text that is worth most of it.

    A text that all mediators table is answered yes or no; it is no opening to haggle (Raiffa 1982).
    """
    if not view.session.any() or not view.party.any():
        return hold(view).accepts
    wanted = demand(view)
    asked = view.no_deal + view.text_haggle[..., None] * (wanted - view.no_deal)
    tabled: Mask = np.equal(view.text[..., None, None], np.arange(len(view.package_value)))
    enough: Mask = tabled & (view.utility >= asked[..., None])
    good = enough | (view.utility >= wanted[..., None])
    return good & view.party[:, None] & view.session[..., None, None]


def best_offer(view: View) -> Index:
    """Of the packages that meet its demand, the one nearest to what the other parties say. (..., seat)

    The pact lies, for this purpose, in the middle of the scale. Where information is public, the one that
    brings the worst off of them most. A party for which no package meets its demand offers nothing.
    """
    if not view.utility.shape[-1]:
        return np.full(view.luck.shape, -1, dtype=np.int64)
    place = np.where(np.isnan(view.package_value), 50.0, view.package_value)
    far = np.abs(place - rivals(view)[..., None])
    gap = far if view.information == "private" else np.minimum(-view.others_gain, ENDLESS)
    able = acceptable(view)
    chosen: Index = np.where(able, gap, np.inf).argmin(-1)
    offer = np.where(able.any(-1), chosen, -1)
    return np.where(view.party & view.session[..., None], offer, -1)


def rivals(view: View) -> Array:
    """The mean of what the other parties say on the key issue. (..., seat)"""
    said = np.take(view.position, view.parties, axis=-1)
    own = np.where(view.party, np.take(view.position, view.seat, axis=-1), 0.0)
    return (said.sum(-1, keepdims=True) - own) / max(len(view.parties) - 1, 1)


def floated_text(view: View) -> Index:
    """The chair among the mediators floats the text there is, if it dares to: their own, else the one that
    leaves the question open. (..., seat)

    Where information is public, it floats what brings the worst off of the parties most, if that beats no
    agreement.
    """
    dares = view.luck < view.float_pact[..., None]
    text = np.full(view.luck.shape, view.draft)
    if view.information == "public" and view.utility.shape[-1]:
        text = np.where(view.others_gain.max(-1) >= 0.0, view.others_gain.argmax(-1), text)
    floats = view.mediator & view.chair & dares & view.session[..., None]
    return np.where(floats, text, -1)


def blocked_texts(view: View) -> Mask:
    """A mediator blocks what leaves its own side worse off than no agreement by more than it tolerates."""
    short = np.minimum(view.no_deal[..., None] - view.utility, ENDLESS)
    loss = short * view.patronage[:, None]
    return (loss > view.block_tolerance[..., None, None]) & (view.mediator & (view.side != 0))[:, None]


def lobbying(view: View) -> tuple[Index, Array]:
    """Whom to lobby, and how hard: of the states on neither side, the one of most standing whose mind is nearest
    to being made up.

    Patrons of the declarer work on waverers, those of the title holder hold the doubters. (..., seat) each
    """
    target = np.full(view.luck.shape, -1, dtype=np.int64)
    points = np.zeros(view.luck.shape)
    free = np.flatnonzero(view.recogniser & (view.sides == 0.0))
    if not view.lobbies.any() or not len(free):
        return target, points
    stance = np.take(view.stance, free, axis=-1)
    reach = view.standing[free] / (UNDECIDED + np.abs(stance))
    open_ = np.where(np.take(view.recognised, free, axis=-1), 0.0, reach)
    nobody = ~(open_ > 0.0).any(-1)
    pull: Index = looked_up(free, open_.argmax(-1))
    keep: Index = looked_up(free, np.where(stance < 0.0, open_, open_ * LEANING_AWAY).argmax(-1))
    for seat in np.flatnonzero(view.lobbies & (view.side != 0)):
        side = view.side[seat]
        rests = view.settled | nobody
        spent = side * view.patronage[seat] * view.capital * MOST_POINTS
        target = with_columns(target, seat, np.where(rests, -1, pull if side > 0 else keep))
        points = with_columns(points, seat, np.where(rests, 0.0, spent))
    return target, points


def pays(view: View, target: Index) -> Mask:
    """Offers another file to a target that is undecided: a firm one is not bought. (..., seat)"""
    if not view.side_payments:
        return hold(view).side_payment
    at = np.take_along_axis(view.stance, np.maximum(target, 0), axis=-1)
    return (target >= 0) & (np.abs(at) < UNDECIDED)


def ballots(view: View) -> Votes:
    """Votes in the Council and among the members, from the leaning, with an error of its own. (..., seat, ballot)"""
    called = voted_on(view.due)
    if not len(called):
        return hold(view).ballots
    out = [np.zeros(view.luck.shape, dtype=np.int8)] * len(BALLOTS)
    for ballot in called:
        votes = view.council if AT_COUNCIL[ballot] else view.member
        band, stray = view.leaning_band[..., None], view.vote_stray[..., None]
        x = view.leaning[..., ballot] + stray * (2.0 * view.vote_error[..., ballot] - 1.0)
        voting = votes & view.due[..., ballot, None]
        yes, no = voting & (x > band), voting & (x < -band)
        out[ballot] = yes.astype(np.int8) - no.astype(np.int8)
    return np.moveaxis(np.stack(out), 0, -1)  # each ballot's in one place

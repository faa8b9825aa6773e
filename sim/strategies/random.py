"""Random: any legal move is as likely as any other, save that it signs nothing at a loss.

Gode, D. K., & Sunder, S. (1993). Allocative efficiency of markets with zero-intelligence traders. *Journal
of Political Economy* 101(1), 119-137: traders without aim, held to their budget alone.

A party offers and signs among the packages that are worth at least no agreement. Mediators, members,
lobbyists and voters draw from what their roles let them do; who may not make a move does not make it. It writes no
notes and sounds nobody out. All
chance is the seat's own luck of the week, spread into as many numbers as there are choices.
"""

from collections.abc import Sequence

import numpy as np

from sim.arrays import BALLOTS, DRAFTS, ENDORSE, LINES, MORE_TALKS, SLOTS, TOPICS, Array, Index, Mask, Votes
from sim.rules.chance import spread
from sim.state import Moves, View, replace
from sim.strategies.hold import hold
from sim.strategies.legal import MOST_POINTS

PRACTICAL = 5
"""Practical matters that a party can put forward."""

ANSWERS = 500
"""The first of the numbers that answers to notes are drawn from."""

DRAWN = (
    "hopeful",
    "exhausted",
    "extend",
    "consult",
    "declare",
    "target",
    "points",
    "side_payment",
    "recognise",
    "sign_path",
    "reinforce",
)
"""What is drawn at the decide beat with one number each; ballots and signatures come after."""

FURTHER = (
    "topic",
    "tone",
    "strength",
    "at_home",
    "calm",
    "back",
    "set_date",
    "safeguards",
    "contest",
    "measures",
    "refuse_path",
    "separate_note",
    "commit",
    "visit",
    "group",
    "pledge",
    "reassure",
    "walk_out",
)
"""The other moves of the decide beat, with one number each that says whether and one that says which."""
OTHERS, LETTERS = 520, 580
"""The first of the numbers for those, and for what is put forward at the talk beat."""
MADE = 0.25
"""Chance of each: beside what it always draws, about as many as the paid moves of a week."""


def random(view: View) -> Moves:
    """Moves drawn from those that are open to the seat at the beat of its view."""
    if view.beat == "answer":
        return reply(view)
    return speak(view) if view.beat == "talk" else act(view)


def reply(view: View) -> Moves:
    """The answer beat: yes or no to each note, as likely as not."""
    if view.desk is None:
        return hold(view)
    shape = (*view.luck.shape, len(view.actors), SLOTS)
    u = spread(view.luck, ANSWERS, len(view.actors) * SLOTS).reshape(shape)
    return replace(hold(view), reply=np.where(view.desk.inbox[..., 0] > 0, np.where(u < 0.5, 1, -1), 0))


def any_of(able: Mask, chance: Array) -> Index:
    """One of the choices that are open, or none (-1), each as likely as the others.

    able      (..., choice)
    chance    (...)   0 up to 1

    >>> any_of(np.array([False, True, True]), np.array([0.1, 0.4, 0.9]))
    array([ 1,  2, -1])
    """
    drawn = np.floor(chance * (able.sum(-1) + 1.0))
    at_it = able & ((np.cumsum(able, axis=-1) - 1) == drawn[..., None])
    if not able.shape[-1]:
        return np.full(chance.shape, -1, dtype=np.int64)
    chosen: Index = at_it.argmax(-1)
    return np.where(at_it.any(-1), chosen, -1)


def no_loss(view: View) -> Mask:
    """The packages worth at least no agreement, for a party in a session. (..., seat, package)"""
    return (view.utility >= view.no_deal[..., None]) & (view.party & view.session[..., None])[..., None]


def speak(view: View) -> Moves:
    """The talk beat: any offer without loss, any text, any blocks."""
    n = len(view.package_value)
    u, more = spread(view.luck, 0, 2 + n), spread(view.luck, LETTERS, 6)
    brings = more[..., 3:] < MADE
    chairs = (view.mediator & view.chair) & view.session[..., None]
    texts = np.broadcast_to(chairs[..., None], view.utility.shape)
    return replace(
        hold(view),
        demand=view.no_deal,
        offer=any_of(no_loss(view), u[..., 0]),
        text=any_of(texts, u[..., 1]),
        blocks=(u[..., 2:] < 0.5) & (view.mediator & view.session[..., None])[..., None],
        practical=np.where(view.party & brings[..., 0], pick(more[..., 0], range(PRACTICAL)), -1),
        draft=np.where(view.council & brings[..., 1], pick(more[..., 1], DRAFTS), -1),
        line=np.where(view.chair & view.member & brings[..., 2], pick(more[..., 2], LINES), -1),
    )


def act(view: View) -> Moves:
    """The decide beat: even odds for everything that the seat's roles let it do."""
    n = len(view.package_value)
    u = spread(view.luck, 2 + n, len(DRAWN) + len(BALLOTS) + n)
    drawn = {name: u[..., i] for i, name in enumerate(DRAWN)}
    even = {name: chance < 0.5 for name, chance in drawn.items()}
    declared, over = view.declared[..., None], (view.declared | view.settled)[..., None]
    states = view.recogniser & ~view.recognised & ~view.settled[..., None]
    target = any_of(states[..., None, :] & view.lobbies[:, None], drawn["target"])
    points = (2.0 * drawn["points"] - 1.0) * MOST_POINTS * view.capital
    answer = np.floor(3.0 * drawn["recognise"]) - 1.0
    return replace(
        otherwise(view),
        accepts=no_loss(view) & (u[..., len(DRAWN) + len(BALLOTS) :] < 0.5),
        hopeful=np.where(view.mediator, drawn["hopeful"], 0.0),
        exhausted=view.mediator & even["exhausted"],
        extend=view.mediator & even["extend"],
        consult=np.where(view.declarer & ~over, drawn["consult"], 0.0),
        declare=view.declarer & view.may_declare[..., None] & even["declare"],
        lobby_target=target,
        lobby_points=np.where(target >= 0, points, 0.0),
        side_payment=(target >= 0) & even["side_payment"] & view.side_payments,
        recognise=np.where(view.recogniser[view.seat] & declared, answer, 0.0).astype(np.int64),
        ballots=ballots(view, u[..., len(DRAWN) : len(DRAWN) + len(BALLOTS)]),
        sign_path=view.candidate & view.path_offered[..., None] & even["sign_path"],
        reinforce=view.contributor & even["reinforce"],
    )


def pick(chance: Array, choices: Sequence[int]) -> Index:
    """One of some choices, each as likely as the others.

    >>> pick(np.array([0.1, 0.9]), (5, 7))
    array([5, 7])
    """
    return np.array(choices, dtype=np.int64)[np.floor(chance * len(choices)).astype(np.int64)]


def otherwise(view: View) -> Moves:
    """The rest of what its roles let a seat do at the decide beat, each with the chance `MADE`."""
    n = len(FURTHER)
    u = spread(view.luck, OTHERS, 2 * n)
    does = {name: u[..., i] < MADE for i, name in enumerate(FURTHER)}
    which = {name: u[..., n + i] for i, name in enumerate(FURTHER)}
    open_, able = view.week + 1, view.recogniser[view.seat]
    hosts = view.recogniser & (np.arange(len(view.actors)) != view.seat[:, None])
    travels = view.patron | view.party | (view.chair & view.member)
    speaks = does["topic"] & (view.party | able)
    return replace(
        hold(view),
        topic=np.where(speaks, pick(which["topic"], range(len(TOPICS))), -1),
        tone=np.where(speaks, np.where(which["tone"] < 0.5, 1.0, -1.0), 0.0),
        strength=np.where(speaks, 1.0 + np.floor(3.0 * which["strength"]), 0.0),
        at_home=does["at_home"] & (view.party | able),
        calm=does["calm"] & view.party,
        back=does["back"] & able,
        set_date=np.where(does["set_date"] & view.declarer, open_ + pick(which["set_date"], range(12)), -1),
        date_public=does["set_date"] & view.declarer & (which["tone"] < 0.5),
        safeguards=does["safeguards"] & view.declarer,
        contest=does["contest"] & view.title_holder,
        measures=np.where(does["measures"] & view.title_holder, pick(which["measures"], (1, 2)), 0),
        refuse_path=does["refuse_path"] & view.candidate & view.path_offered[..., None],
        separate_note=does["separate_note"] & view.mediator,
        commit=np.where(does["commit"] & view.patron, pick(which["commit"], (-1, 0, 1, 2, 3)), -2),
        visit=np.where(does["visit"] & travels, any_of(hosts, which["visit"]), -1),
        group=np.where(does["group"] & view.member, pick(which["group"], (-1, 1, 2)), 0),
        pledge=np.where(does["pledge"] & able, open_ + pick(which["pledge"], range(16)), -1),
        reassure=does["reassure"] & view.member,
        walk_out=does["walk_out"] & view.party & view.session[..., None],
    )


def ballots(view: View, chance: Array) -> Votes:
    """Yes, no or abstaining, in the votes that are held where the seat sits. (..., seat, ballot)"""
    at_council = np.isin(np.arange(len(BALLOTS)), (MORE_TALKS, ENDORSE))
    sits = np.where(at_council, view.council[:, None], view.member[:, None])
    vote = np.floor(3.0 * chance).astype(np.int8) - np.int8(1)
    return np.where(view.due[..., None, :] & sits, vote, np.int8(0))

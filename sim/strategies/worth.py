"""What a promised act is worth, in utility points: to the seat that does it, and to a seat that somebody else does
it for. One small function for each act on either side; read from the seat's own view alone.

Starting values, of the size of the margins that seats answer with (4 for a doctrine). Their order is what matters:
recognising is the greatest thing that a state can give, a vote less, holding off less again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.arrays import BALLOTS, Array, Index, Mask
from sim.ledger import (
    ABSTAIN,
    ACT_RECOGNISE,
    ACT_REINFORCE,
    BACK,
    BLOCK,
    COMMIT_AT_MOST,
    COORDINATE,
    DECLARE,
    KEEP_PATH_OPEN,
    NO_MEASURES,
    NOT_DECLARE,
    NOT_RECOGNISE,
    OFFER_AT_LEAST,
    OFFER_AT_MOST,
    STOP_LOBBYING,
    VOTE_NO,
    VOTE_YES,
)
from sim.state import Desk, View

STAKE = 20.0
"""Utility points at most that one act is worth."""
POINTS_OF_READINESS = 5.0
"""Points of readiness that are one utility point to who recognises, or holds back."""
POINTS_OF_LEANING = 10.0
"""Points of leaning that are one utility point to who votes."""
VOTE_GAINED = 5.0
"""The same to who gains the vote of the most important seat."""
WEAPON_DOWN = 4.0
"""What it is worth to the others that measures are laid aside."""
GREATEST = 20.0
"""What it is worth to the declarer that the most important state recognises."""
COMPANY = 5.0
"""What it is worth to a state that doubts that another holds out with it."""
THANKS = 6.0
"""What the thanks of the greatest power are worth to who does what it asks; what is asked again is thanked for less."""
DECLARING = 6.0
"""What a declaration is worth to those who are wholly on one side, beside their own reckoning."""
HALF_YEAR = 26.0
"""Weeks for which holding back counts in full."""
FREE_HANDS = 0.5
"""What any promise to hold back costs who would not have acted anyway."""
CALM = 25.0
"""Tension from which on troops are worth more than they cost."""
LEVEL_COST = 1.5
"""What a level of commitment forgone is worth to a patron, and to who is on the other side."""
INSURANCE = 0.7
"""What it is worth, beside the act itself, that one who would do it anyway gives its word for it."""
LEAST_WEIGHT = 0.3
"""What the smallest state's act counts beside that of the greatest."""


@dataclass(frozen=True)
class Clause:
    """A checkable act, for each seat. (..., seat)"""

    act: Index
    object: Index
    level: Index
    until: Index


Worth = Callable[[View, Desk, Clause], Array]
FromOther = Callable[[View, Desk, Clause, int], Array]

# ------------------------------------------------------------------ how a seat stands


def lean(view: View) -> Array:
    """Where its interest lies: 1 with the declarer, -1 with the title holder. (..., seat)"""
    own = np.clip(view.readiness / 50.0, -1.0, 1.0)
    return np.where(view.side != 0.0, view.side, own)


def leans(view: View, who: int) -> Array:
    """The same of another actor, from its side or what it says. (..., 1)"""
    said = np.clip(view.stance[..., who, None] / 50.0, -1.0, 1.0)
    return np.where(view.sides[who] != 0.0, view.sides[who], said)


def weight(view: View, who: int) -> float:
    """What an actor's act counts in the eyes of the others."""
    share = float(view.standing[who]) / max(float(view.standing.max(initial=0.0)), 1e-9)
    return LEAST_WEIGHT + (1.0 - LEAST_WEIGHT) * share


def new(view: View, who: int, way: Array | float) -> Array:
    """How much of an act is gained that an actor promises: less from one that says that it will do it anyway.

    way       1 for an act that serves the declarer, -1 for one that serves the title holder
    returns   (..., 1)   INSURANCE up to 1
    """
    return np.clip(1.0 - way * leans(view, who), INSURANCE, 1.0)


def time(view: View, clause: Clause) -> Array:
    """For how long it is to hold back, as a share of half a year. (..., seat)"""
    return np.clip((clause.until - view.week + 1) / HALF_YEAR, 0.0, 1.0)


def leaning_on(view: View, clause: Clause) -> Array:
    """The seat's leaning toward the text that is named, by its own readings; 0 without a view. (..., seat)"""
    worth_of_talks = 2.0 * (view.talks - 50.0)
    nothing = np.zeros_like(view.talks)
    own = {
        "more_talks": worth_of_talks,
        "endorse": view.readiness,
        "exhausted": -worth_of_talks,
        "mission": view.mission,
        "recognise": view.readiness,
        "ground": view.mission,
    }
    out = nothing
    for i, name in enumerate(BALLOTS):
        named: Mask = clause.object == i
        if named.any():
            out = np.where(named, own.get(name, nothing), out)
    return np.clip(out, -100.0, 100.0)


def fitting(view: View, clause: Clause) -> Mask:
    """The packages that an offer at most, or at least, at the mark that is named may hold. (..., seat, package)"""
    place = view.package_value
    level = np.clip(clause.level, 0, max(len(place) - 1, 0))[..., None]
    mark = np.take_along_axis(np.broadcast_to(place, (*level.shape[:-1], len(place))), level, axis=-1)
    at_most = (clause.act == OFFER_AT_MOST)[..., None]
    return np.where(at_most, place <= mark, place >= mark)


def best_fitting(view: View, clause: Clause) -> Array:
    """What the best of those is worth to the seat; minus infinity without one that it could sign. (..., seat)"""
    if not view.utility.shape[-1]:
        return np.full(view.luck.shape, -np.inf)
    best: Array = np.where(fitting(view, clause), view.utility, -np.inf).max(-1)
    return best


# ------------------------------------------------------------------ to who does it


def declares(view: View, desk: Desk, clause: Clause) -> Array:
    """What declaring now is worth to it over the best later week."""
    return np.clip(view.declare_index, -STAKE, STAKE)


def waits(view: View, desk: Desk, clause: Clause) -> Array:
    """What it would forgo by waiting, and the cost of being tied."""
    return -np.clip(view.declare_index, 0.0, STAKE) - DECLARING * time(view, clause)


def recognises(view: View, desk: Desk, clause: Clause) -> Array:
    """As far as it is ready, or not: once done, nothing."""
    gone = np.take(view.recognised, view.seat, axis=-1)
    return np.where(gone, 0.0, np.clip(view.readiness / POINTS_OF_READINESS, -STAKE, STAKE))


def holds_off(view: View, desk: Desk, clause: Clause) -> Array:
    """What it forgoes who leans toward recognising; who does not keeps its hands less free."""
    forgone = np.clip(view.readiness, 0.0, 100.0) / POINTS_OF_READINESS
    return -forgone * time(view, clause) - FREE_HANDS


def votes_yes(view: View, desk: Desk, clause: Clause) -> Array:
    """As it leans on the text."""
    return leaning_on(view, clause) / POINTS_OF_LEANING


def votes_no(view: View, desk: Desk, clause: Clause) -> Array:
    """Against its leaning on the text."""
    return -leaning_on(view, clause) / POINTS_OF_LEANING


def abstains(view: View, desk: Desk, clause: Clause) -> Array:
    """Half of what it would have voted for."""
    return -np.abs(leaning_on(view, clause)) / (2.0 * POINTS_OF_LEANING)


def commits_less(view: View, desk: Desk, clause: Clause) -> Array:
    """The levels of commitment that it forgoes, as far as it stands behind its client."""
    return -LEVEL_COST * (3.0 - np.clip(clause.level, 0, 3)) * view.patronage


def lobbies_no_more(view: View, desk: Desk, clause: Clause) -> Array:
    """A state left to the rivals, for who lobbies at all."""
    return np.where(view.lobbies, -2.0 * time(view, clause), 0.0)


def coordinates(view: View, desk: Desk, clause: Clause) -> Array:
    """Work, which who leans toward recognising wants done."""
    return np.maximum(clause.level, 1) * (lean(view) - 0.5)


def offers(view: View, desk: Desk, clause: Clause) -> Array:
    """Half of what it gives away of the best that it could offer; minus infinity for what it would never sign: no
    package there is worth at least no agreement to it.
    """
    best: Array = view.utility.max(-1, initial=-STAKE)
    here = best_fitting(view, clause)
    return np.where(here >= view.no_deal, np.maximum((here - best) / 2.0, -STAKE), -np.inf)


def keeps_path(view: View, desk: Desk, clause: Clause) -> Array:
    """Costs little."""
    return np.full(view.luck.shape, -FREE_HANDS)


def forgoes_measures(view: View, desk: Desk, clause: Clause) -> Array:
    """A weapon laid aside."""
    return -3.0 * time(view, clause) - FREE_HANDS


def sends_troops(view: View, desk: Desk, clause: Clause) -> Array:
    """What it costs, less what it is worth where the region is tense."""
    return -2.0 + np.broadcast_to(np.maximum(view.tension - CALM, 0.0)[..., None] / 10.0, view.luck.shape)


DOING: dict[int, Worth] = {
    DECLARE: declares,
    NOT_DECLARE: waits,
    ACT_RECOGNISE: recognises,
    NOT_RECOGNISE: holds_off,
    VOTE_YES: votes_yes,
    VOTE_NO: votes_no,
    ABSTAIN: abstains,
    BACK: votes_yes,
    BLOCK: votes_no,
    COMMIT_AT_MOST: commits_less,
    STOP_LOBBYING: lobbies_no_more,
    COORDINATE: coordinates,
    OFFER_AT_MOST: offers,
    OFFER_AT_LEAST: offers,
    KEEP_PATH_OPEN: keeps_path,
    NO_MEASURES: forgoes_measures,
    ACT_REINFORCE: sends_troops,
}

# ------------------------------------------------------------------ to whom it is done


def they_declare(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """What its side wants, less the unrest."""
    return DECLARING * lean(view) - np.maximum(view.tension - CALM, 0.0)[..., None] / POINTS_OF_LEANING


def they_wait(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """Time for those who do not want it; quiet for all."""
    return (1.0 - DECLARING * lean(view)) * time(view, clause)


def they_recognise(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """By its side, by who recognises, and by whether it would not anyway."""
    return GREATEST * lean(view) * weight(view, who) * new(view, who, 1.0)


def they_hold_off(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """The same the other way round, by how long; who doubts itself is glad not to stand alone."""
    alone = COMPANY * np.where((view.side == 0.0) & (lean(view) < 0.0), 1.0, 0.0)
    return (alone - GREATEST * lean(view) * weight(view, who)) * new(view, who, -1.0) * time(view, clause)


def they_vote_yes(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """As it leans itself on the text, and by whether the other would not vote so anyway."""
    return gained_vote(view, clause, who)


def they_vote_no(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """Against it."""
    return -gained_vote(view, clause, who)


def gained_vote(view: View, clause: Clause, who: int) -> Array:
    """What a vote for the text that is named brings a seat by its own leaning; below 0 for one that it is against."""
    return leaning_on(view, clause) / VOTE_GAINED * weight(view, who) * new(view, who, direction(clause))


def they_abstain(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """Half a vote gained from who is of the other mind, half a vote lost from who is of the same."""
    against = lean(view) * leans(view, who) < 0.0
    half = np.abs(leaning_on(view, clause)) / (2.0 * VOTE_GAINED) * weight(view, who)
    return np.where(against, half, -half)


def they_commit_less(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """A patron of the other side that holds itself back."""
    levels = 3.0 - np.clip(clause.level, 0, 3)
    return -float(view.sides[who]) * lean(view) * LEVEL_COST * levels


def they_lobby_no_more(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """A state left to one's own side; or being left in peace."""
    peace = np.where(clause.object == view.seat, 1.0, 0.0)
    return -2.0 * leans(view, who) * lean(view) * time(view, clause) + peace


def they_coordinate(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """Work done by another."""
    return 0.8 * np.maximum(clause.level, 1) * lean(view)


def they_offer(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """To a party, what the best of such offers is worth over no agreement; to the others, that talks move."""
    gain = np.maximum(best_fitting(view, clause) - view.no_deal, 0.0)
    return np.where(view.party, np.minimum(gain, STAKE), 1.0)


def they_keep_path(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """What a candidate wants; the others a little."""
    return np.broadcast_to(np.where(view.candidate, 4.0, 0.5), view.luck.shape)


def they_forgo_measures(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """Calm, the more so for the vulnerable; a loss to its own side."""
    return np.where(view.side < 0.0, -1.0, WEAPON_DOWN + desk.vulnerability / 50.0) * time(view, clause)


def they_send_troops(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """A little, and more where the region is tense."""
    return 1.0 + np.broadcast_to(np.maximum(view.tension - CALM, 0.0)[..., None] / 20.0, view.luck.shape)


GETTING: dict[int, FromOther] = {
    DECLARE: they_declare,
    NOT_DECLARE: they_wait,
    ACT_RECOGNISE: they_recognise,
    NOT_RECOGNISE: they_hold_off,
    VOTE_YES: they_vote_yes,
    VOTE_NO: they_vote_no,
    ABSTAIN: they_abstain,
    BACK: they_vote_yes,
    BLOCK: they_vote_no,
    COMMIT_AT_MOST: they_commit_less,
    STOP_LOBBYING: they_lobby_no_more,
    COORDINATE: they_coordinate,
    OFFER_AT_MOST: they_offer,
    OFFER_AT_LEAST: they_offer,
    KEEP_PATH_OPEN: they_keep_path,
    NO_MEASURES: they_forgo_measures,
    ACT_REINFORCE: they_send_troops,
}


def doing(view: View, desk: Desk, clause: Clause) -> Array:
    """What the act is worth to the seat that does it, before what it costs at home. (..., seat), utility points"""
    out = np.zeros(view.luck.shape)
    for act, worth in DOING.items():
        named: Mask = clause.act == act
        if named.any():
            out = np.where(named, worth(view, desk, clause), out)
    return out


def getting(view: View, desk: Desk, clause: Clause, who: int) -> Array:
    """What it is worth to the seat that `who` does it. (..., seat), utility points"""
    out = np.zeros(view.luck.shape)
    for act, worth in GETTING.items():
        named: Mask = clause.act == act
        if named.any():
            out = np.where(named, worth(view, desk, clause, who), out)
    return out


TOWARD = {
    DECLARE: 1.0,
    NOT_DECLARE: -1.0,
    ACT_RECOGNISE: 1.0,
    NOT_RECOGNISE: -1.0,
    COORDINATE: 1.0,
}
"""Acts that serve the declarer's side, and those that serve the title holder's, by themselves."""

TEXTS = {"more_talks": -1.0, "endorse": 1.0, "exhausted": 1.0, "recognise": 1.0}
"""The same of a yes to a text."""


def direction(clause: Clause) -> Array:
    """Whose side an act serves: 1 the declarer's, -1 the title holder's, 0 neither. (..., seat)"""
    out = np.zeros(clause.act.shape)
    for act, way in TOWARD.items():
        out = np.where(clause.act == act, way, out)
    yes: Mask = (clause.act == VOTE_YES) | (clause.act == BACK)
    no: Mask = (clause.act == VOTE_NO) | (clause.act == BLOCK)
    for i, name in enumerate(BALLOTS):
        way = TEXTS.get(name, 0.0)
        out = np.where(yes & (clause.object == i), way, np.where(no & (clause.object == i), -way, out))
    return out

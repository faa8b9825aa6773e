"""The signed terms behind what happens in a week of one world. No rule is computed anew."""

from sim.analysis.reasons.layout import Shown, laid_out
from sim.analysis.reasons.parties import at_the_table, domestic_vote, mediating
from sim.analysis.reasons.places import catching_fire, striking
from sim.analysis.reasons.reason import DOCTRINE, Reason, finite, plain
from sim.analysis.reasons.states import recognising, voting
from sim.analysis.reasons.subject import ACTOR, FLASHPOINT, Subject, find_subject
from sim.analysis.week import Week
from sim.state import Account


def reasons(w: Week, terms: Account, subject: Subject, plays: str = DOCTRINE) -> list[Reason]:
    """The indices of a subject in a week with their terms, as they stood when the seats decided.

    terms   the account of the state in which the seats decided
    plays   name of the strategy by which an actor decides
    """
    if subject.kind == ACTOR:
        return of_actor(w, terms, subject.at, plays)
    if subject.kind == FLASHPOINT:
        return catching_fire(w, terms, subject.at, subject.name)
    return striking(w, terms, subject.name)


def of_actor(w: Week, terms: Account, seat: int, plays: str) -> list[Reason]:
    """A party's reasons, or a state's; and those of whoever mediates, votes, or faces a vote at home."""
    if w.setting.party[seat]:
        found = at_the_table(w, terms, seat, plays)
    else:
        found = mediating(w, terms, seat, plays) + recognising(w, terms, seat)
    return found + voting(w, terms, seat, plays) + domestic_vote(w, terms, seat)


def concerns(w: Week, subject: Subject) -> bool:
    """Does something happen this week that calls for all the reasons of the subject?"""
    setting, now, at = w.setting, w.number, subject.at
    if subject.kind == FLASHPOINT:
        return bool(w.ended.flash_week[at] == now)
    if subject.kind != ACTOR:
        return bool(w.ended.incidents > w.talked.incidents)
    return bool(
        w.ended.recognised_week[at] == now
        or (w.ended.committed & ~w.talked.committed)[at]
        or setting.visited[now] == at
        or (setting.party[at] and w.talked.session)
        or (setting.declarer[at] and w.ended.declared_week == now)
        or (setting.title_holder[at] and w.traits.election_week == now)
    )


__all__ = [
    "ACTOR",
    "Reason",
    "Shown",
    "Subject",
    "concerns",
    "find_subject",
    "finite",
    "laid_out",
    "plain",
    "reasons",
]

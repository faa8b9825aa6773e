"""The signed terms behind what an actor decides in a week of one world. No rule is computed anew."""

from dataclasses import dataclass, replace

import numpy as np

from sim.analysis.telling import Week
from sim.arrays import Array, Terms
from sim.rules import account
from sim.rules.chance import logistic
from sim.rules.stance import influence_terms
from sim.rules.talks import clock


@dataclass(frozen=True)
class Reason:
    """An index of an actor in a week, and the signed terms that add up to it."""

    name: str
    unit: str
    total: float
    terms: dict[str, float]
    note: str = ""


def concerns(w: Week, seat: int) -> bool:
    """Does something of the seat happen in this week?"""
    setting, now = w.setting, w.number
    return bool(
        w.ended.recognised_week[seat] == now
        or (w.ended.committed & ~w.talked.committed)[seat]
        or setting.visited[now] == seat
        or (setting.party[seat] and w.talked.session)
        or (setting.declarer[seat] and w.ended.declared_week == now)
        or (setting.title_holder[seat] and w.traits.election_week == now)
    )


def reasons(w: Week, seat: int) -> list[Reason]:
    """The indices of a seat in a week with their terms, as they stood when the seats decided."""
    terms = account(w.setting, w.traits, w.talked)
    if not w.setting.party[seat]:
        readiness = reason("readiness to recognise", "points", terms.readiness, seat, w.talked.readiness)
        readiness = replace(readiness, note=patience(w, seat))
        return [readiness, expressed(w, seat)] if w.setting.recogniser[seat] else [readiness]
    out: list[Reason] = []
    if not (w.talked.declared or w.talked.settled):
        option = reason("outside option", "utility points", terms.no_deal, seat, w.talked.no_deal)
        asked = float(terms.target[seat])
        haggle = {"outside option": option.total, "still asked above it": asked - option.total}
        out += [option, Reason("demand", "utility points", asked, haggle)]
        if w.setting.declarer[seat]:
            now = {name: float(term) for name, term in terms.declaration.items()}
            index = float(w.talked.declare_index)
            out.append(Reason("declaring now against waiting", "utility points", index, now, verdict(index)))
    if w.setting.title_holder[seat] and w.talked.challenger_won < 0 and w.traits.election_week >= w.number:
        out.append(vote(terms.vote))
    return out


def reason(name: str, unit: str, terms: Terms, seat: int, index: Array) -> Reason:
    """One actor's part of an index."""
    return Reason(name, unit, float(index[seat]), {k: float(term[seat]) for k, term in terms.items()})


def patience(w: Week, seat: int) -> str:
    """After a declaration: how far the hazard has summed up toward what the world drew for the state."""
    if not w.ended.declared or not w.setting.recogniser[seat]:
        return ""
    summed, drawn = float(w.ended.hazard_sum[seat]), float(w.traits.recognise_at[seat])
    return (
        f"decides when its hazard has summed up to {drawn:.2f}, now {summed:.2f}"
        if summed < drawn
        else "has decided"
    )


def verdict(index: float) -> str:
    """What the declaration index says."""
    return "now" if index >= 0.0 else "wait"


def vote(terms: Terms) -> Reason:
    """The challenger's chance at the vote, on the logit scale."""
    values = {name: float(term) for name, term in terms.items()}
    total = sum(values.values())
    chance = float(logistic(np.array(total)))
    return Reason("the challenger at the vote", "logit", total, values, f"a chance of {100 * chance:.0f} %")


def expressed(w: Week, seat: int) -> Reason:
    """What moved the expressed stance this week; a stance held at the end of its scale has a term for that."""
    before = clock(w.setting, w.traits, w.began)
    moved = influence_terms(w.setting, w.traits, before)
    found = reason("stance, as expressed", "points", moved, seat, w.talked.stance)
    rest = found.total - sum(found.terms.values())
    held = {"held at the end of the scale": rest} if abs(rest) > 1e-9 else {}
    return replace(found, terms={**found.terms, **held})

"""Why a state is as ready as it is to recognise, says what it says, and votes as it votes."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sim.analysis.reasons.reason import DOCTRINE, POINTS, Reason, also, indexed, part
from sim.analysis.week import TEXTS, Week
from sim.arrays import BALLOTS, Terms
from sim.rules.deeds import AT_COUNCIL, votes_held
from sim.rules.stance import influence_terms
from sim.rules.talks import clock
from sim.state import Account

VOTES = {name: f"vote on {text}" for name, text in zip(BALLOTS, TEXTS, strict=True)}
"""What the votes are called."""


def recognising(w: Week, terms: Account, seat: int) -> list[Reason]:
    """Readiness and the expressed stance, until the state has recognised."""
    if w.ended.recognised_week[seat] < w.number:
        return []
    found = indexed(
        w.setting.names[seat], "readiness to recognise", POINTS, terms.readiness, w.talked.readiness, seat
    )
    if not w.setting.recogniser[seat]:
        return [found]
    said, note = what_it_does(w, seat)
    return [replace(found, verdict=said, note=note), expressed(w, seat)]


def what_it_does(w: Week, seat: int) -> tuple[str, str]:
    """What a state has done about recognising, and how far its hazards have summed up toward what it drew."""
    if w.ended.recognised_week[seat] == w.number:
        return "recognises", ""
    if w.ended.bound[seat]:
        return "bound by a guarantee", ""
    if w.ended.declared:
        summed, drawn = float(w.ended.hazard_sum[seat]), float(w.traits.recognise_at[seat])
        week = summed - float(w.talked.hazard_sum[seat])
        if summed >= drawn:
            return "has decided", ""
        return "", f"hazard {week:.3f} this week, {summed:.2f} in all; decides at {drawn:.2f}"
    if w.ended.committed[seat]:
        return "has agreed to the date", ""
    summed, drawn = float(w.ended.commit_sum[seat]), float(w.traits.commit_at[seat])
    note = f"hazard of agreeing to a date {summed:.2f} in all; agrees at {drawn:.2f}" if summed > 0.0 else ""
    return "", note


def expressed(w: Week, seat: int) -> Reason:
    """What moved the expressed stance this week; a stance held at the end of its scale has a term for that."""
    before = clock(w.setting, w.traits, w.began)
    moved = influence_terms(w.setting, w.traits, before)
    found = indexed(w.setting.names[seat], "stance, as expressed", POINTS, moved, w.talked.stance, seat)
    rest = found.total - sum(found.terms.values())
    held = {"held at the end of the scale": rest} if abs(rest) > 1e-9 else {}
    return replace(found, terms={**found.terms, **held})


def voting(w: Week, terms: Account, seat: int, plays: str) -> list[Reason]:
    """Each vote of the week that the seat takes part in: its leaning, and how far the vote strays from it."""
    return [vote(w, terms.ballots[BALLOTS[which]], seat, which, plays) for which in due(w, seat)]


def due(w: Week, seat: int) -> Iterator[int]:
    """The ballots that a seat casts this week: in the Council until it is settled there, and among the members."""
    setting, now = w.setting, w.talked
    sits = bool(setting.council[w.number, seat]) and not (now.settled or now.cover)
    for which in np.flatnonzero(votes_held(setting, w.traits, now)):
        if sits if AT_COUNCIL[which] else setting.member[seat]:
            yield int(which)


def vote(w: Week, leaning: Terms, seat: int, which: int, plays: str) -> Reason:
    """One vote: the leaning and the vote's own error; near the middle it is an abstention."""
    m, luck = w.traits.mechanism, w.traits.vote_error[seat, which]
    terms = part(leaning, seat) | {"the vote's own error": float(m.vote_stray * (2.0 * luck - 1.0))}
    cast = ("no", "abstains", "yes")[int(w.did.ballots[seat, which]) + 1]
    near = f"within {float(m.leaning_band):.1f} of the middle"
    note = also(near if cast == "abstains" and plays == DOCTRINE else "", plays)
    of, name = w.setting.names[seat], VOTES[BALLOTS[which]]
    return Reason(of, name, POINTS, sum(terms.values()), terms, cast, note)

"""The public reasons in play for an actor in a week: what anybody could point to, and which way it pulls.

Made from what a seat knows and from the record; how strongly each pulls is known at the debrief only.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from game.strings import say
from game.text.phrases import ahead, number, term
from game.text.sight import Sight
from sim.arrays import DOUBTERS, NEVER, PIONEERS
from sim.ledger import ACT, ACTS, OPEN
from sim.schema.values import Stance

NEAR = 2.0
"""Steps of nearness from which on measures against trade are felt."""
LEGAL = 50.0
"""Points on record from which on a state argues from law."""
HURT = 40.0
"""Points on record from which on a precedent weighs."""
CLEAR = 3.0
"""Points of a public number that are a change."""
WAYS = {ACTS.index("recognise"): 1, ACTS.index("not_recognise"): -1}
"""Which way a promise pulls, by what is promised."""


@dataclass(frozen=True)
class Pull:
    """One public reason."""

    text: str
    way: int
    """1 toward recognition, for a party toward a break; -1 away from it; 0 neither"""
    evidence: tuple[str, ...] = ()


def reasons(sight: Sight, i: int) -> list[Pull]:
    """The public reasons in play for an actor, in the order in which they are weighed."""
    makers: tuple[Callable[[Sight, int], Iterator[Pull]], ...]
    makers = (at_the_table,) if sight.setting.party[i] else (word, company, process, law, home, promised)
    return [pull for make in makers for pull in make(sight, i)]


def word(s: Sight, i: int) -> Iterator[Pull]:
    """What it says, and whether it has recognised already."""
    if s.view.recognised[i]:
        yield Pull(say("public.recognised"), 0)
        return
    if not s.view.recogniser[i]:
        return
    points = float(s.view.stance[i])
    stated = s.scenario.actors[s.setting.actors[i]].stance.recognition
    way = 0 if abs(points) < CLEAR else 1 if points > 0 else -1
    yield Pull(say("public.stance", points=number(points)), way, cited(stated))


def company(s: Sight, i: int) -> Iterator[Pull]:
    """What the members say on the whole, who has gone ahead, which group it stands in."""
    setting, v = s.setting, s.view
    weight = np.where(setting.member & (np.arange(len(v.stance)) != i), setting.votes, 0.0)
    if setting.member[i] and not v.recognised[i] and weight.sum() > 0:
        mean = float((weight * v.stance).sum() / weight.sum())
        apart = mean - float(v.stance[i])
        way = 0 if abs(apart) < CLEAR else 1 if apart > 0 else -1
        yield Pull(say("public.members", points=number(mean)), way)
    if many := int(v.recognised.sum()):
        yield Pull(say("public.count", count=many), 1)
    if group := int(s.desk.group[i]):
        yield Pull(
            say("public.doubters" if group == DOUBTERS else "public.pioneers"),
            {DOUBTERS: -1, PIONEERS: 1}[group],
        )


def process(s: Sight, i: int) -> Iterator[Pull]:
    """How far the talks count as fair, a declaration that has come, measures that are felt nearby."""
    began = float(s.known.traits.mechanism.legitimacy_start)
    gained = float(s.view.legitimacy) - began
    if s.view.recogniser[i] and np.isfinite(gained) and abs(gained) >= CLEAR:
        key = "public.fair" if gained > 0 else "public.unfair"
        yield Pull(
            say(key, now=number(float(s.view.legitimacy)), before=number(began)), 1 if gained > 0 else -1
        )
    if bool(s.view.declared):
        yield Pull(say("public.declared"), 1)
    near = s.scenario.actors[s.setting.actors[i]].drivers.get("proximity", 0.0)
    stage = int(s.desk.measures_stage)
    if stage and near >= NEAR:
        yield Pull(say("public.measures" if stage > 1 else "public.measures announced"), -1)


def law(s: Sight, i: int) -> Iterator[Pull]:
    """Whether it argues from law, and what the Council has covered."""
    found = s.scenario.actors[s.setting.actors[i]].stance.law
    if found is None or found.mode is None or found.mode < LEGAL:
        return
    covered = bool(s.known.state.cover) or bool(s.known.state.grounded)
    yield Pull(say("public.covered" if covered else "public.law"), 1 if covered else -1, cited(found))


def home(s: Sight, i: int) -> Iterator[Pull]:
    """What a precedent would do at home, and what it waits for."""
    own = s.scenario.actors[s.setting.actors[i]].stance
    if own.vulnerability is not None and (own.vulnerability.mode or 0.0) >= HURT:
        yield Pull(say("public.precedent"), -1, cited(own.vulnerability))
    if own.timing is not None and own.timing.word and not own.timing.inherited and not s.view.recognised[i]:
        yield Pull(say("public.timing", word=own.timing.word.replace("_", " ")), 0, cited(own.timing))


def promised(s: Sight, i: int) -> Iterator[Pull]:
    """What it has announced or refused, and its promises that the seat knows of."""
    if s.desk.announced[i] and not s.view.recognised[i]:
        yield Pull(say("public.announced"), 1)
    if s.desk.refused[i]:
        yield Pull(say("public.refused"), -1)
    book = s.desk.ledger
    for entry in np.flatnonzero((book.state[0] == OPEN) & (book.maker[0] == i)).tolist():
        columns = (book.act, book.object, book.level, book.until)
        what = [int(column[0, entry]) for column in columns]
        text = say("public.promise", who=s.name(int(book.receiver[0, entry])), term=term(s.setting, what))
        yield Pull(text, WAYS.get(what[ACT], 0))


def at_the_table(s: Sight, i: int) -> Iterator[Pull]:
    """What presses on a party: the date, what is on the table, its patron, tension, who has recognised."""
    deadline = int(s.known.state.deadline)
    if bool(s.view.talks_open) and deadline < NEVER:
        yield Pull(say("public.date", when=ahead(deadline - s.week)), 0)
    if not bool(s.view.talks_open) and not bool(s.view.settled):
        yield Pull(say("public.talks over"), 1)
    text = int(s.view.text)
    if text >= 0:
        yield Pull(say("public.text", name=s.package_name(s.setting.packages[text])), -1)
    for other in np.flatnonzero(s.setting.party).tolist():
        offer = int(s.view.offer[other])
        if other != i and offer >= 0:
            name = s.package_name(s.setting.packages[offer])
            yield Pull(say("public.offer", who=s.name(other), name=name), 0)
    for actor in s.scenario.actors.values():
        if actor.client == s.setting.actors[i]:
            yield Pull(say("public.patron", who=actor.name), 1)
    if many := int(s.view.recognised.sum()):
        yield Pull(say("public.count", count=many), 1 if float(s.view.sides[i]) > 0 else -1)
    yield Pull(say("public.tension", value=number(float(s.view.tension))), 0)


def cited(stance: Stance | None) -> tuple[str, ...]:
    """The evidence of something that is stated."""
    return () if stance is None else tuple(stance.evidence)


__all__ = ["Pull", "reasons"]

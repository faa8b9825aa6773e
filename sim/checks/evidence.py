"""Evidence: what is cited is there, was known in time, and is coded in the words of the rubric."""

from collections.abc import Iterator

from sim.faults import nearest
from sim.mending import Problem
from sim.rubric import rubric
from sim.slots import Draft, citations


def cited_in_time(draft: Draft) -> Iterator[Problem]:
    """What is cited is known, and was known by the scenario's information date."""
    known, limit = draft.scenario.evidence, draft.scenario.information_date
    for place, ids in citations(draft):
        for item in ids:
            if item not in known:
                yield (*place, "evidence"), f"unknown evidence {item!r}; {nearest(item, known)}"
            elif known[item].known_by > limit:
                late = f"evidence {item!r} was known by {known[item].known_by}"
                yield (*place, "evidence"), f"{late}, expected by the scenario's information_date, {limit}"
    for name, driver in draft.scenario.drivers.items():
        if driver.known_by > limit:
            text = f"expected by the scenario's information_date, {limit}; found {driver.known_by}"
            yield ("drivers", name, "known_by"), text


def coded(draft: Draft) -> Iterator[Problem]:
    """Speakers, interests and words of the evidence itself are the rubric's."""
    words = rubric()
    for name, item in draft.scenario.evidence.items():
        at = ("evidence", name)
        if item.speaker not in words.speakers:
            yield (
                (*at, "speaker"),
                f"unknown speaker {item.speaker!r}; {nearest(item.speaker, words.speakers)}",
            )
        if item.interest not in words.interests:
            hint = nearest(item.interest, words.interests)
            yield (*at, "interest"), f"unknown interest {item.interest!r}; {hint}"
        strengths = words.scales["firmness"].words
        if item.strength is not None and item.strength not in strengths:
            yield (
                (*at, "strength"),
                f"unknown strength {item.strength!r}; {nearest(item.strength, strengths)}",
            )
        if item.scale is not None and item.scale not in words.scales:
            yield (*at, "scale"), f"unknown scale {item.scale!r}; {nearest(item.scale, words.scales)}"
        elif item.word is not None and (
            item.scale is None or item.word not in words.scales[item.scale].words
        ):
            hint = (
                nearest(item.word, words.scales[item.scale].words) if item.scale else "expected its scale too"
            )
            yield (*at, "word"), f"unknown word {item.word!r}; {hint}"


def numbers_have_evidence(draft: Draft) -> Iterator[Problem]:
    """An actor with numbers of its own cites evidence for them."""
    for name, actor in draft.scenario.actors.items():
        given = [k for k in ("standing", "votes", "population") if getattr(actor, k)]
        given += ["drivers"] if actor.drivers else []
        if given and not actor.evidence:
            yield ("actors", name, "evidence"), f"expected evidence for {', '.join(given)}, found none"

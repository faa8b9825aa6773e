"""Values: a word of its scale or three numbers that rise, and something that matters to everybody."""

from collections.abc import Iterator

from sim.faults import nearest
from sim.limits import beyond
from sim.mending import Problem
from sim.rubric import rubric
from sim.schema import Range, Stance
from sim.slots import Draft, Slot, slots, worth

COUNTED = 27
"""Members that the words of the scale `count` speak of."""
SALIENCE = 25.0
"""What an issue without salience counts for an actor."""


def stance_values(draft: Draft) -> Iterator[Problem]:
    """A stance has a word of its scale, or three numbers on it; if both, they agree with the rubric."""
    for slot in slots(draft):
        yield from one_word(draft, slot) if slot.stance.word is not None else three_numbers(slot)


def three_numbers(slot: Slot) -> Iterator[Problem]:
    """Low, mode and high: all there, rising, on the scale."""
    given = {k: getattr(slot.stance, k) for k in ("low", "mode", "high")}
    missing = [k for k, v in given.items() if v is None]
    if missing:
        also = "a word of the scale, or " if slot.scale else ""
        found = ", ".join(k for k in given if k not in missing) or "none of them"
        yield slot.place, f"expected {also}low, mode and high; found {found}"
        return
    if problem := ordered(Range(**given)):
        yield slot.place, problem
    for key, value in given.items():
        if not slot.low <= value <= slot.high:
            yield (*slot.place, key), f"expected {slot.low:g} to {slot.high:g}, found {value:g}"


def one_word(draft: Draft, slot: Slot) -> Iterator[Problem]:
    """A word: known on its scale; the numbers beside it are those of the rubric."""
    word, place = slot.stance.word, (*slot.place, "word")
    if word is None:
        return
    if slot.scale is None:
        yield place, f"the rubric has no words for this; expected low, mode and high, found the word {word!r}"
    elif word not in rubric().scales[slot.scale].words:
        hint = nearest(word, rubric().scales[slot.scale].words)
        yield place, f"unknown word {word!r} of the scale {slot.scale}; {hint}"
    elif slot.scale == "count" and slot.high != COUNTED:
        yield place, f"{word!r} counts {COUNTED} heads, expected low, mode and high for {slot.high:g} members"
    else:
        yield from stated_beside_word(draft, slot, slot.scale, word)
        yield from said_elsewhere(draft, slot, slot.scale, word)


def said_elsewhere(draft: Draft, slot: Slot, scale: str, word: str) -> Iterator[Problem]:
    """A word is that of a cited item on the same scale, or the stance says why it is inferred."""
    if not isinstance(slot.stance, Stance) or slot.stance.inferred is not None:
        return
    cited = [draft.scenario.evidence[i] for i in slot.stance.evidence if i in draft.scenario.evidence]
    words = rubric().scales
    coded = [i for i in cited if i.scale in words and i.word in words[i.scale].words]
    levels = {item.strength for item in coded} if scale == "firmness" else set[str | None]()
    if coded and word not in levels and not any(i.scale == scale and i.word == word for i in coded):
        said = ", ".join(f"{i.word!r} of the scale {i.scale}" for i in coded)
        yield slot.place, f"expected `inferred` to say why {word!r} follows from {said}; found nothing"


def stated_beside_word(draft: Draft, slot: Slot, scale: str, word: str) -> Iterator[Problem]:
    """Numbers that a stance states beside its word equal the rubric's."""
    stated = (slot.stance.low, slot.stance.mode, slot.stance.high)
    first = draft.scenario.evidence.get(slot.stance.evidence[0])
    if stated == (None, None, None) or first is None or first.speaker not in rubric().speakers:
        return
    expected = worth(scale, word, first.speaker)
    if any(s is None or abs(s - e) > 1e-6 for s, e in zip(stated, expected, strict=True)):
        found = ", ".join("nothing" if s is None else f"{s:g}" for s in stated)
        wanted = ", ".join(f"{e:g}" for e in expected)
        said = f"{word!r} said by a speaker of kind {first.speaker!r}"
        yield slot.place, f"expected low, mode, high of {wanted}, the rubric's for {said}; found {found}"


def ordered(value: Range) -> str | None:
    """What is wrong with low, mode and high that do not rise."""
    if value.low <= value.mode <= value.high:
        return None
    return f"expected low <= mode <= high, found {value.low:g}, {value.mode:g}, {value.high:g}"


def ranges(draft: Draft) -> Iterator[Problem]:
    """Low, mode and high of what is not a stance rise."""
    scenario = draft.scenario
    for name, mechanism in scenario.mechanisms.items():
        value = Range(low=mechanism.low, mode=mechanism.mode, high=mechanism.high)
        if problem := ordered(value):
            yield ("mechanisms", name), problem
    for name, driver in scenario.drivers.items():
        for key, value in (("recognition", driver.recognition), ("vulnerability", driver.vulnerability)):
            if problem := ordered(value):
                yield ("drivers", name, key), problem
    for name, flash in scenario.flashpoints.items():
        for key, value in (("chance", flash.chance), ("haste", flash.haste), ("precedent", flash.precedent)):
            if problem := ordered(value):
                yield ("flashpoints", name, key), problem
    yield from beyond(scenario)


def salience_sums(draft: Draft) -> Iterator[Problem]:
    """Something must matter to every actor."""
    for name, actor in draft.scenario.actors.items():
        given = [actor.salience.get(issue) for issue in draft.scenario.issues]
        if sum(SALIENCE if s is None else s.high or 0.0 for s in given) <= 0 and all(
            s is None or s.high is not None for s in given
        ):
            yield ("actors", name, "salience"), "sums to nothing; expected at least one issue to matter"

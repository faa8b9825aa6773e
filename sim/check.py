"""What a reader checks a scenario by: its evidence counted, its commonest values, and stances drawn by lot."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from sim.rubric import rubric
from sim.schema import Scenario, Stance
from sim.slots import Draft, Slot, citations, slots

DRAWN = 10
"""Stances shown."""
COMMONEST = 8
"""Values and widths shown."""


@dataclass(frozen=True)
class Shown:
    """One stance with the evidence it rests on first."""

    actor: str
    field: str
    word: str | None
    low: float
    mode: float
    high: float
    unit: str
    item: str
    document: str
    paragraph: int | None
    kind: str
    speaker: str
    paraphrase: str
    inferred: str | None


@dataclass(frozen=True)
class Report:
    """What `finalstatus check` prints of a scenario that has no fault."""

    scenario: str
    title: str
    information_date: str
    kinds: tuple[tuple[str, int], ...]
    """cited items of evidence by coding kind, the commonest first"""
    stances: int
    """stances stated, those taken from a kind counted once"""
    modes: tuple[tuple[float, int], ...]
    """the commonest values, and how many stances have them"""
    widths: tuple[tuple[float, int], ...]
    """the commonest widths, high less low"""
    drawn: tuple[Shown, ...]
    """stances drawn by lot"""


def report(scenario: Scenario, seed: int = 1) -> Report:
    """The report on a scenario; `seed` draws the stances."""
    found = list(stated(scenario))
    cited = {
        item for _, ids in citations(Draft(scenario, {}), inherited=True) for item in ids
    } & scenario.evidence.keys()
    chosen = Random(seed).sample(found, min(DRAWN, len(found)))
    return Report(
        scenario=scenario.id,
        title=scenario.title,
        information_date=str(scenario.information_date),
        kinds=tuple(Counter(scenario.evidence[item].kind for item in sorted(cited)).most_common()),
        stances=len(found),
        modes=commonest(mode for _, (_, mode, _) in found),
        widths=commonest(round(high - low, 6) for _, (low, _, high) in found),
        drawn=tuple(show(scenario, slot, value) for slot, value in chosen),
    )


def stated(scenario: Scenario) -> Iterator[tuple[Slot, tuple[float, float, float]]]:
    """Every stance with its low, mode and high; one that many take from their kind comes once."""
    seen: set[tuple[str, ...]] = set()
    for slot in slots(Draft(scenario, {}), inherited=True):
        low, mode, high = slot.stance.low, slot.stance.mode, slot.stance.high
        actor = scenario.actors.get(slot.place[1])
        if slot.inherited and actor is not None:
            once = (actor.kind or "", *slot.place[2:])
            if once in seen:
                continue
            seen.add(once)
        if low is not None and mode is not None and high is not None:
            yield slot, (low, mode, high)


def commonest(values: Iterable[float]) -> tuple[tuple[float, int], ...]:
    """The commonest values with their counts; of equally common ones the smaller first.

    >>> commonest([5.0, 2.0, 5.0, 1.0])
    ((5.0, 2), (1.0, 1), (2.0, 1))
    """
    counted = Counter(values).items()
    return tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:COMMONEST])


def show(scenario: Scenario, slot: Slot, value: tuple[float, float, float]) -> Shown:
    """One stance, with the first item it rests on."""
    item = slot.stance.evidence[0]
    evidence = scenario.evidence[item]
    low, mode, high = value
    return Shown(
        actor=owner(scenario, slot),
        field=field_of(slot),
        word=slot.stance.word,
        low=low,
        mode=mode,
        high=high,
        unit=unit_of(scenario, slot),
        item=item,
        document=evidence.document,
        paragraph=evidence.paragraph,
        kind=evidence.kind,
        speaker=evidence.speaker,
        paraphrase=evidence.paraphrase,
        inferred=slot.stance.inferred if isinstance(slot.stance, Stance) else None,
    )


def owner(scenario: Scenario, slot: Slot) -> str:
    """Whose stance it is."""
    section, name, *_ = slot.place
    if section != "actors":
        return "all" if section != "headcounts" else name
    actor = scenario.actors[name]
    if slot.inherited:
        return f"every {actor.kind} without one of its own"
    return f"{actor.name} ({name})"


def field_of(slot: Slot) -> str:
    """The field, dotted."""
    section, name, *rest = slot.place
    return ".".join(rest) if section == "actors" else f"{section}.{name}"


def unit_of(scenario: Scenario, slot: Slot) -> str:
    """The unit of a stance: its own, the rubric's, or the issue's scale."""
    if isinstance(slot.stance, Stance) and slot.stance.unit:
        return slot.stance.unit
    if slot.scale is not None:
        return rubric().scales[slot.scale].unit
    issue = scenario.issues.get(slot.place[-1])
    if "salience" in slot.place:
        return "weight among the actor's issues"
    if issue is not None:
        return f"points, 0 {issue.low_end} to 100 {issue.high_end}"
    return "points, 0 to 100"


# ---------------------------------------------------------------- plain text


def render(found: Report) -> str:
    """The report as plain text."""
    lines = [
        f"{found.scenario}: {found.title}",
        f"no fault found; nothing in it was known later than {found.information_date}",
        "",
        "evidence cited, by coding kind",
        *(f"  {kind:<12}{n:>5}" for kind, n in found.kinds),
        "",
        f"stances stated: {found.stances}",
        f"  commonest values (mode)    {counts(found.modes)}",
        f"  commonest widths (high-low) {counts(found.widths)}",
        "",
        f"{len(found.drawn)} stances drawn by lot",
        *(line for stance in found.drawn for line in rendered(stance)),
    ]
    return "\n".join(lines)


def counts(values: Iterable[tuple[float, int]]) -> str:
    """Values with their counts on one line.

    >>> counts([(5.0, 2), (2.5, 1)])
    '5 (2 times), 2.5 (1)'
    """
    shown = [f"{value:g} ({n}{' times' if i == 0 else ''})" for i, (value, n) in enumerate(values)]
    return ", ".join(shown)


def rendered(stance: Shown) -> list[str]:
    """A stance in a few lines."""
    word = f" {stance.word!r}" if stance.word else ""
    where = stance.document if stance.paragraph is None else f"{stance.document}, par. {stance.paragraph}"
    return [
        f"  {stance.actor}, {stance.field}:{word} {stance.low:g} / {stance.mode:g} / {stance.high:g}",
        f"      {stance.unit}",
        f"      {stance.item} ({where}; {stance.kind}, {stance.speaker}): {stance.paraphrase}",
        *([f"      inferred: {stance.inferred}"] if stance.inferred else []),
    ]

"""Who is who: issues, marks and actors that are named are there, and a name leads to one of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sim.faults import nearest
from sim.mending import Problem
from sim.reading import GROUPS, Place
from sim.rubric import rubric
from sim.schema import Issue
from sim.slots import Draft, members, slots


def issues_named(draft: Draft) -> Iterator[Problem]:
    """Stances are on issues that there are; exactly one issue is the key; a settlement has a place."""
    known: Mapping[str, Issue] = draft.scenario.issues
    for slot in slots(draft):
        issue = slot.place[-1]
        on_issue = slot.place[-2] in (*GROUPS[:3], "status_quo", "declared")
        if on_issue and issue not in known:
            yield slot.place, f"unknown issue {issue!r}; {nearest(issue, known)}"
    keys = [name for name, issue in known.items() if issue.key]
    if len(keys) != 1:
        found = ", ".join(keys) or "none"
        yield ("issues", "key"), f"expected exactly one issue with key = true, found {found}"
    has_parties = any("party" in a.roles for a in draft.scenario.actors.values())
    if has_parties and len(keys) == 1 and not any(m.settles for m in known[keys[0]].marks.values()):
        yield ("issues", keys[0], "marks"), "expected at least one mark with settles = true, found none"


def marks_signed(draft: Draft) -> Iterator[Problem]:
    """Terms are on other issues that there are; one mark at most is the mediators' text, and it can be signed."""
    known: Mapping[str, Issue] = draft.scenario.issues
    texts = [name for issue in known.values() for name, mark in issue.marks.items() if mark.text]
    for issue, entry in known.items():
        for name, mark in entry.marks.items():
            at = ("issues", issue, "marks", name)
            if mark.text and not (entry.key and mark.settles):
                yield (*at, "text"), "expected a mark of the key issue with settles = true, found another"
            if mark.text and len(texts) > 1:
                yield (*at, "text"), f"expected one mark with text = true, found {', '.join(texts)}"
            if mark.terms and not (entry.key and mark.settles):
                yield (*at, "terms"), "expected a mark of the key issue with settles = true, found another"
            for other in mark.terms:
                if other not in known:
                    yield (*at, "terms", other), f"unknown issue {other!r}; {nearest(other, known)}"
                elif other == issue:
                    yield (*at, "terms", other), f"expected another issue, found {other!r} itself"


def actors_named(draft: Draft) -> Iterator[Problem]:
    """Whoever an actor, an event or a term names is an actor, and another one."""
    known = draft.scenario.actors
    for name, actor in known.items():
        for key in ("client", "follows"):
            other: str | None = getattr(actor, key)
            if other is not None and other not in known:
                yield ("actors", name, key), f"unknown actor {other!r}; {nearest(other, known)}"
            elif other == name:
                yield ("actors", name, key), f"expected another actor, found {other!r} itself"
    for name, event in draft.scenario.events.items():
        for key in ("actor", "target"):
            other = getattr(event, key)
            if other is not None and other not in known:
                yield ("events", name, key), f"unknown actor {other!r}; {nearest(other, known)}"
    for name, term in draft.scenario.terms.items():
        for other in term.actors:
            if other not in known:
                yield ("terms", name, "actors"), f"unknown actor {other!r}; {nearest(other, known)}"


def actors_described(draft: Draft) -> Iterator[Problem]:
    """Kinds, speakers, drivers are known; nobody is declarer or title holder beside another."""
    scenario = draft.scenario
    for name, actor in scenario.actors.items():
        at = ("actors", name)
        if actor.kind is not None and actor.kind not in draft.kinds:
            yield (*at, "kind"), f"unknown kind {actor.kind!r}; {nearest(actor.kind, draft.kinds)}"
        if actor.speaker not in rubric().speakers:
            hint = nearest(actor.speaker, rubric().speakers)
            yield (*at, "speaker"), f"unknown speaker {actor.speaker!r}; {hint}"
        for key in actor.drivers:
            if key not in scenario.drivers:
                yield (*at, "drivers", key), f"unknown driver {key!r}; {nearest(key, scenario.drivers)}"
    for role in ("declarer", "title_holder"):
        holders = [name for name, actor in scenario.actors.items() if role in actor.roles]
        if len(holders) > 1:
            yield (
                ("actors",),
                f"expected at most one actor with the role {role!r}, found {', '.join(holders)}",
            )
    if scenario.headcounts and not members(scenario):
        yield ("headcounts",), "expected actors with the role 'eu_member' to count, found none"


def names_once(draft: Draft) -> Iterator[Problem]:
    """An id, name or alias leads to one actor."""
    bearers: defaultdict[str, list[tuple[Place, str, str]]] = defaultdict(list)
    for name, actor in draft.scenario.actors.items():
        called = [("id", name), ("name", actor.name), *(("aliases", alias) for alias in actor.aliases)]
        for key, said in called:
            bearers[said.strip().casefold()].append((("actors", name, key), name, said))
    for found in bearers.values():
        first = found[0][1]
        for place, name, said in found[1:]:
            if name != first:
                yield place, f"{said!r} already names actor {first}"

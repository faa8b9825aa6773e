"""What `finalstatus show` prints: a scenario or an actor as tables."""

from collections.abc import Iterator

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sim.commands.catalogue import stances_of, unit_of
from sim.schema import Event, Mark, Scenario, Stance
from sim.tables import day, number, titled


def grid(*headings: str) -> Table:
    """A table of text without a frame."""
    return Table(*headings, box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1))


def scenario_sheet(scenario: Scenario) -> Iterator[RenderableType]:
    """Summary, calendar, issues with their marks, actors with their roles."""
    yield Text(f"{scenario.title} ({scenario.id})", style="bold")
    yield Text(scenario.summary)
    known = f"(knows what was reported by {day(scenario.information_date)})"
    yield Text(f"{scenario.question} {known}".strip())
    yield titled("Calendar", calendar(scenario))
    yield titled("Issues, from 0 to 100", issues(scenario))
    yield titled("Actors", actors(scenario))
    yield titled("A finished world is the first of these that holds", outcomes(scenario))


def calendar(scenario: Scenario) -> Table:
    """Dated events and ends, in order; drawn ones with their range."""
    table, rules = grid("when", "kind", "what"), scenario.rules
    rows = [(e.date or e.mode, when(e), e.kind, e.name) for e in scenario.events.values()]
    if rules.deadline.kind != "none":
        rows.append(
            (
                rules.deadline.date,
                day(rules.deadline.date),
                "deadline",
                f"of the talks ({rules.deadline.kind})",
            )
        )
    rows.append((rules.horizon, day(rules.horizon), "horizon", "end of a run"))
    for _, *row in sorted(rows, key=lambda row: row[0] or scenario.calendar.start):
        table.add_row(*row)
    return table


def when(event: Event) -> str:
    """A date, or the first and the last day between which it is drawn."""
    if event.date:
        return day(event.date)
    return f"{day(event.low)} to {day(event.high)}"


def issues(scenario: Scenario) -> Table:
    """Issues with their ends and marks."""
    table = grid("issue", "at", "mark")
    for name, issue in scenario.issues.items():
        title = f"{issue.name} ({name})"
        places = [
            (m.value, f"{m.name}{', can be agreed' if m.settles else ''}{terms(m)}")
            for m in issue.marks.values()
        ]
        taken = {place for place, _ in places}
        places += [
            (at, end) for at, end in ((0.0, issue.low_end), (100.0, issue.high_end)) if at not in taken
        ]
        for i, (place, name_) in enumerate(sorted(places)):
            table.add_row("" if i else title, f"{place:g}", name_)
    if scenario.pact:
        table.add_row("", "-", f"{scenario.pact.name}, can be agreed; leaves the status open")
    return table


def terms(mark: Mark) -> str:
    """Where a settlement at a mark lies on other issues, if it says so."""
    places = ", ".join(f"{issue} at {place:g}" for issue, place in mark.terms.items())
    return f" (with {places})" if places else ""


def actors(scenario: Scenario) -> Table:
    """Actors with their roles; those that only vote in the Council on one line."""
    table = grid("id", "name", "roles", "also called")
    held: dict[str, set[str]] = {a: set(x.roles) for a, x in scenario.actors.items()}
    for term in scenario.terms.values():
        for actor in term.actors:
            held[actor] |= {f"{role} at times" for role in term.roles if role not in held[actor]}
    for actor, entry in scenario.actors.items():
        roles = ", ".join(sorted(role.replace("_", " ") for role in held[actor]))
        table.add_row(actor, entry.name, roles, ", ".join(entry.aliases))
    return table


def outcomes(scenario: Scenario) -> Table:
    """Outcome classes in their order."""
    table = grid("class", "name", "if")
    for name, outcome in scenario.outcomes.items():
        parts = [within(measure, bound.min, bound.max) for measure, bound in outcome.when.items()]
        table.add_row(name, outcome.name, " and ".join(parts) or "none of these")
    return table


def within(measure: str, low: float | None, high: float | None) -> str:
    """A condition in words.

    >>> within("backers", 0.5, None), within("status", 20, 30), within("declared", 1, None)
    ('backers at least 0.5', 'status 20 to 30', 'declared')
    """
    if low == 1 and high is None:
        return measure
    if low is not None and high is not None:
        return f"{measure} {low:g} to {high:g}"
    return f"{measure} at least {low:g}" if low is not None else f"{measure} at most {high:g}"


def actor_sheet(scenario: Scenario, actor: str) -> Iterator[RenderableType]:
    """An actor's stances, each with low, mode, high, unit, word, and its evidence below."""
    entry = scenario.actors[actor]
    also = f", also called {', '.join(entry.aliases)}" if entry.aliases else ""
    yield Text(f"{entry.name} ({actor}) in {scenario.id}", style="bold")
    yield Text(f"{', '.join(role.replace('_', ' ') for role in entry.roles)}{also}")
    if entry.client:
        yield Text(f"stands behind {scenario.actors[entry.client].name}")
    if entry.follows:
        yield Text(f"follows {scenario.actors[entry.follows].name}")
    for group, name, stance in stances_of(entry):
        yield Text(f"\n{spoken(group, name)}", style="bold")
        yield Text(f"  {numbers(stance)}  ({unit_of(group, name, stance)})")
        if stance.inferred:
            yield Padding(Text(f"inferred: {stance.inferred}"), (0, 0, 0, 4))
        for item in stance.evidence:
            yield Padding(evidence(scenario, item), (0, 0, 0, 4))


def spoken(group: str, name: str) -> str:
    """What a stance is called."""
    if group == "stance":
        return name
    return "red line on the key issue" if group == "red_line" else f"{group} on {name}"


def numbers(stance: Stance) -> str:
    """Low, mode and high, and the word they come from."""
    span = f"low {number(stance.low, 2)}, mode {number(stance.mode, 2)}, high {number(stance.high, 2)}"
    word = f", coded {stance.word!r}" if stance.word else ", stated as numbers"
    return f"{span}{word}{', from its kind of actor' if stance.inherited else ''}"


def evidence(scenario: Scenario, item: str) -> Text:
    """An item of evidence: what it says, and where, how coded, who speaks, since when it was known."""
    found = scenario.evidence[item]
    where = f", paragraph {found.paragraph}" if found.paragraph is not None else ""
    line = f"{item}: {found.paraphrase}\n"
    source = f"{found.document}{where}; {found.kind}, {found.speaker}; known by {found.known_by.isoformat()}"
    return Text.assemble(line, (source, "dim"))

"""The calendar: weeks begin on Monday, things end after they start, and events lie within reach."""

from collections.abc import Iterator

from sim.faults import nearest
from sim.mending import Problem
from sim.reading import Place
from sim.schema import Event, Scenario
from sim.slots import Draft

YEAR = 366


def dates(draft: Draft) -> Iterator[Problem]:
    """Weeks begin on Monday, and things end after they start."""
    scenario, start = draft.scenario, draft.scenario.calendar.start
    if start.weekday() != 0:
        yield ("calendar", "start"), f"expected a Monday, found {start}, a {start:%A}"
    if scenario.calendar.game_end <= start:
        yield (
            ("calendar", "game_end"),
            f"expected a day after the start, {start}; found {scenario.calendar.game_end}",
        )
    for name, term in scenario.terms.items():
        if term.end < term.start:
            yield ("terms", name), f"expected start <= end, found {term.start} and {term.end}"
        for role in term.roles:
            if role not in ("mediator", "chair", "council"):
                yield ("terms", name, "roles"), f"expected mediator, chair or council, found {role!r}"
    for name, event in scenario.events.items():
        yield from event_days(("events", name), event, scenario)
    for name, sitting in scenario.calendar.sittings.items():
        place = ("calendar", "sittings", name)
        if (sitting.start is None) == (sitting.event is None):
            found = "neither" if sitting.start is None else "both"
            yield place, f"expected a start or an event; found {found}"
        if sitting.event is not None and sitting.event not in scenario.events:
            hint = nearest(sitting.event, scenario.events)
            yield (*place, "event"), f"unknown event {sitting.event!r}; {hint}"


def event_days(place: Place, event: Event, scenario: Scenario) -> Iterator[Problem]:
    """An event has a date, or low, mode and high; none lies out of reach of the scenario."""
    drawn = (event.low, event.mode, event.high)
    if event.date is not None and drawn != (None, None, None):
        yield place, "expected a date, or low, mode and high; found both"
    elif event.date is None and None in drawn:
        yield place, "expected a date, or low, mode and high; found neither whole"
    elif event.date is None and list(drawn) != sorted(d for d in drawn if d):
        yield place, f"expected low <= mode <= high, found {', '.join(map(str, drawn))}"
    if event.date is None and event.kind in ("report", "visit"):
        yield place, f"expected a date, since a {event.kind} is not drawn; found none"
    if event.kind == "visit" and (event.actor is None or event.target is None):
        yield place, "expected an actor and a target, since it is a visit; found one of them or none"
    start, horizon = scenario.calendar.start, scenario.rules.horizon
    for key, day in (("date", event.date), ("low", event.low), ("mode", event.mode), ("high", event.high)):
        if day is not None and day.toordinal() < start.toordinal() - YEAR:
            yield (*place, key), f"expected at most a year before the start, {start}; found {day}"
        if day is not None and day > horizon:
            yield (*place, key), f"expected by the horizon, {horizon}; found {day}"

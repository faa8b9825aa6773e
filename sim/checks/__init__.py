"""What must hold in a scenario beyond its schema: scales, evidence and its dates, names, the calendar."""

from collections.abc import Callable, Iterable, Iterator

from sim.checks import calendar, evidence, goals, moves, names, rules, values
from sim.mending import Problem
from sim.slots import Draft

CHECKS: tuple[Callable[[Draft], Iterable[Problem]], ...] = (
    calendar.dates,
    names.issues_named,
    names.marks_signed,
    values.stance_values,
    values.ranges,
    values.salience_sums,
    evidence.cited_in_time,
    evidence.coded,
    evidence.numbers_have_evidence,
    names.actors_named,
    names.actors_described,
    names.names_once,
    goals.outcomes,
    goals.goals_add_up,
    moves.mechanisms,
    moves.the_game,
    moves.own_tables,
)


def problems(draft: Draft) -> Iterator[Problem]:
    """Everything that is wrong beyond the schema."""
    for check in CHECKS:
        yield from check(draft)
    yield from rules.rules_fit(draft.scenario, draft.scenario.rules)

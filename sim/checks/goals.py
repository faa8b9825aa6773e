"""How a world is judged: outcomes and goals are on measures that there are, and add up."""

from collections.abc import Iterator, Mapping

from sim.faults import nearest
from sim.gauges import known as known_gauges
from sim.measures import CONDITIONS, PER_PARTY
from sim.mending import Problem
from sim.reading import Place
from sim.schema import COMMON, GOAL_ROLES, Goal, Scenario
from sim.score import PARTS
from sim.slots import Draft


def outcomes(draft: Draft) -> Iterator[Problem]:
    """Conditions are on known measures, and every finished world has a class: only the last has none."""
    parties = [name.lower() for name, actor in draft.scenario.actors.items() if "party" in actor.roles]
    known = (*CONDITIONS, *(f"{measure}{party}" for measure in PER_PARTY for party in parties))
    given: list[tuple[str, Mapping[str, object]]] = [(n, o.when) for n, o in draft.scenario.outcomes.items()]
    for i, (name, when) in enumerate(given):
        last = i == len(given) - 1
        if last and when:
            found = ", ".join(when)
            text = (
                f"is the last outcome; expected no condition, so that every world has a class; found {found}"
            )
            yield ("outcomes", name, "when"), text
        if not last and not when:
            yield (
                ("outcomes", name, "when"),
                "expected a condition, since only the last outcome has none; found none",
            )
        for key in when:
            if key not in known:
                yield ("outcomes", name, "when", key), f"unknown measure {key!r}; {nearest(key, known)}"
    for name, outcome in draft.scenario.outcomes.items():
        for key, bound in outcome.when.items():
            if bound.min is None and bound.max is None:
                yield ("outcomes", name, "when", key), "expected min or max, found neither"
            elif bound.min is not None and bound.max is not None and bound.min > bound.max:
                text = f"expected min <= max, found {bound.min:g} and {bound.max:g}"
                yield ("outcomes", name, "when", key), text


def goals_add_up(draft: Draft) -> Iterator[Problem]:
    """Goals are for roles or actors that there are, on known measures, with evidence; those of a seat add up."""
    scenario = draft.scenario
    for whose, stated in scenario.goals.items():
        at = ("goals", whose)
        if whose not in GOAL_ROLES and whose not in scenario.actors:
            hint = nearest(whose, [*GOAL_ROLES, *scenario.actors])
            yield at, f"expected a role or an actor, found {whose!r}; {hint}"
        if whose != COMMON and not 3 <= len(stated) <= 5:
            yield at, f"expected three to five goals, found {len(stated)}"
        whole, found = PARTS[COMMON if whose == COMMON else "goals"], sum(g.weight for g in stated.values())
        if abs(found - whole) > 1e-6:
            yield at, f"expected weights that sum to {whole:g}, found {found:g}"
        for name, goal in stated.items():
            yield from one_goal(scenario, (*at, name), goal)


def one_goal(scenario: Scenario, at: Place, goal: Goal) -> Iterator[Problem]:
    """A goal has a measure, a way from floor to target, and evidence."""
    measures = known_gauges(scenario.flashpoints)
    if goal.measure not in measures:
        yield (*at, "measure"), f"unknown measure {goal.measure!r}; {nearest(goal.measure, measures)}"
    if goal.target == goal.floor:
        yield at, f"expected a target that differs from the floor, found {goal.target:g} for both"
    if not goal.evidence:
        yield (*at, "evidence"), "expected evidence for the goal, found none"

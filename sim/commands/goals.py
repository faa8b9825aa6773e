"""`finalstatus goals`: what a seat plays for, and where doctrine's histories put it."""

import json
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused
from sim.commands.options import (
    DEFAULT,
    JsonOption,
    ScenarioArgument,
    SeedOption,
    SetOption,
    StrategyOption,
    find_actor,
    load_scenario,
    read_strategies,
    standard_output,
)
from sim.commands.progress import progress
from sim.commands.run import WorkersOption, WorldsOption

if TYPE_CHECKING:
    from sim.histories import Histories
    from sim.schema import Goal, Scenario

SeatArgument = Annotated[str, typer.Argument(help="An actor by id, name or alias.", metavar="SEAT")]

SAID = {
    "title_holder": "who holds the title",
    "declarer": "who would declare",
    "party": "a party",
    "title_patron": "behind who holds the title",
    "declarer_patron": "behind who would declare",
    "chair": "in the chair at the opening",
    "doubter": "a doubter",
    "pioneer": "a pioneer",
    "other": "neither a party nor a member",
}
DESIGN = "the design of the game; no report says it"


def goals(
    seat: SeatArgument,
    scenario: ScenarioArgument = DEFAULT,
    worlds: WorldsOption = 10_000,
    seed: SeedOption = 1,
    set_: SetOption = None,
    strategy: StrategyOption = None,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print what a seat plays for: each goal with its points, its measure, and what it rests on.

    Beside them stands what doctrine usually comes to in that seat, in as many histories as --worlds asks for;
    they are kept in the user's cache folder.
    """
    loaded = load_scenario(scenario, set_)
    actor = find_actor(loaded, seat)
    strategies = read_strategies(loaded, strategy)
    if "voter" in loaded.actors[actor].roles:
        raise Refused(
            f"{loaded.actors[actor].name} only votes in the Council; expected a seat that negotiates"
        )
    from sim.histories import histories

    with progress(worlds) as report:
        found = histories(loaded, worlds, seed, strategies=strategies, workers=workers, progress=report)
    said = content(loaded, found, actor)
    if as_json:
        print(json.dumps(said, ensure_ascii=False, allow_nan=False, indent=2), flush=True)
        return
    print("\n".join(lines(said, standard_output().width)), flush=True)


def content(scenario: "Scenario", found: "Histories", actor: str) -> dict[str, object]:
    """The goals of a seat and what doctrine makes of them, as plain values."""
    from sim.goals import goals as own_goals
    from sim.goals import of_role
    from sim.schema import COMMON

    stated = own_goals(scenario, found.roles)[actor]
    shared = of_role(scenario, COMMON)
    both = [(False, n, g) for n, g in stated.items()] + [(True, n, g) for n, g in shared.items()]
    low, quarter, middle, more, high = found.quantiles(actor)
    return {
        "scenario": scenario.id,
        "actor": actor,
        "name": scenario.actors[actor].name,
        "role": found.roles[actor],
        "goals": [
            {"name": name, "common": common, **goal.model_dump(exclude={"evidence"})}
            | usual(found, actor, i)
            | {"evidence": rests_on(scenario, goal)}
            for i, (common, name, goal) in enumerate(both)
        ],
        "worlds": len(found.total),
        "score": {"p05": low, "p25": quarter, "p50": middle, "p75": more, "p95": high},
    }


def usual(found: "Histories", actor: str, goal: int) -> dict[str, float | None]:
    """What doctrine comes to on a goal: the middle of what is measured, and the mean share of its points."""
    import numpy as np

    seat, slot = found.seats.index(actor), found.slot(actor, goal)
    values = found.value[:, seat, slot]
    known = values[~np.isnan(values)]
    return {
        "usual": float(np.median(known)) if len(known) else None,
        "usual_credit": float(found.credit[:, seat, slot].mean()),
    }


def rests_on(scenario: "Scenario", goal: "Goal") -> dict[str, str]:
    """What a goal cites, by id."""
    return {item: scenario.evidence[item].paraphrase for item in goal.evidence if item in scenario.evidence}


def lines(said: dict[str, object], width: int) -> list[str]:
    """The goals of a seat as text that no terminal cuts."""
    from typing import Any, cast

    from sim.score import PARTS

    own: Any = cast(Any, said)
    score = own["score"]
    out = [f"{own['name']} ({own['actor']}), {SAID[own['role']]}, in {own['scenario']}"]
    for common, title in (
        (False, f"{PARTS['goals']:g} points for its goals"),
        (True, f"{PARTS['common']:g} points for the common good, the same for all"),
    ):
        out += ["", title]
        for goal in own["goals"]:
            if goal["common"] == common:
                out += one(goal, width)
    out += [
        "",
        f"{PARTS['home']:g} points for room at home, {PARTS['word']:g} for its word, at the end of the game",
    ]
    out += [
        "",
        fill(
            f"Doctrine's {own['worlds']:,} histories of this seat: {score['p50']:.0f} points in the middle, half of "
            f"them {score['p25']:.0f} to {score['p75']:.0f}, nine in ten {score['p05']:.0f} to {score['p95']:.0f}.",
            width,
        ),
    ]
    return out


def one(goal: "dict[str, object]", width: int) -> list[str]:
    """One goal: its points and its sentence, how it is measured, where doctrine stands, what it rests on."""
    from typing import Any, cast

    g: Any = cast(Any, goal)
    reached = "not defined" if g["usual"] is None else f"{g['usual']:.3g}"
    how = (
        f"{g['measure']}: nothing up to {g['floor']:g}, all from {g['target']:g}; doctrine usually {reached}, "
        f"which is {100.0 * g['usual_credit']:.0f} % of the points on average"
    )
    if g["target"] < g["floor"]:
        how = how.replace("nothing up to", "nothing from").replace("all from", "all down to")
    cited = [f"{item}: {text}" for item, text in g["evidence"].items()] or [DESIGN]
    body = [fill(text, width, initial_indent=" " * 6, subsequent_indent=" " * 8) for text in (how, *cited)]
    return [fill(g["text"], width, initial_indent=f"{g['weight']:4g}  ", subsequent_indent=" " * 6), *body]

"""`finalstatus scorecard`: the forecasts held against what happened, poor figures as they are."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.errors import Refused
from sim.commands.options import JsonOption, SeedOption, load_scenario, print_all, standard_output
from sim.commands.progress import progress
from sim.commands.run import WorldsOption, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from sim.analysis.scorecard.card import Card
    from sim.schema import Scenario

ForecastArgument = Annotated[
    str | None,
    typer.Argument(
        help="Name or path of a scenario; by default the two forecasts, which know only what was reported by "
        "their dates.",
        metavar="[SCENARIO]",
    ),
]


def scorecard(
    scenario: ForecastArgument = None,
    worlds: WorldsOption = 10_000,
    seed: SeedOption = 1,
    as_json: JsonOption = False,
) -> None:
    """Hold the forecasts against what happened afterwards, as it was planned before.

    Nothing in the model is tuned on it. One history with dependent states: no claim of significance.
    """
    from sim.analysis.scorecard.card import NoHistory
    from sim.analysis.scorecard.plan import plan

    scenarios = [load_scenario(name) for name in (plan().forecasts if scenario is None else [scenario])]
    try:
        cards = played(scenarios, worlds, seed)
    except NoHistory as e:
        raise Refused(str(e)) from e
    except KeyboardInterrupt:
        stop("stopped before all worlds were played")
    if as_json:
        frozen_on, groups = since()
        content = {"frozen_on": frozen_on, "changed": groups, "scenarios": [plain(c) for c in cards]}
        print(json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2), flush=True)
        return
    print_all(shown(cards), standard_output())


def played(scenarios: "list[Scenario]", worlds: int, seed: int) -> "list[Card]":
    """The cards, with the progress of all worlds shown."""
    from sim.analysis.scorecard.card import scorecard as score

    cards: list[Card] = []
    with progress(worlds * len(scenarios)) as report:
        for i, scenario in enumerate(scenarios):
            cards.append(score(scenario, worlds, seed, lambda n, i=i: report(i * worlds + n)))
    return cards


def since() -> tuple[str, list[str]]:
    """When the model was frozen, and the groups of files that have changed since."""
    from sim.analysis.frozen import changed, frozen

    return frozen().date, changed()


def shown(cards: "list[Card]") -> "Iterator[RenderableType]":
    """Everything that is printed, from top to bottom."""
    from rich.text import Text

    from sim.analysis.scorecard.logged import frozen_scores
    from sim.analysis.scorecard.tables import tables

    for card in cards:
        yield from tables(card, frozen_scores(card.scenario.id))
        yield Text()
    yield Text(freeze())


def freeze() -> str:
    """What has changed since the model was frozen, and whether that moved results."""
    from sim.analysis.frozen import FORECASTS, fingerprint, frozen
    from sim.analysis.scorecard.plan import plan

    date, groups = since()
    planned = (
        f"'Frozen' are the scores of {plan().worlds:,} worlds, seed {plan().seed}, of the model of {date}"
    )
    same = all(fingerprint(name) == frozen().fingerprints[name] for name in FORECASTS)
    moved = (
        "its worlds are still the same"
        if same
        else "its worlds are no longer the same (scenarios/SCORES.toml)"
    )
    files = (
        f"changed since: {', '.join(groups)}" if groups else "none of the files that were hashed has changed"
    )
    return f"{planned}; {files}; {moved}."


def plain(card: "Card") -> dict[str, object]:
    """A card as plain values; null where something is not defined."""
    from sim.analysis.scorecard.logged import frozen_scores
    from sim.analysis.scorecard.plan import plan

    then = frozen_scores(card.scenario.id)
    return {
        "scenario": card.scenario.id,
        "of_the_plan": card.scenario.id in plan().forecasts,
        "worlds": card.worlds,
        "seed": card.seed,
        "scores": {
            row.score.id: {
                "plan": row.score.line,
                "better": "higher" if row.score.high else "lower",
                "now": row.now,
                "monte_carlo_error": row.error,
                "frozen": then.get(row.score.id),
                "one_left_out": dict(row.left_out),
                "own_worlds_as_bad": row.own,
                "own_worlds_mean": row.own_mean,
                "baselines": dict(row.beside),
            }
            for row in card.rows
        },
        "members_brier_by_date": {
            name: {str(d): float(v) for d, v in zip(plan().dates, values, strict=True)}
            for name, values in card.dates.items()
        },
        "recognises_by_last_date": dict(card.chances),
    }

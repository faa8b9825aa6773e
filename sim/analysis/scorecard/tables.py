"""A card as tables for a terminal. Nothing here prints."""

from collections.abc import Iterator, Mapping

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from sim.analysis.scorecard.baselines import NOTHING
from sim.analysis.scorecard.card import Card, Row
from sim.analysis.scorecard.plan import plan
from sim.schema import Scenario
from sim.tables import day, percent, plain_table, titled

READ = (
    "Lower is better, but for order: 1 best, 0.5 no idea. ± is the standard error from the number of worlds "
    "alone. 'One left out' is the range over the members, each left out once. 'Own' is the share of the "
    "model's own worlds that would have scored as badly or worse, had they been history: near 0 % history "
    "surprised the model more than its own worlds do. 'Best other' is the best baseline (below). Log scores "
    "are of probabilities kept {margin:g} from certainty."
)
ONE_HISTORY = (
    "This is one history with {members} states that watched one another. Nothing here tests significance or "
    "shows that the probabilities are calibrated."
)
BESIDE = (
    "A baseline says who recognises, not when: it holds its probabilities at every date, before a declaration "
    "too. So read the dates one by one below: over all of them the model gains by expecting no recognition "
    "before it expects a declaration. n is not of the plan."
)


def letters() -> dict[str, str]:
    """A letter for each baseline."""
    return {**dict(zip(plan().baselines, "abcdefghijklm", strict=False)), NOTHING: "n"}


def tables(card: Card, frozen: Mapping[str, float]) -> Iterator[RenderableType]:
    """Everything that is printed of a scenario.

    frozen   the frozen model's scores by id, empty where there are none
    """
    note = not_of_the_plan(card.scenario)
    yield Group(
        Text(card.scenario.title, style="bold"),
        Text(
            f"{card.scenario.id}: {card.worlds:,} worlds, seed {card.seed}; held against {card.history.title}"
        ),
        *([Text(note, "bold")] if note else []),
    )
    yield score_table(card, frozen)
    yield baseline_table(card)
    yield date_table(card)
    yield Text(f"\n{surprises(card)}")
    yield Text(ONE_HISTORY.format(members=len(card.chances)))
    for line in doubts(card):
        yield Text(line, "dim")


def not_of_the_plan(scenario: Scenario) -> str | None:
    """Why a scenario is no honest forecast; None for the two that are."""
    if scenario.id in plan().forecasts:
        return None
    start, known = scenario.calendar.start, scenario.information_date
    why = f": it opens on {day(start)} and knows what was said until {day(known)}" if known > start else ""
    return f"No honest forecast, and not of the plan{why}."


def score_table(card: Card, frozen: Mapping[str, float]) -> Group:
    """A row per score."""
    table = plain_table("score", "now", "frozen", "one left out", "own", "best\nother")
    for row in card.rows:
        own = "-" if row.own is None else f"{100 * row.own:.0f} %"
        error = (
            "" if row.error is None else f" ±{figure(row.error)}".replace("±0.", "±.").replace("<0.", "<.")
        )
        then = figure(frozen.get(row.score.id))
        table.add_row(row.score.name, f"{figure(row.now)}{error}", then, left_out(row), own, best(row))
    return Group(titled("Scores", table), Text(READ.format(margin=plan().kept_from_certainty), "dim"))


def figure(value: float | None) -> str:
    """A score with three decimals, two from 10 on; what is not nothing never looks like it.

    >>> figure(0.13721), figure(0.00001), figure(12.3456), figure(None)
    ('0.137', '<0.001', '12.35', '-')
    """
    if value is None:
        return "-"
    if 0.0 < value < 0.0005:
        return "<0.001"
    return f"{value:.3f}" if value < 10.0 else f"{value:.2f}"


def left_out(row: Row) -> str:
    """The range of a score when one member is left out."""
    values = row.left_out.values()
    return f"{figure(min(values))}-{figure(max(values))}" if values else "-"


def best(row: Row) -> str:
    """The best of the plan's baselines with its letter; of an event none speaks, so who knows nothing."""
    said = {name: v for name, v in row.beside.items() if name != NOTHING} or row.beside
    if not said:
        return "-"
    name = (max if row.score.high else min)(said, key=lambda name: said[name])
    return f"{figure(said[name])} {letters()[name]}"


def baseline_table(card: Card) -> Group:
    """A row per baseline, and the scores that it can be given."""
    shown = [row for row in card.rows if row.score.states]
    table = plain_table("forecaster", *(row.score.name.strip().replace(", ", "\n") for row in shown))
    table.columns[0].no_wrap = False
    table.add_row("  the model", *(figure(row.now) for row in shown), style="bold")
    for name, letter in letters().items():
        table.add_row(f"{letter} {name}", *(figure(row.beside.get(name)) for row in shown))
    return Group(titled("Beside the baselines", table), Text(BESIDE, "dim"))


def date_table(card: Card) -> Group:
    """The members' Brier score at each date."""
    known = letters()
    table = plain_table("by", "model", *known.values())
    for i, when in enumerate(plan().dates):
        table.add_row(day(when), *(figure(float(card.dates[name][i])) for name in ("model", *known)))
    return Group(
        titled("Members, Brier score date by date", table), Text(f"{earned(card)} {beaten(card)}".strip())
    )


def earned(card: Card) -> str:
    """Whether dynamics earn their place, date by date, beside every baseline; and where the model is worst."""
    model, told = card.dates["model"], list[str]()
    beaten = np.zeros(len(plan().dates), dtype=np.bool_)
    for name, letter in letters().items():
        better = np.array(card.dates[name]) < np.array(model)
        beaten |= better
        if better.any():
            told.append(f"{letter} at {int(better.sum())}")
    many = f"{int(beaten.sum()) or 'none'} of {len(plan().dates)} dates"
    shown = f" ({', '.join(told)})" if told else ""
    return f"Some baseline scores better than the model at {many}{shown}."


def beaten(card: Card) -> str:
    """The scores on which some baseline, or knowing nothing, does better than the model."""
    worse: list[str] = []
    for row in card.rows:
        others = row.beside.values()
        if others and ((max(others) > row.now) if row.score.high else (min(others) < row.now)):
            worse.append(row.score.name.strip())
    return (
        f"On {' and '.join(worse)} the model does worse than one of them, or than knowing nothing."
        if worse
        else ""
    )


def surprises(card: Card) -> str:
    """The members that went the other way than the model held more likely, the worst first."""
    last = plan().dates[-1]
    went = {
        m for m in card.chances if m in card.history.recognised and card.history.recognised[m].date <= last
    }
    stayed = [(p, m) for m, p in card.chances.items() if m not in went and p > 0.5]
    came = [(p, m) for m, p in card.chances.items() if m in went and p < 0.5]
    return (
        f"By {day(last)} held likelier than not to recognise, and did not: {named(card, sorted(stayed)[::-1])}. "
        f"Held unlikelier, and did: {named(card, sorted(came))}."
    )


def named(card: Card, found: list[tuple[float, str]]) -> str:
    """Members by name with the model's probability."""
    return ", ".join(f"{card.scenario.actors[m].name} ({percent(p)})" for p, m in found) or "nobody"


def doubts(card: Card) -> Iterator[str]:
    """What the sources leave open, as far as it can move a score."""
    history = card.history
    facts = {
        "the Council's answer": history.council,
        "the mission": history.mission,
        "violence": history.violence,
    }
    for name, fact in facts.items():
        if fact.doubtful:
            yield f"Doubtful in the sources, {name}: {fact.doubtful}."
    states = {m: history.recognised[m] for m in card.chances if m in history.recognised}
    unsure = [card.scenario.actors[m].name for m, fact in states.items() if fact.doubtful]
    if unsure:
        yield f"Doubtful days, of recognition: {', '.join(unsure)}."

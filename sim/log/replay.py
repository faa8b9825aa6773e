"""Playing a log again: the table of its header, and every line that stands, which must bring what it brought."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from sim.acts import ActError
from sim.faults import IllegalMove, LogError, ScenarioError, StrategyError
from sim.log.lines import PERSON, Advised, Event, Header, Played, Seated, Submitted, Withdrawn
from sim.log.reading import parse, read
from sim.log.whole import Log
from sim.schema import Scenario
from sim.storage import own_version
from sim.strategies import STRATEGIES, Strategy
from sim.table import Table


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 of a scenario as loaded, with what was laid over it."""
    # a key that is new, and stands at its default, changes no game
    plain_values = scenario.model_dump(mode="json", exclude_defaults=True)
    content = json.dumps(plain_values, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def header_of(table: Table, source: str | None, strategies: Mapping[str, str], level: str = "") -> Header:
    """The first line of a game's log.

    source       name or path of the scenario, None if it was handed over
    strategies   names of strategies by seat, where they are not doctrine
    """
    return Header(
        scenario=table.scenario.id,
        source=source,
        hash=scenario_hash(table.scenario),
        rules=dict(table.scenario.settings),
        seed=table.seed,
        world=table.world,
        weeks=table.weeks,
        strategies=dict(strategies),
        humans=list(table.first_humans),
        letters=table.letters,
        level=level,
        finalstatus=own_version(),
        numpy=np.__version__,
    )


def table_of(
    header: Header,
    scenario: Scenario | str | None = None,
    strategies: Mapping[str, Strategy] | None = None,
    name: str = "the log",
) -> Table:
    """The game of a header, at its opening.

    scenario     the scenario that the game is expected to be of; None for what the header says
    strategies   functions for the strategies that the log names but that are not listed

    LogError: it is of another scenario, or the scenario has changed since, or a strategy is not known.
    """
    source = scenario if scenario is not None else header.source
    if source is None:
        raise LogError(
            f"{name}: expected the scenario {header.scenario!r} to be handed over; the log names no file"
        )
    try:
        there = {} if isinstance(source, str) else source.settings
        table = Table(
            source,
            header.seed,
            header.world,
            rules={key: value for key, value in header.rules.items() if there.get(key) != value},
            strategies={
                seat: known(plays, seat, strategies or {}, name) for seat, plays in header.strategies.items()
            },
            humans=header.humans,
            weeks=header.weeks,
            letters=header.letters,
        )
    except ScenarioError as e:
        raise LogError(f"{name}: the scenario {source!r} cannot be loaded: {e.faults[0]}") from None
    except (IllegalMove, ValueError) as e:
        raise e if isinstance(e, LogError) else LogError(f"{name}, line 1: {e}") from None
    if table.scenario.id != header.scenario:
        raise LogError(f"{name}: expected a game of {table.scenario.id!r}, found one of {header.scenario!r}")
    if scenario_hash(table.scenario) != header.hash:
        raise LogError(
            f"{name}: expected the scenario {header.scenario!r} as it was when the game began; it has changed since"
        )
    return table


def known(plays: str, seat: str, given: Mapping[str, Strategy], name: str = "the log") -> Strategy:
    """A strategy that a log names: a listed one, or one that the caller hands over. A log never loads code."""
    if seat in given:
        return given[seat]
    if plays not in STRATEGIES:
        raise LogError(
            f"{name}: {seat} is played by {plays!r}, which a log cannot load; hand the strategy over"
        )
    return STRATEGIES[plays]


def apply(table: Table, event: Event, where: str, strategies: Mapping[str, Strategy] | None = None) -> None:
    """Play one line of a log at a table. LogError: it does not follow from the lines before."""
    if isinstance(event, Submitted | Withdrawn | Played | Seated | Advised) and (event.week, event.beat) != (
        table.week,
        table.beat,
    ):
        raise LogError(
            f"{where}: expected week {table.week}, {table.beat}; found week {event.week}, {event.beat}"
        )
    try:
        if isinstance(event, Submitted):
            table.submit(event.seat, event.acts)
        elif isinstance(event, Withdrawn):
            table.withdraw(event.seat)
        elif isinstance(event, Seated) and event.by == PERSON:
            table.free(event.seat)
        elif isinstance(event, Seated):
            table.take_over(event.seat, known(event.by, event.seat, strategies or {}))
        elif isinstance(event, Played):
            table.step()
            agrees(table, event, where)
    except (ActError, IllegalMove, StrategyError) as e:
        raise LogError(f"{where}: cannot be played again: {e}") from None


def agrees(table: Table, event: Played, where: str) -> None:
    """LogError: the beat brings other news than when it was played, since the rules have changed."""
    if table.news != event.news:
        raise LogError(
            f"{where}: week {event.week} goes otherwise than when it was played; the game is one of other rules"
        )


def replay(
    log: Log | Sequence[bytes | str] | Path,
    *,
    scenario: Scenario | str | None = None,
    strategies: Mapping[str, Strategy] | None = None,
    start: Table | None = None,
) -> Table:
    """Play the lines of a log again: a whole log or a prefix of it; the table as it then was.

    log          a log, its lines, or the file that it is in
    scenario     as `table_of`; so is `strategies`
    start        a table of the same game, which saves drawing the world again

    LogError: the log is damaged, or does not play.
    """
    if isinstance(log, Path):
        log = read(log)
    elif not isinstance(log, Log):
        log = parse(b"".join(one.encode() if isinstance(one, str) else one for one in log))
    table = table_of(log.header, scenario, strategies, log.name) if start is None else start.anew()
    for line, event in log.standing():
        apply(table, event, f"{log.name}, line {line}", strategies)
    return table

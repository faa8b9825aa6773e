"""The same story beside what happened, line by line. Only here does the game read the history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from game.debrief.words import BESIDE
from game.session import Session
from game.text.deeds import package
from game.text.phrases import day
from sim.analysis.history import Fact, History, history_of
from sim.analysis.scorecard.courses import ANSWER_OF, ANSWERS
from sim.arrays import NEVER
from sim.measures import QUARTER
from sim.setting import Setting
from sim.state import State


@dataclass(frozen=True)
class Row:
    """One thing, as it came out here and as it did then."""

    what: str
    here: str
    then: str
    doubtful: str = ""
    """what the sources leave open"""
    source: str = ""


def rows(session: Session) -> list[Row]:
    """The game beside the history, up to the last day of the game; nothing where no history tells of its parties."""
    history = history_of(session.table.scenario)
    return list(compared(session, history)) if history else []


def compared(session: Session, history: History) -> Iterator[Row]:
    """The rows, one after the other."""
    scenario, setting, state = session.table.scenario, session.setting, session.table.ended
    b, end = BESIDE, scenario.calendar.game_end
    signed = b["signed"].format(which=package(scenario, setting, setting.packages[int(state.agreed)]))
    reached = b["yes"] if history.agreement.reached else b["none"]
    by = day(history.agreement.by)
    yield fact(
        b["agreement"].format(day=by), signed if state.agreed >= 0 else b["none"], reached, history.agreement
    )
    declared = week(setting, int(state.declared_week))
    yield fact(b["declaration"], declared, day(history.declaration.date), history.declaration)
    yield from recognisers(setting, state, history, end)
    mission = day(history.mission.date) if history.mission.date else b["never"]
    yield fact(b["mission"], week(setting, int(state.mission_week)), mission, history.mission)
    yield fact(b["council"], council(state), history.council.answer, history.council)
    home = scenario.actors[history.title_holder].name
    won = {-1: b["no vote"], 0: b["government"], 1: b["challenger"]}
    yield fact(
        b["election"].format(where=home), won[int(state.challenger_won)], won[int(history.election.challenger_won)],
        history.election,
    )  # fmt: skip
    place = scenario.flashpoints[history.violence.flashpoint].name
    what = b["violence"].format(place=place, weeks=QUARTER)
    then = b["yes"] if history.violence.happened else b["no"]
    yield fact(what, violence(setting, state, history.violence.flashpoint), then, history.violence)


def fact(what: str, here: str, then: str, found: Fact) -> Row:
    """A row with what is known of the other side."""
    return Row(what, here, then, found.doubtful or "", found.source)


def week(setting: Setting, when: int) -> str:
    """A week in words, or never."""
    if when >= min(NEVER, setting.weeks):
        return BESIDE["never"]
    return BESIDE["week"].format(day=day(setting.calendar[when]))


def recognisers(setting: Setting, state: State, history: History, end: date) -> Iterator[Row]:
    """How many had recognised by the last day of the game, and who did so in one of the two stories alone.

    Compared are the states that the history records.
    """
    able = [who for who in setting.actors if who in history.states]
    here = {who for who in able if state.recognised_week[setting.actors.index(who)] < state.week}
    then = {who for who in able if who in history.recognised and history.recognised[who].date <= end}
    b = BESIDE
    yield Row(b["recognised"].format(day=day(end)), counted(setting, here), counted(setting, then))
    yield Row(b["only here"], named(setting, here - then), "")
    yield Row(b["only then"], "", named(setting, then - here))


def counted(setting: Setting, who: set[str]) -> str:
    """States counted, members apart."""
    members = int(setting.member[[setting.actors.index(one) for one in sorted(who)]].sum()) if who else 0
    return BESIDE["count"].format(count=len(who), members=members) if who else BESIDE["nobody"]


def named(setting: Setting, who: set[str]) -> str:
    """States by name, in the order of the scenario."""
    return (
        ", ".join(n for a, n in zip(setting.actors, setting.names, strict=True) if a in who)
        or BESIDE["nobody"]
    )


def council(state: State) -> str:
    """What the Council answered, in the words that the history is kept in."""
    if state.cover:
        return ANSWERS[0]
    code = int(state.council)
    return ANSWERS[ANSWER_OF[code]] if code in ANSWER_OF else BESIDE["no answer"]


def violence(setting: Setting, state: State, place: str) -> str:
    """Whether a flashpoint caught fire within thirteen weeks of the declaration."""
    if int(state.declared_week) >= NEVER:
        return BESIDE["not declared"]
    lit = int(np.asarray(state.flash_week)[setting.flashpoints.index(place)])
    since = lit - int(state.declared_week)
    return BESIDE["yes" if lit < setting.weeks and 0 <= since < QUARTER else "no"]


def lines(session: Session) -> Iterator[str]:
    """The rows as sentences."""
    found = rows(session)
    history = history_of(session.table.scenario)
    if history is None:
        yield BESIDE["no history"]
        return
    yield BESIDE["head"].format(title=history.title)
    for row in found:
        if row.here and row.then:
            yield "  " + BESIDE["line"].format(what=row.what, here=row.here, then=row.then)
        else:
            yield f"  {row.what}: {row.here or row.then}."


__all__ = ["Row", "lines", "rows"]

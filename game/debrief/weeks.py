"""A finished game week by week, from its log: headlines, notes, and what the seat did."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from game.calls import known_to
from game.press import Press
from game.session import Session
from game.text.deeds import deed
from game.text.phrases import day, note
from game.text.words import BEATS
from sim.log.lines import Played, Submitted
from sim.log.replay import apply
from sim.table import Table


@dataclass
class Week:
    """What a seat heard, read and did in a week."""

    day: str
    """its Monday in words"""
    headlines: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])
    """to it"""
    acts: list[tuple[str, list[str]]] = field(default_factory=list[tuple[str, list[str]]])
    """by beat, in words"""

    @property
    def quiet(self) -> bool:
        """Was there nothing to tell?"""
        return not (self.headlines or self.notes or self.acts)


def weeks(session: Session, seat: str) -> Iterator[Week]:
    """The weeks of a game in order, those in which nothing happened left out. It is played again from its log."""
    table, scenario, setting = session.table.anew(), session.table.scenario, session.setting
    press = Press(scenario, setting, session.table.seed)
    now = Week(day(setting.calendar[0]))
    heard: list[dict[str, object]] = []
    for line, event in session.log.standing():
        apply(table, event, f"{session.log.name}, line {line}", {})
        if isinstance(event, Submitted) and event.seat == seat and event.acts:
            told = [deed(scenario, setting, act, "done") for act in event.acts]
            now.acts.append((BEATS[event.beat].partition(":")[0], told))
        if not isinstance(event, Played):
            continue
        heard += [item for item in event.news if known_to(seat, item)]
        if event.beat == "talk":
            now.notes = received(table, seat)
        if event.beat == "decide":
            now.headlines = [one.text for one in press.week(event.week, heard)]  # type: ignore[arg-type]
            if not now.quiet:
                yield now
            heard = []
            now = Week(day(setting.calendar[min(event.week + 1, setting.weeks - 1)]))


def received(table: Table, seat: str) -> list[str]:
    """The notes to a seat that lie on the table."""
    desk = None if table.finished else table.view(seat).desk
    if desk is None:
        return []
    setting = table.setting
    own = setting.names[setting.actors.index(seat)]
    return [
        note(
            setting,
            setting.names[sender],
            own,
            *(field[0, sender, slot].tolist() for field in (desk.inbox, desk.inbox_a, desk.inbox_b)),
        )
        for sender, slot in np.argwhere(desk.inbox[0][..., 0] > 0).tolist()
    ]


__all__ = ["Week", "weeks"]

"""What came of the talks, of the Council, of the members' table, of the vote at home and of the calendar."""

from collections.abc import Iterator

import numpy as np

from sim.arrays import BALLOTS, PRACTICAL
from sim.news.fact import News, names, new
from sim.setting import Setting
from sim.state import State

ANSWERS = ("", "blocked", "short of votes", "more talks", "endorsed", "a ground in law", "took note")
"""What the Council can answer, by `State.council`."""
BANDS = (30.0, 45.0, 60.0, 75.0)
"""Tension at which a new word is needed for it, points."""


def process(setting: Setting, before: State, after: State) -> Iterator[News]:
    """An agreement, the Council's answer, the mission, the domestic vote, the path."""
    if after.agreed >= 0 and before.agreed < 0:
        yield {"what": "agreed", "which": setting.packages[int(after.agreed)]}
    later = after.moved_meeting != before.moved_meeting or after.waiting >= 0 > before.waiting
    if later and after.week > before.week:
        yield {"what": "put off"}
    if after.council != before.council:
        yield {"what": "council", "which": ANSWERS[int(after.council)]}
    if after.exhausted and not before.exhausted:
        yield {"what": "exhausted"}
    if after.mission_week != before.mission_week:
        yield {"what": "mission"}
    if after.path_signed and not before.path_signed:
        yield {"what": "path"}
    if after.challenger_won >= 0 and before.challenger_won < 0:
        yield {"what": "election", "which": "challenger" if after.challenger_won else "government"}


def talks(setting: Setting, before: State, after: State) -> Iterator[News]:
    """A session without a result, a text on the table, who left it, practical deals, a date that passes."""
    if after.sessions > before.sessions and after.agreed < 0:
        yield {"what": "session"}
    if after.texts > before.texts and after.last_text >= 0:
        yield {"what": "text", "which": setting.packages[int(after.last_text)]}
    if (who := new(before.walked_out, after.walked_out)).any():
        yield {"what": "walked out", "who": names(setting, who)}
    for matter in np.flatnonzero(new(before.practical_done, after.practical_done)).tolist():
        yield {"what": "practical", "which": PRACTICAL[matter]}
    if after.week > before.week == before.deadline and after.agreed < 0:
        yield {"what": "deadline"}
    if after.deadline > before.deadline:
        yield {"what": "deadline moved"}
    if (who := new(before.report_note, after.report_note)).any():
        yield {"what": "note", "who": names(setting, who)}


def texts(setting: Setting, before: State, after: State) -> Iterator[News]:
    """What is to be voted on: drafts in the Council, the chair's lines."""
    if after.drafted >= 0 > before.drafted and after.drafter >= 0:
        who = [setting.actors[int(after.drafter)]]
        yield {"what": "draft", "who": who, "which": BALLOTS[int(after.drafted)]}
    if after.lined >= 0 > before.lined:
        yield {
            "what": "line",
            "who": names(setting, setting.chair[before.week]),
            "which": BALLOTS[int(after.lined)],
        }


def climate(setting: Setting, before: State, after: State) -> Iterator[News]:
    """Tension that needs another word, a chair that passes on."""
    was, now = (sum(float(state.tension) >= band for band in BANDS) for state in (before, after))
    if now != was:
        yield {"what": "tension", "which": "up" if now > was else "down"}
    last = len(setting.chair) - 1
    chairs = [setting.chair[min(state.week, last)] for state in (before, after)]
    if new(*chairs).any():
        yield {"what": "chair", "who": names(setting, new(*chairs))}

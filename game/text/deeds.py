"""What a seat did, would do or would have done, as part of a sentence."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, cast

from game.text.phrases import day, number, term
from game.text.words import BALLOTS, DEED, DEEDS
from sim.acts import Act, term_of
from sim.schema import Scenario
from sim.setting import Setting
from sim.typed import said

Form = Literal["do", "done"]
MOST = 4
"""Acts that are told in one sentence; the rest is counted."""


def deeds(scenario: Scenario, setting: Setting, acts: Sequence[Act], form: Form) -> str:
    """Acts in a row: `lobby Spain for recognition and consult at home`."""
    told = list(dict.fromkeys(deed(scenario, setting, act, form) for act in acts))
    if len(told) > MOST:
        told = [*told[: MOST - 1], DEED["more"].format(count=len(told) - MOST + 1)]
    *some, last = told
    return DEED["and"].format(some=", ".join(some), last=last) if some else last


def deed(scenario: Scenario, setting: Setting, act: Act, form: Form) -> str:
    """One act, after `would` or as what was done."""
    word = str(act["move"])
    named = next((key for value in act.values() if (key := f"{word} {value}") in DEEDS), word)
    values = {name: shown(scenario, setting, name, value) for name, value in act.items()}
    if named not in DEEDS:
        return DEED[form].format(line=said(act))
    return DEEDS[named][0 if form == "do" else 1].format_map(values)


def shown(scenario: Scenario, setting: Setting, name: str, value: Any) -> str:
    """One value of an act in words."""
    if isinstance(value, Mapping):
        return term(setting, term_of(setting, dict(cast(Mapping[str, object], value)), name))
    if isinstance(value, list):
        return ", ".join(shown(scenario, setting, name, one) for one in cast(list[object], value))
    text = number(value) if isinstance(value, float) else str(value)
    if name in ("target", "to"):
        text = setting.names[setting.actors.index(text)]
    elif name in ("day", "until"):
        text = day(date.fromisoformat(text))
    elif name in ("package", "packages"):
        text = package(scenario, setting, text)
    return BALLOTS.get(text, text.replace("_", " "))


def package(scenario: Scenario, setting: Setting, which: str) -> str:
    """What a package is called."""
    if scenario.pact and setting.pact >= 0 and which == setting.packages[setting.pact]:
        return scenario.pact.name
    marks = scenario.issues[setting.issues[setting.key]].marks
    return marks[which].name if which in marks else which


__all__ = ["deed", "deeds"]

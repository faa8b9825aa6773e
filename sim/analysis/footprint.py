"""What the worlds of an arm leave behind: a hash of their events, one of every amount, how often they agree on what."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.analysis.units import NUMBER, SHARE, WEEK, unit
from sim.arrays import Array, Index
from sim.measures import Finished
from sim.schema import Scenario
from sim.setting import Setting

JUDGED = ("pact_suits_", "ripe_weeks")
"""Beginnings of measures that are counted in worlds or weeks and yet are no events: they say what somebody thinks."""

UNRATIFIED = "signed, and not in force"


@dataclass
class Footprint:
    """The worlds of an arm, added block by block.

    Two arms have the same `events` if in every world the same happens in the same week: how it ends, what is
    agreed when, who recognises and who backs the mission, every vote, incident and place of trouble. What never
    happens in a block leaves no trace, so a rule that adds a measure changes no hash by that alone.
    """

    scenario: Scenario
    setting: Setting
    events: Any = field(default_factory=hashlib.sha256)
    amounts: dict[str, Any] = field(default_factory=dict[str, Any])
    positive: Counter[str] = field(default_factory=Counter)
    """worlds in which a measure is above nought"""
    agreed: int = 0
    """worlds in which something is agreed, the pact among it"""
    marks: Counter[str] = field(default_factory=Counter)
    """how often each thing was agreed"""

    def add(self, part: Finished) -> None:
        """The next worlds."""
        for name, codes in events(self.scenario, self.setting, part):
            if codes.any():
                self.events.update(f"{name}\n".encode() + codes.astype("<i8").tobytes())
        for name, values in part.measures.items():
            kept = values.astype("<f8") + 0.0  # + 0.0: a negative zero is a zero
            self.amounts.setdefault(name, hashlib.sha256()).update(kept.tobytes())
            self.positive[name] += int((kept > 0).sum())
        self._agreed(part)

    def _agreed(self, part: Finished) -> None:
        found = part.measures
        when, pact = found.get("agreement_week"), found.get("pact")
        if when is None or pact is None:
            return
        agreed = ~np.isnan(when)
        self.agreed += int(agreed.sum())
        self.marks["pact"] += int((agreed & (pact > 0)).sum())
        places = found["status"][agreed & (pact <= 0)]
        self.marks[UNRATIFIED] += int(np.isnan(places).sum())
        values, counts = np.unique(places[~np.isnan(places)], return_counts=True)
        for value, count in zip(values.tolist(), counts.tolist(), strict=True):
            self.marks[mark_name(self.scenario, self.setting, value)] += count

    def commonest(self) -> tuple[str, float] | None:
        """What is agreed most often, and its share of what is agreed; None where nothing is."""
        if not self.agreed:
            return None
        name, count = max(self.marks.items(), key=lambda item: item[1])
        return (pact_name(self.scenario) if name == "pact" else name), count / self.agreed

    def digest(self) -> str:
        """The hash of the events, SHA-256."""
        return self.events.hexdigest()

    def unlike(self, other: "Footprint") -> list[str]:
        """Measures that are not the same in every world of both; those of one of them alone are left out."""
        mine, theirs = self.amounts, other.amounts
        return [n for n in mine if n in theirs and mine[n].digest() != theirs[n].digest()]


def events(scenario: Scenario, setting: Setting, part: Finished) -> list[tuple[str, Index]]:
    """What happens in each world, as whole numbers by name; 0 for what does not. (world,)"""
    out = [(f"outcomes.{id_}", (part.outcome == i) * 1) for i, id_ in enumerate(scenario.outcomes)]
    for name, values in sorted(part.measures.items()):
        if name == "status" or (unit(name) in (SHARE, NUMBER, WEEK) and not name.startswith(JUDGED)):
            out.append((name, code(values, name.endswith("_week") or name == "status")))
    for i in np.flatnonzero(setting.recogniser | setting.member).tolist():
        week = part.recognised_week[:, i]
        out.append((f"recognised.{setting.actors[i]}", np.where(week < setting.weeks, week + 1, 0)))
    voters = np.flatnonzero(setting.member).tolist()
    return out + [(f"mission.{setting.actors[i]}", code(part.mission_backed[:, i], True)) for i in voters]


def code(values: Array, late: bool) -> Index:
    """Values as whole numbers, in thousandths.

    late   nought is something that happens, and 0 stands for what is not defined; else -1 does

    >>> code(np.array([0.0, 3.0, np.nan]), True).tolist(), code(np.array([0.0, 1.0, np.nan]), False).tolist()
    ([1, 3001, 0], [0, 1000, -1])
    """
    undefined = np.isnan(values)
    whole = np.rint(np.where(undefined, 0.0, values) * 1000).astype(np.int64)
    return np.where(undefined, 0 if late else -1, whole + int(late))


def mark_name(scenario: Scenario, setting: Setting, value: float) -> str:
    """What a place on the key issue is called: its mark, or the number where it lies between marks."""
    marks = scenario.issues[setting.issues[setting.key]].marks
    return next((m.name for m in marks.values() if m.value == value), f"{value:.0f}")


def pact_name(scenario: Scenario) -> str:
    """What the pact is called."""
    return scenario.pact.name if scenario.pact else "pact"

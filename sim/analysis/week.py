"""A week of one world, as those who tell it have it before them. Arrays are those of one world, `(actor,)`."""

from dataclasses import dataclass
from datetime import timedelta

from sim.arrays import Mask, Votes
from sim.schema import Scenario
from sim.setting import Setting
from sim.state import Moves, State, Traits

TEXTS = (
    "more talks",
    "endorsing independence",
    "calling the talks exhausted",
    "the mission",
    "recognising together",
    "a mission under the resolution in force",
    "taking note",
    "a line on timing",
    "holding out the path",
)
"""What is voted on, in the order of `sim.arrays.BALLOTS`."""


@dataclass(frozen=True)
class Week:
    """A week of one world: the state it began with, opened, talked over and decided, and what seats did."""

    scenario: Scenario
    setting: Setting
    traits: Traits
    began: State
    talked: State
    ended: State
    said: Moves
    """moves of the talk beat, as far as they were open and paid for"""
    did: Moves
    """moves of the decide beat, likewise"""

    @property
    def number(self) -> int:
        """Weeks since the start."""
        return self.began.week

    def who(self, mask: Mask) -> str:
        """The names of some actors."""
        return listed([name for name, on in zip(self.setting.names, mask, strict=True) if on])

    def package(self, index: int) -> str:
        """What a package is called."""
        name = self.setting.packages[index]
        if index == self.setting.pact and self.scenario.pact:
            return self.scenario.pact.name
        issue = self.scenario.issues[self.setting.issues[self.setting.key]]
        mark = issue.marks.get(name)
        return mark.name if mark else f"{issue.name.lower()} at {name}"

    def day(self, week: int) -> str:
        """The Monday of a week, in words."""
        monday = self.setting.start + timedelta(weeks=week)
        return f"{monday.day} {monday:%B %Y}"

    def ballot(self, which: int, voters: Mask) -> str:
        """How a vote went: numbers, and the names of those who stood aside or against if they are few."""
        vote: Votes = self.did.ballots[:, which]
        yes, idle, no = (voters & on for on in (vote > 0, vote == 0, vote < 0))
        parts = [f"{int(yes.sum())} for"]
        for mask, word in ((idle, "abstaining"), (no, "against")):
            if mask.any():
                parts.append(f"{int(mask.sum())} {word}{f': {self.who(mask)}' if mask.sum() <= 8 else ''}")
        return "; ".join(parts)


def listed(names: list[str]) -> str:
    """Names in a sentence.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nobody"

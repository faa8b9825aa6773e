"""Headlines: sentences of our own made from the news of a game, week by week, none told again within six weeks.

Which sentence an event gets depends on the game alone: the least used one of its kind that can be filled, by the
number of the game and the week where several are. A headline says who acted, what was done and what follows by the
rules; it gives no cause, since why a state acted is known at the debrief only.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from string import Formatter
from zlib import crc32

import numpy as np

from game.strings import lists
from game.text.phrases import day
from game.text.words import BALLOTS as BALLOT_NAMES
from game.text.words import IN_WEEK, TERMS, THE_END
from sim.arrays import BALLOTS
from sim.news import News
from sim.rules.deeds import AT_COUNCIL
from sim.schema import Scenario
from sim.setting import Setting

AGAIN = 6
"""Weeks after which a sentence may be used again."""
MOST_NAMED = 5
"""Names in one headline; the rest is counted."""
UNTOLD = frozenset({"council", "came out", "hint", "lie"})
"""What other headlines tell, or what is not public."""
SPLIT: Mapping[str, Callable[[News], str]] = {
    "election": lambda item: str(item["which"]),
    "measures": lambda item: str(item["which"]),
    "spoke": lambda item: str(item["how"]),
    "tension": lambda item: str(item["which"]),
    "recognised": lambda item: "many" if len(item["who"]) > 1 else "one",
    "vote": lambda item: f"{body(item)} {item['how']}",
}
"""Of which events there are several kinds, and which this is."""
NUMBER = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
"""A verb for one and for several, as `[says|say]`."""


@dataclass(frozen=True)
class Headline:
    """One sentence of the press."""

    week: int
    kind: str
    text: str
    terms: Mapping[str, str]
    """the facts that it is made from"""
    sentence: str
    """the sentence of the catalogue"""
    seats: tuple[str, ...] = ()
    """who acted and toward whom, by id"""

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The facts that the sentence uses, by name, in its order; then who acted and what, if it leaves them out."""
        named = dict.fromkeys([*places(self.sentence), "who", "to", "which"])
        return [(name, self.terms[name]) for name in named if self.terms.get(name)]


def body(item: News) -> str:
    """Whose vote it is."""
    return "council" if AT_COUNCIL[BALLOTS.index(str(item["which"]))] else "members"


class Press:
    """Makes headlines week by week and remembers what it has used.

    number   of the game: which of several sentences is taken depends on it
    """

    def __init__(self, scenario: Scenario, setting: Setting, number: int = 0) -> None:
        self.scenario, self.setting, self.number = scenario, setting, number
        self.recognised, self.incidents = 0, 0
        self._used: dict[str, int] = {}
        """the week in which each sentence was used last"""

    def week(self, week: int, news: Iterable[News]) -> list[Headline]:
        """The headlines of a week. Weeks are given in order."""
        found = [self._headline(week, item) for item in news if item["what"] not in UNTOLD]
        return [one for one in found if one is not None]

    def _headline(self, week: int, item: News) -> Headline | None:
        """One event; None where all its sentences have been used of late."""
        kind, terms = self._kind(week, item), self._terms(week, item)
        chosen = self._choose(kind, week, terms)
        if chosen is None:
            return None
        self._used[chosen] = week
        several = len(list(item.get("no" if item["what"] == "vote" else "who", []))) > 1
        text = NUMBER.sub(lambda verb: verb[2 if several else 1], chosen).format(**terms)
        seats = [str(who) for who in (*item.get("who", []), item.get("to")) if who]
        return Headline(week, kind, text[:1].upper() + text[1:], terms, chosen, tuple(seats))

    def _kind(self, week: int, item: News) -> str:
        what = str(item["what"])
        if what == "session" and week > self.setting.date_week:
            return "session_late"
        return " ".join([what, *([SPLIT[what](item)] if what in SPLIT else [])]).replace(" ", "_")

    def _choose(self, kind: str, week: int, terms: Mapping[str, str]) -> str | None:
        """The sentence of a kind that was used longest ago, of those that can be filled and used."""
        free = [
            one
            for one in lists(f"headlines.{kind}")
            if self._used.get(one, -AGAIN) <= week - AGAIN and all(terms.get(name) for name in places(one))
        ]
        oldest = min((self._used.get(one, -AGAIN) for one in free), default=0)
        unused = [one for one in free if self._used.get(one, -AGAIN) == oldest]
        return unused[crc32(f"{self.number}/{kind}/{week}".encode()) % len(unused)] if unused else None

    # ------------------------------------------------------------ facts in words

    def _terms(self, week: int, item: News) -> dict[str, str]:
        """The facts of an event in words; empty where there is none."""
        what, who = str(item["what"]), list(item.get("who", []))
        self.recognised += len(who) if what == "recognised" else 0
        self.incidents += what == "incident"
        to = item.get("to")
        roles = {name: self._holding(getattr(self.setting, mask)) for name, mask in ROLES.items()}
        return {
            **roles,
            "who": self._named(who),
            "to": self._named([str(to)]) if to else "",
            "which": self._which(item),
            "count": str(len(who)),
            "total": str(self.incidents if what == "incident" else self.recognised),
            "days": str(max(self.setting.date_week - week, 0) * 7 or ""),
            **self._votes(item),
        }

    def _votes(self, item: News) -> dict[str, str]:
        if item["what"] != "vote":
            return {}
        yes, no, abstain = (list(item[word]) for word in ("yes", "no", "abstain"))
        great = [who for who in yes if self.setting.permanent[self.setting.actors.index(who)]]
        veto = [who for who in no if self.setting.permanent[self.setting.actors.index(who)]]
        return {
            "yes": str(len(yes) or ""),
            "no": str(len(no)),
            "against": self._named(veto if item["how"] == "vetoed" else no),
            "great": self._named(great),
            "waverers": self._named(abstain),
        }

    def _which(self, item: News) -> str:
        what, which = str(item["what"]), item.get("which", "")
        if what in ("promised", "leaked"):
            return self._promise(item)
        if isinstance(which, list):
            return self._listed([self.scenario.flashpoints[place].name for place in which])
        if what in ("agreed", "text"):
            return self._package(which)
        if what in ("date", "date moved"):
            return day(date.fromisoformat(which))
        if what == "spoke":
            return TOPIC_NAMES.get(which, which)
        return BALLOT_NAMES.get(which, which.replace("_", " ")).split(" (")[0]

    def _promise(self, item: News) -> str:
        about, until = str(item["on"]), str(item["until"])
        if about in self.scenario.actors:
            about = self.scenario.actors[about].name
        elif about in BALLOT_NAMES:
            about = BALLOT_NAMES[about].split(" (")[0]
        last = IN_WEEK.format(day=day(date.fromisoformat(until))) if until else THE_END
        return TERMS[str(item["which"])].format(about=about, until=last)

    def _package(self, which: str) -> str:
        marks = self.scenario.issues[self.setting.issues[self.setting.key]].marks
        if (
            self.scenario.pact
            and self.setting.pact >= 0
            and which == self.setting.packages[self.setting.pact]
        ):
            return self.scenario.pact.name
        return marks[which].name if which in marks else which

    def _holding(self, mask: Sequence[bool]) -> str:
        return self._named([self.setting.actors[i] for i in np.flatnonzero(mask)])

    def _named(self, who: Sequence[str]) -> str:
        return self._listed([self.scenario.actors[seat].name for seat in who])

    @staticmethod
    def _listed(names: Sequence[str]) -> str:
        """Names in a sentence, the last after `and`."""
        if len(names) > MOST_NAMED:
            names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more"]
        *some, last = [*names] or [""]
        return f"{', '.join(some)} and {last}" if some else last


TOPIC_NAMES = {"europe": "Europe", "hope": "hope in the talks"}
"""Topics that are not called as they are typed."""
ROLES = {"parties": "party", "declarer": "declarer", "candidate": "candidate"}
"""Who is named by a part that it has, by the mask of the setting."""


def places(sentence: str) -> Iterator[str]:
    """The names of what a sentence needs."""
    return (name for _, name, _, _ in Formatter().parse(sentence) if name)


def headlines(
    scenario: Scenario, setting: Setting, news: Sequence[tuple[int, News]], number: int = 0
) -> list[Headline]:
    """The headlines of a game, from its news by week, in order."""
    press = Press(scenario, setting, number)
    return [
        line
        for week, items in groupby(news, key=lambda pair: pair[0])
        for line in press.week(week, [item for _, item in items])
    ]


__all__ = ["Headline", "Press", "headlines"]

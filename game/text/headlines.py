"""What changed since a seat decided last, in plain sentences: the news of the log, and what the seat itself can see."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from game.text.letters import unless_of
from game.text.phrases import day, term
from game.text.reports import CHANGES, NEWS, VOTES
from game.text.sight import Sight
from game.text.words import BALLOTS as BALLOT_NAMES
from game.text.words import IN_PUBLIC
from sim.arrays import BALLOTS, DOUBTERS, PIONEERS
from sim.news import News
from sim.rules.deeds import AT_COUNCIL

TURN = 8.0
"""Points by which an expressed stance has to move to be news."""
WEIGHT = (
    "declared",
    "agreed",
    "vote",
    "election",
    "recognised",
    "promise",
    "visit",
    "follows",
)
"""What comes first."""
TOLD_ELSEWHERE = frozenset(
    {"council", "exhausted", "mission", "promised", "leaked", "toward", "away", "line", "tension", "chair"}
)
"""What the news of the vote tells already, or the ledger, the bands and the question of the sitting."""
TOGETHER = frozenset(
    {
        "recognised",
        "spoke",
        "announced",
        "refused",
        "delayed",
        "assured",
        "reassured",
        "committed",
        "stepped back",
        "doubters",
        "pioneers",
        "left",
        "calm",
        "walked out",
        "note",
    }
)
"""What several do is told in one sentence."""
COUNTED = frozenset({"incident", "session", "practical"})
"""Of what happens more than once the number is told."""
GROUPS = {"doubters": DOUBTERS, "pioneers": PIONEERS}
MOST_NAMED = 8
"""Names in one sentence; the rest is counted."""


def headlines(sight: Sight) -> list[str]:
    """Sentences, the weightiest first."""
    return [*told(sight, sight.news), *new_promises(sight), *turns(sight)]


def told(sight: Sight, news: Sequence[News]) -> Iterator[str]:
    """The news of the log; what several did in some weeks is put together, what the seat did itself left out."""
    fresh = [item for item in news if item["what"] not in TOLD_ELSEWHERE]
    for items in together(sight, sorted(fresh, key=weight)):
        yield one(sight, items[0], len(items))


def weight(item: News) -> int:
    """Where a piece of news stands in the order."""
    what = str(item["what"])
    return next((i for i, word in enumerate(WEIGHT) if what.startswith(word)), len(WEIGHT))


def together(sight: Sight, news: Sequence[News]) -> Iterator[list[News]]:
    """News in groups of which one sentence is made each, the first item with everybody's names."""
    groups: dict[tuple[str, ...], list[News]] = {}
    for at, item in enumerate(news):
        what, which = str(item["what"]), str(item.get("which", ""))
        if what in TOGETHER:
            groups.setdefault((what, which), []).append(item)
        else:
            groups.setdefault((what,) if what in COUNTED else (what, str(at)), []).append(item)
    for (what, *_), items in groups.items():
        if what not in TOGETHER:
            yield items
            continue
        who = dict.fromkeys(seat for item in items for seat in item["who"])
        if others := [seat for seat in who if seat != sight.seat or what == "recognised"]:
            yield [{**items[0], "who": others}]


def one(sight: Sight, item: News, count: int = 1) -> str:
    """One sentence.

    count   how often it happened
    """
    what, which = str(item["what"]), item.get("which", "")
    if what == "vote":
        return voted(sight, item)
    if what in ("election", "measures"):
        what = f"{what} {which}"
    elif what in ("agreed", "text"):
        which = sight.package_name(str(which))
    elif what == "follows":
        which = ", ".join(sight.scenario.flashpoints[place].name for place in which)
    elif what in ("date", "date moved"):
        which = day(date.fromisoformat(str(which)))
    elif what == "draft":
        which = BALLOT_NAMES[str(which)]
    who = list(item.get("who", []))
    if what == "path":
        who = [sight.setting.actors[i] for i in np.flatnonzero(sight.setting.candidate)]
    to = item.get("to")
    return NEWS[what].format(
        who=named(sight, who),
        which=str(which).replace("_", " "),
        to=sight.name(str(to)) if to else "",
        count=count,
        now=inside(sight, what, len(who)),
    )


def inside(sight: Sight, what: str, joined: int) -> str:
    """Who is in a group now, where more are than have just joined it."""
    if what not in GROUPS:
        return ""
    now = np.flatnonzero(sight.known.state.group == GROUPS[what]).tolist()
    return NEWS["group"].format(count=len(now), who=named(sight, now)) if len(now) > joined else ""


def voted(sight: Sight, item: News) -> str:
    """How a vote went: the tally, by name who did not go along, and of those who did the permanent ones."""
    yes, no, abstain = (list(item[word]) for word in ("yes", "no", "abstain"))
    setting, ballot = sight.setting, BALLOTS.index(str(item["which"]))
    great = [who for who in yes if setting.permanent[setting.actors.index(who)]]
    great = great if AT_COUNCIL[ballot] else []
    parts = [
        VOTES["yes"].format(
            count=len(yes), who=VOTES["among"].format(who=named(sight, great)) if great else ""
        )
    ]
    for word, who in (("no", no), ("abstain", abstain)):
        if who:
            parts.append(VOTES[word].format(count=len(who), who=named(sight, who)))
    how = VOTES[str(item["how"])]
    return VOTES["vote"].format(which=BALLOT_NAMES[BALLOTS[ballot]], how=how, parts=", ".join(parts))


def named(sight: Sight, who: Sequence[int | str]) -> str:
    """Actors in a sentence, not too many of them."""
    if len(who) <= MOST_NAMED:
        return sight.listed(who)
    return f"{sight.listed(who[: MOST_NAMED - 1])} and {len(who) - MOST_NAMED + 1} more"


def new_promises(sight: Sight, public: bool = True) -> Iterator[str]:
    """Promises that the seat knows of since: its own and those made to it first, then public ones.

    public   whether public ones are told too
    """
    if sight.past is None:
        return
    before = {key for _, key in promises(sight.past)}
    book = sight.desk.ledger
    found = [(entry, key) for entry, key in promises(sight) if key not in before]
    if not public:
        found = [(entry, key) for entry, key in found if not book.public[0, entry]]
    for entry, key in sorted(found, key=lambda item: sight.at not in item[1][:2]):
        unless = unless_of(sight, entry)
        yield CHANGES["warned" if unless else "promised"].format(
            unless=unless,
            maker=sight.name(key[0]),
            receiver=sight.name(key[1]),
            term=term(sight.setting, key[2:]),
            public=IN_PUBLIC if book.public[0, entry] else "",
        )


def promises(sight: Sight) -> list[tuple[int, tuple[int, ...]]]:
    """The promises that a seat knows of: the entry of each; who promises whom what."""
    book = sight.desk.ledger
    columns = (book.maker, book.receiver, book.act, book.object, book.level, book.until)
    entries = np.flatnonzero(book.state[0] > 0).tolist()
    return [(entry, tuple(int(column[0, entry]) for column in columns)) for entry in entries]


def turns(sight: Sight) -> Iterator[str]:
    """States that say something clearly different now about recognition: at most one either way."""
    if sight.past is None:
        return
    before, now = sight.past.view.stance, sight.view.stance
    moved = np.where(sight.setting.recogniser & ~sight.view.recognised, now - before, 0.0)
    for word, i in (("toward", int(moved.argmax())), ("away", int(moved.argmin()))):
        if abs(moved[i]) >= TURN and i != sight.at:
            yield CHANGES[word].format(who=sight.name(i), before=round(before[i]), after=round(now[i]))

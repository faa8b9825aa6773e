"""What changed since a seat decided last, in plain sentences: the news of the log, and what anybody could see."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from game.text.letters import unless_of
from game.text.phrases import day, term
from game.text.reports import CHANGES, NEWS, VOTES
from game.text.sight import Sight
from game.text.words import BALLOTS as BALLOT_NAMES
from game.text.words import IN_PUBLIC
from sim.arrays import BALLOTS, DOUBTERS, NEVER, PIONEERS, TOPICS, Mask
from sim.news import News
from sim.rules.deeds import AT_COUNCIL
from sim.state import State

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
TOLD_BY_VOTES = frozenset({"council", "exhausted", "mission"})
"""What the news of the vote on it tells already."""
MOST_NAMED = 8
"""Names in one sentence; the rest is counted."""


def headlines(sight: Sight) -> list[str]:
    """Sentences, the weightiest first."""
    return [*told(sight, sight.news), *changes(sight)]


def told(sight: Sight, news: Sequence[News]) -> Iterator[str]:
    """The news of the log; recognitions and incidents of several weeks are put together."""

    def weight(item: News) -> int:
        what = str(item["what"])
        return next((i for i, word in enumerate(WEIGHT) if what.startswith(word)), len(WEIGHT))

    fresh = [item for item in news if item["what"] not in TOLD_BY_VOTES]
    for what, group in groupby(sorted(fresh, key=weight), key=lambda item: str(item["what"])):
        items = list(group)
        if what == "recognised":
            yield NEWS[what].format(who=named(sight, [seat for n in items for seat in n["who"]]))
        elif what == "incident":
            yield NEWS[what].format(count=len(items))
        else:
            yield from (one(sight, item) for item in items)


def one(sight: Sight, item: News) -> str:
    """One piece of news."""
    what, which = str(item["what"]), item.get("which", "")
    if what == "election":
        return NEWS[f"{what} {which}"]
    if what == "vote":
        return voted(sight, item)
    if what == "agreed":
        which = sight.package_name(str(which))
    if what == "follows":
        which = ", ".join(sight.scenario.flashpoints[place].name for place in which)
    if what == "path":
        return NEWS[what].format(who=sight.listed(np.flatnonzero(sight.setting.candidate).tolist()))
    to = item.get("to")
    return NEWS[what].format(
        who=named(sight, list(item.get("who", []))),
        which=str(which).replace("_", " "),
        to=sight.name(str(to)) if to else "",
    )


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


def changes(sight: Sight) -> Iterator[str]:
    """What anybody could see change since the seat decided last; nothing at the opening."""
    if sight.past is None:
        return
    before, now = sight.past.known.state, sight.known.state
    yield from new_promises(sight)
    yield from of_parties(sight, before, now)
    yield from of_members(sight, before, now)
    yield from of_the_rest(sight, before, now)
    yield from turns(sight)


def new(before: Mask, now: Mask) -> list[int]:
    """Who is now what it was not before."""
    return np.flatnonzero(np.asarray(now) & ~np.asarray(before)).tolist()


def of_parties(sight: Sight, before: State, now: State) -> Iterator[str]:
    """What the parties did."""
    holder = sight.listed(np.flatnonzero(sight.setting.title_holder).tolist())
    declarer = sight.listed(np.flatnonzero(sight.setting.declarer).tolist())
    if now.measures_stage > before.measures_stage:
        yield CHANGES[f"measures {int(now.measures_stage)}"].format(who=holder)
    if (
        now.date_public
        and (not before.date_public or now.date_set != before.date_set)
        and now.date_set < NEVER
    ):
        yield CHANGES["date"].format(who=declarer, day=day(sight.monday(int(now.date_set))))
    if now.safeguarded > before.safeguarded:
        yield CHANGES["safeguards"].format(who=declarer)
    if now.practical > before.practical:
        yield CHANGES["practical"]
    if now.path_refused and not before.path_refused:
        yield CHANGES["path refused"].format(
            who=sight.listed(np.flatnonzero(sight.setting.candidate).tolist())
        )
    if now.sessions > before.sessions and now.agreed < 0:
        yield CHANGES["session"]
    if who := new(before.walked_out, now.walked_out):
        yield CHANGES["walked out"].format(who=named(sight, who))
    if who := new(before.calm_week == now.calm_week, now.calm_week > before.calm_week):
        yield CHANGES["calm"].format(who=named(sight, who))
    if now.texts > before.texts and now.last_text >= 0:
        yield CHANGES["texts"].format(which=sight.package_name(sight.setting.packages[int(now.last_text)]))


def of_members(sight: Sight, before: State, now: State) -> Iterator[str]:
    """What states and their groups did."""
    masks: tuple[tuple[str, Any, Any], ...] = (
        ("announced", before.announced, now.announced),
        ("refused", before.refused, now.refused),
        ("delayed", now.delayed_until <= before.delayed_until, now.delayed_until > before.delayed_until),
        ("left", before.group == 0, now.group == 0),
        ("committed", before.commitment == 3, now.commitment == 3),
        ("note", before.report_note, now.report_note),
        ("assured", before.assured, now.assured),
        (
            "reassured",
            now.reassured_week <= before.reassured_week,
            now.reassured_week > before.reassured_week,
        ),
    )
    for word, was, is_ in masks:
        if who := [i for i in new(was, is_) if i != sight.at]:
            yield CHANGES[word].format(who=named(sight, who))
    for group, word in ((DOUBTERS, "doubters"), (PIONEERS, "pioneers")):
        if who := new(before.group == group, now.group == group):
            inside = np.flatnonzero(now.group == group).tolist()
            now_in = CHANGES["group"].format(count=len(inside), who=named(sight, inside))
            yield CHANGES[word].format(who=named(sight, who), now=now_in if len(inside) > len(who) else "")


def of_the_rest(sight: Sight, before: State, now: State) -> Iterator[str]:
    """What was said in public, what came out."""
    if now.leaked > before.leaked:
        yield CHANGES["leaked"].format(count=int(now.leaked - before.leaked))
    spoke = [i for i in np.flatnonzero(now.topic_weeks > 0).tolist() if now.topic[i] >= 0 and i != sight.at]
    for topic, name in enumerate(TOPICS):
        if who := [i for i in spoke if now.topic[i] == topic]:
            yield CHANGES["spoke"].format(who=named(sight, who), which=name)


def new_promises(sight: Sight) -> Iterator[str]:
    """Promises that the seat knows of since: its own and those made to it first, then public ones."""
    if sight.past is None:
        return
    before = {key for _, key in promises(sight.past)}
    book = sight.desk.ledger
    found = [(entry, key) for entry, key in promises(sight) if key not in before]
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

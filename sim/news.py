"""What happened at a beat, as far as it is news: discrete facts alone, never a computed number."""

from collections.abc import Iterable, Iterator

import numpy as np

from sim.arrays import BALLOTS, Mask, Votes
from sim.ledger import ACTS, BROKEN, KEPT, RELEASED
from sim.rules.council import closed, passes, put_off
from sim.rules.deeds import AT_COUNCIL, votes_held
from sim.rules.members import decided
from sim.rules.word import FOUND_OUT
from sim.setting import Setting
from sim.state import Moves, State, Traits

News = dict[str, str | list[str]]
"""One fact: `what`, and `who`, `which`, `to` or `how` where there is one; of a vote also who voted `yes`, `no` and
`abstain`. It goes into a log as it stands."""

ANSWERS = ("", "blocked", "short of votes", "more talks", "endorsed", "a ground in law", "took note")
"""What the Council can answer, by `State.council`."""

FATES = {KEPT: "kept", BROKEN: "broken", RELEASED: "released"}


def happened(setting: Setting, before: State, after: State, knows: Iterable[str] = ()) -> list[News]:
    """The news of a beat of one world, in a fixed order.

    before, after   the states before and after the beat
    knows           the seats to which private promises of their own are news too
    """
    return [
        *process(setting, before, after),
        *deeds(setting, before, after),
        *promises(setting, before, after, knows),
        *candour(setting, before, after, knows),
    ]


def done_openly(setting: Setting, traits: Traits, before: State, moves: Moves, after: State) -> list[News]:
    """What everybody sees of who did what at the decide beat: how each voted, who visited whom.

    moves   (actor, ...)   of all seats
    """
    return [*votes(setting, traits, before, moves), *visits(setting, before, moves, after)]


def votes(setting: Setting, traits: Traits, before: State, moves: Moves) -> Iterator[News]:
    """Every vote that was held: what came of it, and how each of those who have one voted."""
    before = put_off(setting, traits, before, moves)
    soften = np.broadcast_to(moves.soften, (len(setting.actors),)) & setting.member
    for at in np.flatnonzero(votes_held(setting, traits, before)).tolist():
        ballot: Votes = np.broadcast_to(moves.ballots, (len(setting.actors), len(BALLOTS)))[:, at]
        if at == before.lined and soften.any():
            ballot = np.where(soften, 1, ballot)
            yield {"what": "amended", "who": names(setting, soften), "which": BALLOTS[at]}
        if AT_COUNCIL[at]:
            over = before.settled | before.cover | (closed(setting, before, moves) & (at != before.drafted))
            sits, (passed, vetoed) = setting.council[before.week], passes(setting, before.week, ballot)
            how = "vetoed" if vetoed else "carried" if passed else "failed"
        else:
            over, sits = before.settled, setting.member
            how = "carried" if decided(setting, ballot) else "failed"
        if over or not sits.any():
            continue
        said = {"yes": ballot > 0, "no": ballot < 0, "abstain": ballot == 0}
        which: News = {"what": "vote", "which": BALLOTS[at], "how": how}
        yield which | {word: names(setting, sits & voted) for word, voted in said.items()}


def visits(setting: Setting, before: State, moves: Moves, after: State) -> Iterator[News]:
    """Who went where: visits that were paid for and took place."""
    visit = np.broadcast_to(moves.visit, (len(setting.actors),))
    for i in np.flatnonzero((visit >= 0) & (after.capital < before.capital)).tolist():
        if after.visited_week[visit[i]] == before.week:
            yield {"what": "visit", "who": [setting.actors[i]], "to": setting.actors[int(visit[i])]}


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


def deeds(setting: Setting, before: State, after: State) -> Iterator[News]:
    """The declaration, recognitions that take effect, incidents, places that follow."""
    week = before.week
    if after.declared_week == week and before.declared_week != week:
        yield {"what": "declared", "who": names(setting, setting.declarer)}
    gone = (after.recognised_week == week) & (after.week > week)
    if gone.any():
        yield {"what": "recognised", "who": names(setting, gone)}
    if after.incidents > before.incidents:
        yield {"what": "incident"}
    lit = (after.flash_week == week) & (before.flash_week != week)
    if lit.any():
        yield {"what": "follows", "which": [setting.flashpoints[i] for i in np.flatnonzero(lit)]}


def promises(setting: Setting, before: State, after: State, knows: Iterable[str]) -> Iterator[News]:
    """Promises kept, broken or released: public ones, and private ones of the seats that know of them."""
    seats = set(knows)
    then, now = before.ledger, after.ledger
    for entry in np.flatnonzero((now.state != then.state) & (now.state >= KEPT)).tolist():
        maker, receiver = (setting.actors[int(at[entry])] for at in (now.maker, now.receiver))
        if now.public[entry] or seats & {maker, receiver}:
            fate, act = FATES[int(now.state[entry])], ACTS[int(now.act[entry])]
            how = "public" if now.public[entry] else "private"
            yield {"what": f"promise {fate}", "who": [maker], "to": receiver, "which": act, "how": how}
    for entry in np.flatnonzero(now.pressed & ~then.pressed).tolist():
        maker, receiver = (setting.actors[int(at[entry])] for at in (now.maker, now.receiver))
        yield {"what": "promise pressed", "who": [maker], "to": receiver, "which": ACTS[int(now.act[entry])]}


def candour(setting: Setting, before: State, after: State, knows: Iterable[str]) -> Iterator[News]:
    """Whom it has cost credit that something came out; in private, who was found to have lied, and who let be seen
    that it keeps its word with difficulty.
    """
    if after.week > before.week and (after.exposed > 0.0).any():
        yield {"what": "exposed", "who": names(setting, after.exposed > 0.0)}
    seats = set(knows)
    lied = ((after.misled == FOUND_OUT) & (before.misled != FOUND_OUT)).any(-1)
    for what, pairs in (("lie", lied), ("hint", after.hinted & ~before.hinted)):
        for to, who in np.argwhere(pairs).tolist():
            asker, other = setting.actors[to], setting.actors[who]
            if seats & {asker, other}:
                yield {"what": what, "who": [other], "to": asker, "how": "private"}


def names(setting: Setting, who: Mask) -> list[str]:
    """Ids of actors."""
    return [setting.actors[i] for i in np.flatnonzero(who)]

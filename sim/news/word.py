"""What came of promises, and whose word has suffered."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

import numpy as np

from sim.arrays import BALLOTS
from sim.ledger import ACT, ACTS, BROKEN, EMPTY, KEPT, OPEN, RELEASED, Ledger
from sim.news.fact import News, names
from sim.rules.word import FOUND_OUT
from sim.setting import Setting
from sim.state import State

ON_BALLOT = ("vote_yes", "vote_no", "abstain", "back", "block")
ON_PACKAGE = ("offer_at_most", "offer_at_least")
FATES = {KEPT: "kept", BROKEN: "broken", RELEASED: "released"}


def given(setting: Setting, before: State, after: State) -> Iterator[News]:
    """Promises that were made in public, and private ones that have come out."""
    then, now = before.ledger, after.ledger
    fresh = np.isin(now.state, (OPEN, BROKEN)) & now.public & (now.condition[..., ACT] < 0)
    for what, entries in (
        ("promised", fresh & (then.state == EMPTY)),
        ("leaked", fresh & (then.state != EMPTY) & ~then.public),
    ):
        for entry in np.flatnonzero(entries).tolist():
            maker, receiver = (setting.actors[int(at[entry])] for at in (now.maker, now.receiver))
            yield {"what": what, "who": [maker], "to": receiver, **term(setting, now, entry)}


def term(setting: Setting, book: Ledger, entry: int) -> News:
    """What an entry of the ledger binds to: the act, what it is about, until when."""
    act, about = ACTS[int(book.act[entry])], int(book.object[entry])
    level, week = int(book.level[entry]), int(book.until[entry])
    until = (setting.start + timedelta(weeks=week)).isoformat() if week < setting.weeks - 1 else ""
    if act in ON_BALLOT:
        on = BALLOTS[about]
    elif act in ON_PACKAGE:
        on = setting.packages[level]
    else:
        on = setting.actors[about] if about >= 0 else str(level) if level > 0 else ""
    return {"which": act, "on": on, "until": until}


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

"""What came of promises, and whose word has suffered."""

from collections.abc import Iterable, Iterator

import numpy as np

from sim.ledger import ACTS, BROKEN, EMPTY, KEPT, OPEN, RELEASED
from sim.news.fact import News, names
from sim.rules.word import FOUND_OUT
from sim.setting import Setting
from sim.state import State

FATES = {KEPT: "kept", BROKEN: "broken", RELEASED: "released"}


def given(setting: Setting, before: State, after: State) -> Iterator[News]:
    """Promises that were made in public."""
    then, now = before.ledger, after.ledger
    for entry in np.flatnonzero((now.state == OPEN) & (then.state == EMPTY) & now.public).tolist():
        maker, receiver = (setting.actors[int(at[entry])] for at in (now.maker, now.receiver))
        yield {"what": "promised", "who": [maker], "to": receiver, "which": ACTS[int(now.act[entry])]}


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

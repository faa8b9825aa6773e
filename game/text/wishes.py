"""What another would ask of a seat: its notes of the week, and what its place at the table makes it want, by all that
the seat knows and believes of it.
"""

import numpy as np

from game.strings import say
from game.text.letters import letter
from game.text.sight import Sight
from sim.arrays import MATTERS

LEANS = 20.0
"""Points of readiness from which on a state is taken to want others on its side."""
READINESS = MATTERS.index("readiness")


def would_ask(sight: Sight, i: int) -> list[str]:
    """What another asks, and would ask, of the seat; nothing of itself."""
    if i == sight.at:
        return []
    inbox = sight.desk.inbox[0, i, :, 0]
    asked = [letter(sight, i, int(slot)) for slot in np.flatnonzero(inbox > 0)]
    return [*asked, *guessed(sight, i)]


def leaning(sight: Sight, i: int) -> int:
    """Whether another is for (1) or against (-1) recognition, as far as the seat can tell; 0 for neither."""
    side = float(sight.view.sides[i])
    if side:
        return 1 if side > 0 else -1
    if sight.view.recognised[i]:
        return 1
    low, high = sight.desk.belief_low[0, i, READINESS], sight.desk.belief_high[0, i, READINESS]
    middle = float(low + high) / 2
    return 0 if not abs(middle) >= LEANS else 1 if middle > 0 else -1


def guessed(sight: Sight, i: int) -> list[str]:
    """What its place makes it want of the seat."""
    setting, at, v = sight.setting, sight.at, sight.view
    way, me = leaning(sight, i), float(v.sides[at])
    name = sight.name(i)
    out: list[str] = []
    if v.recogniser[at] and not v.recognised[at] and way:
        out.append(say("ask.recognise" if way > 0 else "ask.wait", name=name))
    if setting.chair[sight.week, i] and setting.member[at]:
        out.append(say("ask.chair", name=name))
    if setting.party[at] and way:
        same = way * me > 0
        of_declarer = "ask.prepare" if same else "ask.hold back"
        of_holder = "ask.stand firm" if same else "ask.stay calm"
        out.append(say(of_declarer if me > 0 else of_holder, name=name))
    if setting.party[i] and setting.patron[at] and way * me > 0:
        out.append(say("ask.stand behind", name=name))
    return out or [say("ask.nothing", name=name)]


__all__ = ["leaning", "would_ask"]

"""What happened at a beat, as far as it is news: discrete facts alone, never a computed number."""

from collections.abc import Iterable

from sim.news import deeds, openly, process, word
from sim.news.fact import News
from sim.setting import Setting
from sim.state import Moves, State, Traits


def happened(setting: Setting, before: State, after: State, knows: Iterable[str] = ()) -> list[News]:
    """The news of a beat of one world, in a fixed order.

    before, after   the states before and after the beat
    knows           the seats to which private promises of their own are news too
    """
    seats = set(knows)
    return [
        *process.process(setting, before, after),
        *process.talks(setting, before, after),
        *process.texts(setting, before, after),
        *deeds.deeds(setting, before, after),
        *deeds.parties(setting, before, after),
        *deeds.states(setting, before, after),
        *word.given(setting, before, after),
        *word.promises(setting, before, after, seats),
        *word.candour(setting, before, after, seats),
        *process.climate(setting, before, after),
    ]


def done_openly(setting: Setting, traits: Traits, before: State, moves: Moves, after: State) -> list[News]:
    """What everybody sees of who did what at the decide beat: how each voted, who visited whom, who spoke.

    moves   (actor, ...)   of all seats
    """
    return [
        *openly.votes(setting, traits, before, moves),
        *openly.visits(setting, before, moves, after),
        *openly.statements(setting, before, moves, after),
    ]


__all__ = ["News", "done_openly", "happened"]

"""Faithful: doctrine that never breaks its word.

Schelling, T. C. (1960). *The Strategy of Conflict*. Harvard University Press: the power to bind oneself.

What it has promised it keeps, whatever that costs; in all else it is doctrine. A game without promises is
doctrine's.
"""

from sim.state import Moves, View
from sim.strategies.answering import answer, honour
from sim.strategies.doctrine import decide, propose


def faithful(view: View) -> Moves:
    """Doctrine's moves, changed so that every promise that is open is kept."""
    if view.beat == "answer":
        return answer(view)
    return honour(view, propose(view) if view.beat == "talk" else decide(view), always=True)

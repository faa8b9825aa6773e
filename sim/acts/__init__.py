"""Moves in words: what one seat does at one beat as a list of acts, each a small table of plain values.

    {"move": "lobby", "target": "SK", "points": 2}
    {"move": "bargain", "to": "CY", "ask": {"act": "abstain", "on": "mission"},
     "give": {"act": "reinforce", "until": "2008-03-01"}, "public": false}

Faces, logs and messages speak acts; rules speak `Moves`. `SPECS` is the one list of what can be said;
`to_moves` and `to_acts` go from one to the other and back without loss.
"""

from sim.acts.saying import example, parse, to_acts, to_moves
from sim.acts.specs import SPECS, told_moves
from sim.acts.values import VOTED_ON, Act, ActError, Slot, read_value, shown_term, term_of
from sim.acts.writing import Reader, Spec, Writer
from sim.arrays import PRACTICAL

__all__ = [
    "PRACTICAL",
    "SPECS",
    "VOTED_ON",
    "Act",
    "ActError",
    "Reader",
    "Slot",
    "Spec",
    "Writer",
    "example",
    "parse",
    "read_value",
    "shown_term",
    "term_of",
    "to_acts",
    "to_moves",
    "told_moves",
]

"""What lies on a seat's desk: notes that wait for its answer, and the promises that it knows of."""

from dataclasses import dataclass

from sim.arrays import Array, Index
from sim.ledger import Ledger


@dataclass(frozen=True)
class Desk:
    """What a seat needs to answer notes and to keep its word. `(..., seat)` for what is its own."""

    note: Index
    """(..., seat, sender, slot) kind of each note that waits for its answer, 0 for none; see `NOTE_KINDS`"""
    note_a: Index
    """(..., seat, sender, slot, term) what it is to do"""
    note_b: Index
    """(..., seat, sender, slot, term) what the sender will do"""
    credit: Array
    """(..., seat, actor) how far each actor's word counts in its eyes, 0..100"""
    ledger: Ledger
    """(..., entry) public promises, and those that one of the seats has made or received; the others are empty"""
    vulnerability: Array
    """(..., seat) 0..100, what reassuring has taken away off"""
    law: Array
    """(..., seat) how much law counts for it, 0..1"""

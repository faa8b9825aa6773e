"""The ledger: promises as checkable acts. What was promised by whom to whom, until when, and what became of it."""

from dataclasses import dataclass

from sim.arrays import Array, Index, Mask

ACTS = (
    "declare",
    "not_declare",
    "recognise",
    "not_recognise",
    "vote_yes",
    "vote_no",
    "abstain",
    "back",
    "block",
    "commit_at_most",
    "stop_lobbying",
    "coordinate",
    "offer_at_most",
    "offer_at_least",
    "keep_path_open",
    "no_measures",
    "reinforce",
)
"""What a promise or a bargain can name; each is a predicate on what is done in a week. `back` and `block` are about
a text of the chair or of the mediators."""

DECLARE, NOT_DECLARE, ACT_RECOGNISE, NOT_RECOGNISE, VOTE_YES, VOTE_NO, ABSTAIN, BACK, BLOCK = range(9)
COMMIT_AT_MOST, STOP_LOBBYING, COORDINATE, OFFER_AT_MOST, OFFER_AT_LEAST = range(9, 14)
KEEP_PATH_OPEN, NO_MEASURES, ACT_REINFORCE = range(14, 17)

FORBEARING = frozenset(
    {NOT_DECLARE, NOT_RECOGNISE, COMMIT_AT_MOST, STOP_LOBBYING, KEEP_PATH_OPEN, NO_MEASURES}
)
"""Promises not to do something: kept when their date comes, broken by the deed. The others are kept by the deed and
broken when their date comes."""

ENTRIES = 24
"""Promises that a world can hold; one more takes the place of the oldest that is settled."""

EMPTY, OPEN, KEPT, BROKEN, RELEASED = range(5)
"""What became of a promise."""

TERM = 4
"""The numbers that say what is promised: act, object, level, week until which."""

ACT, OBJECT, LEVEL, UNTIL = range(TERM)
"""Object: an actor (stop_lobbying) or a ballot (votes, back, block). Level: a mark of the key issue, a level of
commitment, weeks of coordination."""


@dataclass(frozen=True)
class Ledger:
    """Promises. (..., entry)"""

    maker: Index
    """index of the actor that promised, -1 for an empty entry"""
    receiver: Index
    act: Index
    """index in `ACTS`"""
    object: Index
    level: Array
    until: Index
    """the last week in which it can be kept or broken"""
    public: Mask
    asked: Mask
    """the receiver had asked for it"""
    given: Index
    """entry that was promised in return, -1 for none: if that one is broken, this one is released"""
    made: Index
    """week in which it was made"""
    done: Array
    """how much of it has been done, for acts that take several weeks"""
    state: Index
    """see EMPTY, OPEN, KEPT, BROKEN, RELEASED"""
    condition: Index
    """(..., entry, term) what the receiver must do before it binds, act -1 for nothing (or once that has been done)"""
    warned: Mask
    """it is a warning: in private it binds nobody"""
    leaked: Mask
    """it came out without its maker's will"""
    pressed: Mask
    """broken, and its receiver has said so in public"""

"""Moves of who does nothing: what every strategy, and every seat at a table, starts from."""

from functools import lru_cache

import numpy as np

from sim.arrays import BALLOTS, SLOTS, same
from sim.ledger import TERM
from sim.state import Moves


@lru_cache(maxsize=64)
def idle(shape: tuple[int, ...], packages: int, actors: int = 0) -> Moves:
    """No offer, no text, no vote, no declaration, for seats of a shape `(..., seat)`.

    actors   how many actors there are; 0 where the seats are all of them

    Made once for each shape and shared: not to be written to. Every field is one number broadcast, which is how
    others tell that nobody has touched it (`untouched`).
    """
    no, none, zero = same(False, shape, np.bool_), same(-1, shape, np.int64), same(0.0, shape, np.float64)
    actors = actors or shape[-1]
    no_package = same(False, (*shape, packages), np.bool_)
    return Moves(
        demand=zero,
        offer=none,
        text=none,
        blocks=no_package,
        accepts=no_package,
        hopeful=zero,
        exhausted=no,
        extend=no,
        consult=zero,
        declare=no,
        lobby_target=none,
        lobby_points=zero,
        side_payment=no,
        recognise=same(0, shape, np.int64),
        ballots=same(0, (*shape, len(BALLOTS)), np.int8),
        sign_path=no,
        reinforce=no,
        sound=none,
        sound_on=same(0, shape, np.int64),
        hint=same(False, (*shape, actors), np.bool_),
        note=same(0, (*shape, SLOTS, 3), np.int64),
        note_a=same(-1, (*shape, SLOTS, TERM), np.int64),
        note_b=same(-1, (*shape, SLOTS, TERM), np.int64),
        reply=same(0, (*shape, actors, SLOTS), np.int64),
        reason=same(0, (*shape, actors, SLOTS), np.int64),
        counter=same(-1, (*shape, actors, SLOTS, TERM), np.int64),
        take_counter=same(False, (*shape, SLOTS), np.bool_),
        draft=none,
        line=none,
        amend=none,
        practical=none,
        join_practical=no,
        walk_out=no,
        topic=none,
        tone=zero,
        strength=zero,
        vague=no,
        leak=none,
        deny=no,
        press=none,
        expose=none,
        at_home=no,
        calm=no,
        back=no,
        set_date=none,
        date_public=no,
        safeguards=no,
        assure=none,
        contest=no,
        measures=same(0, shape, np.int64),
        refuse_path=no,
        separate_note=no,
        commit=same(-2, shape, np.int64),
        visit=none,
        put_off=no,
        soften=no,
        group=same(0, shape, np.int64),
        pledge=none,
        pledge_public=no,
        reassure=no,
    )

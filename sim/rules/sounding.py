"""Sounding out: what another seat really wants, as far as it tells the truth, and what that does to beliefs."""

import numpy as np

from sim.arrays import ENDORSE, MATTERS, RECOGNISE, Array, Index, Mask, untouched
from sim.rules.chance import spread
from sim.rules.deeds import votes_held
from sim.rules.word import FOUND_OUT, TOLD_FALSELY
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, replace

WISH, READINESS = range(len(MATTERS))

FIRST = 1000
"""Where the numbers for soundings begin among those that a seat's luck is spread into."""

LEAST_SHIFT, MORE_SHIFT = 20.0, 20.0
"""Points by which a false answer lies off the truth: so many, and up to so many more."""

SCALE = ((0.0, 100.0), (-100.0, 100.0))
"""Ends of the scale of each matter."""


def leaning(setting: Setting, state: State) -> Array:
    """Where an actor's interest lies, as all can see: its side, else the side that its stance is on.

    returns   (..., actor)   1, 0 or -1
    """
    return np.where(setting.side != 0.0, setting.side, np.sign(state.stance))


def sound_out(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """Each seat that sounds out another is told something of its wish on the key issue, or of its readiness.

    True with `candour_kin` if their interests run together (one side, or stances on one side of 0), else with
    `candour_rival`. A false answer lies 20 to 40 points off, toward what the one who is asked would like to be
    believed: further to its own side; who leans nowhere says what the other likes to hear. Chance is the luck
    of the one who is asked, spread by who asks. A lie is found out when the same seat asks again on the matter and
    is told the truth; see also `find_out`. Who is tempted to break its word to the asker lets it be seen.

    Sets `sounded`, `heard`, `misled` and `hinted`.
    """
    if untouched(moves.sound):
        return state
    n = len(setting.actors)
    asks = (moves.sound >= 0) & (moves.sound < n) & (moves.sound != np.arange(n)) & (moves.sound_on >= 0)
    if not asks.any():
        return state
    counted, heard, misled = state.sounded, state.heard, state.misled
    lean = leaning(setting, state)
    for seat in range(n):
        asking = asks[..., seat]
        if asking.any():
            at = np.where(asking, moves.sound[..., seat], seat)[..., None]
            on = moves.sound_on[..., seat]
            said, lies = answer(setting, traits, state, shocks, lean, seat, at, on)
            hit = asking[..., None, None] & (at == np.arange(n))[..., None]
            hit = hit & (on[..., None, None] == np.arange(len(MATTERS)))
            counted, heard = told(counted, heard, seat, hit, said)
            misled = believed(misled, seat, hit, lies)
    asked = asks[..., None] & (moves.sound[..., None] == np.arange(n))
    hinted = np.where(asked, np.swapaxes(moves.hint, -1, -2), state.hinted)
    return replace(state, sounded=counted, heard=heard, misled=misled, hinted=hinted)


def told(counted: Index, heard: Array, seat: int, hit: Mask, said: Array) -> tuple[Index, Array]:
    """One more answer that a seat has been given.

    hit    (..., actor, matter)   of whom, on what
    said   (...)                  what it was told
    """
    actors: int = heard.shape[-2]
    own: Mask = np.equal(np.arange(actors), seat)[:, None, None]
    here: Mask = own & hit[..., None, :, :]
    return np.where(here, counted + 1, counted), np.where(here, said[..., None, None, None], heard)


def believed(misled: Index, seat: int, hit: Mask, lies: Mask) -> Index:
    """Whether a seat has been told something false, after one more answer: a true one shows up a false one.

    hit    (..., actor, matter)   of whom, on what
    lies   (...)                  whether what it was told is false
    """
    actors: int = misled.shape[-2]
    own: Mask = np.equal(np.arange(actors), seat)[:, None, None]
    seen: Mask = misled == FOUND_OUT
    false = lies[..., None, None, None]
    new = np.where(false, TOLD_FALSELY, np.where(misled == TOLD_FALSELY, FOUND_OUT, 0))
    return np.where(own & hit[..., None, :, :] & ~seen, new, misled)


def find_out(setting: Setting, traits: Traits, before: State, moves: Moves, after: State) -> State:
    """Lies about readiness that come to light, because the truth has shown: who said that it was for recognition
    refuses it for good or votes against it; who said that it was against it recognises or votes for it; or who was
    lied to has been there and seen.

    before, after   the state in which the seats decided, and what came of it in the same week
    """
    if untouched(after.misled):
        return after
    n, week = len(setting.actors), before.week
    votes = votes_held(setting, traits, before)[..., None, :] & (moves.ballots != 0)
    sits = (setting.council[week], setting.member)
    cast = [
        np.where(votes[..., b] & sits[i], moves.ballots[..., b], 0)
        for i, b in enumerate((ENDORSE, RECOGNISE))
    ]
    up = (after.recognised_week == week) | (cast[0] > 0) | (cast[1] > 0)
    down = (after.refused & ~before.refused) | (cast[0] < 0) | (cast[1] < 0)
    said = before.heard[..., READINESS]
    shows = np.where(said > 0.0, down[..., None, :], (said < 0.0) & up[..., None, :])
    shows = shows | (moves.visit[..., None] == np.arange(n))
    about = (np.arange(len(MATTERS)) == READINESS) & shows[..., None]
    return replace(after, misled=np.where(about & (after.misled == TOLD_FALSELY), FOUND_OUT, after.misled))


def truth(setting: Setting, traits: Traits, state: State) -> tuple[Array, Array]:
    """The true wish on the key issue and the true readiness of every actor. (..., actor) each"""
    return traits.ideal[..., setting.key], state.readiness


def answer(
    setting: Setting,
    traits: Traits,
    state: State,
    shocks: Shocks,
    lean: Array,
    seat: int,
    at: Index,
    on: Index,
) -> tuple[Array, Mask]:
    """What a seat is told by the one whom it asks, and whether it is false.

    at        (..., 1)   index of who is asked
    on        (...)      the matter
    returns   (...)      points on the scale of the matter, and false or true
    """
    m = traits.mechanism
    of_it = np.take_along_axis

    def theirs(field: Array) -> Array:
        return of_it(field, at, axis=-1)[..., 0]

    own, other = lean[..., seat], theirs(lean)
    chance = spread(theirs(shocks.luck), FIRST + 2 * seat, 2)
    honest = chance[..., 0] < np.where(own * other > 0.0, m.candour_kin, m.candour_rival)
    toward = np.where(other != 0.0, other, np.where(own != 0.0, own, 1.0))
    shift = np.where(honest, 0.0, toward * (LEAST_SHIFT + MORE_SHIFT * chance[..., 1]))
    wish, ready = truth(setting, traits, state)
    true = np.where(on == WISH, theirs(wish), theirs(ready))
    said = np.where(on == WISH, np.clip(true + shift, *SCALE[WISH]), np.clip(true + shift, *SCALE[READINESS]))
    return said, ~honest & (said != true)

"""What lies on a seat's own desk: its purse, its notes and promises, what it believes of others, what it may do.

A view has a desk where somebody reads it: a seat at a table, a strategy that writes notes or looks ahead. The
strategies of an ensemble that do neither go without, because it costs more than the rest of the view.
"""

from typing import Any, Literal

import numpy as np

from sim.arrays import MATTERS, MOVES, Array, Index, same, untouched
from sim.ledger import Ledger
from sim.rules.legality import legal
from sim.rules.word import credit
from sim.setting import Setting
from sim.state import State, Traits, replace
from sim.view import Desk, Habits

Papers = Literal["none", "letters", "all"]
"""What a seat has on its desk: nothing; notes and promises, and what is public about the moves of others; beside
that what it may do and what it believes of others, which cost most to find out."""


def desk(setting: Setting, traits: Traits, state: State, seats: Index, papers: Papers = "all") -> Desk:
    """The desks of some seats at once. (seat,) indices among the actors

    With letters alone every move counts as open, and nothing is believed (NaN).
    """

    def own(values: Any, axis: int = -1) -> Any:
        return np.take(values, seats, axis=axis)

    shape = (*state.stance.shape[:-1], len(seats))
    unsaid = same(np.nan, (*shape, len(setting.actors), len(MATTERS)), np.float64)
    low, high = bands(setting, traits, state, seats) if papers == "all" else (unsaid, unsaid)
    everything = same(0, (*shape, len(MOVES)), np.int64)
    sides = setting.side[seats]
    party_to = (sides[:, None] == setting.side) & (setting.side != 0.0)
    loud = (state.commitment == 3)[..., None, :]
    seen = np.where(party_to | loud, state.commitment[..., None, :], -2)
    backer = (setting.recogniser & (setting.side >= 0.0) | setting.declarer)[seats]
    dated = backer | state.date_public[..., None]
    return Desk(
        capital=own(state.capital),
        paid_moves=own(state.paid_moves),
        price=setting.price,
        most_paid=setting.purse.paid_moves,
        why_not=own(legal(setting, traits, state), -2) if papers == "all" else everything,
        credibility=state.credibility,
        credit=np.swapaxes(credit(setting, traits, state, seats), -1, -2),
        belief_low=low,
        belief_high=high,
        **letters(state, seats),
        sent=own(state.note, -3),
        sent_a=own(state.note_a, -3),
        sent_b=own(state.note_b, -3),
        reply=own(state.reply, -2),
        reason=own(state.reason, -2),
        counter=own(state.counter, -3),
        ledger=known_promises(state.ledger, seats),
        vulnerability=own(traits.vulnerability * (1.0 - state.eased)),
        law=own(traits.law),
        commitment=seen,
        group=state.group,
        date_set=np.where(dated, state.date_set[..., None], 9999),
        measures_stage=state.measures_stage,
        announced=state.announced,
        refused=state.refused,
        practical_offer=state.practical_offer,
        topic=state.topic,
        drafted=state.drafted,
        lined=state.lined,
        habits=habits(traits),
    )


def habits(traits: Traits) -> Habits:
    """How the seats of a world answer notes, and keep their word."""
    m = traits.mechanism
    return Habits(
        doctrine=m.note_margin,
        hardliner=m.note_margin_hard,
        conciliatory=m.note_margin_soft,
        haggle=m.note_haggle,
        displeasure=m.displeasure,
        tempted=m.tempted,
        hinted=m.hinted,
    )


UNSAID = 25.0
"""Points either side of what a state says in public about recognition within which its mind is taken to lie: a step
from word to word."""


def bands(setting: Setting, traits: Traits, state: State, seats: Index) -> tuple[Array, Array]:
    """What each seat believes of everybody's wish on the key issue and readiness: the ends of a band.

    Without a sounding a band is what the public words leave open: the coded range of the wish, and a step from word
    to word either side of the expressed stance. With each sounding its width halves, around what was heard,
    and never beyond the ends of the first. Of itself a seat knows all.

    returns   two of (..., seat, actor, matter)
    """
    wish = (
        np.broadcast_to(setting.wish_low, state.stance.shape),
        np.broadcast_to(setting.wish_high, state.stance.shape),
    )
    low = np.stack([wish[0], np.maximum(state.stance - UNSAID, -100.0)], axis=-1)[..., None, :, :]
    high = np.stack([wish[1], np.minimum(state.stance + UNSAID, 100.0)], axis=-1)[..., None, :, :]
    shape = (*state.stance.shape[:-1], len(seats), *low.shape[-2:])
    low, high = np.broadcast_to(low, shape), np.broadcast_to(high, shape)
    if not untouched(state.sounded):
        times, told = np.take(state.sounded, seats, axis=-3), np.take(state.heard, seats, axis=-3)
        half = (high - low) * np.power(0.5, times + 1)
        middle = np.clip(np.where(np.isnan(told), (low + high) / 2.0, told), low + half, high - half)
        low, high = np.where(times > 0, middle - half, low), np.where(times > 0, middle + half, high)
    itself = (np.arange(len(setting.actors)) == seats[:, None])[..., None]
    truth = np.stack([traits.ideal[..., setting.key], state.readiness], axis=-1)[..., None, :, :]
    return np.where(itself, truth, low), np.where(itself, truth, high)


def letters(state: State, seats: Index) -> dict[str, Index]:
    """The notes that have come to each seat. (..., seat, sender, slot, ...)"""
    world, (senders, slots) = state.note.shape[:-3], state.note.shape[-3:-1]
    shape = (*world, len(seats), senders, slots)
    names = {"inbox": state.note, "inbox_a": state.note_a, "inbox_b": state.note_b}
    if untouched(state.note):
        blank = {"inbox": 0, "inbox_a": -1, "inbox_b": -1}
        return {name: same(blank[name], (*shape, field.shape[-1]), np.int64) for name, field in names.items()}
    to = (state.note[..., None, :, :, 1] == seats[:, None, None]) & (state.note[..., None, :, :, 0] > 0)
    out = {name: np.where(to[..., None], field[..., None, :, :, :], -1) for name, field in names.items()}
    return out | {"inbox": np.where(to[..., None], state.note[..., None, :, :, :], 0)}


def known_promises(ledger: Ledger, seats: Index) -> Ledger:
    """The ledger as each seat knows it: what is neither its own nor public is blank. (..., seat, entry)"""
    at = seats[:, None]
    maker, receiver = ledger.maker[..., None, :], ledger.receiver[..., None, :]
    knows = ((maker == at) | (receiver == at) | ledger.public[..., None, :]) & (ledger.state > 0)[
        ..., None, :
    ]
    blank = {
        "level": 0.0,
        "until": 9999,
        "public": False,
        "asked": False,
        "warned": False,
        "leaked": False,
        "pressed": False,
        "made": 9999,
        "done": 0.0,
        "state": 0,
    }
    out: dict[str, Array] = {}
    for name, field in vars(ledger).items():
        nothing = np.asarray(blank.get(name, -1), dtype=field.dtype)
        by_entry = field.ndim == ledger.maker.ndim
        seen = field[..., None, :] if by_entry else field[..., None, :, :]
        out[name] = np.where(knows if by_entry else knows[..., None], seen, nothing)
    return replace(ledger, **out)

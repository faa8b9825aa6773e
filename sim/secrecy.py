"""What a seat may know: every field of Traits and State is public, a seat's own, seen in part, or hidden.

`known` gives one seat's knowledge of a game: what is public as it stands, of what is own its own row, of what
is seen in part what it may see, and nothing (NaN, -1, False) of the rest. A forecast is made from that
and from nothing else, so it cannot leak what it does not have.

Public is what is said, done or decided in the open, the calendar and its dates, and how far everybody's word
is believed. Own are wishes, worries and accounts. Hidden are numbers that nobody at the table knows: the
thresholds and errors of the sampling, and how strong the mechanisms of this world are.

Who adds a field to Traits or State puts its name into one of the lists here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np

from sim.arrays import NEVER, Array, Index, Mask
from sim.ledger import Ledger
from sim.mechanisms import Mechanisms
from sim.rules.fresh import empty_ledger, no_notes
from sim.rules.word import FOUND_OUT
from sim.setting import Setting
from sim.state import State, Traits, replace

T = TypeVar("T", Traits, State)

Seen = Callable[[Setting, Any, int], Any]
"""What a seat sees of a field, out of the Traits or State that it belongs to."""


@dataclass(frozen=True)
class Known:
    """What one seat knows of a game, or of each world of an ensemble."""

    seat: int
    """index among the actors"""
    traits: Traits
    state: State


@dataclass(frozen=True)
class Secrecy:
    """The names of the fields of a class, by who may know them."""

    public: frozenset[str]
    own: frozenset[str]
    hidden: frozenset[str]
    partly: Mapping[str, Seen]


# ------------------------------------------------------------------ seen in part

LOUD = 3
"""A level of commitment that is a public promise."""

STARTS = (
    "legitimacy_start",
    "coordination_start",
    "precedent_start",
    "path_start",
    "tension_start",
    "home_start",
    "credibility_start",
)
"""Mechanisms that are where something public began; all other strengths are hidden."""


def seen_mechanisms(setting: Setting, traits: Traits, seat: int) -> Mechanisms:
    """Where public quantities began is known to all who were there, how strong anything works to nobody."""
    m = traits.mechanism
    kept = {name: getattr(m, name) for name in STARTS if hasattr(m, name)}
    unknown = np.full_like(m.discount, np.nan)
    return Mechanisms(**{f.name: kept.get(f.name, unknown) for f in fields(m)})


def seen_recognitions(setting: Setting, state: State, seat: int) -> Index:
    """Others' recognitions when they have happened; its own from the decision on. (..., actor) week"""
    own = is_seat(state.recognised_week.shape[-1], seat)
    return np.where(own | state.recognised, state.recognised_week, NEVER)


def seen_index(setting: Setting, state: State, seat: int) -> Array:
    """What declaring now is worth is the declarer's to know. (...)"""
    return state.declare_index if setting.declarer[seat] else nothing(state.declare_index)


def seen_date(setting: Setting, state: State, seat: int) -> Index:
    """A date that was set in private is known to the declarer and to those who might back it. (...) week"""
    backer = setting.recogniser[seat] and setting.side[seat] >= 0.0
    return np.where(state.date_public | bool(backer or setting.declarer[seat]), state.date_set, NEVER)


def seen_commitments(setting: Setting, state: State, seat: int) -> Index:
    """Loud commitments of patrons, and those of its own side; -2, nothing said, for the rest. (..., actor)"""
    side = setting.side[seat]
    together = (setting.side == side) & (side != 0.0) | is_seat(len(setting.actors), seat)
    return np.where(together | (state.commitment == LOUD), state.commitment, -2)


def seen_lies(setting: Setting, state: State, seat: int) -> Index:
    """What a seat was told falsely is known to it once it has found out. (..., actor, actor, matter)"""
    asker = is_seat(len(setting.actors), seat)[:, None, None]
    return np.where(asker & (state.misled == FOUND_OUT), FOUND_OUT, 0)


def seen_promises(setting: Setting, state: State, seat: int) -> Ledger:
    """Public promises, and private ones of which it is maker or receiver; the rest are empty entries."""
    book = state.ledger
    return of_promises(book, book.public | (book.maker == seat) | (book.receiver == seat))


def of_promises(book: Ledger, knows: Mask) -> Ledger:
    """Some entries of the ledger, and empty ones in place of the rest. (..., entry)"""
    blank = empty_ledger(book.maker.shape[:-1])
    out: dict[str, Any] = {}
    for f in fields(book):
        values: Array = getattr(book, f.name)
        wide = knows if values.ndim == knows.ndim else knows[..., None]
        out[f.name] = np.where(wide, values, getattr(blank, f.name))
    return replace(book, **out)


def privy(state: State, seat: int) -> Mask:
    """Which of the week's notes a seat knows of: its own, those to it, and public ones. (..., actor, slot)"""
    sent = is_seat(state.note.shape[-3], seat)[:, None]
    there = state.note[..., 0] > 0
    knows: Mask = there & (sent | (state.note[..., 1] == seat) | (state.note[..., 2] > 0))
    return knows


def seen_of_notes(name: str) -> Seen:
    """One field of the notes, of those that a seat is privy to, and what stands for no note in place of the rest."""

    def see(setting: Setting, state: State, seat: int) -> Index:
        values: Index = getattr(state, name)
        knows = privy(state, seat)
        blank: Index = no_notes(knows.shape)[name]
        return np.where(knows if values.ndim == knows.ndim else knows[..., None], values, blank)

    return see


# ------------------------------------------------------------------ the lists

TRAITS = Secrecy(
    public=frozenset(
        {
            "hard",
            "position",
            "recognition",
            "reluctance",
            "talks",
            "timing",
            "credence",
            "trust",
            "status_quo",
            "declared",
            "polls",
            "session_week",
            "summit_week",
            "council_week",
            "election_week",
            "referendum_week",
        }
    ),
    own=frozenset(
        {
            "ideal",
            "salience",
            "risk",
            "red_line",
            "mission",
            "guarantee",
            "vulnerability",
            "firmness",
            "backing",
            "limbo",
            "hope",
            "law",
            "private",
            "settlement",
            "status_quo_utility",
            "declared_utility",
            "openness",
            "sway",
            "exposure",
            "motive",
            "procedure",
            "vote_error",
        }
    ),
    hidden=frozenset(
        {
            "threshold",
            "recognise_at",
            "commit_at",
            "keeps_word",
            "swing",
            "flash_at",
            "flash_base",
            "flash_haste",
            "flash_precedent",
        }
    ),
    partly={"mechanism": seen_mechanisms},
)

STATE = Secrecy(
    public=frozenset(
        {
            "week",
            "deadline",
            "talks_open",
            "session",
            "sessions",
            "text",
            "texts",
            "last_text",
            "offer",
            "offers",
            "agreed",
            "agreed_week",
            "voted",
            "vote_week",
            "yes",
            "legitimacy",
            "exhausted",
            "stance",
            "precedent",
            "forecast",
            "forecast_free",
            "guarantee",
            "coordination",
            "committed",
            "backers",
            "declared_week",
            "cover",
            "council",
            "mission_week",
            "mission_backed",
            "mission_abstained",
            "path",
            "path_signed",
            "path_refused",
            "challenger_won",
            "tension",
            "tension_peak",
            "incidents",
            "troops",
            "sent",
            "flash_week",
            "credibility",
            "cohesion",
            "topic",
            "topic_weeks",
            "spoken",
            "visited_week",
            "visited_side",
            "called",
            "group",
            "group_leader",
            "delayed_until",
            "refused",
            "announced",
            "date_public",
            "safeguarded",
            "measures_stage",
            "measures_week",
            "reassured_week",
            "calm_week",
            "calm_force",
            "yielded",
            "contested",
            "softened",
            "grounded",
            "carried",
            "practical",
            "practical_offer",
            "practical_done",
            "walked_out",
            "blocks_made",
            "drafted",
            "drafter",
            "waiting",
            "waiting_from",
            "moved_meeting",
            "assured",
            "lined",
            "report_note",
            "leaked",
            "exposed",
        }
    ),
    own=frozenset(
        {
            "expected_end",
            "would_sign",
            "hope",
            "lobbied",
            "paid",
            "swayed",
            "worn",
            "eased",
            "readiness",
            "bound",
            "no_deal",
            "package_utility",
            "demand",
            "conceded",
            "home",
            "capital",
            "paid_moves",
            "sounded",
            "heard",
            "hinted",
            "by_move",
        }
    ),
    hidden=frozenset({"foreseen", "zone", "table_width", "commit_sum", "hazard_sum", "flash_sum"}),
    partly={
        "recognised_week": seen_recognitions,
        "declare_index": seen_index,
        "date_set": seen_date,
        "ledger": seen_promises,
        "commitment": seen_commitments,
        "misled": seen_lies,
        **{name: seen_of_notes(name) for name in ("note", "note_a", "note_b", "reply", "reason", "counter")},
    },
)

ACTOR_AXIS = {
    "ideal": -2,
    "salience": -2,
    "private": -2,
    "settlement": -2,
    "vote_error": -2,
    "would_sign": -2,
    "package_utility": -2,
    "sounded": -3,
    "heard": -3,
    "hinted": -2,
    "worn": -2,
}
"""Where a seat's own row lies, counted from the end; -1 for the fields that are not named."""


# ------------------------------------------------------------------ what a seat knows


def known(setting: Setting, traits: Traits, state: State, seat: int) -> Known:
    """What one seat knows, everything else blanked. Shapes stay as they are.

    >>> from sim.compile import compile_setting
    >>> from sim.rules import opening
    >>> from sim.scenario import load
    >>> from sim.state import take
    >>> from sim.worlds import draw_traits
    >>> scenario = load("example")
    >>> setting = compile_setting(scenario)
    >>> traits = take(draw_traits(scenario, setting, 1, 0), 0)
    >>> np.isnan(known(setting, traits, opening(setting, traits), 0).traits.risk).tolist()[:2]
    [False, True]
    """
    return Known(seat, as_seen(setting, traits, seat, TRAITS), as_seen(setting, state, seat, STATE))


def as_seen(setting: Setting, item: T, seat: int, secrecy: Secrecy) -> T:
    """Traits or State as a seat sees them."""
    out: dict[str, Any] = {}
    for f in fields(item):
        value: Any = getattr(item, f.name)
        if f.name in secrecy.own:
            out[f.name] = np.where(own_row(f.name, value, seat), value, nothing(value))
        elif f.name in secrecy.partly:
            out[f.name] = secrecy.partly[f.name](setting, item, seat)
        elif f.name not in secrecy.public:
            out[f.name] = nothing(value)
    return replace(item, **out)


def as_all_know(setting: Setting, knows: Known) -> Known:
    """What a seat knows, without what it alone has found out about the others.

    That is what it has sounded out, promises that others made to it in private, quiet commitments of its own side
    and a date that it was told in private. Its own wishes, accounts and notes stay.
    """
    seat, state = knows.seat, knows.state
    itself, book = is_seat(len(setting.actors), seat), state.ledger
    dated = state.date_public | bool(setting.declarer[seat])
    quiet = replace(
        state,
        sounded=np.where(own_row("sounded", state.sounded, seat), 0, state.sounded),
        heard=np.full_like(state.heard, np.nan),
        ledger=of_promises(book, book.public | (book.maker == seat)),
        commitment=np.where(itself | (state.commitment == LOUD), state.commitment, -2),
        date_set=np.where(dated, state.date_set, NEVER),
    )
    return Known(seat, knows.traits, quiet)


def own_row(name: str, values: Array | Index | Mask, seat: int) -> Mask:
    """Which entries of a field that is own belong to a seat, in a shape that goes with the field's."""
    axis = ACTOR_AXIS.get(name, -1)
    return is_seat(values.shape[axis], seat).reshape(-1, *[1] * (-axis - 1))


def is_seat(actors: int, seat: int) -> Mask:
    """(actor,) which of so many actors sits there."""
    own = np.zeros(actors, dtype=np.bool_)
    own[seat] = True
    return own


def nothing(values: Array) -> Array:
    """What stands for not known: NaN, -1 for whole numbers, False. The kind stays."""
    blank = {"f": np.nan, "b": False}.get(values.dtype.kind, -1)
    return np.full_like(values, blank)

"""What a seat may do now, and why not: in one place, with reasons that a student can read.

A reason rests on what is public or the seat's own, so that it gives nothing away. In an ensemble what is not
allowed is dropped without a word (`spend`); at a table it is refused with its reason (`complaints`).
"""

from collections.abc import Callable

import numpy as np

from sim.arrays import MOVES, NEVER, Array, Index, Mask, untouched, with_columns
from sim.idle import idle
from sim.rules.declaration import may_declare
from sim.rules.members import path_offered
from sim.rules.purse import MOVE, PAID, READS, touched
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

REASONS = (
    "",
    "your seat does not have this move",
    "your standing at home is too low for it",
    "you have not enough capital left for it",
    "you have made all the paid moves that a week allows",
    "there is no session this week",
    "an agreement has been signed",
    "independence has been declared already",
    "the rules in force do not allow it now",
    "you have done it already",
    "nothing has been offered to you yet",
    "the report is not due this week",
    "you have recognised already",
    "no promise that you could make public is known to you",
    "there is no lobbying under the rules in force",
)
"""Why a move is not open, by code; 0 is open."""

(
    OPEN, ROLE, HOME, CAPITAL, FULL, NO_SESSION, SIGNED, DECLARED, RULES, DONE, NOT_OFFERED, NO_REPORT, RECOGNISED,
    NOTHING_KNOWN, NO_LOBBYING,
) = range(15)  # fmt: skip

Bar = tuple[int, Mask]
"""A reason, and where it holds: `(...)` or `(..., actor)`."""
Bars = Callable[[Setting, Traits, State], list[Bar]]


def bars(setting: Setting, traits: Traits, state: State, move: str) -> list[Bar]:
    """What keeps seats from a move beside their role, their purse and their standing; the first that holds counts."""
    own = OWN.get(move)
    return own(setting, traits, state) if own else []


def whole(mask: Mask) -> Mask:
    """What holds for a world, as what holds for each of its actors. (...) -> (..., 1)"""
    return mask[..., None]


def undecided(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only while nothing is signed and nothing declared."""
    return [(SIGNED, whole(state.settled)), (DECLARED, whole(state.declared))]


def at_session(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only at a session."""
    return [*undecided(setting, traits, state), (NO_SESSION, whole(~state.session))]


def to_declare(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only where the rules allow it."""
    allowed = may_declare(setting, traits, state)
    return [*undecided(setting, traits, state), (RULES, whole(~allowed))]


def to_recognise(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only once, and not after having refused for good."""
    return [(SIGNED, whole(state.settled)), (RECOGNISED, state.recognised), (DONE, state.refused)]


def to_report(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only in the week of the report."""
    return [(NO_REPORT, whole(np.full(state.settled.shape, state.week != setting.report_week)))]


def to_lobby(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only where there is lobbying."""
    return [(NO_LOBBYING, whole(np.full(state.settled.shape, not setting.rules.lobbying)))]


def to_pay(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only where other files may be offered."""
    barred = np.full(state.settled.shape, not setting.rules.side_payments)
    return [*to_lobby(setting, traits, state), (RULES, whole(barred))]


def on_path(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only once something is held out, and until it is signed."""
    offered = path_offered(traits, state)
    return [(NOT_OFFERED, whole(~offered)), (DONE, whole(state.path_signed | state.path_refused))]


def to_leak(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only what one knows of."""
    if untouched(state.ledger.maker):
        return [(NOTHING_KNOWN, whole(np.full(state.settled.shape, True)))]
    seats = np.arange(len(setting.actors))[:, None]
    mine = (state.ledger.maker[..., None, :] == seats) | (state.ledger.receiver[..., None, :] == seats)
    known = (mine & (state.ledger.state > 0)[..., None, :] & ~state.ledger.public[..., None, :]).any(-1)
    return [(NOTHING_KNOWN, ~known)]


def to_measure(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only until they are carried out."""
    return [(DONE, whole(state.measures_stage >= 2))]


def to_contest(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only while there is a date that has not passed."""
    return [*undecided(setting, traits, state), (RULES, whole(state.deadline >= NEVER))]


def in_council(setting: Setting, traits: Traits, state: State) -> list[Bar]:
    """Only while nothing is endorsed or signed."""
    return [(SIGNED, whole(state.settled)), (DONE, whole(state.cover))]


OWN: dict[str, Bars] = {
    "offer": at_session,
    "agenda": at_session,
    "answer": at_session,
    "declare": to_declare,
    "coordinate": undecided,
    "set_date": undecided,
    "safeguards": lambda s, t, x: [(SIGNED, whole(x.settled))],
    "contest_deadline": to_contest,
    "measures": to_measure,
    "path": on_path,
    "report_line": to_report,
    "lobby": to_lobby,
    "side_payment": to_pay,
    "leak": to_leak,
    "draft": in_council,
    "recognise": to_recognise,
    "guarantee": to_recognise,
}
"""Bars of single moves; the others are open to whoever has the role, the capital and the standing."""


def why_not(setting: Setting, traits: Traits, state: State, move: str) -> Index:
    """Why a move is not open to each actor: a code of `REASONS`, 0 where it is. (..., actor)

    Role, then what the week brings, then standing at home, then capital for one of it, then the week's bound on
    paid moves.
    """
    i = MOVE[move]
    out = np.zeros(state.home.shape, dtype=np.int64)
    poor = (state.capital < setting.price[i]) & (setting.price[i] > 0.0)
    full = (state.paid_moves >= setting.purse.paid_moves) & (setting.price[i] > 0.0)
    tests: list[Bar] = [
        (ROLE, ~setting.roles[state.week][:, i]),
        *bars(setting, traits, state, move),
        (HOME, (state.home < setting.purse.home_locked) & bool(setting.locked[i])),
        (CAPITAL, poor),
        (FULL, full),
    ]
    for code, holds in tests:
        out = np.where((out == OPEN) & holds, code, out)
    return out


def legal(setting: Setting, traits: Traits, state: State) -> Index:
    """`why_not` for every move of the table. (..., actor, move)"""
    return np.stack([why_not(setting, traits, state, move) for move in MOVES], axis=-1)


def spend(setting: Setting, traits: Traits, state: State, moves: Moves, beat: str) -> tuple[Moves, State]:
    """The moves without those that are not open or that the purse does not reach, and the state with the rest paid.

    Moves are looked at from the end of the table to its beginning, so that what only some seats can do goes before
    words and lobbying, and each is paid for before the next; lobbying is cut to what is left. Nobody is told: at a
    table see `complaints`.
    """
    nothing = idle(moves.offer.shape, len(setting.packages))
    left, paid = state.capital, state.paid_moves
    for name, (fields, made) in reversed(PAID[beat].items()):
        if not touched(moves, fields):
            continue
        at = _makers(moves, fields, nothing)
        amount = made(_of_seats(moves, name, fields, at))
        if not amount.any():
            continue
        purse, count = np.take(left, at, axis=-1), np.take(paid, at, axis=-1)
        if name == "lobby":
            moves = replace(moves, lobby_points=cut(moves.lobby_points, at, amount, purse))
            amount = np.minimum(amount, purse)
        cost = amount * setting.price[MOVE[name]]
        reached = (cost <= purse + SLACK) & ((cost <= 0.0) | (count < setting.purse.paid_moves))
        ok = (amount <= 0.0) | (open_to(setting, traits, state, name, at) & reached)
        left = with_columns(left, at, np.maximum(purse - np.where(ok, cost, 0.0), 0.0))
        paid = with_columns(paid, at, count + np.where(ok & (cost > 0.0), 1.0, 0.0))
        if not ok.all():
            kept = {
                field: without(getattr(moves, field), at, ~ok, getattr(nothing, field)) for field in fields
            }
            moves = replace(moves, **kept)
    return moves, replace(state, capital=left, paid_moves=paid)


def cut(points: Array, at: Index, made: Array, purse: Array) -> Array:
    """Lobbying cut to what the purse reaches, with its sign, where any is made. (..., actor)"""
    own = np.take(points, at, axis=-1)
    return with_columns(points, at, np.where(made > 0.0, np.sign(own) * np.minimum(np.abs(own), purse), own))


SLACK = 1e-9
"""Points by which a purse may fall short, for what was lost in adding up."""


def open_to(setting: Setting, traits: Traits, state: State, move: str, at: Index) -> Mask:
    """Whether role, week and standing let some actors make a move; the purse is asked apart. (..., seat)"""
    i = MOVE[move]
    ok = np.broadcast_to(setting.roles[state.week][at, i], (*state.home.shape[:-1], len(at)))
    for _, holds in bars(setting, traits, state, move):
        ok = ok & ~(holds if holds.shape[-1] == 1 else np.take(holds, at, axis=-1))
    if setting.locked[i]:
        return ok & (np.take(state.home, at, axis=-1) >= setting.purse.home_locked)
    return ok


def _makers(moves: Moves, fields: tuple[str, ...], nothing: Moves) -> Index:
    """The seats that have written to one of these fields, in any world. (seat,)"""
    seat = moves.offer.ndim - 1
    out = np.zeros(moves.offer.shape[-1], dtype=np.bool_)
    for name in fields:
        field: Array = getattr(moves, name)
        if not untouched(field):
            wrote = field if field.dtype == np.bool_ else field != getattr(nothing, name).flat[0]
            out |= wrote.any(tuple(axis for axis in range(wrote.ndim) if axis != seat))
    return np.flatnonzero(out)


def _of_seats(moves: Moves, name: str, fields: tuple[str, ...], at: Index) -> Moves:
    """What a move's amount rests on, of some seats alone; to ask it for another field is an error.

    at   (seat,)   indices in the moves' own axis of seats
    """
    seat, few = moves.offer.ndim - 1, object.__new__(Moves)
    vars(few).update({f: np.take(getattr(moves, f), at, axis=seat) for f in (*fields, *READS.get(name, ()))})
    return few


def without(field: Array, at: Index, dropped: Mask, nothing: Array) -> Array:
    """A field of moves with `nothing` for those of some seats whose move is dropped.

    It may have axes behind that of the seats.

    at        (seat,)        indices in the field's own axis of seats
    dropped   (..., seat)
    """
    if untouched(field):
        return field
    seat, behind = dropped.ndim - 1, field.ndim - dropped.ndim
    gone, own = dropped.reshape(*dropped.shape, *[1] * behind), np.take(field, at, axis=seat)
    out = np.array(field, like=gone)
    out[(slice(None),) * seat + (at,)] = np.where(gone, np.take(nothing, at, axis=seat), own)
    return out


def complaints(
    setting: Setting, traits: Traits, state: State, seat: int, moves: Moves, beat: str
) -> list[str]:
    """What is wrong with the moves of one seat in one world: a line for each, fit to show a student.

    moves   (1,)   of that seat alone
    """
    out: list[str] = []
    left, paid = float(state.capital[seat]), float(state.paid_moves[seat])
    for name, (_, made) in PAID[beat].items():
        amount = float(made(moves)[0])
        if amount <= 0.0:
            continue
        code = int(why_not(setting, traits, state, name)[seat])
        cost = amount * float(setting.price[MOVE[name]])
        if code not in (OPEN, CAPITAL, FULL):
            out.append(f"{name}: {REASONS[code]}")
        elif cost > left + SLACK:
            out.append(f"{name}: {REASONS[CAPITAL]} (it costs {cost:g}, you have {max(left, 0.0):g})")
        elif cost > 0.0 and paid >= setting.purse.paid_moves:
            out.append(f"{name}: {REASONS[FULL]} ({setting.purse.paid_moves})")
        else:
            left, paid = left - cost, paid + (cost > 0.0)
    return out

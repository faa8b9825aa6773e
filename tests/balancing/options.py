"""What a seat could do in a week: a few instances of every move of the table, each as a change of doctrine's moves."""

from dataclasses import dataclass

import numpy as np

from balancing.game import Change, Game, Plan
from sim.arrays import ASK, BARGAIN, MOVES, PROMISE, SLOTS, Array
from sim.idle import idle
from sim.ledger import (
    ACT_RECOGNISE,
    COORDINATE,
    NO_MEASURES,
    NOT_DECLARE,
    NOT_RECOGNISE,
    STOP_LOBBYING,
    TERM,
)
from sim.rules.legality import why_not
from sim.rules.notes import term
from sim.rules.purse import DECIDE, MOVE, PAID, TALK
from sim.state import Moves, Shocks, State, Traits, View
from sim.strategies.doctrine import doctrine
from sim.strategies.planner import OPTIONS, paid_for
from sim.views import observe

SPOKEN = 20
"""Weeks for which something is asked or promised in a note."""
UNPAID = {
    "ballots": "vote",
    "accepts": "answer",
    "walk_out": "answer",
    "exhausted": "report_line",
    "extend": "report_line",
    "blocks": "agenda",
    "lobby_points": "lobby",
    "tone": "statement",
    "strength": "statement",
    "date_public": "set_date",
    "pledge_public": "guarantee",
    "reply": "bargain",
    "hopeful": "statement",
    "vague": "statement",
    "take_counter": "bargain",
    "demand": "offer",
}
"""Fields of Moves that belong to a move without making it a paid one."""
FREE = frozenset({"demand", "hopeful", "reason", "counter", "note_a", "note_b", "sound_on"})
"""Fields that say how a move is made, and are none."""


@dataclass(frozen=True)
class Option:
    """One thing that a seat could do in a week."""

    move: str
    beat: str
    change: Change
    paid: bool

    @property
    def plan(self) -> Plan:
        return {self.beat: self.change}


def moves_in(beat: str, change: Change) -> list[str]:
    """The moves of the table that the fields of a change belong to."""
    fields_of = {name: fields for name, (fields, _) in PAID[beat].items()}
    found = [name for name, fields in fields_of.items() if any(field in change for field in fields)]
    if "note" in change:
        found = ["promise"] if (change["note"][..., 0] == PROMISE).any() else ["bargain"]
    if "side_payment" in found and not np.any(change["side_payment"]):
        found.remove("side_payment")
    if "side_payment" in found and "lobby" in found:
        found.remove("lobby")
    return found or list(dict.fromkeys(UNPAID[f] for f in change if f in UNPAID)) or ["hold"]


def options(play: Game, traits: Traits, state: State, shocks: Shocks, seat: int) -> list[Option]:
    """All that a seat could do this week and may: the planner's ideas, notes, soundings, leaks, and nothing.

    traits, state, shocks   of one world; the state as opened on Monday
    """
    out: list[Option] = []
    shut = {move: int(why_not(play.setting, traits, state, move)[seat]) for move in MOVES}
    for beat in ("talk", "decide"):
        view = observe(play.setting, traits, state, shocks, np.array([seat]), beat, papers="all")
        base = doctrine(view)
        spent = cost(base, beat, play)
        for change in [*OPTIONS[beat](view, base), *beside(view, beat)]:
            moves, found = moves_in(beat, change), paid_for(view, base, change)
            if found is None or any(shut[move] for move in moves):
                continue
            costs = cost(found[1], beat, play)
            paid = any(costs.get(move, 0.0) > spent.get(move, 0.0) for move in moves)
            out.append(Option(moves[-1], beat, {**change, **displaced(base, found[1])}, paid))
    nothing = still(play, seat)
    return [*out, Option("hold", "decide", nothing, False)]


def displaced(base: Moves, new: Moves) -> Change:
    """What is left of doctrine's lobbying, where a change takes its price from it."""
    names = ("lobby_target", "lobby_points", "side_payment")
    return {n: getattr(new, n) for n in names if not np.array_equal(getattr(base, n), getattr(new, n))}


def cost(moves: Moves, beat: str, play: Game) -> dict[str, float]:
    """What moves cost, by move."""
    table = TALK if beat == "talk" else DECIDE if beat == "decide" else {}
    return {
        name: float(made(moves)[0]) * float(play.setting.price[MOVE[name]])
        for name, (_, made) in table.items()
    }


def still(play: Game, seat: int) -> Change:
    """Nothing at all at the decide beat: no lobbying, no vote."""
    nothing = idle((1, 1), len(play.setting.packages), len(play.setting.actors))
    names = (
        "lobby_target",
        "lobby_points",
        "side_payment",
        "ballots",
        "consult",
        "declare",
        "reinforce",
        "sign_path",
    )
    return {name: getattr(nothing, name)[0] for name in names}


def note(kind: int, to: int, asked: Array | None, given: Array | None, public: bool = False) -> Change:
    """A note as fields of Moves of one seat."""
    head, a, b = (
        np.zeros((1, SLOTS, 3), np.int64),
        np.full((1, SLOTS, TERM), -1),
        np.full((1, SLOTS, TERM), -1),
    )
    head[0, 0] = (kind, to, int(public))
    if asked is not None:
        a[0, 0] = asked
    if given is not None:
        b[0, 0] = given
    return {"note": head, "note_a": a, "note_b": b}


def beside(view: View, beat: str) -> list[Change]:
    """What the planner does not think of: notes, soundings, leaks."""
    if beat == "decide":
        return leaks(view)
    seat, until = int(view.seat[0]), view.week + SPOKEN
    order = np.argsort(-view.standing, kind="stable")
    others = [int(a) for a in order if a != seat and view.recogniser[a] and view.sides[a] == 0.0][:2]
    declarers = [int(p) for p in view.parties if view.sides[p] > 0 and p != seat]
    holders = [int(p) for p in view.parties if view.sides[p] < 0 and p != seat]
    side = float(view.side[0]) or (1.0 if view.stance[seat] > 0.0 else -1.0)
    wish = ACT_RECOGNISE if side > 0 else NOT_RECOGNISE
    own = (
        term(wish, until) if view.recogniser[seat] else term(NO_MEASURES if side < 0 else NOT_DECLARE, until)
    )
    out: list[Change] = [{"sound": to, "sound_on": 1} for to in others[:1]]
    for to in others:
        out += [note(ASK, to, term(wish, until), None), note(BARGAIN, to, term(wish, until), own)]
        out += [note(BARGAIN, to, term(wish, until), term(STOP_LOBBYING, until, to))]
    for to in declarers:
        out += [note(ASK, to, term(NOT_DECLARE, view.week + 8), None)]
        out += [note(BARGAIN, to, term(COORDINATE, until, -1, 3), own)] if view.recogniser[seat] else []
        out += [note(BARGAIN, to, term(NOT_DECLARE, view.week + 8), term(ACT_RECOGNISE, until))]
    for to in holders:
        out += [note(ASK, to, term(NO_MEASURES, until), None)]
        out += [note(BARGAIN, to, term(NO_MEASURES, until), own)]
    receiver = (declarers if side > 0 else holders) or others
    out += [note(PROMISE, receiver[0], None, own, public) for public in (False, True)] if receiver else []
    return out


def leaks(view: View) -> list[Change]:
    """Every private promise that the seat knows of."""
    if view.desk is None:
        return []
    book = view.desk.ledger
    private = np.flatnonzero((book.state[0] > 0) & ~book.public[0])
    return [{"leak": int(entry)} for entry in private[:2]]

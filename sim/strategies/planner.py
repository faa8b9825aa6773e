"""Planner: weighs a dozen plans by what they would come to, in the weeks that have a date; else doctrine.

Bertsekas, D. P., Tsitsiklis, J. N., & Wu, C. (1997). Rollout algorithms for combinatorial optimization.
*Journal of Heuristics* 3(3), 245-262: one step of one's own, then a fixed policy, played out many times; it is
never worse than the policy as far as the play is right. Differs: the worlds in which it is played out are
imagined from what the seat may know, and few.

Its plans are what doctrine does, doing nothing, doctrine with one thing done otherwise, and the best of those
changes two by two. It leaves doctrine only for what is better by more than a standard error.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Protocol, runtime_checkable

import numpy as np

from sim.arrays import ASK, BARGAIN, DRAFTS, LINES, PROMISE, SLOTS, TOPICS, Array, Index
from sim.ledger import ACT_RECOGNISE, NO_MEASURES, NOT_DECLARE, NOT_RECOGNISE, STOP_LOBBYING, TERM
from sim.rules.notes import term
from sim.rules.purse import MOVE, PAID
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, View, replace
from sim.strategies.doctrine import UNDECIDED, doctrine
from sim.strategies.hold import hold
from sim.strategies.legal import MOST_POINTS

Forecast = Callable[[Sequence[Moves], int], Array]
"""What plans would come to in so many worlds, as far as the seat can know: (plan, world), the same worlds for all."""

Change = Mapping[str, Any]
"""What a plan does otherwise than doctrine: new values by field of Moves."""

ROUGH, FINE = 16, 32
"""Worlds in which every change is tried, and in which the best are tried again."""
AHEAD = 26
"""Weeks that a plan is played for; in fewer a declaration that is still to come would count for nothing."""
SINGLE = 14
"""Changes that are tried one by one."""
DATE_AHEAD, PLEDGED = 6, 12
"""Weeks ahead of a date that is set, and for which not to recognise is promised."""
FOR = tuple(TOPICS.index(topic) for topic in ("stability", "europe"))
AGAINST = tuple(TOPICS.index(topic) for topic in ("law", "precedent"))
"""What is spoken of for recognition, and against it."""
PAIRED = 3
"""Changes that are tried again, alone and two by two: those that came out best."""


@dataclass(frozen=True)
class LooksAhead:
    """A strategy that is given a forecast beside its view; where there is none it does what doctrine does.

    `sim.worlds.by_seat` gives it what it needs of a scenario (`sim.forecast.Ahead`); the list of strategies has it
    as it is.
    """

    choose: Callable[[View, Forecast], Moves]
    """for one seat of one world: fields of shape (1, ...)"""
    weeks: int
    """how far its forecasts go, at most to the end of the game"""

    def __call__(self, view: View) -> Moves:
        """Without a forecast: doctrine."""
        return doctrine(view)


@runtime_checkable
class Foresight(Protocol):
    """A strategy that looks ahead and has its forecast: it is asked for the moves of seats of a game."""

    def moves(
        self, setting: Setting, traits: Traits, state: State, shocks: Shocks, seats: Index, beat: str
    ) -> Moves:
        """The moves of some seats. (..., seat)"""
        ...


def plan(view: View, forecast: Forecast) -> Moves:
    """The best of a seat's plans at the beat of its view."""
    base = doctrine(view)
    tried = [change for change in OPTIONS[view.beat](view, base) if is_open(view, base, change)][:SINGLE]
    if not tried:
        return base
    plans = [base, hold(view), *(changed(base, change) for change in tried)]
    gain, _ = advantage(forecast(plans, ROUGH))
    order: list[int] = np.argsort(-gain, kind="stable").tolist()
    best = [i for i in order if gain[i] > 0.0][:PAIRED]
    if not best:
        return base
    pairs = combinations([tried[i - 2] for i in best if i > 1], 2)
    both = [changed(base, {**one, **two}) for one, two in pairs if not one.keys() & two.keys()]
    plans = [base, *(plans[i] for i in best), *both]
    gain, clear = advantage(forecast(plans, FINE))
    return plans[int(np.where(clear, gain, 0.0).argmax())]


planner = LooksAhead(plan, AHEAD)


def advantage(values: Array) -> tuple[Array, Array]:
    """By how much each plan beats the first, and whether by more than a standard error. (plan,) each

    values   (plan, world)   the same worlds for all
    """
    apart = values - values[:1]
    gain = apart.mean(-1)
    error = apart.std(-1, ddof=1) / np.sqrt(apart.shape[-1]) if apart.shape[-1] > 1 else np.zeros(len(apart))
    return gain, gain > error


def is_open(view: View, base: Moves, change: Change) -> bool:
    """May the seat do what a change adds to its moves? Whether the purse reaches for all is for the rules to say."""
    if view.desk is None:
        return True
    new = changed(base, change)
    for name, (fields, made) in PAID[view.beat].items():
        adds = any(field in change for field in fields) and bool(made(new)[0] > made(base)[0])
        if adds and view.desk.why_not[0, MOVE[name]]:
            return False
    return True


def changed(moves: Moves, change: Change) -> Moves:
    """Moves with other values in some fields: a number for the whole field, or an array in its place."""
    new: dict[str, Any] = {
        name: value if isinstance(value, np.ndarray) else np.full_like(getattr(moves, name), value)
        for name, value in change.items()
    }
    return replace(moves, **new)


# ------------------------------------------------------------------ what could be done otherwise


def at_talks(view: View, base: Moves) -> list[Change]:
    """The talk beat: other offers and texts, no blocks, a practical matter, a draft, a line."""
    out: list[Change] = []
    bearable = np.flatnonzero(view.utility[0] >= view.no_deal[0])
    if view.party[0] and view.session:
        by_worth = bearable[np.argsort(-view.utility[0][bearable], kind="stable")]
        out += [{"offer": int(p)} for p in by_worth if p != base.offer[0]][:4]
        out += [{"offer": -1}] if base.offer[0] >= 0 else []
        out += [{"practical": 0}]
    if view.mediator[0] and view.session:
        texts = [-1, view.draft] if view.draft >= 0 else [-1]
        out += [{"text": t} for t in texts if t != base.text[0]]
        out += [{"blocks": not base.blocks.any()}]
        out += [{"amend": int(view.utility[0].argmax())}] if view.utility.shape[-1] else []
    if view.council[0]:
        out += [{"draft": draft} for draft in DRAFTS]
    if view.chair[0] and view.member[0]:
        out += [{"line": line} for line in LINES]
    return [*out, *letters(view)]


def letters(view: View) -> list[Change]:
    """Notes: what serves the seat, asked of the state whose mind is nearest to being made up, for nothing and for
    something; a promise to the party it stands with, or against.
    """
    seat, until, side = int(view.seat[0]), view.week + PLEDGED, aims(view)
    recognises = bool(view.recogniser[seat])
    wish = term(ACT_RECOGNISE if side > 0.0 else NOT_RECOGNISE, until)
    free = NO_MEASURES if view.title_holder[0] else NOT_DECLARE
    own = wish if recognises else term(free, until)
    out: list[Change] = []
    for to in [to for to in nearest(view) if to != seat][:1]:
        out += [note(ASK, to, wish), note(BARGAIN, to, wish, term(STOP_LOBBYING, until, to))]
        out += [note(BARGAIN, to, wish, own)] if recognises and not view.recognised[seat] else []
    parties = [int(p) for p in view.parties if p != seat]
    hears = [p for p in parties if view.sides[p] * side > 0.0] or parties
    if hears and not (recognises and view.recognised[seat]):
        out += [note(PROMISE, hears[0], None, own, public=True)]
    return out


def note(kind: int, to: int, asked: Index | None, given: Index | None = None, public: bool = False) -> Change:
    """One note as a change: what the receiver is to do, and what the seat will do."""
    head = np.zeros((1, SLOTS, 3), dtype=np.int64)
    terms = np.full((2, 1, SLOTS, TERM), -1, dtype=np.int64)
    head[0, 0] = kind, to, int(public)
    for i, wanted in enumerate((asked, given)):
        if wanted is not None:
            terms[i, 0, 0] = wanted
    return {"note": head, "note_a": terms[0], "note_b": terms[1]}


def at_answer(view: View, base: Moves) -> list[Change]:
    """The answer beat: yes to every note, or no."""
    said = base.reply != 0
    return [{"reply": np.where(said, word, 0)} for word in (1, -1)] if said.any() else []


def at_decision(view: View, base: Moves) -> list[Change]:
    """The decide beat, the weightiest first: votes and signatures, own acts, words and pressure on others."""
    return [*of_role(view, base), *votes(view, base), *on_others(view, base), *words(view), *at_home(view)]


OPTIONS: dict[str, Callable[[View, Moves], list[Change]]] = {
    "talk": at_talks,
    "answer": at_answer,
    "decide": at_decision,
}


def of_role(view: View, base: Moves) -> list[Change]:
    """What only some seats can do: declare, sign, recognise, and what goes with it."""
    out: list[Change] = []
    if view.declarer[0] and not (view.declared or view.settled):
        out += [{"declare": not base.declare[0]}] if view.may_declare else []
        out += [{"consult": 0.0 if base.consult[0] else 1.0}, {"safeguards": True}]
        out += [{"set_date": view.week + DATE_AHEAD, "date_public": True}]
    if view.declarer[0] and view.declared:
        out += [{"safeguards": True}]
        out += [{"assure": to} for to in nearest(view)[:1] if view.recogniser[to] and not view.recognised[to]]
    if view.party[0] and view.session:
        all_ = (view.utility >= view.no_deal[..., None]) & view.session[..., None, None]
        out += [
            {"accepts": accepts} for accepts in (all_, np.zeros_like(all_)) if (accepts != base.accepts).any()
        ]
        out += [{"join_practical": True}, {"walk_out": True}]
    if view.title_holder[0]:
        out += [{"contest": True}, {"measures": 1}, {"measures": 2}]
    if view.candidate[0] and view.path_offered:
        out += [{"sign_path": not base.sign_path[0]}, {"refuse_path": True, "sign_path": False}]
    if view.recogniser[view.seat[0]] and not view.recognised[view.seat[0]]:
        out += [{"recognise": r} for r in ((1, -1, 3) if view.declared else (2,)) if r != base.recognise[0]]
    return out


def votes(view: View, base: Moves) -> list[Change]:
    """Every vote that is due, cast otherwise; a mediator's line."""
    out: list[Change] = []
    at_council, at_summit = view.council[0], view.member[0]
    for ballot in np.flatnonzero(view.due) if at_council or at_summit else ():
        for vote in (1, 0, -1):
            cast = base.ballots.copy()
            cast[..., ballot] = vote
            out += [{"ballots": cast}] if (cast != base.ballots).any() else []
    if view.desk is not None and view.member[0] and view.desk.lined >= 0:
        out += [{"soften": True}]
    if at_council and view.due[..., list(DRAFTS)].any():
        out += [{"put_off": True}]
    if view.mediator[0] and view.talks_open:
        out += [{"exhausted": not base.exhausted[0]}, {"extend": not base.extend[0]}]
    return out


def on_others(view: View, base: Moves) -> list[Change]:
    """Pressure on the states whose mind is nearest to being made up, promises, and troops."""
    side, seat = aims(view), int(view.seat[0])
    first, second = nearest(view)[:2]
    out: list[Change] = []
    points = side * MOST_POINTS
    out += [
        {"lobby_target": t, "lobby_points": points}
        for t in ((first, second) if view.lobbies[0] else (first,))
        if t not in (base.lobby_target[0], seat)
    ]
    if view.lobbies[0]:
        out += [{"lobby_target": -1, "lobby_points": 0.0, "side_payment": False}]
    if view.patron[0] or view.party[0] or view.chair[0]:
        out += [{"visit": first if first != seat else second}]
    if view.patron[0]:
        out += [{"commit": level} for level in (3, -1)]
    if view.contributor[0]:
        out += [{"reinforce": not base.reinforce[0]}]
    if view.recogniser[view.seat[0]] and view.sides[view.seat[0]] >= 0.0 and not view.declared:
        out += [{"back": True}, {"pledge": view.week + PLEDGED, "pledge_public": True}]
    return out


def nearest(view: View) -> list[int]:
    """All actors, the states first whose mind is nearest to being made up, by what their recognition counts."""
    reach = np.where(view.recogniser & (view.sides == 0.0) & ~view.recognised, view.standing, 0.0)
    order: list[int] = np.argsort(-reach / (UNDECIDED + np.abs(view.stance)), kind="stable").tolist()
    return order


def words(view: View) -> list[Change]:
    """A statement for what the seat aims at; a group of like-minded members."""
    side = aims(view)
    topics = FOR if side > 0.0 else AGAINST
    out: list[Change] = [{"topic": topic, "tone": side, "strength": 2.0} for topic in topics]
    if view.member[0]:
        out.append({"group": 2 if side > 0.0 else 1})
    return out


def at_home(view: View) -> list[Change]:
    """What is for a seat's own people."""
    out: list[Change] = [{"at_home": True}]
    out += [{"reassure": True}] if view.member[0] else []
    out += [{"calm": True}] if view.party[0] else []
    return out


def aims(view: View) -> float:
    """1 for who wants recognition, -1 for who does not: by its side, else by what it says."""
    own = float(view.side[0])
    return own or (1.0 if view.stance[view.seat[0]] > 0.0 else -1.0)

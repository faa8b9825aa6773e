"""Planner: weighs a dozen plans by what they would come to, in the weeks that have a date; else doctrine.

Bertsekas, D. P., Tsitsiklis, J. N., & Wu, C. (1997). Rollout algorithms for combinatorial optimization.
*Journal of Heuristics* 3(3), 245-262: one step of one's own, then a fixed policy, played out many times; it is
never worse than the policy as far as the play is right. Differs: the worlds in which it is played out are
imagined from what the seat may know, and few.

Its plans are what doctrine does, doing nothing, doctrine with one thing done otherwise, and the best of those
changes two by two and all together. What a change costs is taken from doctrine's lobbying where the purse does
not reach for both. All plans are tried in a few worlds, the best of them in others; what a gain rests on few worlds
that lie far apart is believed in part.
"""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Protocol, runtime_checkable

import numpy as np

from sim.arrays import ASK, BARGAIN, DRAFTS, LINES, PRACTICAL, PROMISE, SLOTS, TOPICS, Array, Index, Mask
from sim.ledger import (
    ACT_RECOGNISE,
    COORDINATE,
    NO_MEASURES,
    NOT_DECLARE,
    NOT_RECOGNISE,
    OPEN,
    STOP_LOBBYING,
    TERM,
)
from sim.rules.notes import term
from sim.rules.purse import MOVE, PAID
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, View, replace
from sim.strategies.doctrine import UNDECIDED, decide, doctrine
from sim.strategies.hold import hold
from sim.strategies.legal import MOST_POINTS

Change = Mapping[str, Any]
"""What a plan does otherwise than doctrine: new values by field of Moves."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a forecast: what plans come to in some of the imagined worlds, the same for all plans."""

    plans: Sequence[Moves]
    first: int
    last: int
    """worlds from `first` up to, not including, `last`"""


Course = Generator[Asked, Any, Moves]
"""How a seat makes up its mind: it asks, is told (plan, world), may ask again, and ends with its moves."""

ROUGH, FINE = 4, 18
"""Imagined worlds up to which every plan is tried, and from there up to which the best are."""
AHEAD, LEAST = 8, 16
"""Weeks that a plan is played for, and weeks of the game that are played at least: in fewer a declaration that is
still to come would count for nothing. What follows is taken as it is likely to go on."""
ALWAYS, IN_TURN = 7, 5
"""Changes that are tried every time, the first of the list, and those of the rest that take turns, week by week."""
BEST = 3
"""Changes that are tried again, alone and together: those that came out best."""
USUAL, USUALLY = 0.6, -0.1
"""How far apart changes usually lie, and what one usually brings, points of the score: what few worlds cannot tell is
taken to be like that."""
SPREAD = 1.0
"""Points by which the gain of a change is taken to differ from world to world, where it has been tried in few."""
SPARE, KNOWN, WISH = 5.0, 10.0, 0
"""Points in the purse from which on one is not missed; points within which a wish is known well enough; and which of
the matters that a sounding can be about it is."""
DATES = (3, 6)
"""Weeks ahead of a date that is set."""
PLEDGED, HALF_A_YEAR = 8, 26
"""Weeks for which something is promised."""


@dataclass(frozen=True)
class LooksAhead:
    """A strategy that is given forecasts beside its view; where there are none it does what doctrine does.

    `sim.worlds.by_seat` gives it what it needs of a scenario (`sim.forecast.Ahead`); the list of strategies has it
    as it is.
    """

    choose: Callable[[View], Course]
    """for one seat of one world: fields of shape (1, ...)"""
    weeks: int = AHEAD
    """how far its forecasts go, at most to the end of the game"""
    least: int = LEAST
    """the week of the game before which none of them ends"""
    worlds: int = FINE
    """imagined worlds that it asks for at most"""

    def until(self, week: int) -> int:
        """The week before which a forecast ends that is made in a week."""
        return max(week + self.weeks, self.least)

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


def plan(view: View) -> Course:
    """The best of a seat's plans at the beat of its view; a point that it can spare goes into a sounding."""
    return sounding_out(view, (yield from best_plan(view)))


def best_plan(view: View) -> Course:
    """The plan that is believed to gain most over doctrine."""
    base = doctrine(view)
    tried = list(in_turn(view, (o for c in OPTIONS[view.beat](view, base) if (o := paid_for(view, base, c)))))
    if not tried:
        return base
    quiet = hold(view)
    plans = [base, *([] if same_moves(base, quiet) else [quiet]), *(new for _, new in tried)]
    alone = len(plans) - len(tried)
    gain = believed((yield Asked(plans, 0, ROUGH)))
    order: list[int] = np.argsort(-gain, kind="stable").tolist()
    best = [i for i in order if i and gain[i] > USUALLY][:BEST]
    if not best:
        return base
    changes = [tried[i - alone][0] for i in best if i >= alone]
    plans = [base, *(plans[i] for i in best), *together(view, base, changes)]
    gain = believed((yield Asked(plans, ROUGH, FINE)))
    return plans[int(gain.argmax())]


planner = LooksAhead(plan)


def sounding_out(view: View, moves: Moves) -> Moves:
    """Moves with a sounding beside them, where the purse is full and nothing is said otherwise: what a party wants
    that is known least. What is learned helps plans to come, which no look at one plan can see.
    """
    desk = view.desk
    talks = view.beat == "talk" and (moves.sound[0] < 0) and not (moves.note[..., 0] > 0).any()
    if desk is None or not talks or desk.capital[0] < SPARE or desk.why_not[0, MOVE["sound_out"]]:
        return moves
    wide = (desk.belief_high - desk.belief_low)[0, :, WISH]
    others = [p for p in view.parties.tolist() if p != view.seat[0] and wide[p] > KNOWN]
    if not others:
        return moves
    asked = changed(moves, {"sound": max(others, key=lambda p: wide[p]), "sound_on": WISH})
    return asked if affordable(view, asked) else moves


def believed(values: Array) -> Array:
    """What each plan is believed to gain over the first. (plan,), 0 for the first

    The mean over the worlds, drawn to what changes usually bring by how uncertain it is (Efron & Morris 1975); its
    own spread and the usual one count alike.

    values   (plan, world)   the same worlds for all
    """
    apart = values - values[:1]
    n = apart.shape[-1]
    spread = (apart.var(-1) * n + SPREAD**2) / (n + 1)
    error = np.where((apart == 0.0).all(-1), 0.0, spread / n)
    out = (apart.mean(-1) * USUAL**2 + USUALLY * error) / (USUAL**2 + error)
    out[0] = 0.0
    return out


def together(view: View, base: Moves, changes: Sequence[Change]) -> list[Moves]:
    """Changes two by two, and all of them, where they do not speak of the same thing and the purse reaches."""
    sets = [*combinations(changes, 2), *([tuple(changes)] if len(changes) > 2 else [])]
    out: list[Moves] = []
    for some in sets:
        names = [name for change in some for name in change]
        found = paid_for(view, base, {k: v for c in some for k, v in c.items()})
        if found and len(set(names)) == len(names):
            out.append(found[1])
    return out


def in_turn(view: View, options: Iterable[tuple[Change, Moves]]) -> list[tuple[Change, Moves]]:
    """The first of the list, and some of the rest: another part of it every week, so that all have their turn."""
    every = list(options)
    first, rest = every[:ALWAYS], every[ALWAYS:]
    start = view.week * IN_TURN % max(len(rest), 1)
    return [*first, *(rest[start:] + rest[:start])[:IN_TURN]]


# ------------------------------------------------------------------ what a change costs

LESS: tuple[Change, ...] = (
    {},
    {"side_payment": False},
    {"side_payment": False, "lobby_points": 2.0},
    {"side_payment": False, "lobby_points": 1.0},
    {"side_payment": False, "lobby_points": 0.0, "lobby_target": -1},
)
"""What is taken from the lobbying that doctrine does, step by step, until the purse reaches for a change."""


def paid_for(view: View, base: Moves, change: Change) -> tuple[Change, Moves] | None:
    """A change, and doctrine's moves with it; with less lobbying where the purse does not reach for both.

    None: it changes nothing, it is not open to the seat, or the purse does not reach for it at all.
    """
    new = changed(base, change)
    if same_moves(base, new):
        return None
    desk = view.desk
    if desk is None or view.beat == "answer":
        return change, new
    for name, (fields, made) in PAID[view.beat].items():
        adds = any(field in change for field in fields) and bool(made(new)[0] > made(base)[0])
        if adds and desk.why_not[0, MOVE[name]]:
            return None
    for less in LESS if "lobby_points" not in change and base.lobby_target[0] >= 0 else LESS[:1]:
        points = less.get("lobby_points", MOST_POINTS)
        cut = {"lobby_points": np.clip(base.lobby_points, -points, points)} if less else {}
        new = changed(base, {**change, **less, **cut})
        if affordable(view, new):
            return change, new
    return None


def affordable(view: View, moves: Moves) -> bool:
    """Does the purse reach for all that is paid for at the beat, and the week's bound on paid moves?"""
    desk = view.desk
    if desk is None:
        return True
    costs = [float(made(moves)[0]) * desk.price[MOVE[name]] for name, (_, made) in PAID[view.beat].items()]
    many = sum(cost > 0.0 for cost in costs)
    return sum(costs) <= desk.capital[0] + 1e-9 and many + desk.paid_moves[0] <= desk.most_paid


def changed(moves: Moves, change: Change) -> Moves:
    """Moves with other values in some fields: a number for the whole field, or an array in its place."""
    new: dict[str, Any] = {
        name: value if isinstance(value, np.ndarray) else np.full_like(getattr(moves, name), value)
        for name, value in change.items()
    }
    return replace(moves, **new)


def same_moves(one: Moves, two: Moves) -> bool:
    """Are they the same?"""
    fields = vars(one).items()
    return all(
        value is getattr(two, name) or np.array_equal(value, getattr(two, name)) for name, value in fields
    )


# ------------------------------------------------------------------ what could be done otherwise


def at_talks(view: View, base: Moves) -> list[Change]:
    """The talk beat: lines and drafts, practical matters, other offers and texts, no blocks, notes, soundings."""
    out: list[Change] = []
    if view.chair[0] and view.member[0]:
        out += [{"line": line} for line in (*LINES[::-1],)]
    if view.party[0]:
        matters = range(len(PRACTICAL))
        out += [{"practical": (view.week + k) % len(matters)} for k in (0, 2)]
    if view.party[0] and view.session:
        bearable = np.flatnonzero(view.utility[0] >= view.no_deal[0])
        by_worth = bearable[np.argsort(-view.utility[0][bearable], kind="stable")]
        out += [{"offer": -1}] if base.offer[0] >= 0 else []
        out += [{"offer": int(p)} for p in by_worth if p != base.offer[0]][:4]
    if view.mediator[0] and view.session:
        texts = [-1, view.draft] if view.draft >= 0 else [-1]
        out += [{"text": t} for t in texts if t != base.text[0]]
        out += [{"blocks": not base.blocks.any()}]
        out += [{"amend": int(view.utility[0].argmax())}] if view.utility.shape[-1] else []
    drafts: list[Change] = [{"draft": draft} for draft in DRAFTS] if view.council[0] else []
    return [*out, *promises(view), *drafts[::-1], *letters(view), *soundings(view)]


def own_act(view: View, until: int) -> Index:
    """What a seat promises: to recognise or not, by its side; the parties not to declare, and no measures."""
    if view.recogniser[view.seat[0]]:
        return term(ACT_RECOGNISE if aims(view) > 0.0 else NOT_RECOGNISE, until)
    return term(NO_MEASURES if view.title_holder[0] or aims(view) < 0.0 else NOT_DECLARE, until)


def promises(view: View) -> list[Change]:
    """Its word to the party it stands with, in private and in public, for a while and for long."""
    seat = int(view.seat[0])
    parties = [int(p) for p in view.parties if p != seat]
    hears = [p for p in parties if view.sides[p] * aims(view) > 0.0] or parties
    if not hears or (view.recogniser[seat] and view.recognised[seat]):
        return []
    return [
        note(PROMISE, hears[0], None, own_act(view, view.week + weeks), public=public)
        for weeks, public in ((HALF_A_YEAR, False), (HALF_A_YEAR, True), (PLEDGED, True), (PLEDGED, False))
    ]


def letters(view: View) -> list[Change]:
    """Notes: what serves the seat, asked of the states whose mind is nearest to being made up, for nothing and for
    something; of a party on the other side, to hold back.
    """
    seat, until, side = int(view.seat[0]), view.week + PLEDGED, aims(view)
    wish = term(ACT_RECOGNISE if side > 0.0 else NOT_RECOGNISE, until)
    out: list[Change] = []
    for to in [to for to in nearest(view) if to != seat][:2]:
        out += [note(ASK, to, wish), note(BARGAIN, to, wish, term(STOP_LOBBYING, until, to))]
        out += [note(BARGAIN, to, wish, own_act(view, until))]
    for to in [int(p) for p in view.parties if p != seat]:
        holds = term(NOT_DECLARE if view.sides[to] > 0.0 else NO_MEASURES, until)
        out += [note(ASK, to, holds), note(BARGAIN, to, holds, own_act(view, until))]
        if view.sides[to] > 0.0 and view.recogniser[seat]:
            out += [note(BARGAIN, to, term(COORDINATE, until, -1, 3), own_act(view, until))]
    return out


def soundings(view: View) -> list[Change]:
    """What the states are ready for whose mind is nearest to being made up."""
    return [{"sound": to, "sound_on": 1} for to in nearest(view)[:3] if to != view.seat[0]]


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
    """The decide beat, the weightiest first: own acts and votes, its own people, pressure on others, words."""
    return [
        *own_word(view, base),
        *at_home(view),
        *of_role(view, base),
        *votes(view, base),
        *dates(view),
        *on_others(view, base),
        *words(view),
        *leaks(view),
    ]


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
    if view.declarer[0] and view.declared:
        out += [{"safeguards": True}]
        out += [{"assure": to} for to in nearest(view)[:1] if view.recogniser[to] and not view.recognised[to]]
    if view.party[0] and view.session:
        all_ = (view.utility >= view.no_deal[..., None]) & view.session[..., None, None]
        out += [{"walk_out": True}, {"join_practical": True}]
        out += [{"accepts": a} for a in (all_, np.zeros_like(all_)) if (a != base.accepts).any()]
    if view.title_holder[0]:
        out += [{"contest": True}, {"measures": 1}, {"measures": 2}]
    if view.candidate[0] and view.path_offered:
        out += [{"sign_path": not base.sign_path[0]}, {"refuse_path": True, "sign_path": False}]
    if view.recogniser[view.seat[0]] and not view.recognised[view.seat[0]]:
        out += [{"recognise": r} for r in ((1, -1, 3) if view.declared else (2,)) if r != base.recognise[0]]
    return out


def dates(view: View) -> list[Change]:
    """Dates for declaring, near and far, in public and for the backers alone."""
    if not view.declarer[0] or view.declared or view.settled:
        return []
    return [
        {"set_date": view.week + weeks, "date_public": public} for public in (True, False) for weeks in DATES
    ]


def votes(view: View, base: Moves) -> list[Change]:
    """Every vote that is due, cast otherwise; a mediator's line."""
    out: list[Change] = []
    for ballot in np.flatnonzero(view.due) if view.council[0] or view.member[0] else ():
        for vote in (1, 0, -1):
            cast = base.ballots.copy()
            cast[..., ballot] = vote
            out.append({"ballots": cast})
    if view.desk is not None and view.member[0] and view.desk.lined >= 0:
        out += [{"soften": True}]
    if view.council[0] and view.due[..., list(DRAFTS)].any():
        out += [{"put_off": True}]
    if view.mediator[0] and view.talks_open:
        out += [{"exhausted": not base.exhausted[0]}, {"extend": not base.extend[0]}, {"separate_note": True}]
    return out


def on_others(view: View, base: Moves) -> list[Change]:
    """Pressure on the states whose mind is nearest to being made up, promises, and troops."""
    side, seat = aims(view), int(view.seat[0])
    near = [to for to in nearest(view) if to != seat][:3]
    out: list[Change] = [{"reinforce": not base.reinforce[0]}] if view.contributor[0] else []
    if view.lobbies[0]:
        out += [{"side_payment": False}, {"lobby_target": -1, "lobby_points": 0.0, "side_payment": False}]
    if view.patron[0] or view.party[0] or view.chair[0]:
        out += [{"visit": to} for to in near]
    if view.patron[0]:
        out += [{"commit": level} for level in (3, 2, 1, 0, -1)]
    if view.recogniser[seat] and not view.recognised[seat] and not view.declared:
        out += [{"back": True}] if view.sides[seat] >= 0.0 else []
        out += [{"pledge": view.week + PLEDGED, "pledge_public": public} for public in (True, False)]
    for to in near:
        if to != base.lobby_target[0]:
            whom = {"lobby_target": to, "side_payment": False}
            out += [{**whom, "lobby_points": side * MOST_POINTS}, {**whom, "lobby_points": side}]
            out += [{**whom, "lobby_points": side, "side_payment": True}] if view.side_payments else []
    return out


def nearest(view: View) -> list[int]:
    """All actors, the states first whose mind is nearest to being made up, by what their recognition counts."""
    reach = np.where(view.recogniser & (view.sides == 0.0) & ~view.recognised, view.standing, 0.0)
    order: list[int] = np.argsort(-reach / (UNDECIDED + np.abs(view.stance)), kind="stable").tolist()
    return order


def words(view: View) -> list[Change]:
    """A statement for what the seat aims at, on every topic, and so loudly that it binds; a group of members."""
    side = aims(view)
    topics = (view.week + np.arange(len(TOPICS))) % len(TOPICS)
    out: list[Change] = [{"topic": int(topic), "tone": side, "strength": 2.0} for topic in topics]
    out += [
        {"topic": int(topics[0]), "tone": side, "strength": 3.0, "vague": vague} for vague in (False, True)
    ]
    if view.member[0]:
        out += [{"group": 2 if side > 0.0 else 1}, {"group": 1 if side > 0.0 else 2}, {"group": -1}]
    return out


def at_home(view: View) -> list[Change]:
    """What is for a seat's own people."""
    out: list[Change] = [{"at_home": True}]
    out += [{"reassure": True}] if view.member[0] else []
    out += [{"calm": True}] if view.party[0] else []
    return out


def own_word(view: View, base: Moves) -> list[Change]:
    """What breaks promises of its own that are open: doctrine as if nothing had been promised, and work on a state
    that it has promised to leave alone. What that costs its word is in what it comes to.
    """
    if view.desk is None:
        return []
    book = view.desk.ledger
    mine: Mask = (book.state[0] == OPEN) & (book.maker[0] == view.seat[0])
    if not mine.any():
        return []
    free = vars(decide(view))
    freely = {name: free[name] for name, value in vars(base).items() if not np.array_equal(value, free[name])}
    alone = np.unique(book.object[0][mine & (book.act[0] == STOP_LOBBYING)]).tolist()
    out: list[Change] = [freely] if freely else []
    force = aims(view) * MOST_POINTS
    return [*out, *({"lobby_target": to, "lobby_points": force, "side_payment": False} for to in alone)]


def leaks(view: View) -> list[Change]:
    """Private promises that it knows of, made public."""
    if view.desk is None:
        return []
    book = view.desk.ledger
    return [{"leak": int(i)} for i in np.flatnonzero((book.state[0] == OPEN) & ~book.public[0])[:2]]


def aims(view: View) -> float:
    """1 for who wants recognition, -1 for who does not: by its side, else by what it says."""
    own = float(view.side[0])
    return own or (1.0 if view.stance[view.seat[0]] > 0.0 else -1.0)

"""Tests 2 to 5: how strong strategies are, what the planner chooses, how often it breaks its word, and lying."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from balancing.game import LUCK, Game, game, percentiles, played, scores, spread_out
from balancing.options import FREE, moves_in
from sim.arrays import MOVES, PROMISE, Array
from sim.idle import idle
from sim.ledger import BROKEN, KEPT, RELEASED, STOP_LOBBYING
from sim.rules.notes import term
from sim.rules.purse import MOVE
from sim.sittings import sitting_in, sittings
from sim.state import Moves, Traits, View, replace, take
from sim.strategies.doctrine import doctrine
from sim.strategies.planner import Course, LooksAhead, changed, planner

SEED = 2
"""Of the games; the histories that percentiles are taken from have seed 1."""
EVERY = 3
"""Weeks from one promise of the faithless to the next."""
CHUNK = 10
"""Games that a process plays side by side: what their planners ask is played at once."""


@dataclass
class Choices:
    """What the planner chose in the games of one seat."""

    sittings: int = 0
    """in which there was something to weigh"""
    apart: int = 0
    """of those, in which it did not do what doctrine does"""
    states: int = 0
    """decisions, at the talk or the decide beat of a week with a date, in which there was something to weigh"""
    best: Counter[str] = field(default_factory=Counter[str])
    """decisions in which a move was the best single change, or one of those that doctrine makes where it kept to
    doctrine; `doctrine` counts the latter"""
    open: Counter[str] = field(default_factory=Counter[str])
    """decisions in which a move was open to it"""

    def add(self, other: "Choices") -> None:
        """Take in another's."""
        self.sittings, self.apart = self.sittings + other.sittings, self.apart + other.apart
        self.states += other.states
        self.best.update(other.best)
        self.open.update(other.open)


@dataclass
class Record:
    """What happened in some games of one seat, world by world."""

    seat: str
    points: list[float] = field(default_factory=list[float])
    broken: list[int] = field(default_factory=list[int])
    made: list[int] = field(default_factory=list[int])
    choices: Choices = field(default_factory=Choices)


Choice = tuple[int, list[str], set[str], bool]
"""Week, what was best, what was open, and whether it did otherwise than doctrine."""


class Watched:
    """The planner, with an eye on what it chooses in each of some games."""

    def __init__(self) -> None:
        self.made: dict[bytes, list[Choice]] = {}
        """by game: what is drawn once for its seat tells one game from another"""

    def __call__(self, view: View) -> Course:
        """The planner's course; the best single change among those that it tried last is noted."""
        course, told = planner.choose(view), None
        heard: list[tuple[Sequence[Moves], Array]] = []
        while True:
            try:
                asked = course.send(told)  # pyright: ignore[reportArgumentType]  (None to begin with)
            except StopIteration as end:
                self.note(view, end.value, heard)
                return end.value
            told = yield asked
            heard.append((asked.plans, told))

    def note(self, view: View, moves: Moves, heard: Sequence[tuple[Sequence[Moves], Array]]) -> None:
        """Keep a choice, if there was one."""
        base = doctrine(view)
        choices = self.made.setdefault(view.vote_error.tobytes(), [])
        if heard:
            does = apart(view.beat, base, moves)
            differs = bool(does)
            best = (
                best_of(view.beat, base, does, *heard[-1])
                if differs
                else ["doctrine", *made(view.beat, base)]
            )
            shut = view.desk.why_not[0] if view.desk is not None else np.zeros(len(MOVES))
            open_ = {move for move in MOVES if not shut[MOVE[move]]}
            choices.append((view.week, best, open_, differs))


def best_of(beat: str, base: Moves, does: Sequence[str], plans: Sequence[Moves], values: Array) -> list[str]:
    """Of the moves that a seat makes beside doctrine, the one that gains most by itself."""
    gain = (values - values[:1]).mean(-1)
    singles = [(gain[i], one[0]) for i, p in enumerate(plans) if len(one := apart(beat, base, p)) == 1]
    known = [single for single in singles if single[1] in does]
    return [max(known)[1]] if known else [does[0]]


def made(beat: str, moves: Moves) -> list[str]:
    """The moves of the table that a seat makes; to make none at the decide beat is to hold."""
    quiet = idle((1,), moves.blocks.shape[-1], moves.reply.shape[-2])
    does = apart(beat, quiet, moves) or (["hold"] if beat == "decide" else [])
    return [*does, "lobby"] if "side_payment" in does else does


def apart(beat: str, base: Moves, moves: Moves) -> list[str]:
    """The moves of the table in which two sets of moves of one seat differ."""
    names = [name for name in vars(base) if not np.array_equal(getattr(base, name), getattr(moves, name))]
    fields = {name: getattr(moves, name) for name in names if name not in FREE}
    if not fields:
        return []
    out: list[str] = []
    quiet = idle((1,), base.blocks.shape[-1], base.reply.shape[-2])
    nothing = all(np.array_equal(getattr(moves, n), getattr(quiet, n)) for n in vars(base) if n not in FREE)
    if nothing and beat == "decide":
        return ["hold"]
    for name, value in fields.items():
        out += [m for m in moves_in(beat, {name: value}) if m not in out]
    if "side_payment" in out and "lobby" in out:
        out.remove("lobby")
    return out


def watched(part: tuple[str, int, int]) -> Record:
    """Some games in which the planner sits in a seat, played side by side."""
    seat, first, worlds = part
    eye = Watched()
    play = game(SEED, {seat: LooksAhead(eye)})
    out, at = Record(seat), play.seat(seat)
    traits, state = played(play, worlds, first=first)
    book, points = state.ledger, play.points(traits, state)
    mine = book.maker == at
    out.points += points[:, at].tolist()
    out.broken += (mine & (book.state == BROKEN)).sum(-1).tolist()
    out.made += (mine & (book.state > 0)).sum(-1).tolist()
    for k in range(worlds):
        one = take(traits, k)
        out.choices.add(told(play, one, eye.made.get(one.vote_error[[at]].tobytes(), [])))
    return out


def told(play: Game, traits: Traits, made: Sequence[Choice]) -> Choices:
    """The choices of one game, one by one and by sitting."""
    plan = sittings(play.scenario, traits)
    out, seen, differs = Choices(), set[int](), set[int]()
    for week, best, open_, otherwise in made:
        sitting = sitting_in(plan, week)
        number = sitting.number if sitting else 0
        seen.add(number)
        out.states += 1
        out.open.update(open_)
        out.best.update(best)
        if otherwise:
            differs.add(number)
    out.sittings, out.apart = len(seen), len(differs)
    return out


def planners(seats: Sequence[str], worlds: int, processes: int, first: int = 0) -> dict[str, Record]:
    """The planner in each of some seats, beside doctrine, in so many worlds."""
    parts = [(s, first + k, min(CHUNK, worlds - k)) for s in seats for k in range(0, worlds, CHUNK)]
    out = {seat: Record(seat) for seat in seats}
    for found in spread_out(watched, parts, processes, f"planner in {', '.join(seats)}"):
        whole = out[found.seat]
        whole.points += found.points
        whole.broken += found.broken
        whole.made += found.made
        whole.choices.add(found.choices)
    return out


def faithless(view: View) -> Moves:
    """Doctrine that gives its word in public every third week, to leave a state alone, and lobbies it at once."""
    moves = doctrine(view)
    if view.week % EVERY or view.beat == "answer":
        return moves
    order = np.argsort(-view.standing, kind="stable")
    shape = view.luck.shape
    note, b = moves.note.copy(), moves.note_b.copy()
    target = np.empty(len(view.seat), dtype=np.int64)
    for i, seat in enumerate(view.seat.tolist()):
        others = [int(a) for a in order if a != seat and view.recogniser[a]]
        target[i] = others[-1]
        if view.beat == "talk":
            note[..., i, 0, :] = (PROMISE, others[0], 1)
            b[..., i, 0, :] = term(STOP_LOBBYING, view.week + 1, others[-1])
    if view.beat == "talk":
        return replace(moves, note=note, note_b=b)
    return replace(
        moves,
        lobby_target=np.broadcast_to(target, shape).copy(),
        lobby_points=np.full(shape, 1.0),
        side_payment=np.zeros(shape, dtype=np.bool_),
    )


def liars(seats: Sequence[str], worlds: int, usual: Game) -> dict[str, tuple[float, float]]:
    """Where who breaks every word stands in the end, mean percentile, and how many promises it broke in a game."""
    out: dict[str, tuple[float, float]] = {}
    for seat in seats:
        print(f"  faithless in {seat}", file=sys.stderr, flush=True)
        play = game(SEED, {seat: faithless})
        traits, state = played(play, worlds)
        at, book = play.seat(seat), state.ledger
        broken = ((book.maker == at) & (book.state == BROKEN)).sum(-1).mean()
        standing = percentiles(usual.usual.column(seat), play.points(traits, state)[:, at])
        out[seat] = float(standing.mean()), float(broken)
    return out


def strategy_points(name: str, seat: str, worlds: int) -> Array:
    """What a listed strategy scores in a seat, the others playing doctrine. (world,)"""
    play = game(SEED, {seat: name})
    return scores(play, worlds)[:, play.seat(seat)]


__all__ = ["KEPT", "LUCK", "RELEASED", "changed", "faithless", "liars", "planners", "strategy_points"]

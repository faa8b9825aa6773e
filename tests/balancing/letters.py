"""Notes: what simulated seats say to sensible notes drawn at random, and what comes of the promises."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from balancing.game import Game, game, played, spread_out
from sim.acts.speaking import can_do
from sim.arrays import (
    ASK,
    BARGAIN,
    EXHAUSTED,
    GROUND,
    LINE_TIMING,
    MISSION,
    MORE_TALKS,
    NOTE_KINDS,
    PROMISE,
    SLOTS,
    WARN,
    Index,
)
from sim.ledger import (
    ABSTAIN,
    ACT_RECOGNISE,
    ACT_REINFORCE,
    BACK,
    BROKEN,
    COMMIT_AT_MOST,
    COORDINATE,
    DECLARE,
    KEPT,
    NO_MEASURES,
    NOT_DECLARE,
    NOT_RECOGNISE,
    OPEN,
    RELEASED,
    STOP_LOBBYING,
    TERM,
    VOTE_NO,
    VOTE_YES,
)
from sim.rules.chance import spread
from sim.rules.notes import COUNTER, NO, REASONS, YES
from sim.rules.notes import term as term_of
from sim.state import Moves, State, Traits, View, replace
from sim.strategies import Strategy, find

FIRST = 4000
"""The first of the numbers that a seat's luck is spread into for its notes."""
DRAWS = 8
"""Numbers that one note is drawn with."""
OFTEN = 0.03
"""Chance a week that a seat writes."""
AHEAD = (4, 8, 16)
"""Weeks for which something is asked or promised."""
RECEIVERS = ("doctrine", "hardliner", "conciliatory")
SEED, CHUNK = 3, 50
FATES = {OPEN: "still open", KEPT: "kept", BROKEN: "broken", RELEASED: "released"}

SERVES = {
    1: [(ACT_RECOGNISE, -1, -1), (VOTE_YES, MISSION, -1), (BACK, EXHAUSTED, -1), (COORDINATE, -1, 2),
        (NO_MEASURES, -1, -1), (VOTE_YES, GROUND, -1), (ACT_REINFORCE, -1, -1), (COMMIT_AT_MOST, -1, 1),
        (STOP_LOBBYING, -1, -1), (BACK, LINE_TIMING, -1), (DECLARE, -1, -1)],
    -1: [(NOT_RECOGNISE, -1, -1), (NOT_DECLARE, -1, -1), (VOTE_YES, MORE_TALKS, -1), (VOTE_NO, MISSION, -1),
         (ABSTAIN, MISSION, -1), (COMMIT_AT_MOST, -1, 1), (STOP_LOBBYING, -1, -1), (NO_MEASURES, -1, -1),
         (ACT_REINFORCE, -1, -1)],
}  # fmt: skip
"""Acts that a seat of each side might sensibly ask of another, and give to one of that side."""


@dataclass
class Post:
    """What has come of the notes of some games."""

    said: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])
    reasons: Counter[str] = field(default_factory=Counter[str])
    fates: Counter[str] = field(default_factory=Counter[str])
    by_receiver: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])
    """answers to asks and bargains, by what the receiver plays"""

    def add(self, other: "Post") -> None:
        """Take in another's."""
        for mine, theirs in ((self.said, other.said), (self.by_receiver, other.by_receiver)):
            for name, answers in theirs.items():
                mine.setdefault(name, Counter[str]()).update(answers)
        self.reasons.update(other.reasons)
        self.fates.update(other.fates)


@dataclass(frozen=True, eq=False)
class Writer:
    """A strategy that also writes notes by chance: to any seat, about what would serve it.

    Sensible: it asks for what serves its own side and what the other has a role for; it gives what it has a role for
    and what serves the other's side, or keeps to its own.
    """

    strategy: Strategy
    play: Game

    def __call__(self, view: View) -> Moves:
        """The strategy's moves, with a note at the talk beat; half of the counter-offers it takes."""
        moves = self.strategy(view)
        if view.beat == "decide" and view.desk is not None:
            u = spread(view.luck, FIRST + DRAWS, SLOTS)
            return replace(moves, take_counter=(view.desk.reply == COUNTER) & (u < 0.5))
        if view.beat != "talk":
            return moves
        u = spread(view.luck, FIRST, DRAWS)
        note, a, b = moves.note.copy(), moves.note_a.copy(), moves.note_b.copy()
        for at in np.argwhere(u[..., 0] < OFTEN):
            world, i = tuple(at[:-1]), int(at[-1])
            if not self.play.setting.negotiator[view.seat[i]]:
                continue
            written = self.letter(view, int(view.seat[i]), u[(*world, i)], view.stance[world])
            if written:
                note[(*world, i, 0)], a[(*world, i, 0)], b[(*world, i, 0)] = written
        return replace(moves, note=note, note_a=a, note_b=b)

    def letter(
        self, view: View, seat: int, u: np.ndarray, stance: np.ndarray
    ) -> tuple[tuple[int, int, int], Index, Index] | None:
        """Kind, receiver and terms of one note, or none where nothing sensible was drawn."""
        setting = self.play.setting
        seats = np.flatnonzero(setting.negotiator & (np.arange(len(setting.actors)) != seat))
        to = int(seats[int(u[1] * len(seats))])
        kind = 1 + int(u[2] * len(NOTE_KINDS))
        until = min(view.week + AHEAD[int(u[3] * len(AHEAD))], setting.weeks - 1)
        side = int(np.sign(view.sides[seat] or stance[seat])) or 1
        theirs = int(np.sign(view.sides[to] or stance[to])) or 1
        asked = self.drawn(side, to, until, view.week, u[4], seat)
        given = self.drawn(theirs, seat, until, view.week, u[5], to)
        nothing = np.full(TERM, -1)
        if asked is None or (given is None and kind != ASK):
            return None
        if kind in (PROMISE, ASK):
            asked, given = (nothing, given) if kind == PROMISE else (asked, nothing)
        return (kind, to, int(u[6] < 0.3)), asked, nothing if given is None else given

    def drawn(self, side: int, who: int, until: int, week: int, u: float, other: int) -> Index | None:
        """An act that serves a side and that an actor has a role for."""
        every = [
            term_of(act, until, other if act == STOP_LOBBYING else thing, level)
            for act, thing, level in SERVES[side]
        ]
        able = [one for one in every if can_do(self.play.setting, who, one.tolist(), week)]
        return able[int(u * len(able))] if able else None


def posted(games: int, processes: int = 1) -> Post:
    """Games in which all seats write by chance; a third of the seats each answer as one of `RECEIVERS` does."""
    parts = [(k, min(CHUNK, games - k)) for k in range(0, games, CHUNK)]
    whole = Post()
    for found in spread_out(some_posted, parts, processes, "notes"):
        whole.add(found)
    return whole


def some_posted(part: tuple[int, int]) -> Post:
    """Some of them."""
    first, games = part
    base = game(SEED)
    answers = {
        who: RECEIVERS[(i + first // CHUNK) % len(RECEIVERS)] for i, who in enumerate(base.setting.actors)
    }
    writers = {name: Writer(find(name), base) for name in RECEIVERS}
    post, play = Post(), game(SEED, {who: writers[name] for who, name in answers.items()})
    look = Look(play, post, [answers[who] for who in play.setting.actors])
    _, end = played(play, games, look, first)
    look(end, None)
    for code, word in FATES.items():
        post.fates[word] += int((end.ledger.state == code).sum())
    return post


class Look:
    """Counts the notes of every week, which are still there when the next one begins."""

    def __init__(self, play: Game, post: Post, answers: Sequence[str]) -> None:
        self.play, self.post, self.answers = play, post, answers

    def __call__(self, state: State, _: Traits | None) -> None:
        """Count kinds, answers and reasons."""
        kind, words = state.note[..., 0], {YES: "yes", NO: "no", COUNTER: "counter", 0: "none"}
        for code, name in enumerate(NOTE_KINDS, 1):
            here = kind == code
            if not here.any():
                continue
            told = self.post.said.setdefault(name, Counter[str]())
            if code in (PROMISE, WARN):
                told["taken note of"] += int(here.sum())
                continue
            for reply, word in words.items():
                told[word] += int((here & (state.reply == reply)).sum())
        asked = (kind == ASK) | (kind == BARGAIN)
        for name in RECEIVERS if asked.any() else ():
            to = np.isin(state.note[..., 1], [i for i, who in enumerate(self.answers) if who == name])
            told = self.post.by_receiver.setdefault(name, Counter[str]())
            for reply, word in words.items():
                told[word] += int((asked & to & (state.reply == reply)).sum())
        for code in np.unique(state.reason[asked & (state.reply != YES)]):
            if code:
                self.post.reasons[REASONS[code]] += int((asked & (state.reason == code)).sum())


__all__ = ["OFTEN", "RECEIVERS", "Post", "Writer", "posted"]

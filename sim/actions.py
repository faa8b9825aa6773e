"""A finite choice for machines: moves of the table with their usual targets, one list for each seat.

What an action names that the week decides (the nearest state to win, a day six weeks ahead, a promise to
give) is a mark in its acts, filled in from the seat's view. So the list of a seat is the same all game long,
and short.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from sim.acts import SPECS, Act, ActError, to_moves
from sim.arrays import MOVES, TOPICS
from sim.ledger import ACTS
from sim.rules.legality import OPEN, REASONS
from sim.rules.purse import MOVE
from sim.setting import Setting
from sim.state import Moves, View
from sim.strategies.doctrine import UNDECIDED

HOLD, USUAL = 0, 1
"""The actions that every seat has: to do nothing that costs, and to do what its strategy does."""

NEAREST, SECOND, RIVAL = "<nearest>", "<second>", "<rival>"
"""Stand for the two states whose mind is nearest to being made up, and for the first party or patron of the
other side: by what is public."""
SIDE, DEED, GIFT, SECRET = "<side>", "<deed>", "<gift>", "<secret>"
"""Stand for what the seat is for, what it would have a state do, what it can give, a promise it could make
public."""
SOON, LATER = "<soon>", "<later>"
"""Stand for days six and twelve weeks ahead."""
AHEAD = {SOON: 6, LATER: 12}

PROMISED = {"act": GIFT, "until": LATER}
DEFAULTS: Mapping[str, Sequence[Act]] = {
    "sound_out": [{"target": NEAREST, "about": "readiness"}, {"target": RIVAL, "about": "wish"}],
    "ask": [{"to": NEAREST, "ask": {"act": DEED, "until": LATER}}],
    "bargain": [{"to": NEAREST, "ask": {"act": DEED, "until": LATER}, "give": PROMISED}],
    "promise": [{"to": NEAREST, "give": PROMISED, "public": True}],
    "practical": [{"on": "returns"}],
    "statement": [{"topic": topic, "tone": SIDE, "strength": 2} for topic in TOPICS]
    + [{"topic": "law", "tone": SIDE, "strength": 3}],
    "lobby": [{"target": to, "points": n, "aim": SIDE} for to in (NEAREST, SECOND) for n in (1, 3)],
    "leak": [{"entry": SECRET}],
    "press": [{"target": RIVAL}],
    "assure": [{"target": NEAREST}],
    "expose": [{"target": NEAREST}],
    "visit": [{"target": NEAREST}, {"target": SECOND}],
    "set_date": [{"day": SOON, "public": public} for public in (False, True)],
    "guarantee": [{"until": LATER, "public": public} for public in (False, True)],
}
"""What goes with a word where there is more to say than one of a few words."""

CHAIRS = "caucus_text"
"""A word of the chair's, in a move in which other members have theirs."""

CHOSEN_FREELY = ("walk_out",)
"""Words that cost nothing and are yet no matter of course."""


@dataclass(frozen=True)
class Option:
    """One action: acts of one beat, in which some values still stand for what the week brings."""

    label: str
    beat: str
    acts: tuple[Act, ...]
    costs: tuple[tuple[str, float], ...]
    """(move, points) of the table"""


def options(setting: Setting, seat: int, weeks: int | None = None) -> list[Option]:
    """The actions of a seat, by what its roles let it do in some week: to hold, the usual, then its words.

    weeks   of the game; all of them without it

    >>> from sim.compile import compile_setting
    >>> from sim.scenario import load
    >>> setting = compile_setting(load("example"))
    >>> [one.label for one in options(setting, 0)][:4]
    ['hold', 'usual', 'sound_out <nearest> readiness', 'sound_out <rival> wish']
    """
    able = np.flatnonzero(setting.roles[:weeks, seat].any(0))
    out = [Option("hold", "decide", (), ()), Option("usual", "decide", (), ())]
    for word, one in SPECS.items():
        said = not one.free or word in CHOSEN_FREELY
        if MOVES.index(one.move) in able and said and (word != CHAIRS or setting.chair[:weeks, seat].any()):
            out += [option(setting, {"move": word, **values}) for values in said_with(setting, word)]
    return out


def said_with(setting: Setting, word: str) -> Iterator[Act]:
    """What can go with a word."""
    slots = [slot for slot in SPECS[word].slots if slot.default is None or slot.kind == "word"]
    if word in DEFAULTS or not slots:
        yield from DEFAULTS.get(word, [{}])
        return
    for value in slots[0].words or setting.packages:
        yield {slots[0].name: value}


def option(setting: Setting, act: Act) -> Option:
    """An act as an action, with the one that has to stand beside it."""
    word = act["move"]
    one = SPECS[word]
    beside = [{"move": one.beside, **DEFAULTS[one.beside][0]}] if one.beside else []
    said = [str(v) for v in act.values() if not isinstance(v, dict)]
    acts = (*beside, act)
    return Option(" ".join(said), one.beat, acts, tuple(cost for a in acts for cost in price(setting, a)))


def price(setting: Setting, act: Act) -> Iterator[tuple[str, float]]:
    """What an act costs: the move of the table, and points."""
    word, move = act["move"], SPECS[act["move"]].move
    times = {"lobby": act.get("points", 1), "carry_out_measures": 2, "put_off": 0.5, "soften": 0.5}.get(
        word, 1
    )
    times = 2 if word == "statement" and act["strength"] == 3 else times
    free = word in CHOSEN_FREELY or act.get("level") == "step back"
    yield move, 0.0 if free else float(setting.price[MOVE[move]]) * times


def filled(value: Any, scene: Mapping[str, object]) -> Any:
    """An act with what the week brings in its places.

    >>> filled({"move": "visit", "target": NEAREST}, {NEAREST: "FR"})
    {'move': 'visit', 'target': 'FR'}
    """
    if isinstance(value, dict):
        return {name: filled(part, scene) for name, part in cast(dict[str, Any], value).items()}
    return scene.get(value, value) if isinstance(value, str) else value


GIFTS = ("no_measures", "coordinate", "commit_at_most", "reinforce", "not_recognise")
"""What a seat would promise, the first that it can."""
assert set(GIFTS) <= set(ACTS)


def scene(setting: Setting, view: View, i: int) -> dict[str, object]:
    """What the week brings one of the seats of a view, for the places in its acts."""
    seat, side = int(view.seat[i]), aims_of(view, i)
    open_minded = view.recogniser & (view.sides == 0.0) & ~view.recognised
    open_minded[seat] = False
    reach = np.where(open_minded, view.standing, 0.0) / (UNDECIDED + np.abs(view.stance))
    order = [int(j) for j in np.argsort(-reach, kind="stable") if open_minded[j]]
    rivals = [int(j) for j in np.flatnonzero(view.sides * side < 0.0) if j != seat]
    out: dict[str, object] = {SIDE: "for" if side > 0.0 else "against"}
    out[DEED] = "recognise" if side > 0.0 else "not_recognise"
    out |= {mark: setting.actors[j] for mark, j in zip((NEAREST, SECOND), order, strict=False)}
    out |= {RIVAL: setting.actors[rivals[0]]} if rivals else {}
    for mark, weeks in AHEAD.items():
        if view.week + weeks < setting.weeks:
            out[mark] = setting.calendar[view.week + weeks].isoformat()
    gifts = {
        "no_measures": view.title_holder[i],
        "coordinate": view.declarer[i],
        "commit_at_most": view.patron[i],
        "reinforce": view.contributor[i],
        "not_recognise": view.recogniser[seat],
    }
    able = [gift for gift in GIFTS if gifts[gift]]
    out |= {GIFT: able[0]} if able else {}
    if view.desk is not None:
        ledger = view.desk.ledger
        mine = (ledger.maker[i] == seat) | (ledger.receiver[i] == seat)
        secrets = np.flatnonzero(mine & (ledger.state[i] > 0) & ~ledger.public[i])
        out |= {SECRET: int(secrets[0])} if len(secrets) else {}
    return out


def aims_of(view: View, i: int) -> float:
    """1 for who wants recognition, -1 for who does not: by its side, else by what it says."""
    own = float(view.side[i])
    return own or (1.0 if view.stance[view.seat[i]] > 0.0 else -1.0)


# ---------------------------------------------------------------- what is open


Wrong = Callable[[int, Moves, str], list[str]]
"""What is wrong with the moves of a seat at a beat; empty if nothing is."""


def offered(
    setting: Setting, view: View, i: int, choice: Sequence[Option], wrong: Wrong
) -> list[tuple[list[Act], str]]:
    """The acts of each action this week, and why it is not open, "" for what is.

    view    at the opening of a week, with desks; `i` is the place of the seat on its axis
    wrong   what a table would say to moves of a seat
    """
    marks = scene(setting, view, i)
    out: list[tuple[list[Act], str]] = []
    for one in choice:
        acts = [filled(act, marks) for act in one.acts]
        why = barred(setting, view, i, one) or refused(setting, view, i, one.beat, acts, wrong)
        out.append((acts, why))
    return out


def barred(setting: Setting, view: View, i: int, one: Option) -> str:
    """Why the week or the purse does not let a seat take an action, "" if they do."""
    papers: Any = view.desk
    for move, _ in one.costs:
        code = int(papers.why_not[i, MOVE[move]])
        if code != OPEN:
            return f"{move}: {REASONS[code]}"
    paid = [points for _, points in one.costs if points > 0.0]
    if sum(paid) > papers.capital[i]:
        return f"{one.label}: it costs {sum(paid):g}, you have {papers.capital[i]:g}"
    if papers.paid_moves[i] + len(paid) > setting.purse.paid_moves:
        return f"{one.label}: it takes {len(paid)} paid moves"
    return ""


def refused(setting: Setting, view: View, i: int, beat: str, acts: Sequence[Act], wrong: Wrong) -> str:
    """Why acts would be refused at a table, "" if they would not."""
    seat = int(view.seat[i])
    try:
        moves = to_moves(setting, seat, acts, view.week, beat)
    except ActError as e:
        return str(e)
    return "; ".join(wrong(seat, moves, beat)) if acts else ""

"""Diplomatic capital: what a seat may spend in a week, and what its moves cost."""

from collections.abc import Callable

import numpy as np

from sim.arrays import ASK, BARGAIN, DOUBTERS, MOVES, PIONEERS, PROMISE, Array, Mask, untouched
from sim.setting import Setting
from sim.state import Moves, State, replace

MOVE = {name: i for i, name in enumerate(MOVES)}
"""Where each move stands in `MOVES`."""

FULL_STRENGTH = 3.0
"""The greatest strength of a statement, which costs a point for each; from there on it binds like a promise."""

OTHERS = 2
"""Others whom a group has to have beside its leader, so that leading it brings capital."""

Made = Callable[[Moves], Array]
"""How much of a move is made: 0 none, 1 once, 2 twice or at double price. (..., seat)"""


def flag(field: Mask) -> Array:
    """1 where it is set."""
    return field.astype(np.float64)


def notes(moves: Moves, kind: int, public: bool = False) -> Array:
    """How many notes of a kind are sent; `public` counts only public ones. (..., seat)"""
    sent = moves.note[..., 0] == kind
    return (sent & (moves.note[..., 2] > 0) if public else sent).sum(-1).astype(np.float64)


TALK: dict[str, tuple[tuple[str, ...], Made]] = {
    "sound_out": (("sound",), lambda m: flag(m.sound >= 0)),
    "bargain": (("note",), lambda m: notes(m, BARGAIN) + notes(m, ASK)),
    "promise": (("note",), lambda m: notes(m, PROMISE, public=True)),
    "offer": (("offer",), lambda m: flag(m.offer >= 0)),
    "agenda": (("text", "amend"), lambda m: flag(m.text >= 0) + flag(m.amend >= 0)),
    "practical": (("practical",), lambda m: flag(m.practical >= 0)),
    "draft": (("draft",), lambda m: flag(m.draft >= 0)),
    "caucus_text": (("line",), lambda m: flag(m.line >= 0)),
}
"""The paid moves of the talk beat: the fields that make them, and how much of each is made."""

DECIDE: dict[str, tuple[tuple[str, ...], Made]] = {
    "statement": (
        ("topic", "deny", "press", "expose"),
        lambda m: (
            flag(m.topic >= 0) * np.clip(m.strength, 1.0, FULL_STRENGTH)
            + flag(m.deny)
            + flag(m.press >= 0)
            + flag(m.expose >= 0)
        ),
    ),
    "lobby": (("lobby_target",), lambda m: np.where(m.lobby_target >= 0, np.abs(m.lobby_points), 0.0)),
    "leak": (("leak",), lambda m: flag(m.leak >= 0)),
    "home": (("at_home",), lambda m: flag(m.at_home)),
    "practical": (("join_practical",), lambda m: flag(m.join_practical)),
    "calm": (("calm",), lambda m: flag(m.calm)),
    "coordinate": (("consult", "back"), lambda m: flag(m.consult > 0.0) + 0.5 * m.back),
    "set_date": (("set_date",), lambda m: flag(m.set_date >= 0)),
    "safeguards": (("safeguards", "assure"), lambda m: flag(m.safeguards) + flag(m.assure >= 0)),
    "declare": (("declare",), lambda m: flag(m.declare)),
    "contest_deadline": (("contest",), lambda m: flag(m.contest)),
    "measures": (("measures",), lambda m: np.maximum(m.measures, 0).astype(np.float64)),
    "path": (("sign_path", "refuse_path"), lambda m: flag(m.sign_path | m.refuse_path)),
    "report_line": (("separate_note",), lambda m: flag(m.separate_note)),
    "commit": (("commit",), lambda m: flag(m.commit >= 0)),
    "visit": (("visit",), lambda m: flag(m.visit >= 0)),
    "side_payment": (("side_payment",), lambda m: flag(m.side_payment & (m.lobby_target >= 0))),
    "group": (("group",), lambda m: flag(m.group != 0)),
    "recognise": (("recognise",), lambda m: flag(m.recognise != 0)),
    "guarantee": (("pledge",), lambda m: flag(m.pledge >= 0)),
    "draft": (("put_off",), lambda m: 0.5 * flag(m.put_off)),
    "caucus_text": (("soften",), lambda m: 0.5 * flag(m.soften)),
    "reassure": (("reassure",), lambda m: flag(m.reassure)),
    "reinforce": (("reinforce",), lambda m: flag(m.reinforce)),
}
"""The same for the decide beat."""

PAID = {"talk": TALK, "decide": DECIDE, "answer": {}}


READS = {"statement": ("strength",), "lobby": ("lobby_points",), "side_payment": ("lobby_target",)}
"""What the amount of a move rests on beside the fields that make it."""


def touched(moves: Moves, fields: tuple[str, ...]) -> bool:
    """Has anybody written to one of these fields of the moves, and in a field of yes and no at least one yes?"""

    def blank(field: Array) -> bool:
        return untouched(field) or (field.dtype == np.bool_ and not field.any())

    return not all(blank(getattr(moves, name)) for name in fields)


def refill(setting: Setting, state: State) -> State:
    """Monday: a new week's capital, and up to so many points of what was left.

    C' = income + min(C, carried), and `leader` more for who leads a group. Nothing has been paid for yet.
    """
    kept = np.minimum(state.capital, setting.purse.carried)
    income = setting.income[state.week] + kept
    if not untouched(state.group_leader):
        income = income + np.where(leads(setting, state), setting.purse.leader, 0.0)
    return replace(state, capital=income, paid_moves=np.zeros_like(kept))


def leads(setting: Setting, state: State) -> Mask:
    """Who leads a group of members that has two others at least, and so speaks for more than itself. (..., actor)"""
    each = np.arange(len(setting.actors))
    out = np.zeros(state.group.shape, dtype=np.bool_)
    for which in (DOUBTERS, PIONEERS):
        enough = (state.group == which).sum(-1, keepdims=True) > OTHERS
        out = out | (enough & (state.group_leader[..., which, None] == each))
    return out

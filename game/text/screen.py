"""What is shown: pure functions from what a seat has before its eyes to paragraphs.

A paragraph is one string; whoever prints wraps it, and keeps the blanks at its beginning. A window can put the
same paragraphs into its panels.
"""

import re
from collections.abc import Sequence

from game.text import words as w
from game.text.binding import binding
from game.text.dossier import heard
from game.text.examples import ballots, on_table
from game.text.headlines import headlines
from game.text.letters import bound, notes, received, wrote
from game.text.menu import menu, put_forward
from game.text.phrases import ahead, day, number
from game.text.question import question
from game.text.sight import Sight
from sim.acts import PRACTICAL, Act
from sim.arrays import NEVER
from sim.state import State
from sim.typed import said

BUDGET = 180
"""Words of a sitting before the first choice, at most."""
REASONS_TOLD = 3
"""Reasons why a seat is asked between sittings, at most."""


def count(paragraphs: Sequence[str]) -> int:
    """Words that a person reads."""
    return sum(len(re.findall(r"\S*\w\S*", text)) for text in paragraphs)


# ------------------------------------------------------------------ a beat


def opening(sight: Sight) -> list[str]:
    """The first thing that a seat sees when it is asked: at most 180 words, then it may choose."""
    before = heading(sight)
    table = [*gauges(sight), *on_the_table(sight)]
    full = count([*before, w.SCREEN["more notes"], w.SCREEN["more"], *table, *choices(sight)]) <= BUDGET
    after = [*table, *choices(sight, "open" if full else "brief")]
    letters = [] if sight.beat == "talk" else received(sight)
    heads = headlines(sight)
    shown, found = len(letters), len(heads)
    while shown + found and count([*before, *cut(letters, shown, heads, found), *after]) > BUDGET:
        shown, found = (shown - 1, found) if shown > found else (shown, found - 1)
    quiet = [] if sight.past is None or heads or letters else [w.SCREEN["quiet"]]
    return [*before, *cut(letters, shown, heads, found), *quiet, *after]


def cut(letters: Sequence[str], shown: int, heads: Sequence[str], found: int) -> list[str]:
    """The first of the notes and headlines, and where the others are."""
    more_notes = [w.SCREEN["more notes"]] if shown < len(letters) else []
    more = [w.SCREEN["more"]] if found < len(heads) else []
    return [*letters[:shown], *more_notes, *heads[:found], *more]


def beat(sight: Sight, done: Sequence[Act] = ()) -> list[str]:
    """A later beat of a week in which the seat has been asked already.

    done   what the seat did at the beat before
    """
    return [
        w.SCREEN["beat"].format(beat=w.BEATS[sight.beat]),
        *heard(sight, done),
        *(notes(sight) if sight.beat == "decide" and wrote(sight) else received(sight)),
        *on_the_table(sight),
        *purse(sight),
        *choices(sight),
    ]


def heading(sight: Sight) -> list[str]:
    """Where in the game, and why the seat is asked."""
    known = {"day": day(sight.monday(sight.week)), "beat": w.BEATS[sight.beat]}
    first = sight.past is None
    you = w.SCREEN["you"].format(name=sight.name(sight.at), seat=sight.seat, role=w.ROLES[sight.role])
    if sight.sitting is None:
        why = [text for text in sight.reasons if not text.startswith("sitting ")]
        asked = [w.SCREEN["asked"].format(why="; ".join(why[:REASONS_TOLD]))] if why else []
        return [w.SCREEN["between"].format(**known), *asked, *([you] if first else [])]
    many = sight.plan[-1].number
    return [
        w.SCREEN["sitting"].format(number=sight.sitting.number, count=many, **known),
        question(sight),
        *([you] if first else []),
    ]


def choices(sight: Sight, line: str = "open") -> list[str]:
    """What is open at this beat, numbered, with price and effect; without the effect where `line` is brief."""
    found = [
        w.SCREEN[line].format(number=i, word=way.word, price=way.price, doc=way.doc)
        for i, way in enumerate(menu(sight), start=1)
    ]
    return [*(found or [w.SCREEN["nothing open"]]), w.SCREEN["prompt"]]


def on_the_table(sight: Sight) -> list[str]:
    """Texts and offers that could be signed, deals that could be joined in, votes that are held."""
    if sight.beat != "decide":
        return []
    out: list[str] = []
    text = int(sight.view.text)
    for which in on_table(sight):
        at = sight.setting.packages.index(which)
        key = "text" if at == text else "offer"
        who = [i for i, x in enumerate(sight.view.offer) if x == at and i != sight.at]
        out.append(w.SCREEN[key].format(which=which, name=sight.package_name(which), who=sight.listed(who)))
    for party in put_forward(sight):
        matter = PRACTICAL[int(sight.desk.practical_offer[party])]
        out.append(w.SCREEN["put forward"].format(who=sight.name(party), which=matter))
    if votes := ballots(sight):
        on = "; ".join(f"{name}: {w.BALLOTS[name]}" for name in votes)
        out.append(w.SCREEN["vote"].format(on=on, ballot=votes[0]))
    return [*out, *bound(sight, votes)]


def drafted(sight: Sight) -> list[str]:
    """What the seat has chosen so far at this beat."""
    if not sight.drafted:
        return [w.SCREEN["undrafted"]]
    acts = "; ".join(said(act) for act in sight.drafted)
    binds = dict.fromkeys(binding(sight, act) for act in sight.drafted)
    return [" ".join([w.SCREEN["drafted"].format(acts=acts), *(text for text in binds if text)])]


# ------------------------------------------------------------------ numbers


def readings(sight: Sight) -> dict[str, float]:
    """The public numbers, and the seat's own standing."""
    state: State = sight.known.state
    return {
        "tension": float(sight.view.tension),
        "legitimacy": float(sight.view.legitimacy),
        "coordination": float(sight.view.coordination),
        "unity": float(sight.view.unity),
        "recognisers": float(sight.view.recognised.sum()),
        "path": float(state.path),
        "incidents": float(state.incidents),
        "troops": float(state.troops),
    }


FIRST = ("tension", "legitimacy", "coordination", "unity", "recognisers")
"""The numbers that every sitting shows."""


def reading(sight: Sight, names: Sequence[str]) -> str:
    """Numbers in a line, each with what it was when the seat decided last, where it is another."""
    now = readings(sight)
    before = readings(sight.past) if sight.past else now
    parts: list[str] = []
    for name in names:
        text = f"{w.GAUGES[name]} {number(now[name])}"
        was = number(before[name])
        parts.append(text if was == number(now[name]) else f"{text} (was {was})")
    return ", ".join(parts)


def gauges(sight: Sight) -> list[str]:
    """The state of things in two lines."""
    return [dated(sight) + w.SCREEN["public"].format(numbers=reading(sight, FIRST)), *purse(sight)]


def dated(sight: Sight) -> str:
    """How long until the date that is set for the talks, while they last."""
    deadline = int(sight.known.state.deadline)
    if deadline >= NEVER or not sight.view.talks_open:
        return ""
    return w.SCREEN["dated"].format(weeks=ahead(deadline - sight.week))


def purse(sight: Sight) -> list[str]:
    """What the seat has to spend."""
    moves = sight.setting.purse.paid_moves - int(sight.desk.paid_moves[0]) - sight.paying
    return [
        w.SCREEN["own"].format(
            capital=number(sight.left),
            moves=moves,
            home=number(float(sight.view.home[0])),
            credibility=number(float(sight.desk.credibility[sight.at])),
        )
    ]


def status(sight: Sight) -> list[str]:
    """All numbers, and what has been chosen."""
    rest = tuple(name for name in readings(sight) if name not in FIRST)
    return [*gauges(sight), f"{reading(sight, rest)}.".capitalize(), *drafted(sight)]


def news(sight: Sight) -> list[str]:
    """Everything that changed."""
    return headlines(sight) or [w.SCREEN["quiet"]]


def orders(sight: Sight) -> list[str]:
    """What is done between sittings."""
    if sight.orders is None:
        return [w.SCREEN["orders default"]]
    acts: Sequence[Act] = sight.orders
    return [w.SCREEN["orders"].format(acts="; ".join(said(act) for act in acts) or "hold")]

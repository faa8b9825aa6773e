"""`finalstatus moves`: what a seat can do in a week, what it costs and does, what answers it, how it is typed."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.errors import Refused
from sim.commands.options import (
    DEFAULT,
    JsonOption,
    ScenarioArgument,
    SetOption,
    find_actor,
    load_scenario,
    print_all,
    standard_output,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from game.text.menu import Way
    from game.text.sight import Sight
    from sim.schema import Scenario

SeatArgument = Annotated[str, typer.Argument(help="A seat by id, name or alias.", metavar="SEAT")]
WeekOption = Annotated[
    str,
    typer.Option("--week", metavar="WEEK", help="Number of a week, from 0, or a day in it as YYYY-MM-DD."),
]
AllOption = Annotated[bool, typer.Option("--all", help="Also the moves that only other seats have.")]

SEED = 1
"""The game that is looked at is world 0 of this seed, with doctrine in every seat."""
OPEN = "open"
VISIBLE = {"own": "yourself", "both": "the two seats", "group": "the group", "all": "everybody"}
"""Who sees a move, in words."""


@dataclass(frozen=True)
class Told:
    """One move as a seat finds it in a week."""

    move: str
    name: str
    legal: bool
    reason: str
    """why not; empty where it is legal"""
    beat: str
    who: list[str]
    """roles that have it"""
    visible: str
    does: str
    counter: str
    ways: list[dict[str, str]]
    """how it is typed now: word, line, price, and the reason where this way of it is closed"""


def moves(
    seat: SeatArgument,
    scenario: ScenarioArgument = DEFAULT,
    week: WeekOption = "0",
    all_: AllOption = False,
    set_: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print what a seat can do in a week: legal or why not, what it costs and does, what answers it, how to type it.

    The week is one of a game in which every seat plays doctrine; at its beginning the purse is full.
    """
    loaded = load_scenario(scenario, set_)
    actor = find_actor(loaded, seat)
    if "voter" in loaded.actors[actor].roles:
        raise Refused(
            f"{loaded.actors[actor].name} only votes in the Council; expected a seat that negotiates"
        )
    seen = looked(loaded, actor, week_number(loaded, week))
    told = [one for one in every_move(seen) if all_ or one.reason != other_seats()]
    if as_json:
        print(json.dumps(content(seen, told), ensure_ascii=False, indent=2), flush=True)
        return
    console = standard_output()
    print("\n".join(head(seen, told, console.width)), flush=True)
    if console.is_terminal:
        print_all([sheet(told, all_)], console)
    else:
        print("\n".join(line for one in told for line in block(one, console.width, all_)), flush=True)


def week_number(scenario: "Scenario", text: str) -> int:
    """The number of a week, from its number or a day in it."""
    from sim.sittings import last_week

    last, start = last_week(scenario), scenario.calendar.start
    try:
        day = date.fromisoformat(text.strip())
        found = (day - start).days // 7
    except ValueError:
        plain = text.strip()
        found = int(plain) if plain.isdecimal() and len(plain) < 6 else -1
    if not 0 <= found <= last:
        from datetime import timedelta

        end = start + timedelta(weeks=last + 1, days=-1)
        raise Refused(
            f"--week: expected a week from 0 to {last}, or a day from {start} to {end}; found {text!r}"
        )
    return found


def looked(scenario: "Scenario", actor: str, week: int) -> "Sight":
    """What a seat has before its eyes in a game that doctrine has played up to a week."""
    from game.session import Session
    from game.text.sight import sight
    from sim.goals import roles

    session = Session(scenario, seed=SEED, letters=False)
    while session.week < week:
        session.step()
    session.free(actor)
    return sight(session, actor, roles(scenario, session.setting)[actor])


def other_seats() -> str:
    """The reason of a move that a seat does not have."""
    from sim.rules.legality import REASONS, ROLE

    return REASONS[ROLE]


def every_move(seen: "Sight") -> "Iterator[Told]":
    """All moves of the table, in its order."""
    from sim.arrays import MOVES
    from sim.rules.legality import REASONS

    here = list(all_ways(seen))
    for move in MOVES:
        row, code = seen.scenario.moves[move], seen.why_not(move)
        yield Told(
            move=move,
            name=row.name,
            legal=code == 0,
            reason=REASONS[code],
            beat=row.beat,
            who=list(row.who),
            visible=row.visible,
            does=row.does,
            counter=row.counter,
            ways=[
                {"word": way.word, "line": way.example, "price": way.price, "reason": way.reason}
                for way in here
                if way.move == move
            ],
        )


def all_ways(seen: "Sight") -> "Iterator[Way]":
    """Every word that can be typed, with an example for this week; also words of moves that other seats have."""
    from game.text.menu import Way, ways
    from sim.acts import SPECS
    from sim.typed import example, price

    found = {way.word: way for way in ways(seen)}
    for word, spec in SPECS.items():
        line, cost = example(seen.setting, seen.at, word), price(seen.setting, seen.at, word)
        yield found.get(word) or Way(word, spec.move, spec.beat, cost, spec.doc, line, other_seats())


def content(seen: "Sight", told: list[Told]) -> dict[str, Any]:
    """Everything as plain values."""
    return {
        "scenario": seen.scenario.id,
        "actor": seen.seat,
        "name": seen.name(seen.seat),
        "week": seen.week,
        "monday": seen.monday(seen.week).isoformat(),
        "capital": float(seen.left),
        "home": round(float(seen.known.state.home[seen.at]), 6),
        "moves": [asdict(one) for one in told],
    }


def head(seen: "Sight", told: list[Told], width: int) -> list[str]:
    """Who, when, and with what purse."""
    text = (
        f"{seen.name(seen.seat)} ({seen.seat}) in {seen.scenario.id}, week {seen.week}, from "
        f"{seen.monday(seen.week)}: {seen.left:g} points of capital, at most {seen.setting.purse.paid_moves} paid "
        f"moves; {sum(one.legal for one in told)} of {len(told)} moves are open."
    )
    return [fill(text, width), ""]


def costs(told: Told) -> str:
    """What a move costs: that of the word that is called like it, else each price once."""
    own = [way["price"] for way in told.ways if way["word"] == told.move]
    return " or ".join(dict.fromkeys(own or [way["price"] for way in told.ways]))


def typed(told: Told) -> str:
    """How a move is typed now, each way with its price, or why that way is closed where the move is not."""
    shut = {way["word"]: "" if way["reason"] == told.reason else way["reason"] for way in told.ways}
    return "; ".join(f"{way['line']} ({shut[way['word']] or way['price']})" for way in told.ways)


def block(told: Told, width: int, everybody: bool) -> list[str]:
    """One move as lines that a screen reader can follow."""
    beat = f"at the {told.beat} beat"
    lines = [f"{told.name} ({told.move}): {told.reason or OPEN}. Costs {costs(told)}; {beat}."]
    body = [told.does]
    body += [f"Answered by: {told.counter}."] if told.counter else []
    body += [f"Seen by {VISIBLE.get(told.visible, told.visible)}."]
    body += [f"Open to: {', '.join(told.who)}."] if everybody else []
    body += [f"Type: {typed(told)}"]
    indented = [fill(text, width, initial_indent="  ", subsequent_indent="    ") for text in body]
    return [fill(lines[0], width, subsequent_indent="  "), *indented, ""]


def sheet(told: list[Told], everybody: bool) -> "RenderableType":
    """The moves as a table for a terminal."""
    from rich import box
    from rich.table import Table as Sheet
    from rich.text import Text

    out = Sheet(box=box.SIMPLE, show_lines=True, pad_edge=False)
    out.add_column("Move", max_width=18)
    out.add_column("Cost", max_width=10)
    out.add_column("What it does", ratio=1)
    for one in told:
        name = Text(one.name, style="bold" if one.legal else "dim")
        name.append(f"\n{one.reason or OPEN}", style="not bold" if one.legal else "not bold italic")
        text = Text(one.does)
        text.append(f"\nanswered by: {one.counter}" if one.counter else "", style="italic")
        text.append(f"\nopen to: {', '.join(one.who)}" if everybody else "")
        for way in one.ways:
            text.append(f"\n{way['line']}", style="bold" if not way["reason"] else "dim")
        out.add_row(name, costs(one), text)
    return out

"""The seat's own side of the table: moves, private file, notes and promises, the plan."""

from collections.abc import Iterator, Sequence

import numpy as np

from game.advice import Odds
from game.layout import Page, Rect
from game.screens.playing import Play
from game.strings import say
from game.text import words as w
from game.text.account import goals, score
from game.text.binding import binding
from game.text.dossier import look
from game.text.examples import ballots, on_table
from game.text.letters import bound, ledger, letter, sent, wrote
from game.text.menu import Way, closed, menu, put_forward
from game.text.odds import told
from game.text.phrases import number
from game.text.screen import orders
from game.text.sight import Sight
from game.widgets import Choice, button, choices, entry, heading, paragraphs, row
from sim.acts import PRACTICAL
from sim.arrays import NOTE_KINDS


def named(word: str) -> str:
    """A word that is typed, as a person reads it."""
    return word.replace("_", " ").capitalize()


def head(page: Page, rect: Rect, y: int, text: str) -> int:
    """A heading below what is there; where it ends."""
    return y + heading(page, Rect(rect.x, y, rect.w, rect.h), text)


# ------------------------------------------------------------------ what can be done


def moves(page: Page, rect: Rect, play: Play) -> int:
    """What waits for an answer, what is open with its price and effect, what is closed and why; where it ends."""
    sight = play.sight()
    y = waiting(page, rect, sight, rect.y)
    y = head(page, rect, y, say("moves.open"))
    found = [way for way in play.once("menu", menu) if way.word not in ("vote", "reply", "accept")]
    for way in found:
        y += offered(page, Rect(rect.x, y, rect.w, rect.h), sight, way)
    if not found:
        y += page.text(Rect(rect.x, y, rect.w, rect.h), w.SCREEN["nothing open"], "small", "muted")
    shut = play.once("closed", closed)
    if shut:
        y = head(page, rect, y + page.gap(), say("moves.closed"))
        for way in shut:
            place = Rect(rect.x, y, rect.w, rect.h)
            y += row(page, place, named(way.word), way.doc, f"why {way.move}", why=way.reason)
    return y


def offered(page: Page, rect: Rect, sight: Sight, way: Way) -> int:
    """One open move; its height."""
    about = sight.scenario.moves[way.move]
    tip = (
        about.does if not about.counter else f"{about.does}\n{w.WHY['counter'].format(counter=about.counter)}"
    )
    return row(page, rect, named(way.word), f"{way.doc}.", f"move {way.word}", side=way.price, tip=tip)


def waiting(page: Page, rect: Rect, sight: Sight, y: int) -> int:
    """Votes, texts, offers, notes and deals that wait for this seat; where it ends."""
    found = list(things(sight))
    if not found:
        return y
    y = head(page, rect, y, say("moves.waiting"))
    for text, answers in found:
        y += page.text(Rect(rect.x, y, rect.w, rect.h), text, "body") + page.gap("tight")
        if answers:
            y += choices(page, Rect(rect.x, y, rect.w, rect.h), answers) + page.gap("near")
    for text in bound(sight, ballots(sight)) if sight.beat == "decide" else []:
        y += page.text(Rect(rect.x, y, rect.w, rect.h), text, "small", "warn") + page.gap("near")
    return y + page.gap("tight")


def things(sight: Sight) -> Iterator[tuple[str, list[Choice]]]:
    """What waits, with the ways to answer it; what has been chosen already is marked."""
    done = {(act["move"], str(act.get("on", ""))): act for act in sight.drafted}
    if sight.beat == "decide":
        for on in ballots(sight):
            says = done.get(("vote", on), {}).get("says")
            yield (
                say("moves.vote", on=w.BALLOTS[on]),
                [
                    Choice(say(f"vote.{one}"), f"vote {on} {one}", says == one)
                    for one in ("yes", "no", "abstain")
                ],
            )
        for which in on_table(sight):
            signed = any(act["move"] == "accept" and which in act["packages"] for act in sight.drafted)
            sign = Choice(say("moves.sign"), f"add accept {which}", signed)
            yield say("moves.on the table", name=sight.package_name(which)), [sign]
        for party in put_forward(sight):
            matter = PRACTICAL[int(sight.desk.practical_offer[party])]
            join = Choice(say("moves.join"), "add join_practical", ("join_practical", "") in done)
            yield say("moves.practical", who=sight.name(party), which=matter), [join]
    if sight.beat == "answer":
        yield from unanswered(sight)


def unanswered(sight: Sight) -> Iterator[tuple[str, list[Choice]]]:
    """Notes that wait for an answer."""
    inbox = sight.desk.inbox[0]
    for sender, slot in np.argwhere(inbox[..., 0] > 0).tolist():
        if NOTE_KINDS[int(inbox[sender, slot, 0]) - 1] not in ("ask", "bargain"):
            continue
        who = sight.setting.actors[sender]
        given = next(
            (
                act["says"]
                for act in sight.drafted
                if act["move"] == "reply" and act["to"] == who and act.get("note", 1) == slot + 1
            ),
            "",
        )
        line = f"reply {who} {slot + 1}"
        yield (
            letter(sight, sender, slot),
            [
                Choice(say("vote.yes"), f"answer {line} yes", given == "yes"),
                Choice(say("vote.no"), f"answer {line} no", given == "no"),
                Choice(say("moves.counter"), f"counter {line}", given == "counter"),
            ],
        )


# ------------------------------------------------------------------ what the seat knows


def private(page: Page, rect: Rect, play: Play) -> int:
    """Goals and where they stand, the seat's own wishes, its standing orders; where it ends."""
    sight = play.sight()
    aims = play.once(
        "aims", lambda seen: [*goals(seen, found := play.once("scored", play.scored)), *score(seen, found)]
    )
    y = head(page, rect, rect.y, say("private.goals"))
    y += paragraphs(page, Rect(rect.x, y, rect.w, rect.h), aims, "small")
    y = head(page, rect, y + page.gap("near"), say("private.own"))
    y += paragraphs(page, Rect(rect.x, y, rect.w, rect.h), look(sight, sight.seat), "small")
    y = head(page, rect, y + page.gap("near"), say("private.orders"))
    y += paragraphs(page, Rect(rect.x, y, rect.w, rect.h), orders(sight), "small") + page.gap("tight")
    change = [Choice(say("private.change orders"), "orders", key="K")]
    return y + choices(page, Rect(rect.x, y, rect.w, rect.h), change)


def notes(page: Page, rect: Rect, play: Play) -> int:
    """The week's notes with their answers, and the ledger of promises; where it ends."""
    sight = play.sight()
    inbox = np.argwhere(sight.desk.inbox[0, ..., 0] > 0).tolist()
    texts = [letter(sight, sender, slot) for sender, slot in inbox] + (sent(sight) if wrote(sight) else [])
    book = sight.desk.ledger
    known = np.flatnonzero(book.state[0] > 0)
    about = [who for who, _ in inbox] + [
        int(to) for to in sight.desk.sent[0, :, 1][sight.desk.sent[0, :, 0] > 0]
    ]
    about += [int(one) for column in (book.maker, book.receiver) for one in column[0, known]]
    y = head(page, rect, rect.y, say("notes.week"))
    y += paragraphs(
        page, Rect(rect.x, y, rect.w, rect.h), texts or [w.SCREEN["no notes"]], "small", gap="near"
    )
    y = head(page, rect, y + page.gap("near"), say("notes.ledger"))
    y += paragraphs(page, Rect(rect.x, y, rect.w, rect.h), ledger(sight), "small", gap="near")
    able = [i for i in dict.fromkeys(about) if i != sight.at and i >= 0]
    if not able:
        return y
    y = head(page, rect, y + page.gap("near"), say("notes.dossiers"))
    found = [Choice(sight.name(i), f"look {sight.setting.actors[i]}") for i in able]
    return y + choices(page, Rect(rect.x, y, rect.w, rect.h), found, gap="tight")


# ------------------------------------------------------------------ the plan


def plan(
    page: Page, rect: Rect, play: Play, typing: str, active: bool, odds: Odds | None, asking: str
) -> int:
    """What has been chosen, what it binds to, what the staff makes of it, a line to type in; where it ends.

    typing, active   what has been typed so far, and whether the keyboard goes there
    odds, asking     the staff's odds of this very plan; what is said while there are none
    """
    sight, y = play.sight(), rect.y
    y = head(page, rect, y, say("plan.title"))
    if not sight.drafted:
        y += page.text(Rect(rect.x, y, rect.w, rect.h), w.SCREEN["undrafted"], "small", "muted") + page.gap(
            "tight"
        )
    for i, act in enumerate(sight.drafted):
        side = page.px(30)
        inner = Rect(rect.x, y, rect.w - side - page.gap("near"), rect.h)
        tall = page.text(inner, f"{i + 1}. {play.deed(act)}", "body")
        tall = max(
            tall,
            button(page, Rect(rect.right - side, y, side, side), "\u00d7", f"drop {i}", tip=say("plan.drop")),
        )
        y += tall + page.gap("tight")
    binds = dict.fromkeys(text for act in sight.drafted if (text := binding(sight, act)))
    y += paragraphs(page, Rect(rect.x, y, rect.w, rect.h), list(binds), "small", "warn")
    y += entry(page, Rect(rect.x, y, rect.w, rect.h), typing, "type", hint=say("plan.type"), active=active)
    return staff(page, rect, y + page.gap("near"), play, odds, asking)


def staff(page: Page, rect: Rect, y: int, play: Play, odds: Odds | None, asking: str) -> int:
    """What the staff says, and how it is asked; where it ends."""
    sight = play.sight()
    y = head(page, rect, y, say("staff.title"))
    left, hints = play.session.questions_left(play.seat), play.session.hints_left(play.seat)
    ask = say("staff.ask") if left is None else say("staff.ask left", left=left)
    spent = say("staff.spent") if left == 0 else ""
    ways: Sequence[Choice] = [
        Choice(ask, "odds", why=spent, key="O"),
        *([Choice(say("staff.hint", left=hints), "hint", key="H")] if hints else []),
    ]
    y += choices(page, Rect(rect.x, y, rect.w, rect.h), ways) + page.gap("tight")
    texts = [asking] if asking else list(told(odds, sight.level)) if odds else []
    return y + paragraphs(page, Rect(rect.x, y, rect.w, rect.h), texts, "small")


def purse(sight: Sight) -> list[tuple[str, str, str]]:
    """What the seat has: name, how much, what that means."""
    moves_left = sight.setting.purse.paid_moves - int(sight.desk.paid_moves[0]) - sight.paying
    return [
        (say("purse.points"), number(sight.left), say("purse.points tip")),
        (say("purse.moves"), str(moves_left), say("purse.moves tip")),
        (say("purse.home"), number(float(sight.view.home[0])), say("purse.home tip")),
        (say("purse.credit"), number(float(sight.desk.credibility[sight.at])), say("purse.credit tip")),
    ]


__all__ = ["moves", "named", "notes", "plan", "private", "purse"]

"""Notes and promises, as a seat reads them."""

from collections.abc import Sequence

import numpy as np

from game.text import words as w
from game.text.phrases import answer, note, term
from game.text.sight import Sight
from sim.acts import VOTED_ON
from sim.arrays import BALLOTS, NOTE_KINDS
from sim.ledger import OPEN


def wrote(sight: Sight) -> bool:
    """Has the seat sent notes this week?"""
    return bool((sight.desk.sent[0, :, 0] > 0).any())


def letter(sight: Sight, sender: int, slot: int) -> str:
    """One note to the seat in words."""
    d = sight.desk
    numbers = (field[0, sender, slot].tolist() for field in (d.inbox, d.inbox_a, d.inbox_b))
    return note(sight.setting, sight.name(sender), sight.name(sight.at), *numbers)


def received(sight: Sight) -> list[str]:
    """Notes to the seat; those that wait for an answer end with how to give it."""
    out: list[str] = []
    inbox = sight.desk.inbox[0]
    for sender, slot in np.argwhere(inbox[..., 0] > 0).tolist():
        text = letter(sight, sender, slot)
        asks = NOTE_KINDS[int(inbox[sender, slot, 0]) - 1] in ("ask", "bargain")
        how = w.SCREEN["answer how"].format(sender=sight.setting.actors[sender], slot=slot + 1)
        said_of_it = w.REPLIED[int(sight.known.state.reply[sender, slot])]
        out.append(f"{text} {how if sight.beat == 'answer' else said_of_it}" if asks else text)
    return out


def sent(sight: Sight) -> list[str]:
    """Notes of the seat, with their answers."""
    out: list[str] = []
    d = sight.desk
    for slot in np.flatnonzero(d.sent[0, :, 0] > 0).tolist():
        head = d.sent[0, slot].tolist()
        receiver = sight.name(int(head[1]))
        text = note(
            sight.setting,
            sight.name(sight.at),
            receiver,
            head,
            d.sent_a[0, slot].tolist(),
            d.sent_b[0, slot].tolist(),
        )
        out.append(w.SCREEN["from you"].format(slot=slot + 1, text=text))
        if NOTE_KINDS[int(head[0]) - 1] in ("ask", "bargain"):
            out.append(
                "  "
                + answer(
                    sight.setting,
                    receiver,
                    int(d.reply[0, slot]),
                    int(d.reason[0, slot]),
                    d.counter[0, slot].tolist(),
                    slot + 1,
                )
            )
    return out


def notes(sight: Sight) -> list[str]:
    """The week's notes; before the week's own are written, those of the week before."""
    found = [*received(sight), *sent(sight)]
    if not found:
        return [w.SCREEN["no notes"]]
    return [w.SCREEN["last week"], *found] if sight.beat == "talk" else found


def ledger(sight: Sight) -> list[str]:
    """Promises that the seat knows of."""
    book = sight.desk.ledger
    found = np.flatnonzero(book.state[0] >= OPEN).tolist()
    return [promise(sight, entry) for entry in found] or [w.SCREEN["no promises"]]


def promise(sight: Sight, entry: int) -> str:
    """One promise."""
    book = sight.desk.ledger
    unless = unless_of(sight, entry)
    return w.SCREEN["threat" if unless else "promise"].format(
        unless=unless,
        number=entry,
        maker=sight.name(int(book.maker[0, entry])),
        receiver=sight.name(int(book.receiver[0, entry])),
        term=promised(sight, entry),
        public=w.SCREEN["public word" if book.public[0, entry] else "private word"],
        fate=w.FATES[int(book.state[0, entry])],
    )


def unless_of(sight: Sight, entry: int) -> str:
    """What the receiver of a warning would have to do so that nothing comes of it; nothing for a plain promise."""
    condition = sight.desk.ledger.condition[0, entry].tolist()
    return term(sight.setting, condition) if condition[0] >= 0 else ""


def promised(sight: Sight, entry: int) -> str:
    """What an entry of the ledger is about, in words."""
    book = sight.desk.ledger
    columns = (book.act, book.object, book.level, book.until)
    return term(sight.setting, [int(column[0, entry]) for column in columns])


def bound(sight: Sight, votes: Sequence[str]) -> list[str]:
    """What the seat has promised about this week's votes."""
    book = sight.desk.ledger
    mine = np.flatnonzero((book.state[0] == OPEN) & (book.maker[0] == sight.at)).tolist()
    return [
        w.SCREEN["bound"].format(receiver=sight.name(int(book.receiver[0, e])), term=promised(sight, e))
        for e in mine
        if int(book.act[0, e]) in VOTED_ON and BALLOTS[int(book.object[0, e])] in votes
    ]

"""What seats do in public by a move of their own, in plain sentences; nothing in a game of doctrine."""

from collections.abc import Iterator

import numpy as np

from sim.analysis.week import TEXTS, Week
from sim.arrays import DOUBTERS, LINES, NEVER, PIONEERS, PRACTICAL, TOPICS, Array, Index, Mask
from sim.ledger import ACT, BROKEN, KEPT, LEVEL, OBJECT, UNTIL
from sim.rules.council import BLOCKED, SHORT
from sim.rules.members import decided
from sim.rules.patronage import SILENT, STEPPED_BACK
from sim.rules.promises import MOST_COMMITTED
from sim.rules.statements import HOPE, LOUD

FATES = {KEPT: "keeps", BROKEN: "breaks"}
GROUPS = {DOUBTERS: "doubters", PIONEERS: "pioneers"}


def verb(who: Mask, one: str, many: str) -> str:
    """A verb in the number of its subject.

    >>> verb(np.array([True, False]), "calls", "call")
    'calls'
    """
    return one if who.sum() == 1 else many


# ------------------------------------------------------------------ words


def statements(w: Week) -> Iterator[str]:
    """Public statements: who says the same in the same way is named together."""
    heard = w.did.topic >= 0
    keys = np.stack([w.did.topic, np.sign(w.did.tone), w.did.strength >= LOUD, w.did.vague], axis=-1)
    for key in np.unique(keys[heard], axis=0):
        who = heard & (keys == key).all(-1)
        topic, tone, loud, vague = int(key[0]), float(key[1]), bool(key[2]), bool(key[3])
        more = (" at full strength" if loud else "") + (
            ", and leaves open what it means by it" if vague else ""
        )
        yield f"{w.who(who)} {what_is_said(who, topic, tone)}{more}."


def on_what_came_out(w: Week) -> Iterator[str]:
    """Denials, broken words held up, and who looks for what is paid."""
    if w.did.deny.any():
        yield f"{w.who(w.did.deny)} {verb(w.did.deny, 'denies', 'deny')} what has come out."
    told = (("press", "holds up in public the word that {} has broken"), ("expose", "asks who pays {}"))
    for field, words in told:
        named: Index = getattr(w.did, field)
        for seat in np.flatnonzero(named >= 0):
            whom = w.setting.names[int(named[seat])]
            yield f"{w.setting.names[seat]} {words.format(whom)}."


def what_is_said(who: Mask, topic: int, tone: float) -> str:
    """The topic of a statement, and which way it speaks."""
    if topic == HOPE:
        told = "hope in the talks" if tone > 0.0 else "no hope in the talks"
        return f"{verb(who, 'voices', 'voice')} {told}"
    side = "for recognition" if tone > 0.0 else "against recognition"
    return f"{verb(who, 'speaks', 'speak')} {side}, on {TOPICS[topic].replace('europe', 'Europe')}"


def journeys(w: Week) -> Iterator[str]:
    """Visits that a seat pays by a move."""
    for guest in np.flatnonzero(w.did.visit >= 0):
        host = int(w.did.visit[guest])
        if host != guest:
            yield f"{w.setting.names[guest]} visits {w.setting.names[host]}."


def patrons(w: Week) -> Iterator[str]:
    """A patron that goes as far as a vow, or steps back."""
    now, before = w.ended.commitment, w.talked.commitment
    vows = (now == MOST_COMMITTED) & (before < MOST_COMMITTED)
    leaves = (now == STEPPED_BACK) & (before > SILENT) & (before != STEPPED_BACK)
    for who, said in ((vows, "its whole word to its client"), (leaves, "")):
        for seat in np.flatnonzero(who):
            yield f"{w.setting.names[seat]} {f'commits {said}' if said else 'steps back from its client'}."


# ------------------------------------------------------------------ promises

PROMISED = {
    "declare": "to declare",
    "not_declare": "not to declare",
    "recognise": "to recognise",
    "not_recognise": "not to recognise",
    "vote_yes": "to vote for {text}",
    "vote_no": "to vote against {text}",
    "abstain": "to abstain on {text}",
    "back": "to back {text}",
    "block": "to block {text}",
    "commit_at_most": "to commit itself to its client no further than level {level}",
    "stop_lobbying": "to leave {actor} alone",
    "coordinate": "to work on coordination for {level} weeks",
    "offer_at_most": "to offer {package} or less",
    "offer_at_least": "to offer {package} or more",
    "keep_path_open": "to keep the path open",
    "no_measures": "to carry out no measures",
    "reinforce": "to send troops",
}
"""Checkable acts (`sim.ledger.ACTS`) in words."""


def promised(w: Week, act: int, thing: int, level: float, until: int) -> str:
    """A checkable act in words, with its date."""
    name = list(PROMISED)[act]
    text = PROMISED[name]
    said = text.format(
        text=TEXTS[thing] if "{text}" in text else "",
        actor=w.setting.names[thing] if "{actor}" in text else "",
        package=w.package(int(level)) if "{package}" in text else "",
        level=f"{level:.0f}",
    )
    if until >= w.setting.weeks - 1:
        return f"{said} as long as this lasts"
    forbears = name.startswith(("not_", "no_", "commit", "stop", "keep"))
    return f"{said} {'until' if forbears else 'by'} the week of {w.day(until)}"


def of_entry(w: Week, at: int) -> str:
    """What a place on the ledger promises."""
    book = w.ended.ledger
    return promised(w, int(book.act[at]), int(book.object[at]), float(book.level[at]), int(book.until[at]))


def pair(w: Week, at: int) -> tuple[str, str]:
    """Who made a promise, and to whom."""
    book = w.ended.ledger
    return w.setting.names[int(book.maker[at])], w.setting.names[int(book.receiver[at])]


def pledges(w: Week) -> Iterator[str]:
    """Promises and warnings that are given in public."""
    book = w.ended.ledger
    for at in np.flatnonzero((book.made == w.number) & (book.maker >= 0) & book.public & ~leaked(w)):
        maker, receiver = pair(w, int(at))
        on: Index = book.condition[at]
        if book.warned[at] and on[ACT] >= 0:
            asked = promised(w, int(on[ACT]), int(on[OBJECT]), float(on[LEVEL]), int(on[UNTIL]))
            yield (
                f"{maker} warns {receiver} in public: it means {of_entry(w, int(at))}, "
                f"unless {receiver} agrees {asked}."
            )
        else:
            yield f"{maker} promises {receiver} in public {of_entry(w, int(at))}."


def words_kept(w: Week) -> Iterator[str]:
    """Promises that are kept or broken this week, those given in private among them."""
    then, book = w.talked.ledger, w.ended.ledger
    fresh = (book.state != then.state) | (book.made == w.number)
    for at in np.flatnonzero(fresh & (book.maker >= 0)):
        fate = FATES.get(int(book.state[at]))
        if fate:
            maker, receiver = pair(w, int(at))
            private = "" if book.public[at] else ", given in private"
            yield f"{maker} {fate} its word to {receiver} {of_entry(w, int(at))}{private}."


def leaked(w: Week) -> Mask:
    """(entry,) private promises that have become public this week, those of this week's private notes among them."""
    then, book = w.talked.ledger, w.ended.ledger
    if w.ended.leaked == w.talked.leaked:
        return np.zeros(book.public.shape, dtype=np.bool_)
    old = (book.made < w.number) & ~then.public
    new = (book.made == w.number) & in_private(w)
    return book.public & (book.maker >= 0) & (old | new)


def in_private(w: Week) -> Mask:
    """(entry,) whether its maker has written to its receiver this week, or the other way round, or given its word,
    for these two alone.
    """
    book, note = w.ended.ledger, w.talked.note
    quiet = (note[..., 0] > 0) & (note[..., 2] == 0)
    seats = np.arange(len(w.setting.actors))
    writes = (quiet[..., None] & (note[..., 1, None] == seats)).any(-2)  # who to whom
    pledges_so = (w.did.pledge >= 0) & ~w.did.pledge_public
    maker, receiver = np.maximum(book.maker, 0), np.maximum(book.receiver, 0)
    return writes[maker, receiver] | writes[receiver, maker] | pledges_so[maker]


def leaks(w: Week) -> Iterator[str]:
    """Private promises that come out."""
    for at in np.flatnonzero(leaked(w)):
        maker, receiver = pair(w, int(at))
        yield f"It becomes known that {maker} has given {receiver} its word {of_entry(w, int(at))}."


# ------------------------------------------------------------------ the talks


def walking_out(w: Week) -> Iterator[str]:
    """A party leaves the session."""
    who = w.ended.walked_out & w.setting.party
    if w.talked.session and who.any():
        yield f"{w.who(who)} {verb(who, 'walks', 'walk')} out of the session."


def practical(w: Week) -> Iterator[str]:
    """A practical matter that is settled, or not joined in."""
    new = w.ended.practical_done & ~w.talked.practical_done
    for matter in np.flatnonzero(new):
        yield f"The parties settle a practical matter: {PRACTICAL[matter]}."
    if new.any():
        return
    for seat in np.flatnonzero(w.talked.practical_offer >= 0):
        matter = PRACTICAL[int(w.talked.practical_offer[seat])]
        yield f"{w.setting.names[seat]} would settle a practical matter, {matter}; nobody joins in."


def more_time(w: Week) -> Iterator[str]:
    """The title holder asks for more time."""
    who = w.did.contest & w.setting.title_holder
    if who.any() and w.number <= w.talked.deadline < NEVER and not (w.talked.settled or w.talked.declared):
        yield f"{w.who(who)} {verb(who, 'asks', 'ask')} for more time."


def notes_apart(w: Week) -> Iterator[str]:
    """A mediator that does not sign the report."""
    who = w.ended.report_note & ~w.talked.report_note
    if who.any():
        yield f"{w.who(who)} {verb(who, 'hands', 'hand')} in a note of its own instead of signing the report."


# ------------------------------------------------------------------ the members and the Council


def lines_put(w: Week) -> Iterator[str]:
    """What the chair puts to the members, and how they vote on it."""
    which = int(w.talked.lined)
    if which not in LINES:
        return
    chair, text = w.who(w.setting.chair[w.number]), TEXTS[which]
    result = "carried" if decided(w.setting, w.did.ballots[..., which]) else "not carried"
    yield f"{chair} puts a text to the members, {text}: {result} ({w.ballot(which, w.setting.member)})."


def drafts(w: Week) -> Iterator[str]:
    """What a member of the Council brings to the vote there."""
    which = int(w.talked.drafted)
    if which < 0:
        return
    results = {BLOCKED: "blocked by a veto", SHORT: "it does not find enough votes"}
    result = results.get(int(w.ended.council), "it passes")
    sponsor, sits = w.setting.names[int(w.talked.drafter)], w.setting.council[w.number]
    yield f"{sponsor} brings a draft to the Council, {TEXTS[which]}: {result} ({w.ballot(which, sits)})."


def groups(w: Week) -> Iterator[str]:
    """Members that join or leave a group."""
    before, now = w.talked.group, w.ended.group
    for group, name in GROUPS.items():
        joins, leaves = ((a == group) & (b != group) for a, b in ((now, before), (before, now)))
        if joins.any():
            word = verb(joins, "joins", "join") if (before == group).any() else verb(joins, "founds", "found")
            yield f"{w.who(joins)} {word} a group of {name}."
        if leaves.any():
            yield f"{w.who(leaves)} {verb(leaves, 'leaves', 'leave')} the group of {name}."


def path(w: Week) -> Iterator[str]:
    """The candidate refuses what is held out to it."""
    if w.ended.path_refused and not w.talked.path_refused:
        yield f"{w.who(w.setting.candidate)} refuses what was held out to it."


# ------------------------------------------------------------------ the declaration and recognition


def dates(w: Week) -> Iterator[str]:
    """A date that the declarer names in public, or lets pass."""
    who, before, now = w.who(w.setting.declarer), w.talked, w.ended
    if before.date_public and before.date_set < w.number and not (before.declared or before.settled):
        yield f"The date that {who} had named in public has passed."
    new = now.date_set != before.date_set or not before.date_public
    if now.date_public and now.date_set < NEVER and new:
        moves = before.date_public and before.date_set >= w.number
        word = "moves the date of the declaration to" if moves else "says in public that it will declare in"
        yield f"{who} {word} the week of {w.day(int(now.date_set))}."


def bonds(w: Week) -> Iterator[str]:
    """The declarer binds itself to safeguards."""
    if w.ended.safeguarded > w.talked.safeguarded:
        yield f"{w.who(w.setting.declarer)} binds itself to safeguards for its minorities."


def measures(w: Week) -> Iterator[str]:
    """The title holder announces measures, carries them out, or is seen to have bluffed."""
    before, now = int(w.talked.measures_stage), int(w.ended.measures_stage)
    if now == before:
        return
    said = {1: "announces measures", 2: "carries out its measures"}
    yield f"{w.who(w.setting.title_holder)} {said.get(now, 'does not carry out the measures it announced')}."


def word_on_recognition(w: Week) -> Iterator[str]:
    """Recognitions that are announced, held up by a named step, or refused for good."""
    before, now = w.talked, w.ended
    changes = (
        (
            now.announced & ~before.announced,
            "that it will recognise",
            "that they will recognise",
            "announces",
        ),
        (
            now.delayed_until > before.delayed_until,
            "a step still to be taken",
            "steps still to be taken",
            "names",
        ),
        (now.refused & ~before.refused, "for good to recognise", "for good to recognise", "refuses"),
    )
    for who, of_one, of_many, word in changes:
        if who.any():
            yield f"{w.who(who)} {verb(who, word, word[:-1])} {verb(who, of_one, of_many)}."


# ------------------------------------------------------------------ in the place, and at home


def calm(w: Week) -> Iterator[str]:
    """A party calls its side to calm."""
    who = (w.ended.calm_week == w.number) & (w.talked.calm_week < w.number)
    if who.any():
        yield f"{w.who(who)} {verb(who, 'calls its', 'call their')} side to calm."


def troops(w: Week) -> Iterator[str]:
    """A contributor decides to send troops."""
    if w.ended.sent == w.number + 1 and w.talked.sent != w.ended.sent:
        who = w.did.reinforce & w.setting.contributor
        yield f"{w.who(who)} {verb(who, 'sends', 'send')} troops."


def at_home(w: Week) -> Iterator[str]:
    """What governments settle at home that everybody can see."""
    lines: Array = w.ended.softened - w.talked.softened
    if (lines > 0.0).any():
        yield f"{w.who(lines > 0.0)} {verb(lines > 0.0, 'softens a line', 'soften lines')} at home."
    who = (w.ended.reassured_week == w.number) & (w.talked.reassured_week < w.number)
    if who.any():
        yield f"{w.who(who)} {verb(who, 'reassures', 'reassure')} a minority or a partner at home."


__all__ = [
    "at_home",
    "bonds",
    "calm",
    "dates",
    "drafts",
    "groups",
    "journeys",
    "leaks",
    "lines_put",
    "measures",
    "more_time",
    "notes_apart",
    "on_what_came_out",
    "path",
    "patrons",
    "pledges",
    "practical",
    "statements",
    "troops",
    "walking_out",
    "word_on_recognition",
    "words_kept",
]

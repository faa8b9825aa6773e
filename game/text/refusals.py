"""Why an act that was typed cannot be added to what has been chosen, in the words in which it was typed."""

import re
from collections.abc import Sequence

from game.session import Session
from game.text.asking import REFUSALS
from game.text.menu import PURSE, find, ways
from game.text.phrases import number
from game.text.sight import Sight
from game.text.words import WHY
from sim.acts import SPECS, Act, ActError
from sim.faults import IllegalMove
from sim.rules.legality import REASONS
from sim.typed import prices_of, said

NUMBERED = re.compile(r"^(act|note) [0-9]+: ")
FOUND_NOTHING = ", found nothing"
NEEDED = re.compile(r"expected [a-z_]+ \((.+)\), found nothing")
OTHER_BEAT = "is made at the"

PURSES = tuple(REASONS[code] for code in PURSE)


def plain(error: Exception) -> str:
    """What an error says, as a sentence on one line, without the number of an act in a list that nobody typed."""
    text = " ".join(NUMBERED.sub("", str(error)).split())
    return text if text.endswith((".", "?")) else f"{text}."


def misread(seen: Sight, error: ActError) -> str:
    """What is wrong with a line that is no act; where something is missing, with a line that would do."""
    text = plain(error)
    if text.removesuffix(".").endswith(FOUND_NOTHING):
        words = {way.word: way for way in ways(seen)}
        begun = text.partition(":")[0].partition(".")[0]
        text = NEEDED.sub(r"expected \1, found nothing", text)
        if begun in words:
            return f"{text.removesuffix('.')}; {REFUSALS['example'].format(example=words[begun].example)}"
    return text


def refusal(session: Session, seat: str, seen: Sight, act: Act) -> str:
    """Why an act cannot be added; nothing if it can."""
    if act in seen.drafted:
        return REFUSALS["again"].format(word=act["move"])
    return by_itself(session, seat, seen, act) or with_others(session, seat, seen, act)


def by_itself(session: Session, seat: str, seen: Sight, act: Act) -> str:
    """What is wrong with an act, whatever else has been chosen; an act that needs another is read with that one."""
    word = str(act["move"])
    way = find(ways(seen), word)
    closed = f"{word}: {way.reason}." if way is not None and way.reason and way.reason not in PURSES else ""
    if closed and way is not None and way.reason != WHY["irrelevant"]:
        return closed
    beside = [one for one in seen.drafted if one["move"] == SPECS[word].beside]
    alone = complaint(session, seat, [*beside, act])
    dear = any(text in alone for text in PURSES)
    return in_words(word, alone) if alone and not dear else closed


def with_others(session: Session, seat: str, seen: Sight, act: Act) -> str:
    """What of all that has been chosen an act does not go with, or that the purse does not reach for both."""
    word = str(act["move"])
    for one in seen.drafted:
        needs = [other for other in seen.drafted if other["move"] == SPECS[str(one["move"])].beside]
        if isinstance(clash := error_of(session, seat, [*needs, one, act]), ActError):
            text = plain(clash)
            if SPECS[word].beside and SPECS[word].beside in text:
                continue
            why = text.partition(": ")[2] or text
            return REFUSALS["clash"].format(word=word, chosen=said(one), why=why)
    if poor := over_the_purse(seen, act):
        return poor
    together = complaint(session, seat, [*seen.drafted, act])
    return in_words(word, together) if together else ""


def over_the_purse(seen: Sight, act: Act) -> str:
    """Why an act does not go into the week beside what has been chosen; nothing if that is not the purse."""
    word = str(act["move"])
    most = seen.setting.purse.paid_moves - int(seen.desk.paid_moves[0])
    prices = prices_of(seen.setting, seen.at, [*seen.drafted, act], seen.beat)
    if sum(one > 0.0 for one in prices) > most:
        return REFUSALS["full"].format(word=word, most=seen.setting.purse.paid_moves)
    left = seen.left + sum(prices_of(seen.setting, seen.at, seen.drafted, seen.beat)) - sum(prices)
    if left < 0.0:
        cost = number(seen.left - left)
        return REFUSALS["poor"].format(word=word, cost=cost, left=number(seen.left))
    return ""


def error_of(session: Session, seat: str, acts: Sequence[Act]) -> Exception | None:
    """What is wrong with acts of one beat together."""
    try:
        session.table.check(seat, acts)
    except (ActError, IllegalMove) as e:
        return e
    return None


def complaint(session: Session, seat: str, acts: Sequence[Act]) -> str:
    """The same as a sentence; nothing if nothing is."""
    error = error_of(session, seat, acts)
    return plain(error) if error else ""


def in_words(word: str, text: str) -> str:
    """A complaint about one act, begun with the word that was typed and not with the move of the table."""
    if OTHER_BEAT in text:
        return text.removesuffix(".") + REFUSALS["other beat"]
    move, colon, rest = text.partition(": ")
    known = colon and (move in (word, SPECS[word].move))
    return f"{word}: {rest}" if known else f"{word}: {text}"

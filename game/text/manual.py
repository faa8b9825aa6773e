"""What can be done, and how: the moves, what each costs and brings, what answers it, what can be promised."""

from game.text import words as w
from game.text.examples import ahead, waverer
from game.text.helping import ACTS, MEANT
from game.text.menu import closed, line_of, menu, ways
from game.text.sight import Sight
from sim.acts import told_moves
from sim.ledger import ACTS as LEDGER
from sim.ledger import FORBEARING
from sim.rules.legality import REASONS, ROLE
from sim.typed import about_of, price


def moves(sight: Sight) -> list[str]:
    """Every open act of this beat: cost, what it does, how it is typed. A move is explained once."""
    out: list[str] = []
    told: set[str] = set()
    for i, way in enumerate(menu(sight), start=1):
        out.append(w.SCREEN["open"].format(number=i, word=way.word, price=way.price, doc=way.doc))
        if way.move not in told:
            out.append("   " + sight.scenario.moves[way.move].does)
        told.add(way.move)
        out.append("   " + w.WHY["type"].format(example=way.example))
    return out or [w.SCREEN["nothing open"]]


def shut(sight: Sight) -> list[str]:
    """What is closed at this beat, and why."""
    found = [w.SCREEN["shut"].format(word=way.word, reason=way.reason) for way in closed(sight)]
    return [w.SCREEN["closed"], *found] if found else [w.SCREEN["all open"]]


def why(sight: Sight, move: str) -> list[str]:
    """One move: whether it is open, what it costs and how it is typed, what it does, what answers it."""
    about = sight.scenario.moves[move]
    found = {way.word: way for way in ways(sight) if way.move == move}
    out: list[str] = []
    for word in told_moves()[move]:
        cost, line, state = price(sight.setting, sight.at, word), line_of(sight, word), REASONS[ROLE]
        if way := found.get(word):
            here = way.beat == sight.beat
            state = way.reason or (w.WHY["open"] if here else w.WHY["other beat"].format(beat=way.beat))
        out.append(w.WHY["head"].format(name=about.name, words=word, state=state, price=cost))
        out.append("  " + w.WHY["type"].format(example=line))
    answered = w.WHY["counter"].format(counter=about.counter) if about.counter else w.WHY["no counter"]
    return [*out, about.does, answered]


def acts(sight: Sight) -> list[str]:
    """What can be promised, asked for or offered, each with what it means and how it is typed."""
    told = [ACTS["act"].format(act=act, means=MEANT[act], example=term_line(sight, act)) for act in LEDGER]
    return [
        ACTS["head"],
        *(f"  {text}" for text in told),
        ACTS["foot"].format(example=line_of(sight, "bargain")),
    ]


def term_line(sight: Sight, act: str) -> str:
    """A checkable act as it is typed."""
    about = about_of(act)
    values = {"on": "mission", "mark": sight.setting.packages[0], "level": "1"}
    thing = values[about.name] if about else ""
    if about and about.kind == "actor":
        thing = waverer(sight)
    until = "until" if LEDGER.index(act) in FORBEARING else "by"
    return " ".join(part for part in (act, thing, until, ahead(sight)) if part)

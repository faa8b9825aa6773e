"""Acts of the decide beat: words in public, pressure, votes, dates; and what contradicts what."""

from collections.abc import Callable

from sim.acts.speaking import seat_named, works_on
from sim.acts.values import Act, ActError
from sim.acts.writing import Reader, Writer, code_of
from sim.arrays import BALLOTS, TOPICS
from sim.rules.lobbying import FULL

SAYS = {"yes": 1, "abstain": 0, "no": -1}
"""Votes, and what stands for them."""
COMMITMENTS = {"0": 0, "1": 1, "2": 2, "3": 3, "step back": -1}
GROUPS = {"leave": -1, "doubters": 1, "pioneers": 2}
STEPS = {"now": 1, "announce": 2, "delay": 3, "refuse": -1}
SIDES = ("for", "against")
"""For recognition, or against it."""


def sign(side: int) -> float:
    """1 for recognition, -1 against it."""
    return (1.0, -1.0)[side]


def shown_side(number: float) -> str:
    """The word for a side."""
    return SIDES[0] if number > 0 else SIDES[1]


def write_statement(w: Writer, act: Act) -> None:
    """A public statement."""
    w.put("topic", act["topic"])
    w.put("tone", sign(act["tone"]))
    w.put("strength", float(act["strength"]))
    w.put("vague", act["vague"])


def read_statement(r: Reader) -> list[Act]:
    """What the seat says in public."""
    if r.get("topic") < 0:
        return []
    act: Act = {"topic": TOPICS[r.get("topic")], "tone": shown_side(r.get("tone"))}
    act["strength"] = int(r.get("strength"))
    return [act | ({"vague": True} if r.get("vague") else {})]


def write_lobby(w: Writer, act: Act) -> None:
    """Lobbying, with the sign of its aim."""
    target, points, s = act["target"], act["points"], w.setting
    if target == w.seat:
        raise ActError("target: expected another actor, found your own seat")
    if not works_on(s, target, w.week):
        raise ActError(
            f"target: expected an actor that may recognise or votes in the Council, found {s.actors[target]}"
        )
    most = FULL * s.rules.lobbying_capital
    if not 0.0 < points <= most:
        raise ActError(f"points: expected more than 0 and at most {most:g}, found {points:g}")
    w.put("lobby_target", target)
    w.put("lobby_points", points * sign(act["aim"]))


def read_lobby(r: Reader) -> list[Act]:
    """Whom the seat lobbies, and how hard."""
    target, points = r.get("lobby_target"), r.get("lobby_points")
    if target < 0 or points == 0.0:
        return []
    return [{"target": r.actor(target), "points": abs(points), "aim": shown_side(points)}]


def write_vote(w: Writer, act: Act) -> None:
    """A vote."""
    w.put("ballots", code_of(SAYS, act["says"]), (act["on"],))


def read_vote(r: Reader) -> list[Act]:
    """Votes that are not abstentions."""
    return [{"on": BALLOTS[i], "says": "yes" if v > 0 else "no"} for i, v in enumerate(r.get("ballots")) if v]


def write_visit(w: Writer, act: Act) -> None:
    """A visit, to a capital that sits at the table."""
    target, s = act["target"], w.setting
    if target == w.seat:
        raise ActError("target: expected another capital, found your own")
    if not s.negotiator[target]:
        raise ActError(
            f"target: expected the capital of a seat at the table, found {s.actors[target]}, which only votes"
        )
    w.put("visit", target)


def write_press(w: Writer, act: Act) -> None:
    """Hold up the word that another seat has broken."""
    seat_named(w, act["target"], "target")
    w.put("press", act["target"])


def write_expose(w: Writer, act: Act) -> None:
    """Look for what is paid to a state."""
    target, s = act["target"], w.setting
    if target == w.seat:
        raise ActError("target: expected another actor, found your own seat")
    if not works_on(s, target, w.week):
        raise ActError(
            f"target: expected an actor that may recognise or votes in the Council, found {s.actors[target]}"
        )
    w.put("expose", target)


def write_assurance(w: Writer, act: Act) -> None:
    """Safeguards by name, to a state on neither side that may recognise."""
    target, s = act["target"], w.setting
    if not s.recogniser[target] or s.side[target] != 0.0:
        raise ActError(
            f"target: expected a state that may recognise and stands on neither side, found {s.actors[target]}"
        )
    w.put("assure", target)


def write_hope(w: Writer, act: Act) -> None:
    """A mediator's public optimism."""
    w.put("hopeful", round(act["chance"], 6) / 100.0)


def read_hope(r: Reader) -> list[Act]:
    """How hopeful the seat sounds."""
    return [{"chance": round(100.0 * r.get("hopeful"), 6)}] if r.get("hopeful") > 0.0 else []


def write_work(w: Writer, act: Act) -> None:
    """Work on coordination: the declarer's own, or a backer's, who does it or does not."""
    if w.setting.declarer[w.seat]:
        w.put("consult", act["effort"])
    elif act["effort"] == 1.0:
        w.put("back", True)
    else:
        raise ActError("effort: expected nothing, since only the declarer's own work has a measure")


def read_work(r: Reader) -> list[Act]:
    """Whether the seat works on coordination, and how hard."""
    effort = r.get("consult")
    own: list[Act] = [{} if effort == 1.0 else {"effort": effort}] if effort > 0.0 else []
    return own or ([{}] if r.get("back") else [])


def write_taking(w: Writer, act: Act) -> None:
    """Take the counter-offer to one's own note."""
    w.put("take_counter", True, (act["note"] - 1,))


def read_taking(r: Reader) -> list[Act]:
    """Counter-offers that the seat takes."""
    return [{"note": i + 1} for i, yes in enumerate(r.get("take_counter")) if yes]


def hold_still(w: Writer, act: Act) -> None:
    """Nothing: what is not spent is carried over."""


def nothing(r: Reader) -> list[Act]:
    """Holding still leaves no trace."""
    return []


CONFLICTS: tuple[tuple[Callable[[Writer], bool], str], ...] = (
    (
        lambda w: bool(w.value("walk_out")) and bool(w.value("accepts").any()),
        "who walks out accepts nothing",
    ),
    (
        lambda w: bool(w.value("sign_path")) and bool(w.value("refuse_path")),
        "the path is signed or refused",
    ),
    (
        lambda w: w.value("recognise") in (1, 2) and w.value("pledge") >= 0,
        "who recognises does not guarantee that it will not",
    ),
    (
        lambda w: bool(w.value("declare")) and w.value("set_date") >= 0,
        "who declares now sets no date",
    ),
    (
        lambda w: bool(w.value("separate_note")) and bool(w.value("exhausted")),
        "a note of one's own takes the place of a line in the report",
    ),
)
"""Acts in different fields that contradict each other, and why."""


def consistent(w: Writer) -> None:
    """ActError: what has been said so far contradicts itself."""
    for holds, why in CONFLICTS:
        if holds(w):
            raise ActError(f"contradicts another act of the same week: {why}")

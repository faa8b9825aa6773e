"""Everything that can be said: the one list of words, and of the values that go with them."""

from sim.acts.deciding import (
    COMMITMENTS,
    GROUPS,
    SAYS,
    SIDES,
    STEPS,
    hold_still,
    nothing,
    read_hope,
    read_lobby,
    read_statement,
    read_taking,
    read_vote,
    read_work,
    write_assurance,
    write_expose,
    write_hope,
    write_lobby,
    write_press,
    write_statement,
    write_taking,
    write_visit,
    write_vote,
    write_work,
)
from sim.acts.speaking import (
    ANSWERS,
    ballot_slot,
    brought,
    note,
    read_demand,
    read_reply,
    read_sound,
    write_demand,
    write_reply,
    write_sound,
)
from sim.acts.values import LEFT_OUT, Slot
from sim.acts.writing import Spec, coded, dated, fixed, flag, listed, pointed, spec
from sim.arrays import (
    ASK,
    BALLOTS,
    BARGAIN,
    DRAFTS,
    LINES,
    MATTERS,
    MOVES,
    NOTE_KINDS,
    PRACTICAL,
    PROMISE,
    SLOTS,
    TOPICS,
    WARN,
)
from sim.ledger import ENTRIES

TO = Slot("to", "actor", doc="whom the note goes to")
PUBLIC = Slot("public", "yes", default=False, doc="whether all may know")
ASKED = Slot("ask", "term", doc="what the other is to do")
GIVEN = Slot("give", "term", doc="what you will do")
TARGET = Slot("target", "actor", doc="whom")
NOTE = Slot("note", "whole", low=1.0, high=float(SLOTS), default=1, doc="which of the notes of the week")
PACKAGES = Slot("packages", "packages", doc="packages, in a list")

TALK: dict[str, Spec] = {
    "sound_out": spec(
        "sound_out",
        "talk",
        [TARGET, Slot("about", "word", MATTERS, default="wish", doc="on what")],
        (write_sound, read_sound),
        "sound out a seat",
    ),
    "ask": spec("bargain", "talk", [TO, ASKED, PUBLIC], note(ASK), "ask for something, for nothing"),
    "bargain": spec(
        "bargain", "talk", [TO, ASKED, GIVEN, PUBLIC], note(BARGAIN), "offer something for something"
    ),
    "promise": spec("promise", "talk", [TO, GIVEN, PUBLIC], note(PROMISE), "promise something for nothing"),
    "warn": spec(
        "promise", "talk", [TO, ASKED, GIVEN, PUBLIC], note(WARN), "unless you do this, I do that", free=True
    ),
    "offer": spec(
        "offer",
        "talk",
        [Slot("package", "package", doc="what you offer")],
        pointed("offer", "package", lambda r, i: r.package(i)),
        "put a package on the table",
    ),
    "demand": spec(
        "offer",
        "talk",
        [Slot("utility", "number", low=-1000.0, high=200.0, doc="in points")],
        (write_demand, read_demand),
        "the utility that you ask for",
        free=True,
    ),
    "agenda": spec(
        "agenda",
        "talk",
        [Slot("package", "package", doc="what you would table")],
        pointed("text", "package", lambda r, i: r.package(i)),
        "propose a text of the mediators",
    ),
    "block": spec(
        "agenda",
        "talk",
        [PACKAGES],
        listed("blocks", "packages"),
        "texts that you keep off the table",
        free=True,
    ),
    "amend": spec(
        "agenda",
        "talk",
        [Slot("package", "package", doc="toward what you would have another's text moved")],
        pointed("amend", "package", lambda r, i: r.package(i)),
        "have another's text moved by one mark",
    ),
    "practical": spec(
        "practical",
        "talk",
        [Slot("on", "word", PRACTICAL, doc="about what")],
        pointed("practical", "on", lambda r, i: PRACTICAL[i]),
        "put a practical deal forward",
    ),
    "draft": spec(
        "draft", "talk", [ballot_slot("on", DRAFTS)], brought("draft", DRAFTS), "bring a text to the Council"
    ),
    "caucus_text": spec(
        "caucus_text", "talk", [ballot_slot("on", LINES)], brought("line", LINES), "put a line to the members"
    ),
}

ANSWER: dict[str, Spec] = {
    "reply": spec(
        "bargain",
        "answer",
        [
            Slot("to", "actor", doc="who has written to you"),
            NOTE,
            Slot("says", "word", tuple(ANSWERS), doc="your answer"),
            Slot("want", "term", default=LEFT_OUT, doc="what you want in return, with a counter-offer"),
            Slot("reason", "whole", low=0.0, high=99.0, default=0, doc="number of the reason that you give"),
        ],
        (write_reply, read_reply),
        "answer a note",
        free=True,
    ),
}

DECIDE: dict[str, Spec] = {
    "take_counter": spec(
        "bargain",
        "decide",
        [NOTE],
        (write_taking, read_taking),
        "take a counter-offer to your note",
        free=True,
    ),
    "statement": spec(
        "statement",
        "decide",
        [
            Slot("topic", "word", TOPICS, doc="about what"),
            Slot("tone", "word", SIDES, default="for", doc="for recognition, or against it"),
            Slot("strength", "whole", low=1.0, high=3.0, default=1, doc="the third binds"),
            Slot("vague", "yes", default=False, doc="whether it is left vague"),
        ],
        (write_statement, read_statement),
        "speak in public",
    ),
    "deny": spec("statement", "decide", [], flag("deny"), "deny what came out about you last week"),
    "press": spec(
        "statement",
        "decide",
        [TARGET],
        (write_press, pointed("press", "target", lambda r, i: r.actor(i))[1]),
        "hold up in public the word that a seat has broken to you",
    ),
    "expose": spec(
        "statement",
        "decide",
        [TARGET],
        (write_expose, pointed("expose", "target", lambda r, i: r.actor(i))[1]),
        "look for another file that is being paid to a state, and tell all",
    ),
    "lobby": spec(
        "lobby",
        "decide",
        [
            TARGET,
            Slot("points", "number", low=0.0, high=30.0, default=1, doc="how hard"),
            Slot("aim", "word", SIDES, default="for", doc="for recognition, or against it"),
        ],
        (write_lobby, read_lobby),
        "work on a state",
    ),
    "side_payment": spec(
        "side_payment",
        "decide",
        [],
        flag("side_payment"),
        "another file for the state that you lobby",
        beside="lobby",
    ),
    "leak": spec(
        "leak",
        "decide",
        [Slot("entry", "whole", low=0.0, high=ENTRIES - 1.0, doc="number of the promise in your ledger")],
        pointed("leak", "entry", lambda r, i: i),
        "make a private promise public",
    ),
    "home": spec("home", "decide", [], flag("at_home"), "consult parliament and parties"),
    "hold": spec("hold", "decide", [], (hold_still, nothing), "save your strength", free=True),
    "accept": spec(
        "answer",
        "decide",
        [PACKAGES],
        listed("accepts", "packages"),
        "packages that you would sign",
        free=True,
    ),
    "walk_out": spec("answer", "decide", [], flag("walk_out"), "leave the session", free=True),
    "join_practical": spec(
        "practical", "decide", [], flag("join_practical"), "join in what the other party has put forward"
    ),
    "calm": spec("calm", "decide", [], flag("calm"), "call your side to calm"),
    "coordinate": spec(
        "coordinate",
        "decide",
        [
            Slot(
                "effort", "number", low=0.01, high=1.0, default=1.0, doc="how much of the declarer's own work"
            )
        ],
        (write_work, read_work),
        "work on a coordinated declaration",
    ),
    "set_date": spec(
        "set_date",
        "decide",
        [Slot("day", "week", doc="YYYY-MM-DD"), PUBLIC],
        dated("set_date", "date_public", "day"),
        "set a date for declaring",
    ),
    "safeguards": spec("safeguards", "decide", [], flag("safeguards"), "bind yourself to minority rights"),
    "assure": spec(
        "safeguards",
        "decide",
        [Slot("target", "actor", doc="to whom by name")],
        (write_assurance, pointed("assure", "target", lambda r, i: r.actor(i))[1]),
        "give your safeguards to one state by name",
    ),
    "declare": spec("declare", "decide", [], flag("declare"), "declare independence"),
    "contest_deadline": spec("contest_deadline", "decide", [], flag("contest"), "ask for more time"),
    "announce_measures": spec(
        "measures", "decide", [], fixed("measures", 1), "announce non-violent measures"
    ),
    "carry_out_measures": spec("measures", "decide", [], fixed("measures", 2), "carry them out"),
    "take_path": spec("path", "decide", [], flag("sign_path"), "sign what the union offers"),
    "refuse_path": spec("path", "decide", [], flag("refuse_path"), "refuse what the union offers"),
    "exhausted": spec(
        "report_line", "decide", [], flag("exhausted"), "call the talks exhausted in the report", free=True
    ),
    "extend": spec("report_line", "decide", [], flag("extend"), "agree to move the date", free=True),
    "hope": spec(
        "statement",
        "decide",
        [Slot("chance", "number", low=0.0, high=100.0, doc="in per cent")],
        (write_hope, read_hope),
        "how hopeful you sound at a session",
        free=True,
    ),
    "separate_note": spec(
        "report_line", "decide", [], flag("separate_note"), "hand in a note of your own beside the report"
    ),
    "commit": spec(
        "commit",
        "decide",
        [Slot("level", "word", tuple(COMMITMENTS), doc="how far")],
        coded("commit", "level", COMMITMENTS, -2),
        "say how far you stand behind your client",
    ),
    "visit": spec(
        "visit",
        "decide",
        [TARGET],
        (write_visit, pointed("visit", "target", lambda r, i: r.actor(i))[1]),
        "visit a capital",
    ),
    "vote": spec(
        "vote",
        "decide",
        [ballot_slot("on", range(len(BALLOTS))), Slot("says", "word", tuple(SAYS), doc="your vote")],
        (write_vote, read_vote),
        "vote",
        free=True,
    ),
    "put_off": spec(
        "draft", "decide", [], flag("put_off"), "have the week's votes in the Council put off by a week"
    ),
    "soften": spec("caucus_text", "decide", [], flag("soften"), "have the chair's text amended"),
    "group": spec(
        "group",
        "decide",
        [Slot("which", "word", tuple(GROUPS), doc="which group")],
        coded("group", "which", GROUPS, 0),
        "join or leave a group of members",
    ),
    "recognise": spec(
        "recognise",
        "decide",
        [Slot("how", "word", tuple(STEPS), default="now", doc="at once, or how else")],
        coded("recognise", "how", STEPS, 0),
        "recognise, announce it, delay it, or refuse",
    ),
    "guarantee": spec(
        "guarantee",
        "decide",
        [Slot("until", "week", doc="YYYY-MM-DD"), PUBLIC],
        dated("pledge", "pledge_public", "until"),
        "promise not to recognise before a day",
    ),
    "reassure": spec("reassure", "decide", [], flag("reassure"), "reassure a minority or partner at home"),
    "reinforce": spec("reinforce", "decide", [], flag("reinforce"), "send troops"),
}

SPECS: dict[str, Spec] = {**TALK, **ANSWER, **DECIDE}
"""Everything that can be said, by the word for it; several words may belong to one move of the table."""


def told_moves() -> dict[str, list[str]]:
    """The words that belong to each move of the table.

    >>> told_moves()["measures"]
    ['announce_measures', 'carry_out_measures']
    """
    return {move: [name for name, one in SPECS.items() if one.move == move] for move in MOVES}


assert set(NOTE_KINDS) <= set(SPECS)

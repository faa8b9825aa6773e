"""What binds a seat: said before it is done, with the price of breaking it; confirmed where somebody can be asked."""

from collections.abc import Iterator

from game.text.asking import BINDING
from game.text.examples import ballots
from game.text.phrases import number
from game.text.sight import Sight
from game.text.words import BALLOTS
from sim.acts import Act
from sim.rules.promises import MOST_COMMITTED
from sim.rules.statements import LOUD

IRREVERSIBLE = "declare"


def price(sight: Sight, name: str) -> str:
    """How strong a mechanism of the game usually is, as it is read."""
    return number(float(sight.scenario.mechanisms[name].mode))


def vows(sight: Sight, act: Act) -> bool:
    """Does an act bind in public?"""
    free = bool(sight.view.recogniser[sight.at] and not sight.view.recognised[sight.at])
    return {
        "statement": free and int(act.get("strength", 1)) >= LOUD and not act.get("vague"),
        "recognise": act.get("how") == "announce",
        "commit": act.get("level") == str(MOST_COMMITTED),
    }.get(str(act["move"]), bool(act.get("public")) and act["move"] != "ask")


def binding(sight: Sight, act: Act) -> str:
    """What an act binds a seat to, as a sentence; nothing if it leaves it free."""
    word = str(act["move"])
    if word == IRREVERSIBLE:
        return BINDING["for good"]
    if word == "set_date" and act.get("public"):
        return BINDING["date"].format(cost=price(sight, "date_delayed"))
    if vows(sight, act):
        return BINDING["public"].format(
            word=price(sight, "word_broken_public"), home=price(sight, "vow_broken_home")
        )
    if word in ("promise", "guarantee"):
        return BINDING["private"].format(word=price(sight, "word_broken"))
    return BINDING["if agreed"].format(word=price(sight, "word_broken")) if word == "bargain" else ""


def left_open(sight: Sight) -> str:
    """Votes that have not been given, as a sentence; nothing if none is left."""
    if sight.beat != "decide":
        return ""
    voted = {act["on"] for act in sight.drafted if act["move"] == "vote"}
    open_ = [BALLOTS[name] for name in ballots(sight) if name not in voted]
    return BINDING["no vote"].format(on=", ".join(open_)) if open_ else ""


def votes_left(sight: Sight) -> list[str]:
    """What to ask where votes have not been given."""
    left = left_open(sight)
    return [f"{left} {BINDING['confirm']}"] if left else []


def warnings(sight: Sight) -> Iterator[str]:
    """What to ask before a beat is over, one question after the other: twice before what cannot be taken back."""
    if loud := [act for act in sight.drafted if act["move"] != IRREVERSIBLE and vows(sight, act)]:
        yield " ".join(dict.fromkeys([*(binding(sight, act) for act in loud), BINDING["confirm"]]))
    if any(act["move"] == IRREVERSIBLE for act in sight.drafted):
        yield f"{BINDING['for good']} {BINDING['confirm']}"
        yield BINDING["last"]

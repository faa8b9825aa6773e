"""Test 6: every counter-move, played in answer, takes something away from what it counters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from balancing.game import Game, game
from sim.arrays import (
    BALLOTS,
    BARGAIN,
    DOUBTERS,
    ENDORSE,
    LINE_PATH,
    LINES,
    MISSION,
    NEVER,
    SLOTS,
    TOPICS,
    Array,
)
from sim.idle import idle
from sim.ledger import NOT_RECOGNISE, OPEN
from sim.rows import at_rows
from sim.rules import answer as hear
from sim.rules import open_week, opening, resolve, talk
from sim.rules.notes import NO, YES, term
from sim.rules.stance import fellows
from sim.state import Moves, Shocks, State, Traits, replace
from sim.worlds import draw_shocks, draw_traits

WORLDS = 32
SEED = 6

Who = Mapping[str, Mapping[str, Any]]
"""Fields of Moves by seat."""
Read = Callable[["Scene", State], Array]


@dataclass(frozen=True)
class Scene:
    """Worlds in a week, and how to play one week of moves that are written out."""

    play: Game
    traits: Traits
    state: State
    shocks: Shocks

    def at(self, who: str) -> int:
        return self.play.seat(who)

    def moves(self, who: Who) -> Moves:
        """Nobody moves but who is named."""
        new: dict[str, Any] = {}
        nothing = idle(
            self.state.stance.shape, len(self.play.setting.packages), len(self.play.setting.actors)
        )
        for seat, fields in who.items():
            for name, value in fields.items():
                new.setdefault(name, np.array(getattr(nothing, name)))[:, self.at(seat)] = value
        return replace(nothing, **new)

    def after(self, who: Who, weeks: int = 1) -> State:
        """The state after a week of these moves, and then of nothing."""
        setting, moves = self.play.setting, self.moves(who)
        state = talk(setting, self.traits, self.state, moves, self.shocks)
        state = hear(setting, self.traits, state, moves)
        state = resolve(setting, self.traits, state, moves, self.shocks)
        for _ in range(weeks - 1):
            state = open_week(setting, self.traits, state)
            quiet = self.moves({})
            state = resolve(
                setting,
                self.traits,
                talk(setting, self.traits, state, quiet, self.shocks),
                quiet,
                self.shocks,
            )
        return state

    def but(self, **fields: Any) -> "Scene":
        """The same scene with other values in the state."""
        return Scene(self.play, self.traits, replace(self.state, **fields), self.shocks)

    def then(self, who: Who) -> "Scene":
        """The scene of the week after these moves."""
        setting = self.play.setting
        rich = open_week(setting, self.traits, self.after(who))
        return Scene(
            self.play, self.traits, replace(rich, capital=np.full_like(rich.capital, 20.0)), self.shocks
        )

    def one(self, array: Array, who: str, value: Any) -> Array:
        """An array of actors with another value for one."""
        out = np.array(array)
        out[:, self.at(who)] = value
        return out


@dataclass(frozen=True)
class Counter:
    """One move, what counters it, and what is left of its effect."""

    move: str
    counter: str
    effect: str
    without: float
    answered: float

    @property
    def shrinks(self) -> bool:
        """Is the effect smaller, or turned round, with the counter-move?"""
        return abs(self.without) > 1e-9 and self.answered * np.sign(self.without) < abs(self.without) - 1e-9


def scene(declared: bool = False) -> Scene:
    """The first week, a session; or the week after a declaration."""
    play = game(SEED)
    setting = play.setting
    traits = at_rows(draw_traits(play.scenario, setting, SEED, 0), np.arange(WORLDS))
    shocks = at_rows(draw_shocks(setting, SEED, 0, 0), np.arange(WORLDS))
    state = opening(setting, traits)
    if declared:
        state = replace(state, week=8, declared_week=np.full_like(state.declared_week, 7))
    state = open_week(setting, traits, state)
    return Scene(play, traits, replace(state, capital=np.full_like(state.capital, 20.0)), shocks)


def says(topic: str, tone: float, strength: float = 2.0) -> Mapping[str, Any]:
    """A statement."""
    return {"topic": TOPICS.index(topic), "tone": tone, "strength": strength}


def of(name: str, who: str) -> Read:
    """A field of the state, of one actor."""
    return lambda s, x: getattr(x, name)[:, s.at(who)]


def world(name: str) -> Read:
    """A field of the state of the world."""
    return lambda s, x: getattr(x, name) * 1.0


def wavering(name: str) -> Read:
    """The mean of a field over all who may recognise."""
    return lambda s, x: getattr(x, name)[:, s.play.setting.recogniser].mean(-1)


def measured(
    s: Scene, move: str, counter: str, effect: str, read: Read, does: Who, answers: Who, weeks: int = 1
) -> Counter:
    """The effect of a move beside nothing, alone and with what answers it beside that alone."""
    both = {who: {**does.get(who, {}), **answers.get(who, {})} for who in {*does, *answers}}
    plain, alone = read(s, s.after({}, weeks)), read(s, s.after(does, weeks))
    together = read(s, s.after(both, weeks))
    return Counter(move, counter, effect, float((alone - plain).mean()), float((together - plain).mean()))


def votes(ballot: int, vote: int, *seats: str) -> Who:
    """Votes of some seats on one ballot."""
    row = np.zeros(len(BALLOTS), dtype=np.int8)
    row[ballot] = vote
    return {seat: {"ballots": row} for seat in seats}


def joined(*parts: Who) -> Who:
    """Several seats' fields in one."""
    out: dict[str, dict[str, Any]] = {}
    for part in parts:
        for who, fields in part.items():
            out.setdefault(who, {}).update(fields)
    return out


def note_to(s: Scene, kind: int, to: str, asked: Array, given: Array) -> Mapping[str, Any]:
    """One note."""
    head, a, b = np.zeros((SLOTS, 3), np.int64), np.full((SLOTS, 4), -1), np.full((SLOTS, 4), -1)
    head[0], a[0], b[0] = (kind, s.at(to), 0), asked, given
    return {"note": head, "note_a": a, "note_b": b}


def reply(s: Scene, sender: str, says_: int) -> Mapping[str, Any]:
    """An answer to a note."""
    out = np.zeros((len(s.play.setting.actors), SLOTS), np.int64)
    out[s.at(sender), 0] = says_
    return {"reply": out}


def promises(s: Scene, state: State) -> Array:
    """Open promises."""
    return (state.ledger.state == OPEN).sum(-1) * 1.0


def table() -> list[Counter]:
    """All of them."""
    s, late = scene(), scene(declared=True)
    return [
        *words(s),
        sheltered(s),
        *deeds(s),
        *steps(late),
        bargained(s),
        *bodies(s),
        shielded(s),
        fast(s),
        felt(s),
        walked(s),
        delayed(late),
    ]


def each(s: Scene, *rows: tuple[str, str, str, Read, Who, Who]) -> list[Counter]:
    """Moves with what answers them: the move, the counter, the effect, where it is read, who does and who answers."""
    return [measured(s, *row) for row in rows]


def words(s: Scene) -> list[Counter]:
    """What is said, in public and to one state."""
    swayed, loud = wavering("swayed"), {"XK": says("clarity", 1.0, 3.0)}
    us_says, ru_says = {"US": says("clarity", 1.0)}, {"RU": says("clarity", -1.0)}
    to_ro = {"lobby_target": s.at("RO"), "lobby_points": 3.0}
    rival = {"RU": {**to_ro, "lobby_points": -3.0}}
    contest, safe = {"RS": {"contest": True}}, {"XK": {"safeguards": True}}
    law, offer = {"RS": says("law", -1.0)}, {"XK": {"offer": 0}}
    return each(
        s,
        ("statement", "statement against it", "public readiness", swayed, us_says, ru_says),
        ("lobby", "a rival lobbies it", "readiness", of("lobbied", "RO"), {"US": to_ro}, rival),
        (
            "home",
            "a rival's loud statement",
            "standing at home",
            of("home", "RS"),
            {"RS": {"at_home": True}},
            loud,
        ),
        ("calm", "a rival's loud statement", "tension", world("tension"), {"RS": {"calm": True}}, loud),
        ("safeguards", "not ours to accept (law)", "public readiness", swayed, safe, law),
        (
            "contest_deadline",
            "the other party offers",
            "leaning to more talks",
            world("contested"),
            contest,
            offer,
        ),
    )


def deeds(s: Scene) -> list[Counter]:
    """What is done beside the talks, and what the mediators table."""
    agreed = {"XK": {"consult": 1.0}, "DE": {"back": True}}
    practical = {"XK": {"practical": 0}, "RS": {"join_practical": True}}
    stays_out = {"RS": {"join_practical": False}}
    texts = {who: {"text": s.play.setting.pact} for who in mediators(s)}
    to_de, law = {"RU": {"visit": s.at("DE")}}, {"RU": says("law", -1.0)}
    ours, theirs = {"RU": {"commit": 3}}, {"US": {"commit": 3}}
    return each(
        s,
        ("coordinate", "a rival visits the backer", "coordination", world("coordination"), agreed, to_de),
        ("reinforce", "protest on law", "calm and legitimacy", peace, {"US": {"reinforce": True}}, law),
        ("commit", "the rival commits too", "how much the client hardens", gap, ours, theirs),
        ("practical", "refuse", "deals", world("practical"), practical, stays_out),
        ("agenda", "block", "texts tabled", world("texts"), texts, {"RU": {"blocks": True}}),
    )


def steps(s: Scene) -> list[Counter]:
    """What a state does once independence has been declared."""
    now, slowly = {"IT": {"recognise": 1}}, {"IT": {"recognise": 3}}
    return each(s, ("recognise", "refuse, or delay by a step", "recognised", recognised, now, slowly))


def bodies(s: Scene) -> list[Counter]:
    """What rivals do to one state after each other, and what the Council and the members decide."""
    setting = s.play.setting
    members = [a for i, a in enumerate(setting.actors) if setting.member[i]]
    paid = {"lobby_target": s.at("RO"), "lobby_points": 3.0, "side_payment": True}
    more = {"RU": {**paid, "lobby_points": -3.0}}
    draft = joined({"US": {"draft": ENDORSE}}, votes(ENDORSE, 1, *council(s)))
    lined = joined({"PT": {"line": LINE_PATH}}, votes(LINE_PATH, 1, *members))
    veto, blocks = votes(ENDORSE, -1, "RU"), votes(LINE_PATH, -1, "CY")
    return [
        rival_visit(s, s.then({"RU": {"visit": s.at("RO")}})),
        *each(
            s,
            ("side_payment", "a rival pays too", "readiness", of("paid", "RO"), {"US": paid}, more),
            ("draft", "veto", "public readiness", wavering("swayed"), draft, veto),
            ("caucus_text", "a member blocks", "carried", path_kept_open, lined, blocks),
        ),
    ]


def peace(_: Scene, state: State) -> Array:
    """Legitimacy less tension."""
    return state.legitimacy - state.tension


def path_kept_open(_: Scene, state: State) -> Array:
    """Whether the members have carried their line on the path."""
    return state.carried[:, LINES.index(LINE_PATH)] * 1.0


def council(s: Scene) -> list[str]:
    """Who sits in the Council."""
    return [a for i, a in enumerate(s.play.setting.actors) if s.play.setting.council[s.state.week][i]]


def gap(s: Scene, state: State) -> Array:
    """What the title holder asks for beyond the declarer: its outside option less the other's."""
    now = open_week(s.play.setting, s.traits, state)
    return now.no_deal[:, s.at("RS")] - now.no_deal[:, s.at("XK")]


def recognised(s: Scene, state: State) -> Array:
    """Whether Italy has recognised, or is about to."""
    return (state.recognised_week[:, s.at("IT")] < NEVER) * 1.0


def bargained(s: Scene) -> Counter:
    """A bargain that is accepted puts two promises on the ledger, one that is declined none."""
    until = s.state.week + 8
    one = note_to(s, BARGAIN, "GR", term(NOT_RECOGNISE, until), term(NOT_RECOGNISE, until))
    yes, no = ({"CY": one, "GR": reply(s, "CY", said)} for said in (YES, NO))
    return Counter(
        "bargain",
        "decline",
        "promises",
        float(promises(s, s.after(yes)).mean()),
        float(promises(s, s.after(no)).mean()),
    )


def rival_visit(s: Scene, seen: Scene) -> Counter:
    """A visit, and what is left of it after the rival's within two weeks."""
    read = of("swayed", "RO")
    first = float((read(s, s.after({"RU": {"visit": s.at("RO")}})) - read(s, s.after({}))).mean())
    back = float((read(seen, seen.after({"US": {"visit": s.at("RO")}})) - read(seen, seen.after({}))).mean())
    return Counter("visit", "a rival's visit within two weeks", "readiness", first, first + back)


def mediators(s: Scene) -> list[str]:
    """Who mediates."""
    return [a for i, a in enumerate(s.play.setting.actors) if s.play.setting.mediator[s.state.week][i]]


def sheltered(s: Scene) -> Counter:
    """A visit to a capital that stands in a group of doubters."""
    plan, read = {"US": {"visit": s.at("SK")}}, of("swayed", "SK")
    inside = s.then({"SK": {"group": 1}, "CY": {"group": 1}})
    moved = [float((read(x, x.after(plan)) - read(x, x.after({}))).mean()) for x in (s, inside)]
    return Counter("visit", "a group of doubters", "readiness", *moved)


def shielded(s: Scene) -> Counter:
    """Doubters shelter each other from the head-count; one that is bought out takes its shelter along."""
    group = {who: {"group": 1} for who in ("CY", "GR", "SK")}

    def read(x: State) -> float:
        return float(fellows(s.play.setting, x, DOUBTERS)[:, s.at("CY")].mean())

    both = s.then(group)
    return Counter(
        "group",
        "one is bought out and leaves",
        "fellows",
        read(s.after(group)),
        read(both.after({"GR": {"group": -1}})),
    )


def fast(s: Scene) -> Counter:
    """Reassuring is worth half to who has moved fast."""
    read = of("eased", "SK")
    moved = s.but(stance=s.one(s.state.stance, "SK", s.traits.recognition[:, s.at("SK")] + 20.0))
    plan = {"SK": {"reassure": True}}
    return Counter(
        "reassure",
        "its own opposition, where it moved fast",
        "eased",
        float(read(s, s.after(plan)).mean()),
        float(read(s, moved.after(plan)).mean()),
    )


def felt(s: Scene) -> Counter:
    """Measures cost the path twice where the members have promised to keep it open: less is left of them."""
    read = world("path")
    ready = s.but(measures_stage=np.ones_like(s.state.measures_stage), path=np.full_like(s.state.path, 60.0))
    carried = np.zeros_like(s.state.carried)
    carried[..., LINES.index(LINE_PATH)] = True
    held = ready.but(carried=carried)
    plan = {"RS": {"measures": 2}}
    cost = [float((read(s, x.after(plan)) - read(s, x.after({}))).mean()) for x in (ready, held)]
    return Counter(
        "measures",
        "the path is held open",
        "path, 30 points less what they cost",
        30.0 + cost[0],
        30.0 + cost[1],
    )


def walked(s: Scene) -> Counter:
    """Who walks out has the blame, and more of it if the other stays and offers: fewer waverers are its own."""
    read, plan = wavering("swayed"), {"RS": {"walk_out": True}}
    alone = read(s, s.after(plan)) - read(s, s.after({}))
    stays = read(s, s.after(joined(plan, {"XK": {"offer": 0}}))) - read(s, s.after({"XK": {"offer": 0}}))
    return Counter(
        "answer (walk out)",
        "the other stays and offers",
        "waverers kept, 10 less the blame",
        10.0 - float(alone.mean()),
        10.0 - float(stays.mean()),
    )


def delayed(s: Scene) -> Counter:
    """After a declaration states recognise; a step that is named holds one up."""
    read = wavering("hazard_sum")
    everyone = [a for i, a in enumerate(s.play.setting.actors) if s.play.setting.recogniser[i]]
    slow = {who: {"recognise": 3} for who in everyone}
    grown = read(s, s.after({})) - read(s, s.state)
    held = read(s, s.after(slow)) - read(s, s.state)
    return Counter(
        "declare", "members delay", "hazard of recognition", float(grown.mean()), float(held.mean())
    )


__all__ = ["MISSION", "Counter", "table"]

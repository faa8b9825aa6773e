"""What is shown: pure functions from what a seat has before its eyes to paragraphs.

A paragraph is one string; whoever prints wraps it, and keeps the blanks at its beginning. A window can put the
same paragraphs into its panels.
"""

import re
from collections.abc import Sequence

import numpy as np

from game.text import words as w
from game.text.headlines import headlines
from game.text.menu import ballots, closed, menu, on_table, put_forward, ways
from game.text.phrases import answer, day, note, number, stance, term
from game.text.question import question
from game.text.sight import Sight
from sim.acts import PRACTICAL, VOTED_ON, Act
from sim.arrays import BALLOTS, MATTERS, NEVER, NOTE_KINDS, TOPICS
from sim.goals import goals as own_goals
from sim.goals import of_role
from sim.ledger import OPEN
from sim.rules.legality import REASONS, ROLE
from sim.schema import COMMON
from sim.score import PARTS as MOST
from sim.score import Score
from sim.state import State
from sim.typed import said

BUDGET = 180
"""Words of a sitting before the first choice, at most."""
REASONS_TOLD = 3
"""Reasons why a seat is asked between sittings, at most."""


def count(paragraphs: Sequence[str]) -> int:
    """Words that a person reads."""
    return sum(len(re.findall(r"\S*\w\S*", text)) for text in paragraphs)


# ------------------------------------------------------------------ a beat


def opening(sight: Sight) -> list[str]:
    """The first thing that a seat sees when it is asked: at most 180 words, then it may choose."""
    before = heading(sight)
    table = [*gauges(sight), *on_the_table(sight)]
    full = count([*before, w.SCREEN["more notes"], w.SCREEN["more"], *table, *choices(sight)]) <= BUDGET
    after = [*table, *choices(sight, "open" if full else "brief")]
    letters = [] if sight.beat == "talk" else received(sight)
    heads = headlines(sight)
    shown, found = len(letters), len(heads)
    while shown + found and count([*before, *cut(letters, shown, heads, found), *after]) > BUDGET:
        shown, found = (shown - 1, found) if shown > found else (shown, found - 1)
    quiet = [] if sight.past is None or heads or letters else [w.SCREEN["quiet"]]
    return [*before, *cut(letters, shown, heads, found), *quiet, *after]


def cut(letters: Sequence[str], shown: int, heads: Sequence[str], found: int) -> list[str]:
    """The first of the notes and headlines, and where the others are."""
    more_notes = [w.SCREEN["more notes"]] if shown < len(letters) else []
    more = [w.SCREEN["more"]] if found < len(heads) else []
    return [*letters[:shown], *more_notes, *heads[:found], *more]


def beat(sight: Sight, done: Sequence[Act] = ()) -> list[str]:
    """A later beat of a week in which the seat has been asked already.

    done   what the seat did at the beat before
    """
    return [
        w.SCREEN["beat"].format(beat=w.BEATS[sight.beat]),
        *heard(sight, done),
        *(notes(sight) if sight.beat == "decide" and wrote(sight) else received(sight)),
        *on_the_table(sight),
        *purse(sight),
        *choices(sight),
    ]


def heard(sight: Sight, done: Sequence[Act]) -> list[str]:
    """What the seat believes now of whom it has sounded out."""
    out: list[str] = []
    for act in done:
        if act["move"] == "sound_out":
            i = sight.setting.actors.index(act["target"])
            belief = believed(sight, i, str(act.get("about", MATTERS[0])))
            out.append(w.SCREEN["heard"].format(name=sight.name(i), belief=belief))
    return out


def believed(sight: Sight, i: int, matter: str) -> str:
    """The band in which the seat believes one thing of another to lie."""
    at = MATTERS.index(matter)
    low, high = float(sight.desk.belief_low[0, i, at]), float(sight.desk.belief_high[0, i, at])
    return w.LOOK[matter].format(low=round(low), high=round(high))


def wrote(sight: Sight) -> bool:
    """Has the seat sent notes this week?"""
    return bool((sight.desk.sent[0, :, 0] > 0).any())


def heading(sight: Sight) -> list[str]:
    """Where in the game, and why the seat is asked."""
    known = {"day": day(sight.monday(sight.week)), "beat": w.BEATS[sight.beat]}
    first = sight.past is None
    you = w.SCREEN["you"].format(name=sight.name(sight.at), seat=sight.seat, role=w.ROLES[sight.role])
    if sight.sitting is None:
        why = [text for text in sight.reasons if not text.startswith("sitting ")]
        asked = [w.SCREEN["asked"].format(why="; ".join(why[:REASONS_TOLD]))] if why else []
        return [w.SCREEN["between"].format(**known), *asked, *([you] if first else [])]
    many = sight.plan[-1].number
    return [
        w.SCREEN["sitting"].format(number=sight.sitting.number, count=many, **known),
        question(sight),
        *([you] if first else []),
    ]


def choices(sight: Sight, line: str = "open") -> list[str]:
    """What is open at this beat, numbered, with price and effect; without the effect where `line` is brief."""
    found = [
        w.SCREEN[line].format(number=i, word=way.word, price=way.price, doc=way.doc)
        for i, way in enumerate(menu(sight), start=1)
    ]
    return [*(found or [w.SCREEN["nothing open"]]), w.SCREEN["prompt"]]


def on_the_table(sight: Sight) -> list[str]:
    """Texts and offers that could be signed, deals that could be joined in, votes that are held."""
    if sight.beat != "decide":
        return []
    out: list[str] = []
    text = int(sight.view.text)
    for which in on_table(sight):
        at = sight.setting.packages.index(which)
        key = "text" if at == text else "offer"
        who = [i for i, x in enumerate(sight.view.offer) if x == at and i != sight.at]
        out.append(w.SCREEN[key].format(which=which, name=sight.package_name(which), who=sight.listed(who)))
    for party in put_forward(sight):
        matter = PRACTICAL[int(sight.desk.practical_offer[party])]
        out.append(w.SCREEN["put forward"].format(who=sight.name(party), which=matter))
    if votes := ballots(sight):
        on = "; ".join(f"{name}: {w.BALLOTS[name]}" for name in votes)
        out.append(w.SCREEN["vote"].format(on=on, ballot=votes[0]))
    return [*out, *bound(sight, votes)]


def bound(sight: Sight, votes: Sequence[str]) -> list[str]:
    """What the seat has promised about this week's votes."""
    book = sight.desk.ledger
    mine = np.flatnonzero((book.state[0] == OPEN) & (book.maker[0] == sight.at)).tolist()
    return [
        w.SCREEN["bound"].format(receiver=sight.name(int(book.receiver[0, e])), term=promised(sight, e))
        for e in mine
        if int(book.act[0, e]) in VOTED_ON and BALLOTS[int(book.object[0, e])] in votes
    ]


def drafted(sight: Sight) -> list[str]:
    """What the seat has chosen so far at this beat."""
    if not sight.drafted:
        return [w.SCREEN["undrafted"]]
    return [w.SCREEN["drafted"].format(acts="; ".join(said(act) for act in sight.drafted))]


# ------------------------------------------------------------------ numbers


def readings(sight: Sight) -> dict[str, float]:
    """The public numbers, and the seat's own standing."""
    state: State = sight.known.state
    return {
        "tension": float(sight.view.tension),
        "legitimacy": float(sight.view.legitimacy),
        "coordination": float(sight.view.coordination),
        "unity": float(sight.view.unity),
        "recognisers": float(sight.view.recognised.sum()),
        "path": float(state.path),
        "incidents": float(state.incidents),
        "troops": float(state.troops),
    }


FIRST = ("tension", "legitimacy", "coordination", "unity", "recognisers")
"""The numbers that every sitting shows."""


def reading(sight: Sight, names: Sequence[str]) -> str:
    """Numbers in a line, each with what it was when the seat decided last, where it is another."""
    now = readings(sight)
    before = readings(sight.past) if sight.past else now
    parts: list[str] = []
    for name in names:
        text = f"{w.GAUGES[name]} {number(now[name])}"
        was = number(before[name])
        parts.append(text if was == number(now[name]) else f"{text} (was {was})")
    return ", ".join(parts)


def gauges(sight: Sight) -> list[str]:
    """The state of things in two lines."""
    return [dated(sight) + w.SCREEN["public"].format(numbers=reading(sight, FIRST)), *purse(sight)]


def dated(sight: Sight) -> str:
    """How long until the date that is set for the talks, while they last."""
    deadline = int(sight.known.state.deadline)
    if deadline >= NEVER or not sight.view.talks_open:
        return ""
    return w.SCREEN["dated"].format(weeks=ahead(deadline - sight.week))


def ahead(weeks: int) -> str:
    """So many weeks from now."""
    if weeks <= 0:
        return w.CALENDAR["this week" if weeks == 0 else "passed"]
    return w.CALENDAR["in a week" if weeks == 1 else "in weeks"].format(weeks=weeks)


def purse(sight: Sight) -> list[str]:
    """What the seat has to spend."""
    moves = sight.setting.purse.paid_moves - int(sight.desk.paid_moves[0]) - sight.paying
    return [
        w.SCREEN["own"].format(
            capital=number(sight.left),
            moves=moves,
            home=number(float(sight.view.home[0])),
            credibility=number(float(sight.desk.credibility[sight.at])),
        )
    ]


def status(sight: Sight) -> list[str]:
    """All numbers, and what has been chosen."""
    rest = tuple(name for name in readings(sight) if name not in FIRST)
    return [*gauges(sight), f"{reading(sight, rest)}.".capitalize(), *drafted(sight)]


def news(sight: Sight) -> list[str]:
    """Everything that changed."""
    return headlines(sight) or [w.SCREEN["quiet"]]


# ------------------------------------------------------------------ moves


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
    """One move: what it does and costs, what answers it, whether it is open."""
    about = sight.scenario.moves[move]
    found = [way for way in ways(sight) if way.move == move]
    if not found:
        return [
            w.WHY["head"].format(
                name=about.name, words=move, state=REASONS[ROLE], price=number(about.cost.mode)
            )
        ]
    out: list[str] = []
    for way in found:
        here = way.beat == sight.beat
        state = way.reason or (w.WHY["open"] if here else w.WHY["other beat"].format(beat=way.beat))
        out.append(w.WHY["head"].format(name=about.name, words=way.word, state=state, price=way.price))
        out.append("  " + w.WHY["type"].format(example=way.example))
    answered = [w.WHY["counter"].format(counter=about.counter)] if about.counter else []
    return [*out, about.does, *answered]


# ------------------------------------------------------------------ notes and promises


def received(sight: Sight) -> list[str]:
    """Notes to the seat; those that wait for an answer end with how to give it."""
    out: list[str] = []
    d, inbox = sight.desk, sight.desk.inbox[0]
    for sender, slot in np.argwhere(inbox[..., 0] > 0).tolist():
        numbers = (field[0, sender, slot].tolist() for field in (d.inbox, d.inbox_a, d.inbox_b))
        text = note(sight.setting, sight.name(sender), sight.name(sight.at), *numbers)
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
    return w.SCREEN["promise"].format(
        number=entry,
        maker=sight.name(int(book.maker[0, entry])),
        receiver=sight.name(int(book.receiver[0, entry])),
        term=promised(sight, entry),
        public=w.SCREEN["public word" if book.public[0, entry] else "private word"],
        fate=w.FATES[int(book.state[0, entry])],
    )


def promised(sight: Sight, entry: int) -> str:
    """What an entry of the ledger is about, in words."""
    book = sight.desk.ledger
    columns = (book.act, book.object, book.level, book.until)
    return term(sight.setting, [int(column[0, entry]) for column in columns])


# ------------------------------------------------------------------ others


def look(sight: Sight, other: str) -> list[str]:
    """What the seat knows and believes of another, or of itself."""
    i = sight.setting.actors.index(other)
    d, v, state = sight.desk, sight.view, sight.known.state
    out = [w.LOOK["head"].format(name=sight.name(i), seat=other, roles=roles(sight, i))]
    if v.recognised[i]:
        out.append(w.LOOK["recognised"].format(day=day(sight.monday(int(state.recognised_week[i])))))
    elif v.recogniser[i]:
        points = float(v.stance[i])
        out.append(w.LOOK["stance"].format(stance=stance(points), points=number(points)))
    out += beliefs(sight, i)
    own = number(float(d.credit[0, i]))
    out.append(w.LOOK["credit"].format(credit=number(float(d.credibility[i])), own=own))
    out += [w.LOOK["group"].format(group=w.GROUPS[int(d.group[i])])] if int(d.group[i]) else []
    if (level := int(np.broadcast_to(d.commitment, (1, len(sight.setting.actors)))[0, i])) > -2:
        out.append(w.LOOK["commitment"].format(commitment=w.COMMITMENTS[level]))
    for word in ("announced", "refused"):
        out += [w.LOOK[word]] if getattr(d, word)[i] and not v.recognised[i] else []
    if (topic := int(d.topic[i])) >= 0:
        out.append(w.LOOK["topic"].format(topic=TOPICS[topic]))
    found = [
        promise(sight, e)
        for e in np.flatnonzero((d.ledger.state[0] >= OPEN) & (d.ledger.maker[0] == i)).tolist()
    ]
    return [
        *out,
        *([w.LOOK["promises"].format(promises=" ".join(found))] if found else [w.LOOK["no promises"]]),
    ]


def roles(sight: Sight, i: int) -> str:
    """What an actor is this week."""
    s = sight.setting
    lasting = {"party": s.party[i], "member": s.member[i], "patron": s.patron[i], "permanent": s.permanent[i]}
    dated = {"chair": s.chair, "council": s.council, "mediator": s.mediator}
    found = [w.MEMBERS_OF[name] for name, holds in lasting.items() if holds]
    found += [w.MEMBERS_OF[name] for name, holds in dated.items() if holds[sight.week, i]]
    return ", ".join(found) or w.MEMBERS_OF["none"]


def beliefs(sight: Sight, i: int) -> list[str]:
    """The bands in which the seat believes another's wish and readiness to lie; of itself it knows both."""
    out: list[str] = []
    low, high = sight.desk.belief_low[0, i], sight.desk.belief_high[0, i]
    for matter, name in enumerate(MATTERS):
        if name == "readiness" and not (sight.view.recogniser[i] and not sight.view.recognised[i]):
            continue
        if i == sight.at:
            out.append(w.LOOK[f"own {name}"].format(value=number(float(low[matter]))))
        elif np.isfinite([low[matter], high[matter]]).all():
            out.append(w.LOOK[name].format(low=round(float(low[matter])), high=round(float(high[matter]))))
    if i == sight.at and sight.setting.party[i]:
        worth = zip(sight.setting.packages, sight.view.utility[0].tolist(), strict=True)
        out += [
            w.LOOK["own package"].format(package=sight.package(which), value=number(v)) for which, v in worth
        ]
        out.append(w.LOOK["own no deal"].format(value=number(float(sight.view.no_deal[0]))))
    if i == sight.at and sight.setting.member[i]:
        out.append(w.LOOK["vulnerability"].format(value=number(float(sight.desk.vulnerability[0]))))
    return out


# ------------------------------------------------------------------ the calendar


def calendar(sight: Sight) -> list[str]:
    """Dates, as far as they are public."""
    c = w.CALENDAR
    out = [c["now"].format(day=day(sight.monday(sight.week)), week=sight.week, last=sight.last)]
    if (deadline := int(sight.known.state.deadline)) < NEVER:
        out.append(c["deadline"].format(day=day(sight.monday(deadline)), weeks=ahead(deadline - sight.week)))
    for event in sorted(sight.scenario.events.values(), key=lambda e: str(e.date or e.low)):
        if event.date:
            out.append(c["event"].format(day=day(event.date), name=event.name))
        elif event.low and event.high:
            out.append(c["between"].format(low=day(event.low), high=day(event.high), name=event.name))
    for planned in sight.plan:
        low, high = day(sight.monday(planned.first)), day(sight.monday(planned.latest))
        when = low if low == high else c["from to"].format(low=low, high=high)
        out.append(c["sitting"].format(number=planned.number, day=when, question=planned.question))
    return [*out, c["end"].format(day=day(sight.monday(sight.last)))]


def orders(sight: Sight) -> list[str]:
    """What is done between sittings."""
    if sight.orders is None:
        return [w.SCREEN["orders default"]]
    acts: Sequence[Act] = sight.orders
    return [w.SCREEN["orders"].format(acts="; ".join(said(act) for act in acts) or "hold")]


# ------------------------------------------------------------------ goals and score


def goals(sight: Sight, found: Score) -> list[str]:
    """What the seat plays for, and where it stands.

    found   scored from what the seat knows
    """
    own = own_goals(sight.scenario, {sight.seat: sight.role})[sight.seat]
    shared = of_role(sight.scenario, COMMON)
    slots = goal_slots(sight, found)
    out = [w.GOALS["head"]]
    for (key, goal), slot in zip(
        [("goal", g) for g in own.values()] + [("common", g) for g in shared.values()], slots, strict=True
    ):
        value = float(found.value[sight.at, slot])
        now = w.GOALS["now"].format(value=number(value)) if np.isfinite(value) else w.GOALS["unknown"]
        scale = w.GOALS["scale"].format(floor=number(goal.floor), target=number(goal.target))
        out.append(w.GOALS[key].format(weight=number(goal.weight), text=goal.text))
        out.append(f"   {now}; {scale}")
    return out


def goal_slots(sight: Sight, found: Score) -> list[int]:
    """Where on the goal axis the goals of the seat lie: its own, then those of all."""
    own = own_goals(sight.scenario, {sight.seat: sight.role})[sight.seat]
    shared = of_role(sight.scenario, COMMON)
    many = found.value.shape[-1]
    return [*range(len(own)), *range(many - len(shared), many)]


def score(sight: Sight, found: Score) -> list[str]:
    """What the seat would have if the game ended now."""
    parts = parts_said(found.part[sight.at].tolist())
    return [w.GOALS["score"].format(total=number(float(np.nansum(found.part[sight.at]))), parts=parts)]


def parts_said(points: Sequence[float]) -> str:
    """The parts of a score in a line."""
    return ", ".join(
        w.GOALS["part"].format(name=w.PARTS[name], points=number(earned), most=number(most))
        for (name, most), earned in zip(MOST.items(), points, strict=True)
    )

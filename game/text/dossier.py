"""What a seat knows and believes of another, or of itself."""

from collections.abc import Sequence

import numpy as np

from game.text import words as w
from game.text.letters import promise
from game.text.phrases import day, number, stance
from game.text.sight import Sight
from sim.acts import Act
from sim.arrays import MATTERS, TOPICS
from sim.ledger import OPEN


def look(sight: Sight, other: str) -> list[str]:
    """What the seat knows and believes of another, or of itself."""
    i = sight.setting.actors.index(other)
    found = promises(sight, i)
    return [
        w.LOOK["head"].format(name=sight.name(i), seat=other, roles=roles(sight, i)),
        *spoken(sight, i),
        *beliefs(sight, i),
        *ties(sight, i),
        *declared(sight, i),
        *([w.LOOK["promises"].format(promises=" ".join(found))] if found else [w.LOOK["no promises"]]),
    ]


def spoken(sight: Sight, i: int) -> list[str]:
    """Whether it has recognised, or what it says of it."""
    v = sight.view
    if v.recognised[i]:
        when = sight.monday(int(sight.known.state.recognised_week[i]))
        return [w.LOOK["recognised"].format(day=day(when))]
    points = float(v.stance[i])
    return [w.LOOK["stance"].format(stance=stance(points), points=number(points))] if v.recogniser[i] else []


def ties(sight: Sight, i: int) -> list[str]:
    """What its word counts, its group, how far it stands behind its client."""
    d = sight.desk
    own = number(float(d.credit[0, i]))
    key = "own credit" if i == sight.at else "credit"
    out = [w.LOOK[key].format(credit=number(float(d.credibility[i])), own=own)]
    out += [w.LOOK["group"].format(group=w.GROUPS[int(d.group[i])])] if int(d.group[i]) else []
    if (level := int(np.broadcast_to(d.commitment, (1, len(sight.setting.actors)))[0, i])) > -2:
        out.append(w.LOOK["commitment"].format(commitment=w.COMMITMENTS[level]))
    return out


def declared(sight: Sight, i: int) -> list[str]:
    """What it has announced or refused, and what it spoke of last."""
    d = sight.desk
    out = [
        w.LOOK[word]
        for word in ("announced", "refused")
        if getattr(d, word)[i] and not sight.view.recognised[i]
    ]
    topic = int(d.topic[i])
    return [*out, *([w.LOOK["topic"].format(topic=TOPICS[topic])] if topic >= 0 else [])]


def promises(sight: Sight, i: int) -> list[str]:
    """Its promises that the seat knows of."""
    d = sight.desk
    entries = np.flatnonzero((d.ledger.state[0] >= OPEN) & (d.ledger.maker[0] == i)).tolist()
    return [promise(sight, e) for e in entries]


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

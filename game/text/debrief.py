"""What came of it: how things came out, the score and where it stands, what the others really wanted, turning points,
and the same story beside what happened.

Only here is State read: the game is over.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from game.calls import known_to
from game.debrief.beside import lines as beside_history
from game.debrief.turning import LEAST as LEAST_TURN
from game.debrief.turning import said as said_of
from game.debrief.turning import turns
from game.debrief.words import TURNING
from game.press import headlines
from game.session import Session
from game.text import words as w
from game.text.account import parts_said
from game.text.deeds import deeds
from game.text.headlines import weight
from game.text.phrases import day, number, stance
from sim.acts import Act, to_acts, to_moves
from sim.arrays import NEVER
from sim.goals import goals as own_goals
from sim.goals import of_role
from sim.histories import histories, job_of, same_luck
from sim.judgement import Chosen, Judgement, instead, judge
from sim.ledger import BROKEN, KEPT, OPEN, RELEASED
from sim.log.lines import Played, Submitted
from sim.log.replay import apply
from sim.news import News
from sim.schema import COMMON
from sim.score import Score, score
from sim.sittings import Planned, sitting_in
from sim.state import Moves, Shocks, State, take
from sim.worlds import draw_shocks

WORLDS, FAST_WORLDS = 10_000, 1_000
"""Histories that a score is held against."""
LUCKS, FAST_LUCKS = 256, 32
"""Courses of luck on which decisions are judged."""
MOST = 3
"""Best and worst decisions that are told, of each so many."""
LEAST = 0.1
"""Points of the score from which on a decision was clearly better or worse than another."""
OTHERS = 6
"""States that are told of beside the principals."""
SMALL = frozenset({"demand", "hope"})
"""Acts that are not told: what goes with others."""
SLOW = "planner"
"""The strategy that is too slow for thousands of histories."""


@dataclass(frozen=True)
class Decision:
    """What a seat decided at one sitting, beside its ministry, and what that was worth."""

    week: int
    yours: Sequence[Act]
    """what the ministry would not have done"""
    theirs: Sequence[Act]
    """what only the ministry would have done"""
    alike: bool
    """whether there was something that both did"""
    worth: Judgement

    @property
    def clear(self) -> bool:
        """Was it clearly better or worse?"""
        return abs(self.worth.mean) > max(2.0 * self.worth.error, LEAST)


Told = tuple[str, str]
"""A paragraph, after the part of the debrief that it belongs to."""


def debrief(session: Session, seat: str, role: str, fast: bool) -> Iterator[str]:
    """The end of a game, paragraph by paragraph."""
    for _, text in parts(session, seat, role, fast):
        yield text


def parts(session: Session, seat: str, role: str, fast: bool) -> Iterator[Told]:
    """The end of a game, paragraph by paragraph, each after the name of its part: `head`, `came_out`, `score`,
    `others_wanted`, `turning`, `beside`; `wait` is said while something is reckoned.
    """
    outcome = session.outcome
    name = session.table.scenario.outcomes[outcome].name if outcome else ""
    yield "head", w.DEBRIEF["head"].format(outcome=name)
    for text in came_out(session, seat):
        yield "came_out", text
    found, strategies = scored(session), others(session, seat)
    points = found.part[session.setting.actors.index(seat)].tolist()
    total = w.DEBRIEF["score"].format(total=number(sum(points)), parts=parts_said(points).capitalize())
    yield "score", total
    for text in goals(session, seat, role, found):
        yield "score", text
    if not fast:
        yield "wait", w.DEBRIEF["counting"]
    for text in placed(session, seat, sum(points), strategies, fast):
        yield "score", text
    for text in judged(session, seat, strategies, fast):
        yield "score", text
    for text in wanted(session, seat):
        yield "others_wanted", text
    for text in turned(session, seat, strategies, fast):
        yield "turning", text
    for text in beside_history(session):
        yield "beside", text


def when(session: Session, week: int) -> str:
    """The Monday of a week in words."""
    return day(session.setting.calendar[min(week, session.setting.weeks - 1)])


def came_out(session: Session, seat: str) -> Iterator[str]:
    """Date, coordination, recognisers, mission, calm, promises."""
    state, setting = session.table.ended, session.setting
    d = w.DEBRIEF
    if state.declared_week < NEVER:
        declared = when(session, int(state.declared_week))
        yield d["declared"].format(day=declared, coordination=number(float(state.coordination)))
    else:
        yield d["undeclared"]
    if state.agreed >= 0:
        yield d["agreed"].format(which=setting.packages[int(state.agreed)])
    gone = np.flatnonzero(state.recognised_week < state.week).tolist()
    if gone:
        who = ", ".join(setting.names[i] for i in gone)
        yield d["recognised"].format(count=len(gone), members=int(setting.member[gone].sum()), who=who)
    else:
        yield d["unrecognised"]
    if state.mission_week < NEVER:
        footing = d["grounded" if state.grounded or state.cover else "ungrounded"]
        yield d["mission"].format(day=when(session, int(state.mission_week)), footing=footing)
    else:
        yield d["no mission"]
    yield d["calm"].format(incidents=number(float(state.incidents)), peak=number(float(state.tension_peak)))
    mine = state.ledger.maker == setting.actors.index(seat)
    fates = {"kept": KEPT, "broken": BROKEN, "open": OPEN, "released": RELEASED}
    if (mine & (state.ledger.state > 0)).any():
        yield d["promises"].format(
            **{k: int((mine & (state.ledger.state == v)).sum()) for k, v in fates.items()}
        )


def scored(session: Session) -> Score:
    """The score of every seat."""
    table = session.table
    return score(job_of(table.scenario, table.seed, {}).aims, table.setting, table.traits, table.ended)


def goals(session: Session, seat: str, role: str, found: Score) -> Iterator[str]:
    """What each goal earned."""
    own = own_goals(session.table.scenario, {seat: role})[seat]
    shared = of_role(session.table.scenario, COMMON)
    many, at = found.value.shape[-1], session.setting.actors.index(seat)
    slots = [*range(len(own)), *range(many - len(shared), many)]
    for goal, slot in zip([*own.values(), *shared.values()], slots, strict=True):
        value = float(found.value[at, slot])
        yield "  " + w.DEBRIEF["goal"].format(
            earned=number(goal.weight * float(found.credit[at, slot])),
            weight=number(goal.weight),
            text=goal.text,
            value=number(value) if np.isfinite(value) else w.DEBRIEF["no value"],
        )


def others(session: Session, seat: str) -> dict[str, str]:
    """The strategies of the other seats, where they are not doctrine."""
    return {who: name for who, name in session.log.header.strategies.items() if who != seat}


def placed(
    session: Session, seat: str, points: float, strategies: Mapping[str, str], fast: bool
) -> Iterator[str]:
    """Where the score stands among histories, and what doctrine would have come to."""
    table, d = session.table, w.DEBRIEF
    quick = {who: name for who, name in strategies.items() if name != SLOW}
    if session.first_run:
        many = FAST_WORLDS if fast else WORLDS
        usual = histories(table.scenario, many, 1, strategies=quick, workers=1 if fast else None)
        low, high = usual.quantiles(seat, (0.25, 0.75))
        percentile = number(usual.percentile(seat, points))
        yield d["percentile"].format(
            percentile=percentile, share=percentile, worlds=many, low=number(low), high=number(high)
        )
        if len(quick) < len(strategies):
            yield d["others differ"]
    else:
        yield d["replay"]
    usual_here = same_luck(table.scenario, table.seed, table.world, strategies)[seat]
    yield d["doctrine"].format(points=number(usual_here))


def judged(session: Session, seat: str, strategies: Mapping[str, str], fast: bool) -> Iterator[str]:
    """What the seat's moves were worth beside its ministry's, and the best and worst of its decisions."""
    table, lucks, d = session.table, FAST_LUCKS if fast else LUCKS, w.DEBRIEF
    quick = {who: name for who, name in strategies.items() if name != SLOW}
    job = job_of(table.scenario, table.seed, quick)

    def luck(week: int) -> Shocks:
        return take(draw_shocks(table.setting, table.seed, table.block, week), table.row)

    found: list[Decision] = []
    for at, chosen in decisions(session, seat):
        worth = judge(job, table.traits, at.state, seat, chosen, lucks, at.said)
        usual = instead(job, table.traits, at.state, seat, max(w for w, _ in chosen), luck, at.said)
        found.append(beside(session, seat, at.state.week, worth, chosen, usual))
    total = sum(one.worth.mean for one in found)
    error = float(np.sqrt(sum(one.worth.error**2 for one in found)))
    yield d["judged"].format(total=total, error=error)
    yield d["judged how"].format(lucks=lucks)
    if len(quick) < len(strategies):
        yield d["judged without planners"]
    if not any(one.clear for one in found):
        yield d["unjudged"]
        return
    for one in best_and_worst(found):
        yield "  " + judgement(session, one)


def turned(session: Session, seat: str, strategies: Mapping[str, str], fast: bool) -> Iterator[str]:
    """Between which sittings the seat's goals came nearer or went away, and what happened in these weeks."""
    table, lucks = session.table, FAST_LUCKS if fast else LUCKS
    job = job_of(table.scenario, table.seed, {who: name for who, name in strategies.items() if name != SLOW})
    held = [(at.state, chosen) for at, chosen in decisions(session, seat)]
    states = [*(state for state, _ in held), table.ended]
    did = {state.week: acts_of(session, seat, chosen) for state, chosen in held}
    news = known_news(session, seat)
    yield TURNING["head"].format(lucks=lucks, least=number(LEAST_TURN))
    clear = [one for one in turns(job, table.traits, states, seat, lucks) if one.clear]
    if not clear:
        yield TURNING["none"]
    for one in clear:
        end = TURNING["end"] if one.until >= table.ended.week else when(session, one.until)
        days = {one.since: when(session, one.since), one.until: end}
        acts = did[one.since]
        done = deeds(table.scenario, table.setting, acts, "done") if acts else w.DEBRIEF["did nothing"]
        for text in said_of(one, days, done, papers(session, news, one.since, one.until)):
            yield "  " + text


def known_news(session: Session, seat: str) -> list[tuple[int, News]]:
    """What a seat heard of, by week."""
    return [
        (event.week, item)
        for _, event in session.log.standing()
        if isinstance(event, Played)
        for item in event.news
        if known_to(seat, item)
    ]


def papers(session: Session, news: Sequence[tuple[int, News]], since: int, until: int) -> list[str]:
    """The weightiest headlines of some weeks."""
    table = session.table
    found = headlines(table.scenario, table.setting, news, table.seed)
    within = [one for one in found if since <= one.week < until]
    order = sorted(within, key=lambda one: weight({"what": one.kind.replace("_", " ")}))
    return [one.text for one in order[:MOST]]


def beside(
    session: Session, seat: str, week: int, worth: Judgement, chosen: Chosen, usual: Chosen
) -> Decision:
    """What was done at a sitting and what the ministry would have done, without what is the same."""
    yours, theirs = acts_of(session, seat, chosen), acts_of(session, seat, usual)
    return Decision(
        week=week,
        yours=[act for act in yours if act not in theirs],
        theirs=[act for act in theirs if act not in yours],
        alike=any(act in theirs for act in yours),
        worth=worth,
    )


def acts_of(session: Session, seat: str, done: Chosen) -> list[Act]:
    """What was done, beat after beat."""
    setting, at = session.setting, session.setting.actors.index(seat)
    small = SMALL if setting.rules.deadline_kind == "extendable" else SMALL | {"extend"}
    acts = [act for (_, beat), moves in done.items() for act in to_acts(setting, moves, 0, at, beat)]
    # the reason of an answer is words: with another one it is the same answer
    return [{k: v for k, v in act.items() if k != "reason"} for act in acts if act["move"] not in small]


def best_and_worst(found: Sequence[Decision]) -> list[Decision]:
    """The decisions worth most and least, in the order in which they were taken."""
    other = sorted((one for one in found if one.yours or one.theirs), key=lambda one: one.worth.mean)
    told = {one.week: one for one in (*other[:MOST], *other[-MOST:])}
    return [told[week] for week in sorted(told)]


def judgement(session: Session, one: Decision) -> str:
    """One decision in words."""
    table, d = session.table, w.DEBRIEF
    yours = deeds(table.scenario, table.setting, one.yours, "done") if one.yours else d["did nothing"]
    theirs = deeds(table.scenario, table.setting, one.theirs, "done") if one.theirs else d["done nothing"]
    worth = d["worth" if one.clear else "no worth"].format(gain=one.worth.mean, error=one.worth.error)
    more = d["else"] if one.alike else ""
    return d["judgement"].format(
        day=when(session, one.week),
        yours=yours if one.yours else yours + more,
        theirs=theirs if one.theirs else theirs + more,
        worth=worth,
    )


@dataclass(frozen=True)
class Monday:
    """A game as it stood before a week, and what all seats then said at its talk beat."""

    state: State
    said: Moves


def decisions(session: Session, seat: str) -> Iterator[tuple[Monday, Chosen]]:
    """The sittings at which a person decided: how they began, and what the seat did in them, standing orders in the
    weeks until the next one among it.
    """
    plan, chosen = session.sittings(), submitted(session, seat)
    people = {e.week for _, e in session.log.standing() if isinstance(e, Submitted) and e.by == "person"}
    first: dict[int, int] = {}
    for week in sorted(people):
        planned: Planned | None = sitting_in(plan, week)
        first.setdefault(planned.number if planned else -week, week)
    begins = [*first.values()]
    found = mondays(session, begins)
    for week, after in zip(begins, [*begins[1:], session.setting.weeks], strict=True):
        yield found[week], {key: moves for key, moves in chosen.items() if week <= key[0] < after}


def submitted(session: Session, seat: str) -> Chosen:
    """What the seat did, by week and beat."""
    at = session.setting.actors.index(seat)
    return {
        (e.week, e.beat): to_moves(session.setting, at, e.acts, e.week, e.beat)
        for _, e in session.log.standing()
        if isinstance(e, Submitted) and e.seat == seat
    }


def mondays(session: Session, weeks: Collection[int]) -> dict[int, Monday]:
    """How some weeks began, by week, from the log."""
    table = session.table.anew()
    out: dict[int, Monday] = {}
    for line, event in session.log.standing():
        if isinstance(event, Played) and event.beat == "talk" and event.week in weeks:
            out[event.week] = Monday(table.ended, table.moves())
        apply(table, event, f"line {line}", {})
    return out


def wanted(session: Session, seat: str) -> Iterator[str]:
    """What the principal others wanted, and the states whose heart was farthest from what they said."""
    table, setting, state = session.table, session.setting, session.table.ended
    another = np.array(setting.actors) != seat
    principal = (setting.party | setting.patron | setting.chair[0]) & another
    rest = setting.recogniser & ~principal & another
    apart = np.where(rest, np.abs(state.readiness - state.stance), -1.0)
    far = np.argsort(-apart, kind="stable")[:OTHERS]
    yield w.DEBRIEF["others"]
    for i in [*np.flatnonzero(principal).tolist(), *far.tolist()]:
        wish = w.DEBRIEF["wish"].format(
            mark=nearest_mark(session, float(table.traits.ideal[i, setting.key])),
            points=number(float(table.traits.ideal[i, setting.key])),
        )
        if not setting.recogniser[i]:
            yield "  " + w.DEBRIEF["party"].format(name=setting.names[i], wish=wish)
            continue
        yield "  " + w.DEBRIEF["other"].format(
            name=setting.names[i],
            wish=wish,
            ready=stance(float(state.readiness[i])),
            readiness=number(float(state.readiness[i])),
            stance=stance(float(state.stance[i])),
            points=number(float(state.stance[i])),
        )


def nearest_mark(session: Session, place: float) -> str:
    """The named mark of the key issue that lies nearest."""
    marks = session.table.scenario.issues[session.setting.issues[session.setting.key]].marks.values()
    return min(marks, key=lambda mark: abs(mark.value - place)).name

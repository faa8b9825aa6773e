"""Scenario -> Traits: one draw of everything that is uncertain and does not change within a world.

Chance is an argument: `draw(name, n)` gives uniform numbers of shape `(..., n)`; `sim.worlds` makes them.
Every quantity has a stream of its own, by name, so that two scenarios or rule sets that share a quantity
share its luck.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields

import numpy as np

from sim.arrays import ANCHORS, BALLOTS, NEVER, Array, Index, total
from sim.compile import drawn_weeks
from sim.faults import Fault, ScenarioError
from sim.mechanisms import Mechanisms
from sim.rubric import Rubric, rubric
from sim.rules.chance import exponential, triangular
from sim.rules.stance import exposure, motive, openness, reluctance, sway, without_patron
from sim.rules.trust import credence, trust
from sim.rules.utility import settlement_terms, utility
from sim.schema import Actor, Mechanism, Range, Scenario, Stance, Stances
from sim.setting import Setting
from sim.state import Traits, replace

Draw = Callable[[str, int], Array]

DATED_BALLOTS = 5
"""The first of `BALLOTS`: those that the calendar brings."""

CANDIDATES = 16
"""Draws of the unnamed members per world, of which the head-counts choose one."""

DEFAULTS = {"talks": 50.0, "timing": 0.0, "firmness": 50.0, "hope": 50.0, "mission": 0.0, "polls": np.nan}
ENDS = ("low", "mode", "high")
SCALES = {"hope": "likelihood"}


class Sampler:
    """Draws values of one scenario's stances: the word's number once a world, then an error per item."""

    def __init__(self, scenario: Scenario, draw: Draw, words: Rubric) -> None:
        self.scenario, self.draw, self.rubric = scenario, draw, words
        self.words: dict[tuple[str, str], Array] = {}
        self.leanings: dict[str, Array] = {}

    def between(self, name: str, span: Range | Stance | Mechanism) -> Array:
        """A triangular draw under a name of its own. (...)"""
        low, mode, high = (np.array(float(v or 0.0)) for v in (span.low, span.mode, span.high))
        return triangular(self.draw(name, 1)[..., 0], low, mode, high)

    def mechanisms(self, names: list[str]) -> dict[str, Array]:
        """The mechanisms, each drawn as `between` does it, worked out all at once. (...) each"""
        if missing := [name for name in names if name not in self.scenario.mechanisms]:
            problem = f"expected also {', '.join(missing)}: the scenario was kept by another version"
            raise ScenarioError([Fault(self.scenario.id, "mechanisms", problem)])
        u = np.concatenate([self.draw(f"mechanism/{name}", 1) for name in names], axis=-1)
        spans = np.array(
            [[float(getattr(self.scenario.mechanisms[name], end) or 0.0) for end in ENDS] for name in names]
        )
        drawn = triangular(u, *spans.T)
        return {name: drawn[..., i].copy() for i, name in enumerate(names)}

    def word(self, scale: str, word: str) -> Array:
        """What a word is worth in this world: shared by all who are coded with it. (...)"""
        if (scale, word) not in self.words:
            span = self.rubric.scales[scale].words[word]
            self.words[scale, word] = self.between(f"word/{scale}/{word}", span)
        return self.words[scale, word]

    def speaker(self, stance: Stance) -> str:
        """Who says it: the speaker of the first item of evidence."""
        return self.scenario.evidence[stance.evidence[0]].speaker

    def stance(self, name: str, scale: str, stance: Stance, copies: int = 1) -> Array:
        """A stance drawn, `copies` times with errors of their own. (..., copies)"""
        if stance.word is None:
            low, mode, high = (np.array(float(v or 0.0)) for v in (stance.low, stance.mode, stance.high))
            return triangular(self.draw(name, copies), low, mode, high)
        bottom, top = self.rubric.scales[scale].range
        width = np.array(self.rubric.error(scale, self.speaker(stance)))
        error = triangular(self.draw(name, copies), -width, np.zeros(()), width)
        return np.clip(self.word(scale, stance.word)[..., None] + error, bottom, top)

    def recognition(self, name: str, actor: Actor) -> Array:
        """An actor's readiness before its drivers. (..., candidate)

        Its own stance is one draw. What it takes from its kind in numbers is a prior of the kind: every
        candidate draws where the kind as a whole leans, and each actor strays from that by its own error.
        """
        stance, stream = actor.stance.recognition, f"item/{name}/recognition"
        if stance is None or not stance.inherited:
            one = (
                np.zeros_like(self.draw(stream, 1))
                if stance is None
                else self.stance(stream, "recognition", stance)
            )
            return np.broadcast_to(one, (*one.shape[:-1], CANDIDATES))
        if stance.word is not None:
            return self.stance(stream, "recognition", stance, CANDIDATES)
        if stream_of(actor) not in self.leanings:
            self.leanings[stream_of(actor)] = self.stance(stream_of(actor), "recognition", stance, CANDIDATES)
        spread = self.between("mechanism/prior_spread", self.scenario.mechanisms["prior_spread"])[..., None]
        return self.leanings[stream_of(actor)] + spread * (2.0 * self.draw(stream, CANDIDATES) - 1.0)


def vote_errors(draw: Draw, people: int, shape: tuple[int, ...]) -> Array:
    """How far each vote strays; ballots that only a move brings have a stream of their own. (..., actor, ballot)"""
    parts = (("vote", DATED_BALLOTS), ("vote on a move", len(BALLOTS) - DATED_BALLOTS))
    return np.concatenate([draw(name, people * n).reshape(*shape, people, n) for name, n in parts], axis=-1)


def stream_of(actor: Actor) -> str:
    """The stream of a kind's common leaning."""
    return f"prior/{actor.kind}/recognition"


def sample(scenario: Scenario, setting: Setting, draw: Draw) -> Traits:
    """The traits of as many worlds as `draw` gives numbers for."""
    by = Sampler(scenario, draw, rubric())
    mech = Mechanisms(**by.mechanisms([f.name for f in fields(Mechanisms)]))
    shape = mech.discount.shape
    people = list(scenario.actors.items())
    election = election_week(scenario, by, shape)
    recognition, vulnerability = members(scenario, setting, by)
    firmness = column(by, people, "firmness", shape)
    ideal = issues_of(by, people, setting, "ideal", 50.0, shape)
    position = np.stack([stated(by, a, x, setting, ideal[..., i, :]) for i, (a, x) in enumerate(people)], -2)
    timing = np.maximum(column(by, people, "timing", shape) + said_after_opening(scenario), 0.0)
    timing = np.where(setting.waits_for_vote, election[..., None] + 1.0, timing)
    timing = np.where(timing >= NEVER, 0.0, timing)
    believed = credence(mech, reliabilities(by, people))
    traits = Traits(
        mechanism=mech,
        ideal=ideal,
        salience=normalised(issues_of(by, people, setting, "salience", 25.0, shape)),
        risk=mech.risk_spread[..., None] * (2.0 * draw("risk", len(people)) - 1.0),
        red_line=red_lines(by, people, ideal[..., setting.key]),
        hard=np.array([x.hard for _, x in people], dtype=np.bool_),
        position=position,
        recognition=recognition,
        mission=column(by, people, "mission", shape),
        guarantee=column(by, people, "guarantee", shape),
        talks=column(by, people, "talks", shape),
        timing=timing,
        vulnerability=vulnerability,
        firmness=firmness,
        backing=column(by, people, "backing", shape),
        limbo=column(by, people, "limbo", shape),
        hope=column(by, people, "hope", shape) / 100.0,
        credence=believed,
        trust=trust(mech, believed),
        law=column(by, people, "law", shape) / 100.0 * (1.0 - column(by, people, "pretext", shape) / 100.0),
        status_quo=outcome(by, setting, scenario.status_quo, "status_quo", shape),
        declared=outcome(by, setting, scenario.declared, "declared", shape),
        private=triangular(
            draw("private", len(people) * (len(ANCHORS) + 1)), *np.array([[-1.0], [0.0], [1.0]])
        ).reshape(*shape, len(people), len(ANCHORS) + 1),
        settlement=np.zeros((*shape, len(people), len(setting.packages))),
        status_quo_utility=recognition,
        declared_utility=recognition,
        openness=recognition,
        reluctance=recognition,
        sway=recognition,
        exposure=recognition,
        motive=recognition,
        threshold=np.clip(
            mech.threshold_middle[..., None] + 0.6 * (draw("threshold", len(people)) - 0.5), 0.0, 0.99
        ),
        recognise_at=exponential(draw("recognise", len(people))),
        commit_at=exponential(draw("commit", len(people))),
        procedure=np.floor((mech.procedure_weeks[..., None] + 1.0) * draw("procedure", len(people))),
        keeps_word=draw("keeps_word", len(people)),
        vote_error=vote_errors(draw, len(people), shape),
        session_week=event_weeks(scenario, by, "session", shape),
        summit_week=event_weeks(scenario, by, "summit", shape),
        council_week=event_weeks(scenario, by, "council", shape),
        election_week=election,
        referendum_week=event_weeks(scenario, by, "referendum", shape).min(-1, initial=NEVER),
        polls=column(by, people, "polls", shape) / 100.0,
        swing=draw("referendum", len(people)),
        flash_at=exponential(draw("flashpoint", len(scenario.flashpoints))),
        flash_base=flash(scenario, by, "chance", shape),
        flash_haste=flash(scenario, by, "haste", shape),
        flash_precedent=flash(scenario, by, "precedent", shape),
    )
    return derived(setting, traits)


def derived(setting: Setting, traits: Traits) -> Traits:
    """The same traits with what follows from the drawn ones; until now readiness stood in its place."""
    backed = without_patron(setting, traits)
    traits = replace(traits, recognition=backed, openness=openness(setting, traits))
    return replace(
        traits,
        reluctance=reluctance(setting, traits),
        sway=sway(setting, traits),
        exposure=exposure(traits),
        motive=motive(setting, traits),
        settlement=total(settlement_terms(setting, traits)),
        status_quo_utility=utility(traits.status_quo, traits.ideal, traits.salience, traits.risk),
        declared_utility=utility(traits.declared, traits.ideal, traits.salience, traits.risk),
    )


def column(by: Sampler, people: Iterable[tuple[str, Actor]], field: str, shape: tuple[int, ...]) -> Array:
    """One stance of every actor. (..., actor)"""
    out: list[Array] = []
    for name, actor in people:
        stance: Stance | None = getattr(actor.stance, field)
        if stance is None:
            out.append(np.full(shape, DEFAULTS.get(field, 0.0)))
        else:
            out.append(by.stance(f"item/{name}/{field}", SCALES.get(field, field), stance)[..., 0])
    return np.stack(out, axis=-1)


def issues_of(
    by: Sampler,
    people: list[tuple[str, Actor]],
    setting: Setting,
    field: str,
    default: float,
    shape: tuple[int, ...],
) -> Array:
    """A value per issue of every actor. (..., actor, issue)"""
    rows: list[Array] = []
    for name, actor in people:
        given: dict[str, Stance] = getattr(actor, field)
        cells = [
            by.stance(f"item/{name}/{field}/{issue}", issue, given[issue])[..., 0]
            if issue in given
            else np.full(shape, default)
            for issue in setting.issues
        ]
        rows.append(np.stack(cells, axis=-1))
    return np.stack(rows, axis=-2)


def stated(by: Sampler, name: str, actor: Actor, setting: Setting, ideal: Array) -> Array:
    """What an actor says on the issues: its stated positions, and where it has none what it wants. (..., issue)"""
    cells = [
        by.stance(f"item/{name}/position/{issue}", issue, actor.position[issue])[..., 0]
        if issue in actor.position
        else ideal[..., i]
        for i, issue in enumerate(setting.issues)
    ]
    return np.stack(cells, axis=-1)


def normalised(weights: Array) -> Array:
    """Weights that sum to 1 over the last axis."""
    return weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)


def red_lines(by: Sampler, people: Iterable[tuple[str, Actor]], ideal: Array) -> Array:
    """Where crossing begins on the key issue; without a red line, at the far end. (..., actor)"""
    out: list[Array] = []
    for i, (name, actor) in enumerate(people):
        own = ideal[..., i]
        if actor.red_line is None:
            out.append(np.where(own > 50.0, -1.0, 101.0))
        else:
            out.append(by.stance(f"item/{name}/red_line", "status", actor.red_line)[..., 0])
    return np.stack(out, axis=-1)


def reliabilities(by: Sampler, people: Iterable[tuple[str, Actor]]) -> Array:
    """Where each seat's credibility starts, 0..100: by the kind of its speaker, an error each. (..., actor)"""
    rows = [
        by.between(f"reliability/{name}", by.rubric.speakers[actor.speaker].reliability)
        for name, actor in people
    ]
    return np.stack(rows, axis=-1)


def outcome(
    by: Sampler, setting: Setting, places: dict[str, Stance], name: str, shape: tuple[int, ...]
) -> Array:
    """Where an outcome that nobody signs lies on the issues. (..., issue)"""
    cells = [
        by.stance(f"outcome/{name}/{issue}", issue, places[issue])[..., 0]
        if issue in places
        else np.full(shape, 50.0)
        for issue in setting.issues
    ]
    return np.stack(cells, axis=-1)


def flash(scenario: Scenario, by: Sampler, field: str, shape: tuple[int, ...]) -> Array:
    """A number of every flashpoint; the chance in a quarter becomes a weekly hazard. (..., flashpoint)"""
    rows = [
        by.between(f"flashpoint/{name}/{field}", getattr(f, field))
        for name, f in scenario.flashpoints.items()
    ]
    if not rows:
        return np.zeros((*shape, 0))
    out = np.stack(rows, axis=-1)
    return -np.log1p(-np.clip(out / 100.0, 0.0, 0.999)) / 13.0 if field == "chance" else out


def event_weeks(scenario: Scenario, by: Sampler, kind: str, shape: tuple[int, ...]) -> Index:
    """The weeks of the events of a kind, dated or drawn. (..., event)"""
    weeks: list[Index] = []
    for i, (event, (low, mode, high)) in enumerate(drawn_weeks(scenario, kind)):
        u = by.draw(f"event/{kind}/{i}", 1)[..., 0]
        day = triangular(u, np.array(float(low)), np.array(float(mode)), np.array(high + 0.999))
        weeks.append(np.floor_divide(day, 7.0).astype(np.int64) + event.runoff_weeks)
    return np.stack(weeks, axis=-1) if weeks else np.zeros((*shape, 0), dtype=np.int64)


def said_after_opening(scenario: Scenario) -> Array:
    """Weeks from the opening to the day on which each actor's timing was said; below 0 if it was before. (actor,)"""
    start, out = scenario.calendar.start, np.zeros(len(scenario.actors))
    for i, actor in enumerate(scenario.actors.values()):
        if actor.stance.timing is not None:
            said = scenario.evidence[actor.stance.timing.evidence[0]].known_by
            out[i] = (said - start).days / 7.0
    return out


def election_week(scenario: Scenario, by: Sampler, shape: tuple[int, ...]) -> Index:
    """The week of the vote that decides, run-off included; NEVER without one. (...)"""
    weeks = event_weeks(scenario, by, "election", shape)
    return weeks.min(-1, initial=NEVER)


def members(scenario: Scenario, setting: Setting, by: Sampler) -> tuple[Array, Array]:
    """Readiness and vulnerability of every actor, with the head-counts' verdict on the unnamed. (..., actor) each

    Several vectors of item errors are drawn for the members whom no report names; each is weighted by
    how well the heads it has for recognition fit the reports' counts (as heard, less the speaker's
    shift), and one is chosen in proportion (sampling - importance - resampling, Rubin 1988).
    """
    ready: list[Array] = []
    vulnerable: list[Array] = []
    for name, actor in scenario.actors.items():
        x, v = one_member(scenario, by, name, actor)
        ready.append(x)
        vulnerable.append(v)
    candidates = np.stack(ready, axis=-1)
    chosen = choose(
        candidates, headcount_weights(scenario, setting, by, candidates), by.draw("headcount", 1)[..., 0]
    )
    return chosen, np.stack(vulnerable, axis=-1)


def one_member(scenario: Scenario, by: Sampler, name: str, actor: Actor) -> tuple[Array, Array]:
    """Readiness (..., candidate) and vulnerability (...) of one actor, its structural drivers counted.

    Drivers move only what is inherited from the actor's kind: a stance of its own already has its reasons in it.
    """
    said: Stances = actor.stance
    own = said.recognition is not None and not said.recognition.inherited
    ready = by.recognition(name, actor)
    fear = np.zeros_like(ready[..., 0])
    if said.vulnerability is not None:
        fear = by.stance(f"item/{name}/vulnerability", "vulnerability", said.vulnerability)[..., 0]
    for key, units in actor.drivers.items():
        driver = scenario.drivers[key]
        if not own and said.recognition is not None:
            ready = ready + units * by.between(f"driver/{key}/recognition", driver.recognition)[..., None]
        if said.vulnerability is None or said.vulnerability.inherited:
            fear = fear + units * by.between(f"driver/{key}/vulnerability", driver.vulnerability)
    return np.clip(ready, -100.0, 100.0), np.clip(fear, 0.0, 100.0)


def headcount_weights(scenario: Scenario, setting: Setting, by: Sampler, candidates: Array) -> Array:
    """How well each candidate fits every head-count: a normal kernel in heads. (..., candidate)

    exp(-1/2 sum ((heads - said - shift) / heads_error)^2), the best at 1; an advocate's count is shifted down
    (Crawford & Sobel 1982).
    """
    heads = (setting.member & (candidates > 0.0)).sum(-1)
    log = np.zeros(candidates.shape[:-1])
    error = by.between("mechanism/heads_error", scenario.mechanisms["heads_error"])
    for name, count in scenario.headcounts.items():
        first = scenario.evidence[count.evidence[0]]
        stance = Stance(
            word=count.word, low=count.low, mode=count.mode, high=count.high, evidence=count.evidence
        )
        said = by.word("count", count.word) if count.word else by.between(f"count/{name}", stance)
        shift = by.between(f"interest/{first.interest}", by.rubric.interests[first.interest].heads)
        log = log - 0.5 * np.square((heads - (said + shift)[..., None]) / error[..., None])
    return np.exp(log - log.max(-1, keepdims=True))


def choose(candidates: Array, weights: Array, u: Array) -> Array:
    """One candidate in proportion to its weight.

    candidates   (..., candidate, actor)
    weights      (..., candidate)   >= 0, not all 0
    u            (...)              uniform
    returns      (..., actor)
    """
    reach = np.cumsum(weights, axis=-1)
    pick = (u[..., None] * reach[..., -1:] >= reach).sum(-1)
    pick = np.minimum(pick, weights.shape[-1] - 1)
    return np.take_along_axis(candidates, pick[..., None, None], axis=-2)[..., 0, :]

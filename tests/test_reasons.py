"""The account of a week: every index is the sum of its terms, and a term is what its input brings.

For each term the table `INPUTS` takes away what stands behind it and nothing else; the index, worked out
anew by the rules, must change by just the contribution that the account gives.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import cache
from random import Random

import numpy as np
import pytest
from situations import compiled, luck, met

from sim.analysis.reasons import laid_out
from sim.arrays import BALLOTS, GROUND, NEVER, total
from sim.rules import account, declaration, home, security, stance
from sim.rules.chance import logistic
from sim.rules.leaning import leanings
from sim.rules.patronage import SILENT
from sim.rules.promises import MOST_COMMITTED
from sim.rules.statements import LAW
from sim.rules.utility import package_outcome
from sim.scenario import load
from sim.setting import Setting
from sim.state import Account, State, Traits, head, take
from sim.strategies.doctrine import doctrine
from sim.trace import trace
from sim.views import observe
from sim.worlds import draw_traits

SEED, WORLDS, RANDOM_DECISIONS = 20, 96, 60
EXACT = 1e-9

ARMS = {
    "as coded": ({}, {}),
    "moves made": ({"rules.council.veto": False}, {}),
    "files linked, no veto, no resolution in force": (
        {"rules.linkage": True, "rules.side_payments": True, "rules.council.veto": False},
        {"ground": False},
    ),
}
"""Rules, and fields of the setting, under which worlds are played; together every term comes up. Under `moves made`
some seats make moves that doctrine does not make."""


def what_doctrine_does_not(view):
    """Doctrine, and beside it every week: calls for calm, consultations, a patron's word and its vow, a request for
    more time, members that lobby a voter of the Council, and a draft of a mission under the resolution in force; now
    and then something practical that both parties join in.
    """
    moves = doctrine(view)
    everyone = np.arange(len(view.actors))
    voter = np.flatnonzero(~view.recogniser & ~np.isin(everyone, view.parties))[0]
    if view.beat == "talk":
        puts = view.declarer & (view.week % 4 == 1)
        return replace(
            moves,
            draft=np.where(view.council & view.patron, GROUND, moves.draft),
            practical=np.where(puts, 0, moves.practical),
        )
    return replace(
        moves,
        calm=moves.calm | view.party,
        at_home=moves.at_home | view.party,
        contest=moves.contest | view.title_holder,
        join_practical=moves.join_practical | view.party,
        commit=np.where(view.patron, MOST_COMMITTED, moves.commit),
        topic=np.where(view.patron, LAW, moves.topic),
        tone=np.where(view.patron & (view.side != 0.0), view.side, moves.tone),
        strength=np.where(view.patron, 1.0, moves.strength),
        lobby_target=np.where(view.member, voter, moves.lobby_target),
        lobby_points=np.where(view.member, 1.0, moves.lobby_points),
    )


@dataclass(frozen=True)
class Case:
    """One world in a week, and the actor, package or place whose index is looked at."""

    setting: Setting
    traits: Traits
    state: State
    at: tuple[int, ...]

    def strength(self, **values):
        """With mechanisms of another strength."""
        m = replace(self.traits.mechanism, **{k: np.asarray(float(v)) for k, v in values.items()})
        return replace(self, traits=replace(self.traits, mechanism=m))

    def trait(self, **values):
        """With other values for all actors."""
        new = {k: np.broadcast_to(v, getattr(self.traits, k).shape) for k, v in values.items()}
        return replace(self, traits=replace(self.traits, **new))

    def now(self, **values):
        """In another state."""
        new = {k: np.broadcast_to(v, getattr(self.state, k).shape) for k, v in values.items()}
        return replace(self, state=replace(self.state, **new))


def without(**strengths):
    """A mechanism switched off, or set to where it does nothing."""
    return lambda case: case.strength(**strengths)


def no_better_no_worse(case):
    """Independence brings and costs nobody anything over the status quo."""
    return case.trait(declared_utility=case.traits.status_quo_utility)


def nothing_to_stand_on(case):
    """The status quo is worth 0, and independence as much more or less than it as before."""
    gain = case.traits.declared_utility - case.traits.status_quo_utility
    return case.trait(status_quo_utility=0.0, declared_utility=gain)


def as_far_off_as_can_be(case):
    """Every issue matters by so much more that the package at hand lies at the far end of what is wanted."""
    actor, package = case.at
    away = np.abs(package_outcome(case.setting, case.traits, package) - case.traits.ideal[actor])
    distance = (away * case.traits.salience[actor]).sum(-1)
    return case.trait(salience=case.traits.salience * (100.0 / distance))


def no_red_lines(case):
    return case.strength(red_line_cost=0).trait(hard=False)


def asks_no_less(case):
    """No outside option; what packages bring over it, and what is asked above it, as before."""
    state = case.state
    return case.now(
        no_deal=0.0,
        demand=state.demand - state.no_deal,
        package_utility=state.package_utility - state.no_deal[..., None],
    )


def brings_nothing_more(case):
    """The best package is worth the outside option, and as much is given up as before."""
    state = case.state
    more = state.package_utility.max(-1) - state.no_deal
    return case.now(
        demand=state.demand - more,
        package_utility=np.broadcast_to(state.no_deal[..., None], state.package_utility.shape),
    )


def gives_up_nothing(case):
    """What is asked for is the best package."""
    return case.now(demand=case.state.package_utility.max(-1))


def recognised_by_nobody(case):
    """A declaration wins no recognition and its lack costs nothing."""
    return no_better_no_worse(case).strength(isolation_cost=0)


def mind_made_up(case):
    """No text suits it for leaving the question open."""
    return case.now(readiness=1e6)


MORE_TALKS_ARE_WORTH_NOTHING = {"worth of more talks": lambda c: c.trait(talks=50.0)}
NOBODY_WORKS_ON_IT = {"lobbying": lambda c: c.now(lobbied=0.0, paid=0.0, swayed=0.0)}
NOT_READY = {"readiness to recognise": lambda c: c.now(readiness=0.0)}
THE_MISSION_ITSELF = {"own stance on the mission": lambda c: c.trait(mission=0.0)}
UNITED = {"unity of the members": without(mission_unity=0)}
A_TEXT_THAT_LEAVES_IT_OPEN = {"a text that leaves the question open": mind_made_up}
NOBODY_CALLS = lambda c: c.now(calm_force=0.0)  # noqa: E731

INPUTS = {
    "readiness": {
        "stance": lambda c: c.now(stance=0.0),
        "head-count": without(heads_weight=0),
        "great powers": without(great_weight=0),
        "coordination": without(coordination_weight=0),
        "precedent at home": lambda c: c.trait(exposure=0.0),
        "before the vote": without(eve_weight=0),
        "too early": without(haste_weight=0),
        "cover of the Council": without(cover_weight=0),
    },
    "stance": {
        "own motive": lambda c: c.trait(motive=0.0),
        "others' stances": lambda c: c.now(stance=0.0),
        "legitimacy of the process": without(legitimacy_weight=0),
        "lobbying": lambda c: c.now(lobbied=0.0),
        "other files": lambda c: c.now(paid=0.0),
        "public acts": lambda c: c.now(swayed=0.0),
    },
    "no_deal": {
        "status quo": nothing_to_stand_on,
        "independence as recognised": no_better_no_worse,
        "isolation": without(isolation_cost=0),
        "crash": without(crash_cost=0),
        "limbo until then": without(limbo_cost=0),
        "the patron's word": lambda c: c.now(commitment=SILENT),
    },
    "declaration": {
        "recognition": recognised_by_nobody,
        "crash": without(crash_cost=0),
        "waiting": without(limbo_cost=0),
    },
    "vote": {
        "as it stood": without(challenger_chance=0.5),
        "the path held out": without(vote_path=0),
        "tension": without(vote_tension=0),
        "the province declared before it": without(vote_loss=0),
    },
    "package": {
        "what it brings on the issues": as_far_off_as_can_be,
        "what nobody outside knows": lambda c: c.trait(private=0.0),
        "a red line crossed": no_red_lines,
        "a red line softened": lambda c: c.now(softened=0.0),
        "status quo": nothing_to_stand_on,
        "recognition meanwhile": lambda c: c.now(forecast_free=0.0),
        "independence after it": without(after_pact=0),
        "signing as equals": without(signing_cost=0),
        "limbo while it lasts": without(pact_limbo=0),
        "practical ties": without(practical_gain=0),
        "what has been settled already": without(practical_pact=0),
        "standing at home": without(mandate=0),
        "a challenger's government": without(hardened=0),
        "the path that comes with it": without(path_value=0),
    },
    "ask": {
        "outside option": asks_no_less,
        "what its best package brings over it": brings_nothing_more,
        "given up so far": gives_up_nothing,
    },
    "ballot more_talks": {
        **MORE_TALKS_ARE_WORTH_NOTHING,
        **NOBODY_WORKS_ON_IT,
        "asked for more time": lambda c: c.now(contested=0.0),
    },
    "ballot endorse": NOT_READY | NOBODY_WORKS_ON_IT,
    "ballot exhausted": MORE_TALKS_ARE_WORTH_NOTHING,
    "ballot mission": {
        **THE_MISSION_ITSELF,
        **UNITED,
        "stance on recognition": without(decoupling=1),
        "no legal ground": without(cover_weight=0),
        "the Council's word for it": lambda c: c.trait(law=0.0),
    },
    "ballot recognise": NOT_READY,
    "ballot ground": {
        **THE_MISSION_ITSELF,
        **A_TEXT_THAT_LEAVES_IT_OPEN,
        "regard for law": without(cover_weight=0),
    },
    "ballot take_note": MORE_TALKS_ARE_WORTH_NOTHING | A_TEXT_THAT_LEAVES_IT_OPEN | NOBODY_WORKS_ON_IT,
    "ballot line_timing": NOT_READY | UNITED | {"the time it asked for": without(haste_weight=0)},
    "ballot line_path": THE_MISSION_ITSELF
    | UNITED
    | {"doubts about recognition": lambda c: c.now(readiness=0.0)},
    "flash": {
        "tension": lambda c: c.now(tension=c.traits.mechanism.tension_start),
        "haste": lambda c: c.trait(flash_haste=0.0),
        "the precedent": lambda c: c.trait(flash_precedent=0.0),
        "other places": without(contagion=0),
        "time since": without(flash_fade=np.inf),
        "nothing stirs it": without(quiet_share=1),
        "calls for calm": NOBODY_CALLS,
    },
    "incident": {
        "tension": lambda c: c.now(tension=c.traits.mechanism.tension_start),
        "troops": without(kfor_elasticity=0),
        "the members' mission": without(mission_calm=0),
        "calls for calm": NOBODY_CALLS,
    },
}
"""By index and term, what takes away that term's input and leaves every other term as it is."""

EVERY_TERM = [(index, term) for index, inputs in INPUTS.items() for term in inputs]


def indices(found: Account):
    """The indices of an account by name, the ballots each for itself."""
    named = {f.name: getattr(found, f.name) for f in fields(Account) if f.name not in ("ballots", "tabled")}
    return named | {f"ballot {name}": terms for name, terms in found.ballots.items()}


def terms_of(case, index):
    return indices(account(case.setting, case.traits, case.state))[index]


@cache
def played(arm):
    """The setting, the traits, and the state of every week in which the seats decided."""
    rules, fixed = ARMS[arm]
    scenario, setting = compiled(rules=rules)
    setting = replace(setting, **fixed)
    traits = head(draw_traits(scenario, setting, SEED, 0), WORLDS)
    plays = dict.fromkeys(setting.actors, what_doctrine_does_not) if arm == "moves made" else {}
    beats = met(setting, traits, setting.weeks, plays, SEED)
    return setting, traits, [state for state, _, beat in beats if beat == "decide"]


@cache
def accounts(arm, week):
    setting, traits, states = played(arm)
    return indices(account(setting, traits, states[week]))


def one_world(arm, week, world, at):
    setting, traits, states = played(arm)
    return Case(setting, take(traits, world), take(states[week], world), at)


@contextmanager
def the_same_choice(index, case):
    """What is compared stays the same: the later week, and a place that something stirs.

    Declaring now is weighed against the best later week, and a place burns by itself where nothing stirs
    it more; both are the better of several, so that without a term another might be looked at.
    """
    if index == "flash" and float(terms_of(case, index)["nothing stirs it"][case.at]) == 0.0:
        yield case.strength(quiet_share=0)
    elif index == "declaration":
        weeks, printed = declaration.AHEAD, float(total(terms_of(case, index)))
        try:
            for week in weeks:
                declaration.AHEAD = (week,)
                if float(total(terms_of(case, index))) == printed:
                    break
            yield case
        finally:
            declaration.AHEAD = weeks
    else:
        yield case


def check(arm, week, world, index, at, term):
    """Without the input of a term its index changes by the contribution of the term."""
    case = one_world(arm, week, world, at)
    printed = {name: float(values[at]) for name, values in terms_of(case, index).items()}
    before = float(total(terms_of(case, index))[at])
    with the_same_choice(index, case) as held:
        assert float(total(terms_of(held, index))[at]) == before
        after = float(total(terms_of(INPUTS[index][term](held), index))[at])
    change = before - after
    same = change == printed[term] or abs(change - printed[term]) <= EXACT
    assert same, (arm, week, world, index, at, term, printed, change)


# ------------------------------------------------------------------ the terms and their inputs


@pytest.mark.parametrize("arm", ARMS)
def test_no_term_is_forgotten(arm):
    for week in (0, 30):
        found = accounts(arm, week)
        assert set(found) == set(INPUTS)
        for index, terms in found.items():
            assert set(terms) == set(INPUTS[index]), index


@pytest.mark.parametrize(("index", "term"), EVERY_TERM, ids=lambda text: text.replace(" ", "_"))
def test_without_its_input_an_index_changes_by_the_term(index, term):
    luck = Random(f"{SEED} {index} {term}")
    weeks = [(arm, week) for arm in ARMS for week in range(len(played(arm)[2]))]
    luck.shuffle(weeks)
    for arm, week in weeks:
        where = np.argwhere(accounts(arm, week)[index][term])
        if len(where):
            world, *at = (int(i) for i in luck.choice(where))
            check(arm, week, world, index, tuple(at), term)
            return
    pytest.fail(f"{term} of {index} is 0 in all worlds")


def test_random_decisions_change_by_the_printed_contribution():
    luck, done = Random(SEED), 0
    while done < RANDOM_DECISIONS:
        arm, index, world = luck.choice(list(ARMS)), luck.choice(list(INPUTS)), luck.randrange(WORLDS)
        week = luck.randrange(len(played(arm)[2]))
        terms = accounts(arm, week)[index]
        at = tuple(luck.randrange(n) for n in total(terms).shape[1:])
        moved = [name for name, values in terms.items() if values[(world, *at)]]
        if moved:
            check(arm, week, world, index, at, luck.choice(moved))
            done += 1


# ------------------------------------------------------------------ the terms and what is played


@pytest.mark.parametrize("arm", ARMS)
def test_terms_add_up_to_what_is_played(arm):
    setting, traits, states = played(arm)
    for week in range(0, setting.weeks, 3):
        state, found = states[week], {name: total(terms) for name, terms in accounts(arm, week).items()}
        live = ~(state.declared | state.settled)
        equal(found["readiness"], state.readiness)
        equal(found["ask"], state.demand)
        equal(found["no_deal"][live], state.no_deal[live])
        equal(found["package"][live], state.package_utility[live])
        equal(found["declaration"][live], state.declare_index[live])
        voted = leanings(setting, traits, state, np.ones((WORLDS, len(BALLOTS)), dtype=np.bool_))
        for i, name in enumerate(BALLOTS):
            equal(found[f"ballot {name}"], voted[..., i])
        drawn_to = np.clip(found["stance"], -100.0, 100.0)
        here = setting.recogniser
        equal(drawn_to[:, here], stance.influence(setting, traits, state).stance[:, here])
        equal(logistic(found["vote"]), home.challenger_chance(setting, traits, state))
        equal(traits.flash_base * np.exp(found["flash"]), security.flash_hazard(setting, traits, state))
        m = traits.mechanism
        equal(m.incident_rate * np.exp(found["incident"]), security.incident_rate(setting, traits, state))


def equal(found, expected):
    np.testing.assert_allclose(found, expected, rtol=0, atol=EXACT)


def test_out_of_time_a_party_asks_for_no_more_than_its_outside_option():
    setting, traits, states = played("as coded")
    shocks = luck(setting, WORLDS, seed=SEED)
    view = observe(setting, traits, states[0], shocks, setting.parties, "talk")
    asked = np.take(states[0].demand, setting.parties, -1)
    floor = np.take(states[0].no_deal, setting.parties, -1)
    equal(doctrine(view).demand, asked)
    late = doctrine(replace(view, expected_end=np.ones_like(view.expected_end)))
    equal(late.demand, floor)
    assert (asked > floor).any()


def test_a_calm_region_stirs_no_place():
    setting, _, states = played("as coded")
    hot = states[40].tension > played("as coded")[1].mechanism.tension_start
    heat = accounts("as coded", 40)["flash"]["tension"]
    assert hot.any()
    assert (heat[~hot] == 0.0).all()
    over = states[40].tension[hot] - played("as coded")[1].mechanism.tension_start[hot]
    equal(heat[hot], np.broadcast_to(over[:, None] / security.FLASH_HEAT, heat[hot].shape))
    assert heat.shape[-1] == len(setting.flashpoints)


# ------------------------------------------------------------------ as they are told

SCENARIO = load("kosovo_2007")
EVERYBODY = [*SCENARIO.actors, *SCENARIO.flashpoints, "incidents"]


@cache
def told(world=12, rules=(), strategies=()):
    return trace(load("kosovo_2007", dict(rules)), SEED, world, EVERYBODY, dict(strategies))


def reasons_of(done, name, of=None):
    return [(w.number, r) for w in done.weeks for r in w.reasons if r.name == name and of in (None, r.of)]


@pytest.mark.parametrize("world", [3, 12, 700])
def test_printed_contributions_add_up_to_the_printed_index(world):
    seen = 0
    for week in told(world).weeks:
        for reason in week.reasons:
            assert sum(reason.terms.values()) == pytest.approx(reason.total, abs=EXACT), reason
            numbers = [line.split()[0] for line in laid_out([reason], 100) if line.lstrip()[0] in "+-"]
            first, *rest = map(float, numbers)
            slack = 0.0051 * (1 + len(reason.terms))
            assert first == pytest.approx(sum(rest), abs=slack), reason
            seen += 1
    assert seen > 200


def test_a_vote_is_cast_as_its_terms_say():
    votes = [
        (week.number, r) for w in (3, 12, 700) for week in told(w).weeks for r in week.reasons
        if r.name.startswith("vote on")
    ]  # fmt: skip
    assert {r.verdict for _, r in votes} == {"yes", "no", "abstains"}
    for _, vote in votes:
        assert "the vote's own error" in vote.terms
        if vote.verdict == "abstains":
            assert abs(vote.total) <= float(vote.note.split()[1]) + 0.05
        else:
            assert (vote.total > 0) == (vote.verdict == "yes")


def test_a_party_refuses_what_is_worth_less_than_it_asks_and_offers_what_is_not():
    done = told()
    names = {"offers it": 0, "refuses it": 0}
    for party in (a for a in SCENARIO.actors.values() if "party" in a.roles):
        for week, asked in reasons_of(done, "demand", party.name):
            for reason in done.weeks[week].reasons:
                if reason.of == party.name and reason.verdict in names:
                    names[reason.verdict] += 1
                    assert (reason.total >= asked.total) == (reason.verdict == "offers it")
                    assert f"{asked.total:.1f}" in reason.note or "will not cross" in reason.note
    assert min(names.values()) >= 2


def test_of_a_text_a_party_asks_less_than_its_demand():
    done = trace(SCENARIO, SEED, 5, ["RS", "XK", "RU"])
    text = next(s for w in done.weeks for s in w.sentences if s.startswith("The mediators table a text"))
    name = text.removeprefix("The mediators table a text: ").rstrip(".")
    for party in ("Serbia", "Kosovo"):
        answers = reasons_of(done, name, party)
        assert answers
        for week, reason in answers:
            (option,) = (r for w, r in reasons_of(done, "outside option", party) if w == week)
            (asked,) = (r for w, r in reasons_of(done, "demand", party) if w == week)
            share = float(re.search(r"of a text it asks (\d+) %", reason.note)[1]) / 100
            needed = option.total + share * (asked.total - option.total)
            assert abs(reason.total - needed) > 1.0  # so that rounding decides nothing
            assert (reason.total > needed) == (reason.verdict == "would sign it")
    assert {r.verdict for _, r in reasons_of(done, name, "Russia")} == {"lets it be tabled"}


def test_a_mediator_says_why_a_text_is_kept_off_the_table():
    found = []
    for done in map(told, range(30)):
        for week in done.weeks:
            text = " ".join(week.sentences)
            blockers = [r for r in week.reasons if r.verdict == "keeps it off the table"]
            assert bool(blockers) == ("so it is not tabled" in text)
            assert all(r.of in text.split("floats a text")[1] for r in blockers)
            found += blockers
        if len(found) >= 2:
            break
    for reason in found:
        worth, otherwise = map(float, re.findall(r"-?[\d.]+", reason.note))
        assert worth < otherwise
    assert found


def test_terms_that_are_the_same_again_are_not_repeated():
    done = trace(SCENARIO, SEED, 5, "XK")
    first, second = (done.weeks[week].reasons for week, _ in reasons_of(done, "demand")[:2])
    again = list(laid_out(second, 100, {(r.of, r.name): r for r in first}))
    full = list(laid_out(second, 100))
    assert any("terms as before" in line for line in again)
    assert not any("terms as before" in line for line in full)
    assert len(again) < len(full)
    assert [line for line in again if "demand" in line] == [line for line in full if "demand" in line]


def test_declaring_waits_until_its_index_and_the_rules_say_now():
    done = told()
    found = reasons_of(done, "declaring now against waiting")
    assert found[0][1].verdict == "wait"
    assert found[-1][1].verdict == "now"
    assert found[-1][0] == done.measures["declaration_week"]
    barred = told(12, (("rules.declaration", "barred"),))
    assert {r.verdict for _, r in reasons_of(barred, "declaring now against waiting")} == {"may not"}


def test_another_strategy_is_named_where_the_verdict_is_doctrines():
    done = told(12, (), (("RS", "hardliner"), ("XK", "conceder")))
    assert {r.note for _, r in reasons_of(done, "declaring now against waiting")} == {
        "as doctrine would; it plays conceder"
    }
    answered = [r for w in done.weeks for r in w.reasons if r.of == "Serbia" and r.verdict == "refuses it"]
    assert answered
    assert all(r.note.endswith("it plays hardliner") for r in answered)


def test_a_state_is_told_until_it_has_recognised():
    done = told()
    for week, reason in reasons_of(done, "readiness to recognise"):
        if reason.verdict == "recognises":
            assert any(reason.of in s for s in done.weeks[week].sentences if s.startswith("Recognised"))
            later = [w for w, _ in reasons_of(done, "readiness to recognise", reason.of) if w > week]
            assert later == []
    assert any(r.verdict == "has agreed to the date" for _, r in reasons_of(done, "readiness to recognise"))


def test_a_place_is_told_until_it_has_followed():
    worlds = range(1024)
    setting, _, states = played("as coded")
    lit = np.argwhere(states[-1].flash_week < NEVER)
    world, place = (int(i) for i in lit[0])
    assert world in worlds
    done = trace(SCENARIO, SEED, world, setting.flashpoints[place])
    *_, (week, last) = reasons_of(done, "hazard over its own")
    assert last.verdict == "follows"
    assert week == states[-1].flash_week[world, place]
    assert any(s == f"Trouble spreads to {last.of}." for s in done.weeks[week].sentences)


def test_incidents_are_told_in_their_weeks():
    done = told()
    found = reasons_of(done, "rate over the opening's")
    struck = [w.number for w in done.weeks if any(s.startswith("An incident") for s in w.sentences)]
    assert [week for week, r in found if r.verdict] == struck
    assert struck

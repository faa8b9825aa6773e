"""Every rule and every strategy gives for world k of a batch what it gives for world k alone, to the bit."""

from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from situations import drawn, luck

from sim.bargaining import MODELS, case
from sim.rules import (
    account,
    aspirations,
    council,
    declaration,
    guarantee,
    home,
    leaning,
    lobbying,
    members,
    open_week,
    opening,
    outside,
    package_terms,
    parties,
    patronage,
    ratification,
    recognition,
    resistance,
    resolve,
    security,
    stance,
    statements,
    talk,
    talks,
    utility,
    weigh_options,
)
from sim.rules.deeds import votes_held
from sim.state import take
from sim.strategies import STRATEGIES
from sim.views import observe
from sim.worlds import awaiting, decide, seat_groups

RULES = {
    "open_week": lambda s, t, x, m, u: open_week(s, t, x),
    "clock": lambda s, t, x, m, u: talks.clock(s, t, x),
    "session_held": lambda s, t, x, m, u: talks.session_held(s, t, x),
    "influence": lambda s, t, x, m, u: stance.influence(s, t, x),
    "readiness": lambda s, t, x, m, u: stance.readiness_terms(s, t, x),
    "unity": lambda s, t, x, m, u: stance.unity(s, x),
    "motive": lambda s, t, x, m, u: stance.motive(s, t),
    "options": lambda s, t, x, m, u: weigh_options(s, t, x),
    "no_deal": lambda s, t, x, m, u: outside.no_deal_terms(s, t, x),
    "expected_end": lambda s, t, x, m, u: outside.expected_end(s, t, x),
    "pact": lambda s, t, x, m, u: outside.pact_terms(s, t, x),
    "settlement": lambda s, t, x, m, u: utility.settlement_terms(s, t),
    "packages": lambda s, t, x, m, u: package_terms(s, t, x),
    "others_gain": lambda s, t, x, m, u: utility.others_gain(s, x),
    "home": lambda s, t, x, m, u: utility.home_terms(s, t, x),
    "hear": lambda s, t, x, m, u: aspirations.hear(s, x, m),
    "leanings": lambda s, t, x, m, u: leaning.leanings(s, t, x, votes_held(s, t, x)),
    "flash": lambda s, t, x, m, u: security.flash_terms(s, t, x),
    "incidents": lambda s, t, x, m, u: security.incident_terms(s, t, x),
    "zone": lambda s, t, x, m, u: utility.zone_width(s, x),
    "declaration": lambda s, t, x, m, u: declaration.weigh_declaration(s, t, x),
    "may_declare": lambda s, t, x, m, u: declaration.may_declare(s, t, x),
    "talk": talk,
    "case": lambda s, t, x, m, u: case.hear(s, t, x, u),
    "models": lambda s, t, x, m, u: tuple(model(case.hear(s, t, x, u)) for model in MODELS.values()),
    "lobby": lambda s, t, x, m, u: lobbying.lobby(s, t, x, m),
    "guarantee": lambda s, t, x, m, u: guarantee.weigh_guarantee(s, t, x),
    "agree": lambda s, t, x, m, u: talks.agree(s, x, m),
    "good_faith": lambda s, t, x, m, u: talks.good_faith(s, t, x, m),
    "prolong": lambda s, t, x, m, u: talks.prolong(s, t, x, m),
    "report": lambda s, t, x, m, u: talks.report(s, t, x, m),
    "summit": lambda s, t, x, m, u: members.summit(s, t, x, m),
    "decide_mission": lambda s, t, x, m, u: members.decide_mission(s, t, x, m),
    "sign_path": lambda s, t, x, m, u: members.sign_path(s, t, x, m),
    "council": lambda s, t, x, m, u: council.vote(s, t, x, m),
    "draft": lambda s, t, x, m, u: council.draft(s, t, x, m),
    "put_line": lambda s, t, x, m, u: members.put_line(s, t, x, m),
    "carry_line": lambda s, t, x, m, u: members.carry_line(s, t, x, m),
    "join_group": lambda s, t, x, m, u: members.join_group(s, t, x, m),
    "fade_cohesion": lambda s, t, x, m, u: members.fade_cohesion(s, t, x),
    "commit": lambda s, t, x, m, u: patronage.commit(s, t, x, m),
    "patrons_word": lambda s, t, x, m, u: patronage.patrons_word(s, t, x),
    "ratify": lambda s, t, x, m, u: ratification.ratify(s, t, x, m),
    "consult": lambda s, t, x, m, u: declaration.consult(s, t, x, m),
    "declare": lambda s, t, x, m, u: declaration.declare(s, t, x, m),
    "recognise": lambda s, t, x, m, u: recognition.recognise(s, t, x, m),
    "precedent": lambda s, t, x, m, u: security.precedent(s, t, x),
    "spread": lambda s, t, x, m, u: security.spread(s, t, x),
    "keep_order": security.keep_order,
    "vote_terms": lambda s, t, x, m, u: home.vote_terms(s, t, x),
    "hold_election": lambda s, t, x, m, u: home.hold_election(s, t, x, u),
    "keep_house": lambda s, t, x, m, u: home.keep_house(s, t, x),
    "speak": statements.speak,
    "let_down": lambda s, t, x, m, u: statements.let_down(s, t, x),
    "offered": lambda s, t, x, m, u: parties.offered(s, t, x),
    "walk_out": lambda s, t, x, m, u: parties.walk_out(s, t, x, m),
    "put_forward": lambda s, t, x, m, u: parties.put_forward(s, t, x, m),
    "deal": lambda s, t, x, m, u: parties.deal(s, t, x, m),
    "calm": lambda s, t, x, m, u: parties.calm(s, t, x, m),
    "set_date": lambda s, t, x, m, u: declaration.set_date(s, t, x, m),
    "safeguards": lambda s, t, x, m, u: declaration.safeguards(s, t, x, m),
    "contest": lambda s, t, x, m, u: resistance.contest(s, t, x, m),
    "carry_measures": lambda s, t, x, m, u: resistance.carry_measures(s, t, x, m),
    "refuse_path": lambda s, t, x, m, u: resistance.refuse_path(s, t, x, m),
    "at_home": lambda s, t, x, m, u: home.at_home(s, t, x, m),
    "softened": lambda s, t, x, m, u: home.softened_terms(s, t, x),
    "reassure": lambda s, t, x, m, u: home.reassure(s, t, x, m),
    "send_troops": lambda s, t, x, m, u: security.send_troops(s, t, x, m),
    "resolve": resolve,
    "account": lambda s, t, x, m, u: account(s, t, x),
    "opening": lambda s, t, x, m, u: opening(s, t),
}

WORLDS, SAMPLE, WEEKS = 24, (0, 7, 23), 24


def leaves(item):
    """Every array in a result, in order."""
    if isinstance(item, np.ndarray | np.generic | float | int | bool):
        return [np.asarray(item)]
    if is_dataclass(item):
        return [a for f in fields(item) if f.name != "hard" for a in leaves(getattr(item, f.name))]
    if isinstance(item, dict):
        return [a for value in item.values() for a in leaves(value)]
    if isinstance(item, tuple):
        return [a for value in item for a in leaves(value)]
    return []


def same(batch, single, world):
    for whole, one in zip(leaves(batch), leaves(single), strict=True):
        part = whole[world] if whole.ndim > one.ndim else whole
        np.testing.assert_array_equal(part, one)
        assert part.dtype == one.dtype


@pytest.fixture(
    scope="module", params=[{}, {"recognition": "common_position", "eu_decision": "simple_majority"}]
)
def moments(request):
    """Settings, states, moves and shocks of several weeks, as the rules meet them."""
    setting, traits = drawn(WORLDS, rules=request.param)
    state, seats, out = opening(setting, traits), seat_groups(setting, {}), []
    for week in range(WEEKS):
        shocks = luck(setting, WORLDS, week)
        state = open_week(setting, traits, state)
        first = decide(setting, traits, state, shocks, seats, "talk")
        out.append((setting, traits, state, first, shocks))
        state = talk(setting, traits, state, first, shocks)
        moves = decide(setting, traits, state, shocks, seats, "decide")
        out.append((setting, traits, state, moves, shocks))
        state = resolve(setting, traits, state, moves, shocks)
    return out


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_does_not_know_how_many_worlds_there_are(rule, moments):
    for setting, traits, state, moves, shocks in moments[::5]:
        batch = RULES[rule](setting, traits, state, moves, shocks)
        for k in SAMPLE:
            single = RULES[rule](setting, take(traits, k), take(state, k), take(moves, k), take(shocks, k))
            same(batch, single, k)


@pytest.mark.parametrize("name", STRATEGIES)
@pytest.mark.parametrize("beat", ["talk", "decide"])
def test_a_strategy_decides_for_one_seat_of_one_world_as_for_all(name, beat, moments):
    strategy = STRATEGIES[name]
    for setting, traits, state, _, shocks in moments[::7]:
        everyone = np.arange(len(setting.actors))
        batch = strategy(observe(setting, traits, state, shocks, everyone, beat))
        for k in SAMPLE:
            world = take(traits, k), take(state, k), take(shocks, k)
            for seat in (0, 1, 3, 10):
                if seat not in awaiting(setting, world[1], beat):
                    continue
                one = strategy(observe(setting, *world, np.array([seat]), beat))
                for f in fields(one):
                    whole, part = getattr(batch, f.name), getattr(one, f.name)
                    np.testing.assert_array_equal(whole[k][seat], part[0], err_msg=f.name)

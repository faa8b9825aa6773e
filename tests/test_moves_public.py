"""Public moves by play: speaking, lobbying, visiting, home, troops; and what counters each of them."""

from dataclasses import replace

import numpy as np
import pytest

from sim.arrays import DOUBTERS, MATTERS, NEVER, PIONEERS, TOPICS, total
from sim.compile import compile_setting
from sim.idle import idle
from sim.rules import home, leaks, lobbying, open_week, opening, security, stance, statements
from sim.scenario import load
from sim.state import Moves, head, take
from sim.worlds import draw_shocks, draw_traits

WORLDS = 16
READINESS = MATTERS.index("readiness")


@pytest.fixture(scope="module")
def kosovo():
    scenario = load("kosovo_2007")
    setting = compile_setting(scenario)
    traits = head(draw_traits(scenario, setting, 1, 0), WORLDS)
    shocks = head(draw_shocks(setting, 1, 0, 0), WORLDS)
    return setting, traits, open_week(setting, traits, opening(setting, traits)), shocks


def nobody(setting) -> Moves:
    return idle((WORLDS, len(setting.actors)), len(setting.packages))


def seat(setting, code):
    return setting.actors.index(code)


def does(setting, moves, code, **fields):
    """The same moves, and what one seat does beside them."""
    new = {}
    for name, value in fields.items():
        new[name] = field = getattr(moves, name).copy()
        field[..., seat(setting, code)] = value
    return replace(moves, **new)


def with_(setting, array, code, value):
    """A field of the state with another value for one actor."""
    out = np.array(array)
    out[..., seat(setting, code)] = value
    return out


def says(setting, moves, code, topic, tone=1.0, strength=2.0, vague=False):
    return does(setting, moves, code, topic=TOPICS.index(topic), tone=tone, strength=strength, vague=vague)


# ------------------------------------------------------------------ statements


def test_a_statement_on_clarity_moves_who_wavers_and_nobody_else(kosovo):
    setting, traits, state, shocks = kosovo
    said = statements.speak(setting, traits, state, says(setting, nobody(setting), "US", "clarity"), shocks)
    wavers = stance.waverers(setting, state)
    assert (said.swayed[wavers] > 0).all()
    assert (said.swayed[~wavers] == 0).all()


def test_the_precedent_bites_where_a_state_has_one_of_its_own_and_less_once_that_is_eased(kosovo):
    setting, traits, state, shocks = kosovo
    warns = says(setting, nobody(setting), "RU", "precedent", tone=-1.0)
    said = statements.speak(setting, traits, state, warns, shocks).swayed
    cyprus, ireland = seat(setting, "CY"), seat(setting, "IE")
    assert said[:, cyprus].mean() < said[:, ireland].mean() <= 0
    eased = replace(state, eased=with_(setting, state.eased, "CY", 0.5))
    assert (statements.speak(setting, traits, eased, warns, shocks).swayed[:, cyprus] > said[:, cyprus]).all()


def test_law_moves_who_holds_to_law_and_europe_moves_members(kosovo):
    setting, traits, state, shocks = kosovo
    law = statements.speak(
        setting, traits, state, says(setting, nobody(setting), "RU", "law", -1.0), shocks
    ).swayed
    assert ((law < 0) <= (traits.law > 0)).all()
    assert (law < 0).any()
    europe = statements.speak(
        setting, traits, state, says(setting, nobody(setting), "FR", "europe"), shocks
    ).swayed
    others = setting.member & (np.arange(len(setting.actors)) != seat(setting, "FR"))
    assert (europe[:, others] > 0).all()
    assert (europe[:, ~others] == 0).all()


def test_a_statement_counts_with_its_strength_and_with_the_credit_of_the_speaker(kosovo):
    setting, traits, state, shocks = kosovo
    romania = seat(setting, "RO")

    def moved(state, strength):
        speech = says(setting, nobody(setting), "US", "stability", strength=strength)
        return statements.speak(setting, traits, state, speech, shocks).swayed[:, romania]

    assert np.allclose(moved(state, 3.0), 3.0 * moved(state, 1.0))
    halved = replace(state, credibility=with_(setting, state.credibility, "US", 30.0))
    assert (moved(halved, 1.0) < moved(state, 1.0)).all()


def test_a_statement_against_it_takes_its_share_away(kosovo):
    setting, traits, state, shocks = kosovo
    romania = seat(setting, "RO")
    alone = says(setting, nobody(setting), "US", "clarity")
    # A rebuttal from a seat that nobody believes shows what it takes away, and not what it adds.
    mute = replace(state, credibility=with_(setting, state.credibility, "RU", 0.0))
    answered = says(setting, alone, "RU", "clarity", tone=-1.0)
    free = statements.speak(setting, traits, mute, alone, shocks).swayed[:, romania]
    cut = statements.speak(setting, traits, mute, answered, shocks).swayed[:, romania]
    assert np.allclose(cut, free * (1.0 - traits.mechanism.rebuttal))
    elsewhere = says(setting, alone, "RU", "history", tone=-1.0)
    assert np.allclose(statements.speak(setting, traits, mute, elsewhere, shocks).swayed[:, romania], free)


def test_nobody_listens_to_the_third_week_on_one_topic(kosovo):
    setting, traits, state, shocks = kosovo
    speech, romania = says(setting, nobody(setting), "US", "clarity"), seat(setting, "RO")
    gains = []
    for _ in range(3):
        before = statements.fade(traits, state).swayed[:, romania]
        state = statements.speak(setting, traits, state, speech, shocks)
        gains.append(state.swayed[:, romania] - before)
    assert np.allclose(gains[1], gains[0])
    assert np.allclose(gains[2], gains[0] * traits.mechanism.stale)
    rested = statements.speak(setting, traits, state, nobody(setting), shocks)
    assert (rested.topic_weeks == 0).all()
    assert (rested.spoken == 0).all()


def test_a_vague_statement_is_worth_anything_from_nothing_to_twice(kosovo):
    setting, traits, state, shocks = kosovo
    romania = seat(setting, "RO")
    clear = statements.speak(setting, traits, state, says(setting, nobody(setting), "US", "clarity"), shocks)
    vague = statements.speak(
        setting, traits, state, says(setting, nobody(setting), "US", "clarity", vague=True), shocks
    )
    share = vague.swayed[:, romania] / clear.swayed[:, romania] / traits.mechanism.vague_share
    assert share.min() >= 0.0
    assert share.max() <= 2.0
    assert share.min() < 1.0 < share.max()


def test_public_words_fade_and_have_a_ceiling(kosovo):
    setting, traits, state, shocks = kosovo
    speech = nobody(setting)
    for code in ("US", "GB", "FR", "DE", "IT", "NL", "BE", "DK"):
        speech = says(setting, speech, code, "clarity", strength=3.0)
    for _ in range(6):
        state = statements.speak(setting, traits, state, speech, shocks)
    assert (state.swayed <= traits.mechanism.swayed_cap[:, None] + 1e-9).all()
    later = statements.speak(setting, traits, state, nobody(setting), shocks)
    assert (later.swayed[state.swayed > 0] < state.swayed[state.swayed > 0]).all()


def test_a_mediators_hope_lifts_the_process_and_costs_three_times_as_much_when_it_fails(kosovo):
    setting, traits, state, shocks = kosovo
    m = traits.mechanism
    hopes = says(setting, nobody(setting), "US", "hope")
    assert setting.mediator[state.week][seat(setting, "US")]
    hoped = statements.speak(setting, traits, state, hopes, shocks)
    assert np.allclose(hoped.legitimacy, state.legitimacy + m.optimism_legitimacy)
    held = replace(hoped, session=np.ones(WORLDS, bool))
    failed = statements.let_down(setting, traits, held)
    assert np.allclose(failed.legitimacy, held.legitimacy - 3.0 * m.optimism_legitimacy)
    assert np.allclose(statements.let_down(setting, traits, failed).legitimacy, failed.legitimacy)
    signed = replace(held, agreed=np.zeros(WORLDS, np.int64))
    assert np.allclose(statements.let_down(setting, traits, signed).legitimacy, held.legitimacy)
    denied = statements.speak(setting, traits, state, says(setting, hopes, "RU", "hope", -1.0), shocks)
    assert (denied.legitimacy < hoped.legitimacy).all()
    outsider = says(setting, nobody(setting), "SK", "hope")
    assert np.allclose(
        statements.speak(setting, traits, state, outsider, shocks).legitimacy, state.legitimacy
    )


# ------------------------------------------------------------------ lobbying, visits, other files


def lobbies(setting, moves, code, target, points):
    return does(setting, moves, code, lobby_target=seat(setting, target), lobby_points=points)


def test_any_seat_may_lobby_and_a_party_is_heard_beyond_its_standing(kosovo):
    setting, traits, state, _ = kosovo
    romania = seat(setting, "RO")
    for code in ("FR", "SK", "XK"):
        done = lobbying.lobby(setting, traits, state, lobbies(setting, nobody(setting), code, "RO", 2.0))
        assert (done.lobbied[:, romania] > 0).all(), code
    party = lobbying.lobby(setting, traits, state, lobbies(setting, nobody(setting), "XK", "RO", 2.0))
    small = lobbying.lobby(setting, traits, state, lobbies(setting, nobody(setting), "SI", "RO", 2.0))
    assert party.lobbied[:, romania].mean() > small.lobbied[:, romania].mean()


def test_a_rival_that_lobbies_the_same_state_nets_out(kosovo):
    setting, traits, state, _ = kosovo
    romania = seat(setting, "RO")
    alone = lobbies(setting, nobody(setting), "US", "RO", 3.0)
    both = lobbies(setting, alone, "RU", "RO", -3.0)
    free = lobbying.lobby(setting, traits, state, alone).lobbied[:, romania]
    met = lobbying.lobby(setting, traits, state, both).lobbied[:, romania]
    assert (np.abs(met) < free).all()


def test_who_has_lost_its_credit_lobbies_in_vain_and_pioneers_lobby_better_together(kosovo):
    setting, traits, state, _ = kosovo
    romania, moves = seat(setting, "RO"), lobbies(setting, nobody(setting), "DE", "RO", 3.0)
    plain = lobbying.lobby(setting, traits, state, moves).lobbied[:, romania]
    spent = replace(state, credibility=with_(setting, state.credibility, "DE", 10.0))
    assert (lobbying.lobby(setting, traits, spent, moves).lobbied[:, romania] < plain).all()
    group = np.array(state.group)
    group[:, [seat(setting, code) for code in ("DE", "FR", "GB")]] = PIONEERS
    together = lobbying.lobby(setting, traits, replace(state, group=group), moves).lobbied[:, romania]
    assert np.allclose(together, plain * np.power(traits.mechanism.group_lobby, 2.0))


def test_a_visit_moves_its_host_and_shows_where_it_stands(kosovo):
    setting, traits, state, _ = kosovo
    us, host = seat(setting, "US"), seat(setting, "SK")
    went = lobbying.lobby(setting, traits, state, does(setting, nobody(setting), "US", visit=host))
    assert np.allclose(
        went.swayed[:, host], np.minimum(traits.mechanism.visit_move, traits.mechanism.swayed_cap)
    )
    assert np.array_equal(went.lobbied, state.lobbied), "a public act, and no lobbying behind closed doors"
    assert np.allclose(went.heard[:, us, host, READINESS], state.readiness[:, host])
    assert (went.sounded[:, us, host, READINESS] == 1).all()
    assert went.sounded.sum() == WORLDS
    assert (went.visited_week[:, host] == state.week).all()
    assert np.isnan(np.delete(went.heard, us, axis=1)).all()


def test_a_rivals_visit_within_two_weeks_takes_back_two_thirds(kosovo):
    setting, traits, state, _ = kosovo
    host, m = seat(setting, "SK"), traits.mechanism
    went = lobbying.lobby(setting, traits, state, does(setting, nobody(setting), "US", visit=host))
    answer = does(setting, nobody(setting), "RU", visit=host)
    soon = replace(went, week=state.week + 2)
    left = lobbying.lobby(setting, traits, soon, answer).swayed[:, host]
    kept = lobbying.lobby(setting, traits, soon, nobody(setting)).swayed[:, host]
    assert np.allclose(kept - left, m.visit_move * m.visit_cancel)
    assert (left < kept).all()
    late = replace(went, week=state.week + 3)
    full = lobbying.lobby(setting, traits, late, answer).swayed[:, host]
    none = lobbying.lobby(setting, traits, late, nobody(setting)).swayed[:, host]
    assert np.allclose(none - full, m.visit_move)


def test_a_group_of_doubters_shields_its_members_from_a_visit_and_one_alone_is_no_group(kosovo):
    setting, traits, state, _ = kosovo
    host, visit = seat(setting, "SK"), does(setting, nobody(setting), "US", visit=seat(setting, "SK"))
    roomy = replace(traits, mechanism=replace(traits.mechanism, swayed_cap=np.full(WORLDS, 100.0)))
    plain = lobbying.lobby(setting, roomy, state, visit).swayed[:, host]
    assert (plain > 0).all()
    alone = replace(state, group=with_(setting, state.group, "SK", DOUBTERS))
    two = replace(state, group=with_(setting, alone.group, "CY", DOUBTERS))
    assert np.allclose(lobbying.lobby(setting, roomy, alone, visit).swayed[:, host], plain)
    shielded = lobbying.lobby(setting, roomy, two, visit).swayed[:, host]
    assert np.allclose(shielded, plain * (1.0 - traits.mechanism.group_shield))


def test_another_file_moves_its_target_while_it_is_paid_and_pleases_its_government(kosovo):
    setting, traits, state, _ = kosovo
    romania = seat(setting, "RO")
    words = lobbies(setting, nobody(setting), "RU", "RO", -3.0)
    paid = lobbying.lobby(setting, traits, state, does(setting, words, "RU", side_payment=True))
    assert (paid.paid[:, romania] < 0).all()
    assert np.allclose(paid.home[:, romania], state.home[:, romania] + traits.mechanism.bribe_home)
    stopped = lobbying.lobby(setting, traits, paid, words)
    assert (stopped.paid == 0).all()
    assert np.allclose(stopped.home, paid.home)


def test_a_payment_that_is_found_is_gone_and_costs_the_payer_its_word_and_the_members_close_ranks(kosovo):
    setting, traits, state, shocks = kosovo
    m, romania, russia = traits.mechanism, seat(setting, "RO"), seat(setting, "RU")
    pays = does(setting, lobbies(setting, nobody(setting), "RU", "RO", -3.0), "RU", side_payment=True)
    paid = lobbying.lobby(setting, traits, state, pays)
    looks = does(setting, pays, "DE", expose=romania)
    sure = replace(traits, mechanism=replace(m, payment_found=np.ones(WORLDS)))
    found = leaks.leak(setting, sure, paid, looks, shocks)
    assert (paid.paid[:, romania] < 0).all()
    assert (found.paid == 0).all()
    assert np.allclose(found.home[:, romania], state.home[:, romania]), (
        "what it had to show for it is gone, too"
    )
    assert np.allclose(found.cohesion, paid.cohesion + m.payment_unity)
    assert np.allclose(paid.credibility - found.credibility, found.exposed)
    assert np.allclose(found.exposed[:, russia], m.payment_word)
    assert (np.delete(found.exposed, russia, 1) == 0).all()
    assert (found.leaked == 1).all()
    elsewhere = leaks.leak(setting, sure, paid, does(setting, pays, "DE", expose=seat(setting, "CY")), shocks)
    assert elsewhere is paid
    words = lobbies(setting, nobody(setting), "RU", "RO", -3.0)
    unpaid = lobbying.lobby(setting, traits, state, words)
    assert leaks.leak(setting, sure, unpaid, does(setting, words, "DE", expose=romania), shocks) is unpaid


def test_of_two_that_pay_one_state_both_are_found_and_of_two_states_only_the_one_that_was_looked_at(kosovo):
    setting, traits, state, shocks = kosovo
    sure = replace(traits, mechanism=replace(traits.mechanism, payment_found=np.ones(WORLDS)))
    pays = nobody(setting)
    for code, target, points in (("RU", "RO", -3.0), ("US", "SK", 3.0)):
        pays = does(setting, lobbies(setting, pays, code, target, points), code, side_payment=True)
    paid = lobbying.lobby(setting, traits, state, pays)
    found = leaks.leak(setting, sure, paid, does(setting, pays, "DE", expose=seat(setting, "RO")), shocks)
    assert (found.paid[:, seat(setting, "RO")] == 0).all()
    assert np.array_equal(found.paid[:, seat(setting, "SK")], paid.paid[:, seat(setting, "SK")])
    assert ((found.exposed > 0).sum(-1) == 1).all()
    both = lobbies(setting, pays, "US", "RO", 2.0)
    there = lobbying.lobby(setting, traits, state, both)
    out = leaks.leak(setting, sure, there, does(setting, both, "DE", expose=seat(setting, "RO")), shocks)
    assert ((out.exposed > 0).sum(-1) == 2).all()
    assert np.allclose(out.cohesion, there.cohesion + 2.0 * traits.mechanism.payment_unity)


def test_a_payment_is_found_one_time_in_four_and_never_where_nobody_looks(kosovo):
    setting, traits, state, shocks = kosovo
    romania = seat(setting, "RO")
    pays = does(setting, lobbies(setting, nobody(setting), "RU", "RO", -3.0), "RU", side_payment=True)
    paid = lobbying.lobby(setting, traits, state, pays)
    assert leaks.leak(setting, traits, paid, pays, shocks) is paid
    found = 0
    for code in setting.actors[4:20]:
        out = leaks.leak(setting, traits, paid, does(setting, pays, code, expose=romania), shocks)
        found += (out.exposed > 0).any(-1).sum()
    assert 0.15 < found / (16 * WORLDS) < 0.4


# ------------------------------------------------------------------ at home


def test_consulting_at_home_pays_unless_a_rival_shouts_it_down(kosovo):
    setting, traits, state, _ = kosovo
    serbia, asks = seat(setting, "RS"), does(setting, nobody(setting), "RS", at_home=True)
    asked = home.at_home(setting, traits, state, asks)
    room = np.maximum(traits.mechanism.home_ceiling - state.home[:, serbia], 0.0)
    brings = traits.mechanism.home_consult * np.minimum(room / 20.0, 1.0)
    assert np.allclose(asked.home[:, serbia], state.home[:, serbia] + brings)
    assert np.allclose(np.delete(asked.home, serbia, 1), np.delete(state.home, serbia, 1))
    loud = says(setting, asks, "US", "clarity", strength=3.0)
    assert np.allclose(home.at_home(setting, traits, state, loud).home, state.home)
    quiet = says(setting, asks, "US", "clarity", strength=2.0)
    assert np.allclose(home.at_home(setting, traits, state, quiet).home, asked.home)
    friend = says(setting, asks, "RU", "law", tone=-1.0, strength=3.0)
    assert np.allclose(home.at_home(setting, traits, state, friend).home, asked.home)


def test_a_government_well_above_its_usual_standing_may_soften_its_red_line_twice(kosovo):
    setting, traits, state, _ = kosovo
    serbia, asks = seat(setting, "RS"), does(setting, nobody(setting), "RS", at_home=True)
    assert (home.at_home(setting, traits, state, asks).softened == 0).all()
    strong = replace(state, home=with_(setting, state.home, "RS", 90.0))
    soft = replace(traits, hard=np.zeros_like(traits.hard))
    for _ in range(4):
        strong = home.at_home(setting, soft, strong, asks)
    assert np.allclose(strong.softened[:, serbia], 2.0 * traits.mechanism.line_softens)
    assert (np.delete(strong.softened, serbia, 1) == 0).all()
    hard = replace(traits, hard=np.ones_like(traits.hard))
    assert (home.at_home(setting, hard, replace(strong, softened=state.softened), asks).softened == 0).all()


def test_a_line_that_has_moved_past_a_package_gives_back_what_crossing_it_cost(kosovo):
    setting, traits, state, _ = kosovo
    serbia, first = seat(setting, "RS"), int(np.nanargmin(setting.package_value[:, setting.key]))
    place = setting.package_value[first, setting.key]
    near = replace(
        traits,
        ideal=np.where(np.arange(len(setting.issues)) == setting.key, 0.0, traits.ideal),
        red_line=with_(setting, traits.red_line, "RS", place - 4.0),
        hard=np.zeros_like(traits.hard),
    )
    assert (total(home.softened_terms(setting, near, state)) == 0).all()
    moved = replace(state, softened=with_(setting, state.softened, "RS", 5.0))
    back = total(home.softened_terms(setting, near, moved))
    wall = traits.mechanism.red_line_cost * traits.firmness[:, serbia] / 100.0
    assert np.allclose(back[:, serbia, first], wall)
    assert back.sum() == pytest.approx(wall.sum())


def test_reassuring_eases_for_good_costs_now_and_comes_back(kosovo):
    setting, traits, state, _ = kosovo
    slovakia, m = seat(setting, "SK"), traits.mechanism
    settles = does(setting, nobody(setting), "SK", reassure=True)
    done = home.reassure(setting, traits, state, settles)
    step = np.minimum(m.reassure_step / traits.vulnerability[:, slovakia], 0.5)
    assert np.allclose(done.eased[:, slovakia], step)
    assert np.allclose(done.home[:, slovakia], state.home[:, slovakia] - m.reassure_home)
    later = done
    for week in range(1, 7):
        later = home.reassure(setting, traits, replace(later, week=state.week + week), nobody(setting))
    assert np.allclose(later.home[:, slovakia], state.home[:, slovakia])
    assert np.allclose(later.eased, done.eased)
    for _ in range(30):
        done = home.reassure(setting, traits, done, settles)
    assert (done.eased[:, slovakia] == 0.5).all()


def test_ones_own_opposition_halves_it_where_the_state_has_moved_fast(kosovo):
    setting, traits, state, _ = kosovo
    slovakia, settles = seat(setting, "SK"), does(setting, nobody(setting), "SK", reassure=True)
    slow = home.reassure(setting, traits, state, settles).eased[:, slovakia]
    moved = replace(state, stance=with_(setting, state.stance, "SK", traits.recognition[:, slovakia] + 8.0))
    fast = home.reassure(setting, traits, moved, settles).eased[:, slovakia]
    assert np.allclose(fast, slow / 2.0)


# ------------------------------------------------------------------ troops


def test_troops_sent_by_a_move_count_after_a_week_and_make_incidents_rarer(kosovo):
    setting, traits, state, _ = kosovo
    m, sends = traits.mechanism, does(setting, nobody(setting), "DE", reinforce=True)
    sent = security.send_troops(setting, traits, state, sends)
    assert np.allclose(sent.tension, state.tension - m.reinforce_tension)
    assert np.allclose(sent.troops, state.troops)
    there = security.send_troops(setting, traits, replace(sent, week=state.week + 1), nobody(setting))
    assert np.allclose(there.troops, state.troops + m.reinforcement)
    assert (there.sent == NEVER).all()
    assert (
        security.incident_rate(setting, traits, there) < security.incident_rate(setting, traits, sent)
    ).all()


def test_a_protest_on_law_takes_something_off_the_process_when_troops_are_sent(kosovo):
    setting, traits, state, _ = kosovo
    sends = does(setting, nobody(setting), "DE", reinforce=True)
    protest = says(setting, sends, "RU", "law", tone=-1.0)
    met = security.send_troops(setting, traits, state, protest)
    assert np.allclose(met.legitimacy, state.legitimacy - traits.mechanism.protest_legitimacy)
    assert np.allclose(security.send_troops(setting, traits, state, sends).legitimacy, state.legitimacy)


def test_where_the_rule_forbids_it_or_has_its_own_way_the_move_sends_nobody(kosovo):
    setting, traits, state, _ = kosovo
    sends = does(setting, nobody(setting), "DE", reinforce=True)
    for kind in ("never", "by_move_only"):
        other = replace(setting, rules=replace(setting.rules, reinforce=kind))
        sent = security.send_troops(other, traits, state, sends)
        assert (sent.sent == NEVER).all()
        assert np.allclose(sent.tension, state.tension)


# ------------------------------------------------------------------ one world and many


def leaves(item):
    return {k: v for k, v in vars(item).items() if isinstance(v, np.ndarray)}


def any_moves(setting, seed):
    """Moves drawn at random, for every seat, so that every rule has something to do."""
    rng, at, n = np.random.default_rng(seed), (WORLDS, len(setting.actors)), len(setting.actors)
    rarely = {
        name: rng.random(at) < 0.4 for name in ("at_home", "reassure", "reinforce", "vague", "side_payment")
    }
    return replace(
        nobody(setting),
        topic=rng.integers(-1, len(TOPICS), at),
        tone=rng.choice([-1.0, 1.0], at),
        strength=rng.integers(1, 4, at).astype(float),
        lobby_target=rng.integers(-1, n, at),
        lobby_points=rng.uniform(-3, 3, at),
        expose=rng.integers(-1, n, at),
        visit=np.where(rng.random(at) < 0.3, rng.integers(0, n, at), -1),
        **rarely,
    )


PUBLIC = {
    "speak": statements.speak,
    "let_down": lambda s, t, x, m, u: statements.let_down(s, t, x),
    "lobby": lambda s, t, x, m, u: lobbying.lobby(s, t, x, m),
    "at_home": lambda s, t, x, m, u: home.at_home(s, t, x, m),
    "reassure": lambda s, t, x, m, u: home.reassure(s, t, x, m),
    "leak": leaks.leak,
    "send_troops": lambda s, t, x, m, u: security.send_troops(s, t, x, m),
}


def test_with_everybody_moving_a_world_is_the_same_alone_and_among_others(kosovo):
    setting, traits, state, shocks = kosovo
    rng = np.random.default_rng(5)
    group = rng.integers(0, 3, state.group.shape)
    state = replace(state, group=group, home=rng.uniform(20, 100, state.home.shape))
    state = replace(state, session=rng.random(WORLDS) < 0.5)
    for week in range(6):
        moves = any_moves(setting, week)
        state = replace(state, week=week)
        for name, rule in PUBLIC.items():
            batch = rule(setting, traits, state, moves, shocks)
            for k in (0, 7, 15):
                one = rule(setting, take(traits, k), take(state, k), take(moves, k), take(shocks, k))
                for field, value in leaves(batch).items():
                    np.testing.assert_array_equal(value[k], getattr(one, field), f"{name} {field}")
                    assert value.dtype == getattr(one, field).dtype, (name, field)
            state = batch
    assert total(home.softened_terms(setting, traits, state)).shape == state.package_utility.shape


@pytest.mark.parametrize("name", PUBLIC)
def test_where_nobody_moves_nothing_moves(name, kosovo):
    setting, traits, state, shocks = kosovo
    after = PUBLIC[name](setting, traits, state, nobody(setting), shocks)
    for field, value in leaves(state).items():
        np.testing.assert_array_equal(value, getattr(after, field), field)

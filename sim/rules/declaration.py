"""Declaring: now, or later with more coordination, or not at all."""

import numpy as np

from sim.arrays import NEVER, Array, Index, Mask, Terms, some, untouched
from sim.ledger import NOT_DECLARE, OPEN
from sim.rules.chance import hazard, struck
from sim.rules.lobbying import beside_the_strongest
from sim.rules.outside import expected_recognition, weeks_to_act
from sim.rules.stance import FIRMLY, swayed_by, waverers
from sim.rules.statements import voice
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

AHEAD = (1.0, 4.0, 12.0)
"""Weeks at which the declarer looks ahead."""

AGAIN = 3.0
"""Each further time that the declarer binds itself brings this part of the time before."""


def coordination_gain(setting: Setting, traits: Traits, state: State, effort: Array) -> Array:
    """Points of coordination that a week of consultation brings, less as it nears 100.

    Consultation itself counts, and every backer who has agreed counts more:
    effort x (consult_step + commit_step x backers) x (1 - Q / 100).

    effort    (...)   0..1
    returns   (...)
    """
    m = traits.mechanism
    step = m.consult_step + m.commit_step * state.backers
    return effort * step * (1.0 - state.coordination / 100.0)


def backing(setting: Setting, traits: Traits, state: State, moves: Moves) -> Array:
    """Points of coordination that backers bring who work on the date with the declarer this week. (...)

    back_step x standing beside that of the strongest lobbyist (at most 1) x K / K0, summed over them. A
    backer that has a rival's visit this week has its hands full.
    """
    if untouched(moves.back) or not moves.back.any():
        return np.zeros_like(state.coordination)
    busy = (state.visited_week == state.week) & (state.visited_side < 0.0)
    works = moves.back & setting.recogniser & (setting.side >= 0.0) & ~busy
    each = np.minimum(beside_the_strongest(setting), 1.0) * voice(traits, state)
    return traits.mechanism.back_step * np.where(works, each, 0.0).sum(-1)


def consult(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A week of consultation: coordination rises, and backers agree to the date one by one.

    Backers that work on it with the declarer bring more (`backing`), as far as it works on it itself.

    A state may agree from the time on that it asked to wait for (less `commit_lead` weeks), and after
    the vote if it waits for that; its hazard of agreeing, effort x commit_rate x exp(hazard_slope x R / 20),
    grows with its readiness R. Agreeing is for good.
    """
    over = state.declared | state.settled
    if over.all():
        return state
    m = traits.mechanism
    effort = _own(setting, moves.consult) * ~over
    if not effort.any():
        share = committed_share(setting, state, state.committed)
        return replace(state, backers=np.where(over, state.backers, share))
    rise = coordination_gain(setting, traits, state, effort) + effort * backing(setting, traits, state, moves)
    timely = state.week + m.commit_lead[..., None] >= traits.timing
    after = (state.week + m.commit_lead >= traits.election_week)[..., None] | ~setting.waits_for_vote
    asked = (effort > 0.0)[..., None] & setting.recogniser & ~state.bound
    ready = asked & (state.readiness > 0.0) & timely & after
    rate = hazard(state.readiness, m.commit_rate[..., None], m.hazard_slope[..., None])
    summed = state.commit_sum + np.where(ready, effort[..., None] * rate, 0.0)
    committed = state.committed | (ready & struck(state.commit_sum, summed, traits.commit_at))
    return replace(
        state,
        coordination=np.clip(state.coordination + rise, 0.0, 100.0),
        commit_sum=summed,
        committed=committed,
        backers=np.where(over, state.backers, committed_share(setting, state, committed)),
    )


def committed_share(setting: Setting, state: State, committed: Mask) -> Array:
    """Share of the backers' standing that has agreed in advance; backers lean toward it. (...)"""
    if not committed.any():
        return np.zeros(committed.shape[:-1])
    backs = (state.stance > 0.0) & setting.recogniser
    weight = np.where(backs, setting.standing, 0.0)
    return np.where(committed, weight, 0.0).sum(-1) / np.maximum(weight.sum(-1), 1e-9)


def weigh_declaration(setting: Setting, traits: Traits, state: State) -> Terms:
    """What declaring now has over the best later week, for the declarer, term by term.

    The value of declaring w weeks from now: d^w (F_w (independence - status quo) - isolation (1 - F_w) -
    crash (1 - Q_w)) - what waiting costs. Coordination is expected to grow by consultation, and F with it
    and with the passing of dates that backers asked to wait for. Waiting costs limbo, dearer every week
    after the date (S29), and dearer for who has less standing at home than `home_restless`:
    limbo_cost x limbo / 100 x (1 + limbo_growth x weeks past the date + max(1 - H / home_restless, 0)) a
    week.

    returns   terms of shape (...), utility points; their sum above 0 says: now
    """
    now = np.zeros_like(state.legitimacy)
    over = state.declared | state.settled
    if over.all() or not setting.declarer.any():
        return {"recognition": now, "crash": now, "waiting": now}
    here = _value(setting, traits, state, now, state.forecast)
    later = [_later(setting, traits, state, now + w) for w in AHEAD]
    worth = np.stack([v["recognition"] + v["crash"] - v["waiting"] for v in later], axis=-1)
    best = worth.argmax(-1)
    out: dict[str, Array] = {}
    for name in ("recognition", "crash", "waiting"):
        chosen = np.take_along_axis(np.stack([v[name] for v in later], axis=-1), best[..., None], axis=-1)[
            ..., 0
        ]
        gain = chosen - here[name] if name == "waiting" else here[name] - chosen
        out[name] = np.where(over, 0.0, gain)
    return out


def _later(setting: Setting, traits: Traits, state: State, weeks: Array) -> dict[str, Array]:
    """What declaring some weeks from now is worth, on what coordination will have brought by then."""
    loose = _looseness(setting, traits, state, weeks)
    lift = traits.mechanism.coordination_weight * (1.0 - state.coordination / 100.0 - loose)
    # A backer that waits for the vote counts as early until it is past; its date is in `timing`.
    share, _ = expected_recognition(setting, traits, state, lift, weeks)
    return _value(setting, traits, state, weeks, share)


def _looseness(setting: Setting, traits: Traits, state: State, weeks: Array) -> Array:
    """What coordination will still lack some weeks from now. (...), 0..1"""
    step = coordination_gain(setting, traits, state, np.ones_like(weeks)) / 100.0
    room = 1.0 - state.coordination / 100.0
    return room * np.power(1.0 - np.clip(step / np.maximum(room, 1e-9), 0.0, 1.0), weeks)


def _value(setting: Setting, traits: Traits, state: State, weeks: Array, share: Array) -> dict[str, Array]:
    """What declaring some weeks from now is worth, apart for recognition, the crash, and waiting.

    share   (...)   of standing that is expected to recognise it
    """
    m, loose = traits.mechanism, _looseness(setting, traits, state, weeks)
    kept = np.power(m.discount, weeks)
    limbo = _own(setting, traits.limbo) / 100.0 * m.limbo_cost
    since = np.maximum(state.week - state.deadline, 0)
    grown = 1.0 + m.limbo_growth * since
    restless = np.maximum(m.home_restless - _own(setting, state.home), 0.0) / m.home_restless
    gain = _own(setting, traits.declared_utility) - _own(setting, traits.status_quo_utility)
    return {
        "recognition": kept * (share * gain - m.isolation_cost * (1.0 - share)),
        "crash": -kept * m.crash_cost * loose,
        "waiting": limbo * (grown + restless) * weeks,
    }


def _own(setting: Setting, values: Array) -> Array:
    """The declarer's own; the sum of several. (..., actor) -> (...)"""
    return np.take(values, setting.declarers, axis=-1).sum(-1)


def may_declare(setting: Setting, traits: Traits, state: State) -> Mask:
    """Whether the rules allow a declaration this week.

    free: any time. coordinated: once half of the backers' standing has agreed. after_election: once the
    vote is past. barred: never. Nobody declares twice, or after an agreement.
    """
    rule = setting.rules.declaration
    ok = ~state.declared & ~state.settled
    if rule == "coordinated":
        return ok & (state.backers >= 0.5)
    if rule == "after_election":
        return ok & (state.week > np.where(traits.election_week >= NEVER, -1, traits.election_week))
    return ok & (rule != "barred")


def talks_failed(setting: Setting, traits: Traits, state: State) -> Mask:
    """Has the time come at which the declarer said it would act if there is no agreement? (...)"""
    return weeks_to_act(setting, traits, state) <= 0.0


def asked_to_wait(setting: Setting, traits: Traits, date: Index) -> Mask:
    """Whom a declaration in a week would come too early for: before the vote, or its own time to wait for.

    date      (...)   week
    returns   (..., actor)
    """
    eve = (date < np.where(traits.election_week >= NEVER, -1, traits.election_week))[..., None]
    early = date[..., None] < traits.timing
    return setting.recogniser & np.where(setting.waits_for_vote, eve, early)


def set_date(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The declarer names the week of the declaration, to its backers or in public.

    The first date told in private makes planning possible: Q + date_coordination. The first one in public
    pleases at home and heats the region: H + date_home, T + date_tension; and each public one before the
    time that a state asked to wait for takes date_early off its readiness. A private date that passes leaves
    nothing of what it had made possible. A public date that is moved, or that passes without a
    declaration, costs K and H `date_delayed`; brought forward, it is a word broken too (`date_broken`). What
    has been said in public stays public.
    """
    if untouched(state.date_set) and (untouched(moves.set_date) or not (moves.set_date >= 0).any()):
        return state
    m, n = traits.mechanism, state.week
    said = np.where(setting.declarer, moves.set_date, -1).max(-1, initial=-1)
    open_ = ~state.declared & ~state.settled
    passed = open_ & (state.date_set < n)
    new = open_ & (said >= n) & (said != state.date_set)
    standing = state.date_public & open_
    public = new & ((moves.date_public & setting.declarer).any(-1) | (standing & ~passed))
    broken = standing & (passed | new)
    forward = standing & ~passed & new & (said < state.date_set)
    private = new & ~public & (passed | (state.date_set >= NEVER))
    planned = private.astype(np.float64) - (passed & ~state.date_public)
    first = public & ~state.date_public
    early = np.where(asked_to_wait(setting, traits, said) & public[..., None], m.date_early[..., None], 0.0)
    early = early + np.where(forward, m.date_broken, 0.0)[..., None] * setting.recogniser
    cost = np.where(broken, m.date_delayed, 0.0)
    pleased = np.where(first, m.date_home, 0.0) - cost
    own = setting.declarer
    return replace(
        state,
        date_set=np.where(new, said, np.where(passed, NEVER, state.date_set)),
        date_public=np.where(new, public, state.date_public & ~passed),
        coordination=np.clip(state.coordination + m.date_coordination * planned, 0.0, 100.0),
        tension=np.minimum(state.tension + np.where(first, m.date_tension, 0.0), 100.0),
        home=np.clip(state.home + pleased[..., None] * own, 0.0, 100.0),
        credibility=np.clip(state.credibility - cost[..., None] * own, 0.0, 100.0),
        swayed=swayed_by(traits, state, -early),
    )


def safeguards(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The declarer binds itself to minority rights, local powers, supervised rule.

    Each further time brings, and costs, a third of the one before.
    Waverers come safeguard_sway x (1 + law) x K / K0 nearer, T - safeguard_tension, H - safeguard_home. What
    it brings is taken off by `rebuttal` where the title holder says in public this week that it is not
    theirs to give. Once independence is declared they reach whoever holds to law as well and has not recognised.
    """
    state = give_safeguards(setting, traits, state, moves)
    if not some(moves.safeguards):
        return state
    binds = (moves.safeguards & setting.declarer).any(-1) & ~state.settled
    if not binds.any():
        return state
    m, own = traits.mechanism, setting.declarer
    share = np.where(binds, np.power(AGAIN, -state.safeguarded.astype(np.float64)), 0.0)
    denied = ((moves.topic >= 0) & (moves.tone < 0.0) & setting.title_holder).any(-1)
    heard = share * np.where(denied, 1.0 - m.rebuttal, 1.0)
    word = np.where(own, voice(traits, state), 0.0).max(-1)
    nearer = (m.safeguard_sway * heard * word)[..., None] * (1.0 + traits.law)
    return replace(
        state,
        swayed=swayed_by(traits, state, np.where(open_to_them(setting, traits, state), nearer, 0.0)),
        tension=np.maximum(state.tension - m.safeguard_tension * heard, 0.0),
        home=np.maximum(state.home - (m.safeguard_home * share)[..., None] * own, 0.0),
        safeguarded=state.safeguarded + binds,
    )


def open_to_them(setting: Setting, traits: Traits, state: State) -> Mask:
    """Whom safeguards bring nearer: waverers; after a declaration, of those who have not recognised, also who holds
    to law. (..., actor)
    """
    free = setting.recogniser & (setting.side == 0.0) & ~state.recognised
    return waverers(setting, state) | (free & (traits.law > 0.0) & state.declared[..., None])


def give_safeguards(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The declarer gives its safeguards to one state by name, once to each.

    That state comes safeguard_given x K / K0 nearer, in full even if it is firmly opposed, and a refusal for good
    is one no more: it may decide again. H - safeguard_home / 3. A title holder that says in public that they are not
    theirs to give takes off `rebuttal` of it.
    """
    if untouched(moves.assure):
        return state
    each = np.arange(len(setting.actors))
    to = ((moves.assure[..., None] == each) & setting.declarer[:, None]).any(-2)
    free = setting.recogniser & (setting.side == 0.0) & ~state.recognised & ~state.assured
    given = to & free & ~state.settled[..., None]
    if not given.any():
        return state
    m, own = traits.mechanism, setting.declarer
    denied = ((moves.topic >= 0) & (moves.tone < 0.0) & setting.title_holder).any(-1)
    word = np.where(own, voice(traits, state), 0.0).max(-1) * np.where(denied, 1.0 - m.rebuttal, 1.0)
    deaf = np.where(traits.recognition < FIRMLY, np.maximum(m.firm_lobby, 0.05)[..., None], 1.0)
    cost = np.where(given.any(-1), m.safeguard_home / AGAIN, 0.0)[..., None] * own
    return replace(
        state,
        assured=state.assured | given,
        refused=state.refused & ~given,
        swayed=swayed_by(traits, state, np.where(given, (m.safeguard_given * word)[..., None] / deaf, 0.0)),
        home=np.maximum(state.home - cost, 0.0),
    )


def word_to_wait(setting: Setting, state: State) -> Mask:
    """Whether declaring now breaks a word: a public date still to come, or an open promise not to. (...)"""
    dated = state.date_public & (state.week < state.date_set)
    book = state.ledger
    if untouched(book.state):
        return dated
    own = np.isin(book.maker, setting.declarers) & (book.act == NOT_DECLARE)
    return dated | (own & (book.state == OPEN) & (book.until >= state.week)).any(-1)


def declare(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The declaration, irreversible: it opens recognition, ends the talks, and shakes the region.

    Tension rises by `tension_declared` x (1 - Q), and more before the vote. Who had given its word to wait
    loses `date_broken` of everybody's readiness.
    """
    m = traits.mechanism
    wants = np.take(moves.declare, setting.declarers, axis=-1).any(-1)
    if not wants.any():
        return state
    now = wants & may_declare(setting, traits, state)
    haste = 1.0 - state.coordination / 100.0
    eve = np.where(state.week < traits.election_week, m.tension_eve, 0.0)
    eve = np.where(traits.election_week >= NEVER, 0.0, eve)
    jump = m.tension_declared * haste + eve
    broken = now & word_to_wait(setting, state)
    if broken.any():
        loss = np.where(broken, m.date_broken, 0.0)[..., None] * setting.recogniser
        state = replace(state, swayed=swayed_by(traits, state, -loss))
    return replace(
        state,
        declared_week=np.where(now, state.week, state.declared_week),
        talks_open=state.talks_open & ~now,
        tension=np.minimum(state.tension + np.where(now, jump, 0.0), 100.0),
    )

"""The talks: mediators confer and table a text, the parties offer and answer, the process gains or loses."""

import numpy as np

from sim.arrays import NEVER, Array, Index, Mask, untouched
from sim.bargaining import MODELS
from sim.bargaining.case import capability, hear
from sim.bargaining.foreseen import FORESEEN, foresee
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, replace


def session_held(setting: Setting, traits: Traits, state: State) -> Mask:
    """Is a session held this week: a scheduled one, or, when talks outlive the schedule, every few weeks?"""
    scheduled = (traits.session_week == state.week).any(-1)
    last = traits.session_week.max(-1, initial=0, where=traits.session_week < NEVER)
    since = state.week - last
    every = np.maximum(np.rint(traits.mechanism.session_every), 1.0)
    regular = (since > 0) & (np.mod(since, every) < 0.5)
    return state.talks_open & ~state.settled & ~state.declared & (scheduled | regular)


def agreed_by_mediators(setting: Setting, moves: Moves, state: State) -> Index:
    """The text that the mediators table, -1 if none.

    Any of them may put one. By `mediation = consensus` one block is enough to keep a text off the table, by
    `majority` more than half must block it, and with `none` no text is tabled. Of several that are not blocked
    the chair's is tabled, else that of whoever has most standing.

    returns   (...)   package
    """
    mediator = setting.mediator[state.week]
    if setting.rules.mediation == "none" or not mediator.any() or not setting.packages:
        return np.full_like(state.text, -1)
    through = unblocked(setting, moves, state, moves.text)
    rank = np.where(mediator & (through >= 0), turn(setting, state.week), -1.0)
    first = rank.argmax(-1)
    text = np.take_along_axis(through, first[..., None], axis=-1)[..., 0]
    tabled = np.where(rank.max(-1) >= 0.0, text, -1)
    return tabled if untouched(moves.amend) else amended(setting, moves, state, tabled, first)


def amended(setting: Setting, moves: Moves, state: State, text: Index, author: Index) -> Index:
    """The tabled text, moved by one mark toward the package that another mediator names.

    A text that leaves the key issue open lies in the middle of the scale. Of several amendments that of whoever has
    most standing counts; one that the mediators block falls, and the text stays as it was.

    text     (...)   package, -1 for none
    author   (...)   whose text it is
    """
    each = np.arange(len(setting.actors))
    may = (moves.amend >= 0) & setting.mediator[state.week] & (author[..., None] != each)
    may = may & (text >= 0)[..., None] & state.session[..., None]
    if not may.any():
        return text
    who = np.where(may, setting.standing, -1.0).argmax(-1)
    toward = np.take_along_axis(moves.amend, who[..., None], axis=-1)[..., 0]
    scale = on_scale(setting)
    place = np.argsort(scale, kind="stable")
    here, there = (np.take(scale, np.maximum(p, 0)) for p in (text, toward))
    moved = np.take(place, np.clip(here + np.sign(there - here), 0, len(place) - 1))
    new = unblocked(setting, moves, state, np.where(may.any(-1), moved, text))
    return np.where(new >= 0, new, text)


def on_scale(setting: Setting) -> Index:
    """The place of each package among all, from the low end of the key issue up; the pact in the middle. (package,)"""
    value = setting.package_value[:, setting.key]
    order = np.argsort(np.where(np.isnan(value), 50.0, value), kind="stable")
    return np.argsort(order, kind="stable")


def turn(setting: Setting, week: int) -> Array:
    """Whose text comes first: the chair's, then by standing. (actor,)"""
    most = float(setting.standing.max(initial=0.0)) + 1.0
    return setting.standing + np.where(setting.chair[week], most, 0.0)


def unblocked(setting: Setting, moves: Moves, state: State, proposed: Index) -> Index:
    """The proposed text, or -1 where the mediators block it by the rule of mediation.

    proposed   (...) or (..., actor)   package
    returns    the same
    """
    blocks = (moves.blocks & setting.mediator[state.week][:, None]).sum(-2)
    if proposed.ndim == blocks.ndim:
        blocks = blocks[..., None, :]
    on = np.arange(len(setting.packages)) == proposed[..., None]
    tabled = (on & (blocks <= most_blocks(setting, state.week))).any(-1)
    return np.where(tabled, proposed, -1)


def most_blocks(setting: Setting, week: int) -> int:
    """How many mediators may block a text that is tabled all the same: none by consensus, half by majority."""
    return 0 if setting.rules.mediation == "consensus" else int(setting.mediator[week].sum()) // 2


def decisive_blocks(setting: Setting, state: State, moves: Moves) -> Index:
    """How many texts of others each mediator has kept off the table this week, that would lie on it but for its block.

    Texts of the chair do not count: to keep one of those from being floated is what mediators are asked for.

    returns   (..., actor)
    """
    mediator, chair = setting.mediator[state.week], setting.chair[state.week]
    each = np.arange(len(setting.packages))
    puts = (moves.text[..., None] == each) & (mediator & ~chair)[:, None]
    blocks = moves.blocks & mediator[:, None]
    just = (blocks.sum(-2) == most_blocks(setting, state.week) + 1)[..., None, :]
    others = puts.sum(-2)[..., None, :] - puts > 0
    return (blocks & just & others).sum(-1)


def confer(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The mediators on each other's texts: whoever keeps a second one off the table looks like the one in the way.

    From the second decisive block on: K' = K - block_word for who blocks, L' = L - block_legitimacy, for each.
    """
    chair = setting.chair[state.week]
    puts = (moves.text >= 0) & setting.mediator[state.week] & ~chair
    if setting.rules.mediation == "none" or not puts.any():
        return state
    m = traits.mechanism
    now = np.where(state.session[..., None], decisive_blocks(setting, state, moves), 0)
    made = state.blocks_made + now
    dear = np.minimum(np.maximum(made - 1, 0), now)
    return replace(
        state,
        blocks_made=made,
        credibility=np.maximum(state.credibility - m.block_word[..., None] * dear, 0.0),
        legitimacy=np.maximum(state.legitimacy - m.block_legitimacy * dear.sum(-1), 0.0),
    )


def proposed_by_model(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> Index:
    """The text that the model of the talks proposes and the mediators do not block, -1 if none.

    With `mediation = none` there is nobody to block: the text is then the procedure's.

    returns   (...)   package
    """
    if not setting.packages or not setting.party.any():
        return np.full_like(state.text, -1)
    proposed = MODELS[setting.rules.bargaining](hear(setting, traits, state, shocks))
    if setting.rules.mediation == "none":
        return proposed
    return unblocked(setting, moves, state, proposed)


def table(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """The talk beat: what lies on the table this week.

    Under `bargaining = concession` the parties' offers, and a text that the mediators agree on; under
    another model its text alone.
    """
    state = foresee_end(setting, traits, state, shocks)
    held = state.session
    nothing = replace(state, text=np.full_like(state.text, -1), offer=np.full_like(state.offer, -1))
    if not held.any():
        return nothing
    if setting.rules.bargaining == "concession":
        text = np.where(held, agreed_by_mediators(setting, moves, state), -1)
        state = confer(setting, traits, state, moves)
        offer = np.where(held[..., None] & setting.party, moves.offer, -1)
        state = replace(state, offers=remembered(setting, state, offer))
    else:
        text = np.where(held, proposed_by_model(setting, traits, state, moves, shocks), -1)
        offer = nothing.offer
    return replace(state, text=text, offer=offer, last_text=np.where(text >= 0, text, state.last_text))


def foresee_end(setting: Setting, traits: Traits, state: State, shocks: Shocks) -> State:
    """Before the first talk, a model that moves positions is played to its end, on what is said at the opening.

    At its table sit the parties, the patrons, whoever mediates at any time, and the permanent members of the Council
    among the negotiators: those who can put a text or stop one.
    """
    if setting.rules.bargaining not in FORESEEN or not np.isnan(state.foreseen).any():
        return state
    if not setting.packages or not setting.party.any():
        return state
    speaks = setting.party | setting.patron | setting.mediator.any(0) | setting.permanent
    at = np.flatnonzero(speaks & (setting.party | setting.recogniser))
    said, cares = (np.take(x, at, axis=-2) for x in (traits.position, traits.salience))
    power = np.take(capability(setting.standing, setting.party), at)
    end = foresee(setting.rules.bargaining, power, said, cares, setting.key, shocks.talks)
    return replace(state, foreseen=end)


def remembered(setting: Setting, state: State, offer: Index) -> Index:
    """What the parties have offered at the last sessions, with this week's in front where one is held.

    offer     (..., actor)      package, -1 for none
    returns   (..., party, 3)   newest first
    """
    now = np.take(offer, setting.parties, axis=-1)[..., None]
    shifted = np.concatenate([now, state.offers[..., :-1]], axis=-1)
    return np.where(state.session[..., None, None], shifted, state.offers)


def on_table(setting: Setting, state: State) -> Mask:
    """(..., package) what was tabled: the mediators' text and the parties' offers."""
    each = np.arange(len(setting.packages))
    return (state.text[..., None] == each) | (state.offer[..., None] == each).any(-2)


def agree(setting: Setting, state: State, moves: Moves) -> State:
    """A package on the table that every party would sign is agreed; among several the mediators' text,
    then the one nearest the middle of the list.
    """
    if not setting.packages:
        return state
    if not state.session.any():
        return state
    willing = np.take(moves.accepts, setting.parties, axis=-2).all(-2) & bool(setting.party.any())
    signed = willing & on_table(setting, state)
    each = np.arange(len(setting.packages))
    middle = (len(setting.packages) - 1) / 2.0
    rank = np.abs(each - middle) - np.where(state.text[..., None] == each, 100.0, 0.0)
    best = np.where(signed, rank, np.inf).argmin(-1)
    now = signed.any(-1) & ~state.settled
    return replace(
        state,
        agreed=np.where(now, best, state.agreed),
        agreed_week=np.where(now, state.week, state.agreed_week),
        talks_open=state.talks_open & ~now,
    )


def good_faith(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A session raises the legitimacy of the process; a text on the table raises it more.

    Past the date of a soft deadline sessions raise it no more. Mediators' public optimism, weighted by their
    credibility, moves the parties' belief in a deal (Kydd 2003), half as far when the session brings none.
    No rule asks what was offered in it: every session counts as one in good faith.

    L' = L + legitimacy_session + legitimacy_text where a text was tabled, cut to 0..100;
    hope' = hope + optimism_weight / 2 x o x (1 - hope), o the highest of optimism x trust over the mediators.
    """
    m = traits.mechanism
    held = state.session
    if not held.any():
        return state
    gain = np.where(
        state.week <= state.deadline,
        m.legitimacy_session + np.where(state.text >= 0, m.legitimacy_text, 0.0),
        0.0,
    )
    mediator = setting.mediator[state.week]
    said = np.where(mediator, moves.hopeful * traits.trust, 0.0).max(-1)
    up = (m.optimism_weight * said)[..., None] * (1.0 - state.hope)
    hope = np.where((held & ~state.settled)[..., None], state.hope + 0.5 * up, state.hope)
    legitimacy = state.legitimacy + np.where(held, gain, 0.0)
    return replace(
        state,
        hope=hope,
        legitimacy=np.clip(legitimacy, 0.0, 100.0),
        sessions=state.sessions + held,
    )


def report(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The mediators' report ends their work: agreed on "exhausted" it raises legitimacy, split it lowers it.

    L' = L + legitimacy_report x (2 s - 1), s the share of the mediators that call the talks exhausted. A mediator
    that hands in a note of its own instead of signing does not, and splits them: L' - note_legitimacy for each, and
    more talks gain contest_votes points of leaning among the elected members of the Council, once.
    """
    if state.week != setting.report_week:
        return state
    mediator = setting.mediator[state.week]
    share = (moves.exhausted & ~moves.separate_note & mediator).sum(-1) / max(int(mediator.sum()), 1)
    step = traits.mechanism.legitimacy_report * (2.0 * share - 1.0)
    told = replace(state, legitimacy=np.clip(state.legitimacy + step, 0.0, 100.0))
    if untouched(moves.separate_note):
        return told
    apart = moves.separate_note & mediator
    lost = traits.mechanism.note_legitimacy * apart.sum(-1)
    split = np.where(apart.any(-1), traits.mechanism.contest_votes, 0.0)
    return replace(
        told,
        legitimacy=np.maximum(told.legitimacy - lost, 0.0),
        contested=np.maximum(state.contested, split),
        report_note=state.report_note | apart,
    )


def prolong(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """In the week of an extendable deadline the mediators may move it, by the mediation rule.

    consensus: all of them; majority: more than half; without mediators nobody can.
    """
    mediator = setting.mediator[state.week]
    if setting.rules.deadline_kind != "extendable" or not mediator.any():
        return state
    yes = (moves.extend & mediator).sum(-1)
    n = int(mediator.sum())
    agreed = yes == n if setting.rules.mediation == "consensus" else yes * 2 > n
    agreed = agreed & (state.deadline == state.week) & (setting.rules.mediation != "none")
    weeks = np.rint(traits.mechanism.longer_weeks).astype(np.int64)
    return replace(state, deadline=state.deadline + np.where(agreed, weeks, 0))


def clock(setting: Setting, traits: Traits, state: State) -> State:
    """Open or close the talks by the calendar and the deadline rule.

    hard: they end with the week of the date. soft: they go on, and each week costs legitimacy.
    extendable: the mediators may have moved the date. soft and none: they end when one of the parties
    expects no more of them.
    """
    kind = setting.rules.deadline_kind
    past = state.week > state.deadline
    end = np.take(state.expected_end, setting.parties, axis=-1).min(-1, initial=np.inf)
    closed = past if kind in ("hard", "extendable") else state.week > end
    cost = np.where(past & state.talks_open & (kind == "soft"), traits.mechanism.soft_cost, 0.0)
    return replace(
        state,
        talks_open=state.talks_open & ~closed & ~state.declared,
        legitimacy=np.maximum(state.legitimacy - cost, 0.0),
    )

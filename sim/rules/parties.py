"""What the parties do beside what they sign: concede, walk out, settle practical things, call for calm."""

import numpy as np

from sim.arrays import PRACTICAL, Array, Index, Mask, looked_up, some, untouched
from sim.rules.stance import swayed_by, waverers
from sim.rules.statements import LOUD, gainsaid, voice
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

NO_PLACE = -1
"""The rank of what lies nowhere on the key issue: the pact, and no package at all."""


def places(setting: Setting) -> Index:
    """How many steps each package lies from the low end of the key issue; the pact lies nowhere. (package,)

    Where the key issue is divisible a step is five points, else it leads from one named mark to the next.
    """
    value = setting.package_value[:, setting.key]
    rank = np.searchsorted(np.unique(value[~np.isnan(value)]), value)
    return np.where(np.isnan(value), NO_PLACE, rank)


def place_of(setting: Setting, package: Index) -> Index:
    """The place of a package, or NO_PLACE for none. Same shape as `package`."""
    at = np.append(places(setting), NO_PLACE)
    return looked_up(at, np.where(package < 0, len(setting.packages), package))


def steps_conceded(setting: Setting, state: State) -> Array:
    """Steps toward the other by which a party's offer goes beyond its furthest so far. (..., actor)

    The first offer concedes nothing, and what is taken back and offered again is not conceded twice.
    """
    now, before = place_of(setting, state.offer), place_of(setting, state.yielded)
    both = setting.party & state.session[..., None] & (now >= 0) & (before >= 0)
    return np.where(both, np.maximum(-setting.side * (now - before), 0.0), 0.0)


def offered(setting: Setting, traits: Traits, state: State) -> State:
    """An offer that goes further than any before it: the process gains, it costs at home, waverers see it.

    For each step (`steps_conceded`): L + offer_legitimacy, H - offer_home; the waverers come offer_sway x K
    / K0 toward what the one that moves is for.
    """
    if not state.session.any() or not (state.offer >= 0).any():
        return state
    m, steps = traits.mechanism, steps_conceded(setting, state)
    placed = (place_of(setting, state.offer) >= 0) & setting.party & state.session[..., None]
    first = placed & (state.yielded < 0)
    state = replace(state, yielded=np.where(first | (steps > 0.0), state.offer, state.yielded))
    given = (steps > 0.0).any(-1, keepdims=True)
    if not given.any():
        return state
    moved = m.offer_sway * (steps * setting.side * voice(traits, state)).sum(-1)
    raised = np.minimum(state.legitimacy + m.offer_legitimacy * steps.sum(-1), 100.0)
    cost = np.maximum(state.home - m.offer_home[..., None] * steps, 0.0)
    brought = swayed_by(traits, state, np.where(waverers(setting, state), moved[..., None], 0.0))
    return replace(
        state,
        legitimacy=np.where((steps > 0.0).any(-1), raised, state.legitimacy),
        home=np.where(given, cost, state.home),
        swayed=np.where(given, brought, state.swayed),
    )


def walk_out(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A party that leaves a session pleases at home, and the blame falls on it.

    H + walk_home, L - walk_legitimacy; the waverers go walk_sway against what the walker is for,
    `walk_blame` times as far if another party stays and has an offer on the table.
    """
    if untouched(state.walked_out) and not some(moves.walk_out):
        return state
    m = traits.mechanism
    held = (state.session & ~state.settled)[..., None]
    leaves = moves.walk_out & setting.party & held
    stays = setting.party & ~leaves & (state.offer >= 0)
    blame = m.walk_sway * np.where(stays.any(-1), m.walk_blame, 1.0)
    against = -(leaves * setting.side).sum(-1) * blame
    return replace(
        state,
        walked_out=np.where(state.session[..., None], leaves, state.walked_out),
        home=np.where(leaves, np.minimum(state.home + m.walk_home[..., None], 100.0), state.home),
        legitimacy=np.maximum(state.legitimacy - m.walk_legitimacy * leaves.sum(-1), 0.0),
        swayed=swayed_by(traits, state, np.where(waverers(setting, state), against[..., None], 0.0)),
    )


def put_forward(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """The talk beat: which practical matter each party puts forward this week, -1 for none; none is settled twice."""
    if untouched(state.practical_offer) and (untouched(moves.practical) or not (moves.practical >= 0).any()):
        return state
    matter = np.minimum(moves.practical, len(PRACTICAL) - 1)
    done = np.take_along_axis(state.practical_done, np.maximum(matter, 0), axis=-1)
    return replace(state, practical_offer=np.where(setting.party & ~done, matter, -1))


def struck(setting: Setting, state: State, moves: Moves) -> Mask:
    """Whose practical matter all others join in; who puts the same forward has joined. (..., actor)"""
    out = np.zeros(state.practical_offer.shape, dtype=np.bool_)
    for party in setting.parties:
        matter = state.practical_offer[..., party, None]
        joins = moves.join_practical | (state.practical_offer == matter)
        rest = setting.parties[setting.parties != party]
        agreed = np.take(joins, rest, axis=-1).all(-1) & (len(rest) > 0)
        out[..., party] = (matter[..., 0] >= 0) & agreed
    return out


def deal(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A practical deal is struck where the other party joins in what was put forward, one a week.

    T - practical_tension, L + practical_legitimacy, and one more deal; not joined: L - practical_refused. After a
    declaration it brings the waverers that have not recognised practical_sway nearer. What it does to a text that
    leaves the question open is in `outside.pact_terms`.
    """
    put = (state.practical_offer >= 0).any(-1)
    if untouched(state.practical_offer) or not put.any():
        return state
    m, deals = traits.mechanism, struck(setting, state, moves)
    done, each = deals.any(-1), np.arange(len(PRACTICAL))
    settled = (deals[..., None] & (state.practical_offer[..., None] == each)).any(-2)
    gain = np.where(done, m.practical_legitimacy, np.where(put, -m.practical_refused, 0.0))
    return replace(
        state,
        tension=np.maximum(state.tension - np.where(done, m.practical_tension, 0.0), 0.0),
        legitimacy=np.clip(state.legitimacy + gain, 0.0, 100.0),
        swayed=reassured(setting, traits, state, np.where(done, m.practical_sway, 0.0)),
        practical=state.practical + done,
        practical_done=state.practical_done | settled,
    )


def reassured(setting: Setting, traits: Traits, state: State, points: Array) -> Array:
    """What public acts have brought, with some points more for waverers that watch a declared state and have not
    recognised it. (..., actor)

    points   (...)
    """
    if not (state.declared & (points > 0.0)).any():
        return state.swayed
    watch = waverers(setting, state) & ~state.recognised & state.declared[..., None]
    return swayed_by(traits, state, np.where(watch, points[..., None], 0.0))


def calm(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """A party calls its own side to calm; it costs at home, and a rival's loud statement drowns part of it.

    T - calm_tension x heard, H - calm_home; after a declaration the declarer's call brings the waverers that have not
    recognised calm_sway x heard nearer; heard is 1, or 1 - rebuttal under a statement of full strength
    against it. What it does to the hazards of the next weeks is in `security.calls_for_calm`.
    """
    calls = moves.calm & setting.party
    if not calls.any():
        return state
    m = traits.mechanism
    drowned = np.where(gainsaid(setting, state, moves, LOUD), m.rebuttal[..., None], 0.0)
    heard = np.where(calls, 1.0 - drowned, 0.0)
    own = np.where(setting.declarer, heard, 0.0).sum(-1)
    return replace(
        state,
        swayed=reassured(setting, traits, state, m.calm_sway * own),
        calm_week=np.where(calls, state.week, state.calm_week),
        calm_force=np.where(calls, heard, state.calm_force),
        tension=np.maximum(state.tension - m.calm_tension * heard.sum(-1), 0.0),
        home=np.where(calls, np.maximum(state.home - m.calm_home[..., None], 0.0), state.home),
    )

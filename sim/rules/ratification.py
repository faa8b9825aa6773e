"""Ratification: what the leaders sign, or the mediators' text, goes to a vote in every party (Putnam 1988).

Putnam, R. D. (1988). Diplomacy and domestic politics: the logic of two-level games. *International
Organization* 42(3), 427-460. A package is in force only if every party's voters give it the share of yes
that `rules.ratification.share` asks. If one of them refuses, the package lapses and the talks are over for
good: the voters are asked once.
"""

import numpy as np

from sim.arrays import NEVER, Array, Index
from sim.rules.chance import logistic
from sim.setting import Setting
from sim.state import Moves, State, Traits, replace

WALL = 1000.0
"""Utility points: a package beyond an inviolable red line is worth no less than this, so that shares stay numbers."""


def yes_share(setting: Setting, traits: Traits, state: State, package: Index) -> Array:
    """The share of yes in each actor's country if a package were put to it.

    The logistic of what the package is worth over no agreement, plus a cue from the leader (Lupia 1994:
    voters who know little follow whom they know), over the spread of opinion among the voters. Where polls
    on the mediators' own text are known, that leaning is drawn toward them. To all of it comes a swing that
    nobody foresees: logistic((U - d +- ballot_cue) / ballot_spread, drawn `ballot_polls` of the way toward the
    polls, + ballot_swing (2u - 1) / ballot_spread). Differs from Putnam: without polls, voters value a package
    as their leader does, and leaders do not look ahead to the vote when they bargain.

    package   (...)          index of a package, at least 0
    returns   (..., actor)   0..1
    """
    m = traits.mechanism
    at = package[..., None, None]
    worth_it = np.take_along_axis(state.package_utility, at, axis=-1)[..., 0]
    backs = np.take_along_axis(state.would_sign, at, axis=-1)[..., 0]
    cue = np.where(backs, 1.0, -1.0) * m.ballot_cue[..., None]
    spread = m.ballot_spread[..., None]
    leaning = np.maximum(worth_it - state.no_deal + cue, -WALL) / spread
    polls = np.where((package == setting.text)[..., None], traits.polls, np.nan)
    swing = m.ballot_swing[..., None] * (2.0 * traits.swing - 1.0) / spread
    return logistic(toward_polls(leaning, polls, m.ballot_polls[..., None]) + swing)


def toward_polls(leaning: Array, polls: Array, weight: Array) -> Array:
    """A leaning on the logit scale, drawn toward what polls say; without polls (NaN) it stays.

    polls    (...)   share of yes, 0..1 or NaN
    weight   (...)   share of the way, 0..1

    >>> toward_polls(np.array([2.0, 2.0]), np.array([0.5, np.nan]), np.array(0.5))
    array([1., 2.])
    """
    said = np.clip(polls, 0.01, 0.99)
    drawn = leaning + weight * (np.log(said / (1.0 - said)) - leaning)
    return np.where(np.isnan(polls), leaning, drawn)


def heard(setting: Setting, state: State, moves: Moves) -> State:
    """Keep what each leader would sign, as last said: at a session, or whenever it says so."""
    says = state.session[..., None] | moves.accepts.any(-1)
    return replace(state, would_sign=np.where(says[..., None], moves.accepts, state.would_sign))


def put_to_voters(setting: Setting, traits: Traits, state: State) -> Index:
    """The package on which the voters decide this week, -1 for none.

    What was signed: on the referendum's day if that is still to come, else `ballot_weeks` after the
    signature. With `last_text`, on the referendum's day also what was not signed: the text that the
    mediators tabled last, or else their own (the mark with `text = true`).

    returns   (...)   package
    """
    day = traits.referendum_week
    wait = np.maximum(np.rint(traits.mechanism.ballot_weeks), 1.0).astype(np.int64)
    dated = (day < NEVER) & (day >= state.agreed_week)
    due = np.where(dated, day, state.agreed_week + wait)
    signed = np.where(state.settled & (state.week == due), state.agreed, -1)
    if setting.rules.ratification == "last_text":
        unsigned = np.where(state.last_text >= 0, state.last_text, setting.text)
        signed = np.where(~state.settled & (state.week == day), unsigned, signed)
    return np.where((state.voted < 0) & ~state.declared, signed, -1)


def ratify(setting: Setting, traits: Traits, state: State, moves: Moves) -> State:
    """Hold the referendum that is due this week: the package is in force in all parties, or lapses in all."""
    if setting.rules.ratification == "none" or not setting.packages or not setting.party.any():
        return state
    state = heard(setting, state, moves)
    package = put_to_voters(setting, traits, state)
    today = package >= 0
    share = yes_share(setting, traits, state, np.maximum(package, 0))
    says_yes = np.take(share >= setting.rules.ratification_share, setting.parties, axis=-1)
    enough = np.asarray(says_yes.all(-1))
    carried, lapsed = today & enough, today & ~enough
    refused = (state.voted >= 0) & ~state.settled
    signed_week = np.where(state.settled, state.agreed_week, state.week)
    return replace(
        state,
        yes=np.where(today[..., None] & setting.party, share, state.yes),
        voted=np.where(today, package, state.voted),
        vote_week=np.where(today, state.week, state.vote_week),
        agreed=np.where(carried, package, np.where(lapsed, -1, state.agreed)),
        agreed_week=np.where(carried, signed_week, np.where(lapsed, NEVER, state.agreed_week)),
        talks_open=state.talks_open & ~today & ~refused,
    )


def in_force(setting: Setting, state: State) -> Index:
    """The package in force, -1 for none: what was signed, and where voters decide, what they have said yes to."""
    if setting.rules.ratification == "none":
        return state.agreed
    return np.where(state.voted >= 0, state.agreed, -1)

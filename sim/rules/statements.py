"""Public statements: what a seat says for all to hear, who is open to it, and what is said against it."""

import numpy as np

from sim.arrays import TOPICS, Array, Index, Mask, untouched
from sim.rules.chance import spread
from sim.rules.stance import swayed_by, waverers
from sim.rules.wear import SPEAKING, freshness
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, replace

LAW, PRECEDENT, STABILITY, CLARITY, HISTORY, EUROPE, HOPE = range(len(TOPICS))

LOUD = 3.0
"""The full strength of a statement: a rival's of that strength drowns what is said at home or to calm."""
TIRED = 3
"""Weeks running on one topic from which on nobody listens."""
LET_DOWN = 3.0
"""What hope costs when it fails, beside what it brought."""
VAGUE = 1000
"""Where in a seat's luck the number lies that says what a vague statement is taken for."""


def voice(traits: Traits, state: State) -> Array:
    """What a seat says or does counts as far as its word does: its credibility beside that at the opening.

    K / credibility_start. (..., actor), 1 at the opening
    """
    return state.credibility / np.maximum(traits.mechanism.credibility_start, 1e-9)[..., None]


def leans(setting: Setting, state: State) -> Array:
    """What each seat is for: its side, or the way its expressed stance points. (..., actor), -1..1"""
    return np.where(setting.side != 0.0, setting.side, np.sign(state.stance))


def gainsaid(setting: Setting, state: State, moves: Moves, least: float = 1.0) -> Mask:
    """Whether another seat speaks against what each one is for, at least so strongly. (..., actor)"""
    if untouched(moves.topic):
        return np.zeros(state.stance.shape, dtype=np.bool_)
    heard = (moves.topic >= 0) & (moves.strength >= least)
    up, down = heard & (moves.tone > 0.0), heard & (moves.tone < 0.0)
    others_up = up.sum(-1, keepdims=True) - up > 0
    others_down = down.sum(-1, keepdims=True) - down > 0
    own = leans(setting, state)
    return ((own > 0.0) & others_down) | ((own < 0.0) & others_up)


def weeks_running(state: State, moves: Moves) -> Index:
    """Weeks running that each seat has spoken on its topic, with this one; 0 if silent. (..., actor)"""
    on = np.where(moves.topic == state.topic, state.topic_weeks, 0) + 1
    return np.where(moves.topic >= 0, on, 0)


def rebutted(moves: Moves) -> Mask:
    """Whose statement has one against it, on the same topic in the same week. (..., actor)"""
    out = np.zeros(moves.topic.shape, dtype=np.bool_)
    for topic in range(len(TOPICS)):
        on = moves.topic == topic
        up, down = on & (moves.tone > 0.0), on & (moves.tone < 0.0)
        out = out | (up & down.any(-1, keepdims=True)) | (down & up.any(-1, keepdims=True))
    return out


def weight(traits: Traits, state: State, moves: Moves, shocks: Shocks) -> Array:
    """What a statement is worth beside a clear, fresh, unanswered one of a seat in good credit.

    K / K0, less the more it has spoken lately, on whatever (`wear.freshness`), x `stale` from the third week
    running on one topic, x (1 - rebuttal) where another seat speaks against it on that topic, x a number from
    nought to twice `vague_share` where it is left vague: what it is taken for is the hearers' choice, and
    luck. 0 for who is silent.

    returns   (..., actor)
    """
    m = traits.mechanism
    out = np.where(moves.topic >= 0, voice(traits, state) * freshness(traits, state, SPEAKING), 0.0)
    out = np.where(weeks_running(state, moves) >= TIRED, out * m.stale[..., None], out)
    out = np.where(rebutted(moves), out * (1.0 - m.rebuttal)[..., None], out)
    taken = 2.0 * spread(shocks.luck, VAGUE, 1)[..., 0] * m.vague_share[..., None]
    return np.where(moves.vague, out * taken, out)


def receptive(setting: Setting, traits: Traits, state: State, topic: int) -> Array:
    """How far a state on neither side is open to a topic (..., actor), 0 or more; 1 is to hear it as it was meant.

    The precedent bites by own vulnerability, as far as it has not been eased, and law by how much law counts for
    it, both deeper than a general word does (`precedent_bite`, `law_bite`); Europe among members; stability,
    clarity and history with who wavers. Hope in the talks moves nobody's stance.
    """
    free, m = setting.recogniser & (setting.side == 0.0), traits.mechanism
    if topic == PRECEDENT:
        open_ = traits.vulnerability / 100.0 * (1.0 - state.eased)
        return np.where(free, m.precedent_bite[..., None] * open_, 0.0)
    if topic == LAW:
        return np.where(free, m.law_bite[..., None] * traits.law, 0.0)
    if topic == EUROPE:
        return np.where(free & setting.member, 1.0, np.zeros_like(state.stance))
    if topic == HOPE:
        return np.zeros_like(state.stance)
    return np.where(waverers(setting, state), 1.0, 0.0)


def speak(setting: Setting, traits: Traits, state: State, moves: Moves, shocks: Shocks) -> State:
    """The week's statements, and what earlier public acts have left: they fade first, then words add to them.

    swayed' = swayed x 0.5^(1 / swayed_half_life) + the sum over the others' statements of statement_step x
    strength x tone x weight x trust x how open it is to the topic, cut at `swayed_cap` either way. A
    mediator that hopes in public while the talks are open lifts the process: L + optimism_legitimacy x
    weight, the loudest one's; what it costs when the hope fails is in `let_down`. One that pleads for a side
    meanwhile costs it (`campaigned`). This is the one place where `swayed` fades.
    """
    state = fade(traits, state)
    if untouched(moves.topic) or not (moves.topic >= 0).any():
        return be_silent(state)
    worth = weight(traits, state, moves, shocks)
    said = worth * moves.tone * moves.strength * traits.trust
    moved = np.zeros_like(said)
    for topic in range(len(TOPICS)):
        on = np.where(moves.topic == topic, said, 0.0)
        moved = moved + receptive(setting, traits, state, topic) * (on.sum(-1, keepdims=True) - on)
    hopes = (moves.topic == HOPE) & (moves.tone > 0.0)
    hoped = np.where(hopes & setting.mediator[state.week], worth, 0.0).max(-1)
    lifted = np.where(state.talks_open, traits.mechanism.optimism_legitimacy * hoped, 0.0)
    pleads = (moves.topic >= 0) & (moves.topic != HOPE) & (moves.tone != 0.0)
    partial = np.where(pleads & setting.mediator[state.week], moves.strength, 0.0).sum(-1)
    lifted = lifted - campaigned(traits, state, partial)
    return replace(
        state,
        swayed=swayed_by(traits, state, traits.mechanism.statement_step[..., None] * moved),
        legitimacy=np.clip(state.legitimacy + lifted, 0.0, 100.0),
        spoken=net_strength(moves),
        topic=last_word(state, moves),
        topic_weeks=weeks_running(state, moves),
    )


def campaigned(traits: Traits, state: State, strength: Array) -> Array:
    """What the process loses by mediators that campaign for one side while the talks are open: partisan_legitimacy
    for each degree of strength, and no more than there is. (...), points of legitimacy

    strength   (...)   degrees, summed over the mediators
    """
    lost = traits.mechanism.partisan_legitimacy * strength
    return np.where(state.talks_open, np.minimum(lost, state.legitimacy), 0.0)


def fade(traits: Traits, state: State) -> State:
    """What was said and done in public is forgotten by half every `swayed_half_life` weeks."""
    if untouched(state.swayed):
        return state
    left = np.power(0.5, 1.0 / traits.mechanism.swayed_half_life)
    return replace(state, swayed=state.swayed * left[..., None])


def be_silent(state: State) -> State:
    """A week in which nobody speaks: nothing was said, and no topic has been kept up."""
    if untouched(state.topic):
        return state
    return replace(state, spoken=np.zeros_like(state.spoken), topic_weeks=np.zeros_like(state.topic_weeks))


def net_strength(moves: Moves) -> Array:
    """Net strength of the week's statements on each topic, as anybody can count it. (..., topic)"""
    each = moves.tone * moves.strength
    on = [np.where(moves.topic == topic, each, 0.0).sum(-1) for topic in range(len(TOPICS))]
    return np.stack(on, axis=-1)


def last_word(state: State, moves: Moves) -> Index:
    """What each seat spoke on last; who calls the others' hope vain has none to keep up: -1. (..., actor)"""
    gloomy = (moves.topic == HOPE) & (moves.tone < 0.0)
    return np.where(gloomy, -1, np.where(moves.topic >= 0, moves.topic, state.topic))


def let_down(setting: Setting, traits: Traits, state: State) -> State:
    """A session that brings no agreement costs three times what a mediator's public hope had brought.

    L' = L - 3 optimism_legitimacy, once, where a mediator's last word was hope; with that the word is spent.
    To be applied when it is known whether the parties have agreed.
    """
    if untouched(state.topic):
        return state
    failed = state.session & ~state.settled
    hoped = (state.topic == HOPE) & setting.mediator[state.week] & failed[..., None]
    if not hoped.any():
        return state
    loss = np.where(hoped.any(-1), LET_DOWN * traits.mechanism.optimism_legitimacy, 0.0)
    return replace(
        state,
        legitimacy=np.maximum(state.legitimacy - loss, 0.0),
        topic=np.where(hoped, -1, state.topic),
    )

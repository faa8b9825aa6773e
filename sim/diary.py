"""What is kept of a game as it goes, as far as it cannot be read off its last state."""

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, Mask
from sim.setting import Setting
from sim.state import State, Traits


@dataclass(frozen=True)
class Noted:
    """The notes of a finished game. `(..., week)` unless said otherwise."""

    zone: Array
    tension: Array
    declarer_option: Array
    holder_option: Array
    declarer_gain: Array
    """what the pact is worth to the declarer over no agreement; NaN without a pact"""
    holder_gain: Array
    patron_gain: Array
    """the same for the title holder's patron"""
    ripe: Array
    """1 in a week that was ripe"""
    stance: Array
    """(..., actor) expressed readiness, the mean of the weeks until the declaration, an agreement or the horizon"""


class Diary:
    """Notes of one game or of a block of them; `write` at the end of every week."""

    def __init__(self, setting: Setting, traits: Traits) -> None:
        self.setting, self.traits = setting, traits
        self._weeks: list[tuple[Array, ...]] = []
        self._said = np.zeros_like(traits.recognition)
        self._open = np.zeros_like(traits.mechanism.discount)

    def write(self, state: State) -> None:
        """Note the week that has just been played."""
        setting = self.setting
        roles = (setting.declarers, setting.title_holders, setting.title_patrons)
        options = [np.take(state.no_deal, role, axis=-1).sum(-1) for role in roles]
        gains = [np.full_like(option, np.nan) for option in options]
        if setting.pact >= 0:
            pact = state.package_utility[..., setting.pact]
            gains = [np.take(pact, r, axis=-1).sum(-1) - o for r, o in zip(roles, options, strict=True)]
        undecided = np.minimum(state.declared_week, state.agreed_week) >= state.week - 1
        ripe = (undecided & is_ripe(setting, self.traits, state)).astype(np.float64)
        self._weeks.append((state.zone, state.tension, options[0], options[1], *gains, ripe))
        if undecided.any():
            self._said = self._said + np.where(undecided[..., None], state.stance, 0.0)
            self._open = self._open + undecided

    def closed(self) -> Noted:
        """All notes together."""
        series = [np.stack(column, axis=-1) for column in zip(*self._weeks, strict=True)]
        return Noted(*series, stance=self._said / np.maximum(self._open, 1.0)[..., None])


def is_ripe(setting: Setting, traits: Traits, state: State) -> Mask:
    """Is the moment ripe (Zartman 2000): a stalemate that hurts every party, and a way out? (...)

    It hurts a party when it expects less of no agreement than the status quo is worth to it; there is a way
    out when some package is worth more than no agreement to all.
    """
    option, quo = (np.take(x, setting.parties, axis=-1) for x in (state.no_deal, traits.status_quo_utility))
    hurts = (option < quo).all(-1)
    return hurts & (state.zone > 0.0) & bool(setting.party.any())

"""Looking ahead: a strategy that weighs plans is given forecasts from what its seat knows."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.compile import week_of
from sim.forecast import Forecaster, Prospect
from sim.rows import at_rows, blank
from sim.rules.deeds import votes_held
from sim.schema import Scenario
from sim.secrecy import known
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits, View, copies, replace, take
from sim.strategies.planner import Asked, LooksAhead
from sim.views import observe
from sim.worlds import bound_by_word


class Ahead:
    """A strategy that looks ahead, with what it needs of one scenario; `sim.worlds.by_seat` makes it.

    It decides for one seat of one world at a time, and only in weeks that have a date; in the others it does what
    it does without a forecast. What it is given of a game is its view and a forecast made from what its seat
    knows. To a worker it goes without what it has drawn.
    """

    def __init__(self, strategy: LooksAhead, scenario: Scenario) -> None:
        self.strategy, self.scenario = strategy, scenario
        self._forecaster: Forecaster | None = None

    def __reduce__(self) -> tuple[type["Ahead"], tuple[LooksAhead, Scenario]]:
        return Ahead, (self.strategy, self.scenario)

    def __call__(self, view: View) -> Moves:
        """Without a game to look into: what it does without a forecast."""
        return self.strategy(view)

    def forecaster(self, setting: Setting) -> Forecaster:
        """What is drawn for this scenario under its rules, made when it is first asked for."""
        if self._forecaster is None or self._forecaster.setting is not setting:
            self._forecaster = Forecaster(self.scenario, setting)
        return self._forecaster

    def moves(
        self, setting: Setting, traits: Traits, state: State, shocks: Shocks, seats: Index, beat: str
    ) -> Moves:
        """The moves of some seats, world by world where there is something to weigh."""
        papers = "letters" if beat == "answer" or bound_by_word(setting, state)[seats].any() else "none"
        out = self.strategy(observe(setting, traits, state, shocks, seats, beat, papers=papers))
        dated = has_date(self.scenario, setting, traits, state)
        at = np.flatnonzero(dated)
        if not len(at):
            return out
        if dated.ndim:
            games = at_rows(traits, at), at_rows(state, at), at_rows(shocks, at)
        else:
            games = copies(traits, 1), copies(state, 1), copies(shocks, 1)
        chosen: list[tuple[tuple[int, ...], Moves]] = []
        for i, seat in enumerate(seats.tolist()):
            made = self._of_seat(setting, *games, seat, beat)
            chosen += [
                ((k, i) if dated.ndim else (i,), one) for k, one in zip(at.tolist(), made, strict=True)
            ]
        return written(out, chosen)

    def _of_seat(
        self, setting: Setting, traits: Traits, state: State, shocks: Shocks, seat: int, beat: str
    ) -> list[Moves]:
        """One seat's moves in each of some games: what they ask is played at once, until all have decided."""
        games = range(len(state.stance))
        courses = [
            self.strategy.choose(
                observe(
                    setting,
                    take(traits, k),
                    take(state, k),
                    take(shocks, k),
                    np.array([seat]),
                    beat,
                    papers="all",
                )
            )
            for k in games
        ]
        done: dict[int, Moves] = {}
        asked: dict[int, Asked] = {}
        prospect: Prospect | None = None
        found: dict[int, Array] = {}
        while len(done) < len(courses):
            for k in [k for k in games if k not in done]:
                try:
                    asked[k] = courses[k].send(found.get(k))
                except StopIteration as end:
                    done[k] = end.value
            asked = {k: a for k, a in asked.items() if k not in done}
            if not asked:
                break
            if prospect is None:
                knows = known(setting, traits, state, seat)
                prospect = self.forecaster(setting).prospect(knows, beat, self.strategy.worlds)
            found = prospect.play(asked, min(self.strategy.until(state.week), prospect.look.end))
        return [done[k] for k in games]


def has_date(scenario: Scenario, setting: Setting, traits: Traits, state: State) -> Mask:
    """Is there something to weigh this week: a session, a vote, a dated event or sitting, a declaration made just now?

    All of it is public. (...)
    """
    week = state.week
    days = [e.date for e in scenario.events.values() if e.date] + [
        s.start for s in scenario.calendar.sittings.values() if s.start
    ]
    fixed = any(week_of(scenario, day) == week for day in days)
    vote = (traits.election_week == week) | (traits.election_week == week + 1)
    due = votes_held(setting, traits, state).any(-1)
    return (
        state.session | due | vote | (state.declared_week == week - 1) | (fixed and not state.settled.all())
    )


def written(moves: Moves, chosen: Sequence[tuple[tuple[int, ...], Moves]]) -> Moves:
    """Moves of a group of seats with those of single seats of single worlds in their place.

    chosen   (world, seat) or (seat,), and moves of shape (1, ...)
    """
    out: dict[str, Any] = {}
    for f in fields(Moves):
        full: Array = getattr(moves, f.name)
        own = [(at, getattr(one, f.name)[0]) for at, one in chosen]
        if blank(full) and all((value == full.flat[0]).all() for _, value in own):
            continue
        out[f.name] = full = np.array(full)
        for at, value in own:
            full[at] = value
    return replace(moves, **out)


__all__ = ["Ahead", "has_date"]

"""The Mesa face: one history as a `mesa.Model` with an agent per actor. The only file importing mesa.

It plays the same functions as the ensemble: step k of `NegotiationModel(name, seed, world=k)` is week k of
world k of `sim.worlds.run(name, seed=seed)`, to the bit.
"""

from collections.abc import Callable
from typing import Any

import mesa
import numpy as np

from sim.arrays import Array, Index, Mask
from sim.compile import compile_setting
from sim.diary import Diary
from sim.faults import nearest
from sim.idle import idle
from sim.rules import opening, step
from sim.rules.stance import unity
from sim.scenario import load
from sim.state import Moves, Shocks, State, View, take
from sim.strategies import STRATEGIES, Strategy
from sim.strategies.planner import Foresight
from sim.views import observe
from sim.worlds import (
    DRAW_BLOCK,
    awaiting,
    draw_shocks,
    draw_traits,
    finish,
    foreseeing,
    gather,
    heard_out,
    papers_for,
)


class Actor(mesa.Agent):
    """One actor. Replace `strategy`, or override `decide`, to make it act otherwise."""

    def __init__(self, model: "NegotiationModel", seat: int, strategy: Strategy | str = "doctrine") -> None:
        super().__init__(model)  # pyright: ignore[reportUnknownMemberType]
        self.seat = seat
        self.code = model.setting.actors[seat]
        self.name = model.setting.names[seat]
        self.strategy = STRATEGIES[strategy] if isinstance(strategy, str) else strategy

    @property
    def strategy(self) -> Strategy:
        """How it decides; one that looks ahead is given its forecast for this model."""
        return self._strategy

    @strategy.setter
    def strategy(self, strategy: Strategy) -> None:
        self._strategy = foreseeing(self._game.case, strategy)

    def decide(self, view: View) -> Moves:
        """The moves of this seat at the beat of its view; fields have shape (1,)."""
        return self.strategy(view)

    @property
    def said_by(self) -> Strategy:
        """What its moves come from: its strategy, or its own `decide` where a subclass has one."""
        return self.strategy if type(self).decide is Actor.decide else self.decide

    def _own(self, values: Array) -> float:
        return float(values[self.seat])

    @property
    def stance(self) -> float:
        """Expressed readiness to recognise, points."""
        return self._own(self._game.state.stance)

    @property
    def readiness(self) -> float:
        """Index of readiness, points: hidden from the others."""
        return self._own(self._game.state.readiness)

    @property
    def outside_option(self) -> float:
        """What it expects without an agreement, utility points."""
        return self._own(self._game.state.no_deal)

    @property
    def committed(self) -> bool:
        """Has it agreed to the date in advance?"""
        return bool(self._game.state.committed[self.seat])

    @property
    def recognised(self) -> bool:
        """Has it recognised by the end of the week that was played last?"""
        return bool(self._game.recognised[self.seat])

    @property
    def _game(self) -> "NegotiationModel":
        assert isinstance(self.model, NegotiationModel)
        return self.model


class NegotiationModel(mesa.Model):
    """World `world` of a scenario, week by week.

    scenario_name   a shipped name or a path
    seed            the seed of the run that the world belongs to; None means 1
    world           which world of that run
    rules           settings, by dotted name or with `__` for the dot:
                    `NegotiationModel("kosovo_2007", council__veto=False)`; in `mesa.batch_run` also
                    `parameters={"rules.council.veto": [True, False], "world": range(100)}`

    In `mesa.batch_run` the seed goes among the parameters up to Mesa 3.4 (`"seed": [5]`), and into its
    argument `rng` from 3.5 on (`rng=[5]`); without either it is 1.

    One step is one week. When the horizon is reached one last step closes the model: it plays nothing and
    sets `running` to False, because `batch_run` of Mesa 3.3 reports the row before the last step.

    >>> model = NegotiationModel("kosovo_2007", seed=1, world=3)
    >>> model.step()
    >>> model.state.week, model.actor("Serbia").code
    (1, 'RS')
    """

    def __init__(self, scenario_name: str, seed: int | None = None, world: int = 0, **rules: Any) -> None:
        number = 1 if seed is None else int(seed)
        super().__init__(rng=number)
        if int(world) < 0 or number < 0:
            raise ValueError(f"expected seed and world from 0 on, found {number!r} and {world!r}")
        self.world, self.number = int(world), number
        # Mesa 3.5 has an attribute `scenario` of its own
        self.case = load(str(scenario_name), rules) if rules else load(str(scenario_name))
        self.setting = compile_setting(self.case)
        self.block, self.row = divmod(self.world, DRAW_BLOCK)
        self.traits = take(draw_traits(self.case, self.setting, number, self.block, self.row + 1), self.row)
        self.state = opening(self.setting, self.traits)
        self.actors: list[Actor] = [Actor(self, seat) for seat in range(len(self.setting.actors))]
        self._diary = Diary(self.setting, self.traits)
        self.datacollector = mesa.DataCollector(
            model_reporters=MODEL_REPORTERS, agent_reporters=AGENT_REPORTERS
        )
        self.datacollector.collect(self)  # pyright: ignore[reportUnknownMemberType]

    def actor(self, who: str) -> Actor:
        """An actor by code or name, in any case."""
        for actor in self.actors:
            if who.lower() in (actor.code.lower(), actor.name.lower()):
                return actor
        hint = nearest(who, [actor.name for actor in self.actors])
        raise KeyError(f"expected an actor's code or name, found {who!r}; {hint}")

    def step(self) -> None:
        """Play one week; after the horizon, close the model."""
        if self.state.week >= self.setting.weeks:
            self.running = False
            return
        luck = draw_shocks(self.setting, self.number, self.block, self.state.week, self.row + 1)
        shocks = take(luck, self.row)
        self.state = step(
            self.setting, self.traits, self.state, shocks, lambda s, beat: self._moves(s, shocks, beat)
        )
        self._diary.write(self.state)
        self.datacollector.collect(self)  # pyright: ignore[reportUnknownMemberType]

    def _moves(self, state: State, shocks: Shocks, beat: str) -> Moves:
        nothing = idle(state.stance.shape, len(self.setting.packages), len(self.setting.actors))
        parts: list[tuple[Index, Moves]] = []
        for seat in awaiting(self.setting, state, beat):
            actor = self.actors[int(seat)]
            if not len(heard_out(self.setting, state, actor.said_by, np.array([seat]), beat)):
                continue
            at = np.array([seat])
            if isinstance(actor.said_by, Foresight):
                parts.append((at, actor.said_by.moves(self.setting, self.traits, state, shocks, at, beat)))
                continue
            papers = papers_for(self.setting, state, actor.said_by, at, beat)
            view = observe(self.setting, self.traits, state, shocks, at, beat, papers=papers)
            parts.append((at, actor.decide(view)))
        return gather(parts, nothing) if parts else nothing

    @property
    def recognised(self) -> Mask:
        """(actor,) who has recognised by the end of the week that was played last."""
        return self.state.recognised_week < self.state.week

    @property
    def finished(self) -> bool:
        """Has the last week been played?"""
        return self.state.week >= self.setting.weeks

    @property
    def outcome(self) -> str | None:
        """The class of the outcome once the last week has been played, None before."""
        if not self.finished:
            return None
        done = finish(self.case, self.setting, self.traits, self.state, self._diary.closed())
        return list(self.case.outcomes)[int(done.outcome)]


Reader = Callable[[NegotiationModel], object]

READERS: dict[str, Reader] = {
    "week": lambda m: m.state.week,
    "talks_open": lambda m: bool(m.state.talks_open),
    "agreed": lambda m: bool(m.state.settled),
    "legitimacy": lambda m: float(m.state.legitimacy),
    "coordination": lambda m: float(m.state.coordination),
    "tension": lambda m: float(m.state.tension),
    "unity": lambda m: float(unity(m.setting, m.state)),
    "zone": lambda m: float(m.state.zone),
    "declared": lambda m: bool(m.state.declared_week < m.state.week),
    "recognisers": lambda m: int(m.recognised.sum()),
    "eu_recognisers": lambda m: int((m.recognised & m.setting.member).sum()),
    "incidents": lambda m: int(m.state.incidents),
    "outcome": lambda m: m.outcome,
}
MODEL_REPORTERS: dict[str, Any] = dict(READERS)
AGENT_REPORTERS: dict[str, Any] = {
    "code": "code",
    "stance": "stance",
    "readiness": "readiness",
    "outside_option": "outside_option",
    "committed": "committed",
    "recognised": "recognised",
}

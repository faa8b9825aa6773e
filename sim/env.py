"""The faces for reinforcement learning: a PettingZoo parallel environment, and a Gymnasium one for one seat.

One step is one week, and one action is one move of the table with its usual target (`sim.actions`): the
smallest choice that is still the game. What goes without saying (votes, answers, what a party would sign)
every seat does as doctrine would. The first two actions of every seat are to hold, and to do what its
strategy does, which is doctrine if it has no other; so a seat that always takes the second one plays the
ensemble's game.

An observation (`sim.observation`) is made from the seat's view and its desk alone: what a person in that seat
could know. The reward is the change of the seat's score over the week, in points, so that the rewards of a
game add up to what the score has risen by. A seat chooses on Monday, so it cannot wait for what others put
forward in the same week. A game is cut off (truncated) at its end.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.actions import HOLD, USUAL, offered, options
from sim.acts import SPECS, Act, ActError, to_acts
from sim.arrays import Array
from sim.compile import compile_setting
from sim.extras import need
from sim.faults import IllegalMove
from sim.goals import aims
from sim.idle import idle
from sim.observation import Floats, layout, seen
from sim.rules import open_week
from sim.rules.legality import complaints
from sim.rules.particulars import mistakes
from sim.scenario import laid_over, load
from sim.schema import Scenario
from sim.score import score
from sim.sittings import last_week
from sim.state import Moves, State, View
from sim.strategies import Strategy
from sim.strategies.doctrine import doctrine
from sim.table import Table
from sim.views import observe
from sim.worlds import by_seat, gather

for _package in ("pettingzoo", "gymnasium"):
    need(_package, "rl")

import gymnasium as gym  # noqa: E402 (what says how to install it comes first)
from gymnasium import spaces  # noqa: E402
from pettingzoo import ParallelEnv  # noqa: E402

Observation = dict[str, Any]
"""`observation` (number,) from -1 to 1, see `sim.observation.FIELDS`; `action_mask` (action,) 1 for open"""
Info = dict[str, Any]
"""`refused`: why nothing was done of an action; empty otherwise"""


class Negotiation(ParallelEnv[str, Observation, Any]):
    """A game with learners in some of its seats, doctrine or other strategies in the rest.

    scenario     a shipped name, a path, or a Scenario
    agents       seats that learn, by id, name or alias; None for all of them
    rules        settings laid over the scenario
    strategies   of the other seats, as `sim.worlds.run` takes them
    weeks        how many weeks are played; to the end of the game without it

    Of an action that is not open nothing is done, and `info` says why (`refused`). Without a seed `reset`
    goes on to the next world of the same one. `labels` names the actions of a seat, `fields` the places in an
    observation.

    >>> env = Negotiation("example", weeks=2)
    >>> observations, infos = env.reset(seed=7)
    >>> env.agents
    ['UP', 'LO', 'CO']
    >>> step = env.step(dict.fromkeys(env.agents, USUAL))
    >>> step[3]["UP"], env.step(dict.fromkeys(env.agents, HOLD))[3]["UP"], env.agents
    (False, True, [])
    """

    metadata: dict[str, Any] = {  # noqa: RUF012
        "name": "finalstatus_v0",
        "render_modes": [],
        "is_parallelizable": True,
    }
    render_mode: str | None = None

    def __init__(
        self,
        scenario: Scenario | str = "kosovo_2007",
        agents: Iterable[str] | None = None,
        *,
        rules: Mapping[str, object] | None = None,
        strategies: Mapping[str, Strategy | str] | None = None,
        weeks: int | None = None,
    ) -> None:
        settings = rules or {}
        self.scenario = (
            load(scenario, settings) if isinstance(scenario, str) else laid_over(scenario, settings)
        )
        self.setting = compile_setting(self.scenario)
        self.strategies = by_seat(self.scenario, strategies or {})
        game = last_week(self.scenario) + 1
        self.weeks = game if weeks is None else weeks
        self.seed, self.world = 1, -1
        table = self._table()
        named = None if agents is None else {table.seat(who) for who in agents}
        seats = self.setting.party | self.setting.recogniser
        everybody = [actor for actor, sits in zip(self.setting.actors, seats, strict=True) if sits]
        self.possible_agents = [seat for seat in everybody if named is None or seat in named]
        self.agents: list[str] = []
        self._at = {seat: self.setting.actors.index(seat) for seat in self.possible_agents}
        self._aims = aims(self.scenario, self.setting)
        self._options = {seat: options(self.setting, i, game) for seat, i in self._at.items()}
        self.labels = {seat: [one.label for one in own] for seat, own in self._options.items()}
        self.table = table
        self._now: dict[str, list[tuple[list[Act], str]]] = {}
        self._nothing = idle((len(self.setting.actors),), len(self.setting.packages))
        view = self._view(self.possible_agents)
        self.fields = layout(view, self.setting.weeks)
        width = max(part.stop for part in self.fields.values())
        self.observation_spaces = {
            seat: spaces.Dict(
                {
                    "observation": spaces.Box(-1.0, 1.0, (width,), np.float32),
                    "action_mask": spaces.Box(0, 1, (len(own),), np.int8),
                }
            )
            for seat, own in self._options.items()
        }
        self.action_spaces = {seat: spaces.Discrete(len(own)) for seat, own in self._options.items()}

    def _table(self) -> Table:
        return Table(
            self.scenario,
            self.seed,
            max(self.world, 0),
            strategies=self.strategies,
            weeks=self.weeks,
        )

    def observation_space(self, agent: str) -> gym.Space[Observation]:
        """What a seat observes."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> gym.Space[Any]:
        """What a seat can do; see `labels`."""
        return self.action_spaces[agent]

    def render(self) -> None:
        """Nothing: other faces show a game."""

    def close(self) -> None:
        """Nothing is held open."""

    def reset(
        self, seed: int | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[dict[str, Observation], dict[str, Info]]:
        """Begin a game: world 0 of a seed (or `options["world"]`), or the next world of the last one."""
        self.world = 0 if seed is not None else self.world + 1
        self.world = int((options or {}).get("world", self.world))
        self.seed = self.seed if seed is None else seed
        self.table = self._table()
        self.agents = list(self.possible_agents)
        self._score = self._scored()
        return self._observed(), {seat: {} for seat in self.agents}

    def step(
        self, actions: Mapping[str, int]
    ) -> tuple[
        dict[str, Observation],
        dict[str, float],
        dict[str, bool],
        dict[str, bool],
        dict[str, Info],
    ]:
        """Play a week: observations, rewards, terminations (never), truncations (at the end), infos."""
        seats, week = self.agents, self.table.week
        infos: dict[str, Info] = {seat: {} for seat in seats}
        chosen = self._chosen({seat: int(actions[seat]) for seat in seats}, infos)
        while not self.table.finished and self.table.week == week:
            self._play(chosen, infos)
        before, self._score = self._score, self._scored()
        over = self.table.finished
        observed = self._at_the_end() if over else self._observed()
        gained = {seat: float(self._score[i] - before[i]) for seat, i in self._at.items()}
        if over:
            self.agents = []
        return observed, gained, dict.fromkeys(seats, False), dict.fromkeys(seats, over), infos

    # ------------------------------------------------------------ a week

    def _chosen(self, actions: Mapping[str, int], infos: dict[str, Info]) -> dict[str, tuple[str, list[Act]]]:
        """What the seats that decide for themselves do beside their votes and answers: a beat, and acts."""
        out: dict[str, tuple[str, list[Act]]] = {}
        for seat, action in actions.items():
            if not 0 <= action < len(self._now[seat]):
                last = len(self._now[seat]) - 1
                raise ValueError(f"expected an action of {seat} from 0 to {last}, found {action!r}")
            if action == USUAL:
                self.table.take_over(seat, self.strategies.get(seat, doctrine))
                continue
            self.table.free(seat)
            acts, why = self._now[seat][action]
            infos[seat] |= {"refused": why} if why else {}
            out[seat] = (self._options[seat][action].beat, [] if why else acts)
        return out

    def _play(self, chosen: Mapping[str, tuple[str, list[Act]]], infos: dict[str, Info]) -> None:
        """Play the present beat: what was chosen for it, and what goes without saying."""
        if waits := self.table.awaiting():
            usual = doctrine(self._view(waits))
            for i, seat in enumerate(waits):
                beat, acts = chosen[seat]
                acts = acts if beat == self.table.beat else []
                as_usual = to_acts(self.setting, usual, i, self._at[seat], self.table.beat)
                try:
                    self.table.submit(seat, self._beside(seat, acts, as_usual))
                except (ActError, IllegalMove) as e:
                    infos[seat]["refused"] = str(e)
                    self.table.submit(seat, self._beside(seat, [], as_usual))
        self.table.step()

    def _beside(self, seat: str, acts: list[Act], usual: list[Act]) -> list[Act]:
        """Acts, and beside them those that cost nothing, are allowed, and do not contradict them."""
        out = list(acts)
        for act in usual:
            if SPECS[act["move"]].free:
                try:
                    self.table.check(seat, [*out, act])
                except (ActError, IllegalMove):
                    continue
                out.append(act)
        return out

    # ------------------------------------------------------------ what is seen

    def _view(self, seats: Sequence[str], state: State | None = None) -> View:
        t, at = self.table, np.array([self._at[seat] for seat in seats])
        return observe(t.setting, t.traits, state or t.state, t.shocks, at, t.beat, papers="all")

    def _wrong(self, seat: int, moves: Moves, beat: str) -> list[str]:
        """What the table would say to moves of a seat at a beat of this week."""
        t = self.table
        alone = gather([(np.array([seat]), moves)], self._nothing)
        said = complaints(t.setting, t.traits, t.state, seat, moves, beat)
        return said + mistakes(t.setting, t.traits, t.state, seat, alone, beat)

    def _scored(self) -> Array:
        t = self.table
        return score(self._aims, t.setting, t.traits, t.ended).total

    def _observed(self) -> dict[str, Observation]:
        """What is seen at the opening of a week, and what is open in it."""
        view = self._view(self.agents)
        rows = seen(view, self.setting.weeks)
        for i, seat in enumerate(self.agents):
            self._now[seat] = offered(self.setting, view, i, self._options[seat], self._wrong)
        masks = {seat: [not why for _, why in self._now[seat]] for seat in self.agents}
        self._seen = {seat: shown(row, masks[seat]) for seat, row in zip(self.agents, rows, strict=True)}
        return self._seen

    def _at_the_end(self) -> dict[str, Observation]:
        """What is seen when the game is over: the Monday after it, if there is one; one can only hold."""
        rows = [self._seen[seat]["observation"] for seat in self.agents]
        ended = self.table.ended
        if ended.week < self.setting.weeks:
            after = open_week(self.setting, self.table.traits, ended)
            rows = seen(self._view(self.agents, after), self.setting.weeks)
        return {
            seat: shown(row, [action == HOLD for action in range(len(self._options[seat]))])
            for seat, row in zip(self.agents, rows, strict=True)
        }


def shown(row: Floats, open_: Sequence[bool]) -> Observation:
    """An observation of one seat."""
    return {"observation": row, "action_mask": np.array(open_, dtype=np.int8)}


class Seat(gym.Env[Observation, Any]):
    """The same game for one learner: a Gymnasium environment, the other seats as `Negotiation` has them.

    >>> env = Seat("example", "Upper Town", weeks=1)
    >>> observation, info = env.reset(seed=7)
    >>> env.step(USUAL)[2:]
    (False, True, {})
    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012

    def __init__(self, scenario: Scenario | str, seat: str, **settings: Any) -> None:
        self.game = Negotiation(scenario, [seat], **settings)
        (self.seat,) = self.game.possible_agents
        self.observation_space = self.game.observation_space(self.seat)
        self.action_space = self.game.action_space(self.seat)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Begin a game, as `Negotiation.reset`."""
        super().reset(seed=seed)
        observed, infos = self.game.reset(seed, options)
        return observed[self.seat], infos[self.seat]

    def step(self, action: int) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Play a week."""
        observed, rewards, ended, cut, infos = self.game.step({self.seat: action})
        return (
            observed[self.seat],
            rewards[self.seat],
            ended[self.seat],
            cut[self.seat],
            infos[self.seat],
        )

"""One game at a table: seats speak, decide and are played, one beat after the other; nothing blocks.

The table plays the functions of the ensemble: a game in which nobody sits at it is world `world` of
`sim.worlds.run(scenario, seed=seed)`, to the bit. A person replaces the moves of one seat and nothing else.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, cast

import numpy as np

from sim.acts import Act, ActError, to_moves
from sim.compile import compile_setting
from sim.diary import Diary
from sim.faults import IllegalMove, nearest
from sim.idle import idle
from sim.measures import classify
from sim.news import News, done_openly, happened
from sim.rules import answer, notes_wait, open_week, opening, resolve, talk
from sim.rules.legality import complaints
from sim.rules.particulars import mistakes
from sim.scenario import laid_over, load
from sim.schema import Scenario
from sim.sittings import last_week, sittings
from sim.state import Moves, State, View, take
from sim.strategies import Strategy, find
from sim.strategies.doctrine import doctrine
from sim.strategies.legal import fault
from sim.strategies.planner import Foresight
from sim.strategies.writing import Writing
from sim.views import observe
from sim.worlds import (
    DRAW_BLOCK,
    Seats,
    awaiting,
    by_seat,
    chosen,
    decide,
    draw_shocks,
    draw_traits,
    finish,
    foreseeing,
    gather,
    seat_groups,
)

MOST_ACTS = 32
"""Acts of one seat at one beat; a longer list is refused unread."""


class Table:
    """One game of one world, beat by beat.

    scenario     a shipped name, a path, or a Scenario
    seed, world  which world of which run
    rules        settings laid over the scenario, such as {"rules.council.veto": False}
    strategies   of simulated seats, as `sim.worlds.run` takes them; doctrine for the others
    humans       the seats that wait for `submit`, by id, name or alias
    weeks        how many weeks are played, at most and without it those up to the horizon
    letters      whether simulated seats write notes to people, at each sitting; see `sim.strategies.writing`

    >>> table = Table("kosovo_2007", seed=1, world=3, humans=["Slovakia"])
    >>> table.week, table.awaiting()
    (0, ['SK'])
    >>> table.submit("SK", [])
    >>> table.step()
    >>> table.week, table.beat
    (0, 'decide')
    """

    def __init__(
        self,
        scenario: Scenario | str,
        seed: int = 1,
        world: int = 0,
        *,
        rules: Mapping[str, object] | None = None,
        strategies: Mapping[str, Strategy | str] | None = None,
        humans: Iterable[str] = (),
        weeks: int | None = None,
        letters: bool = False,
    ) -> None:
        if seed < 0 or world < 0:
            raise ValueError(f"expected seed and world from 0 on, found {seed!r} and {world!r}")
        settings = rules or {}
        loaded = load(scenario, settings) if isinstance(scenario, str) else laid_over(scenario, settings)
        self.scenario, self.seed, self.world = loaded, seed, world
        self.setting = compile_setting(loaded)
        self.block, self.row = divmod(world, DRAW_BLOCK)
        self.traits = take(draw_traits(loaded, self.setting, seed, self.block, self.row + 1), self.row)
        self.weeks = self.setting.weeks if weeks is None else max(min(weeks, self.setting.weeks), 1)
        self.first_strategies = by_seat(loaded, foreseen(loaded, strategies or {}))
        self.letters = letters
        self._first_weeks = frozenset(s.first for s in sittings(loaded, self.traits))
        self.first_humans = tuple(dict.fromkeys(self.seat(who) for who in humans))
        self._begin()

    def anew(self) -> "Table":
        """The same game, from its opening."""
        out = object.__new__(Table)
        vars(out).update(vars(self))
        out._begin()
        return out

    def _begin(self) -> None:
        self.strategies = dict(self.first_strategies)
        self.humans = list(self.first_humans)
        self._submitted: dict[str, Moves] = {}
        self._diary = Diary(self.setting, self.traits)
        self.news: list[News] = []
        self._monday(opening(self.setting, self.traits))

    def _monday(self, state: State) -> None:
        """Open the next week, unless the game is over."""
        self.ended = state
        """the state in which the last week ended"""
        self.beat = "talk"
        self.state = state
        if not self.finished:
            shocks = draw_shocks(self.setting, self.seed, self.block, state.week, self.row + 1)
            self.shocks = take(shocks, self.row)
            self.state = open_week(self.setting, self.traits, state)

    # ------------------------------------------------------------ what there is

    @property
    def week(self) -> int:
        """The week that is being played, from 0."""
        return self.state.week

    @property
    def monday(self) -> date:
        """The first day of the week that is being played."""
        return self.setting.start + timedelta(weeks=self.week)

    @property
    def finished(self) -> bool:
        """Has the last week been played?"""
        return self.ended.week >= self.weeks

    @property
    def measures(self) -> dict[str, float]:
        """The measures of the game as it stands after the last week that was played; none before the first."""
        if not self.ended.week:
            return {}
        done = finish(self.scenario, self.setting, self.traits, self.ended, self._diary.closed())
        return {name: float(value) for name, value in done.measures.items()}

    @property
    def outcome(self) -> str | None:
        """The class of the outcome once the last week has been played, None before."""
        if not self.finished:
            return None
        measures = {name: np.asarray(value) for name, value in self.measures.items()}
        return list(self.scenario.outcomes)[int(classify(measures, self.scenario.outcomes))]

    def seat(self, who: str) -> str:
        """The id of a seat by id, name or alias, in any case. IllegalMove: there is none, with the nearest one."""
        for id_, actor in self.scenario.actors.items():
            if who.strip().casefold() in (text.casefold() for text in (id_, actor.name, *actor.aliases)):
                at = self.setting.actors.index(id_)
                if not self.setting.negotiator[at]:
                    raise IllegalMove(
                        f"expected a seat of {self.scenario.id}, found {actor.name}, which only votes"
                    )
                return id_
        names = [*(a.name for a in self.scenario.actors.values()), *self.scenario.actors]
        raise IllegalMove(f"expected a seat of {self.scenario.id}, found {who!r}; {nearest(who, names)}")

    def view(self, seat: str) -> View:
        """What a seat may know at the present beat. IllegalMove: no such seat, or the game is over."""
        if self.finished:
            raise IllegalMove("the game is over: there is nothing left to look at from a seat")
        at = np.array([self.setting.actors.index(self.seat(seat))])
        return observe(self.setting, self.traits, self.state, self.shocks, at, self.beat, papers="all")

    def awaiting(self) -> list[str]:
        """The seats of persons that have to decide at the present beat."""
        return [seat for seat in self.asked() if seat not in self._submitted]

    def asked(self) -> list[str]:
        """The seats of persons that have something to decide at the present beat, whether they have or not."""
        if self.finished or not self.humans:
            return []
        asked = awaiting(self.setting, self.state, self.beat)
        return [a for i, a in enumerate(self.setting.actors) if a in self.humans and (asked == i).any()]

    # ------------------------------------------------------------ what a seat does

    def check(
        self, seat: str, acts: Sequence[Act] | Moves, week: int | None = None, beat: str | None = None
    ) -> Moves:
        """The moves of a seat at the present beat, if they can be submitted; nothing changes.

        week, beat   what the seat believes that it decides in; None for the present ones

        ActError: the acts are malformed. IllegalMove: not now, or not this; with everything that is wrong.
        """
        self._its_turn(seat := self.seat(seat), week, beat)
        at = self.setting.actors.index(seat)
        if isinstance(acts, Moves):
            wrong = fault(self.view(seat), acts)
            if wrong:
                raise ActError(f"moves of {seat}: {wrong}")
            moves = acts
        else:
            moves = to_moves(self.setting, at, well_formed(acts), self.week, self.beat)
        wrong = complaints(self.setting, self.traits, self.state, at, moves, self.beat)
        nothing = idle(self.state.stance.shape, len(self.setting.packages))
        alone = gather([(np.array([at]), moves)], nothing)
        wrong += mistakes(self.setting, self.traits, self.state, at, alone, self.beat)
        if wrong:
            raise IllegalMove("; ".join(wrong))
        return moves

    def _its_turn(self, seat: str, week: int | None, beat: str | None) -> None:
        """IllegalMove: it is not for this seat to decide now."""
        now = f"week {self.week}, {self.beat}"
        if self.finished:
            raise IllegalMove("the game is over: expected no more moves")
        meant = (self.week if week is None else week, self.beat if beat is None else beat)
        if meant != (self.week, self.beat):
            raise IllegalMove(f"expected moves for {now}; found moves for week {meant[0]!r}, {meant[1]}")
        if seat not in self.humans:
            raise IllegalMove(f"{seat} is played by its strategy: expected one of {listed(self.humans)}")
        if seat in self._submitted:
            raise IllegalMove(f"{seat} has decided already in {now}: withdraw first to decide anew")
        if seat not in self.asked():
            raise IllegalMove(f"{seat} has nothing to decide in {now}: expected {listed(self.awaiting())}")

    def submit(
        self, seat: str, acts: Sequence[Act] | Moves, week: int | None = None, beat: str | None = None
    ) -> None:
        """Decide for a seat at the present beat; sealed until it is played. Errors as `check`: nothing changes."""
        self._submitted[self.seat(seat)] = self.check(seat, acts, week, beat)

    def withdraw(self, seat: str) -> None:
        """Take back what a seat has submitted at the present beat. IllegalMove: it has not."""
        if self._submitted.pop(seat := self.seat(seat), None) is None:
            raise IllegalMove(f"{seat} has submitted nothing in week {self.week}, {self.beat}")

    def take_over(self, seat: str, strategy: Strategy | str = doctrine) -> None:
        """A strategy plays a seat from the present beat on; what the person had submitted is taken back."""
        seat = self.seat(seat)
        plays = find(strategy) if isinstance(strategy, str) else strategy
        self._submitted.pop(seat, None)
        self.humans = [one for one in self.humans if one != seat]
        self.strategies[seat] = foreseeing(self.scenario, plays)

    def free(self, seat: str) -> None:
        """A person plays a seat from the present beat on."""
        seat = self.seat(seat)
        if seat not in self.humans:
            self.humans.append(seat)

    # ------------------------------------------------------------ what is played

    def moves(self) -> Moves:
        """What all seats do at the present beat, once nobody is awaited."""
        return decide(self.setting, self.traits, self.state, self.shocks, self._seats(), self.beat)

    def step(self) -> None:
        """Play the present beat. IllegalMove: somebody is awaited, or the game is over; nothing changes."""
        if self.finished:
            raise IllegalMove("the game is over: expected no more steps")
        if waits := self.awaiting():
            raise IllegalMove(f"week {self.week}, {self.beat}: expected the moves of {listed(waits)} first")
        before, week = self.state, (self.setting, self.traits)
        moves = self.moves()
        self._submitted = {}
        if self.beat == "talk":
            self.state = talk(*week, before, moves, self.shocks)
            self.beat = "answer" if notes_wait(self.state) else "decide"
        elif self.beat == "answer":
            self.state, self.beat = answer(*week, before, moves), "decide"
        else:
            ended = resolve(*week, before, moves, self.shocks)
            self._diary.write(ended)
            self._monday(ended)
        self.news = happened(self.setting, before, self.state, self.humans)
        if self.beat == "talk":  # a week is over
            self.news += done_openly(*week, before, moves, self.ended)

    def _seats(self) -> Seats:
        """Who decides how: simulated seats by their strategy, a person's seat by what was submitted."""
        actors = self.setting.actors
        simulated = {a: self.strategies.get(a, doctrine) for a in actors if a not in self.humans}
        groups = [
            (seats, strategy)
            for seats, strategy in seat_groups(
                self.setting, {**simulated, **dict.fromkeys(self.humans, silent)}
            )
            if strategy is not silent
        ]
        if self.letters and self.humans and self.beat == "talk" and self.week in self._first_weeks:
            people = tuple(actors.index(seat) for seat in self.humans)
            groups = [
                (seats, writing(strategy, people, last_week(self.scenario))) for seats, strategy in groups
            ]
        own = [(np.array([actors.index(seat)]), played(moves)) for seat, moves in self._submitted.items()]
        return [*groups, *own]


def foreseen(scenario: Scenario, strategies: Mapping[str, Strategy | str]) -> dict[str, Strategy | str]:
    """Strategies with one forecast for all seats that share one that looks ahead."""
    made: dict[int, Strategy] = {}
    plays = chosen(scenario, strategies)
    return {seat: made.setdefault(id(one), foreseeing(scenario, one)) for seat, one in plays.items()}


def writing(strategy: Strategy, people: tuple[int, ...], last: int) -> Strategy:
    """A strategy that writes to people; one that looks ahead has its own way with notes."""
    if isinstance(strategy, Foresight):
        return cast(Strategy, strategy)
    return Writing(strategy, people, last)


def silent(view: View) -> Moves:
    """Stands for persons where seats are grouped; never asked."""
    raise AssertionError(view.seat)


def played(moves: Moves) -> Strategy:
    """What was submitted, as a strategy."""
    return lambda view: moves


def well_formed(acts: object) -> list[Act]:
    """A list of acts, each a table of plain values, days as text. ActError: something else was found."""
    if not isinstance(acts, list | tuple):
        raise ActError(f"expected a list of acts, found {type(acts).__name__}")
    given = list(cast(Sequence[object], acts))
    if len(given) > MOST_ACTS:
        raise ActError(f"expected at most {MOST_ACTS} acts, found {len(given)}")
    for act in given:
        if not isinstance(act, dict) or not all(isinstance(k, str) for k in cast(dict[Any, Any], act)):
            raise ActError(
                f"expected an act such as {{'move': 'hold'}}, found {repr(cast(object, act))[:60]}"
            )
    try:
        return json.loads(json.dumps(given, default=day, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as e:
        raise ActError(
            f"expected plain values (text, numbers, true or false) in acts, found others: {e}"
        ) from None


def day(value: object) -> str:
    """A day as text. TypeError: it is none."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__}")


def listed(seats: Iterable[str]) -> str:
    """Seats in a sentence."""
    return ", ".join(seats) or "nobody"

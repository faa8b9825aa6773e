"""Courses of events, as far as they are scored: those of the model's worlds, and the one that was real.

Both have the same shape, so that any world can stand where history stands. A day counts as its week, the
model's clock, for the worlds and for history alike.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from sim.analysis.history import History
from sim.analysis.scorecard.plan import plan
from sim.arrays import NEVER, Array, Index, Mask
from sim.compile import compile_setting, week_of
from sim.measures import QUARTER
from sim.rules import opening
from sim.rules.council import BLOCKED, ENDORSED, SHORT, TALKS
from sim.schema import Scenario
from sim.setting import Setting
from sim.state import State, head
from sim.worlds import block_sizes, draw_shocks, draw_traits, play_week, seat_groups

ANSWERS = ("endorsed", "blocked or short of votes", "more talks")
"""What the Security Council may answer."""
ANSWER_OF = {BLOCKED: 1, SHORT: 1, TALKS: 2, ENDORSED: 0}


@dataclass(frozen=True)
class Courses:
    """What is scored of one or more courses of events."""

    members: tuple[str, ...]
    dates: Index
    """(date,) weeks of the plan's dates"""
    last: int
    """last week before the horizon; what has not come by then has not come"""
    recognised: Index
    """(world, member) week of recognition, NEVER without"""
    declared: Index
    """(world,) week of the declaration, NEVER without"""
    agreed: Mask
    """(world,) an agreement by the deadline"""
    mission: Mask
    """(world,) the mission adopted"""
    abstaining: Index
    """(world,) members that abstained at the last vote on the mission"""
    answer: Index
    """(world,) index in ANSWERS, -1 where the Council never voted"""
    violence: Mask
    """(world,) the flashpoint caught fire within 13 weeks of declaring; False without a declaration"""

    @property
    def by_date(self) -> Mask:
        """(world, member, date) who has recognised by each date; without a declaration nobody has."""
        return self.recognised[..., None] <= self.dates

    @property
    def heads(self) -> Index:
        """(world, date) members that have recognised."""
        return self.by_date.sum(1)

    def some(self, worlds: Mask) -> "Courses":
        """Some of the worlds."""
        return replace(
            self,
            recognised=self.recognised[worlds],
            declared=self.declared[worlds],
            agreed=self.agreed[worlds],
            mission=self.mission[worlds],
            abstaining=self.abstaining[worlds],
            answer=self.answer[worlds],
            violence=self.violence[worlds],
        )

    def without(self, member: int) -> "Courses":
        """As if one member were no member; who abstained is known by number alone and stays."""
        others = self.members[:member] + self.members[member + 1 :]
        return replace(self, members=others, recognised=np.delete(self.recognised, member, axis=-1))


def date_weeks(scenario: Scenario) -> Index:
    """The weeks that the plan's dates lie in. (date,)"""
    return np.array([week_of(scenario, day) for day in plan().dates], dtype=np.int64)


def member_ids(setting: Setting) -> tuple[str, ...]:
    """The members, in the scenario's order."""
    return tuple(a for a, member in zip(setting.actors, setting.member, strict=True) if member)


def real(scenario: Scenario, history: History) -> Courses:
    """What happened, as a single world."""
    setting = compile_setting(scenario)
    members = member_ids(setting)
    weeks = [
        week_of(scenario, history.recognised[m].date) if m in history.recognised else NEVER for m in members
    ]
    return Courses(
        members=members,
        dates=date_weeks(scenario),
        last=setting.weeks - 1,
        recognised=np.array([weeks], dtype=np.int64),
        declared=np.array([week_of(scenario, history.declaration.date)], dtype=np.int64),
        agreed=np.array([history.agreement.reached]),
        mission=np.array([history.mission.date is not None]),
        abstaining=np.array([len(history.mission.abstained)], dtype=np.int64),
        answer=np.array([ANSWERS.index(history.council.answer)], dtype=np.int64),
        violence=np.array([history.violence.happened]),
    )


def simulated(
    scenario: Scenario, history: History, worlds: int, seed: int, progress: Callable[[int], None]
) -> tuple[Courses, Array]:
    """The worlds of `sim.worlds.run`, and the readiness that each of them opens with. (world, member), points

    They are played here because the Council's answer stands in a world's last state alone.
    """
    setting = compile_setting(scenario)
    place = setting.flashpoints.index(history.violence.flashpoint)
    by = week_of(scenario, history.agreement.by)
    parts: list[Courses] = []
    ready: list[Array] = []
    for block, n in enumerate(block_sizes(worlds)):
        state, coded = play(scenario, setting, seed, block, n)
        parts.append(course(scenario, setting, state, place, by))
        ready.append(coded[:, setting.member])
        progress(sum(len(x) for x in ready))
    return joined(parts), np.concatenate(ready)


def play(scenario: Scenario, setting: Setting, seed: int, block: int, worlds: int) -> tuple[State, Array]:
    """The last state of the first worlds of a draw block, and their coded readiness. (world, actor)"""
    traits = head(draw_traits(scenario, setting, seed, block), worlds)
    state, seats = opening(setting, traits), seat_groups(setting, {})
    for week in range(setting.weeks):
        shocks = head(draw_shocks(setting, seed, block, week), worlds)
        state = play_week(setting, traits, state, shocks, seats)
    return state, traits.recognition


def course(scenario: Scenario, setting: Setting, state: State, place: int, by: int) -> Courses:
    """What is scored of worlds in their last state."""
    last = setting.weeks - 1
    since = state.flash_week[:, place] - state.declared_week
    lit = (state.flash_week[:, place] <= last) & (state.declared_week < NEVER)
    answer = np.full(len(state.council), -1, dtype=np.int64)
    for code, index in ANSWER_OF.items():
        answer[state.council == code] = index
    return Courses(
        members=member_ids(setting),
        dates=date_weeks(scenario),
        last=last,
        recognised=state.recognised_week[:, setting.member],
        declared=state.declared_week,
        agreed=state.agreed_week <= by,
        mission=state.mission_week < NEVER,
        abstaining=(state.mission_abstained & setting.member).sum(-1),
        answer=np.where(state.cover, 0, answer),
        violence=lit & (since >= 0) & (since < QUARTER),
    )


def joined(parts: list[Courses]) -> Courses:
    """Blocks of worlds, one after the other."""
    return replace(
        parts[0],
        recognised=np.concatenate([p.recognised for p in parts]),
        declared=np.concatenate([p.declared for p in parts]),
        agreed=np.concatenate([p.agreed for p in parts]),
        mission=np.concatenate([p.mission for p in parts]),
        abstaining=np.concatenate([p.abstaining for p in parts]),
        answer=np.concatenate([p.answer for p in parts]),
        violence=np.concatenate([p.violence for p in parts]),
    )

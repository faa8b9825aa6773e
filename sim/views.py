"""What a seat may know. Nothing else leaves the State before the debrief."""

import numpy as np

from sim.arrays import Index, in_columns
from sim.papers import Papers, desk
from sim.rules import own_pace
from sim.rules.declaration import may_declare, talks_failed
from sim.rules.deeds import votes_held
from sim.rules.leaning import leanings
from sim.rules.members import path_offered
from sim.rules.stance import unity
from sim.rules.utility import others_gain
from sim.setting import Setting
from sim.state import Shocks, State, Traits, View


def observe(
    setting: Setting,
    traits: Traits,
    state: State,
    shocks: Shocks,
    seats: Index,
    beat: str,
    *,
    papers: Papers = "none",
) -> View:
    """The view of some seats at once; `(..., seat)` where it is their own, public facts once for all.

    Public: the calendar, what was said, tabled, agreed, declared, recognised, and the state of the
    process. Own: utilities, outside option, readiness, motives. The declarer's forecast is public
    knowledge, made from expressed stances alone.

    seats   (seat,)   indices among the actors
    papers  what lies on the seats' desks: see `sim.papers`
    beat    talk (offers and texts) or decide (everything else)
    """
    m, week = traits.mechanism, state.week

    everyone = len(seats) == len(setting.actors)
    due = votes_held(setting, traits, state)

    def own(values: np.ndarray, axis: int = -1) -> np.ndarray:
        return values if everyone else np.take(values, seats, axis=axis)

    return View(
        beat=beat,
        week=week,
        seat=seats,
        actors=setting.actors,
        party=setting.party[seats],
        declarer=setting.declarer[seats],
        title_holder=setting.title_holder[seats],
        mediator=setting.mediator[week][seats],
        chair=setting.chair[week][seats],
        council=setting.council[week][seats],
        member=setting.member[seats],
        patron=setting.patron[seats],
        contributor=setting.contributor[seats],
        candidate=setting.candidate[seats],
        lobbies=setting.rules.lobbying & (seats[:, None] == setting.lobbyists).any(-1),
        side=setting.side[seats],
        sides=setting.side,
        recogniser=setting.recogniser,
        parties=setting.parties,
        pact=setting.pact,
        draft=setting.text if setting.text >= 0 else setting.pact,
        package_value=setting.package_value[:, setting.key],
        session=state.session,
        talks_open=state.talks_open,
        settled=state.settled,
        declared=state.declared,
        legitimacy=state.legitimacy,
        coordination=state.coordination,
        tension=state.tension,
        text=state.text,
        offer=state.offer,
        offers=state.offers,
        stance=state.stance,
        position=traits.position[..., setting.key],
        recognised=state.recognised,
        standing=setting.standing,
        path_offered=path_offered(traits, state),
        group=state.group,
        practical_offer=state.practical_offer,
        challenger_won=state.challenger_won,
        may_declare=may_declare(setting, traits, state),
        due=due,
        talks_failed=talks_failed(setting, traits, state)[..., None] & setting.declarer[seats],
        luck=own(shocks.luck),
        utility=own(state.package_utility, -2),
        no_deal=own(state.no_deal),
        demand=own(state.demand),
        firmness=own(traits.firmness),
        hope=own(state.hope),
        talks=own(traits.talks),
        mission=own(traits.mission),
        guarantee=own(traits.guarantee),
        readiness=own(state.readiness),
        home=own(state.home),
        vote_error=own(traits.vote_error, -2),
        declare_index=in_columns(
            np.flatnonzero(setting.declarer[seats]), state.declare_index[..., None], len(seats)
        ),
        expected_end=own(state.expected_end),
        pace=own(own_pace(setting, traits, state)),
        first_concession=m.first_concession,
        float_pact=m.float_pact,
        text_haggle=m.text_haggle,
        block_tolerance=m.block_tolerance,
        mediator_hope=m.mediator_hope,
        alarm=m.alarm,
        joins_doubters=m.joins_doubters,
        joins_pioneers=m.joins_pioneers,
        practical_joins=m.practical_joins,
        leaning_band=m.leaning_band,
        vote_stray=m.vote_stray,
        leaning=own(leanings(setting, traits, state, due), -2),
        information=setting.rules.information if len(setting.parties) > 1 else "private",
        others_gain=own(others_gain(setting, state), -2),
        side_payments=setting.rules.side_payments,
        unity=unity(setting, state),
        patronage=setting.rules.patronage[seats],
        capital=setting.rules.lobbying_capital,
        troops_by_move=setting.rules.reinforce == "by_move_only",
        desk=None if papers == "none" else desk(setting, traits, state, seats, papers),
    )

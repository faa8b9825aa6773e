"""The columns of a run on disk, one by one: what stands in each, in which unit, and what null means there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from sim.arrays import Mask
from sim.schema import Scenario
from sim.setting import Setting

WHOLE, TEXT, NUMBER, YES_NO, WEEK, WEEKLY = "whole", "text", "number", "yes or no", "week", "number a week"
"""Kinds of columns. A week is counted from the scenario's first, 0."""


@dataclass(frozen=True)
class Column:
    """One column."""

    name: str
    kind: str
    unit: str
    text: str
    null: str = "never"


MEASURES = {
    "settled": "1 if a package with a status is in force, else 0",
    "pact": "1 if the pact is in force, else 0",
    "status": "place of the settlement on the key issue",
    "agreement_by_deadline": "1 if agreed by the week of the deadline's date, else 0",
    "agreement_week": "week of the agreement",
    "zopa_width": "width of the zone of possible agreement at the last scheduled session; below 0 there is none",
    "declarer_outside_option": "what no agreement is worth to the declarer then",
    "title_holder_outside_option": "what no agreement is worth to the title holder then",
    "pact_suits_declarer": "1 if the pact was then worth at least no agreement to the declarer, else 0",
    "pact_suits_title_holder": "the same for the title holder",
    "pact_suits_its_patron": "the same for the title holder's patron",
    "table_width": "the zone among what lay on the table at the last session",
    "nash_product": "geometric mean of the parties' gains by what was agreed; 0 without an agreement",
    "left_on_table": "what all parties could still have gained by another package",
    "declarer_demand": "utility that the declarer asked for at the last session",
    "title_holder_demand": "utility that the title holder asked for at the last session",
    "declarer_conceded": "share of the way from its best package to no agreement that the declarer gave up there",
    "title_holder_conceded": "the same for the title holder",
    "ripe_weeks": "weeks that were ripe for an agreement, before one or a declaration",
    "sessions": "sessions of the talks held",
    "texts": "texts that the mediators tabled",
    "legitimacy": "legitimacy of the process",
    "exhausted": "1 if the members declared the talks exhausted, else 0",
    "talks_alive": "1 if talks are open and nothing is declared, else 0",
    "declared": "1 if independence is declared, else 0",
    "declaration_week": "week of the declaration",
    "coordination": "coordination of the declaration",
    "backers": "share of the backers' standing that agreed to the declaration in advance; 0 without one",
    "forecast": "share of standing expected to recognise, as last made public",
    "soft_landing": "half the coordination, and half of 100 less the highest tension of the 13 weeks after it",
    "recognisers": "states that have recognised",
    "eu_recognisers": "members that have recognised",
    "eu_recognisers_first_month": "members that recognised within four weeks of the declaration",
    "eu_votes_share": "recognising members' share of the weighted votes",
    "eu_population_share": "recognising members' share of the population",
    "eu_unity": "unity of the members: 0 split in halves, 100 all lean the same way",
    "mission": "1 if the mission of the members was adopted, else 0",
    "mission_week": "week in which it was",
    "mission_abstainers": "members that abstained at the last vote on the mission",
    "council_endorsed": "1 if the Security Council endorsed the outcome, else 0",
    "council_blocked": "1 if a veto was its last answer, else 0",
    "challenger_won": "1 if the challenger won the vote at home, 0 if not",
    "path": "how far the candidate is on its way to membership",
    "tension_peak": "highest tension",
    "incidents": "weeks with an incident",
    "flashpoints": "places to which trouble spread",
    "referendum_held": "1 if a referendum was held, else 0",
    "ratified": "1 if what was agreed is in force, else 0",
    "refusals": "parties whose voters said no",
}
"""What each measure is, at the horizon unless another time is said."""

UNDEFINED = {
    "status": "no settlement",
    "agreement_week": "no agreement",
    "table_width": "no session was held",
    "declarer_demand": "no session was held",
    "declarer_conceded": "no session was held",
    "title_holder_demand": "no session was held",
    "title_holder_conceded": "no session was held",
    "declaration_week": "nothing is declared",
    "soft_landing": "nothing is declared",
    "eu_recognisers_first_month": "nothing is declared",
    "mission_week": "it was not adopted",
    "challenger_won": "no vote was held",
}
"""What null means in a measure, where it is always the same."""


def columns(scenario: Scenario, setting: Setting, measures: Iterable[str]) -> list[Column]:
    """Every column of a run, in order.

    measures   the names of its measures: a rule may add some
    """
    horizon = f"from 0 to {setting.weeks - 1}, the last week of the run"
    return [
        Column("world", WHOLE, "number", "number of the world, from 0; the same in a run of any length"),
        Column("outcome", TEXT, "class", f"where it ends: {', '.join(scenario.outcomes)}"),
        *(measure(scenario, name) for name in measures),
        *(
            Column(f"recognised_{id_}", WEEK, "week", f"week in which {name} recognises, {horizon}", "it never does")
            for id_, name in those(setting, setting.recogniser | setting.member)
        ),
        *(
            Column(
                f"mission_{id_}", YES_NO, "yes or no", f"whether {name} backed the mission at its last vote",
                "no vote was held",
            )
            for id_, name in those(setting, setting.member)
        ),
        *(
            Column(
                f"stance_{id_}", NUMBER, "points",
                f"{name}'s expressed readiness to recognise, -100 to 100: the mean of the weeks until the declaration, "
                "an agreement or the horizon",
            )
            for id_, name in those(setting, setting.recogniser)
        ),
        Column("tension", WEEKLY, "points", f"tension at the end of each week, {horizon}; in whole points"),
    ]  # fmt: skip


def those(setting: Setting, who: Mask) -> Iterator[tuple[str, str]]:
    """Ids and names of some actors."""
    for i in np.flatnonzero(who).tolist():
        yield setting.actors[i], setting.names[i]


def measure(scenario: Scenario, name: str) -> Column:
    """The column of a measure. KeyError: it is not described."""
    from sim.analysis.units import unit

    text, null = described(scenario, name)
    return Column(name, NUMBER, unit(name).replace("share", "0 or 1"), text, null)


def described(scenario: Scenario, name: str) -> tuple[str, str]:
    """What a measure is, and what null means in it. KeyError: it is not described."""
    for prefix, text, null in (
        ("yes_share_", "share of yes in the referendum of {who}", "no referendum was held"),
        ("refused_", "1 if the voters of {who} said no, else 0", "never"),
    ):
        if name.startswith(prefix):
            id_ = name.removeprefix(prefix)
            who = next((a.name for key, a in scenario.actors.items() if key.lower() == id_), id_)
            return text.format(who=who), null
    for place, flashpoint in scenario.flashpoints.items():
        if name == f"flashpoint_{place}":
            return f"1 if trouble spread to {flashpoint.name}, else 0", "never"
        if name == f"flashpoint_{place}_13_weeks":
            return (
                f"1 if it did so within 13 weeks of the declaration: {flashpoint.name}",
                "nothing is declared",
            )
    return MEASURES[name], UNDEFINED.get(name, "the scenario has nobody whom it is about")

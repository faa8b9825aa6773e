"""The unit of every measure, and what to call it on a chart."""

from sim.tables import AMOUNTS, SHARES

SHARE, POINTS, NUMBER, WEEK, PART = "share", "points", "number", "week", "0 to 1"
"""A share is of worlds: in each one it happens or does not. Weeks are counted from the scenario's first, 0."""

HAPPENS = (
    "settled",
    "pact",
    "agreement_by_deadline",
    "pact_suits_declarer",
    "pact_suits_title_holder",
    "pact_suits_its_patron",
    "exhausted",
    "talks_alive",
    "declared",
    "mission",
    "council_endorsed",
    "council_blocked",
    "challenger_won",
    "referendum_held",
    "ratified",
)
COUNTED = (
    "sessions",
    "texts",
    "ripe_weeks",
    "refusals",
    "recognisers",
    "eu_recognisers",
    "eu_recognisers_first_month",
    "mission_abstainers",
    "incidents",
    "flashpoints",
)
PARTS = (
    "backers",
    "forecast",
    "eu_votes_share",
    "eu_population_share",
    "declarer_conceded",
    "title_holder_conceded",
)


def unit(measure: str) -> str:
    """The unit of a measure.

    >>> unit("declared"), unit("flashpoint_north"), unit("declaration_week"), unit("tension_peak")
    ('share', 'share', 'week', 'points')
    """
    if measure in HAPPENS or measure.startswith(("flashpoint_", "refused_")):
        return SHARE
    if measure in COUNTED:
        return NUMBER
    if measure in PARTS or measure.startswith("yes_share_"):
        return PART
    return WEEK if measure.endswith("_week") else POINTS


OWN_NAMES = {
    "declaration_week": "week of the declaration",
    "eu_recognisers": "members that have recognised",
    "eu_population_share": "recognising members' share of the population",
    "zopa_width": "zone of possible agreement",
}
"""What to call a measure that stands alone, where the tables lean on the line above or say more."""


def label(measure: str) -> str:
    """What to call a measure on a chart: as in the tables of a run without the unit, or its name.

    >>> label("tension_peak"), label("mission_week"), label("sessions")
    ('highest tension', 'mission week', 'sessions of the talks')
    """
    called = {**SHARES, **AMOUNTS, **OWN_NAMES}.get(measure, measure.replace("_", " "))
    return called.partition(" (")[0]

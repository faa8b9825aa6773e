"""Structural facts follow the definitions that their evidence states."""

from sim.scenario import load

KM = {
    "AT": 722,
    "BE": 1566,
    "BG": 176,
    "CY": 1341,
    "CZ": 972,
    "DE": 1240,
    "DK": 1574,
    "EE": 1882,
    "ES": 2077,
    "FI": 1964,
    "FR": 1609,
    "GB": 1879,
    "GR": 564,
    "HU": 564,
    "IE": 2340,
    "IT": 718,
    "LT": 1371,
    "LU": 1389,
    "LV": 1603,
    "MT": 945,
    "NL": 1624,
    "PL": 1064,
    "PT": 2579,
    "RO": 443,
    "SE": 1866,
    "SI": 650,
    "SK": 688,
}
"""From each capital to Pristina."""


def test_closeness_is_the_distance_of_the_capital_in_equal_steps():
    actors = load("kosovo_2007").actors
    for code, km in KM.items():
        steps = 3 if km <= 600 else 2 if km <= 900 else 1 if km <= 1200 else 0
        assert actors[code].drivers.get("proximity", 0) == steps, code


def test_a_dispute_counts_for_both_sides_of_it():
    actors = load("kosovo_2007").actors
    assert actors["GB"].drivers["dispute"] == actors["ES"].drivers["dispute"] == 1


def test_standing_is_a_share_of_the_votes():
    actors = load("kosovo_2007").actors
    for actor in actors.values():
        if "eu_member" in actor.roles:
            assert abs(actor.standing - 100 * actor.votes / 345) < 0.01, actor.name

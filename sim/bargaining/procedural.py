"""Procedural: one actor proposes, the others say yes or no, and nobody may amend.

Romer, T., & Rosenthal, H. (1978). Political resource allocation, controlled agendas, and the status quo. *Public
Choice* 33(4), 27-43: the setter with a closed rule. Steunenberg, B. (1994). Decision making under different
institutional arrangements. *Journal of Institutional and Theoretical Economics* 150(4), 642-669, for decisions of the
Union; Thomson, R. (2011). *Resolving Controversy in the European Union*, 165-186, for how far it predicts.

The setter takes, of all that enough votes prefer to the reference point or like as much, what is nearest to its own
position. Differs: standing alone the setter on an issue is who has most capability x salience there, votes are
capabilities, and where nothing stands without an agreement everything is preferred to that. In the talks of a scenario
the setter is the mediator whose text comes first, and the votes are the parties': both have to prefer a package to no
agreement.
"""

import numpy as np

from sim.arrays import Array, Index
from sim.bargaining.case import Case
from sim.bargaining.path import Path, standing
from sim.bargaining.table import Table

QUOTA = {"qualified": 255.0 / 345.0, "majority": 0.5, "unanimity": 1.0}
"""Share of the votes that a proposal needs; a qualified majority is that of the Council of 2007, Treaty of Nice."""
SLACK = 1e-9
"""How far rounding may carry a distance, as a share of the scale; or a sum of votes, as a share of all."""


def propose(case: Case) -> Index:
    """The feasible package nearest to what the setter says; -1 if there is none. (...)"""
    return case.nearest(case.setter)


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Standing alone: by qualified majority, simple majority or unanimity; nobody moves."""
    start, span = table.start, table.span
    place = np.ascontiguousarray(
        np.swapaxes((table.position - start[..., None, :]) / span[..., None, :], -1, -2)
    )
    weight = np.swapaxes(table.weight, -1, -2)
    votes = np.where(np.swapaxes(table.salience, -1, -2) > 0.0, table.capability[..., None, :], 0.0)
    missing = np.full(start.shape, np.nan)
    reference = missing if table.no_agreement is None else (table.no_agreement - start) / span
    ideal = np.take_along_axis(place, setter(weight, place)[..., None], -1)[..., 0]
    point = closed_rule(place, np.ascontiguousarray(votes), ideal, reference, QUOTA[variant])
    return Path(standing(table, rounds), start + point * span)


def setter(weight: Array, place: Array) -> Index:
    """Who weighs most; of equals the one whose position is the lowest, whoever comes first in the list.

    weight, place   (..., actor)
    returns         (...)
    """
    most = weight >= weight.max(-1, keepdims=True)
    return np.where(most, place, np.inf).argmin(-1)


def closed_rule(place: Array, votes: Array, ideal: Array, reference: Array, quota: float) -> Array:
    """What the setter proposes and gets: the nearest to its ideal that enough votes like as much as the reference.

    An actor likes what lies between the reference point and its mirror image beyond the actor's own position. So the
    best proposal is the setter's ideal, the reference, or one of these images.

    place, votes   (..., actor)   share of the scale; 0 or more
    ideal          (...)          share of the scale
    reference      (...)          NaN where there is none: then the ideal
    quota          share of all votes that is needed, 0..1
    returns        (...)          the lower of two that are as near

    >>> three = np.array([0.2, 0.4, 1.0])
    >>> float(closed_rule(three, np.ones(3), np.array(1.0), np.array(0.0), 0.6).round(3))
    0.8
    """
    known = np.where(np.isnan(reference), ideal, reference)
    images = 2.0 * place - known[..., None]
    within = np.where((images >= 0.0) & (images <= 1.0), images, known[..., None])
    choices = np.concatenate([known[..., None], ideal[..., None], within], axis=-1)
    far = np.abs(place - known[..., None])[..., :, None]
    likes = np.abs(place[..., :, None] - choices[..., None, :]) <= far + SLACK
    yes = (likes * votes[..., :, None]).sum(-2)
    whole = votes.sum(-1)[..., None]
    enough = (yes >= (quota - SLACK) * whole) & ((quota != 0.5) | (yes > (quota + SLACK) * whole))
    enough[..., 0] = True
    away = np.where(enough, np.abs(choices - ideal[..., None]), np.inf)
    nearest = away <= away.min(-1, keepdims=True) + SLACK
    chosen = np.where(nearest, choices, np.inf).min(-1)
    return np.where(np.isnan(reference) | (whole[..., 0] <= 0.0), ideal, chosen)

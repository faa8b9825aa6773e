"""Indices of sensitivity from a design and what came of it. The estimators are SALib's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.sensitivity.problem import EXTRA, LEVELS, Saltelli, Trajectories
from sim.arrays import Array
from sim.extras import need
from sim.worlds import uniforms

RESAMPLES = 200
"""Bootstrap samples behind an interval."""
SLICES = 10
"""Parts of equal size into which PAWN cuts an input."""
SEED = 1
"""Of the bootstrap."""


@dataclass(frozen=True)
class Estimate:
    """An index with its 95 % interval."""

    value: float
    low: float | None = None
    high: float | None = None


Estimates = Mapping[str, Estimate]
"""Indices by name."""

MAIN = {"sobol": "ST", "morris": "share", "pawn": "pawn"}
"""The index by which a method ranks, and by which luck is judged."""

MEANS = {
    "S1": "the share of the variance that goes if this input alone is known",
    "ST": "the share that stays while this input alone is not known, its interactions included",
    "mu_star": "mean size of the change from the lowest level of this input to the highest, from steps of two thirds",
    "mu": "the same with its sign",
    "sigma": "how much that change varies with the others: interactions and curves",
    "share": "the mean step as a share of the sum over all inputs",
    "pawn": f"how far the measure's distribution in a slice of the input lies from the whole, median of {SLICES}",
    "pawn_max": "the largest of these distances",
}


def whole_units(design: Saltelli | Trajectories, y: Array) -> Array:
    """The results of the units in which every run has one. (unit, run of a unit)"""
    table = y.reshape(design.units, design.unit)
    return table[~np.isnan(table).any(axis=1)]


def sobol(design: Saltelli, y: Array) -> dict[str, Estimates]:
    """First-order and total indices by factor (Saltelli et al. 2010). Units with a gap are left out.

    y   (run,)
    """
    table, ids = whole_units(design, y), design.problem.ids
    if len(table) < 2 or not np.ptp(table[:, [0, -1]]):
        return {id_: {"S1": Estimate(0.0, 0.0, 0.0), "ST": Estimate(0.0, 0.0, 0.0)} for id_ in ids}
    found = need("SALib.analyze.sobol", EXTRA).analyze(
        {"num_vars": len(ids), "names": ids},
        table.ravel(),
        calc_second_order=False,
        num_resamples=RESAMPLES,
        seed=SEED,
    )
    return {
        id_: {
            key: around(float(found[key][i]), float(found[f"{key}_conf"][i])) for key in ("S1", "ST")
        }
        for i, id_ in enumerate(ids)
    }  # fmt: skip


def around(value: float, half: float) -> Estimate:
    """A value and as much on either side."""
    return Estimate(value, value - half, value + half)


def morris(design: Trajectories, y: Array) -> dict[str, Estimates]:
    """Mean size of the elementary effects by factor, and its share of their sum. Units with a gap are left out.

    y   (run,)
    """
    table, ids = whole_units(design, y), design.problem.ids
    nothing = Estimate(0.0, 0.0, 0.0)
    none = {"mu_star": nothing, "mu": Estimate(0.0), "sigma": Estimate(0.0), "share": nothing}
    if len(table) < 2 or not np.ptp(table):
        return dict.fromkeys(ids, none)
    whole = ~np.isnan(y.reshape(design.units, design.unit)).any(axis=1)
    steps = design.steps().reshape(design.units, design.unit, -1)[whole].reshape(table.size, -1)
    found = need("SALib.analyze.morris", EXTRA).analyze(
        {"num_vars": len(ids), "names": ids, "bounds": [[0.0, 1.0]] * len(ids)},
        np.ascontiguousarray(steps, dtype=np.float64),
        table.ravel(),
        num_levels=LEVELS,
        num_resamples=RESAMPLES,
        seed=SEED,
    )
    sizes = np.array(found["mu_star"], dtype=np.float64)
    halves, spread = np.array(found["mu_star_conf"]), np.array(found["sigma"], dtype=np.float64)
    signed = np.array(found["mu"], dtype=np.float64)
    total = max(float(sizes.sum()), 1e-300)
    return {
        id_: {
            "mu_star": around(float(sizes[i]), float(halves[i])),
            "mu": Estimate(float(signed[i])),
            "sigma": Estimate(float(spread[i])),
            "share": around(float(sizes[i] / total), float(halves[i] / total)),
        }
        for i, id_ in enumerate(ids)
    }


def pawn(ids: Sequence[str], x: Array, y: Array, shown: int) -> dict[str, Estimates]:
    """PAWN's index (Pianosi and Wagener 2018) of the `shown` inputs that have the largest, and of the last one.

    x   (world, input)   any sample
    y   (world,)         worlds without a value are left out
    """
    there = ~np.isnan(y)
    x, y = x[there], y[there]
    if len(y) < 2 * SLICES or not np.ptp(y):
        return {id_: {"pawn": Estimate(0.0), "pawn_max": Estimate(0.0)} for id_ in ids[-1:]}
    far = all_distances(x[:, :-1], y)
    chosen = [int(i) for i in np.argsort(-far, kind="stable")[:shown]] + [len(ids) - 1]
    names = [ids[i] for i in chosen]
    described = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    found = need("SALib.analyze.pawn", EXTRA).analyze(described, x[:, chosen], y, S=SLICES)
    spans = [bootstrap(x[:, i], y) for i in chosen]
    return {
        name: {
            "pawn": Estimate(float(found["median"][i]), *spans[i]),
            "pawn_max": Estimate(float(found["maximum"][i])),
        }
        for i, name in enumerate(names)
    }


def all_distances(x: Array, y: Array) -> Array:
    """The median distance of every input; worlds without a value are left out. (input,)"""
    there = ~np.isnan(y)
    return np.array([np.median(distances(x[there, i], y[there])) for i in range(x.shape[1])])


def distances(x: Array, y: Array) -> Array:
    """Kolmogorov and Smirnov's distance of y in each slice of x from y overall, as SALib's `pawn` has it. (slice,)

    All slices at once, some fifty times as fast: this is for finding the inputs worth showing and for the bootstrap.

    >>> x = np.arange(1000) / 1000.0
    >>> distances(x, np.where(x < 0.5, 0.0, 1.0)).round(2).tolist()[:2]
    [0.5, 0.5]
    """
    edges = np.nanquantile(x, np.arange(0.0, 1.0 + 1.0 / SLICES, 1.0 / SLICES)[: SLICES + 1])
    part = np.searchsorted(edges, x, side="right") - 1
    order = np.argsort(y, kind="stable")
    last = np.append(np.flatnonzero(np.diff(y[order])), len(y) - 1)
    inside = np.arange(SLICES) == part[order][:, None]
    reach = np.cumsum(inside, axis=0)[last]
    whole = (last + 1.0) / len(y)
    filled = reach[-1] > 0
    apart = np.abs(reach[:, filled] / reach[-1, filled] - whole[:, None])
    return apart.max(axis=0)


def bootstrap(x: Array, y: Array, resamples: int = RESAMPLES // 4) -> tuple[float, float]:
    """95 % interval of the median distance, from worlds drawn again with replacement.

    The spread over the resamples is laid around the estimate itself: resampled distances are larger by their noise.
    """
    n, medians = len(y), list[float]()
    for i in range(resamples):
        drawn = uniforms(SEED, "sensitivity/bootstrap", i, 0, 1, n)[:, 0]
        again = np.minimum((drawn * n).astype(np.int64), n - 1)
        medians.append(float(np.median(distances(x[again], y[again]))))
    now, half = float(np.median(distances(x, y))), 1.959964 * float(np.std(medians, ddof=1))
    return max(now - half, 0.0), min(now + half, 1.0)

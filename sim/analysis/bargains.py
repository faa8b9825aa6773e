"""A table solved many times over, with its numbers moved a little: how far an outcome can be trusted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from sim.arrays import Array
from sim.bargaining import Table, solve
from sim.bargaining.noise import blurred, numbers
from sim.spread import Summary, summary
from sim.worlds import DRAW_BLOCK, uniforms

STREAM = "bargain"


@dataclass(frozen=True)
class Repeated:
    """Outcomes of many tables around one."""

    noise: float
    """0..1, see `sim.bargaining.noise`"""
    seed: int
    outcome: Array
    """(world, issue) NaN where a table comes to nothing"""
    agreement: Array
    """(world) 1 where it is agreed, else 0"""

    @property
    def spreads(self) -> list[Summary]:
        """Mean, deviation and quantiles of the outcome, by issue; tables without one are left out."""
        return [summary(values) for values in self.outcome.T]

    def content(self, issues: Sequence[str]) -> dict[str, object]:
        """The same for `--json`."""
        spreads = [asdict(s) for s in self.spreads]
        return {
            "worlds": len(self.outcome),
            "noise": self.noise,
            "seed": self.seed,
            "agreement": float(self.agreement.mean()),
            "outcome": [{"issue": issue, **s} for issue, s in zip(issues, spreads, strict=True)],
        }


def repeated(
    table: Table, model: str, variant: str | None, rounds: int | None, worlds: int, noise: float, seed: int
) -> Repeated:
    """Solve as many tables around a table as are asked for.

    The first n of them are the same however many more there are; so are the numbers for all models.
    """
    outcomes, agreed = list[Array](), list[Array]()
    for block in range(-(-worlds // DRAW_BLOCK)):
        count = min(DRAW_BLOCK, worlds - block * DRAW_BLOCK)
        chance = uniforms(seed, STREAM, block, 0, numbers(table), count)
        found = solve(blurred(table, chance, noise), model, variant, rounds)
        outcomes.append(found.outcome)
        agreed.append(found.agreement.astype(np.float64))
    return Repeated(noise, seed, np.concatenate(outcomes), np.concatenate(agreed))

"""The plain mean of all positions, whoever holds them: the yardstick for models that weigh.

Achen, C. H. (2006). Institutional realism and bargaining models. In R. Thomson et al. (eds), *The European
Union Decides*, 86-123, who uses it as the baseline that a model has to beat.
"""

import numpy as np

from sim.bargaining.compromise import weighted_mean
from sim.bargaining.path import Path, standing
from sim.bargaining.table import Table


def solve(table: Table, rounds: int, variant: str) -> Path:
    """The mean of the first positions, issue by issue; nobody moves."""
    place = np.ascontiguousarray(np.swapaxes(table.position, -1, -2))
    return Path(standing(table, rounds), weighted_mean(place, np.ones_like(place)))

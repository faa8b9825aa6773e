"""Which of the uncertain values matters most: Sobol's indices, Morris's screening, PAWN.

    problem.py    what is varied (factors), and the designs that lay it out, for any function of uniform numbers
    indices.py    the indices of a design and what came of it, by SALib
    inputs.py     the uncertain values of a scenario
    ensemble.py   a design played as worlds: many runs in each block, on common luck
    study.py      all of it together: `sensitivity(scenario, measures, method)`
    result.py     what it finds, with `.to_pandas()` and `.plot.tornado()`

Saltelli et al. (2008), Global Sensitivity Analysis; Herman and Usher (2017) and Iwanaga et al. (2022) for SALib.
"""

from sim.analysis.sensitivity.result import Sensitivity
from sim.analysis.sensitivity.study import sensitivity

__all__ = ["Sensitivity", "sensitivity"]

"""Which uncertain values matter most: known answers, the ensemble's own luck, and the command."""

import json
from math import pi

import numpy as np
import pytest
from test_cli import finalstatus  # noqa: F401

from sim.analysis.sensitivity import sensitivity
from sim.analysis.sensitivity.indices import distances, morris, pawn, sobol
from sim.analysis.sensitivity.problem import problem_of, saltelli, trajectories

ISHIGAMI = problem_of(["x1", "x2", "x3"])


def ishigami(u):
    """Ishigami and Homma (1990), a = 7, b = 0.1, on uniform numbers stretched to -pi .. pi."""
    x1, x2, x3 = (pi * (2.0 * u - 1.0)).T
    return np.sin(x1) + 7.0 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def every(design):
    return design.rows(np.arange(design.units * design.unit))


def test_sobol_finds_the_known_indices_of_the_ishigami_function():
    design = saltelli(ISHIGAMI, 1024, seed=1)
    found = sobol(design, ishigami(every(design)))
    first = [found[x]["S1"].value for x in ISHIGAMI.ids]
    total = [found[x]["ST"].value for x in ISHIGAMI.ids]
    assert first == pytest.approx([0.314, 0.442, 0.0], abs=0.03)
    assert total == pytest.approx([0.558, 0.442, 0.244], abs=0.03)
    for x, known in zip(ISHIGAMI.ids, (0.314, 0.442, 0.0), strict=True):
        assert found[x]["S1"].low < known < found[x]["S1"].high


def test_two_values_varied_together_take_the_share_of_both():
    from sim.analysis.sensitivity.problem import Factor, Problem

    together = Problem((Factor("x1 and x3", "", "value", (0, 2)), Factor("x2", "", "value", (1,))), 3)
    design = saltelli(together, 1024, seed=1)
    found = sobol(design, ishigami(every(design)))
    assert found["x1 and x3"]["S1"].value == pytest.approx(0.558, abs=0.03)
    assert found["x2"]["ST"].value == pytest.approx(0.442, abs=0.03)

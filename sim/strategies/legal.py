"""What moves must look like: every field there, of its shape and kind, within its bounds."""

from dataclasses import fields
from typing import cast

import numpy as np

from sim.arrays import Array
from sim.state import Moves, View
from sim.strategies.hold import hold

MOST_POINTS = 3.0
"""What one lobbyist can spend in a week, before the factor on its capital."""

KINDS = {"b": "true or false", "i": "whole numbers", "f": "numbers"}


def bounds(view: View) -> dict[str, tuple[float, float]]:
    """The least and the greatest value of the moves that are numbers."""
    last_package, last_actor = len(view.package_value) - 1, len(view.actors) - 1
    return {
        "offer": (-1, last_package),
        "text": (-1, last_package),
        "hopeful": (0, 1),
        "consult": (0, 1),
        "lobby_target": (-1, last_actor),
        "lobby_points": (-MOST_POINTS * view.capital, MOST_POINTS * view.capital),
        "recognise": (-1, 3),
        "ballots": (-1, 1),
    }


def fault(view: View, moves: object) -> str | None:
    """The first thing that is wrong with what a strategy returned for a view; None if nothing is."""
    if not isinstance(moves, Moves):
        return f"expected moves (sim.state.Moves), found {type(moves).__name__}"
    nothing, limits = hold(view), bounds(view)
    for name in (field.name for field in fields(Moves)):
        wrong = fault_of_field(name, getattr(moves, name), getattr(nothing, name), limits.get(name))
        if wrong:
            return wrong
    return None


def fault_of_field(name: str, value: object, like: Array, limits: tuple[float, float] | None) -> str | None:
    """What is wrong with one field of moves."""
    if not isinstance(value, np.ndarray):
        return f"{name}: expected an array of shape {like.shape}, found {type(value).__name__}"
    array = cast(Array, value)
    if array.shape != like.shape:
        return f"{name}: expected an array of shape {like.shape}, found {array.shape}"
    if array.dtype.kind != like.dtype.kind:
        return f"{name}: expected {KINDS[like.dtype.kind]}, found {array.dtype}"
    if limits is None:
        return None
    out = array[~((array >= limits[0]) & (array <= limits[1]))]
    if not out.size:
        return None
    return f"{name}: expected values from {limits[0]:g} to {limits[1]:g}, found {out.flat[0]:g}"

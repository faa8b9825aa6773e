"""A person's own strategy, named as `module:function` on the command line or in Python, nowhere else."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any, cast

from sim.faults import StrategyError, nearest
from sim.state import Moves, View
from sim.strategies.legal import fault

Strategy = Callable[[View], Moves]
"""How an actor decides: one function, the same for one world and for many."""


@dataclass(frozen=True)
class OwnStrategy:
    """A person's function with its name; what it returns is checked. To a worker it goes by its name."""

    name: str
    function: Strategy

    def __call__(self, view: View) -> Moves:
        """The function's moves. StrategyError: it failed, or returned something that is not moves."""
        try:
            moves = self.function(view)
        except Exception as e:
            raise StrategyError(f"strategy {self.name!r} failed: {told(e)}") from e
        wrong = fault(view, moves)
        if wrong:
            raise StrategyError(f"strategy {self.name!r}: {wrong}")
        return moves

    def __reduce__(self) -> tuple[Callable[[str], "OwnStrategy"], tuple[str]]:
        return own_strategy, (self.name,)


def told(error: BaseException) -> str:
    """An error of a person's function on one line, with the place in its file."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = frames[min(1, len(frames) - 1)]
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{said} ({Path(frame.filename).name}, line {frame.lineno})"


def takes_a_view(name: str, function: Callable[..., Any]) -> None:
    """Refuse a function that cannot be called with a view alone. StrategyError: what it takes instead."""
    try:
        form = signature(function)
    except (ValueError, TypeError):  # some compiled functions do not tell
        return
    try:
        form.bind(object())
    except TypeError:
        raise StrategyError(
            f"strategy {name!r}: expected a function of one argument, the view, found {form}"
        ) from None


def own_strategy(name: str) -> OwnStrategy:
    """The strategy `module:function`. StrategyError: why it cannot be had."""
    module_name, _, function_name = name.partition(":")
    if not all(part.isidentifier() for part in (*module_name.split("."), function_name)):
        raise StrategyError(f"expected module:function such as mine:bold, found {name!r}")
    try:
        module = import_module(module_name)
    except (Exception, SystemExit) as e:
        said = " ".join(f"{type(e).__name__}: {e}".split())
        raise StrategyError(f"cannot import {module_name!r} of strategy {name!r}: {said}") from e
    function: Any = getattr(module, function_name, None)
    if function is None:
        known = [key for key, value in vars(module).items() if callable(value) and not key.startswith("_")]
        hint = nearest(function_name, known) if known else "it has none"
        raise StrategyError(f"expected a function of {module_name!r}, found {function_name!r}; {hint}")
    if callable(function):
        takes_a_view(name, function)
        return OwnStrategy(name, cast(Strategy, function))
    raise StrategyError(f"expected a function, found that {name!r} is a {type(function).__name__}")

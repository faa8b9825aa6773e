"""Final Status: the model, a library. Names are resolved when used, so that importing it costs nothing."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.analysis.sweep import sweep as sweep
    from sim.model import NegotiationModel as NegotiationModel
    from sim.scenario import load as load
    from sim.worlds import run as run

_HOME = {
    "NegotiationModel": "sim.model",
    "load": "sim.scenario",
    "run": "sim.worlds",
    "sweep": "sim.analysis.sweep",
}

__all__ = ["NegotiationModel", "load", "run", "sweep"]


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)

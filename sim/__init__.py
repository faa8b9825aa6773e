"""Final Status: the model, a library. Names are resolved when used, so that importing it costs nothing."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.analysis.compare import compare as compare
    from sim.analysis.sensitivity.study import sensitivity as sensitivity
    from sim.analysis.sweep import sweep as sweep
    from sim.cluster import Cluster as Cluster
    from sim.ensemble import run as run
    from sim.model import NegotiationModel as NegotiationModel
    from sim.scenario import load as load

_HOME = {
    "Cluster": "sim.cluster",
    "NegotiationModel": "sim.model",
    "compare": "sim.analysis.compare",
    "load": "sim.scenario",
    "run": "sim.ensemble",
    "sensitivity": "sim.analysis.sensitivity.study",
    "sweep": "sim.analysis.sweep",
}

__all__ = ["Cluster", "NegotiationModel", "compare", "load", "run", "sensitivity", "sweep"]


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)

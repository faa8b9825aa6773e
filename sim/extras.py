"""Packages that only some commands need."""

from importlib import import_module
from typing import Any


class MissingExtra(RuntimeError):  # noqa: N818
    """A package is not installed; the message says what to install."""


def need(module: str, extra: str) -> Any:
    """The module, or a clear error that names the extra it comes with.

    >>> need("json", "results").__name__
    'json'
    """
    try:
        return import_module(module)
    except ImportError as missing:
        package = module.partition(".")[0]
        found = "is not installed" if missing.name in (module, package) else f"cannot be loaded ({missing})"
        raise MissingExtra(
            f"{package} {found}; install it with: pip install 'finalstatus[{extra}]'"
        ) from missing

"""Where what can be made again is kept between runs: the user's cache folder."""

import os
import sys
from pathlib import Path

FOLDER = "finalstatus"
OVERRIDE = "FINALSTATUS_CACHE"
"""The environment variable that names another cache folder; set but empty, nothing is kept."""


def cache_folder() -> Path | None:
    """Where such files are kept: what FINALSTATUS_CACHE names (nothing is kept if it is empty), else the user's
    cache folder, by the custom of the system.
    """
    named = os.environ.get(OVERRIDE)
    if named is not None:
        return Path(named) if named.strip() else None
    base = os.environ.get("XDG_CACHE_HOME", "")
    if base and Path(base).is_absolute():  # a relative one is to be ignored, says the standard
        return Path(base) / FOLDER
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / FOLDER / "Cache"
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / FOLDER

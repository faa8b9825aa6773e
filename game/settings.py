"""What a person has set: text size, contrast, motion; and the folder in which that, saves and pictures are kept."""

import json
import os
import sys
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from game.theme import LARGEST, SMALLEST

FILE = "settings.json"
HOME = "FINALSTATUS_HOME"
"""Environment variable that names the folder."""


def folder() -> Path:
    """Where this person's games, settings and screenshots are kept."""
    if told := os.environ.get(HOME):
        return Path(told)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / "finalstatus"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "finalstatus"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "finalstatus"


@dataclass
class Settings:
    """What a person has set."""

    scale: float = 1.0
    contrast: bool = False
    """colours of high contrast"""
    still: bool = False
    """reduced motion"""
    full: bool = False
    """full screen"""
    language: str = "en"
    level: str = "ambassador"
    """of the next game"""

    def __post_init__(self) -> None:
        self.scale = min(max(round(self.scale, 2), SMALLEST), LARGEST)

    def larger(self, by: float) -> None:
        """Change the text size, within what there is."""
        self.scale = min(max(round(self.scale + by, 2), SMALLEST), LARGEST)

    def write(self, home: Path) -> None:
        """Keep them. OSError: the folder cannot be written."""
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f"{FILE}.new"
        draft.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        draft.replace(home / FILE)

    @classmethod
    def read(cls, home: Path) -> "Settings":
        """Those that were kept; what is missing or cannot be read is as at the beginning."""
        try:
            found: Any = json.loads((home / FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(found, dict):
            return cls()
        own = cls()
        kinds: dict[str, type[Any]] = {f.name: type(getattr(own, f.name)) for f in fields(cls)}
        kept: dict[str, Any] = {
            name: kinds[name](value)
            for name, value in found.items()  # pyright: ignore[reportUnknownVariableType]
            if name in kinds and isinstance(value, kinds[name] if kinds[name] is not float else int | float)
        }
        return cls(**kept)

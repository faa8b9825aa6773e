"""What all screens share: settings, where games are kept, work in the background, the notice of the moment."""

from dataclasses import dataclass
from pathlib import Path

from game.counsel import Counsel
from game.jobs import Jobs
from game.settings import Settings


@dataclass
class App:
    """One run of the window."""

    settings: Settings
    home: Path
    """the folder for settings, saves and screenshots"""
    jobs: Jobs
    counsel: Counsel
    notice: str = ""
    """shown until a key or a click takes it away"""
    leaving: bool = False
    fast: bool = False
    """hold scores against fewer histories"""

    @property
    def saves(self) -> Path:
        """Where games are kept."""
        return self.home / "saves"

    def keep(self) -> None:
        """Write the settings down; a folder that cannot be written is told, and no more."""
        try:
            self.settings.write(self.home)
        except OSError as e:
            self.notice = f"{self.home}: {e.strerror}"

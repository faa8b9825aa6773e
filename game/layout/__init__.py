"""Layouts: pure functions from what is to be shown to boxes. Nothing here needs a screen."""

from game.layout.boxes import Box, Mark, Rect, Run, Spots
from game.layout.page import Page

__all__ = ["Box", "Mark", "Page", "Rect", "Run", "Spots"]

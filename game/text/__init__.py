"""The game in a terminal: lines in, lines out. The reference for every other face."""

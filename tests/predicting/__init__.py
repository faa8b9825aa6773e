"""How well models of bargaining predict decisions of the Union: what `tests/deu.py` is made of."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))  # the tree, where the package is not installed

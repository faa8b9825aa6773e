"""Bargaining models that a scenario's rule `bargaining` can choose; one file each.

Under `concession` the parties offer and concede by the clock, and the mediators may float a text. Under a
model of `MODELS` the parties make no offers: in each session the model proposes a text, and they answer it.
"""

from sim.bargaining import compromise, median, nash, single_text
from sim.bargaining.case import Case, Propose

MODELS: dict[str, Propose] = {
    "single_text": single_text.propose,
    "nash": nash.propose,
    "compromise": compromise.propose,
    "median": median.propose,
}

__all__ = ["MODELS", "Case", "Propose"]

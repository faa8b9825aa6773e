"""How far a word is believed: by the kind of who says it, and by how far the channel carries it."""

from sim.arrays import Array
from sim.mechanisms import Mechanisms


def credence(m: Mechanisms, reliability: Array) -> Array:
    """How far each seat's word is believed: all the way where there is no doubt, by its speaker's credibility at full
    doubt.

    c = 1 - doubt x (1 - reliability / 100). A speaker with a stake is believed less (Crawford & Sobel 1982);
    the rubric says what each kind of speaker is worth.

    reliability   (..., actor)   0..100
    returns       (..., actor)   0..1
    """
    return 1.0 - m.doubt[..., None] * (1.0 - reliability / 100.0)


def trust(m: Mechanisms, credence: Array) -> Array:
    """How far a public word moves what others expect: credence x the reach of press, radio and spokesmen.

    returns   (..., actor)   0..1
    """
    return m.channel[..., None] * credence

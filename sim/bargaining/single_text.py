"""The single negotiating text: a mediator keeps one text and changes it; nobody else drafts.

Raiffa, H. (1982). *The Art and Science of Negotiation*. Klein, M., Faratin, P., Sayama, H.,
& Bar-Yam, Y. (2003). Negotiating complex contracts. *Group Decision and Negotiation* 12(2), 111-125: the
text is annealed. Ehtamo, H., Kettunen, E., & Hämäläinen, R. P. (2001). Searching for joint gains in
multi-party negotiations. *European Journal of Operational Research* 130(1), 54-69: what helps all comes first.

Differs: one change a session, among a few packages; each party's vote is independent in Klein et al., so
the change is kept here with the product of their chances; only what is feasible is drafted. The temperature
falls from the loss that is borne at the opening to 0 at the end of the talks.
"""

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.bargaining.case import Case


def propose(case: Case) -> Index:
    """The text after this session's change, if it is kept; -1 if nothing is feasible. (...)

    A first draft is taken at random. So is a change: among those that leave nobody worse off and somebody
    better off, or, where there is none, among all. Part of the uniform number says which change, what is
    left of it whether it is kept. A text that some party would no longer sign is dropped for a new draft.
    """
    gain = case.gain
    each: Index = np.arange(int(case.feasible.shape[-1]))
    last: Mask = case.feasible & np.equal(each, case.text[..., None])
    stands: Mask = np.asarray(last.any(-1))
    change = gain - np.where(last[..., None, :], gain, 0.0).sum(-1, keepdims=True)
    others = case.feasible & ~last
    joint = others & (change >= 0.0).all(-2) & (change > 0.0).any(-2) & stands[..., None]
    among = np.where(joint.any(-1, keepdims=True), joint, others)
    tried, luck = drawn(among, case.chance)
    loss = np.where(np.equal(each, tried[..., None]), np.maximum(-change, 0.0).sum(-2), 0.0).sum(-1)
    changed = (tried >= 0) & (~stands | (luck < kept(loss, case.tolerance, case.elapsed)))
    return np.where(changed, tried, np.where(stands, case.text, -1))


def kept(loss: Array, tolerance: Array, elapsed: Array) -> Array:
    """The chance that a change is kept: exp(-loss / T), T = tolerance (1 - elapsed).

    loss        (...)   what those who lose by it lose, summed, utility points, 0 or more
    tolerance   (...)   temperature at the opening, utility points
    elapsed     (...)   0..1
    returns     (...)   0..1

    >>> kept(np.array([0.0, 5.0, 5.0]), np.array(10.0), np.array([0.5, 0.5, 1.0])).round(3)
    array([1.   , 0.368, 0.   ])
    """
    return np.exp(-loss / np.maximum(tolerance * (1.0 - elapsed), 1e-9))


def drawn(among: Mask, chance: Array) -> tuple[Index, Array]:
    """One of several packages by a uniform number, and a uniform number that is left of it.

    among     (..., package)
    chance    (...)            0 or more and below 1
    returns   (...)            package, -1 if there is none to choose from; 0 or more and below 1

    >>> drawn(np.array([True, False, True]), np.array(0.75))
    (array(2), np.float64(0.5))
    """
    scaled = chance * among.sum(-1)
    before = np.floor(scaled)
    chosen: Index = (among & (among.cumsum(-1) == before[..., None] + 1)).argmax(-1)
    return np.where(among.any(-1), chosen, -1), scaled - before

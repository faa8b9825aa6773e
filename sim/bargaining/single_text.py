"""The single negotiating text: a mediator keeps one text and changes it; nobody else drafts.

Raiffa, H. (1982). *The Art and Science of Negotiation*. Klein, M., Faratin, P., Sayama, H.,
& Bar-Yam, Y. (2003). Negotiating complex contracts. *Group Decision and Negotiation* 12(2), 111-125: the
text is annealed. Ehtamo, H., Kettunen, E., & Hämäläinen, R. P. (2001). Searching for joint gains in
multi-party negotiations. *European Journal of Operational Research* 130(1), 54-69: what helps all comes first.

Differs: one change a session, among a few packages; each party's vote is independent in Klein et al., so
the change is kept here with the product of their chances; only what is feasible is drafted. The temperature
falls from the loss that is borne at the opening to 0 at the end of the talks.

Standing alone the text begins midway between the outermost positions, or with what stands without an agreement if
that lies between them. Each round it is changed on every issue in turn, by a step of up to a fifth of the scale either
way that is drawn. What a change brings is the mean of what it brings to all, by capability x salience; it is kept if
that is no loss, else with the chance exp(change / T), T falling to 0 in the last round. The text never falls below a
reservation value of somebody with a veto that it has once met.
"""

import numpy as np

from sim.arrays import Array, Index, Mask
from sim.bargaining.case import Case, weights
from sim.bargaining.path import Path, standing
from sim.bargaining.table import SLACK, Table

STEP = 0.2
"""Greatest change of a text standing alone, share of the scale."""
HEAT = 0.02
"""Temperature of its first round, share of utility."""
LUCK = 0.7548776662466927, 0.5698402909980532
"""Steps by which one uniform number is spread into two evenly strewn sequences (Roberts's R2)."""


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


# ---------------------------------------------------------------- standing alone


def solve(table: Table, rounds: int, variant: str) -> Path:
    """Standing alone: the text round by round, the last one the outcome; nobody moves."""
    text = first_text(table)
    path = [text]
    for turn in range(rounds):
        for issue in range(text.shape[-1]):
            at = turn * text.shape[-1] + issue + 1
            step, luck = (np.mod(table.luck() + at * by, 1.0) for by in LUCK)
            text = annealed(table, text, issue, STEP * (2.0 * step - 1.0), luck, 1.0 - (turn + 1) / rounds)
        path.append(text)
    return Path(standing(table, rounds), text, text=np.stack(path, axis=-2))


def ends(table: Table) -> tuple[Array, Array]:
    """The outermost positions of those who care; of all, where nobody does. (..., issue) each"""
    cares = table.salience > 0.0
    counts = cares | ~cares.any(-2, keepdims=True)
    low = np.where(counts, table.position, np.inf).min(-2)
    return low, np.where(counts, table.position, -np.inf).max(-2)


def first_text(table: Table) -> Array:
    """Where the text begins. (..., issue)"""
    low, high = ends(table)
    middle = 0.5 * (low + high)
    if table.no_agreement is None:
        return middle
    return np.where((table.no_agreement >= low) & (table.no_agreement <= high), table.no_agreement, middle)


def annealed(table: Table, text: Array, issue: int, step: Array, luck: Array, heat: float) -> Array:
    """The text after a change on one issue, if it is kept.

    text         (..., issue)
    step, luck   (...)          share of the scale, signed; a uniform number
    heat         what is left of the temperature, 0..1
    returns      (..., issue)
    """
    low, high = ends(table)
    moved = np.clip(text[..., issue] + step * table.span[..., issue], low[..., issue], high[..., issue])
    place, span = table.position[..., issue], table.span[..., issue, None]
    brings: Array = (np.abs(text[..., issue, None] - place) - np.abs(moved[..., None] - place)) / span
    w = weights(table.weight[..., issue])
    change: Array = (brings * w).sum(-1) / w.sum(-1)
    bears = luck < kept(np.maximum(-change, 0.0), np.array(HEAT), np.array(1.0 - heat))
    keep = (change >= -SLACK) | bears
    each: Index = np.arange(int(text.shape[-1]))
    new = np.where((each == issue) & keep[..., None], moved[..., None], text)
    veto = np.ones(table.capability.shape, bool) if table.veto is None else table.veto
    lost = np.asarray((table.content(text) & ~table.content(new) & veto).any(-1))
    return np.where(lost[..., None], text, new)

"""Reasons as lines: each index with what came of it, and below it the terms that add up to it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from textwrap import wrap

from sim.analysis.reasons.reason import UTILITY, Reason

UNSEEN = 0.005
"""A term smaller than this would be printed as 0."""

Shown = Mapping[tuple[str, str], Reason]
"""The reasons that were printed last, by whose they are and by name."""

NOTHING: Shown = {}


def laid_out(reasons: Sequence[Reason], width: int, shown: Shown = NOTHING) -> Iterator[str]:
    r"""Reasons as lines of at most `width` characters, under the name of whose they are.

    shown   what was printed before: terms that are the same again are not repeated

    >>> stance = Reason("Someland", "stance", "points", -9.5, {"own motive": -12.0, "lobbying": 2.5})
    >>> print(*laid_out([stance], 40), sep="\n")
    Someland
        -9.50  stance (points)
         -12.00  own motive
          +2.50  lobbying
    """
    for of, own in groupby(reasons, lambda r: r.of):
        yield from wrap(of, width)
        for reason in own:
            yield from one(reason, width, same(reason, shown.get((reason.of, reason.name))))


def same(reason: Reason, before: Reason | None) -> bool:
    """Would the same terms be printed again?"""
    return before is not None and all(
        term == before.terms.get(name) or abs(term - before.terms.get(name, 0.0)) < UNSEEN
        for name, term in reason.terms.items()
    )


def one(reason: Reason, width: int, again: bool) -> Iterator[str]:
    """One index and its terms; terms that would be printed as 0 are left out."""
    said = "; ".join(filter(None, (reason.verdict, reason.note, "terms as before" if again else "")))
    unit = "utility" if reason.unit == UTILITY else reason.unit
    text = f"{reason.name} ({unit}){': ' if said else ''}{said}"
    head, *rest = wrap(text, max(width - 13, 20))
    yield f"{reason.total:+9.2f}  {head}"
    yield from (f"{' ' * 13}{line}" for line in rest)
    for name, term in () if again else reason.terms.items():
        if abs(term) >= UNSEEN:
            yield f"{term:+11.2f}  {name}"

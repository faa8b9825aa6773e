"""Which worlds are meant: a small language of comparisons, such as `outcome = 'settlement' and tension_peak > 60`.

    either      = both, { "or", both } ;
    both        = single, { "and", single } ;
    single      = "not", single | "(", either, ")" | comparison ;
    comparison  = column, ( "=" | "!=" | "<" | "<=" | ">" | ">=" ), literal ;
    literal     = number | 'text' | "text" | true | false ;

It is read here and applied column by column; nothing that was typed is ever run. As in SQL, a comparison
with what is not defined in a world is neither true nor false, and such a world is not meant.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, Mask
from sim.faults import nearest

LONGEST, DEEPEST = 10_000, 50

TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![A-Za-z0-9_.]))
    | (?P<text>'[^']*'|"[^"]*")
    | (?P<sign><=|>=|!=|=|<|>)
    | (?P<paren>[()])
    | (?P<word>[A-Za-z_][A-Za-z0-9_.]*)
    )""",
    re.VERBOSE,
)
SIGNS: Mapping[str, Callable[[Array, float], Mask]] = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
MISTAKEN = {
    "==": "=",
    "<>": "!=",
    "=<": "<=",
    "=>": ">=",
    "&&": "and",
    "||": "or",
    "&": "and",
    "|": "or",
    "!": "not",
}
"""What people type who come from other languages."""

Words = Mapping[str, Sequence[str] | None]
"""The columns that may be named: the words that a text column holds, None for a column of numbers."""

Table = Mapping[str, tuple[Array, Mask]]
"""Columns as numbers (a word is its place in the list), each with where it is defined. (world,)"""


class WhereError(ValueError):
    """A condition that cannot be read; the message is fit to show."""


@dataclass(frozen=True)
class Verdict:
    """Where a condition holds, and where it does not; elsewhere it is not defined. Each (world,)"""

    yes: Mask
    no: Mask


@dataclass(frozen=True)
class Comparison:
    """A column beside a literal."""

    column: str
    sign: str
    value: float

    def columns(self) -> list[str]:
        """The columns that are named, each once, in order."""
        return [self.column]

    def holds(self, table: Table) -> Verdict:
        """Where it holds."""
        values, defined = table[self.column]
        found = SIGNS[self.sign](values, self.value)
        return Verdict(found & defined, ~found & defined)


@dataclass(frozen=True)
class Joined:
    """Conditions of which all must hold, or any."""

    all: bool
    parts: tuple["Condition", ...]

    def columns(self) -> list[str]:
        """The columns that are named, each once, in order."""
        return list(dict.fromkeys(name for part in self.parts for name in part.columns()))

    def holds(self, table: Table) -> Verdict:
        """Where it holds."""
        found = [part.holds(table) for part in self.parts]
        every, some = np.logical_and.reduce, np.logical_or.reduce
        yes, no = [v.yes for v in found], [v.no for v in found]
        return Verdict(every(yes), some(no)) if self.all else Verdict(some(yes), every(no))


@dataclass(frozen=True)
class Not:
    """The opposite of a condition."""

    part: "Condition"

    def columns(self) -> list[str]:
        """The columns that are named, each once, in order."""
        return self.part.columns()

    def holds(self, table: Table) -> Verdict:
        """Where it holds."""
        found = self.part.holds(table)
        return Verdict(found.no, found.yes)


Condition = Comparison | Joined | Not


@dataclass(frozen=True)
class Token:
    """A piece of what was typed."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a condition. WhereError: something that is none."""
    end, at = len(text.rstrip()), 0
    while at < end:
        found = TOKEN.match(text, at)
        if found is None:
            raise WhereError(stray(text, at + len(text[at:]) - len(text[at:].lstrip())))
        kind = str(found.lastgroup)
        piece = found.group(kind)
        if kind == "sign" and text[found.start(kind) : found.start(kind) + 2] in MISTAKEN:
            raise WhereError(stray(text, found.start(kind)))
        if kind == "word" and piece.lower() in ("and", "or", "not"):
            kind = piece.lower()
        yield Token(kind, piece, found.start())
        at = found.end()


def stray(text: str, at: int) -> str:
    """What to say of something that belongs into no condition."""
    for length in (2, 1):
        meant = MISTAKEN.get(text[at : at + length])
        if meant:
            return f"expected {meant!r} in place of {text[at : at + length]!r}"
    if text[at] in "'\"":
        return f"expected another {text[at]} at the end of {text[at : at + 30]!r}"
    return f"expected a column, a comparison or a literal, found {text[at : at + 20].strip()!r}"


def read(text: str, words: Words) -> Condition:
    """A condition out of what was typed. WhereError: what is wrong with it.

    >>> read("x > 1 and not (x = 3)", {"x": None}).columns()
    ['x']
    """
    if len(text) > LONGEST:
        raise WhereError(f"expected at most {LONGEST:,} characters, found {len(text):,}")
    reader = Reader(list(tokens(text)), words)
    condition = reader.either()
    if reader.rest:
        raise WhereError(f"expected and, or, or the end, found {reader.rest[0].text!r}")
    return condition


class Reader:
    """Reads pieces from left to right, a function for each line of the grammar."""

    def __init__(self, pieces: list[Token], words: Words) -> None:
        self.rest = pieces
        self.words = words
        self.depth = 0

    def either(self) -> Condition:
        """Conditions with `or` between them."""
        return self.joined("or", self.both)

    def both(self) -> Condition:
        """Conditions with `and` between them."""
        return self.joined("and", self.single)

    def joined(self, word: str, part: Callable[[], Condition]) -> Condition:
        """One condition, or several with a word between them."""
        parts = [part()]
        while self.rest and self.rest[0].kind == word:
            self.rest = self.rest[1:]
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(word == "and", tuple(parts))

    def single(self) -> Condition:
        """A comparison, a condition in parentheses, or the opposite of one."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise WhereError(f"expected parentheses and not at most {DEEPEST} deep")
        piece = self.take("a column")
        if piece.kind == "not":
            out: Condition = Not(self.single())
        elif piece.text == "(":
            out = self.either()
            if not self.rest or self.rest[0].text != ")":
                raise WhereError(f"expected ), found {self.shown()}")
            self.rest = self.rest[1:]
        else:
            out = self.comparison(piece)
        self.depth -= 1
        return out

    def comparison(self, first: Token) -> Comparison:
        """A column, a sign and a literal that fits the column."""
        column = self.column(first)
        if not self.rest or self.rest[0].kind != "sign":
            raise WhereError(f"expected one of {' '.join(SIGNS)} after {column}, found {self.shown()}")
        sign = self.take("a sign").text
        return Comparison(column, sign, self.literal(column, sign))

    def column(self, piece: Token) -> str:
        """The name of a column."""
        if piece.kind != "word":
            raise WhereError(f"expected a column, found {piece.text!r}")
        if piece.text not in self.words:
            raise WhereError(f"expected a column, found {piece.text!r}; {nearest(piece.text, self.words)}")
        return piece.text

    def literal(self, column: str, sign: str) -> float:
        """What a column is compared with: a number, or the place of a word."""
        piece, known = self.take("a literal"), self.words[column]
        truth = {"true": 1.0, "false": 0.0}.get(piece.text.lower())
        if known is not None:
            return self.place(piece, column, sign, known)
        if piece.kind == "number":
            return float(piece.text)
        if piece.kind == "word" and truth is not None:
            return truth
        raise WhereError(f"expected a number after {column} {sign}, found {piece.text.strip()!r}")

    def place(self, piece: Token, column: str, sign: str, known: Sequence[str]) -> float:
        """The place of a word among those of a text column."""
        if sign not in ("=", "!="):
            raise WhereError(f"expected = or != after {column}, which holds words, found {sign!r}")
        if piece.kind != "text":
            raise WhereError(f"expected a word in quotes after {column} {sign}, found {piece.text!r}")
        word = piece.text[1:-1]
        if word not in known:
            raise WhereError(f"{column} is never {word!r}; {nearest(word, known)}")
        return float(known.index(word))

    def take(self, wanted: str) -> Token:
        """The next piece."""
        if not self.rest:
            raise WhereError(f"expected {wanted}, found the end")
        piece, self.rest = self.rest[0], self.rest[1:]
        return piece

    def shown(self) -> str:
        """What comes next, for a message."""
        return repr(self.rest[0].text) if self.rest else "the end"

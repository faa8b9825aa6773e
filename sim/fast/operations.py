"""Single operations as code of LLVM, on eight worlds at a time.

Only + - x / sqrt, minimum, maximum and comparisons, in NumPy's order: the same bits.
"""

from typing import Any

import numpy as np

from sim.fast.program import Step

LANES = 8
"""Worlds that are worked on at a time."""

FLOAT = {"add": "fadd", "subtract": "fsub", "multiply": "fmul", "divide": "fdiv"}
WHOLE = {
    "add": "add", "subtract": "sub", "multiply": "mul", "bitwise_and": "and", "bitwise_or": "or", "bitwise_xor": "xor",
}  # fmt: skip
COMPARED = {
    "greater": "gt",
    "greater_equal": "ge",
    "less": "lt",
    "less_equal": "le",
    "equal": "eq",
    "not_equal": "ne",
}
CALLS = {"sqrt": "sqrt", "absolute": "fabs", "floor": "floor", "ceil": "ceil", "rint": "rint"}
FOLDS = ("sum", "run", "prod", "max", "min", "any", "all", "argmax", "argmin")
SINGLE = ("where", "pick", "maximum", "minimum", "negative", "sign", "square", "isnan", "invert")
OWN = {*FLOAT, *WHOLE, *COMPARED, *CALLS, *FOLDS, *SINGLE}
"""Everything that is done here."""

VD, VI, VB = "<8 x double>", "<8 x i64>", "<8 x i1>"
VECTOR = {"d": VD, "l": VI, "?": VB}
"""How numbers, whole numbers, yes and no are held."""

DECLARED = "\n".join(f"declare {VD} @llvm.{name}.v8f64({VD})" for name in CALLS.values())


def kind(dtype: np.dtype[Any]) -> str:
    """How numbers of a type are held: d, l or ?. NotImplementedError: not at all."""
    found = {"f": "d", "i": "l", "b": "?"}.get(dtype.kind)
    if found is None:
        raise NotImplementedError(f"expected float64, whole numbers or yes and no, found {dtype}")
    return found


def native(does: str) -> bool:
    """Is it done here? Everything else is done by NumPy's own loops."""
    return does in OWN or does.startswith("cast:")


def literal(value: Any, k: str) -> str:
    """A known number on all lanes."""
    if k == "d":
        one = f"double 0x{int(np.float64(value).view(np.uint64)):016X}"
    else:
        one = f"i64 {int(value)}" if k == "l" else f"i1 {int(bool(value))}"
    return "<" + ", ".join([one] * LANES) + ">"


class Lines:
    """Lines of code, and names for what they make."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.made = 0

    def do(self, text: str) -> str:
        """A line that makes a value; its name."""
        self.made += 1
        self.lines.append(f"%v{self.made} = {text}")
        return f"%v{self.made}"

    def say(self, text: str) -> None:
        """A line that makes none."""
        self.lines.append(text)

    # ---- operations
    def operation(self, step: Step, x: list[str]) -> str:
        """What a step makes of its operands."""
        does, k = step.does, kind(step.takes)
        if does in FOLDS:
            return self.fold(does, k, x)
        if does == "pick":
            return self.pick(VECTOR[kind(step.dtype)], x)
        if does.startswith("cast:"):
            return self.cast(x[0], k, kind(step.dtype))
        if does in ("maximum", "minimum"):
            return self.extreme(does == "maximum", k, x[0], x[1])
        if does == "sign":
            return self.sign(k, x[0])
        return self.plain(does, k, x)

    def plain(self, does: str, k: str, x: list[str]) -> str:  # noqa: PLR0911  (one line an instruction)
        """What is one instruction."""
        ty, real = VECTOR[k], k == "d"
        if does == "where":
            return self.chosen(x[0], ty, x[1], x[2])
        if does in COMPARED:
            return self.compared(COMPARED[does], k, x[0], x[1])
        if does == "invert":
            return self.do(f"xor {ty} {x[0]}, {literal(1 if k == '?' else -1, k)}")
        if does == "negative":
            return self.do(f"fneg {ty} {x[0]}" if real else f"sub {ty} zeroinitializer, {x[0]}")
        if does == "square":
            return self.do(f"{'fmul' if real else 'mul'} {ty} {x[0]}, {x[0]}")
        if does == "isnan":
            return self.do(f"fcmp uno {ty} {x[0]}, {x[0]}")
        if does == "absolute" and not real:
            return self.extreme(True, k, x[0], self.do(f"sub {ty} zeroinitializer, {x[0]}"))
        if does in CALLS:
            return self.do(f"call {ty} @llvm.{CALLS[does]}.v8f64({ty} {x[0]})")
        return self.do(f"{(FLOAT if real else WHOLE)[does]} {ty} {x[0]}, {x[1]}")

    def chosen(self, c: str, ty: str, a: str, b: str) -> str:
        """The one or the other."""
        return self.do(f"select {VB} {c}, {ty} {a}, {ty} {b}")

    def compared(self, how: str, k: str, a: str, b: str) -> str:
        """A comparison; with NaN only "not equal" is yes."""
        if k == "d":
            return self.do(f"fcmp {'u' if how == 'ne' else 'o'}{how} {VD} {a}, {b}")
        return self.do(f"icmp {how if how in ('eq', 'ne') else 's' + how} {VECTOR[k]} {a}, {b}")

    def cast(self, x: str, a: str, b: str) -> str:
        """Another type."""
        if a == b:
            return self.do(f"select i1 true, {VECTOR[a]} {x}, {VECTOR[a]} {x}")
        if b == "?":
            return self.compared("ne", a, x, "zeroinitializer")
        if a == "?":
            real = self.chosen(x, VD, literal(1.0, "d"), "zeroinitializer") if b == "d" else ""
            return real or self.do(f"zext {VB} {x} to {VI}")
        return self.do(f"sitofp {VI} {x} to {VD}" if b == "d" else f"fptosi {VD} {x} to {VI}")

    def extreme(self, largest: bool, k: str, a: str, b: str) -> str:
        """NumPy's maximum and minimum: NaN on either side stays."""
        out = self.chosen(self.compared("gt" if largest else "lt", k, a, b), VECTOR[k], a, b)
        if k != "d" or a.startswith("<"):
            return out
        return self.chosen(self.do(f"fcmp uno {VD} {a}, {a}"), VD, a, out)

    def sign(self, k: str, x: str) -> str:
        """1 above 0, -1 below; else the number itself, 0 or NaN."""
        ty, zero = VECTOR[k], "zeroinitializer"
        low = self.chosen(self.compared("lt", k, x, zero), ty, literal(-1, k), x)
        return self.chosen(self.compared("gt", k, x, zero), ty, literal(1, k), low)

    def pick(self, ty: str, x: list[str]) -> str:
        """One of several, by its place, from the front or from the end."""
        at, *among = x
        out = among[0]
        for j in range(1, len(among)):
            here = [self.compared("eq", "l", at, literal(place, "l")) for place in (j, j - len(among))]
            out = self.chosen(self.do(f"or {VB} {here[0]}, {here[1]}"), ty, among[j], out)
        return out

    def fold(self, does: str, k: str, x: list[str]) -> str:
        """A reduction of several."""
        if does in ("argmax", "argmin"):
            return self.place(does == "argmax", k, x)
        if does == "sum" and k == "d" and len(x) >= 8:
            return self.added(x)
        ty, out = VECTOR[k], x[0]
        for one in x[1:]:
            if does in ("max", "min"):
                out = self.extreme(does == "max", k, out, one)
            else:
                name = {"any": "or", "all": "and", "prod": "mul"}.get(does, "add")
                out = self.do(f"{'f' + name if k == 'd' else name} {ty} {out}, {one}")
        return out if out.startswith("%") else self.do(f"select i1 true, {ty} {out}, {ty} {out}")

    def place(self, largest: bool, k: str, x: list[str]) -> str:
        """Where the first of the largest, or smallest, stands."""
        at, best = "zeroinitializer", x[0]
        for j in range(1, len(x)):
            more = self.compared("gt" if largest else "lt", k, x[j], best)
            at, best = self.chosen(more, VI, literal(j, "l"), at), self.chosen(more, VECTOR[k], x[j], best)
        return at if len(x) > 1 else self.do(f"select i1 true, {VI} {at}, {VI} {at}")

    def added(self, x: list[str]) -> str:
        """The sum of 8 to 128 numbers in NumPy's order: eight partial sums, these in pairs, then what is left."""
        if len(x) > 128:
            raise NotImplementedError(f"expected at most 128 numbers to add up, found {len(x)}")
        whole = len(x) - len(x) % 8
        sums = x[:8]
        for i in range(8, whole, 8):
            sums = [self.do(f"fadd {VD} {a}, {b}") for a, b in zip(sums, x[i : i + 8], strict=True)]
        while len(sums) > 1:
            sums = [self.do(f"fadd {VD} {a}, {b}") for a, b in zip(sums[::2], sums[1::2], strict=True)]
        for one in x[whole:]:
            sums = [self.do(f"fadd {VD} {sums[0]}, {one}")]
        return sums[0]

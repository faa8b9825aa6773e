"""Print how far the two readings of the reports agree: Krippendorff's alpha, scale by scale.

    python tests/alpha.py

Words of a scale are ordered, so their alpha is ordinal; kind, speaker and interest are names, so theirs
is nominal. Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability.
"""

import csv
import tomllib
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from itertools import permutations
from pathlib import Path

SCENARIOS = Path(__file__).parents[1] / "scenarios"
Value = Hashable
Metric = Callable[[Value, Value, Counter[Value], list[Value]], float]


def nominal(a: Value, b: Value, margins: Counter[Value], order: list[Value]) -> float:
    """Two names differ or they do not."""
    return float(a != b)


def ordinal(a: Value, b: Value, margins: Counter[Value], order: list[Value]) -> float:
    """Two ranks differ by the values between them."""
    low, high = sorted((order.index(a), order.index(b)))
    return (sum(margins[order[i]] for i in range(low, high + 1)) - (margins[a] + margins[b]) / 2) ** 2


def alpha(units: Sequence[Sequence[Value]], metric: Metric, order: list[Value]) -> float | None:
    """1 - observed / expected disagreement; None where the readings do not vary, so that nothing can be said.

    units   per item, the values that its readers gave it (one value alone is left out)
    order   all values from low to high
    """
    pairs = [unit for unit in units if len(unit) > 1]
    together: Counter[tuple[Value, Value]] = Counter()
    for unit in pairs:
        for a, b in permutations(unit, 2):
            together[a, b] += 1 / (len(unit) - 1)  # type: ignore[assignment]
    margins: Counter[Value] = Counter()
    for (a, _), n in together.items():
        margins[a] += n
    total = sum(margins.values())
    observed = sum(n * metric(a, b, margins, order) for (a, b), n in together.items())
    expected = sum(margins[a] * margins[b] * metric(a, b, margins, order) for a in margins for b in margins)
    return None if expected == 0 else 1 - (total - 1) * observed / expected


def read(name: str) -> dict[str, dict[str, str]]:
    """A coding by item id."""
    with (SCENARIOS / "coding" / name).open(encoding="utf-8", newline="") as f:
        return {row["id"]: row for row in csv.DictReader(f)}


def table() -> list[tuple[str, int, int, float | None]]:
    """Per scale: name, items, items on which the readings agree, alpha."""
    first, second = read("first.csv"), read("second.csv")
    scales = tomllib.loads((SCENARIOS / "rubric.toml").read_text(encoding="utf-8"))["scales"]
    out: list[tuple[str, int, int, float | None]] = []

    def row(title: str, ids: list[str], column: str, metric: Metric, order: list[Value]) -> None:
        units = [(first[i][column], second[i][column]) for i in ids]
        out.append((title, len(ids), sum(a == b for a, b in units), alpha(units, metric, order)))

    for scale, entry in scales.items():
        ids = [i for i in first if first[i]["scale"] == scale]
        if ids and scale != "fact":
            row(f"word: {scale}", ids, "word", ordinal, list(entry["words"]))
    stances = [i for i in first if first[i]["scale"] != "fact"]
    row("strength", stances, "strength", ordinal, list(scales["firmness"]["words"]))
    for column in ("kind", "speaker", "interest"):
        values = sorted({r[column] for r in (*first.values(), *second.values())})
        row(column, list(first), column, nominal, list(values))
    return out


def main() -> None:
    """Print the table."""
    print(f"{'scale':24}{'items':>6}{'agree':>7}{'alpha':>8}")
    for title, n, same, a in table():
        print(f"{title:24}{n:6d}{same:7d}{'   n.v.' if a is None else f'{a:8.2f}'}")
    print("n.v.: both readings put every item of the scale on one word, so alpha is not defined.")
    print("Readers and rubric's author know how the story ended; see scenarios/RUBRIC.md.")


if __name__ == "__main__":
    main()

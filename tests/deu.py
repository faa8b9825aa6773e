"""Score every model of bargaining on decisions of the Union, in the layout of the DEU III data set.

    python tests/deu.py PATH [--draws 5000] [--repeats 50] [--json]

Prints mean and median absolute errors, also by decision rule, and the difference to the compromise with 95 % intervals,
proposals resampled; then what model of our own is chosen, what that choice is worth on proposals that it has not
seen, and whether it stands when positions and saliences are coded with errors.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from predicting.choosing import (
    CANDIDATES,
    ERROR_POSITION,
    ERROR_SALIENCE,
    PLAIN,
    Choice,
    all_errors,
    choose,
    disturbed,
    simplest,
)
from predicting.reading import Issues, read
from predicting.scoring import Scored, compared, scored

from sim.bargaining.effort import CARE, RESOURCE

BASE = "compromise"


def row(issues: Issues, model: Scored, base: Scored, draws: int) -> dict[str, object]:
    """What is printed of a model."""
    good = issues.decided
    apart = compared(issues, model.error, base.error, draws)
    rules = {
        rule: float(model.error[good & np.array([r == rule for r in issues.rule])].mean())
        for rule in sorted(set(issues.rule))
    }
    return {
        "model": model.name,
        "mean": float(model.error[good].mean()),
        "median": float(np.median(model.error[good])),
        "by_rule": rules,
        "difference": apart.mean,
        "low": apart.low,
        "high": apart.high,
    }


def print_rows(issues: Issues, rows: list[dict[str, object]]) -> None:
    """The table of all models."""
    rules = sorted({r for r, out in zip(issues.rule, issues.decided, strict=True) if out})
    sizes = [
        sum(r == rule and bool(o) for r, o in zip(issues.rule, issues.decided, strict=True)) for rule in rules
    ]
    heads = "".join(f"{f'{rule} ({n})':>14}" for rule, n in zip(rules, sizes, strict=True))
    print(f"{'model':28}{'mean':>7}{'median':>8}{heads}   to {BASE}, 95 %")
    for r in sorted(rows, key=lambda r: float(str(r["mean"]))):
        by = r["by_rule"]
        assert isinstance(by, dict)
        cells = "".join(f"{by[rule]:14.2f}" for rule in rules)
        apart = f"{r['difference']:+6.2f}  [{r['low']:+.2f}, {r['high']:+.2f}]"
        print(f"{r['model']:28}{r['mean']:7.2f}{r['median']:8.2f}{cells}   {apart}")


def told(candidate: int) -> str:
    """A candidate in words."""
    offers, capability, salience = CANDIDATES[candidate]
    return f"{'offers' if offers else 'compromise'} by capability^{capability:g} x salience^{salience:g}"


def own(issues: Issues, draws: int, repeats: int) -> dict[str, object]:
    """The choice of a model of our own, and how it stands up."""
    choice = choose(issues)
    errors = all_errors(issues)
    apart = compared(issues, choice.left_out, errors[PLAIN], draws)
    ours = CANDIDATES.index((True, RESOURCE, CARE))
    noisy = [disturbed(issues, seed) for seed in range(1, repeats + 1)]
    found = [all_errors(one) for one in noisy]
    chosen = [simplest(one, e) for one, e in zip(noisy, found, strict=True)]
    gains = np.array([float(np.nanmean(e[ours] - e[PLAIN])) for e in found])
    return {
        "candidates": len(CANDIDATES),
        "chosen": told(choice.chosen),
        "mean": float(choice.errors[choice.chosen]),
        "best": {"candidate": told(int(choice.errors.argmin())), "mean": float(choice.errors.min())},
        "nested": choice.nested,
        "plain": choice.plain,
        "nested_difference": [apart.mean, apart.low, apart.high],
        "taken": taken_in_words(choice),
        "repeats": repeats,
        "effort_less_compromise": [float(gains.mean()), *map(float, np.quantile(gains, (0.025, 0.975)))],
        "better": float((gains < 0.0).mean()),
        "chosen_again": {
            told(c): chosen.count(c) for c in sorted(set(chosen), key=chosen.count, reverse=True)
        },
    }


def taken_in_words(choice: Choice) -> dict[str, int]:
    """How often each was chosen with a proposal left out, the commonest first."""
    return {told(c): n for c, n in sorted(choice.taken.items(), key=lambda item: -item[1])}


def print_own(o: dict[str, object]) -> None:
    """The choice in sentences."""
    mean, low, high = o["nested_difference"]  # type: ignore[misc]
    gain = o["effort_less_compromise"]
    assert isinstance(gain, list)
    best = o["best"]
    assert isinstance(best, dict)
    print(
        f"\n{o['candidates']} candidates tried: compromise, and alternating offers, by capability^g x salience^k"
    )
    print(
        f"smallest error: {best['candidate']}, {best['mean']:.2f}; simplest within one standard error of it:"
    )
    print(
        f"    {o['chosen']}, {o['mean']:.2f} (the model 'effort' is {told(CANDIDATES.index((True, RESOURCE, CARE)))})"
    )
    print(f"chosen with each proposal left out in turn: {in_line(o['taken'])}")
    print(
        f"    error of those choices on the proposals left out: {o['nested']:.2f}; compromise {o['plain']:.2f}"
    )
    print(f"    difference {mean:+.2f}, 95 % [{low:+.2f}, {high:+.2f}]")
    print(
        f"{o['repeats']} times with errors of {ERROR_POSITION:g} in positions and {ERROR_SALIENCE:g} in salience:"
    )
    print(
        f"    effort less compromise {gain[0]:+.2f} [{gain[1]:+.2f}, {gain[2]:+.2f}], better in {o['better']:.0%}"
    )
    print(f"    chosen: {in_line(o['chosen_again'])}")


def in_line(counts: object) -> str:
    """Counts on one line."""
    assert isinstance(counts, dict)
    return ", ".join(f"{name} {n}" for name, n in counts.items())


def main() -> int:
    """Read, score, choose, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--draws", type=int, default=5000, help="bootstrap samples of proposals")
    parser.add_argument("--repeats", type=int, default=50, help="copies with errors of coding")
    parser.add_argument("--json", action="store_true", help="one object instead of tables")
    asked = parser.parse_args()
    try:
        issues = read(asked.path)
    except (OSError, ValueError) as e:
        print(f"error: {asked.path}: {e}", file=sys.stderr)
        return 2
    models = list(scored(issues))
    base = next(m for m in models if m.name == BASE)
    rows = [row(issues, m, base, asked.draws) for m in models]
    ours = own(issues, asked.draws, asked.repeats)
    if asked.json:
        print(json.dumps({"issues": int(issues.decided.sum()), "models": rows, "own": ours}))
        return 0
    n = len(np.unique(issues.proposal[issues.decided]))
    print(f"{issues.decided.sum()} outcomes of {n} proposals; absolute errors, 0..100")
    print_rows(issues, rows)
    print_own(ours)
    return 0


if __name__ == "__main__":
    sys.exit(main())

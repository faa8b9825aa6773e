"""Where doctrine's histories put every seat and every goal: `python tests/scores.py [SCENARIO] [WORLDS]`.

A goal that doctrine meets in every world, or in none, tells a player nothing; the table shows it.
"""

import sys

import numpy as np

from sim.histories import Histories, histories
from sim.scenario import load


def line(name: str, values: np.ndarray, scale: float = 1.0) -> str:
    low, mid, high = np.quantile(values, [0.05, 0.5, 0.95]) * scale
    mean, sd = values.mean() * scale, values.std() * scale
    return f"{name:34}{mean:8.1f}{sd:8.1f}{low:8.1f}{mid:8.1f}{high:8.1f}"


def seat_lines(found: Histories, seat: str) -> list[str]:
    at = found.seats.index(seat)
    out = [line(f"{seat} ({found.roles[seat]})", found.total[:, at])]
    for i, name in enumerate(found.aims.names[found.setting.actors.index(seat)]):
        slot = found.slot(seat, i)
        values, credit = found.value[:, at, slot], found.credit[:, at, slot]
        known = values[~np.isnan(values)]
        middle = f"{np.median(known):10.1f}" if len(known) else f"{'-':>10}"
        none, full = (credit <= 0).mean(), (credit >= 1).mean()
        out.append(line(f"  {name}, % of its points", credit, 100.0) + middle + f"{none:8.2f}{full:8.2f}")
    return out


def main(scenario: str = "kosovo_2007", worlds: str = "4000") -> None:
    found = histories(load(scenario), worlds=int(worlds))
    heads = "".join(f"{head:>8}" for head in ("mean", "sd", "p05", "p50", "p95"))
    print(f"{scenario}, {worlds} worlds of doctrine\n{'':34}{heads}{'measured':>10}{'none':>8}{'full':>8}")
    shown: set[str] = set()
    for seat in found.seats:
        if found.roles[seat] != "pioneer" or "pioneer" not in shown:
            print("\n".join(seat_lines(found, seat)))
        else:
            print(line(f"{seat} (pioneer)", found.total[:, found.seats.index(seat)]))
        shown.add(found.roles[seat])


if __name__ == "__main__":
    main(*sys.argv[1:])

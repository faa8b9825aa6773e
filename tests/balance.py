"""The tests that keep it a game, with their thresholds: what is asked, what was found, in how many worlds.

    python tests/balance.py [--worlds 200] [--only 1,4] [--quick] [--json FILE]

Tests 1 to 7; `differ` (where the planner and doctrine part), `odds` (are the odds right?), `notes` (what
seats answer), `choice` (at how many sittings there is a second plan as good as the best).
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from balancing.choices import LEAST, SITTINGS, gaps, legal_moves
from balancing.counters import WORLDS as COUNTERED
from balancing.counters import table
from balancing.dilemmas import choices
from balancing.game import HISTORIES, NAMED, Game, game, percentiles
from balancing.letters import posted
from balancing.odds import SITTINGS as TOLD
from balancing.odds import asked, reliability
from balancing.reading import read
from balancing.strength import Record, liars, planners, strategy_points

from sim.arrays import MOVES

PRINCIPAL = ("RS", "XK", "RU", "US", "PT")
SPREAD = {"principal": 30.0, "doubter": 15.0, "member": 8.0}
"""Percentile points that the planner is to be above random."""
OFTEN, SELDOM = 35.0, 1.0
"""Per cent of states in which a move is the best choice, at most and at least."""
MEDIAN, BEST = (45.0, 55.0), (65.0, 90.0)
"""Where doctrine's and the planner's medians are to lie."""
BREAKS = (3.0, 25.0)
"""Per cent of games in which the planner breaks its word."""
LIAR = 30.0
WORDS, LENGTH, CHOSEN = 180, 12, 40
SHARE, REASONS = 95.0, 8


@dataclass(frozen=True)
class Size:
    """In how many worlds each question is asked."""

    worlds: int
    """games of the planner in each of the named seats"""
    others: int
    """games of the planner in each of the other seats"""
    wide: int
    """worlds where a test costs little"""
    forks: int
    """worlds on which two moves are compared"""
    sample: tuple[str, ...]
    """seats in which two moves are compared"""
    sittings: tuple[int, ...]
    legal: int
    odds: int
    notes: int
    histories: int
    dilemmas: int
    """worlds in which the plans of a sitting are weighed"""


FULL = Size(200, 10, 4_000, 512, NAMED, tuple(SITTINGS), 64, 2_000, 500, HISTORIES, 144)
QUICK = Size(1, 0, 400, 64, ("SK", "RU"), (1, 8), 2, 22, 12, 1_000, 24)


@dataclass
class Found:
    """One thing that was looked at."""

    test: str
    what: str
    wanted: str
    value: str
    worlds: int
    ok: bool | None
    """None where there is no threshold, or nothing to look at yet"""


@dataclass
class Balance:
    """The tests, with what several of them need played once."""

    size: Size
    processes: int
    found: list[Found] = field(default_factory=list[Found])
    figures: dict[str, Any] = field(default_factory=dict[str, Any])

    def add(self, test: str, what: str, wanted: str, value: str, worlds: int, ok: bool | None) -> None:
        """Note one thing and print it."""
        self.found.append(Found(test, what, wanted, value, worlds, ok))
        verdict = {True: "pass", False: "FAIL", None: ""}[ok]
        print(f"{test:>6}  {what:<44} {wanted:<22} {value:<26} {worlds:>6}  {verdict}", flush=True)

    @cached_property
    def base(self) -> Game:
        """The game in which all play doctrine, and its histories."""
        return game(2)

    @cached_property
    def planned(self) -> dict[str, Record]:
        """The planner in the named seats, then in the others."""
        named = list(NAMED if self.size.worlds > 1 else self.size.sample)
        out = planners(named, self.size.worlds, self.processes)
        rest = [s for s in self.base.seats() if s not in named]
        return out | (planners(rest, self.size.others, self.processes) if self.size.others else {})

    def standing(self, seat: str, points: Sequence[float]) -> np.ndarray:
        """Percentiles of scores of a seat."""
        return percentiles(self.base.usual.column(seat), np.array(points))

    # ------------------------------------------------------------ the tests

    def one(self) -> None:
        """Enough to choose from, and a choice that matters."""
        count = legal_moves(self.base, self.size.legal)
        (seat, sitting), least = min(count.items(), key=lambda item: item[1])
        self.add(
            "1",
            f"fewest legal paid moves ({seat}, sitting {sitting})",
            f">= {LEAST}",
            str(least),
            self.size.legal,
            least >= LEAST,
        )
        found = gaps(self.size.sample, self.size.sittings, self.size.forks, self.processes)
        clear = [one.clear for one in found]
        self.add(
            "1",
            f"two moves apart, {len(found)} seats x sittings",
            "> 2 s.e. in all",
            f"{sum(clear)} of {len(clear)}",
            self.size.forks,
            all(clear),
        )
        for one in found:
            if not one.clear:
                pair = f"{one.best} - {one.worst} {one.gain:.2f} +- {one.error:.2f}"
                print(f"          {one.seat}, sitting {one.sitting}: {pair}")
        self.figures["apart"] = [asdict(one) for one in found]

    def two(self) -> None:
        """Skill pays."""
        for seat, record in self.planned.items():
            kind = (
                "principal"
                if seat in PRINCIPAL
                else "doubter"
                if self.base.role(seat) == "doubter"
                else "member"
            )
            random = self.standing(seat, strategy_points("random", seat, self.size.wide).tolist()).mean()
            mean = self.standing(seat, record.points).mean()
            gap, wanted, n = mean - random, SPREAD[kind], len(record.points)
            self.add(
                "2",
                f"planner - random, {seat} ({kind})",
                f">= {wanted:g}",
                f"{mean:.1f} - {random:.1f} = {gap:.1f}",
                n,
                bool(gap >= wanted),
            )
            self.figures.setdefault("spread", {})[seat] = [mean, random]

    def three(self) -> None:
        """No move is always best, none never."""
        best, open_, states = Counter[str](), Counter[str](), 0
        for record in self.planned.values():
            best.update(record.choices.best)
            open_.update(record.choices.open)
            states += record.choices.states
        games = sum(len(r.points) for r in self.planned.values())
        kept = 100 * best["doctrine"] / max(states, 1)
        print(f"          {states} decisions, of which {kept:.1f} % are to do what doctrine does")
        for move in MOVES:
            share = 100.0 * best[move] / max(states, 1)
            where = 100.0 * best[move] / max(open_[move], 1)
            ok = share <= OFTEN and where >= SELDOM
            self.add(
                "3",
                f"{move}: best choice",
                f"<= {OFTEN:g} %, >= {SELDOM:g} % if open",
                f"{share:.1f} %, {where:.1f} % if open",
                games,
                ok,
            )
        self.figures["best"] = {"states": states, "best": best, "open": open_}

    def four(self) -> None:
        """The middle is doctrine, and skill is above it."""
        n = self.size.wide
        for seat in self.base.seats():
            middle = float(np.median(self.standing(seat, strategy_points("doctrine", seat, n).tolist())))
            inside = MEDIAN[0] <= middle <= MEDIAN[1]
            self.add(
                "4",
                f"doctrine's median percentile, {seat}",
                f"{MEDIAN[0]:g}-{MEDIAN[1]:g}",
                f"{middle:.1f}",
                n,
                inside,
            )
        for seat, record in self.planned.items():
            middle = float(np.median(self.standing(seat, record.points)))
            inside = BEST[0] <= middle <= BEST[1]
            self.add(
                "4",
                f"planner's median percentile, {seat}",
                f"{BEST[0]:g}-{BEST[1]:g}",
                f"{middle:.1f}",
                len(record.points),
                inside,
            )
            self.figures.setdefault("median", {})[seat] = middle

    def five(self) -> None:
        """Lying pays sometimes."""
        broken = [b > 0 for record in self.planned.values() for b in record.broken]
        made = [m for record in self.planned.values() for m in record.made]
        share = 100.0 * float(np.mean(broken))
        self.add(
            "5",
            f"games in which the planner breaks its word ({np.mean(made):.1f} given)",
            f"{BREAKS[0]:g}-{BREAKS[1]:g} %",
            f"{share:.1f} %",
            len(broken),
            BREAKS[0] <= share <= BREAKS[1],
        )
        n = min(self.size.wide, 400)
        for seat, (standing, many) in liars(list(self.planned), n, self.base).items():
            self.add(
                "5",
                f"who breaks every word, {seat} ({many:.0f} a game)",
                f"< {LIAR:g}",
                f"{standing:.1f}",
                n,
                standing < LIAR,
            )

    def six(self) -> None:
        """Every counter-move counters."""
        for one in table():
            value = f"{one.without:.2f} -> {one.answered:.2f}"
            self.add(
                "6", f"{one.move}: {one.counter}", f"less {one.effect}"[:22], value, COUNTERED, one.shrinks
            )

    def seven(self) -> None:
        """Not too much to read."""
        found = read(NAMED if self.size.worlds > 1 else self.size.sample[:1])
        if found is None:
            self.add("7", "reading", f"<= {WORDS} words", "not yet", 0, None)
            return
        self.add(
            "7",
            f"words before the first choice ({found.seat})",
            f"<= {WORDS}",
            str(found.words),
            found.games,
            found.words <= WORDS,
        )
        self.add(
            "7",
            "sittings of a first game",
            f"<= {LENGTH}",
            str(found.sittings),
            found.games,
            found.sittings <= LENGTH,
        )
        self.add(
            "7",
            "choices of a first game",
            f"<= {CHOSEN}",
            str(found.choices),
            found.games,
            found.choices <= CHOSEN,
        )

    def differ(self) -> None:
        """Where the planner and doctrine part."""
        for seat, record in self.planned.items():
            done = record.choices
            share = 100.0 * done.apart / max(done.sittings, 1)
            self.add(
                "differ",
                f"sittings in which they part, {seat}",
                "",
                f"{share:.0f} % of {done.sittings}",
                len(record.points),
                None,
            )

    def choice(self) -> None:
        """Sittings at which a second plan is as good as the best, of another kind and for other ends."""
        seats = NAMED if self.size.worlds > 1 else self.size.sample
        found = choices(seats, range(1, LENGTH + 1), self.size.dilemmas, self.processes)
        for seat in seats:
            own = [one for one in found if one.seat == seat]
            real = [one.sitting for one in own if one.choice]
            which = ", ".join(map(str, real)) or "none"
            self.add(
                "choice",
                f"sittings with a choice, {seat}",
                "",
                f"{len(real)} of {len(own)}: {which}",
                self.size.dilemmas,
                None,
            )
            self.figures.setdefault("choice", {})[seat] = real

    def odds(self) -> None:
        """Are the odds right?"""
        found = asked(self.size.odds, self.processes)
        for sitting in TOLD:
            told = reliability(found, sitting)
            self.figures.setdefault("odds", []).append(asdict(told))
            value = f"{told.brier:.3f} (base {told.base:.3f})"
            self.add(
                "odds",
                f"Brier score, sitting {sitting}, {told.n} odds",
                f"all alike {told.overall:.3f}",
                value,
                self.size.odds,
                None,
            )
            for low, high, n, odds, came in told.rows:
                ends, shares = f"{100 * low:3.0f}-{100 * high:3.0f} %", f"told {100 * odds:5.1f} %, came true"
                print(f"          {ends}: {shares} {100 * came:5.1f} % of {n}")

    def notes(self) -> None:
        """What simulated seats answer."""
        n = self.size.notes
        post = posted(n, self.processes)
        for kind, answers in post.said.items():
            whole = sum(answers.values())
            for word, many in answers.most_common():
                share = 100.0 * many / whole
                judged = None if word == "taken note of" else share <= SHARE
                self.add(
                    "notes", f"{kind}: {word}", f"<= {SHARE:g} %", f"{share:.1f} % of {whole}", n, judged
                )
        for who, answers in post.by_receiver.items():
            print(
                f"          {who}: "
                + ", ".join(f"{w} {100 * k / sum(answers.values()):.1f} %" for w, k in answers.most_common())
            )
        self.add(
            "notes",
            "distinct reasons of a no or a counter-offer",
            f">= {REASONS}",
            str(len(post.reasons)),
            n,
            len(post.reasons) >= REASONS,
        )
        for reason, many in post.reasons.most_common():
            print(f"          {reason}: {many}")
        for fate, many in post.fates.most_common():
            self.add("notes", f"promises {fate}", "", str(many), n, None)


TESTS: dict[str, Callable[[Balance], None]] = {
    "1": Balance.one,
    "2": Balance.two,
    "3": Balance.three,
    "4": Balance.four,
    "5": Balance.five,
    "6": Balance.six,
    "7": Balance.seven,
    "differ": Balance.differ,
    "choice": Balance.choice,
    "odds": Balance.odds,
    "notes": Balance.notes,
}


def main(given: Sequence[str] | None = None) -> int:
    """Print the tests that were asked for; 1 if one of them fails."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--worlds", type=int, help="games of the planner in each named seat (200)")
    parser.add_argument("--others", type=int, help="games of the planner in each other seat (10)")
    parser.add_argument("--only", default=",".join(TESTS), help=f"some of {','.join(TESTS)}")
    parser.add_argument("--quick", action="store_true", help="a few worlds of everything")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path, help="a file for the figures")
    asked_for = parser.parse_args(given)
    size = QUICK if asked_for.quick else FULL
    changes = {"worlds": asked_for.worlds, "others": asked_for.others}
    size = Size(**{**vars(size), **{k: v for k, v in changes.items() if v is not None}})
    unknown = [name for name in asked_for.only.split(",") if name not in TESTS]
    if unknown:
        parser.error(f"expected some of {', '.join(TESTS)}, found {unknown[0]!r}")
    balance, began = Balance(size, max(1, asked_for.processes)), time.perf_counter()
    print(f"{'test':>6}  {'what':<44} {'wanted':<22} {'found':<26} {'worlds':>6}")
    for name in asked_for.only.split(","):
        print(f"test {name}, {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
        TESTS[name](balance)
    failed = sum(one.ok is False for one in balance.found)
    judged = sum(one.ok is not None for one in balance.found)
    print(f"{judged - failed} of {judged} pass, {time.perf_counter() - began:.0f} s")
    if asked_for.json:
        figures = {
            "found": [asdict(one) for one in balance.found],
            "figures": balance.figures,
            "size": vars(size),
        }
        asked_for.json.write_text(json.dumps(figures, indent=1, default=str), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

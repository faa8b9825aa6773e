"""`python tests/headlines.py`: what the press makes of 200 games.

Every seat is played by a strategy drawn for it, so that all kinds of events happen. Prints the sentences used per
kind, thirty headlines with the facts that they are made from, whether one was told twice within six weeks, and the
pair of sentences that share most words.
"""

import re
import sys
from argparse import ArgumentParser
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from game.press import AGAIN, NUMBER, Headline, Press
from game.strings import catalogue
from sim.sittings import last_week
from sim.table import Table

MIXED = ("doctrine", "hardliner", "conciliatory", "doctrine", "random", "doctrine", "hardliner", "doctrine")
"""In the even games doctrine plays all seats but one in eight, which acts at random, so that the usual course is seen;
in the odd ones three in eight act at random, so that the unusual is."""
ALIKE = 0.6
"""Share of the words of the shorter sentence that two may have in common."""


def sentences() -> dict[str, list[str]]:
    """The sentences of the catalogue by kind."""
    out: dict[str, list[str]] = defaultdict(list)
    for key, text in catalogue().items():
        if key.startswith("headlines."):
            out[key.split(".")[1]].append(text)
    return out


def words(sentence: str) -> frozenset[str]:
    """The words of a sentence without names and numbers."""
    plain = re.sub(r"\{\w+\}", " ", NUMBER.sub(r"\1", sentence))
    return frozenset(re.findall(r"[^\W\d]+", plain.casefold()))


def alike(one: str, other: str) -> float:
    """The share of the words of the shorter that two sentences have in common."""
    a, b = words(one), words(other)
    return len(a & b) / max(min(len(a), len(b)), 1)


def likest() -> tuple[float, str, str]:
    """The two sentences that share most words."""
    every = [text for texts in sentences().values() for text in texts]
    return max((alike(a, b), a, b) for a, b in combinations(every, 2))


def strategy(number: int, seat: int) -> str:
    """Who plays a seat in a game."""
    drawn = MIXED[(number * 5 + seat * 3) % len(MIXED)]
    return ("random" if (number + seat) % 8 < 3 else drawn) if number % 2 else drawn


def game(number: int, scenario: str = "kosovo_2007") -> list[Headline]:
    """The headlines of one game, in order."""
    table = Table(scenario, seed=number + 1, world=number)
    seats = [a for a, n in zip(table.setting.actors, table.setting.negotiator, strict=True) if n]
    plays = {seat: strategy(number, i) for i, seat in enumerate(seats)}
    weeks = last_week(table.scenario) + 1
    table = Table(scenario, seed=number + 1, world=number, strategies=plays, weeks=weeks)
    press, out = Press(table.scenario, table.setting, number), []
    while not table.finished:
        week, news = table.week, []
        while not table.finished and table.week == week:
            table.step()
            news += [item for item in table.news if item.get("how") != "private"]
        out += press.week(week, news)
    return out


def told_again(lines: list[Headline]) -> list[str]:
    """Headlines of which the same words were told within six weeks before."""
    last: dict[str, int] = {}
    out = []
    for line in lines:
        if line.week - last.get(line.text, -AGAIN) < AGAIN:
            out.append(line.text)
        last[line.text] = line.week
    return out


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--games", type=int, default=200)
    games = parser.parse_args().games
    every = [game(number) for number in range(games)]
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for lines in every:
        for line in lines:
            used[line.kind][line.sentence] += 1
    there = sentences()
    total = sum(map(sum, (c.values() for c in used.values())))
    print(
        f"{games} games, {total} headlines of {len(used)} kinds; {sum(map(len, there.values()))} sentences "
        f"of {len(there)} kinds in the catalogue"
    )
    for kind in sorted(there, key=lambda k: -sum(used[k].values())):
        print(
            f"  {kind:24} {len(used[kind]):3} of {len(there[kind]):2} sentences, {sum(used[kind].values()):6} headlines"
        )
    print("\nthirty headlines, and what each is made from:")
    mixed = [line for lines in every for line in lines]
    shown, seen = [], set()
    for line in mixed:
        if line.kind not in seen:
            seen.add(line.kind)
            shown.append(line)
    for line in shown[:30]:
        facts = ", ".join(f"{k}={v}" for k, v in line.terms.items() if v and f"{{{k}}}" in line.sentence)
        print(f"  week {line.week:2} {line.kind}: {line.text}\n      {facts}")
    again = [text for lines in every for text in told_again(lines)]
    print(f"\ntold again within {AGAIN} weeks: {len(again)}")
    share, one, other = likest()
    print(f"likest two share {share:.0%} of their words (at most {ALIKE:.0%}):\n  {one}\n  {other}")


if __name__ == "__main__":
    main()

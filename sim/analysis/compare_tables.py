"""A comparison as tables for a terminal. Nothing here prints."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from sim.analysis.alike import alike
from sim.analysis.compare import MEASURE, OUTCOME, STATE, Comparison, Key, Paired
from sim.analysis.sweep import HEADLINES, Value
from sim.analysis.sweep_tables import Column, column, digits, half, side_by_side, signed
from sim.analysis.units import SHARE, label
from sim.ensemble import html_table
from sim.tables import percent, plain_table, titled

MOVED, STATES = 12, 8
"""Measures and states that are shown where none is asked for: those that moved most clearly."""
SHORT = 12
"""Characters of a hash."""


def tables(
    found: Comparison, measures: Sequence[str], width: int, ascii_only: bool = False
) -> Iterator[RenderableType]:
    """Everything that a comparison prints, from top to bottom.

    measures     names of those to show; those that moved, or the headlines, if none is given
    width        of the terminal, in characters
    """
    yield header(found)
    if len(found.arms) == 2:
        yield titled("Outcomes", differences(found, found.keys(OUTCOME)))
        shown = measure_keys(found, measures)
        yield titled("Measures" if measures else "Measures that move most", differences(found, shown))
        states = moved(found, STATE, STATES)
        if states and not measures:
            yield titled("States whose recognition moves most", differences(found, states))
    else:
        letters = Column("", tuple(arm.letter for arm in found.arms), 1)
        for title, keys in (("Outcomes", found.keys(OUTCOME)), ("Measures", measure_keys(found, measures))):
            columns = [cells(found, key, ascii_only) for key in keys]
            yield from side_by_side(title, [letters], columns, width)
    yield histories(found)
    yield notes(found)


def header(found: Comparison) -> RenderableType:
    """What was compared."""
    speed = found.worlds * len(found.arms) / max(found.seconds, 1e-9)
    line = (
        f"{len(found.arms)} arms of {found.worlds:,} worlds on the same luck, seed {found.seed}, "
        f"{found.seconds:.1f} s ({speed:,.0f} worlds a second)"
    )
    names = [f"  {arm.letter}  {arm.name}" for arm in found.arms]
    return Group(Text(found.scenario.title, style="bold"), *map(Text, (line, *names, *found.notes)))


def measure_keys(found: Comparison, names: Sequence[str]) -> list[Key]:
    """The measures to show."""
    known = [key for key in found.keys(MEASURE) if any(arm.values[key].n for arm in found.arms)]
    if names:
        return [(MEASURE, name) for name in dict.fromkeys(names) if (MEASURE, name) in known]
    if len(found.arms) == 2:
        return moved(found, MEASURE, MOVED)
    return [key for key in known if key[1] in HEADLINES]


def moved(found: Comparison, kind: str, most: int) -> list[Key]:
    """What moves in the last arm beyond doubt, the clearest first."""
    clear = [key for key in found.keys(kind) if strength(found.arms[-1].values[key]) > 0]
    return sorted(clear, key=lambda key: -strength(found.arms[-1].values[key]))[:most]


def strength(value: Paired) -> float:
    """How many half widths of its interval a difference lies from nought; 0 where the interval holds nought."""
    d = value.difference
    if d is None or not d.clear:
        return 0.0
    return abs(d.mean) / max((d.high - d.low) / 2, 1e-12)


def called(found: Comparison, key: Key) -> str:
    """What to call an outcome, a measure or a state."""
    kind, name = key
    if kind == OUTCOME:
        return found.scenario.outcomes[name].name
    if kind == STATE:
        return f"{found.scenario.actors[name].name} recognises"
    return label(name)


def cells(found: Comparison, key: Key, ascii_only: bool) -> Column:
    """An outcome or a measure of every arm, with its difference to the first."""
    values: list[Value] = [arm.values[key] for arm in found.arms]
    unit = "%" if values[0].unit == SHARE else values[0].unit
    return column(f"{key[1]}, {unit}", values, ascii_only)


def differences(found: Comparison, keys: Sequence[Key]) -> RenderableType:
    """Two arms, a row per outcome or measure."""
    if not keys:
        return Text(" none")
    base, arm = found.arms
    table = plain_table(
        "", base.letter, arm.letter, f"{arm.letter} - {base.letter}", "95 % interval", "luck saves"
    )
    for key in keys:
        one, other = base.values[key], arm.values[key]
        table.add_row(called(found, key), *amounts(one, other), *apart(other), saved(other))
    return table


def amounts(one: Value, other: Value) -> tuple[str, str]:
    """What two arms come to, to the same number of digits."""
    share = one.unit == SHARE
    places = digits(half(other))
    return tuple(  # pyright: ignore[reportReturnType]
        "-" if v.mean is None else percent(v.mean) if share else f"{v.mean:.{places}f}" for v in (one, other)
    )


def apart(value: Paired) -> tuple[str, str]:
    """A difference and its interval, shares in points of per cent."""
    d = value.difference
    if d is None:
        return "-", "-"
    factor, places = 100.0 if value.unit == SHARE else 1.0, digits(half(value))
    mean, low, high = (signed(factor * x, places) for x in (d.mean, d.low, d.high))
    return mean, f"{low} to {high}"


def saved(value: Paired) -> str:
    """How many times the worlds an unpaired comparison would need."""
    if value.difference is None:
        return "-"
    return "the same" if value.saved is None else f"{value.saved:.3g} times"


def histories(found: Comparison) -> RenderableType:
    """Of each arm: how often the parties agree, on what most often, and a hash of what happens."""
    table = plain_table("arm", "they agree", "most often on", "hash of the events")
    for column_ in table.columns[2:]:
        column_.justify = "left"
    for arm in found.arms:
        common = arm.left.commonest()
        text = f"{common[0]} ({percent(common[1])} of these)" if common else "-"
        table.add_row(arm.letter, percent(arm.agreement_rate), text, arm.left.digest()[:SHORT])
    return titled("Histories", table)


def notes(found: Comparison) -> Text:
    """How to read it, and why histories are the same where they are."""
    lines = [
        "Differences are taken world by world on the same luck. 95 % intervals: Bonett & Price (2012) for shares, "
        "mean ± 1.96 standard errors for amounts; each holds for itself. Luck saves: as many times the worlds "
        "would be needed without common luck. The hash is of outcome, agreement, declaration, recognitions, votes, "
        "incidents and places of trouble, world by world; not of amounts.",
        *(f"{line}." for line in alike(found)),
    ]
    return Text("\n" + "\n".join(lines), style="dim")


def html(found: Comparison) -> str:
    """The outcomes of all arms as a table for a notebook, each with its difference to the first."""
    rows: list[tuple[str, ...]] = []
    for key in found.keys(OUTCOME):
        for arm in found.arms:
            value = arm.values[key]
            between = "" if arm is found.arms[0] else " (".join(apart(value)) + ")"
            rows.append((called(found, key), arm.letter, percent(value.mean or 0.0), between))
    arms = "; ".join(f"{arm.letter}: {arm.name}" for arm in found.arms)
    about = f"{arms}. {found.worlds:,} worlds on the same luck, seed {found.seed}"
    return html_table(
        found.scenario.title, about, ("outcome", "arm", "share", "less A, in points (95 %)"), rows
    )

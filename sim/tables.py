"""The results of a run as tables for a terminal. Nothing here prints."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich import box
from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sim.analysis.series import (
    declaration_histogram,
    listed,
    month_ends,
    outcome_bars,
    state_probabilities,
)
from sim.arrays import NEVER
from sim.spread import Summary
from sim.totals import Totals

BAR = 24
EIGHTHS = " ▏▎▍▌▋▊▉█"
TWO_COLUMNS = 96
"""Terminal width from which the states stand in two columns."""

SHARES = {
    "agreement_by_deadline": "agreement by the deadline",
    "referendum_held": "a referendum is held",
    "ratified": "the voters of all parties say yes",
    "declared": "independence is declared",
    "exhausted": "members call the talks exhausted",
    "mission": "mission of the members adopted",
    "council_endorsed": "Security Council endorses",
    "council_blocked": "Security Council blocked by a veto",
    "challenger_won": "challenger wins the vote at home",
}
"""Measures that happen or do not, with what to call them."""

AMOUNTS = {
    "zopa_width": "zone of possible agreement (below 0: none)",
    "declarer_outside_option": "the declarer's outside option",
    "title_holder_outside_option": "the title holder's outside option",
    "sessions": "sessions of the talks (number)",
    "legitimacy": "legitimacy of the process",
    "coordination": "coordination of the declaration",
    "soft_landing": "softness of its landing (0: a crash)",
    "recognisers": "states that have recognised (number)",
    "eu_recognisers": "members that have (number)",
    "eu_population_share": "their share of the population (0 to 1)",
    "eu_unity": "unity of the members",
    "mission_abstainers": "members abstaining on the mission (number)",
    "path": "the candidate's way to membership",
    "tension_peak": "highest tension",
    "incidents": "incidents (number)",
}
"""Measures that are amounts, with what to call them; points from 0 to 100 where nothing else is said."""

NEEDS = {
    "declared": ("declarer",),
    "declarer_outside_option": ("declarer",),
    "title_holder_outside_option": ("title_holder",),
    "coordination": ("declarer",),
    "soft_landing": ("declarer",),
    "eu_unity": ("declarer", "member"),
    "recognisers": ("declarer", "recogniser"),
    "eu_recognisers": ("declarer", "member"),
    "eu_population_share": ("declarer", "member"),
    "exhausted": ("member",),
    "mission": ("member",),
    "mission_abstainers": ("member",),
    "council_endorsed": ("declarer", "council"),
    "council_blocked": ("council",),
    "path": ("candidate",),
    "zopa_width": ("party",),
}
"""Roles without which a measure says nothing: a scenario in which nobody has one of them leaves it out."""


def tables(results: Totals, width: int, ascii_only: bool = False) -> Iterator[RenderableType]:
    """Everything that a run prints, from top to bottom, with empty lines between.

    width        of the terminal, in characters
    ascii_only   draw bars from what every terminal has
    """
    yield header(results)
    yield outcome_table(results, ascii_only)
    if declaration_histogram(results):
        yield declaration_line(results)
    if results.setting.member.any() and results.setting.declarer.any():
        yield heads_table(results)
    if state_probabilities(results):
        yield states_table(results, 2 if width >= TWO_COLUMNS else 1)
    yield from measure_tables(results, width >= TWO_COLUMNS)


def plain_table(*headings: str) -> Table:
    """A table without a frame: the first column is text, the others are numbers."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True, padding=(0, 1))
    for i, heading in enumerate(headings):
        table.add_column(heading, justify="right" if i else "left", no_wrap=i > 0)
    return table


def titled(title: str, content: RenderableType) -> Group:
    """Something under a title of its own, after an empty line."""
    return Group(Text(f"\n{title}", style="bold"), content)


def header(results: Totals) -> RenderableType:
    """What was run."""
    title = Text(results.scenario.title, style="bold")
    line = f"{results.scenario.id}: {results.worlds:,} worlds, seed {results.seed}"
    if results.seconds is not None:
        speed = results.worlds / max(results.seconds, 1e-9)
        line += f", {results.seconds:.1f} s ({speed:,.0f} worlds a second)"
    changed = results.scenario.settings
    rules = [Text(f"set for this run: {listed(changed)}")] if changed else []
    return Group(title, Text(line), *rules)


def outcome_table(results: Totals, ascii_only: bool) -> Group:
    """Outcome classes at the horizon with 95 % intervals."""
    until = results.scenario.rules.horizon
    table = plain_table("outcome", "share", "95 % interval")
    table.add_column("")
    for bar in outcome_bars(results):
        span = f"{100 * bar.low:.1f} to {percent(bar.high)}"
        table.add_row(bar.name, percent(bar.share), span, Text(drawn(bar.share, ascii_only), style="cyan"))
    note = Text(
        "the interval is from the number of worlds alone; it says nothing of whether the model is right",
        "dim",
    )
    return Group(titled(f"Where it leads by {day(until)}", table), note)


def drawn(share: float, ascii_only: bool = False) -> str:
    """A bar for a share, in eighths of a character; what is not nothing shows.

    >>> drawn(0.5, ascii_only=True)
    '############'
    """
    if ascii_only:
        return "#" * max(round(share * BAR), int(share > 0))
    eighths = max(round(share * BAR * 8), int(share > 0))
    return EIGHTHS[8] * (eighths // 8) + EIGHTHS[eighths % 8].strip()


def percent(share: float) -> str:
    """A share as per cent; what is neither nothing nor all never looks like it.

    >>> percent(0.0), percent(0.0004), percent(0.12345), percent(0.9999), percent(1.0)
    ('0 %', '<0.1 %', '12.3 %', '>99.9 %', '100 %')
    """
    if share in (0.0, 1.0):
        return f"{100 * share:.0f} %"
    if share < 0.001:
        return "<0.1 %"
    return ">99.9 %" if share > 0.999 else f"{100 * share:.1f} %"


def day(when: date | None) -> str:
    """A day of the calendar, or a dash.

    >>> day(date(2008, 2, 4))
    '4 Feb 2008'
    """
    return f"{when.day} {when:%b %Y}" if when else "-"


def declaration_line(results: Totals) -> RenderableType:
    """When independence is declared, if it is."""
    found = declaration_histogram(results)
    if found is None or found.median is None:
        return titled("Declaration", Text(" in no world"))
    share = f" in {percent(1.0 - found.never)} of the worlds; median week of {day(found.median)}"
    span = f" 5 to 95 % of them between the weeks of {day(found.early)} and {day(found.late)}"
    return titled("Declaration of independence", Text(f"{share}\n{span}"))


def heads_table(results: Totals) -> Group:
    """Members that have recognised, by the ends of months."""
    members = int(results.setting.member.sum())
    table = plain_table("by", "median", "5 to 95 %")
    for last, heads in month_ends(results):
        table.add_row(day(last), number(heads.p50), f"{number(heads.p05)} to {number(heads.p95)}")
    return titled(f"Members that have recognised, of {members}", table)


def states_table(results: Totals, columns: int) -> RenderableType:
    """Each state's probability of having recognised at the horizon, and the day by which half the worlds have it."""
    rows = state_probabilities(results)
    length = -(-len(rows) // columns)
    parts: list[Table] = []
    for start in range(0, len(rows), length):
        part = plain_table("state", "id", "recognises", "median week of")
        for row in rows[start : start + length]:
            part.add_row(row.name, row.id, percent(row.share), day(row.median))
        parts.append(part)
    title = f"Recognition by {day(results.scenario.rules.horizon)}, state by state"
    return titled(title, Columns(parts, padding=(0, 4)))


def measure_tables(results: Totals, wide: bool) -> Iterator[Group]:
    """Headline measures: what happens or does not, and amounts; with their ids where there is room."""
    found = {name: summary for name, summary in results.measures().items() if applies(results, name)}
    ids = ("measure",) if wide else ()
    table = plain_table("", "share", *ids)
    for name, label in {**SHARES, **flashpoint_names(results)}.items():
        if name in found and (mean := found[name].mean) is not None:
            table.add_row(label, percent(mean), *((name,) if wide else ()))
    yield titled("What else happens", left(table, wide))
    table = plain_table("", "mean", "median", "5 to 95 %", *ids)
    for name, label in {**AMOUNTS, **yes_names(results)}.items():
        if name in found and found[name].n:
            table.add_row(label, *amounts(found[name]), *((name,) if wide else ()))
    yield titled("How much, in points from 0 to 100 or as a number", left(table, wide))


def applies(results: Totals, measure: str) -> bool:
    """Can a measure say anything in this scenario: is there anybody in the roles it needs, or a date?"""
    setting = results.setting
    if measure == "agreement_by_deadline":
        return setting.rules.deadline_week < NEVER and bool(setting.party.any())
    if measure == "council_blocked" and not setting.declarer.any():
        return any(event.kind == "council" for event in results.scenario.events.values())
    return all(getattr(setting, role).any() for role in NEEDS.get(measure, ()))


def left(table: Table, last: bool) -> Table:
    """The table with its last column flush left, if that holds text."""
    if last:
        table.columns[-1].justify = "left"
    return table


def amounts(measure: Summary) -> Sequence[str]:
    """Mean, median and range of a measure."""
    mean, low, mid, high = (figure(x) for x in (measure.mean, measure.p05, measure.p50, measure.p95))
    return mean, mid, f"{low} to {high}"


def figure(x: float | None) -> str:
    """A number with three digits that matter, or none to spare.

    >>> figure(12.345), figure(-0.1234), figure(3.0)
    ('12.3', '-0.12', '3')
    """
    return number(x, 1 if x is not None and abs(x) >= 10 else 2)


def number(x: float | None, places: int = 0) -> str:
    """A number without needless digits.

    >>> number(3.0, 2), number(3.14159, 2), number(None)
    ('3', '3.14', '-')
    """
    if x is None:
        return "-"
    text = f"{x:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def yes_names(results: Totals) -> dict[str, str]:
    """The shares of yes in a referendum, with what to call them."""
    setting = results.setting
    everyone = zip(setting.actors, setting.names, setting.party, strict=True)
    return {
        f"yes_share_{id_.lower()}": f"share of yes, {name} (0 to 1)"
        for id_, name, is_party in everyone
        if is_party
    }


def flashpoint_names(results: Totals) -> dict[str, str]:
    """The measures of flashpoints, with what to call them."""
    out: dict[str, str] = {}
    for name, place in results.scenario.flashpoints.items():
        out[f"flashpoint_{name}"] = f"trouble spreads to {place.name}"
        out[f"flashpoint_{name}_13_weeks"] = "  within 13 weeks of a declaration"
    return out

"""The page: `page.html` filled with a report. Everything that comes from data is escaped."""

from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

from sim.analysis.drawing import day, percent
from sim.analysis.geography import band, load_map
from sim.analysis.report.content import Report
from sim.analysis.report.figures import svgs
from sim.analysis.report.stances import items, sheets, silent
from sim.analysis.scorecard.tables import best, figure
from sim.analysis.sensitivity.figure import called, happens
from sim.analysis.sensitivity.result import QUIET
from sim.extras import need
from sim.storage import digest, own_version
from sim.totals import Totals

PAGE = "page.html"


def page(made: Report) -> str:
    """The report as one HTML page that asks no other host for anything."""
    jinja = need("jinja2", "results")
    environment = jinja.Environment(
        autoescape=True, undefined=jinja.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    markup = jinja.utils.markupsafe.Markup

    def number(value: object, key: str, form: str) -> Any:
        """A number as it is read, with its key and itself behind it."""
        if value is None:
            return markup("&ndash;")
        return markup('<data id="{}" value="{}">{}</data>').format(key, raw(value), FORMS[form](value))

    environment.filters["n"] = number
    environment.filters["day"] = day
    drawn = {name: markup(text) for name, text in svgs(made.totals, made.study).items()}
    text = files("sim.analysis.report").joinpath(PAGE).read_text(encoding="utf-8")
    return str(environment.from_string(text).render(**named(made), figures=drawn)) + "\n"


def named(made: Report) -> dict[str, Any]:
    """What the page calls by name."""
    totals, scenario = made.totals, made.totals.scenario
    return {
        "made": made,
        "totals": totals,
        "scenario": scenario,
        "sheets": sheets(scenario),
        "silent": silent(scenario),
        "items": items(scenario),
        "band": band,
        "note": load_map().note,
        "best": best,
        "figure": figure,
        "called": called,
        "happens": happens,
        "quiet": QUIET,
        "version": own_version(),
        "sha256": digest(scenario),
        "first": max(made.outcomes, key=lambda bar: bar.share),
        "members": int(totals.setting.member.sum()),
        "weeks": declared_weeks(totals),
    }


def declared_weeks(totals: Totals) -> list[tuple[date, int, float]]:
    """The weeks in which independence is declared in some world: Monday, worlds, share of all."""
    return [
        (totals.monday(week), int(n), int(n) / totals.worlds)
        for week, n in enumerate(totals.declarations.tolist())
        if n
    ]


def raw(value: object) -> str:
    """A value as a program reads it."""
    return value.isoformat() if isinstance(value, date) else repr(value)


def plain(value: Any) -> str:
    """A number with up to three places.

    >>> plain(92.0), plain(0.05), plain(11.04)
    ('92', '0.05', '11.04')
    """
    return f"{value:.3f}".rstrip("0").rstrip(".")


def count(value: Any) -> str:
    """A whole number.

    >>> count(10240)
    '10,240'
    """
    return f"{value:,.0f}"


def amount(value: Any) -> str:
    """A number with one place."""
    return f"{value:.1f}"


def index(value: Any) -> str:
    """An index with three."""
    return f"{value:.3f}"


FORMS: dict[str, Callable[[Any], str]] = {
    "share": percent,
    "count": count,
    "amount": amount,
    "index": index,
    "score": figure,
    "plain": plain,
    "day": day,
}
"""How numbers are written, by name."""

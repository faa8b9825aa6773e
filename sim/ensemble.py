"""The worlds of a run as Python likes to have them: a data frame, figures, and a table in a notebook."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.columns import NUMBER, TEXT, WEEK, YES_NO, Column, columns
from sim.extras import need
from sim.faults import nearest
from sim.results import Results
from sim.schema import Scenario
from sim.strategies import Strategy
from sim.tables import percent
from sim.worlds import Progress, Workers
from sim.worlds import run as play

if TYPE_CHECKING:
    import pandas

Draw = Callable[[], Any]
"""Makes a figure; None where a scenario has no use for it."""


class Picture:
    """A figure that shows itself in a notebook."""

    def __init__(self, figure: Any) -> None:
        self.figure = figure
        """matplotlib's"""

    def save(self, path: str | Path) -> Path:
        """Write it; what comes after the point says how: .png, .svg, .pdf."""
        self.figure.savefig(path)
        return Path(path)

    def _repr_png_(self) -> bytes:
        to = BytesIO()
        self.figure.savefig(to, format="png", dpi=96)
        return to.getvalue()


class Plots:
    """Figures by their names: `results.plot.outcomes()`; `dir(results.plot)` lists them.

    AttributeError: there is none of that name, with the nearest one. ValueError, when it is drawn: the
    scenario has no use for it. MissingExtra: matplotlib is not installed.
    """

    def __init__(self, draws: Mapping[str, Draw]) -> None:
        self._draws = dict(draws)

    def __dir__(self) -> list[str]:
        return list(self._draws)

    def __repr__(self) -> str:
        return f"<figures: {', '.join(self._draws)}>"

    def __getattr__(self, name: str) -> Callable[[], Picture]:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._draws:
            raise AttributeError(f"no figure is called {name!r}; {nearest(name, self._draws)}")

        def draw() -> Picture:
            figure = self._draws[name]()
            if figure is None:
                raise ValueError(f"expected a scenario with a use for the figure {name!r}, found one without")
            return Picture(figure)

        return draw


class Ensemble(Results):
    """Finished worlds of one run, one by one, with a data frame and figures."""

    @classmethod
    def with_all_of(cls, results: Results) -> "Ensemble":
        """The same results."""
        return cls(**{f.name: getattr(results, f.name) for f in fields(Results)})

    @property
    def plot(self) -> Plots:
        """Figures of the run: those that `run --out` writes. `fan` is heads, `dates` is declaration."""
        from sim.analysis.plots import FIGURES

        draws: dict[str, Draw] = {name: lambda draw=draw: draw(self) for name, draw in FIGURES.items()}
        return Plots(draws | {"fan": draws["heads"], "dates": draws["declaration"]})

    def to_pandas(self) -> "pandas.DataFrame":
        """A row per world, its number the index; columns as in the data set of `run --out`, without the weekly one.

        What is not defined in a world is missing there (NaN, <NA>). MissingExtra: pandas is not installed.
        """
        pandas: Any = need("pandas", "notebook")
        found = {
            c.name: self._series(pandas, c)
            for c in columns(self.scenario, self.setting, self.columns)
            if c.kind in (TEXT, NUMBER, YES_NO, WEEK)
        }
        return pandas.DataFrame(found, index=pandas.RangeIndex(self.worlds, name="world"))

    def _series(self, pandas: Any, column: Column) -> Any:
        """One column."""
        if column.kind == TEXT:
            return pandas.Categorical.from_codes(self.outcome, categories=list(self.scenario.outcomes))
        kind, _, who = column.name.partition("_")
        if column.kind == WEEK:
            weeks = self.recognised_week[:, self.setting.actors.index(who)].astype(np.float64)
            return pandas.array(np.where(weeks < self.setting.weeks, weeks, np.nan), dtype="Int16")
        if column.kind == YES_NO:
            return pandas.array(self.mission_backed[:, self.setting.actors.index(who)], dtype="boolean")
        if kind == "stance" and column.name not in self.columns:
            return self.stance[:, self.setting.actors.index(who)]
        return self.columns[column.name]

    def _repr_html_(self) -> str:
        spans = self.intervals()
        rows = [
            (self.scenario.outcomes[id_].name, percent(share), " to ".join(percent(x) for x in spans[id_]))
            for id_, share in self.outcomes().items()
        ]
        about = f"{self.scenario.id}: {self.worlds:,} worlds, seed {self.seed}"
        return html_table(self.scenario.title, about, ("outcome", "share", "95 % interval"), rows)


def html_table(title: str, about: str, headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table for a notebook: the first column is text, the others are numbers."""
    head = "".join(f"<th{side(i)}>{escape(text)}</th>" for i, text in enumerate(headings))
    body = "".join(
        "<tr>" + "".join(f"<td{side(i)}>{escape(text)}</td>" for i, text in enumerate(row)) + "</tr>"
        for row in rows
    )
    return (
        f"<div><b>{escape(title)}</b><br>{escape(about)}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def side(column: int) -> str:
    """To which side of its column a cell stands."""
    return f' style="text-align: {"right" if column else "left"}"'


def run(
    scenario: Scenario | str,
    worlds: int = 10_000,
    seed: int = 1,
    *,
    rules: Mapping[str, object] | None = None,
    strategies: Mapping[str, Strategy | str] | None = None,
    workers: Workers = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Play many worlds of a scenario; arguments and what they mean as in `sim.worlds.run`.

    >>> results = run("kosovo_2007", worlds=8, workers=1)
    >>> len(results.to_pandas()), "heads" in dir(results.plot)
    (8, True)
    """
    found = play(
        scenario, worlds, seed, rules=rules, strategies=strategies, workers=workers, progress=progress
    )
    return Ensemble.with_all_of(found)

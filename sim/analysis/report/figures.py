"""The figures of a report as SVG that can stand in a page: text kept as text, nothing from outside."""

import re
from collections.abc import Callable
from io import StringIO

from sim.analysis import plots
from sim.analysis.drawing import Figure
from sim.analysis.report.map import recognition_map
from sim.analysis.sensitivity import Sensitivity
from sim.extras import need
from sim.totals import Totals

DRAWN: dict[str, Callable[[Totals], Figure | None]] = {
    "outcomes": plots.outcomes,
    "map": recognition_map,
    "heads": plots.heads,
    "declaration": plots.declaration,
}
"""By name, in the order of the page."""


def svgs(results: Totals, study: Sensitivity | None) -> dict[str, str]:
    """Every figure that there is, by name: those of `DRAWN`, and `tornado_MEASURE`."""
    out: dict[str, str] = {}
    with need("matplotlib", "results").rc_context({"svg.fonttype": "none", "svg.hashsalt": "finalstatus"}):
        for name, draw in DRAWN.items():
            figure = draw(results)
            if figure is not None:
                out[name] = svg(figure, name)
        for measure in study.measures if study else ():
            if study is not None and len(study.indices[measure]) > 1:
                out[f"tornado_{measure}"] = svg(study.plot.tornado(measure), f"tornado_{measure}")
    return out


def svg(figure: Figure, name: str) -> str:
    """A figure as an SVG element whose ids begin with its name, so that two figures do not share any."""
    to = StringIO()
    figure.savefig(to, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = to.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'href="#', f'href="#{name}-', text)
    text = re.sub(r"url\(#", f"url(#{name}-", text)
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'(<svg[^>]*?) (?:width|height)="[^"]*pt"', r"\1", text, count=1)
    return re.sub(r'(<svg[^>]*?) (?:width|height)="[^"]*pt"', r"\1", text, count=1)

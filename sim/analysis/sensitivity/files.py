"""A study on disk: its indices, the samples behind them, a tornado per measure, and a manifest."""

import platform
from pathlib import Path
from typing import Any, Literal

import numpy as np

from sim.analysis.sensitivity.problem import EXTRA
from sim.analysis.sensitivity.result import Sensitivity
from sim.extras import need
from sim.overrides import as_typed
from sim.storage import digest, replace_all, versions, write_whole

INDICES = "indices.csv"
Format = Literal["parquet", "csv"]
FORMATS = ("parquet", "csv")


def save(found: Sensitivity, folder: Path, samples: Format = "parquet") -> list[Path]:
    """Write indices, samples, figures and manifest; each file is whole or absent."""
    return replace_all(
        folder,
        lambda: [save_indices(found, folder / INDICES), save_samples(found, folder, samples), *figures(found, folder)],
        lambda names: manifest(found, names),
    )  # fmt: skip


def save_indices(found: Sensitivity, path: Path) -> Path:
    """A row per measure and input."""
    table = found.to_pandas()
    write_whole(path, lambda to: table.to_csv(to, index=False, lineterminator="\n"))
    return path


def save_samples(found: Sensitivity, folder: Path, samples: Format) -> Path:
    """A row per run: the quantile of each input in it, and the measures. Runs stand in SALib's order."""
    table, path = samples_of(found), folder / f"samples.{samples}"
    if samples == "csv":
        write_whole(path, lambda to: table.to_csv(to, index=False, lineterminator="\n"))
    else:
        need("pyarrow", "results")
        write_whole(path, lambda to: table.to_parquet(to, index=False, compression="zstd"))
    return path


def samples_of(found: Sensitivity) -> Any:
    """The samples as a DataFrame: `run`, a column per input (empty where it is several values), then the measures."""
    columns: dict[str, Any] = {"run": np.arange(found.runs)}
    for i, factor in enumerate(found.factors):
        columns[factor.id] = found.x[:, i]
    for i, measure in enumerate(found.measures):
        columns[f"measure {measure}"] = found.y[:, i]
    return need("pandas", EXTRA).DataFrame(columns)


def figures(found: Sensitivity, folder: Path) -> list[Path]:
    """A tornado per measure as PNG and SVG."""
    from sim.analysis.plots import save as save_figure

    out: list[Path] = []
    with need("matplotlib", "results").rc_context({"svg.fonttype": "none", "svg.hashsalt": "finalstatus"}):
        for measure in found.measures:
            figure = found.plot.tornado(measure)
            name = "tornado_" + measure.replace(".", "_")
            out += [save_figure(figure, folder / f"{name}{suffix}") for suffix in (".png", ".svg")]
    return out


def manifest(found: Sensitivity, files: list[str]) -> dict[str, Any]:
    """What has to be known to make the same study again."""
    screening = found.screening
    return {
        "method": found.method,
        "scenario": found.scenario.id,
        "title": found.scenario.title,
        "rules": found.scenario.effective_rules(),
        "strategies": dict(found.strategies),
        "varied_rules": {one.id: [as_typed(v) for v in one.values] for one in found.inputs if one.values},
        "measures": list(found.measures),
        "seed": found.seed,
        "n": found.n,
        "runs": found.runs,
        "worlds_per_run": found.each,
        "worlds": found.worlds,
        "inputs": len(found.inputs),
        "factors": {f.id: len(f.columns) for f in found.factors},
        "complete_units": dict(found.units),
        "dummy": {measure: found.dummy(measure) for measure in found.measures},
        "screening": None if screening is None else {
            "method": "pawn", "worlds": screening.worlds, "kept": list(screening.kept),
        },
        "versions": versions() | salib_version(),
        "machine": platform.machine(),
        "scenario_sha256": digest(found.scenario),
        "files": files,
    }  # fmt: skip


def salib_version() -> dict[str, str]:
    """The version of what estimates the indices."""
    from importlib.metadata import version

    return {"salib": version("salib")}

"""A sweep on disk: a Parquet table with a row per arm and outcome or measure, figures, and a manifest."""

import platform
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sim.analysis.sweep import Arm, Sweep, Value
from sim.extras import need
from sim.overrides import as_typed
from sim.storage import digest, replace_all, versions, write_whole

TABLE = "sweep.parquet"

COLUMNS = {
    "arm": "number of the arm, from 0; arm 0 is the base that the others are compared with",
    "kind": "outcome or measure",
    "name": "which outcome or measure",
    "unit": "unit of every number of the row; share: of worlds; week: counted from the first one, 0",
    "n": "worlds in which it is defined",
    "mean": "mean over these worlds; for an outcome its share",
    "sd": "standard deviation over these worlds",
    "p05": "5 % of these worlds lie below",
    "p50": "median",
    "p95": "5 % of these worlds lie above",
    "low": "lower end of the 95 % interval of the mean",
    "high": "upper end of the 95 % interval of the mean",
    "pairs": "worlds in which it is defined in this arm and in the base",
    "difference": "mean over the pairs of this arm less the base; null in the base",
    "difference_error": "standard error of the difference",
    "difference_low": "lower end of the 95 % interval of the difference, paired by world",
    "difference_high": "upper end of the 95 % interval of the difference, paired by world",
}
"""What stands in each column of the table beside those of the settings; kept in the file as `description`."""
WHOLE, TEXT = ("arm", "n", "pairs"), ("kind", "name", "unit")


def save(sweep: Sweep, folder: Path, measures: Sequence[str]) -> list[Path]:
    """Write table, figures of the outcomes and of some measures, and manifest."""
    from sim.analysis.sweep_figure import save_all

    return replace_all(
        folder,
        lambda: [*save_all(sweep, folder, measures), save_table(sweep, folder / TABLE)],
        lambda files: manifest(sweep, files),
    )


def save_table(sweep: Sweep, path: Path) -> Path:
    """The table as Parquet."""
    parquet = need("pyarrow.parquet", "results")
    content = table(sweep)
    write_whole(path, lambda to: parquet.write_table(content, to, compression="zstd"))
    return path


def table(sweep: Sweep) -> Any:
    """An Arrow table: the arm, a column per swept key, then `COLUMNS`; null stands for what is not defined."""
    arrow = need("pyarrow", "results")
    rows = list(entries(sweep))
    fields: list[Any] = []
    for name, what in COLUMNS.items():
        kind = arrow.int64() if name in WHOLE else arrow.string() if name in TEXT else arrow.float64()
        fields.append(arrow.field(name, kind, metadata={"description": what}))
    settings = [setting_field(arrow, key, values) for key, values in sweep.over.items()]
    schema = arrow.schema([fields[0], *settings, *fields[1:]])
    columns = [[row[name] for row in rows] for name in schema.names]
    return arrow.table([arrow.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def setting_field(arrow: Any, key: str, values: Sequence[object]) -> Any:
    """The column of a swept key: true or false, numbers, dates, or else text."""
    what = {"description": f"what the arm sets for {key}"}
    kind = arrow.string()
    if all(isinstance(v, bool) for v in values):
        kind = arrow.bool_()
    elif all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        kind = arrow.float64()
    elif all(isinstance(v, date) for v in values):
        kind = arrow.date32()
    return arrow.field(key, kind, metadata=what)


def entries(sweep: Sweep) -> Iterator[dict[str, object]]:
    """A row per arm and outcome or measure, by the names of the columns."""
    texts = {key: as_text(values) for key, values in sweep.over.items()}
    for i, arm in enumerate(sweep.arms):
        settings = {key: as_typed(v) if texts[key] else v for key, v in arm.settings.items()}
        for kind, name, value in named_values(arm):
            yield {"arm": i, **settings, "kind": kind, "name": name, **numbers(value)}


def as_text(values: Sequence[object]) -> bool:
    """Are these values kept as text? True for words and for values of several kinds."""
    arrow = need("pyarrow", "results")
    return bool(setting_field(arrow, "", values).type == arrow.string())


def named_values(arm: Arm) -> Iterator[tuple[str, str, Value]]:
    """Everything that an arm leads to."""
    yield from (("outcome", name, value) for name, value in arm.outcomes.items())
    yield from (("measure", name, value) for name, value in arm.measures.items())


def numbers(value: Value) -> dict[str, object]:
    """A value by the names of the columns."""
    own = ("unit", "n", "mean", "sd", "p05", "p50", "p95", "low", "high")
    d = value.difference
    found: dict[str, object] = {name: getattr(value, name) for name in own}
    return found | {
        "pairs": d.n if d else None,
        "difference": d.mean if d else None,
        "difference_error": d.error if d else None,
        "difference_low": d.low if d else None,
        "difference_high": d.high if d else None,
    }


def manifest(sweep: Sweep, files: list[str]) -> dict[str, Any]:
    """What has to be known to make the same sweep again."""
    scenario = sweep.scenario
    return {
        "scenario": scenario.id,
        "title": scenario.title,
        "rules": scenario.effective_rules(),
        "strategies": sweep.strategies,
        "over": {key: [as_typed(v) for v in values] for key, values in sweep.over.items()},
        "seed": sweep.seed,
        "worlds": sweep.worlds,
        "arms": len(sweep.arms),
        "requested": sweep.planned,
        "interrupted": sweep.interrupted,
        "versions": versions(),
        "machine": platform.machine(),
        "scenario_sha256": digest(scenario),
        "files": files,
    }

"""A comparison on disk: a CSV table, the same as JSON, figures, and a manifest."""

import csv
import io
import json
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim.analysis.alike import alike
from sim.analysis.compare import MEASURE, OUTCOME, STATE, Compared, Comparison
from sim.overrides import as_typed
from sim.storage import digest, put, replace_all, versions, write_whole

TABLE, CONTENT = "compare.csv", "compare.json"
METHODS = {
    "share": "paired by world; Bonett & Price (2012), adjusted Wald interval of a difference of paired shares",
    "amount": "paired by world; mean of the differences +- 1.96 standard errors",
    "saved": "(variance of the base + variance of the arm) / variance of the difference, over the pairs",
}
COLUMNS = (
    "arm", "name", "kind", "what", "unit", "n", "mean", "sd", "p05", "p50", "p95", "low", "high",
    "pairs", "difference", "difference_error", "difference_low", "difference_high", "saved",
)  # fmt: skip


def content(found: Comparison) -> dict[str, object]:
    """A comparison as plain values; null where something is not defined."""
    out: dict[str, object] = {
        "scenario": found.scenario.id,
        "worlds": found.worlds,
        "seed": found.seed,
        "seconds": round(found.seconds, 3),
        "base": found.arms[0].name,
        "intervals": METHODS,
        "arms": [arm_content(arm) for arm in found.arms],
        "alike": list(alike(found)),
        "notes": list(found.notes),
    }
    if found.interrupted:
        out |= {"interrupted": True, "requested": found.requested}
    return out


def arm_content(arm: Compared) -> dict[str, object]:
    """One arm as plain values."""
    common = arm.left.commonest()
    return {
        "letter": arm.letter,
        "name": arm.name,
        "scenario": arm.scenario.id,
        "settings": {key: as_typed(value) for key, value in arm.scenario.settings.items()},
        "strategies": dict(arm.strategies),
        "agreement_rate": arm.agreement_rate,
        "commonest_mark": common and {"name": common[0], "share_of_agreements": common[1]},
        "events_sha256": arm.left.digest(),
        **{
            f"{kind}s": {name: asdict(v) for (of, name), v in arm.values.items() if of == kind}
            for kind in (OUTCOME, MEASURE, STATE)
        },
    }


def rows(found: Comparison) -> Iterator[dict[str, Any]]:
    """A row per arm and outcome, measure or state, by the names of the columns."""
    for arm in found.arms:
        for (kind, what), value in arm.values.items():
            d = value.difference
            own: dict[str, Any] = {name: getattr(value, name) for name in COLUMNS if hasattr(value, name)}
            yield own | {
                "arm": arm.letter,
                "name": arm.name,
                "kind": kind,
                "what": what,
                "difference": d and d.mean,
                "pairs": d and d.n,
                "difference_error": d and d.error,
                "difference_low": d and d.low,
                "difference_high": d and d.high,
            }


def save(found: Comparison, folder: Path, measures: Sequence[str]) -> list[Path]:
    """Write table, JSON, figures and manifest."""
    from sim.analysis.compare_figure import save_all

    return replace_all(
        folder,
        lambda: [
            *save_all(found, folder, measures),
            written(folder / TABLE, table(found)),
            written(folder / CONTENT, json.dumps(content(found), indent=2, ensure_ascii=False) + "\n"),
        ],
        lambda files: manifest(found, files),
    )


def table(found: Comparison) -> str:
    """The rows as CSV; an empty cell for what is not defined."""
    to = io.StringIO(newline="")
    writer: csv.DictWriter[str] = csv.DictWriter(to, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(found))
    return to.getvalue()


def written(path: Path, text: str) -> Path:
    """A file of text, written whole."""
    write_whole(path, lambda to: put(to, text))
    return path


def manifest(found: Comparison, files: list[str]) -> dict[str, Any]:
    """What has to be known to make the same comparison again."""
    return {
        "compared": [
            {
                "name": arm.name,
                "scenario": arm.scenario.id,
                "rules": arm.scenario.effective_rules(),
                "settings": {key: as_typed(value) for key, value in arm.scenario.settings.items()},
                "strategies": dict(arm.strategies),
                "scenario_sha256": digest(arm.scenario),
                "events_sha256": arm.left.digest(),
            }
            for arm in found.arms
        ],
        "seed": found.seed,
        "worlds": found.worlds,
        "requested": found.requested,
        "interrupted": found.interrupted,
        "versions": versions(),
        "machine": platform.machine(),
        "files": files,
    }

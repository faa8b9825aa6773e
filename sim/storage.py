"""Results on disk: a Parquet file with a row per world, figures, and a manifest.

Every file is written whole under a temporary name and renamed. The manifest goes first and comes last, so
that a folder with a manifest holds the files of one run.
"""

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sim.faults import reason

if TYPE_CHECKING:
    from sim.results import Results
    from sim.schema import Scenario

MANIFEST = "manifest.json"
RESULTS = "results.parquet"


class StorageError(RuntimeError):
    """A folder for results that cannot be used; the message is fit to show."""


RUN, SWEEP = "run", "sweep"
"""What a folder of results can hold."""


def prepare(folder: Path, what: str = RUN) -> Path:
    """Make sure that results can be written to a folder; it is made where it is missing.

    what   run or sweep: results of the one are never written over those of the other
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (FileExistsError, NotADirectoryError) as e:
        file = next((path for path in (folder, *folder.parents) if path.is_file()), folder)
        raise StorageError(f"--out: expected a folder, found a file at {str(file)!r}") from e
    except OSError as e:
        raise StorageError(f"--out: cannot write to {str(folder)!r}: {reason(e)}") from e
    check_ours(folder)
    found = read_manifest(folder)
    there = SWEEP if "over" in found else RUN
    if found and there != what:
        raise StorageError(f"--out: {str(folder)!r} holds a {there}; expected another folder for a {what}")
    return folder


def check_ours(folder: Path) -> None:
    """Refuse a folder whose manifest is somebody else's."""
    if (folder / MANIFEST).exists() and "finalstatus" not in read_manifest(folder).get("versions", {}):
        raise StorageError(
            f"--out: expected a new folder or one of ours, found another {MANIFEST} in {str(folder)!r}"
        )


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder; empty if it is none."""
    try:
        found: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return cast(dict[str, Any], found) if isinstance(found, dict) else {}


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file under a temporary name beside it, then rename it; nothing is left of a failure."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o666 & ~umask())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def umask() -> int:
    """The mask that new files get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def save(results: "Results", folder: Path, requested: int) -> list[Path]:
    """Write figures, worlds and manifest of a run; files of an older run that this one has not are removed."""
    from sim.analysis.plots import save_all

    return replace_all(
        folder,
        lambda: [*save_all(results, folder), save_worlds(results, folder / RESULTS)],
        lambda files: manifest(results, requested, files),
    )


def replace_all(
    folder: Path, write: Callable[[], list[Path]], manifest: Callable[[list[str]], dict[str, Any]]
) -> list[Path]:
    """Write files and the manifest that lists them; those of an older manifest that are not among them go."""
    try:
        old = read_manifest(folder).get("files", [])
        (folder / MANIFEST).unlink(missing_ok=True)
        paths = write()
        remove_stale(folder, old, [path.name for path in paths])
        content = manifest(sorted(path.name for path in paths))
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        write_whole(folder / MANIFEST, lambda path: put(path, text))
    except OSError as e:
        raise StorageError(f"--out: cannot write to {str(folder)!r}: {reason(e)}") from e
    return [*paths, folder / MANIFEST]


def put(path: Path, text: str) -> None:
    """Write text, with the same ends of lines everywhere."""
    path.write_text(text, encoding="utf-8", newline="\n")


def remove_stale(folder: Path, old: Iterable[object], new: list[str]) -> None:
    """Remove what an older manifest lists and the new one does not."""
    for name in old:
        if isinstance(name, str) and name == Path(name).name and name not in new:
            (folder / name).unlink(missing_ok=True)


def save_worlds(results: "Results", path: Path) -> Path:
    """A row per world as Parquet."""
    from sim.extras import need

    parquet = need("pyarrow.parquet", "results")
    content = table(results)
    write_whole(path, lambda to: parquet.write_table(content, to, row_group_size=131_072, compression="zstd"))
    return path


def table(results: "Results") -> Any:
    """An Arrow table: world, outcome, every measure, the week each state recognises, who backs the mission.

    Null stands for what is not defined in a world: a week that never comes, a vote that is never held.
    """
    import numpy as np

    from sim.extras import need

    arrow = need("pyarrow", "results")
    names, setting = np.array(list(results.scenario.outcomes)), results.setting
    columns: dict[str, Any] = {
        "world": arrow.array(np.arange(results.worlds, dtype=np.int64)),
        "outcome": arrow.array(names[results.outcome]).dictionary_encode(),
    }
    for name, values in results.columns.items():
        columns[name] = arrow.array(values, mask=np.isnan(values))
    for i in np.flatnonzero(setting.recogniser):
        week = results.recognised_week[:, i]
        never = week >= setting.weeks
        columns[f"recognised_{setting.actors[i]}"] = arrow.array(week.astype(np.int16), mask=never)
    for i in np.flatnonzero(setting.member):
        vote = results.mission_backed[:, i]
        columns[f"mission_{setting.actors[i]}"] = arrow.array(vote > 0.5, mask=np.isnan(vote))
    return arrow.table(columns)


def manifest(results: "Results", requested: int, files: list[str]) -> dict[str, Any]:
    """What has to be known to make the same results again."""
    scenario = results.scenario
    return {
        "scenario": scenario.id,
        "title": scenario.title,
        "rules": scenario.effective_rules(),
        "strategies": dict(results.strategies),
        "seed": results.seed,
        "worlds": results.worlds,
        "requested": requested,
        "interrupted": results.interrupted,
        "versions": versions(),
        "machine": platform.machine(),
        "scenario_sha256": digest(scenario),
        "files": files,
    }


def digest(scenario: "Scenario") -> str:
    """SHA-256 of a scenario's content, its rules and name left out: they stand beside it in the manifest."""
    content = scenario.model_dump(mode="json", exclude={"rules", "settings", "id"})
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def versions() -> dict[str, str]:
    """Versions of what computes the results."""
    import numpy as np

    return {"finalstatus": own_version(), "python": platform.python_version(), "numpy": np.__version__}


def own_version() -> str:
    """The version of Final Status; read from its source tree where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("finalstatus")
    except PackageNotFoundError:
        return source_version()


def source_version() -> str:
    """The version in pyproject.toml beside the package."""
    import tomllib

    project = Path(__file__).parents[1] / "pyproject.toml"
    if not project.exists():
        return "unknown"
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
